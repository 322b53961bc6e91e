//! Backfills: what is filled and how, what a second call says, what is refused; partitions, children, quoted names; rows
//! that fail.

use migrate_client_tests::{Db, Session};

/// A table `t` of so many rows, large for this session, in batches of a few milliseconds.
fn table(db: &Db, rows: u32) -> Session {
    let mut session = db.session();
    session.exec(&format!(
        "CREATE TABLE t (id int PRIMARY KEY, body text, n int);
         INSERT INTO t SELECT i, repeat('x', i % 100) FROM generate_series(1, {rows}) i;
         SET migrate.small_table = 0; SET migrate.backfill_target = 5"
    ));
    session
}

/// Waits until all jobs are done.
fn all_done(db: &Db) {
    db.wait_for("SELECT status, error->>'message' FROM migrate.jobs GROUP BY 1, 2", &["done|"]);
}

const FILL: &str =
    "SELECT status FROM migrate.safe_backfill('t', 'n = length(body)', condition => 'n IS NULL')";
const WRONG: &str = "SELECT count(*) FROM t WHERE n IS DISTINCT FROM length(body)";

#[test]
fn a_large_table_is_filled_in_many_transactions() {
    let db = Db::fresh();
    let mut session = table(&db, 20_000);
    assert_eq!(session.query_text(FILL), ["queued"]);
    all_done(&db);
    assert_eq!(session.one(WRONG), "0");
    assert_eq!(
        session.one(
            "SELECT status, rows, blocks_done = blocks_total, batches > 3 FROM migrate.backfill_details"
        ),
        "done|20000|t|t"
    );
    assert_eq!(session.one("SELECT count(DISTINCT xmin::text) > 3 FROM t"), "t");
    assert_eq!(
        session.query_text("SELECT kind, status, sql FROM migrate.journal"),
        ["batched|done|UPDATE public.t SET n = length(body) WHERE n IS NULL;"]
    );
}

#[test]
fn a_second_call_has_nothing_to_do() {
    let db = Db::fresh();
    let mut session = table(&db, 1_000);
    session.exec(FILL);
    all_done(&db);
    // A row whose value is what it would be set to is done, although it fits the condition.
    session.exec("INSERT INTO t VALUES (0, NULL, NULL)");
    assert_eq!(session.query_text(FILL), ["already done"]);
    session.exec("INSERT INTO t VALUES (-1, 'x', NULL)");
    assert_eq!(session.query_text(FILL), ["queued"]);
    all_done(&db);
    assert_eq!(session.one(WRONG), "0");
}

#[test]
fn a_small_table_is_filled_at_once() {
    let db = Db::fresh();
    let mut session = table(&db, 1_000);
    session.exec("SET migrate.small_table = 1000; BEGIN");
    assert_eq!(session.query_text(FILL), ["done"]);
    session.exec("ROLLBACK");
    assert_eq!(session.one("SELECT count(n) FROM t"), "0");
}

#[test]
fn without_a_condition_it_runs_again() {
    let db = Db::fresh();
    let mut session = table(&db, 1_000);
    const ALL: &str = "SELECT status FROM migrate.safe_backfill('t', 'n = 1')";
    for _ in 0..2 {
        assert_eq!(session.query_text(ALL), ["queued"]);
        all_done(&db);
    }
    assert_eq!(session.one("SELECT count(*) FROM t WHERE n = 1"), "1000");
    assert_eq!(
        session.query_text("SELECT rows >= 1000, pass FROM migrate.backfill_details ORDER BY backfill"),
        ["t|0", "t|0"]
    );
}

#[test]
fn a_dry_run_is_a_script_that_does_the_same() {
    let db = Db::fresh();
    let mut session = table(&db, 1_000);
    let row = session.one(
        "SELECT sql, lock, status FROM migrate.safe_backfill(
             't', '\"n\" = length(body), body = upper(body) -- all', 'n IS NULL -- yet', dry_run => true)",
    );
    assert!(row.ends_with(";|ROW EXCLUSIVE|planned"), "{row}");
    assert_eq!(session.one("SELECT count(n) || '/' || (SELECT count(*) FROM migrate.jobs) FROM t"), "0/0");
    session.exec(row.split('|').next().expect("sql"));
    assert_eq!(session.one("SELECT count(*) FROM t WHERE n = length(body) AND body = upper(body)"), "1000");
}

