-- Statistics targets: the operation on tables and on what is below them, twice, in a script, and back; and mistakes.
\set state '\\echo SQLSTATE :SQLSTATE'
\pset null -
CREATE TABLE articles (id int PRIMARY KEY, "Mixed Case" int, word text, half int GENERATED ALWAYS AS (id / 2) STORED);
INSERT INTO articles SELECT n, n, n FROM generate_series(1, 100) n;
CREATE TABLE parts (id int, n int) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF parts FOR VALUES FROM (0) TO (50);
CREATE TABLE p2 PARTITION OF parts FOR VALUES FROM (50) TO (101) PARTITION BY RANGE (id);
CREATE TABLE p21 (n int, id int);
ALTER TABLE p2 ATTACH PARTITION p21 DEFAULT;
INSERT INTO parts SELECT n, n FROM generate_series(1, 100) n;
CREATE TABLE parent (n int);
CREATE TABLE heir () INHERITS (parent);
INSERT INTO parent SELECT generate_series(1, 100);
INSERT INTO heir SELECT generate_series(1, 100);

-- The targets of a column in all tables that have it; PostgreSQL 17 writes NULL for -1.
PREPARE targets (text) AS
    SELECT attrelid::regclass AS table_name, coalesce(attstattarget, -1) AS target,
           (SELECT count(*) FROM pg_stats s WHERE s.tablename = c.relname AND s.attname = a.attname) AS statistics
    FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid
    WHERE attname = $1 AND relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace ORDER BY 1;

-- Looked at, done, and done again.
SELECT step, sql, lock, status FROM migrate.safe_set_statistics_target('articles', 'Mixed Case', 500, dry_run => true);
EXECUTE targets ('Mixed Case');
SELECT step, what, status, detail FROM migrate.safe_set_statistics_target('articles', 'Mixed Case', 500);
EXECUTE targets ('Mixed Case');
SELECT step, status, detail FROM migrate.safe_set_statistics_target('articles', 'Mixed Case', 500);
SELECT step, status FROM migrate.safe_set_statistics_target('articles', 'half', 0);

-- Without ANALYZE the target is there, and what the planner knows is as it was.
SELECT step, what, status FROM migrate.safe_set_statistics_target('articles', 'word', 10000, run_analyze => false);
SELECT step, what, status FROM migrate.safe_set_statistics_target('articles', 'word', 10000);
EXECUTE targets ('word');

-- In a transaction, with what it locks.
BEGIN;
SELECT step, status FROM migrate.safe_set_statistics_target('articles', 'word', 20);
SELECT DISTINCT mode FROM pg_locks WHERE relation = 'articles'::regclass AND mode <> 'AccessShareLock' ORDER BY 1;
ROLLBACK;
EXECUTE targets ('word');

-- Below the table, and back: each has its own target again.
ALTER TABLE ONLY p1 ALTER n SET STATISTICS 500;
ALTER TABLE ONLY p2 ALTER n SET STATISTICS 200;
EXECUTE targets ('n');
SELECT step, what, status FROM migrate.safe_set_statistics_target('parts', 'n', 500);
SELECT step, status FROM migrate.safe_set_statistics_target('parts', 'n', 500);
EXECUTE targets ('n');
SELECT step, what, status FROM migrate.undo((SELECT max(id) FROM migrate.operations));
EXECUTE targets ('n');
SELECT step, what, status FROM migrate.safe_set_statistics_target('parent', 'n', 300);
SELECT step, status FROM migrate.safe_set_statistics_target('parent', 'n', 300);
EXECUTE targets ('n');

-- In a script, and back; as a migration, and back.
SELECT migrate.create('More statistics', 'SELECT migrate.safe_set_statistics_target(''parts'', ''n'', 50);', NULL, 1);
SET client_min_messages = warning;
CALL migrate.up() \gset
-- Both steps, in all tables, committed with the journal's row.
SELECT count(DISTINCT x) AS transactions, count(*) AS rows
FROM (SELECT xmin::text FROM pg_attribute WHERE attname = 'n' AND attrelid IN ('parts'::regclass, 'p1'::regclass, 'p21'::regclass)
      UNION ALL SELECT s.xmin::text FROM pg_statistic s JOIN pg_attribute a ON attrelid = starelid AND attnum = staattnum
      WHERE attname = 'n' AND starelid IN ('parts'::regclass, 'p1'::regclass, 'p21'::regclass)) t (x);
EXECUTE targets ('n');
CALL migrate.down() \gset
EXECUTE targets ('n');
SELECT step, status FROM migrate.safe_set_statistics_target('articles', 'id', 7, run_analyze => false, migration => 'Fewer');
SELECT up FROM migrate.migrations WHERE description = 'Fewer';
CALL migrate.down() \gset
SELECT coalesce(attstattarget, -1) AS target FROM pg_attribute WHERE attrelid = 'articles'::regclass AND attname = 'id';

-- Mistakes.
SELECT FROM migrate.safe_set_statistics_target('articles', 'word', -2);
:state
SELECT FROM migrate.safe_set_statistics_target('articles', 'word', 10001);
:state
SELECT FROM migrate.safe_set_statistics_target('articles', 'word', NULL);
:state
SELECT FROM migrate.safe_set_statistics_target('articles', 'word', 1, run_analyze => NULL);
:state
SELECT FROM migrate.safe_set_statistics_target('articles', 'mixed case', 1);
:state
SELECT FROM migrate.safe_set_statistics_target('articles', 'ctid', 1);
:state
SELECT FROM migrate.safe_set_statistics_target('articles', '', 1);
:state
SELECT FROM migrate.safe_set_statistics_target('articles_pkey', 'id', 1);
:state
SELECT FROM migrate.safe_set_statistics_target('nowhere', 'id', 1);
:state
CREATE VIEW articles_v1 AS SELECT id FROM articles;
SELECT FROM migrate.safe_set_statistics_target('articles_v1', 'id', 1);
:state
