//! Safe operations on tables that inherit (INHERITS, no partitions): rows of the children count, and what goes down to
//! them is done when it is done in all of them.

use migrate_client_tests::{Db, Session};

use crate::operations_more::{all_done, units};

/// Table `parent` without rows, with a child `child` that has 100 and, a level down, `grandchild`. A table counts as
/// small up to 50 rows.
fn family(db: &Db) -> Session {
    let mut session = db.session();
    session.exec(
        "CREATE TABLE parent (id int, n int); CREATE TABLE child (own int) INHERITS (parent);
         CREATE TABLE grandchild () INHERITS (child);
         INSERT INTO child SELECT n, n, n FROM generate_series(1, 100) n;
         SET migrate.small_table = 50",
    );
    session
}

const NOT_NULLS: &str =
    "SELECT attrelid::regclass FROM pg_attribute WHERE attname = 'n' AND attnotnull ORDER BY attrelid";

#[test]
fn the_rows_of_children_count() {
    let db = Db::fresh();
    let mut session = family(&db);
    for call in ["safe_set_not_null('parent', 'n')", "safe_add_constraint('parent', 'positive', 'n > 0')"] {
        let steps = session.steps(&format!("SELECT sql, status FROM migrate.{call}"));
        assert!(steps[0].ends_with("NOT VALID;|queued"), "{steps:?}");
        all_done(&db);
        let again = session.query_text(&format!("SELECT DISTINCT status FROM migrate.{call}"));
        assert_eq!(again, ["already done"], "{call}");
    }
    assert_eq!(session.query_text(NOT_NULLS), ["parent", "child", "grandchild"]);
    let checks = "SELECT count(*), bool_and(convalidated) FROM pg_constraint WHERE conname = 'positive'";
    assert_eq!(session.one(checks), "3|t");
}

/// The parent may have it, and a child not.
#[test]
fn what_a_child_lacks_is_not_done() {
    let db = Db::fresh();
    let mut session = family(&db);
    // From 18 on a child loses it only where the parent's is NO INHERIT.
    let without = match db.version() >= 18 {
        true => "ALTER TABLE parent ADD CONSTRAINT mine NOT NULL n NO INHERIT",
        false => "ALTER TABLE parent ALTER n SET NOT NULL; ALTER TABLE child ALTER n DROP NOT NULL",
    };
    session.exec(without);
    session.exec("SELECT * FROM migrate.safe_set_not_null('parent', 'n')");
    all_done(&db);
    assert_eq!(session.query_text(NOT_NULLS), ["parent", "child", "grandchild"]);
    if db.version() < 18 {
        session.exec("ALTER TABLE ONLY parent ALTER n DROP NOT NULL");
    }
    assert_eq!(session.query_text("SELECT status FROM migrate.safe_drop_not_null('parent', 'n')"), ["done"]);
    assert_eq!(session.query_text(NOT_NULLS), [""; 0]);
    session.exec("ALTER TABLE parent ALTER n SET DEFAULT 1; ALTER TABLE grandchild ALTER n SET DEFAULT 2");
    assert_eq!(
        session.query_text("SELECT status FROM migrate.safe_set_default('parent', 'n', '1')"),
        ["done"]
    );
    let defaults =
        "SELECT DISTINCT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'grandchild'::regclass";
    assert_eq!(session.one(defaults), "1");
}

/// Keys, indexes and rebuilds are the table's own.
#[test]
fn what_is_not_inherited_is_the_tables_own() {
    let db = Db::fresh();
    let mut session = family(&db);
    session.exec("CREATE TABLE ref (id int PRIMARY KEY); INSERT INTO ref SELECT generate_series(1, 100)");
    for call in [
        "safe_create_index('parent', '{n}')",
        "safe_add_unique('parent', '{id}')",
        "safe_add_foreign_key('parent', '{n}', 'ref')",
        "safe_reindex('parent')",
    ] {
        session.exec(&format!("SELECT * FROM migrate.{call}"));
        db.wait_for("SELECT count(*) FROM migrate.jobs WHERE status <> 'done'", &["0"]);
    }
    let tables = "SELECT DISTINCT indrelid::regclass FROM pg_index WHERE indrelid IN ('parent'::regclass, 'child'::regclass, 'grandchild'::regclass)";
    assert_eq!(session.query_text(tables), ["parent"]);
    // A primary key makes the columns of the children NOT NULL.
    session.exec("SELECT * FROM migrate.safe_add_primary_key('parent', '{n}')");
    all_done(&db);
    let first =
        units(&mut session).into_iter().find(|unit| unit.contains("VALIDATE CONSTRAINT parent_n_not_null"));
    assert!(first.is_some(), "the children's rows are read while nobody waits");
}

#[test]
fn on_a_child() {
    let db = Db::fresh();
    let mut session = family(&db);
    session.exec("SELECT * FROM migrate.safe_set_not_null('child', 'own')");
    all_done(&db);
    session.exec("SELECT * FROM migrate.safe_add_constraint('child', 'c', 'own > 0')");
    all_done(&db);
    assert_eq!(session.one("SELECT count(*) FROM pg_constraint WHERE conname = 'c' AND convalidated"), "2");
    session.exec("SELECT * FROM migrate.safe_rename_table('child', 'boy')");
    assert_eq!(session.one("SELECT (SELECT count(*) FROM parent), (SELECT count(*) FROM child)"), "100|100");
}

/// Undoing leaves a child the NOT NULL that it had.
#[test]
fn undone_it_is_as_it_was() {
    let db = Db::fresh();
    let mut session = family(&db);
    session.exec("ALTER TABLE grandchild ALTER n SET NOT NULL");
    session.exec("SELECT * FROM migrate.safe_set_not_null('parent', 'n')");
    all_done(&db);
    session.exec("SELECT * FROM migrate.undo((SELECT max(id) FROM migrate.operations))");
    all_done(&db);
    assert_eq!(session.query_text(NOT_NULLS), ["grandchild"]);
}
