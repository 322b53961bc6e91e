//! Failures of safe operations: each can be seen in `migrate.operations`, and gone on with or given up.
//!
//! Not here: what a crash leaves (operations_crash.rs), how errors read (tests/regress/sql).

use migrate_client_tests::Db;

use crate::common::{create, done, operate, schema};

/// `status|message|whether a hint says what to do` of the newest operation.
const NEWEST: &str =
    "SELECT status, message, hint IS NOT NULL FROM migrate.operations ORDER BY id DESC LIMIT 1";

const STATE: &str = "SELECT state FROM migrate.changes ORDER BY id DESC LIMIT 1";

const FAILED: &str = "SELECT count(*) FROM migrate.status() WHERE status = 'failed'";

const TABLE: &str = "
    CREATE TABLE t (id int PRIMARY KEY, n int, w text); INSERT INTO t SELECT i, i, 'w' || i FROM generate_series(1, 300) i;
    SET migrate.small_table = 0";

#[test]
fn a_job_that_fails_is_told_and_gone_on_with() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(TABLE);
    session.exec("UPDATE t SET n = NULL WHERE id = 7");
    operate(&mut session, "safe_set_not_null('t', 'n')").expect_err("a NULL");
    let newest = session.one(NEWEST);
    assert!(newest.starts_with("failed|") && newest.contains("23") && newest.ends_with("|t"), "{newest}");
    session.exec("UPDATE t SET n = 7 WHERE id = 7");
    operate(&mut session, "safe_set_not_null('t', 'n')").expect("it goes on");
    assert_eq!(session.one(NEWEST), "done||f");
    assert_eq!(session.one("SELECT count(*) FROM migrate.operations"), "1");
}

/// What was called by itself and failed stands beside the migrations until it is gone on with, or given up.
#[test]
fn what_failed_by_itself_stands_in_the_status() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(TABLE);
    create(&mut session, 5, "SELECT 1;", "SELECT 1;");
    session.exec("UPDATE t SET n = NULL WHERE id = 7");
    operate(&mut session, "safe_set_not_null('t', 'n')").expect_err("a NULL");
    let status = "SELECT version, description, status, applied_at, applied_by, ms FROM migrate.status()";
    assert_eq!(session.query_text(status), ["5|m5|pending|||", "|set t.n not null|failed|||"]);
    let note = session.one("SELECT note FROM migrate.status() WHERE version IS NULL");
    // Since PostgreSQL 18 it is no CHECK that a row breaks.
    let code = if db.version() < 18 { "(23514)" } else { "(23502)" };
    assert!(note.starts_with("operation 1: ") && note.contains(code), "{note}");
    assert!(note.ends_with("The same call goes on."), "{note}");
    // Another operation of the table is none of it.
    operate(&mut session, "safe_set_default('t', 'n', '1')").expect("a default");
    assert_eq!(session.one(FAILED), "1");
    session.exec("UPDATE t SET n = 7 WHERE id = 7");
    operate(&mut session, "safe_set_not_null('t', 'n')").expect("it goes on");
    assert_eq!(session.one(FAILED), "0");
    // Somebody else does it.
    session.exec("ALTER TABLE t ALTER n DROP NOT NULL; UPDATE t SET n = 8 WHERE id = 7; SET migrate.small_table = 1000");
    session.expect_error("SELECT migrate.safe_add_unique('t', ARRAY['n'])");
    db.wait_for(FAILED, &["1"]);
    session.exec("UPDATE t SET n = 7 WHERE id = 7");
    let role = db.role("LOGIN SUPERUSER");
    done(&mut db.session_as(&role), "safe_add_unique('t', ARRAY['n'])");
    assert_eq!(session.one(FAILED), "0");
    // The end of a change.
    session.exec("SET migrate.small_table = 0");
    done(&mut session, "safe_rename_column('t', 'w', 'ww')");
    let mut other = db.session();
    other.exec("BEGIN; SELECT FROM t LIMIT 1");
    session.exec("SET migrate.lock_wait = '300ms'");
    operate(&mut session, "complete('t', 'ww')").expect_err("the table is in use");
    assert_eq!(session.one(FAILED), "1");
    other.exec("ROLLBACK");
    done(&mut session, "complete('t', 'ww', force => true)");
    assert_eq!(session.one(FAILED), "0");
}

