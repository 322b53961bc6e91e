-- What the script of every update begins with; scripts/release puts it there. Nobody is half way through a call behind it, nobody is at
-- work, and this session has the library that the rest of the script asks for.
DO LANGUAGE plpgsql $begin$
DECLARE
    library pg_catalog.text := pg_catalog.current_setting('migrate.library_version', true);
    holder pg_catalog.text;
BEGIN
    IF library OPERATOR(pg_catalog.<>) '0.3.0' THEN
        RAISE EXCEPTION 'cannot update extension migrate_ext to version 0.3.0 in this session'
            USING ERRCODE = 'object_not_in_prerequisite_state',
                  DETAIL = pg_catalog.format('It has loaded the library of version %s.', library),
                  HINT = 'Reconnect, and run ALTER EXTENSION migrate_ext UPDATE again. If shared_preload_libraries names migrate_ext, restart the server.';
    END IF;

    -- Twice: whoever is at work is told by name, and whoever begins meanwhile is seen.
    FOR try IN 1 .. 2 LOOP
        -- The migrator's lock, which SQL cannot take.
        SELECT pg_catalog.concat('It is run by ', coalesce('pid ' OPERATOR(pg_catalog.||) l.pid::pg_catalog.text, 'a prepared transaction'),
                                 ', "' OPERATOR(pg_catalog.||) nullif(a.application_name, '') OPERATOR(pg_catalog.||) '"', '.')
        INTO holder
        FROM pg_catalog.pg_locks l
        LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid OPERATOR(pg_catalog.=) l.pid
        WHERE l.locktype OPERATOR(pg_catalog.=) 'advisory' AND l.granted
          AND l.pid IS DISTINCT FROM pg_catalog.pg_backend_pid()
          AND l.database OPERATOR(pg_catalog.=) (SELECT d.oid FROM pg_catalog.pg_database d
                                                 WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database())
          AND l.classid OPERATOR(pg_catalog.=) 1835624306 AND l.objid OPERATOR(pg_catalog.=) 1635018017
          AND l.objsubid OPERATOR(pg_catalog.=) 3::pg_catalog.int2;
        IF FOUND THEN
            RAISE EXCEPTION 'cannot update extension migrate_ext while a migration is running'
                USING ERRCODE = 'object_in_use', DETAIL = holder,
                      HINT = 'Wait until it is done, or end it with pg_cancel_backend, and run ALTER EXTENSION migrate_ext UPDATE again.';
        END IF;
        IF try OPERATOR(pg_catalog.=) 1 THEN
            BEGIN
                -- Every call locks it as a reader, to the end of its transaction. Who comes behind us waits, so we do not wait for long.
                IF pg_catalog.current_setting('lock_timeout') OPERATOR(pg_catalog.=) '0' THEN
                    PERFORM pg_catalog.set_config('lock_timeout', '10s', true);
                    LOCK TABLE migrate.home IN ACCESS EXCLUSIVE MODE;
                    PERFORM pg_catalog.set_config('lock_timeout', '0', true);
                ELSE
                    LOCK TABLE migrate.home IN ACCESS EXCLUSIVE MODE;
                END IF;
            EXCEPTION WHEN lock_not_available THEN
                RAISE EXCEPTION 'cannot update extension migrate_ext while transactions that have used it are open'
                    USING ERRCODE = 'lock_not_available',
                          DETAIL = (SELECT pg_catalog.concat('Sessions: ', pg_catalog.string_agg(pg_catalog.format(
                                        'pid %s, role "%s", %s', a.pid, a.usename, a.state), '; ' ORDER BY a.pid), '.')
                                    FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid OPERATOR(pg_catalog.=) l.pid
                                    WHERE l.relation OPERATOR(pg_catalog.=) 'migrate.home'::pg_catalog.regclass AND l.granted
                                      AND l.pid OPERATOR(pg_catalog.<>) pg_catalog.pg_backend_pid()),
                          HINT = 'Wait until they have ended, or end them with pg_terminate_backend, and run ALTER EXTENSION migrate_ext UPDATE again.';
            END;
        END IF;
    END LOOP;

    -- Who may do what: what is dropped and made again, or has another signature, gets it back at the end.
    PERFORM pg_catalog.set_config('migrate_ext_update.grants', (
        SELECT coalesce(pg_catalog.jsonb_agg(g.entry), '[]'::pg_catalog.jsonb)::pg_catalog.text
        FROM (
            SELECT pg_catalog.jsonb_build_object('kind', 'r', 'oid', c.oid, 'name', c.relname, 'acl', c.relacl) AS entry
            FROM pg_catalog.pg_class c
            WHERE c.relnamespace OPERATOR(pg_catalog.=) 'migrate'::pg_catalog.regnamespace
              AND c.relkind OPERATOR(pg_catalog.=) ANY ('{r,v,S,m}'::"char"[])
            UNION ALL
            SELECT pg_catalog.jsonb_build_object('kind', 'c', 'oid', c.oid, 'name', c.relname, 'column', a.attname, 'acl', a.attacl)
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_attribute a ON a.attrelid OPERATOR(pg_catalog.=) c.oid
            WHERE c.relnamespace OPERATOR(pg_catalog.=) 'migrate'::pg_catalog.regnamespace AND a.attacl IS NOT NULL
            UNION ALL
            SELECT pg_catalog.jsonb_build_object('kind', 'f', 'oid', p.oid, 'name', p.proname,
                                                 'arguments', pg_catalog.oidvectortypes(p.proargtypes), 'acl', p.proacl)
            FROM pg_catalog.pg_proc p WHERE p.pronamespace OPERATOR(pg_catalog.=) 'migrate'::pg_catalog.regnamespace
            UNION ALL
            SELECT pg_catalog.jsonb_build_object('kind', 't', 'oid', t.oid, 'name', t.typname, 'acl', t.typacl)
            FROM pg_catalog.pg_type t WHERE t.typnamespace OPERATOR(pg_catalog.=) 'migrate'::pg_catalog.regnamespace) g), true);
