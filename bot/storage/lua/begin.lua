-- Begin a message: is it a replay, answered already, or may it take the person's turn?
-- KEYS once, inbox, lock, session, tries, case
-- ARGV digest, once ms, token, lock ms, wants a case ("1" or ""), tries an hour
local seen = redis.call('GET', KEYS[1])
if seen and seen ~= ARGV[1] then return {'replayed'} end
if not seen then redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2]) end

local reply = redis.call('GET', KEYS[2])
if reply then return {'answered', reply} end

local holder = redis.call('GET', KEYS[3])
if holder and holder ~= ARGV[3] then return {'busy'} end
redis.call('SET', KEYS[3], ARGV[3], 'PX', ARGV[4])

local case = false
if ARGV[5] == '1' then
  local tries = redis.call('INCR', KEYS[5])
  if tries == 1 then redis.call('EXPIRE', KEYS[5], 3600) end
  if tries <= tonumber(ARGV[6]) then case = redis.call('GET', KEYS[6]) end
end
return {'turn', redis.call('GET', KEYS[4]) or '', case or ''}
