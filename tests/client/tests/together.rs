//! Small migrations of one call share a transaction, and nobody can tell but by what it costs.
//!
//! Not here: when commits wait for the disk (durable.rs); kills at each point (kill_points.rs).

use migrate_client_tests::{Db, Session};

use crate::common::{STATUS, WORKERS, dump, wait_for_blocked_worker};

/// Scripts of each kind that may share, and some that may not among them.
const MIXED: [&str; 38] = [
    "CREATE TABLE a (id bigint PRIMARY KEY, body text)",
    "ALTER TABLE a ADD COLUMN score integer NOT NULL DEFAULT 0",
    "CREATE TABLE b (id bigint PRIMARY KEY, a_id bigint REFERENCES a)",
    "COMMENT ON TABLE a IS 'a table'; COMMENT ON COLUMN a.score IS 'points'",
    "CREATE INDEX b_a_id ON b (a_id)",
    "CREATE FUNCTION twice(n int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 2 * n'",
    "CREATE OR REPLACE FUNCTION twice(n int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT n + n'",
    "CREATE VIEW points AS SELECT id, twice(score) AS points FROM a",
    "CREATE OR REPLACE VIEW points AS SELECT id, twice(score) AS points, body FROM a",
    "-- nothing at all",
    "CREATE TYPE mood AS ENUM ('good', 'bad')",
    "CREATE TABLE c (id int GENERATED ALWAYS AS IDENTITY, mood mood DEFAULT 'good')",
    "ALTER TYPE mood ADD VALUE 'unsure'",
    "ALTER TABLE c ALTER COLUMN mood SET DEFAULT 'unsure'",
    "INSERT INTO a (id, body) SELECT n, 'x' FROM generate_series(1, 10) n",
    "CREATE SEQUENCE numbers START 10",
    "ALTER SEQUENCE numbers INCREMENT 5; CREATE TABLE d (n bigint DEFAULT nextval('numbers'))",
    "CREATE DOMAIN positive AS int CHECK (VALUE > 0)",
    "CREATE TABLE e (p positive, UNIQUE (p)); CREATE INDEX ON e ((p * 2))",
    "ALTER TABLE e ADD CONSTRAINT small CHECK (p < 100)",
    "CREATE SCHEMA more",
    "CREATE TABLE more.f (id int)",
    "SET search_path = more, public; CREATE TABLE g (id int)",
    "CREATE TABLE h (id int)",
    "GRANT SELECT ON a, b TO PUBLIC",
    "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'",
    "CREATE TRIGGER touched BEFORE UPDATE ON a FOR EACH ROW EXECUTE FUNCTION touch()",
    "ALTER TABLE b ENABLE ROW LEVEL SECURITY; CREATE POLICY everybody ON b USING (true)",
    "CREATE STATISTICS a_both ON id, score FROM a",
    "CREATE TEMP TABLE scratch (id int); CREATE TABLE i AS SELECT * FROM scratch",
    "CREATE TABLE j (id int); ALTER TABLE j RENAME TO k",
    "ALTER TABLE k RENAME COLUMN id TO number",
    "CREATE TABLE scratch (id int)",
    "CREATE RULE nothing AS ON DELETE TO k DO INSTEAD NOTHING",
    "DROP INDEX b_a_id",
    "DROP VIEW points",
    "ALTER TABLE a ALTER COLUMN score TYPE bigint",
    "CREATE TABLE IF NOT EXISTS a (id int); DROP TABLE IF EXISTS never_there",
];

/// All that is written of runs, without what differs from run to run.
const WRITTEN: [&str; 5] = [
    "SELECT version, description, checksum, applied_by FROM migrate.schema_migrations ORDER BY 1",
    "SELECT version, how, regexp_replace(before::text, '\"empty\": .[0-9, ]*.', '', 'g'), found, schemas, search_path,
            applied_at = (SELECT applied_at FROM migrate.schema_migrations s WHERE s.version = o.version)
     FROM migrate.origins o ORDER BY 1",
    "SELECT version, direction, unit, units, kind, status, checksum, first_statement, last_statement, session, messages,
            more_messages, waits_for, (SELECT jsonb_agg(jsonb_build_array(s->>'table') ORDER BY s->>'table') FROM jsonb_array_elements(sizes) s),
            (SELECT jsonb_agg(c - 'oid' ORDER BY c - 'oid') FROM jsonb_array_elements(changed) c),
            finished_at >= started_at
     FROM migrate.journal ORDER BY id",
    "SELECT kind, object, hash, version, recorded_by FROM migrate.recorded_objects ORDER BY 1, 2",
    "SELECT version, way_down FROM migrate.migrations ORDER BY 1",
];