END
$begin$;

-- >> the update
-- What bars are drawn with. The client may have an encoding without blocks, and the server sends no row of which a character
-- has none there (22P05). The numbers are in no literal, which would be folded, and of which the script itself would have to be
-- UTF-8: it is read before anybody looks at the encoding of the database.
CREATE VIEW migrate.bar_characters AS
SELECT chr(CASE WHEN e.is_utf8 THEN 9608 ELSE ascii('#') END) AS done, chr(CASE WHEN e.is_utf8 THEN 9617 ELSE ascii('.') END) AS rest
FROM (SELECT pg_client_encoding() = 'UTF8' AS is_utf8) e;

COMMENT ON VIEW migrate.bar_characters IS 'what bars are drawn with: blocks where client_encoding is UTF8, # and . elsewhere';
COMMENT ON COLUMN migrate.bar_characters.done IS 'for what is done';
COMMENT ON COLUMN migrate.bar_characters.rest IS 'for what is still to do';

-- One set of scripts in many databases.
CREATE TABLE migrate.elsewhere_queue (
    job        bigint  NOT NULL,
    place      integer NOT NULL,
    name       text    NOT NULL,
    status     text    NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'running', 'done', 'failed', 'unknown')),
    migrations bigint  NOT NULL DEFAULT 0,
    failure    jsonb,
    summary    text,
    PRIMARY KEY (job, place)
);

CREATE UNIQUE INDEX elsewhere_queue_name ON migrate.elsewhere_queue (job, name);

COMMENT ON TABLE migrate.elsewhere_queue IS 'databases or servers of a job that is at many of them; its rows go when another such job is asked for';
COMMENT ON COLUMN migrate.elsewhere_queue.job IS 'job';
COMMENT ON COLUMN migrate.elsewhere_queue.place IS 'its place, from 1; the canary stands first';
COMMENT ON COLUMN migrate.elsewhere_queue.name IS 'name of the database, or of the server';
COMMENT ON COLUMN migrate.elsewhere_queue.status IS 'waiting, running, done, failed, or unknown: the connection was lost in the middle';
COMMENT ON COLUMN migrate.elsewhere_queue.migrations IS 'number of migrations that were brought to their end in a database';
COMMENT ON COLUMN migrate.elsewhere_queue.failure IS 'sqlstate, message, detail and hint, where it failed or is unknown';
COMMENT ON COLUMN migrate.elsewhere_queue.summary IS 'what the call has answered on a server';

COMMENT ON COLUMN migrate.jobs.schemas IS 'where it is at many schemas (migrate.schema_queue) or at many databases or servers (migrate.elsewhere_queue): what is asked for in each of them, the canary, and when to stop';

-- The servers that CREATE SERVER has made for dblink: their names and where they are. Passwords are in user mappings, which the
-- server shows to nobody but who may see them.
CREATE VIEW migrate.servers AS
SELECT s.srvname::text AS server_name,
       (SELECT o.option_value FROM pg_options_to_table(s.srvoptions) o WHERE o.option_name = 'host') AS host,
       (SELECT o.option_value FROM pg_options_to_table(s.srvoptions) o WHERE o.option_name = 'port') AS port,
       (SELECT o.option_value FROM pg_options_to_table(s.srvoptions) o WHERE o.option_name = 'dbname') AS dbname,
       has_server_privilege(s.oid, 'USAGE') AS usable,
       EXISTS (SELECT FROM pg_user_mappings m
               WHERE m.srvid = s.oid AND (m.umuser = 0 OR m.usename = current_user)) AS mapped
FROM pg_foreign_server s
JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
WHERE w.fdwname = 'dblink_fdw'
ORDER BY s.srvname;

COMMENT ON VIEW migrate.servers IS 'servers that can be asked: those that CREATE SERVER has made for dblink_fdw';
COMMENT ON COLUMN migrate.servers.server_name IS 'name, as servers => ... takes it';
COMMENT ON COLUMN migrate.servers.host IS 'where it is';
COMMENT ON COLUMN migrate.servers.port IS 'port';
COMMENT ON COLUMN migrate.servers.dbname IS 'database there';
COMMENT ON COLUMN migrate.servers.usable IS 'whether the current role has USAGE on it';
COMMENT ON COLUMN migrate.servers.mapped IS 'whether there is a user mapping for the current role, or for PUBLIC';

