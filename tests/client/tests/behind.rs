//! Calls while a job is at work: what is quick is queued, too, jobs run in the order of their numbers, and what depends on
//! a job that is not done yet is planned when its turn comes.

use migrate_client_tests::{Db, Session};

use crate::common::{block_index_builds, operator, tables, wait_for_blocked_worker};

/// `job|what|status`.
const JOBS: &str = "SELECT id, what, status FROM migrate.jobs ORDER BY id";

/// Job 1 builds an index of `t` and waits for the transaction that is returned; `small` is another table.
fn at_work() -> (Db, Session, Session) {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    session.exec("CREATE TABLE small (id int PRIMARY KEY); INSERT INTO small VALUES (1)");
    let blocker = block_index_builds(&db);
    session.exec("SET migrate.small_table = 0");
    assert_eq!(
        session.query_text("SELECT step, what, status, job FROM migrate.safe_create_index('t', ARRAY['n'])"),
        ["1|create index t_n_idx concurrently|queued|1"]
    );
    wait_for_blocked_worker(&db);
    (db, session, blocker)
}

fn all_done(db: &Db) {
    db.wait_for("SELECT DISTINCT status FROM migrate.jobs", &["done"]);
}

#[test]
fn what_is_quick_is_queued_behind_a_job() {
    let (_db, mut session, blocker) = at_work();
    let add = "SELECT what, status, replace(detail, E'\\n', ' '), job FROM migrate.safe_add_column('small', 'x', 'int')";
    assert_eq!(
        session.query_text(add),
        ["add column x int|queued|no row is read or written; behind job 1 (create index t_n_idx)|2"]
    );
    // The same again is the same job.
    assert_eq!(session.query_text("SELECT job FROM migrate.safe_add_column('small', 'x', 'int')"), ["2"]);
    session.exec("SELECT * FROM migrate.safe_add_constraint('small', 'c1', 'true')");
    drop(blocker);
    session.exec("CALL migrate.wait(3)");
    assert_eq!(
        session.query_text(JOBS),
        ["1|create index t_n_idx|done", "2|add column small.x|done", "3|add constraint c1 to small|done"]
    );
    assert_eq!(session.one("SELECT count(*) FROM pg_constraint WHERE conname = 'c1'"), "1");
}

#[test]
fn migrations_that_could_run_at_once_are_queued_too() {
    let (db, mut session, blocker) = at_work();
    session.exec("SELECT migrate.create('Two', 'CREATE TABLE two ()', 'DROP TABLE two', 7)");
    assert_eq!(
        session.query_text("SELECT version, status, detail, job FROM migrate.apply()"),
        ["7|queued|behind job 1 (create index t_n_idx)|2"]
    );
    drop(blocker);
    session.exec("CALL migrate.wait()");
    assert_eq!(session.query_text(JOBS), ["1|create index t_n_idx|done", "2|apply 7 Two|done"]);
    let back = "SELECT version, status, job FROM migrate.rollback()";
    assert_eq!(session.query_text(back), ["7|rolled back|"]);
    all_done(&db);
}

/// Somebody's open transaction has applied it; whatever becomes of that, it is applied once.
#[test]
fn what_an_open_transaction_does_is_waited_for() {
    let db = Db::fresh();
    let mut first = db.session();
    first.exec("SELECT migrate.create('One', 'CREATE TABLE one ()', 'DROP TABLE one', 1)");
    for end in ["ROLLBACK", "COMMIT"] {
        let mut second = db.session();
        first.exec("BEGIN; SELECT * FROM migrate.apply(); SELECT * FROM migrate.rollback(); SELECT * FROM migrate.apply()");
        let pid = first.pid();
        let detail = second.one("SELECT detail FROM migrate.apply()");
        assert!(detail.starts_with(&format!("behind pid {pid}, ")), "{detail}");
        first.exec(end);
        second.exec("CALL migrate.wait()");
        assert_eq!(second.one("SELECT count(*) FROM pg_class WHERE relname = 'one'"), "1");
        assert_eq!(second.query_text("SELECT version, status FROM migrate.status()"), ["1|applied"]);
        second.exec("SELECT * FROM migrate.rollback()");
    }
}

