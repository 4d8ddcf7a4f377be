-- KEYS: the counter, an epoch, then fences
-- ARGV: the caller's random part; how long an entry may rely on the fences, in ms
-- Returns the values of the epoch and the fences; those that were missing are made.
local values = {}
for i = 2, #KEYS do
  local life = i == 2 and 0 or tonumber(ARGV[2])
  if redis.call('EXISTS', KEYS[i]) == 0 then
    raise(KEYS[1], KEYS[i], ARGV[1], 2 * life)
  elseif life > 0 then
    prolong(KEYS[i], life)
  end
  values[i - 1] = redis.call('GET', KEYS[i])
end
return values
