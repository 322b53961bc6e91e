//! A database in every state, as this version leaves it, and whether another version goes on from there: after an update
//! of the extension, in a restored dump, and after pg_upgrade.

use std::env;

use migrate_client_tests::{Db, Session, wait_until};

use crate::common::{create, operate, tables};

/// What is on record, without what only the passing of time changes.
const RECORDS: [&str; 9] = [
    "SELECT version, status FROM migrate.status() WHERE version IS NOT NULL",
    "SELECT m.version, m.description, m.checksum FROM migrate.migrations m ORDER BY 1",
    "SELECT s.version, s.applied_by FROM migrate.schema_migrations s ORDER BY 1",
    "SELECT j.id, j.direction, j.what, j.asked_by, j.run_as, j.plan FROM migrate.jobs j ORDER BY 1",
    "SELECT j.unit, j.units, j.kind, j.status, j.statement FROM migrate.journal j ORDER BY id",
    "SELECT o.id, o.operation, o.status, o.arguments, o.inverse FROM migrate.operations o ORDER BY 1",
    "SELECT c.id, c.kind, c.table_name, c.state, c.token FROM migrate.change_records c ORDER BY 1",
    "SELECT f.hash FROM migrate.fingerprints f ORDER BY 1",
    "SELECT h.schema_name, h.version, h.checksum FROM migrate.schema_history h ORDER BY 1, 2",
];

/// Every open change, by the table that it is about.
const CHANGES: &str = "SELECT kind, table_name, state FROM migrate.changes WHERE state NOT IN ('done', 'aborted', 'undone') ORDER BY 2";

/// The changes that [`build`] leaves open.
const OPEN: [&str; 8] = [
    "drop_column|hidden|grace",
    "drop_table|hidden_table|grace",
    "split_column|merged|ready",
    "rename_column|renamed|ready",
    "split_column|split|ready",
    "change_type|typed_begun|backfilling",
    "change_type|typed_grace|grace",
    "change_type|typed_ready|ready",
];

/// What a version has left on record.
pub struct Before(Vec<Vec<String>>);

pub fn records(session: &mut Session) -> Before {
    Before(RECORDS.iter().map(|sql| session.query_text(sql)).collect())
}

/// The same where the extension is older than the library, which says nothing then of where things stand.
pub fn records_of_tables(session: &mut Session) -> Before {
    let of_tables = RECORDS.iter().skip(1).map(|sql| session.query_text(sql));
    Before([Vec::new()].into_iter().chain(of_tables).collect())
}

/// Brings an empty database with the extension into every state.
pub fn build(db: &Db) -> Before {
    let mut session = db.session();
    fill(&mut session, || db.session());
    records(&mut session)
}

