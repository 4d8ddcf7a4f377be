-- KEYS: an epoch, then fences
-- ARGV: the caller's random part; how long an entry will rely on the fences, in ms; the values it was filled under
-- Returns HIT while all stand, or else EPOCH or FENCE.
local found = standing(KEYS, 1, ARGV, 3)
if found == 'HIT' then
  for i = 2, #KEYS do
    prolong(KEYS[i], tonumber(ARGV[2]))
  end
end
return found
