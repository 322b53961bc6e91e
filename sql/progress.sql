-- What is at work, in words. CREATE EXTENSION runs this with search_path pg_catalog, so names and operators are the server's.
-- Each column but the last has the same width from one look to the next, so that nothing jumps under \watch.

CREATE VIEW migrate.progress AS
SELECT p.job, btrim(regexp_replace(left(p.what, 80), '(.{1,20})(?: +|$)|([^ ]{20})', E'\\1\\2\n', 'g'), E'\n') AS what, p.status,
       CASE WHEN p.share IS NOT NULL THEN
           concat(repeat(b.done, floor(p.share * 8)::integer), repeat(b.rest, 8 - floor(p.share * 8)::integer),
                  lpad(least(floor(p.share * 100), 99)::text, 4), ' % ', rpad(concat(p.step, '/', p.steps), 5))
       ELSE repeat(' ', 20) END AS progress,
       lpad(coalesce(p.rate, ''), 13) AS rate,
       CASE WHEN p.eta_seconds IS NULL THEN '     '
            WHEN p.eta_seconds < 3600 THEN to_char(make_interval(secs => p.eta_seconds), 'MI:SS')
            WHEN p.eta_seconds < 86400 THEN to_char(make_interval(secs => p.eta_seconds), 'HH24"h"MI')
            WHEN p.eta_seconds < 8640000 THEN
                concat(lpad(floor(p.eta_seconds / 86400)::text, 2), 'd', lpad(floor(mod(p.eta_seconds::numeric, 86400) / 3600)::text, 2, '0'))
            ELSE '>99 d'
       END AS eta,
       CASE WHEN p.seconds < 3600 THEN to_char(make_interval(secs => p.seconds), 'MI:SS')
            WHEN p.seconds < 86400 THEN to_char(make_interval(secs => p.seconds), 'HH24"h"MI')
            ELSE concat(lpad(floor(p.seconds / 86400)::text, 2), 'd', lpad(floor(mod(p.seconds::numeric, 86400) / 3600)::text, 2, '0'))
       END AS elapsed,
       btrim(regexp_replace(left(p.message, 300), '(.{1,22})(?: +|$)|([^ ]{22})', E'\\1\\2\n', 'g'), E'\n') AS phase
FROM (SELECT f.job, f.what, f.status, f.share, f.step, f.steps, f.rate, f.eta_seconds, f.seconds, f.message
      FROM migrate.job_facts f
      UNION ALL
      -- Who waits until it is safe has no job yet, and tells it as what the session does.
      SELECT NULL, concat('CALL migrate.up(), pid ', a.pid), 'waiting', NULL, NULL, NULL, NULL, NULL,
             extract(epoch FROM clock_timestamp() - a.query_start)::float8, 'until it is safe: ' || substr(a.query, length(w.words) + 1)
      FROM pg_stat_activity a
      CROSS JOIN (SELECT 'migrate.up waits until it is safe: '::text AS words) w
      WHERE a.datname = current_database() AND a.state = 'active' AND starts_with(a.query, w.words)) p
CROSS JOIN migrate.bar_characters b
ORDER BY p.job;

COMMENT ON VIEW migrate.progress IS 'live jobs, and calls that wait until it is safe: what each is doing, how far it is, and who it waits for';
COMMENT ON COLUMN migrate.progress.job IS 'number of the job; NULL for a call that waits until it is safe';
COMMENT ON COLUMN migrate.progress.what IS 'what it does';
COMMENT ON COLUMN migrate.progress.status IS 'queued, running, waiting, paused, or failed (the worker is gone)';
COMMENT ON COLUMN migrate.progress.progress IS 'share of the whole job that is done, by what its steps weigh; and the step that it is at';
COMMENT ON COLUMN migrate.progress.rate IS 'amount of the table read per second since the statement began, or rows that a backfill changes, of late';
COMMENT ON COLUMN migrate.progress.eta IS 'time that the whole job will take still: MM:SS, then HHhMM, DDdHH; blank while that is not known, and while it waits';
COMMENT ON COLUMN migrate.progress.elapsed IS 'time since the job began, or since it was asked for while it is queued';
COMMENT ON COLUMN migrate.progress.phase IS 'phase of an index build, blocks of a backfill, the statement that runs; or what it waits for, and whom';
