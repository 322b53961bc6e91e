-- A schema for each tenant: which schemas have a history of their own, and what is in it. CREATE EXTENSION runs this with
-- search_path pg_catalog, so names and operators are the server's.
--
-- The tables are those of the database with a column more. The engine reads and writes them by views of the same columns:
-- while it is at a schema, setting migrate.tenant says which (src/postgres/tenant.rs). Neither the guide's table nor what reads
-- it knows of them.

-- A schema is known by its number: it may be renamed, and another one may get its name.
CREATE TABLE migrate.schemas (
    id          integer     GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    schema_name text        NOT NULL,
    schema_oid  oid         NOT NULL,
    home        uuid        NOT NULL,
    added_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (home, schema_oid)
);

CREATE INDEX schemas_name ON migrate.schemas (schema_name);

COMMENT ON TABLE migrate.schemas IS 'schemas that have a history of their own: those that schemas => ... has named';
COMMENT ON COLUMN migrate.schemas.id IS 'number by which the other tables know it';
COMMENT ON COLUMN migrate.schemas.schema_name IS 'its name when it was named last';
COMMENT ON COLUMN migrate.schemas.schema_oid IS 'its number in pg_namespace';
COMMENT ON COLUMN migrate.schemas.home IS 'database in which that is its number; in one that is restored from a dump, or behind pg_upgrade, its name counts';
COMMENT ON COLUMN migrate.schemas.added_at IS 'when it was named first';

CREATE TABLE migrate.schema_applied (
    tenant integer NOT NULL DEFAULT current_setting('migrate.tenant')::integer,
    LIKE migrate.schema_migrations INCLUDING DEFAULTS INCLUDING COMMENTS,
    PRIMARY KEY (tenant, version)
);

COMMENT ON TABLE migrate.schema_applied IS 'applied migrations of each schema, as schema_migrations has those of the database; migrate.schema_history has them with names';
COMMENT ON COLUMN migrate.schema_applied.tenant IS 'schema, by its number in migrate.schemas';

CREATE TABLE migrate.schema_origins (
    tenant integer NOT NULL DEFAULT current_setting('migrate.tenant')::integer,
    LIKE migrate.origins INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING COMMENTS,
    PRIMARY KEY (tenant, version)
);

COMMENT ON TABLE migrate.schema_origins IS 'how each applied migration of a schema came to be applied, as migrate.origins has it for the database';
COMMENT ON COLUMN migrate.schema_origins.tenant IS 'schema, by its number in migrate.schemas';

CREATE TABLE migrate.schema_journal (
    tenant integer NOT NULL DEFAULT current_setting('migrate.tenant')::integer,
    LIKE migrate.journal INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING IDENTITY INCLUDING COMMENTS,
    PRIMARY KEY (id)
);

-- A migration that is registered below the baseline of a schema is recorded there.
CREATE INDEX schema_origins_baseline ON migrate.schema_origins (tenant) WHERE baseline_by IS NOT NULL;

-- Where a migration stands in a schema is what its last rows say.
CREATE INDEX schema_journal_version_id ON migrate.schema_journal (tenant, version, id DESC);
CREATE INDEX schema_journal_job ON migrate.schema_journal (job, id);
CREATE INDEX schema_journal_record ON migrate.schema_journal (record) WHERE record IS NOT NULL;

COMMENT ON TABLE migrate.schema_journal IS 'each unit that was run in a schema, as migrate.journal has those of the database; the next run continues where this says';
COMMENT ON COLUMN migrate.schema_journal.tenant IS 'schema, by its number in migrate.schemas';

-- What a schema stopped at, until it is past it.
CREATE TABLE migrate.schema_failures (
    tenant    integer     NOT NULL,
    version   bigint      NOT NULL,
    job       bigint      NOT NULL,
    failure   jsonb       NOT NULL,
    failed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (tenant, version)
);

COMMENT ON TABLE migrate.schema_failures IS 'migrations at which a schema stands, since they failed in it';
COMMENT ON COLUMN migrate.schema_failures.tenant IS 'schema, by its number in migrate.schemas';
COMMENT ON COLUMN migrate.schema_failures.version IS 'migration';
COMMENT ON COLUMN migrate.schema_failures.job IS 'job in which it failed';
COMMENT ON COLUMN migrate.schema_failures.failure IS 'sqlstate, message, detail and hint';
COMMENT ON COLUMN migrate.schema_failures.failed_at IS 'when';

-- What the workers of a job hand out among themselves. It decides nothing: what is done is in the history.
CREATE TABLE migrate.schema_queue (
    job         bigint  NOT NULL,
    place       integer NOT NULL,
    tenant      integer NOT NULL,
    schema_name text    NOT NULL,
    schema_oid  oid     NOT NULL,
    status      text    NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'running', 'done', 'failed')),
    pid         integer,
    failure     jsonb,
    PRIMARY KEY (job, place)
);

