-- Looking whether a migration did what it should: names as people write them, checks of rows, and mistakes. What needs
-- sessions beside it (active_queries, blocked_locks) is in client/tests/watching.rs.
\set state '\\echo SQLSTATE :SQLSTATE'
\pset null -
CREATE SCHEMA shop;
CREATE TABLE articles (
    id int PRIMARY KEY, priority text, "Mixed Case" int CONSTRAINT "Positive" CHECK ("Mixed Case" > 0), gone int);
ALTER TABLE articles DROP COLUMN gone;
CREATE INDEX articles_priority ON articles (priority);
INSERT INTO articles SELECT n, (ARRAY['low', 'medium', 'high'])[n % 3 + 1], n FROM generate_series(1, 30) n;
CREATE TABLE "Articles" (a int, b int, PRIMARY KEY (b, a));
CREATE TABLE shop.events (at date, kind text) PARTITION BY RANGE (at);
CREATE TABLE shop.events_2025 PARTITION OF shop.events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE shop.events_2026 PARTITION OF shop.events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE INDEX events_at ON shop.events (at);
CREATE VIEW articles_v1 AS SELECT id, priority AS importance FROM articles;
CREATE MATERIALIZED VIEW articles_mv AS SELECT id, priority FROM articles;
CREATE FOREIGN DATA WRAPPER regress_testing;
CREATE SERVER regress_testing FOREIGN DATA WRAPPER regress_testing;
CREATE FOREIGN TABLE elsewhere (id int) SERVER regress_testing;
CREATE SEQUENCE numbers;
CREATE TYPE pair AS (a int, b int);

-- The guide's calls.
SELECT migrate.table_exists('articles'), migrate.column_exists('articles', 'priority'),
       migrate.index_exists('articles_priority');

-- Names as in SQL.
SELECT name, migrate.table_exists(name) FROM unnest(ARRAY[
    'articles', 'ARTICLES', ' public . articles ', '"Articles"', '"articles"', 'public."Articles"', 'Articles_',
    'shop.events', 'events', 'shop.events_2025', 'elsewhere', 'pg_catalog.pg_class', 'pg_class', 'nowhere.articles',
    'articles_v1', 'articles_mv', 'articles_pkey', 'numbers', 'pair', 'my-table', '"a.b"']) name;
SET search_path = shop, public;
SELECT migrate.table_exists('events'), migrate.table_exists('articles'), migrate.index_exists('events_at');
RESET search_path;
CREATE TEMP TABLE draft ();
SELECT migrate.table_exists('draft'), migrate.table_exists('pg_temp.draft');

-- Columns, of views too; not those of the system, nor dropped ones. The catalog's spelling does, and SQL's.
SELECT t.name, c.name AS column, migrate.column_exists(t.name, c.name) FROM (VALUES
    ('articles', 'Priority'), ('articles', 'Mixed Case'), ('articles', '"Mixed Case"'), ('articles', 'mixed case'),
    ('articles', 'gone'), ('articles', '........pg.dropped.4........'), ('articles', 'ctid'), ('nowhere', 'id'),
    ('articles_v1', 'importance'), ('articles_mv', 'id'), ('elsewhere', 'id'), ('shop.events', 'kind'),
    ('articles_pkey', 'id'), ('pair', 'a'), ('"Articles"', 'a')) x (t, c), LATERAL (SELECT t) t (name), LATERAL (SELECT c) c (name);

-- Constraints.
ALTER TABLE articles ADD CONSTRAINT known CHECK (priority IN ('low', 'medium', 'high')) NOT VALID;
SELECT name, migrate.constraint_exists('articles', name), migrate.constraint_exists('articles', name, valid_only => true) AS valid
FROM unnest(ARRAY['articles_pkey', 'known', 'KNOWN', 'Positive', '"Positive"', 'positive', 'unknown']) name;
ALTER TABLE articles VALIDATE CONSTRAINT known;
SELECT migrate.constraint_exists('articles', 'known', true), migrate.constraint_exists('nowhere', 'known'),
       migrate.constraint_exists('shop.events', 'known');

-- An index that no query can use is not there, unless asked for.
CREATE TABLE twice AS SELECT 1 AS n FROM generate_series(1, 2);
CREATE UNIQUE INDEX CONCURRENTLY twice_n ON twice (n);
SELECT migrate.index_exists('twice_n'), migrate.index_exists('twice_n', valid_only => false),
       migrate.index_exists('twice'), migrate.index_exists('shop.events_at'), migrate.index_exists('none', false);
CREATE INDEX events_kind ON ONLY shop.events (kind);
CREATE INDEX events_2025_kind ON shop.events_2025 (kind);
ALTER INDEX shop.events_kind ATTACH PARTITION shop.events_2025_kind;
SELECT migrate.index_exists('shop.events_kind'), migrate.index_exists('shop.events_kind', false);
SELECT schema, table_name, index_name, why, definition FROM migrate.invalid_indexes;