CREATE TRIGGER keep_own_rows BEFORE INSERT OR UPDATE OR DELETE ON migrate.elsewhere_queue
FOR EACH ROW EXECUTE FUNCTION migrate.keep_own_rows();
ALTER TABLE migrate.elsewhere_queue ENABLE REPLICA TRIGGER keep_own_rows;
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON migrate.elsewhere_queue
FOR EACH STATEMENT EXECUTE FUNCTION migrate.keep_own_rows();

DROP PROCEDURE migrate.up(bigint, integer, boolean, text, boolean, boolean, timestamptz, timestamptz, bigint, "any", text, integer);
DROP PROCEDURE migrate.down(integer, bigint, boolean, text, boolean, bigint, text, "any", text, integer);

CREATE PROCEDURE migrate.up(
    target bigint DEFAULT NULL, steps integer DEFAULT NULL, dry_run boolean DEFAULT false,
    INOUT summary text DEFAULT NULL, wait boolean DEFAULT false, preflight boolean DEFAULT false,
    not_before timestamptz DEFAULT NULL, stop_at timestamptz DEFAULT NULL, only_version bigint DEFAULT NULL,
    schemas "any" DEFAULT NULL, canary text DEFAULT NULL, max_failures integer DEFAULT 1, databases "any" DEFAULT NULL,
    servers "any" DEFAULT NULL)
LANGUAGE c AS 'MODULE_PATHNAME', 'up_2_wrapper';

CREATE PROCEDURE migrate.down(
    steps integer DEFAULT NULL, target bigint DEFAULT NULL, dry_run boolean DEFAULT false,
    INOUT summary text DEFAULT NULL, wait boolean DEFAULT false, only_version bigint DEFAULT NULL,
    by text DEFAULT 'version', schemas "any" DEFAULT NULL, canary text DEFAULT NULL, max_failures integer DEFAULT 1,
    databases "any" DEFAULT NULL, servers "any" DEFAULT NULL)
LANGUAGE c AS 'MODULE_PATHNAME', 'down_2_wrapper';

CREATE FUNCTION migrate."database_status"(
	"databases" TEXT[]
) RETURNS TABLE(database_name text, version bigint, description text, status text, applied_at timestamptz, applied_by text, ms integer, note text)
LANGUAGE c
AS 'MODULE_PATHNAME', 'database_status_of_names_wrapper';

CREATE FUNCTION migrate."database_status"(
	"databases" TEXT
) RETURNS TABLE(database_name text, version bigint, description text, status text, applied_at timestamptz, applied_by text, ms integer, note text)
LANGUAGE c
AS 'MODULE_PATHNAME', 'database_status_of_pattern_wrapper';

CREATE FUNCTION migrate."database_convergence"(
	"databases" TEXT[]
) RETURNS TABLE(version bigint, description text, done bigint, failed bigint, missing bigint, first_failed text, first_error text, unknown bigint)
LANGUAGE c
AS 'MODULE_PATHNAME', 'database_convergence_of_names_wrapper';

CREATE FUNCTION migrate."database_convergence"(
	"databases" TEXT
) RETURNS TABLE(version bigint, description text, done bigint, failed bigint, missing bigint, first_failed text, first_error text, unknown bigint)
LANGUAGE c
AS 'MODULE_PATHNAME', 'database_convergence_of_pattern_wrapper';

CREATE FUNCTION migrate."server_status"(
	"servers" TEXT[]
) RETURNS TABLE(server_name text, version bigint, description text, status text, applied_at timestamptz, applied_by text, ms integer, note text)
LANGUAGE c
AS 'MODULE_PATHNAME', 'server_status_of_names_wrapper';

CREATE FUNCTION migrate."server_status"(
	"servers" TEXT
) RETURNS TABLE(server_name text, version bigint, description text, status text, applied_at timestamptz, applied_by text, ms integer, note text)
LANGUAGE c
AS 'MODULE_PATHNAME', 'server_status_of_pattern_wrapper';

CREATE FUNCTION migrate."server_convergence"(
	"servers" TEXT[]
) RETURNS TABLE(version bigint, description text, done bigint, failed bigint, missing bigint, first_failed text, first_error text, unknown bigint)
LANGUAGE c
AS 'MODULE_PATHNAME', 'server_convergence_of_names_wrapper';

CREATE FUNCTION migrate."server_convergence"(
	"servers" TEXT
) RETURNS TABLE(version bigint, description text, done bigint, failed bigint, missing bigint, first_failed text, first_error text, unknown bigint)
LANGUAGE c
AS 'MODULE_PATHNAME', 'server_convergence_of_pattern_wrapper';

CREATE FUNCTION migrate."server_preflight"(
	"servers" TEXT[]
) RETURNS TABLE(server_name text, "check" text, verdict text, detail text)
LANGUAGE c
AS 'MODULE_PATHNAME', 'server_preflight_of_names_wrapper';

CREATE FUNCTION migrate."server_preflight"(
	"servers" TEXT
) RETURNS TABLE(server_name text, "check" text, verdict text, detail text)
LANGUAGE c
AS 'MODULE_PATHNAME', 'server_preflight_of_pattern_wrapper';

CREATE FUNCTION migrate."load_registry"(
	"registry" jsonb
) RETURNS bigint
LANGUAGE c
AS 'MODULE_PATHNAME', 'load_registry_wrapper';

