//! The wrappings in which clients send the two ways in, by what a session or its role has set: real psql in its modes,
//! drivers' protocol, pipelines, isolation levels, read-only defaults, limits, and clients that hang up.
//!
//! Not here: editors, DO blocks and functions (jobs.rs); a pooler (pooler.rs); pg_cron (cron.rs).

use std::fs;
use std::path::PathBuf;
use std::process::Output;

use migrate_client_tests::{Db, Session};

use crate::common::{
    INDEXES, JOBS, NOTES, STATUS, block_index_builds, create, operator, tables, wait_for_blocked_worker,
};

/// A database in which a migration waits that can't run in a transaction.
fn with_pending_index() -> (Db, Session) {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(&mut session, 1, "CREATE INDEX CONCURRENTLY i ON t (n)", "DROP INDEX i");
    (db, session)
}

/// Whether the caller has waited for it or it was queued, in the end it is there, and by one job.
fn assert_built(db: &Db) {
    db.wait_for(STATUS, &["1|applied"]);
    db.wait_for(JOBS, &["done"]);
    assert_eq!(db.session().query_text(INDEXES), ["i|t"]);
}

fn psql(db: &Db, args: &[&str]) -> (String, String) {
    let mut all = vec!["-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-d", db.name()];
    all.extend(args);
    let Output { status, stdout, stderr } = db.server().run("psql", &all);
    let (stdout, stderr) = (String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    assert!(status.success(), "psql {args:?}: {stdout}{stderr}");
    (stdout.into_owned(), stderr.into_owned())
}

/// A file for psql or pgbench.
fn file(db: &Db, content: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{}.sql", db.name()));
    fs::write(&path, content).expect("a script");
    path
}

/// psql's `args` have a word of the summary as their last result.
fn assert_psql(args: &[&str], word: &str) {
    let (db, _session) = with_pending_index();
    let (stdout, _) = psql(&db, args);
    assert!(stdout.contains(word), "psql {args:?}: {stdout}");
    assert_built(&db);
}

#[test]
fn psql_in_autocommit_waits() {
    assert_psql(&["-c", "CALL migrate.up()"], "1 migration applied in ");
    let (db, _session) = with_pending_index();
    let script =
        file(&db, "SELECT 1;\nCALL migrate.up();\nSELECT 'then ' || status FROM migrate.status();\n");
    let (stdout, stderr) = psql(&db, &["-f", &script.to_string_lossy()]);
    assert!(stdout.contains("1 migration applied in ") && stdout.ends_with("then applied\n"), "{stdout}");
    assert!(stderr.contains("unit 1 of 1 done"), "{stderr}");
    assert_built(&db);
}

/// psql puts BEGIN and COMMIT around all of it with -1, and sends what `\;` joins, or one -c has, as one query.
#[test]
fn psql_in_a_transaction_queues() {
    assert_psql(&["-1", "-c", "CALL migrate.up()"], "1 migration queued: job ");
    assert_psql(&["-c", "SELECT 1; CALL migrate.up()"], "1 migration queued: job ");
    assert_psql(&["-c", "CALL migrate.up(); SELECT 1"], "1 migration queued: job ");
    assert_psql(&["-c", "BEGIN", "-c", "CALL migrate.up()", "-c", "COMMIT"], "1 migration queued: job ");
    assert_psql(&["-c", "BEGIN; SELECT status FROM migrate.apply(); COMMIT"], "queued");
    let (db, _session) = with_pending_index();
    let script = file(&db, "SELECT 1\\; CALL migrate.up()\\; SELECT 2;\n");
    let (stdout, _) = psql(&db, &["-f", &script.to_string_lossy()]);
    assert!(stdout.contains("1 migration queued: job "), "{stdout}");
    assert_built(&db);
}

/// What fails behind it in the same query takes the job with it: nobody has committed.
#[test]
fn a_query_of_many_statements_that_fails_has_asked_for_nothing() {
    let (db, mut session) = with_pending_index();
    for sql in ["CALL migrate.up(); SELECT 1 / 0", "SELECT * FROM migrate.apply(); SELECT 1 / 0"] {
        assert_eq!(session.expect_error(sql).sqlstate, "22012", "{sql}");
        db.wait_for(crate::common::WORKERS, &["0"]);
        assert_eq!(session.query_text(JOBS), [""; 0], "{sql}");
        assert_eq!(session.query_text(STATUS), ["1|pending"], "{sql}");
    }
}

#[test]
fn up_as_drivers_send_it() {
    let (db, mut session) = with_pending_index();
    let summary = session.query_prepared("CALL migrate.up()").expect("up");
    assert!(
        summary[0].as_deref().is_some_and(|text| text.starts_with("1 migration applied in ")),
        "{summary:?}"
    );
    assert_built(&db);
}

#[test]
fn as_drivers_send_it_in_a_transaction() {
    for sql in ["CALL migrate.up()", "SELECT status FROM migrate.apply()"] {
        let (db, mut session) = with_pending_index();
        session.exec("BEGIN");
        let answer = session.query_prepared(sql).expect("queued");
        assert!(answer[0].as_deref().is_some_and(|text| text.contains("queued")), "{sql}: {answer:?}");
        assert_eq!(db.session().query_text(JOBS), [""; 0], "{sql}: not before the commit");
        session.exec("COMMIT");
        assert_built(&db);
    }
}

/// Statements up to the same sync point are one transaction, for all but the first of them.
#[test]
fn in_a_pipeline() {
    for pipeline in [
        "CALL migrate.up();",
        "INSERT INTO log VALUES ('before');\nCALL migrate.up();",
        "INSERT INTO log VALUES ('before');\nSELECT * FROM migrate.apply();\nSELECT 1;",
    ] {
        let (db, mut session) = with_pending_index();
        let script = file(&db, &format!("\\startpipeline\n{pipeline}\n\\endpipeline\n"));
        let script = script.to_string_lossy();
        let output =
            db.server().run("pgbench", &["-n", "-M", "extended", "-t", "1", "-f", &script, db.name()]);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{pipeline}: {errors}");
        assert_built(&db);
        let expected: &[&str] = if pipeline.contains("INSERT") { &["before"] } else { &[] };
        assert_eq!(session.query_text("SELECT word FROM log"), expected, "{pipeline}");
    }
}

#[test]
fn in_transactions_of_every_isolation_level() {
    for level in ["READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"] {
        for sql in ["CALL migrate.up()", "SELECT * FROM migrate.apply()"] {
            let (db, mut session) = with_pending_index();
            session.exec(&format!("BEGIN; SET TRANSACTION ISOLATION LEVEL {level}; {sql}; COMMIT"));
            assert_built(&db);
            create(&mut session, 2, "INSERT INTO log VALUES ('here')", "SELECT 1");
            session.exec(&format!("BEGIN ISOLATION LEVEL {level}; {sql}; COMMIT"));
            assert_eq!(session.query_text("SELECT word FROM log"), ["here"], "{level}: {sql}");
            assert_eq!(session.query_text(JOBS), ["done"], "{level}: {sql}");
        }
    }
}

/// The default of a role or a session is about its own transactions; one that is READ WRITE may ask for a job.
#[test]
fn defaults_of_the_role_do_not_hinder_a_job() {
    let db = Db::fresh();
    let role = operator(&db, "LOGIN");
    for default in ["default_transaction_read_only = on", "default_transaction_isolation = serializable"] {
        db.session().exec(&format!("ALTER ROLE {role} SET {default}"));
    }
    let mut session = db.session_as(&role);
    let setup = "SET default_transaction_read_only = off";
    let up =
        "CREATE TABLE mine (n int); CREATE INDEX CONCURRENTLY i ON mine (n); INSERT INTO mine VALUES (1)";
    let mut author = db.session_as(&role);
    author.exec(setup);
    create(&mut author, 1, up, "DROP TABLE mine");
    let error = session.expect_error("CALL migrate.up()");
    assert_eq!(
        (error.sqlstate.as_str(), error.message.as_str()),
        ("25006", "cannot run migrations in a read-only transaction")
    );
    session.exec("BEGIN READ WRITE; SELECT * FROM migrate.apply(); COMMIT");
    session.exec("CALL migrate.wait(1)");
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
    author.exec("CALL migrate.down()");
    author.exec("CALL migrate.up()");
    assert_eq!(session.one("SELECT n FROM mine"), "1");
}

/// Limits are for people's statements; a job waits on purpose.
#[test]
fn limits_of_the_role_do_not_end_a_job() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let role = operator(&db, "LOGIN");
    session.exec(&format!("ALTER TABLE t OWNER TO {role}; GRANT ALL ON log TO {role}"));
    for limit in
        ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "idle_session_timeout"]
    {
        session.exec(&format!("ALTER ROLE {role} SET {limit} = '200ms'"));
    }
    let mut author = db.session_as(&role);
    let up = "BEGIN; INSERT INTO log VALUES ('one'); SELECT pg_sleep(0.4); COMMIT;
              CREATE INDEX CONCURRENTLY i ON t (n)";
    create(&mut author, 1, up, "SELECT 1");
    let blocker = block_index_builds(&db);
    author.exec("SELECT * FROM migrate.apply()");
    let pid = wait_for_blocked_worker(&db);
    let long = "waitstart < clock_timestamp() - interval '400 ms'";
    db.wait_for(&format!("SELECT {long} FROM pg_locks WHERE pid = {pid} AND NOT granted"), &["t"]);
    drop(blocker);
    assert_built(&db);
}

/// An HTTP editor's limit, or a laptop that is shut: the work is followed from elsewhere.
#[test]
fn a_client_that_hangs_up_follows_its_job_later() {
    let (db, mut session) = with_pending_index();
    let blocker = block_index_builds(&db);
    let mut client = db.server().command("psql");
    client.args(["-X", "-d", db.name(), "-c", "CALL migrate.up()"]);
    let mut client = client.spawn().expect("psql");
    wait_for_blocked_worker(&db);
    client.kill().expect("kill");
    client.wait().expect("psql");

    assert_eq!(session.query_text(NOTES), ["1|running|job 1"]);
    let still = session.one("CALL migrate.wait(1, '50 ms')");
    assert!(still.starts_with("job 1 is still running after "), "{still}");
    drop(blocker);
    assert_eq!(session.one("CALL migrate.wait(1, '20 s')"), "job 1 is done");
    assert_built(&db);
}