/// How many transactions have written the history.
const TRANSACTIONS: &str = "SELECT count(DISTINCT xmin::text) FROM migrate.schema_migrations";

fn with(scripts: &[&str], window: &str) -> (Db, Session) {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("SELECT migrate.accept_drift()");
    session.exec(&format!("SET migrate.commit_window = '{window}'; SET client_min_messages = warning"));
    for (script, version) in scripts.iter().zip(1..) {
        create_without_down(&mut session, version, script);
    }
    (db, session)
}

fn create_without_down(session: &mut Session, version: usize, up: &str) {
    let sql = format!("SELECT migrate.create('m{version}', $1, version => {version})");
    session.query_with(&sql, &[up]).expect("create");
}

fn versions(count: usize, status: &str) -> Vec<String> {
    (1..=count).map(|version| format!("{version}|{status}")).collect()
}

/// With each migration for itself, the same is there and the same is written.
#[test]
fn nothing_but_the_transactions_is_different() {
    let written = |window: &str| {
        let (db, mut session) = with(&MIXED, window);
        session.exec("CALL migrate.up()");
        assert_eq!(session.query_text(STATUS), versions(MIXED.len(), "applied"));
        let transactions: usize = session.one(TRANSACTIONS).parse().expect("a number");
        let rows: Vec<Vec<String>> = WRITTEN.iter().map(|sql| session.query_text(sql)).collect();
        assert_eq!(session.query_text("SELECT * FROM migrate.drift()"), [] as [&str; 0]);
        let made = dump(&db, "(public|more)");
        session.exec("CALL migrate.down(target => 30)");
        (rows, made, dump(&db, "(public|more)"), transactions)
    };
    let (alone, shared) = (written("0"), written("1s"));
    assert_eq!(alone.3, MIXED.len());
    assert!(shared.3 < MIXED.len() * 2 / 3, "{} transactions", shared.3);
    for (one, other) in alone.0.iter().zip(&shared.0) {
        for (one, other) in one.iter().zip(other) {
            assert_eq!(one, other);
        }
        assert_eq!(one.len(), other.len());
    }
    assert_eq!((alone.1, alone.2), (shared.1, shared.2));
}

/// A migration that fails is told as ever, those before it are done, and the next call goes on with it.
#[test]
fn the_one_that_fails() {
    for failing in
        ["CREATE TABLE t2 (id int)", "ALTER TABLE t3 ADD COLUMN id int", "CREATE TABLE x (id nothing)"]
    {
        let told = |window: &str| {
            let scripts: Vec<String> = (1..=6).map(|n| format!("CREATE TABLE t{n} (id int)")).collect();
            let mut scripts: Vec<&str> = scripts.iter().map(String::as_str).collect();
            scripts.insert(4, failing);
            let (_db, mut session) = with(&scripts, window);
            let error = session.expect_error("CALL migrate.up()");
            assert_eq!(session.one("SELECT max(version) FROM migrate.schema_migrations"), "4");
            let rows: Vec<Vec<String>> = WRITTEN.iter().map(|sql| session.query_text(sql)).collect();
            let mended = "-- Migration: 5\n-- Description: m5\n\n-- ====\n-- UP MIGRATION\n-- ====\n\nCREATE TABLE m5 ()\n";
            session.query_with("SELECT * FROM migrate.load($1)", &[mended]).expect("mended");
            session.exec("CALL migrate.up()");
            (error.message, error.detail, error.hint, error.sqlstate, rows, session.query_text(STATUS))
        };
        assert_eq!(told("0"), told("1s"));
    }
}

/// Who has a table is waited for by the migration that needs it; those before it are done meanwhile.
#[test]
fn nobody_is_waited_for_with_others() {
    let (db, mut session) = with(
        &[
            "CREATE TABLE one (id int)",
            "CREATE TABLE two (id int)",
            "ALTER TABLE busy ADD COLUMN n int",
            "CREATE TABLE four (id int)",
        ],
        "1s",
    );
    session.exec("CREATE TABLE busy (id int)");
    let mut reader = db.session();
    reader.exec("BEGIN; SELECT FROM busy");
    let call = session.start("CALL migrate.up()");
    wait_for_blocked_worker(&db);
    let mut other = db.session();
    assert_eq!(other.query_text("SELECT version FROM migrate.schema_migrations ORDER BY 1"), ["1", "2"]);
    assert_eq!(other.one(TRANSACTIONS), "1");
    reader.exec("COMMIT");
    let (mut session, _) = call.rows();
    assert_eq!(session.query_text(STATUS), versions(4, "applied"));
}

