//! `safe_replace_index`, broken off at each of its points too, and `repair_indexes`.

use migrate_client_tests::{Cluster, Db, Session, wait_until};

use crate::common::{INDEXES, WORKERS, block_index_builds, wait_for_blocked_worker};
use crate::operations_more::{all_done, units};

/// Table `t`, large for this session, with index `Odd i`.
fn tables(db: &Db) -> Session {
    let mut session = db.session();
    session.exec(
        r#"CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL, name text);
           INSERT INTO t SELECT n, n, 'name' FROM generate_series(1, 100) n;
           CREATE INDEX "Odd i" ON t (n); COMMENT ON INDEX "Odd i" IS 'by number';
           SET migrate.small_table = 0"#,
    );
    session
}

const REPLACE: &str =
    r#"FROM migrate.safe_replace_index('"Odd i"', ARRAY['n DESC', 'name'], predicate => 'n > 5'"#;
const DEFINITIONS: &str = "SELECT pg_get_indexdef(indexrelid), obj_description(indexrelid, 'pg_class'), indisclustered, indisreplident
    FROM pg_index WHERE indrelid = 't'::regclass AND NOT indisprimary ORDER BY 1";
const REPLACED: &str =
    r#"CREATE INDEX "Odd i" ON public.t USING btree (n DESC, name) WHERE (n > 5)|by number|f|f"#;

#[test]
fn an_index_gets_another_definition() {
    let db = Db::fresh();
    let mut session = tables(&db);
    let before = session.query_text(DEFINITIONS);
    let script = session.query_text(&format!("SELECT sql {REPLACE}, dry_run => true) ORDER BY step"));
    assert_eq!(session.query_text(DEFINITIONS), before, "a dry run touches nothing");
    session.exec(&format!("SELECT {REPLACE})"));
    all_done(&db);
    assert_eq!(
        units(&mut session),
        [
            "standalone|CREATE INDEX CONCURRENTLY \"Odd i_new\" ON public.t USING btree (n DESC, name) WHERE n > 5;",
            "transaction|ALTER INDEX public.\"Odd i\" RENAME TO \"Odd i_old\";\nALTER INDEX public.\"Odd i_new\" RENAME TO \"Odd i\";\nCOMMENT ON INDEX public.\"Odd i_old\" IS 'replaced by migrate.safe_replace_index, to be dropped';\nCOMMENT ON INDEX public.\"Odd i\" IS 'by number';",
            "standalone|DROP INDEX CONCURRENTLY IF EXISTS public.\"Odd i_old\";",
        ]
    );
    assert_eq!(session.query_text(DEFINITIONS), [REPLACED]);
    assert_eq!(session.query_text(&format!("SELECT status {REPLACE})")), ["already done"]);
    let other = Db::fresh();
    let mut session = tables(&other);
    script.iter().for_each(|sql| session.exec(sql));
    assert_eq!(session.query_text(DEFINITIONS), [REPLACED]);
}

#[test]
fn what_the_table_uses_it_for_stays() {
    let db = Db::fresh();
    let mut session = tables(&db);
    session.exec(
        "CREATE UNIQUE INDEX key ON t (n); ALTER TABLE t CLUSTER ON key; ALTER TABLE t REPLICA IDENTITY USING INDEX key",
    );
    let call = "SELECT status FROM migrate.safe_replace_index('key', '{n,id}', is_unique => true)";
    session.exec(call);
    all_done(&db);
    let expected = "CREATE UNIQUE INDEX key ON public.t USING btree (n, id)||t|t";
    assert_eq!(session.query_text(DEFINITIONS).last().map(String::as_str), Some(expected));
    assert_eq!(session.query_text(call), ["already done"]);
}

#[test]
fn of_a_small_table_at_once_and_back() {
    let db = Db::fresh();
    let mut session = tables(&db);
    session.exec("RESET migrate.small_table");
    let before = session.query_text(DEFINITIONS);
    assert_eq!(session.query_text(&format!("SELECT status {REPLACE})")), ["done", "done", "done"]);
    assert_eq!(session.query_text(DEFINITIONS), [REPLACED]);
    session.exec("SELECT * FROM migrate.undo((SELECT max(id) FROM migrate.operations))");
    assert_eq!(session.query_text(DEFINITIONS), before);
}

