//! Safe operations that add keys: the road that a table needs, what is done twice, what is in the way.
//!
//! Not here: what all safe operations have in common (operations_more.rs).

use migrate_client_tests::Db;

use crate::common::not_null_units;
use crate::operations_more::{all_done, constraints, partitioned, tables, units};

const UNIQUE: &str = "SELECT sql, status FROM migrate.safe_add_unique";
const PRIMARY_KEY: &str = "SELECT sql, status FROM migrate.safe_add_primary_key";
const FOREIGN_KEY: &str = "SELECT sql, status FROM migrate.safe_add_foreign_key";

#[test]
fn unique_on_a_small_table() {
    let db = Db::fresh();
    let mut session = tables(&db);
    session.exec("SET migrate.small_table = 100");
    let call =
        format!(r#"{UNIQUE}('"Order"', '{{select}}', include => '{{Group}}', nulls_not_distinct => true)"#);
    let sql = r#"ALTER TABLE public."Order" ADD CONSTRAINT "Order_select_key" UNIQUE NULLS NOT DISTINCT ("select") INCLUDE ("Group");"#;
    assert_eq!(session.steps(&call), [format!("{sql}|done")]);
    assert_eq!(session.steps(&call), [format!("{sql}|already done")]);
    // One of the same columns is what was meant.
    let error = session.expect_error(&format!(r#"{UNIQUE}('"Order"', '{{select}}')"#));
    assert_eq!(error.sqlstate, "42710");
    assert_eq!(
        error.detail,
        "Existing: UNIQUE NULLS NOT DISTINCT (\"select\") INCLUDE (\"Group\")\nAsked for: UNIQUE (\"select\")"
    );
}

#[test]
fn unique_on_a_large_table() {
    let db = Db::fresh();
    let mut session = tables(&db);
    let call = format!(r#"{UNIQUE}('"Order"', '{{select}}', '"U x"', include => '{{Group}}')"#);
    let create = r#"CREATE UNIQUE INDEX CONCURRENTLY "U x" ON public."Order" USING btree ("select") INCLUDE ("Group");"#;
    let add = r#"ALTER TABLE public."Order" ADD CONSTRAINT "U x" UNIQUE USING INDEX "U x";"#;
    assert_eq!(session.steps(&call), [format!("{create}|queued"), format!("{add}|queued")]);
    all_done(&db);
    assert_eq!(units(&mut session), [format!("standalone|{create}"), format!("transaction|{add}")]);
    assert_eq!(
        session.steps(&call),
        [
            r#"ALTER TABLE public."Order" ADD CONSTRAINT "U x" UNIQUE ("select") INCLUDE ("Group");|already done"#
        ]
    );
}

#[test]
fn unique_over_duplicates() {
    let db = Db::fresh();
    let mut session = tables(&db);
    session.exec(r#"INSERT INTO "Order" VALUES (7, 0)"#);
    let call = format!(r#"{UNIQUE}('"Order"', '{{select}}')"#);
    session.exec(&call);
    db.wait_for("SELECT status FROM migrate.jobs", &["failed"]);
    let detail = session.one("SELECT error->>'detail' FROM migrate.jobs");
    assert!(
        detail.starts_with("23505: ") && detail.contains("Key (\"select\")=(7) is duplicated"),
        "{detail}"
    );
    session.exec(r#"DELETE FROM "Order" WHERE "Group" = 0; DELETE FROM migrate.jobs"#);
    session.exec(&call);
    all_done(&db);
    assert_eq!(constraints(&mut session, r#""Order""#), [r#"Order_select_key|UNIQUE ("select")|t"#]);
}

#[test]
fn unique_with_a_fitting_index() {
    let db = Db::fresh();
    let mut session = tables(&db);
    session.exec(r#"CREATE UNIQUE INDEX mine ON "Order" ("select")"#);
    let statuses =
        session.query_text(r#"SELECT status FROM migrate.safe_add_unique('"Order"', '{select}', 'mine')"#);
    assert_eq!(statuses, ["already done", "done"]);
}

#[test]
fn unique_with_a_broken_index() {
    let db = Db::fresh();
    let mut session = tables(&db);
    session.exec(r#"INSERT INTO "Order" VALUES (7, 0)"#);
    session.expect_error(r#"CREATE UNIQUE INDEX CONCURRENTLY mine ON "Order" ("select")"#);
    session.exec(r#"DELETE FROM "Order" WHERE "Group" = 0"#);
    session.exec("SET migrate.small_table = 100");
    let details = session.query_text(
        r#"SELECT split_part(translate(detail, chr(10), ' '), ';', 1) FROM migrate.safe_add_unique('"Order"', '{select}', 'mine')"#,
    );
    assert_eq!(details, ["an invalid one is dropped first", "takes the index over: no row is read"]);
    all_done(&db);
    assert_eq!(constraints(&mut session, r#""Order""#), [r#"mine|UNIQUE ("select")|t"#]);
}

#[test]
fn unique_with_an_index_of_another_definition() {
    let db = Db::fresh();
    let mut session = tables(&db);
    let error = session.expect_error(&format!(r#"{UNIQUE}('"Order"', '{{select}}', 'again')"#));
    assert_eq!(
        (error.sqlstate.as_str(), error.message.as_str()),
        ("42710", "index \"again\" exists with another definition")
    );
}

#[test]
fn unique_on_partitions() {
    let db = Db::fresh();
    let mut session = partitioned(&db);
    let call = format!("{UNIQUE}('parts', '{{id,n}}')");
    let queued: Vec<String> = [
        "ALTER TABLE ONLY public.parts ADD CONSTRAINT parts_id_n_key UNIQUE (id, n);",
        "CREATE UNIQUE INDEX CONCURRENTLY p1_id_n_key ON public.p1 USING btree (id, n);",
        "ALTER TABLE public.p1 ADD CONSTRAINT p1_id_n_key UNIQUE USING INDEX p1_id_n_key;",
        "ALTER INDEX public.parts_id_n_key ATTACH PARTITION public.p1_id_n_key;",
        "ALTER TABLE ONLY public.p2 ADD CONSTRAINT p2_id_n_key UNIQUE (id, n);",
        "CREATE UNIQUE INDEX CONCURRENTLY p21_id_n_key ON public.p21 USING btree (id, n);",
        "ALTER TABLE public.p21 ADD CONSTRAINT p21_id_n_key UNIQUE USING INDEX p21_id_n_key;",
        "ALTER INDEX public.p2_id_n_key ATTACH PARTITION public.p21_id_n_key;",
        "ALTER INDEX public.parts_id_n_key ATTACH PARTITION public.p2_id_n_key;",
    ]
    .map(|sql| format!("{sql}|queued"))
    .to_vec();
    assert_eq!(session.steps(&call), queued);
    all_done(&db);
    assert_eq!(
        session.one("SELECT indisvalid FROM pg_index WHERE indexrelid = 'parts_id_n_key'::regclass"),
        "t"
    );
    assert_eq!(
        session.steps(&call),
        ["ALTER TABLE public.parts ADD CONSTRAINT parts_id_n_key UNIQUE (id, n);|already done"]
    );
}

#[test]
fn unique_on_small_partitions() {
    let db = Db::fresh();
    let mut session = partitioned(&db);
    session.exec("SET migrate.small_table = 100");
    assert_eq!(
        session.steps(&format!("{UNIQUE}('parts', '{{id,n}}')")),
        ["ALTER TABLE public.parts ADD CONSTRAINT parts_id_n_key UNIQUE (id, n);|done"]
    );
}

#[test]
fn primary_key_on_a_large_table() {
    let db = Db::fresh();
    let mut session = tables(&db);
    let call = format!(r#"{PRIMARY_KEY}('"Order"', '{{select,Group}}')"#);
    session.exec(&call);
    all_done(&db);
    let mut expected = not_null_units(&db, r#"public."Order""#, r#""Order_select_not_null""#, r#""select""#);
    expected.extend([
        r#"standalone|CREATE UNIQUE INDEX CONCURRENTLY "Order_pkey" ON public."Order" USING btree ("select", "Group");"#.into(),
        r#"transaction|ALTER TABLE public."Order" ADD CONSTRAINT "Order_pkey" PRIMARY KEY USING INDEX "Order_pkey";"#.into(),
    ]);
    assert_eq!(units(&mut session), expected);
    assert_eq!(
        session.steps(&call),
        [
            r#"ALTER TABLE public."Order" ADD CONSTRAINT "Order_pkey" PRIMARY KEY ("select", "Group");|already done"#
        ]
    );
}

#[test]
fn another_primary_key() {
    let db = Db::fresh();
    let mut session = tables(&db);
    session.exec(r#"ALTER TABLE "Order" ADD CONSTRAINT mine PRIMARY KEY ("Group")"#);
    let again = session.one(r#"SELECT status FROM migrate.safe_add_primary_key('"Order"', '{Group}')"#);
    assert_eq!(again, "already done");
    let error = session.expect_error(&format!(r#"{PRIMARY_KEY}('"Order"', '{{select}}')"#));
    assert_eq!(
        (error.sqlstate.as_str(), error.message.as_str()),
        ("42710", "constraint \"mine\" exists with another definition")
    );
}

#[test]
fn primary_key_on_partitions() {
    let db = Db::fresh();
    let mut session = partitioned(&db);
    session.exec("ALTER TABLE p1 ALTER id SET NOT NULL, ADD CONSTRAINT own PRIMARY KEY (id)");
    let call = format!("{PRIMARY_KEY}('parts', '{{id}}')");
    session.exec(&call);
    all_done(&db);
    let keys = "SELECT conrelid::regclass, conname FROM pg_constraint WHERE contype = 'p'
                AND conrelid IN (SELECT relid FROM pg_partition_tree('parts')) ORDER BY conname";
    assert_eq!(session.query_text(keys), ["p1|own", "p21|p21_pkey", "p2|p2_pkey", "parts|parts_pkey"]);
    assert_eq!(
        session.steps(&call),
        ["ALTER TABLE public.parts ADD CONSTRAINT parts_pkey PRIMARY KEY (id);|already done"]
    );
}

#[test]
fn foreign_key_on_a_large_table() {
    let db = Db::fresh();
    let mut session = tables(&db);
    let call = format!(
        r#"{FOREIGN_KEY}('"Order"', '{{select}}', 'ref', on_delete => 'set null', on_update => 'CASCADE', create_index => true)"#
    );
    session.exec(&call);
    all_done(&db);
    let key = r#"ALTER TABLE public."Order" ADD CONSTRAINT "Order_select_fkey" FOREIGN KEY ("select") REFERENCES public.ref(id) ON UPDATE CASCADE ON DELETE SET NULL"#;
    assert_eq!(
        units(&mut session),
        [
            r#"standalone|CREATE INDEX CONCURRENTLY "Order_select_idx" ON public."Order" USING btree ("select");"#.into(),
            format!("transaction|{key} NOT VALID;"),
            r#"transaction|ALTER TABLE public."Order" VALIDATE CONSTRAINT "Order_select_fkey";"#.into(),
        ]
    );
    assert_eq!(
        session.steps(&call),
        [r#"CREATE INDEX ON public."Order" ("select");|already done"#.into(), format!("{key};|already done"),]
    );
    let error = session.expect_error(&format!(r#"{FOREIGN_KEY}('"Order"', '{{select}}', 'ref')"#));
    assert_eq!(error.sqlstate, "42710");
}

#[test]
fn foreign_key_over_orphans() {
    let db = Db::fresh();
    let mut session = tables(&db);
    session.exec(r#"INSERT INTO "Order" VALUES (5000, 0)"#);
    session.exec(&format!(r#"{FOREIGN_KEY}('"Order"', '{{select}}', 'ref')"#));
    db.wait_for("SELECT status FROM migrate.jobs", &["failed"]);
    let detail = session.one("SELECT error->>'detail' FROM migrate.jobs");
    assert!(detail.contains("(5000) is not present in table \"ref\""), "{detail}");
    // It goes on with what is missing.
    session.exec("INSERT INTO ref VALUES (5000)");
    let statuses = session
        .query_text(r#"SELECT status FROM migrate.safe_add_foreign_key('"Order"', '{select}', 'ref')"#);
    assert_eq!(statuses, ["already done", "done"]);
}

#[test]
fn foreign_key_with_an_unknown_action() {
    let db = Db::fresh();
    let mut session = tables(&db);
    let error = session
        .expect_error(&format!(r#"{FOREIGN_KEY}('"Order"', '{{select}}', 'ref', on_delete => 'drop')"#));
    assert_eq!(
        (error.sqlstate.as_str(), error.hint.as_str()),
        ("22023", "It is one of NO ACTION, RESTRICT, CASCADE, SET NULL, SET DEFAULT.")
    );
}

/// The parent takes the keys of its partitions over, so nobody waits while rows are read.
#[test]
fn foreign_key_on_partitions() {
    let db = Db::fresh();
    let mut session = partitioned(&db);
    for table in ["p1", "p21"] {
        session
            .exec(&format!("ALTER TABLE {table} ADD CONSTRAINT parts_n_fkey FOREIGN KEY (n) REFERENCES ref"));
    }
    const SCANS: &str =
        "SELECT sum(seq_scan) FROM pg_stat_xact_user_tables WHERE relname IN ('p1', 'p21', 'ref')";
    // A new session, whose statistics begin with it.
    let mut session = db.session();
    session.exec("SET migrate.small_table = 0; BEGIN");
    let steps = session.steps(&format!("{FOREIGN_KEY}('parts', '{{n}}', 'ref')"));
    let scans = session.one(SCANS);
    session.exec("COMMIT");
    assert_eq!(steps.len(), 5);
    assert!(steps[..4].iter().all(|step| step.ends_with("|already done")), "{steps:?}");
    assert_eq!(
        steps[4],
        "ALTER TABLE public.parts ADD CONSTRAINT parts_n_fkey FOREIGN KEY (n) REFERENCES public.ref(id);|done"
    );
    assert_eq!(scans, "0");
    let taken_over = "SELECT count(*) FROM pg_constraint WHERE conname = 'parts_n_fkey' AND conparentid <> 0";
    assert_eq!(session.one(taken_over), "3");
}

#[test]
fn foreign_key_on_large_partitions() {
    let db = Db::fresh();
    let mut session = partitioned(&db);
    let call = format!("{FOREIGN_KEY}('parts', '{{n}}', 'ref')");
    assert_eq!(session.steps(&call).len(), 5);
    all_done(&db);
    // Nobody waits for a lock that another step has taken and holds while rows are read.
    let both = units(&mut session).into_iter().find(|unit| unit.contains("VALIDATE") && unit.contains("ADD"));
    assert_eq!(both, None);
    assert_eq!(
        session.steps(&call),
        [
            "ALTER TABLE public.parts ADD CONSTRAINT parts_n_fkey FOREIGN KEY (n) REFERENCES public.ref(id);|already done"
        ]
    );
}

/// MATCH FULL, and when it is checked.
#[test]
fn more_words_of_keys() {
    let db = Db::fresh();
    let mut session = tables(&db);
    session.exec("CREATE TABLE pairs (a int, b int, PRIMARY KEY (a, b)); INSERT INTO pairs SELECT n, n FROM generate_series(1, 100) n");
    let foreign = format!(
        r#"{FOREIGN_KEY}('"Order"', '{{select,Group}}', 'pairs', on_delete => 'cascade', match_full => true, initially_deferred => true)"#
    );
    let unique = format!(r#"{UNIQUE}('"Order"', '{{select}}', is_deferrable => true)"#);
    let primary = format!(
        r#"{PRIMARY_KEY}('"Order"', '{{Group}}', include => '{{select}}', initially_deferred => true)"#
    );
    for call in [&foreign, &unique, &primary] {
        session.exec(call);
        all_done(&db);
        let again = session.query_text(call);
        assert!(again.iter().all(|step| step.ends_with("|already done")), "{again:?}");
    }
    assert_eq!(
        constraints(&mut session, r#""Order""#),
        [
            r#"Order_pkey|PRIMARY KEY ("Group") INCLUDE ("select") DEFERRABLE INITIALLY DEFERRED|t"#,
            r#"Order_select_Group_fkey|FOREIGN KEY ("select", "Group") REFERENCES pairs(a, b) MATCH FULL ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED|t"#,
            r#"Order_select_key|UNIQUE ("select") DEFERRABLE|t"#,
        ]
    );
    // Dropped and undone they are the same.
    let before = constraints(&mut session, r#""Order""#);
    for name in ["Order_pkey", "Order_select_Group_fkey", "Order_select_key"] {
        session.exec(&format!(r#"SELECT * FROM migrate.safe_drop_constraint('"Order"', '{name}')"#));
        assert_eq!(constraints(&mut session, r#""Order""#).len(), 2);
        session.exec("SELECT * FROM migrate.undo((SELECT max(id) FROM migrate.operations))");
        all_done(&db);
        assert_eq!(constraints(&mut session, r#""Order""#), before, "{name}");
    }
}

/// A key that a partition has already is taken over, whatever its name is.
#[test]
fn foreign_key_on_a_partition_that_has_it() {
    let db = Db::fresh();
    let mut session = partitioned(&db);
    session.exec("ALTER TABLE p1 ADD CONSTRAINT mine FOREIGN KEY (n) REFERENCES ref");
    session.exec(&format!("{FOREIGN_KEY}('parts', '{{n}}', 'ref')"));
    all_done(&db);
    assert_eq!(constraints(&mut session, "p1"), ["mine|FOREIGN KEY (n) REFERENCES ref(id)|t"]);
}

#[test]
fn foreign_key_to_a_view() {
    let db = Db::fresh();
    let mut session = tables(&db);
    session.exec("CREATE VIEW v AS SELECT * FROM ref");
    let call = format!(r#"{FOREIGN_KEY}('"Order"', '{{select}}', 'v', '{{id}}', dry_run => true)"#);
    let error = session.expect_error(&call);
    assert_eq!((error.sqlstate.as_str(), error.message.as_str()), ("42809", "\"v\" is a view"));
}
