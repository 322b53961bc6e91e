//! `safe_change_column_type`: what is done at once, the long road to another type and back with all that hangs on the
//! column, under writers, and from where it was broken off.
//!
//! Not here: the frame that all online changes share (changes_rename.rs).

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use migrate_client_tests::{Cluster, Db, Session};

/// A key with all that can hang on one; `t` and `child` count as large in this session.
fn tables(db: &Db, rows: u32) -> Session {
    let mut session = db.session();
    session.exec(&format!(
        "CREATE TABLE t (id serial CONSTRAINT the_key PRIMARY KEY, n int NOT NULL DEFAULT 1, body text,
                         parent int REFERENCES t ON DELETE SET NULL, CHECK (id > 0 AND n < 1000000000), UNIQUE (n, id));
         COMMENT ON COLUMN t.id IS 'the key'; COMMENT ON CONSTRAINT the_key ON t IS 'of all';
         ALTER TABLE t ALTER COLUMN id SET STATISTICS 77, ALTER COLUMN id SET (n_distinct = -1), REPLICA IDENTITY USING INDEX the_key;
         CREATE INDEX t_expression ON t (abs(id), (id % 10)) WHERE id > 5; CREATE INDEX t_body ON t (body);
         INSERT INTO t (n, body) SELECT i, 'x' FROM generate_series(1, {rows}) i;
         CREATE TABLE child (id serial PRIMARY KEY, t_id int NOT NULL CONSTRAINT of_t REFERENCES t ON DELETE CASCADE);
         INSERT INTO child (t_id) SELECT i FROM generate_series(1, {rows}) i;
         CREATE VIEW seen WITH (security_barrier = true) AS SELECT id, n FROM t WHERE id > 0;
         COMMENT ON VIEW seen IS 'what is seen'; GRANT SELECT ON seen TO PUBLIC;
         CREATE VIEW twice AS SELECT s.id AS number FROM seen s JOIN t USING (id);
         GRANT SELECT (id), UPDATE (id, n) ON t TO PUBLIC;
         SET migrate.small_table = 0; SET migrate.backfill_target = 5"
    ));
    session
}

fn schema(db: &Db) -> String {
    let output = db.server().run("pg_dump", &["-d", db.name(), "-s", "-n", "public"]);
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.lines().filter(|line| !line.contains("restrict ")).map(|line| format!("{line}\n")).collect()
}

/// Waits until all jobs are done.
fn all_done(db: &Db) {
    db.wait_for("SELECT status, error->>'message' FROM migrate.jobs GROUP BY 1, 2", &["done|"]);
}

const TO_BIGINT: &str = "SELECT migrate.safe_change_column_type('t', 'id', 'bigint')";
const COMPLETE: &str = "SELECT migrate.complete('t', 'id')";
const UNDO: &str = "SELECT migrate.undo((SELECT max(id) FROM migrate.changes))";
const STATE: &str = "SELECT state FROM migrate.changes";

/// What the table has, but for the order of its columns.
const SHAPE: &str = "
    SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) || ' ' || convalidated
        || ' ' || coalesce(obj_description(oid, 'pg_constraint'), '')
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT pg_get_indexdef(indexrelid) || indisvalid || indisreplident
    FROM pg_index WHERE indrelid IN ('t'::regclass, 'child'::regclass)
    UNION ALL SELECT concat_ws(' ', attname, format_type(atttypid, atttypmod), attnotnull, attstattarget, attacl,
                               (SELECT string_agg(o, ',') FROM unnest(attoptions) o WHERE o LIKE 'n\\_%'),
                               pg_get_expr(adbin, adrelid), col_description(attrelid, attnum))
    FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE attrelid = 't'::regclass AND attnum > 0 AND NOT attisdropped AND attname NOT LIKE '%\\_type'
    UNION ALL SELECT concat_ws(' ', relname, relkind, reloptions, relacl, obj_description(oid, 'pg_class'),
                               CASE WHEN relkind = 'v' THEN pg_get_viewdef(oid) END,
                               (SELECT format_type(seqtypid, NULL) || seqmax FROM pg_sequence WHERE seqrelid = oid),
                               pg_get_serial_sequence('t', 'id'))
    FROM pg_class WHERE relname IN ('seen', 'twice', 't_id_seq') ORDER BY 1";

