//! Policies that meet: what one of them has done, another one finds.
//!
//! Not here: each by itself (policies.rs, callbacks.rs, load_dir_exact.rs, repeatable.rs, redo.rs; the regress tests).

use std::fs;

use migrate_client_tests::{Db, Session};

use crate::common::{STATUS, create};
use crate::load_dir::Folder;

const TRACE: &str = "SELECT coalesce(string_agg(word, ' ' ORDER BY n), '') FROM log";

fn statuses(session: &mut Session, folder: &Folder) -> Vec<String> {
    session
        .query_text(&format!("SELECT file, status FROM migrate.load_dir('{}', exact => true)", folder.path()))
}

fn remove(folder: &Folder, name: &str) {
    fs::remove_file(format!("{}/{name}", folder.path())).expect("a file");
}

fn with_log(db: &Db) -> Session {
    let mut session = db.session();
    session.exec("CREATE TABLE log (n serial, word text)");
    session
}

fn note(version: i64, session: &mut Session) -> String {
    session.one(&format!("SELECT status, note FROM migrate.status() WHERE version = {version}"))
}

/// A callback's file that is gone takes the callback with it; one that was set by hand is no folder's.
#[test]
fn a_folder_and_its_callbacks() {
    let db = Db::fresh();
    let mut session = with_log(&db);
    let folder = Folder::new(&db);
    folder.write("V1__a.sql", "INSERT INTO log (word) VALUES ('a');");
    folder.write("R__v.sql", "INSERT INTO log (word) VALUES ('v');");
    folder.write("afterMigrate.sql", "INSERT INTO log (word) VALUES ('after');");
    session
        .exec("SELECT * FROM migrate.set_callback('after_each', $$INSERT INTO log (word) VALUES ('each')$$)");
    statuses(&mut session, &folder);
    session.exec("CALL migrate.up()");
    assert_eq!(session.one(TRACE), "a each v each after");
    remove(&folder, "afterMigrate.sql");
    remove(&folder, "R__v.sql");
    folder.write("V2__b.sql", "INSERT INTO log (word) VALUES ('b');");
    assert_eq!(
        statuses(&mut session, &folder),
        ["V1__a.sql|unchanged", "V2__b.sql|registered", "R__v.sql|gone", "afterMigrate.sql|withdrawn"]
    );
    session.exec("TRUNCATE log; CALL migrate.up()");
    assert_eq!(session.one(TRACE), "b each");
    assert_eq!(session.query_text("SELECT event FROM migrate.callbacks"), ["after_each"]);
    // What was dropped by hand comes back with its file, and a text by hand stays until the file says another one.
    folder.write("afterMigrate.sql", "INSERT INTO log (word) VALUES ('again');");
    statuses(&mut session, &folder);
    session.exec("SELECT * FROM migrate.drop_callback('after_all')");
    assert_eq!(statuses(&mut session, &folder)[2], "afterMigrate.sql|registered");
}

/// What stands for many keeps its place: a file that comes late is late behind it, one that is a part runs no more.
#[test]
fn squashed_and_late() {
    let db = Db::fresh();
    let mut session = with_log(&db);
    for version in [1, 2, 4] {
        create(&mut session, version, &format!("INSERT INTO log (word) VALUES ('m{version}')"), "SELECT 1");
    }
    session.exec("CALL migrate.up()");
    create(&mut session, 3, "INSERT INTO log (word) VALUES ('m3')", "SELECT 1");
    let error = session.expect_error("SELECT * FROM migrate.squash(1, 4)");
    assert_eq!(error.sqlstate, "55000", "{error:?}");
    assert!(error.message.contains('3') || error.detail.contains('3'), "{error:?}");
    session.exec("SELECT * FROM migrate.squash(1, 2)");
    let warned = |session: &mut Session, call: &str| {
        session.notices();
        session.exec(call);
        session.notices().iter().any(|notice| notice.severity == "WARNING")
    };
    session.exec("SET migrate.out_of_order = refuse");
    assert_eq!(
        session.expect_error("CALL migrate.up()").message,
        "migration 3 \"m3\" is older than 4, which is applied"
    );
    session.exec("SET migrate.out_of_order = warn");
    assert!(warned(&mut session, "CALL migrate.up()"));
    // Within the range a number is free again; another text for it is another migration, and late.
    session.exec("SELECT * FROM migrate.squash(2, 4)");
    create(&mut session, 3, "INSERT INTO log (word) VALUES ('other')", "SELECT 1");
    assert!(warned(&mut session, "CALL migrate.up()"));
    assert_eq!(session.one(TRACE), "m1 m2 m4 m3 other");
    assert_eq!(session.query_text(STATUS), ["3|applied", "4|applied"]);
}

