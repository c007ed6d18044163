-- Put back the record that was there before a commit, unless it has been written since.
-- KEYS record
-- ARGV the record as committed, the record before ("" for none)
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
if ARGV[2] == '' then redis.call('DEL', KEYS[1]) else redis.call('SET', KEYS[1], ARGV[2], 'KEEPTTL') end
return 1