/// The script of somebody who pastes line after line, while the first is still at work.
#[test]
fn lines_that_depend_on_each_other() {
    let (db, mut session, blocker) = at_work();
    let call = |session: &mut Session, call: &str| {
        session.query_text(&format!("SELECT DISTINCT status, job FROM migrate.{call}"))
    };
    let add = "safe_add_column('t', 'token', 'uuid', 'gen_random_uuid()')";
    assert_eq!(call(&mut session, add), ["queued|2"]);
    assert_eq!(
        session.query_text(
            "SELECT step, what, status, replace(detail, E'\\n', ' '), job
             FROM migrate.safe_create_index('t', ARRAY['token'], 'by_token')"
        ),
        [
            "1|create index by_token|queued|planned when its turn comes, since it depends on job 2 (add column t.token)|3"
        ]
    );
    assert_eq!(call(&mut session, "safe_set_not_null('t', 'token')"), ["queued|4"]);
    let check = "safe_add_constraint('t', 'some', 'token IS NOT NULL')";
    assert_eq!(call(&mut session, check), ["queued|5"]);
    // What nobody makes is refused, as ever.
    let error = session.expect_error("SELECT * FROM migrate.safe_create_index('t', ARRAY['tokens'])");
    assert_eq!(error.sqlstate, "42703");
    let error = session.expect_error("SELECT * FROM migrate.safe_set_not_null('small', 'token')");
    assert_eq!(error.sqlstate, "42703");
    drop(blocker);
    session.exec("CALL migrate.wait(5)");
    all_done(&db);
    assert_eq!(session.one("SELECT indisvalid FROM pg_index WHERE indexrelid = 'by_token'::regclass"), "t");
    assert_eq!(session.one("SELECT count(*) FROM t WHERE token IS NULL"), "0");
}

/// The same in psql, which goes on after an error: no line of the script may have one.
#[test]
fn a_pasted_script() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    session.exec("CREATE TABLE small (id int PRIMARY KEY)");
    let blocker = block_index_builds(&db);
    let script = "
        SET migrate.small_table = 0;
        SELECT * FROM migrate.safe_create_index('t', ARRAY['n']);
        SELECT * FROM migrate.safe_add_column('small', 'x', 'int');
        SELECT * FROM migrate.safe_add_constraint('t', 'c1', 'true');
        SELECT * FROM migrate.safe_add_column('t', 'key', 'uuid', 'gen_random_uuid()');
        SELECT * FROM migrate.safe_create_index('t', ARRAY['key'], 't_key');
        SELECT * FROM migrate.safe_set_not_null('t', 'key');
        SELECT * FROM migrate.safe_add_unique('t', ARRAY['key'], 't_unique');
        SELECT * FROM migrate.safe_set_default('t', 'key', 'NULL');";
    let lines: Vec<&str> = script.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let mut arguments = vec!["-X", "-d", db.name()];
    lines.iter().for_each(|line| arguments.extend(["-c", line]));
    let output = db.server().run("psql", &arguments);
    let errors = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(output.status.success() && errors.is_empty(), "{errors}");
    drop(blocker);
    db.wait_for("SELECT status, count(*) FROM migrate.jobs GROUP BY 1", &["done|8"]);
    let unique =
        "SELECT indisvalid FROM pg_index WHERE indexrelid IN ('t_key'::regclass, 't_unique'::regclass)";
    assert_eq!(session.query_text(unique), ["t", "t"]);
}

/// What is there now and will be taken away before its turn.
#[test]
fn what_a_job_ahead_takes_away_is_made_again() {
    let (db, mut session, blocker) = at_work();
    session.exec("SELECT * FROM migrate.safe_drop_not_null('t', 'n')");
    assert_eq!(
        session.query_text("SELECT status, job FROM migrate.safe_set_not_null('t', 'n')"),
        ["queued|3"]
    );
    drop(blocker);
    session.exec("CALL migrate.wait()");
    all_done(&db);
    let sql = "SELECT attnotnull FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'n'";
    assert_eq!(session.one(sql), "t");
}

