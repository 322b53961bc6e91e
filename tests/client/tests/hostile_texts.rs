//! An author tries to have another text run than the one that was read, or to have what is not his run or taken back; an
//! operator tries to register what only authors may.
//!
//! Not here: whose code runs as whom (hostile.rs).

use migrate_client_tests::{Db, Session, SqlError};

use crate::common::{STATUS, operator};

/// What SECURITY.md grants an author.
fn author(db: &Db) -> String {
    let role = db.role("LOGIN");
    db.session().exec(&format!(
        "GRANT USAGE ON SCHEMA migrate TO {role};
         GRANT EXECUTE ON FUNCTION migrate.template, migrate.create, migrate.load TO {role}"
    ));
    role
}

fn load(session: &mut Session, up: &str, filename: &str) -> Result<Vec<String>, SqlError> {
    session.try_query(&format!("SELECT status FROM migrate.load({up}, '{filename}')"))
}

const UNAPPROVED: &str = "42501";

/// The checksum does not see the line ending, and the script does: it is another text, and needs another approval.
#[test]
fn an_approval_is_for_the_text_byte_by_byte() {
    let db = Db::fresh();
    let mut author = db.session_as(&author(&db));
    let mut session = db.session();
    session.exec("CREATE TABLE log (word text)");
    let text = |end: &str| {
        format!(
            "E'INSERT INTO log SELECT CASE length(''a{end}b'') WHEN 3 THEN ''read'' ELSE ''not read'' END'"
        )
    };
    let fingerprint = "SELECT fingerprint FROM migrate.migrations WHERE version = 1";
    let ends = ["\\n", "\\r\\n", "\\r", "\\n"];
    for (read, run) in ends.iter().zip(&ends[1..]) {
        load(&mut author, &text(read), "1_m.sql").expect("pending");
        let of_what_was_read = session.one(fingerprint);
        // Between the reading and the approval.
        load(&mut author, &text(run), "1_m.sql").expect("pending");
        let approve = format!("SELECT * FROM migrate.approve(1, checksum => '{of_what_was_read}')");
        let error = session.expect_error(&approve);
        assert_eq!(error.sqlstate, "55000", "{error:?}");
        // Between the approval and the run; under another name, too.
        load(&mut author, &text(read), "1_m.sql").expect("pending");
        session.exec(&approve);
        load(&mut author, &text(run), "1_m.up.sql").expect("pending");
        assert_eq!(session.expect_error("SELECT * FROM migrate.apply()").sqlstate, UNAPPROVED);
        assert_eq!(session.expect_error("CALL migrate.up()").sqlstate, UNAPPROVED);
        session.exec("DELETE FROM migrate.approvals");
    }
    assert_eq!(session.query_text(STATUS), ["1|pending"]);
    assert!(session.query_text("SELECT word FROM log").is_empty(), "nothing ran");
}

/// What is loaded for a migration that is applied is a text of who loads it: that of another comment, too, is not
/// approved, and does not run when the migration is rolled back.
#[test]
fn another_text_of_an_applied_migration_is_not_approved() {
    let db = Db::fresh();
    let mut author = db.session_as(&author(&db));
    let mut session = db.session();
    let file = |up: &str, down: &str| format!("'{up}', '1_m.sql', '{down}'");
    let load = |author: &mut Session, up: &str, down: &str| {
        author.one(&format!("SELECT status FROM migrate.load({})", file(up, down)))
    };
    load(&mut author, "CREATE TABLE t ()", "DROP TABLE t");
    session.exec("SELECT * FROM migrate.approve(1); SELECT * FROM migrate.apply()");
    for (up, down) in
        [("CREATE TABLE t () -- t", "DROP TABLE t"), ("CREATE TABLE t ()", "DROP TABLE t; SELECT 1")]
    {
        assert_eq!(load(&mut author, up, down), "accepted");
        assert_eq!(session.expect_error("SELECT * FROM migrate.rollback()").sqlstate, UNAPPROVED);
        assert_eq!(session.expect_error("CALL migrate.down()").sqlstate, UNAPPROVED);
    }
    session.exec("SELECT * FROM migrate.approve(1); SELECT * FROM migrate.rollback()");
    assert_eq!(session.query_text(STATUS), ["1|pending"]);
}

/// A comment to one session may be a string to another: by his own settings nobody makes a text pass for the same.
#[test]
fn what_sessions_read_in_different_ways_is_not_the_same() {
    let db = Db::fresh();
    let mut author = db.session_as(&author(&db));
    let mut session = db.session();
    author.exec("SET standard_conforming_strings = off; SET escape_string_warning = off");
    let text = |code: &str| format!(r"$m$SELECT '\''; -- '; SELECT '{code}$m$");
    load(&mut author, &text("one"), "1_m.sql").expect("new");
    session.exec("SET migrate.require_approval = never; SELECT * FROM migrate.record_migration(1)");
    let error = load(&mut author, &text("two"), "1_m.sql").expect_err("another text");
    assert!(error.message.ends_with("is applied and cannot be changed"), "{error:?}");
}

