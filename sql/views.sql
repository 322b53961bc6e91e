-- What bars are drawn with. The client may have an encoding without blocks, and the server sends no row of which a character
-- has none there (22P05). The numbers are in no literal, which would be folded, and of which the script itself would have to be
-- UTF-8: it is read before anybody looks at the encoding of the database.
CREATE VIEW migrate.bar_characters AS
SELECT chr(CASE WHEN e.is_utf8 THEN 9608 ELSE ascii('#') END) AS done, chr(CASE WHEN e.is_utf8 THEN 9617 ELSE ascii('.') END) AS rest
FROM (SELECT pg_client_encoding() = 'UTF8' AS is_utf8) e;

COMMENT ON VIEW migrate.bar_characters IS 'what bars are drawn with: blocks where client_encoding is UTF8, # and . elsewhere';
COMMENT ON COLUMN migrate.bar_characters.done IS 'for what is done';
COMMENT ON COLUMN migrate.bar_characters.rest IS 'for what is still to do';

-- A migration whose last run, up or down, has not come to its end.
CREATE VIEW migrate.unfinished AS
SELECT last.version,
       last.direction,
       last.unit,
       last.units,
       last.kind,
       last.status,
       (SELECT pg_catalog.count(DISTINCT done.unit)
        FROM migrate.journal done
        WHERE done.version OPERATOR(pg_catalog.=) last.version
          AND done.direction OPERATOR(pg_catalog.=) last.direction
          AND done.status OPERATOR(pg_catalog.=) 'done'
          AND done.id OPERATOR(pg_catalog.>) coalesce(
                  (SELECT pg_catalog.max(ended.id)
                   FROM migrate.journal ended
                   WHERE ended.version OPERATOR(pg_catalog.=) last.version
                     AND ended.status OPERATOR(pg_catalog.=) 'done'
                     AND ended.unit OPERATOR(pg_catalog.=) ended.units), 0)) AS committed,
       last.statement,
       last.line,
       last.col,
       last.sqlstate,
       last.message,
       last.job,
       coalesce(last.finished_at, last.started_at) AS since
FROM (SELECT DISTINCT ON (version) *
      FROM migrate.journal
      WHERE version IS NOT NULL
      ORDER BY version, id DESC) last
WHERE NOT (last.status OPERATOR(pg_catalog.=) 'done' AND last.unit OPERATOR(pg_catalog.=) last.units);

COMMENT ON VIEW migrate.unfinished IS 'migrations whose last run, up or down, has not come to its end, and where it stands';
COMMENT ON COLUMN migrate.unfinished.version IS 'migration';
COMMENT ON COLUMN migrate.unfinished.direction IS 'up: being applied; down: being rolled back';
COMMENT ON COLUMN migrate.unfinished.unit IS 'unit that was run last';
COMMENT ON COLUMN migrate.unfinished.units IS 'number of units in the plan';
COMMENT ON COLUMN migrate.unfinished.kind IS 'transaction, standalone, operation or batched';
COMMENT ON COLUMN migrate.unfinished.status IS 'its outcome: started, done, failed or cancelled';
COMMENT ON COLUMN migrate.unfinished.committed IS 'number of units of this run that are committed';
COMMENT ON COLUMN migrate.unfinished.statement IS 'statement that failed';
COMMENT ON COLUMN migrate.unfinished.line IS 'line of the file at which it failed';
COMMENT ON COLUMN migrate.unfinished.col IS 'column at which it failed';
COMMENT ON COLUMN migrate.unfinished.sqlstate IS 'SQLSTATE of the failure';
COMMENT ON COLUMN migrate.unfinished.message IS 'the server''s message';
COMMENT ON COLUMN migrate.unfinished.job IS 'job that ran it, if one did';
COMMENT ON COLUMN migrate.unfinished.since IS 'when it ended, or began if it did not end';

