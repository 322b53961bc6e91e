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
