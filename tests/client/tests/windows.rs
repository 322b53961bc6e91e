//! Jobs that have a time: not before one, and not from another on.

use migrate_client_tests::{Cluster, Db, Session, wait_until};

use crate::common::{JOBS, STATUS, WORKERS, create, operator, tables};

const LATER: &str = "now() + interval '1 day'";
const KEEPERS: &str = "SELECT application_name FROM pg_stat_activity
                       WHERE backend_type = 'migrate_ext job' AND datname = current_database()";
const KEEPER: &str = "migrate_ext, until a job is due";

/// A migration that runs in a job.
fn heavy(session: &mut Session, version: u32) {
    let up = format!("INSERT INTO log VALUES ('{version}'); VACUUM log");
    create(session, version, &up, "SELECT 1");
}

fn prepared(db: &Db) -> Session {
    let mut session = db.session();
    tables(&mut session);
    heavy(&mut session, 1);
    session
}

#[test]
fn not_before() {
    let db = Db::fresh();
    let mut session = prepared(&db);
    let said = session.one(&format!("CALL migrate.up(not_before => {LATER})"));
    assert!(said.starts_with("1 migration queued: job 1 starts not before 20"), "{said}");
    db.wait_for(KEEPERS, &[KEEPER]);
    let note = session.one("SELECT status, note FROM migrate.status()");
    assert!(note.starts_with("queued|job 1, not before 20"), "{note}");
    assert_eq!(session.one("SELECT status, pid IS NULL, alive FROM migrate.live_jobs"), "queued|t|t");
    // Others go first: what is due does not wait behind it.
    session.exec("SELECT FROM migrate.safe_create_index('t', ARRAY['n'])");
    // Nor is it run by whoever applies what is pending, nor what comes behind it.
    heavy(&mut session, 2);
    let said = session.one("CALL migrate.up()");
    assert!(said.starts_with("nothing to apply; stopped at 1 \"m1\": job 1, not before 20"), "{said}");
    let rows = session.query_text("SELECT version, status FROM migrate.apply()");
    assert_eq!(rows, ["1|scheduled"]);
    let error = session.expect_error("CALL migrate.up(2)");
    assert_eq!(error.hint, "SELECT * FROM migrate.window(1) has the job begin now.");
    // Now.
    let detail = session.one("SELECT status, detail FROM migrate.window(1)");
    assert_eq!(detail, "queued|it starts when this commits");
    db.wait_for(STATUS, &["1|applied", "2|pending"]);
    db.wait_for(WORKERS, &["0"]);
}

#[test]
fn it_begins_by_itself() {
    let db = Db::fresh();
    let mut session = prepared(&db);
    session.exec("CALL migrate.up(not_before => now() + interval '2 s')");
    assert_eq!(session.query_text(STATUS), ["1|queued"]);
    db.wait_for(STATUS, &["1|applied"]);
    let early =
        "SELECT started_at >= not_before, finished_at - not_before < interval '20 s' FROM migrate.jobs";
    assert_eq!(session.one(early), "t|t");
    db.wait_for(WORKERS, &["0"]);
}

/// One worker sleeps for all of them, whoever asked, and it goes when nothing is left.
#[test]
fn one_sleeps_for_all() {
    let db = Db::fresh();
    let mut session = prepared(&db);
    let role = operator(&db, "LOGIN");
    session.exec(&format!("CALL migrate.up(not_before => {LATER})"));
    db.wait_for(KEEPERS, &[KEEPER]);
    let mut other = db.session_as(&role);
    other.exec("CREATE TABLE mine (id int, n int); INSERT INTO mine VALUES (1, 1)");
    other.exec(&format!(
        "BEGIN; SET LOCAL migrate.small_table = 0; SELECT FROM migrate.safe_create_index('mine', ARRAY['n']);
         SELECT FROM migrate.window(2, {LATER}); COMMIT"
    ));
    db.wait_for(KEEPERS, &[KEEPER]);
    assert_eq!(session.query_text(JOBS), ["queued", "queued"]);
    // What is somebody else's has no window of mine.
    assert_eq!(other.expect_error("SELECT migrate.window(1)").sqlstate, "42501");
    other.exec("SELECT FROM migrate.window(2)");
    db.wait_for(JOBS, &["queued", "done"]);
    db.wait_for(KEEPERS, &[KEEPER]);
    session.exec("SELECT FROM migrate.cancel(1)");
    db.wait_for(JOBS, &["cancelled", "done"]);
    db.wait_for(WORKERS, &["0"]);
    assert_eq!(session.expect_error("SELECT migrate.window(1)").sqlstate, "55000");
}

