//! What one says to a backfill while it runs: pause, resume, throttle, cancel; what it shows; and what becomes of it when
//! its table is rewritten, renamed, dropped, or its worker or server dies.

use migrate_client_tests::{Cluster, Db, Session};

const FILL: &str = "SELECT migrate.safe_backfill('t', 'n = length(body)', condition => 'n IS NULL')";
const WRONG: &str = "SELECT count(*) FROM t WHERE n IS DISTINCT FROM length(body)";
const STATUS: &str = "SELECT status, waiting_for FROM migrate.backfill_details";
const LOCKED: &str = "running|rows that other sessions have locked";

/// A table of 5,000 rows whose updates are counted for each row, and a session that holds row 2,500, so that a backfill
/// comes no further.
fn held(db: &Db) -> (Session, Session) {
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (id int PRIMARY KEY, body text, n int);
         INSERT INTO t SELECT i, repeat('x', i % 100) FROM generate_series(1, 5000) i;
         CREATE TABLE log (id int); CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql
             AS 'BEGIN INSERT INTO log VALUES (new.id); RETURN new; END';
         CREATE TRIGGER note BEFORE UPDATE ON t FOR EACH ROW WHEN (new.n IS DISTINCT FROM old.n)
             EXECUTE FUNCTION note();
         SET migrate.small_table = 0; SET migrate.lock_window = 10",
    );
    let mut holder = db.session();
    holder.exec("BEGIN; SELECT FROM t WHERE id = 2500 FOR UPDATE");
    (session, holder)
}

/// Begins the backfill, and waits until it comes to the row that is held.
fn started(db: &Db) -> (Session, Session) {
    let (mut session, holder) = held(db);
    session.exec(FILL);
    db.wait_for(STATUS, &[LOCKED]);
    (session, holder)
}

/// Begins the backfill and pauses it in the middle.
fn paused(db: &Db) -> Session {
    let (mut session, mut holder) = started(db);
    session.exec("SELECT migrate.pause(1)");
    holder.exec("ROLLBACK");
    db.wait_for(STATUS, &["paused|migrate.resume: it is paused"]);
    session
}

/// Waits for the end, and looks that every row is right and was changed once.
fn ends_well(db: &Db) {
    db.wait_for("SELECT status FROM migrate.backfill_details", &["done"]);
    let mut session = db.session();
    assert_eq!(session.one(WRONG), "0");
    assert_eq!(session.one("SELECT count(DISTINCT id), count(*) FROM log"), "5000|5000");
}

#[test]
fn pause_and_resume() {
    let db = Db::fresh();
    let mut session = paused(&db);
    let rows: u32 = session.one("SELECT count(n) FROM t").parse().expect("a number");
    assert!((1..5_000).contains(&rows), "{rows}");
    let progress =
        session.one("SELECT what, status, phase, btrim(progress) <> '', btrim(eta) FROM migrate.progress");
    assert_eq!(progress, "backfill t.n|paused|paused|t|");
    assert_eq!(
        session.one("SELECT version, status, detail, job FROM migrate.resume(1)"),
        "|running|it goes on|1"
    );
    ends_well(&db);
}

#[test]
fn throttle() {
    let db = Db::fresh();
    let (mut session, mut holder) = started(&db);
    assert_eq!(
        session.one("SELECT * FROM migrate.throttle(1, max_rows_per_second => 1)"),
        "1|t|it changes at most 1 rows per second"
    );
    holder.exec("ROLLBACK");
    db.wait_for(STATUS, &["running|migrate.throttle"]);
    assert_eq!(session.one("SELECT detail FROM migrate.throttle(1)"), "it is as fast as it may be");
    ends_well(&db);
}

#[test]
fn cancel_and_go_on() {
    let db = Db::fresh();
    let (mut session, mut holder) = started(&db);
    session.exec("SELECT migrate.cancel(1)");
    db.wait_for(
        "SELECT status, (SELECT status FROM migrate.jobs) FROM migrate.backfill_details",
        &["cancelled|cancelled"],
    );
    holder.exec("ROLLBACK");
    session.exec(FILL);
    ends_well(&db);
    assert_eq!(session.one("SELECT job, rows FROM migrate.backfill_details"), "2|5000");
}