-- Mistakes in names.
SELECT migrate.table_exists(NULL);
:state
SELECT migrate.table_exists('');
:state
SELECT migrate.table_exists('my articles');
:state
SELECT migrate.table_exists('regression.public.articles');
:state
SELECT migrate.column_exists('"articles', 'id');
:state
SELECT migrate.column_exists('articles', NULL);
:state
SELECT migrate.column_exists('articles', ' ');
:state
SELECT migrate.index_exists('a.');
:state
SELECT migrate.index_exists('a', NULL);
:state
SELECT migrate.constraint_exists('articles', NULL);
:state

-- The guide's check, and the other forms.
SELECT * FROM migrate.verify_data_integrity('articles', 30,
    '[{"column": "priority", "constraint": "IN (''low'', ''medium'', ''high'')"}]');
SELECT * FROM migrate.verify_data_integrity('articles', checks => '{"id is positive": "id > 0", "few": "id < 4"}');
SELECT * FROM migrate.verify_data_integrity('public.ARTICLES', 31, '[
    "id < 29",
    {"check": "\"Mixed Case\" = id -- the same", "name": "copied"},
    {"column": "Mixed Case", "constraint": "IS NOT NULL", "name": "set"},
    {"column": "PRIORITY", "constraint": "<> ''low''", "name": "not low"}]');
SELECT * FROM migrate.verify_data_integrity('articles', 30);
-- Null passes, as in a CHECK constraint; the table's name may stand before a column, and queries inside.
INSERT INTO articles VALUES (31, NULL, NULL);
SELECT * FROM migrate.verify_data_integrity('articles', checks => '[
    "priority = ''none''", "articles.priority IS NOT NULL", "id IN (SELECT n FROM generate_series(2, 40) n)"]');
-- Rows are named by the primary key, or by where they are, or as a whole where they are nowhere.
INSERT INTO "Articles" VALUES (1, 2), (3, 4);
SELECT sample_keys FROM migrate.verify_data_integrity('"Articles"', checks => '["a > 1"]');
SELECT sample_keys FROM migrate.verify_data_integrity('twice', checks => '["n > 1"]');
INSERT INTO shop.events VALUES ('2025-02-03', 'x'), ('2026-02-03', 'y');
SELECT sample_keys FROM migrate.verify_data_integrity('shop.events', checks => '["kind > ''z''"]');
SELECT sample_keys FROM migrate.verify_data_integrity('articles_v1', checks => '["id <> 7"]');
SELECT sample_keys FROM migrate.verify_data_integrity('articles_mv', checks => '["id <> 7"]');
CREATE TABLE more () INHERITS (twice);
INSERT INTO more VALUES (0);
SELECT * FROM migrate.verify_data_integrity('twice', 3, '["n > 0"]');

-- More checks than the server has columns.
SELECT count(*), bool_and(ok) AS ok, string_agg(check_name, ', ') FILTER (WHERE NOT ok) AS failed
FROM migrate.verify_data_integrity('articles', 31, (SELECT jsonb_agg('id <> ' || n) FROM generate_series(31, 2030) n));

-- Mistakes in tables and checks.
SELECT * FROM migrate.verify_data_integrity(NULL, 1);
:state
SELECT * FROM migrate.verify_data_integrity('nowhere', 1);
:state
SELECT * FROM migrate.verify_data_integrity('numbers', 1);
:state
SELECT * FROM migrate.verify_data_integrity('articles_pkey', 1);
:state
SELECT * FROM migrate.verify_data_integrity('articles');
:state
SELECT * FROM migrate.verify_data_integrity('articles', checks => '{}');
:state
SELECT * FROM migrate.verify_data_integrity('articles', -1);
:state
SELECT * FROM migrate.verify_data_integrity('articles', checks => '"id > 0"');
:state
SELECT * FROM migrate.verify_data_integrity('articles', checks => '{"positive": 1}');
:state
SELECT * FROM migrate.verify_data_integrity('articles', checks => '[{"column": "id"}]');
:state
SELECT * FROM migrate.verify_data_integrity('articles', checks => '[{"chek": "id > 0"}]');
:state
SELECT * FROM migrate.verify_data_integrity('articles', checks => '[{"column": "prio", "constraint": "IS NULL"}]');
:state
SELECT * FROM migrate.verify_data_integrity('articles', checks => '{"fine": "id > 0", "known": "id > 0 AND prio IN (''low'')"}');
:state
SELECT * FROM migrate.verify_data_integrity('articles', checks => '{"known": "id >"}');
:state
SELECT * FROM migrate.verify_data_integrity('articles', checks => '{"known": "id"}');
:state
SELECT * FROM migrate.verify_data_integrity('articles', checks => '{"many": "count(*) > 1"}');
:state
SELECT * FROM migrate.verify_data_integrity('articles', checks => '{"parameter": "id > $1"}');
:state
-- One that fails only where the rows are looked at is found, too.
SELECT * FROM migrate.verify_data_integrity('articles', 31, '{"fine": "id > 0", "whole": "100 / (id - 7) < 1000"}');
:state
SELECT * FROM migrate.verify_data_integrity('articles', 31, '{"number": "priority::int > 0"}');
:state