/// The same through sessions of any database.
fn fill(session: &mut Session, another: impl Fn() -> Session) {
    tables(session);
    session.exec(
        "CREATE TABLE renamed (id int PRIMARY KEY, old_name text);
         CREATE TABLE typed_ready (id int PRIMARY KEY, n int);
         CREATE TABLE typed_grace (id int PRIMARY KEY, n int);
         CREATE TABLE typed_begun (id int PRIMARY KEY, n int);
         CREATE TABLE split (id int PRIMARY KEY, name text);
         CREATE TABLE merged (id int PRIMARY KEY, a text, b text);
         CREATE TABLE hidden (id int PRIMARY KEY, kept int DEFAULT 0, gone text);
         CREATE TABLE hidden_table (id int PRIMARY KEY);
         CREATE TABLE old_table (id int PRIMARY KEY);
         CREATE TABLE filled (id int PRIMARY KEY, n int);
         INSERT INTO renamed SELECT i, 'r' || i FROM generate_series(1, 200) i;
         INSERT INTO typed_ready SELECT i, i FROM generate_series(1, 200) i;
         INSERT INTO typed_grace SELECT i, i FROM generate_series(1, 200) i;
         INSERT INTO typed_begun SELECT i, i FROM generate_series(1, 200) i;
         INSERT INTO split SELECT i, 'f' || i || ' l' || i FROM generate_series(1, 200) i;
         INSERT INTO merged SELECT i, 'a' || i, 'b' || i FROM generate_series(1, 200) i;
         INSERT INTO hidden SELECT i, i, 'g' || i FROM generate_series(1, 200) i;
         INSERT INTO hidden_table SELECT i FROM generate_series(1, 200) i;
         INSERT INTO old_table SELECT i FROM generate_series(1, 200) i;
         INSERT INTO filled SELECT i, NULL FROM generate_series(1, 20000) i",
    );

    // Applied, cancelled, failed half way, pending, a draft; one that is approved.
    session.exec(
        "SELECT migrate.create('m1', $$CREATE TABLE one (id int); CREATE INDEX CONCURRENTLY one_id ON one (id);
                                       ALTER TABLE log ALTER COLUMN word SET DEFAULT 'x'$$, version => 1)",
    );
    session.exec("SELECT migrate.approve(1)");
    session.exec("CALL migrate.up(not_before => now() + interval '1 d')");
    session.exec("SELECT migrate.cancel(1)");
    session.exec("CALL migrate.up()");
    let half = "INSERT INTO log VALUES ('once'); CREATE UNIQUE INDEX CONCURRENTLY u ON twice (n); INSERT INTO log VALUES ('then')";
    session.exec("CREATE TABLE twice (n int); INSERT INTO twice VALUES (1), (1)");
    create(session, 2, half, "DROP INDEX u; DELETE FROM log");
    assert_eq!(session.expect_error("CALL migrate.up()").sqlstate, "23505");
    create(
        session,
        3,
        "CREATE TABLE three (id int); SELECT migrate.safe_create_index('t', '{n}')",
        "DROP INDEX t_n_idx; DROP TABLE three",
    );

    // Online changes, each as far as it can be.
    session.exec("SET migrate.small_table = 0");
    for call in [
        "safe_rename_column('renamed', 'old_name', 'new_name')",
        "safe_change_column_type('typed_ready', 'n', 'bigint')",
        "safe_change_column_type('typed_grace', 'n', 'bigint')",
        "complete('typed_grace'::regclass, 'n')",
        "safe_split_column('split', 'name', '{first,last}', ARRAY['split_part(name, '' '', 1)', 'split_part(name, '' '', 2)'],
                           'first || '' '' || last')",
        "safe_merge_columns('merged', '{a,b}', 'c', 'a || ''/'' || b', ARRAY['split_part(c, ''/'', 1)', 'split_part(c, ''/'', 2)'])",
        "safe_drop_column('hidden', 'gone')",
        "safe_drop_table('hidden_table')",
        "safe_rename_table('old_table', 'new_table')",
        "safe_set_not_null('filled', 'id')",
    ] {
        operate(session, call).unwrap_or_else(|error| panic!("{call}: {error:?}"));
    }
    // Two whose workers are killed half way, at a row that waits for an advisory lock.
    session.exec(
        "CREATE FUNCTION held() RETURNS trigger LANGUAGE plpgsql AS
             'BEGIN PERFORM pg_catalog.pg_advisory_xact_lock_shared(1); RETURN NEW; END';
         CREATE TRIGGER held BEFORE UPDATE ON filled FOR EACH ROW WHEN (OLD.id = 10000) EXECUTE FUNCTION held();
         CREATE TRIGGER held BEFORE UPDATE ON typed_begun FOR EACH ROW WHEN (OLD.id = 100) EXECUTE FUNCTION held()",
    );
    let mut holder = another();
    holder.exec("SELECT pg_advisory_lock(1)");
    session.exec("SET migrate.backfill_target = 5");
    for call in [
        "safe_change_column_type('typed_begun', 'n', 'bigint')",
        "safe_backfill('filled', 'n = id', 'n IS NULL')",
    ] {
        session.exec(&format!("SELECT migrate.{call}"));
        let mut look = another();
        wait_until("the backfill waits", || {
            look.one(
                "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'migrate_ext job'
                 AND wait_event = 'advisory' AND datname = current_database()",
            ) == "1"
        });
        session.exec("SELECT pg_terminate_backend(pid, 10000) FROM migrate.live_jobs WHERE alive");
    }
    drop(holder);
    session.exec("RESET migrate.backfill_target");
    // One of two schemas has what the database has.
    session.exec("CREATE SCHEMA tenant_1; CREATE SCHEMA tenant_2");
    session.exec("CALL migrate.up(schemas => ARRAY['tenant_1'], only_version => 1)");
    session.exec("SELECT migrate.fingerprint(store => true)");
    // Deferred to tomorrow: nothing is to be due while the tests are at it.
    session.exec("CALL migrate.up(not_before => now() + interval '1 d')");
    assert_eq!(session.query_text(CHANGES), OPEN);
}