#[test]
fn rolled_back_there_is_none() {
    let db = Db::fresh();
    let mut session = prepared(&db);
    session.exec(&format!("BEGIN; SELECT FROM migrate.apply(not_before => {LATER}); ROLLBACK"));
    db.wait_for(WORKERS, &["0"]);
    assert!(session.query_text(JOBS).is_empty());
}

/// A backfill whose time is over stops behind a batch, and goes on where it stood.
#[test]
fn stop_at_ends_a_backfill_between_batches() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "SET migrate.small_table = 0; CREATE TABLE t (id int PRIMARY KEY, body text, n int);
         INSERT INTO t SELECT i, repeat('x', i % 100) FROM generate_series(1, 5000) i;
         CREATE TABLE log (id int); CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql
             AS 'BEGIN INSERT INTO log VALUES (new.id); RETURN new; END';
         CREATE TRIGGER note BEFORE UPDATE ON t FOR EACH ROW WHEN (new.n IS DISTINCT FROM old.n)
             EXECUTE FUNCTION note();
         SET migrate.lock_window = 10",
    );
    let mut holder = db.session();
    holder.exec("BEGIN; SELECT FROM t WHERE id = 2500 FOR UPDATE");
    session.exec(
        "SELECT FROM migrate.safe_backfill('t', 'n = length(body)', condition => 'n IS NULL', parallel => 2)",
    );
    db.wait_for("SELECT waiting_for FROM migrate.backfills", &["rows that other sessions have locked"]);
    let detail =
        session.one("SELECT status, detail FROM migrate.window(1, stop_at => now() + interval '200 ms')");
    assert_eq!(detail, "running|it stops behind the unit or batch in which its window ends");
    db.wait_for("SELECT status, stopped_at IS NOT NULL, pid IS NULL FROM migrate.jobs", &["queued|t|t"]);
    holder.exec("ROLLBACK");
    db.wait_for(WORKERS, &["0"]);
    let filled: u32 = session.one("SELECT count(n) FROM t").parse().expect("a number");
    assert!((1..5_000).contains(&filled), "{filled}");
    // It is nobody's failure, and nothing is lost.
    assert_eq!(session.one("SELECT status, message FROM migrate.operations"), "running|");
    assert_eq!(session.one("SELECT count(*) FROM migrate.status()"), "0");
    assert_eq!(session.one("CALL migrate.wait(1)"), "job 1 is paused until migrate.resume(1)");
    let resumed = session.one("SELECT status, detail FROM migrate.resume(1)");
    assert_eq!(resumed, "queued|it starts when this commits");
    db.wait_for("SELECT status FROM migrate.jobs", &["done"]);
    assert_eq!(session.one("SELECT count(*) FROM t WHERE n IS DISTINCT FROM length(body)"), "0");
    assert_eq!(session.one("SELECT count(DISTINCT id), count(*) FROM log"), "5000|5000");
    assert_eq!(session.one("SELECT status FROM migrate.operations"), "done");
}

/// Whoever waits for his own job does not wait for what its worker sleeps for then.
#[test]
fn a_worker_that_stays_keeps_nobody_waiting() {
    let db = Db::fresh();
    let mut session = prepared(&db);
    session.exec(&format!("CALL migrate.up(not_before => {LATER})"));
    db.wait_for(KEEPERS, &[KEEPER]);
    session.exec(
        "SELECT count(*) FROM (SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE application_name LIKE 'migrate_ext, until%' AND datname = current_database()) t",
    );
    db.wait_for(WORKERS, &["0"]);
    // Of another job's migrations nothing is pending.
    session.exec("UPDATE migrate.jobs SET versions = '{}'");
    let said = session.one("CALL migrate.up()");
    assert!(said.starts_with("1 migration applied in "), "{said}");
    db.wait_for(KEEPERS, &[KEEPER]);
}

