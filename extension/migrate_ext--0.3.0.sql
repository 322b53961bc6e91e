-- The objects of migrate_ext. Written by `make schema` from sql/ and src/: change those, not this file.

-- complain if script is sourced in psql, rather than via CREATE EXTENSION
\echo Use "CREATE EXTENSION migrate_ext" to load this file. \quit

-- src/lib.rs
-- bootstrap
-- The schema is a member of the extension and must not be there before: a schema that somebody else made
-- could hold objects of theirs.
DO $$
BEGIN
    IF pg_catalog.getdatabaseencoding() OPERATOR(pg_catalog.<>) 'UTF8' THEN
        RAISE EXCEPTION 'migrate_ext needs a database with encoding UTF8'
            USING ERRCODE = 'feature_not_supported',
                  DETAIL = pg_catalog.format('This database has encoding %s.', pg_catalog.getdatabaseencoding()),
                  HINT = 'Create the database with ENCODING ''UTF8'' TEMPLATE template0.';
    END IF;
END
$$;

CREATE SCHEMA migrate;

-- src/api/operations/drops.rs
-- migrate_ext::api::operations::drops::mark
CREATE FUNCTION migrate.mark() RETURNS trigger LANGUAGE c AS 'MODULE_PATHNAME', 'mark_wrapper';

-- src/api/operations/drops.rs
-- migrate_ext::api::operations::drops::note_write
CREATE FUNCTION migrate.note_write() RETURNS trigger LANGUAGE c AS 'MODULE_PATHNAME', 'note_write_wrapper';

-- src/api/replication.rs
-- migrate_ext::api::replication::keep_own_rows
CREATE FUNCTION migrate.keep_own_rows() RETURNS trigger LANGUAGE c AS 'MODULE_PATHNAME', 'keep_own_rows_wrapper';

-- src/lib.rs
CREATE SCHEMA IF NOT EXISTS migrate; /* migrate_ext::migrate */

-- src/lib.rs
-- requires:
--   schema

-- The registry: what could be applied.
CREATE TABLE migrate.migrations (
    version            bigint      PRIMARY KEY CHECK (version >= 1),
    description        text        NOT NULL,
    up                 text,
    down               text,
    up_line            integer     NOT NULL DEFAULT 1,
    down_line          integer     NOT NULL DEFAULT 1,
    up_transaction     boolean     NOT NULL DEFAULT true,
    down_transaction   boolean     NOT NULL DEFAULT true,
    checksum           text        NOT NULL,
    fingerprint        text        NOT NULL,
    way_down           text        NOT NULL,
    filename           text,
    registered_at      timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
    registered_by      text        NOT NULL,
    registered_session text        NOT NULL
);

-- For a text that comes back under another number.
CREATE INDEX migrations_checksum ON migrate.migrations (checksum);

COMMENT ON TABLE migrate.migrations IS 'registered migrations: the scripts that migrate.up() applies and migrate.down() takes back';
COMMENT ON COLUMN migrate.migrations.version IS 'milliseconds since the epoch, or the number that the file''s name carries; applied in this order';
COMMENT ON COLUMN migrate.migrations.description IS 'what it does, in a few words';
COMMENT ON COLUMN migrate.migrations.up IS 'up script, exactly as written; NULL for a draft that was created without one';
COMMENT ON COLUMN migrate.migrations.down IS 'down script, exactly as written; empty where there is nothing to take back, NULL where there is none';
COMMENT ON COLUMN migrate.migrations.up_line IS 'line of the file on which the up script begins; errors name lines of the file';
COMMENT ON COLUMN migrate.migrations.down_line IS 'line of the file on which the down script begins';
COMMENT ON COLUMN migrate.migrations.up_transaction IS 'false where the file asks for no transaction: each statement commits by itself';
COMMENT ON COLUMN migrate.migrations.down_transaction IS 'the same for the down script';
COMMENT ON COLUMN migrate.migrations.checksum IS 'SHA-256 of both scripts in hex; line endings and byte order mark do not change it';
COMMENT ON COLUMN migrate.migrations.fingerprint IS 'SHA-256 of both scripts as they stand here, line endings and all: what is approved; the same as checksum where no line ends in a carriage return';
COMMENT ON COLUMN migrate.migrations.way_down IS 'what a rollback has to run, in words, found out when this text was registered';
COMMENT ON COLUMN migrate.migrations.filename IS 'name of the file it came from, where that was said';
COMMENT ON COLUMN migrate.migrations.registered_at IS 'when this text was registered';
COMMENT ON COLUMN migrate.migrations.registered_by IS 'role that registered this text';
COMMENT ON COLUMN migrate.migrations.registered_session IS 'session user in whose session it was registered; within a SECURITY DEFINER function, its owner';

-- Who said that a migration, as it was registered then, may run with the rights of somebody else.
CREATE TABLE migrate.approvals (
    version          bigint      NOT NULL,
    fingerprint      text        NOT NULL,
    approved_by      text        NOT NULL,
    approved_session text        NOT NULL,
    approved_at      timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
    PRIMARY KEY (version, fingerprint, approved_by, approved_session)
);

COMMENT ON TABLE migrate.approvals IS 'approvals by migrate.approve(): a script of a role that could not act as the applier runs only with one';
COMMENT ON COLUMN migrate.approvals.version IS 'migration';
COMMENT ON COLUMN migrate.approvals.fingerprint IS 'fingerprint of the scripts that were approved; a changed script needs a new approval, if only its line endings differ';
COMMENT ON COLUMN migrate.approvals.approved_by IS 'role that approved; it must itself be able to act as the applier';
COMMENT ON COLUMN migrate.approvals.approved_session IS 'session user in whose session it was approved; within a SECURITY DEFINER function, its owner';
COMMENT ON COLUMN migrate.approvals.approved_at IS 'when';

-- The history: what is applied. The columns are those of the migration guide.
CREATE TABLE migrate.schema_migrations (
    version           bigint      PRIMARY KEY CHECK (version >= 1),
    description       text        NOT NULL,
    applied_at        timestamptz DEFAULT pg_catalog.now(),
    applied_by        text,
    execution_time_ms integer,
    checksum          text
);

COMMENT ON TABLE migrate.schema_migrations IS 'applied migrations; written in the same transaction as the last unit of each';
COMMENT ON COLUMN migrate.schema_migrations.version IS 'version of the applied migration';
COMMENT ON COLUMN migrate.schema_migrations.description IS 'its description when it was applied';
COMMENT ON COLUMN migrate.schema_migrations.applied_at IS 'when it was recorded as applied';
COMMENT ON COLUMN migrate.schema_migrations.applied_by IS 'session user who asked for it';
COMMENT ON COLUMN migrate.schema_migrations.execution_time_ms IS 'time its units took, in milliseconds, waiting for locks included';
COMMENT ON COLUMN migrate.schema_migrations.checksum IS 'checksum of the scripts that were applied; NULL where it was only recorded';

-- How each applied migration came to be applied. What did not run here is not taken back by what we make up.
-- A row counts only while the history has the row that it was written with: one that somebody wrote by hand has none.
CREATE TABLE migrate.origins (
    version     bigint PRIMARY KEY,
    how         text   NOT NULL CHECK (how IN ('begun', 'ran', 'recorded', 'baseline')),
    applied_at  timestamptz,
    schemas     text[],
    search_path text,
    baseline_by text,
    before      jsonb,
    found       text[],
    imported_from text
);

COMMENT ON TABLE migrate.origins IS 'how each applied migration came to be applied; written with its row in schema_migrations, and never pruned';
COMMENT ON COLUMN migrate.origins.version IS 'migration';
COMMENT ON COLUMN migrate.origins.how IS 'ran (here), recorded (by hand), baseline (by one, or below it), or begun (a run that has not come to its end)';
COMMENT ON COLUMN migrate.origins.applied_at IS 'that of the row of schema_migrations to which this belongs';
COMMENT ON COLUMN migrate.origins.schemas IS 'schemas in which the up script''s names were looked up when it began; a derived down script looks there';
COMMENT ON COLUMN migrate.origins.search_path IS 'the setting that named them, which may mean others to a role that the script takes';
COMMENT ON COLUMN migrate.origins.baseline_by IS 'who called migrate.baseline for this version: no lower one is ever run; NULL where nobody did';
COMMENT ON COLUMN migrate.origins.before IS 'what the catalog knew of the objects that the up script names, before it ran; a derived down script gives that back';
COMMENT ON COLUMN migrate.origins.imported_from IS 'the history of another tool from which migrate.import_history() has it: the table, and the tool';
COMMENT ON COLUMN migrate.origins.found IS 'where a derived down script has one: the schemas in which it found what it names without one, when the up script had run';

-- Plans that a background worker executes.
CREATE TABLE migrate.jobs (
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    direction    text        NOT NULL CHECK (direction IN ('up', 'down', 'redo')),
    versions     bigint[]    NOT NULL,
    plan         jsonb       NOT NULL,
    operation    text,
    what         text        NOT NULL,
    status       text        NOT NULL DEFAULT 'queued'
                             CHECK (status IN ('queued', 'running', 'done', 'failed', 'cancelled', 'lost')),
    asked_by     text        NOT NULL,
    run_as       text        NOT NULL,
    settings     jsonb       NOT NULL,
    pid          integer,
    in_line      boolean     NOT NULL DEFAULT false,
    is_cancelled boolean     NOT NULL DEFAULT false,
    created_at   timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
    started_at   timestamptz,
    finished_at  timestamptz,
    not_before   timestamptz,
    stop_at      timestamptz,
    stopped_at   timestamptz,
    deferred_in  uuid,
    error        jsonb,
    schemas      jsonb,
    line_of      uuid
);

-- status() and the next migrator look for live jobs; there are few of them among many ended ones.
CREATE INDEX jobs_live ON migrate.jobs (id) WHERE status IN ('queued', 'running');
-- migrate.work looks for those that have just ended.
CREATE INDEX jobs_finished ON migrate.jobs (finished_at);

COMMENT ON TABLE migrate.jobs IS 'plans that a background worker executes';
COMMENT ON COLUMN migrate.jobs.id IS 'number of the job';
COMMENT ON COLUMN migrate.jobs.direction IS 'up: apply; down: roll back; redo: roll back and apply again';
COMMENT ON COLUMN migrate.jobs.versions IS 'migrations of the plan, in the order in which they run; of redo each one twice';
COMMENT ON COLUMN migrate.jobs.plan IS 'the plan: for each migration its units, steps and statements, but for those of large scripts, which are registered';
COMMENT ON COLUMN migrate.jobs.operation IS 'safe operation, and what it is about; NULL for migrations';
COMMENT ON COLUMN migrate.jobs.what IS 'what it does, in one line: create index articles_slug_idx, or apply 1698765432000 Add priority';
COMMENT ON COLUMN migrate.jobs.status IS 'queued, running, done, failed, cancelled, or lost (the worker ended without a word)';
COMMENT ON COLUMN migrate.jobs.asked_by IS 'session user who asked; the worker connects as this role';
COMMENT ON COLUMN migrate.jobs.run_as IS 'current role of the caller; the worker takes it with SET ROLE';
COMMENT ON COLUMN migrate.jobs.settings IS 'settings of the caller''s session that shape results, such as search_path';
COMMENT ON COLUMN migrate.jobs.pid IS 'process id of the worker';
COMMENT ON COLUMN migrate.jobs.in_line IS 'it has no worker of its own: the next worker that ends a job takes it on';
COMMENT ON COLUMN migrate.jobs.is_cancelled IS 'it was asked to stop while it ran: read before each unit and each batch';
COMMENT ON COLUMN migrate.jobs.created_at IS 'when it was asked for';
COMMENT ON COLUMN migrate.jobs.started_at IS 'when the worker began';
COMMENT ON COLUMN migrate.jobs.finished_at IS 'when it ended, well or not';
COMMENT ON COLUMN migrate.jobs.not_before IS 'when it may begin, or go on; infinity: when migrate.resume() says so';
COMMENT ON COLUMN migrate.jobs.stop_at IS 'from when on it begins no unit and no batch: then it is put off to its next window';
COMMENT ON COLUMN migrate.jobs.stopped_at IS 'when it was put off last after it had begun';
COMMENT ON COLUMN migrate.jobs.deferred_in IS 'database (migrate.home) in which it is queued until its time comes, without a worker; NULL where it is not';
COMMENT ON COLUMN migrate.jobs.line_of IS 'database (migrate.home) in whose line it stands: that of a restored dump is another';
COMMENT ON COLUMN migrate.jobs.error IS 'sqlstate, message, detail and hint, where it failed';

-- What was done, unit by unit; it decides where the next run continues.
CREATE TABLE migrate.journal (
    id                bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    job               bigint,
    version           bigint,
    operation         text,
    direction         text        NOT NULL CHECK (direction IN ('up', 'down')),
    unit              integer     NOT NULL,
    units             integer     NOT NULL,
    kind              text        NOT NULL CHECK (kind IN ('transaction', 'standalone', 'operation', 'batched', 'record')),
    status            text        NOT NULL CHECK (status IN ('started', 'done', 'failed', 'cancelled')),
    checksum          text        NOT NULL,
    first_statement   integer,
    last_statement    integer,
    statement         integer,
    line              integer,
    col               integer,
    sqlstate          text,
    message           text,
    detail            text,
    hint              text,
    before            jsonb,
    waits_for         text,
    sql               text,
    run_by            text        NOT NULL,
    run_as            text        NOT NULL,
    record            bigint,
    session           jsonb,
    started_at        timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
    finished_at       timestamptz,
    execution_time_ms integer,
    waited_ms         integer,
    sizes             jsonb,
    changed           jsonb,
    messages          jsonb,
    more_messages     bigint,
    CHECK ((version IS NULL) = (operation IS NOT NULL))
);

-- Where a migration stands is what its last rows say.
CREATE INDEX journal_version_id ON migrate.journal (version, id DESC);
-- The rows of a job: its progress is what the last says.
CREATE INDEX journal_job ON migrate.journal (job, id) WHERE job IS NOT NULL;
-- What has been done of an operation of a script.
CREATE INDEX journal_record ON migrate.journal (record) WHERE record IS NOT NULL;

COMMENT ON TABLE migrate.journal IS 'each unit that was run, with its outcome; the next run continues where this says';
COMMENT ON COLUMN migrate.journal.id IS 'order of the rows';
COMMENT ON COLUMN migrate.journal.job IS 'job that ran the unit; NULL where it ran in the caller''s transaction';
COMMENT ON COLUMN migrate.journal.version IS 'migration; NULL for a safe operation';
COMMENT ON COLUMN migrate.journal.operation IS 'safe operation, and what it is about';
COMMENT ON COLUMN migrate.journal.direction IS 'up: its up script; down: its down script';
COMMENT ON COLUMN migrate.journal.unit IS 'number of the unit, from 1; 0 where the history was changed by hand (kind record)';
COMMENT ON COLUMN migrate.journal.units IS 'number of units in the plan; a done row with unit = units ends a run';
COMMENT ON COLUMN migrate.journal.kind IS 'transaction, standalone, operation (its units have rows of their own), batched, or record (history changed by hand)';
COMMENT ON COLUMN migrate.journal.status IS 'started (a standalone or batched unit that was begun), done, failed or cancelled';
COMMENT ON COLUMN migrate.journal.checksum IS 'SHA-256 of the unit''s statements: a unit that was done is skipped only while it still says the same';
COMMENT ON COLUMN migrate.journal.first_statement IS 'number of the unit''s first statement in the script';
COMMENT ON COLUMN migrate.journal.last_statement IS 'number of its last statement';
COMMENT ON COLUMN migrate.journal.statement IS 'number of the statement that failed';
COMMENT ON COLUMN migrate.journal.line IS 'line of the file at which it failed';
COMMENT ON COLUMN migrate.journal.col IS 'column at which it failed';
COMMENT ON COLUMN migrate.journal.sqlstate IS 'SQLSTATE of the failure';
COMMENT ON COLUMN migrate.journal.message IS 'the server''s message';
COMMENT ON COLUMN migrate.journal.detail IS 'the server''s DETAIL';
COMMENT ON COLUMN migrate.journal.hint IS 'the server''s HINT';
COMMENT ON COLUMN migrate.journal.before IS 'what a standalone unit must know of the state before it, to tell after a crash what it left';
COMMENT ON COLUMN migrate.journal.waits_for IS 'transactions that were open when a CONCURRENTLY began, which it has to wait for: the oldest three; or whom a unit that is done has waited for';
COMMENT ON COLUMN migrate.journal.sql IS 'statements of a safe operation''s unit';
COMMENT ON COLUMN migrate.journal.run_by IS 'session user who asked for the run; within a SECURITY DEFINER function, its owner';
COMMENT ON COLUMN migrate.journal.run_as IS 'role as which the run began';
COMMENT ON COLUMN migrate.journal.record IS 'number of the safe operation in migrate.operations';
COMMENT ON COLUMN migrate.journal.session IS 'what the unit leaves in its session: settings that the run began with (base), that the script has set and reset, its role, and what no other session has (things); a run that goes on takes it over';
COMMENT ON COLUMN migrate.journal.started_at IS 'when the unit began';
COMMENT ON COLUMN migrate.journal.finished_at IS 'when it ended';
COMMENT ON COLUMN migrate.journal.execution_time_ms IS 'how long it took, in milliseconds';
COMMENT ON COLUMN migrate.journal.waited_ms IS 'how long of that it waited for table locks, in milliseconds';
COMMENT ON COLUMN migrate.journal.sizes IS 'size before and after of tables that it has locked, with their indexes, in bytes: eight at most';
COMMENT ON COLUMN migrate.journal.changed IS 'hashes of the objects that it has changed, before and after, in migrate.fingerprint_nodes: a hundred at most';
COMMENT ON COLUMN migrate.journal.messages IS 'what its statements said, NOTICE and WARNING, as client_min_messages has it: severity, sqlstate, message, detail and hint of each; a hundred at most';
COMMENT ON COLUMN migrate.journal.more_messages IS 'how many came behind those, and are not kept';

-- Safe operations, with what takes each back.
CREATE TABLE migrate.operations (
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    operation    text        NOT NULL,
    call         text        NOT NULL,
    arguments    jsonb       NOT NULL,
    inverse      jsonb,
    version      bigint,
    statement    integer,
    place        integer,
    status       text        NOT NULL DEFAULT 'running'
                             CHECK (status IN ('running', 'failed', 'done', 'undone', 'closed')),
    message      text,
    hint         text,
    asked_by     text        NOT NULL,
    asked_role   text        NOT NULL,
    started_at   timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
    finished_at  timestamptz,
    undone_at    timestamptz
);

-- A rollback looks for the operations of its migration, and a second call for one that has not come to its end.
CREATE INDEX operations_version ON migrate.operations (version, id) WHERE status IN ('running', 'failed', 'done');

COMMENT ON TABLE migrate.operations IS 'safe operations that were begun, with what takes each back: migrate.undo(id)';
COMMENT ON COLUMN migrate.operations.id IS 'number, for migrate.undo()';
COMMENT ON COLUMN migrate.operations.operation IS 'function, and what it is about';
COMMENT ON COLUMN migrate.operations.call IS 'the call, as it could be repeated';
COMMENT ON COLUMN migrate.operations.arguments IS 'its arguments';
COMMENT ON COLUMN migrate.operations.inverse IS 'the operations that take it back, noted before it began; empty where there was nothing to do, NULL where nothing can take it back';
COMMENT ON COLUMN migrate.operations.version IS 'migration whose script called it; NULL for a call of its own';
COMMENT ON COLUMN migrate.operations.statement IS 'number of the statement in that script';
COMMENT ON COLUMN migrate.operations.place IS 'which call of that statement it is, from 1';
COMMENT ON COLUMN migrate.operations.status IS 'running (begun, or its worker was lost: the same call goes on), failed (message says why: the same call goes on), done, undone, or closed (its migration was rolled back or forgotten)';
COMMENT ON COLUMN migrate.operations.message IS 'why it failed, or why its undo did';
COMMENT ON COLUMN migrate.operations.hint IS 'what to do then';
COMMENT ON COLUMN migrate.operations.asked_by IS 'session user who asked for it; within a SECURITY DEFINER function, its owner';
COMMENT ON COLUMN migrate.operations.asked_role IS 'role as which it was asked for';
COMMENT ON COLUMN migrate.operations.started_at IS 'when it began';
COMMENT ON COLUMN migrate.operations.finished_at IS 'when it was done, or failed';
COMMENT ON COLUMN migrate.operations.undone_at IS 'when it was undone';

