//! A worker that is terminated or killed at each point of each unit kind: before, during and after the statement,
//! between statement and journal, between journal and history, in COMMIT, before and behind all of it. Another
//! session's lock on the table where the worker is to stop makes the moment certain.
//!
//! Not here: what the caller is told, the postmaster, a shutdown (crash.rs); random moments (stress.rs).

use migrate_client_tests::{Cluster, Db, Pending, Session, wait_until};

use crate::common::{INDEXES, STATUS, WORKERS, create, tables, wait_for_blocked_worker};

/// The statements that run on their own and may be run again, each with the lock of another session that stops it in
/// its middle, and the indexes that it is to leave.
const ALONE: [(&str, &str, &[&str]); 4] = [
    ("CREATE INDEX CONCURRENTLY made ON t (n)", "ROW EXCLUSIVE", &["i|t", "made|t"]),
    ("DROP INDEX CONCURRENTLY i", "ROW EXCLUSIVE", &[]),
    ("REINDEX TABLE CONCURRENTLY t", "ROW EXCLUSIVE", &["i|t"]),
    ("VACUUM t", "SHARE UPDATE EXCLUSIVE", &["i|t"]),
];

/// How the worker ends.
enum Kill<'a> {
    Sigterm,
    Sigkill(&'a Cluster),
}

/// A worker that waits for a lock.
struct Stopped {
    call: Pending,
    pid: String,
    blocker: Session,
}

impl Stopped {
    /// Lets it go on, to stop where it needs this table.
    fn goes_on_to(mut self, db: &Db, table: &str) -> Stopped {
        let mut blocker = db.session();
        blocker.exec(&format!("BEGIN; LOCK TABLE {table} IN EXCLUSIVE MODE"));
        self.blocker.exec("ROLLBACK");
        let waits = format!(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid = {} AND relation = '{table}'::regclass",
            self.pid
        );
        db.wait_for(&waits, &["1"]);
        Stopped { blocker, ..self }
    }

    /// Ends it here.
    fn dies(self, db: &Db, kill: &Kill) {
        match kill {
            Kill::Sigterm => db.session().exec(&format!("SELECT pg_terminate_backend({})", self.pid)),
            Kill::Sigkill(cluster) => cluster.kill_process(&self.pid),
        }
        // The caller may need it, too.
        drop(self.blocker);
        let (mut session, result) = self.call.end();
        assert!(result.is_err(), "{result:?}");
        if matches!(kill, Kill::Sigkill(_)) {
            wait_until("the session is closed", || session.is_closed());
            db.wait_until_up();
        }
        db.wait_for(WORKERS, &["0"]);
    }
}

fn registered(db: &Db, up: &str) {
    let mut session = db.session();
    tables(&mut session);
    session.exec("CREATE INDEX i ON t (n); ALTER TABLE t ADD COLUMN note text");
    create(&mut session, 1, up, "SELECT 1");
}

/// Migration 1, whose worker waits for a table that somebody has locked.
fn stopped_at(db: &Db, up: &str, table: &str, mode: &str) -> Stopped {
    registered(db, up);
    let mut blocker = db.session();
    blocker.exec(&format!("BEGIN; LOCK TABLE {table} IN {mode} MODE"));
    let call = db.session().start("CALL migrate.up()");
    let pid = wait_for_blocked_worker(db);
    Stopped { call, pid, blocker }
}

/// What is there now: the status, the units that are done, and the log.
fn assert_standing(db: &Db, point: &str, status: &str, done: &[&str], log: &[&str]) {
    let mut session = db.session();
    assert_eq!(session.query_text(STATUS), [format!("1|{status}")], "{point}");
    let sql = "SELECT unit FROM migrate.journal WHERE status = 'done' ORDER BY id";
    assert_eq!(session.query_text(sql), done, "{point}");
    assert_eq!(session.query_text("SELECT word FROM log ORDER BY ctid"), log, "{point}");
    assert_eq!(
        session.query_text("SELECT id FROM migrate.live_jobs WHERE alive"),
        [""; 0],
        "{point}: no job counts as live"
    );
}

/// One more `up` finishes: every unit is done once, nothing is left over.
fn assert_finishes(db: &Db, point: &str, units: &[&str], log: &[&str], indexes: &[&str]) {
    let mut session = db.session();
    session.exec("CALL migrate.up()");
    assert_standing(db, point, "applied", units, log);
    assert_eq!(session.query_text(INDEXES), indexes, "{point}");
    let left =
        "SELECT indexrelid::regclass FROM pg_index WHERE NOT (indisvalid AND indisready AND indislive)";
    assert_eq!(session.query_text(left), [""; 0], "{point}: no index is left invalid");
    assert_eq!(session.query_text("SELECT * FROM migrate.unfinished"), [""; 0], "{point}");
    let open = "SELECT id, status FROM migrate.jobs WHERE status IN ('queued', 'running')";
    assert_eq!(session.query_text(open), [""; 0], "{point}");
}

