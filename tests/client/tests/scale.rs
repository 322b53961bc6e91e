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

/// What people look at stays quick where very many jobs have ended: the server has no reason to compile such a query,
/// which takes longer than to run it.
#[test]
fn views_for_people_after_many_jobs() {
    const MANY: u32 = 50_000;
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE TABLE t AS SELECT n AS id, 0 AS k FROM generate_series(1, 1000) n; SET migrate.small_table = 0");
    session.exec("CALL migrate.run($$SELECT * FROM migrate.safe_backfill('t', 'k = 1')$$)");
    let copy = |table: &str, columns: &str, values: &str| {
        format!(
            "INSERT INTO migrate.{table} ({columns})
             SELECT {values} FROM migrate.{table} o, generate_series(1, {MANY}) n WHERE o.id = 1"
        )
    };
    session.exec(&copy(
        "jobs",
        "direction, versions, plan, operation, what, status, asked_by, run_as, settings, finished_at",
        "direction, versions, plan, operation, what, 'done', asked_by, run_as, settings, clock_timestamp()",
    ));
    session.exec(&copy(
        "backfills",
        "job, home, table_oid, table_name, column_numbers, set_list, fingerprint, work, on_error, status, run_by",
        "n, home, table_oid, table_name, column_numbers, set_list, fingerprint, work, on_error, 'done', run_by",
    ));
    session.exec("ANALYZE migrate.jobs; ANALYZE migrate.backfills; ANALYZE migrate.journal");
    for view in ["progress", "work", "backfill_status", "status"] {
        let told = session.one(&format!("EXPLAIN (FORMAT JSON) SELECT * FROM migrate.{view}"));
        let plan: serde_json::Value = serde_json::from_str(&told).expect("JSON");
        let cost = plan[0]["Plan"]["Total Cost"].as_f64().expect("a cost");
        let limit: f64 = session.one("SHOW jit_above_cost").parse().expect("a number");
        assert!(cost < limit / 2.0, "{view}: {cost}");
    }
    assert_eq!(session.one("SELECT count(*) FROM migrate.backfill_status"), "100");
    assert_eq!(session.one("SELECT count(*) FROM migrate.work"), "100");
}
