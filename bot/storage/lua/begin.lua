-- Begin a message: take the person's turn, in the order in which the messages were written.
-- KEYS record, lock, queue
-- ARGV token, lock ms, order (sorts as text), waiting ms, force ("1" or "")
-- Locks and queues live for seconds: neither the file nor a replica needs them. After a restart or a
-- failover a turn under way has lost its lock, cannot commit, and is taken again.
redis.set_repl(redis.REPL_NONE)
local holder = redis.call('GET', KEYS[2])
local waits = holder or redis.call('EXISTS', KEYS[3]) == 1
if waits and ARGV[5] == '' and holder ~= ARGV[1] then
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local mine = ARGV[3] .. ARGV[1]
  local first = mine
  -- whoever has not shown itself for a while has given up
  for _, other in ipairs(redis.call('ZRANGEBYSCORE', KEYS[3], now - ARGV[4], '+inf')) do
    if other < first then first = other end
  end
  if holder or first ~= mine then
    redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', '(' .. (now - ARGV[4]))
    redis.call('ZADD', KEYS[3], now, mine)
    redis.call('PEXPIRE', KEYS[3], ARGV[4] * 2)
    return {'busy'}
  end
  redis.call('ZREM', KEYS[3], mine)
end
redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
return {'turn', redis.call('GET', KEYS[1]) or ''}
