-- CALL migrate.up() and migrate.down(): done when they return. Durations are cut out of the summaries.
\set state '\\echo SQLSTATE :SQLSTATE'
\set said 'SELECT regexp_replace(:''summary'', ''(under )?[0-9.]+ (ms|s)'', ''<time>'') AS summary'
\pset null -
SET client_min_messages = warning; -- the notices tell how long each unit took

CALL migrate.up();
CALL migrate.down();
SELECT * FROM migrate.load($file$-- Migration: 1698765432000
-- Description: Add priority field
-- UP MIGRATION
BEGIN;
CREATE TABLE conversations (id int);
ALTER TABLE conversations ADD COLUMN priority text DEFAULT 'medium' NOT NULL;
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_priority ON conversations (priority);
COMMIT;
-- DOWN MIGRATION (ROLLBACK)
BEGIN;
DROP INDEX IF EXISTS idx_conversations_priority;
DROP TABLE conversations;
COMMIT;
$file$);
CALL migrate.up(dry_run => true);
CALL migrate.up() \gset
:said;
SELECT indexrelid::regclass AS index, indisvalid FROM pg_index WHERE indrelid = 'conversations'::regclass;
SELECT version, description, applied_by = session_user AS by_us, execution_time_ms >= 0 AS timed
FROM migrate.applied_migrations();
SELECT id, direction, versions, status, asked_by = session_user AS by_us, run_as = current_user AS as_us, error
FROM migrate.jobs;
SELECT job, unit, units, kind, status FROM migrate.journal ORDER BY id;
CALL migrate.up();
CALL migrate.down(dry_run => true);
CALL migrate.down() \gset
:said;
SELECT to_regclass('conversations') AS conversations, count(*) AS applied FROM migrate.applied_migrations();

-- Several at once; target and steps.
SELECT count(migrate.create('M' || i, 'CREATE TABLE m' || i || ' ()', 'DROP TABLE m' || i, i)) FROM generate_series(1, 9) i;
CALL migrate.up(target => 4) \gset
:said;
CALL migrate.up(steps => 1) \gset
:said;
CALL migrate.down(steps => 2) \gset
:said;
CALL migrate.down(target => 1) \gset
:said;
SELECT version FROM migrate.applied_migrations();
CALL migrate.down(target => 0) \gset

-- Refused before anything begins.
CALL migrate.up(target => 99);
:state
CALL migrate.up(steps => 0);
:state
CALL migrate.down(target => 99);
:state
CALL migrate.down(-1);
:state

-- A failure comes with its SQLSTATE. What was committed is said, and the next call goes on behind it.
DELETE FROM migrate.migrations;
SELECT migrate.create('Duplicates', $$CREATE TABLE t (i int);
INSERT INTO t VALUES (1), (1);
CREATE UNIQUE INDEX CONCURRENTLY t_i ON t (i);
CREATE TABLE u ();
CREATE INDEX CONCURRENTLY t_i2 ON t (i)$$, 'DROP TABLE IF EXISTS t, u', 1);
CALL migrate.up();
:state
SELECT unit, kind, status, statement, line, col, sqlstate, message, detail, hint FROM migrate.journal
WHERE version = 1 AND job = (SELECT max(id) FROM migrate.jobs) ORDER BY id;
SELECT status, error ->> 'message' AS message FROM migrate.jobs ORDER BY id DESC LIMIT 1;
SELECT version, description, status, note FROM migrate.status();
SELECT count(*) AS rows, to_regclass('t_i') AS index, to_regclass('u') AS u FROM t;
CALL migrate.up();
:state
SELECT count(*) AS rows FROM t; -- the first unit did not run again
DELETE FROM t WHERE ctid = (SELECT min(ctid) FROM t);
CALL migrate.up() \gset
:said;
SELECT indexrelid::regclass AS index, indisvalid FROM pg_index WHERE indrelid = 't'::regclass ORDER BY 1;
SELECT version, status, note FROM migrate.status();
CALL migrate.down() \gset

-- Half applied, and taken back: down runs although the migration never came to its end.
SELECT status FROM migrate.load('CREATE TABLE t (); VACUUM t; SELECT 1/0', '1_duplicates.sql', 'DROP TABLE t');
CALL migrate.up();
:state
SELECT version, status, note FROM migrate.status();
SELECT status FROM migrate.load('CREATE TABLE other (); VACUUM t; SELECT 1', '1_duplicates.sql', 'DROP TABLE t');
CALL migrate.up();
:state
CALL migrate.down() \gset
:said;
SELECT to_regclass('t') AS t;
SELECT version, status, note FROM migrate.status();

-- Inside a transaction block it cannot commit: what can run there does, the rest is queued; the job's number is known.
SELECT migrate.create('Simple', 'CREATE TABLE two ()', 'DROP TABLE two', 2);
SELECT status FROM migrate.load('CREATE TABLE one ()', '1_duplicates.sql', 'DROP TABLE one');
BEGIN;
CALL migrate.up() \gset
:said;
CALL migrate.down(target => 0) \gset
:said;
ROLLBACK;
-- PL/pgSQL wants a variable for the summary. In a DO block it commits, in a function it cannot.
DO $$ DECLARE said text; BEGIN CALL migrate.up(2, summary => said); CALL migrate.down(1, summary => said); END $$;
SELECT status, versions FROM migrate.jobs ORDER BY id DESC LIMIT 2;
CREATE FUNCTION up() RETURNS text LANGUAGE plpgsql AS $$ DECLARE said text; BEGIN CALL migrate.up(2, summary => said); RETURN said; END $$;
SELECT up() AS summary \gset
:said;
SELECT version, status FROM migrate.status();
