//! Whose rights are enough to rename a column, and what is said where they are not.

use migrate_client_tests::Db;

use super::{STATES, done};
use crate::common::operator;

#[test]
fn an_owner_needs_no_more() {
    let db = Db::fresh();
    let role = operator(&db, "LOGIN");
    let mut session = db.session_as(&role);
    session.exec("CREATE TABLE own (id int PRIMARY KEY, a int); INSERT INTO own VALUES (1, 1); SET migrate.small_table = 0");
    done(&mut session, "safe_rename_column('own', 'a', 'b', compatibility_view => 'own_before')");
    done(&mut session, "complete('own', 'a')");
    let change = db.session().one("SELECT id FROM migrate.changes");
    done(&mut session, &format!("undo({change})"));
    assert_eq!(db.session().query_text(STATES), ["undone"]);
}

#[test]
fn without_create_on_the_schema() {
    let db = Db::fresh();
    let role = operator(&db, "LOGIN");
    let mut session = db.session_as(&role);
    session.exec("CREATE TABLE own (id int PRIMARY KEY, a int)");
    db.session().exec(&format!("REVOKE CREATE ON SCHEMA public FROM {role}, PUBLIC"));
    let error = session.expect_error("SELECT * FROM migrate.safe_rename_column('own', 'a', 'b')");
    assert_eq!(error.sqlstate, "42501");
    let words = format!("{} {}", error.message, error.detail);
    assert!(words.contains("permission denied for schema public"), "{error:?}");
    assert_eq!(
        session.one("SELECT count(*) FROM pg_attribute WHERE attrelid = 'own'::regclass AND attname = 'b'"),
        "0"
    );
}

#[test]
fn of_tables_of_others() {
    let db = Db::fresh();
    let role = operator(&db, "LOGIN");
    db.session().exec("CREATE TABLE t (a int)");
    let mut session = db.session_as(&role);
    let error = session.expect_error("SELECT * FROM migrate.safe_rename_column('t', 'a', 'b')");
    assert_eq!(error.sqlstate, "42501");
    db.session().exec("SELECT FROM migrate.safe_rename_column('t', 'a', 'b')");
    let error = session.expect_error("SELECT * FROM migrate.complete('t', 'a')");
    assert_eq!(error.sqlstate, "42501");
}