/// Nor does a job, queued with what was approved, take the other text along.
#[test]
fn a_queued_job_runs_what_was_approved_or_nothing() {
    let db = Db::fresh();
    let mut author = db.session_as(&author(&db));
    let mut session = db.session();
    session.exec("CREATE TABLE log (word text)");
    load(&mut author, "E'VACUUM log; INSERT INTO log VALUES (''a\\nb'')'", "1_m.sql").expect("new");
    session.exec("SELECT * FROM migrate.approve(1); BEGIN; SELECT * FROM migrate.apply()");
    load(&mut author, "E'VACUUM log; INSERT INTO log VALUES (''a\\r\\nb'')'", "1_m.sql").expect("pending");
    session.exec("COMMIT");
    db.wait_for("SELECT status FROM migrate.jobs", &["failed"]);
    assert_eq!(session.query_text(STATUS)[0].split('|').next(), Some("1"));
    assert!(session.query_text("SELECT word FROM log").is_empty(), "nothing ran");
}

/// A safe operation with `migration => …` registers a script, as migrate.create does: who may not call that may not
/// register by other means.
#[test]
fn an_operator_registers_nothing() {
    let db = Db::fresh();
    let role = operator(&db, "LOGIN");
    let mut session = db.session();
    session.exec(&format!(
        "REVOKE EXECUTE ON FUNCTION migrate.create, migrate.load, migrate.load_dir, migrate.template FROM {role};
         CREATE TABLE t (id int PRIMARY KEY, n int); ALTER TABLE t OWNER TO {role};
         CREATE TABLE big AS SELECT n FROM generate_series(1, 20000) n; ANALYZE big; ALTER TABLE big OWNER TO {role}"
    ));
    let mut operator = db.session_as(&role);
    for call in [
        "safe_create_index('t', ARRAY['n'], migration => 'planted')",
        "safe_create_index('big', ARRAY['n'], migration => 'planted')",
        "safe_set_default('t', 'n', '1', migration => 'planted')",
        "safe_add_column('t', 'more', 'int', migration => 'planted')",
        "safe_drop_column('t', 'n', migration => 'planted')",
    ] {
        let error = operator.expect_error(&format!("SELECT * FROM migrate.{call}"));
        assert_eq!(
            (error.sqlstate.as_str(), error.message.as_str()),
            ("42501", "permission denied to register a migration")
        );
        assert!(error.hint.contains("migrate.create"), "{}", error.hint);
    }
    for call in ["create('x', 'SELECT 1')", "load('SELECT 1', '1_x.sql')", "load_dir('/tmp')"] {
        assert_eq!(operator.expect_error(&format!("SELECT migrate.{call}")).sqlstate, "42501");
    }
    assert_eq!(session.one("SELECT count(*) FROM migrate.migrations"), "0");
    assert_eq!(session.one("SELECT count(*) FROM migrate.jobs"), "0");
    // What he may do he does, under no version; and an author's right is enough to register it.
    operator.exec("SELECT * FROM migrate.safe_set_default('t', 'n', '1')");
    session.exec(&format!("GRANT EXECUTE ON FUNCTION migrate.create TO {role}"));
    operator.exec("SELECT * FROM migrate.safe_set_default('t', 'n', '2', migration => 'his own')");
    assert_eq!(
        session.one("SELECT description, registered_by FROM migrate.migrations"),
        format!("his own|{role}")
    );
}

/// A file of a version below the baseline gets a row in the history, and nothing of it runs, up or down, whoever
/// calls that.
#[test]
fn nothing_below_a_baseline_runs() {
    let db = Db::fresh();
    let mut author = db.session_as(&author(&db));
    let mut session = db.session();
    session.exec(
        "CREATE TABLE victim (id int); INSERT INTO victim VALUES (1); SELECT * FROM migrate.baseline(100)",
    );
    assert_eq!(
        author.query_text(
            "SELECT status FROM migrate.load('DROP TABLE victim', '7_x.sql', 'DROP TABLE victim')"
        ),
        ["recorded"]
    );
    // As one in an open transaction would have come past the baseline.
    session.exec(
        "DELETE FROM migrate.schema_migrations WHERE version = 7; SET migrate.require_approval = never",
    );
    assert_eq!(session.one("CALL migrate.up()"), "nothing to apply");
    assert_eq!(session.expect_error("CALL migrate.down(target => 0)").sqlstate, "55000");
    assert_eq!(session.expect_error("SELECT * FROM migrate.rollback(5)").sqlstate, "55000");
    assert_eq!(session.one("SELECT count(*) FROM victim"), "1");
}
