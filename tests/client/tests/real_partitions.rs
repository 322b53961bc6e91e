//! Trees of partitions as they are: foreign tables among them, one half detached, one of another owner.

use migrate_client_tests::{Cluster, Db, Session};

use crate::common::operate;

/// Table `f` with an ordinary partition, a foreign one with rows in table `far`, and one that is partitioned itself.
fn with_foreign(db: &Db) -> Session {
    let mut session = db.session();
    let (host, port) = (db.server().host().to_string(), db.server().port());
    session.exec("SET migrate.small_table = 0; CREATE EXTENSION postgres_fdw");
    session.exec(&format!(
        "CREATE SERVER loop FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '{host}', port '{port}', dbname '{}');
         CREATE USER MAPPING FOR CURRENT_USER SERVER loop OPTIONS (user '{}');
         CREATE TABLE far (id int, v int, t text); INSERT INTO far SELECT n, n, n FROM generate_series(100, 199) n;
         CREATE TABLE f (id int, v int, t text) PARTITION BY RANGE (id);
         CREATE TABLE f1 PARTITION OF f FOR VALUES FROM (0) TO (100);
         CREATE FOREIGN TABLE f2 PARTITION OF f FOR VALUES FROM (100) TO (200) SERVER loop OPTIONS (table_name 'far');
         CREATE TABLE f3 PARTITION OF f FOR VALUES FROM (200) TO (300) PARTITION BY RANGE (v);
         CREATE TABLE f31 PARTITION OF f3 FOR VALUES FROM (0) TO (1000);
         INSERT INTO f SELECT n, n, n FROM generate_series(0, 99) n;
         INSERT INTO f SELECT n, n, n FROM generate_series(200, 299) n",
        db.name(),
        db.server().user()
    ));
    session
}

const READS: &str = "SELECT count(*), sum(v) FROM f";

#[test]
fn an_index_leaves_foreign_tables_out() {
    let db = Db::fresh();
    let mut session = with_foreign(&db);
    let call = "safe_create_index('f', ARRAY['v'])";
    let dry = "safe_create_index('f', ARRAY['v'], dry_run => true)";
    let detail = session.one(&format!(
        "SELECT translate(detail, chr(10), ' ') FROM migrate.{dry} ORDER BY step DESC LIMIT 1"
    ));
    assert!(detail.contains("foreign table f2 gets none"), "{detail}");
    operate(&mut session, call).unwrap();
    let indexes = "SELECT t.relid::text, i.indisvalid FROM pg_partition_tree('f_v_idx') t JOIN pg_index i ON i.indexrelid = t.relid ORDER BY 1";
    assert_eq!(session.query_text(indexes), ["f1_v_idx|t", "f31_v_idx|t", "f3_v_idx|t", "f_v_idx|t"]);
    assert_eq!(operate(&mut session, call).unwrap(), ["already done"]);
    operate(&mut session, "undo((SELECT max(id) FROM migrate.operations WHERE undone_at IS NULL))").ok();
    operate(&mut session, call).unwrap();
    operate(&mut session, "safe_reindex('f')").unwrap();
    assert_eq!(session.one(READS), "300|44850");
}

/// What an earlier version left: an invalid frame that no index of a foreign table can make whole.
#[test]
fn an_invalid_frame_is_made_anew() {
    let db = Db::fresh();
    let mut session = with_foreign(&db);
    session.exec(
        "CREATE INDEX f_v_idx ON ONLY f (v); CREATE INDEX f1_v_idx ON f1 (v); ALTER INDEX f_v_idx ATTACH PARTITION f1_v_idx",
    );
    operate(&mut session, "safe_create_index('f', ARRAY['v'])").unwrap();
    let invalid = "SELECT count(*) FILTER (WHERE NOT indisvalid), count(*) FROM pg_index
                   WHERE indrelid IN (SELECT relid FROM pg_partition_tree('f'))";
    assert_eq!(session.one(invalid), "0|4");
}

/// Refused before anything is done; nothing is left behind, and reads and writes go on.
#[test]
fn what_cannot_be_done_with_foreign_tables_is_refused_at_once() {
    let db = Db::fresh();
    let mut session = with_foreign(&db);
    session.exec("CREATE TABLE r (id int PRIMARY KEY); INSERT INTO r SELECT generate_series(0, 300)");
    let before = crate::common::schema(&db);
    for call in [
        "safe_create_index('f', ARRAY['id', 'v'], is_unique => true)",
        "safe_add_unique('f', ARRAY['id', 'v'])",
        "safe_add_primary_key('f', ARRAY['id', 'v'])",
        "safe_add_foreign_key('f', ARRAY['v'], 'r')",
        "safe_rename_column('f', 't', 'w')",
        "safe_change_column_type('f', 't', 'bigint', using_expression => 'length(t)', reverse_expression => 't::text')",
        "safe_split_column('f', 't', ARRAY['a', 'b'], ARRAY['t', 't'], 'a')",
        "safe_merge_columns('f', ARRAY['t'], 'w', 't', ARRAY['w'])",
        "safe_drop_column('f', 't')",
        "safe_backfill('f', 't = upper(t)')",
    ] {
        let error = session.expect_error(&format!("SELECT * FROM migrate.{call}"));
        assert_eq!(error.sqlstate, "42809", "{call}: {error:?}");
        let names_it = error.detail.contains("f2") || error.message.contains("f2");
        assert!(names_it, "{call}: {error:?}");
    }
    assert_eq!(session.one("SELECT count(*) FROM migrate.changes"), "0");
    assert_eq!(crate::common::schema(&db), before);
    session.exec("INSERT INTO f VALUES (150, 0, 'x'), (50, 0, 'x')");
    assert_eq!(session.one(READS), "302|44850");
}

