-- KEYS: positions, the counter, then the epochs of all caches
-- ARGV: the caller's random part, then triples of a field, its next offset, and the server on which the fences of
--       everything before that offset were raised
-- Returns the server's identity.
local here = identity()
local elsewhere = false
for i = 2, #ARGV, 3 do
  elsewhere = elsewhere or ARGV[i + 2] ~= here
end
if elsewhere then
  for i = 3, #KEYS do
    raise(KEYS[2], KEYS[i], ARGV[1], 0)
  end
end
for i = 2, #ARGV, 3 do
  redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
end
return here
