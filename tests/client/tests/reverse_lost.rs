//! What a derived down script does not bring back: it is said, and found out where it was not known before.

use migrate_client_tests::{Db, Session};

/// A rollback says what it does not bring back before it is asked for, and when it is.
#[test]
fn what_comes_back_empty_is_said_everywhere() {
    const EMPTY: &str = "comes back empty: rows of table a, values of column b.c";
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE TABLE a (id int); CREATE TABLE b (id int, c int); INSERT INTO a VALUES (1); SET migrate.lint_on_apply = off");
    let up = "CREATE TABLE made (c int); ALTER TABLE made DROP COLUMN c; DROP TABLE made; DROP TABLE a; ALTER TABLE b DROP COLUMN c";
    session.exec(&format!("SELECT migrate.create('gone', '{up}', version => 1)"));
    let noted = format!("down: derived from the catalog when it runs;\n{EMPTY}");
    assert_eq!(session.one("SELECT note FROM migrate.status()"), noted);
    session.exec("CALL migrate.up()");
    session.notices();
    let detail = session.one("SELECT detail FROM migrate.rollback(dry_run => true)");
    assert!(detail.contains(&format!(";\n{EMPTY}")), "{detail}");
    let told = |session: &Session| {
        session.notices().iter().filter(|notice| notice.message == format!("1 gone: {EMPTY}")).count()
    };
    assert_eq!(told(&session), 1);
    let detail = session.one("SELECT detail FROM migrate.rollback()");
    assert!(detail.ends_with(&format!("in this transaction;\n{EMPTY}")), "{detail}");
    assert_eq!(told(&session), 1);
    session.exec("CALL migrate.up()");
    session.notices();
    session.exec("CALL migrate.down()");
    assert_eq!(told(&session), 1);
    // What is made by the script itself, and what comes back as it was, is not lost.
    session.exec("SELECT migrate.create('view', 'CREATE TABLE made (); DROP TABLE made; DROP VIEW IF EXISTS v', version => 2)");
    assert_eq!(
        session.one("SELECT note FROM migrate.status() WHERE version = 2"),
        "down: derived from the catalog when it runs"
    );
}

/// Between the look at a table and the statement somebody adds rows: what then is overwritten has no way back.
#[test]
fn a_table_that_is_no_longer_empty_is_found_out() {
    for (up, added, is_lost) in [
        ("UPDATE t SET n = 0", "INSERT INTO t VALUES (5, 5)", true),
        ("DELETE FROM t", "INSERT INTO t VALUES (5, 5)", true),
        ("UPDATE t SET n = 0 WHERE id = 7", "INSERT INTO t VALUES (5, 5)", false),
        ("DO $$ BEGIN UPDATE t SET n = 0; END $$", "INSERT INTO t VALUES (5, 5)", true),
        ("INSERT INTO t VALUES (5, 6) ON CONFLICT DO NOTHING", "INSERT INTO t VALUES (5, 5)", true),
        (
            "INSERT INTO t VALUES (5, 6) ON CONFLICT (id) DO UPDATE SET n = 6",
            "INSERT INTO t VALUES (5, 5)",
            true,
        ),
        ("INSERT INTO t VALUES (5, 6) ON CONFLICT DO NOTHING", "INSERT INTO t VALUES (1, 1)", false),
        ("TRUNCATE t", "SELECT 1", false),
        ("UPDATE t SET n = 0", "SELECT 1", false),
    ] {
        let db = Db::fresh();
        let (mut session, mut other) = (db.session(), db.session());
        session.exec("CREATE TABLE t (id int PRIMARY KEY, n int); CREATE TABLE gate (i int)");
        session.exec(&format!(
            "SELECT migrate.create('x', $up$SELECT count(*) FROM gate; {up}$up$, version => 1)"
        ));
        // A table is seldom empty, so none is promised at load; noted is only what is promised.
        session.exec("UPDATE migrate.migrations SET way_down = 'down: derived'");
        other.exec("BEGIN; LOCK TABLE gate");
        let call = session.start("CALL migrate.up()");
        db.wait_for("SELECT count(*) FROM migrate.origins WHERE before IS NOT NULL", &["1"]);
        db.session().exec(added);
        other.exec("COMMIT");
        let (mut session, _) = call.rows();
        let back = session.try_query("CALL migrate.down()");
        assert_eq!(back.is_err(), is_lost, "{up}, {added}: {back:?}");
    }
}
