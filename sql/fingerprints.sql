-- Fingerprints, and what the runs of migrations have left of each object. CREATE EXTENSION runs this with search_path
-- pg_catalog, so names and operators are the server's.

-- The nodes of the trees, each once, by its hash: what two fingerprints have in common is the same rows.
CREATE TABLE migrate.fingerprint_nodes (
    hash     text PRIMARY KEY,
    kind     text NOT NULL,
    schema   text,
    name     text NOT NULL,
    facts    jsonb,
    children text[],
    CHECK ((facts IS NULL) <> (children IS NULL))
);

COMMENT ON TABLE migrate.fingerprint_nodes IS 'what fingerprints are made of: objects with what is said of each, and the nodes above them';
COMMENT ON COLUMN migrate.fingerprint_nodes.hash IS 'SHA-256 of all that the row says, in hex';
COMMENT ON COLUMN migrate.fingerprint_nodes.kind IS 'table, index, ...; above the objects: kind, contents (of a schema), root';
COMMENT ON COLUMN migrate.fingerprint_nodes.schema IS 'schema in which an object is counted; NULL above the objects';
COMMENT ON COLUMN migrate.fingerprint_nodes.name IS 'the object; of a node above, the kind or schema';
COMMENT ON COLUMN migrate.fingerprint_nodes.facts IS 'what is said of the object; NULL above the objects';
COMMENT ON COLUMN migrate.fingerprint_nodes.children IS 'hashes of the nodes below';

CREATE TABLE migrate.fingerprints (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    schema_name text,
    hash        text        NOT NULL,
    server      integer     NOT NULL,
    taken_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    taken_by    text        NOT NULL
);

COMMENT ON TABLE migrate.fingerprints IS 'fingerprints that were stored, for migrate.diff()';
COMMENT ON COLUMN migrate.fingerprints.id IS 'number, for migrate.diff()';
COMMENT ON COLUMN migrate.fingerprints.schema_name IS 'schema; NULL for all of the database';
COMMENT ON COLUMN migrate.fingerprints.hash IS 'what migrate.fingerprint() returned; its beginning will do for migrate.diff()';
COMMENT ON COLUMN migrate.fingerprints.server IS 'major version of the server that has written it';
COMMENT ON COLUMN migrate.fingerprints.taken_at IS 'when';
COMMENT ON COLUMN migrate.fingerprints.taken_by IS 'session user; within a SECURITY DEFINER function, its owner';

-- What the last run that touched an object has left of it.
CREATE TABLE migrate.recorded_objects (
    kind        text        NOT NULL,
    object      text        NOT NULL,
    schema_name text        NOT NULL,
    hash        text,
    server      integer     NOT NULL,
    class       text        NOT NULL,
    oid         oid         NOT NULL,
    base_class  text        NOT NULL,
    base_oid    oid         NOT NULL,
    home        uuid        NOT NULL,
    version     bigint,
    operation   text,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    recorded_by text        NOT NULL,
    PRIMARY KEY (kind, object)
);

-- Names change, and what is dropped has none any more: a run finds what it touched by number.
CREATE INDEX recorded_objects_own ON migrate.recorded_objects (oid);
CREATE INDEX recorded_objects_base ON migrate.recorded_objects (base_oid);

COMMENT ON TABLE migrate.recorded_objects IS 'how runs of migrations and safe operations, or migrate.accept_drift(), have left each object; migrate.drift() compares';
COMMENT ON COLUMN migrate.recorded_objects.kind IS 'table, index, ...';
COMMENT ON COLUMN migrate.recorded_objects.object IS 'its name';
COMMENT ON COLUMN migrate.recorded_objects.schema_name IS 'schema in which it is counted: that of its table';
COMMENT ON COLUMN migrate.recorded_objects.hash IS 'its node in migrate.fingerprint_nodes; NULL if it was dropped, renamed or moved';
COMMENT ON COLUMN migrate.recorded_objects.server IS 'major version of the server by then';
COMMENT ON COLUMN migrate.recorded_objects.class IS 'catalog that has it';
COMMENT ON COLUMN migrate.recorded_objects.oid IS 'its number there';
COMMENT ON COLUMN migrate.recorded_objects.base_class IS 'catalog of what it belongs to';
COMMENT ON COLUMN migrate.recorded_objects.base_oid IS 'number of that: of a constraint, its table''s';
COMMENT ON COLUMN migrate.recorded_objects.home IS 'database in which these are the numbers';
COMMENT ON COLUMN migrate.recorded_objects.version IS 'migration that left it so';
COMMENT ON COLUMN migrate.recorded_objects.operation IS 'safe operation that left it so; with neither, migrate.accept_drift() did';
COMMENT ON COLUMN migrate.recorded_objects.recorded_at IS 'when';
COMMENT ON COLUMN migrate.recorded_objects.recorded_by IS 'session user who asked for it';

-- Where everything is recorded, an object that nobody has recorded is one that somebody made by hand.
CREATE TABLE migrate.accepted_schemas (
    schema_name text        PRIMARY KEY,
    accepted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    accepted_by text        NOT NULL
);

