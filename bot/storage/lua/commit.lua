-- Commit a turn: the person's record and the end of the turn in one step, or nothing at all.
-- KEYS record, lock
-- ARGV token, record, seconds, "1" where its time goes on as it was
if redis.call('GET', KEYS[2]) ~= ARGV[1] then
  -- a repeated commit, whose first answer was lost on the way, is a success
  if redis.call('GET', KEYS[1]) ~= ARGV[2] then return 0 end
  -- written once more, so that who waits for replicas waits for this
  redis.call('SET', KEYS[1], ARGV[2], 'KEEPTTL')
  return 1
end
if ARGV[4] == '1' and redis.call('TTL', KEYS[1]) > 0 then
  redis.call('SET', KEYS[1], ARGV[2], 'KEEPTTL')
else
  redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
end
redis.set_repl(redis.REPL_NONE)
redis.call('DEL', KEYS[2])
return 1