/// Where the statement is the first unit: announcing it has to wait.
fn before(server: &Db, kill: &Kill, (statement, _, indexes): (&str, &str, &[&str])) {
    let up = format!("{statement}; INSERT INTO log VALUES ('two')");
    stopped_at(server, &up, "migrate.journal", "EXCLUSIVE").dies(server, kill);
    assert_standing(server, statement, "failed", &[], &[]);
    assert_eq!(server.session().one("SELECT count(*) FROM migrate.journal"), "0", "{statement}");
    assert_finishes(server, statement, &["1", "2"], &["two"], indexes);
}

fn during(db: &Db, kill: &Kill, (statement, mode, indexes): (&str, &str, &[&str])) {
    let up = format!("INSERT INTO log VALUES ('one'); {statement}; INSERT INTO log VALUES ('two')");
    stopped_at(db, &up, "t", mode).dies(db, kill);
    assert_standing(db, statement, "failed", &["1"], &["one"]);
    assert_finishes(db, statement, &["1", "2", "3"], &["one", "two"], indexes);
}

/// The statement has come to its end, and its outcome cannot be written.
fn after(db: &Db, kill: &Kill, (statement, mode, indexes): (&str, &str, &[&str])) {
    let up = format!("INSERT INTO log VALUES ('one'); {statement}; INSERT INTO log VALUES ('two')");
    stopped_at(db, &up, "t", mode).goes_on_to(db, "migrate.journal").dies(db, kill);
    assert_standing(db, statement, "failed", &["1"], &["one"]);
    assert_eq!(db.session().query_text(INDEXES), indexes, "{statement} has its effect");
    assert_finishes(db, statement, &["1", "2", "3"], &["one", "two"], indexes);
}

/// The statement is the last one, and its outcome is written; the history cannot be, and both belong together.
fn before_the_history(db: &Db, kill: &Kill, (statement, mode, indexes): (&str, &str, &[&str])) {
    let up = format!("INSERT INTO log VALUES ('one'); {statement}");
    stopped_at(db, &up, "t", mode).goes_on_to(db, "migrate.schema_migrations").dies(db, kill);
    assert_standing(db, statement, "failed", &["1"], &["one"]);
    assert_finishes(db, statement, &["1", "2"], &["one"], indexes);
}

type Point = fn(&Db, &Kill, (&str, &str, &[&str]));

fn terminated(point: Point) {
    for statement in ALONE {
        point(&Db::fresh(), &Kill::Sigterm, statement);
    }
}

#[test]
fn terminated_before_a_statement_that_runs_alone() {
    terminated(before);
}

#[test]
fn terminated_in_a_statement_that_runs_alone() {
    terminated(during);
}

#[test]
fn terminated_between_such_a_statement_and_its_journal_row() {
    terminated(after);
}

#[test]
fn terminated_between_such_a_statement_and_the_history() {
    terminated(before_the_history);
}

/// SIGKILL, at the points at which more than the catalog has to be asked.
#[test]
fn killed_at_a_statement_that_runs_alone() {
    let cluster = Cluster::start(&[]);
    let kill = Kill::Sigkill(&cluster);
    let [create, drop, reindex, vacuum] = ALONE;
    during(&Db::on(&cluster), &kill, reindex);
    after(&Db::on(&cluster), &kill, create);
    after(&Db::on(&cluster), &kill, vacuum);
    before_the_history(&Db::on(&cluster), &kill, drop);
}

const TWO_UNITS: &str = "BEGIN; INSERT INTO log VALUES ('one'); COMMIT; INSERT INTO log VALUES ('two');
                         UPDATE t SET n = n + 1";

/// Nothing of the second unit is there, and all of it once in the end.
fn assert_second_unit_is_whole_or_not_there(db: &Db, point: &str) {
    assert_standing(db, point, "failed", &["1"], &["one"]);
    assert_eq!(db.session().one("SELECT sum(n - id) FROM t"), "0", "{point}");
    assert_finishes(db, point, &["1", "2"], &["one", "two"], &["i|t"]);
    assert_eq!(db.session().one("SELECT sum(n - id) FROM t"), "100", "{point}");
}

fn between_a_transaction_and_its_journal_row(db: &Db, kill: &Kill) {
    // Stopped by a row of the table first, so that the journal can be locked behind the first unit.
    stopped_at(db, TWO_UNITS, "t", "SHARE").goes_on_to(db, "migrate.journal").dies(db, kill);
    assert_second_unit_is_whole_or_not_there(db, "before the journal");
}