#[test]
fn a_key_and_all_that_hangs_on_it() {
    let db = Db::fresh();
    let mut session = tables(&db, 2_000);
    let before = schema(&db);
    session.exec(TO_BIGINT);
    all_done(&db);
    assert_eq!(session.one(STATE), "ready");
    // Given up, nothing of it is left.
    session.exec("SELECT migrate.abort('t', 'id')");
    all_done(&db);
    assert_eq!(schema(&db), before);
    session.exec(TO_BIGINT);
    all_done(&db);
    session.exec(COMPLETE);
    all_done(&db);
    let long_road = session.query_text(SHAPE);
    assert_eq!(session.one("SELECT count(*) FROM t WHERE id IS DISTINCT FROM n OR id <> id_old_type"), "0");
    session.exec("INSERT INTO t (n) VALUES (2001)");
    // Taken back, with what was written since.
    session.exec(UNDO);
    all_done(&db);
    assert_eq!(session.query_text("SELECT DISTINCT state FROM migrate.changes"), ["aborted", "ready"]);
    session.exec("SELECT migrate.abort('t', 'id')");
    all_done(&db);
    assert_eq!(schema(&db), before);
    assert_eq!(session.one("SELECT count(*), max(id), max(n) FROM t"), "2001|2001|2001");
    // What the server itself makes of it.
    session.exec(
        "SET migrate.small_table = 1000000; SELECT migrate.safe_change_column_type('t', 'id', 'bigint')",
    );
    assert_eq!(long_road, session.query_text(SHAPE));
}

/// Runs a few writers that never stop, and `work` beside them; none of them may see an error.
fn beside_writers(db: &Db, work: impl FnOnce()) {
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..3 {
            let stop = &stop;
            scope.spawn(move || {
                let mut session = db.session();
                while !stop.load(Ordering::Relaxed) {
                    // Each in a transaction of its own: they must not run into each other.
                    for sql in [
                        "BEGIN; INSERT INTO t (body) VALUES ('new'); INSERT INTO child (t_id) VALUES (currval('t_id_seq')); COMMIT",
                        "UPDATE t SET body = body || 'y', n = n + 1 WHERE id = (random() * 2000)::int",
                        "DELETE FROM t WHERE id = (random() * 2000)::int",
                        "BEGIN; INSERT INTO t (n) VALUES (3); ROLLBACK",
                    ] {
                        session.exec(sql);
                    }
                }
            });
        }
        let met = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
        stop.store(true, Ordering::Relaxed);
        assert!(met.is_ok(), "{:?}", db.session().query_text("SELECT status, error FROM migrate.jobs"));
    });
}

#[test]
fn beside_writers_there_and_back() {
    let db = Db::fresh();
    let mut session = tables(&db, 2_000);
    let wrong = "SELECT count(*) FROM t WHERE id IS DISTINCT FROM coalesce((to_jsonb(t)->>'id_old_type'), to_jsonb(t)->>'id_new_type')::bigint";
    beside_writers(&db, || {
        session.exec(TO_BIGINT);
        all_done(&db);
        session.exec(COMPLETE);
        all_done(&db);
    });
    assert_eq!(session.one(STATE), "grace");
    assert_eq!(session.one(wrong), "0");
    assert_eq!(session.one("SELECT pg_typeof(id) FROM t LIMIT 1"), "bigint");
    beside_writers(&db, || {
        session.exec(UNDO);
        all_done(&db);
    });
    assert_eq!(session.one(STATE), "ready");
    assert_eq!(session.one(wrong), "0");
    assert_eq!(session.one("SELECT pg_typeof(id) FROM t LIMIT 1"), "integer");
    assert_eq!(session.one("SELECT count(*) FROM child WHERE t_id NOT IN (SELECT id FROM t)"), "0");
    assert_eq!(session.one("SELECT count(*) FROM pg_constraint WHERE NOT convalidated"), "0");
}

#[test]
fn what_the_old_type_cannot_hold_stops_the_way_back_not_the_writers() {
    let db = Db::fresh();
    let mut session = tables(&db, 100);
    for call in [TO_BIGINT, COMPLETE] {
        session.exec(call);
        all_done(&db);
    }
    session.exec("INSERT INTO t (id) VALUES (3000000000)");
    // It is told at once: the rows are read in a moment.
    let error = session.expect_error(UNDO);
    assert!(["22000", "22003"].contains(&error.sqlstate.as_str()), "{error:?}");
    assert!(format!("{error:?}").contains("a value of column id of public.t does not fit"), "{error:?}");
    assert_eq!(session.one(STATE), "grace");
    // The row gone, it can be gone on with.
    session.exec("DELETE FROM t WHERE id = 3000000000");
    session.exec(UNDO);
    db.wait_for(STATE, &["ready"]);
}

