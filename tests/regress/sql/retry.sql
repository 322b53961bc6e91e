-- A failure in the caller's transaction is written down by a worker, a moment later. Whatever was done in the meantime
-- stays true: what is applied is not shown as failed because a note of an earlier failure arrives behind it.
\set state '\\echo SQLSTATE :SQLSTATE'
\pset null -
CREATE PROCEDURE wait_for_failures(wanted int) LANGUAGE plpgsql AS $$
BEGIN
    FOR i IN 1 .. 1000 LOOP
        EXIT WHEN (SELECT count(*) FROM migrate.journal WHERE status = 'failed') >= wanted;
        COMMIT;
        PERFORM pg_sleep(0.01);
    END LOOP;
END
$$;
-- Failed, mended and applied before the note is there. The note comes late in most runs, not in all.
SELECT migrate.create('Mended at once', 'SELECT 1/0', 'SELECT 1', 1);
SELECT * FROM migrate.apply();
:state
SELECT status FROM migrate.load('SELECT 1', '1_mended_at_once.sql', 'SELECT 1');
SELECT version, status FROM migrate.apply();
CALL wait_for_failures(1);
SELECT version, status, note FROM migrate.status();
-- The same with a cause outside of the script.
SELECT migrate.create('Table missing', 'INSERT INTO t VALUES (1)', 'SELECT 1/0', 2);
SELECT * FROM migrate.apply();
:state
CREATE TABLE t (i int);
SELECT version, status FROM migrate.apply();
CALL wait_for_failures(2);
SELECT version, status, note FROM migrate.status();
-- A rollback that failed, and then history by hand.
SELECT version, status FROM migrate.rollback();
:state
SELECT version, status FROM migrate.remove_migration(2);
CALL wait_for_failures(3);
SELECT version, status FROM migrate.status();
SELECT version, status FROM migrate.record_migration(2);
SELECT version, status, note FROM migrate.status();

-- The failure is caught: the caller goes on, and the failure is written down all the same.
SELECT version FROM migrate.load('CREATE TABLE u (); SELECT 1/0', '3_caught.sql');
DO $$
BEGIN
    PERFORM migrate.apply();
EXCEPTION WHEN division_by_zero THEN
    CREATE TABLE caught AS SELECT SQLERRM AS message;
END
$$;
TABLE caught;
SELECT to_regclass('u') AS u;
CALL wait_for_failures(4);
SELECT version, status, note FROM migrate.status();
-- A message of many lines, or a long one, makes one short note.
SELECT status FROM migrate.load(
    $file$DO $$ BEGIN RAISE E'first line\nsecond line % the end', repeat('very long ', 30); END $$$file$, '3_caught.sql');
SELECT migrate.apply();
:state
CALL wait_for_failures(5);
SELECT version, status, position(E'\n' IN note) = 0 AS one_line, length(note) <= 100 AS is_short
FROM migrate.status() WHERE version = 3;
