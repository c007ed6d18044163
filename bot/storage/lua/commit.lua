-- Commit a turn: the person's record and the end of the turn in one step, or nothing at all.
-- KEYS record, lock
-- ARGV token, record, seconds
if redis.call('GET', KEYS[2]) ~= ARGV[1] then
  -- a repeated commit, whose first answer was lost on the way, is a success
  if redis.call('GET', KEYS[1]) == ARGV[2] then return 1 end
  return 0
end
redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
redis.set_repl(redis.REPL_NONE)
redis.call('DEL', KEYS[2])
return 1