fn between_a_transaction_and_the_history(db: &Db, kill: &Kill) {
    stopped_at(db, TWO_UNITS, "migrate.schema_migrations", "EXCLUSIVE").dies(db, kill);
    assert_second_unit_is_whole_or_not_there(db, "before the history");
}

/// A deferred constraint has the last word: everything of the unit is written by then.
fn in_commit(db: &Db, kill: &Kill) {
    registered(db, TWO_UNITS);
    let mut blocker = db.session();
    blocker.exec(
        "CREATE TABLE gate ();
         CREATE FUNCTION pass() RETURNS trigger LANGUAGE plpgsql AS $$
         BEGIN LOCK TABLE gate IN ACCESS SHARE MODE; RETURN NULL; END $$;
         CREATE CONSTRAINT TRIGGER late AFTER INSERT ON log DEFERRABLE INITIALLY DEFERRED
         FOR EACH ROW WHEN (NEW.word = 'two') EXECUTE FUNCTION pass()",
    );
    blocker.exec("BEGIN; LOCK TABLE gate");
    let call = db.session().start("CALL migrate.up()");
    let pid = wait_for_blocked_worker(db);
    Stopped { call, pid, blocker }.dies(db, kill);
    assert_second_unit_is_whole_or_not_there(db, "in COMMIT");
}

#[test]
fn terminated_between_a_transaction_and_its_journal_row() {
    between_a_transaction_and_its_journal_row(&Db::fresh(), &Kill::Sigterm);
}

#[test]
fn terminated_between_a_transaction_and_the_history() {
    between_a_transaction_and_the_history(&Db::fresh(), &Kill::Sigterm);
}

#[test]
fn terminated_in_commit() {
    in_commit(&Db::fresh(), &Kill::Sigterm);
}

#[test]
fn killed_at_the_end_of_a_transaction() {
    let cluster = Cluster::start(&[]);
    let kill = Kill::Sigkill(&cluster);
    between_a_transaction_and_its_journal_row(&Db::on(&cluster), &kill);
    between_a_transaction_and_the_history(&Db::on(&cluster), &kill);
    in_commit(&Db::on(&cluster), &kill);
}

/// The last unit is committed, and the job's end is not: the migration is applied, and no job counts as at work for
/// ever.
fn behind_the_last_unit(db: &Db, kill: &Kill) {
    let stopped = stopped_at(db, TWO_UNITS, "t", "SHARE").goes_on_to(db, "migrate.jobs");
    stopped.dies(db, kill);
    let point = "before the job's end";
    assert_standing(db, point, "applied", &["1", "2"], &["one", "two"]);
    assert_eq!(db.session().one("CALL migrate.up()"), "nothing to apply");
    assert_finishes(db, point, &["1", "2"], &["one", "two"], &["i|t"]);
    assert_eq!(db.session().query_text("SELECT status FROM migrate.jobs"), ["lost"]);
}

#[test]
fn terminated_behind_the_last_unit() {
    behind_the_last_unit(&Db::fresh(), &Kill::Sigterm);
}

#[test]
fn killed_behind_the_last_unit() {
    let cluster = Cluster::start(&[]);
    behind_the_last_unit(&Db::on(&cluster), &Kill::Sigkill(&cluster));
}

/// A queued job, whose caller has committed, and whose worker cannot take it as long as another session has the lock
/// that is returned; and the worker's process id.
fn before_it_takes_its_job(db: &Db) -> (Session, String) {
    let waits = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'migrate.jobs'::regclass";
    registered(db, "VACUUM t; INSERT INTO log VALUES ('two')");
    let mut caller = db.session();
    caller.exec("BEGIN; SELECT * FROM migrate.apply()");
    let mut blocker = db.session();
    blocker.exec("BEGIN");
    // Behind the caller in the queue, before the worker.
    let locked = blocker.start("LOCK TABLE migrate.jobs IN EXCLUSIVE MODE");
    db.wait_for(waits, &["1"]);
    caller.exec("COMMIT");
    let (blocker, _) = locked.rows();
    db.wait_for(waits, &["1"]);
    (blocker, wait_for_blocked_worker(db))
}

#[test]
fn terminated_before_it_takes_its_job() {
    let db = Db::fresh();
    let (blocker, pid) = before_it_takes_its_job(&db);
    db.session().exec(&format!("SELECT pg_terminate_backend({pid})"));
    db.wait_for(WORKERS, &["0"]);
    drop(blocker);
    assert_standing(&db, "before it takes its job", "failed", &[], &[]);
    assert_finishes(&db, "before it takes its job", &["1", "2"], &["two"], &["i|t"]);
    assert_eq!(db.session().query_text("SELECT status FROM migrate.jobs ORDER BY id"), ["lost", "done"]);
}