COMMENT ON FUNCTION migrate.load_registry IS 'registers what another database sends: migrate.up(servers => ...) calls it there; answers how many were missing
Example: SELECT migrate.load_registry(''[]'')';

COMMENT ON PROCEDURE migrate.up IS 'applies pending migrations, and waits: returns when they are done, or fails as the statement that failed
Example: CALL migrate.up()';

COMMENT ON PROCEDURE migrate.down IS 'rolls migrations back, and waits: the newest, steps of them, all above target, or only the one that is named; by application, those first that were applied last
Example: CALL migrate.down()';

COMMENT ON FUNCTION migrate.database_status(text) IS 'where other databases stand: those that match a pattern of LIKE
Example: SELECT * FROM migrate.database_status(''postgres'')';

COMMENT ON FUNCTION migrate.database_convergence(text) IS 'how far other databases are: of those that match a pattern of LIKE, how many have each migration that is registered here
Example: SELECT * FROM migrate.database_convergence(''postgres'')';

COMMENT ON FUNCTION migrate.server_status(text) IS 'where other servers stand: those that match a pattern of LIKE
Example: SELECT * FROM migrate.server_status(''blog%'')';

COMMENT ON FUNCTION migrate.server_convergence(text) IS 'how far other servers are: of those that match a pattern of LIKE, how many have each migration that is registered here
Example: SELECT * FROM migrate.server_convergence(''blog%'')';

COMMENT ON FUNCTION migrate.server_preflight(text) IS 'whether to migrate now on other servers: on those that match a pattern of LIKE
Example: SELECT * FROM migrate.server_preflight(''blog%'')';

COMMENT ON FUNCTION migrate.database_status(text[]) IS 'where other databases stand: these
Example: SELECT * FROM migrate.database_status(''{blog}''::text[])';

COMMENT ON FUNCTION migrate.database_convergence(text[]) IS 'how far other databases are: how many of these have each migration that is registered here
Example: SELECT * FROM migrate.database_convergence(''{blog}''::text[])';

COMMENT ON FUNCTION migrate.server_status(text[]) IS 'where other servers stand: these
Example: SELECT * FROM migrate.server_status(''{blog}''::text[])';

COMMENT ON FUNCTION migrate.server_convergence(text[]) IS 'how far other servers are: how many of these have each migration that is registered here
Example: SELECT * FROM migrate.server_convergence(''{blog}''::text[])';

COMMENT ON FUNCTION migrate.server_preflight(text[]) IS 'whether to migrate now on other servers: on these
Example: SELECT * FROM migrate.server_preflight(''{blog}''::text[])';

-- The line of a database is its own.
ALTER TABLE migrate.jobs ADD COLUMN line_of uuid;
COMMENT ON COLUMN migrate.jobs.line_of IS 'database (migrate.home) in whose line it stands: that of a restored dump is another';
CREATE OR REPLACE VIEW migrate.live_jobs AS
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
-- What is behind a job in line is told so.
CREATE OR REPLACE VIEW migrate.job_facts AS
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
COMMENT ON COLUMN migrate.jobs.in_line IS 'it has no worker of its own: the next worker that ends a job takes it on';
COMMENT ON COLUMN migrate.live_jobs.in_line IS 'it has no worker of its own: the next worker that ends a job takes it on';
-- A backfill of a table that Citus manages goes by its key.
ALTER TABLE migrate.backfill_ranges ADD COLUMN last_key text[];
COMMENT ON COLUMN migrate.backfill_ranges.last_key IS 'primary key of the last row that is done, where batches go by it: a table of Citus; a block is then a hundred rows';

-- What has failed in many schemas is over when none of them stands there any more.
CREATE OR REPLACE VIEW migrate.work AS
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

-- Of changes in many schemas each says in which it is.
CREATE OR REPLACE VIEW migrate.changes AS
SELECT c.id, c.kind, CASE WHEN c.kind = 'drop_table' THEN c.table_name ELSE coalesce(t.relname::text, c.table_name) END AS table_name,
       -- A column of another type has the same name at both ends, so those say their types.
       CASE WHEN c.kind = 'change_type' THEN ARRAY[concat_ws(' ', c.old_columns[1], y.old_type)] ELSE c.old_columns END AS old_columns,
       CASE WHEN m.hidden_column IS NOT NULL THEN ARRAY[m.hidden_column]
            WHEN c.kind = 'change_type' THEN ARRAY[concat_ws(' ', c.new_columns[1], c.arguments ->> 'data_type')]
            ELSE c.new_columns END AS new_columns, c.state,
       CASE
           WHEN m.marked IS NOT NULL
               THEN format('unknown which table it is about: drop trigger ~migrate_%s on all but one of %s', c.token,
                           (SELECT string_agg(o::regclass::text, ', ') FROM unnest(m.marked) o))
           WHEN c.state IN ('expanding', 'backfilling', 'verifying', 'contracting') AND w.is_at_work THEN 'at work: migrate.progress'
           WHEN c.state IN ('expanding', 'backfilling', 'verifying')
               THEN format('broken off: the same call goes on, migrate.abort(%s) gives it up', c.id)
           WHEN c.state = 'contracting' THEN format('broken off: migrate.complete(%s) goes on', c.id)
           WHEN c.state = 'ready' THEN format('migrate.complete(%s) when nobody needs the old end', c.id)
           WHEN c.state = 'grace' AND c.grace_until <= now() THEN format('migrate.complete(%s) ends it', c.id)
           WHEN c.state = 'grace'
               THEN format('migrate.%s(%s) takes it back, until %s',
                           CASE WHEN c.kind IN ('drop_column', 'drop_table') THEN 'restore' ELSE 'undo' END, c.id,
                           to_char(c.grace_until, 'YYYY-MM-DD HH24:MI'))
       END AS next,
       CASE WHEN c.kind = 'drop_table' THEN c.table_schema ELSE coalesce(n.nspname::text, c.table_schema) END AS table_schema
