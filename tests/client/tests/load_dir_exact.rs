//! Folders that change: files that are gone, and files that have another number.
//!
//! Not here: what a folder's files mean (load_dir.rs, load_dir_tools.rs).

use std::fs;

use migrate_client_tests::{Db, Session};

use crate::common::STATUS;
use crate::load_dir::Folder;

fn rows(session: &mut Session, folder: &Folder, exact: bool) -> Vec<String> {
    session.query_text(&format!(
        "SELECT file, version, status, detail FROM migrate.load_dir('{}', exact => {exact})",
        folder.path()
    ))
}

fn statuses(session: &mut Session, folder: &Folder, exact: bool) -> Vec<String> {
    let rows = rows(session, folder, exact);
    rows.iter().map(|row| row.split('|').take(3).collect::<Vec<_>>().join("|")).collect()
}

fn remove(folder: &Folder, name: &str) {
    fs::remove_file(format!("{}/{name}", folder.path())).expect("a file");
}

/// What is gone and pending is withdrawn, what is applied or in a job is told; without `exact` nothing is.
#[test]
fn what_is_gone() {
    let db = Db::fresh();
    let mut session = db.session();
    let folder = Folder::new(&db);
    for number in 1..=4 {
        folder.write(&format!("{number}_t.sql"), format!("CREATE TABLE t{number} ();"));
    }
    rows(&mut session, &folder, true);
    session.exec("SELECT migrate.create('By hand', 'SELECT 1', version => 9)");
    session.exec("CALL migrate.up(1); CALL migrate.up(steps => 1, not_before => 'infinity')");
    (1..=3).for_each(|number| remove(&folder, &format!("{number}_t.sql")));
    assert_eq!(statuses(&mut session, &folder, false), ["4_t.sql|4|unchanged"]);
    assert_eq!(session.one("SELECT count(*) FROM migrate.migrations"), "5");
    let job = session.one("SELECT max(id) FROM migrate.jobs");
    let told = [
        "4_t.sql|4|unchanged|the same content is already registered".to_owned(),
        "1_t.sql|1|gone|is no longer in the folder, and is applied: left as it is".to_owned(),
        format!("2_t.sql|2|gone|is no longer in the folder, and is in job {job}: left as it is"),
        "3_t.sql|3|withdrawn|is no longer in the folder".to_owned(),
    ];
    assert_eq!(rows(&mut session, &folder, true), told);
    // What was not loaded from a folder is no folder's.
    assert_eq!(session.query_text("SELECT version FROM migrate.migrations ORDER BY 1"), ["1", "2", "4", "9"]);
    assert_eq!(rows(&mut session, &folder, true), told[..3]);
    // It comes back.
    folder.write("3_t.sql", "CREATE TABLE t3 ();");
    assert_eq!(statuses(&mut session, &folder, true)[0], "3_t.sql|3|registered");
}

/// Another folder has nothing to do with this one; that of the next release has, since it has its files.
#[test]
fn folders_are_known_again() {
    let (db, other) = (Db::fresh(), Db::fresh());
    let mut session = db.session();
    let (mine, yours) = (Folder::new(&db), Folder::new(&other));
    mine.write("1_a.sql", "SELECT 1;");
    mine.write("2_b.sql", "SELECT 2;");
    yours.write("10_x.sql", "SELECT 10;");
    rows(&mut session, &mine, true);
    assert_eq!(statuses(&mut session, &yours, true), ["10_x.sql|10|registered"]);
    assert_eq!(session.one("SELECT count(*) FROM migrate.migrations"), "3");
    // With a slash at its end it is the same.
    remove(&mine, "2_b.sql");
    let with_slash = format!("SELECT status FROM migrate.load_dir('{}/', exact => true)", mine.path());
    assert_eq!(session.query_text(&with_slash), ["unchanged", "withdrawn"]);
    mine.write("2_b.sql", "SELECT 2;");
    rows(&mut session, &mine, true);
    // The next release: a copy of the folder without one of its files.
    let release = Db::fresh();
    let next = Folder::new(&release);
    next.write("1_a.sql", "SELECT 1;");
    assert_eq!(statuses(&mut session, &next, true), ["1_a.sql|1|unchanged", "2_b.sql|2|withdrawn"]);
    let folders = "SELECT version, folder FROM migrate.folders ORDER BY version";
    assert_eq!(session.query_text(folders), [format!("1|{}", next.path()), format!("10|{}", yours.path())]);
}

