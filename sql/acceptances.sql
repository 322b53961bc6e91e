-- What was changed of migrations after they were applied, and who has accepted it.
CREATE TABLE migrate.acceptances (
    version          bigint      NOT NULL,
    applied          text        NOT NULL,
    accepted         text        NOT NULL,
    what             text        NOT NULL CHECK (what IN ('text', 'comments', 'down')),
    reason           text,
    accepted_by      text        NOT NULL,
    accepted_session text        NOT NULL,
    accepted_at      timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
    PRIMARY KEY (version, applied, accepted)
);

COMMENT ON TABLE migrate.acceptances IS 'other texts of migrations that are applied: accepted by migrate.accept(), or with another comment or down script alone';
COMMENT ON COLUMN migrate.acceptances.version IS 'migration';
COMMENT ON COLUMN migrate.acceptances.applied IS 'checksum of what was applied, or accepted before';
COMMENT ON COLUMN migrate.acceptances.accepted IS 'checksum of what takes its place, in migrate.schema_migrations too as soon as it is registered';
COMMENT ON COLUMN migrate.acceptances.what IS 'text: it says something else; comments: it says the same; down: it has another down script, or one at last';
COMMENT ON COLUMN migrate.acceptances.reason IS 'why, as migrate.accept() was told; NULL where nothing had to be accepted';
COMMENT ON COLUMN migrate.acceptances.accepted_by IS 'role that accepted it, or loaded it';
COMMENT ON COLUMN migrate.acceptances.accepted_session IS 'session user in whose session; within a SECURITY DEFINER function, its owner';
COMMENT ON COLUMN migrate.acceptances.accepted_at IS 'when';

SELECT pg_catalog.pg_extension_config_dump('migrate.acceptances', '');