#[test]
fn partitions_and_what_they_are_called() {
    let db = Db::fresh();
    let mut session = db.session();
    // The partition has its columns in another order, and one that was dropped.
    session.exec(
        "CREATE SCHEMA \"Shop\"; CREATE TABLE \"Shop\".\"Order\" (id int, \"wordCount\" int) PARTITION BY RANGE (id);
         CREATE TABLE p1 PARTITION OF \"Shop\".\"Order\" FOR VALUES FROM (0) TO (500);
         CREATE TABLE \"P 2\" (gone int, \"wordCount\" int, id int);
         ALTER TABLE \"P 2\" DROP COLUMN gone;
         ALTER TABLE \"Shop\".\"Order\" ATTACH PARTITION \"P 2\" FOR VALUES FROM (500) TO (1001);
         INSERT INTO \"Shop\".\"Order\" SELECT i FROM generate_series(1, 1000) i;
         SET migrate.small_table = 0",
    );
    session.exec(
        "SELECT migrate.safe_backfill('\"Shop\".\"Order\"', '\"wordCount\" = \"Order\".id * 2', '\"wordCount\" IS NULL')",
    );
    all_done(&db);
    assert_eq!(session.one("SELECT count(*) FROM \"Shop\".\"Order\" WHERE \"wordCount\" = id * 2"), "1000");
    assert_eq!(
        session.query_text("SELECT table_name, total_rows FROM migrate.backfill_ranges ORDER BY number"),
        ["public.\"P 2\"|501", "public.p1|499"]
    );
}

#[test]
fn children_of_a_table_are_filled_with_it() {
    let db = Db::fresh();
    let mut session = table(&db, 10);
    session.exec(
        "CREATE TABLE child (extra int) INHERITS (t); INSERT INTO child SELECT i, 'xx' FROM generate_series(1, 10) i;
         SET migrate.small_table = 1000",
    );
    session.exec(FILL);
    all_done(&db);
    assert_eq!(session.one("SELECT count(n) FROM t"), "20");
}

#[test]
fn another_schema_may_stand_before_the_servers_own() {
    let db = Db::fresh();
    let mut session = table(&db, 1_000);
    // What the caller's search path says is length is what it is, in the worker too; the engine's own SQL is not misled.
    session.exec(
        "CREATE SCHEMA mine; CREATE FUNCTION mine.length(text) RETURNS int IMMUTABLE LANGUAGE sql RETURN 7;
         CREATE FUNCTION mine.no(tid, tid) RETURNS bool IMMUTABLE LANGUAGE sql RETURN false;
         CREATE OPERATOR mine.>= (LEFTARG = tid, RIGHTARG = tid, FUNCTION = mine.no);
         SET search_path = mine, public, pg_catalog",
    );
    session.exec(FILL);
    all_done(&db);
    assert_eq!(session.one("SELECT count(*) FROM t WHERE n = 7"), "1000");
}

#[test]
fn what_cannot_be_filled_is_refused() {
    let db = Db::fresh();
    let mut session = table(&db, 10);
    session.exec(
        "CREATE VIEW v AS SELECT * FROM t; CREATE TABLE g (a int, b int GENERATED ALWAYS AS (a) STORED);
         CREATE TEMP TABLE temporary (n int)",
    );
    let mut refused = |call: &str| {
        let error = session.expect_error(&format!("SELECT * FROM migrate.safe_backfill({call})"));
        format!("{} {}", error.sqlstate, error.message)
    };
    let list = "42601 argument \"assignments\" is not a list of columns and what each is set to";
    for (call, error) in [
        ("'v', 'n = 1'", "42809 \"v\" is a view"),
        ("'temporary', 'n = 1'", "42809 \"temporary\" is a temporary table"),
        ("'pg_class', 'relname = 1'", "42809 \"pg_class\" is a table of the server"),
        ("'g', 'b = 1'", "42P16 column \"b\" is a generated column, whose value is its expression's"),
        ("'t', 'm = 1'", "42703 column \"m\" of relation \"t\" does not exist"),
        ("'t', 'n = m'", "42703 column \"m\" of relation \"t\" does not exist"),
        (
            "'t', 'n = now()'",
            "42804 column \"n\" is of type integer but expression is of type timestamp with time zone",
        ),
        ("'t', 'n = 1', 'm IS NULL'", "42703 column \"m\" of relation \"t\" does not exist"),
        ("'t', 'n = 1', 'id'", "42804 argument of WHERE must be type boolean, not type integer"),
        ("'t', 'n = 1; DROP TABLE t'", list),
        ("'t', 'n = 1 WHERE id = 1'", list),
        ("'t', 'n = 1 RETURNING id'", list),
        ("'t', '(n, id) = (1, 2)'", list),
        ("'t', ''", "22023 argument \"assignments\" must not be empty"),
        ("'t', NULL", "22004 assignments must not be null"),
        ("'t', 'n = 1', 'true); DROP TABLE t; --'", "42601 argument \"condition\" is not one expression"),
        ("'t', 'n = 1', on_error => 'ignore'", "22023 argument \"on_error\" cannot be \"ignore\""),
    ] {
        assert_eq!(refused(call), error, "{call}");
    }
}

