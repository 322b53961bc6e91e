//! From a real pg_cron, in both of its modes: through connections of its own, and in background workers.
//!
//! Commands are scheduled as `@reboot`, so that nobody waits for the next minute; pg_cron runs them as it runs
//! all others. They are skipped where the server has no pg_cron.

use migrate_client_tests::{Cluster, Db, Server, Session, has_extension};

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

/// The SQL blocks of the how-to about pg_cron that name what only pg_cron has.
fn documented() -> Vec<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/howto.md");
    let text = std::fs::read_to_string(path).expect("docs/howto.md");
    let from = text.find("\n## From pg_cron\n").expect("the section");
    let section = &text[from + 4..];
    let section = &section[..section.find("\n## ").expect("one behind it")];
    let blocks = section.split("```sql skip\n").skip(1);
    blocks.map(|block| block[..block.find("```").expect("an end")].to_string()).collect()
}

/// What the documents have pg_cron do each night does it, and a failure is where they say.
#[test]
fn the_documented_nights() {
    if !has_extension(&Server::shared(), "pg_cron", "cron::the_documented_nights") {
        return;
    }
    let cron = Cron::start("off");
    let mut session = cron.session();
    let blocks = documented();
    assert_eq!(blocks.len(), 2, "{blocks:?}");
    session.exec(&blocks[0]);
    let names = session.query_text("SELECT jobname FROM cron.job ORDER BY jobname");
    assert_eq!(names, ["migrate complete", "migrate prune", "migrate up"]);
    let commands = session.query_text("SELECT command FROM cron.job ORDER BY jobname");
    session.exec("SELECT cron.unschedule(jobid) FROM cron.job");

    create(
        &mut session,
        1,
        "CREATE TABLE one (id int, old int); CREATE INDEX CONCURRENTLY i1 ON one (id)",
        "SELECT 1",
    );
    session.exec("SELECT migrate.create('Not written yet', version => 2)");
    let record = cron.run(&commands[2]);
    assert!(record.starts_with("succeeded|"), "{record}");
    let mut session = cron.session();
    assert_eq!(session.query_text(STATUS), ["1|applied", "2|draft"]);

    session.exec("SET migrate.drop_grace = 0; SELECT FROM migrate.safe_drop_column('one', 'old')");
    let record = cron.run(&commands[0]);
    assert!(record.starts_with("succeeded|"), "{record}");
    cron.db.wait_for("SELECT state FROM migrate.changes", &["done"]);
    let record = cron.run(&commands[1]);
    assert!(record.starts_with("succeeded|"), "{record}");

    let mut session = cron.session();
    create(&mut session, 2, "SELECT 1 / 0", "SELECT 1");
    let record = cron.run(&commands[2]);
    assert!(record.starts_with("failed|ERROR:  migration 2 \"m2\" failed"), "{record}");
    let mut session = cron.db.session();
    assert_eq!(session.one("SELECT count(*) FROM migrate.status() WHERE status = 'failed'"), "1");
    session.exec("UPDATE cron.job_run_details SET jobid = 77; INSERT INTO cron.job (jobid, schedule, command, nodeport, jobname) VALUES (77, '0 3 1 1 *', 'SELECT 1', 5432, 'it')");
    assert_eq!(session.query_text(&blocks[1]).len(), 1);
}

#[test]
fn through_connections() {
    if has_extension(&Server::shared(), "pg_cron", "cron::through_connections") {
        assert_works("off");
    }
}

#[test]
fn in_background_workers() {
    if has_extension(&Server::shared(), "pg_cron", "cron::in_background_workers") {
        assert_works("on");
    }
}
