-- The history by hand: migrate.record_migration(), remove_migration() and baseline() run nothing.
\set state '\\echo SQLSTATE :SQLSTATE'
\pset null -
CREATE VIEW history AS
SELECT version, description, applied_at BETWEEN now() - interval '1 minute' AND clock_timestamp() AS just_now,
       applied_by = session_user AS by_us, CASE WHEN execution_time_ms < 1000 THEN 'short' ELSE execution_time_ms::text END AS ms, left(checksum, 12) AS checksum
FROM migrate.schema_migrations ORDER BY version;

SELECT * FROM migrate.record_migration(1);
SELECT * FROM migrate.record_migration(2, 'All arguments', 1234, 'abc', 'somebody');
SELECT * FROM migrate.record_migration(version => 3, description => 'Some of them', applied_by => 'flyway');
SELECT migrate.create('Registered', 'SELECT 4', 'SELECT 4', 4);
SELECT * FROM migrate.record_migration(4);
SELECT migrate.create('Registered, too', 'SELECT 5', version => 5);
SELECT * FROM migrate.record_migration(5, 'In other words');
SELECT * FROM history;
SELECT version, applied_by FROM migrate.applied_migrations() WHERE version IN (2, 3);
SELECT s.checksum = m.checksum AS same FROM migrate.schema_migrations s JOIN migrate.migrations m USING (version);
SELECT version, direction, unit, units, kind, status FROM migrate.journal ORDER BY id;
-- Nothing of it is run again.
SELECT * FROM migrate.apply();

SELECT * FROM migrate.record_migration(2);
:state
SELECT * FROM migrate.record_migration(4, 'Again');
:state
SELECT * FROM migrate.record_migration(0);
:state
SELECT * FROM migrate.record_migration(-1, 'Below');
:state
SELECT * FROM migrate.record_migration(6, '');
:state
SELECT * FROM migrate.record_migration(6, E'Two\nlines');
:state
SELECT * FROM migrate.record_migration(6, 'Negative', -1);
:state

SELECT * FROM migrate.remove_migration(2);
SELECT * FROM migrate.remove_migration(5);
SELECT * FROM migrate.remove_migration(2);
:state
SELECT * FROM migrate.remove_migration(99);
:state
SELECT * FROM migrate.remove_migration(0);
:state
SELECT version, status, note FROM migrate.status();
-- What is registered is pending again.
SELECT version, status FROM migrate.apply();
SELECT version, direction, unit, units, kind, status FROM migrate.journal ORDER BY id;

-- baseline(): everything registered up to a version, and that version; what is applied stays as it is.
SELECT version FROM migrate.remove_migration(1);
SELECT count(migrate.create('M' || i, 'SELECT 1/0', version => i)) FROM generate_series(10, 14) i;
SELECT migrate.create('Draft', version => 9);
SELECT * FROM migrate.baseline(12);
SELECT * FROM history;
SELECT * FROM migrate.baseline(12);
SELECT * FROM migrate.baseline(13, 'Not used: it is registered');
SELECT * FROM migrate.baseline(13000, 'As of the move');
SELECT * FROM migrate.baseline(20000);
SELECT version, status, note FROM migrate.status() WHERE version > 12;
SELECT * FROM migrate.baseline(0);
:state
SELECT * FROM migrate.baseline(-5);
:state
SELECT * FROM migrate.baseline(30000, '');
:state
SELECT * FROM migrate.apply();

-- Half applied, then finished by hand and recorded: it is applied, and its rollback runs.
SET client_min_messages = warning;
SELECT migrate.create('Half', 'CREATE TABLE half (); VACUUM half; SELECT 1/0', 'DROP TABLE half', 40000);
CALL migrate.up();
:state
SELECT version, status, note FROM migrate.status() WHERE version = 40000;
SELECT version, status FROM migrate.record_migration(40000);
SELECT version, status, note FROM migrate.status() WHERE version = 40000;
SELECT version, status FROM migrate.rollback();
SELECT to_regclass('half') AS half, migrate.is_applied(40000);
-- Half applied, and taken back by hand: recording and removing makes it pending, and it begins at its first unit.
CALL migrate.up();
:state
DROP TABLE half;
SELECT version, status FROM migrate.record_migration(40000);
SELECT version, status FROM migrate.remove_migration(40000);
SELECT version, status, note FROM migrate.status() WHERE version = 40000;
SELECT status FROM migrate.load('CREATE TABLE half (); VACUUM half; SELECT 1', '40000_half.sql', 'DROP TABLE half');
CALL migrate.up() \gset
SELECT to_regclass('half') AS half, migrate.is_applied(40000);
-- Atomic with the caller.
BEGIN;
SELECT status FROM migrate.remove_migration(40000);
SELECT status FROM migrate.record_migration(50000);
ROLLBACK;
SELECT migrate.is_applied(40000), migrate.is_applied(50000);
