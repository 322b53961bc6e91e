-- What is asked for, at work, and over since a while, in one view. CREATE EXTENSION runs this with search_path pg_catalog, so
-- names and operators are the server's. Texts are broken into lines where they would be too wide for a screen. Each column
-- but the last has the same width from one look to the next, so that nothing jumps under \watch.
CREATE VIEW migrate.work AS
WITH shown AS (
    -- For how long those stay that have ended; the setting is not there where nobody has used the library yet.
    SELECT clock_timestamp() - CASE WHEN s.value ~ '^[0-9]+ ?(d|h|min|s)?$' THEN s.value::interval ELSE '1 day' END AS since
    FROM (SELECT current_setting('migrate.work_shown', true) AS value) s
), ended AS MATERIALIZED (
    SELECT j.id, j.what, j.operation, j.direction, j.versions, j.schemas, j.asked_by, j.finished_at,
           CASE j.status WHEN 'lost' THEN 'failed' ELSE j.status END AS status,
           extract(epoch FROM j.finished_at - coalesce(j.started_at, j.created_at))::float8 AS seconds,
           CASE WHEN j.status = 'lost' THEN 'its worker was lost' WHEN j.status <> 'done' THEN j.error ->> 'message' END AS message
    FROM migrate.jobs j
    WHERE j.finished_at > (SELECT since FROM shown) AND j.status NOT IN ('queued', 'running')
    -- Whoever wants more of them asks migrate.jobs.
    ORDER BY j.finished_at DESC LIMIT 100
), live AS MATERIALIZED (
    SELECT * FROM migrate.job_facts
), left_over AS MATERIALIZED (
    -- Jobs of whose migrations one is not as they were to leave it, for all of them at once.
    SELECT DISTINCT e.id
    FROM ended e
    CROSS JOIN LATERAL unnest(e.versions) v (version)
    LEFT JOIN migrate.done d ON d.version = v.version
    LEFT JOIN migrate.labels l ON l.version = v.version AND l.event IS NOT NULL
    WHERE e.operation IS NULL AND l.version IS NULL AND (e.direction <> 'down') <> (d.version IS NOT NULL)
), failing AS MATERIALIZED (
    -- Jobs by which a schema stands where it failed, for all of them at once.
    SELECT DISTINCT f.job FROM migrate.schema_failures f JOIN migrate.living_schemas s ON s.id = f.tenant
), over AS (
    SELECT e.*, u.unit, u.units, u.record, u.failure, c.state AS change_state,
           -- The same was asked for again, and is done or at work; or the migration was applied, or rolled back, in another way.
           EXISTS (SELECT FROM ended x WHERE x.id > e.id AND x.operation = e.operation AND x.what = e.what AND x.status = 'done')
           OR EXISTS (SELECT FROM live x WHERE x.job > e.id AND (x.operation = e.operation AND x.what = e.what
                                                               OR x.operation IS NULL AND x.version = ANY (e.versions)))
           OR e.operation IS NULL AND e.schemas IS NULL AND NOT EXISTS (SELECT FROM left_over o WHERE o.id = e.id)
           -- In many schemas: no schema stands where it failed, and others have been at work since. Elsewhere: the same was done.
           OR e.schemas IS NOT NULL
              AND NOT EXISTS (SELECT FROM failing f WHERE f.job = e.id)
              AND EXISTS (SELECT FROM ended x
                          WHERE x.id > e.id AND x.status = 'done' AND x.schemas ->> 'elsewhere' IS NOT DISTINCT FROM e.schemas ->> 'elsewhere'
                            AND x.schemas ->> 'statement' IS NOT DISTINCT FROM e.schemas ->> 'statement'
                            AND (coalesce(e.schemas ->> 'elsewhere', e.schemas ->> 'statement') IS NULL
                                 OR x.what = e.what AND x.direction = e.direction))
           OR c.state IN ('done', 'aborted', 'undone') AND c.ended_at > e.finished_at AS is_mended
    FROM ended e
    LEFT JOIN LATERAL (SELECT j.unit, j.units,
                              -- As the server said it; the error of the job says first where it was. The detail may have values
                              -- of rows, and is for those who may read the journal.
                              CASE j.status WHEN 'failed' THEN
                                  concat(j.message, CASE WHEN has_table_privilege('migrate.journal', 'SELECT') THEN ': ' || j.detail END,
                                         ' (' || j.sqlstate || ')') END AS failure,
                              (SELECT max(k.record) FROM migrate.journal k WHERE k.job = e.id) AS record
                       FROM migrate.journal j WHERE j.job = e.id ORDER BY j.id DESC LIMIT 1) u ON cardinality(e.versions) <= 50
    LEFT JOIN migrate.change_records c ON c.id = u.record
), told AS (
    SELECT l.job, l.what, l.status, CASE WHEN l.share > 0.99 THEN 0.99 ELSE l.share END AS share, l.step, l.steps, l.seconds, l.eta_seconds, l.asked_by,
           CASE WHEN NOT l.alive AND l.operation IS NULL AND l.direction <> 'redo' THEN concat('CALL migrate.', c.call)
                WHEN NOT l.alive OR l.status = 'paused' THEN format('migrate.resume(%s)', l.job)
                WHEN l.status IN ('queued', 'waiting') THEN format('migrate.cancel(%s)', l.job)
           END AS next,
           l.message
    FROM live l
    CROSS JOIN LATERAL (SELECT CASE WHEN j.schemas ->> 'statement' IS NOT NULL THEN E'run(...)\nas before'
                                    WHEN j.schemas IS NULL THEN l.direction || '()'
                                    ELSE format(E'%s(\n%s => ...)', l.direction, coalesce(j.schemas ->> 'elsewhere', 'schemas')) END FROM migrate.jobs j WHERE j.id = l.job) c (call)
    UNION ALL
    SELECT o.id, o.what, o.status, CASE o.status WHEN 'done' THEN 1 END, o.unit, o.units, o.seconds, NULL, o.asked_by,
           CASE WHEN o.status = 'done' THEN CASE o.change_state WHEN 'ready' THEN format('migrate.complete(%s)', o.record) END
                WHEN o.is_mended THEN NULL
                WHEN o.schemas ->> 'statement' IS NOT NULL THEN E'CALL migrate.run(...)\nas before'
                WHEN o.schemas IS NOT NULL
                    THEN format(E'CALL migrate.%s(\n%s => ...)', o.direction, coalesce(o.schemas ->> 'elsewhere', 'schemas'))
                WHEN o.operation IS NULL AND o.direction <> 'redo' THEN format('CALL migrate.%s()', o.direction)
                WHEN o.change_state IN ('expanding', 'backfilling', 'verifying') THEN
                    concat(format('migrate.resume(%s)', o.id), E'\n', format('migrate.abort(%s)', o.record))
                ELSE format('migrate.resume(%s)', o.id)
           END,
           CASE WHEN o.status = 'done' THEN to_char(o.finished_at, '"at "HH24:MI:SS')
                WHEN o.status = 'failed' THEN concat(CASE WHEN o.is_mended THEN 'over since: ' END, coalesce(o.failure, o.message))
                ELSE o.message END
    FROM over o
    UNION ALL
    -- Who waits until it is safe has no job yet, and tells it as what the session does.
    SELECT NULL, 'CALL migrate.up()', 'waiting', NULL, NULL, NULL, extract(epoch FROM clock_timestamp() - a.query_start)::float8, NULL,
           a.usename::text, NULL, concat('pid ', a.pid, ': ', substr(a.query, length(w.words) + 1))
    FROM pg_stat_activity a
    CROSS JOIN (SELECT 'migrate.up waits until it is safe: '::text AS words) w
    WHERE a.datname = current_database() AND a.state = 'active' AND starts_with(a.query, w.words)
)
SELECT t.job,
       btrim(regexp_replace(left(t.what, 80), '(.{1,20})(?: +|$)|([^ ]{20})', E'\\1\\2\n', 'g'), E'\n') AS what,
       t.status,
       concat(CASE WHEN t.share IS NOT NULL THEN
                  concat(repeat(b.done, floor(t.share * 10)::integer), repeat(b.rest, 10 - floor(t.share * 10)::integer), E'\n') END,
              rpad(CASE WHEN t.share >= 1 THEN '100 %' WHEN t.share IS NOT NULL THEN least(floor(t.share * 100), 99) || ' %'
                        ELSE '' END, 5),
              lpad(concat(t.step, '/' || t.steps), 5)) AS progress,
       CASE WHEN t.seconds < 3600 THEN to_char(make_interval(secs => t.seconds), 'MI:SS')
            WHEN t.seconds < 86400 THEN to_char(make_interval(secs => t.seconds), 'HH24"h"MI')
            ELSE concat(lpad(floor(t.seconds / 86400)::text, 2), 'd', lpad(floor(mod(t.seconds::numeric, 86400) / 3600)::text, 2, '0'))
       END AS took,
       CASE WHEN t.eta_seconds IS NULL THEN '     '
            WHEN t.eta_seconds < 3600 THEN to_char(make_interval(secs => t.eta_seconds), 'MI:SS')
            WHEN t.eta_seconds < 86400 THEN to_char(make_interval(secs => t.eta_seconds), 'HH24"h"MI')
            WHEN t.eta_seconds < 8640000 THEN
                concat(lpad(floor(t.eta_seconds / 86400)::text, 2), 'd', lpad(floor(mod(t.eta_seconds::numeric, 86400) / 3600)::text, 2, '0'))
            ELSE '>99 d'
       END AS eta,
       t.asked_by, t.next,
       btrim(regexp_replace(CASE WHEN length(t.message) > 120 THEN left(t.message, 117) || '...' ELSE t.message END,
                            '(.{1,18})(?:[[:space:]]+|$)|([^[:space:]]{18})', E'\\1\\2\n', 'g'), E'\n') AS message
FROM told t
CROSS JOIN migrate.bar_characters b
ORDER BY t.job DESC NULLS FIRST;

COMMENT ON VIEW migrate.work IS 'jobs that are queued, at work, or ended within migrate.work_shown, the newest first: how far each is, and what to do';
COMMENT ON COLUMN migrate.work.job IS 'number of the job; NULL for a call that waits until it is safe';
COMMENT ON COLUMN migrate.work.what IS 'what it does';
COMMENT ON COLUMN migrate.work.status IS 'queued, running, waiting (for others), paused, done, failed, cancelled';
COMMENT ON COLUMN migrate.work.progress IS 'share of the whole job that is done, by what its steps weigh; and the step that it is at';
COMMENT ON COLUMN migrate.work.took IS 'time since it began, or for which it waits in the queue: MM:SS, then HHhMM, DDdHH';
COMMENT ON COLUMN migrate.work.eta IS 'time that the whole job will take still, at the pace of late; blank while that is not known, and while it waits';
COMMENT ON COLUMN migrate.work.asked_by IS 'session user who asked for it';
COMMENT ON COLUMN migrate.work.next IS 'call that helps';
COMMENT ON COLUMN migrate.work.message IS 'what it does right now, or what it waits for; why it failed; when it was done';