/// A part is one only while there is something of which it is a part.
#[test]
fn a_squash_that_is_unregistered() {
    let db = Db::fresh();
    let mut session = db.session();
    let load =
        |n: i64| format!("SELECT status, detail FROM migrate.load('CREATE TABLE t{n} ()', '{n}_t.sql')");
    for n in 1..=3 {
        session.exec(&load(n));
    }
    session.exec("SELECT * FROM migrate.squash(1, 3)");
    assert_eq!(session.one(&load(1)), "unchanged|a part of migration 3 since that was squashed");
    session.exec("SELECT * FROM migrate.unregister(3)");
    for n in 1..=3 {
        assert!(session.one(&load(n)).starts_with("registered|up: 1 statement"), "{n}");
    }
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(STATUS), ["1|applied", "2|applied", "3|applied"]);
    // Squashed twice it is a part of the last one.
    session.exec("SELECT * FROM migrate.squash(1, 2)");
    session.exec("SELECT * FROM migrate.squash(2, 3)");
    assert_eq!(session.one(&load(1)), "unchanged|a part of migration 3 since that was squashed");
    assert_eq!(session.query_text("SELECT ok FROM migrate.verify()"), ["t"]);
    // Under another number their texts are known, too: of a part, and of the one that kept its number.
    let again = |n: i64| format!("SELECT detail FROM migrate.load('CREATE TABLE t{n} ()', '9_t.sql')");
    let told = session.one(&again(1));
    assert!(told.contains("same text as 1, which is a part of 3 since that was squashed"), "{told}");
    session.exec("SELECT * FROM migrate.unregister(9)");
    let told = session.one(&again(3));
    assert!(told.contains("same text as 3, which is applied"), "{told}");
}

/// An accepted text is what is squashed; of the one that stands for it nothing was accepted.
#[test]
fn accepted_and_squashed() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("SELECT * FROM migrate.load('CREATE TABLE a ()', '1_a.sql')");
    session.exec("SELECT * FROM migrate.load('CREATE TABLE b ()', '2_b.sql')");
    session.exec("CALL migrate.up()");
    let other = "SELECT * FROM migrate.load('CREATE TABLE b (id int)', '2_b.sql')";
    let hint = session.expect_error(other).hint;
    session.exec(hint.lines().last().expect("a call"));
    session.exec(other);
    assert!(note(2, &mut session).contains("accepted by"), "{}", note(2, &mut session));
    session.exec("SELECT * FROM migrate.squash(1, 2)");
    assert_eq!(note(2, &mut session), "applied|in place of 2 migrations; no down script");
    let up = session.one("SELECT up FROM migrate.migrations");
    assert!(up.contains("CREATE TABLE b (id int)"), "{up}");
    // The text that stands for both can be accepted with another one in turn.
    let again = "SELECT * FROM migrate.load('CREATE TABLE a (); CREATE TABLE b (id bigint)', '2_b.sql')";
    let hint = session.expect_error(again).hint;
    session.exec(hint.lines().last().expect("a call"));
    session.exec(again);
    assert!(note(2, &mut session).contains("accepted by"), "{}", note(2, &mut session));
    assert_eq!(session.query_text("SELECT ok FROM migrate.verify()"), ["t"]);
}

