-- A database for each customer: which databases a job is at. CREATE EXTENSION runs this with search_path pg_catalog, so names
-- and operators are the server's. What is applied in a database is in its own history.

-- How the worker of a job goes through them. It decides nothing.
CREATE TABLE migrate.elsewhere_queue (
    job        bigint  NOT NULL,
    place      integer NOT NULL,
    name       text    NOT NULL,
    status     text    NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'running', 'done', 'failed')),
    migrations bigint  NOT NULL DEFAULT 0,
    failure    jsonb,
    PRIMARY KEY (job, place)
);

CREATE UNIQUE INDEX elsewhere_queue_name ON migrate.elsewhere_queue (job, name);

COMMENT ON TABLE migrate.elsewhere_queue IS 'databases of a job that is at many of them; its rows go when another such job is asked for';
COMMENT ON COLUMN migrate.elsewhere_queue.job IS 'job';
COMMENT ON COLUMN migrate.elsewhere_queue.place IS 'its place, from 1; the canary stands first';
COMMENT ON COLUMN migrate.elsewhere_queue.name IS 'name of the database';
COMMENT ON COLUMN migrate.elsewhere_queue.status IS 'waiting, running, done or failed';
COMMENT ON COLUMN migrate.elsewhere_queue.migrations IS 'number of migrations that were brought to their end in it';
COMMENT ON COLUMN migrate.elsewhere_queue.failure IS 'sqlstate, message, detail and hint, where it failed';

COMMENT ON COLUMN migrate.jobs.schemas IS 'where it is at many schemas (migrate.schema_queue) or databases (migrate.elsewhere_queue): what is asked for in each of them, the canary, and when to stop';