-- Jobs that have not ended, and whether their worker is still there.
CREATE VIEW migrate.live_jobs AS
SELECT j.id, j.direction, j.versions, j.status, j.pid, j.in_line, j.asked_by, j.created_at, j.started_at,
       j.not_before, j.stop_at, j.stopped_at,
       CASE -- The worker is on the primary, where it cannot be seen from here: what was replicated is believed.
            WHEN pg_catalog.pg_is_in_recovery() THEN true
            -- Its time has not come, and nothing of it is lost meanwhile; but a restored dump has jobs of its origin.
            WHEN j.deferred_in IS NOT NULL
                THEN j.deferred_in OPERATOR(pg_catalog.=) (SELECT h.id FROM migrate.home h)
            WHEN j.pid IS NOT NULL THEN a.pid IS NOT NULL
            -- Its worker has not said who it is yet, and the server has not gone down since, with whoever was to start
            -- it; or it waits for one that ends its job.
            ELSE j.created_at OPERATOR(pg_catalog.>)
                 (pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) '10 seconds'::pg_catalog.interval)
                 AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_get_activity(NULL) c
                                 WHERE c.backend_type OPERATOR(pg_catalog.=) 'checkpointer'
                                   AND c.backend_start OPERATOR(pg_catalog.>) j.created_at)
                 -- A worker looks at the line when it has ended its job, or sleeps and looks again.
                 OR j.in_line AND j.line_of OPERATOR(pg_catalog.=) (SELECT h.id FROM migrate.home h)
                    AND (pg_catalog.bool_or(a.pid IS NOT NULL) OVER ()
                         OR EXISTS (SELECT FROM pg_catalog.pg_locks l
                                    WHERE l.locktype OPERATOR(pg_catalog.=) 'advisory' AND l.granted
                                      AND l.classid OPERATOR(pg_catalog.=) 1835624306 AND l.objid OPERATOR(pg_catalog.=) 1801807216
                                      AND l.database OPERATOR(pg_catalog.=)
                                          (SELECT d.oid FROM pg_catalog.pg_database d
                                           WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database())))
       END AS alive
FROM migrate.jobs j
LEFT JOIN pg_catalog.pg_stat_get_activity(NULL) a
       ON a.pid OPERATOR(pg_catalog.=) j.pid
      -- The server hides type and start of other roles' sessions from a reader, who then has the process id alone.
      AND (a.backend_type IS NULL OR a.backend_type OPERATOR(pg_catalog.=) 'migrate_ext job')
      -- A dump that was restored beside its origin has the origin's process ids.
      AND a.datid OPERATOR(pg_catalog.=) (SELECT d.oid FROM pg_catalog.pg_database d
                                          WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database())
      -- Not another worker that got the same process id later.
      AND (j.started_at IS NULL OR a.backend_start IS NULL
           OR a.backend_start OPERATOR(pg_catalog.<=) j.started_at)
WHERE j.status OPERATOR(pg_catalog.=) ANY ('{queued,running}'::text[]);

COMMENT ON VIEW migrate.live_jobs IS 'jobs that have not ended; one whose worker is gone was lost, and the next migrate.up() goes on in its place';
COMMENT ON COLUMN migrate.live_jobs.id IS 'number of the job';
COMMENT ON COLUMN migrate.live_jobs.direction IS 'up: apply; down: roll back; redo: roll back and apply again';
COMMENT ON COLUMN migrate.live_jobs.versions IS 'migrations of the plan, in the order in which they run';
COMMENT ON COLUMN migrate.live_jobs.status IS 'queued or running';
COMMENT ON COLUMN migrate.live_jobs.pid IS 'process id of the worker';
COMMENT ON COLUMN migrate.live_jobs.in_line IS 'it has no worker of its own: the next worker that ends a job takes it on';
COMMENT ON COLUMN migrate.live_jobs.asked_by IS 'session user who asked';
COMMENT ON COLUMN migrate.live_jobs.created_at IS 'when it was asked for';
COMMENT ON COLUMN migrate.live_jobs.started_at IS 'when the worker began';
COMMENT ON COLUMN migrate.live_jobs.not_before IS 'when it may begin, or go on; infinity: when migrate.resume() says so';
COMMENT ON COLUMN migrate.live_jobs.stop_at IS 'from when on it begins no unit and no batch';
COMMENT ON COLUMN migrate.live_jobs.stopped_at IS 'when it was put off last after it had begun';
COMMENT ON COLUMN migrate.live_jobs.alive IS 'whether the worker is there, or its time has not come; on a standby, which cannot see it, true';

-- What a job has still to do.
CREATE VIEW migrate.left_to_do AS
SELECT j.id AS job, v.version, v.place, s.direction
FROM migrate.jobs j
CROSS JOIN LATERAL pg_catalog.unnest(j.versions) WITH ORDINALITY v (version, place)
LEFT JOIN migrate.labels e ON e.version OPERATOR(pg_catalog.=) v.version AND (e.event IS NOT NULL OR e.always)
CROSS JOIN LATERAL (SELECT CASE WHEN j.direction OPERATOR(pg_catalog.<>) 'redo' THEN j.direction
                                WHEN e.event IS NOT NULL THEN 'up'
                                -- What goes up last went down before.
                                WHEN pg_catalog.array_position(j.versions, v.version, v.place::integer OPERATOR(pg_catalog.+) 1) IS NULL THEN 'up'
                                ELSE 'down' END AS direction) s