/// Another text of a repeatable one runs; accepted, it counts as run.
#[test]
fn accepted_and_repeatable() {
    let db = Db::fresh();
    let mut session = with_log(&db);
    let load = |word: &str| {
        format!("SELECT * FROM migrate.load('INSERT INTO log (word) VALUES (''{word}'')', 'R__x.sql')")
    };
    session.exec(&load("one"));
    session.exec("CALL migrate.up()");
    session.exec(&load("two"));
    session.exec("SELECT * FROM migrate.accept(migrate.version('R__x'), 'run by hand')");
    assert_eq!(session.one("CALL migrate.up()"), "nothing to apply");
    assert_eq!(session.one(TRACE), "one");
    session.exec(&load("three"));
    session.exec("CALL migrate.up()");
    assert_eq!(session.one(TRACE), "one three");
}

/// A repeatable one that is named runs, whatever stands before it, and once for a text.
#[test]
fn a_repeatable_one_alone() {
    let db = Db::fresh();
    let mut session = with_log(&db);
    create(&mut session, 1, "INSERT INTO log (word) VALUES ('m1')", "SELECT 1");
    session.exec("SELECT * FROM migrate.load('INSERT INTO log (word) VALUES (''x'')', 'R__x.sql')");
    let alone = "CALL migrate.up(only_version => migrate.version('R__x'))";
    session.exec(alone);
    assert_eq!(session.one(alone), "nothing to apply");
    assert_eq!(session.one(TRACE), "x");
    let error = session.expect_error("CALL migrate.down(only_version => migrate.version('R__x'))");
    assert_eq!(error.sqlstate, "55000");
    session
        .exec("SELECT * FROM migrate.set_callback('after_each', $$INSERT INTO log (word) VALUES ('each')$$)");
    session.exec("CALL migrate.up(only_version => 1)");
    assert_eq!(session.one(TRACE), "x m1 each");
}

/// A file that has another number has the text that was accepted, or another comment with the number in it.
#[test]
fn renumbered_after_another_text_was_accepted() {
    let db = Db::fresh();
    let mut session = db.session();
    let folder = Folder::new(&db);
    folder.write("1_a.sql", "CREATE TABLE a ();");
    folder.write("2_b.sql", "-- 2: b\nCREATE TABLE b ();");
    statuses(&mut session, &folder);
    session.exec("CALL migrate.up()");
    folder.write("1_a.sql", "CREATE TABLE a (id int);");
    let load = format!("SELECT migrate.load_dir('{}')", folder.path());
    let hint = session.expect_error(&load).hint;
    session.exec(hint.lines().last().expect("a call"));
    statuses(&mut session, &folder);
    for (old, new, text) in [
        ("1_a.sql", "11_a.sql", "CREATE TABLE a (id int);"),
        ("2_b.sql", "12_b.sql", "-- 12: b\nCREATE TABLE b ( );"),
    ] {
        remove(&folder, old);
        folder.write(new, text);
    }
    assert_eq!(statuses(&mut session, &folder), ["11_a.sql|renumbered", "12_b.sql|renumbered"]);
    assert_eq!(session.query_text(STATUS), ["1|applied", "2|applied"]);
    // One that says something else under the same words is another one.
    folder.write("13_b.sql", "CREATE TABLE b2 ();");
    assert!(statuses(&mut session, &folder).contains(&"13_b.sql|registered".to_owned()));
}

/// What a baseline covers is not late, whenever it comes.
#[test]
fn a_baseline_and_late_files() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("SET migrate.out_of_order = refuse");
    create(&mut session, 1, "CREATE TABLE one ()", "DROP TABLE one");
    create(&mut session, 5, "CREATE TABLE five ()", "DROP TABLE five");
    session.exec("CALL migrate.up()");
    create(&mut session, 3, "CREATE TABLE three ()", "DROP TABLE three");
    assert_eq!(session.expect_error("CALL migrate.up()").sqlstate, "55000");
    session.exec("SELECT * FROM migrate.baseline(3)");
    session.exec("SELECT * FROM migrate.load('CREATE TABLE two ()', '2_two.sql')");
    assert_eq!(session.one("CALL migrate.up()"), "nothing to apply");
    assert_eq!(session.query_text(STATUS), ["1|applied", "2|applied", "3|applied", "5|applied"]);
    create(&mut session, 4, "CREATE TABLE four ()", "DROP TABLE four");
    let error = session.expect_error("CALL migrate.up()");
    assert_eq!(error.message, "migration 4 \"m4\" is older than 5, which is applied");
}

