-- The newest runs of a migration or a job, by the rows of the journal that are its own.
-- Runs with search_path pg_catalog, as the owner. $1 is the version or the job.
WITH mine AS MATERIALIZED (
    SELECT coalesce('job ' || j.job, 'operation ' || j.record, 'row ' || j.id) AS run,
           j.id, j.job, j.version, j.direction, j.kind, j.status, j.run_by, j.run_as, j.execution_time_ms AS ms,
           coalesce(j.waited_ms, 0) AS waited_ms, j.finished_at,
           coalesce(j.finished_at - make_interval(secs => j.execution_time_ms / 1000.0), j.started_at) AS began
    FROM ({rows}) j
)
SELECT m.run, min(m.job), coalesce(min(m.direction) FILTER (WHERE m.version IS NOT NULL), min(m.direction)) = 'down',
       (array_agg(m.run_by ORDER BY m.id))[1], (array_agg(m.run_as ORDER BY m.id))[1],
       (SELECT (extract(epoch FROM q.created_at) * 1000)::bigint FROM migrate.jobs q WHERE q.id = min(m.job)),
       (extract(epoch FROM min(m.began)) * 1000)::bigint,
       (extract(epoch FROM max(CASE WHEN m.finished_at IS NULL AND EXISTS (SELECT FROM migrate.live_jobs l
                                                                           WHERE l.id = m.job AND l.alive)
                                    THEN clock_timestamp() ELSE coalesce(m.finished_at, m.began) END)) * 1000)::bigint,
       to_char(min(m.began), 'YYYY-MM-DD HH24:MI:SS TZ'),
       count(*), count(*) FILTER (WHERE m.status <> 'done'),
       -- An operation's row counts what its units do.
       coalesce(sum(m.waited_ms) FILTER (WHERE m.kind <> 'operation'), 0)::bigint,
       coalesce(sum(m.ms) FILTER (WHERE m.kind <> 'operation'), 0)::bigint,
       count(*) OVER ()
FROM mine m
GROUP BY m.run
ORDER BY max(m.id) DESC
LIMIT 8