#[test]
fn what_was_planned_for_later_and_does_not_fit_fails_with_its_own_words() {
    let (db, mut session, blocker) = at_work();
    session.exec("SELECT * FROM migrate.safe_add_column('t', 'x', 'int', '1')");
    session.exec("SELECT * FROM migrate.safe_create_index('t', ARRAY['x'], 'by_x')");
    session.exec("SELECT * FROM migrate.cancel(2)");
    drop(blocker);
    let error = session.expect_error("CALL migrate.wait(3)");
    assert_eq!((error.sqlstate.as_str(), error.message.contains("\"x\"")), ("42703", true), "{error:?}");
    db.wait_for("SELECT id, status FROM migrate.jobs ORDER BY 1", &["1|done", "2|cancelled", "3|failed"]);
}

/// Two of one transaction come to the lock at the same time.
#[test]
fn jobs_run_in_the_order_of_their_numbers() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    session.exec("SET migrate.small_table = 0; BEGIN");
    for number in 0..4 {
        session.exec(&format!("SELECT * FROM migrate.safe_create_index('t', ARRAY['n'], 'i{number}')"));
    }
    session.exec("COMMIT");
    session.exec("CALL migrate.wait(4)");
    let order = "SELECT string_agg(id::text, ',' ORDER BY started_at) FROM migrate.jobs";
    assert_eq!(session.one(order), "1,2,3,4");
}

#[test]
fn waiting_without_a_number() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let error = session.expect_error("CALL migrate.wait()");
    assert_eq!((error.sqlstate.as_str(), error.hint.contains("pooler")), ("55000", true), "{error:?}");
    session.exec("SET migrate.small_table = 0");
    session.exec("SELECT * FROM migrate.safe_create_index('t', ARRAY['n'])");
    assert_eq!(session.one("CALL migrate.wait()"), "job 1 is done");
    // One that was rolled back is not there, and is passed over.
    session.exec("BEGIN; SELECT * FROM migrate.safe_create_index('t', ARRAY['n'], 'other'); ROLLBACK");
    assert_eq!(session.one("CALL migrate.wait()"), "job 1 is done");
    session.exec("SELECT * FROM migrate.safe_set_not_null('t', 'id')");
    // It fails with the job's own words.
    session.exec("INSERT INTO t VALUES (1001, 1)");
    session.exec("SELECT * FROM migrate.safe_create_index('t', ARRAY['n'], 'u', is_unique => true)");
    let error = session.expect_error("CALL migrate.wait()");
    assert_eq!(error.sqlstate, "23505");
    // Another session has asked for nothing; nor has another role in this one.
    assert_eq!(db.session().expect_error("CALL migrate.wait()").sqlstate, "55000");
    let role = operator(&db, "");
    session.exec(&format!("SET ROLE {role}"));
    assert_eq!(session.expect_error("CALL migrate.wait()").sqlstate, "55000");
}

#[test]
fn one_operation_is_run_to_its_end() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    let run = |call: &str| format!("CALL migrate.run($$SELECT * FROM migrate.{call}$$)");
    assert_eq!(session.one(&run("safe_add_column('t', 'x', 'int')")), "add column t.x: done");
    assert_eq!(session.one(&run("safe_add_column('t', 'x', 'int')")), "add column t.x: already done");
    session.exec("SET migrate.small_table = 0");
    let done = session.one(&run("safe_create_index('t', ARRAY['x'])"));
    assert!(done.starts_with("job 1 (create index t_x_idx) done in "), "{done}");
    assert_eq!(session.one("SELECT indisvalid FROM pg_index WHERE indexrelid = 't_x_idx'::regclass"), "t");
    // A failing job makes it fail.
    session.exec("INSERT INTO t VALUES (1001, 1, 1), (1002, 1, 1)");
    let unique = run("safe_create_index('t', ARRAY['x'], 'u', is_unique => true)");
    let error = session.expect_error(&unique);
    assert_eq!(error.sqlstate, "23505");
    // So does what is refused at once.
    assert_eq!(session.expect_error(&run("safe_set_not_null('t', 'nope')")).sqlstate, "42703");
    // Without FROM, and a change with its ends.
    let rename = "CALL migrate.run('SELECT migrate.safe_rename_column(''t'', ''x'', ''y'')')";
    assert!(session.one(rename).contains("(rename t.x to y) done in "));
    session.exec(&run("complete('t', 'y')"));
    assert_eq!(
        session.one("SELECT count(*) FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'y'"),
        "1"
    );
    let undone = session.one(&run(
        "undo((SELECT id FROM migrate.operations WHERE operation LIKE '%index%' AND status = 'done'))",
    ));
    assert!(undone.contains(" (undo: drop index t_x_idx) done in "), "{undone}");
    // In a transaction it asks as the call itself would.
    session.exec("BEGIN");
    let asked = session.one(&run("safe_create_index('t', ARRAY['id'], 'later')"));
    assert!(asked.starts_with("job ") && asked.ends_with(" starts when this commits"), "{asked}");
    session.exec("COMMIT");
    session.exec("CALL migrate.wait()");
    assert_eq!(session.one("SELECT indisvalid FROM pg_index WHERE indexrelid = 'later'::regclass"), "t");
}