/// What callbacks owe after a failure is for what is applied: with that it goes.
#[test]
fn what_is_owed_goes_with_what_was_applied() {
    let db = Db::fresh();
    let mut session = with_log(&db);
    for event in ["after_each", "after_all"] {
        session.exec(&format!(
            "SELECT * FROM migrate.set_callback('{event}', $$INSERT INTO log (word) VALUES ('{event}')$$)"
        ));
    }
    create(&mut session, 1, "INSERT INTO log (word) VALUES ('m1')", "SELECT 1");
    create(&mut session, 2, "SELECT 1/0", "SELECT 1");
    session.expect_error("CALL migrate.up()");
    assert_eq!(session.one(TRACE), "m1 after_each");
    // The one that failed is given up: what is applied has still what comes behind all.
    session.exec("SELECT * FROM migrate.unregister(2)");
    session.exec("CALL migrate.up()");
    assert_eq!(session.one(TRACE), "m1 after_each after_all");
    assert_eq!(session.one("CALL migrate.up()"), "nothing to apply");
    // And what was taken back owes nothing.
    create(&mut session, 2, "INSERT INTO log (word) VALUES ('m2')", "SELECT 1");
    create(&mut session, 3, "SELECT 1/0", "SELECT 1");
    session.exec("TRUNCATE log");
    session.expect_error("CALL migrate.up()");
    session.exec("SELECT * FROM migrate.unregister(3); CALL migrate.down(target => 0)");
    session.exec("SELECT * FROM migrate.unregister(2)");
    session.exec("SELECT * FROM migrate.unregister(1)");
    assert_eq!(session.one("CALL migrate.up()"), "nothing to apply");
    assert_eq!(session.one(TRACE), "m2 after_each");
}

/// The same text under another number is told where nothing else knows that it is the same file.
#[test]
fn the_same_text_under_another_number() {
    let db = Db::fresh();
    let mut session = db.session();
    let load = |n: i64| format!("SELECT status, detail FROM migrate.load('CREATE TABLE a ()', '{n}_a.sql')");
    session.exec(&load(1));
    assert_eq!(
        session.one(&load(2)),
        "registered|up: 1 statement; down: derived; same text as 1, which is pending, too: up runs both.\n\
         If it is only renumbered: SELECT migrate.unregister(1)"
    );
    session.exec("SELECT migrate.unregister(2)");
    session.exec("CALL migrate.up()");
    let told = session.one(&load(3));
    assert_eq!(
        told,
        "registered|up: 1 statement; down: derived; lint: 1 error; same text as 1, which is applied: up runs it again.\n\
         If it is only renumbered: SELECT migrate.record_migration(3),\nmigrate.remove_migration(1), migrate.unregister(1)"
    );
    // Told once, where it comes in.
    assert_eq!(session.one(&load(3)), "unchanged|the same content is already registered");
    session.exec(&told[told.find("SELECT").expect("a call")..]);
    assert_eq!(session.query_text(STATUS), ["3|applied"]);
    // A folder does not know a file that came by load(); of two that lie in it, both are meant.
    let folder = Folder::new(&db);
    folder.write("5_a.sql", "CREATE TABLE a ()");
    folder.write("6_b.sql", "INSERT INTO a DEFAULT VALUES");
    folder.write("7_c.sql", "INSERT INTO a DEFAULT VALUES");
    let rows = format!("SELECT file, detail FROM migrate.load_dir('{}')", folder.path());
    let rows = session.query_text(&rows);
    assert!(rows[0].contains("same text as 3, which is applied"), "{rows:?}");
    assert!(rows[1..].iter().all(|row| !row.contains("same text")), "{rows:?}");
    // A text without statements is nobody's.
    session.exec("SELECT * FROM migrate.load('', '8_empty.sql')");
    let empty = session.one("SELECT detail FROM migrate.load('', '9_empty.sql')");
    assert!(!empty.contains("same text"), "{empty}");
}

