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

/// A block that adds a row unless it is there.
const BLOCK: &str =
    "DO $$ BEGIN IF NOT EXISTS (SELECT FROM t WHERE id = 5) THEN INSERT INTO t VALUES (5, 6); END IF; END $$";

/// Between the look at a table and the statement somebody adds rows: what then is overwritten has no way back.
#[test]
fn a_table_that_is_no_longer_empty_is_found_out() {
    for (up, added, is_lost) in [
        ("UPDATE t SET n = 0", "INSERT INTO t VALUES (5, 5)", true),
        ("DELETE FROM t", "INSERT INTO t VALUES (5, 5)", true),
        ("UPDATE t SET n = 0 WHERE id = 7", "INSERT INTO t VALUES (5, 5)", false),
        ("DO $$ BEGIN UPDATE t SET n = 0; END $$", "INSERT INTO t VALUES (5, 5)", true),
        ("INSERT INTO t VALUES (5, 6) ON CONFLICT DO NOTHING", "INSERT INTO t VALUES (5, 5)", true),
        (BLOCK, "INSERT INTO t VALUES (5, 5)", true),
        (BLOCK, "INSERT INTO t VALUES (1, 1)", false),
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
        // A table is seldom empty, so none is promised at load; when it runs, it is known.
        assert!(session.one("SELECT note FROM migrate.status()").starts_with("no down script"), "{up}");
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

/// What nobody could promise at load is noted when it runs, if it is so then.
#[test]
fn rows_that_are_not_there_are_noted_when_it_runs() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("SET migrate.lint_on_apply = off; CREATE TABLE a (id int PRIMARY KEY, n int); CREATE TABLE full_one (n int); INSERT INTO full_one VALUES (1)");
    let note = "SELECT note FROM migrate.status() WHERE version = $1";
    let note = |session: &mut Session, version: &str| session.one(&note.replace("$1", version));
    let from_catalog = "down: derived from the catalog when it runs";
    let up = "CREATE TABLE IF NOT EXISTS b (id int PRIMARY KEY); INSERT INTO b VALUES (1);
              INSERT INTO a VALUES (1, 1); UPDATE a SET n = 2 WHERE false; ALTER TABLE a DROP COLUMN n";
    session.exec(&format!("SELECT migrate.create('seeds', $up${up}$up$, version => 1)"));
    assert!(note(&mut session, "1").starts_with("no down script, none can be derived: line"));
    session.exec("ALTER TABLE a ALTER n SET DEFAULT 7");
    session.exec("SELECT migrate.apply()");
    assert!(note(&mut session, "1").starts_with(from_catalog));
    session.exec("CALL migrate.down()");
    assert_eq!(session.one("SELECT to_regclass('b') IS NULL AND NOT EXISTS (SELECT FROM a)"), "t");
    session.exec("INSERT INTO a (id) VALUES (5)");
    assert_eq!(session.one("SELECT n FROM a"), "7");
    // Now it has a row, so there is no way back; and the words say so.
    session.exec("SELECT migrate.unregister(1)");
    session.exec("SELECT migrate.create('written', 'UPDATE a SET id = 6', version => 2)");
    session.exec("SELECT migrate.apply()");
    assert!(note(&mut session, "2").starts_with("no down script"));
    assert_eq!(session.one("SELECT count(*) FROM migrate.origins WHERE before IS NOT NULL"), "0");
    assert!(session.expect_error("SELECT * FROM migrate.rollback()").detail.contains("overwrites"));
}
