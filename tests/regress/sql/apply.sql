-- migrate.apply() in the caller's transaction: which migrations, in which order, all or nothing, and how a failure
-- is told.
\set state '\\echo SQLSTATE :SQLSTATE'
\pset null -
-- A failure takes the transaction back, so a worker writes it down, a moment later.
CREATE PROCEDURE wait_for_failures(wanted int) LANGUAGE plpgsql AS $$
BEGIN
    FOR i IN 1 .. 1000 LOOP
        EXIT WHEN (SELECT count(*) FROM migrate.journal WHERE status = 'failed') >= wanted;
        PERFORM pg_sleep(0.01);
    END LOOP;
END
$$;

-- Nothing is registered, nothing is pending: no rows.
SELECT * FROM migrate.apply();
SELECT * FROM migrate.apply(dry_run => true);
CREATE TABLE log (id int GENERATED ALWAYS AS IDENTITY, migration int);
SELECT migrate.create('Third', 'INSERT INTO log (migration) VALUES (3)', version => 3);
SELECT migrate.create('First', 'INSERT INTO log (migration) VALUES (1)', version => 1);
SELECT migrate.create('Second', 'INSERT INTO log (migration) VALUES (2)', version => 2);
SELECT migrate.create('Fifth', 'INSERT INTO log (migration) VALUES (5)', version => 5);

-- Target and steps. A dry run says what would happen and does nothing.
SELECT version, description, status, execution_time_ms, detail FROM migrate.apply(2, dry_run => true);
SELECT version, status FROM migrate.apply(steps => 3, dry_run => true);
SELECT version, status FROM migrate.apply(target => 3, steps => 1, dry_run => true);
SELECT version, status FROM migrate.apply(target => 1, steps => 3, dry_run => true);
SELECT count(*) FROM log;
SELECT version, description, status, execution_time_ms >= 0 AS timed, detail FROM migrate.apply(steps => 1);
SELECT version, status FROM migrate.apply(target => 3);
SELECT version, status FROM migrate.apply(target => 3);
SELECT version, applied_by = session_user AS by_us, execution_time_ms >= 0 AS timed, checksum ~ '^[0-9a-f]{64}$' AS hashed
FROM migrate.applied_migrations();
-- One that comes later with a lower version is applied all the same.
SELECT migrate.create('Out of order', 'INSERT INTO log (migration) VALUES (-2)', version => 4);
SELECT version, status FROM migrate.apply();
SELECT string_agg(migration::text, ', ' ORDER BY id) AS log FROM log;
SELECT * FROM migrate.apply(target => 4);

-- What does not fit.
SELECT * FROM migrate.apply(target => 99);
:state
SELECT * FROM migrate.apply(target => 0);
:state
SELECT * FROM migrate.apply(target => -1);
:state
SELECT * FROM migrate.apply(steps => 0);
:state
SELECT * FROM migrate.apply(steps => -1);
:state

-- Atomic with the caller.
SELECT migrate.create('Sixth', 'CREATE TABLE six (id int); INSERT INTO six VALUES (6)', version => 6);
BEGIN;
CREATE TABLE callers ();
SELECT version, status FROM migrate.apply();
SELECT * FROM six;
SELECT migrate.is_applied(6), migrate.current_version();
ROLLBACK;
SELECT to_regclass('six') AS six, to_regclass('callers') AS callers, migrate.is_applied(6), migrate.current_version();
SELECT count(*) FROM migrate.journal WHERE version = 6;
BEGIN;
SAVEPOINT before;
SELECT version, status FROM migrate.apply();
ROLLBACK TO before;
SELECT migrate.is_applied(6);
SELECT version, status FROM migrate.apply();
COMMIT;
SELECT * FROM six;

-- A failure: where, what, and that nothing stays; the migrations before it in the same call are taken back too.
SELECT migrate.create('Seventh', 'CREATE TABLE seven ()', version => 7);
SELECT version FROM migrate.load($file$-- Migration: 8
-- Description: Fails on line 7
-- UP MIGRATION

BEGIN;
CREATE TABLE eight (id int PRIMARY KEY);
INSERT INTO eight VALUES (1), (2); INSERT INTO eight VALUES (3), (1);
COMMIT;
$file$);
SELECT * FROM migrate.apply();
:state
SELECT to_regclass('seven') AS seven, to_regclass('eight') AS eight, migrate.current_version();
CALL wait_for_failures(1);
SELECT version, direction, unit, units, kind, status, first_statement AS first, last_statement AS last, statement, line, col
FROM migrate.journal WHERE status = 'failed';
SELECT job, sqlstate, message, detail, hint, run_by = session_user AS by_us FROM migrate.journal WHERE status = 'failed';
SELECT version, description, status, applied_at, note FROM migrate.status() WHERE version > 6;
-- The cause is gone with a new text; the failure is history.
SELECT status FROM migrate.load(E'-- Migration: 8\n-- Description: Fails on line 7\n-- UP MIGRATION\nSELECT 1', '8_mended.sql');
SELECT version, status, note FROM migrate.status() WHERE version > 6;
SELECT version, status FROM migrate.apply();

-- An error with its own detail and hint; a place within the statement; a code of the user's own.
SELECT migrate.create('Place', E'SELECT 1;\nSELECT 1,\n  pg_typof(nope)', version => 9);
SELECT * FROM migrate.apply();
:state
SELECT * FROM migrate.load(E'DO $$ BEGIN RAISE ''no %'', 1 USING ERRCODE = ''ABC12'', DETAIL = ''Because.'', HINT = ''Don''''t.''; END $$',
                           '9_place.sql');
SELECT * FROM migrate.apply();
:state
SELECT version, status FROM migrate.record_migration(9);

-- A draft has nothing to run; what is older is run, and what is asked for behind it is refused.
SELECT migrate.create('Tenth', 'CREATE TABLE ten ()', version => 10);
SELECT migrate.create('It''s a draft', version => 11);
SELECT version, status FROM migrate.apply(target => 10, dry_run => true);
SELECT version, status, detail FROM migrate.apply();
:state
SELECT * FROM migrate.apply(target => 11, dry_run => true);
:state
SELECT to_regclass('ten') AS ten;
SELECT version, status FROM migrate.apply(target => 10);
