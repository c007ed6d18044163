-- Remove an entry that still holds a value: the lock of a turn, a mark that has been dealt with.
-- KEYS entry   ARGV value
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