#[test]
fn done_for_good_nothing_of_the_old_column_is_left() {
    let db = Db::fresh();
    let mut session = tables(&db, 100);
    for call in [TO_BIGINT, COMPLETE, "SELECT migrate.complete('t', 'id', force => true)"] {
        session.exec(call);
        all_done(&db);
    }
    assert_eq!(session.one(STATE), "done");
    assert_eq!(session.one("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgname <> ALL ('{keep_own_rows,refuse_truncate}')"), "0");
    assert_eq!(session.one("SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace"), "0");
    assert_eq!(
        session.query_text(
            "SELECT attname FROM pg_attribute WHERE attrelid = 't'::regclass AND attname LIKE 'id%'"
        ),
        ["id"]
    );
    assert_eq!(
        session.query_text("SELECT status FROM migrate.safe_change_column_type('t', 'id', 'bigint')"),
        ["already done"]
    );
}

#[test]
fn a_row_that_has_no_new_value_is_named() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (id int PRIMARY KEY, code text);
         INSERT INTO t SELECT i, CASE WHEN i = 77 THEN 'x' ELSE i::text END FROM generate_series(1, 500) i;
         SET migrate.small_table = 0",
    );
    let before = schema(&db);
    const CALL: &str = "SELECT migrate.safe_change_column_type('t', 'code', 'int')";
    // It is told at once: the rows are read in a moment.
    let error = session.expect_error(CALL);
    assert_eq!(error.sqlstate, "22P02", "{error:?}");
    for word in ["invalid input syntax for type integer", "The row with (id) = (77), at ctid (0,77)"] {
        assert!(format!("{error:?}").contains(word), "{word}: {error:?}");
    }
    assert_eq!(schema(&db), before);
    assert_eq!(session.one("SELECT count(*) FROM migrate.jobs"), "0");
    // Mended.
    session.exec("UPDATE t SET code = '77' WHERE id = 77");
    session.exec(CALL);
    db.wait_for("SELECT state FROM migrate.changes WHERE state <> 'aborted'", &["ready"]);
    session.exec("SELECT migrate.complete('t', 'code')");
    db.wait_for("SELECT state FROM migrate.changes WHERE state <> 'aborted'", &["grace"]);
    assert_eq!(session.one("SELECT count(*), sum(code) FROM t WHERE code = id"), "500|125250");
}

#[test]
fn what_the_server_does_without_a_look_at_the_rows() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (a varchar(100) CHECK (a <> ''), b varchar(100), c numeric(10, 2));
         CREATE INDEX t_b ON t (b); INSERT INTO t SELECT i, i, i FROM generate_series(1, 10) i;
         CREATE VIEW seen AS SELECT b FROM t; SET migrate.small_table = 0",
    );
    let mut change = |column: &str, data_type: &str| {
        session.steps(&format!(
            "SELECT sql, status FROM migrate.safe_change_column_type('t', '{column}', '{data_type}')"
        ))
    };
    assert_eq!(
        change("c", "numeric(12, 2)"),
        ["ALTER TABLE public.t ALTER COLUMN c TYPE numeric(12, 2);|done"]
    );
    assert_eq!(
        change("c", "numeric(12, 2)"),
        ["ALTER TABLE public.t ALTER COLUMN c TYPE numeric(12, 2);|already done"]
    );
    // Since PostgreSQL 16 a column has its table's name before it only where there are two.
    let column = if db.version() < 16 { "t.b" } else { "b" };
    let view = format!("CREATE VIEW public.seen (b) AS SELECT {column}\n   FROM public.t;|done");
    assert_eq!(
        change("b", "text"),
        ["DROP VIEW public.seen;|done", "ALTER TABLE public.t ALTER COLUMN b TYPE text;|done", &view]
    );
    // A CHECK would be looked at in every row: it is proved afterwards.
    assert_eq!(
        change("a", "varchar(500)"),
        [
            "ALTER TABLE public.t DROP CONSTRAINT t_a_check;|queued",
            "ALTER TABLE public.t ALTER COLUMN a TYPE varchar(500);|queued",
            "ALTER TABLE public.t ADD CONSTRAINT t_a_check CHECK (((a)::text <> ''::text)) NOT VALID;|queued",
            "ALTER TABLE public.t VALIDATE CONSTRAINT t_a_check;|queued"
        ]
    );
    all_done(&db);
    assert_eq!(session.one("SELECT count(*) FROM migrate.changes"), "0");
    assert_eq!(
        session.one("SELECT atttypmod FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'a'"),
        "504"
    );
}

