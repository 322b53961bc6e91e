-- What the server's parser says of each statement, as a stored plan has it: place, command tag, class, tables, locks.
\set VERBOSITY default
\pset null '-'
CREATE FUNCTION parsed(script text)
RETURNS TABLE (no int, line int, col int, tag text, class text, tables text, locks text) LANGUAGE plpgsql AS $$
DECLARE made bigint;
BEGIN
    made := migrate.create('Parsed', script);
    PERFORM migrate.apply(made);
    RETURN QUERY
    SELECT (s ->> 'number')::int, (s ->> 'line')::int, (s ->> 'column')::int, s ->> 'tag',
           CASE jsonb_typeof(s -> 'class') WHEN 'string' THEN s ->> 'class'
                ELSE 'Standalone ' || coalesce(jsonb_path_query_first(s, '$.class.Standalone ? (@.type() == "object").keyvalue().key') #>> '{}', '') END,
           (SELECT string_agg(concat_ws('.', t ->> 'schema', t ->> 'name'), ' ') FROM jsonb_array_elements(s -> 'tables') t),
           (SELECT string_agg(concat_ws(' ', l #>> '{relation,name}', l ->> 'mode', nullif(l ->> 'reach', 'alone')), ', ')
            FROM jsonb_array_elements(s -> 'locks') l)
    FROM migrate.jobs j, jsonb_path_query(j.plan, 'strict $.**.statement') s
    WHERE j.versions = ARRAY[made]
    ORDER BY 1;
    -- Nothing of it is to run.
    DELETE FROM migrate.jobs; DELETE FROM migrate.migrations;
END $$;
SET client_min_messages = warning;

-- VACUUM makes each of these a job, which is deleted before it begins.
BEGIN;
SELECT * FROM parsed($script$VACUUM;
  SELECT 1 FROM a JOIN s.b USING (x) WHERE EXISTS (SELECT FROM c);
/* ü */ INSERT INTO d SELECT * FROM e; UPDATE f SET x = g.x FROM g;
DELETE FROM h USING i;
WITH w AS (SELECT * FROM j) SELECT * FROM w;
MERGE INTO k USING l ON true WHEN MATCHED THEN DELETE$script$);

SELECT * FROM parsed($script$VACUUM ANALYZE a, b;
CREATE TABLE c (x int REFERENCES d, FOREIGN KEY (x) REFERENCES e);
CREATE TABLE f PARTITION OF g DEFAULT;
CREATE TABLE h AS SELECT * FROM i;
CREATE VIEW j AS SELECT * FROM k;
DROP TABLE l, m.n;
DROP INDEX o;
DROP FUNCTION p();
TRUNCATE q, ONLY r;
LOCK TABLE s IN SHARE MODE; LOCK TABLE t NOWAIT;
COMMENT ON TABLE u IS ''; COMMENT ON COLUMN v.w IS '';
REFRESH MATERIALIZED VIEW x$script$);

SELECT * FROM parsed($script$VACUUM;
ALTER TABLE a ADD COLUMN x int;
ALTER TABLE ONLY a ALTER COLUMN x SET STATISTICS 100;
ALTER TABLE a VALIDATE CONSTRAINT c;
ALTER TABLE a ADD FOREIGN KEY (x) REFERENCES b;
ALTER TABLE a ADD COLUMN y int REFERENCES c;
ALTER TABLE a ATTACH PARTITION d DEFAULT;
ALTER TABLE a DETACH PARTITION d;
ALTER TABLE a RENAME TO b; ALTER TABLE a RENAME COLUMN x TO y; ALTER INDEX a RENAME TO b;
ALTER TABLE a SET SCHEMA s;
ALTER TABLE a DISABLE TRIGGER ALL;
CREATE INDEX ON a (x); CREATE UNIQUE INDEX i ON ONLY s.a (x);
CREATE TRIGGER t AFTER INSERT ON a EXECUTE FUNCTION f();
DROP TRIGGER t ON s.a;
CREATE POLICY p ON a; ALTER POLICY p ON a TO PUBLIC; DROP POLICY p ON a;
CREATE RULE r AS ON INSERT TO a DO NOTHING$script$);

SELECT no, line, tag, class, tables FROM parsed($script$CREATE INDEX CONCURRENTLY i ON s.a (x);
CREATE INDEX CONCURRENTLY ON a (x);
DROP INDEX CONCURRENTLY s.i;
REINDEX (CONCURRENTLY) TABLE a; REINDEX TABLE a; REINDEX (CONCURRENTLY off) INDEX i; REINDEX SCHEMA s;
VACUUM FULL a; ANALYZE a; CLUSTER; CLUSTER a;
ALTER TABLE a DETACH PARTITION b CONCURRENTLY;
ALTER SYSTEM SET work_mem = 1;
CREATE DATABASE d; DROP DATABASE d; ALTER DATABASE d SET TABLESPACE t; ALTER DATABASE d SET work_mem = 1;
CREATE TABLESPACE t LOCATION '/x'; DROP TABLESPACE t;
CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p; ALTER SUBSCRIPTION s REFRESH PUBLICATION; DROP SUBSCRIPTION s;
DISCARD ALL; DISCARD TEMP;
ALTER TYPE t ADD VALUE 'x'; ALTER TYPE t RENAME VALUE 'x' TO 'y';
SAVEPOINT s; RELEASE s; ROLLBACK TO s;
SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; SET LOCAL work_mem = 1;
COPY a FROM '/x'; COPY a TO PROGRAM 'x'$script$);
ROLLBACK;
