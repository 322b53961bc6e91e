//! A real standby: what changes something is refused there, what looks works; after a promotion the work goes on
//! from what was replicated.

use migrate_client_tests::{Cluster, Db, Session, wait_until};

use crate::common::{
    INDEXES, JOBS, JOURNAL, NOTES, STATUS, block_index_builds, create, tables, wait_for_blocked_worker,
};

/// A primary whose database has a migration that is applied and one, of two units, that is not.
struct Pair {
    // Dropped in this order: the database is the primary's.
    standby: Cluster,
    db: Db,
    primary: Cluster,
}

impl Pair {
    fn start() -> Pair {
        let primary = Cluster::start(&[]);
        let db = Db::on(&primary);
        let mut session = db.session();
        tables(&mut session);
        create(&mut session, 1, "INSERT INTO log VALUES ('one')", "DELETE FROM log");
        session.exec("CALL migrate.up()");
        create(
            &mut session,
            2,
            "INSERT INTO log VALUES ('two'); CREATE INDEX CONCURRENTLY i ON t (n)",
            "DROP INDEX i",
        );
        let standby = primary.standby();
        let pair = Pair { standby, db, primary };
        pair.catch_up();
        pair
    }

    /// A session on the standby.
    fn there(&self) -> Session {
        Session::open(&self.standby, self.db.name(), self.standby.user())
    }

    /// Waits until the standby has what the primary has.
    fn catch_up(&self) {
        let here = self.db.session().one("SELECT pg_current_wal_flush_lsn()");
        let replayed = format!("SELECT pg_last_wal_replay_lsn() >= '{here}'");
        wait_until("the standby has caught up", || self.there().one(&replayed) == "t");
    }

    /// Makes the standby a primary; the other one is dead.
    fn promote(&self) {
        self.primary.kill();
        assert_eq!(self.there().one("SELECT pg_promote()"), "t");
    }
}

impl Drop for Pair {
    fn drop(&mut self) {
        // Its database is dropped there.
        self.primary.recover();
    }
}

#[test]
fn a_standby_refuses_changes_and_answers_questions() {
    let pair = Pair::start();
    let mut there = pair.there();
    for (sql, doing) in [
        ("SELECT * FROM migrate.apply()", "run migrations"),
        ("SELECT * FROM migrate.rollback()", "run migrations"),
        ("CALL migrate.up()", "run migrations"),
        ("CALL migrate.up(wait => true)", "run migrations"),
        ("CALL migrate.up(preflight => true)", "run migrations"),
        ("CALL migrate.down()", "run migrations"),
        ("SELECT * FROM migrate.resume(1)", "run migrations"),
        ("SELECT * FROM migrate.cancel(1)", "cancel a job"),
        ("SELECT migrate.create('x', 'SELECT 1')", "register migrations"),
        ("SELECT * FROM migrate.load('SELECT 1', '3_x.sql')", "register migrations"),
        ("SELECT * FROM migrate.approve(2)", "approve migrations"),
        ("SELECT * FROM migrate.record_migration(2)", "change the history"),
        ("SELECT * FROM migrate.remove_migration(1)", "change the history"),
        ("SELECT * FROM migrate.baseline(2)", "change the history"),
        ("SELECT * FROM migrate.settle(2, true)", "change the history"),
    ] {
        let error = there.expect_error(sql);
        assert_eq!(error.sqlstate, "25006", "{sql}: {error:?}");
        assert_eq!(error.message, format!("cannot {doing} on a standby server"), "{sql}");
        assert_eq!(error.hint, "Run it on the primary; the standby will follow.", "{sql}");
    }
    assert_eq!(there.query_text(STATUS), ["1|applied", "2|pending"]);
    assert_eq!(there.query_text("SELECT version, ok FROM migrate.verify()"), ["1|t", "2|t"]);
    assert_eq!(there.one("SELECT migrate.current_version(), migrate.is_applied(2)"), "1|f");
    assert_eq!(there.query_text(JOBS), ["done"]);
    assert_eq!(there.query_text(JOURNAL), ["1|transaction|done"]);
    assert_eq!(there.one("SELECT migrate.table_exists('t'), migrate.column_exists('t', 'n')"), "t|t");
    let checks = "SELECT check_name, ok FROM migrate.verify_data_integrity('t', 100, '[\"n > 0\"]')";
    assert_eq!(there.query_text(checks), ["number of rows|t", "n > 0|t"]);
    for view in ["active_queries", "blocked_locks", "invalid_indexes"] {
        assert!(there.query_text(&format!("SELECT * FROM migrate.{view}")).is_empty(), "{view}");
    }
    assert_eq!(there.one("SELECT total_bytes > 0 FROM migrate.table_sizes WHERE table_name = 't'"), "t");
    assert_eq!(there.query_text("SELECT version, status FROM migrate.apply(dry_run => true)"), ["2|planned"]);
    assert_eq!(
        there.query_text("SELECT version, status FROM migrate.rollback(dry_run => true)"),
        ["1|planned"]
    );
    assert!(there.one("CALL migrate.up(dry_run => true)").starts_with("1 migration would be applied"));
    let stops = "SELECT \"check\", detail FROM migrate.preflight() WHERE verdict = 'stop'";
    assert_eq!(
        there.query_text(stops),
        ["server|a standby: migrations run on the primary, and come from there"]
    );
}