/// A file that was given another number is the same migration: pending it moves, applied it does not run twice.
#[test]
fn renumbered() {
    let db = Db::fresh();
    let mut session = db.session();
    let folder = Folder::new(&db);
    folder.write("1_a.sql", "CREATE TABLE a ();");
    folder.write("2_b.sql", "CREATE TABLE b ();");
    rows(&mut session, &folder, false);
    session.exec("CALL migrate.up(1)");
    remove(&folder, "2_b.sql");
    folder.write("5_b.sql", "CREATE TABLE b ();");
    assert_eq!(
        rows(&mut session, &folder, false),
        [
            "1_a.sql|1|unchanged|the same content is already registered",
            "5_b.sql|5|moved|was 2; up: 1 statement; down: derived"
        ]
    );
    assert_eq!(session.query_text(STATUS), ["1|applied", "5|pending"]);
    remove(&folder, "1_a.sql");
    folder.write("4_a.sql", "CREATE TABLE a ();");
    let told = "4_a.sql|4|renumbered|is 1, which is applied: not registered again.\n\
                Give the file its old number, or have the history say 4:\n\
                SELECT migrate.record_migration(4),\nmigrate.remove_migration(1), migrate.unregister(1)";
    for exact in [false, true] {
        assert_eq!(rows(&mut session, &folder, exact)[0], told);
        assert_eq!(session.query_text(STATUS), ["1|applied", "5|pending"]);
    }
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(STATUS), ["1|applied", "5|applied"]);
    // The way out, as it was told.
    session.exec(&told[told.find("SELECT").expect("a call")..]);
    assert_eq!(statuses(&mut session, &folder, true), ["4_a.sql|4|registered", "5_b.sql|5|unchanged"]);
    assert_eq!(session.query_text(STATUS), ["4|applied", "5|applied"]);
    assert_eq!(session.query_text("SELECT ok FROM migrate.verify()"), ["t", "t"]);
    // While the old file is there, the same text is another migration.
    folder.write("6_b.sql", "CREATE TABLE b ();");
    assert!(statuses(&mut session, &folder, true).contains(&"6_b.sql|6|registered".to_owned()));
}

/// One that a job has is neither moved nor registered a second time.
#[test]
fn renumbered_while_a_job_has_it() {
    let db = Db::fresh();
    let mut session = db.session();
    let folder = Folder::new(&db);
    folder.write("1_a.sql", "CREATE TABLE a ();");
    rows(&mut session, &folder, false);
    session.exec("CALL migrate.up(not_before => 'infinity')");
    let job = session.one("SELECT max(id) FROM migrate.jobs");
    remove(&folder, "1_a.sql");
    folder.write("2_a.sql", "CREATE TABLE a ();");
    assert_eq!(
        rows(&mut session, &folder, true),
        [format!("2_a.sql|2|renumbered|is 1, which is in job {job}: not registered again")]
    );
    assert_eq!(session.query_text("SELECT version FROM migrate.migrations"), ["1"]);
    session.exec(&format!("SELECT migrate.cancel({job})"));
    assert_eq!(statuses(&mut session, &folder, false), ["2_a.sql|2|moved"]);
}

/// A fault of any file leaves everything as it was.
#[test]
fn a_fault_withdraws_nothing() {
    let db = Db::fresh();
    let mut session = db.session();
    let folder = Folder::new(&db);
    folder.write("1_a.sql", "SELECT 1;");
    rows(&mut session, &folder, true);
    remove(&folder, "1_a.sql");
    folder.write("2_b.sql", "SELEKT 1;");
    session.expect_error(&format!("SELECT migrate.load_dir('{}', exact => true)", folder.path()));
    assert_eq!(session.query_text(STATUS), ["1|pending"]);
}

/// What changes nothing writes nothing, so it can be called where nothing can be written.
#[test]
fn a_folder_that_is_as_it_was() {
    let db = Db::fresh();
    let mut session = db.session();
    let folder = Folder::new(&db);
    folder.write("1_a.sql", "SELECT 1;");
    rows(&mut session, &folder, true);
    session.exec("BEGIN");
    assert_eq!(statuses(&mut session, &folder, true), ["1_a.sql|1|unchanged"]);
    assert_eq!(session.one("SELECT pg_current_xact_id_if_assigned()"), "");
    session.exec("COMMIT");
}
