-- What Rails, golang-migrate and others do to keep a second migrator out.
SELECT pg_advisory_lock(72707369);
CREATE TABLE held (n serial, what text);
INSERT INTO held (what) SELECT 'session: ' || count(*) FROM pg_locks
WHERE locktype = 'advisory' AND objid = 72707369 AND pid = pg_backend_pid();
BEGIN;
SELECT pg_advisory_xact_lock(1, hashtext('wild'));
SELECT pg_try_advisory_lock_shared(5);
INSERT INTO held (what) SELECT 'all: ' || count(*) FROM pg_locks
WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND objsubid < 3;
COMMIT;
INSERT INTO held (what) SELECT 'behind the block: ' || count(*) FROM pg_locks
WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND objsubid < 3;
INSERT INTO held (what) SELECT 'unlocked: ' || pg_advisory_unlock(72707369);
SELECT pg_advisory_unlock_all();
INSERT INTO held (what) SELECT 'at the end: ' || count(*) FROM pg_locks
WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND objsubid < 3;
