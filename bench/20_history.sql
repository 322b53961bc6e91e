-- A history of :count applied migrations with their journal, for 20_status_100k.sh. This and 20_jobs.sql are
-- the only places in bench/ that know the tables.
INSERT INTO migrate.migrations (version, description, up, down, checksum, fingerprint, way_down, registered_by, registered_session)
SELECT 1600000000000 + n, 'small change ' || n, format('CREATE TABLE t%s (id bigint)', n), format('DROP TABLE t%s', n),
       md5(n::text), md5(n::text), 'down: 1 statement', current_user, session_user
FROM generate_series(1, :count) AS n;
INSERT INTO migrate.schema_migrations (version, description, applied_at, applied_by, execution_time_ms, checksum)
SELECT 1600000000000 + n, 'small change ' || n, now() - n * interval '1 minute', current_user, n % 50, md5(n::text)
FROM generate_series(1, :count) AS n;
INSERT INTO migrate.journal (version, direction, unit, units, kind, status, checksum, run_by, run_as, execution_time_ms)
SELECT 1600000000000 + n, 'up', 1, 1, 'transaction', 'done', md5(n::text), current_user, current_user, n % 50
FROM generate_series(1, :count) AS n;
ANALYZE migrate.migrations, migrate.schema_migrations, migrate.journal;