-- Online changes: what has two ends, and where each stands.
CREATE TABLE migrate.change_records (
    id            bigint      PRIMARY KEY REFERENCES migrate.operations ON DELETE CASCADE,
    token         text        NOT NULL,
    kind          text        NOT NULL,
    home          uuid        NOT NULL,
    table_oid     oid         NOT NULL,
    table_schema  text        NOT NULL,
    table_name    text        NOT NULL,
    old_columns   text[]      NOT NULL,
    new_columns   text[]      NOT NULL,
    state         text        NOT NULL DEFAULT 'expanding'
                              CHECK (state IN ('expanding', 'backfilling', 'verifying', 'ready', 'contracting', 'grace',
                                               'done', 'aborted', 'undone')),
    arguments     jsonb       NOT NULL,
    asked_by      text        NOT NULL,
    asked_role    text        NOT NULL,
    started_at    timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
    ready_at      timestamptz,
    completed_at  timestamptz,
    grace_until   timestamptz,
    ended_at      timestamptz,
    remembered    jsonb       NOT NULL DEFAULT '[]'
);

COMMENT ON TABLE migrate.change_records IS 'online changes, in which old and new applications use a table at once, and where each stands';
COMMENT ON COLUMN migrate.change_records.id IS 'number, for migrate.complete(), abort() and undo(): that of the operation that began it';
COMMENT ON COLUMN migrate.change_records.kind IS 'rename_column, change_type, drop_column, drop_table, ...';
COMMENT ON COLUMN migrate.change_records.token IS 'what its triggers have as their argument, and the names of what is made for it end in';
COMMENT ON COLUMN migrate.change_records.home IS 'database in which table_oid is the table';
COMMENT ON COLUMN migrate.change_records.table_oid IS 'table, as of when an operation on the change began last; migrate.change_tables says which it is now';
COMMENT ON COLUMN migrate.change_records.table_schema IS 'its schema by then; of a dropped table, when the change began';
COMMENT ON COLUMN migrate.change_records.table_name IS 'its name by then; of a dropped table, when the change began';
COMMENT ON COLUMN migrate.change_records.old_columns IS 'columns that the old application uses';
COMMENT ON COLUMN migrate.change_records.new_columns IS 'columns that the new application uses';
COMMENT ON COLUMN migrate.change_records.state IS 'expanding, backfilling, verifying, ready (both ends work; complete it when the old application is gone), contracting, grace (complete, or hidden, and can be taken back), done, aborted, undone';
COMMENT ON COLUMN migrate.change_records.arguments IS 'what was asked for';
COMMENT ON COLUMN migrate.change_records.asked_by IS 'session user who asked for it; within a SECURITY DEFINER function, its owner';
COMMENT ON COLUMN migrate.change_records.asked_role IS 'role as which it was asked for';
COMMENT ON COLUMN migrate.change_records.started_at IS 'when it began';
COMMENT ON COLUMN migrate.change_records.ready_at IS 'when both ends worked';
COMMENT ON COLUMN migrate.change_records.completed_at IS 'when the old end went';
COMMENT ON COLUMN migrate.change_records.grace_until IS 'until when the completion can be taken back';
COMMENT ON COLUMN migrate.change_records.ended_at IS 'when it was done, aborted or undone';
COMMENT ON COLUMN migrate.change_records.remembered IS 'constraints that were dropped to hide a column, and what is written in another way for another type; the way back restores them';

-- Who still writes to what is hidden. Rows are only added, so that no writer waits for another.
CREATE TABLE migrate.writes_seen (
    id               bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    token            text        NOT NULL,
    seen_at          timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
    writes           bigint      NOT NULL,
    role_name        text        NOT NULL,
    application_name text
);

COMMENT ON TABLE migrate.writes_seen IS 'writes to columns and tables that are hidden before they are dropped';
COMMENT ON COLUMN migrate.writes_seen.id IS 'order of the rows';
COMMENT ON COLUMN migrate.writes_seen.token IS 'that of the change by which it is hidden';
COMMENT ON COLUMN migrate.writes_seen.seen_at IS 'when a session noted them: its first at once, further ones when they have doubled or after a minute';
COMMENT ON COLUMN migrate.writes_seen.writes IS 'how many rows since it noted some last';
COMMENT ON COLUMN migrate.writes_seen.role_name IS 'session user who wrote';
COMMENT ON COLUMN migrate.writes_seen.application_name IS 'its application_name';