#[test]
fn a_call_that_fails_at_once_is_told() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(TABLE);
    session.exec("SET migrate.small_table = 1000; UPDATE t SET n = 7 WHERE id = 8");
    let error = session.expect_error("SELECT migrate.safe_add_unique('t', ARRAY['n'])");
    assert_eq!(error.sqlstate, "23505");
    db.wait_for("SELECT status FROM migrate.operations", &["failed"]);
    assert_eq!(session.one("SELECT message LIKE '%(23505)%' FROM migrate.operations"), "t");
    // Nothing of it is left, so there is nothing to take back.
    session.exec("SELECT migrate.undo((SELECT id FROM migrate.operations))");
    assert_eq!(session.query_text("SELECT status FROM migrate.operations"), ["undone"]);
    session.exec("DELETE FROM t WHERE id = 8; SELECT migrate.safe_add_unique('t', ARRAY['n'])");
    assert_eq!(session.query_text("SELECT status FROM migrate.operations ORDER BY id"), ["undone", "done"]);
    operate(&mut session, "undo((SELECT max(id) FROM migrate.operations))").expect("undo");
    assert_eq!(session.one("SELECT count(*) FROM pg_constraint WHERE conname = 't_n_key'"), "0");
}

#[test]
fn a_script_that_fails_is_told() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(TABLE);
    session.exec("UPDATE t SET n = NULL WHERE id = 7");
    create(&mut session, 1, "SELECT migrate.safe_set_not_null('t', 'n');", "SELECT migrate.undo();");
    session.expect_error("CALL migrate.up()");
    let newest = session.one("SELECT version, status, hint FROM migrate.operations");
    assert_eq!(newest, "1|failed|Give it a value, or delete the row. CALL migrate.up(1) goes on.");
    session.exec("UPDATE t SET n = 7 WHERE id = 7");
    session.exec("CALL migrate.up()");
    assert_eq!(session.one("SELECT version, status, message FROM migrate.operations"), "1|done|");
    session.exec("CALL migrate.down()");
    assert_eq!(
        session.one("SELECT attnotnull FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'n'"),
        "f"
    );
}

#[test]
fn an_operation_that_fails_before_its_first_step_is_told() {
    let db = Db::fresh();
    let (mut session, mut other) = (db.session(), db.session());
    session.exec(TABLE);
    // The worker plans when its turn comes: by then the column is gone.
    other.exec("BEGIN; SELECT pg_advisory_xact_lock(1)");
    session.exec("BEGIN; SELECT migrate.safe_set_not_null('t', 'n'); ALTER TABLE t DROP COLUMN n; COMMIT");
    db.wait_for("SELECT status FROM migrate.jobs", &["failed"]);
    let told = session.one("SELECT status, message FROM migrate.operations");
    assert!(told.starts_with("failed|column \"n\" of relation \"t\" does not exist (42703)"), "{told}");
}

