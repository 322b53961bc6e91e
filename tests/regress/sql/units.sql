-- How a script is cut into units, as a dry run says it. The rules: the script's own BEGIN and COMMIT mark transaction
-- units; without them the script is one unit; either is split only around statements that the server refuses inside
-- a transaction.
\set state '\\echo SQLSTATE :SQLSTATE'
\pset null -
-- What the linter says of these scripts is not the point here.
SET migrate.lint_on_apply = off;
CREATE FUNCTION units(script text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    made bigint := migrate.create('x', script);
    said text;
BEGIN
    SELECT detail INTO said FROM migrate.apply(made, dry_run => true) WHERE version = made;
    DELETE FROM migrate.migrations WHERE version = made;
    RETURN said;
END
$$;

SELECT units('SELECT 1; SELECT 2; SELECT 3');
SELECT units('BEGIN; SELECT 1; SELECT 2; COMMIT; BEGIN; SELECT 3; COMMIT;');
SELECT units('BEGIN; SELECT 1; SELECT 2; COMMIT');
SELECT units('SELECT 1; BEGIN; SELECT 2; END; SELECT 3; SELECT 4');
SELECT units('BEGIN; COMMIT; BEGIN; SELECT 1; COMMIT; BEGIN; COMMIT');
SELECT units('BEGIN; COMMIT');
-- CREATE INDEX CONCURRENTLY outside of a block, between BEGIN and COMMIT as in the guide, several, first and last.
SELECT units('CREATE TABLE t (i int); CREATE INDEX CONCURRENTLY i ON t (i)');
SELECT units('BEGIN; CREATE TABLE t (i int); CREATE INDEX CONCURRENTLY i ON t (i); COMMIT');
SELECT units('BEGIN; SELECT 1; CREATE INDEX CONCURRENTLY i ON t (i); SELECT 2; SELECT 3; COMMIT');
SELECT units('CREATE INDEX CONCURRENTLY i ON t (i); CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS j ON t (i)');
SELECT units('CREATE INDEX CONCURRENTLY ON t (i)');
SELECT units('DROP INDEX CONCURRENTLY i; DROP INDEX CONCURRENTLY IF EXISTS s.j CASCADE; SELECT 1');
-- The same statements without CONCURRENTLY are ordinary.
SELECT units('CREATE INDEX i ON t (i); DROP INDEX i; REINDEX INDEX i; REINDEX TABLE t; CLUSTER t USING i; ANALYZE t');

-- Whatever else the server refuses inside a transaction.
SELECT script, units(script) FROM (VALUES
    ('REINDEX INDEX CONCURRENTLY i'), ('REINDEX (CONCURRENTLY) TABLE t'), ('REINDEX (CONCURRENTLY false) TABLE t'),
    ('REINDEX SCHEMA s'), ('REINDEX DATABASE d'), ('REINDEX (VERBOSE) SYSTEM d'), ('CLUSTER'),
    ('VACUUM'), ('VACUUM (FULL) t'), ('ANALYZE'),
    ('CREATE DATABASE d'), ('DROP DATABASE d'), ('ALTER DATABASE d SET TABLESPACE s'), ('ALTER DATABASE d RENAME TO e'),
    ('CREATE TABLESPACE s LOCATION ''/tmp/s'''), ('DROP TABLESPACE s'), ('ALTER SYSTEM SET work_mem = ''4MB'''),
    ('ALTER TABLE t DETACH PARTITION p CONCURRENTLY'), ('ALTER TABLE t DETACH PARTITION p'),
    ('ALTER TABLE t DETACH PARTITION p FINALIZE'),
    ('CREATE SUBSCRIPTION s CONNECTION '''' PUBLICATION p'), ('ALTER SUBSCRIPTION s DISABLE'), ('DROP SUBSCRIPTION s'),
    ('DISCARD ALL'), ('DISCARD TEMP'), ('LISTEN c'), ('LOCK TABLE t'), ('SET search_path = s'),
    ('SAVEPOINT s'), ('CHECKPOINT'), ('LOAD ''plpgsql'''), ('DECLARE c CURSOR FOR SELECT 1')) scripts (script);

-- A new enum value is committed before it is used, except in a block, where the author asked for one transaction.
SELECT units('ALTER TYPE e ADD VALUE ''x''; INSERT INTO t VALUES (''x'')');
SELECT units('BEGIN; ALTER TYPE e ADD VALUE ''x''; INSERT INTO t VALUES (''x''); COMMIT');
SELECT units('ALTER TYPE e ADD VALUE ''x''');
SELECT units('ALTER TYPE e RENAME VALUE ''x'' TO ''y''; SELECT 1');

-- Transaction modes, chains, blocks that take themselves back, savepoints: kept, so they need a job.
SELECT units('BEGIN ISOLATION LEVEL SERIALIZABLE; SELECT 1; COMMIT');
SELECT units('START TRANSACTION READ ONLY; SELECT 1; COMMIT');
SELECT units('BEGIN; SELECT 1; COMMIT AND CHAIN; SELECT 2; SELECT 3; COMMIT AND NO CHAIN; SELECT 4');
SELECT units('BEGIN; SELECT 1; ROLLBACK; SELECT 2');
SELECT units('BEGIN; SELECT 1; SAVEPOINT s; SELECT 2; ROLLBACK TO s; RELEASE s; COMMIT');
SELECT units('SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; SELECT 1');
-- What psql only warns about.
SELECT units('BEGIN; SELECT 1; BEGIN; SELECT 2; COMMIT; COMMIT; ROLLBACK; SELECT 3');

-- Files that ask for no transaction: each statement commits by itself, but for the file's own blocks.
SELECT detail FROM migrate.load($file$-- migrate:up transaction:false
SELECT 1; SELECT 2;
BEGIN; SELECT 3; SELECT 4; COMMIT;
VACUUM;
$file$, '7_autocommit.sql');
SELECT version, status, execution_time_ms, detail FROM migrate.apply(dry_run => true);

-- In what it does the same: the units of this one are in the journal, with their statements.
SELECT detail FROM migrate.load($file$-- Migration: 8
-- UP MIGRATION
BEGIN;
CREATE TYPE mood AS ENUM ('sad');
CREATE TABLE person (id int, mood mood);
CREATE INDEX CONCURRENTLY person_id ON person (id);
CREATE INDEX CONCURRENTLY ON person (mood);
INSERT INTO person VALUES (1, 'sad');
COMMIT;
BEGIN; INSERT INTO person VALUES (2, 'sad'); ROLLBACK;
ALTER TYPE mood ADD VALUE 'happy';
INSERT INTO person VALUES (3, 'happy');
VACUUM person;
$file$);
DELETE FROM migrate.migrations WHERE version = 7;
CALL migrate.up(dry_run => true);
SET client_min_messages = warning;
CALL migrate.up() \gset
SELECT unit, units, kind, status, first_statement AS first, last_statement AS last FROM migrate.journal ORDER BY id;
SELECT * FROM person ORDER BY id;
SELECT relname, indisvalid FROM pg_index JOIN pg_class ON oid = indexrelid WHERE indrelid = 'person'::regclass ORDER BY 1;
