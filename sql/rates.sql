-- How fast this server reads and writes tables: measured where a migration's statement took a while.
-- Not dumped: a restored database may be on another machine.
CREATE TABLE migrate.rates (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    work        text        NOT NULL CHECK (work IN ('scan', 'index', 'rewrite')),
    bytes       bigint      NOT NULL CHECK (bytes > 0),
    ms          bigint      NOT NULL CHECK (ms > 0),
    measured_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp()
);

COMMENT ON TABLE migrate.rates IS 'how long statements of migrations took for tables of a size: what migrate.explain() estimates by; the last twenty of each kind';
COMMENT ON COLUMN migrate.rates.id IS 'order of the rows';
COMMENT ON COLUMN migrate.rates.work IS 'scan: a table was read (a constraint validated); index: one was built; rewrite: a table was written anew';
COMMENT ON COLUMN migrate.rates.bytes IS 'size of the table, without indexes and TOAST';
COMMENT ON COLUMN migrate.rates.ms IS 'how long the statement took, in milliseconds';
COMMENT ON COLUMN migrate.rates.measured_at IS 'when it had ended';
