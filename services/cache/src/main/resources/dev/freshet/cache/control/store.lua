-- KEYS: an entry, an epoch, then fences
-- ARGV: the caller's random part; the entry's life in ms; the entry; the values it was filled under
-- Stores the entry while all stand, and returns HIT; or else EPOCH or FENCE.
local found = standing(KEYS, 2, ARGV, 4)
if found == 'HIT' then
  for i = 3, #KEYS do
    prolong(KEYS[i], tonumber(ARGV[2]))
  end
  redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[2])
end
return found