#[test]
fn what_is_not_one_call_is_not_run() {
    let db = Db::fresh();
    let mut session = db.session();
    tables(&mut session);
    for (text, sqlstate) in [
        ("", "42601"),
        ("SELECT", "42601"),
        ("SELECT 1", "42601"),
        ("DROP TABLE t", "42601"),
        ("SELECT * FROM migrate.undo(1); SELECT * FROM migrate.undo(2)", "42601"),
        ("SELECT * FROM migrate.safe_drop_index('i') WHERE pg_sleep(1) IS NULL", "42601"),
        ("SELECT * FROM migrate.safe_drop_index('i'), migrate.safe_drop_index('j')", "42601"),
        ("SELECT * FROM safe_drop_index('i')", "42601"),
        ("SELECT migrate.safe_add_column('t', n, 'int') FROM unnest(ARRAY['a', 'b']) n", "42601"),
        ("SELECT * FROM migrate.safe_drop_index(", "42601"),
        ("SELECT * FROM migrate.apply()", "0A000"),
        ("SELECT migrate.current_version()", "0A000"),
        ("SELECT * FROM migrate.status()", "0A000"),
    ] {
        let literal = text.replace('\'', "''");
        let error = session.expect_error(&format!("CALL migrate.run('{literal}')"));
        assert_eq!((error.sqlstate.as_str(), error.hint.is_empty()), (sqlstate, false), "{text}: {error:?}");
    }
    assert_eq!(session.expect_error("CALL migrate.run(NULL)").sqlstate, "22004");
    // As whoever calls it: the rights are those of the call itself.
    let role = operator(&db, "LOGIN");
    let mut other = db.session_as(&role);
    let error =
        other.expect_error("CALL migrate.run($$SELECT * FROM migrate.safe_add_column('t', 'x', 'int')$$)");
    assert_eq!(error.sqlstate, "42501");
    assert_eq!(session.query_text("SELECT id FROM migrate.jobs"), [""; 0]);
}

/// A cancel of the waiting call is the job's; a statement_timeout ends the waiting alone.
#[test]
fn a_cancelled_run_cancels_its_job() {
    let (db, mut session, blocker) = at_work();
    session.exec("SET statement_timeout = '2s'");
    let run = "CALL migrate.run($$SELECT * FROM migrate.safe_add_column('small', 'x', 'int')$$)";
    let error = session.expect_error(run);
    assert_eq!(
        (error.sqlstate.as_str(), error.detail.contains("job 2 continues")),
        ("57014", true),
        "{error:?}"
    );
    session.exec("RESET statement_timeout");
    let run = "CALL migrate.run($$SELECT * FROM migrate.safe_add_column('small', 'y', 'int')$$)";
    let waiting = session.start(run);
    db.wait_for("SELECT count(*) FROM migrate.jobs", &["3"]);
    waiting.cancel();
    let (_, error) = waiting.error();
    assert_eq!(error.sqlstate, "57014", "{error:?}");
    drop(blocker);
    db.wait_for("SELECT id, status FROM migrate.jobs ORDER BY 1", &["1|done", "2|done", "3|cancelled"]);
}
