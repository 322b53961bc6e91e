//! Large scripts: a job does not carry their statements, which are registered.
//!
//! Not here: rows behind COPY (copied_rows.rs); times (docs/benchmarks.md).

use migrate_client_tests::Db;

use crate::common::{STATUS, create, tables};

const ROWS: u32 = 5_000;

fn inserts(to: &str) -> String {
    (1..=ROWS).map(|n| format!("INSERT INTO {to} VALUES ({n}, 'the text of row {n}');\n")).collect()
}

#[test]
fn a_job_does_not_carry_the_statements() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let up = format!(
        "CREATE TABLE big (n int, t text);\n{}VACUUM big;\nINSERT INTO log VALUES ('1')",
        inserts("big")
    );
    create(&mut session, 1, &up, "DROP TABLE big");
    create(&mut session, 2, "CREATE TABLE small (n int); VACUUM small", "DROP TABLE small");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(STATUS), ["1|applied", "2|applied"]);
    assert_eq!(session.one("SELECT count(*), count(DISTINCT n) FROM big"), format!("{ROWS}|{ROWS}"));
    let stored: usize = session.one("SELECT length(plan::text) FROM migrate.jobs").parse().expect("a length");
    assert!(stored < up.len() / 20, "{stored} characters of plan for {} of script", up.len());
    assert_eq!(session.one("SELECT jsonb_array_length(plan -> 0 -> 'units') FROM migrate.jobs"), "3");
}

#[test]
fn where_it_failed_is_told_and_it_goes_on_there() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    session.exec("CREATE TABLE big (n int, t text); CREATE TABLE later (n int, t text UNIQUE)");
    let up = format!(
        "{}VACUUM big;\n{}INSERT INTO later VALUES (0, 'the text of row 7');\nINSERT INTO log VALUES ('1')",
        inserts("big"),
        inserts("later")
    );
    create(&mut session, 1, &up, "SELECT 1");
    let error = session.expect_error("CALL migrate.up()");
    let line = 2 * ROWS + 2;
    assert!(error.message.contains(&format!("line {line},")), "{error:?}");
    assert_eq!(error.sqlstate, "23505");
    assert_eq!(session.one("SELECT count(*) FROM big"), ROWS.to_string());
    assert_eq!(session.one("SELECT count(*) FROM later"), "0");
    session.exec("ALTER TABLE later DROP CONSTRAINT later_t_key");
    assert_eq!(session.query_text("SELECT status FROM migrate.resume(1)"), ["queued"]);
    db.wait_for("SELECT string_agg(status, ',' ORDER BY id) FROM migrate.jobs", &["failed,done"]);
    assert_eq!(session.one("SELECT count(*) FROM big"), ROWS.to_string());
    assert_eq!(session.one("SELECT count(*) FROM later"), (ROWS + 1).to_string());
    assert_eq!(session.query_text("SELECT word FROM log"), ["1"]);
}

/// Of jobs that were asked for one after the other, the first has done what both have. The second reads nothing of it.
#[test]
fn what_another_job_has_done_is_not_read() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    session.exec("CREATE TABLE big (n int, t text)");
    create(&mut session, 1, &format!("{}VACUUM big", inserts("big")), "SELECT 1");
    let mut blocker = db.session();
    blocker.exec("BEGIN; LOCK TABLE big");
    for _ in 0..2 {
        session.exec("BEGIN; CALL migrate.up(); COMMIT");
    }
    session.exec("BEGIN; SELECT migrate.create('two', 'VACUUM t', 'SELECT 1', 2); CALL migrate.up(); COMMIT");
    blocker.exec("COMMIT");
    db.wait_for("SELECT count(*) FROM migrate.jobs WHERE status IN ('queued', 'running')", &["0"]);
    assert_eq!(session.query_text("SELECT DISTINCT status FROM migrate.jobs"), ["done"]);
    assert_eq!(session.one("SELECT count(*) FROM big"), ROWS.to_string());
    assert_eq!(session.query_text(STATUS), ["1|applied", "2|applied"]);
}
