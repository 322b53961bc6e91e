-- One version alone, whatever stands around it; and what is rolled back and applied again in one call. Kills and
-- sessions beside are in the client tests.
\set state '\\echo SQLSTATE :SQLSTATE'
\pset null -
SELECT migrate.create('One', 'CREATE TABLE one ()', 'DROP TABLE one', 1);
SELECT migrate.create('Two', 'CREATE TABLE two ()', version => 2);
SELECT migrate.create('Three', 'CREATE TABLE three (n serial)', 'DROP TABLE three', 3);
SELECT migrate.create('Draft', version => 4);
SELECT version, status FROM migrate.apply(only_version => 2, dry_run => true);
SELECT version, status FROM migrate.apply(only_version => 2);
SELECT version, status FROM migrate.apply(only_version => 2);
CALL migrate.up(only_version => 3, dry_run => true);
SELECT version, status, note FROM migrate.status();
SELECT version, status FROM migrate.rollback(only_version => 1);
:state
SELECT version, status FROM migrate.rollback(only_version => 9);
:state
SELECT version, status FROM migrate.apply(only_version => 9);
:state
SELECT version, status FROM migrate.apply(only_version => 4);
:state
SELECT version, status FROM migrate.apply(target => 3, only_version => 3);
:state
SELECT version, status FROM migrate.rollback(steps => 1, only_version => 2);
:state
SELECT count(*) FROM migrate.apply(target => 3);
-- From the middle; what stands behind stays.
SELECT version, status FROM migrate.rollback(only_version => 2);
SELECT version, status FROM migrate.status();
SELECT version FROM migrate.apply(only_version => 2);

-- Again: in the caller's transaction, where all of it can run there.
INSERT INTO three VALUES (7);
BEGIN;
SET LOCAL migrate.lint_on_apply = error;
DO $$ DECLARE said text; BEGIN CALL migrate.redo(summary => said); RAISE NOTICE '%', regexp_replace(said, ' in .*,', ' in …,'); END $$;
SELECT count(*) FROM three;
ROLLBACK;
SELECT count(*) FROM three;
CALL migrate.redo(steps => 2, dry_run => true);
SELECT version, status FROM migrate.status();
-- All of them, those above one, and one alone.
SET client_min_messages = warning;
CALL migrate.redo(steps => 9, dry_run => true);
CALL migrate.redo(target => 1, dry_run => true);
CALL migrate.redo(only_version => 2, dry_run => true);
CALL migrate.redo(only_version => 2, steps => 1);
:state
CALL migrate.redo(only_version => 9);
:state
-- A repeatable one has no way back.
SELECT migrate.create('Repeats', 'SELECT 1', repeatable => true) > 0 AS registered;
SELECT count(*) FROM migrate.apply(only_version => migrate.version('R__Repeats'));
CALL migrate.redo(only_version => migrate.version('R__Repeats'));
:state
SELECT * FROM migrate.rollback(only_version => migrate.version('R__Repeats'));
:state
-- Below a baseline nothing runs, named or not.
SELECT count(*) FROM migrate.baseline(10);
SELECT version, status FROM migrate.load('SELECT 1', '5_late.sql');
DELETE FROM migrate.schema_migrations WHERE version = 5;
SELECT version, status FROM migrate.apply(only_version => 5);
:state