#[test]
fn what_cannot_be_carried_over_is_named() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) STORED, c int, d int, e int, f int, g int);
         CREATE MATERIALIZED VIEW stored AS SELECT c FROM t;
         ALTER TABLE t ADD EXCLUDE USING btree (d WITH =), ADD CHECK (e > 0) NOT VALID;
         CREATE FUNCTION f() RETURNS bigint BEGIN ATOMIC SELECT max(f) FROM t; END;
         INSERT INTO t (a) VALUES (1); CREATE TABLE parted (a int) PARTITION BY RANGE (a);
         CREATE TABLE parts (a int, b int) PARTITION BY RANGE (a); CREATE TABLE p1 PARTITION OF parts DEFAULT;
         INSERT INTO parts VALUES (1); SET migrate.small_table = 0",
    );
    for (table, column, sqlstate, word) in [
        ("t", "a", "0A000", "default value for column b"),
        ("t", "b", "42P16", "generated"),
        ("t", "c", "0A000", "materialized view"),
        ("t", "d", "0A000", "t_d_excl"),
        ("t", "e", "0A000", "t_e_check"),
        ("t", "f", "0A000", "function public.f()"),
        ("p1", "b", "42P16", "inherited"),
    ] {
        let call = format!("SELECT migrate.safe_change_column_type('{table}', '{column}', 'bigint')");
        let error = session.expect_error(&call);
        assert_eq!(error.sqlstate, sqlstate, "{column}: {}", error.message);
        assert!(format!("{} {}", error.message, error.detail).contains(word), "{column}: {error:?}");
    }
    let error =
        session.expect_error("SELECT migrate.safe_change_column_type('t', 'g', 'point', 'point(g, g)')");
    assert_eq!(error.sqlstate, "42846", "{}", error.message);
}

#[test]
fn killed_in_the_middle_it_goes_on() {
    let cluster = Cluster::start(&[]);
    let db = Db::on(&cluster);
    let mut session = tables(&db, 2_000);
    // A row at which the backfill can be held up.
    session.exec(
        "CREATE FUNCTION held() RETURNS trigger LANGUAGE plpgsql AS
             'BEGIN PERFORM pg_advisory_xact_lock_shared(1); RETURN NEW; END';
         CREATE TRIGGER held BEFORE UPDATE ON t FOR EACH ROW WHEN (OLD.body = 'held') EXECUTE FUNCTION held();
         UPDATE t SET body = 'held' WHERE id = 1500",
    );
    const FILLING: &str =
        "SELECT waiting_for = 'rows that other sessions have locked' FROM migrate.backfill_details";
    const BUILDING: &str = "SELECT count(*) = 1 FROM pg_index WHERE NOT indisvalid";
    for (before, until, state) in [
        ("SELECT pg_advisory_lock(1)", FILLING, "backfilling"),
        ("BEGIN; LOCK TABLE t IN ROW EXCLUSIVE MODE", BUILDING, "verifying"),
    ] {
        let mut blocker = db.session();
        blocker.exec(before);
        session.exec(TO_BIGINT);
        db.wait_for(until, &["t"]);
        let pid = db.session().one("SELECT pid FROM pg_stat_activity WHERE backend_type = 'migrate_ext job'");
        cluster.kill_process(&pid);
        drop(blocker);
        db.wait_until_up();
        session = db.session();
        session.exec("SET migrate.small_table = 0; SET migrate.backfill_target = 5");
        db.wait_for(crate::common::WORKERS, &["0"]);
        // It was in the middle.
        assert_eq!(session.one(STATE), state);
    }
    session.exec(TO_BIGINT);
    db.wait_for(STATE, &["ready"]);
    session.exec(COMPLETE);
    db.wait_for(STATE, &["grace"]);
    assert_eq!(session.one("SELECT count(*) FROM t WHERE id IS DISTINCT FROM n"), "0");
    assert_eq!(session.one("SELECT count(*) FROM pg_index WHERE NOT indisvalid"), "0");
}

#[test]
fn what_cannot_be_said_of_the_new_type_is_named() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (id int PRIMARY KEY, word text CONSTRAINT known CHECK (word <> 'wrong')); INSERT INTO t VALUES (1, '1'); SET migrate.small_table = 0",
    );
    let call = "SELECT migrate.safe_change_column_type('t', 'word', 'int', 'word::int')";
    let error = session.expect_error(call);
    assert_eq!(
        (error.sqlstate.as_str(), error.message.as_str()),
        ("42883", "operator does not exist: integer <> text")
    );
    let detail = "It cannot be carried over to type integer: ALTER TABLE t ADD CONSTRAINT known CHECK ((word <> 'wrong'::text)).";
    assert_eq!(error.detail, detail);
    session.exec("ALTER TABLE t DROP CONSTRAINT known; CREATE INDEX ON t (lower(word)) WHERE id > 5");
    let error = session.expect_error(call);
    assert_eq!(error.message, "function lower(integer) does not exist");
    let detail =
        "It cannot be carried over to type int: index t_lower_idx USING btree (lower(word)) WHERE (id > 5).";
    assert_eq!(error.detail, detail);
    assert!(error.hint.starts_with("Drop it before"), "{error:?}");
}
