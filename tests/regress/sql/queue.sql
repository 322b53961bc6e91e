-- migrate.apply() of what cannot run in the caller's transaction: a job that starts when the transaction commits.
\set state '\\echo SQLSTATE :SQLSTATE'
\pset null -
-- Waits until a job has ended. It commits each time: CREATE INDEX CONCURRENTLY waits for whoever holds a snapshot.
CREATE PROCEDURE wait_for(job bigint) LANGUAGE plpgsql AS $$
BEGIN
    FOR i IN 1 .. 1000 LOOP
        EXIT WHEN EXISTS (SELECT FROM migrate.jobs WHERE id = job AND status NOT IN ('queued', 'running'))
              AND NOT EXISTS (SELECT FROM pg_stat_activity
                              WHERE backend_type = 'migrate_ext job' AND datname = current_database());
        COMMIT;
        PERFORM pg_sleep(0.01);
    END LOOP;
END
$$;
SELECT migrate.create('Simple', 'CREATE TABLE simple (i int)', 'DROP TABLE simple', 1);
SELECT migrate.create('With an index', 'CREATE INDEX CONCURRENTLY simple_i ON simple (i)',
                      'DROP INDEX CONCURRENTLY simple_i', 2);
SELECT * FROM migrate.apply(dry_run => true);
BEGIN;
SELECT * FROM migrate.apply();
-- Nothing has happened yet; asking again names the same job.
SELECT version, status, note FROM migrate.status();
SELECT version, status, detail, job FROM migrate.apply(2);
CALL migrate.up();
SELECT id, direction, versions, status FROM migrate.jobs;
COMMIT;
CALL wait_for(1);
SELECT id, direction, versions, status, error FROM migrate.jobs;
SELECT version, status, note FROM migrate.status();
SELECT indexrelid::regclass AS index, indisvalid FROM pg_index WHERE indrelid = 'simple'::regclass;

-- The transaction is rolled back: the job was never there.
BEGIN;
SELECT version, status, detail, job FROM migrate.rollback(2);
SELECT version, status, note FROM migrate.status();
ROLLBACK;
SELECT count(*) FROM migrate.jobs;
SELECT version, status, note FROM migrate.status();
-- So what runs here can run at once.
SELECT migrate.create('Next', 'SELECT 1', 'SELECT 1', 3);
SELECT version, status FROM migrate.apply();

-- A failure of a job is with the job, in the journal and in status().
SELECT status FROM migrate.load('CREATE TABLE four (); VACUUM nope', '4_fails.sql');
SELECT version, status FROM migrate.apply() \gset
SELECT max(id) AS job FROM migrate.jobs \gset
CALL wait_for(:job);
SELECT direction, versions, status, jsonb_pretty(error) AS error FROM migrate.jobs WHERE id = :job;
SELECT version, description, status, note FROM migrate.status() WHERE version = 4;
