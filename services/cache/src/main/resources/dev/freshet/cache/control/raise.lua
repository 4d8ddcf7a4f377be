-- KEYS: the counter, then fences, then epochs
-- ARGV: the caller's random part; how many of the keys are fences; their least life in ms (a longer one stays)
-- Returns the server's identity: who relies on the new values must find them on this one.
local fences = tonumber(ARGV[2])
for i = 2, #KEYS do
  raise(KEYS[1], KEYS[i], ARGV[1], i <= fences + 1 and tonumber(ARGV[3]) or 0)
end
return identity()
