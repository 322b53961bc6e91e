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
