-- Versions that are not simply a number: a tool's own text for them, and where they stand among all versions.
CREATE TABLE migrate.labels (
    version bigint    PRIMARY KEY,
    label   text      NOT NULL,
    place   numeric[] NOT NULL,
    repeats boolean   NOT NULL DEFAULT false,
    event   text      CHECK (event IN ('before_all', 'after_each', 'after_all')),
    always  boolean   NOT NULL DEFAULT false CHECK (repeats OR NOT always)
);

COMMENT ON TABLE migrate.labels IS 'versions that a tool writes in another way than as a number: 1.2.10, 0000, 001 beside 1, a name; migrate.version() finds them';
COMMENT ON COLUMN migrate.labels.version IS 'number by which everything here knows the migration; made up from the label where the label is no bigint, the same in every database';
COMMENT ON COLUMN migrate.labels.label IS 'the version as its tool writes it';
COMMENT ON COLUMN migrate.labels.place IS 'its place in the order: numbers compared one after the other; that of a version without a label is its number alone';
COMMENT ON COLUMN migrate.labels.repeats IS 'whether it is a repeatable migration: it runs again when its text has changed, and is never rolled back';
COMMENT ON COLUMN migrate.labels.event IS 'of a callback, the moment of a run at which it runs: before_all, after_each, after_all';
COMMENT ON COLUMN migrate.labels.always IS 'whether it is a repeatable migration that each migrate.up() runs again, also with the same text';

-- For a label. Two tools may use the same one.
CREATE INDEX labels_label ON migrate.labels (label);
-- For the newest.
CREATE INDEX labels_place ON migrate.labels (place);
-- For those that are done: there are few among them that repeat.
CREATE INDEX labels_repeats ON migrate.labels (version) WHERE repeats;
-- For those that each run has.
CREATE INDEX labels_always ON migrate.labels (version) WHERE always;

-- For one version; a query over many joins the table. The target 0 lies below all, also below a version that its tool calls 0.
CREATE FUNCTION migrate.place(version bigint) RETURNS numeric[]
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN $1 IS NULL THEN NULL
                WHEN $1 OPERATOR(pg_catalog.=) 0 THEN ARRAY[-1]::pg_catalog.numeric[]
                ELSE COALESCE((SELECT l.place FROM migrate.labels l WHERE l.version OPERATOR(pg_catalog.=) $1),
                              ARRAY[$1::pg_catalog.numeric]) END
$$;

COMMENT ON FUNCTION migrate.place IS 'the place of a version in the order: numbers compared one after the other; its number, or what migrate.labels says
Example: SELECT migrate.place(12)';

SELECT pg_catalog.pg_extension_config_dump('migrate.labels', '');

-- Whoever asks what is pending asks this, and not the history: of a repeatable migration that has the last run.
CREATE VIEW migrate.done AS
SELECT s.version
FROM migrate.schema_migrations s
WHERE NOT EXISTS (SELECT FROM migrate.labels l
                  JOIN migrate.migrations m ON m.version OPERATOR(pg_catalog.=) l.version
                  WHERE l.repeats AND l.version OPERATOR(pg_catalog.=) s.version
                    AND m.checksum OPERATOR(pg_catalog.<>) s.checksum);

COMMENT ON VIEW migrate.done IS 'migrations that are done: those in the history, but for repeatable ones whose registered text is another one than the one that ran last';
COMMENT ON COLUMN migrate.done.version IS 'migration';

CREATE VIEW migrate.callbacks AS
SELECT l.event, m.up AS sql, m.version, m.filename, m.registered_by, m.registered_at
FROM migrate.labels l
JOIN migrate.migrations m ON m.version OPERATOR(pg_catalog.=) l.version
WHERE l.event IS NOT NULL;

COMMENT ON VIEW migrate.callbacks IS 'what runs around migrations: before_all, after_each and after_all of a run that applies any; migrate.set_callback() and drop_callback() change it';
COMMENT ON COLUMN migrate.callbacks.event IS 'before_all, after_each or after_all';
COMMENT ON COLUMN migrate.callbacks.sql IS 'what runs';
COMMENT ON COLUMN migrate.callbacks.version IS 'number by which migrate.approve() and the journal know it';
COMMENT ON COLUMN migrate.callbacks.filename IS 'name of the file it came from, if it came from one';
COMMENT ON COLUMN migrate.callbacks.registered_by IS 'role that registered this text';
COMMENT ON COLUMN migrate.callbacks.registered_at IS 'when this text was registered';

-- What became a part of another migration, as it was.
CREATE TABLE migrate.squashed (
    id                bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    version           bigint      NOT NULL,
    squashed_into     bigint      NOT NULL,
    squashed_at       timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
    squashed_by       text        NOT NULL,
    label             text,
    description       text        NOT NULL,
    up                text,
    down              text,
    checksum          text,
    filename          text,
    registered_by     text,
    applied_at        timestamptz,
    applied_by        text,
    execution_time_ms integer,
    applied_checksum  text
);

COMMENT ON TABLE migrate.squashed IS 'migrations that migrate.squash() made a part of another one: what was registered and applied by then; never pruned';
COMMENT ON COLUMN migrate.squashed.id IS 'order of the rows';
COMMENT ON COLUMN migrate.squashed.version IS 'the migration';
COMMENT ON COLUMN migrate.squashed.squashed_into IS 'the one of which it is a part';
COMMENT ON COLUMN migrate.squashed.squashed_at IS 'when';
COMMENT ON COLUMN migrate.squashed.squashed_by IS 'session user who asked for it';
COMMENT ON COLUMN migrate.squashed.label IS 'its version as its tool writes it, where that is another text than the number';
COMMENT ON COLUMN migrate.squashed.description IS 'its description';
COMMENT ON COLUMN migrate.squashed.up IS 'its up script; NULL where none was registered';
COMMENT ON COLUMN migrate.squashed.down IS 'its down script';
COMMENT ON COLUMN migrate.squashed.checksum IS 'checksum of both';
COMMENT ON COLUMN migrate.squashed.filename IS 'name of its file, where that was said';
COMMENT ON COLUMN migrate.squashed.registered_by IS 'role that registered it';
COMMENT ON COLUMN migrate.squashed.applied_at IS 'when it was recorded as applied; NULL where it was not applied here';
COMMENT ON COLUMN migrate.squashed.applied_by IS 'session user who asked for that';
COMMENT ON COLUMN migrate.squashed.execution_time_ms IS 'time its units took, in milliseconds';
COMMENT ON COLUMN migrate.squashed.applied_checksum IS 'checksum of the scripts that were applied';

SELECT pg_catalog.pg_extension_config_dump('migrate.squashed', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.squashed_id_seq', '');
