-- The units of runs that are shown: the first, the last, the slowest and those that are not done.
-- Runs with search_path pg_catalog, as the owner. $1 is the version or the job, $2 the runs.
WITH mine AS (
    SELECT coalesce('job ' || j.job, 'operation ' || j.record, 'row ' || j.id) AS run, j.id, j.status, j.execution_time_ms AS ms
    FROM ({rows}) j
), ranked AS (
    SELECT m.run, m.id,
           row_number() OVER (PARTITION BY m.run ORDER BY m.id) AS place,
           count(*) OVER (PARTITION BY m.run) AS total,
           row_number() OVER (PARTITION BY m.run ORDER BY m.ms DESC NULLS LAST, m.id) AS slow,
           m.status <> 'done' AS is_bad,
           row_number() OVER (PARTITION BY m.run, m.status <> 'done' ORDER BY m.id DESC) AS late
    FROM mine m
    WHERE m.run = ANY ($2)
)
SELECT r.run, r.place, j.version, j.operation, j.version IS NULL AND o.version IS NOT NULL, j.unit, j.units, j.kind, j.status,
       (extract(epoch FROM coalesce(j.finished_at - make_interval(secs => j.execution_time_ms / 1000.0), j.started_at)) * 1000)::bigint,
       j.execution_time_ms::bigint, coalesce(j.waited_ms, 0)::bigint, j.waits_for,
       CASE WHEN length(j.sql) <= 100000 THEN j.sql END,
       j.first_statement, j.last_statement, j.checksum, j.direction = 'down',
       j.sqlstate, left(j.message, 4000), left(j.detail, 4000), left(j.hint, 4000), j.statement, j.line, j.col
FROM ranked r
JOIN migrate.journal j ON j.id = r.id
LEFT JOIN migrate.operations o ON o.id = j.record
WHERE r.place <= 15 OR r.total - r.place < 15 OR r.slow <= 20 OR r.is_bad AND r.late <= 10
ORDER BY r.run, r.place
