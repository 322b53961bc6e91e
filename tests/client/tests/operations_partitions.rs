//! `safe_attach_partition` and `safe_detach_partition`: what is done before ATTACH, that ATTACH itself reads no row and
//! builds nothing, what is done twice, half done, or does not fit.

use std::time::{Duration, Instant};

use migrate_client_tests::{Db, Session};

use crate::common::not_null_units;
use crate::operations_more::{all_done, units};

/// A partitioned table `parts` with all that a parent can have, a DEFAULT partition `rest`, and `new part`, which is to
/// be a partition; large for this session.
fn tables(db: &Db) -> Session {
    let mut session = db.session();
    session.exec(
        r#"CREATE TABLE ref (id int PRIMARY KEY); INSERT INTO ref SELECT generate_series(1, 300);
           CREATE TABLE parts (id int, n int NOT NULL, "at" date DEFAULT now(), twice int GENERATED ALWAYS AS (n * 2) STORED,
               CONSTRAINT "Small" CHECK (n < 1000), PRIMARY KEY (id), UNIQUE (n, id) INCLUDE ("at") DEFERRABLE,
               FOREIGN KEY (n) REFERENCES ref ON DELETE CASCADE) PARTITION BY RANGE (id);
           CREATE INDEX parts_n_idx ON parts (n DESC) WHERE n > 5;
           CREATE INDEX by_lower ON parts (lower(n::text));
           CREATE TABLE p1 PARTITION OF parts FOR VALUES FROM (0) TO (100);
           CREATE TABLE rest PARTITION OF parts DEFAULT;
           INSERT INTO parts (id, n) SELECT n, n FROM generate_series(1, 50) n;
           INSERT INTO rest (id, n) SELECT n, n FROM generate_series(200, 250) n;
           CREATE TABLE "new part" ("at" date, n int, id int, twice int GENERATED ALWAYS AS (n * 2) STORED);
           INSERT INTO "new part" (id, n) SELECT n, n FROM generate_series(100, 199) n;
           SET migrate.small_table = 0"#,
    );
    session
}

const ATTACH: &str =
    r#"migrate.safe_attach_partition('parts', '"new part"', 'FOR VALUES FROM (100) TO (200)'"#;

/// Everything that `new part` has, and whether its indexes and constraints are its parent's.
const STATE: &str = r#"
    SELECT c.relname, pg_get_indexdef(c.oid), i.indisvalid, c.relispartition
    FROM pg_index i JOIN pg_class c ON c.oid = indexrelid WHERE indrelid = '"new part"'::regclass
    UNION ALL SELECT conname, pg_get_constraintdef(oid), convalidated, conparentid <> 0 OR NOT conislocal OR contype = 'c'
    FROM pg_constraint WHERE conrelid = '"new part"'::regclass
    UNION ALL SELECT attname, format_type(atttypid, atttypmod), attnotnull, attinhcount > 0
    FROM pg_attribute WHERE attrelid = '"new part"'::regclass AND attnum > 0
    ORDER BY 1, 2"#;