-- pg_dump leaves out the contents of an extension's tables unless told otherwise.
SELECT pg_catalog.pg_extension_config_dump('migrate.migrations', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.approvals', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.schema_migrations', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.origins', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.jobs', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.jobs_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.operations', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.operations_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.change_records', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.writes_seen', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.writes_seen_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.journal', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.journal_id_seq', '');

-- src/lib.rs
-- requires:
--   tables

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

-- src/lib.rs
-- requires:
--   tables

-- From which folder each migration was loaded: by that a folder is known again, and what is no longer in it.
CREATE TABLE migrate.folders (
    version bigint PRIMARY KEY,
    folder  text   NOT NULL,
    file    text   NOT NULL
);

COMMENT ON TABLE migrate.folders IS 'folders from which migrate.load_dir() has registered migrations: it tells by them which files are gone, or have another number';
COMMENT ON COLUMN migrate.folders.version IS 'migration';
COMMENT ON COLUMN migrate.folders.folder IS 'folder of the server, as it was given last';
COMMENT ON COLUMN migrate.folders.file IS 'its file, from there';

SELECT pg_catalog.pg_extension_config_dump('migrate.folders', '');

-- src/lib.rs
-- requires:
--   tables

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

-- src/lib.rs
-- requires:
--   tables

-- What the linter found in a migration's scripts when they were registered: for status(), which judges nothing itself.
CREATE TABLE migrate.lint_findings (
    version     bigint      PRIMARY KEY,
    fingerprint text        NOT NULL,
    errors      integer     NOT NULL,
    warnings    integer     NOT NULL,
    up          jsonb       NOT NULL,
    down        jsonb       NOT NULL,
    found_at    timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp()
);

COMMENT ON TABLE migrate.lint_findings IS 'what migrate.lint() found in a migration when it was registered; it is judged anew when the migration is applied';
COMMENT ON COLUMN migrate.lint_findings.version IS 'migration';
COMMENT ON COLUMN migrate.lint_findings.fingerprint IS 'fingerprint of the scripts that were looked at';
COMMENT ON COLUMN migrate.lint_findings.errors IS 'number of findings in the up script that refuse it where migrate.lint_on_apply is error';
COMMENT ON COLUMN migrate.lint_findings.warnings IS 'number of the others, but for those that are good to know';
COMMENT ON COLUMN migrate.lint_findings.up IS 'findings in the up script, the first 100 of each rule: statement, line, column, severity, rule, message, hint, fix';
COMMENT ON COLUMN migrate.lint_findings.down IS 'findings in the down script, the first 100 of each rule; a rollback is never refused';
COMMENT ON COLUMN migrate.lint_findings.found_at IS 'when';

SELECT pg_catalog.pg_extension_config_dump('migrate.lint_findings', '');

-- src/lib.rs
-- requires:
--   lint

-- Which table an online change is about. Neither number nor name alone can tell: tables are renamed and moved, and in a
-- database that was restored from a dump a number is another table's. So from its first transaction to its last a change has
-- a mark on its table: a trigger of migrate.mark() with the change's token as its argument. CREATE EXTENSION runs this with
-- search_path pg_catalog, so names and operators are the server's.

-- It is not dumped: what is restored from a dump is another database, where the numbers of tables mean nothing.
CREATE TABLE migrate.home (
    id uuid PRIMARY KEY DEFAULT pg_catalog.gen_random_uuid()
);
INSERT INTO migrate.home DEFAULT VALUES;

COMMENT ON TABLE migrate.home IS 'which database this is; one that is restored from a dump is another';
COMMENT ON COLUMN migrate.home.id IS 'made by CREATE EXTENSION';

CREATE VIEW migrate.change_tables AS
WITH marks AS MATERIALIZED (
    -- As the server has them: an argument, and a zero byte.
    SELECT encode(g.tgargs, 'escape') AS arguments, array_agg(g.tgrelid ORDER BY g.tgrelid) AS tables
    FROM pg_proc p
    JOIN pg_depend d ON d.refclassid = 'pg_proc'::regclass AND d.refobjid = p.oid AND d.classid = 'pg_trigger'::regclass
    JOIN pg_trigger g ON g.oid = d.objid AND g.tgfoid = p.oid
    WHERE p.pronamespace = 'migrate'::regnamespace AND p.proname = 'mark' AND p.pronargs = 0
    GROUP BY 1)
SELECT c.id,
       CASE
           -- In its own database the number is right as long as there is such a table, whatever is marked.
           WHEN own.oid IS NOT NULL THEN own.oid
           WHEN is_open AND cardinality(m.tables) = 1 THEN m.tables[1]
           WHEN is_open AND cardinality(m.tables) > 1 THEN NULL
           -- It is gone, or nothing tells which it is: another table may have got its name.
           WHEN c.home = (SELECT h.id FROM migrate.home h)
             OR c.state IN ('backfilling', 'verifying', 'ready', 'contracting', 'grace') THEN NULL
           -- Nothing is made for it yet, or nothing is left of it.
           ELSE named.oid
       END AS table_oid,
       CASE WHEN is_open AND cardinality(m.tables) > 1 AND own.oid IS NULL
            THEN m.tables END AS marked,
       -- A trigger that notes writes to it goes by its number: it may have been renamed.
       CASE WHEN c.kind = 'drop_column' AND is_open THEN coalesce((
           SELECT min(a.attname)
           FROM pg_trigger g
           JOIN pg_proc p ON p.oid = g.tgfoid AND p.pronamespace = 'migrate'::regnamespace AND p.proname = 'note_write'
           JOIN pg_depend d ON d.classid = 'pg_trigger'::regclass AND d.objid = g.oid
                           AND d.refclassid = 'pg_class'::regclass AND d.refobjid = g.tgrelid AND d.refobjsubid > 0
           JOIN pg_attribute a ON a.attrelid = g.tgrelid AND a.attnum = d.refobjsubid AND NOT a.attisdropped
           WHERE g.tgrelid = CASE WHEN own.oid IS NOT NULL THEN own.oid
                                  WHEN cardinality(m.tables) = 1 THEN m.tables[1] END
             AND encode(g.tgargs, 'escape') = c.token || E'\\000'), c.new_columns[1])
       END AS hidden_column
FROM migrate.change_records c
CROSS JOIN LATERAL (SELECT c.state NOT IN ('done', 'aborted', 'undone') AS is_open) s
LEFT JOIN marks m ON m.arguments = c.token || E'\\000'
LEFT JOIN pg_class own ON c.home = (SELECT h.id FROM migrate.home h) AND own.oid = c.table_oid AND own.relkind IN ('r', 'p')
LEFT JOIN pg_namespace n ON n.nspname = c.table_schema
LEFT JOIN pg_class named ON named.relnamespace = n.oid AND named.relname = c.table_name AND named.relkind IN ('r', 'p');

COMMENT ON VIEW migrate.change_tables IS 'which table each online change is about, whatever it is called by now';
COMMENT ON COLUMN migrate.change_tables.id IS 'number of the change';
COMMENT ON COLUMN migrate.change_tables.table_oid IS 'its table; NULL where it is gone, or more than one has its mark';
COMMENT ON COLUMN migrate.change_tables.marked IS 'tables that have its mark, where nothing tells which is its own';
COMMENT ON COLUMN migrate.change_tables.hidden_column IS 'name that the hidden column has now, where one is hidden';

-- src/lib.rs
-- requires:
--   tables

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

-- src/lib.rs
-- requires:
--   change_tables

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

-- src/lib.rs
-- requires:
--   views

-- Backfills: rows that get new values batch by batch. What stands here decides where each goes on.
CREATE TABLE migrate.backfills (
    id                  bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    job                 bigint      NOT NULL,
    version             bigint,
    operation           text,
    home                uuid        NOT NULL,
    table_oid           oid         NOT NULL,
    table_name          text        NOT NULL,
    column_numbers      integer[]   NOT NULL,
    set_list            text        NOT NULL,
    condition           text,
    fingerprint         text        NOT NULL,
    work                jsonb       NOT NULL,
    on_error            text        NOT NULL CHECK (on_error IN ('stop', 'skip')),
    status              text        NOT NULL DEFAULT 'running'
                                    CHECK (status IN ('running', 'paused', 'done', 'failed', 'cancelled')),
    pass                integer     NOT NULL DEFAULT 0,
    total_rows          bigint      NOT NULL DEFAULT 0,
    batches             bigint      NOT NULL DEFAULT 0,
    skipped             bigint      NOT NULL DEFAULT 0,
    sleep_ratio         float8      CHECK (sleep_ratio >= 0),
    max_rows_per_second float8      CHECK (max_rows_per_second > 0),
    wait_while          text,
    waiting_for         text,
    run_by              text        NOT NULL,
    rows_before         bigint      NOT NULL DEFAULT 0,
    blocks_before       bigint      NOT NULL DEFAULT 0,
    paced_at            timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
    bytes_before        bigint      NOT NULL DEFAULT 0,
    bytes_after         bigint,
    started_at          timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
    resumed_at          timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
    finished_at         timestamptz,
    error               text
);

-- The next run looks for one that is unfinished, among many that are done.
CREATE INDEX backfills_unfinished ON migrate.backfills (table_oid) WHERE status <> 'done';
-- What is at work is looked for by its job.
CREATE INDEX backfills_job ON migrate.backfills (job);

-- Where a backfill is: the blocks of each table, in as many ranges as workers can share.
CREATE TABLE migrate.backfill_ranges (
    backfill     bigint      NOT NULL REFERENCES migrate.backfills ON DELETE CASCADE,
    number       integer     NOT NULL,
    table_oid    oid         NOT NULL,
    table_name   text        NOT NULL,
    file         oid         NOT NULL,
    first_block  bigint      NOT NULL,
    next_block   bigint      NOT NULL,
    end_block    bigint      NOT NULL,
    total_rows   bigint      NOT NULL DEFAULT 0,
    batches      bigint      NOT NULL DEFAULT 0,
    pid          integer,
    updated_at   timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
    block_rate   float8,
    row_rate     float8,
    rated_at     timestamptz,
    last_key     text[],
    PRIMARY KEY (backfill, number),
    CHECK (first_block <= next_block AND next_block <= end_block)
)
-- A row is written with each batch: room for that on its own page.
WITH (fillfactor = 50);

-- Rows that failed and were left as they are.
CREATE TABLE migrate.backfill_skipped (
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    backfill     bigint      NOT NULL REFERENCES migrate.backfills ON DELETE CASCADE,
    table_oid    bigint      NOT NULL,
    table_name   text        NOT NULL,
    row_ctid     text        NOT NULL,
    row_key      jsonb,
    sqlstate     text        NOT NULL,
    message      text        NOT NULL,
    seen_at      timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp()
);

CREATE INDEX backfill_skipped_of ON migrate.backfill_skipped (backfill);

COMMENT ON TABLE migrate.backfills IS 'backfills: rows that get new values block by block; see migrate.backfill_status';
COMMENT ON COLUMN migrate.backfills.id IS 'number of the backfill';
COMMENT ON COLUMN migrate.backfills.job IS 'job that runs it, or ran it last';
COMMENT ON COLUMN migrate.backfills.version IS 'migration that it is a part of';
COMMENT ON COLUMN migrate.backfills.operation IS 'safe operation that it is a part of';
COMMENT ON COLUMN migrate.backfills.home IS 'database in which table_oid is the table; one that is restored from a dump is another, and begins anew';
COMMENT ON COLUMN migrate.backfills.table_oid IS 'table';
COMMENT ON COLUMN migrate.backfills.table_name IS 'its name when it began';
COMMENT ON COLUMN migrate.backfills.column_numbers IS 'columns that are set, by number: another column of the same name has another';
COMMENT ON COLUMN migrate.backfills.set_list IS 'what is set';
COMMENT ON COLUMN migrate.backfills.condition IS 'which rows; NULL for all';
COMMENT ON COLUMN migrate.backfills.fingerprint IS 'SHA-256 of what it does, as whom and with which search path: an unfinished one goes on only where that is the same';
COMMENT ON COLUMN migrate.backfills.work IS 'all of what it does, for workers that help';
COMMENT ON COLUMN migrate.backfills.on_error IS 'what is done about a row that fails: stop, or skip';
COMMENT ON COLUMN migrate.backfills.status IS 'running, paused, done, failed or cancelled';
COMMENT ON COLUMN migrate.backfills.pass IS '0: the pass over all blocks; above: looks again for rows that others moved meanwhile';
COMMENT ON COLUMN migrate.backfills.total_rows IS 'rows that were changed by passes before this one';
COMMENT ON COLUMN migrate.backfills.batches IS 'batches that were committed by passes before this one';
COMMENT ON COLUMN migrate.backfills.skipped IS 'rows that failed and were left as they are: migrate.backfill_skipped';
COMMENT ON COLUMN migrate.backfills.sleep_ratio IS 'time to rest after each batch, as a multiple of the time that it took: migrate.throttle';
COMMENT ON COLUMN migrate.backfills.max_rows_per_second IS 'most rows per second: migrate.throttle';
COMMENT ON COLUMN migrate.backfills.wait_while IS 'query: while it says true, no batch begins; migrate.throttle';
COMMENT ON COLUMN migrate.backfills.waiting_for IS 'why it does not go on right now';
COMMENT ON COLUMN migrate.backfills.run_by IS 'session user who asked for it';
COMMENT ON COLUMN migrate.backfills.rows_before IS 'rows that were changed before this run';
COMMENT ON COLUMN migrate.backfills.blocks_before IS 'blocks that were done before this run';
COMMENT ON COLUMN migrate.backfills.paced_at IS 'when its pace was set last, by migrate.throttle, pause or resume: what was measured before says nothing any more';
COMMENT ON COLUMN migrate.backfills.bytes_before IS 'size of the table, indexes and all, when it began';
COMMENT ON COLUMN migrate.backfills.bytes_after IS 'size of the table, indexes and all, when it ended';
COMMENT ON COLUMN migrate.backfills.started_at IS 'when it began';
COMMENT ON COLUMN migrate.backfills.resumed_at IS 'when this run of it began';
COMMENT ON COLUMN migrate.backfills.finished_at IS 'when it ended, well or not';
COMMENT ON COLUMN migrate.backfills.error IS 'why it failed';
COMMENT ON TABLE migrate.backfill_ranges IS 'cursors of backfills: the blocks of each table, written in the transaction of each batch';
COMMENT ON COLUMN migrate.backfill_ranges.backfill IS 'backfill';
COMMENT ON COLUMN migrate.backfill_ranges.number IS 'number of the range';
COMMENT ON COLUMN migrate.backfill_ranges.table_oid IS 'table, or partition';
COMMENT ON COLUMN migrate.backfill_ranges.table_name IS 'its name when the range was made';
COMMENT ON COLUMN migrate.backfill_ranges.file IS 'its relfilenode then: a table that was rewritten begins anew';
COMMENT ON COLUMN migrate.backfill_ranges.first_block IS 'first block of the range';
COMMENT ON COLUMN migrate.backfill_ranges.next_block IS 'first block that is not done yet';
COMMENT ON COLUMN migrate.backfill_ranges.end_block IS 'first block behind the range';
COMMENT ON COLUMN migrate.backfill_ranges.total_rows IS 'rows that were changed';
COMMENT ON COLUMN migrate.backfill_ranges.batches IS 'batches that were committed';
COMMENT ON COLUMN migrate.backfill_ranges.pid IS 'process that works on it';
COMMENT ON COLUMN migrate.backfill_ranges.updated_at IS 'when its last batch was committed';
COMMENT ON COLUMN migrate.backfill_ranges.block_rate IS 'blocks per second of late, by who works on it';
COMMENT ON COLUMN migrate.backfill_ranges.row_rate IS 'rows changed per second of late';
COMMENT ON COLUMN migrate.backfill_ranges.rated_at IS 'when that was measured';
COMMENT ON COLUMN migrate.backfill_ranges.last_key IS 'primary key of the last row that is done, where batches go by it: a table of Citus; a block is then a hundred rows';
COMMENT ON TABLE migrate.backfill_skipped IS 'rows that a backfill with on_error => ''skip'' left as they are';
COMMENT ON COLUMN migrate.backfill_skipped.id IS 'order of the rows';
COMMENT ON COLUMN migrate.backfill_skipped.backfill IS 'backfill';
COMMENT ON COLUMN migrate.backfill_skipped.table_oid IS 'table, or partition';
COMMENT ON COLUMN migrate.backfill_skipped.table_name IS 'its name';
COMMENT ON COLUMN migrate.backfill_skipped.row_ctid IS 'where the row was';
COMMENT ON COLUMN migrate.backfill_skipped.row_key IS 'its primary key; NULL where the table has none';
COMMENT ON COLUMN migrate.backfill_skipped.sqlstate IS 'SQLSTATE of the failure';
COMMENT ON COLUMN migrate.backfill_skipped.message IS 'the server''s message';
COMMENT ON COLUMN migrate.backfill_skipped.seen_at IS 'when';

SELECT pg_catalog.pg_extension_config_dump('migrate.backfills', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.backfills_id_seq', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.backfill_ranges', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.backfill_skipped', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.backfill_skipped_id_seq', '');

-- Every backfill, with all that is known of it. CREATE EXTENSION runs this with search_path pg_catalog, so names and operators are the server's.
CREATE VIEW migrate.backfill_details AS
SELECT b.id AS backfill, b.job, b.table_name,
       concat('SET ', b.set_list, ' WHERE ' || b.condition) AS what,
       CASE WHEN b.status IN ('running', 'paused')
                 AND NOT EXISTS (SELECT FROM migrate.live_jobs l WHERE l.id = b.job AND l.alive) THEN 'lost'
            ELSE b.status
       END AS status,
       b.pass, coalesce(r.done, 0) AS blocks_done, coalesce(r.total, 0) AS blocks_total,
       b.total_rows + coalesce(r.done_rows, 0) AS rows, b.skipped, b.batches + coalesce(r.batches, 0) AS batches,
       -- Of late while it runs, and over all when it has ended.
       CASE WHEN b.status IN ('running', 'paused') THEN round(CASE WHEN b.waiting_for IS NULL OR b.waiting_for = 'migrate.throttle'
                                                                   THEN least(p.row_rate, b.max_rows_per_second * r.workers) ELSE 0 END)
            WHEN s.seconds > 0 THEN round((b.total_rows + coalesce(r.done_rows, 0) - b.rows_before) / s.seconds)
       END::bigint AS rows_per_second,
       -- None while it stands still.
       CASE WHEN b.status = 'running' AND (b.waiting_for IS NULL OR b.waiting_for = 'migrate.throttle') THEN
           (r.total - r.done) / nullif(p.block_rate, 0)
       END AS eta_seconds,
       b.waiting_for, v.dead_rows, pg_size_pretty(greatest(coalesce(b.bytes_after, v.bytes) - b.bytes_before, 0)) AS growth,
       CASE WHEN coalesce(v.dead_rows, 0) <= coalesce(v.most_dead, 0) THEN NULL
            WHEN v.is_off THEN format('autovacuum is off: VACUUM %s', b.table_name)
            WHEN v.is_at_work THEN 'a vacuum is at work'
            WHEN v.snapshot IS NOT NULL THEN
                concat('dead rows stay until it ends: transaction of pid ', v.snapshot, ' (migrate.transactions)')
            ELSE format('autovacuum is behind: VACUUM %s', b.table_name)
       END AS vacuum_hint,
       b.started_at, coalesce(r.updated_at, b.started_at) AS updated_at, b.finished_at, b.error
FROM migrate.backfills b
LEFT JOIN LATERAL (SELECT sum(r.next_block - r.first_block)::bigint AS done,
                          sum(r.end_block - r.first_block)::bigint AS total,
                          sum(r.total_rows)::bigint AS done_rows, sum(r.batches)::bigint AS batches, max(r.updated_at) AS updated_at,
                          count(*) FILTER (WHERE r.pid IS NOT NULL AND r.next_block < r.end_block) AS workers,
                          sum(r.block_rate) FILTER (WHERE w.counts) AS block_rate, sum(r.row_rate) FILTER (WHERE w.counts) AS row_rate
                   FROM migrate.backfill_ranges r
                   CROSS JOIN LATERAL (SELECT r.pid IS NOT NULL AND r.next_block < r.end_block AND r.rated_at >= b.paced_at AS counts) w
                   WHERE r.backfill = b.id) r ON true
LEFT JOIN LATERAL (
    SELECT sum(pg_stat_get_dead_tuples(c.oid))::bigint AS dead_rows,
           sum(CASE WHEN b.bytes_after IS NULL THEN pg_total_relation_size(c.oid) END)::bigint AS bytes,
           -- What autovacuum waits for, by the settings of the table or the server's.
           sum(coalesce(o.threshold, current_setting('autovacuum_vacuum_threshold')::float8)
               + coalesce(o.scale, current_setting('autovacuum_vacuum_scale_factor')::float8) * greatest(c.reltuples, 0)) AS most_dead,
           bool_or(NOT coalesce(o.is_on, true)) OR NOT current_setting('autovacuum')::boolean AS is_off,
           bool_or(EXISTS (SELECT FROM pg_stat_progress_vacuum p WHERE p.relid = c.oid)) AS is_at_work,
           (SELECT a.pid FROM pg_stat_activity a
            WHERE a.datid = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
              AND a.pid <> pg_backend_pid() AND a.backend_xmin IS NOT NULL
              AND a.xact_start < coalesce(max(r.updated_at), b.started_at)
            ORDER BY a.xact_start LIMIT 1) AS snapshot
    FROM (SELECT r.table_oid, max(r.updated_at) AS updated_at
          FROM migrate.backfill_ranges r WHERE r.backfill = b.id GROUP BY r.table_oid) r
    JOIN pg_class c ON c.oid = r.table_oid
    CROSS JOIN LATERAL (
        SELECT max(value) FILTER (WHERE key = 'autovacuum_vacuum_threshold')::float8 AS threshold,
               max(value) FILTER (WHERE key = 'autovacuum_vacuum_scale_factor')::float8 AS scale,
               bool_and(value::boolean) FILTER (WHERE key = 'autovacuum_enabled') AS is_on
        FROM (SELECT option_name AS key, option_value AS value FROM pg_options_to_table(c.reloptions)) options) o) v ON true
CROSS JOIN LATERAL (
    -- Just told to be slower, it will change as many rows as it may; blocks have as many rows as those before.
    SELECT coalesce(r.row_rate, b.max_rows_per_second * r.workers) AS row_rate,
           coalesce(r.block_rate, b.max_rows_per_second * r.workers * r.done / nullif(r.done_rows, 0)) AS block_rate) p
CROSS JOIN LATERAL (SELECT extract(epoch FROM coalesce(b.finished_at, clock_timestamp()) - b.resumed_at) AS seconds) s;

COMMENT ON VIEW migrate.backfill_details IS 'backfills with all that is known of each; migrate.backfill_status says it in fewer words';
COMMENT ON COLUMN migrate.backfill_details.backfill IS 'number of the backfill';
COMMENT ON COLUMN migrate.backfill_details.job IS 'job that runs it, or ran it last';
COMMENT ON COLUMN migrate.backfill_details.table_name IS 'table';
COMMENT ON COLUMN migrate.backfill_details.what IS 'what is set, and in which rows';
COMMENT ON COLUMN migrate.backfill_details.status IS 'running, paused, done, failed, cancelled, or lost (the worker is gone; call it again)';
COMMENT ON COLUMN migrate.backfill_details.pass IS '0: the pass over all blocks; above: looks again for rows that others moved meanwhile';
COMMENT ON COLUMN migrate.backfill_details.blocks_done IS 'blocks of this pass that are done';
COMMENT ON COLUMN migrate.backfill_details.blocks_total IS 'blocks of this pass';
COMMENT ON COLUMN migrate.backfill_details.rows IS 'rows that were changed';
COMMENT ON COLUMN migrate.backfill_details.skipped IS 'rows that failed and were left as they are';
COMMENT ON COLUMN migrate.backfill_details.batches IS 'batches that were committed';
COMMENT ON COLUMN migrate.backfill_details.rows_per_second IS 'rows changed per second of late; over all, when it has ended';
COMMENT ON COLUMN migrate.backfill_details.eta_seconds IS 'seconds that this pass will take still, at the pace of late; NULL while it stands still';
COMMENT ON COLUMN migrate.backfill_details.waiting_for IS 'why it does not go on right now';
COMMENT ON COLUMN migrate.backfill_details.dead_rows IS 'dead rows that the server counts in its table now';
COMMENT ON COLUMN migrate.backfill_details.growth IS 'by how much table and indexes have grown since it began, until it ended';
COMMENT ON COLUMN migrate.backfill_details.vacuum_hint IS 'what to do about the dead rows; NULL while there are no more than autovacuum lets be';
COMMENT ON COLUMN migrate.backfill_details.started_at IS 'when it began';
COMMENT ON COLUMN migrate.backfill_details.updated_at IS 'when the last batch was committed';
COMMENT ON COLUMN migrate.backfill_details.finished_at IS 'when it ended, well or not';
COMMENT ON COLUMN migrate.backfill_details.error IS 'why it failed';

-- The same for people: narrow, and of the same width from one look to the next. Whoever wants more of those that have ended asks
-- migrate.backfill_details.
CREATE VIEW migrate.backfill_status AS
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

COMMENT ON VIEW migrate.backfill_status IS 'backfills of late, the newest first: those at work and the last hundred that have ended; how far each is, how fast, and what it waits for';
COMMENT ON COLUMN migrate.backfill_status.job IS 'job that runs it, or ran it last';
COMMENT ON COLUMN migrate.backfill_status.table_name IS 'table';
COMMENT ON COLUMN migrate.backfill_status.status IS 'running, paused, done, failed, cancelled, or lost (the worker is gone; call it again)';
COMMENT ON COLUMN migrate.backfill_status.progress IS 'share of the table''s blocks that is done';
COMMENT ON COLUMN migrate.backfill_status.rows IS 'rows that were changed';
COMMENT ON COLUMN migrate.backfill_status.rate IS 'rows changed per second of late';
COMMENT ON COLUMN migrate.backfill_status.eta IS 'time that it will take still, at the pace of late: MM:SS, then HHhMM, DDdHH; blank while that is not known, and while it waits';
COMMENT ON COLUMN migrate.backfill_status.message IS 'why it does not go on right now, and what else there is to know';

-- src/lib.rs
-- requires:
--   views

-- Where each online change stands, and what comes next. CREATE EXTENSION runs this with search_path pg_catalog, so names and
-- operators are the server's.
CREATE VIEW migrate.changes AS
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

COMMENT ON VIEW migrate.changes IS 'online changes, in which old and new applications use a table at once: where each stands, and what comes next; ended ones for migrate.work_shown';
COMMENT ON COLUMN migrate.changes.id IS 'number, for migrate.complete(), abort(), undo() and restore()';
COMMENT ON COLUMN migrate.changes.kind IS 'rename_column, split_column, change_type, drop_column or drop_table';
COMMENT ON COLUMN migrate.changes.table_name IS 'name of the table; of a dropped one, the name that it had';
COMMENT ON COLUMN migrate.changes.old_columns IS 'columns that the old application uses; with its type, where that is changed';
COMMENT ON COLUMN migrate.changes.new_columns IS 'columns that the new application uses, or with its new type; of a drop, the hidden column';
COMMENT ON COLUMN migrate.changes.state IS 'expanding, backfilling, verifying, ready (both ends work), contracting, grace (complete, or hidden, and can be taken back), done, aborted, undone';
COMMENT ON COLUMN migrate.changes.next IS 'what can be done now';
COMMENT ON COLUMN migrate.changes.table_schema IS 'schema of the table; of a dropped one, the schema that it was in';

-- src/lib.rs
-- requires:
--   views
--   labels

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

-- src/lib.rs
-- requires:
--   schemas

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

-- src/lib.rs
-- requires:
--   backfills
--   rates

-- What is going on. CREATE EXTENSION runs this with search_path pg_catalog, so names and operators are the server's.

-- Every open transaction of the cluster, with words for people.
CREATE VIEW migrate.transactions AS
SELECT a.pid, NULL::text AS virtualtransaction, a.datname::text AS database, a.xact_start AS began,
       a.backend_type = 'autovacuum worker' AS is_autovacuum,
       a.backend_type = 'autovacuum worker' AND a.query LIKE '%(to prevent wraparound)%' AS is_wraparound,
       a.usename::text AS role,
       concat(w.who, ')') AS who,
       concat(w.who, ', last query "' || left(regexp_replace(a.query, '[[:space:]]+', ' ', 'g'), 60) || '"', ')')
           AS description
FROM pg_stat_activity a
CROSS JOIN LATERAL (
    SELECT concat('pid ', a.pid, ' (',
                  concat_ws(', ', 'role ' || a.usename, '"' || nullif(a.application_name, '') || '"',
                            CASE WHEN a.backend_type <> 'client backend' THEN a.backend_type END,
                            a.state || ', transaction open for '
                            || date_trunc('second', clock_timestamp() - a.xact_start))) AS who) w
WHERE a.xact_start IS NOT NULL
UNION ALL
SELECT NULL,
       -- That of the session that prepared it, and after a restart another: only the locks tell.
       (SELECT l.virtualtransaction FROM pg_locks l
        WHERE l.pid IS NULL AND l.locktype = 'transactionid' AND l.transactionid = p.transaction LIMIT 1),
       p.database::text, p.prepared, false, false, NULL, p.words, p.words
FROM (SELECT x.*, format('prepared transaction %L (role %s)', x.gid, x.owner) AS words FROM pg_prepared_xacts x) p;

COMMENT ON VIEW migrate.transactions IS 'open transactions of the cluster, prepared ones too: who a migration may have to wait for';
COMMENT ON COLUMN migrate.transactions.pid IS 'process; NULL for a prepared transaction';
COMMENT ON COLUMN migrate.transactions.virtualtransaction IS 'of a prepared transaction, as pg_locks has it';
COMMENT ON COLUMN migrate.transactions.database IS 'its database';
COMMENT ON COLUMN migrate.transactions.began IS 'when it began';
COMMENT ON COLUMN migrate.transactions.is_autovacuum IS 'whether it is an autovacuum, which gives way';
COMMENT ON COLUMN migrate.transactions.is_wraparound IS 'whether it is a vacuum against wraparound, which does not';
COMMENT ON COLUMN migrate.transactions.role IS 'its role';
COMMENT ON COLUMN migrate.transactions.who IS 'who it is: process, role, application, state, age';
COMMENT ON COLUMN migrate.transactions.description IS 'the same with the beginning of its last query, for those who may see that';

-- src/lib.rs
-- requires:
--   transactions
--   elsewhere

-- What migrate.work and migrate.progress tell of live jobs, as facts: from the journal, the server's own progress views, the
-- backfills and the locks. Nothing is written for it but what is written anyway. CREATE EXTENSION runs this with search_path
-- pg_catalog, so names and operators are the server's.

-- The table that a session waits for outside of the table's lock queue is told by a lock of our own (src/postgres/lock.rs):
-- the mode is in classid, the table in objid.
CREATE VIEW migrate.lock_waits AS
SELECT DISTINCT ON (l.pid)
       l.pid,
       CASE WHEN l.locktype = 'relation' OR l.locktype = 'advisory' AND l.objsubid = 5 THEN
           (ARRAY['ACCESS SHARE', 'ROW SHARE', 'ROW EXCLUSIVE', 'SHARE UPDATE EXCLUSIVE', 'SHARE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE',
                  'ACCESS EXCLUSIVE'])[CASE l.locktype WHEN 'advisory' THEN l.classid::bigint::integer
               ELSE array_position(ARRAY['AccessShareLock', 'RowShareLock', 'RowExclusiveLock', 'ShareUpdateExclusiveLock',
                                         'ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock'], l.mode) END]
       END AS mode,
       CASE WHEN l.locktype = 'advisory' AND l.objsubid = 5 THEN l.objid::regclass::text
            ELSE l.relation::regclass::text END AS table_name,
       b.pids
FROM pg_locks l
CROSS JOIN LATERAL (
    SELECT array_agg(DISTINCT x.pid ORDER BY x.pid) FILTER (WHERE x.pid <> pg_backend_pid()) AS pids
    FROM (SELECT unnest(pg_blocking_pids(l.pid)) AS pid
          -- Between two tries it stands in nobody's queue: whoever has the table is in the way.
          UNION ALL
          SELECT coalesce(h.pid, 0) FROM pg_locks h
          WHERE l.locktype = 'advisory' AND l.granted AND h.locktype = 'relation' AND h.relation = l.objid
            AND h.database = l.database AND h.granted AND h.pid IS DISTINCT FROM l.pid
            AND (l.classid::bigint = 8 OR h.mode NOT IN ('AccessShareLock', 'RowShareLock'))) x) b
WHERE l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
      AND (NOT l.granted OR l.locktype = 'advisory' AND l.objsubid = 5 AND l.granted)
   OR l.locktype IN ('virtualxid', 'transactionid') AND NOT l.granted
-- What it tells of itself goes before what it stands in at the moment.
ORDER BY l.pid, l.locktype = 'advisory' DESC, l.granted DESC;

COMMENT ON VIEW migrate.lock_waits IS 'sessions that wait for a lock, in its queue or outside: for what, and for whom';
COMMENT ON COLUMN migrate.lock_waits.pid IS 'process that waits';
COMMENT ON COLUMN migrate.lock_waits.mode IS 'mode of the table lock that it wants; NULL where it waits for something else';
COMMENT ON COLUMN migrate.lock_waits.table_name IS 'table';
COMMENT ON COLUMN migrate.lock_waits.pids IS 'processes that are in the way; 0 for a prepared transaction';

-- A row for each live job.
CREATE VIEW migrate.job_facts AS
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

COMMENT ON VIEW migrate.job_facts IS 'live jobs as numbers: what migrate.work and migrate.progress tell in words';
COMMENT ON COLUMN migrate.job_facts.job IS 'number of the job';
COMMENT ON COLUMN migrate.job_facts.what IS 'what it does';
COMMENT ON COLUMN migrate.job_facts.status IS 'queued, running, waiting, paused, or failed (its worker is gone)';
COMMENT ON COLUMN migrate.job_facts.asked_by IS 'session user who asked';
COMMENT ON COLUMN migrate.job_facts.direction IS 'up: apply; down: roll back; redo: roll back and apply again';
COMMENT ON COLUMN migrate.job_facts.version IS 'migration that it is at; NULL for a safe operation';
COMMENT ON COLUMN migrate.job_facts.operation IS 'safe operation, and what it is about';
COMMENT ON COLUMN migrate.job_facts.share IS 'share of the whole job that is done, from 0 to 1, by what its steps weigh';
COMMENT ON COLUMN migrate.job_facts.step IS 'step that it is at, from 1';
COMMENT ON COLUMN migrate.job_facts.steps IS 'number of steps';
COMMENT ON COLUMN migrate.job_facts.seconds IS 'seconds since it began, or since it was asked for while it is queued';
COMMENT ON COLUMN migrate.job_facts.eta_seconds IS 'seconds that the whole job will take still, at the pace of late; NULL while that is not known, and while it waits';
COMMENT ON COLUMN migrate.job_facts.rate IS 'how fast it is at the moment';
COMMENT ON COLUMN migrate.job_facts.message IS 'what it does right now, or what it waits for';
COMMENT ON COLUMN migrate.job_facts.waits_for IS 'transactions that a CONCURRENTLY had to wait for when it began';
COMMENT ON COLUMN migrate.job_facts.alive IS 'whether its worker is there';

-- src/lib.rs
-- requires:
--   job_facts

-- What is at work, in words. CREATE EXTENSION runs this with search_path pg_catalog, so names and operators are the server's.
-- Each column but the last has the same width from one look to the next, so that nothing jumps under \watch.

CREATE VIEW migrate.progress AS
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

COMMENT ON VIEW migrate.progress IS 'live jobs, and calls that wait until it is safe: what each is doing, how far it is, and who it waits for';
COMMENT ON COLUMN migrate.progress.job IS 'number of the job; NULL for a call that waits until it is safe';
COMMENT ON COLUMN migrate.progress.what IS 'what it does';
COMMENT ON COLUMN migrate.progress.status IS 'queued, running, waiting, paused, or failed (the worker is gone)';
COMMENT ON COLUMN migrate.progress.progress IS 'share of the whole job that is done, by what its steps weigh; and the step that it is at';
COMMENT ON COLUMN migrate.progress.rate IS 'amount of the table read per second since the statement began, or rows that a backfill changes, of late';
COMMENT ON COLUMN migrate.progress.eta IS 'time that the whole job will take still: MM:SS, then HHhMM, DDdHH; blank while that is not known, and while it waits';
COMMENT ON COLUMN migrate.progress.elapsed IS 'time since the job began, or since it was asked for while it is queued';
COMMENT ON COLUMN migrate.progress.phase IS 'phase of an index build, blocks of a backfill, the statement that runs; or what it waits for, and whom';

-- src/lib.rs
-- requires:
--   progress

-- What is asked for, at work, and over since a while, in one view. CREATE EXTENSION runs this with search_path pg_catalog, so
-- names and operators are the server's. Texts are broken into lines where they would be too wide for a screen. Each column
-- but the last has the same width from one look to the next, so that nothing jumps under \watch.
CREATE VIEW migrate.work AS
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

COMMENT ON VIEW migrate.work IS 'jobs that are queued, at work, or ended within migrate.work_shown, the newest first: how far each is, and what to do';
COMMENT ON COLUMN migrate.work.job IS 'number of the job; NULL for a call that waits until it is safe';
COMMENT ON COLUMN migrate.work.what IS 'what it does';
COMMENT ON COLUMN migrate.work.status IS 'queued, running, waiting (for others), paused, done, failed, cancelled';
COMMENT ON COLUMN migrate.work.progress IS 'share of the whole job that is done, by what its steps weigh; and the step that it is at';
COMMENT ON COLUMN migrate.work.took IS 'time since it began, or for which it waits in the queue: MM:SS, then HHhMM, DDdHH';
COMMENT ON COLUMN migrate.work.eta IS 'time that the whole job will take still, at the pace of late; blank while that is not known, and while it waits';
COMMENT ON COLUMN migrate.work.asked_by IS 'session user who asked for it';
COMMENT ON COLUMN migrate.work.next IS 'call that helps';
COMMENT ON COLUMN migrate.work.message IS 'what it does right now, or what it waits for; why it failed; when it was done';

-- src/api/apply.rs
-- migrate_ext::api::apply::apply
CREATE  FUNCTION migrate."apply"(
	"target" bigint DEFAULT NULL, /* Option < i64 > */
	"steps" INT DEFAULT NULL, /* Option < i32 > */
	"dry_run" bool DEFAULT false, /* Option < bool > */
	"not_before" timestamp with time zone DEFAULT NULL, /* Option < TimestampWithTimeZone > */
	"stop_at" timestamp with time zone DEFAULT NULL, /* Option < TimestampWithTimeZone > */
	"only_version" bigint DEFAULT NULL /* Option < i64 > */
) RETURNS TABLE(version bigint, description text, status text, execution_time_ms integer, detail text, job bigint) /* Result < Migrations, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'apply_wrapper';

-- src/api/apply.rs
-- migrate_ext::api::apply::down
-- Skipped due to `#[pgrx(sql = false)]`

-- src/api/apply.rs
-- migrate_ext::api::apply::down_2

CREATE PROCEDURE migrate.down(
    steps integer DEFAULT NULL, target bigint DEFAULT NULL, dry_run boolean DEFAULT false,
    INOUT summary text DEFAULT NULL, wait boolean DEFAULT false, only_version bigint DEFAULT NULL,
    by text DEFAULT 'version', schemas "any" DEFAULT NULL, canary text DEFAULT NULL, max_failures integer DEFAULT 1,
    databases "any" DEFAULT NULL, servers "any" DEFAULT NULL)
LANGUAGE c AS 'MODULE_PATHNAME', 'down_2_wrapper';

-- src/api/apply.rs
-- migrate_ext::api::apply::redo

CREATE PROCEDURE migrate.redo(
    steps integer DEFAULT NULL, target bigint DEFAULT NULL, dry_run boolean DEFAULT false,
    INOUT summary text DEFAULT NULL, wait boolean DEFAULT false, only_version bigint DEFAULT NULL)
LANGUAGE c AS 'MODULE_PATHNAME', 'redo_wrapper';

-- src/api/apply.rs
-- migrate_ext::api::apply::rollback
CREATE  FUNCTION migrate."rollback"(
	"steps" INT DEFAULT NULL, /* Option < i32 > */
	"target" bigint DEFAULT NULL, /* Option < i64 > */
	"dry_run" bool DEFAULT false, /* Option < bool > */
	"only_version" bigint DEFAULT NULL, /* Option < i64 > */
	"by" TEXT DEFAULT 'version' /* Option < String > */
) RETURNS TABLE(version bigint, description text, status text, execution_time_ms integer, detail text, job bigint) /* Result < Migrations, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'rollback_wrapper';

-- src/api/apply.rs
-- migrate_ext::api::apply::status
CREATE  FUNCTION migrate."status"() RETURNS TABLE (
	"version" bigint,  /* Option < i64 > */
	"description" TEXT,  /* String */
	"status" TEXT,  /* String */
	"applied_at" timestamp with time zone,  /* Option < TimestampWithTimeZone > */
	"applied_by" TEXT,  /* Option < String > */
	"ms" INT,  /* Option < i32 > */
	"note" TEXT  /* Option < String > */
)
STRICT 
LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'status_wrapper';