#[test]
fn a_row_that_fails_is_named_and_the_rest_waits_for_it() {
    let db = Db::fresh();
    let mut session = table(&db, 5_000);
    session.exec("UPDATE t SET body = 'seven' WHERE id = 3000; UPDATE t SET body = '7' WHERE id <> 3000");
    const CALL: &str = "SELECT migrate.safe_backfill('t', 'n = body::int', 'n IS NULL')";
    session.exec(CALL);
    db.wait_for("SELECT status FROM migrate.jobs", &["failed"]);
    let ctid = session.one("SELECT ctid FROM t WHERE id = 3000");
    assert_eq!(
        session.one("SELECT error->>'message', error->>'detail' FROM migrate.jobs"),
        format!(
            "safe_backfill on t failed in step 1 of 1: backfill n|\
             22P02: invalid input syntax for type integer: \"seven\": Row {ctid} of public.t, key {{\"id\": 3000}}.\n\
             Batches that are committed stay."
        )
    );
    let done: u32 = session.one("SELECT rows FROM migrate.backfill_details").parse().expect("a number");
    assert!((1..5_000).contains(&done), "{done}");
    // The next call goes on, and does not do again what is done.
    session.exec(&format!("UPDATE t SET body = '8' WHERE id = 3000; {CALL}"));
    db.wait_for("SELECT status, rows FROM migrate.backfill_details", &["done|5000"]);
    assert_eq!(session.one("SELECT count(*) FROM t WHERE n = body::int"), "5000");
}

#[test]
fn rows_that_fail_can_be_skipped() {
    let db = Db::fresh();
    let mut session = table(&db, 3_000);
    session.exec(
        "UPDATE t SET body = CASE WHEN id % 1000 = 0 THEN 'x' ELSE '7' END;
         SELECT migrate.safe_backfill('t', 'n = body::int', 'n IS NULL', on_error => 'skip')",
    );
    db.wait_for("SELECT status, rows, skipped FROM migrate.backfill_details", &["done|2997|3"]);
    assert_eq!(
        session.query_text(
            "SELECT table_name, row_key, sqlstate, row_ctid = t.ctid::text
             FROM migrate.backfill_skipped s JOIN t ON t.id = (row_key->>'id')::int ORDER BY t.id"
        ),
        [
            "public.t|{\"id\": 1000}|22P02|t",
            "public.t|{\"id\": 2000}|22P02|t",
            "public.t|{\"id\": 3000}|22P02|t"
        ]
    );
    assert_eq!(session.one("SELECT count(*) FROM t WHERE n = 7"), "2997");
}

#[test]
fn rows_of_partitions_are_named_by_partition_and_key() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (id int, day date, body text, n int, PRIMARY KEY (day, id)) PARTITION BY RANGE (day);
         CREATE TABLE t_old PARTITION OF t FOR VALUES FROM (MINVALUE) TO ('2024-01-01');
         CREATE TABLE t_new PARTITION OF t FOR VALUES FROM ('2024-01-01') TO (MAXVALUE);
         INSERT INTO t SELECT i, date '2023-12-30' + i % 4, CASE WHEN i IN (6, 9) THEN 'x' ELSE '7' END FROM generate_series(1, 100) i;
         SET migrate.small_table = 0; SELECT migrate.safe_backfill('t', 'n = body::int', 'n IS NULL', on_error => 'skip')",
    );
    db.wait_for("SELECT status, rows, skipped FROM migrate.backfill_details", &["done|98|2"]);
    assert_eq!(
        session.query_text("SELECT table_name, row_key FROM migrate.backfill_skipped ORDER BY 1"),
        [r#"public.t_new|{"id": 6, "day": "2024-01-01"}"#, r#"public.t_old|{"id": 9, "day": "2023-12-31"}"#]
    );
}