/// The server goes down before it has started the worker: the job is nobody's, and does not count as queued.
#[test]
fn killed_before_the_worker_is_started() {
    let cluster = Cluster::start(&[]);
    let db = Db::on(&cluster);
    registered(&db, "INSERT INTO log VALUES ('two')");
    let (caller, mut session) = (db.session(), db.session());
    cluster.pause();
    let call = caller.start("CALL migrate.up()");
    wait_until("the job is there", || session.query_text("SELECT pid FROM migrate.jobs") == [""]);
    cluster.kill();
    assert!(call.end().1.is_err());
    cluster.recover();
    assert_standing(&db, "before the worker is started", "failed", &[], &[]);
    assert_finishes(&db, "before the worker is started", &["1"], &["two"], &["i|t"]);
}

/// A worker that is cancelled leaves no job behind that is queued and has nobody.
#[test]
fn cancelled_before_it_takes_its_job() {
    let db = Db::fresh();
    let (blocker, pid) = before_it_takes_its_job(&db);
    db.session().exec(&format!("SELECT pg_cancel_backend({pid})"));
    drop(blocker);
    db.wait_for(WORKERS, &["0"]);
    assert_eq!(db.session().query_text("SELECT status FROM migrate.jobs"), ["cancelled"]);
    assert_standing(&db, "before it takes its job", "failed", &[], &[]);
    assert_finishes(&db, "before it takes its job", &["1", "2"], &["two"], &["i|t"]);
}

/// A REINDEX CONCURRENTLY that is cancelled while the one for whom it waits stays leaves its copies for the next run,
/// which drops them, also where the first try was a long time ago.
#[test]
fn copies_left_by_a_cancelled_reindex_are_dropped_by_the_next_run() {
    let db = Db::fresh();
    let stopped = stopped_at(&db, "REINDEX TABLE CONCURRENTLY t", "t", "ROW EXCLUSIVE");
    let left = "SELECT count(*) FROM pg_class WHERE relname ~ '_ccnew'";
    for _ in 0..2 {
        if db.session().one(WORKERS) == "0" {
            let call = db.session().start("CALL migrate.up()");
            wait_for_blocked_worker(&db);
            call.cancel();
            assert_eq!(call.error().1.sqlstate, "57014");
        }
        db.session().exec("SELECT migrate.cancel(id) FROM migrate.live_jobs");
        db.wait_for(WORKERS, &["0"]);
        assert_ne!(db.session().one(left), "0");
    }
    drop(stopped);
    assert_finishes(&db, "cancelled", &["1"], &[], &["i|t"]);
    assert_eq!(db.session().one(left), "0");
}

/// The same where the server chooses the new index's name.
#[test]
fn a_nameless_index_that_was_cancelled_is_dropped_by_the_next_run() {
    let db = Db::fresh();
    let stopped = stopped_at(&db, "CREATE INDEX CONCURRENTLY ON t (n)", "t", "ROW EXCLUSIVE");
    db.session().exec("SELECT migrate.cancel(id) FROM migrate.live_jobs");
    db.wait_for(WORKERS, &["0"]);
    assert_eq!(db.session().query_text(INDEXES), ["i|t", "t_n_idx|f"]);
    drop(stopped);
    assert_finishes(&db, "cancelled", &["1"], &[], &["i|t", "t_n_idx|t"]);
}

/// A cancel that comes when the statement has come to its end stops what is behind it; what is done is written down.
#[test]
fn cancelled_between_a_statement_and_its_journal_row() {
    let db = Db::fresh();
    let up = "VACUUM t; INSERT INTO log VALUES ('two')";
    let stopped = stopped_at(&db, up, "t", "SHARE UPDATE EXCLUSIVE").goes_on_to(&db, "migrate.journal");
    let since = format!("SELECT waitstart FROM pg_locks WHERE NOT granted AND pid = {}", stopped.pid);
    let first = db.session().one(&since);
    db.session().exec(&format!("SELECT pg_cancel_backend({})", stopped.pid));
    // It tries once more, and must be let.
    wait_until("it waits again", || {
        db.session().query_text(&since).first().is_some_and(|now| *now != first && !now.is_empty())
    });
    drop(stopped.blocker);
    assert_eq!(stopped.call.error().1.sqlstate, "57014");
    assert_standing(&db, "cancelled", "failed", &["1"], &[]);
    assert_eq!(db.session().query_text("SELECT status FROM migrate.jobs"), ["cancelled"]);
    assert_finishes(&db, "cancelled", &["1", "2"], &["two"], &["i|t"]);
}
