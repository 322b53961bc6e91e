-- migrate.rollback() in the caller's transaction: how far, in which order, and what it refuses before anything runs.
\set state '\\echo SQLSTATE :SQLSTATE'
\pset null -
CREATE TABLE log (id int GENERATED ALWAYS AS IDENTITY, what text);
SELECT * FROM migrate.rollback();
SELECT count(migrate.create('M' || i, format('INSERT INTO log (what) VALUES (''up %s'')', i),
                            format('INSERT INTO log (what) VALUES (''down %s'')', i), i)) FROM generate_series(1, 9) i;
SELECT count(*) FROM migrate.apply();
TRUNCATE log;

-- One by default; steps; a target, which stays; 0 is before the first. Newest version first.
SELECT version, description, status, execution_time_ms, detail FROM migrate.rollback(dry_run => true);
SELECT version, status FROM migrate.rollback(3, dry_run => true);
SELECT version, status FROM migrate.rollback(target => 7, dry_run => true);
SELECT count(*) AS versions, max(version), min(version) FROM migrate.rollback(target => 0, dry_run => true);
SELECT version, status FROM migrate.rollback(steps => 1, target => 7, dry_run => true);
SELECT version, status FROM migrate.rollback(steps => 5, target => 7, dry_run => true);
SELECT * FROM migrate.rollback(target => 9, dry_run => true);
SELECT count(*) FROM log;
SELECT version, description, status, execution_time_ms >= 0 AS timed, detail FROM migrate.rollback();
SELECT version, status FROM migrate.rollback(2);
SELECT version, status FROM migrate.rollback(target => 4);
SELECT what FROM log ORDER BY id;
SELECT version, status FROM migrate.status() WHERE version BETWEEN 4 AND 6;
SELECT migrate.current_version();
-- Up again, and down to nothing.
SELECT count(*) FROM migrate.apply(5);
SELECT version, status FROM migrate.rollback(target => 0);
SELECT migrate.current_version();
SELECT * FROM migrate.rollback();
SELECT * FROM migrate.rollback(target => 0);

-- What does not fit.
SELECT count(*) FROM migrate.apply(3);
SELECT * FROM migrate.rollback(target => 7);
:state
SELECT * FROM migrate.rollback(target => 99);
:state
SELECT * FROM migrate.rollback(target => -1);
:state
SELECT * FROM migrate.rollback(steps => 0);
:state
SELECT * FROM migrate.rollback(-2);
:state

-- Atomic with the caller.
BEGIN;
SELECT version, status FROM migrate.rollback(2);
SELECT migrate.current_version();
ROLLBACK;
SELECT migrate.current_version();

-- Every migration is checked before the first is taken back: no down script, not registered, changed.
TRUNCATE log;
SELECT migrate.create('It has no way back', 'SELECT pg_sleep(0)', version => 20);
SELECT migrate.create('M21', 'SELECT 1', 'INSERT INTO log (what) VALUES (''down 21'')', 21);
SELECT count(*) FROM migrate.apply();
SELECT * FROM migrate.rollback(2);
:state
SELECT * FROM migrate.rollback(target => 3);
:state
SELECT version, status FROM migrate.record_migration(22, 'Made by another tool');
SELECT * FROM migrate.rollback();
:state
SELECT version, status FROM migrate.remove_migration(22);
UPDATE migrate.migrations SET checksum = repeat('0', 64) WHERE version = 21;
SELECT * FROM migrate.rollback();
:state
SELECT status FROM migrate.load('SELECT 1', '21_M21.sql', 'INSERT INTO log (what) VALUES (''down 21'')');
SELECT count(*) FROM log;
SELECT version, status FROM migrate.rollback();
-- By hand, as the hint says.
SELECT * FROM migrate.remove_migration(20);
SELECT migrate.is_applied(20);

-- A down script that fails: nothing stays, and the migration stays applied.
SELECT count(*) FROM migrate.rollback(target => 3);
DELETE FROM migrate.migrations WHERE version > 3;
TRUNCATE log;
SELECT status FROM migrate.load($file$-- Migration: 4
-- Description: Fails on the way down

-- UP MIGRATION
SELECT 1;

-- DOWN MIGRATION
INSERT INTO log (what) VALUES ('down 4');
DROP TABLE nowhere;
$file$);
SELECT count(*) FROM migrate.apply(4);
SELECT * FROM migrate.rollback(2);
:state
DO $$
BEGIN
    FOR i IN 1 .. 1000 LOOP
        EXIT WHEN EXISTS (SELECT FROM migrate.journal WHERE status = 'failed');
        PERFORM pg_sleep(0.01);
    END LOOP;
END
$$;
SELECT version, direction, statement, line, col, sqlstate, message FROM migrate.journal WHERE status = 'failed';
SELECT what FROM log;
-- It is applied as before, and the note says what was tried; so it stays until a rollback succeeds.
SELECT version, description, status, applied_at IS NOT NULL AS applied, note FROM migrate.status() WHERE version IN (3, 4);
SELECT migrate.is_applied(4), migrate.current_version();
CREATE TABLE nowhere ();
SELECT version, status FROM migrate.rollback(2);
SELECT what FROM log ORDER BY id;
SELECT version, status, note FROM migrate.status() WHERE version IN (3, 4);
