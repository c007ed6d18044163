-- Remove everything of one person. A turn under way loses its lock, and with it the right to commit.
-- KEYS lock, session, owned, tries
local gone = redis.call('DEL', KEYS[2])
for _, key in ipairs(redis.call('ZRANGE', KEYS[3], 0, -1)) do
  gone = gone + redis.call('DEL', key)
end
redis.call('DEL', KEYS[1], KEYS[3], KEYS[4])
return gone