/// A job's worker is on the primary: a standby cannot see whether it lives, and must not say that it does not.
#[test]
fn a_job_of_the_primary_is_not_called_lost() {
    let pair = Pair::start();
    let blocker = block_index_builds(&pair.db);
    let call = pair.db.session().start("CALL migrate.up()");
    wait_for_blocked_worker(&pair.db);
    pair.catch_up();
    let mut there = pair.there();
    assert_eq!(there.query_text(NOTES), ["1|applied|", "2|running|job 2"]);
    let still = there.one("CALL migrate.wait(2, '50 ms')");
    assert!(still.starts_with("job 2 is still running"), "{still}");
    let waiting = there.start("CALL migrate.wait(2)");
    drop(blocker);
    call.rows();
    assert_eq!(waiting.rows().1, ["job 2 is done"]);
    assert_eq!(pair.there().query_text(STATUS), ["1|applied", "2|applied"]);
}

#[test]
fn after_a_promotion_a_job_of_the_old_primary_is_lost_and_up_goes_on() {
    let pair = Pair::start();
    let _blocker = block_index_builds(&pair.db);
    let call = pair.db.session().start("CALL migrate.up()");
    wait_for_blocked_worker(&pair.db);
    pair.catch_up();
    pair.promote();
    assert!(call.end().1.is_err());
    let mut there = pair.there();
    assert_eq!(there.query_text(INDEXES), ["i|f"], "half built when the primary died");
    assert_eq!(
        there.query_text(NOTES),
        ["1|applied|", "2|failed|unit 2 of 2; the worker of job 2 was lost; CALL migrate.up() goes on"]
    );
    let error = there.expect_error("CALL migrate.wait(2)");
    assert_eq!(
        (error.sqlstate.as_str(), error.message.as_str()),
        ("57P01", "the worker of job 2 ended before the job was done")
    );
    there.exec("CALL migrate.up()");
    assert_eq!(there.query_text(STATUS), ["1|applied", "2|applied"]);
    assert_eq!(there.query_text(INDEXES), ["i|t"]);
    assert_eq!(there.query_text("SELECT word FROM log"), ["one", "two"], "each once");
    assert_eq!(there.query_text(JOBS), ["done", "lost", "done"]);
}

/// While it lives, commits wait for the standby.
struct Waiting<'a>(&'a Db);

impl<'a> Waiting<'a> {
    fn begin(db: &'a Db) -> Self {
        Waiting::set(db, "SET synchronous_standby_names = '*'", "*");
        Waiting(db)
    }

    fn set(db: &Db, change: &str, value: &str) {
        let mut session = db.session();
        session.exec(&format!("ALTER SYSTEM {change}"));
        session.exec("SELECT pg_reload_conf()");
        db.wait_for("SHOW synchronous_standby_names", &[value]);
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        Waiting::set(self.0, "RESET synchronous_standby_names", "");
    }
}

/// A cancel that meets the wait for a synchronous standby ends that wait only, says the server: the job ends all the same,
/// before its next unit. One whose last unit is committed is done.
#[test]
fn a_cancel_that_meets_the_wait_for_a_standby_is_kept() {
    let pair = Pair::start();
    let mut session = pair.db.session();
    session.exec("CALL migrate.up()");
    let more = "BEGIN; SELECT FROM t WHERE id = 1 FOR UPDATE; INSERT INTO log VALUES ('a'); COMMIT";
    create(
        &mut session,
        3,
        &format!("{more}; BEGIN; INSERT INTO log VALUES ('b'); COMMIT; VACUUM t"),
        "SELECT 1",
    );
    create(&mut session, 4, &format!("VACUUM log; {more}"), "SELECT 1");
    for (version, ends, words) in [(3, "cancelled|57014", 1), (4, "done|", 1)] {
        pair.catch_up();
        session.exec("DELETE FROM log");
        let mut holder = pair.db.session();
        holder.exec("BEGIN; SELECT FROM t WHERE id = 1 FOR UPDATE");
        session.exec(&format!("SELECT migrate.apply({version})"));
        wait_for_blocked_worker(&pair.db);
        pair.standby.kill();
        let waiting = Waiting::begin(&pair.db);
        holder.exec("SET synchronous_commit = off; COMMIT");
        let waits = "SELECT count(*) FROM pg_stat_activity
                     WHERE backend_type = 'migrate_ext job' AND wait_event = 'SyncRep'";
        pair.db.wait_for(waits, &["1"]);
        let job = session.one("SELECT max(id) FROM migrate.live_jobs");
        let answer = session.one(&format!("SELECT detail FROM migrate.cancel({job})"));
        assert_eq!(answer, "its worker was asked to stop");
        pair.standby.recover();
        let ended = format!("SELECT status, error ->> 'sqlstate' FROM migrate.jobs WHERE id = {job}");
        pair.db.wait_for(&ended, &[ends]);
        drop(waiting);
        assert_eq!(session.query_text("SELECT word FROM log").len(), words);
        if version == 3 {
            assert_eq!(session.one("SELECT status FROM migrate.status() WHERE version = 3"), "failed");
            session.exec("CALL migrate.up(3)");
            assert_eq!(session.query_text("SELECT word FROM log ORDER BY word"), ["a", "b"]);
        }
        assert_eq!(
            session.one(&format!("SELECT status FROM migrate.status() WHERE version = {version}")),
            "applied"
        );
    }
}