-- src/lib.rs
-- requires:
--   work
--   api::apply::status

-- The function as a view, which psql's tab completion knows.
CREATE VIEW migrate.status AS SELECT * FROM migrate.status();

COMMENT ON VIEW migrate.status IS 'every migration, with where it stands: registered or applied; and the safe operations that failed and are not mended';
COMMENT ON COLUMN migrate.status.version IS 'migration; NULL for a safe operation';
COMMENT ON COLUMN migrate.status.description IS 'its description; of a safe operation, its function and what it is about';
COMMENT ON COLUMN migrate.status.status IS 'applied, pending, draft, failed, running, queued, missing or changed';
COMMENT ON COLUMN migrate.status.applied_at IS 'when it was recorded as applied, to the second';
COMMENT ON COLUMN migrate.status.applied_by IS 'session user who asked for it';
COMMENT ON COLUMN migrate.status.ms IS 'time its units took, in milliseconds';
COMMENT ON COLUMN migrate.status.note IS 'what else there is to know';

-- src/lib.rs
-- requires:
--   status

-- What one looks at before, beside and after a migration. CREATE EXTENSION runs this with search_path pg_catalog, so names
-- and operators are the server's. What another role's session does, the server shows to members of pg_read_all_stats only.

-- Indexes that no query uses although every write pays for them.
CREATE VIEW migrate.invalid_indexes AS
SELECT n.nspname::text AS schema, t.relname::text AS table_name, c.relname::text AS index_name,
       pg_size_pretty(CASE c.relkind
           WHEN 'I' THEN (SELECT sum(pg_relation_size(p.relid)) FROM pg_partition_tree(c.oid) p WHERE p.isleaf)
           ELSE pg_relation_size(c.oid)
       END) AS size,
       CASE WHEN working.pid IS NOT NULL THEN concat('being ', working.what, ' by pid ', working.pid, ': ' || working.phase)
            WHEN holder.pid IS NOT NULL THEN concat('in the hands of pid ', holder.pid)
            WHEN c.relkind = 'I' THEN format('%s of %s partitions have it', parts.have, parts.all)
            WHEN NOT i.indislive THEN 'left over of a DROP INDEX CONCURRENTLY'
            WHEN c.relname ~ '_cc(new|old)[0-9]*$' THEN 'left over of a REINDEX CONCURRENTLY'
            ELSE 'left over of a build that failed'
       END AS why,
       pg_get_indexdef(c.oid) AS definition
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_class t ON t.oid = i.indrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN LATERAL (
    -- Who holds it against others: the other index of a REINDEX CONCURRENTLY, and one that is being dropped.
    SELECT l.pid
    FROM pg_locks l
    WHERE l.locktype = 'relation' AND l.relation = i.indexrelid AND l.granted AND l.pid IS DISTINCT FROM pg_backend_pid()
      AND l.mode NOT IN ('AccessShareLock', 'RowShareLock', 'RowExclusiveLock')
      AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
    LIMIT 1) holder ON true
LEFT JOIN LATERAL (
    SELECT p.pid, p.phase, CASE WHEN p.command LIKE 'REINDEX%' THEN 'reindexed' ELSE 'built' END AS what
    FROM pg_stat_progress_create_index p
    WHERE p.index_relid = i.indexrelid OR p.pid = holder.pid
       -- Who may not see which index it is, sees at least that it is one of this table.
       OR p.index_relid IS NULL AND p.datname = current_database()
          AND EXISTS (SELECT FROM pg_locks l
                      WHERE l.pid = p.pid AND l.locktype = 'relation' AND l.relation = i.indrelid AND l.granted
                        AND l.mode NOT IN ('AccessShareLock', 'RowShareLock', 'RowExclusiveLock')
                        AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()))
    LIMIT 1) working ON true
LEFT JOIN LATERAL (
    SELECT (SELECT count(*) FROM pg_inherits h WHERE h.inhparent = i.indrelid) AS "all",
           (SELECT count(*) FROM pg_inherits h JOIN pg_index x ON x.indexrelid = h.inhrelid
            WHERE h.inhparent = i.indexrelid AND x.indisvalid) AS have) parts ON c.relkind = 'I'
WHERE NOT (i.indisvalid AND i.indisready AND i.indislive)
ORDER BY 1, 2, 3;

COMMENT ON VIEW migrate.invalid_indexes IS 'indexes that no query uses: although every write pays for them; and why';
COMMENT ON COLUMN migrate.invalid_indexes.schema IS 'schema of the index and its table';
COMMENT ON COLUMN migrate.invalid_indexes.table_name IS 'table';
COMMENT ON COLUMN migrate.invalid_indexes.index_name IS 'index';
COMMENT ON COLUMN migrate.invalid_indexes.size IS 'its size on disk';
COMMENT ON COLUMN migrate.invalid_indexes.why IS 'being built, left over, or, of a partitioned index, on how many partitions it is valid';
COMMENT ON COLUMN migrate.invalid_indexes.definition IS 'statement that makes it, without CONCURRENTLY';

-- The largest first. A partitioned table stands for all of its partitions, which have rows of their own, too.
CREATE VIEW migrate.table_sizes AS
SELECT n.nspname::text AS schema, c.relname::text AS table_name,
       CASE WHEN s.unknown THEN NULL ELSE s.tuples::bigint END AS rows,
       pg_size_pretty(s.total - s.indexes - s.toast) AS data, pg_size_pretty(s.indexes) AS indexes,
       pg_size_pretty(s.toast) AS toast, pg_size_pretty(s.total) AS total, s.total AS total_bytes,
       (SELECT format('%I', r.relname)
        FROM pg_partition_ancestors(c.oid) a JOIN pg_class r ON r.oid = a.relid
        WHERE c.relispartition AND NOT r.relispartition) AS part_of
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN LATERAL (
    SELECT coalesce(sum(x.reltuples) FILTER (WHERE x.reltuples >= 0), 0) AS tuples,
           coalesce(bool_or(x.reltuples < 0), false) AS unknown,
           coalesce(sum(pg_total_relation_size(x.oid)), 0)::bigint AS total,
           coalesce(sum(pg_indexes_size(x.oid)), 0)::bigint AS indexes,
           coalesce(sum(pg_total_relation_size(nullif(x.reltoastrelid, 0))), 0)::bigint AS toast
    FROM pg_class x
    WHERE x.oid = c.oid AND c.relkind <> 'p'
       OR c.relkind = 'p' AND x.oid IN (SELECT p.relid FROM pg_partition_tree(c.oid) p WHERE p.isleaf)) s
WHERE c.relkind IN ('r', 'p', 'm')
  AND n.nspname !~ '^pg_(catalog|toast|temp)' AND n.nspname NOT IN ('information_schema', 'migrate')
ORDER BY s.total DESC, 1, 2;

COMMENT ON VIEW migrate.table_sizes IS 'sizes of tables, the largest first: on disk, of materialized views too; without those of schema migrate';
COMMENT ON COLUMN migrate.table_sizes.schema IS 'schema';
COMMENT ON COLUMN migrate.table_sizes.table_name IS 'table; a partitioned one stands for all of its partitions';
COMMENT ON COLUMN migrate.table_sizes.rows IS 'number of rows as the last ANALYZE or VACUUM estimated it; NULL before the first';
COMMENT ON COLUMN migrate.table_sizes.data IS 'size of the rows';
COMMENT ON COLUMN migrate.table_sizes.indexes IS 'size of the indexes';
COMMENT ON COLUMN migrate.table_sizes.toast IS 'size of the long values that are kept apart, with their index';
COMMENT ON COLUMN migrate.table_sizes.total IS 'sum of the three';
COMMENT ON COLUMN migrate.table_sizes.total_bytes IS 'the same in bytes';
COMMENT ON COLUMN migrate.table_sizes.part_of IS 'of a partition, the partitioned table in whose size it is counted';

-- The least used first, and of those the largest.
CREATE VIEW migrate.index_usage AS
SELECT s.schemaname::text AS schema, s.relname::text AS table_name, s.indexrelname::text AS index_name,
       s.idx_scan AS scans,
       -- A column that PostgreSQL has since 16.
       date_trunc('second', (to_jsonb(s) ->> 'last_idx_scan')::timestamptz) AS last_scan,
       pg_size_pretty(pg_relation_size(s.indexrelid)) AS size,
       CASE WHEN i.indisprimary THEN 'primary key' WHEN i.indisexclusion THEN 'exclusion' WHEN i.indisunique THEN 'unique'
            WHEN i.indisreplident THEN 'replica identity'
       END AS enforces,
       regexp_replace(pg_get_indexdef(s.indexrelid), '^.*? USING ', '') AS definition
FROM pg_stat_user_indexes s
JOIN pg_index i ON i.indexrelid = s.indexrelid
WHERE s.schemaname <> 'migrate'
ORDER BY s.idx_scan, pg_relation_size(s.indexrelid) DESC, 1, 2, 3;

COMMENT ON VIEW migrate.index_usage IS 'how often indexes are used: since the statistics were reset, the least used first; without those of schema migrate';
COMMENT ON COLUMN migrate.index_usage.schema IS 'schema of the index and its table';
COMMENT ON COLUMN migrate.index_usage.table_name IS 'table';
COMMENT ON COLUMN migrate.index_usage.index_name IS 'index';
COMMENT ON COLUMN migrate.index_usage.scans IS 'scans on this server; a standby counts its own';
COMMENT ON COLUMN migrate.index_usage.last_scan IS 'time of the last one; NULL before PostgreSQL 16';
COMMENT ON COLUMN migrate.index_usage.size IS 'its size on disk';
COMMENT ON COLUMN migrate.index_usage.enforces IS 'what it is needed for even without scans: primary key, unique, exclusion, replica identity';
COMMENT ON COLUMN migrate.index_usage.definition IS 'method, columns and condition';

-- Who is at work in this database, the longest at it first. A session that is idle has nothing to do with anybody; one
-- that is idle in a transaction holds its locks.
CREATE VIEW migrate.active_queries AS
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

COMMENT ON VIEW migrate.active_queries IS 'sessions that are at work: others of this database, or in a transaction, the longest first';
COMMENT ON COLUMN migrate.active_queries.pid IS 'process';
COMMENT ON COLUMN migrate.active_queries.role IS 'role that connected';
COMMENT ON COLUMN migrate.active_queries.application IS 'application_name of the session';
COMMENT ON COLUMN migrate.active_queries.state IS 'active, or idle in transaction, which holds its locks';
COMMENT ON COLUMN migrate.active_queries.duration IS 'time since the statement began, or since the session is idle: HH:MM:SS';
COMMENT ON COLUMN migrate.active_queries.wait IS 'what an active statement waits for';
COMMENT ON COLUMN migrate.active_queries.blocked_by IS 'processes that hold a lock, or stand in its queue, before it; 0 for a prepared transaction';
COMMENT ON COLUMN migrate.active_queries.query IS 'statement that runs, or ran last, cut off';

-- Who waits for a lock, and for whom: a row for each pair.
CREATE VIEW migrate.blocked_locks AS
WITH waiting AS (
    SELECT l.*, a.usename, a.query,
           CASE l.locktype
               WHEN 'relation' THEN l.relation::regclass::text
               WHEN 'tuple' THEN 'row of ' || l.relation::regclass
               WHEN 'transactionid' THEN
                   -- For the row's last writer to end; the row itself is locked meanwhile.
                   coalesce((SELECT 'row of ' || t.relation::regclass FROM pg_locks t
                             WHERE t.pid = l.pid AND t.locktype = 'tuple' AND t.granted AND t.database = d.oid LIMIT 1),
                            'end of a transaction')
               WHEN 'virtualxid' THEN 'end of a transaction'
               WHEN 'advisory' THEN 'advisory lock'
               ELSE l.locktype || coalesce(' of ' || l.relation::regclass, '')
           END AS locked
    FROM pg_locks l
    JOIN pg_stat_activity a ON a.pid = l.pid
    JOIN pg_database d ON d.oid = a.datid
    WHERE NOT l.granted AND d.datname = current_database()
)
SELECT w.pid AS waiting_pid, w.usename::text AS waiting_role,
       -- As LOCK TABLE spells it: ACCESS EXCLUSIVE.
       upper(btrim(regexp_replace(replace(w.mode, 'Lock', ''), '([A-Z])', ' \1', 'g'))) AS lock_mode, w.locked, to_char(make_interval(secs => extract(epoch FROM clock_timestamp() - w.waitstart)::float8), 'HH24:MI:SS') AS waited,
       nullif(b.pid, 0) AS blocking_pid, coalesce(a.usename::text, p.owner::text) AS blocking_role,
       a.application_name AS blocking_application,
       CASE WHEN b.pid = 0 THEN 'prepared transaction' ELSE a.state END AS blocking_state,
       to_char(make_interval(secs => extract(epoch FROM clock_timestamp() - coalesce(a.xact_start, p.prepared))::float8), 'HH24:MI:SS')
           AS transaction_age,
       btrim(regexp_replace(w.query, '[[:space:]]+', ' ', 'g')) AS waiting_query,
       coalesce(btrim(regexp_replace(a.query, '[[:space:]]+', ' ', 'g')), format('PREPARE TRANSACTION %L', p.gid)) AS blocking_query
FROM waiting w
CROSS JOIN LATERAL (SELECT DISTINCT x.pid FROM unnest(pg_blocking_pids(w.pid)) x (pid)) b
LEFT JOIN pg_stat_activity a ON a.pid = b.pid
LEFT JOIN LATERAL (
    SELECT x.gid, x.owner, x.prepared
    FROM pg_locks h
    JOIN pg_locks own ON own.virtualtransaction = h.virtualtransaction AND own.pid IS NULL AND own.locktype = 'transactionid'
    JOIN pg_prepared_xacts x ON x.transaction = own.transactionid
    WHERE h.pid IS NULL AND h.granted AND h.locktype = w.locktype
      AND (h.database, h.relation, h.page, h.tuple, h.virtualxid, h.transactionid::text, h.classid, h.objid, h.objsubid)
          IS NOT DISTINCT FROM
          (w.database, w.relation, w.page, w.tuple, w.virtualxid, w.transactionid::text, w.classid, w.objid, w.objsubid)
    ORDER BY x.prepared LIMIT 1) p ON b.pid = 0
ORDER BY w.waitstart, w.pid, b.pid;

COMMENT ON VIEW migrate.blocked_locks IS 'sessions that wait for a lock: in this database, each with every session that it waits for; the longest first';
COMMENT ON COLUMN migrate.blocked_locks.waiting_pid IS 'process that waits';
COMMENT ON COLUMN migrate.blocked_locks.waiting_role IS 'its role';
COMMENT ON COLUMN migrate.blocked_locks.lock_mode IS 'mode of the lock that it wants';
COMMENT ON COLUMN migrate.blocked_locks.locked IS 'what is locked: a table, a row of it, the end of a transaction';
COMMENT ON COLUMN migrate.blocked_locks.waited IS 'how long it has waited: HH:MM:SS';
COMMENT ON COLUMN migrate.blocked_locks.blocking_pid IS 'process that holds the lock, or stands before it in the queue; NULL for a prepared transaction';
COMMENT ON COLUMN migrate.blocked_locks.blocking_role IS 'its role';
COMMENT ON COLUMN migrate.blocked_locks.blocking_application IS 'its application_name';
COMMENT ON COLUMN migrate.blocked_locks.blocking_state IS 'active, idle in transaction, or prepared transaction';
COMMENT ON COLUMN migrate.blocked_locks.transaction_age IS 'time since its transaction began';
COMMENT ON COLUMN migrate.blocked_locks.waiting_query IS 'statement that waits';
COMMENT ON COLUMN migrate.blocked_locks.blocking_query IS 'statement that the other runs, or ran last';

