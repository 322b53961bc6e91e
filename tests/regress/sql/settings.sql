-- What a script sets is gone when it has run: neither the caller's session nor the next migration inherits it. And a
-- script sees the caller's own settings. What it must not do: run migrations itself.
\set state '\\echo SQLSTATE :SQLSTATE'
\pset null -
CREATE SCHEMA app;
SELECT migrate.create('Sets', $$
SET search_path = app;
SET work_mem = '5MB';
SET LOCAL statement_timeout = '1h';
SELECT set_config('my.setting', 'from a migration', false);
CREATE TABLE here ();
$$, version => 1);
SELECT migrate.create('Does not see it', 'CREATE TABLE there ()', version => 2);
SET work_mem = '7MB';
SELECT version, status FROM migrate.apply();
SELECT current_setting('search_path') AS path, current_setting('work_mem') AS work_mem,
       current_setting('statement_timeout') AS timeout, current_setting('my.setting', true) AS mine;
SELECT relname, relnamespace::regnamespace AS schema FROM pg_class WHERE relname IN ('here', 'there') ORDER BY 1;
-- The same after a failure, and within a transaction.
SELECT migrate.create('Sets and fails', $$SET search_path = app; SET work_mem = '5MB'; SELECT 1/0$$, version => 3);
BEGIN;
SAVEPOINT s;
SELECT * FROM migrate.apply();
:state
ROLLBACK TO s;
SELECT current_setting('search_path') AS path, current_setting('work_mem') AS work_mem;
COMMIT;
DELETE FROM migrate.migrations WHERE version = 3;
-- The caller's search_path is the script's.
SELECT migrate.create('Where', 'CREATE TABLE elsewhere AS SELECT current_schemas(false) AS path', version => 4);
SET search_path = app, public;
SELECT version, status FROM migrate.apply();
RESET search_path;
SELECT * FROM app.elsewhere;
-- So it is in a job.
SET search_path = app, public;
SELECT migrate.create('Where, in a job', $$CREATE TABLE elsewhere2 AS
    SELECT current_schemas(false) AS path, current_setting('work_mem') AS work_mem;
    SET work_mem = '5MB'; VACUUM elsewhere2$$, version => 5);
SELECT migrate.create('After it', $$INSERT INTO elsewhere2
    SELECT current_schemas(false), current_setting('work_mem')$$, version => 6);
SET client_min_messages = warning;
CALL migrate.up() \gset
RESET client_min_messages;
SELECT * FROM elsewhere2;
RESET search_path;

-- RESET and DISCARD in a script are its own affair, too.
SELECT migrate.create('Resets', 'RESET ALL; RESET SESSION AUTHORIZATION', version => 7);
SELECT version, status FROM migrate.apply();
SELECT current_setting('work_mem') AS work_mem;
-- What a job's worker needs to be a migrator it keeps, whatever the script lets go of.
SELECT status FROM migrate.load($file$-- migrate:up transaction:false
SELECT pg_advisory_unlock_all();
CREATE TABLE held AS SELECT 'unlock all' AS after, count(*) FROM pg_locks
    WHERE locktype = 'advisory' AND granted AND pid = pg_backend_pid();
DISCARD ALL;
INSERT INTO public.held SELECT 'discard all', count(*) FROM pg_locks
    WHERE locktype = 'advisory' AND granted AND pid = pg_backend_pid();
$file$, '701_lets_go.sql');
SET client_min_messages = warning;
CALL migrate.up() \gset
RESET client_min_messages;
SELECT * FROM held;
DELETE FROM migrate.migrations WHERE version = 701;
DELETE FROM migrate.schema_migrations WHERE version = 701;

-- Migrations are not run by migrations: neither as a statement nor in a function, in a transaction or in a job.
SELECT migrate.create('Calls apply', 'CREATE TABLE x (); SELECT * FROM migrate.apply()', version => 8);
SELECT * FROM migrate.apply();
:state
CALL migrate.up();
:state
SELECT status FROM migrate.load('DO $$ BEGIN PERFORM migrate.rollback(); END $$', '8_calls_apply.sql');
SELECT * FROM migrate.apply();
:state
SELECT status FROM migrate.load('CALL migrate.up()', '8_calls_apply.sql');
CALL migrate.up();
:state
-- A dry run and the registry are no harm.
SELECT status FROM migrate.load($$SELECT * FROM migrate.apply(dry_run => true); SELECT migrate.create('Made by 8', 'SELECT 1', version => 9)$$,
                                '8_calls_apply.sql');
SELECT version, status FROM migrate.apply();
SELECT version, status FROM migrate.status() WHERE version > 7;
