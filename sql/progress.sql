-- What is going on. CREATE EXTENSION runs this with search_path pg_catalog, so names and operators are the server's.

-- Every open transaction of the cluster, with words for people.
CREATE VIEW migrate.transactions AS
SELECT a.pid, NULL::text AS virtualtransaction, a.datname AS database, a.xact_start AS began,
       a.backend_type = 'autovacuum worker' AS is_autovacuum,
       a.backend_type = 'autovacuum worker' AND a.query LIKE '%(to prevent wraparound)%' AS is_wraparound,
       a.usesysid AS role,
       concat(w.who, ')') AS who,
       concat(w.who, ', last query "' || left(regexp_replace(a.query, '[[:space:]]+', ' ', 'g'), 60) || '"', ')')
           AS description
FROM pg_stat_activity a
CROSS JOIN LATERAL (
    SELECT concat('pid ', a.pid, ' (',
                  concat_ws(', ', 'role ' || a.usename, '"' || nullif(a.application_name, '') || '"',
                            CASE WHEN a.backend_type <> 'client backend' THEN a.backend_type END,
                            a.state || ', transaction open for '
                            || date_trunc('second', clock_timestamp() - a.xact_start))) AS who) w
WHERE a.xact_start IS NOT NULL
UNION ALL
SELECT NULL,
       -- That of the session that prepared it, and after a restart another: only the locks tell.
       (SELECT l.virtualtransaction FROM pg_locks l
        WHERE l.pid IS NULL AND l.locktype = 'transactionid' AND l.transactionid = p.transaction LIMIT 1),
       p.database, p.prepared, false, false, NULL, p.words, p.words
FROM (SELECT x.*, format('prepared transaction %L (role %s)', x.gid, x.owner) AS words FROM pg_prepared_xacts x) p;

COMMENT ON VIEW migrate.transactions IS 'open transactions of the cluster, prepared ones too: who a migration may have to wait for';
COMMENT ON COLUMN migrate.transactions.pid IS 'process; NULL for a prepared transaction';
COMMENT ON COLUMN migrate.transactions.virtualtransaction IS 'of a prepared transaction, as pg_locks has it';
COMMENT ON COLUMN migrate.transactions.database IS 'its database';
COMMENT ON COLUMN migrate.transactions.began IS 'when it began';
COMMENT ON COLUMN migrate.transactions.is_autovacuum IS 'whether it is an autovacuum, which gives way';
COMMENT ON COLUMN migrate.transactions.is_wraparound IS 'whether it is a vacuum against wraparound, which does not';
COMMENT ON COLUMN migrate.transactions.role IS 'oid of its role';
COMMENT ON COLUMN migrate.transactions.who IS 'who it is: process, role, application, state, age';
COMMENT ON COLUMN migrate.transactions.description IS 'the same with the beginning of its last query, for those who may see that';

