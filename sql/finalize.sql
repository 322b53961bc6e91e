-- What must come last: it speaks of everything that the extension has made.

COMMENT ON SCHEMA migrate IS 'migrate_ext: schema migrations that run inside PostgreSQL';

COMMENT ON FUNCTION migrate.keep_own_rows IS 'the function of the triggers on these tables: throws away what logical replication brings, refuses TRUNCATE';
COMMENT ON FUNCTION migrate.template IS 'a migration file in the guide''s form, with a new version, ready to edit';
COMMENT ON FUNCTION migrate.create IS 'registers a migration from its parts and returns its version; without an up script it is a draft';
COMMENT ON FUNCTION migrate.load IS 'registers a migration file: of the guide''s or another tool''s form, or a plain up script with a separate down script';
COMMENT ON FUNCTION migrate.load_dir IS 'registers the migration files of a folder of the server, all of them or none';
COMMENT ON FUNCTION migrate.approve IS 'says that a migration, as it is registered now, may run with the current role''s rights';
COMMENT ON FUNCTION migrate.current_version IS 'the newest applied version; NULL where none is';
COMMENT ON FUNCTION migrate.applied_migrations IS 'the applied migrations, oldest version first';
COMMENT ON FUNCTION migrate.is_applied IS 'whether a migration is applied';
COMMENT ON FUNCTION migrate.record_migration IS 'records a migration as applied without running anything';
COMMENT ON FUNCTION migrate.remove_migration IS 'takes a migration out of the history without running anything';
COMMENT ON FUNCTION migrate.baseline IS 'records every registered migration up to a version as applied, and that version itself, without running anything';
COMMENT ON FUNCTION migrate.settle IS 'says of a unit that was broken off whether it had finished, where only a person can tell';
COMMENT ON FUNCTION migrate.apply IS 'applies pending migrations: in this transaction if they can run there, otherwise as a job that starts when it commits';
COMMENT ON FUNCTION migrate.rollback IS 'rolls applied migrations back, newest version first: one, steps of them, or all above target';
COMMENT ON PROCEDURE migrate.up IS 'applies pending migrations and returns when that is done';
COMMENT ON PROCEDURE migrate.down IS 'rolls applied migrations back and returns when that is done: one, steps of them, or all above target';
COMMENT ON FUNCTION migrate.status IS 'every migration that is registered or applied, with where it stands';
COMMENT ON FUNCTION migrate.verify IS 'whether each migration is still what was applied, by checksum';
COMMENT ON FUNCTION migrate.cancel IS 'asks a job to stop; what is committed stays, and the next run goes on from there';
COMMENT ON FUNCTION migrate.resume IS 'has the work of a job that failed, was cancelled or was lost go on, as a new job of the caller';
COMMENT ON FUNCTION migrate.pause IS 'has the backfill of a job stop behind its next batch, until migrate.resume';
COMMENT ON FUNCTION migrate.throttle IS 'slows the backfill of a job down while it runs; without limits it is as fast as it may be';
COMMENT ON FUNCTION migrate.window IS 'says when a job may be at work: not before a time, and not from another one on; without times, at any time
Example: SELECT * FROM migrate.window(1, not_before => ''tomorrow 02:00'', stop_at => ''tomorrow 05:00'')';
COMMENT ON PROCEDURE migrate.wait IS 'waits for a job: without a number, the last one this session asked for';
COMMENT ON PROCEDURE migrate.run IS 'runs one safe operation to its end, and fails if it failed';
COMMENT ON FUNCTION migrate.prune IS 'removes ended jobs, the journal of ended runs and what event triggers saw, where older than a while';
COMMENT ON FUNCTION migrate.parse IS 'what the server''s parser says of each statement of a script';
COMMENT ON FUNCTION migrate.explain(text) IS 'what each statement of a script would do here: locks, rewrites, scans, as seen on empty clones of its tables';
COMMENT ON FUNCTION migrate.explain(bigint) IS 'the same for a migration''s up script';
COMMENT ON FUNCTION migrate.lint(text) IS 'what would hurt if a script ran here';
COMMENT ON FUNCTION migrate.lint(bigint) IS 'what would hurt if a migration ran now';
COMMENT ON FUNCTION migrate.preflight(bigint) IS 'whether this is a good moment for a migration, or for all that are pending: what is in the way now';
COMMENT ON FUNCTION migrate.preflight(text) IS 'whether this is a good moment for a script';
COMMENT ON FUNCTION migrate.lint_all IS 'what would hurt if the pending migrations ran now';
COMMENT ON FUNCTION migrate.report IS 'a page in HTML about a migration or job: units and waits, locks, sizes, changes, failures, what comes next';
COMMENT ON FUNCTION migrate.reverse IS 'the script that takes a script back, derived from its statements and from what the catalog knows before it runs; partial gives what there is of it';
COMMENT ON FUNCTION migrate.fingerprint IS 'a hash of all that the catalog says of a schema, or of all; with store, kept for migrate.diff()';
COMMENT ON FUNCTION migrate.diff IS 'what differs between two stored fingerprints, or between one and what is there';
COMMENT ON FUNCTION migrate.drift IS 'what has changed outside of the history, object by object, since the run that left it';
COMMENT ON FUNCTION migrate.accept_drift IS 'records every object of a schema, or of all, as it is: migrate.drift() compares with that; returns how many';
COMMENT ON FUNCTION migrate.watch_ddl IS 'has event triggers note who changes objects, for migrate.drift(); needs a superuser';
COMMENT ON FUNCTION migrate.unwatch_ddl IS 'removes the event triggers of migrate.watch_ddl()';
COMMENT ON FUNCTION migrate.note_ddl IS 'the function of the event triggers of migrate.watch_ddl()';
COMMENT ON FUNCTION migrate.test(text, text, integer) IS 'tries a script and its way back on clones of the tables; without a down script, the one that would be derived';
COMMENT ON FUNCTION migrate.test(bigint, integer) IS 'tries a registered migration and its way back on clones of the tables';
COMMENT ON FUNCTION migrate.test_pending IS 'tries all migrations that are pending on clones of the tables, each behind the ones before it';
COMMENT ON FUNCTION migrate.table_exists IS 'whether a table is there: an ordinary, partitioned or foreign one';
COMMENT ON FUNCTION migrate.column_exists IS 'whether a table or view has a column';
COMMENT ON FUNCTION migrate.index_exists IS 'whether an index is there, one that queries can use unless valid_only is false';
COMMENT ON FUNCTION migrate.constraint_exists IS 'whether a table has a constraint; with valid_only, one that holds for every row';
COMMENT ON FUNCTION migrate.verify_data_integrity IS 'checks the number of a table''s rows, and expressions that must hold for each of them';
COMMENT ON FUNCTION migrate.safe_create_index IS 'creates an index: CONCURRENTLY on a table in use, partition by partition on a partitioned one';
COMMENT ON FUNCTION migrate.safe_rename_column IS 'renames a column; until the change is complete both names can be used';
COMMENT ON FUNCTION migrate.safe_split_column IS 'splits a column into others; until the change is complete both can be used';
COMMENT ON FUNCTION migrate.safe_merge_columns IS 'merges columns into one; until the change is complete both ends can be used';
COMMENT ON FUNCTION migrate.safe_change_column_type IS 'changes the type of a column; where rows must be written for that, by a second column that takes its place when the change is completed';
COMMENT ON FUNCTION migrate.complete(bigint, boolean, boolean, text, boolean) IS 'completes an online change: the old end goes; after the grace period for good';
COMMENT ON FUNCTION migrate.complete(regclass, text, boolean, boolean, text, boolean) IS 'completes an online change, named by its table and column';
COMMENT ON FUNCTION migrate.complete(text, text, boolean, boolean, text, boolean) IS 'completes an online change: named by its table and column, or without a column by the dropped table
Example: SELECT * FROM migrate.complete(''posts'', ''title'')';
COMMENT ON FUNCTION migrate.complete_due IS 'completes what is due: every online change whose grace period is over, each in a job of its own; says how the others stand
Example: SELECT * FROM migrate.complete_due()';
COMMENT ON FUNCTION migrate.abort(bigint, boolean, text) IS 'gives up an online change that is not complete: the table is as before';
COMMENT ON FUNCTION migrate.abort(regclass, text, boolean, text) IS 'gives up an online change, named by its table and column';
COMMENT ON FUNCTION migrate.safe_drop_column IS 'hides a column; after the grace period migrate.complete() drops it, until then migrate.restore() brings it back';
COMMENT ON FUNCTION migrate.safe_drop_table IS 'hides a table; after the grace period migrate.complete() drops it, until then migrate.restore() brings it back';
COMMENT ON FUNCTION migrate.restore(bigint, boolean, text) IS 'brings back a column or table that was dropped, as it was';
COMMENT ON FUNCTION migrate.restore(text, text, boolean, text) IS 'brings back a column that was dropped, or without one a table, as it was';
COMMENT ON FUNCTION migrate.note_write IS 'the function of the triggers that note who writes to what is hidden; it never fails';
COMMENT ON FUNCTION migrate.mark IS 'the function of the triggers that mark the tables of online changes; it does nothing';
COMMENT ON FUNCTION migrate.undo IS 'takes a safe operation back: its number in migrate.operations; without one, in a down script, the last one of the migration';
COMMENT ON FUNCTION migrate.safe_drop_index IS 'drops an index: CONCURRENTLY on a table in use';
COMMENT ON FUNCTION migrate.safe_set_not_null IS 'makes a column NOT NULL without stopping anybody while the rows are read';
COMMENT ON FUNCTION migrate.safe_add_constraint IS 'adds a CHECK constraint without stopping anybody while the rows are read';
COMMENT ON FUNCTION migrate.safe_validate_constraint IS 'validates a constraint, or all of a table that are not valid, without stopping anybody';
COMMENT ON FUNCTION migrate.safe_drop_not_null IS 'lets a column be NULL';
COMMENT ON FUNCTION migrate.safe_set_default IS 'gives a column another default, or none; the rows that are there keep their values';
COMMENT ON FUNCTION migrate.safe_set_statistics_target IS 'sets how much the planner''s statistics tell of a column, and gathers them';
COMMENT ON FUNCTION migrate.safe_add_unique IS 'adds a UNIQUE constraint; its index is built CONCURRENTLY on a table in use';
COMMENT ON FUNCTION migrate.safe_add_primary_key IS 'adds a primary key; on a table in use its columns are made NOT NULL and its index is built without stopping anybody';
COMMENT ON FUNCTION migrate.safe_add_foreign_key IS 'adds a foreign key without stopping anybody while the rows are read';
COMMENT ON FUNCTION migrate.safe_reindex IS 'builds an index anew, or all of a table: CONCURRENTLY on a table in use';
COMMENT ON FUNCTION migrate.safe_set_schema IS 'moves a table into another schema';
COMMENT ON FUNCTION migrate.safe_rename_table IS 'renames a table, and leaves an updatable view under the old name';
COMMENT ON FUNCTION migrate.safe_drop_constraint IS 'drops a constraint; can be undone';
COMMENT ON FUNCTION migrate.safe_replace_index IS 'gives an index another definition: a new one is built CONCURRENTLY and takes its name over';
COMMENT ON FUNCTION migrate.repair_indexes IS 'makes invalid indexes valid, and drops what broken off rebuilds have left';
COMMENT ON FUNCTION migrate.safe_attach_partition IS 'makes a table a partition; what the server would do under its locks is done before';
COMMENT ON FUNCTION migrate.safe_detach_partition IS 'makes a partition a table of its own: CONCURRENTLY where the server can';
COMMENT ON FUNCTION migrate.safe_add_enum_value IS 'adds a value to an enum type';
COMMENT ON FUNCTION migrate.safe_backfill IS 'gives columns of the rows that are there new values: on a large table block by block, in small transactions';
COMMENT ON FUNCTION migrate.safe_add_column IS 'adds a column: in one short statement where no row needs to be written, otherwise in steps of which none holds up readers or writers';

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
