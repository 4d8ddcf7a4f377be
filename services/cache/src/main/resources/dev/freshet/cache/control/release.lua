-- KEYS: who loads an answer
-- ARGV: the caller's random part; the caller; what went wrong, or nothing; how long to keep that, in ms
-- What went wrong is left for those who wait for this very caller; for anybody else nobody loads it.
if redis.call('GET', KEYS[1]) ~= ARGV[2] then
  return 'LOST'
end
if ARGV[3] == '' then
  redis.call('DEL', KEYS[1])
else
  redis.call('SET', KEYS[1], '!' .. ARGV[2] .. ' ' .. ARGV[3], 'PX', ARGV[4])
end
return 'RELEASED'