#[test]
fn a_change_whose_first_step_failed_can_be_given_up() {
    let calls = [
        ("n", "safe_change_column_type('t', 'n', 'bigint')"),
        // It looks at the rows first, which nobody keeps it from.
        ("n", "safe_change_column_type('t', 'n', 'smallint')"),
        ("w", "safe_rename_column('t', 'w', 'ww')"),
        ("w", "safe_split_column('t', 'w', ARRAY['a', 'b'], ARRAY['left(w, 1)', 'substr(w, 2)'], 'a || b')"),
        ("w", "safe_drop_column('t', 'w')"),
    ];
    for (column, call) in calls {
        for end in ["abort(1)", "abort('t', '{}')", "undo(1)"] {
            if call.contains("drop") && end.contains("t") && end.starts_with("abort") {
                continue;
            }
            let db = Db::fresh();
            let (mut session, mut other) = (db.session(), db.session());
            session.exec(TABLE);
            let before = schema(&db);
            other.exec("BEGIN; SELECT FROM t LIMIT 1");
            session.exec("SET migrate.lock_wait = '300ms'");
            let error = operate(&mut session, call).expect_err("the table is in use");
            assert_eq!(error.sqlstate, "55P03", "{call}: {error:?}");
            other.exec("ROLLBACK");
            if call.contains("drop") {
                // It is one transaction, of which nothing is left.
                assert_eq!(session.one("SELECT count(*) FROM migrate.changes"), "0");
                continue;
            }
            // Nothing was made: it is not open, and keeps nobody from another change of the column.
            assert_eq!(session.one(STATE), "aborted", "{call}, {end}");
            session.exec(&format!(
                "SELECT * FROM migrate.safe_rename_column('t', '{column}', 'zz', dry_run => true)"
            ));
            let end = end.replace("{}", column);
            assert_eq!(session.one(FAILED), "1", "{call}, {end}");
            let status = session.one(&format!("SELECT status FROM migrate.{end}"));
            assert_eq!(status, "already done", "{call}, {end}");
            assert_eq!(session.one(FAILED), "0", "{call}, {end}: it is given up");
            assert_eq!(session.one(STATE), "aborted", "{call}, {end}");
            assert_eq!(schema(&db), before, "{call}, {end}");
            operate(&mut session, call).unwrap_or_else(|error| panic!("{call} again: {error:?}"));
            assert_eq!(session.one(STATE), "ready", "{call}, {end}");
        }
    }
}

#[test]
fn what_cannot_work_is_refused_at_the_call() {
    let db = Db::fresh();
    let mut session = db.session();
    let owner = db.role("LOGIN");
    session.exec(&format!(
        "CREATE TYPE row AS (id int, n int, w text); CREATE TABLE typed OF row;
         INSERT INTO typed SELECT i, i, 'w' FROM generate_series(1, 10) i;
         CREATE SCHEMA own; CREATE TABLE own.t (id int PRIMARY KEY, n int, w text);
         INSERT INTO own.t SELECT i, i, 'w' FROM generate_series(1, 10) i;
         GRANT USAGE ON SCHEMA own, migrate TO {owner}; GRANT EXECUTE ON ALL ROUTINES IN SCHEMA migrate TO {owner};
         ALTER TABLE own.t OWNER TO {owner}; SET migrate.small_table = 0"
    ));
    let calls = |table: &str| {
        [
            format!("safe_change_column_type('{table}', 'n', 'bigint')"),
            format!("safe_rename_column('{table}', 'w', 'ww')"),
            format!(
                "safe_split_column('{table}', 'w', ARRAY['a', 'b'], ARRAY['left(w, 1)', 'substr(w, 2)'], 'a || b')"
            ),
        ]
    };
    for (table, role, sqlstate) in
        [("typed", session.one("SELECT current_user"), "42809"), ("own.t", owner, "42501")]
    {
        session.exec(&format!("SET ROLE {role}"));
        for call in calls(table) {
            for more in ["", ", dry_run => true"] {
                let call = call.replace("')", &format!("'{more})"));
                let error = session.expect_error(&format!("SELECT migrate.{call}"));
                assert_eq!(error.sqlstate, sqlstate, "{call}: {error:?}");
            }
        }
        session.exec("RESET ROLE");
    }
    assert_eq!(session.one("SELECT count(*) FROM migrate.jobs"), "0");
    assert_eq!(session.one("SELECT count(*) FROM migrate.changes"), "0");
}