FROM migrate.change_records c
JOIN migrate.change_tables m USING (id)
LEFT JOIN pg_class t ON t.oid = m.table_oid
LEFT JOIN pg_namespace n ON n.oid = t.relnamespace
LEFT JOIN LATERAL (
    SELECT format_type(a.atttypid, a.atttypmod) AS old_type
    FROM pg_attribute a
    WHERE a.attrelid = m.table_oid AND NOT a.attisdropped
      AND a.attname = CASE WHEN c.state IN ('contracting', 'grace') THEN c.old_columns[1] || '_old_type' ELSE c.old_columns[1] END
      AND c.state NOT IN ('done', 'aborted', 'undone')) y ON c.kind = 'change_type'
CROSS JOIN LATERAL (
    -- Its own job, one that completes it, or migrations of which one may be about it.
    SELECT EXISTS (SELECT FROM migrate.live_jobs l JOIN migrate.jobs j USING (id)
                   WHERE l.alive AND (j.operation IS NULL OR j.operation LIKE 'complete of %'
                                      OR j.operation = (SELECT o.operation FROM migrate.operations o WHERE o.id = c.id)))
           AS is_at_work) w
-- What has ended is no work any more: migrate.change_records keeps it.
WHERE c.ended_at IS NULL
   OR c.ended_at > clock_timestamp()
          - (SELECT CASE WHEN s.value ~ '^[0-9]+ ?(d|h|min|s)?$' THEN s.value::interval ELSE '1 day' END
             FROM (SELECT current_setting('migrate.work_shown', true) AS value) s)
ORDER BY c.id;

COMMENT ON COLUMN migrate.changes.table_schema IS 'schema of the table; of a dropped one, the schema that it was in';

-- How far the schemas are: counted from the history, and failures are few.
CREATE OR REPLACE VIEW migrate.convergence AS
WITH living AS MATERIALIZED (SELECT id, schema_name FROM migrate.living_schemas),
     done AS (
         SELECT a.version, count(*) AS done
         FROM migrate.schema_applied a WHERE a.tenant IN (SELECT id FROM living) GROUP BY a.version),
     -- A repeatable one whose text has changed since is to run again.
     outdated AS (
         SELECT a.version, count(*) AS outdated
         FROM migrate.labels l
         JOIN migrate.migrations m ON m.version = l.version
         JOIN migrate.schema_applied a ON a.version = l.version AND a.checksum <> m.checksum
         WHERE l.repeats AND a.tenant IN (SELECT id FROM living) GROUP BY a.version),
     failed AS (
         SELECT f.version, count(*) AS failed,
                (array_agg(t.schema_name ORDER BY f.failed_at, t.schema_name))[1] AS first_failed,
                -- What the server said, not where: that stands beside it.
                (array_agg(CASE WHEN starts_with(f.failure ->> 'detail', concat(f.failure ->> 'sqlstate', ': '))
                                THEN rtrim(split_part(f.failure ->> 'detail', E'\n', 1), '.') ELSE f.failure ->> 'message' END
                           ORDER BY f.failed_at, t.schema_name))[1] AS first_error
         FROM migrate.schema_failures f JOIN living t ON t.id = f.tenant GROUP BY f.version)
SELECT v.version, v.description,
       v.done - coalesce(o.outdated, 0) AS done,
       coalesce(f.failed, 0) AS failed,
       -- A callback is no migration that a schema has or lacks.
       CASE WHEN l.event IS NULL THEN
           greatest((SELECT count(*) FROM living) - v.done + coalesce(o.outdated, 0) - coalesce(f.failed, 0), 0) ELSE 0 END AS missing,
       f.first_failed, f.first_error
FROM (SELECT m.version, m.description, coalesce(d.done, 0) AS done
      FROM migrate.migrations m LEFT JOIN done d USING (version)
      WHERE m.up IS NOT NULL
        AND (NOT EXISTS (SELECT FROM migrate.labels l WHERE l.version = m.version AND l.event IS NOT NULL)
             OR m.version IN (SELECT version FROM failed))) v
LEFT JOIN outdated o USING (version)
LEFT JOIN failed f USING (version)
LEFT JOIN migrate.labels l ON l.version = v.version
ORDER BY coalesce(l.place, ARRAY[v.version::numeric]);

COMMENT ON VIEW migrate.convergence IS 'how far the schemas are: a row for each migration, and for a callback that has failed, of those schemas that have a history of their own';

CREATE INDEX schema_origins_baseline ON migrate.schema_origins (tenant) WHERE baseline_by IS NOT NULL;

