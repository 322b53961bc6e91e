//! From a real pg_cron, in both of its modes: through connections of its own, and in background workers.
//!
//! Commands are scheduled as `@reboot`, so that nobody waits for the next minute; pg_cron runs them as it runs
//! all others. scripts/test leaves these tests out where the server has no pg_cron.

use migrate_client_tests::{Cluster, Db, Session};

use crate::common::{INDEXES, JOBS, STATUS, WORKERS, create, operator, tables};

/// A server on which pg_cron runs what a role schedules.
struct Cron {
    // Dropped first: it needs the server.
    db: Db,
    cluster: Cluster,
    role: String,
}

impl Cron {
    fn start(background_workers: &str) -> Cron {
        let cluster = Cluster::start(&[]);
        let db = Db::on(&cluster);
        cluster.configure(&[
            "shared_preload_libraries=pg_cron",
            &format!("cron.database_name={}", db.name()),
            &format!("cron.host={}", cluster.host()),
            &format!("cron.use_background_workers={background_workers}"),
        ]);
        let role = operator(&db, "LOGIN");
        let mut session = db.session();
        session.exec("CREATE EXTENSION pg_cron");
        session.exec(&format!("GRANT USAGE ON SCHEMA cron TO {role}"));
        tables(&mut session);
        session.exec(&format!("ALTER TABLE t OWNER TO {role}; ALTER TABLE log OWNER TO {role}"));
        assert_eq!(session.one("SHOW cron.use_background_workers"), background_workers);
        Cron { db, cluster, role }
    }

    fn session(&self) -> Session {
        self.db.session_as(&self.role)
    }

    /// Has pg_cron run a command; `status|message` of what it has written down.
    fn run(&self, command: &str) -> String {
        let sql = format!("SELECT cron.schedule('it', '@reboot', $cron${command}$cron$)");
        let job = self.session().one(&sql);
        self.cluster.restart();
        let ended = format!("SELECT end_time IS NOT NULL FROM cron.job_run_details WHERE jobid = {job}");
        self.db.wait_for(&ended, &["t"]);
        self.session().exec("SELECT cron.unschedule('it')");
        let details = "SELECT status, return_message FROM cron.job_run_details WHERE jobid";
        self.db.session().one(&format!("{details} = {job}"))
    }
}

/// The run ends with the work: pg_cron's record says what became of it.
fn assert_up_is_waited_for(cron: &Cron) {
    create(
        &mut cron.session(),
        1,
        "INSERT INTO log VALUES ('one'); CREATE INDEX CONCURRENTLY i1 ON t (n); SELECT pg_sleep(0.2)",
        "SELECT 1",
    );
    let record = cron.run("CALL migrate.up()");
    assert!(record.starts_with("succeeded|"), "{record}");
    let mut session = cron.db.session();
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
    assert_eq!(
        session.one(
            "SELECT j.status, j.asked_by = d.username AS by_role, j.finished_at <= d.end_time AS waited
             FROM migrate.jobs j, cron.job_run_details d ORDER BY d.runid DESC LIMIT 1"
        ),
        "done|t|t"
    );
}

fn assert_apply_is_queued(cron: &Cron) {
    create(&mut cron.session(), 2, "CREATE INDEX CONCURRENTLY i2 ON t (n)", "SELECT 1");
    let record = cron.run("SELECT migrate.apply()");
    assert!(record.starts_with("succeeded|"), "{record}");
    cron.db.wait_for(STATUS, &["1|applied", "2|applied"]);
}

/// pg_cron sends a command of many statements as one: a transaction, in which CALL cannot wait.
fn assert_up_among_others_is_queued(cron: &Cron) {
    create(
        &mut cron.session(),
        3,
        "CREATE INDEX CONCURRENTLY i3 ON t (n); INSERT INTO log SELECT current_setting('work_mem')",
        "SELECT 1",
    );
    let record = cron.run("SET work_mem = '5MB'; CALL migrate.up()");
    assert!(record.starts_with("succeeded|"), "{record}");
    cron.db.wait_for(STATUS, &["1|applied", "2|applied", "3|applied"]);
}

fn assert_failures_are_written_down(cron: &Cron) {
    create(&mut cron.session(), 4, "SELECT 1 / 0", "SELECT 1");
    for way in ["CALL migrate.up()", "SELECT migrate.apply()"] {
        let record = cron.run(way);
        assert!(record.starts_with("failed|ERROR: "), "{way}: {record}");
        assert!(record.contains("migration 4 \"m4\" failed in statement 1, line 1"), "{way}: {record}");
        cron.db.wait_for("SELECT status FROM migrate.status() WHERE version = 4", &["failed"]);
    }
}

fn assert_works(mode: &str) {
    let cron = Cron::start(mode);
    assert_up_is_waited_for(&cron);
    assert_apply_is_queued(&cron);
    assert_up_among_others_is_queued(&cron);
    assert_failures_are_written_down(&cron);
    let mut session = cron.db.session();
    assert_eq!(session.query_text(INDEXES), ["i1|t", "i2|t", "i3|t"]);
    assert_eq!(session.query_text("SELECT word FROM log"), ["one", "5MB"]);
    assert_eq!(session.query_text(JOBS), ["done", "done", "done", "failed"]);
    cron.db.wait_for(WORKERS, &["0"]);
}

#[test]
fn through_connections() {
    assert_works("off");
}

#[test]
fn in_background_workers() {
    assert_works("on");
}