#[test]
fn a_failure_that_is_no_rows_is_not_skipped() {
    let db = Db::fresh();
    let mut session = table(&db, 100);
    session.exec(
        "CREATE FUNCTION broken() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT gone FROM nothing); END';
         SELECT migrate.safe_backfill('t', 'n = broken()', on_error => 'skip')",
    );
    db.wait_for("SELECT status, skipped FROM migrate.backfill_details", &["failed|0"]);
}

#[test]
fn rows_that_a_policy_hides_meanwhile_are_an_error() {
    let db = Db::fresh();
    let owner = crate::common::operator(&db, "LOGIN");
    let mut session = db.session_as(&owner);
    session.exec(
        "CREATE TABLE t (id int, body text, n int); INSERT INTO t SELECT 1, 'x' FROM generate_series(1, 10);
         CREATE TABLE busy AS SELECT true AS now; SET migrate.small_table = 0;
         SELECT migrate.safe_backfill('t', 'n = length(body)', wait_while => 'SELECT now FROM busy')",
    );
    db.wait_for("SELECT waiting_for FROM migrate.backfill_details", &["the query SELECT now FROM busy"]);
    session.exec(
        "CREATE POLICY few ON t USING (id > 1); ALTER TABLE t ENABLE ROW LEVEL SECURITY;
         ALTER TABLE t FORCE ROW LEVEL SECURITY; UPDATE busy SET now = false",
    );
    db.wait_for(
        "SELECT status, error->>'detail' FROM migrate.jobs",
        &["failed|42501: query would be affected by row-level security policy for table \"t\".\nBatches that are committed stay."],
    );
}

#[test]
fn triggers_of_the_table_fire() {
    let db = Db::fresh();
    let mut session = table(&db, 100);
    session.exec(
        "CREATE TABLE log (id int); CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql
             AS 'BEGIN INSERT INTO log VALUES (new.id); RETURN new; END';
         CREATE TRIGGER note BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION note()",
    );
    session.exec(FILL);
    all_done(&db);
    assert_eq!(session.one("SELECT count(DISTINCT id), count(*) FROM log"), "100|100");
}

#[test]
fn a_trigger_that_has_another_opinion_does_not_make_it_run_for_ever() {
    let db = Db::fresh();
    let mut session = table(&db, 5_000);
    session.exec(
        "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN new.n := -1; RETURN new; END';
         CREATE TRIGGER no BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION no();
         SELECT migrate.safe_backfill('t', 'n = length(body)')",
    );
    all_done(&db);
    assert_eq!(session.one("SELECT count(*) FROM t WHERE n = -1"), "5000");
    assert_eq!(session.one("SELECT pass, rows < 6000 FROM migrate.backfill_details"), "0|t");
}

#[test]
fn what_depends_on_itself_must_come_to_rest() {
    let db = Db::fresh();
    let mut session = table(&db, 1_000);
    session.exec("UPDATE t SET n = 1, body = 'Some Body'");
    for (set, error) in [
        (
            "n = n + 1",
            "failed|cannot backfill table \"t\" in batches with values that depend on the old ones",
        ),
        ("body = lower(body)", "done|"),
        ("n = coalesce(n, 0)", "done|"),
        // Nothing tells which rows are done.
        (
            "n = n + 1, body = ''done''",
            "failed|cannot backfill table \"t\" in batches with values that depend on the old ones",
        ),
    ] {
        session.exec(&format!("SELECT migrate.safe_backfill('t', '{set}')"));
        db.wait_for(
            "SELECT status, split_part(error->>'detail', ': ', 2) FROM migrate.jobs ORDER BY id DESC LIMIT 1",
            &[error],
        );
    }
    // With a condition that the assignments make false it is done once.
    session.exec("UPDATE t SET body = 'todo'");
    session.exec("SELECT migrate.safe_backfill('t', 'n = n + 1, body = ''done''', 'body = ''todo''')");
    all_done_but(&db, 2);
    assert_eq!(session.one("SELECT n, body, count(*) FROM t GROUP BY 1, 2"), "2|done|1000");
    let error = session.expect_error("SELECT migrate.safe_backfill('t', 'n = n + random()::int')");
    assert_eq!(error.sqlstate, "0A000");
}

/// Waits until all jobs have ended, of which so many have failed.
fn all_done_but(db: &Db, failed: u32) {
    let sql = "SELECT count(*) FILTER (WHERE status = 'failed'), count(*) FILTER (WHERE status IN ('queued', 'running')) FROM migrate.jobs";
    db.wait_for(sql, &[&format!("{failed}|0")]);
}