-- A check is one expression, whatever is tried.
CREATE FUNCTION regress_try(expression text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE answer text;
BEGIN
    PERFORM migrate.verify_data_integrity('articles', checks => jsonb_build_array(expression));
    RETURN 'accepted';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS answer = PG_EXCEPTION_DETAIL;
    RETURN answer;
END $$;
SELECT regress_try(c.expression) FROM (VALUES
    ('true) ; DROP TABLE articles; --'), ('true; DROP TABLE articles'), ('true) OR (true'), ('true, false'), ('true AS x'),
    ('true FROM "Articles"'), ('true WHERE false'), ('true LIMIT 1'), ('DISTINCT true'), ('true ORDER BY 1'),
    ('true GROUP BY 1'), ('true HAVING true'), ('true FOR UPDATE'), ('true UNION SELECT true'), ('DROP TABLE articles'),
    ('/* nothing */'), ('true /*'), ('*'), ('generate_series(1, 2) > 0'), ('true WINDOW w AS ()')) c (expression);
SELECT migrate.table_exists('articles');
-- And it writes nothing.
CREATE FUNCTION regress_write() RETURNS boolean LANGUAGE sql AS $$ INSERT INTO twice VALUES (1) RETURNING true $$;
SELECT * FROM migrate.verify_data_integrity('articles', checks => '{"writes": "regress_write()"}');
:state
SELECT * FROM migrate.verify_data_integrity('articles', checks => '{"counts": "nextval(''numbers'') > 0"}');
:state
-- What is read-only meanwhile is not so afterwards, also after an error.
BEGIN;
SELECT ok FROM migrate.verify_data_integrity('articles', 31);
SAVEPOINT s;
SELECT * FROM migrate.verify_data_integrity('articles', checks => '["no"]');
ROLLBACK TO s;
INSERT INTO twice VALUES (5);
ROLLBACK;

-- With the rights of the caller and no others; a role sees the rows that it sees.
CREATE ROLE regress_testing_reader;
GRANT USAGE ON SCHEMA migrate TO regress_testing_reader;
GRANT EXECUTE ON FUNCTION migrate.table_exists, migrate.column_exists, migrate.index_exists, migrate.constraint_exists,
    migrate.verify_data_integrity TO regress_testing_reader;
GRANT SELECT ON migrate.table_sizes, migrate.index_usage, migrate.invalid_indexes TO regress_testing_reader;
GRANT SELECT ON twice TO regress_testing_reader;
ALTER TABLE twice ENABLE ROW LEVEL SECURITY;
CREATE POLICY none ON twice USING (false);
SET ROLE regress_testing_reader;
SELECT migrate.table_exists('articles'), migrate.column_exists('articles', 'id'), migrate.index_exists('articles_pkey'),
       migrate.constraint_exists('articles', 'articles_pkey');
SELECT migrate.table_exists('shop.events');
:state
SELECT * FROM migrate.verify_data_integrity('articles', 31);
:state
SELECT * FROM migrate.verify_data_integrity('articles', checks => '["id > 0"]');
:state
SELECT * FROM migrate.verify_data_integrity('twice', 0, '["current_user = ''regress_testing_reader''"]');
SELECT count(*) > 0 AS sizes FROM migrate.table_sizes WHERE table_name = 'articles';
SELECT count(*) AS invalid FROM migrate.invalid_indexes;
SELECT * FROM migrate.blocked_locks;
:state
RESET ROLE;

-- Sizes: a partitioned table stands for its partitions.
ANALYZE articles, shop.events, twice, more;
SELECT schema, table_name, rows, data, indexes, toast, total, total_bytes, part_of
FROM migrate.table_sizes WHERE schema <> 'migrate' AND table_name <> 'articles_mv' ORDER BY total_bytes DESC, schema, table_name;
SELECT count(*) AS other FROM migrate.table_sizes WHERE schema ~ '^pg_' OR schema = 'information_schema';
-- Use: what nobody needs comes first.
SELECT schema, table_name, index_name, last_scan, size, enforces, definition FROM migrate.index_usage
WHERE schema <> 'migrate' ORDER BY 1, 2, 3;

DROP FOREIGN DATA WRAPPER regress_testing CASCADE;
DROP OWNED BY regress_testing_reader;
DROP ROLE regress_testing_reader;
