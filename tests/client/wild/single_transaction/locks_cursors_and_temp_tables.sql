CREATE TABLE numbers (n int);
LOCK TABLE numbers IN ACCESS EXCLUSIVE MODE;
CREATE TEMP TABLE scratch ON COMMIT DROP AS SELECT generate_series(1, 5) AS n;
INSERT INTO numbers SELECT n FROM scratch;
DECLARE walk CURSOR FOR SELECT n FROM numbers FOR UPDATE;
FETCH 3 FROM walk;
DELETE FROM numbers WHERE CURRENT OF walk;
CLOSE walk;
SAVEPOINT here;
DELETE FROM numbers;
ROLLBACK TO here;
SELECT pg_advisory_xact_lock(99);
CREATE TABLE facts AS SELECT count(*) AS locks FROM pg_locks
WHERE locktype = 'advisory' AND objid = 99 AND pid = pg_backend_pid();