-- src/lib.rs
-- requires:
--   watching

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

-- src/lib.rs
-- requires:
--   changes
--   elsewhere
--   fingerprints
--   api::replication::keep_own_rows

-- A publication FOR ALL TABLES takes these along. The history is each database's own: what a subscription brings is thrown
-- away, by triggers that fire for replicas alone. A TRUNCATE cannot be thrown away by who receives it, so nobody sends one.
DO LANGUAGE plpgsql $migrate$
DECLARE
    registry pg_catalog.regclass;
BEGIN
    FOR registry IN
        SELECT c.oid FROM pg_catalog.pg_class c
        WHERE c.relnamespace OPERATOR(pg_catalog.=) 'migrate'::pg_catalog.regnamespace
          AND c.relkind OPERATOR(pg_catalog.=) 'r'
    LOOP
        EXECUTE pg_catalog.format(
            'CREATE TRIGGER keep_own_rows BEFORE INSERT OR UPDATE OR DELETE ON %s
             FOR EACH ROW EXECUTE FUNCTION migrate.keep_own_rows()', registry);
        EXECUTE pg_catalog.format('ALTER TABLE %s ENABLE REPLICA TRIGGER keep_own_rows', registry);
        EXECUTE pg_catalog.format(
            'CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON %s
             FOR EACH STATEMENT EXECUTE FUNCTION migrate.keep_own_rows()', registry);
    END LOOP;
END
$migrate$;

-- src/api/apply.rs
-- migrate_ext::api::apply::up
-- Skipped due to `#[pgrx(sql = false)]`

-- src/api/apply.rs
-- migrate_ext::api::apply::up_2

CREATE PROCEDURE migrate.up(
    target bigint DEFAULT NULL, steps integer DEFAULT NULL, dry_run boolean DEFAULT false,
    INOUT summary text DEFAULT NULL, wait boolean DEFAULT false, preflight boolean DEFAULT false,
    not_before timestamptz DEFAULT NULL, stop_at timestamptz DEFAULT NULL, only_version bigint DEFAULT NULL,
    schemas "any" DEFAULT NULL, canary text DEFAULT NULL, max_failures integer DEFAULT 1, databases "any" DEFAULT NULL,
    servers "any" DEFAULT NULL)
LANGUAGE c AS 'MODULE_PATHNAME', 'up_2_wrapper';

-- src/api/apply.rs
-- migrate_ext::api::apply::verify
CREATE  FUNCTION migrate."verify"() RETURNS TABLE (
	"version" bigint,  /* i64 */
	"description" TEXT,  /* String */
	"ok" bool,  /* bool */
	"detail" TEXT  /* String */
)
STRICT 
LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'verify_wrapper';

-- src/api/databases.rs
-- migrate_ext::api::databases::database_convergence
CREATE  FUNCTION migrate."database_convergence"(
	"databases" TEXT[] /* :: std :: option :: Option < Vec < Option < String > > > */
) RETURNS TABLE(version bigint, description text, done bigint, failed bigint, missing bigint, first_failed text, first_error text, unknown bigint) /* Result < Rows < Convergence > , ErrorReport > */
 
LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'database_convergence_of_names_wrapper';

-- src/api/databases.rs
-- migrate_ext::api::databases::database_convergence
CREATE  FUNCTION migrate."database_convergence"(
	"databases" TEXT /* Option < String > */
) RETURNS TABLE(version bigint, description text, done bigint, failed bigint, missing bigint, first_failed text, first_error text, unknown bigint) /* Result < Rows < Convergence > , ErrorReport > */
 
LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'database_convergence_of_pattern_wrapper';

-- src/api/databases.rs
-- migrate_ext::api::databases::database_status
CREATE  FUNCTION migrate."database_status"(
	"databases" TEXT[] /* :: std :: option :: Option < Vec < Option < String > > > */
) RETURNS TABLE(database_name text, version bigint, description text, status text, applied_at timestamptz, applied_by text, ms integer, note text) /* Result < Rows < Standing > , ErrorReport > */
 
LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'database_status_of_names_wrapper';

-- src/api/databases.rs
-- migrate_ext::api::databases::database_status
CREATE  FUNCTION migrate."database_status"(
	"databases" TEXT /* Option < String > */
) RETURNS TABLE(database_name text, version bigint, description text, status text, applied_at timestamptz, applied_by text, ms integer, note text) /* Result < Rows < Standing > , ErrorReport > */
 
LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'database_status_of_pattern_wrapper';

-- src/api/databases.rs
-- migrate_ext::api::databases::load_registry
CREATE  FUNCTION migrate."load_registry"(
	"registry" jsonb /* Option < JsonB > */
) RETURNS bigint /* Result < i64, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'load_registry_wrapper';

-- src/api/databases.rs
-- migrate_ext::api::databases::server_convergence
CREATE  FUNCTION migrate."server_convergence"(
	"servers" TEXT[] /* :: std :: option :: Option < Vec < Option < String > > > */
) RETURNS TABLE(version bigint, description text, done bigint, failed bigint, missing bigint, first_failed text, first_error text, unknown bigint) /* Result < Rows < Convergence > , ErrorReport > */
 
LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'server_convergence_of_names_wrapper';

-- src/api/databases.rs
-- migrate_ext::api::databases::server_convergence
CREATE  FUNCTION migrate."server_convergence"(
	"servers" TEXT /* Option < String > */
) RETURNS TABLE(version bigint, description text, done bigint, failed bigint, missing bigint, first_failed text, first_error text, unknown bigint) /* Result < Rows < Convergence > , ErrorReport > */
 
LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'server_convergence_of_pattern_wrapper';

-- src/api/databases.rs
-- migrate_ext::api::databases::server_preflight
CREATE  FUNCTION migrate."server_preflight"(
	"servers" TEXT[] /* :: std :: option :: Option < Vec < Option < String > > > */
) RETURNS TABLE(server_name text, "check" text, verdict text, detail text) /* Result < Rows < Check > , ErrorReport > */
 
LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'server_preflight_of_names_wrapper';

-- src/api/databases.rs
-- migrate_ext::api::databases::server_preflight
CREATE  FUNCTION migrate."server_preflight"(
	"servers" TEXT /* Option < String > */
) RETURNS TABLE(server_name text, "check" text, verdict text, detail text) /* Result < Rows < Check > , ErrorReport > */
 
LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'server_preflight_of_pattern_wrapper';

-- src/api/databases.rs
-- migrate_ext::api::databases::server_status
CREATE  FUNCTION migrate."server_status"(
	"servers" TEXT[] /* :: std :: option :: Option < Vec < Option < String > > > */
) RETURNS TABLE(server_name text, version bigint, description text, status text, applied_at timestamptz, applied_by text, ms integer, note text) /* Result < Rows < OnServers > , ErrorReport > */
 
LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'server_status_of_names_wrapper';

-- src/api/databases.rs
-- migrate_ext::api::databases::server_status
CREATE  FUNCTION migrate."server_status"(
	"servers" TEXT /* Option < String > */
) RETURNS TABLE(server_name text, version bigint, description text, status text, applied_at timestamptz, applied_by text, ms integer, note text) /* Result < Rows < OnServers > , ErrorReport > */
 
LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'server_status_of_pattern_wrapper';

-- src/api/help.rs
-- migrate_ext::api::help::help
CREATE  FUNCTION migrate."help"(
	"word" TEXT DEFAULT NULL /* Option < & str > */
) RETURNS TABLE(call text, what text, example text) /* Result < Rows < Help > , ErrorReport > */
 
LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'help_with_wrapper';

-- src/api/jobs.rs
-- migrate_ext::api::jobs::cancel
CREATE  FUNCTION migrate."cancel"(
	"job" bigint /* Option < i64 > */
) RETURNS TABLE (
	"job" bigint,  /* i64 */
	"status" TEXT,  /* String */
	"detail" TEXT  /* String */
)

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'cancel_wrapper';

-- src/api/jobs.rs
-- migrate_ext::api::jobs::pause
CREATE  FUNCTION migrate."pause"(
	"job" bigint /* Option < i64 > */
) RETURNS TABLE(job bigint, table_name text, detail text) /* Result < Controlled, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'pause_wrapper';

-- src/api/jobs.rs
-- migrate_ext::api::jobs::prune
CREATE  FUNCTION migrate."prune"(
	"older_than" interval DEFAULT '90 days', /* Option < Interval > */
	"dry_run" bool DEFAULT false /* Option < bool > */
) RETURNS TABLE (
	"what" TEXT,  /* String */
	"removed" bigint,  /* i64 */
	"kept" bigint  /* i64 */
)

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'prune_wrapper';

-- src/api/jobs.rs
-- migrate_ext::api::jobs::resume
CREATE  FUNCTION migrate."resume"(
	"job" bigint /* Option < i64 > */
) RETURNS TABLE(version bigint, description text, status text, detail text, job bigint) /* Result < Goings, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'resume_wrapper';

-- src/api/jobs.rs
-- migrate_ext::api::jobs::run
-- Skipped due to `#[pgrx(sql = false)]`

-- src/api/jobs.rs
-- migrate_ext::api::jobs::run_2

CREATE PROCEDURE migrate.run(
    statement text, INOUT summary text DEFAULT NULL, schemas "any" DEFAULT NULL, canary text DEFAULT NULL,
    max_failures integer DEFAULT 1)
LANGUAGE c AS 'MODULE_PATHNAME', 'run_2_wrapper';

-- src/api/jobs.rs
-- migrate_ext::api::jobs::throttle
CREATE  FUNCTION migrate."throttle"(
	"job" bigint, /* Option < i64 > */
	"sleep_ratio" double precision DEFAULT NULL, /* Option < f64 > */
	"max_rows_per_second" double precision DEFAULT NULL, /* Option < f64 > */
	"wait_while" TEXT DEFAULT NULL /* Option < & str > */
) RETURNS TABLE(job bigint, table_name text, detail text) /* Result < Controlled, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'throttle_wrapper';

-- src/api/jobs.rs
-- migrate_ext::api::jobs::wait

CREATE PROCEDURE migrate.wait(
    job bigint DEFAULT NULL, timeout interval DEFAULT NULL, INOUT summary text DEFAULT NULL)
LANGUAGE c AS 'MODULE_PATHNAME', 'wait_wrapper';

-- src/api/jobs.rs
-- migrate_ext::api::jobs::window
CREATE  FUNCTION migrate."window"(
	"job" bigint, /* Option < i64 > */
	"not_before" timestamp with time zone DEFAULT NULL, /* Option < TimestampWithTimeZone > */
	"stop_at" timestamp with time zone DEFAULT NULL /* Option < TimestampWithTimeZone > */
) RETURNS TABLE(job bigint, what text, status text, detail text) /* Result < Windowed, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'window_wrapper';

-- src/api/labels.rs
-- migrate_ext::api::labels::version
CREATE  FUNCTION migrate."version"(
	"label" TEXT /* Option < String > */
) RETURNS bigint /* Result < i64, ErrorReport > */
 
LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'version_of_wrapper';

-- src/api/operations.rs
-- migrate_ext::api::operations::safe_add_constraint
CREATE  FUNCTION migrate."safe_add_constraint"(
	"table_name" regclass, /* Option < RegClass > */
	"constraint_name" TEXT, /* Option < & str > */
	"expression" TEXT, /* Option < & str > */
	"dry_run" bool DEFAULT false, /* Option < bool > */
	"migration" TEXT DEFAULT NULL /* Option < & str > */
) RETURNS TABLE(step integer, what text, lock text, status text, detail text, job bigint, sql text) /* Result < Steps, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'safe_add_constraint_wrapper';

-- src/api/operations.rs
-- migrate_ext::api::operations::safe_create_index
CREATE  FUNCTION migrate."safe_create_index"(
	"table_name" regclass, /* Option < RegClass > */
	"columns" TEXT[], /* :: std :: option :: Option < Vec < Option < String > > > */
	"index_name" TEXT DEFAULT NULL, /* Option < & str > */
	"is_unique" bool DEFAULT false, /* Option < bool > */
	"method" TEXT DEFAULT 'btree', /* Option < & str > */
	"include" TEXT[] DEFAULT NULL, /* :: std :: option :: Option < Vec < Option < String > > > */
	"predicate" TEXT DEFAULT NULL, /* Option < & str > */
	"nulls_not_distinct" bool DEFAULT false, /* Option < bool > */
	"tablespace" TEXT DEFAULT NULL, /* Option < & str > */
	"storage_parameters" TEXT DEFAULT NULL, /* Option < & str > */
	"dry_run" bool DEFAULT false, /* Option < bool > */
	"migration" TEXT DEFAULT NULL /* Option < & str > */
) RETURNS TABLE(step integer, what text, lock text, status text, detail text, job bigint, sql text) /* Result < Steps, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'safe_create_index_wrapper';

-- src/api/operations.rs
-- migrate_ext::api::operations::safe_drop_index
CREATE  FUNCTION migrate."safe_drop_index"(
	"index_name" TEXT, /* Option < & str > */
	"dry_run" bool DEFAULT false, /* Option < bool > */
	"migration" TEXT DEFAULT NULL, /* Option < & str > */
	"missing_ok" bool DEFAULT false, /* Option < bool > */
	"acknowledge" bool DEFAULT false /* Option < bool > */
) RETURNS TABLE(step integer, what text, lock text, status text, detail text, job bigint, sql text) /* Result < Steps, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'safe_drop_index_wrapper';

-- src/api/operations.rs
-- migrate_ext::api::operations::safe_set_not_null
CREATE  FUNCTION migrate."safe_set_not_null"(
	"table_name" regclass, /* Option < RegClass > */
	"column_name" TEXT, /* Option < & str > */
	"dry_run" bool DEFAULT false, /* Option < bool > */
	"migration" TEXT DEFAULT NULL /* Option < & str > */
) RETURNS TABLE(step integer, what text, lock text, status text, detail text, job bigint, sql text) /* Result < Steps, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'safe_set_not_null_wrapper';

-- src/api/operations.rs
-- migrate_ext::api::operations::safe_validate_constraint
CREATE  FUNCTION migrate."safe_validate_constraint"(
	"table_name" regclass, /* Option < RegClass > */
	"constraint_name" TEXT DEFAULT NULL, /* Option < & str > */
	"dry_run" bool DEFAULT false, /* Option < bool > */
	"migration" TEXT DEFAULT NULL /* Option < & str > */
) RETURNS TABLE(step integer, what text, lock text, status text, detail text, job bigint, sql text) /* Result < Steps, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'safe_validate_constraint_wrapper';

-- src/api/operations.rs
-- migrate_ext::api::operations::undo
CREATE  FUNCTION migrate."undo"(
	"operation" bigint DEFAULT NULL, /* Option < i64 > */
	"dry_run" bool DEFAULT false /* Option < bool > */
) RETURNS TABLE(step integer, what text, lock text, status text, detail text, job bigint, sql text) /* Result < Steps, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'undo_wrapper';

-- src/api/operations/backfill.rs
-- migrate_ext::api::operations::backfill::safe_backfill
CREATE  FUNCTION migrate."safe_backfill"(
	"table_name" regclass, /* Option < RegClass > */
	"assignments" TEXT, /* Option < & str > */
	"condition" TEXT DEFAULT NULL, /* Option < & str > */
	"on_error" TEXT DEFAULT 'stop', /* Option < & str > */
	"parallel" INT DEFAULT 1, /* Option < i32 > */
	"wait_while" TEXT DEFAULT NULL, /* Option < & str > */
	"dry_run" bool DEFAULT false, /* Option < bool > */
	"migration" TEXT DEFAULT NULL /* Option < & str > */
) RETURNS TABLE(step integer, what text, lock text, status text, detail text, job bigint, sql text) /* Result < Steps, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'safe_backfill_wrapper';

-- src/api/operations/changes.rs
-- migrate_ext::api::operations::changes::abort
CREATE  FUNCTION migrate."abort"(
	"change" bigint, /* Option < i64 > */
	"dry_run" bool DEFAULT false, /* Option < bool > */
	"migration" TEXT DEFAULT NULL /* Option < & str > */
) RETURNS TABLE(step integer, what text, lock text, status text, detail text, job bigint, sql text) /* Result < Steps, ErrorReport > */
 
LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'abort_change_wrapper';

-- src/api/operations/changes.rs
-- migrate_ext::api::operations::changes::abort
CREATE  FUNCTION migrate."abort"(
	"table_name" regclass, /* Option < RegClass > */
	"column_name" TEXT, /* Option < & str > */
	"dry_run" bool DEFAULT false, /* Option < bool > */
	"migration" TEXT DEFAULT NULL /* Option < & str > */
) RETURNS TABLE(step integer, what text, lock text, status text, detail text, job bigint, sql text) /* Result < Steps, ErrorReport > */
 
LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'abort_column_wrapper';

-- src/api/operations/changes.rs
-- migrate_ext::api::operations::changes::complete
CREATE  FUNCTION migrate."complete"(
	"change" bigint, /* Option < i64 > */
	"force" bool DEFAULT false, /* Option < bool > */
	"dry_run" bool DEFAULT false, /* Option < bool > */
	"migration" TEXT DEFAULT NULL, /* Option < & str > */
	"acknowledge" bool DEFAULT false /* Option < bool > */
) RETURNS TABLE(step integer, what text, lock text, status text, detail text, job bigint, sql text) /* Result < Steps, ErrorReport > */
 
LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'complete_change_wrapper';

-- src/api/operations/changes.rs
-- migrate_ext::api::operations::changes::complete
CREATE  FUNCTION migrate."complete"(
	"table_name" regclass, /* Option < RegClass > */
	"column_name" TEXT, /* Option < & str > */
	"force" bool DEFAULT false, /* Option < bool > */
	"dry_run" bool DEFAULT false, /* Option < bool > */
	"migration" TEXT DEFAULT NULL, /* Option < & str > */
	"acknowledge" bool DEFAULT false /* Option < bool > */
) RETURNS TABLE(step integer, what text, lock text, status text, detail text, job bigint, sql text) /* Result < Steps, ErrorReport > */
 
LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'complete_column_wrapper';

-- src/api/operations/changes.rs
-- migrate_ext::api::operations::changes::complete_due
CREATE  FUNCTION migrate."complete_due"(
	"dry_run" bool DEFAULT false /* Option < bool > */
) RETURNS TABLE(change bigint, what text, status text, detail text, job bigint) /* Result < Dues, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'complete_due_wrapper';

-- src/api/operations/changes.rs
-- migrate_ext::api::operations::changes::complete
CREATE  FUNCTION migrate."complete"(
	"table_name" TEXT, /* Option < & str > */
	"column_name" TEXT DEFAULT NULL, /* Option < & str > */
	"force" bool DEFAULT false, /* Option < bool > */
	"dry_run" bool DEFAULT false, /* Option < bool > */
	"migration" TEXT DEFAULT NULL, /* Option < & str > */
	"acknowledge" bool DEFAULT false /* Option < bool > */
) RETURNS TABLE(step integer, what text, lock text, status text, detail text, job bigint, sql text) /* Result < Steps, ErrorReport > */
 
LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'complete_name_wrapper';