/// What somebody writes by one name is there by the other.
pub fn assert_rows_in_step(session: &mut Session) {
    session.exec(
        "INSERT INTO renamed (id, old_name) VALUES (1001, 'by old'); INSERT INTO renamed (id, new_name) VALUES (1002, 'by new');
         UPDATE renamed SET new_name = 'changed' WHERE id = 1;
         UPDATE typed_ready SET n = 7 WHERE id = 1; UPDATE typed_grace SET n = 3000000000 WHERE id = 1;
         UPDATE split SET name = 'x y' WHERE id = 1; UPDATE split SET first = 'z' WHERE id = 2;
         UPDATE merged SET a = 'x' WHERE id = 1; UPDATE merged SET c = 'y/z' WHERE id = 2;
         INSERT INTO hidden (id) VALUES (1001); INSERT INTO old_table VALUES (1001)",
    );
    let rows = [
        (
            "SELECT old_name, new_name FROM renamed WHERE id IN (1, 1001, 1002) ORDER BY id",
            "changed|changed, by old|by old, by new|by new",
        ),
        ("SELECT first, last FROM split WHERE id IN (1, 2) ORDER BY id", "x|y, z|l2"),
        ("SELECT a, b, c FROM merged WHERE id IN (1, 2) ORDER BY id", "x|b1|x/b1, y|z|y/z"),
        ("SELECT count(*) FROM new_table WHERE id = 1001", "1"),
        ("SELECT count(*) FROM typed_ready t WHERE id = 1 AND to_jsonb(t) ->> 'n' = '7'", "1"),
    ];
    for (sql, expected) in rows {
        assert_eq!(session.query_text(sql).join(", "), expected, "{sql}");
    }
    session.exec(
        "DELETE FROM renamed WHERE id > 1000; DELETE FROM hidden WHERE id > 1000; DELETE FROM old_table WHERE id > 1000;
         UPDATE typed_grace SET n = 1 WHERE id = 1",
    );
}

/// A copy has what is on record. Where the migrations stand is not compared: a job of its origin is lost there.
pub fn assert_has_records(copy: &Db, before: &Before) {
    let after = records(&mut copy.session());
    for ((before, after), sql) in before.0.iter().zip(&after.0).zip(RECORDS).skip(1) {
        assert_eq!(before, after, "{sql}");
    }
}

/// Another version finds all of it, and goes on: complete, abort, undo, restore, resume, up, down.
pub fn assert_goes_on(db: &Db, before: &Before) {
    let mut session = db.session();
    let after = records(&mut session);
    let unknown = usize::from(before.0[0].is_empty());
    for ((before, after), sql) in before.0.iter().zip(&after.0).zip(RECORDS).skip(unknown) {
        assert!(!before.is_empty(), "{sql}");
        assert_eq!(before, after, "{sql}");
    }
    go_on(&mut session);
}

