-- Every migration that is registered or applied, with where it stands.
-- Runs with search_path pg_catalog, as the owner. What stands in braces registry/status.rs fills in.
WITH working AS (
    -- What a job still has to do; the first of a running job is the one that runs, and of a lost one where it stopped.
    SELECT todo.version, todo.job, todo.direction, todo.alive, todo.status, todo.not_before, todo.is_redo,
           (todo.status = 'running' OR NOT todo.alive) AND todo.place = min(todo.place) OVER (PARTITION BY todo.job) AS is_first
    FROM (SELECT v.version, v.place, j.id AS job, v.direction, j.alive, j.status, j.not_before, j.direction = 'redo' AS is_redo
          FROM migrate.live_jobs j JOIN migrate.left_to_do v ON v.job = j.id) todo
), latest AS (
    SELECT DISTINCT ON (version) * FROM working ORDER BY version, job DESC, is_first DESC
), ended AS (
    -- The newest job, if it ended badly, and the migration at which it did; where the journal knows nothing of it.
    SELECT * FROM (
    SELECT j.id AS job, j.finished_at, coalesce(j.started_at, j.created_at) AS began, left(regexp_replace(coalesce(j.error ->> 'message', j.status), '[[:space:]]+', ' ', 'g'), 60) AS why,
           (SELECT v.version FROM migrate.left_to_do v WHERE v.job = j.id ORDER BY v.place LIMIT 1) AS version
    FROM migrate.jobs j
    WHERE j.id = (SELECT max(id) FROM migrate.jobs) AND j.direction = 'up'
      -- One that was taken back before it began has no error.
      AND (j.status IN ('failed', 'lost') OR j.status = 'cancelled' AND j.error IS NOT NULL)
    ) e
    WHERE NOT EXISTS (SELECT FROM migrate.journal l
                      WHERE l.version = e.version AND coalesce(l.finished_at, l.started_at) >= e.began)
), known AS (
    SELECT coalesce(m.version, s.version) AS version,
           -- As migrate.place has it, without a look for each row.
           coalesce(l.place, ARRAY[coalesce(m.version, s.version)::numeric]) AS place,
           l.label,
           coalesce(m.description, s.description) AS description,
           m.version IS NOT NULL AS is_registered,
           -- A repeatable one whose text has changed since is to be applied again.
           s.version IS NOT NULL AND NOT (coalesce(l.repeats, false) AND coalesce(s.checksum <> m.checksum, false)) AS is_applied,
           coalesce(l.repeats, false) AS repeats, coalesce(l.always, false) AS always, l.event,
           m.up IS NULL AS is_draft,
           -- Of a script of its own there is nothing to be said.
           CASE WHEN m.down IS NULL OR m.way_down = 'down: nothing to do' THEN m.way_down END AS way_down,
           o.how, o.baseline_by, o.imported_from,
           CASE WHEN (s.version IS NULL OR l.repeats AND s.checksum <> m.checksum) AND m.up IS NOT NULL AND current_setting('migrate.lint_on_apply') <> 'off' THEN
               (SELECT nullif(concat_ws(', ', CASE l.errors WHEN 0 THEN NULL WHEN 1 THEN '1 error' ELSE l.errors || ' errors' END,
                                        CASE l.warnings WHEN 0 THEN NULL WHEN 1 THEN '1 warning' ELSE l.warnings || ' warnings' END), '')
                       || format(': migrate.lint(%s)', m.version)
                FROM migrate.lint_findings l WHERE l.version = m.version AND l.fingerprint = m.fingerprint) END AS lint,
           s.checksum <> m.checksum AS is_changed,
           a.accepted, q.parts,
           s.checksum AS applied_checksum,
           m.registered_at,
           s.applied_at, s.applied_by, s.execution_time_ms
    FROM migrate.migrations m
    FULL JOIN migrate.schema_migrations s ON s.version = m.version
    LEFT JOIN migrate.origins o ON o.version = s.version AND o.applied_at IS NOT DISTINCT FROM s.applied_at
    LEFT JOIN migrate.labels l ON l.version = coalesce(m.version, s.version)
    -- Another text than ran here.
    LEFT JOIN (SELECT DISTINCT ON (a.version) a.version, format('accepted by %s: %s', a.accepted_by, a.reason) AS accepted
               FROM migrate.acceptances a JOIN migrate.schema_migrations s
                    ON {of history}
               ORDER BY a.version, a.accepted_at DESC) a ON a.version = s.version
    LEFT JOIN (SELECT squashed_into, count(*) AS parts FROM migrate.squashed GROUP BY squashed_into) q ON q.squashed_into = s.version
), told AS (
    SELECT k.*,
           -- The baseline is the highest; nothing below it is run.
           (SELECT coalesce(b.label, b.version::text) FROM known b WHERE b.baseline_by IS NOT NULL
            ORDER BY b.place DESC LIMIT 1) AS baseline,
           max(k.place) FILTER (WHERE k.baseline_by IS NOT NULL) OVER () AS border,
           max(k.place) FILTER (WHERE k.is_applied AND NOT k.repeats) OVER () AS newest_applied,
           w.job, w.direction AS job_direction, w.not_before, w.is_redo,
           CASE
               WHEN w.alive AND w.is_first THEN 'running'
               WHEN w.alive THEN 'queued'
               WHEN w.is_first THEN 'failed'
               WHEN u.direction = 'up' AND (NOT k.is_applied OR k.always)
                    -- A new text for a migration of which nothing is committed wipes the slate.
                    AND NOT (u.committed = 0 AND u.kind = 'transaction' AND k.registered_at > u.since) THEN 'failed'
               WHEN u.direction = 'down' AND {has begun} THEN 'failed'
               WHEN k.is_applied AND NOT k.is_registered AND k.applied_checksum IS NOT NULL THEN 'missing'
               WHEN k.is_applied AND k.is_changed THEN 'changed'
               WHEN k.is_applied THEN 'applied'
               WHEN k.is_draft THEN 'draft'
               -- It ended before its first unit: only the job knows.
               WHEN u.version IS NULL AND e.finished_at > k.registered_at THEN 'failed'
               ELSE 'pending'
           END AS status,
           e.job AS ended_job, e.why,
           w.is_first AND NOT w.alive AS is_lost,
           u.direction AS run_direction, u.unit, u.units, u.status AS run_status, u.committed,
           u.statement, u.line, u.sqlstate, left(regexp_replace(u.message, '[[:space:]]+', ' ', 'g'), 60) AS message,
           -- It may have values of rows: it is for those who may read it where it stands.
           CASE WHEN u.status = 'failed' AND has_column_privilege($1, 'migrate.journal', 'detail', 'SELECT') THEN
               (SELECT E'\n' || left(regexp_replace(j.detail, '[[:space:]]+', ' ', 'g'), 100)
                FROM migrate.journal j WHERE j.version = u.version ORDER BY j.id DESC LIMIT 1) END AS detail,
           -- Nothing of it is done, and the migration stands as before.
           u.direction = 'down' AND u.committed = 0 AND u.kind = 'transaction' AND k.is_applied AS is_vain_rollback
    FROM known k
    LEFT JOIN latest w USING (version)
    LEFT JOIN migrate.unfinished u USING (version)
    LEFT JOIN ended e USING (version)
)
SELECT version, description, status,
       date_trunc('second', applied_at) AS applied_at,
       applied_by,
       execution_time_ms AS ms,
       CASE CASE WHEN is_vain_rollback THEN 'failed' ELSE status END
           WHEN 'running' THEN format('job %s%s', job, CASE job_direction WHEN 'down' THEN ', rolling back' ELSE '' END)
           WHEN 'queued' THEN format('job %s%s%s', job, CASE job_direction WHEN 'down' THEN ', to be rolled back' ELSE '' END,
                                     CASE WHEN not_before = 'infinity' THEN format(', paused: migrate.resume(%s)', job)
                                          WHEN not_before > clock_timestamp()
                                              THEN ', not before ' || to_char(not_before, 'YYYY-MM-DD HH24:MI') END)
           WHEN 'failed' THEN
               concat(CASE WHEN run_direction IS NULL AND ended_job IS NOT NULL THEN format('job %s: %s', ended_job, why) END,
                      CASE run_direction WHEN 'down' THEN 'rollback: ' END,
                      CASE WHEN units > 1 OR unit <> units THEN format('unit %s of %s', unit, units)
                           WHEN unit IS NOT NULL THEN 'unit 1' END,
                      ', statement ' || statement || ', line ' || line,
                      CASE WHEN run_status = 'failed' THEN format(': %s %s%s', sqlstate, message, detail)
                           WHEN run_status = 'cancelled' THEN ': cancelled'
                           WHEN run_status = 'started' AND NOT coalesce(is_lost, false) THEN ': broken off'
                           WHEN run_status = 'done' THEN ' done, then broken off' END,
                      CASE WHEN is_lost THEN format('%sthe worker of job %s was lost; %s goes on',
                                                    CASE WHEN unit IS NOT NULL THEN '; ' END, job,
                                                    CASE WHEN is_redo THEN format('migrate.resume(%s)', job)
                                                         ELSE format('CALL migrate.%s()', job_direction) END) END)
           WHEN 'missing' THEN 'applied, but not registered here'
           WHEN 'changed' THEN 'registered with another script than the one applied'
           WHEN 'applied' THEN nullif(concat_ws('; ', CASE WHEN place = border THEN 'baseline'
                                    WHEN place < border THEN format('below baseline %s', baseline)
                                    WHEN how = 'baseline' THEN 'recorded by a baseline'
                                    WHEN repeats AND is_registered AND imported_from IS NULL AND how = 'ran' THEN CASE WHEN always THEN 'repeatable: runs at each up' ELSE 'repeatable' END
                                    WHEN NOT is_registered THEN concat(coalesce('imported from ' || imported_from, 'recorded by hand'), ', not registered')
                                    -- Nothing is derived of what did not run.
                                    WHEN how = 'ran' THEN CASE WHEN accepted IS NULL OR way_down = 'down: nothing to do' THEN way_down
                                                               WHEN way_down IS NOT NULL THEN 'no down script' END
                                    ELSE concat_ws('; ', coalesce('imported from ' || imported_from, 'in place of ' || parts || ' migrations', 'recorded by hand'),
                                                   CASE WHEN repeats THEN 'repeatable' WHEN way_down <> 'down: nothing to do' THEN 'no down script'
                                                        ELSE way_down END) END,
                                                      accepted), '')
           WHEN 'draft' THEN concat('no up script yet', CASE WHEN place < border THEN '' ELSE ': up stops before it' END)
           WHEN 'pending' THEN CASE WHEN repeats THEN concat_ws('; ', CASE WHEN always THEN 'repeatable: runs at each up' WHEN applied_at IS NULL THEN 'repeatable'
                                                                            ELSE 'repeatable: its text has changed' END, lint)
                                    WHEN place < border THEN format('below baseline %s, not run: load it again to have it recorded', baseline)
                                    ELSE nullif(concat_ws('; ', CASE WHEN place < newest_applied THEN concat('older than the newest applied', CASE current_setting('migrate.out_of_order') WHEN 'refuse' THEN ': refused' END)
                                                                     ELSE way_down END, lint), '') END
       END AS note,
       is_lost
FROM told
-- Callbacks are no migrations; one that has failed stops them.
WHERE event IS NULL OR status IN ('running', 'failed')
ORDER BY place