#[test]
fn broken_off_with_nothing_left_to_do() {
    let db = Db::fresh();
    let (mut session, mut holder) = started(&db);
    session.exec("SELECT migrate.cancel(1)");
    db.wait_for("SELECT status FROM migrate.backfill_details", &["cancelled"]);
    holder.exec("ROLLBACK");
    session.exec("UPDATE t SET n = length(body) WHERE n IS NULL");
    // It is still to be said that it is done, and then it is said.
    assert_eq!(session.one(&FILL.replace("SELECT", "SELECT status FROM")), "queued");
    ends_well(&db);
    db.wait_for("SELECT status FROM migrate.operations", &["done"]);
    assert_eq!(session.one(&FILL.replace("SELECT", "SELECT status FROM")), "already done");
}

#[test]
fn cancel_while_it_is_paused() {
    let db = Db::fresh();
    let mut session = paused(&db);
    session.exec("SELECT migrate.cancel(1)");
    db.wait_for("SELECT status FROM migrate.backfill_details", &["cancelled"]);
    db.wait_for("SELECT status FROM migrate.jobs", &["cancelled"]);
    assert_eq!(session.one("SELECT status FROM migrate.resume(1)"), "queued");
    ends_well(&db);
}

#[test]
fn who_may_not() {
    let db = Db::fresh();
    let mut session = paused(&db);
    let other = db.role("LOGIN");
    session.exec(&format!(
        "GRANT USAGE ON SCHEMA migrate TO {other}; GRANT EXECUTE ON ALL ROUTINES IN SCHEMA migrate TO {other}"
    ));
    let mut stranger = db.session_as(&other);
    for call in ["pause(1)", "throttle(1, 2)", "resume(1)"] {
        let error = stranger.expect_error(&format!("SELECT migrate.{call}"));
        assert_eq!(
            (error.sqlstate.as_str(), error.message.as_str()),
            ("42501", "permission denied to control job 1")
        );
    }
    for (call, message) in [
        ("pause(2)", "42704 job 2 does not exist"),
        ("pause(NULL)", "22004 job must not be null"),
        ("throttle(1, -1)", "22023 sleep_ratio must not be below 0"),
        ("throttle(1, NULL, 0)", "22023 max_rows_per_second must be above 0"),
    ] {
        let error = session.expect_error(&format!("SELECT migrate.{call}"));
        assert_eq!(format!("{} {}", error.sqlstate, error.message), message);
    }
    session.exec("SELECT migrate.resume(1)");
    ends_well(&db);
    let error = session.expect_error("SELECT migrate.pause(1)");
    assert_eq!((error.sqlstate.as_str(), error.message.as_str()), ("55000", "job 1 has no running backfill"));
}

#[test]
fn a_table_that_is_rewritten_begins_anew() {
    for rewrite in ["CLUSTER t USING by_id", "VACUUM FULL t"] {
        let db = Db::fresh();
        let mut session = paused(&db);
        // Behind the cursor, and then in the first block.
        session.exec("DELETE FROM t WHERE id = 5000; INSERT INTO t VALUES (0, 'x')");
        session.exec("CREATE INDEX by_id ON t (id DESC NULLS LAST); ANALYZE t");
        session.exec(rewrite);
        session.exec("SELECT migrate.resume(1)");
        db.wait_for("SELECT status, pass FROM migrate.backfill_details", &["done|0"]);
        assert_eq!(session.one(WRONG), "0");
        assert_eq!(
            session.one("SELECT r.first_block, r.file = c.relfilenode FROM migrate.backfill_ranges r, pg_class c WHERE c.oid = 't'::regclass"),
            "0|t",
            "{rewrite}"
        );
    }
}

#[test]
fn a_table_that_is_renamed_is_the_same() {
    let db = Db::fresh();
    let mut session = paused(&db);
    session.exec("CREATE SCHEMA s; ALTER TABLE t RENAME TO other; ALTER TABLE other SET SCHEMA s");
    session.exec("CREATE TABLE t AS TABLE s.other; SELECT migrate.resume(1)");
    db.wait_for("SELECT status FROM migrate.backfill_details", &["done"]);
    assert_eq!(session.one("SELECT count(*) FROM s.other WHERE n IS NULL"), "0");
    assert_ne!(session.one("SELECT count(*) FROM t WHERE n IS NULL"), "0");
}

