//! Many migrations, large scripts, and files as Windows writes them.
//!
//! Not here: how fast it is (bench/).

use migrate_client_tests::Db;

use crate::common::{STATUS, create, file, load};

#[test]
fn three_hundred_migrations_in_one_call() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE TABLE log (n serial, version int)");
    // Registered in another order than they are to run.
    session.exec(
        "SELECT migrate.create('m' || n, format('INSERT INTO log (version) VALUES (%s)', n), 'SELECT 1', n)
         FROM generate_series(1, 300) n ORDER BY n * 7 % 300",
    );
    let summary = session.one("CALL migrate.up()");
    assert!(summary.starts_with("300 migrations applied in "), "{summary}");
    let expected: Vec<String> = (1..=300).map(|n: u32| n.to_string()).collect();
    assert_eq!(session.query_text("SELECT version FROM log ORDER BY n"), expected);
    assert_eq!(
        session.query_text("SELECT version FROM migrate.journal WHERE status = 'done' ORDER BY id"),
        expected
    );
    let commits = "SELECT count(DISTINCT xmin::text), count(*) FROM migrate.schema_migrations";
    assert_eq!(session.one(commits), "300|300", "each is committed by itself");
    let applied: Vec<String> = expected.iter().map(|n| format!("{n}|applied")).collect();
    assert_eq!(session.query_text(STATUS), applied);
    session.exec("CALL migrate.down(target => 1)");
    assert_eq!(session.query_text("SELECT version FROM migrate.schema_migrations"), ["1"]);
}

#[test]
fn a_script_of_a_megabyte() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE TABLE log (n int)");
    let filler = "x".repeat(220);
    let script = |statements: u32| -> String {
        (1..=statements).map(|n| format!("INSERT INTO log VALUES ({n}); -- {filler}\n")).collect()
    };
    let up = script(4000);
    assert!(up.len() > 1_000_000);
    load(&mut session, &file(1, &up, "TRUNCATE log;"));
    assert_eq!(session.one("SELECT status FROM migrate.apply()"), "applied");
    assert_eq!(session.one("SELECT count(*), sum(n) FROM log"), "4000|8002000");
    session.exec("CALL migrate.down()");
    session.exec("CALL migrate.up()");
    assert_eq!(session.one("SELECT count(*), sum(n) FROM log"), "4000|8002000");
    // The place is right at the far end, too.
    load(&mut session, &file(2, &format!("{}SELECT nope;", script(3999)), "SELECT 1;"));
    let error = session.expect_error("CALL migrate.up()");
    assert_eq!(error.message, "migration 2 \"m2\" failed in statement 4000, line 4008, column 8");
}

#[test]
fn a_value_of_a_megabyte() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE TABLE log (word text)");
    let word = "größe ".repeat(200_000);
    create(&mut session, 1, &format!("INSERT INTO log VALUES ('{word}')"), "TRUNCATE log");
    session.exec("CALL migrate.up()");
    assert_eq!(session.one("SELECT length(word) FROM log"), "1200000");
}

/// Line ends and a byte order mark change neither the checksum nor the places, and are kept in the registry.
#[test]
fn a_file_with_windows_line_ends_and_byte_order_mark() {
    let db = Db::fresh();
    let mut session = db.session();
    let unix = file(1, "SELECT 'a\nb';\nSELECT\n  nope;", "SELECT 1;");
    let windows = format!("\u{feff}{}", unix.replace('\n', "\r\n"));
    load(&mut session, &windows);
    let error = session.expect_error("CALL migrate.up()");
    assert_eq!(error.message, "migration 1 \"m1\" failed in statement 2, line 12, column 3");
    assert_eq!(session.one("SELECT up LIKE E'%\\r\\n%' FROM migrate.migrations"), "t");
    let checksum = session.one("SELECT checksum FROM migrate.migrations");
    let status = |content: &str| format!("SELECT status FROM migrate.load($load${content}$load$)");
    // Whoever loads other bytes answers for them, though the statements are the same.
    assert_eq!(session.one(&status(&unix)), "replaced");
    assert_eq!(session.one("SELECT checksum FROM migrate.migrations"), checksum);
    let mended = windows.replace("nope", "'fine'");
    assert_eq!(session.one(&status(&mended)), "replaced");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
    assert_eq!(
        session.one(&status(&unix.replace("nope", "'fine'"))),
        "unchanged",
        "applied, and still the same"
    );
    assert!(session.query_text("SELECT * FROM migrate.verify() WHERE NOT ok").is_empty());
    assert_ne!(session.one("SELECT checksum FROM migrate.migrations"), checksum);
}
