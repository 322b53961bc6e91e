//! What is refused on a table that Citus manages, before anything is queued, and in which words.

use migrate_client_tests::Db;

use super::stand_ins::{cluster, shards};

/// The call, the message, and what the hint must say.
const REFUSED: &[(&str, &str, &str)] = &[
    (
        "safe_create_index('d', ARRAY['n'], is_unique => true",
        "a unique index of distributed table \"d\" must have its distribution column \"id\"",
        "Add column \"id\"",
    ),
    (
        "safe_add_unique('d', ARRAY['n']",
        "a unique index of distributed table \"d\" must have its distribution column \"id\"",
        "Add column \"id\"",
    ),
    (
        "safe_add_primary_key('far', ARRAY['d_id']",
        "a unique index of distributed table \"far\" must have its distribution column \"id\"",
        "Add column \"id\"",
    ),
    (
        "safe_add_foreign_key('d', ARRAY['n'], 'd2'",
        "distributed table \"d\" can refer to reference tables, and with its distribution column to tables that it is co-located with",
        "a reference table",
    ),
    (
        "safe_add_foreign_key('d', ARRAY['id'], 'far'",
        "distributed table \"d\" can refer to reference tables, and with its distribution column to tables that it is co-located with",
        "a reference table",
    ),
    (
        "safe_add_foreign_key('d', ARRAY['n'], 'plain'",
        "distributed table \"d\" can refer to reference tables, and with its distribution column to tables that it is co-located with",
        "a reference table",
    ),
    (
        "safe_add_foreign_key('ref', ARRAY['n'], 'd'",
        "a reference table cannot refer to a distributed one",
        "a reference table",
    ),
    (
        "safe_add_foreign_key('plain', ARRAY['ref_id'], 'local'",
        "Citus would manage table \"plain\" from then on",
        "write the statements",
    ),
    (
        "safe_change_column_type('d', 'id', 'bigint'",
        "column \"id\" distributes table \"d\": it can be renamed at once (strategy => 'instant'), not changed, split, merged or dropped",
        "alter_distributed_table",
    ),
    (
        "safe_rename_column('d', 'id', 'tenant'",
        "column \"id\" distributes table \"d\": it can be renamed at once (strategy => 'instant'), not changed, split, merged or dropped",
        "alter_distributed_table",
    ),
    (
        "safe_merge_columns('d', ARRAY['n', 'id'], 'nv', 'n || ''-'' || id', ARRAY['1', '2']",
        "column \"id\" distributes table \"d\": it can be renamed at once (strategy => 'instant'), not changed, split, merged or dropped",
        "alter_distributed_table",
    ),
    (
        "safe_drop_column('d', 'id'",
        "column \"id\" distributes table \"d\": it can be renamed at once (strategy => 'instant'), not changed, split, merged or dropped",
        "alter_distributed_table",
    ),
    (
        "safe_rename_column('ref', 'n', 'm'",
        "this needs triggers, which Citus does not allow on table \"ref\"",
        "Rename it at once: strategy => 'instant'.",
    ),
    (
        "safe_change_column_type('d', 'n', 'bigint'",
        "this needs triggers, which Citus does not allow on table \"d\"",
        "Write the statements into a migration",
    ),
    (
        "safe_split_column('d', 'v', ARRAY['v1', 'v2'], ARRAY['split_part(v, '' '', 1)', 'split_part(v, '' '', 2)'], 'v1 || '' '' || v2'",
        "this needs triggers, which Citus does not allow on table \"d\"",
        "Write the statements into a migration",
    ),
    (
        "safe_drop_column('ref', 'v'",
        "this needs triggers, which Citus does not allow on table \"ref\"",
        "Write the statements into a migration",
    ),
    (
        "safe_drop_table('one'",
        "this needs triggers, which Citus does not allow on table \"one\"",
        "Write the statements into a migration",
    ),
    (
        "safe_rename_table('d', 'e'",
        "a view over a table of Citus cannot be written",
        "compatibility_view => false",
    ),
    (
        "safe_backfill('d', 'id = id + 1', 'n = 1'",
        "column \"id\" distributes table \"d\": it can be renamed at once (strategy => 'instant'), not changed, split, merged or dropped",
        "alter_distributed_table",
    ),
    (
        "safe_add_column('d', 'x', 'bigserial'",
        "Citus adds no serial or identity columns to table \"d\"",
        "safe_set_default",
    ),
    (
        "safe_add_column('ref', 'x', 'bigint', identity => 'always'",
        "Citus adds no serial or identity columns to table \"ref\"",
        "safe_set_default",
    ),
    (
        "safe_add_column('d', 'x', 'timestamptz', '''now''::timestamptz'",
        "each node of Citus would give column \"x\" of table \"d\" values of its own",
        "with a constant",
    ),
];

