//! More jobs than background workers: what no worker is free for stands in line, and nothing is forgotten.
//!
//! Not here: one job waiting for its turn (one_at_a_time.rs).

use migrate_client_tests::{Cluster, Db, Session};

use crate::common::{WORKERS, create, operator};

/// A server with room for two workers of ours: one of the three slots is that of logical replication.
fn small() -> (Cluster, Db, Session) {
    // The first job waits for as long as the test needs to ask for the others, however slow the machine is.
    let cluster = Cluster::start(&["max_worker_processes=3", "max_connections=150", "migrate.lock_wait=1h"]);
    let db = Db::on(&cluster);
    let mut session = db.session();
    session.exec("CREATE TABLE log (version int)");
    (cluster, db, session)
}

/// A migration that must run in a job, and waits for whoever holds the advisory lock 1.
fn slow(session: &mut Session, version: u32) {
    let up = format!("SAVEPOINT s; SELECT pg_advisory_xact_lock(1); INSERT INTO log VALUES ({version})");
    create(session, version, &up, "SELECT 1");
}

fn jobs(db: &Db, expected: &[&str]) {
    db.wait_for("SELECT status, in_line, count(*) FROM migrate.jobs GROUP BY 1, 2 ORDER BY 1, 2", expected);
}

/// A job that is at work, and waits for the session; who has asked for it. A small table's index is made at once while nobody
/// is at work.
fn one_job(db: &Db, session: &mut Session) -> Session {
    session.exec("SELECT pg_advisory_lock(1)");
    let mut asker = db.session();
    slow(&mut asker, 1);
    asker.exec("SELECT migrate.apply()");
    jobs(db, &["running|f|1"]);
    asker
}

/// Two jobs, of which the first waits for the session, and the second for the first; who has asked for them.
fn two_jobs(db: &Db, session: &mut Session) -> Session {
    session.exec("SELECT pg_advisory_lock(1)");
    let mut asker = db.session();
    for version in 1..=2 {
        slow(&mut asker, version);
        asker.exec("SELECT migrate.apply()");
    }
    jobs(db, &["queued|f|1", "running|f|1"]);
    asker
}

#[test]
fn hundreds_of_jobs() {
    const MANY: u32 = 200;
    let (_cluster, db, mut session) = small();
    session.exec("SELECT pg_advisory_lock(1)");
    let mut asker = db.session();
    for version in 1..=MANY {
        slow(&mut asker, version);
        asker.exec("SELECT migrate.apply()");
    }
    jobs(&db, &["queued|f|1", "queued|t|198", "running|f|1"]);
    let told = asker.query_text(
        "SELECT message, count(*) FROM migrate.job_facts WHERE status = 'queued' GROUP BY 1 ORDER BY 1",
    );
    assert_eq!(told, ["behind job 1 (waiting)|199"]);
    assert_eq!(
        asker.one("SELECT count(*) FROM migrate.status() WHERE status IN ('queued', 'running')"),
        "200"
    );
    // One of them is taken back.
    let detail = asker.one("SELECT detail FROM migrate.cancel(100)");
    assert_eq!(detail, "it was taken back before it began");
    session.exec("SELECT pg_advisory_unlock(1)");
    // Each of these has its time; all together may take longer.
    for done in (20..MANY - 1).step_by(20) {
        db.wait_for(&format!("SELECT count(*) >= {done} FROM migrate.jobs WHERE status = 'done'"), &["t"]);
    }
    jobs(&db, &["cancelled|t|1", "done|f|199"]);
    assert_eq!(asker.one("SELECT count(*), count(DISTINCT version) FROM log"), "200|200");
    db.wait_for(WORKERS, &["0"]);
}

/// Jobs of several roles: the worker of one cannot run those of another.
#[test]
fn jobs_of_several_roles() {
    let (_cluster, db, mut session) = small();
    let roles: Vec<String> = (0..3).map(|_| operator(&db, "LOGIN")).collect();
    session.exec(
        "GRANT INSERT ON log TO PUBLIC; SELECT pg_advisory_lock(1); SET migrate.require_approval = never",
    );
    session.exec(&format!("ALTER DATABASE {} SET migrate.require_approval = never", db.name()));
    for version in 1..=9 {
        let mut asker = db.session_as(&roles[version as usize % 3]);
        slow(&mut asker, version);
        asker.exec("SELECT migrate.apply()");
    }
    jobs(&db, &["queued|f|1", "queued|t|7", "running|f|1"]);
    session.exec("SELECT pg_advisory_unlock(1)");
    jobs(&db, &["done|f|9"]);
    assert_eq!(session.one("SELECT count(*), count(DISTINCT version) FROM log"), "9|9");
}