/// A table that others may use for long is nobody's to hold while another migration runs.
#[test]
fn a_large_table_is_changed_by_itself() {
    let (_db, mut session) = with(
        &["CREATE TABLE one (id int)", "ALTER TABLE large ADD COLUMN m int", "CREATE TABLE three (id int)"],
        "1s",
    );
    session.exec("CREATE TABLE large AS SELECT n, repeat('x', 1000) FROM generate_series(1, 3000) n");
    session.exec("CALL migrate.up()");
    assert_eq!(session.one(TRANSACTIONS), "3");
    session.exec("CALL migrate.down(target => 0)");
    session.exec("TRUNCATE large");
    session.exec("CALL migrate.up()");
    // What has run before runs by itself: its journal may have to be gone on with.
    assert_eq!(session.one(TRANSACTIONS), "3");
}

/// What others have the server do at each statement may look at what is committed.
#[test]
fn with_event_triggers_each_is_by_itself() {
    let (db, mut session) =
        with(&["CREATE TABLE one ()", "CREATE TABLE two ()", "CREATE TABLE three ()"], "1s");
    session.exec(
        "CREATE FUNCTION seen() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
         CREATE EVENT TRIGGER seen ON ddl_command_end EXECUTE FUNCTION seen()",
    );
    session.exec("CALL migrate.up()");
    assert_eq!(session.one(TRANSACTIONS), "3");
    drop(db);
}

/// What needs an approval when its turn comes stops those behind it, not those before it.
#[test]
fn an_approval_is_asked_for_as_ever() {
    let (db, mut session) = with(&["CREATE TABLE one ()", "CREATE TABLE two ()"], "1s");
    let author = db.role("LOGIN");
    session.exec(&format!(
        "GRANT USAGE ON SCHEMA migrate TO {author};
         GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA migrate TO {author}"
    ));
    create_without_down(&mut db.session_as(&author), 3, "CREATE TABLE three ()");
    create_without_down(&mut session, 4, "CREATE TABLE four ()");
    session.exec("CREATE TABLE busy (n int); SELECT migrate.approve(3)");
    // Another migrator is at work, so the job waits for its turn; meanwhile the approval goes.
    let mut other = db.session();
    other.exec("BEGIN; SELECT * FROM migrate.safe_set_default('busy', 'n', '1')");
    let call = session.start("CALL migrate.up(wait => true)");
    db.wait_for("SELECT status FROM migrate.jobs WHERE versions IS NOT NULL", &["queued"]);
    db.session().exec("DELETE FROM migrate.approvals");
    other.exec("COMMIT");
    let (mut session, error) = call.error();
    assert_eq!(error.sqlstate, "42501");
    assert_eq!(session.query_text("SELECT version FROM migrate.schema_migrations ORDER BY 1"), ["1", "2"]);
    assert_eq!(session.one(TRANSACTIONS), "1");
    session.exec("SELECT migrate.approve(3)");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(STATUS), versions(4, "applied"));
}

/// A cancel ends the call at the migration that was running; what shared its transaction with it is as it was.
#[test]
fn a_cancel_takes_back_what_is_not_committed() {
    let (db, mut session) = with(
        &[
            "CREATE TABLE one (id int)",
            "CREATE TABLE two (id int CHECK (slow(id) > 0))",
            // The expression of an index is evaluated while it is built, and a table has to have a row for that.
            "CREATE UNIQUE INDEX of_small ON small (slow(n))",
        ],
        "1s",
    );
    session.exec(
        "CREATE TABLE small AS SELECT 1 AS n;
         CREATE FUNCTION slow(n int) RETURNS int LANGUAGE plpgsql IMMUTABLE
             AS 'BEGIN PERFORM pg_sleep(1000); RETURN 1; END'",
    );
    let call = session.start("CALL migrate.up()");
    let sleeping = "SELECT wait_event FROM pg_stat_activity WHERE backend_type = 'migrate_ext job'
                    AND datname = current_database()";
    db.wait_for(sleeping, &["PgSleep"]);
    let mut other = db.session();
    other.exec("SELECT migrate.cancel(1)");
    let (mut session, error) = call.error();
    assert_eq!(error.sqlstate, "57014");
    db.wait_for(WORKERS, &["0"]);
    let journal = "SELECT version, status FROM migrate.journal ORDER BY id";
    assert_eq!(session.query_text(journal), ["3|cancelled"]);
    assert_eq!(session.query_text("SELECT to_regclass('one'), to_regclass('two')"), ["|"]);
    session.exec("CREATE OR REPLACE FUNCTION slow(n int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1'");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(STATUS), versions(3, "applied"));
}