#[test]
fn each_refusal_says_why_and_what_to_do() {
    let Some(db) = before_18() else { return };
    let mut session = cluster(&db);
    shards(&mut session, 10);
    for small in ["DEFAULT", "0"] {
        session.exec(&format!("SET migrate.small_table = {small}"));
        for (call, message, hint) in REFUSED {
            for dry in ["false", "true"] {
                let error = session.expect_error(&format!("SELECT * FROM migrate.{call}, dry_run => {dry})"));
                assert_eq!((error.sqlstate.as_str(), error.message.as_str()), ("0A000", *message), "{call}");
                assert!(error.hint.contains(hint), "{call}: {error:?}");
            }
        }
    }
    assert_eq!(session.one("SELECT count(*) FROM migrate.jobs"), "0", "nothing is queued");
    assert_eq!(session.one("SELECT count(*) FROM migrate.operations"), "0");
}

/// Of how a table is kept the rows of Citus' catalog say: what is right for one is wrong for another.
#[test]
fn a_key_of_another_kind_of_table_is_not_known_to_be_right() {
    let Some(db) = before_18() else { return };
    let mut session = cluster(&db);
    for call in [
        "safe_add_foreign_key('one', ARRAY['n'], 'ref'",
        "safe_add_foreign_key('own', ARRAY['n'], 'ref'",
        "safe_add_foreign_key('local', ARRAY['n'], 'plain'",
        "safe_add_foreign_key('local', ARRAY['n'], 'd'",
        "safe_add_foreign_key('ref', ARRAY['n'], 'plain'",
    ] {
        let error = session.expect_error(&format!("SELECT * FROM migrate.{call}, create_index => false)"));
        assert_eq!(error.sqlstate, "0A000", "{call}: {error:?}");
        assert!(error.message.ends_with("is managed by Citus"), "{call}: {error:?}");
    }
    // Two rows of the same table that are not as any that is known.
    session
        .exec("UPDATE pg_catalog.pg_dist_partition SET partmethod = 'a' WHERE logicalrelid = 'd'::regclass");
    let error = session.expect_error("SELECT * FROM migrate.safe_drop_not_null('d', 'n')");
    assert_eq!(error.message, "table \"d\" is managed by Citus");
}

/// Nobody has looked at what an operation does to a table with a single shard, one of a schema, or one taken over.
#[test]
fn nothing_is_known_of_tables_of_other_kinds() {
    let Some(db) = before_18() else { return };
    let mut session = cluster(&db);
    for table in ["one", "own", "local"] {
        for call in [
            "safe_add_column('%', 'x', 'int'",
            "safe_set_default('%', 'n', '7'",
            "safe_set_not_null('%', 'n'",
            "safe_add_constraint('%', 'c', 'n > 0'",
            "safe_rename_column('%', 'n', 'm', strategy => 'instant'",
            "safe_create_index('%', '{n}'",
            "safe_backfill('%', 'n = 7', 'n IS NULL'",
            "safe_set_schema('%', 'other'",
        ] {
            let call = call.replace('%', table);
            let error = session.expect_error(&format!("SELECT * FROM migrate.{call}, dry_run => true)"));
            let message = format!("table \"{table}\" is managed by Citus");
            assert_eq!((error.sqlstate.as_str(), error.message.as_str()), ("0A000", &*message), "{call}");
        }
    }
}

/// From PostgreSQL 18 on nothing is known of Citus.
pub fn before_18() -> Option<Db> {
    let db = Db::fresh();
    (db.version() < 18).then_some(db)
}

/// Another version may do otherwise.
#[test]
fn nothing_is_known_of_later_versions() {
    let Some(db) = before_18() else { return };
    let mut session = cluster(&db);
    let call = "SELECT * FROM migrate.safe_drop_not_null('d', 'n', dry_run => true)";
    for (version, is_known) in [("13.2-1", true), ("14.0-1", false), ("x", false)] {
        session.exec(&format!(
            "DELETE FROM pg_extension WHERE extname = 'citus';
             INSERT INTO pg_extension VALUES (99999, 'citus', 10, 11, false, '{version}', NULL, NULL)"
        ));
        match session.try_query(call) {
            Ok(_) => assert!(is_known, "{version}"),
            Err(error) => {
                assert_eq!(error.message, "table \"d\" is managed by Citus", "{version}");
                assert!(!is_known, "{version}");
            }
        }
    }
}

#[test]
fn nothing_is_known_from_18_on() {
    let Some(db) = Db::since(18) else { return };
    let mut session = cluster(&db);
    let error = session.expect_error("SELECT * FROM migrate.safe_set_not_null('d', 'n')");
    assert_eq!(error.message, "table \"d\" is managed by Citus");
}
