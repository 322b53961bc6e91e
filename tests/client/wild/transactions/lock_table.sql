CREATE TABLE counters (name text PRIMARY KEY, n bigint NOT NULL);
INSERT INTO counters VALUES ('visits', 41);
CREATE TABLE held (mode text);

BEGIN;
LOCK TABLE counters IN SHARE ROW EXCLUSIVE MODE;
INSERT INTO held SELECT mode FROM pg_locks
WHERE relation = 'counters'::regclass AND pid = pg_backend_pid() AND mode LIKE 'Share%';
UPDATE counters SET n = n + 1;
COMMIT;

BEGIN;
LOCK counters, held IN ACCESS EXCLUSIVE MODE NOWAIT;
ALTER TABLE counters ALTER COLUMN n SET DEFAULT 0;
COMMIT;
