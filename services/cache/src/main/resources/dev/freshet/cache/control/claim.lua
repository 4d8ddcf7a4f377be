-- KEYS: who loads an answer
-- ARGV: the caller's random part; the caller; how long the claim holds, in ms; for whom the caller has waited, or nothing
-- Returns who loads it now: the caller, where nobody did or somebody failed to; or how that one failed for whom it waited.
local holder = redis.call('GET', KEYS[1])
local failure = '!' .. ARGV[4] .. ' '
if holder and ARGV[4] ~= '' and string.sub(holder, 1, #failure) == failure then
  return holder
end
if not holder or string.sub(holder, 1, 1) == '!' or holder == ARGV[2] then
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
  return ARGV[2]
end
return holder
