//! Safe operations whose worker is terminated or killed: at each point at which it writes down how far it is, and in
//! the middle of what takes long. The same call again ends right, and nothing tells afterwards that anything happened.
//!
//! Not here: operations in a script (operations_inline.rs), random moments (stress.rs).

use migrate_client_tests::{Cluster, Db, Session, wait_until};

use crate::common::{WORKERS, wait_for_blocked_worker};

/// What each operation finds. What it leaves behind is compared by pg_dump.
const TABLES: &str = "
    DROP TABLE IF EXISTS t, parted, other;
    CREATE TABLE other (id int PRIMARY KEY);
    INSERT INTO other SELECT generate_series(1, 100);
    CREATE TABLE t (id int PRIMARY KEY, n int, note text);
    INSERT INTO t SELECT n, n, 'note' FROM generate_series(1, 100) n;
    CREATE INDEX t_note ON t (note);
    CREATE TABLE parted (id int, n int) PARTITION BY RANGE (id);
    CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (50);
    CREATE TABLE parted_2 PARTITION OF parted FOR VALUES FROM (50) TO (101);
    INSERT INTO parted SELECT n, n FROM generate_series(1, 100) n";

/// Stops a worker when it writes down something for the `at`th time, as long as another session has `gate` locked.
const GATE: &str = "
    CREATE SCHEMA gate;
    CREATE TABLE gate.gate ();
    CREATE TABLE gate.stop AS SELECT 0 AS at;
    CREATE SEQUENCE gate.passed;
    CREATE FUNCTION gate.pass() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT FROM pg_stat_activity WHERE pid = pg_backend_pid() AND backend_type = 'migrate_ext job')
           AND nextval('gate.passed') = (SELECT at FROM gate.stop) THEN
            LOCK TABLE gate.gate IN ACCESS SHARE MODE;
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER gate BEFORE INSERT OR UPDATE ON migrate.journal FOR EACH ROW EXECUTE FUNCTION gate.pass();
    CREATE TRIGGER gate BEFORE INSERT OR UPDATE ON migrate.jobs FOR EACH ROW EXECUTE FUNCTION gate.pass();
    CREATE TRIGGER gate BEFORE INSERT OR UPDATE ON migrate.operations FOR EACH ROW EXECUTE FUNCTION gate.pass()";

const CREATE_INDEX: &str = "safe_create_index('t', ARRAY['n', 'note'])";
const CREATE_PARTED_INDEX: &str = "safe_create_index('parted', ARRAY['n'])";
const SET_NOT_NULL: &str = "safe_set_not_null('t', 'n')";
const ADD_FOREIGN_KEY: &str = "safe_add_foreign_key('t', ARRAY['n'], 'other', create_index => true)";
const ADD_UNIQUE: &str = "safe_add_unique('t', ARRAY['n'])";
const REINDEX: &str = "safe_reindex('t')";

/// How the worker ends.
enum Kill<'a> {
    Sigterm,
    Sigkill(&'a Cluster),
    Postmaster(&'a Cluster),
}

impl Kill<'_> {
    /// Ends the worker; `blocker` is what it waits for.
    fn now(&self, db: &Db, pid: &str, mut blocker: Session) {
        match self {
            Kill::Sigterm => db.session().exec(&format!("SELECT pg_terminate_backend({pid})")),
            Kill::Sigkill(cluster) => cluster.kill_process(pid),
            Kill::Postmaster(cluster) => {
                cluster.kill_while_held(&blocker.one("SELECT pg_backend_pid()"), pid);
                cluster.recover();
            }
        }
        drop(blocker);
        db.wait_until_up();
        db.wait_for(WORKERS, &["0"]);
    }
}

fn schema(db: &Db) -> String {
    let output = db.server().run("pg_dump", &["-d", db.name(), "-s", "-n", "public"]);
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.lines().filter(|line| !line.contains("restrict ")).map(|line| format!("{line}\n")).collect()
}