DROP FUNCTION migrate.record_migration(bigint, text, integer, text, text);
DROP FUNCTION migrate.remove_migration(bigint);
DROP FUNCTION migrate.baseline(bigint, text);
DROP FUNCTION migrate.import_history(text, text, boolean);

CREATE FUNCTION migrate.record_migration(
    version bigint, description text DEFAULT NULL, execution_time_ms integer DEFAULT NULL, checksum text DEFAULT NULL,
    applied_by text DEFAULT NULL, schemas "any" DEFAULT NULL)
RETURNS TABLE (version bigint, description text, status text)
LANGUAGE c AS 'MODULE_PATHNAME', 'record_migration_2_wrapper';

CREATE FUNCTION migrate.remove_migration(version bigint, schemas "any" DEFAULT NULL)
RETURNS TABLE (version bigint, description text, status text)
LANGUAGE c AS 'MODULE_PATHNAME', 'remove_migration_2_wrapper';

CREATE FUNCTION migrate.baseline(version bigint, description text DEFAULT 'baseline', schemas "any" DEFAULT NULL)
RETURNS TABLE (version bigint, description text, status text)
LANGUAGE c AS 'MODULE_PATHNAME', 'baseline_2_wrapper';

CREATE FUNCTION migrate.import_history(
    tool text DEFAULT NULL, schema text DEFAULT NULL, dry_run boolean DEFAULT false, schemas "any" DEFAULT NULL)
RETURNS TABLE (version text, name text, status text, applied_at timestamptz, checksum text, detail text)
LANGUAGE c AS 'MODULE_PATHNAME', 'import_history_2_wrapper';

COMMENT ON FUNCTION migrate.import_history IS 'records what another tool has applied: as its history table says, found in this database or named, or in each of many schemas; runs nothing
Example: SELECT * FROM migrate.import_history()';
COMMENT ON FUNCTION migrate.record_migration IS 'records a migration as applied, in the database or in many schemas; runs nothing
Example: SELECT * FROM migrate.record_migration(12, ''Add mood'')';
COMMENT ON FUNCTION migrate.remove_migration IS 'takes a migration out of the history, of the database or of many schemas; runs nothing
Example: SELECT * FROM migrate.remove_migration(12)';
COMMENT ON FUNCTION migrate.baseline IS 'records all up to a version as applied: that version, and every registered migration below it, now and later, in the database or in many schemas; runs nothing
Example: SELECT * FROM migrate.baseline(12)';

DROP PROCEDURE migrate.run(text, text);

CREATE PROCEDURE migrate.run(
    statement text, INOUT summary text DEFAULT NULL, schemas "any" DEFAULT NULL, canary text DEFAULT NULL,
    max_failures integer DEFAULT 1)
LANGUAGE c AS 'MODULE_PATHNAME', 'run_2_wrapper';


CREATE FUNCTION migrate."schema_preflight"(
	"schemas" TEXT[]
) RETURNS TABLE(schema_name text, "check" text, verdict text, detail text)
LANGUAGE c
AS 'MODULE_PATHNAME', 'schema_preflight_of_names_wrapper';

CREATE FUNCTION migrate."schema_preflight"(
	"schemas" TEXT
) RETURNS TABLE(schema_name text, "check" text, verdict text, detail text)
LANGUAGE c
AS 'MODULE_PATHNAME', 'schema_preflight_of_pattern_wrapper';

COMMENT ON FUNCTION migrate.schema_preflight(text) IS 'whether to migrate now in many schemas: in those that match a pattern of LIKE, with what is pending there
Example: SELECT * FROM migrate.schema_preflight(''blog%'')';
COMMENT ON FUNCTION migrate.schema_preflight(text[]) IS 'whether to migrate now in many schemas: in these, with what is pending there
Example: SELECT * FROM migrate.schema_preflight(''{blog}''::text[])';
COMMENT ON PROCEDURE migrate.run IS 'runs one safe operation to its end; fails if it failed
Example: CALL migrate.run($$SELECT * FROM migrate.safe_create_index(''posts'', ''{title}'')$$)';

COMMENT ON COLUMN migrate.lint_findings.up IS 'findings in the up script, the first 100 of each rule: statement, line, column, severity, rule, message, hint, fix';
COMMENT ON COLUMN migrate.lint_findings.down IS 'findings in the down script, the first 100 of each rule; a rollback is never refused';

-- Nothing that is sent needs an encoding that the client has not asked for.
CREATE OR REPLACE VIEW migrate.backfill_status AS
SELECT d.job, d.table_name, d.status,
       concat(repeat(b.done, f.eighths), repeat(b.rest, 8 - f.eighths), lpad(f.percent::text, 4), ' %') AS progress,
       d.rows,
       lpad(coalesce(d.rows_per_second || '/s', ''), 9) AS rate,
       CASE WHEN d.eta_seconds IS NULL THEN '     '
            WHEN d.eta_seconds < 3600 THEN to_char(make_interval(secs => d.eta_seconds), 'MI:SS')
            WHEN d.eta_seconds < 86400 THEN to_char(make_interval(secs => d.eta_seconds), 'HH24"h"MI')
            WHEN d.eta_seconds < 8640000 THEN
                concat(lpad(floor(d.eta_seconds / 86400)::text, 2), 'd', lpad(floor(mod(d.eta_seconds::numeric, 86400) / 3600)::text, 2, '0'))
            ELSE '>99 d'
       END AS eta,
       btrim(regexp_replace(left(concat_ws('; ', d.waiting_for, nullif(d.skipped, 0) || ' rows skipped: migrate.backfill_skipped', d.vacuum_hint, d.error),
                                 200), '(.{1,34})(?: +|$)|([^ ]{34})', E'\\1\\2\n', 'g'), E'\n') AS message
