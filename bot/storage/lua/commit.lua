-- Commit a turn: session, reply, effects and the end of the turn in one step, or nothing at all.
-- KEYS inbox, lock, session, owned, then every key that the effects touch
-- ARGV token, reply, inbox seconds, session ("" removes it), session seconds, erase ("1" or ""),
--      then each effect as: number of words, words…
if redis.call('GET', KEYS[2]) ~= ARGV[1] then
  -- a repeated commit, whose first answer was lost on the way, is a success
  if redis.call('GET', KEYS[1]) == ARGV[2] then return 1 end
  return 0
end
if ARGV[6] == '1' then
  for _, key in ipairs(redis.call('ZRANGE', KEYS[4], 0, -1)) do redis.call('DEL', key) end
  redis.call('DEL', KEYS[3], KEYS[4])
end
redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
if ARGV[4] == '' then
  redis.call('DEL', KEYS[3])
else
  redis.call('SET', KEYS[3], ARGV[4], 'EX', ARGV[5])
end
local at = 7
while ARGV[at] do
  local words = tonumber(ARGV[at])
  -- one bad effect must not lose the turn
  redis.pcall(unpack(ARGV, at + 1, at + words))
  at = at + words + 1
end
redis.call('DEL', KEYS[2])
return 1