/// A database with the gate, and the schema that the operation leaves where nobody disturbs it.
fn prepare(db: Db, call: &str) -> (Db, String) {
    db.session().exec(GATE);
    db.session().exec(TABLES);
    ask(&db, call);
    assert_done(&db, call, "undisturbed");
    let wanted = schema(&db);
    (db, wanted)
}

fn ask(db: &Db, call: &str) {
    let mut session = db.session();
    session.exec("SET migrate.small_table = 0");
    session.exec(&format!("SELECT * FROM migrate.{call}"));
}

/// Waits for the end of a job, if there is one: everything is there, and nothing more.
fn assert_done(db: &Db, call: &str, point: &str) {
    db.wait_for(WORKERS, &["0"]);
    let mut session = db.session();
    assert_eq!(
        session.query_text("SELECT id, error FROM migrate.jobs WHERE status IN ('failed', 'cancelled')"),
        [""; 0],
        "{point}"
    );
    assert_eq!(session.query_text("SELECT id FROM migrate.live_jobs WHERE alive"), [""; 0], "{point}");
    session.exec("SET migrate.small_table = 0");
    // A reindex is asked for to be done, however often.
    if call != REINDEX {
        let again =
            session.query_text(&format!("SELECT DISTINCT status FROM migrate.{call} WHERE status <> 'done'"));
        assert_eq!(again, ["already done"], "{point}");
    }
    let left = "SELECT indexrelid::regclass FROM pg_index WHERE NOT (indisvalid AND indisready AND indislive)
                UNION ALL SELECT oid::regclass FROM pg_class WHERE relname ~ '_cc(new|old)'
                UNION ALL SELECT conrelid::regclass FROM pg_constraint WHERE NOT convalidated";
    assert_eq!(session.query_text(left), [""; 0], "{point}: nothing is left over");
}

/// The worker waits for this session when it writes down something for the `at`th time; its process id. None if it does
/// not come so far.
fn stopped_at(db: &Db, call: &str, at: u32) -> Option<(Session, String)> {
    let mut gate = db.session();
    gate.exec(TABLES);
    gate.exec(&format!("SELECT setval('gate.passed', 1, false); UPDATE gate.stop SET at = {at}"));
    gate.exec("BEGIN; LOCK TABLE gate.gate");
    let mut session = db.session();
    ask(db, call);
    let stopped = "SELECT pid FROM pg_locks WHERE NOT granted AND relation = 'gate.gate'::regclass";
    let mut pid = None;
    wait_until("the worker stops at the gate, or is done", || {
        pid = session.query_text(stopped).pop();
        pid.is_some() || session.one(WORKERS) == "0"
    });
    pid.map(|pid| (gate, pid))
}

/// The same, and there it is ended.
fn broken_off(db: &Db, kill: &Kill, call: &str, at: u32) -> bool {
    let stopped = stopped_at(db, call, at);
    if let Some((gate, pid)) = stopped {
        kill.now(db, &pid, gate);
        return true;
    }
    false
}

fn assert_ends_right(db: &Db, call: &str, wanted: &str, point: &str) {
    db.session().exec("UPDATE gate.stop SET at = 0");
    ask(db, call);
    assert_done(db, call, point);
    let left = schema(db);
    assert!(left == wanted, "{point}: {left}\nand not {wanted}");
}

/// At every point; there are at least so many.
fn terminated_at_each_point(call: &str, least: u32) {
    let (db, wanted) = prepare(Db::fresh(), call);
    let mut at = 1;
    while broken_off(&db, &Kill::Sigterm, call, at) {
        assert_ends_right(&db, call, &wanted, &format!("{call}, terminated at {at}"));
        at += 1;
    }
    assert!(at > least, "{call}: only {at} points");
}

#[test]
fn create_index_is_terminated_at_each_point() {
    terminated_at_each_point(CREATE_INDEX, 4);
}

#[test]
fn create_index_on_partitions_is_terminated_at_each_point() {
    terminated_at_each_point(CREATE_PARTED_INDEX, 8);
}

#[test]
fn set_not_null_is_terminated_at_each_point() {
    terminated_at_each_point(SET_NOT_NULL, 4);
}