fn go_on(session: &mut Session) {
    assert_eq!(session.query_text(CHANGES), OPEN);
    assert_rows_in_step(session);
    session.exec("SET migrate.small_table = 0");
    let run = |session: &mut Session, call: &str| {
        operate(session, call).unwrap_or_else(|error| panic!("{call}: {error:?}"));
    };
    for call in [
        "complete('renamed'::regclass, 'old_name', acknowledge => true)",
        "complete('typed_ready'::regclass, 'n')",
        "complete('typed_grace'::regclass, 'n', force => true)",
        "complete('split'::regclass, 'name', acknowledge => true)",
        "abort('merged', 'a')",
        "restore('hidden', 'gone')",
        "restore('hidden_table')",
    ] {
        run(session, call);
    }
    assert_eq!(
        session.query_text("SELECT kind, table_name, state FROM migrate.changes ORDER BY 2, 3"),
        [
            "drop_column|hidden|aborted",
            "drop_table|hidden_table|aborted",
            "split_column|merged|aborted",
            "rename_column|renamed|grace",
            "split_column|split|grace",
            "change_type|typed_begun|backfilling",
            "change_type|typed_grace|done",
            "change_type|typed_ready|grace",
        ]
    );
    assert_eq!(session.one("SELECT gone FROM hidden WHERE id = 7"), "g7");
    assert_eq!(session.one("SELECT count(*) FROM hidden_table"), "200");
    // What was broken off goes on.
    run(session, "safe_change_column_type('typed_begun', 'n', 'bigint')");
    run(session, "abort('typed_begun', 'n')");
    let done = session.one("SELECT count(n) FROM filled");
    assert!(done != "0" && done != "20000", "{done}");
    run(session, "safe_backfill('filled', 'n = id', 'n IS NULL')");
    assert_eq!(session.one("SELECT count(*) FROM filled WHERE n = id"), "20000");
    // What is undone: an operation, and a change that was completed.
    run(session, "undo((SELECT max(id) FROM migrate.operations WHERE operation LIKE 'safe_rename_table%'))");
    assert_eq!(session.one("SELECT relkind FROM pg_class WHERE relname = 'old_table'"), "r");
    run(session, "undo((SELECT max(id) FROM migrate.changes WHERE kind = 'rename_column'))");

    // The job that was put off is let go, meets what is still wrong, and what was committed is not done again.
    // In a restored dump it was lost: it is its origin's.
    let call = match session.query_text("SELECT id FROM migrate.live_jobs").pop() {
        Some(job) => {
            session.exec(&format!("SELECT migrate.window({job})"));
            format!("CALL migrate.wait({job})")
        }
        None => "CALL migrate.up()".to_string(),
    };
    assert_eq!(session.expect_error(&call).sqlstate, "23505");
    session.exec("DELETE FROM twice WHERE ctid = (SELECT max(ctid) FROM twice)");
    session.exec("CALL migrate.up()");
    assert_eq!(session.query_text("SELECT word FROM log"), ["once", "then"]);
    assert_eq!(
        session.query_text("SELECT version, status FROM migrate.status() WHERE version IS NOT NULL"),
        ["1|applied", "2|applied", "3|applied"]
    );
    session.exec("CALL migrate.up(schemas => 'tenant\\_%', only_version => 1)");
    assert_eq!(
        session.query_text("SELECT schema_name, version FROM migrate.schema_history ORDER BY 1"),
        ["tenant_1|1", "tenant_2|1"]
    );
    session.exec("CALL migrate.down(target => 0)");
    assert_eq!(session.one("SELECT count(*) FROM migrate.schema_migrations"), "0");
    assert_eq!(session.one("SELECT to_regclass('one') IS NULL AND to_regclass('three') IS NULL"), "t");
    assert_eq!(session.query_text("SELECT * FROM migrate.verify() WHERE NOT ok"), [""; 0]);
}

/// For scripts/upgrade: the state is built in a database that stays. `UPGRADE_DB` names it.
#[test]
#[ignore = "a part of scripts/upgrade"]
fn leave_in() {
    let server = migrate_client_tests::Server::shared();
    let name = env::var("UPGRADE_DB").expect("UPGRADE_DB");
    Session::open(&server, "postgres", server.user()).exec(&format!("CREATE DATABASE {name}"));
    let open = || Session::open(&server, &name, server.user());
    let mut session = open();
    session.exec("CREATE EXTENSION migrate_ext");
    fill(&mut session, open);
}

/// For scripts/upgrade: it goes on from there.
#[test]
#[ignore = "a part of scripts/upgrade"]
fn go_on_in() {
    let server = migrate_client_tests::Server::shared();
    let name = env::var("UPGRADE_DB").expect("UPGRADE_DB");
    go_on(&mut Session::open(&server, &name, server.user()));
}
