-- Append one row to the audit log, when the chain still ends where the writer saw it end.
-- KEYS log, state   ARGV the state's mac as seen, id of the oldest row that stays ("": all stay),
--                        number of values of the state, these values, values of the row
if (redis.call('HGET', KEYS[2], 'mac') or '') ~= ARGV[1] then return 0 end
local last = 3 + tonumber(ARGV[3])
redis.call('XADD', KEYS[1], '*', unpack(ARGV, last + 1))
redis.call('HSET', KEYS[2], unpack(ARGV, 4, last))
if ARGV[2] ~= '' then redis.call('XTRIM', KEYS[1], 'MINID', ARGV[2]) end
return 1