/// A migration ends its unit, and what is done is not done again. Who waits for it is told.
#[test]
fn stop_at_ends_a_migration_between_units() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    create(
        &mut session,
        1,
        "INSERT INTO log VALUES ('one'); SAVEPOINT s; SELECT pg_sleep(1.5); VACUUM log; INSERT INTO log VALUES ('two')",
        "SELECT 1",
    );
    let start = "CALL migrate.up(not_before => now() - interval '1 h', stop_at => now() + interval '1 s')";
    let said = session.one(start);
    assert!(said.starts_with("nothing to apply; job 1 is outside its window until 20"), "{said}");
    assert_eq!(session.query_text("SELECT word FROM log"), ["one"]);
    let note = session.one("SELECT status, note FROM migrate.status()");
    assert!(note.starts_with("queued|job 1, not before 20"), "{note}");
    // It has both ends, so it goes on a day later, at the same hour.
    let next = "SELECT not_before - created_at BETWEEN interval '22 h' AND interval '24 h',
                       stop_at - not_before < interval '2 h', stop_at > now() + interval '23 h' FROM migrate.jobs";
    assert_eq!(session.one(next), "t|t|t");
    db.wait_for(KEEPERS, &[KEEPER]);
    assert_eq!(session.one("SELECT detail FROM migrate.resume(1)"), "it starts when this commits");
    db.wait_for(STATUS, &["1|applied"]);
    assert_eq!(session.query_text("SELECT word FROM log"), ["one", "two"]);
    assert_eq!(session.query_text(JOBS), ["done"]);
    db.wait_for(WORKERS, &["0"]);
}

/// A restart of the server ends who sleeps; nothing is lost, and the next call sees to it.
#[test]
fn behind_a_restart() {
    let cluster = Cluster::start(&[]);
    let db = Db::on(&cluster);
    let mut session = prepared(&db);
    session.exec(&format!("CALL migrate.up(not_before => {LATER})"));
    db.wait_for(KEEPERS, &[KEEPER]);
    cluster.restart();
    let mut session = db.session();
    assert_eq!(session.query_text(KEEPERS).len(), 0);
    assert_eq!(session.one("SELECT status, alive FROM migrate.live_jobs"), "queued|t");
    session.exec("UPDATE migrate.jobs SET not_before = now() + interval '1 s'");
    let said = session.one("CALL migrate.up()");
    assert!(said.starts_with("nothing to apply; stopped at 1"), "{said}");
    db.wait_for(STATUS, &["1|applied"]);
}

/// A database that is restored from a dump has the record of the job, and does not run it.
#[test]
fn in_a_restored_dump_it_does_not_run() {
    let db = Db::fresh();
    let mut session = prepared(&db);
    session.exec(&format!("CALL migrate.up(not_before => {LATER})"));
    db.wait_for(KEEPERS, &[KEEPER]);
    session.exec("UPDATE migrate.home SET id = gen_random_uuid()");
    assert_eq!(session.one("SELECT alive FROM migrate.live_jobs"), "f");
    assert!(session.one("CALL migrate.up()").starts_with("1 migration applied in "));
    assert_eq!(session.query_text(JOBS), ["lost", "done"]);
    // Its worker has nothing to sleep for any more.
    db.wait_for(WORKERS, &["0"]);
}

#[test]
fn what_cannot_be() {
    let db = Db::fresh();
    let mut session = prepared(&db);
    for (call, message) in [
        ("CALL migrate.up(stop_at => now() - interval '1 s')", "stop_at is in the past"),
        (
            "SELECT migrate.apply(not_before => 'tomorrow', stop_at => 'today')",
            "stop_at must be later than not_before",
        ),
        ("SELECT migrate.apply(dry_run => true, stop_at => 'yesterday')", "stop_at is in the past"),
    ] {
        let error = session.expect_error(call);
        assert_eq!((error.sqlstate.as_str(), error.message.as_str()), ("22023", message), "{call}");
    }
    assert_eq!(session.expect_error("SELECT migrate.window(99)").sqlstate, "42704");
    assert_eq!(session.expect_error("SELECT migrate.window(NULL)").sqlstate, "22004");
    assert!(session.query_text(JOBS).is_empty());
}

/// A worker that sleeps answers a cancel and a terminate, and keeps nothing of the job before.
#[test]
fn who_sleeps_can_be_ended() {
    let db = Db::fresh();
    let mut session = prepared(&db);
    session.exec(&format!("CALL migrate.up(not_before => {LATER})"));
    db.wait_for(KEEPERS, &[KEEPER]);
    let held = "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
                WHERE a.application_name LIKE 'migrate_ext, until%' AND a.datname = current_database()
                  AND l.locktype <> 'advisory' AND l.locktype <> 'virtualxid'";
    wait_until("it holds no lock but its own", || session.one(held) == "0");
    let ended = "SELECT count(*) FROM (SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                 WHERE application_name LIKE 'migrate_ext, until%' AND datname = current_database()) t";
    assert_eq!(session.one(ended), "1");
    db.wait_for(WORKERS, &["0"]);
    assert_eq!(session.one("SELECT status, alive FROM migrate.live_jobs"), "queued|t");
    session.exec("CALL migrate.up()");
    db.wait_for(KEEPERS, &[KEEPER]);
}