#[test]
fn a_table_that_is_dropped() {
    let db = Db::fresh();
    let mut session = paused(&db);
    session.exec("DROP TABLE t; SELECT migrate.resume(1)");
    db.wait_for("SELECT status, error->>'sqlstate' FROM migrate.jobs", &["failed|42P01"]);
    assert_eq!(session.one("SELECT status FROM migrate.backfill_details"), "failed");
}

#[test]
fn another_assignment_is_another_backfill() {
    let db = Db::fresh();
    let mut session = paused(&db);
    session.exec("SELECT migrate.cancel(1)");
    db.wait_for("SELECT status FROM migrate.jobs", &["cancelled"]);
    // The column of that name is another one, and so is the search path, which says what length is.
    session.exec("ALTER TABLE t DROP COLUMN n CASCADE; ALTER TABLE t ADD COLUMN n int");
    session.exec(FILL);
    db.wait_for("SELECT status FROM migrate.jobs ORDER BY id", &["cancelled", "done"]);
    session.exec(&format!("UPDATE t SET n = NULL; SET search_path = public, pg_temp; {FILL}"));
    db.wait_for(
        "SELECT status FROM migrate.backfill_details ORDER BY backfill",
        &["cancelled", "done", "done"],
    );
    assert_eq!(session.one(WRONG), "0");
}

#[test]
fn a_worker_that_is_killed() {
    let cluster = Cluster::start(&[]);
    let db = Db::on(&cluster);
    let (mut session, _holder) = started(&db);
    let pid = session.one("SELECT pid FROM migrate.jobs");
    cluster.kill_process(&pid);
    goes_on(&db);
}

#[test]
fn a_server_that_is_killed() {
    let cluster = Cluster::start(&[]);
    let db = Db::on(&cluster);
    // A worker at work would not notice before it waits for something.
    let _session = paused(&db);
    cluster.kill();
    cluster.recover();
    goes_on(&db);
}

fn goes_on(db: &Db) {
    db.wait_until_up();
    let mut session = db.session();
    db.wait_for("SELECT status FROM migrate.backfill_details", &["lost"]);
    let before: u32 = session.one("SELECT rows FROM migrate.backfill_details").parse().expect("a number");
    assert!((1..5_000).contains(&before), "{before}");
    assert_eq!(session.one("SELECT count(*) FROM log"), before.to_string());
    session.exec(&format!("SET migrate.small_table = 0; {FILL}"));
    ends_well(db);
}

#[test]
fn many_workers() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (id int PRIMARY KEY, body text, n int);
         INSERT INTO t SELECT i, repeat('x', i % 100) FROM generate_series(1, 100000) i;
         SET migrate.small_table = 0; SET migrate.backfill_target = 5;
         SELECT migrate.safe_backfill('t', 'n = length(body)', 'n IS NULL', parallel => 2)",
    );
    db.wait_for("SELECT status FROM migrate.backfill_details", &["done"]);
    assert_eq!(session.one(WRONG), "0");
    assert_eq!(
        session.one("SELECT count(DISTINCT pid), sum(total_rows) FROM migrate.backfill_ranges"),
        "2|100000"
    );
}

#[test]
fn helpers_end_with_the_job() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (id int PRIMARY KEY, body text, n int);
         INSERT INTO t SELECT i, repeat('x', i % 100) FROM generate_series(1, 100000) i;
         SET migrate.small_table = 0; SET migrate.backfill_target = 1",
    );
    let mut holder = db.session();
    holder.exec("BEGIN; SELECT FROM t WHERE id % 1000 = 0 FOR UPDATE");
    const HELPED: &str = "SELECT migrate.safe_backfill('t', 'n = length(body)', 'n IS NULL', parallel => 3)";
    session.exec(HELPED);
    db.wait_for("SELECT count(DISTINCT pid) FROM migrate.backfill_ranges WHERE total_rows > 0", &["3"]);
    session.exec("SELECT migrate.cancel(1)");
    db.wait_for("SELECT status FROM migrate.jobs", &["cancelled"]);
    db.wait_for("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'migrate_ext job' AND datname = current_database()", &["0"]);
    holder.exec("ROLLBACK");
    session.exec(HELPED);
    db.wait_for("SELECT status FROM migrate.backfill_details", &["done"]);
    assert_eq!(session.one(WRONG), "0");
}
