-- What migrate.work and migrate.progress tell of live jobs, as facts: from the journal, the server's own progress views, the
-- backfills and the locks. Nothing is written for it but what is written anyway. CREATE EXTENSION runs this with search_path
-- pg_catalog, so names and operators are the server's.

-- The table that a session waits for outside of the table's lock queue is told by a lock of our own (src/postgres/lock.rs):
-- the mode is in classid, the table in objid.
CREATE VIEW migrate.lock_waits AS
SELECT DISTINCT ON (l.pid)
       l.pid,
       CASE WHEN l.locktype = 'relation' OR l.locktype = 'advisory' AND l.objsubid = 5 THEN
           (ARRAY['ACCESS SHARE', 'ROW SHARE', 'ROW EXCLUSIVE', 'SHARE UPDATE EXCLUSIVE', 'SHARE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE',
                  'ACCESS EXCLUSIVE'])[CASE l.locktype WHEN 'advisory' THEN l.classid::bigint::integer
               ELSE array_position(ARRAY['AccessShareLock', 'RowShareLock', 'RowExclusiveLock', 'ShareUpdateExclusiveLock',
                                         'ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock'], l.mode) END]
       END AS mode,
       CASE WHEN l.locktype = 'advisory' AND l.objsubid = 5 THEN l.objid::regclass::text
            ELSE l.relation::regclass::text END AS table_name,
       b.pids
FROM pg_locks l
CROSS JOIN LATERAL (
    SELECT array_agg(DISTINCT x.pid ORDER BY x.pid) FILTER (WHERE x.pid <> pg_backend_pid()) AS pids
    FROM (SELECT unnest(pg_blocking_pids(l.pid)) AS pid
          -- Between two tries it stands in nobody's queue: whoever has the table is in the way.
          UNION ALL
          SELECT coalesce(h.pid, 0) FROM pg_locks h
          WHERE l.locktype = 'advisory' AND l.granted AND h.locktype = 'relation' AND h.relation = l.objid
            AND h.database = l.database AND h.granted AND h.pid IS DISTINCT FROM l.pid
            AND (l.classid::bigint = 8 OR h.mode NOT IN ('AccessShareLock', 'RowShareLock'))) x) b
WHERE l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
      AND (NOT l.granted OR l.locktype = 'advisory' AND l.objsubid = 5 AND l.granted)
   OR l.locktype IN ('virtualxid', 'transactionid') AND NOT l.granted
-- What it tells of itself goes before what it stands in at the moment.
ORDER BY l.pid, l.locktype = 'advisory' DESC, l.granted DESC;

COMMENT ON VIEW migrate.lock_waits IS 'sessions that wait for a lock, in its queue or outside: for what, and for whom';
COMMENT ON COLUMN migrate.lock_waits.pid IS 'process that waits';
COMMENT ON COLUMN migrate.lock_waits.mode IS 'mode of the table lock that it wants; NULL where it waits for something else';
COMMENT ON COLUMN migrate.lock_waits.table_name IS 'table';
COMMENT ON COLUMN migrate.lock_waits.pids IS 'processes that are in the way; 0 for a prepared transaction';

