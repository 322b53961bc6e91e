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
COMMENT ON COLUMN migrate.servers.server_name IS 'name, as servers => … takes it';
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

COMMENT ON FUNCTION migrate.load_registry IS 'registers what another database sends: migrate.up(servers => …) calls it there; answers how many were missing
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

-- A backfill of a table that Citus manages goes by its key.
ALTER TABLE migrate.backfill_ranges ADD COLUMN last_key text[];
COMMENT ON COLUMN migrate.backfill_ranges.last_key IS 'primary key of the last row that is done, where batches go by it: a table of Citus; a block is then a hundred rows';

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