#[test]
fn what_was_never_there_is_not_dropped_already() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(TABLE);
    session
        .exec("CREATE INDEX t_n ON t (n); ALTER TABLE t ADD CONSTRAINT t_c CHECK (n > 0); CREATE SEQUENCE s");
    for (call, sqlstate, detail) in [
        ("safe_drop_index('t_m')", "42704", "t_n"),
        ("safe_drop_index('public.t_m')", "42704", "t_n"),
        ("safe_drop_index('nope')", "42704", ""),
        ("safe_drop_index('t')", "42809", "a table"),
        ("safe_drop_index('s')", "42809", "a sequence"),
        ("safe_drop_constraint('t', 't_k')", "42704", "t_c"),
        ("safe_drop_column('t', 'nope')", "42703", "id, n, w"),
        ("safe_drop_table('nope')", "42P01", ""),
    ] {
        for call in [call.to_string(), call.replace(')', ", dry_run => true)")] {
            let error = session.expect_error(&format!("SELECT migrate.{call}"));
            assert_eq!(error.sqlstate, sqlstate, "{call}: {error:?}");
            assert!(error.detail.contains(detail) || error.hint.contains(detail), "{call}: {error:?}");
        }
    }
    for drop in ["index('nope'", "constraint('t', 'nope'", "column('t', 'nope'", "table('nope'"] {
        let call = format!("SELECT status FROM migrate.safe_drop_{drop}, missing_ok => true)");
        assert_eq!(session.one(&call), "already done", "{drop}");
    }
    // What was dropped here is dropped already, until it is there again or was taken back.
    for (call, back) in [("safe_drop_index('t_n')", "t_n"), ("safe_drop_constraint('t', 't_c')", "t_c")] {
        operate(&mut session, call).expect("drop");
        assert_eq!(operate(&mut session, call).expect("drop"), ["already done"], "{call}");
        operate(&mut session, "undo((SELECT max(id) FROM migrate.operations WHERE status = 'done'))")
            .expect("undo");
        let there = session.one(&format!(
            "SELECT (SELECT count(*) FROM pg_class WHERE relname = '{back}') + (SELECT count(*) FROM pg_constraint WHERE conname = '{back}')"
        ));
        assert_eq!(there, "1", "{back}");
    }
    session.exec("DROP INDEX t_n; ALTER TABLE t DROP CONSTRAINT t_c");
    for call in ["safe_drop_index('t_n')", "safe_drop_constraint('t', 't_c')"] {
        assert_eq!(session.expect_error(&format!("SELECT migrate.{call}")).sqlstate, "42704", "{call}");
    }
}

#[test]
fn a_backfill_that_leaves_rows_fails_and_says_how_many() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (id int PRIMARY KEY, a int, b int); INSERT INTO t SELECT i FROM generate_series(1, 3000) i;
         CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.a := OLD.a; RETURN NEW; END';
         CREATE TRIGGER keep BEFORE UPDATE ON t FOR EACH ROW WHEN (OLD.id > 2990) EXECUTE FUNCTION keep();
         CREATE FUNCTION skip() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
         CREATE TABLE s (id int PRIMARY KEY, a int); INSERT INTO s SELECT i FROM generate_series(1, 300) i;
         CREATE TRIGGER skip BEFORE UPDATE ON s FOR EACH ROW WHEN (OLD.id > 290) EXECUTE FUNCTION skip();
         SET migrate.small_table = 0",
    );
    let error =
        operate(&mut session, "safe_backfill('s', 'a = 1', 'a IS NULL')").expect_err("rows are skipped");
    assert_eq!(error.sqlstate, "55000", "{error:?}");
    assert!(error.detail.contains("10 rows of s"), "{error:?}");
    assert_eq!(session.one(NEWEST).split('|').next(), Some("failed"));
    session.exec("DROP TRIGGER skip ON s");
    operate(&mut session, "safe_backfill('s', 'a = 1', 'a IS NULL')").expect("it goes on");
    assert_eq!(session.one("SELECT count(*) FROM s WHERE a IS NULL"), "0");
    assert_eq!(session.one(NEWEST), "done||f");
}

#[test]
fn a_cancel_that_meets_a_wait_for_a_standby_is_not_lost_between_units() {
    let db = Db::fresh();
    let (mut session, mut other) = (db.session(), db.session());
    session.exec(TABLE);
    // The word is written while the first unit waits; the second is not begun.
    other.exec("BEGIN; LOCK TABLE t IN SHARE UPDATE EXCLUSIVE MODE");
    session.exec("SELECT migrate.safe_set_not_null('t', 'n')");
    let waits = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'migrate_ext job'
                 AND datname = current_database() AND wait_event_type = 'Lock' OR false";
    let _ = waits;
    db.wait_for("SELECT count(*) FROM migrate.live_jobs WHERE alive AND status = 'running'", &["1"]);
    session.exec("UPDATE migrate.jobs SET is_cancelled = true");
    other.exec("ROLLBACK");
    db.wait_for("SELECT status FROM migrate.jobs", &["cancelled"]);
    assert!(session.one(NEWEST).starts_with("failed|canceling statement"), "{}", session.one(NEWEST));
}
