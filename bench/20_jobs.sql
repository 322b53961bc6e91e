-- :count ended jobs, a backfill each, for 20_status_100k.sh: copies of one that has run.
SET client_min_messages = warning;
SET migrate.small_table = 0;
CREATE TABLE t AS SELECT n AS id, 0 AS k FROM generate_series(1, 1000) n;
CALL migrate.run($$SELECT * FROM migrate.safe_backfill('t', 'k = 1')$$);
INSERT INTO migrate.jobs (direction, versions, plan, operation, what, status, asked_by, run_as, settings, finished_at)
SELECT direction, versions, plan, operation, what, 'done', asked_by, run_as, settings, clock_timestamp()
FROM migrate.jobs o, generate_series(1, :count) n WHERE o.id = 1;
INSERT INTO migrate.backfills (job, home, table_oid, table_name, column_numbers, set_list, fingerprint, work, on_error, status, run_by)
SELECT n, home, table_oid, table_name, column_numbers, set_list, fingerprint, work, on_error, 'done', run_by
FROM migrate.backfills o, generate_series(1, :count) n WHERE o.id = 1;
ANALYZE migrate.jobs, migrate.backfills, migrate.journal;