COMMENT ON TABLE migrate.accepted_schemas IS 'schemas whose objects were all recorded by migrate.accept_drift()';
COMMENT ON COLUMN migrate.accepted_schemas.schema_name IS 'schema; empty for all of the database, schemas that come later as well';
COMMENT ON COLUMN migrate.accepted_schemas.accepted_at IS 'when last';
COMMENT ON COLUMN migrate.accepted_schemas.accepted_by IS 'by whom: the session user; within a SECURITY DEFINER function, its owner';

-- What an event trigger saw, where somebody has installed it by migrate.watch_ddl().
CREATE TABLE migrate.ddl_seen (
    id               bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    seen_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    command          text        NOT NULL,
    object           text,
    class            text,
    oid              oid,
    role_name        text        NOT NULL,
    session_role     text        NOT NULL,
    application_name text
);

CREATE INDEX ddl_seen_oid ON migrate.ddl_seen (oid);

COMMENT ON TABLE migrate.ddl_seen IS 'statements that changed objects, as the event triggers of migrate.watch_ddl() saw them';
COMMENT ON COLUMN migrate.ddl_seen.id IS 'order of the rows';
COMMENT ON COLUMN migrate.ddl_seen.seen_at IS 'when';
COMMENT ON COLUMN migrate.ddl_seen.command IS 'command tag';
COMMENT ON COLUMN migrate.ddl_seen.object IS 'object, as the server names it';
COMMENT ON COLUMN migrate.ddl_seen.class IS 'catalog that has it';
COMMENT ON COLUMN migrate.ddl_seen.oid IS 'its number there';
COMMENT ON COLUMN migrate.ddl_seen.role_name IS 'role that SET ROLE had taken, or the session user';
COMMENT ON COLUMN migrate.ddl_seen.session_role IS 'session user';
COMMENT ON COLUMN migrate.ddl_seen.application_name IS 'its application_name';

-- It writes as the owner of the table, so that nobody's statement fails for want of a right; whatever else goes wrong is a
-- warning, for an event trigger that fails would stop every statement of the kind.
CREATE FUNCTION migrate.note_ddl() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $migrate$
DECLARE
    taken text := current_setting('role');
BEGIN
    IF TG_EVENT = 'sql_drop' THEN
        INSERT INTO migrate.ddl_seen (command, object, class, oid, role_name, session_role, application_name)
        SELECT TG_TAG, d.object_identity, d.classid::regclass::text, d.objid,
               CASE taken WHEN 'none' THEN session_user ELSE taken END, session_user, current_setting('application_name')
        FROM pg_event_trigger_dropped_objects() d
        WHERE NOT d.is_temporary AND (d.original OR d.normal)
          AND d.schema_name IS DISTINCT FROM 'migrate' AND d.schema_name IS DISTINCT FROM 'pg_toast';
    ELSE
        INSERT INTO migrate.ddl_seen (command, object, class, oid, role_name, session_role, application_name)
        SELECT c.command_tag, c.object_identity, c.classid::regclass::text, c.objid,
               CASE taken WHEN 'none' THEN session_user ELSE taken END, session_user, current_setting('application_name')
        FROM pg_event_trigger_ddl_commands() c
        WHERE NOT c.in_extension AND c.schema_name IS DISTINCT FROM 'pg_temp' AND c.schema_name IS DISTINCT FROM 'migrate';
    END IF;
EXCEPTION WHEN OTHERS THEN
    RAISE WARNING 'migrate.note_ddl could not note this %: %', TG_TAG, SQLERRM;
END
$migrate$;

CREATE FUNCTION migrate.watch_ddl() RETURNS text
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $migrate$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_event_trigger WHERE evtname = 'migrate_watch_ddl') THEN
        CREATE EVENT TRIGGER migrate_watch_ddl ON ddl_command_end EXECUTE FUNCTION migrate.note_ddl();
    END IF;
    IF NOT EXISTS (SELECT FROM pg_event_trigger WHERE evtname = 'migrate_watch_drops') THEN
        CREATE EVENT TRIGGER migrate_watch_drops ON sql_drop EXECUTE FUNCTION migrate.note_ddl();
    END IF;
    RETURN 'watching: migrate.ddl_seen has who changes objects, until migrate.unwatch_ddl()';
END
$migrate$;

CREATE FUNCTION migrate.unwatch_ddl() RETURNS text
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $migrate$
BEGIN
    DROP EVENT TRIGGER IF EXISTS migrate_watch_ddl;
    DROP EVENT TRIGGER IF EXISTS migrate_watch_drops;
    RETURN 'not watching; migrate.ddl_seen keeps what was seen';
END
$migrate$;

SELECT pg_extension_config_dump('migrate.fingerprint_nodes', '');
SELECT pg_extension_config_dump('migrate.fingerprints', '');
SELECT pg_extension_config_dump('migrate.fingerprints_id_seq', '');
SELECT pg_extension_config_dump('migrate.recorded_objects', '');
SELECT pg_extension_config_dump('migrate.accepted_schemas', '');
SELECT pg_extension_config_dump('migrate.ddl_seen', '');
SELECT pg_extension_config_dump('migrate.ddl_seen_id_seq', '');