FROM (SELECT b.id FROM migrate.backfills b WHERE b.status IN ('running', 'paused')
      UNION ALL
      (SELECT b.id FROM migrate.backfills b WHERE b.status NOT IN ('running', 'paused') ORDER BY b.id DESC LIMIT 100)) i
-- One by one: there may be very many.
CROSS JOIN LATERAL (SELECT d.* FROM migrate.backfill_details d WHERE d.backfill = i.id OFFSET 0) d
CROSS JOIN LATERAL (SELECT CASE WHEN d.status = 'done' OR d.blocks_total = 0 THEN 1 ELSE d.blocks_done::float8 / d.blocks_total END AS share) s
CROSS JOIN LATERAL (SELECT floor(s.share * 8)::integer AS eighths,
                           CASE d.status WHEN 'done' THEN 100 ELSE least(floor(s.share * 100), 99) END AS percent) f
CROSS JOIN migrate.bar_characters b
ORDER BY d.backfill DESC;

CREATE OR REPLACE VIEW migrate.progress AS
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

CREATE OR REPLACE VIEW migrate.active_queries AS
SELECT a.pid, a.usename::text AS role, a.application_name AS application, a.state,
       to_char(s.duration, 'HH24:MI:SS') AS duration,
       CASE WHEN a.state = 'active' THEN
           CASE a.wait_event_type WHEN 'Lock' THEN a.wait_event || ' lock' ELSE a.wait_event END
       END AS wait,
       nullif(pg_blocking_pids(a.pid), '{}') AS blocked_by,
       CASE WHEN length(q.query) > 40 THEN left(q.query, 37) || '...' ELSE q.query END AS query
FROM pg_stat_activity a
CROSS JOIN LATERAL (SELECT btrim(regexp_replace(a.query, '[[:space:]]+', ' ', 'g')) AS query) q
CROSS JOIN LATERAL (SELECT make_interval(secs => extract(epoch FROM clock_timestamp() - CASE a.state WHEN 'active' THEN a.query_start
                                                                                           ELSE a.state_change END)::float8) AS duration) s
WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()
  AND a.state <> 'idle' AND a.backend_type <> 'walsender'
  -- A parallel worker works for a session that has its own row.
  AND (a.leader_pid IS NULL OR a.leader_pid = a.pid)
ORDER BY s.duration DESC, a.pid;

COMMENT ON COLUMN migrate.change_records.kind IS 'rename_column, change_type, drop_column, drop_table, ...';
COMMENT ON TABLE migrate.schemas IS 'schemas that have a history of their own: those that schemas => ... has named';
COMMENT ON COLUMN migrate.convergence.first_error IS 'what the server said there; migrate.status(schemas => ...) has the rest';
COMMENT ON COLUMN migrate.fingerprint_nodes.kind IS 'table, index, ...; above the objects: kind, contents (of a schema), root';
COMMENT ON COLUMN migrate.recorded_objects.kind IS 'table, index, ...';
-- << the update

-- What the script of every update ends with; scripts/release puts it there. What is new is for nobody but the owner, whatever default
-- privileges say, as behind CREATE EXTENSION; but what stands in the place of something has the grants of that.
DO LANGUAGE plpgsql $end$
DECLARE
    revokes pg_catalog.text[];
    grants pg_catalog.text[];
    made pg_catalog.oid[];
    initial pg_catalog.jsonb;
    statement pg_catalog.text;