-- A row for each live job.
CREATE VIEW migrate.job_facts AS
WITH job AS (
    SELECT l.id, j.what, j.operation, l.direction, l.status, l.pid, l.in_line, l.alive, l.asked_by,
           l.not_before, l.stopped_at,
           coalesce(l.started_at, l.created_at) AS since, cardinality(l.versions) AS versions,
           -- That of thousands of migrations takes long to read.
           CASE WHEN l.status = 'running' AND cardinality(l.versions) <= 50 THEN j.plan END AS plan,
           v.version, v.direction AS way, coalesce(v.place, 1) AS place
    FROM migrate.live_jobs l
    JOIN migrate.jobs j USING (id)
    LEFT JOIN LATERAL (SELECT v.version, v.place, v.direction
                       FROM migrate.left_to_do v WHERE v.job = l.id
                       ORDER BY v.place LIMIT 1) v ON true
), unit AS (
    -- The unit that it is at, and in a unit of a script that calls an operation the unit of that.
    SELECT job.*, o.unit, o.units, o.began, o.waits_for,
           -- All is done; that its worker is gone, and the row has not said so yet, is because it has just ended.
           CASE job.versions WHEN 0 THEN coalesce(o.is_over, false) ELSE job.version IS NULL END AS is_over,
           n.unit AS inner_unit, n.units AS inner_units, n.began AS inner_began
    FROM job
    LEFT JOIN LATERAL (SELECT j.id, CASE j.status WHEN 'done' THEN least(j.unit + 1, j.units) ELSE j.unit END AS unit, j.units, j.kind,
                              j.status = 'done' AND j.unit = j.units AS is_over,
                              CASE j.status WHEN 'started' THEN j.started_at ELSE j.finished_at END AS began,
                              CASE j.status WHEN 'started' THEN j.waits_for END AS waits_for
                       FROM migrate.journal j
                       WHERE j.job = job.id AND j.version IS NOT DISTINCT FROM job.version
                         -- What a job redoes it goes through twice.
                         AND (job.direction <> 'redo' OR j.direction = job.way) ORDER BY j.id DESC LIMIT 1) o
           ON job.status = 'running'
    LEFT JOIN LATERAL (SELECT CASE j.status WHEN 'done' THEN least(j.unit + 1, j.units) ELSE j.unit END AS unit, j.units,
                              CASE j.status WHEN 'started' THEN j.started_at ELSE j.finished_at END AS began
                       FROM migrate.journal j
                       WHERE j.job = job.id AND j.version IS NULL AND j.id > o.id ORDER BY j.id DESC LIMIT 1) n
           ON o.kind = 'operation' AND job.version IS NOT NULL
), weighed AS (
    -- What a unit weighs: about how long it takes, compared with the others of its kind. What takes no longer for a larger
    -- table weighs next to nothing.
    SELECT p.place, u.number, count(*) OVER (PARTITION BY unit.id, p.place) AS units, unit.id,
           CASE WHEN u.unit ? 'batched' THEN 40
                WHEN u.unit ? 'operation' THEN 10
                WHEN t.text ~* '^(CREATE|REINDEX)' THEN 10
                WHEN u.unit ? 'standalone' THEN 4
                WHEN (u.unit -> 'transaction')::text ~* 'VALIDATE CONSTRAINT|SET NOT NULL' THEN 4
                ELSE 0.2
           END AS weight,
           -- What stands in a script is told by its text.
           nullif(u.unit #>> '{transaction,steps,0,action,statement,what}', '') AS does,
           u.unit #>> '{standalone,probe,index_valid,index}' AS builds
    FROM unit
    CROSS JOIN LATERAL jsonb_array_elements(unit.plan) WITH ORDINALITY p (plan, place)
    CROSS JOIN LATERAL jsonb_array_elements(p.plan -> 'units') WITH ORDINALITY u (unit, number)
    CROSS JOIN LATERAL (SELECT coalesce(u.unit #>> '{standalone,action,statement,text}',
                                        u.unit #>> '{transaction,steps,0,action,statement,text}') AS text) t
), steps AS (
    SELECT unit.*, w.total, w.before, w.own, w.own_units, w.number, w.count, w.does,
           -- Its statement is through, and what comes behind that is short.
           CASE WHEN EXISTS (SELECT FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid AND i.indisvalid WHERE c.relname = w.builds) THEN 0.99 END
               AS is_built
    FROM unit
    LEFT JOIN LATERAL (
        SELECT sum(x.weight)::float8 AS total,
               coalesce(sum(x.weight) FILTER (WHERE x.place < unit.place OR x.place = unit.place AND x.number < coalesce(unit.unit, 1)), 0)::float8
                   AS before,
               (max(x.weight) FILTER (WHERE x.place = unit.place AND x.number = coalesce(unit.unit, 1)))::float8 AS own,
               max(x.units) FILTER (WHERE x.place = unit.place) AS own_units,
               max(x.does) FILTER (WHERE x.place = unit.place AND x.number = coalesce(unit.unit, 1)) AS does,
               max(x.builds) FILTER (WHERE x.place = unit.place AND x.number = coalesce(unit.unit, 1)) AS builds,
               count(*) FILTER (WHERE x.place < unit.place) + coalesce(unit.unit, 1) AS number, count(*) AS count
        FROM weighed x WHERE x.id = unit.id) w ON true
), building AS (
    -- Where the server says how far it is. A build counts as a whole, whose phases have the shares that were measured
    -- (docs/benchmarks.md): those before a phase, and its own. How far a phase is that does not tell is taken from the time
    -- that it lasts, which the worker's stopwatch keeps (src/postgres/stopwatch.rs).
    SELECT p.pid, p.phase, CASE WHEN p.phase NOT LIKE 'waiting for %' THEN true END AS is_at_work, f.number, f.count,
           f.before + f.own * d.done AS share, CASE WHEN f.by = 'blocks' THEN p.blocks_done END AS blocks,
           CASE WHEN p.phase LIKE 'waiting for %' OR p.work <= 0 THEN NULL
                ELSE CASE WHEN f.by <> 'time' AND d.done >= 0.05 THEN (p.work - p.begun) * (1 - d.done) / d.done
                          WHEN f.before > 0 THEN p.begun * f.own / f.before * (1 - d.done) END
                     + (1 - f.before - f.own) * p.work / nullif(f.before + f.own * d.done, 0)
           END AS eta
    -- OFFSET 0: what is asked of the catalog is asked once, and the server compiles little for what is rarely there.
    FROM (SELECT p.*, raw.param19 / 1000.0::float8 AS work, raw.param20 / 1000.0::float8 AS begun,
                 CASE WHEN m.amname = 'brin' THEN 'brin' WHEN m.amname <> 'btree' THEN 'other'
                    -- Texts are compared by the rules of a language, which takes its time.
                    ELSE concat(CASE WHEN EXISTS (SELECT FROM pg_attribute c WHERE c.attrelid = i.oid AND c.attcollation NOT IN (0, 950, 951))
                                     THEN 'text' ELSE 'plain' END,
                                -- What does not fit is sorted in runs while the table is read.
                                CASE WHEN (SELECT t.reltuples * sum(24 + coalesce(nullif(c.attlen, -1), 32)) FROM pg_class t, pg_attribute c
                                           WHERE t.oid = p.relid AND c.attrelid = i.oid GROUP BY t.reltuples)
                                          < pg_size_bytes(current_setting('maintenance_work_mem')) THEN ' in memory' END) END AS kind
          FROM pg_stat_progress_create_index p
          JOIN pg_stat_get_progress_info('CREATE INDEX') raw ON raw.pid = p.pid
          LEFT JOIN pg_class i ON i.oid = p.index_relid
          LEFT JOIN pg_am m ON m.oid = i.relam OFFSET 0) p
    LEFT JOIN (VALUES
        ('text', 1, 'building index: scanning table', 'blocks', 0.00, 0.63),
        ('text', 2, 'building index: sorting live tuples', 'time', 0.63, 0.07),
        ('text', 2, 'building index: sorting dead tuples', 'time', 0.70, 0.01),
        ('text', 2, 'building index: loading tuples in tree', 'tuples', 0.71, 0.13),
        ('text', 3, 'waiting for writers before validation', 'time', 0.84, 0.0),
        ('text', 3, 'index validation: scanning index', 'blocks', 0.84, 0.10),
        ('text', 3, 'index validation: sorting tuples', 'time', 0.94, 0.01),
        ('text', 3, 'index validation: scanning table', 'blocks', 0.95, 0.05),
        ('text in memory', 1, 'building index: scanning table', 'blocks', 0.00, 0.10),
        ('text in memory', 2, 'building index: sorting live tuples', 'time', 0.10, 0.63),
        ('text in memory', 2, 'building index: sorting dead tuples', 'time', 0.73, 0.01),
        ('text in memory', 2, 'building index: loading tuples in tree', 'tuples', 0.74, 0.14),
        ('text in memory', 3, 'waiting for writers before validation', 'time', 0.88, 0.0),
        ('text in memory', 3, 'index validation: scanning index', 'blocks', 0.88, 0.03),
        ('text in memory', 3, 'index validation: sorting tuples', 'time', 0.91, 0.05),
        ('text in memory', 3, 'index validation: scanning table', 'blocks', 0.96, 0.04),
        ('plain', 1, 'building index: scanning table', 'blocks', 0.00, 0.31),
        ('plain', 2, 'building index: sorting live tuples', 'time', 0.31, 0.13),
        ('plain', 2, 'building index: sorting dead tuples', 'time', 0.44, 0.01),
        ('plain', 2, 'building index: loading tuples in tree', 'tuples', 0.45, 0.20),
        ('plain', 3, 'waiting for writers before validation', 'time', 0.65, 0.0),
        ('plain', 3, 'index validation: scanning index', 'blocks', 0.65, 0.20),
        ('plain', 3, 'index validation: sorting tuples', 'time', 0.85, 0.02),
        ('plain', 3, 'index validation: scanning table', 'blocks', 0.87, 0.13),
        ('plain in memory', 1, 'building index: scanning table', 'blocks', 0.00, 0.24),
        ('plain in memory', 2, 'building index: sorting live tuples', 'time', 0.24, 0.16),
        ('plain in memory', 2, 'building index: sorting dead tuples', 'time', 0.40, 0.01),
        ('plain in memory', 2, 'building index: loading tuples in tree', 'tuples', 0.41, 0.32),
        ('plain in memory', 3, 'waiting for writers before validation', 'time', 0.73, 0.0),
        ('plain in memory', 3, 'index validation: scanning index', 'blocks', 0.73, 0.04),
        ('plain in memory', 3, 'index validation: sorting tuples', 'time', 0.77, 0.14),
        ('plain in memory', 3, 'index validation: scanning table', 'blocks', 0.91, 0.09),
        ('other', 2, 'building index', 'blocks', 0.00, 0.85),
        ('other', 3, 'waiting for writers before validation', 'time', 0.85, 0.0),
        ('other', 3, 'index validation: scanning index', 'blocks', 0.85, 0.08),
        ('other', 3, 'index validation: sorting tuples', 'time', 0.93, 0.02),
        ('other', 3, 'index validation: scanning table', 'blocks', 0.95, 0.05),
        ('brin', 2, 'building index', 'blocks', 0.00, 0.15),
        ('brin', 3, 'waiting for writers before validation', 'time', 0.15, 0.0),
        ('brin', 3, 'index validation: scanning index', 'blocks', 0.15, 0.00),
        ('brin', 3, 'index validation: sorting tuples', 'time', 0.15, 0.00),
        ('brin', 3, 'index validation: scanning table', 'blocks', 0.15, 0.85)
    ) x (kind, number, phase, by, before, own) ON x.kind = p.kind AND x.phase = p.phase
    -- What is built for all at once is not validated.
    CROSS JOIN LATERAL (SELECT CASE WHEN p.command LIKE '%CONCURRENTLY' THEN 1.0
                                    ELSE CASE p.kind WHEN 'text' THEN 0.84 WHEN 'text in memory' THEN 0.88 WHEN 'plain' THEN 0.65 WHEN 'plain in memory' THEN 0.73 WHEN 'other' THEN 0.85 WHEN 'brin' THEN 0.15 END END AS whole,
                               CASE WHEN p.command LIKE '%CONCURRENTLY' THEN 0 ELSE 1 END + CASE WHEN p.kind IN ('other', 'brin') THEN 1 ELSE 0 END AS missing OFFSET 0) c
    CROSS JOIN LATERAL (
        SELECT CASE WHEN x.phase IS NOT NULL THEN x.number - CASE WHEN p.kind IN ('other', 'brin') THEN 1 ELSE 0 END
                    WHEN p.phase LIKE 'waiting for old%' OR p.phase LIKE 'waiting for readers%' THEN 3 - c.missing ELSE 1 END AS number, 3 - c.missing AS count,
               coalesce(x.by, 'time') AS by, coalesce(x.own / c.whole, 0)::float8 AS own,
               CASE WHEN x.phase IS NOT NULL THEN x.before / c.whole
                    -- Before the first phase, and behind the last.
                    WHEN p.phase LIKE 'waiting for old%' OR p.phase LIKE 'waiting for readers%' THEN 1 ELSE 0 END::float8 AS before OFFSET 0) f
    CROSS JOIN LATERAL (
        SELECT least(CASE f.by WHEN 'blocks' THEN p.blocks_done::float8 / nullif(p.blocks_total, 0)
                               WHEN 'tuples' THEN p.tuples_done::float8 / nullif(p.tuples_total, 0)
                               WHEN 'time' THEN CASE WHEN p.begun > 0 AND f.before > 0 AND f.own > 0
                                                     THEN least((p.work - p.begun) / (p.begun * f.own / f.before), 0.97) ELSE 0 END END, 1) AS known OFFSET 0) g
    CROSS JOIN LATERAL (SELECT coalesce(g.known, 0) AS done) d
    UNION ALL
    SELECT p.pid, p.phase, true, NULL, NULL,
           CASE WHEN p.heap_blks_total > 0 THEN 0.6 * p.heap_blks_scanned / p.heap_blks_total + 0.3 * p.heap_blks_vacuumed / p.heap_blks_total ELSE 0 END
               + CASE WHEN p.phase IN ('cleaning up indexes', 'truncating heap', 'performing final cleanup') THEN 0.09 ELSE 0 END,
           p.heap_blks_scanned, NULL
    FROM pg_stat_progress_vacuum p
    UNION ALL
    SELECT p.pid, p.phase, true, NULL, NULL,
           CASE WHEN p.phase LIKE '%scanning heap' AND p.heap_blks_total > 0 THEN 0.5 * p.heap_blks_scanned / p.heap_blks_total
                WHEN p.phase = 'initializing' THEN 0 WHEN p.phase = 'sorting tuples' THEN 0.5 WHEN p.phase = 'writing new heap' THEN 0.5
                ELSE 0.7 END,
           p.heap_blks_scanned, NULL
    FROM pg_stat_progress_cluster p
    UNION ALL
    SELECT p.pid, p.phase, true, NULL, NULL,
           CASE WHEN p.sample_blks_total > 0 THEN 0.9 * p.sample_blks_scanned / p.sample_blks_total ELSE 0 END, p.sample_blks_scanned, NULL
    FROM pg_stat_progress_analyze p
), filled AS (
    SELECT b.job, b.status = 'paused' AS is_paused, b.waiting_for, b.rows_per_second, b.eta_seconds,
           CASE WHEN b.pass > 0 THEN 0.99 ELSE 0.99 * b.blocks_done / nullif(b.blocks_total, 0) END AS share,
           format('%s of %s blocks', b.blocks_done, b.blocks_total) || CASE WHEN b.pass > 0 THEN ', looking again' ELSE '' END AS words
    FROM job
    -- One by one: of those that have ended there may be very many.
    CROSS JOIN LATERAL (SELECT d.* FROM migrate.backfill_details d WHERE d.job = job.id OFFSET 0) b
    WHERE b.status IN ('running', 'paused')
), told AS (
    SELECT s.*, b.phase, b.number AS phase_number, b.count AS phase_count, b.blocks, b.is_at_work,
           f.job IS NOT NULL AS is_filling, f.is_paused, f.waiting_for, f.rows_per_second, f.words,
           w.mode, w.table_name, w.pids,
           coalesce(f.share, b.share, s.is_built, 0)::float8 AS share,
           a.query, extract(epoch FROM clock_timestamp() - a.query_start)::float8 AS seconds,
           extract(epoch FROM clock_timestamp() - coalesce(s.inner_began, s.began, s.since))::float8 AS unit_seconds,
           extract(epoch FROM clock_timestamp() - s.since)::float8 AS job_seconds,
           coalesce(f.eta_seconds, b.eta) AS unit_eta, b.count IS NOT NULL AS is_build
    FROM steps s
    LEFT JOIN pg_stat_activity a ON a.pid = s.pid AND s.alive
    LEFT JOIN building b ON b.pid = s.pid AND s.alive
    LEFT JOIN filled f ON f.job = s.id AND s.alive
    -- So it is asked for this process alone: who is in the way of one costs a look at all locks.
    LEFT JOIN LATERAL (SELECT w.* FROM migrate.lock_waits w WHERE w.pid = s.pid) w ON s.alive
), named AS (
    SELECT t.*, h.holders,
           CASE WHEN NOT t.alive AND t.is_over THEN 'running'
                WHEN NOT t.alive THEN 'failed'
                WHEN t.stopped_at IS NOT NULL AND t.status = 'queued' AND t.not_before > clock_timestamp() THEN 'paused'
                WHEN t.status = 'queued' THEN 'queued'
                WHEN t.is_paused THEN 'paused'
                WHEN t.mode IS NOT NULL OR t.pids IS NOT NULL OR t.is_filling AND t.waiting_for IS NOT NULL AND t.waiting_for <> 'migrate.throttle'
                     THEN 'waiting'
                ELSE 'running'
           END AS state,
           CASE WHEN t.own_units = coalesce(t.units, t.own_units) THEN t.own END AS weight,
           -- A unit of a script that calls an operation is as far as the units of that are.
           CASE WHEN t.inner_units > 0 THEN ((t.inner_unit - 1) + t.share) / t.inner_units ELSE t.share END AS unit_share
    FROM told t
    LEFT JOIN LATERAL (
        SELECT string_agg(CASE WHEN x.pid = 0 THEN 'a prepared transaction'
                               ELSE concat_ws(' ', 'pid ' || x.pid, coalesce(nullif(x.application_name, ''), x.usename::text),
                                              'for ' || CASE WHEN x.seconds < 60 THEN floor(x.seconds) || ' s'
                                                             WHEN x.seconds < 3600 THEN floor(x.seconds / 60) || ' min'
                                                             ELSE floor(x.seconds / 3600) || ' h ' || floor(mod(x.seconds, 3600) / 60) || ' min' END) END,
                          ', ' ORDER BY x.seconds DESC NULLS LAST) FILTER (WHERE x.place <= 3)
                   || CASE WHEN count(*) > 3 THEN format(' and %s more', count(*) - 3) ELSE '' END AS holders
        FROM (SELECT p.pid, a.application_name, a.usename,
                     greatest(extract(epoch FROM clock_timestamp() - a.xact_start), 0) AS seconds,
                     row_number() OVER (ORDER BY a.xact_start NULLS LAST) AS place
              FROM unnest(t.pids) p (pid) LEFT JOIN pg_stat_activity a ON a.pid = p.pid) x) h ON true
)
SELECT n.id AS job, n.what, n.state AS status, n.asked_by, n.direction, n.version, n.operation,
       CASE WHEN n.status = 'queued' THEN NULL
            WHEN q.places > 0 THEN q.ended::float8 / q.places
            WHEN n.weight IS NOT NULL THEN (n.before + n.weight * least(n.unit_share, 1)) / n.total
            WHEN n.versions > 1 THEN (n.place - 1 + coalesce((n.unit - 1 + n.unit_share) / n.units, 0)) / n.versions
            ELSE coalesce((n.unit - 1 + n.unit_share) / n.units, 0)
       END AS share,
       CASE WHEN n.status = 'queued' THEN NULL WHEN q.places > 0 THEN least(q.ended + 1, q.places)
            WHEN n.weight IS NOT NULL THEN n.number WHEN n.versions > 1 THEN n.place ELSE coalesce(n.unit, 1) END AS step,
       CASE WHEN n.status = 'queued' THEN NULL WHEN q.places > 0 THEN q.places
            WHEN n.weight IS NOT NULL THEN n.count WHEN n.versions > 1 THEN n.versions ELSE coalesce(n.units, 1) END AS steps,
       n.job_seconds AS seconds,
       CASE WHEN n.state <> 'running' THEN NULL
            WHEN q.places > 0 THEN n.job_seconds::float8 * (q.places - q.ended) / nullif(q.ended, 0)
            WHEN e.eta IS NULL OR n.weight IS NULL AND n.units > n.unit THEN NULL
            -- What comes behind it takes as long for its weight as this unit does.
            ELSE e.eta + CASE WHEN n.weight >= 4 THEN (n.total - n.before - n.weight) * (n.unit_seconds + e.eta) / n.weight ELSE 0 END
       END AS eta_seconds,
       CASE WHEN n.is_filling THEN n.rows_per_second || ' rows/s'
            WHEN n.blocks > 0 AND n.is_at_work AND n.seconds > 1
                THEN pg_size_pretty((n.blocks * current_setting('block_size')::bigint / n.seconds)::bigint) || '/s' END AS rate,
       CASE WHEN n.state = 'failed' THEN 'lost: its worker is gone'
            WHEN n.state = 'paused' AND n.status = 'queued' THEN 'outside its window' || CASE WHEN isfinite(n.not_before) THEN
                to_char(n.not_before, '" until "YYYY-MM-DD HH24:MI') ELSE '' END
            WHEN n.status = 'queued' AND n.not_before > clock_timestamp() THEN to_char(n.not_before, '"not before "YYYY-MM-DD HH24:MI')
            WHEN n.status = 'queued' THEN coalesce((SELECT format('behind job %s (%s)', r.id, r.state) FROM named r
                                                    WHERE r.status = 'running' AND r.alive ORDER BY r.id LIMIT 1),
                                                   CASE WHEN n.in_line THEN 'until a background worker is free' END,
                                                   'behind ' || n.holders)
            WHEN n.mode IS NOT NULL THEN concat('waiting for ', n.mode, ' on ', n.table_name, ', held by ' || n.holders,
                -- Of other nodes of Citus the worker alone knows.
                ', at work on the nodes: ' || substring(n.query, '^/\* at work on the nodes: (.*) \*/ LOCK TABLE '))
            WHEN n.state = 'waiting' AND n.pids IS NOT NULL THEN concat('waiting for ', coalesce(n.holders, 'a transaction'))
            WHEN n.state = 'paused' THEN 'paused'
            WHEN n.state = 'waiting' THEN n.waiting_for
            WHEN n.is_filling THEN concat_ws(', ', n.words, CASE n.waiting_for WHEN 'migrate.throttle' THEN 'throttled' END)
            WHEN n.phase_count > 1 THEN format('phase %s of %s: %s', n.phase_number, n.phase_count,
                                                    regexp_replace(n.phase, '^(building index|index validation): |( live| dead)? tuples.*$', '', 'g'))
            WHEN n.phase IS NOT NULL THEN n.phase
            WHEN n.weight IS NOT NULL AND n.does IS NOT NULL AND n.inner_unit IS NULL THEN n.does
            -- The server shows what a session runs to its own role and to pg_read_all_stats only. What the worker says to
            -- itself is no news.
            WHEN n.query ~* '^[[:space:]]*(BEGIN|COMMIT|ROLLBACK|SET |RESET |SELECT pg_catalog)' OR n.query = '' THEN NULL
            ELSE left(regexp_replace(n.query, '[[:space:]]+', ' ', 'g'), 60)
       END AS message,
       n.waits_for, n.alive
FROM named n
CROSS JOIN LATERAL (
    SELECT CASE WHEN n.is_filling OR n.is_build THEN CASE WHEN n.unit_eta < 0 THEN 0 ELSE n.unit_eta END
                WHEN n.is_at_work AND n.share >= 0.02 AND n.seconds > 1 THEN n.seconds * greatest(1 - n.share, 0) / n.share END AS eta) e
-- In many schemas, in databases or on servers: each counts as much as another.
CROSS JOIN LATERAL (
    SELECT count(*) AS places, count(*) FILTER (WHERE p.status NOT IN ('waiting', 'running')) AS ended
    FROM (SELECT s.status FROM migrate.schema_queue s WHERE s.job = n.id AND n.versions = 0
          UNION ALL
          SELECT o.status FROM migrate.elsewhere_queue o WHERE o.job = n.id AND n.versions = 0) p) q;

COMMENT ON VIEW migrate.job_facts IS 'live jobs as numbers: what migrate.work and migrate.progress tell in words';
COMMENT ON COLUMN migrate.job_facts.job IS 'number of the job';
COMMENT ON COLUMN migrate.job_facts.what IS 'what it does';
COMMENT ON COLUMN migrate.job_facts.status IS 'queued, running, waiting, paused, or failed (its worker is gone)';
COMMENT ON COLUMN migrate.job_facts.asked_by IS 'session user who asked';
COMMENT ON COLUMN migrate.job_facts.direction IS 'up: apply; down: roll back; redo: roll back and apply again';
COMMENT ON COLUMN migrate.job_facts.version IS 'migration that it is at; NULL for a safe operation';
COMMENT ON COLUMN migrate.job_facts.operation IS 'safe operation, and what it is about';
COMMENT ON COLUMN migrate.job_facts.share IS 'share of the whole job that is done, from 0 to 1, by what its steps weigh';
COMMENT ON COLUMN migrate.job_facts.step IS 'step that it is at, from 1';
COMMENT ON COLUMN migrate.job_facts.steps IS 'number of steps';
COMMENT ON COLUMN migrate.job_facts.seconds IS 'seconds since it began, or since it was asked for while it is queued';
COMMENT ON COLUMN migrate.job_facts.eta_seconds IS 'seconds that the whole job will take still, at the pace of late; NULL while that is not known, and while it waits';
COMMENT ON COLUMN migrate.job_facts.rate IS 'how fast it is at the moment';
COMMENT ON COLUMN migrate.job_facts.message IS 'what it does right now, or what it waits for';
COMMENT ON COLUMN migrate.job_facts.waits_for IS 'transactions that a CONCURRENTLY had to wait for when it began';
COMMENT ON COLUMN migrate.job_facts.alive IS 'whether its worker is there';
