CREATE TABLE uneven (a int, b int) WITH (autovacuum_enabled = false);
INSERT INTO uneven SELECT n % 10, n % 20 FROM generate_series(1, 2000) n;
CREATE STATISTICS uneven_ab (dependencies, ndistinct, mcv) ON a, b FROM uneven;
ALTER TABLE uneven ALTER COLUMN a SET STATISTICS 50;
ANALYZE uneven;
CREATE TABLE facts AS
SELECT attname, n_distinct, null_frac FROM pg_stats WHERE tablename = 'uneven';
BEGIN;
INSERT INTO uneven VALUES (NULL, NULL);
ANALYZE VERBOSE uneven (b);
COMMIT;
ANALYZE;
INSERT INTO facts SELECT relname, reltuples, 0 FROM pg_class WHERE relname = 'uneven';
INSERT INTO facts SELECT stxname, length(stxddependencies::text), 0
FROM pg_statistic_ext JOIN pg_statistic_ext_data ON oid = stxoid;