/// Asks for an index in a job of its own; where that stands.
fn index(asker: &mut Session, number: u32) -> String {
    asker.one(&format!(
        "SELECT detail FROM migrate.safe_create_index('log', '{{version}}', index_name => 'i{number}')"
    ))
}

const ENDED: &str = "SELECT id FROM migrate.jobs WHERE status = 'done' ORDER BY finished_at";

/// Behind one at work and one that takes over, no job has a worker, although there is room.
#[test]
fn two_workers_see_to_all() {
    let cluster = Cluster::start(&["max_worker_processes=20", "migrate.lock_wait=1h"]);
    let db = Db::on(&cluster);
    let mut session = db.session();
    session.exec("CREATE TABLE log (version int)");
    let mut asker = one_job(&db, &mut session);
    for number in 2..=12 {
        let detail = index(&mut asker, number);
        let before = if number == 2 { "apply 1 m1".into() } else { format!("create index i{}", number - 1) };
        assert_eq!(detail, format!("the table is small; behind job {} ({before})", number - 1));
    }
    jobs(&db, &["queued|f|1", "queued|t|10", "running|f|1"]);
    db.wait_for(WORKERS, &["2"]);
    // The worker that waits is ended: the other sees to the line.
    session.exec("SELECT pg_terminate_backend(pid) FROM migrate.jobs WHERE id = 2");
    db.wait_for(WORKERS, &["1"]);
    session.exec("SELECT pg_advisory_unlock(1)");
    db.wait_for("SELECT status, count(*) FROM migrate.jobs GROUP BY 1 ORDER BY 1", &["done|11", "lost|1"]);
    assert_eq!(session.one("SELECT count(DISTINCT pid) FROM migrate.jobs WHERE status = 'done'"), "1");
    let order = session.query_text(ENDED);
    assert_eq!(order, ["1", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"]);
    db.wait_for(WORKERS, &["0"]);
}

/// Jobs run in the order in which they were asked for, although those in line have no worker, and the last has one.
#[test]
fn none_passes_those_in_line() {
    let (_cluster, db, mut session) = small();
    let mut asker = one_job(&db, &mut session);
    for number in 2..=5 {
        index(&mut asker, number);
    }
    jobs(&db, &["queued|f|1", "queued|t|3", "running|f|1"]);
    // Room for one more: a call that waits has a worker of its own.
    session.exec("SELECT pg_terminate_backend(pid) FROM migrate.jobs WHERE id = 2");
    db.wait_for(WORKERS, &["1"]);
    slow(&mut asker, 6);
    let call = asker.start("CALL migrate.up(wait => true)");
    db.wait_for(WORKERS, &["2"]);
    session.exec("SELECT pg_advisory_unlock(1)");
    call.rows();
    assert_eq!(session.query_text(ENDED), ["1", "3", "4", "5", "6"]);
}

/// A transaction that has put a job in line, and stays open, holds up nobody else's.
#[test]
fn an_open_transaction_holds_up_no_job_in_line() {
    let (_cluster, db, mut session) = small();
    let mut asker = two_jobs(&db, &mut session);
    slow(&mut asker, 3);
    asker.exec("BEGIN; SELECT migrate.apply()");
    let mut other = db.session();
    slow(&mut other, 4);
    other.exec("SELECT migrate.apply()");
    session.exec("SELECT pg_advisory_unlock(1)");
    jobs(&db, &["done|f|3"]);
    // Nor does a worker that waits for it keep others from coming.
    slow(&mut other, 5);
    other.exec("SELECT migrate.apply()");
    jobs(&db, &["done|f|4"]);
    asker.exec("COMMIT");
    jobs(&db, &["done|f|5"]);
    assert_eq!(session.query_text("SELECT version FROM log ORDER BY 1"), ["1", "2", "3", "4", "5"]);
    db.wait_for(WORKERS, &["0"]);
}

/// A transaction that has put a job in line and is not committed yet when the last worker ends.
#[test]
fn a_job_put_in_line_while_the_last_worker_ends() {
    let (_cluster, db, mut session) = small();
    let mut asker = two_jobs(&db, &mut session);
    slow(&mut asker, 3);
    asker.exec("BEGIN; SELECT migrate.apply()");
    session.exec("SELECT pg_advisory_unlock(1)");
    jobs(&db, &["done|f|2"]);
    asker.exec("COMMIT");
    jobs(&db, &["done|f|3"]);
    assert_eq!(session.query_text("SELECT version FROM log ORDER BY 1"), ["1", "2", "3"]);
}

#[test]
fn up_waits_for_a_worker_where_asked_to() {
    let (_cluster, db, mut session) = small();
    let mut asker = two_jobs(&db, &mut session);
    slow(&mut asker, 3);
    let error = asker.expect_error("CALL migrate.up()");
    assert_eq!(error.sqlstate, "55P03");
    let call = asker.start("CALL migrate.up(wait => true)");
    db.wait_for("SELECT count(*) FROM migrate.jobs WHERE in_line", &["1"]);
    let mut impatient = db.session();
    slow(&mut impatient, 4);
    let cancelled = impatient.start("CALL migrate.up(wait => true)");
    db.wait_for("SELECT count(*) FROM migrate.jobs WHERE in_line", &["2"]);
    cancelled.cancel();
    let (_, error) = cancelled.error();
    assert_eq!(error.sqlstate, "57014");
    session.exec("SELECT pg_advisory_unlock(1)");
    let (_, summary) = call.rows();
    assert!(summary[0].starts_with("1 migration applied in "), "{summary:?}");
    assert!(
        summary[0].ends_with(
            "; 2 migrations were applied meanwhile by job 1 (role postgres), job 2 (role postgres)"
        ),
        "{summary:?}"
    );
    assert_eq!(session.query_text("SELECT version FROM log ORDER BY 1"), ["1", "2", "3"]);
}

/// A job in line that was asked for long ago is not taken for lost while a worker stays for the transaction that has asked.
#[test]
fn a_job_of_a_long_transaction_is_not_lost() {
    let (_cluster, db, mut session) = small();
    let mut asker = two_jobs(&db, &mut session);
    slow(&mut asker, 3);
    asker.exec("BEGIN; SELECT migrate.apply(); UPDATE migrate.jobs SET created_at = created_at - interval '1 minute' WHERE in_line");
    session.exec("SELECT pg_advisory_unlock(1)");
    jobs(&db, &["done|f|2"]);
    db.wait_for(WORKERS, &["1"]);
    assert_eq!(asker.one("SELECT alive FROM migrate.live_jobs WHERE id = 3"), "t");
    asker.exec("COMMIT");
    asker.exec("CALL migrate.wait(3)");
    jobs(&db, &["done|f|3"]);
}

/// What a restored dump has of its origin's line, nobody runs: it is lost, as other jobs of the origin.
#[test]
fn the_line_of_a_dumps_origin_is_nobodys() {
    let (_cluster, db, mut session) = small();
    let mut asker = one_job(&db, &mut session);
    for number in 2..=4 {
        index(&mut asker, number);
    }
    jobs(&db, &["queued|f|1", "queued|t|2", "running|f|1"]);
    // As a dump has it, in which the database that was dumped is another one.
    session.exec("UPDATE migrate.jobs SET line_of = gen_random_uuid(), created_at = created_at - interval '1 minute' WHERE id = 3");
    assert_eq!(
        session.query_text("SELECT id, alive FROM migrate.live_jobs WHERE in_line ORDER BY 1"),
        ["3|f", "4|t"]
    );
    session.exec("SELECT pg_advisory_unlock(1)");
    db.wait_for("SELECT id, status FROM migrate.jobs ORDER BY 1", &["1|done", "2|done", "3|lost", "4|done"]);
    assert_eq!(session.one("SELECT count(*) FROM pg_class WHERE relname = 'i3'"), "0");
}