/// An index of somebody else with a name that the operation would use is not touched.
#[test]
fn names_that_are_taken() {
    let db = Db::fresh();
    let mut session = tables(&db);
    session.exec(r#"CREATE INDEX "Odd i_old" ON t (name)"#);
    let error = session.expect_error(&format!("SELECT {REPLACE})"));
    assert_eq!(error.sqlstate, "42P07", "{}", error.message);
    session.exec(r#"ALTER INDEX "Odd i_old" RENAME TO "Odd i_new""#);
    let error = session.expect_error(&format!("SELECT {REPLACE})"));
    assert_eq!(error.sqlstate, "42710", "{}", error.message);
    session.exec(r#"DROP INDEX "Odd i_new""#);
    session.exec(&format!("SELECT {REPLACE})"));
    all_done(&db);
    session.exec(r#"CREATE INDEX "Odd i_old" ON t (name)"#);
    assert_eq!(session.query_text(&format!("SELECT status {REPLACE})")), ["already done"]);
}

#[test]
fn what_cannot_be_replaced() {
    let db = Db::fresh();
    let mut session = tables(&db);
    session.exec(
        "CREATE TABLE p (a int) PARTITION BY RANGE (a); CREATE TABLE p1 PARTITION OF p DEFAULT; CREATE INDEX pa ON p (a);
         CREATE UNIQUE INDEX key ON t (n); CREATE TABLE c (n int REFERENCES t (n))",
    );
    for (index, detail) in [
        ("t_pkey", "It belongs to constraint \"t_pkey\"."),
        ("pa", "It is the index of a partitioned table."),
        ("p1_a_idx", "It is a part of the index of a partitioned table."),
        ("key", "It is what c_n_fkey of c refers to."),
    ] {
        let error =
            session.expect_error(&format!("SELECT FROM migrate.safe_replace_index('{index}', '{{id}}')"));
        assert_eq!((error.sqlstate.as_str(), error.detail.as_str()), ("0A000", detail), "{index}");
    }
    for (call, sqlstate) in
        [("'nowhere', '{id}'", "42704"), ("'\"Odd i\"', '{}'", "22023"), ("'\"Odd i\"', '{x}'", "42703")]
    {
        let error = session.expect_error(&format!("SELECT FROM migrate.safe_replace_index({call})"));
        assert_eq!(error.sqlstate, sqlstate, "{call}: {}", error.message);
    }
}

/// The worker is killed in each unit; the next call goes on from what is there.
#[test]
fn killed_at_each_point() {
    let cluster = Cluster::start(&[]);
    // What is locked when the worker is to stop, and where.
    for (table, mode, left) in [
        ("t", "ROW EXCLUSIVE", vec!["\"Odd i\"|t", "\"Odd i_new\"|f"]),
        ("t", "SHARE UPDATE EXCLUSIVE", vec!["\"Odd i\"|t"]),
        ("migrate.journal", "EXCLUSIVE", vec!["\"Odd i\"|t"]),
    ] {
        let db = Db::on(&cluster);
        let mut session = tables(&db);
        let mut blocker = db.session();
        blocker.exec(&format!("BEGIN; LOCK TABLE {table} IN {mode} MODE"));
        session.exec(&format!("SELECT {REPLACE})"));
        let pid = wait_for_blocked_worker(&db);
        cluster.kill_process(&pid);
        wait_until("the session is closed", || session.is_closed());
        db.wait_until_up();
        db.wait_for(WORKERS, &["0"]);
        let mut session = db.session();
        assert_eq!(session.query_text(INDEXES), left, "{table} in {mode}");
        session.exec("SET migrate.small_table = 0");
        session.exec(&format!("SELECT {REPLACE})"));
        db.wait_for("SELECT status FROM migrate.jobs ORDER BY id DESC LIMIT 1", &["done"]);
        assert_eq!(session.query_text(DEFINITIONS), [REPLACED], "{table} in {mode}");
    }
}

/// Terminated when it is to drop the old one.
#[test]
fn broken_off_behind_the_renaming() {
    let db = Db::fresh();
    let mut session = tables(&db);
    let script = session.query_text(&format!("SELECT sql {REPLACE}, dry_run => true) ORDER BY step"));
    script.iter().take(script.len() - 1).for_each(|sql| session.exec(sql));
    assert_eq!(session.query_text(&format!("SELECT status {REPLACE})")), ["already done", "queued"]);
    all_done(&db);
    assert_eq!(session.query_text(DEFINITIONS), [REPLACED]);
}

#[test]
fn every_invalid_index_is_repaired() {
    let db = Db::fresh();
    let mut session = tables(&db);
    session.exec("CREATE SCHEMA s; CREATE TABLE s.u (a int); INSERT INTO s.u VALUES (1), (1)");
    session.expect_error("CREATE UNIQUE INDEX CONCURRENTLY doubled ON s.u (a)");
    // A REINDEX CONCURRENTLY that is broken off leaves a copy.
    let mut blocker = block_index_builds(&db);
    let reindex = db.session().start("REINDEX INDEX CONCURRENTLY t_pkey");
    db.wait_for("SELECT count(*) FROM pg_class WHERE relname = 't_pkey_ccnew'", &["1"]);
    reindex.cancel();
    reindex.error();
    // One that is being built.
    let building = db.session().start("CREATE INDEX CONCURRENTLY later ON t (name)");
    db.wait_for("SELECT count(*) FROM pg_class WHERE relname = 'later'", &["1"]);
    session.exec(
        "CREATE TABLE p (a int, b int) PARTITION BY RANGE (a); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9);
         CREATE TABLE p2 PARTITION OF p DEFAULT; CREATE INDEX on_p ON ONLY p (b); CREATE INDEX mine ON p1 (b);
         ALTER INDEX on_p ATTACH PARTITION mine; ALTER TABLE ONLY p ADD UNIQUE (a);
         INSERT INTO p SELECT n, n FROM generate_series(1, 20) n",
    );
    let rows = session.query_text("SELECT sql, status FROM migrate.repair_indexes(dry_run => true)");
    assert_eq!(
        rows,
        [
            "DROP INDEX CONCURRENTLY IF EXISTS public.t_pkey_ccnew;|planned",
            "REINDEX INDEX CONCURRENTLY public.later;|left alone",
            "REINDEX INDEX CONCURRENTLY s.doubled;|planned",
            "CREATE INDEX CONCURRENTLY p2_on_p ON public.p2 USING btree (b);|planned",
            "ALTER INDEX public.on_p ATTACH PARTITION public.p2_on_p;|planned",
            "CREATE UNIQUE INDEX CONCURRENTLY p1_a_key ON public.p1 USING btree (a);|planned",
            "ALTER TABLE public.p1 ADD CONSTRAINT p1_a_key UNIQUE USING INDEX p1_a_key;|planned",
            "ALTER INDEX public.p_a_key ATTACH PARTITION public.p1_a_key;|planned",
            "CREATE UNIQUE INDEX CONCURRENTLY p2_a_key ON public.p2 USING btree (a);|planned",
            "ALTER TABLE public.p2 ADD CONSTRAINT p2_a_key UNIQUE USING INDEX p2_a_key;|planned",
            "ALTER INDEX public.p_a_key ATTACH PARTITION public.p2_a_key;|planned",
        ]
    );
    blocker.exec("ROLLBACK");
    building.rows();
    let tables = "SELECT count(*) FROM migrate.repair_indexes(table_name => 'p', dry_run => true)";
    assert_eq!(session.one(tables), "8");
    assert_eq!(session.one("SELECT count(*) FROM migrate.repair_indexes('s', dry_run => true)"), "1");
    session.exec("UPDATE s.u SET a = 2 WHERE ctid = '(0,2)'");
    session.exec("SELECT * FROM migrate.repair_indexes()");
    all_done(&db);
    assert_eq!(session.query_text("SELECT * FROM migrate.invalid_indexes"), [""; 0]);
    assert_eq!(session.query_text("SELECT * FROM migrate.repair_indexes()"), [""; 0]);
}