-- src/api/operations/changes.rs
-- migrate_ext::api::operations::changes::safe_change_column_type
CREATE  FUNCTION migrate."safe_change_column_type"(
	"table_name" regclass, /* Option < RegClass > */
	"column_name" TEXT, /* Option < & str > */
	"new_type" TEXT, /* Option < & str > */
	"using_expression" TEXT DEFAULT NULL, /* Option < & str > */
	"reverse_expression" TEXT DEFAULT NULL, /* Option < & str > */
	"dry_run" bool DEFAULT false, /* Option < bool > */
	"migration" TEXT DEFAULT NULL, /* Option < & str > */
	"acknowledge" bool DEFAULT false /* Option < bool > */
) RETURNS TABLE(step integer, what text, lock text, status text, detail text, job bigint, sql text) /* Result < Steps, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'safe_change_column_type_wrapper';

-- src/api/operations/changes.rs
-- migrate_ext::api::operations::changes::safe_merge_columns
CREATE  FUNCTION migrate."safe_merge_columns"(
	"table_name" regclass, /* Option < RegClass > */
	"columns" TEXT[], /* :: std :: option :: Option < Vec < Option < String > > > */
	"new_column" TEXT, /* Option < & str > */
	"expression" TEXT, /* Option < & str > */
	"reverse_expressions" TEXT[], /* :: std :: option :: Option < Vec < Option < String > > > */
	"new_type" TEXT DEFAULT NULL, /* Option < & str > */
	"dry_run" bool DEFAULT false, /* Option < bool > */
	"migration" TEXT DEFAULT NULL, /* Option < & str > */
	"acknowledge" bool DEFAULT false /* Option < bool > */
) RETURNS TABLE(step integer, what text, lock text, status text, detail text, job bigint, sql text) /* Result < Steps, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'safe_merge_columns_wrapper';

-- src/api/operations/changes.rs
-- migrate_ext::api::operations::changes::safe_rename_column
CREATE  FUNCTION migrate."safe_rename_column"(
	"table_name" regclass, /* Option < RegClass > */
	"old_name" TEXT, /* Option < & str > */
	"new_name" TEXT, /* Option < & str > */
	"strategy" TEXT DEFAULT 'dual', /* Option < & str > */
	"compatibility_view" TEXT DEFAULT NULL, /* Option < & str > */
	"dry_run" bool DEFAULT false, /* Option < bool > */
	"migration" TEXT DEFAULT NULL, /* Option < & str > */
	"acknowledge" bool DEFAULT false /* Option < bool > */
) RETURNS TABLE(step integer, what text, lock text, status text, detail text, job bigint, sql text) /* Result < Steps, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'safe_rename_column_wrapper';

-- src/api/operations/changes.rs
-- migrate_ext::api::operations::changes::safe_split_column
CREATE  FUNCTION migrate."safe_split_column"(
	"table_name" regclass, /* Option < RegClass > */
	"column_name" TEXT, /* Option < & str > */
	"new_columns" TEXT[], /* :: std :: option :: Option < Vec < Option < String > > > */
	"expressions" TEXT[], /* :: std :: option :: Option < Vec < Option < String > > > */
	"reverse_expression" TEXT, /* Option < & str > */
	"new_types" TEXT[] DEFAULT NULL, /* :: std :: option :: Option < Vec < Option < String > > > */
	"dry_run" bool DEFAULT false, /* Option < bool > */
	"migration" TEXT DEFAULT NULL, /* Option < & str > */
	"acknowledge" bool DEFAULT false /* Option < bool > */
) RETURNS TABLE(step integer, what text, lock text, status text, detail text, job bigint, sql text) /* Result < Steps, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'safe_split_column_wrapper';

-- src/api/operations/columns.rs
-- migrate_ext::api::operations::columns::safe_add_column

CREATE FUNCTION migrate.safe_add_column(
    table_name regclass, column_name text, type text, default_value text DEFAULT NULL, not_null boolean DEFAULT false,
    collation text DEFAULT NULL, generated text DEFAULT NULL, virtual boolean DEFAULT false, identity text DEFAULT NULL,
    comment text DEFAULT NULL, dry_run boolean DEFAULT false, migration text DEFAULT NULL)
RETURNS TABLE (step integer, what text, lock text, status text, detail text, job bigint, sql text)
LANGUAGE c AS 'MODULE_PATHNAME', 'safe_add_column_wrapper';

-- src/api/operations/columns.rs
-- migrate_ext::api::operations::columns::safe_drop_not_null
CREATE  FUNCTION migrate."safe_drop_not_null"(
	"table_name" regclass, /* Option < RegClass > */
	"column_name" TEXT, /* Option < & str > */
	"dry_run" bool DEFAULT false, /* Option < bool > */
	"migration" TEXT DEFAULT NULL /* Option < & str > */
) RETURNS TABLE(step integer, what text, lock text, status text, detail text, job bigint, sql text) /* Result < Steps, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'safe_drop_not_null_wrapper';

-- src/api/operations/columns.rs
-- migrate_ext::api::operations::columns::safe_set_default
CREATE  FUNCTION migrate."safe_set_default"(
	"table_name" regclass, /* Option < RegClass > */
	"column_name" TEXT, /* Option < & str > */
	"default_value" TEXT, /* Option < & str > */
	"dry_run" bool DEFAULT false, /* Option < bool > */
	"migration" TEXT DEFAULT NULL /* Option < & str > */
) RETURNS TABLE(step integer, what text, lock text, status text, detail text, job bigint, sql text) /* Result < Steps, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'safe_set_default_wrapper';

-- src/api/operations/columns.rs
-- migrate_ext::api::operations::columns::safe_set_statistics_target
CREATE  FUNCTION migrate."safe_set_statistics_target"(
	"table_name" regclass, /* Option < RegClass > */
	"column_name" TEXT, /* Option < & str > */
	"statistics_target" INT, /* Option < i32 > */
	"run_analyze" bool DEFAULT true, /* Option < bool > */
	"dry_run" bool DEFAULT false, /* Option < bool > */
	"migration" TEXT DEFAULT NULL /* Option < & str > */
) RETURNS TABLE(step integer, what text, lock text, status text, detail text, job bigint, sql text) /* Result < Steps, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'safe_set_statistics_target_wrapper';

-- src/api/operations/drops.rs
-- migrate_ext::api::operations::drops::restore
CREATE  FUNCTION migrate."restore"(
	"change" bigint, /* Option < i64 > */
	"dry_run" bool DEFAULT false, /* Option < bool > */
	"migration" TEXT DEFAULT NULL /* Option < & str > */
) RETURNS TABLE(step integer, what text, lock text, status text, detail text, job bigint, sql text) /* Result < Steps, ErrorReport > */
 
LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'restore_change_wrapper';

-- src/api/operations/drops.rs
-- migrate_ext::api::operations::drops::restore
CREATE  FUNCTION migrate."restore"(
	"table_name" TEXT, /* Option < & str > */
	"column_name" TEXT DEFAULT NULL, /* Option < & str > */
	"dry_run" bool DEFAULT false, /* Option < bool > */
	"migration" TEXT DEFAULT NULL /* Option < & str > */
) RETURNS TABLE(step integer, what text, lock text, status text, detail text, job bigint, sql text) /* Result < Steps, ErrorReport > */
 
LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'restore_name_wrapper';

-- src/api/operations/drops.rs
-- migrate_ext::api::operations::drops::safe_drop_column
CREATE  FUNCTION migrate."safe_drop_column"(
	"table_name" regclass, /* Option < RegClass > */
	"column_name" TEXT, /* Option < & str > */
	"dry_run" bool DEFAULT false, /* Option < bool > */
	"migration" TEXT DEFAULT NULL, /* Option < & str > */
	"missing_ok" bool DEFAULT false, /* Option < bool > */
	"acknowledge" bool DEFAULT false /* Option < bool > */
) RETURNS TABLE(step integer, what text, lock text, status text, detail text, job bigint, sql text) /* Result < Steps, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'safe_drop_column_wrapper';

-- src/api/operations/drops.rs
-- migrate_ext::api::operations::drops::safe_drop_table
CREATE  FUNCTION migrate."safe_drop_table"(
	"table_name" TEXT, /* Option < & str > */
	"dry_run" bool DEFAULT false, /* Option < bool > */
	"migration" TEXT DEFAULT NULL, /* Option < & str > */
	"missing_ok" bool DEFAULT false /* Option < bool > */
) RETURNS TABLE(step integer, what text, lock text, status text, detail text, job bigint, sql text) /* Result < Steps, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'safe_drop_table_wrapper';

-- src/api/operations/indexes.rs
-- migrate_ext::api::operations::indexes::repair_indexes
CREATE  FUNCTION migrate."repair_indexes"(
	"schema_name" TEXT DEFAULT NULL, /* Option < & str > */
	"table_name" regclass DEFAULT NULL, /* Option < RegClass > */
	"dry_run" bool DEFAULT false /* Option < bool > */
) RETURNS TABLE(step integer, what text, lock text, status text, detail text, job bigint, sql text) /* Result < Steps, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'repair_indexes_wrapper';

-- src/api/operations/indexes.rs
-- migrate_ext::api::operations::indexes::safe_replace_index
CREATE  FUNCTION migrate."safe_replace_index"(
	"index_name" TEXT, /* Option < & str > */
	"columns" TEXT[], /* :: std :: option :: Option < Vec < Option < String > > > */
	"is_unique" bool DEFAULT false, /* Option < bool > */
	"method" TEXT DEFAULT 'btree', /* Option < & str > */
	"include" TEXT[] DEFAULT NULL, /* :: std :: option :: Option < Vec < Option < String > > > */
	"predicate" TEXT DEFAULT NULL, /* Option < & str > */
	"nulls_not_distinct" bool DEFAULT false, /* Option < bool > */
	"tablespace" TEXT DEFAULT NULL, /* Option < & str > */
	"storage_parameters" TEXT DEFAULT NULL, /* Option < & str > */
	"dry_run" bool DEFAULT false, /* Option < bool > */
	"migration" TEXT DEFAULT NULL /* Option < & str > */
) RETURNS TABLE(step integer, what text, lock text, status text, detail text, job bigint, sql text) /* Result < Steps, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'safe_replace_index_wrapper';

-- src/api/operations/keys.rs
-- migrate_ext::api::operations::keys::safe_add_foreign_key
CREATE  FUNCTION migrate."safe_add_foreign_key"(
	"table_name" regclass, /* Option < RegClass > */
	"columns" TEXT[], /* :: std :: option :: Option < Vec < Option < String > > > */
	"referenced_table" regclass, /* Option < RegClass > */
	"referenced_columns" TEXT[] DEFAULT NULL, /* :: std :: option :: Option < Vec < Option < String > > > */
	"constraint_name" TEXT DEFAULT NULL, /* Option < & str > */
	"on_delete" TEXT DEFAULT NULL, /* Option < & str > */
	"on_update" TEXT DEFAULT NULL, /* Option < & str > */
	"create_index" bool DEFAULT false, /* Option < bool > */
	"match_full" bool DEFAULT false, /* Option < bool > */
	"is_deferrable" bool DEFAULT false, /* Option < bool > */
	"initially_deferred" bool DEFAULT false, /* Option < bool > */
	"dry_run" bool DEFAULT false, /* Option < bool > */
	"migration" TEXT DEFAULT NULL, /* Option < & str > */
	"with_period" bool DEFAULT false /* Option < bool > */
) RETURNS TABLE(step integer, what text, lock text, status text, detail text, job bigint, sql text) /* Result < Steps, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'safe_add_foreign_key_wrapper';

-- src/api/operations/keys.rs
-- migrate_ext::api::operations::keys::safe_add_primary_key
CREATE  FUNCTION migrate."safe_add_primary_key"(
	"table_name" regclass, /* Option < RegClass > */
	"columns" TEXT[], /* :: std :: option :: Option < Vec < Option < String > > > */
	"constraint_name" TEXT DEFAULT NULL, /* Option < & str > */
	"include" TEXT[] DEFAULT NULL, /* :: std :: option :: Option < Vec < Option < String > > > */
	"is_deferrable" bool DEFAULT false, /* Option < bool > */
	"initially_deferred" bool DEFAULT false, /* Option < bool > */
	"dry_run" bool DEFAULT false, /* Option < bool > */
	"migration" TEXT DEFAULT NULL, /* Option < & str > */
	"without_overlaps" bool DEFAULT false /* Option < bool > */
) RETURNS TABLE(step integer, what text, lock text, status text, detail text, job bigint, sql text) /* Result < Steps, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'safe_add_primary_key_wrapper';

-- src/api/operations/keys.rs
-- migrate_ext::api::operations::keys::safe_add_unique
CREATE  FUNCTION migrate."safe_add_unique"(
	"table_name" regclass, /* Option < RegClass > */
	"columns" TEXT[], /* :: std :: option :: Option < Vec < Option < String > > > */
	"constraint_name" TEXT DEFAULT NULL, /* Option < & str > */
	"include" TEXT[] DEFAULT NULL, /* :: std :: option :: Option < Vec < Option < String > > > */
	"nulls_not_distinct" bool DEFAULT false, /* Option < bool > */
	"is_deferrable" bool DEFAULT false, /* Option < bool > */
	"initially_deferred" bool DEFAULT false, /* Option < bool > */
	"dry_run" bool DEFAULT false, /* Option < bool > */
	"migration" TEXT DEFAULT NULL, /* Option < & str > */
	"without_overlaps" bool DEFAULT false /* Option < bool > */
) RETURNS TABLE(step integer, what text, lock text, status text, detail text, job bigint, sql text) /* Result < Steps, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'safe_add_unique_wrapper';

-- src/api/operations/keys.rs
-- migrate_ext::api::operations::keys::safe_drop_constraint
CREATE  FUNCTION migrate."safe_drop_constraint"(
	"table_name" regclass, /* Option < RegClass > */
	"constraint_name" TEXT, /* Option < & str > */
	"dry_run" bool DEFAULT false, /* Option < bool > */
	"migration" TEXT DEFAULT NULL, /* Option < & str > */
	"missing_ok" bool DEFAULT false, /* Option < bool > */
	"acknowledge" bool DEFAULT false /* Option < bool > */
) RETURNS TABLE(step integer, what text, lock text, status text, detail text, job bigint, sql text) /* Result < Steps, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'safe_drop_constraint_wrapper';

-- src/api/operations/partitions.rs
-- migrate_ext::api::operations::partitions::safe_attach_partition
CREATE  FUNCTION migrate."safe_attach_partition"(
	"parent" regclass, /* Option < RegClass > */
	"partition" regclass, /* Option < RegClass > */
	"bound" TEXT, /* Option < & str > */
	"dry_run" bool DEFAULT false, /* Option < bool > */
	"migration" TEXT DEFAULT NULL /* Option < & str > */
) RETURNS TABLE(step integer, what text, lock text, status text, detail text, job bigint, sql text) /* Result < Steps, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'safe_attach_partition_wrapper';

-- src/api/operations/partitions.rs
-- migrate_ext::api::operations::partitions::safe_detach_partition
CREATE  FUNCTION migrate."safe_detach_partition"(
	"parent" regclass, /* Option < RegClass > */
	"partition" regclass, /* Option < RegClass > */
	"dry_run" bool DEFAULT false, /* Option < bool > */
	"migration" TEXT DEFAULT NULL /* Option < & str > */
) RETURNS TABLE(step integer, what text, lock text, status text, detail text, job bigint, sql text) /* Result < Steps, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'safe_detach_partition_wrapper';

-- src/api/operations/tables.rs
-- migrate_ext::api::operations::tables::safe_add_enum_value
CREATE  FUNCTION migrate."safe_add_enum_value"(
	"type_name" regtype, /* Option < RegType > */
	"value" TEXT, /* Option < & str > */
	"before" TEXT DEFAULT NULL, /* Option < & str > */
	"after" TEXT DEFAULT NULL, /* Option < & str > */
	"dry_run" bool DEFAULT false, /* Option < bool > */
	"migration" TEXT DEFAULT NULL /* Option < & str > */
) RETURNS TABLE(step integer, what text, lock text, status text, detail text, job bigint, sql text) /* Result < Steps, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'safe_add_enum_value_wrapper';

-- src/api/operations/tables.rs
-- migrate_ext::api::operations::tables::safe_reindex
CREATE  FUNCTION migrate."safe_reindex"(
	"name" TEXT, /* Option < & str > */
	"dry_run" bool DEFAULT false, /* Option < bool > */
	"migration" TEXT DEFAULT NULL /* Option < & str > */
) RETURNS TABLE(step integer, what text, lock text, status text, detail text, job bigint, sql text) /* Result < Steps, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'safe_reindex_wrapper';

-- src/api/operations/tables.rs
-- migrate_ext::api::operations::tables::safe_rename_table
CREATE  FUNCTION migrate."safe_rename_table"(
	"table_name" TEXT, /* Option < & str > */
	"new_name" TEXT, /* Option < & str > */
	"compatibility_view" bool DEFAULT true, /* Option < bool > */
	"dry_run" bool DEFAULT false, /* Option < bool > */
	"migration" TEXT DEFAULT NULL /* Option < & str > */
) RETURNS TABLE(step integer, what text, lock text, status text, detail text, job bigint, sql text) /* Result < Steps, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'safe_rename_table_wrapper';

-- src/api/operations/tables.rs
-- migrate_ext::api::operations::tables::safe_set_schema
CREATE  FUNCTION migrate."safe_set_schema"(
	"table_name" TEXT, /* Option < & str > */
	"new_schema" TEXT, /* Option < & str > */
	"dry_run" bool DEFAULT false, /* Option < bool > */
	"migration" TEXT DEFAULT NULL /* Option < & str > */
) RETURNS TABLE(step integer, what text, lock text, status text, detail text, job bigint, sql text) /* Result < Steps, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'safe_set_schema_wrapper';

-- src/api/registry.rs
-- migrate_ext::api::registry::accept
CREATE  FUNCTION migrate."accept"(
	"version" bigint, /* Option < i64 > */
	"reason" TEXT, /* Option < String > */
	"checksum" TEXT DEFAULT NULL /* Option < String > */
) RETURNS TABLE(version bigint, description text, status text, detail text) /* Result < Outcomes, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'accept_wrapper';

-- src/api/registry.rs
-- migrate_ext::api::registry::applied_migrations
CREATE  FUNCTION migrate."applied_migrations"() RETURNS TABLE (
	"version" bigint,  /* i64 */
	"description" TEXT,  /* String */
	"applied_at" timestamp with time zone,  /* Option < TimestampWithTimeZone > */
	"applied_by" TEXT,  /* Option < String > */
	"execution_time_ms" INT,  /* Option < i32 > */
	"checksum" TEXT  /* Option < String > */
)
STRICT 
LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'applied_migrations_wrapper';

-- src/api/registry.rs
-- migrate_ext::api::registry::approve
CREATE  FUNCTION migrate."approve"(
	"version" bigint, /* Option < i64 > */
	"checksum" TEXT DEFAULT NULL /* Option < String > */
) RETURNS TABLE(version bigint, description text, status text, detail text) /* Result < Outcomes, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'approve_wrapper';

-- src/api/registry.rs
-- migrate_ext::api::registry::baseline
-- Skipped due to `#[pgrx(sql = false)]`

-- src/api/registry.rs
-- migrate_ext::api::registry::baseline_2

CREATE FUNCTION migrate.baseline(version bigint, description text DEFAULT 'baseline', schemas "any" DEFAULT NULL)
RETURNS TABLE (version bigint, description text, status text)
LANGUAGE c AS 'MODULE_PATHNAME', 'baseline_2_wrapper';

-- src/api/registry.rs
-- migrate_ext::api::registry::create
CREATE  FUNCTION migrate."create"(
	"description" TEXT, /* Option < String > */
	"up" TEXT DEFAULT NULL, /* Option < String > */
	"down" TEXT DEFAULT NULL, /* Option < String > */
	"version" bigint DEFAULT NULL, /* Option < i64 > */
	"plain" bool DEFAULT false, /* Option < bool > */
	"repeatable" bool DEFAULT false /* Option < bool > */
) RETURNS bigint /* Result < i64, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'create_wrapper';

-- src/api/registry.rs
-- migrate_ext::api::registry::current_version
CREATE  FUNCTION migrate."current_version"() RETURNS bigint /* Result < Option < i64 > , ErrorReport > */
STRICT 
LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'current_version_wrapper';

-- src/api/registry.rs
-- migrate_ext::api::registry::drop_callback
CREATE  FUNCTION migrate."drop_callback"(
	"event" TEXT /* Option < String > */
) RETURNS TABLE(version bigint, description text, status text, detail text) /* Result < Outcomes, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'drop_callback_wrapper';

-- src/api/registry.rs
-- migrate_ext::api::registry::is_applied
CREATE  FUNCTION migrate."is_applied"(
	"version" bigint /* Option < i64 > */
) RETURNS bool /* Result < bool, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'is_applied_wrapper';

-- src/api/registry.rs
-- migrate_ext::api::registry::load
CREATE  FUNCTION migrate."load"(
	"content" TEXT, /* Option < String > */
	"filename" TEXT DEFAULT NULL, /* Option < String > */
	"down" TEXT DEFAULT NULL, /* Option < String > */
	"plain" bool DEFAULT false, /* Option < bool > */
	"variables" jsonb DEFAULT NULL /* Option < JsonB > */
) RETURNS TABLE(version bigint, description text, status text, detail text) /* Result < Outcomes, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'load_wrapper';

-- src/api/registry.rs
-- migrate_ext::api::registry::load_dir
CREATE  FUNCTION migrate."load_dir"(
	"path" TEXT, /* Option < String > */
	"plain" bool DEFAULT false, /* Option < bool > */
	"tool" TEXT DEFAULT NULL, /* Option < String > */
	"variables" jsonb DEFAULT NULL, /* Option < JsonB > */
	"exact" bool DEFAULT false /* Option < bool > */
) RETURNS TABLE (
	"file" TEXT,  /* String */
	"version" bigint,  /* Option < i64 > */
	"description" TEXT,  /* Option < String > */
	"status" TEXT,  /* String */
	"detail" TEXT  /* String */
)

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'load_dir_wrapper';

