//! Columns and tables that `migrate.safe_drop_column` and `safe_drop_table` refuse, with the reason.
//!
//! Not here: what refuses to drop for good (changes_drop.rs).

use migrate_client_tests::Db;

#[test]
fn columns_that_cannot_be_hidden() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        r#"CREATE TABLE keyed (id int PRIMARY KEY);
           CREATE DOMAIN must AS int NOT NULL; CREATE VIEW v AS SELECT 1 AS a; CREATE TEMPORARY TABLE tmp (a int);
           CREATE TABLE parent (a int, b int); CREATE TABLE child () INHERITS (parent);
           CREATE TABLE parts (a int, b int) PARTITION BY RANGE (a); CREATE TABLE part PARTITION OF parts DEFAULT;
           CREATE TABLE odd (a int UNIQUE NULLS NOT DISTINCT, b must, c int, d int DEFAULT 1 UNIQUE)"#,
    );
    for (table, column, sqlstate, message) in [
        ("keyed", "id", "42P16", "column \"id\" is in the primary key: drop that first"),
        ("parts", "a", "42P16", "column \"a\" is part of the partition key, which every row needs"),
        ("part", "b", "42P16", "column \"b\" is inherited: drop it on the parent table"),
        ("child", "b", "42P16", "column \"b\" is inherited: drop it on the parent table"),
        (
            "parent",
            "b",
            "42P16",
            "column \"b\" is of a table that others inherit from, whose writers no trigger of it sees",
        ),
        (
            "odd",
            "a",
            "42P16",
            "column \"a\" is in unique index odd_a_key, which would refuse a second row without it: drop that first",
        ),
        (
            "odd",
            "d",
            "42P16",
            "column \"d\" is in unique index odd_d_key, which would refuse a second row without it: drop that first",
        ),
        (
            "odd",
            "b",
            "42P16",
            "column \"b\" is of a domain that refuses NULL: give it a default first, for writers who leave it out",
        ),
        ("odd", "nothing", "42703", "column \"nothing\" of relation \"odd\" does not exist"),
        ("v", "a", "42809", "\"v\" is a view"),
        ("tmp", "a", "42809", "\"tmp\" is a temporary table"),
        ("pg_class", "relname", "42809", "\"pg_class\" is a table of the server"),
    ] {
        let error =
            session.expect_error(&format!("SELECT FROM migrate.safe_drop_column('{table}', '{column}')"));
        assert_eq!((error.sqlstate.as_str(), error.message.as_str()), (sqlstate, message), "{table}");
    }
    for (table, sqlstate) in [
        ("v", "42809"),
        ("tmp", "42809"),
        ("pg_class", "42809"),
        ("part", "42809"),
        ("parent", "42809"),
        ("nowhere", "42P01"),
    ] {
        let error = session.expect_error(&format!("SELECT FROM migrate.safe_drop_table('{table}')"));
        assert_eq!(error.sqlstate, sqlstate, "{table}: {}", error.message);
    }
    session.exec("SELECT FROM migrate.safe_rename_column('odd', 'c', 'e')");
    let error = session.expect_error("SELECT FROM migrate.safe_drop_column('odd', 'c')");
    assert_eq!(
        (error.sqlstate.as_str(), error.message.as_str()),
        ("55006", "table \"odd\" is in the middle of another change: rename of odd.c")
    );
    let error = session.expect_error("SELECT FROM migrate.safe_drop_table('odd')");
    assert_eq!(error.sqlstate, "55006");
}
