-- migrate.status() and migrate.verify(): every migration known or applied, and where it stands. What a job is at
-- (running, queued) is in queue.sql and in the client tests.
\set state '\\echo SQLSTATE :SQLSTATE'
\pset null -
SELECT * FROM migrate.status();
SELECT * FROM migrate.verify();
SELECT migrate.current_version(), (SELECT count(*) FROM migrate.applied_migrations()) AS applied;

SELECT migrate.create('Applied', 'CREATE TABLE one ()', 'DROP TABLE one', 1);
SELECT migrate.create('Applied, no way back', 'CREATE TABLE two ()', version => 2);
SELECT migrate.create('To be lost', 'CREATE TABLE three ()', version => 3);
SELECT migrate.create('To be changed', 'CREATE TABLE four ()', version => 4);
SELECT migrate.create('To be tampered with', 'CREATE TABLE five ()', version => 5);
SELECT count(*) FROM migrate.apply();
SELECT version FROM migrate.record_migration(6, 'Only recorded');
SELECT migrate.create('Recorded with nothing to compare', 'CREATE TABLE seven ()', version => 7);
SELECT version FROM migrate.record_migration(7);
UPDATE migrate.schema_migrations SET checksum = NULL WHERE version = 7;
DELETE FROM migrate.migrations WHERE version = 3;
UPDATE migrate.migrations SET checksum = repeat('a', 64) WHERE version = 4;
UPDATE migrate.migrations SET up = 'DROP TABLE one' WHERE version = 5;
SELECT migrate.create('Fails', 'SELECT 1; SELECT 1/0', version => 8);
SELECT migrate.create('Fails in its second unit', E'CREATE TABLE nine ();\n\n  VACUUM nope;', 'DROP TABLE nine', 9);
SET client_min_messages = warning;
CALL migrate.up();
:state
UPDATE migrate.migrations SET version = 11 WHERE version = 8;
CALL migrate.up(9);
:state
UPDATE migrate.migrations SET version = 8 WHERE version = 11;
SELECT migrate.create('Pending', 'SELECT 1', 'SELECT 1', 10);
SELECT migrate.create('Pending, no way back', 'SELECT pg_sleep(0)', version => 11);
SELECT migrate.create('Draft', version => 12);

SELECT version, description, status, applied_at IS NOT NULL AS applied_at, applied_by = session_user AS by_us,
       ms >= 0 AS ms, note FROM migrate.status();
SELECT applied_at = date_trunc('second', applied_at) AS to_the_second FROM migrate.status() WHERE version = 1;
SELECT * FROM migrate.verify();
SELECT migrate.current_version();
SELECT version, description, checksum IS NOT NULL AS hashed FROM migrate.applied_migrations();
SELECT migrate.is_applied(1), migrate.is_applied(3), migrate.is_applied(9) AS half, migrate.is_applied(99),
       migrate.is_applied(-1);

-- What cannot be rolled back in this state, and why; nothing is run before all of it is known.
CALL migrate.down() \gset
SELECT version, status, detail FROM migrate.rollback(dry_run => true);
:state
SELECT version FROM migrate.remove_migration(7);
SELECT version, status, detail FROM migrate.rollback(dry_run => true);
:state
SELECT version FROM migrate.remove_migration(6);
SELECT version, status, detail FROM migrate.rollback(dry_run => true);
:state
-- A script that is not the one of its checksum is run by nobody: neither to apply nor to roll back.
DELETE FROM migrate.migrations WHERE version BETWEEN 7 AND 9;
UPDATE migrate.migrations SET up = 'DROP TABLE one' WHERE version = 10;
SELECT version, ok, detail FROM migrate.verify() WHERE version = 10;
SELECT version, status FROM migrate.apply(10);
:state
UPDATE migrate.migrations SET down = 'DROP TABLE two' WHERE version = 1;
SELECT version, ok, detail FROM migrate.verify() WHERE version = 1;
SELECT to_regclass('one') AS one;

-- The content that was applied, loaded again, mends what was lost or changed.
SELECT version, status FROM migrate.load('CREATE TABLE three ()', '3_To_be_lost.sql');
SELECT version, status FROM migrate.load('CREATE TABLE four ()', '4_To_be_changed.sql');
SELECT version, status FROM migrate.load('CREATE TABLE five ()', '5_To_be_tampered_with.sql');
SELECT version, status, note FROM migrate.status() WHERE version IN (3, 4, 5);
SELECT * FROM migrate.verify() WHERE version IN (3, 4, 5);
