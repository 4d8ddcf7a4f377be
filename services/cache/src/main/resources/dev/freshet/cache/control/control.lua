-- What the scripts share; stands before each of them.

-- Which server this is, and since which restart or promotion.
local function identity()
  local server = redis.call('INFO', 'server')
  local replication = redis.call('INFO', 'replication')
  return string.match(server, 'run_id:(%x+)') .. ' ' .. string.match(replication, 'master_replid:(%x+)')
end

-- Gives a fence or an epoch its next value, made here and nowhere else: the count tells apart two runs of one command,
-- the time a count that was restored from a dump, the caller's random part two servers restored from one dump.
local function raise(counter, key, random, life)
  local count = redis.call('INCR', counter)
  local time = redis.call('TIME')
  local nonce = string.format('%.0f-%s.%06d-%s', count, time[1], tonumber(time[2]), random)
  local left = redis.call('PTTL', key)
  if life == 0 or left == -1 then
    redis.call('SET', key, nonce)
  else
    redis.call('SET', key, nonce, 'PX', math.max(life, left))
  end
end

-- Lets a fence live for as long as an entry that relies on it; twice as long, so that not every fill has to write.
local function prolong(key, life)
  local left = redis.call('PTTL', key)
  if left >= 0 and left < life then
    redis.call('PEXPIRE', key, 2 * life)
  end
end

-- Whether an epoch and fences still have the values that an answer was filled under.
-- names: KEYS, the epoch at index first and the fences behind it; values: ARGV, theirs from index at
local function standing(names, first, values, at)
  for i = first, #names do
    if redis.call('GET', names[i]) ~= values[at + i - first] then
      return i == first and 'EPOCH' or 'FENCE'
    end
  end
  return 'HIT'
end