/// What a migration says is its own.
#[test]
fn each_keeps_what_it_has_said() {
    let (_db, mut session) = with(
        &[
            "CREATE TABLE one ()",
            "DROP TABLE IF EXISTS gone",
            "CREATE TABLE IF NOT EXISTS one ()",
            "CREATE TABLE four ()",
        ],
        "1s",
    );
    session.exec("SET client_min_messages = notice");
    session.exec("CALL migrate.up()");
    let said = "SELECT version, messages->0->>'message' FROM migrate.journal ORDER BY id";
    assert_eq!(
        session.query_text(said),
        [
            "1|",
            "2|table \"gone\" does not exist, skipping",
            "3|relation \"one\" already exists, skipping",
            "4|"
        ]
    );
}

/// A kill leaves all that share a transaction or none of it.
#[test]
fn a_kill_leaves_whole_transactions() {
    let scripts: Vec<String> = (1..=200).map(|n| format!("CREATE TABLE t{n} (id int)")).collect();
    let scripts: Vec<&str> = scripts.iter().map(String::as_str).collect();
    let (db, mut session) = with(&scripts, "20ms");
    let mut caller = db.session();
    caller.exec("SET migrate.commit_window = '20ms'");
    let call = caller.start("CALL migrate.up()");
    let some = "SELECT count(*) > 0 FROM migrate.schema_migrations";
    db.wait_for(some, &["t"]);
    session.exec(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE backend_type = 'migrate_ext job' AND datname = current_database()",
    );
    let _ended = call.end();
    db.wait_for(WORKERS, &["0"]);
    let made = "SELECT count(*) FROM pg_class WHERE relname ~ '^t[0-9]+$'";
    let done = "SELECT count(*) FROM migrate.schema_migrations";
    assert_eq!(session.one(made), session.one(done));
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text(STATUS), versions(200, "applied"));
    assert_eq!(session.query_text("SELECT * FROM migrate.drift()"), [] as [&str; 0]);
}

/// The same in schemas of tenants.
#[test]
fn in_each_schema() {
    let (_db, mut session) =
        with(&["CREATE TABLE one ()", "CREATE TABLE two ()", "CREATE TABLE three ()"], "1s");
    session.exec("CREATE SCHEMA tenant_1; CREATE SCHEMA tenant_2");
    session.exec("CALL migrate.up(schemas => 'tenant\\_%'::text)");
    let done = "SELECT schema_name, count(*), count(DISTINCT applied_at) FROM migrate.schema_history GROUP BY 1 ORDER BY 1";
    assert_eq!(session.query_text(done), ["tenant_1|3|3", "tenant_2|3|3"]);
    let made = "SELECT relnamespace::regnamespace, count(*) FROM pg_class WHERE relname IN ('one', 'two', 'three') GROUP BY 1 ORDER BY 1";
    assert_eq!(session.query_text(made), ["tenant_1|3", "tenant_2|3"]);
    let transactions = "SELECT count(DISTINCT xmin::text) FROM migrate.schema_applied";
    assert_eq!(session.one(transactions), "2");
}

/// A lock that nobody could foresee is not waited for while others wait for a table that is locked already.
#[test]
fn what_nobody_foresaw_is_waited_for_alone() {
    let (db, mut session) =
        with(&["ALTER TABLE small ADD COLUMN m int", "GRANT USAGE ON SCHEMA held TO PUBLIC"], "1s");
    session.exec("SET migrate.lock_wait = '10min'; CREATE TABLE small (n int); CREATE SCHEMA held");
    // Its row in the catalog is somebody else's until he commits.
    let mut other = db.session();
    other.exec("BEGIN; GRANT CREATE ON SCHEMA held TO PUBLIC");
    let call = session.start("CALL migrate.up()");
    wait_for_blocked_worker(&db);
    // By then the first is done, and nobody has its table: a lock_timeout would end this.
    db.wait_for("SELECT version FROM migrate.schema_migrations", &["1"]);
    let mut reader = db.session();
    reader.exec("SET lock_timeout = '5s'; SELECT m FROM small");
    other.exec("COMMIT");
    let (mut session, ended) = call.end();
    // The server refuses what somebody else has changed meanwhile; the next call does it.
    if ended.is_err() {
        session.exec("CALL migrate.up()");
    }
    assert_eq!(session.query_text(STATUS), versions(2, "applied"));
}
