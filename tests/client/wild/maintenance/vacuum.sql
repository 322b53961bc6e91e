CREATE TABLE bloated (id int, note text) WITH (autovacuum_enabled = false);
CREATE TABLE other (id int) WITH (autovacuum_enabled = false);
INSERT INTO bloated SELECT n, 'note' FROM generate_series(1, 1000) n;
DELETE FROM bloated WHERE id > 500;
INSERT INTO other SELECT generate_series(1, 10);
CREATE TABLE facts (n serial, name text, rows real, stats bigint);
INSERT INTO facts (name, rows, stats) SELECT relname, reltuples,
    (SELECT count(*) FROM pg_statistic WHERE starelid = c.oid)
FROM pg_class c WHERE relname IN ('bloated', 'other') ORDER BY 1;
VACUUM bloated;
INSERT INTO facts (name, rows, stats) SELECT relname, reltuples,
    (SELECT count(*) FROM pg_statistic WHERE starelid = c.oid)
FROM pg_class c WHERE relname IN ('bloated', 'other') ORDER BY 1;
VACUUM ANALYZE bloated (id);
VACUUM (ANALYZE, FREEZE, INDEX_CLEANUP auto) other;
INSERT INTO facts (name, rows, stats) SELECT relname, reltuples,
    (SELECT count(*) FROM pg_statistic WHERE starelid = c.oid)
FROM pg_class c WHERE relname IN ('bloated', 'other') ORDER BY 1;
VACUUM (VERBOSE, PARALLEL 0) bloated, other;
VACUUM;
INSERT INTO facts (name) SELECT 'vacuumed: ' || count(*) FROM pg_class
WHERE relname IN ('bloated', 'other') AND pg_stat_get_vacuum_count(oid) > 1;