CREATE INDEX schema_queue_waiting ON migrate.schema_queue (job, place) WHERE status = 'waiting';

COMMENT ON TABLE migrate.schema_queue IS 'schemas of a job that is at many of them; its rows go when another such job is asked for';
COMMENT ON COLUMN migrate.schema_queue.job IS 'job';
COMMENT ON COLUMN migrate.schema_queue.place IS 'its place, from 1; the canary stands first';
COMMENT ON COLUMN migrate.schema_queue.tenant IS 'schema, by its number in migrate.schemas';
COMMENT ON COLUMN migrate.schema_queue.schema_name IS 'its name when the job was asked for';
COMMENT ON COLUMN migrate.schema_queue.schema_oid IS 'its number in pg_namespace';
COMMENT ON COLUMN migrate.schema_queue.status IS 'waiting, running, done or failed';
COMMENT ON COLUMN migrate.schema_queue.pid IS 'process id of the worker that has taken it';
COMMENT ON COLUMN migrate.schema_queue.failure IS 'sqlstate, message, detail and hint, where it failed';

COMMENT ON COLUMN migrate.jobs.schemas IS 'where it is at many schemas (migrate.schema_queue): what is asked for in each of them, the canary, and when to stop';

ALTER TABLE migrate.operations ADD COLUMN tenant integer DEFAULT nullif(current_setting('migrate.tenant', true), '')::integer;

COMMENT ON COLUMN migrate.operations.tenant IS 'schema in which a script called it, by its number in migrate.schemas; NULL where that was for the whole database';

-- The schema that the engine is at, in the words of the database's own tables.
CREATE VIEW migrate.tenant_migrations AS
SELECT * FROM migrate.schema_applied WHERE tenant = current_setting('migrate.tenant')::integer;
CREATE VIEW migrate.tenant_origins AS
SELECT * FROM migrate.schema_origins WHERE tenant = current_setting('migrate.tenant')::integer;
CREATE VIEW migrate.tenant_journal AS
SELECT * FROM migrate.schema_journal WHERE tenant = current_setting('migrate.tenant')::integer;

-- Versions are those of many schemas: whoever looks for the operations of a migration looks here.
CREATE VIEW migrate.own_operations AS
SELECT * FROM migrate.operations
WHERE tenant IS NOT DISTINCT FROM nullif(current_setting('migrate.tenant', true), '')::integer;

-- As migrate.done.
CREATE VIEW migrate.tenant_done AS
SELECT s.version
FROM migrate.tenant_migrations s
WHERE NOT EXISTS (SELECT FROM migrate.labels l
                  JOIN migrate.migrations m ON m.version = l.version
                  WHERE l.repeats AND l.version = s.version AND m.checksum <> s.checksum);

-- As migrate.unfinished.
CREATE VIEW migrate.tenant_unfinished AS
SELECT last.version, last.direction, last.unit, last.units, last.kind, last.status,
       (SELECT count(DISTINCT done.unit)
        FROM migrate.tenant_journal done
        WHERE done.version = last.version AND done.direction = last.direction AND done.status = 'done'
          AND done.id > coalesce((SELECT max(ended.id) FROM migrate.tenant_journal ended
                                  WHERE ended.version = last.version AND ended.status = 'done'
                                    AND ended.unit = ended.units), 0)) AS committed
FROM (SELECT DISTINCT ON (version) * FROM migrate.tenant_journal
      WHERE version IS NOT NULL ORDER BY version, id DESC) last
WHERE NOT (last.status = 'done' AND last.unit = last.units);

COMMENT ON VIEW migrate.tenant_migrations IS 'for the engine alone: schema_applied of the schema that it is at';
COMMENT ON VIEW migrate.tenant_origins IS 'for the engine alone: schema_origins of the schema that it is at';
COMMENT ON VIEW migrate.tenant_journal IS 'for the engine alone: schema_journal of the schema that it is at';
COMMENT ON VIEW migrate.own_operations IS 'for the engine alone: operations of the database, or of the schema that it is at';
COMMENT ON VIEW migrate.tenant_done IS 'for the engine alone: migrate.done of the schema that it is at';
COMMENT ON VIEW migrate.tenant_unfinished IS 'for the engine alone: migrate.unfinished of the schema that it is at';

-- Their columns mean what those of the tables mean.
DO LANGUAGE plpgsql $migrate$
DECLARE
    remark pg_catalog.text;