const ALWAYS: &str =
    "--liquibase formatted sql\n--changeset ann:1 runAlways:true\nINSERT INTO log (word) VALUES ('always');";

/// Liquibase's runAlways: at its place in each run, and where steps are counted only with a text that has not run.
#[test]
fn one_that_runs_always() {
    let db = Db::fresh();
    let mut session = with_log(&db);
    let load = |text: &str| format!("SELECT * FROM migrate.load($t${text}$t$, '2_always.sql')");
    create(&mut session, 1, "INSERT INTO log (word) VALUES ('m1')", "SELECT 1");
    create(&mut session, 3, "INSERT INTO log (word) VALUES ('m3')", "SELECT 1");
    session.exec(&load(ALWAYS));
    session.exec("CALL migrate.up()");
    assert_eq!(session.one(TRACE), "m1 always m3");
    assert_eq!(note(2, &mut session), "applied|repeatable: runs at each up");
    let told = session.one("CALL migrate.up()");
    assert!(told.starts_with("1 migration applied in"), "{told}");
    assert_eq!(session.one(TRACE), "m1 always m3 always");
    // In the caller's transaction, too, and alone.
    session.exec("SELECT * FROM migrate.apply()");
    session.exec("CALL migrate.up(only_version => 2)");
    assert_eq!(session.one(TRACE), "m1 always m3 always always always");
    session.exec("TRUNCATE log");
    create(&mut session, 4, "INSERT INTO log (word) VALUES ('m4'); VACUUM log", "SELECT 1");
    session.exec("CALL migrate.up(steps => 1)");
    assert_eq!(session.one(TRACE), "m4");
    session.exec("CALL migrate.up(target => 1)");
    assert_eq!(session.one(TRACE), "m4");
    // Nobody's rollback counts it, or takes it back.
    session.exec("CALL migrate.down(steps => 2)");
    assert_eq!(session.query_text(STATUS), ["1|applied", "2|applied", "3|pending", "4|pending"]);
    // Callbacks run around it as around any other.
    session
        .exec("SELECT * FROM migrate.set_callback('after_each', $$INSERT INTO log (word) VALUES ('each')$$)");
    session.exec("TRUNCATE log");
    session.exec("CALL migrate.up()");
    assert_eq!(session.one(TRACE), "always each m3 each m4 each");
    let left = "SELECT * FROM migrate.left_to_do WHERE job = (SELECT max(id) FROM migrate.jobs)";
    assert_eq!(session.query_text(left), [""; 0]);
    // Without the attribute it is a migration that is applied.
    session.exec("SELECT * FROM migrate.drop_callback('after_each')");
    session.exec(&load(&ALWAYS.replace("runAlways", "runOnChange")));
    session.exec("TRUNCATE log; CALL migrate.up()");
    session.exec("CALL migrate.up()");
    assert_eq!(session.one(TRACE), "always");
}

/// One that runs always and fails stops what stands behind it, and its job goes on where it was broken off.
#[test]
fn one_that_runs_always_and_fails() {
    let db = Db::fresh();
    let mut session = with_log(&db);
    session.exec("CREATE TABLE gate ()");
    let text = format!("{ALWAYS}\nSELECT 1 FROM gate;")
        .replace("runAlways:true", "runAlways:true runInTransaction:false");
    session.exec(&format!("SELECT * FROM migrate.load($t${text}$t$, '2_always.sql')"));
    session.exec("CALL migrate.up()");
    create(&mut session, 3, "INSERT INTO log (word) VALUES ('m3')", "SELECT 1");
    session.exec("DROP TABLE gate");
    let error = session.expect_error("CALL migrate.up()");
    assert_eq!(error.sqlstate, "42P01");
    assert_eq!(session.query_text(STATUS), ["2|failed", "3|pending"]);
    assert_eq!(session.one(TRACE), "always always");
    session.exec("CREATE TABLE gate ()");
    session.exec("SELECT * FROM migrate.resume(2)");
    session.exec("CALL migrate.wait()");
    assert_eq!(session.one(TRACE), "always always m3");
    assert_eq!(session.query_text(STATUS), ["2|applied", "3|applied"]);
}