BEGIN
    WITH before AS (
        SELECT b.kind, b.oid, b.name, b.arguments, b."column", b.acl
        FROM pg_catalog.jsonb_to_recordset(pg_catalog.current_setting('migrate_ext_update.grants')::pg_catalog.jsonb)
             AS b (kind pg_catalog.text, oid pg_catalog.oid, name pg_catalog.text, arguments pg_catalog.text, "column" pg_catalog.text,
                   acl pg_catalog._aclitem)
    ), objects (kind, oid, name, arguments, what, owner, acl) AS (
        SELECT 'r', c.oid, c.relname::pg_catalog.text, NULL,
               pg_catalog.format('%s migrate.%I', CASE WHEN c.relkind OPERATOR(pg_catalog.=) 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, c.relname),
               c.relowner, c.relacl
        FROM pg_catalog.pg_class c
        WHERE c.relnamespace OPERATOR(pg_catalog.=) 'migrate'::pg_catalog.regnamespace
          AND c.relkind OPERATOR(pg_catalog.=) ANY ('{r,v,S,m}'::"char"[])
        UNION ALL
        SELECT 'f', p.oid, p.proname::pg_catalog.text, pg_catalog.oidvectortypes(p.proargtypes),
               pg_catalog.format('ROUTINE %s', p.oid::pg_catalog.regprocedure), p.proowner, p.proacl
        FROM pg_catalog.pg_proc p WHERE p.pronamespace OPERATOR(pg_catalog.=) 'migrate'::pg_catalog.regnamespace
        UNION ALL
        SELECT 't', t.oid, t.typname::pg_catalog.text, NULL, pg_catalog.format('TYPE %s', t.oid::pg_catalog.regtype), t.typowner, t.typacl
        FROM pg_catalog.pg_type t WHERE t.typnamespace OPERATOR(pg_catalog.=) 'migrate'::pg_catalog.regnamespace
    ), made AS (
        SELECT o.* FROM objects o
        WHERE NOT EXISTS (SELECT FROM before b WHERE b.kind OPERATOR(pg_catalog.=) o.kind AND b.oid OPERATOR(pg_catalog.=) o.oid)
    ), gone AS (
        SELECT b.* FROM before b
        WHERE NOT EXISTS (SELECT FROM objects o
                          WHERE o.oid OPERATOR(pg_catalog.=) b.oid
                            AND o.kind OPERATOR(pg_catalog.=) CASE b.kind WHEN 'c' THEN 'r' ELSE b.kind END)
    ), grantees AS (
        SELECT m.what, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::pg_catalog.regrole::pg_catalog.text END AS grantee
        FROM made m, pg_catalog.aclexplode(m.acl) a
        WHERE a.grantee OPERATOR(pg_catalog.<>) m.owner
        UNION
        SELECT m.what, 'PUBLIC' FROM made m WHERE m.kind OPERATOR(pg_catalog.<>) 't'
    ), granted AS (
        SELECT pg_catalog.format('GRANT %s%s ON %s TO %s%s', a.privilege_type,
                                 ' (' OPERATOR(pg_catalog.||) pg_catalog.quote_ident(g."column") OPERATOR(pg_catalog.||) ')',
                                 m.what, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::pg_catalog.regrole::pg_catalog.text END,
                                 CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' END) AS "grant"
        FROM gone g
        JOIN made m ON m.kind OPERATOR(pg_catalog.=) CASE g.kind WHEN 'c' THEN 'r' ELSE g.kind END
                   AND m.name OPERATOR(pg_catalog.=) g.name
                   -- Another signature is in the place of the old one, unless that is there again.
                   AND (m.arguments IS NULL OR m.arguments OPERATOR(pg_catalog.=) g.arguments
                        OR NOT EXISTS (SELECT FROM made n
                                       WHERE n.kind OPERATOR(pg_catalog.=) m.kind AND n.name OPERATOR(pg_catalog.=) m.name
                                         AND n.arguments OPERATOR(pg_catalog.=) g.arguments)),
             pg_catalog.aclexplode(g.acl) a
        WHERE a.grantee OPERATOR(pg_catalog.<>) m.owner
          AND (g."column" IS NULL
               OR EXISTS (SELECT FROM pg_catalog.pg_attribute c
                          WHERE c.attrelid OPERATOR(pg_catalog.=) m.oid AND c.attname::pg_catalog.text OPERATOR(pg_catalog.=) g."column"))
    )
    SELECT (SELECT pg_catalog.array_agg(pg_catalog.format('REVOKE ALL ON %s FROM %s CASCADE', r.what, r.grantee)) FROM grantees r),
           (SELECT pg_catalog.array_agg(DISTINCT r."grant") FROM granted r),
           (SELECT pg_catalog.array_agg(m.oid) FROM made m)
    INTO revokes, grants, made;

    FOREACH statement IN ARRAY coalesce(revokes, '{}') LOOP
        EXECUTE statement;
    END LOOP;
    -- The server takes what a script grants for the extension's own, which pg_dump leaves out. These grants are the users'.
    SELECT coalesce(pg_catalog.jsonb_agg(pg_catalog.to_jsonb(i)), '[]') INTO initial
    FROM pg_catalog.pg_init_privs i WHERE i.objoid OPERATOR(pg_catalog.=) ANY (made);
    FOREACH statement IN ARRAY coalesce(grants, '{}') LOOP
        EXECUTE statement;
    END LOOP;
    DELETE FROM pg_catalog.pg_init_privs i WHERE i.objoid OPERATOR(pg_catalog.=) ANY (made);
    INSERT INTO pg_catalog.pg_init_privs
    SELECT i.* FROM pg_catalog.jsonb_populate_recordset(NULL::pg_catalog.pg_init_privs, initial) i;
    -- Nor does a role hang on them, when all else is revoked from it: PostgreSQL 17 and later note that.
    DELETE FROM pg_catalog.pg_shdepend d
    WHERE d.dbid OPERATOR(pg_catalog.=) (SELECT b.oid FROM pg_catalog.pg_database b WHERE b.datname OPERATOR(pg_catalog.=) pg_catalog.current_database())
      AND d.classid OPERATOR(pg_catalog.=) ANY ('{pg_class,pg_proc,pg_type}'::pg_catalog.regclass[]::pg_catalog.oid[])
      AND d.objid OPERATOR(pg_catalog.=) ANY (made) AND d.deptype OPERATOR(pg_catalog.=) 'i';
END
$end$;