-- What the live jobs are doing: from the server's own progress views, the journal and the locks. Nothing is written for it
-- but the transactions that a CONCURRENTLY will have to wait for (waits_for, with its row "started" of the journal).
CREATE VIEW migrate.progress AS
WITH job AS (
    SELECT l.id, (SELECT j.operation FROM migrate.jobs j WHERE j.id = l.id) AS operation, l.status, l.pid, l.in_line, l.alive, coalesce(l.started_at, l.created_at) AS since,
           (SELECT v.version
            FROM unnest(l.versions) WITH ORDINALITY v (version, place)
            WHERE (l.direction = 'up') <> EXISTS (SELECT FROM migrate.schema_migrations s WHERE s.version = v.version)
            ORDER BY v.place LIMIT 1) AS version
    FROM migrate.live_jobs l
), place AS (
    SELECT job.*, a.query, a.query_start, u.unit, u.units, u.waits_for
    FROM job
    LEFT JOIN pg_stat_activity a ON a.pid = job.pid AND job.alive
    LEFT JOIN LATERAL (SELECT CASE j.status WHEN 'done' THEN least(j.unit + 1, j.units) ELSE j.unit END AS unit, j.units,
                              CASE j.status WHEN 'started' THEN j.waits_for END AS waits_for
                       FROM migrate.journal j
                       WHERE j.job = job.id AND j.version IS NOT DISTINCT FROM job.version ORDER BY j.id DESC LIMIT 1) u ON true
), work AS (
    -- Where the server says how far it is: in blocks, or in transactions to wait for.
    SELECT pid, command, phase,
           CASE WHEN blocks_total > 0 THEN blocks_done WHEN tuples_total > 0 THEN tuples_done ELSE lockers_done END AS done,
           CASE WHEN blocks_total > 0 THEN blocks_total WHEN tuples_total > 0 THEN tuples_total ELSE lockers_total END AS total,
           blocks_total > 0 AS in_blocks
    FROM pg_stat_progress_create_index
    UNION ALL
    SELECT pid, 'VACUUM', phase, heap_blks_scanned, heap_blks_total, true FROM pg_stat_progress_vacuum
    UNION ALL
    SELECT pid, command, phase, heap_blks_scanned, heap_blks_total, true FROM pg_stat_progress_cluster
    UNION ALL
    SELECT pid, 'ANALYZE', phase, sample_blks_scanned, sample_blks_total, true FROM pg_stat_progress_analyze
), told AS (
    SELECT place.*, w.phase, w.done, w.total, w.in_blocks,
           w.done::float8 / nullif(w.total, 0) AS share,
           extract(epoch FROM clock_timestamp() - place.query_start)::float8 AS seconds
    FROM place LEFT JOIN work w ON w.pid = place.pid AND place.alive
), filled AS (
    SELECT b.job, b.rows_per_second, b.eta, b.waiting_for,
           concat(CASE b.status WHEN 'paused' THEN 'paused: ' END, 'backfill of ', b.table_name, ', ',
                  b.blocks_done, ' of ', b.blocks_total, ' blocks',
                  CASE WHEN b.pass > 0 THEN ', looking again' END) AS phase,
           b.blocks_done::float8 / nullif(b.blocks_total, 0) AS share
    FROM migrate.backfill_status b
    WHERE b.status IN ('running', 'paused')
)
SELECT t.id AS job,
       concat(t.version, ' ' || m.description, t.operation,
              CASE WHEN t.units > 1 THEN format(', unit %s of %s', t.unit, t.units) END) AS what,
       CASE WHEN t.status = 'queued' AND NOT t.alive THEN 'lost'
            WHEN t.in_line THEN 'queued, until a background worker is free'
            WHEN t.status = 'queued' THEN 'queued'
            WHEN NOT t.alive THEN 'lost'
            WHEN f.job IS NOT NULL THEN f.phase
            WHEN t.phase IS NOT NULL THEN t.phase
            -- The server shows what a session runs to its own role and to pg_read_all_stats only.
            WHEN t.query_start IS NULL THEN t.status
            ELSE left(regexp_replace(t.query, '[[:space:]]+', ' ', 'g'), 40)
       END AS phase,
       CASE WHEN s.share IS NOT NULL THEN
           concat(repeat('█', (least(s.share, 1) * 12)::int), repeat('░', 12 - (least(s.share, 1) * 12)::int), ' ',
                  (least(s.share, 1) * 100)::int, ' %')
       END AS progress,
       CASE WHEN f.job IS NOT NULL THEN f.rows_per_second || ' rows/s'
            WHEN t.in_blocks AND t.seconds > 1 THEN
           pg_size_pretty((t.done * current_setting('block_size')::bigint / t.seconds)::bigint) || '/s'
       END AS rate,
       CASE WHEN f.job IS NOT NULL THEN f.eta
            WHEN t.in_blocks AND t.done > 0 AND t.seconds > 1 THEN
           date_trunc('second', make_interval(secs => t.seconds * (t.total - t.done) / t.done))
       END AS eta,
       date_trunc('second', clock_timestamp() - t.since) AS elapsed,
       CASE WHEN t.alive THEN
           coalesce((SELECT string_agg(x.description, '; ' ORDER BY x.began)
                     FROM migrate.transactions x
                     WHERE x.pid = ANY (pg_blocking_pids(t.pid)) OR x.pid IS NULL AND 0 = ANY (pg_blocking_pids(t.pid))),
                    f.waiting_for, t.waits_for)
       END AS waiting_for
FROM told t
LEFT JOIN migrate.migrations m USING (version)
LEFT JOIN filled f ON f.job = t.id AND t.alive
CROSS JOIN LATERAL (SELECT CASE WHEN f.job IS NULL THEN t.share ELSE f.share END AS share) s
UNION ALL
-- Who waits until it is safe has no job yet, and tells it as what the session does.
SELECT NULL, concat('CALL migrate.up(), pid ', a.pid), 'waiting until it is safe', NULL, NULL, NULL,
       date_trunc('second', clock_timestamp() - a.query_start), substr(a.query, length(w.words) + 1)
FROM pg_stat_activity a
CROSS JOIN (SELECT 'migrate.up waits until it is safe: '::text AS words) w
WHERE a.datname = current_database() AND a.state = 'active' AND starts_with(a.query, w.words)
ORDER BY 1;

COMMENT ON VIEW migrate.progress IS 'live jobs, and calls that wait until it is safe: what each is doing, how far it is, and who it waits for';
COMMENT ON COLUMN migrate.progress.job IS 'number of the job; NULL for a call that waits until it is safe';
COMMENT ON COLUMN migrate.progress.what IS 'migration, and its unit';
COMMENT ON COLUMN migrate.progress.phase IS 'phase as the server reports it, the blocks of a backfill, or the statement that runs; queued; lost (the worker is gone)';
COMMENT ON COLUMN migrate.progress.progress IS 'share of the phase that is done, where the server knows it';
COMMENT ON COLUMN migrate.progress.rate IS 'amount of the table read per second since the statement began, or rows that a backfill changes';
COMMENT ON COLUMN migrate.progress.eta IS 'time that the phase will take still, at that rate';
COMMENT ON COLUMN migrate.progress.elapsed IS 'time since the job began, or since it was asked for while it is queued';
COMMENT ON COLUMN migrate.progress.waiting_for IS 'transactions that it waits for, or will have to wait for (CONCURRENTLY); what a backfill gives way to';
