-- A database for each customer, and servers: which of them a job is at. CREATE EXTENSION runs this with search_path pg_catalog, so names
-- and operators are the server's. What is applied in a database is in its own history.

-- How the worker of a job goes through them. It decides nothing.
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