-- What goes down and up again stands afterwards as before: the journal tells.
WHERE CASE WHEN e.event IS NOT NULL
           -- A callback stands there more than once: each is for what comes before it.
           THEN NOT EXISTS (SELECT FROM migrate.journal l
                            WHERE l.job OPERATOR(pg_catalog.=) j.id AND l.version OPERATOR(pg_catalog.=) v.version
                              AND l.status OPERATOR(pg_catalog.=) 'done' AND l.unit OPERATOR(pg_catalog.=) l.units
                              AND l.id OPERATOR(pg_catalog.>)
                                  coalesce((SELECT pg_catalog.max(b.id) FROM migrate.journal b
                                            WHERE b.job OPERATOR(pg_catalog.=) j.id
                                              AND b.version OPERATOR(pg_catalog.=) j.versions[v.place OPERATOR(pg_catalog.-) 1]
                                              AND b.status OPERATOR(pg_catalog.=) 'done' AND b.unit OPERATOR(pg_catalog.=) b.units), 0))
           -- One that runs always stands in the history whether this job has run it or not.
           WHEN j.direction OPERATOR(pg_catalog.=) 'redo' OR e.always
           THEN NOT EXISTS (SELECT FROM migrate.journal l
                            WHERE l.job OPERATOR(pg_catalog.=) j.id AND l.version OPERATOR(pg_catalog.=) v.version
                              AND l.direction OPERATOR(pg_catalog.=) s.direction
                              AND l.status OPERATOR(pg_catalog.=) 'done' AND l.unit OPERATOR(pg_catalog.=) l.units)
           ELSE (j.direction OPERATOR(pg_catalog.=) 'up') OPERATOR(pg_catalog.<>)
                EXISTS (SELECT FROM migrate.done d WHERE d.version OPERATOR(pg_catalog.=) v.version) END;

COMMENT ON VIEW migrate.left_to_do IS 'what each job has still to do: migrations to apply or to roll back, also of jobs that have ended';
COMMENT ON COLUMN migrate.left_to_do.job IS 'number of the job';
COMMENT ON COLUMN migrate.left_to_do.version IS 'migration';
COMMENT ON COLUMN migrate.left_to_do.place IS 'its place in the job, from 1';
COMMENT ON COLUMN migrate.left_to_do.direction IS 'up: to be applied; down: to be rolled back';

-- What is hidden before it is dropped for good, and whether anybody still writes to it.
CREATE VIEW migrate.dropped AS
SELECT c.id, c.kind, c.table_name, c.old_columns[1] AS column_name,
       m.table_oid::pg_catalog.regclass::pg_catalog.text AS relation, m.hidden_column,
       c.state, c.completed_at AS hidden_at, c.grace_until,
       coalesce(seen.writes, 0) AS writes, seen.last_write_at, seen.last_writer, seen.last_application
FROM migrate.change_records c
JOIN migrate.change_tables m ON m.id OPERATOR(pg_catalog.=) c.id
LEFT JOIN LATERAL (
    SELECT pg_catalog.sum(w.writes)::bigint AS writes, pg_catalog.max(w.seen_at) AS last_write_at,
           (pg_catalog.array_agg(w.role_name ORDER BY w.seen_at DESC))[1] AS last_writer,
           (pg_catalog.array_agg(w.application_name ORDER BY w.seen_at DESC))[1] AS last_application
    FROM migrate.writes_seen w
    WHERE w.token OPERATOR(pg_catalog.=) c.token) seen ON true
WHERE c.kind OPERATOR(pg_catalog.=) ANY ('{drop_column,drop_table}'::text[])
  AND c.state OPERATOR(pg_catalog.=) ANY ('{expanding,grace}'::text[]);

COMMENT ON VIEW migrate.dropped IS 'hidden columns and tables: before they are dropped for good, and who still writes to them';
COMMENT ON COLUMN migrate.dropped.id IS 'number, for migrate.complete() and restore()';
COMMENT ON COLUMN migrate.dropped.kind IS 'drop_column or drop_table';
COMMENT ON COLUMN migrate.dropped.table_name IS 'name of the table when it was dropped';
COMMENT ON COLUMN migrate.dropped.column_name IS 'name of the column; NULL for a table';
COMMENT ON COLUMN migrate.dropped.relation IS 'the table as it is named now';
COMMENT ON COLUMN migrate.dropped.hidden_column IS 'the column as it is named now';
COMMENT ON COLUMN migrate.dropped.state IS 'grace: hidden';
COMMENT ON COLUMN migrate.dropped.hidden_at IS 'since when';
COMMENT ON COLUMN migrate.dropped.grace_until IS 'from when migrate.complete() drops it for good';
COMMENT ON COLUMN migrate.dropped.writes IS 'rows written to it since then, right within a factor of two; of a column, rows in which it was given a value or changed';
COMMENT ON COLUMN migrate.dropped.last_write_at IS 'when last';
COMMENT ON COLUMN migrate.dropped.last_writer IS 'session user who wrote last';
COMMENT ON COLUMN migrate.dropped.last_application IS 'application_name of that session';