-- src/api/registry.rs
-- migrate_ext::api::registry::record_migration
-- Skipped due to `#[pgrx(sql = false)]`

-- src/api/registry.rs
-- migrate_ext::api::registry::record_migration_2

CREATE FUNCTION migrate.record_migration(
    version bigint, description text DEFAULT NULL, execution_time_ms integer DEFAULT NULL, checksum text DEFAULT NULL,
    applied_by text DEFAULT NULL, schemas "any" DEFAULT NULL)
RETURNS TABLE (version bigint, description text, status text)
LANGUAGE c AS 'MODULE_PATHNAME', 'record_migration_2_wrapper';

-- src/api/registry.rs
-- migrate_ext::api::registry::remove_migration
-- Skipped due to `#[pgrx(sql = false)]`

-- src/api/registry.rs
-- migrate_ext::api::registry::remove_migration_2

CREATE FUNCTION migrate.remove_migration(version bigint, schemas "any" DEFAULT NULL)
RETURNS TABLE (version bigint, description text, status text)
LANGUAGE c AS 'MODULE_PATHNAME', 'remove_migration_2_wrapper';

-- src/api/registry.rs
-- migrate_ext::api::registry::set_callback
CREATE  FUNCTION migrate."set_callback"(
	"event" TEXT, /* Option < String > */
	"sql" TEXT /* Option < String > */
) RETURNS TABLE(version bigint, description text, status text, detail text) /* Result < Outcomes, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'set_callback_wrapper';

-- src/api/registry.rs
-- migrate_ext::api::registry::settle
CREATE  FUNCTION migrate."settle"(
	"version" bigint, /* Option < i64 > */
	"finished" bool /* Option < bool > */
) RETURNS TABLE (
	"version" bigint,  /* i64 */
	"unit" INT,  /* i32 */
	"units" INT,  /* i32 */
	"status" TEXT  /* String */
)

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'settle_wrapper';

-- src/api/registry.rs
-- migrate_ext::api::registry::squash
CREATE  FUNCTION migrate."squash"(
	"from_version" bigint, /* Option < i64 > */
	"to_version" bigint, /* Option < i64 > */
	"description" TEXT DEFAULT NULL, /* Option < String > */
	"up" TEXT DEFAULT NULL, /* Option < String > */
	"down" TEXT DEFAULT NULL /* Option < String > */
) RETURNS TABLE(version bigint, description text, status text, detail text) /* Result < Outcomes, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'squash_wrapper';

-- src/api/registry.rs
-- migrate_ext::api::registry::template
CREATE  FUNCTION migrate."template"(
	"description" TEXT /* Option < String > */
) RETURNS TEXT /* Result < String, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'template_wrapper';

-- src/api/registry.rs
-- migrate_ext::api::registry::unregister
CREATE  FUNCTION migrate."unregister"(
	"version" bigint /* Option < i64 > */
) RETURNS TABLE(version bigint, description text, status text, detail text) /* Result < Outcomes, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'unregister_wrapper';

-- src/api/review/explain.rs
-- migrate_ext::api::review::explain::explain
CREATE  FUNCTION migrate."explain"(
	"version" bigint /* Option < i64 > */
) RETURNS TABLE(statement text, unit int, lock text, rewrite boolean, scan text, size text, estimate text, runs text, blocked_by text, seen boolean, reason text) /* Result < Rows < Explained > , ErrorReport > */
 
LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'explain_migration_wrapper';

-- src/api/review/explain.rs
-- migrate_ext::api::review::explain::explain
CREATE  FUNCTION migrate."explain"(
	"sql" TEXT /* Option < String > */
) RETURNS TABLE(statement text, unit int, lock text, rewrite boolean, scan text, size text, estimate text, runs text, blocked_by text, seen boolean, reason text) /* Result < Rows < Explained > , ErrorReport > */
 
LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'explain_script_wrapper';

-- src/api/review/fingerprint.rs
-- migrate_ext::api::review::fingerprint::accept_drift
CREATE  FUNCTION migrate."accept_drift"(
	"schema" TEXT DEFAULT NULL /* Option < String > */
) RETURNS bigint /* Result < i64, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'accept_drift_wrapper';

-- src/api/review/fingerprint.rs
-- migrate_ext::api::review::fingerprint::diff
CREATE  FUNCTION migrate."diff"(
	"a" TEXT, /* Option < String > */
	"b" TEXT DEFAULT NULL /* Option < String > */
) RETURNS TABLE(kind text, object text, change text, detail text) /* Result < Rows < Differences > , ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'diff_wrapper';

-- src/api/review/fingerprint.rs
-- migrate_ext::api::review::fingerprint::drift
CREATE  FUNCTION migrate."drift"() RETURNS TABLE(kind text, object text, change text, detail text, since text, seen text) /* Result < Rows < Drifted > , ErrorReport > */
STRICT 
LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'drift_wrapper';

-- src/api/review/fingerprint.rs
-- migrate_ext::api::review::fingerprint::fingerprint
CREATE  FUNCTION migrate."fingerprint"(
	"schema" TEXT DEFAULT NULL, /* Option < String > */
	"store" bool DEFAULT false /* Option < bool > */
) RETURNS TEXT /* Result < String, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'fingerprint_wrapper';

-- src/api/review/lint.rs
-- migrate_ext::api::review::lint::lint_all
CREATE  FUNCTION migrate."lint_all"() RETURNS TABLE(version bigint, line int, col int, severity text, rule text, message text, hint text) /* Result < Rows < AllFindings > , ErrorReport > */
STRICT 
LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'lint_all_wrapper';

-- src/api/review/lint.rs
-- migrate_ext::api::review::lint::lint
CREATE  FUNCTION migrate."lint"(
	"sql" TEXT /* Option < String > */
) RETURNS TABLE(statement int, line int, col int, severity text, rule text, message text, hint text, fix text) /* Result < Rows < Findings > , ErrorReport > */
 
LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'lint_script_wrapper';

-- src/api/review/lint.rs
-- migrate_ext::api::review::lint::lint
CREATE  FUNCTION migrate."lint"(
	"version" bigint /* Option < i64 > */
) RETURNS TABLE(statement int, line int, col int, severity text, rule text, message text, hint text, fix text) /* Result < Rows < Findings > , ErrorReport > */
 
LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'lint_version_wrapper';

-- src/api/review/parse.rs
-- migrate_ext::api::review::parse::parse
CREATE  FUNCTION migrate."parse"(
	"sql" TEXT /* Option < String > */
) RETURNS TABLE (
	"statement" INT,  /* i32 */
	"line" INT,  /* i32 */
	"col" INT,  /* i32 */
	"command" TEXT,  /* String */
	"sql" TEXT,  /* String */
	"reading" jsonb  /* JsonB */
)

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'parse_wrapper';

-- src/api/review/preflight.rs
-- migrate_ext::api::review::preflight::preflight
CREATE  FUNCTION migrate."preflight"(
	"version" bigint DEFAULT NULL /* Option < i64 > */
) RETURNS TABLE("check" text, verdict text, detail text) /* std :: result :: Result < Checks, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'preflight_wrapper';

-- src/api/review/preflight.rs
-- migrate_ext::api::review::preflight::preflight
CREATE  FUNCTION migrate."preflight"(
	"sql" TEXT /* Option < String > */
) RETURNS TABLE("check" text, verdict text, detail text) /* std :: result :: Result < Checks, ErrorReport > */
 
LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'preflight_script_wrapper';

-- src/api/review/report.rs
-- migrate_ext::api::review::report::report
CREATE  FUNCTION migrate."report"(
	"version" bigint DEFAULT NULL, /* Option < i64 > */
	"job" bigint DEFAULT NULL /* Option < i64 > */
) RETURNS TEXT /* Result < String, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'report_wrapper';

-- src/api/review/reverse.rs
-- migrate_ext::api::review::reverse::reverse
CREATE  FUNCTION migrate."reverse"(
	"sql" TEXT, /* Option < String > */
	"partial" bool DEFAULT false /* Option < bool > */
) RETURNS TEXT /* Result < String, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'reverse_wrapper';

-- src/api/review/test.rs
-- migrate_ext::api::review::test::test_pending
CREATE  FUNCTION migrate."test_pending"(
	"sample" INT DEFAULT 100 /* Option < i32 > */
) RETURNS TABLE(version bigint, "check" text, ok boolean, detail text) /* Result < Rows < AllAnswers > , ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'test_pending_wrapper';

-- src/api/review/test.rs
-- migrate_ext::api::review::test::test
CREATE  FUNCTION migrate."test"(
	"up" TEXT, /* Option < String > */
	"down" TEXT DEFAULT NULL, /* Option < String > */
	"sample" INT DEFAULT 100 /* Option < i32 > */
) RETURNS TABLE("check" text, ok boolean, detail text) /* Result < Rows < Answers > , ErrorReport > */
 
LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'test_scripts_wrapper';

-- src/api/review/test.rs
-- migrate_ext::api::review::test::test
CREATE  FUNCTION migrate."test"(
	"version" bigint, /* Option < i64 > */
	"sample" INT DEFAULT 100 /* Option < i32 > */
) RETURNS TABLE("check" text, ok boolean, detail text) /* Result < Rows < Answers > , ErrorReport > */
 
LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'test_version_wrapper';

-- src/api/schemas.rs
-- migrate_ext::api::schemas::schema_preflight
CREATE  FUNCTION migrate."schema_preflight"(
	"schemas" TEXT[] /* :: std :: option :: Option < Vec < Option < String > > > */
) RETURNS TABLE(schema_name text, "check" text, verdict text, detail text) /* Result < Rows < Check > , ErrorReport > */
 
LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'schema_preflight_of_names_wrapper';

-- src/api/schemas.rs
-- migrate_ext::api::schemas::schema_preflight
CREATE  FUNCTION migrate."schema_preflight"(
	"schemas" TEXT /* Option < String > */
) RETURNS TABLE(schema_name text, "check" text, verdict text, detail text) /* Result < Rows < Check > , ErrorReport > */
 
LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'schema_preflight_of_pattern_wrapper';

-- src/api/schemas.rs
-- migrate_ext::api::schemas::settle_schema
CREATE  FUNCTION migrate."settle_schema"(
	"schema_name" TEXT, /* Option < String > */
	"is_new" bool /* Option < bool > */
) RETURNS TEXT /* Result < String, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'settle_schema_wrapper';

-- src/api/schemas.rs
-- migrate_ext::api::schemas::status
CREATE  FUNCTION migrate."status"(
	"schemas" TEXT[] /* :: std :: option :: Option < Vec < Option < String > > > */
) RETURNS TABLE(schema_name text, version bigint, description text, status text, applied_at timestamptz, applied_by text, ms integer, note text) /* Result < Rows < Standing > , ErrorReport > */
 
LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'status_of_names_wrapper';

-- src/api/schemas.rs
-- migrate_ext::api::schemas::status
CREATE  FUNCTION migrate."status"(
	"schemas" TEXT /* Option < String > */
) RETURNS TABLE(schema_name text, version bigint, description text, status text, applied_at timestamptz, applied_by text, ms integer, note text) /* Result < Rows < Standing > , ErrorReport > */
 
LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'status_of_pattern_wrapper';

-- src/api/testing.rs
-- migrate_ext::api::testing::column_exists
CREATE  FUNCTION migrate."column_exists"(
	"table_name" TEXT, /* Option < String > */
	"column_name" TEXT /* Option < String > */
) RETURNS bool /* Result < bool, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'column_exists_wrapper';

-- src/api/testing.rs
-- migrate_ext::api::testing::constraint_exists
CREATE  FUNCTION migrate."constraint_exists"(
	"table_name" TEXT, /* Option < String > */
	"constraint_name" TEXT, /* Option < String > */
	"valid_only" bool DEFAULT false /* Option < bool > */
) RETURNS bool /* Result < bool, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'constraint_exists_wrapper';

-- src/api/testing.rs
-- migrate_ext::api::testing::index_exists
CREATE  FUNCTION migrate."index_exists"(
	"index_name" TEXT, /* Option < String > */
	"valid_only" bool DEFAULT true /* Option < bool > */
) RETURNS bool /* Result < bool, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'index_exists_wrapper';

-- src/api/testing.rs
-- migrate_ext::api::testing::table_exists
CREATE  FUNCTION migrate."table_exists"(
	"table_name" TEXT /* Option < String > */
) RETURNS bool /* Result < bool, ErrorReport > */

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'table_exists_wrapper';

-- src/api/testing.rs
-- migrate_ext::api::testing::verify_data_integrity
CREATE  FUNCTION migrate."verify_data_integrity"(
	"table_name" TEXT, /* Option < String > */
	"expected_count" bigint DEFAULT NULL, /* Option < i64 > */
	"checks" jsonb DEFAULT NULL /* Option < JsonB > */
) RETURNS TABLE (
	"check_name" TEXT,  /* String */
	"ok" bool,  /* bool */
	"failing_rows" bigint,  /* Option < i64 > */
	"sample_keys" TEXT[],  /* :: std :: option :: Option < Vec < String > > */
	"detail" TEXT  /* Option < String > */
)

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'verify_data_integrity_wrapper';

-- src/api/tools.rs
-- migrate_ext::api::tools::export_history
CREATE  FUNCTION migrate."export_history"(
	"tool" TEXT, /* Option < String > */
	"schema" TEXT DEFAULT NULL, /* Option < String > */
	"dry_run" bool DEFAULT false /* Option < bool > */
) RETURNS TABLE (
	"version" TEXT,  /* Option < String > */
	"name" TEXT,  /* String */
	"status" TEXT,  /* String */
	"detail" TEXT,  /* Option < String > */
	"sql" TEXT  /* Option < String > */
)

LANGUAGE c /* Rust */
AS 'MODULE_PATHNAME', 'export_history_wrapper';

-- src/api/tools.rs
-- migrate_ext::api::tools::import_history
-- Skipped due to `#[pgrx(sql = false)]`

-- src/api/tools.rs
-- migrate_ext::api::tools::import_history_2

CREATE FUNCTION migrate.import_history(
    tool text DEFAULT NULL, schema text DEFAULT NULL, dry_run boolean DEFAULT false, schemas "any" DEFAULT NULL)
RETURNS TABLE (version text, name text, status text, applied_at timestamptz, checksum text, detail text)
LANGUAGE c AS 'MODULE_PATHNAME', 'import_history_2_wrapper';

-- src/lib.rs
-- finalize
-- What must come last: it speaks of everything that the extension has made.

COMMENT ON SCHEMA migrate IS 'migrate_ext: schema migrations that run inside PostgreSQL';