/// As the server does: the column is added everywhere, and the rows that are here are filled.
#[test]
fn a_column_is_filled_where_the_rows_are() {
    let db = Db::fresh();
    let mut session = with_foreign(&db);
    session.exec("ALTER TABLE far ADD COLUMN u uuid");
    let call = "safe_add_column('f', 'u', 'uuid', 'gen_random_uuid()'";
    let detail = session.one(&format!(
        "SELECT translate(detail, chr(10), ' ') FROM migrate.{call}, dry_run => true) WHERE step = 1"
    ));
    assert!(detail.contains("foreign table f2"), "{detail}");
    operate(&mut session, &format!("{call})")).unwrap();
    assert_eq!(session.one("SELECT count(u), count(*) FROM f"), "200|300");
    // What goes down the tree as the server has it.
    operate(&mut session, "safe_set_not_null('f', 'v')").unwrap();
    operate(&mut session, "safe_add_constraint('f', 'positive', 'v >= 0')").unwrap();
    assert_eq!(session.one(READS), "300|44850");
}

/// One that a DETACH CONCURRENTLY has left half detached is none of the tree's any more.
#[test]
fn a_half_detached_partition_is_left_out() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "SET migrate.small_table = 0;
         CREATE TABLE p (id int, v int) PARTITION BY RANGE (id);
         CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (100); CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (100) TO (200);
         INSERT INTO p SELECT n, n FROM generate_series(0, 199) n",
    );
    // Waits for a reader in its second transaction, and is cancelled there.
    let mut reader = db.session();
    reader.exec("BEGIN; SELECT count(*) FROM p");
    let detach = db.session().start("ALTER TABLE p DETACH PARTITION p2 CONCURRENTLY");
    db.wait_for("SELECT count(*) FROM pg_inherits WHERE inhdetachpending", &["1"]);
    detach.cancel();
    detach.error();
    reader.exec("COMMIT");
    operate(&mut session, "safe_create_index('p', ARRAY['v'])").unwrap();
    assert_eq!(session.one("SELECT indisvalid FROM pg_index WHERE indexrelid = 'p_v_idx'::regclass"), "t");
    operate(&mut session, "safe_add_unique('p', ARRAY['id'])").unwrap();
    assert_eq!(session.one("SELECT indisvalid FROM pg_index WHERE indexrelid = 'p_id_key'::regclass"), "t");
    operate(&mut session, "safe_detach_partition('p', 'p2')").unwrap();
    assert_eq!(session.one("SELECT count(*) FROM pg_inherits WHERE inhparent = 'p'::regclass"), "1");
}

/// A partition that the role may not change is named before the first step.
#[test]
fn a_partition_of_another_owner_is_named_at_once() {
    let db = Db::fresh();
    let (one, other) = (db.role("LOGIN"), db.role("LOGIN"));
    db.session().exec(&format!(
        "GRANT USAGE ON SCHEMA migrate TO {one}; GRANT EXECUTE ON ALL ROUTINES IN SCHEMA migrate TO {one};
         GRANT CREATE ON SCHEMA public TO {one};
         CREATE TABLE p (id int, v int, w text) PARTITION BY RANGE (id);
         CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (100); CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (100) TO (200);
         INSERT INTO p SELECT n, n, n FROM generate_series(0, 199) n;
         ALTER TABLE p OWNER TO {one}; ALTER TABLE p1 OWNER TO {one}; ALTER TABLE p2 OWNER TO {other}"
    ));
    let mut session = db.session_as(&one);
    session.exec("SET migrate.small_table = 0");
    for call in [
        "safe_create_index('p', ARRAY['v'])",
        "safe_add_unique('p', ARRAY['id'])",
        "safe_add_primary_key('p', ARRAY['id'])",
        "safe_rename_column('p', 'w', 'x')",
        "safe_change_column_type('p', 'v', 'bigint')",
        "safe_add_column('p', 'u', 'uuid', 'gen_random_uuid()')",
    ] {
        let error = session.expect_error(&format!("SELECT * FROM migrate.{call}"));
        assert_eq!(
            (error.sqlstate.as_str(), error.message.as_str()),
            ("42501", "must be owner of table p2"),
            "{call}"
        );
    }
    assert_eq!(db.session().one("SELECT count(*) FROM migrate.jobs"), "0");
}

/// A table below that is foreign, and no partition.
#[test]
fn a_foreign_heir_is_named() {
    let cluster = Cluster::start(&[]);
    let db = Db::on(&cluster);
    let mut session = with_foreign(&db);
    session.exec(
        "CREATE TABLE a (id int, v int); INSERT INTO a SELECT n, n FROM generate_series(1, 300) n;
         CREATE TABLE far_a (id int, v int, u uuid);
         CREATE FOREIGN TABLE b () INHERITS (a) SERVER loop OPTIONS (table_name 'far_a')",
    );
    operate(&mut session, "safe_create_index('a', ARRAY['v'])").unwrap();
    let call = "safe_add_column('a', 'u', 'uuid', 'gen_random_uuid()'";
    let detail = session.one(&format!(
        "SELECT translate(detail, chr(10), ' ') FROM migrate.{call}, dry_run => true) WHERE step = 1"
    ));
    assert!(detail.contains("foreign table b"), "{detail}");
    operate(&mut session, &format!("{call})")).unwrap();
    assert_eq!(session.one("SELECT count(u) FROM a"), "300");
}