#[test]
fn everything_is_ready_before_a_partition_is_attached() {
    let db = Db::fresh();
    let mut session = tables(&db);
    session.exec(&format!("SELECT FROM {ATTACH})"));
    all_done(&db);
    let not_null = |column: &str| {
        not_null_units(&db, r#"public."new part""#, &format!(r#""new part_{column}_not_null""#), column)
    };
    let mut expected = not_null("n");
    expected.extend(
        [
            r#"transaction|ALTER TABLE public."new part" ADD CONSTRAINT "Small" CHECK ((n < 1000)) NOT VALID;"#,
            r#"transaction|ALTER TABLE public."new part" VALIDATE CONSTRAINT "Small";"#,
        ]
        .map(String::from),
    );
    expected.extend(not_null("id"));
    expected.extend(
        [
            r#"standalone|CREATE UNIQUE INDEX CONCURRENTLY "new part_pkey" ON public."new part" USING btree (id);"#,
            r#"transaction|ALTER TABLE public."new part" ADD CONSTRAINT "new part_pkey" PRIMARY KEY USING INDEX "new part_pkey";"#,
            r#"standalone|CREATE UNIQUE INDEX CONCURRENTLY "new part_n_id_at_key" ON public."new part" USING btree (n, id) INCLUDE (at);"#,
            r#"transaction|ALTER TABLE public."new part" ADD CONSTRAINT "new part_n_id_at_key" UNIQUE USING INDEX "new part_n_id_at_key" DEFERRABLE;"#,
            r#"standalone|CREATE INDEX CONCURRENTLY "new part_n_idx" ON public."new part" USING btree (n DESC) WHERE (n > 5);"#,
            r#"standalone|CREATE INDEX CONCURRENTLY "new part_by_lower" ON public."new part" USING btree (lower((n)::text));"#,
            r#"transaction|ALTER TABLE public."new part" ADD CONSTRAINT parts_n_fkey FOREIGN KEY (n) REFERENCES ref(id) ON DELETE CASCADE NOT VALID;"#,
            r#"transaction|ALTER TABLE public."new part" VALIDATE CONSTRAINT parts_n_fkey;"#,
            r#"transaction|ALTER TABLE public."new part" ADD CONSTRAINT "new part_attach" CHECK (((id IS NOT NULL) AND (id >= 100) AND (id < 200))) NOT VALID;"#,
            r#"transaction|ALTER TABLE public."new part" VALIDATE CONSTRAINT "new part_attach";"#,
            r#"transaction|ALTER TABLE public.rest ADD CONSTRAINT "rest_new part_attach" CHECK (NOT (((id IS NOT NULL) AND (id >= 100) AND (id < 200)))) NOT VALID;"#,
            r#"transaction|ALTER TABLE public.rest VALIDATE CONSTRAINT "rest_new part_attach";"#,
            "transaction|ALTER TABLE public.parts ATTACH PARTITION public.\"new part\" FOR VALUES FROM (100) TO (200);\nALTER TABLE public.\"new part\" DROP CONSTRAINT \"new part_attach\";\nALTER TABLE public.rest DROP CONSTRAINT \"rest_new part_attach\";",
        ]
        .map(String::from),
    );
    assert_eq!(units(&mut session), expected);
    let own = "SELECT count(*) FROM pg_constraint WHERE conname LIKE '%attach'";
    assert_eq!(session.one(own), "0");
    let left =
        session.query_text(&format!("SELECT * FROM ({STATE}) s WHERE NOT indisvalid OR NOT relispartition"));
    assert_eq!(left, ["at|date|f|t", "twice|integer|f|t"], "all that is there is the parent's");
    assert_eq!(session.query_text(&format!("SELECT status FROM {ATTACH})")), ["already done"]);
    assert_eq!(session.one("SELECT count(*) FROM parts WHERE id BETWEEN 100 AND 199"), "100");
}

/// The server says so itself; and the script of a dry run leaves the same in plain psql.
#[test]
fn no_row_is_read_while_it_is_attached() {
    let db = Db::fresh();
    let mut session = tables(&db);
    let before = session.query_text(STATE);
    let script = session.query_text(&format!("SELECT sql FROM {ATTACH}, dry_run => true) ORDER BY step"));
    assert_eq!(session.query_text(STATE), before, "a dry run touches nothing");
    session.exec("SET client_min_messages = debug1");
    session.notices();
    for sql in &script {
        session.exec(sql);
    }
    let notices: Vec<String> = session.notices().into_iter().map(|notice| notice.message).collect();
    for table in [
        "partition constraint for table \"new part\"",
        "updated partition constraint for default partition \"rest\"",
    ] {
        let expected = format!("{table} is implied by existing constraints");
        assert!(notices.contains(&expected), "{expected}: {notices:?}");
    }
    let by_hand = session.query_text(STATE);
    let other = Db::fresh();
    let mut session = tables(&other);
    session.exec(&format!("SELECT FROM {ATTACH})"));
    all_done(&other);
    assert_eq!(session.query_text(STATE), by_hand);
}

#[test]
fn a_small_partition_is_attached_at_once() {
    let db = Db::fresh();
    let mut session = tables(&db);
    session.exec("RESET migrate.small_table");
    let rows = session.steps(&format!("SELECT sql, status FROM {ATTACH})"));
    assert!(rows.iter().all(|row| row.ends_with("|done")), "{rows:?}");
    assert_eq!(rows.len(), 8, "{rows:?}");
    assert_eq!(session.one("SELECT count(*) FROM parts"), "201");
    assert_eq!(session.query_text(&format!("SELECT status FROM {ATTACH})")), ["already done"]);
}

#[test]
fn every_kind_of_bound() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE h (a int, b int) PARTITION BY HASH (a, b);
         CREATE TABLE ht (a text) PARTITION BY HASH (a); CREATE TABLE ht0 (a text); INSERT INTO ht0 VALUES ('a');
         CREATE TABLE l (a text COLLATE \"C\", b int) PARTITION BY LIST (lower(a));
         CREATE TABLE lx PARTITION OF l FOR VALUES IN ('x', NULL) PARTITION BY RANGE (b);
         CREATE TABLE lx1 PARTITION OF lx FOR VALUES FROM (1) TO (5);
         CREATE TABLE h0 (b int, a int); CREATE TABLE lxd (LIKE l); CREATE TABLE ld (LIKE l);
         INSERT INTO h0 SELECT b, 5 FROM generate_series(1, 9) b
             WHERE satisfies_hash_partition('h'::regclass, 2, 0, 5, b);
         INSERT INTO lxd VALUES ('X', 7), (NULL, NULL); INSERT INTO ld VALUES ('y', 1);
         SET migrate.small_table = 0",
    );
    for (parent, partition, bound) in [
        ("h", "h0", "FOR VALUES WITH (modulus 2, remainder 0)"),
        ("lx", "lxd", "DEFAULT"),
        ("l", "ld", "default"),
    ] {
        let call = format!("FROM migrate.safe_attach_partition('{parent}', '{partition}', '{bound}'");
        let script = session.query_text(&format!("SELECT sql {call}, dry_run => true) ORDER BY step"));
        session.exec("SET client_min_messages = debug1; BEGIN");
        session.notices();
        script.iter().for_each(|sql| session.exec(sql));
        session.exec("ROLLBACK; RESET client_min_messages");
        let notices = session.notices();
        assert!(
            notices.iter().any(|notice| notice.message.ends_with("is implied by existing constraints")),
            "{script:?}: {notices:?}"
        );
        session.exec(&format!("SELECT {call})"));
        all_done(&db);
        assert_eq!(session.query_text(&format!("SELECT status {call})")), ["already done"], "{bound}");
    }
    let bound = "FOR VALUES WITH (modulus 2, remainder 0)";
    assert_eq!(
        session.query_text(&format!(
            "SELECT translate(detail, chr(10), ' ') FROM migrate.safe_attach_partition('ht', 'ht0', '{bound}', dry_run => true)"
        )),
        ["reads the partition while that is locked: the server takes no proof of such a hash"]
    );
    assert_eq!(session.one("SELECT count(*) FROM pg_constraint WHERE conname LIKE '%attach'"), "0");
}