#[test]
fn add_foreign_key_is_terminated_at_each_point() {
    terminated_at_each_point(ADD_FOREIGN_KEY, 6);
}

#[test]
fn add_unique_is_terminated_at_each_point() {
    terminated_at_each_point(ADD_UNIQUE, 5);
}

#[test]
fn reindex_is_terminated_at_each_point() {
    terminated_at_each_point(REINDEX, 4);
}

/// SIGKILL takes the whole server down.
#[test]
fn each_is_killed_on_its_way() {
    let cluster = Cluster::start(&[]);
    for (call, at) in [
        (CREATE_INDEX, 3),
        (CREATE_PARTED_INDEX, 5),
        (SET_NOT_NULL, 3),
        (ADD_FOREIGN_KEY, 5),
        (ADD_UNIQUE, 4),
        (REINDEX, 3),
    ] {
        let (db, wanted) = prepare(Db::on(&cluster), call);
        assert!(broken_off(&db, &Kill::Sigkill(&cluster), call, at), "{call}");
        assert_ends_right(&db, call, &wanted, &format!("{call}, killed at {at}"));
    }
}

/// Ends the worker while it waits in the middle of an index build for one who writes to this table.
fn in_an_index_build(db: Db, kill: &Kill, call: &str, table: &str) {
    let (db, wanted) = prepare(db, call);
    let mut blocker = db.session();
    blocker.exec(TABLES);
    blocker.exec(&format!("BEGIN; LOCK TABLE {table} IN ROW EXCLUSIVE MODE"));
    ask(&db, call);
    // Before that it waits for the transaction that has asked, too.
    db.wait_for("SELECT count(*) > 0 FROM pg_index WHERE NOT indisvalid", &["t"]);
    let pid = wait_for_blocked_worker(&db);
    kill.now(&db, &pid, blocker);
    assert_ends_right(&db, call, &wanted, &format!("{call}, in an index build"));
}

const BUILDS: [(&str, &str); 5] = [
    (CREATE_INDEX, "t"),
    (CREATE_PARTED_INDEX, "parted_2"),
    (ADD_FOREIGN_KEY, "t"),
    (ADD_UNIQUE, "t"),
    (REINDEX, "t"),
];

#[test]
fn killed_in_an_index_build() {
    let cluster = Cluster::start(&[]);
    for (call, table) in BUILDS {
        in_an_index_build(Db::on(&cluster), &Kill::Sigkill(&cluster), call, table);
    }
}

#[test]
fn postmaster_killed_in_an_index_build() {
    let cluster = Cluster::start(&[]);
    for (call, table) in [(CREATE_PARTED_INDEX, "parted_2"), (ADD_UNIQUE, "t")] {
        in_an_index_build(Db::on(&cluster), &Kill::Postmaster(&cluster), call, table);
    }
}

/// A foreign key is checked under a lock on the other table: there it can be stopped in the middle of VALIDATE.
#[test]
fn killed_while_a_foreign_key_is_validated() {
    let cluster = Cluster::start(&[]);
    let call = "safe_add_foreign_key('t', ARRAY['n'], 'other')";
    let (db, wanted) = prepare(Db::on(&cluster), call);
    let (gate, pid) = stopped_at(&db, call, 3).expect("it adds the constraint, and writes that down");
    let mut blocker = db.session();
    blocker.exec("BEGIN");
    // Behind the transaction that adds the constraint, before the one that validates it.
    let locked = blocker.start("LOCK TABLE other IN EXCLUSIVE MODE");
    let waits = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'other'::regclass";
    db.wait_for(waits, &["1"]);
    drop(gate);
    let (blocker, _) = locked.rows();
    db.wait_for(waits, &["1"]);
    db.wait_for("SELECT convalidated FROM pg_constraint WHERE conname = 't_n_fkey'", &["f"]);
    Kill::Sigkill(&cluster).now(&db, &pid, blocker);
    assert_ends_right(&db, call, &wanted, "in VALIDATE");
}
