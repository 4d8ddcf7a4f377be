-- KEYS: lease, positions, server, the counter, then the epochs of all caches
-- ARGV: the caller's random part; beat and end of the lease in ms since 1970; rules digest; then pairs of a field in
--       positions and the offset it must have reached
local time = redis.call('TIME')
if tonumber(ARGV[3]) <= tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000) then
  return 'LATE'
end
for i = 5, #ARGV, 2 do
  local applied = redis.call('HGET', KEYS[2], ARGV[i])
  if not applied or tonumber(applied) < tonumber(ARGV[i + 1]) then
    return 'BEHIND'
  end
end
local held = redis.call('GET', KEYS[1])
if held and tonumber(held) >= tonumber(ARGV[2]) then
  return 'HELD'
end

-- Raising and recording happen in one script: nothing can fail over or restart in between, and of two instances that
-- find the same difference the second finds none.
local raised = false
local here = identity() .. ' ' .. ARGV[4]
if redis.call('GET', KEYS[3]) ~= here then
  for i = 5, #KEYS do
    raise(KEYS[4], KEYS[i], ARGV[1], 0)
  end
  redis.call('SET', KEYS[3], here)
  raised = true
end
redis.call('SET', KEYS[1], ARGV[2], 'PXAT', ARGV[3])
return raised and 'RAISED' or 'GRANTED'