COMMENT ON FUNCTION migrate.keep_own_rows IS 'the function of the triggers on these tables: throws away what logical replication brings, refuses TRUNCATE';
-- The first line says what it does, shortly up to the first colon, semicolon or comma; then an example, which a test runs. docs/reference.md and
-- migrate.help() are made of them.
COMMENT ON FUNCTION migrate.help IS 'how to find a call: every call, view and setting in which a word occurs, by name, argument or comment; functions stand behind SELECT * FROM
Example: SELECT * FROM migrate.help(''index'')';
COMMENT ON FUNCTION migrate.template IS 'a migration file to edit: in the guide''s form, with a new version
Example: SELECT migrate.template(''Add state to posts'')';
COMMENT ON FUNCTION migrate.create IS 'registers a migration from its parts; returns its version; without an up script it is a draft
Example: SELECT migrate.create(''Add mood'', ''ALTER TABLE posts ADD COLUMN mood text'')';
COMMENT ON FUNCTION migrate.load IS 'registers a migration file: of the guide''s or another tool''s form, or a plain up script with a separate down script
Example: SELECT * FROM migrate.load(''ALTER TABLE posts ADD COLUMN mood text'', ''12_add_mood.sql'')';
COMMENT ON FUNCTION migrate.load_dir IS 'registers the files of a folder: of the server, all of them or none
Example: SELECT * FROM migrate.load_dir(''/srv/migrations'')';
COMMENT ON FUNCTION migrate.accept IS 'accepts another text of what is applied: the one that is registered, or one that is loaded later; runs nothing
Example: SELECT * FROM migrate.accept(12, ''a typo'')';
COMMENT ON FUNCTION migrate.unregister IS 'withdraws a pending migration: takes it out of the registry; runs nothing
Example: SELECT * FROM migrate.unregister(12)';
COMMENT ON FUNCTION migrate.set_callback IS 'runs SQL around migrations: before_all, after_each or after_all of a run; needs approval as a migration does
Example: SELECT * FROM migrate.set_callback(''after_all'', ''ANALYZE posts'')';
COMMENT ON FUNCTION migrate.drop_callback IS 'takes a callback away: before_all, after_each or after_all
Example: SELECT * FROM migrate.drop_callback(''after_all'')';
COMMENT ON FUNCTION migrate.squash IS 'makes one migration of many: of all from one version to another one, which it gets; runs nothing
Example: SELECT * FROM migrate.squash(1, 12)';
COMMENT ON FUNCTION migrate.version IS 'the number of a version: given as its tool writes it, for calls that take the number
Example: SELECT migrate.version(''12'')';
COMMENT ON FUNCTION migrate.approve IS 'lets a migration run with your rights: as it is registered now, although its registrant could not act as you
Example: SELECT * FROM migrate.approve(12)';
COMMENT ON FUNCTION migrate.current_version IS 'the newest applied version; NULL where none is
Example: SELECT migrate.current_version()';
COMMENT ON FUNCTION migrate.applied_migrations IS 'the applied migrations, oldest first
Example: SELECT * FROM migrate.applied_migrations()';
COMMENT ON FUNCTION migrate.is_applied IS 'whether a migration is applied
Example: SELECT migrate.is_applied(12)';
COMMENT ON FUNCTION migrate.record_migration IS 'records a migration as applied, in the database or in many schemas; runs nothing
Example: SELECT * FROM migrate.record_migration(12, ''Add mood'')';
COMMENT ON FUNCTION migrate.remove_migration IS 'takes a migration out of the history, of the database or of many schemas; runs nothing
Example: SELECT * FROM migrate.remove_migration(12)';
COMMENT ON FUNCTION migrate.baseline IS 'records all up to a version as applied: that version, and every registered migration below it, now and later, in the database or in many schemas; runs nothing
Example: SELECT * FROM migrate.baseline(12)';
COMMENT ON FUNCTION migrate.import_history IS 'records what another tool has applied: as its history table says, found in this database or named, or in each of many schemas; runs nothing
Example: SELECT * FROM migrate.import_history()';
COMMENT ON FUNCTION migrate.export_history IS 'writes the history of another tool: its table, so that it sees as applied what is applied here; runs no migration
Example: SELECT * FROM migrate.export_history(''goose'', dry_run => true)';
COMMENT ON FUNCTION migrate.settle IS 'says how a broken off unit had ended, where only a person can tell
Example: SELECT * FROM migrate.settle(12, finished => true)';
COMMENT ON FUNCTION migrate.apply IS 'applies pending migrations: in this transaction if they can run there, otherwise as a job that starts when it commits
Example: SELECT * FROM migrate.apply()';
COMMENT ON FUNCTION migrate.rollback IS 'rolls migrations back, newest first: one, steps of them, all above target, or only the one that is named; by application, those first that were applied last
Example: SELECT * FROM migrate.rollback()';
COMMENT ON PROCEDURE migrate.up IS 'applies pending migrations, and waits: returns when they are done, or fails as the statement that failed
Example: CALL migrate.up()';
COMMENT ON PROCEDURE migrate.down IS 'rolls migrations back, and waits: the newest, steps of them, all above target, or only the one that is named; by application, those first that were applied last
Example: CALL migrate.down()';
COMMENT ON PROCEDURE migrate.redo IS 'does migrations again: rolls the newest back, steps of them, all above target or only one, applies them in the same job, and waits
Example: CALL migrate.redo()';
COMMENT ON FUNCTION migrate.status() IS 'every migration, with where it stands: registered or applied; and safe operations that failed
Example: SELECT * FROM migrate.status()';
COMMENT ON FUNCTION migrate.status(text) IS 'where migrations stand: in the schemas that match a pattern of LIKE
Example: SELECT * FROM migrate.status(''blog%'')';
COMMENT ON FUNCTION migrate.status(text[]) IS 'where migrations stand: in these schemas
Example: SELECT * FROM migrate.status(''{blog}''::text[])';
COMMENT ON FUNCTION migrate.database_status(text) IS 'where other databases stand: those that match a pattern of LIKE
Example: SELECT * FROM migrate.database_status(''postgres'')';
COMMENT ON FUNCTION migrate.database_status(text[]) IS 'where other databases stand: these
Example: SELECT * FROM migrate.database_status(''{blog}''::text[])';
COMMENT ON FUNCTION migrate.database_convergence(text) IS 'how far other databases are: of those that match a pattern of LIKE, how many have each migration that is registered here
Example: SELECT * FROM migrate.database_convergence(''postgres'')';
COMMENT ON FUNCTION migrate.database_convergence(text[]) IS 'how far other databases are: how many of these have each migration that is registered here
Example: SELECT * FROM migrate.database_convergence(''{blog}''::text[])';
COMMENT ON FUNCTION migrate.server_status(text) IS 'where other servers stand: those that match a pattern of LIKE
Example: SELECT * FROM migrate.server_status(''blog%'')';
COMMENT ON FUNCTION migrate.server_status(text[]) IS 'where other servers stand: these
Example: SELECT * FROM migrate.server_status(''{blog}''::text[])';
COMMENT ON FUNCTION migrate.server_convergence(text) IS 'how far other servers are: of those that match a pattern of LIKE, how many have each migration that is registered here
Example: SELECT * FROM migrate.server_convergence(''blog%'')';
COMMENT ON FUNCTION migrate.server_convergence(text[]) IS 'how far other servers are: how many of these have each migration that is registered here
Example: SELECT * FROM migrate.server_convergence(''{blog}''::text[])';
COMMENT ON FUNCTION migrate.server_preflight(text) IS 'whether to migrate now on other servers: on those that match a pattern of LIKE
Example: SELECT * FROM migrate.server_preflight(''blog%'')';
COMMENT ON FUNCTION migrate.server_preflight(text[]) IS 'whether to migrate now on other servers: on these
Example: SELECT * FROM migrate.server_preflight(''{blog}''::text[])';
COMMENT ON FUNCTION migrate.load_registry IS 'registers what another database sends: migrate.up(servers => ...) calls it there; answers how many were missing
Example: SELECT migrate.load_registry(''[]'')';
COMMENT ON FUNCTION migrate.schema_preflight(text) IS 'whether to migrate now in many schemas: in those that match a pattern of LIKE, with what is pending there
Example: SELECT * FROM migrate.schema_preflight(''blog%'')';
COMMENT ON FUNCTION migrate.schema_preflight(text[]) IS 'whether to migrate now in many schemas: in these, with what is pending there
Example: SELECT * FROM migrate.schema_preflight(''{blog}''::text[])';
COMMENT ON FUNCTION migrate.settle_schema IS 'says which schema it is: a new one, or the one that is gone, restored
Example: SELECT migrate.settle_schema(''blog'', false)';
COMMENT ON FUNCTION migrate.report IS 'a page in HTML about a migration or job: units and waits, locks, sizes, changes, failures, what comes next
Example: SELECT migrate.report(version => 12)';
COMMENT ON FUNCTION migrate.verify IS 'whether scripts are what was applied, by checksum
Example: SELECT * FROM migrate.verify()';
COMMENT ON FUNCTION migrate.cancel IS 'asks a job to stop; what is committed stays, and the next run goes on from there
Example: SELECT * FROM migrate.cancel(1)';
COMMENT ON FUNCTION migrate.resume IS 'lets the work of a job go on: of one that failed, was cancelled or was lost, as a new job of the caller; a paused backfill in its own job
Example: SELECT * FROM migrate.resume(1)';
COMMENT ON FUNCTION migrate.pause IS 'stops the backfill of a job: behind its next batch, until migrate.resume()
Example: SELECT * FROM migrate.pause(1)';
COMMENT ON FUNCTION migrate.throttle IS 'slows the backfill of a job down: while it runs; without limits it is as fast as it may be
Example: SELECT * FROM migrate.throttle(1, max_rows_per_second => 500)';
COMMENT ON FUNCTION migrate.window IS 'says when a job may be at work: not before a time, and not from another one on; without times, at any time
Example: SELECT * FROM migrate.window(1, not_before => ''tomorrow 02:00'', stop_at => ''tomorrow 05:00'')';
COMMENT ON PROCEDURE migrate.wait IS 'waits until a job has ended, or for a while: without a number, the last one that this session asked for; fails if the job failed
Example: CALL migrate.wait()';
COMMENT ON PROCEDURE migrate.run IS 'runs one safe operation to its end; fails if it failed
Example: CALL migrate.run($$SELECT * FROM migrate.safe_create_index(''posts'', ''{title}'')$$)';
COMMENT ON FUNCTION migrate.prune IS 'removes old jobs and their journal: of runs that have ended longer ago than older_than; and what event triggers saw before
Example: SELECT * FROM migrate.prune(''90 days'')';
COMMENT ON FUNCTION migrate.parse IS 'what the parser says of each statement: as the server''s own parser reads a script
Example: SELECT * FROM migrate.parse(''ALTER TABLE posts ADD COLUMN mood text'')';
COMMENT ON FUNCTION migrate.explain(text) IS 'what each statement would do here: locks, rewrites, scans, as seen on empty clones of its tables
Example: SELECT * FROM migrate.explain(''ALTER TABLE posts ADD COLUMN mood text'')';
COMMENT ON FUNCTION migrate.explain(bigint) IS 'what a migration would do here: the same of its up script
Example: SELECT * FROM migrate.explain(12)';
COMMENT ON FUNCTION migrate.lint(text) IS 'what would hurt if a script ran here
Example: SELECT * FROM migrate.lint(''CREATE INDEX ON posts (slug)'')';
COMMENT ON FUNCTION migrate.lint(bigint) IS 'what would hurt if a migration ran now
Example: SELECT * FROM migrate.lint(12)';
COMMENT ON FUNCTION migrate.preflight(bigint) IS 'whether this is a good moment to migrate: what is in the way now of a migration, or of all that are pending
Example: SELECT * FROM migrate.preflight()';
COMMENT ON FUNCTION migrate.preflight(text) IS 'whether this is a good moment, for a script
Example: SELECT * FROM migrate.preflight(''CREATE INDEX ON posts (slug)'')';
COMMENT ON FUNCTION migrate.lint_all IS 'what would hurt if all pending ran now
Example: SELECT * FROM migrate.lint_all()';
COMMENT ON FUNCTION migrate.reverse IS 'the script that takes a script back: derived from its statements and from what the catalog knows before it runs; partial gives what there is of it
Example: SELECT migrate.reverse(''ALTER TABLE posts ADD COLUMN mood text'')';
COMMENT ON FUNCTION migrate.fingerprint IS 'a hash of a schema, or of all: of what the catalog says of it; with store, kept for migrate.diff()
Example: SELECT migrate.fingerprint(''public'', store => true)';
COMMENT ON FUNCTION migrate.diff IS 'what differs between two fingerprints: two that are stored, or one and what is there now
Example: SELECT * FROM migrate.diff(''1'')';
COMMENT ON FUNCTION migrate.drift IS 'what has changed outside of the history, object by object, since the run that left it
Example: SELECT * FROM migrate.drift()';
COMMENT ON FUNCTION migrate.accept_drift IS 'records every object as it is, of a schema or of all: migrate.drift() compares with that; returns how many
Example: SELECT migrate.accept_drift(''public'')';
COMMENT ON FUNCTION migrate.watch_ddl IS 'notes from now on who changes objects: has event triggers do so, for migrate.drift(); needs a superuser
Example: SELECT migrate.watch_ddl()';
COMMENT ON FUNCTION migrate.unwatch_ddl IS 'ends migrate.watch_ddl(): removes its event triggers
Example: SELECT migrate.unwatch_ddl()';
COMMENT ON FUNCTION migrate.note_ddl IS 'the function of the event triggers of migrate.watch_ddl()';
COMMENT ON FUNCTION migrate.test(text, text, integer) IS 'tries a script and its way back, on clones of the tables; without a down script, with the one that would be derived
Example: SELECT * FROM migrate.test(''ALTER TABLE posts ADD COLUMN mood text'')';
COMMENT ON FUNCTION migrate.test(bigint, integer) IS 'tries a migration and its way back, on clones of the tables
Example: SELECT * FROM migrate.test(12)';
COMMENT ON FUNCTION migrate.test_pending IS 'tries all pending migrations, on clones of the tables, each behind the ones before it
Example: SELECT * FROM migrate.test_pending()';
COMMENT ON FUNCTION migrate.table_exists IS 'whether a table is there: an ordinary, partitioned or foreign one
Example: SELECT migrate.table_exists(''posts'')';
COMMENT ON FUNCTION migrate.column_exists IS 'whether a table or view has a column
Example: SELECT migrate.column_exists(''posts'', ''slug'')';
COMMENT ON FUNCTION migrate.index_exists IS 'whether an index is there: one that queries can use, unless valid_only is false
Example: SELECT migrate.index_exists(''posts_slug'')';
COMMENT ON FUNCTION migrate.constraint_exists IS 'whether a table has a constraint; with valid_only, one that holds for every row
Example: SELECT migrate.constraint_exists(''posts'', ''posts_pkey'')';
COMMENT ON FUNCTION migrate.verify_data_integrity IS 'checks the rows of a table: how many there are, and what must hold for each of them
Example: SELECT * FROM migrate.verify_data_integrity(''posts'', checks => ''{"has a slug": "slug <> ''''''''"}'')';
COMMENT ON FUNCTION migrate.safe_create_index IS 'creates an index: CONCURRENTLY on a table in use, partition by partition on a partitioned one
Example: SELECT * FROM migrate.safe_create_index(''posts'', ''{title}'')';
COMMENT ON FUNCTION migrate.safe_rename_column IS 'renames a column: until the change is complete both names can be used
Example: SELECT * FROM migrate.safe_rename_column(''posts'', ''state'', ''status'')';
COMMENT ON FUNCTION migrate.safe_split_column IS 'splits a column into others: until the change is complete both sides can be used
Example: SELECT * FROM migrate.safe_split_column(''posts'', ''title'', ''{head,tail}'', ARRAY[''split_part(title, '''':'''', 1)'', ''split_part(title, '''':'''', 2)''], ''head || '''':'''' || tail'')';
COMMENT ON FUNCTION migrate.safe_merge_columns IS 'merges columns into one: until the change is complete both ends can be used
Example: SELECT * FROM migrate.safe_merge_columns(''posts'', ''{title,state}'', ''label'', ''title || ''''/'''' || state'', ARRAY[''split_part(label, ''''/'''', 1)'', ''split_part(label, ''''/'''', 2)''])';
COMMENT ON FUNCTION migrate.safe_change_column_type IS 'changes the type of a column: where rows must be written for that, by a second column that takes its place when the change is completed
Example: SELECT * FROM migrate.safe_change_column_type(''posts'', ''views'', ''bigint'')';
COMMENT ON FUNCTION migrate.complete(bigint, boolean, boolean, text, boolean) IS 'completes an online change, or a drop: the old end goes; after the grace period for good
Example: SELECT * FROM migrate.complete(1)';
COMMENT ON FUNCTION migrate.complete(regclass, text, boolean, boolean, text, boolean) IS 'completes the change of a column: named by its table and column
Example: SELECT * FROM migrate.complete(''posts'', ''state'')';
COMMENT ON FUNCTION migrate.complete(text, text, boolean, boolean, text, boolean) IS 'completes the drop of a table, or of a column: named by it; without a column, the table
Example: SELECT * FROM migrate.complete(''posts''::text, force => true)';
COMMENT ON FUNCTION migrate.complete_due IS 'completes what is due: every online change whose grace period is over, each in a job of its own; says how the others stand
Example: SELECT * FROM migrate.complete_due()';
COMMENT ON FUNCTION migrate.abort(bigint, boolean, text) IS 'gives up an online change: the table is as before
Example: SELECT * FROM migrate.abort(1)';
COMMENT ON FUNCTION migrate.abort(regclass, text, boolean, text) IS 'gives up the change of a column: named by its table and column
Example: SELECT * FROM migrate.abort(''posts'', ''state'')';
COMMENT ON FUNCTION migrate.safe_drop_column IS 'hides a column, to drop it later: after the grace period migrate.complete() drops it, until then migrate.restore() brings it back
Example: SELECT * FROM migrate.safe_drop_column(''posts'', ''state'')';
COMMENT ON FUNCTION migrate.safe_drop_table IS 'hides a table, to drop it later: after the grace period migrate.complete() drops it, until then migrate.restore() brings it back
Example: SELECT * FROM migrate.safe_drop_table(''posts'')';
COMMENT ON FUNCTION migrate.restore(bigint, boolean, text) IS 'brings back a dropped column or table, as it was
Example: SELECT * FROM migrate.restore(1)';
COMMENT ON FUNCTION migrate.restore(text, text, boolean, text) IS 'brings back a dropped column, or table: as it was; without a column, the table
Example: SELECT * FROM migrate.restore(''posts'', ''state'')';
COMMENT ON FUNCTION migrate.note_write IS 'the function of the triggers that note who writes to what is hidden; it never fails';
COMMENT ON FUNCTION migrate.mark IS 'the function of the triggers that mark the tables of online changes; it does nothing';
COMMENT ON FUNCTION migrate.undo IS 'takes a safe operation back: its number in migrate.operations; without one, in a down script, the last one of the migration
Example: SELECT * FROM migrate.undo(1)';
COMMENT ON FUNCTION migrate.safe_drop_index IS 'drops an index: CONCURRENTLY on a table in use
Example: SELECT * FROM migrate.safe_drop_index(''posts_slug'')';
COMMENT ON FUNCTION migrate.safe_set_not_null IS 'makes a column NOT NULL: nobody is stopped while the rows are read
Example: SELECT * FROM migrate.safe_set_not_null(''posts'', ''slug'')';
COMMENT ON FUNCTION migrate.safe_add_constraint IS 'adds a CHECK constraint: nobody is stopped while the rows are read
Example: SELECT * FROM migrate.safe_add_constraint(''posts'', ''viewed'', ''views >= 0'')';
COMMENT ON FUNCTION migrate.safe_validate_constraint IS 'validates constraints: one, or all of a table that are not valid, without stopping anybody
Example: SELECT * FROM migrate.safe_validate_constraint(''posts'')';
COMMENT ON FUNCTION migrate.safe_drop_not_null IS 'lets a column be NULL
Example: SELECT * FROM migrate.safe_drop_not_null(''posts'', ''title'')';
COMMENT ON FUNCTION migrate.safe_set_default IS 'gives a column another default, or none: the rows that are there keep their values
Example: SELECT * FROM migrate.safe_set_default(''posts'', ''views'', ''0'')';
COMMENT ON FUNCTION migrate.safe_set_statistics_target IS 'sets a column''s statistics target: how much the planner''s statistics tell of it; and gathers them
Example: SELECT * FROM migrate.safe_set_statistics_target(''posts'', ''slug'', 500)';
COMMENT ON FUNCTION migrate.safe_add_unique IS 'adds a UNIQUE constraint: its index is built CONCURRENTLY on a table in use
Example: SELECT * FROM migrate.safe_add_unique(''posts'', ''{slug}'')';
COMMENT ON FUNCTION migrate.safe_add_primary_key IS 'adds a primary key: on a table in use its columns are made NOT NULL and its index is built without stopping anybody
Example: SELECT * FROM migrate.safe_add_primary_key(''notes'', ''{id}'')';
COMMENT ON FUNCTION migrate.safe_add_foreign_key IS 'adds a foreign key: nobody is stopped while the rows are read
Example: SELECT * FROM migrate.safe_add_foreign_key(''notes'', ''{post}'', ''posts'')';
COMMENT ON FUNCTION migrate.safe_reindex IS 'builds an index anew, or all of a table: CONCURRENTLY on a table in use
Example: SELECT * FROM migrate.safe_reindex(''posts_slug'')';
COMMENT ON FUNCTION migrate.safe_set_schema IS 'moves a table into another schema
Example: SELECT * FROM migrate.safe_set_schema(''posts'', ''blog'')';
COMMENT ON FUNCTION migrate.safe_rename_table IS 'renames a table: and leaves an updatable view under the old name
Example: SELECT * FROM migrate.safe_rename_table(''posts'', ''articles'')';
COMMENT ON FUNCTION migrate.safe_drop_constraint IS 'drops a constraint; can be undone
Example: SELECT * FROM migrate.safe_drop_constraint(''posts'', ''short'')';
COMMENT ON FUNCTION migrate.safe_replace_index IS 'gives an index another definition: a new one is built CONCURRENTLY and takes its name over
Example: SELECT * FROM migrate.safe_replace_index(''posts_slug'', ''{slug,id}'')';
COMMENT ON FUNCTION migrate.repair_indexes IS 'makes invalid indexes valid: and drops what broken off rebuilds have left
Example: SELECT * FROM migrate.repair_indexes()';
COMMENT ON FUNCTION migrate.safe_attach_partition IS 'makes a table a partition: what the server would do under its locks is done before
Example: SELECT * FROM migrate.safe_attach_partition(''days'', ''monday'', ''FOR VALUES IN (1)'')';
COMMENT ON FUNCTION migrate.safe_detach_partition IS 'makes a partition a table of its own: CONCURRENTLY where the server can
Example: SELECT * FROM migrate.safe_detach_partition(''days'', ''sunday'')';
COMMENT ON FUNCTION migrate.safe_add_enum_value IS 'adds a value to an enum type
Example: SELECT * FROM migrate.safe_add_enum_value(''mood'', ''calm'')';
COMMENT ON FUNCTION migrate.safe_backfill IS 'fills columns of the rows that are there: on a large table block by block, in small transactions
Example: SELECT * FROM migrate.safe_backfill(''posts'', ''views = 0'', ''views IS NULL'')';
COMMENT ON FUNCTION migrate.safe_add_column IS 'adds a column: in one short statement where no row needs to be written, otherwise in steps of which none holds up readers or writers
Example: SELECT * FROM migrate.safe_add_column(''posts'', ''mood'', ''text'')';

-- Nothing is for anybody but the owner, whatever default privileges say. SECURITY.md has the grants for readers, authors
-- and operators.
REVOKE ALL ON SCHEMA migrate FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA migrate FROM PUBLIC;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA migrate FROM PUBLIC;
REVOKE ALL ON ALL ROUTINES IN SCHEMA migrate FROM PUBLIC;

DO LANGUAGE plpgsql $migrate$
DECLARE
    revoke pg_catalog.text;
BEGIN
    FOR revoke IN
        WITH granted (what, owner, acl) AS (
            SELECT pg_catalog.format('SCHEMA %I', n.nspname), n.nspowner, n.nspacl
            FROM pg_catalog.pg_namespace n WHERE n.nspname OPERATOR(pg_catalog.=) 'migrate'
            UNION ALL
            SELECT pg_catalog.format('%s %s', CASE WHEN c.relkind OPERATOR(pg_catalog.=) 'S' THEN 'SEQUENCE' ELSE 'TABLE' END,
                                     c.oid::pg_catalog.regclass),
                   c.relowner, c.relacl
            FROM pg_catalog.pg_class c WHERE c.relnamespace OPERATOR(pg_catalog.=) 'migrate'::pg_catalog.regnamespace
            UNION ALL
            SELECT pg_catalog.format('ROUTINE %s', p.oid::pg_catalog.regprocedure), p.proowner, p.proacl
            FROM pg_catalog.pg_proc p WHERE p.pronamespace OPERATOR(pg_catalog.=) 'migrate'::pg_catalog.regnamespace
            UNION ALL
            SELECT pg_catalog.format('TYPE %s', t.oid::pg_catalog.regtype), t.typowner, t.typacl
            FROM pg_catalog.pg_type t WHERE t.typnamespace OPERATOR(pg_catalog.=) 'migrate'::pg_catalog.regnamespace
        )
        SELECT DISTINCT pg_catalog.format(
                   'REVOKE ALL ON %s FROM %s CASCADE', g.what,
                   CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::pg_catalog.regrole::pg_catalog.text END)
        FROM granted g, pg_catalog.aclexplode(g.acl) a
        WHERE a.grantee OPERATOR(pg_catalog.<>) g.owner
    LOOP
        EXECUTE revoke;
    END LOOP;
END
$migrate$;
