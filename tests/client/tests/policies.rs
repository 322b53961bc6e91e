//! Policies where sessions, jobs and folders matter: late migrations, and other texts of what is applied.
//!
//! Not here: what a user sees of them in one session (tests/regress/sql/out_of_order.sql, accept.sql).

use migrate_client_tests::Db;

use crate::common::{JOBS, STATUS, create};
use crate::load_dir::Folder;

/// Who waits for a job is warned, too, and once.
#[test]
fn a_late_migration_is_told_to_who_waits() {
    let db = Db::fresh();
    let mut session = db.session();
    create(&mut session, 2, "CREATE TABLE two ()", "DROP TABLE two");
    session.exec("CALL migrate.up()");
    create(&mut session, 1, "CREATE TABLE one (); VACUUM one", "DROP TABLE one");
    session.notices();
    for call in ["SELECT * FROM migrate.apply()", "CALL migrate.up()"] {
        session.exec("BEGIN");
        session.exec(call);
        let told = session.notices();
        let warnings = told.iter().filter(|notice| notice.severity == "WARNING");
        let warnings: Vec<_> = warnings.map(|notice| notice.message.as_str()).collect();
        assert_eq!(warnings, ["migration 1 \"m1\" is older than 2, which is applied"], "{call}");
        session.exec("ROLLBACK");
    }
    session.exec("CALL migrate.up()");
    assert_eq!(session.notices().iter().filter(|notice| notice.severity == "WARNING").count(), 1);
    assert_eq!(session.query_text(STATUS), ["1|applied", "2|applied"]);
}

/// A job that was asked for in good order looks again when its time has come.
#[test]
fn a_job_looks_again_before_it_begins() {
    let db = Db::fresh();
    let mut session = db.session();
    create(&mut session, 1, "CREATE TABLE one ()", "DROP TABLE one");
    session.exec("SET migrate.out_of_order = refuse; CALL migrate.up(not_before => 'infinity')");
    session.exec("SELECT * FROM migrate.record_migration(2, 'By another')");
    session.exec("SELECT migrate.window(max(id)) FROM migrate.jobs");
    db.wait_for(JOBS, &["failed"]);
    assert_eq!(
        session.one("SELECT error ->> 'sqlstate', error ->> 'message' FROM migrate.jobs"),
        "55000|migration 1 \"m1\" is older than 2, which is applied"
    );
    assert_eq!(session.one("SELECT to_regclass('one')"), "");
}

/// A comment in a file of a folder, or a down file that cannot be read any more, keeps no other file out, and takes
/// nobody's way back.
#[test]
fn a_comment_blocks_no_folder() {
    let db = Db::fresh();
    let mut session = db.session();
    let folder = Folder::new(&db);
    folder.write("1_a.up.sql", "CREATE TABLE a ();");
    folder.write("1_a.down.sql", "DROP TABLE a;");
    let load = format!("SELECT file, status, detail FROM migrate.load_dir('{}')", folder.path());
    session.exec(&load);
    session.exec("CALL migrate.up()");
    folder.write("1_a.up.sql", "-- The first one.\nCREATE TABLE a ( );\n");
    folder.write("2_b.sql", "CREATE TABLE b ();");
    assert_eq!(
        session.query_text(&load),
        [
            "1_a.up.sql|accepted|only comments and layout differ; up: 1 statement; down: 1 statement",
            "2_b.sql|registered|up: 1 statement; down: derived"
        ]
    );
    folder.write("1_a.down.sql", "DROP TABEL a;");
    let rows = session.query_text(&load);
    assert!(rows.iter().any(|row| row.starts_with("1_a.down.sql|left out|syntax error")), "{rows:?}");
    assert!(
        rows.contains(&"1_a.up.sql|unchanged|the same content is already registered".to_owned()),
        "{rows:?}"
    );
    folder.write("1_a.down.sql", "DROP TABLE IF EXISTS a;");
    assert_eq!(
        session.query_text(&load)[0],
        "1_a.up.sql|accepted|it has another down script now; up: 1 statement; down: 1 statement"
    );
    session.exec("CALL migrate.up(); CALL migrate.down(target => 0)");
    assert_eq!(session.one("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "0");
    // What says something else stops the folder, and nothing of it is registered.
    session.exec("CALL migrate.up()");
    folder.write("1_a.up.sql", "CREATE TABLE a (id int);");
    folder.write("3_c.sql", "CREATE TABLE c ();");
    let error = session.expect_error(&load);
    assert_eq!(error.sqlstate, "55000");
    assert_eq!(session.query_text(STATUS), ["1|applied", "2|applied"]);
    // The error says the call that lets it in.
    session.exec(error.hint.lines().last().expect("a call"));
    assert_eq!(
        session.query_text(&load)[0].split(": why").next(),
        Some(format!("1_a.up.sql|accepted|accepted by {}", session.one("SELECT current_user")).as_str())
    );
    assert_eq!(session.query_text(STATUS), ["1|applied", "2|applied", "3|pending"]);
}