/// A row is out of bounds: what is done stays, and the next call goes on from there.
#[test]
fn a_row_that_does_not_belong_there() {
    let db = Db::fresh();
    let mut session = tables(&db);
    session.exec(r#"INSERT INTO "new part" (id, n) VALUES (7, 7)"#);
    session.exec(&format!("SELECT FROM {ATTACH})"));
    db.wait_for("SELECT status FROM migrate.jobs", &["failed"]);
    let detail = session.one("SELECT error->>'detail' FROM migrate.jobs");
    assert!(detail.starts_with("23514: "), "{detail}");
    session.exec(r#"DELETE FROM "new part" WHERE id = 7; DELETE FROM migrate.jobs"#);
    let again = session.query_text(&format!("SELECT what, status FROM {ATTACH}) LIMIT 2"));
    assert!(
        again[0].starts_with("add constraint \"new part") && again[0].ends_with("|already done"),
        "{again:?}"
    );
    assert!(again[1].starts_with("validate constraint \"new") && again[1].ends_with("|queued"), "{again:?}");
    all_done(&db);
    // A call with another bound that broke off has left a proof of that.
    session.exec(
        r#"ALTER TABLE parts DETACH PARTITION "new part";
                    ALTER TABLE "new part" ADD CONSTRAINT "new part_attach" CHECK (id > 5)"#,
    );
    session.exec(&format!("SELECT FROM {ATTACH})"));
    all_done(&db);
    assert_eq!(session.one("SELECT count(*) FROM pg_constraint WHERE conname LIKE '%attach'"), "0");
}

#[test]
fn what_cannot_be_attached() {
    let db = Db::fresh();
    let mut session = tables(&db);
    session.exec(
        "CREATE TABLE less (id int); CREATE TABLE more (LIKE parts INCLUDING GENERATED); ALTER TABLE more ADD extra int;
         CREATE TABLE other (LIKE parts INCLUDING GENERATED); ALTER TABLE other ALTER id TYPE bigint; CREATE VIEW v AS SELECT 1 AS a;
         CREATE TABLE keyed (LIKE parts INCLUDING GENERATED, PRIMARY KEY (n))",
    );
    let values = "FOR VALUES FROM (100) TO (200)";
    for (parent, partition, bound, sqlstate, message) in [
        ("parts", "less", values, "42804", "column \"n\" of table \"less\" is missing"),
        ("parts", "more", values, "42804", "column \"extra\" of table \"more\" is not in \"parts\""),
        ("parts", "other", values, "42804", "column \"id\" of table \"other\" is bigint, and not integer"),
        ("parts", "keyed", values, "42710", "primary key \"keyed_pkey\" exists with another definition"),
        ("parts", "p1", values, "42710", "partition \"p1\" exists with another definition"),
        ("parts", "v", values, "42809", "\"v\" is a view"),
        ("ref", "less", values, "42809", "table \"ref\" is not partitioned"),
        (
            "parts",
            "\"new part\"",
            "FOR VALUES FROM (50) TO (150)",
            "42P17",
            "partition \"new part\" would overlap partition \"p1\"",
        ),
        (
            "parts",
            "\"new part\"",
            "DEFAULT",
            "42P17",
            "partition \"new part\" conflicts with existing default partition \"rest\"",
        ),
        (
            "parts",
            "\"new part\"",
            "FOR VALUES IN (1)",
            "42P16",
            "invalid bound specification for a range partition",
        ),
        ("parts", "\"new part\"", "nonsense", "42601", "argument \"bound\" is not one bound of a partition"),
        (
            "parts",
            "\"new part\"",
            "DEFAULT; DROP TABLE ref",
            "42601",
            "argument \"bound\" is not one bound of a partition",
        ),
    ] {
        let call = format!("SELECT FROM migrate.safe_attach_partition('{parent}', '{partition}', '{bound}')");
        let error = session.expect_error(&call);
        assert_eq!(error.sqlstate, sqlstate, "{call}: {}", error.message);
        assert!(error.message.starts_with(message), "{call}: {}", error.message);
    }
    assert_eq!(session.one("SELECT count(*) FROM migrate.jobs"), "0");
}

const UNDO: &str = "SELECT * FROM migrate.undo((SELECT max(id) FROM migrate.operations))";

#[test]
fn undone_it_is_as_it_was() {
    let db = Db::fresh();
    let mut session = tables(&db);
    let before = session.query_text(STATE);
    session.exec(&format!("SELECT FROM {ATTACH})"));
    all_done(&db);
    let attached = session.query_text(STATE);
    session.exec(UNDO);
    all_done(&db);
    assert_eq!(session.query_text(STATE), before);
    // The same for a DETACH, which leaves a CHECK.
    session.exec(&format!("SELECT FROM {ATTACH})"));
    all_done(&db);
    session.exec("DROP TABLE rest; SELECT FROM migrate.safe_detach_partition('parts', '\"new part\"')");
    all_done(&db);
    session.exec(UNDO);
    all_done(&db);
    assert_eq!(session.query_text(STATE), attached);
}

/// What is attached may have partitions itself.
#[test]
fn a_whole_tree() {
    let db = Db::fresh();
    let mut session = tables(&db);
    session.exec(
        r#"DROP TABLE "new part"; CREATE TABLE "new part" (LIKE parts INCLUDING GENERATED) PARTITION BY LIST (n);
           CREATE TABLE leaf PARTITION OF "new part" DEFAULT;
           INSERT INTO "new part" (id, n) SELECT n, n FROM generate_series(100, 199) n"#,
    );
    session.exec("ALTER TABLE parts DROP CONSTRAINT parts_pkey, DROP CONSTRAINT parts_n_id_at_key");
    session.exec(&format!("SELECT FROM {ATTACH})"));
    all_done(&db);
    assert_eq!(session.query_text(&format!("SELECT status FROM {ATTACH})")), ["already done"]);
    let invalid = "SELECT count(*) FROM pg_index WHERE NOT indisvalid";
    assert_eq!(session.one(invalid), "0");
    let indexes = "SELECT count(*), count(DISTINCT indexrelid) FROM pg_index JOIN pg_inherits ON inhrelid = indexrelid WHERE indrelid = 'leaf'::regclass";
    assert_eq!(session.one(indexes), "2|2");
    assert_eq!(session.one("SELECT count(*) FROM pg_constraint WHERE conrelid = 'leaf'::regclass AND contype = 'f' AND conparentid <> 0"), "1");
}

/// The default partition is read by somebody for long: nobody else waits for that.
#[test]
fn readers_do_not_queue_behind_an_attach() {
    let db = Db::fresh();
    let mut session = tables(&db);
    session.exec("RESET migrate.small_table");
    let mut reader = db.session();
    reader.exec("BEGIN; SELECT count(*) FROM rest");
    let attach = session.start(&format!("SELECT FROM {ATTACH})"));
    db.wait_for(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'virtualxid' AND NOT granted
         AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())",
        &["1"],
    );
    let mut other = db.session();
    let start = Instant::now();
    other.exec("INSERT INTO rest (id, n) VALUES (299, 299); INSERT INTO ref VALUES (999)");
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    reader.exec("COMMIT");
    attach.rows();
    assert_eq!(other.one("SELECT count(*) FROM parts"), "202");
}

const DETACH: &str = "FROM migrate.safe_detach_partition('parts', 'p1'";

#[test]
fn a_partition_is_detached_without_stopping_anybody() {
    let db = Db::fresh();
    let mut session = tables(&db);
    session.exec("DROP TABLE rest");
    let sql = "ALTER TABLE public.parts DETACH PARTITION public.p1 CONCURRENTLY;";
    assert_eq!(
        session.query_text(&format!(
            "SELECT sql, translate(lock, chr(10), ' '), status {DETACH}, dry_run => true)"
        )),
        [format!("{sql}|ACCESS EXCLUSIVE SHARE UPDATE EXCLUSIVE on parts|planned")]
    );
    assert_eq!(session.steps(&format!("SELECT sql, status {DETACH})")), [format!("{sql}|queued")]);
    all_done(&db);
    assert_eq!(session.one("SELECT count(*) FROM parts"), "0");
    let check = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'p1'::regclass AND contype = 'c' ORDER BY 1";
    assert_eq!(
        session.query_text(check),
        ["CHECK (((id IS NOT NULL) AND (id >= 0) AND (id < 100)))", "CHECK ((n < 1000))"]
    );
    assert_eq!(session.query_text(&format!("SELECT status {DETACH})")), ["already done"]);
    // What is left proves that it can come back.
    let back = "SELECT sql, translate(detail, chr(10), ' ') FROM migrate.safe_attach_partition('parts', 'p1', 'FOR VALUES FROM (0) TO (100)')";
    assert_eq!(
        session.steps(back),
        [
            "ALTER TABLE public.parts ATTACH PARTITION public.p1 FOR VALUES FROM (0) TO (100);|constraint p1_id_check proves it: no row is read"
        ]
    );
}

#[test]
fn where_there_is_a_default_partition() {
    let db = Db::fresh();
    let mut session = tables(&db);
    assert_eq!(
        session.query_text(&format!("SELECT what, translate(detail, chr(10), ' '), status {DETACH})")),
        ["detach partition p1|the server cannot do it CONCURRENTLY where there is a default partition|done"]
    );
    let error = session.expect_error("SELECT FROM migrate.safe_detach_partition('parts', 'nowhere')");
    assert_eq!(error.sqlstate, "42P01");
    session.exec("CREATE TABLE others (LIKE parts) PARTITION BY RANGE (id); CREATE TABLE o1 PARTITION OF others DEFAULT");
    let error = session.expect_error("SELECT FROM migrate.safe_detach_partition('parts', 'o1')");
    assert_eq!(
        (error.sqlstate.as_str(), error.message.as_str()),
        ("42P01", "relation \"o1\" is not a partition of relation \"parts\"")
    );
}

/// Somebody has broken off a DETACH CONCURRENTLY.
#[test]
fn a_detach_that_was_broken_off() {
    let db = Db::fresh();
    let mut session = tables(&db);
    session.exec("DROP TABLE rest");
    let mut reader = db.session();
    reader.exec("BEGIN; SELECT count(*) FROM parts");
    let detach = db.session().start("ALTER TABLE parts DETACH PARTITION p1 CONCURRENTLY");
    db.wait_for("SELECT count(*) FROM pg_inherits WHERE inhdetachpending", &["1"]);
    detach.cancel();
    detach.error();
    let error = session.expect_error(
        "SELECT FROM migrate.safe_attach_partition('parts', 'p1', 'FOR VALUES FROM (0) TO (100)')",
    );
    assert_eq!(error.sqlstate, "42710");
    reader.exec("COMMIT");
    let sql = "ALTER TABLE public.parts DETACH PARTITION public.p1 FINALIZE;";
    assert_eq!(session.steps(&format!("SELECT sql, status {DETACH})")), [format!("{sql}|done")]);
    assert_eq!(session.one("SELECT relispartition FROM pg_class WHERE relname = 'p1'"), "f");
}