BEGIN
    FOR remark IN
        SELECT pg_catalog.format('COMMENT ON COLUMN migrate.%I.%I IS %L', v.name, a.attname,
                                 pg_catalog.col_description(t.oid, a.attnum))
        FROM (VALUES ('tenant_migrations', 'schema_applied'), ('tenant_origins', 'schema_origins'),
                     ('tenant_journal', 'schema_journal'), ('own_operations', 'operations'),
                     ('tenant_done', 'done'), ('tenant_unfinished', 'unfinished')) v (name, source)
        JOIN pg_catalog.pg_class t ON t.relname OPERATOR(pg_catalog.=) v.source::pg_catalog.name
                                  AND t.relnamespace OPERATOR(pg_catalog.=) 'migrate'::pg_catalog.regnamespace
        JOIN pg_catalog.pg_class o ON o.relname OPERATOR(pg_catalog.=) v.name::pg_catalog.name
                                  AND o.relnamespace OPERATOR(pg_catalog.=) 'migrate'::pg_catalog.regnamespace
        JOIN pg_catalog.pg_attribute a ON a.attrelid OPERATOR(pg_catalog.=) t.oid
                                      AND a.attnum OPERATOR(pg_catalog.>) 0 AND NOT a.attisdropped
        JOIN pg_catalog.pg_attribute b ON b.attrelid OPERATOR(pg_catalog.=) o.oid
                                      AND b.attname OPERATOR(pg_catalog.=) a.attname
    LOOP
        EXECUTE remark;
    END LOOP;
END
$migrate$;

-- The schemas that are there. pg_upgrade keeps the database, and gives schemas other numbers: so home is of both, of the
-- database and of the number that schema migrate has.
CREATE VIEW migrate.living_schemas AS
WITH here AS (SELECT md5(h.id::text || 'migrate'::regnamespace::oid::text)::uuid AS id FROM migrate.home h)
SELECT s.id, n.nspname::text AS schema_name, n.oid AS schema_oid
FROM migrate.schemas s
JOIN pg_namespace n ON n.oid = s.schema_oid
WHERE s.home = (SELECT h.id FROM here h)
UNION ALL
-- Restored from a dump, and named by nobody since.
SELECT s.id, n.nspname::text, n.oid
FROM migrate.schemas s
JOIN pg_namespace n ON n.nspname = s.schema_name
WHERE s.home <> (SELECT h.id FROM here h)
  AND NOT EXISTS (SELECT FROM migrate.schemas o
                  WHERE o.home = (SELECT h.id FROM here h) AND o.schema_oid = n.oid)
  AND NOT EXISTS (SELECT FROM migrate.schemas o
                  WHERE o.home <> (SELECT h.id FROM here h) AND o.schema_name = s.schema_name AND o.id > s.id);

COMMENT ON VIEW migrate.living_schemas IS 'the schemas that are there: of migrate.schemas, with the names that they have now';
COMMENT ON COLUMN migrate.living_schemas.id IS 'number by which the other tables know it';
COMMENT ON COLUMN migrate.living_schemas.schema_name IS 'its name';
COMMENT ON COLUMN migrate.living_schemas.schema_oid IS 'its number in pg_namespace';

CREATE VIEW migrate.schema_history AS
SELECT s.schema_name, a.version, a.description, a.applied_at, a.applied_by, a.execution_time_ms, a.checksum
FROM migrate.schema_applied a
JOIN migrate.living_schemas s ON s.id = a.tenant;

COMMENT ON VIEW migrate.schema_history IS 'what is applied in each schema: as schema_migrations for the database';
COMMENT ON COLUMN migrate.schema_history.schema_name IS 'schema';
COMMENT ON COLUMN migrate.schema_history.version IS 'version of the applied migration';
COMMENT ON COLUMN migrate.schema_history.description IS 'its description when it was applied';
COMMENT ON COLUMN migrate.schema_history.applied_at IS 'when it was recorded as applied';
COMMENT ON COLUMN migrate.schema_history.applied_by IS 'session user who asked for it';
COMMENT ON COLUMN migrate.schema_history.execution_time_ms IS 'time its units took, in milliseconds, waiting for locks included';
COMMENT ON COLUMN migrate.schema_history.checksum IS 'checksum of the scripts that were applied';

-- How far the schemas are: counted from the history, and failures are few.
CREATE VIEW migrate.convergence AS
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
COMMENT ON COLUMN migrate.convergence.version IS 'migration';
COMMENT ON COLUMN migrate.convergence.description IS 'its description';
COMMENT ON COLUMN migrate.convergence.done IS 'number of schemas in which it is applied';
COMMENT ON COLUMN migrate.convergence.failed IS 'number of schemas that stand at it, since it failed there, up or down';
COMMENT ON COLUMN migrate.convergence.missing IS 'number of schemas that have still to come to it';
COMMENT ON COLUMN migrate.convergence.first_failed IS 'schema in which it failed first';
COMMENT ON COLUMN migrate.convergence.first_error IS 'what the server said there; migrate.status(schemas => ...) has the rest';

SELECT pg_catalog.pg_extension_config_dump('migrate.schemas', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.schemas_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.schema_applied', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.schema_origins', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.schema_journal', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.schema_journal_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.schema_failures', '');
