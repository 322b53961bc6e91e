//! Names of indexes and constraints as they are on real tables: alike in all that a name can hold, taken by something
//! else, or looking like one of ours.

use migrate_client_tests::{Db, Session};

use crate::common::{operate, schema};

/// A name of 62 bytes that a digit makes whole.
const LONG: &str = "measurements_of_all_devices_in_production_since_the_year_2024_";

fn large(db: &Db, sql: &str) -> Session {
    let mut session = db.session();
    session.exec("SET migrate.small_table = 0");
    session.exec(sql);
    session
}

/// A table with three partitions that are alike in 62 bytes, and 300 rows.
fn alike(db: &Db) -> Session {
    let mut session = large(db, "CREATE TABLE p (id int, v int, r int) PARTITION BY RANGE (id)");
    for number in 0..3 {
        session.exec(&format!(
            "CREATE TABLE {LONG}{number} PARTITION OF p FOR VALUES FROM ({}) TO ({})",
            number * 100,
            number * 100 + 100
        ));
    }
    session.exec("INSERT INTO p SELECT n, n, 1 FROM generate_series(0, 299) n");
    session
}

fn done(session: &mut Session, call: &str) {
    operate(session, call).unwrap_or_else(|error| panic!("{call}: {error:?}"));
    // Asked again, nothing is left.
    let again = operate(session, call).unwrap_or_else(|error| panic!("{call}, again: {error:?}"));
    assert!(again.iter().all(|status| status == "already done"), "{call}: {again:?}");
}

/// How many indexes a parent's has below it, and whether they are valid.
fn below(session: &mut Session, index: &str) -> String {
    session.one(&format!(
        "SELECT count(*), bool_and(i.indisvalid) FROM pg_partition_tree('{index}') t JOIN pg_index i ON i.indexrelid = t.relid
         WHERE t.isleaf"
    ))
}

#[test]
fn partitions_alike_in_62_bytes_get_indexes_and_keys() {
    let db = Db::fresh();
    let mut session = alike(&db);
    done(&mut session, "safe_create_index('p', ARRAY['v'])");
    assert_eq!(below(&mut session, "p_v_idx"), "3|t");
    done(&mut session, "safe_add_unique('p', ARRAY['id', 'v'])");
    assert_eq!(below(&mut session, "p_id_v_key"), "3|t");
    done(&mut session, "safe_add_primary_key('p', ARRAY['id'])");
    assert_eq!(below(&mut session, "p_pkey"), "3|t");
    session.exec("CREATE TABLE r (id int PRIMARY KEY); INSERT INTO r VALUES (1)");
    done(&mut session, "safe_add_foreign_key('p', ARRAY['r'], 'r', create_index => true)");
    assert_eq!(below(&mut session, "p_r_idx"), "3|t");
    done(&mut session, "safe_create_index('p', ARRAY['r DESC'], 'by_r')");
    assert_eq!(below(&mut session, "by_r"), "3|t");
    operate(&mut session, "safe_reindex('p')").unwrap();
    // Back and forth: what is made again has the names that it had.
    let names = "SELECT string_agg(relid::text, ',' ORDER BY relid::text) FROM pg_partition_tree('by_r')";
    let before = session.one(names);
    operate(&mut session, "safe_drop_index('by_r')").unwrap();
    operate(&mut session, "undo((SELECT max(id) FROM migrate.operations))").unwrap();
    assert_eq!((session.one(names), below(&mut session, "by_r")), (before, "3|t".into()));
}

#[test]
fn a_renamed_column_of_such_partitions_gets_its_indexes() {
    let db = Db::fresh();
    let mut session = alike(&db);
    session.exec("CREATE INDEX ON p (v); CREATE INDEX ON p (v, id)");
    operate(&mut session, "safe_rename_column('p', 'v', 'w')").unwrap();
    assert_eq!(session.one("SELECT state FROM migrate.changes"), "ready");
    let copies = "SELECT count(*), bool_and(indisvalid) FROM pg_index i
                  WHERE EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = i.indexrelid AND a.attname = 'w')";
    assert_eq!(session.one(copies), "8|t");
    operate(&mut session, "complete('p', 'w')").unwrap();
    assert_eq!(session.one("SELECT count(*) FROM p WHERE w = id"), "300");
}

#[test]
fn indexes_alike_in_58_bytes_are_copied_each() {
    let db = Db::fresh();
    let name = "index_of_the_customers_by_their_name_and_by_their_last_order_";
    let mut session = large(
        &db,
        &format!(
            "CREATE TABLE c (id int PRIMARY KEY, a int, b int); INSERT INTO c SELECT n, n, n FROM generate_series(1, 300) n;
             CREATE INDEX {name}1 ON c (a); CREATE INDEX {name}2 ON c (a, b)"
        ),
    );
    operate(&mut session, "safe_rename_column('c', 'a', 'z')").unwrap();
    let of_z = "SELECT regexp_replace(pg_get_indexdef(indexrelid), '^.* USING ', '') FROM pg_index
                WHERE indrelid = 'c'::regclass AND indisvalid AND pg_get_indexdef(indexrelid) ~ '[(]z' ORDER BY 1";
    assert_eq!(session.query_text(of_z), ["btree (z)", "btree (z, b)"]);
    operate(&mut session, "abort('c', 'z')").unwrap();
    assert_eq!(session.one("SELECT count(*) FROM pg_index WHERE indrelid = 'c'::regclass"), "3");
}

/// What is a copy is told by its definition, not by its name.
#[test]
fn an_index_may_be_called_copy() {
    let db = Db::fresh();
    let mut session = large(
        &db,
        "CREATE TABLE b (id int PRIMARY KEY, a int, t int, photo text);
         INSERT INTO b SELECT n, n, n, n FROM generate_series(1, 300) n;
         CREATE INDEX b_a ON b (a); CREATE INDEX b_a_copy ON b (t); CREATE INDEX photo_copy ON b (photo)",
    );
    operate(&mut session, "safe_rename_column('b', 'a', 'aa')").unwrap();
    operate(&mut session, "safe_rename_column('b', 'photo', 'picture')").unwrap();
    operate(&mut session, "safe_rename_column('b', 't', 'u')").unwrap();
    let columns = "SELECT string_agg(substring(pg_get_indexdef(indexrelid), '[(](.*)[)]'), ',' ORDER BY substring(pg_get_indexdef(indexrelid), '[(](.*)[)]')) FROM pg_index i
                   WHERE i.indrelid = 'b'::regclass AND i.indisvalid AND NOT i.indisprimary";
    assert_eq!(session.one(columns), "a,aa,photo,picture,t,u");
    for (new, old) in [("aa", "a"), ("picture", "photo"), ("u", "t")] {
        operate(&mut session, &format!("complete('b', '{new}')")).unwrap();
        assert_eq!(
            session.one(&format!(
                "SELECT count(*) FROM pg_attribute WHERE attrelid = 'b'::regclass AND attname = '{old}'"
            )),
            "0"
        );
    }
    assert_eq!(session.one(columns), "aa,picture,u");
}

#[test]
fn two_renames_share_an_index() {
    let db = Db::fresh();
    let mut session = large(
        &db,
        "CREATE TABLE u (id int PRIMARY KEY, a int, b int); INSERT INTO u SELECT n, n, n FROM generate_series(1, 300) n;
         CREATE UNIQUE INDEX ON u (a, b); CREATE INDEX ON u ((a + b)) WHERE a > 3",
    );
    operate(&mut session, "safe_rename_column('u', 'a', 'aa')").unwrap();
    operate(&mut session, "safe_rename_column('u', 'b', 'bb')").unwrap();
    // Asked again, each knows its own copies.
    for call in ["safe_rename_column('u', 'a', 'aa')", "safe_rename_column('u', 'b', 'bb')"] {
        let statuses = operate(&mut session, call).unwrap();
        assert!(statuses.iter().all(|status| status == "already done"), "{statuses:?}");
    }
    operate(&mut session, "complete('u', 'aa')").unwrap();
    operate(&mut session, "complete('u', 'bb')").unwrap();
    let indexes = "SELECT regexp_replace(pg_get_indexdef(indexrelid), '^.* USING ', '') FROM pg_index
                   WHERE indrelid = 'u'::regclass AND NOT indisprimary ORDER BY 1";
    assert_eq!(session.query_text(indexes), ["btree (((aa + bb))) WHERE (aa > 3)", "btree (aa, bb)"]);
    assert_eq!(session.one("SELECT count(*) FROM u WHERE aa = bb"), "300");
}

/// As the server chooses a name where none is given, and refuses one that is taken or too long.
#[test]
fn names_are_free_or_refused_at_once() {
    let db = Db::fresh();
    let mut session = large(
        &db,
        "CREATE TABLE t (id int PRIMARY KEY, a int, b int); INSERT INTO t SELECT n, n, n FROM generate_series(1, 300) n;
         CREATE TABLE t_a_idx (); CREATE INDEX t_b_idx ON t (b DESC); CREATE TABLE t_b_key ();
         ALTER TABLE t ADD CONSTRAINT t_a_fkey CHECK (a > 0)",
    );
    done(&mut session, "safe_create_index('t', ARRAY['a'])");
    done(&mut session, "safe_create_index('t', ARRAY['b'])");
    done(&mut session, "safe_add_unique('t', ARRAY['b'])");
    done(&mut session, "safe_add_foreign_key('t', ARRAY['a'], 't', ARRAY['id'])");
    let names = "SELECT conname FROM pg_constraint WHERE conrelid = 't'::regclass AND contype IN ('u', 'f')
                 UNION ALL SELECT relname FROM pg_class WHERE relname ~ '^t_[ab]_idx[0-9]' ORDER BY 1";
    assert_eq!(session.query_text(names), ["t_a_fkey1", "t_a_idx1", "t_b_idx1", "t_b_key1"]);
    for (call, sqlstate) in [
        ("safe_create_index('t', ARRAY['a'], 't_a_idx')", "42P07"),
        ("safe_create_index('t', ARRAY['a'], 't_pkey')", "42710"),
        ("safe_add_unique('t', ARRAY['a'], 't_a_idx')", "42P07"),
        ("safe_create_index('t', ARRAY['a'], repeat('n', 64))", "42622"),
        ("safe_create_index('t', ARRAY['a'], repeat('é', 32))", "42622"),
        ("safe_add_unique('t', ARRAY['a'], repeat('n', 64))", "42622"),
        ("safe_add_foreign_key('t', ARRAY['a'], 't', ARRAY['id'], repeat('n', 64))", "42622"),
    ] {
        let error = session.expect_error(&format!("SELECT * FROM migrate.{call}"));
        assert_eq!(error.sqlstate, sqlstate, "{call}: {error:?}");
    }
    // 63 bytes are not too many.
    done(&mut session, "safe_create_index('t', ARRAY['a', 'b'], repeat('n', 63))");
}

/// The helper of one column is not taken for that of another whose name is cut alike.
#[test]
fn the_helper_of_another_column_proves_nothing() {
    let db = Db::fresh();
    let table = "a_table_with_a_name_that_leaves_no_room_for_a_columns_name_b";
    let mut session = large(
        &db,
        &format!(
            "CREATE TABLE {table} (id int PRIMARY KEY, column_aaa int, column_abb int);
             INSERT INTO {table} SELECT n, nullif(n, 7), n FROM generate_series(1, 300) n"
        ),
    );
    let first = operate(&mut session, &format!("safe_set_not_null('{table}', 'column_aaa')"));
    assert!(
        first.is_ok()
            && session.one("SELECT error->>'sqlstate' FROM migrate.jobs ORDER BY id DESC LIMIT 1") == "23514"
            || first.is_err()
    );
    operate(&mut session, &format!("safe_set_not_null('{table}', 'column_abb')")).unwrap();
    // From 18 on a column is marked while its NOT NULL is NOT VALID.
    let not_null = format!(
        "SELECT attname, attnotnull AND NOT EXISTS (SELECT FROM pg_constraint
                                                    WHERE conrelid = attrelid AND contype = 'n' AND attnum = ANY (conkey) AND NOT convalidated)
         FROM pg_attribute WHERE attrelid = '{table}'::regclass AND attnum > 1 ORDER BY 1"
    );
    assert_eq!(session.query_text(&not_null), ["column_aaa|f", "column_abb|t"]);
    session.exec(&format!("UPDATE {table} SET column_aaa = 7 WHERE column_aaa IS NULL"));
    operate(&mut session, &format!("safe_set_not_null('{table}', 'column_aaa')")).unwrap();
    assert_eq!(session.query_text(&not_null), ["column_aaa|t", "column_abb|t"]);
    let left =
        format!("SELECT count(*) FROM pg_constraint WHERE conrelid = '{table}'::regclass AND contype = 'c'");
    assert_eq!(session.one(&left), "0");
}

/// A statistics target, an extension, comment, cluster mark: what an index has beside its definition.
#[test]
fn what_an_index_has_beside_its_definition_stays() {
    let db = Db::fresh();
    let mut session = large(
        &db,
        "CREATE EXTENSION pg_trgm;
         CREATE TABLE e (id int PRIMARY KEY, n int, t text); INSERT INTO e SELECT n, n, n FROM generate_series(1, 300) n;
         CREATE INDEX ex ON e (n, lower(t)); ALTER INDEX ex ALTER COLUMN 2 SET STATISTICS 500;
         ALTER INDEX ex DEPENDS ON EXTENSION pg_trgm; COMMENT ON INDEX ex IS 'mine'; ALTER TABLE e CLUSTER ON ex",
    );
    let kept = "SELECT a.attstattarget, obj_description(i.indexrelid, 'pg_class'), i.indisclustered,
                       (SELECT count(*) FROM pg_depend d WHERE d.objid = i.indexrelid AND d.deptype = 'x')
                FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indexrelid AND a.attnum = 2
                WHERE i.indexrelid = 'ex'::regclass";
    assert_eq!(session.one(kept), "500|mine|t|1");
    operate(
        &mut session,
        "safe_replace_index('ex', ARRAY['n', 'lower(t)'], storage_parameters => 'fillfactor = 70')",
    )
    .unwrap();
    assert_eq!(session.one(kept), "500|mine|t|1");
    operate(&mut session, "undo((SELECT max(id) FROM migrate.operations))").unwrap();
    assert_eq!(session.one(kept), "500|mine|t|1");
    session.exec("ALTER TABLE e SET WITHOUT CLUSTER");
    operate(&mut session, "safe_drop_index('ex')").unwrap();
    operate(&mut session, "undo((SELECT max(id) FROM migrate.operations))").unwrap();
    assert_eq!(session.one(kept), "500|mine|f|1");
    // The counterpart of a change of type, and of a rename.
    operate(&mut session, "safe_change_column_type('e', 'n', 'bigint')").unwrap();
    operate(&mut session, "complete('e', 'n')").unwrap();
    assert_eq!(session.one(kept), "500|mine|f|1");
}

/// What a table gets before it is attached has free names, too.
#[test]
fn tables_alike_in_62_bytes_are_attached() {
    let db = Db::fresh();
    let mut session = alike(&db);
    session.exec("CREATE INDEX ON p (v); CREATE INDEX ON p (v DESC); ALTER TABLE p ADD PRIMARY KEY (id), ADD UNIQUE (id, v)");
    for number in 3..6 {
        let (from, to) = (number * 100, number * 100 + 100);
        session.exec(&format!(
            "CREATE TABLE {LONG}{number} (id int, v int, r int); INSERT INTO {LONG}{number} SELECT n, n, 1 FROM generate_series({from}, {to} - 1) n"
        ));
        let bound = format!("FOR VALUES FROM ({from}) TO ({to})");
        done(&mut session, &format!("safe_attach_partition('p', '{LONG}{number}', '{bound}')"));
    }
    for index in ["p_v_idx", "p_v_idx1", "p_pkey", "p_id_v_key"] {
        assert_eq!(below(&mut session, index), "6|t", "{index}");
    }
    assert_eq!(session.one("SELECT count(*) FROM p"), "600");
}

/// The sequence of a serial column, and names that must be quoted.
#[test]
fn sequences_and_quoted_names_are_free() {
    let db = Db::fresh();
    let mut session = large(
        &db,
        "CREATE TABLE \"Große Tabelle\" (\"Id\" int PRIMARY KEY, \"der Wert\" int);
         INSERT INTO \"Große Tabelle\" SELECT n, n FROM generate_series(1, 300) n;
         CREATE SEQUENCE \"Große Tabelle_n_seq\"; CREATE TABLE \"Große Tabelle_der Wert_idx\" ();
         CREATE SEQUENCE \"Große Tabelle_der Wert_key\"",
    );
    done(&mut session, "safe_add_column('\"Große Tabelle\"', 'n', 'bigserial')");
    done(&mut session, "safe_create_index('\"Große Tabelle\"', ARRAY['der Wert'])");
    done(&mut session, "safe_add_unique('\"Große Tabelle\"', ARRAY['der Wert'])");
    assert_eq!(
        session.one("SELECT count(n), count(DISTINCT n), pg_get_serial_sequence('\"Große Tabelle\"', 'n') FROM \"Große Tabelle\""),
        "300|300|public.\"Große Tabelle_n_seq1\""
    );
    let names = "SELECT relname FROM pg_index JOIN pg_class ON oid = indexrelid WHERE indrelid = '\"Große Tabelle\"'::regclass ORDER BY 1";
    assert_eq!(
        session.query_text(names),
        ["Große Tabelle_der Wert_idx1", "Große Tabelle_der Wert_key1", "Große Tabelle_pkey"]
    );
}

/// As CREATE INDEX without a name calls it: an expression by its function, an included column, too.
#[test]
fn an_index_is_called_as_the_server_calls_it() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE TABLE t (id int PRIMARY KEY, \"E mail\" text, data jsonb); CREATE TABLE s (LIKE t)");
    let names = |session: &mut Session, table: &str| {
        session.query_text(&format!(
            "SELECT replace(relname, '{table}_', '') FROM pg_class JOIN pg_index ON indexrelid = pg_class.oid
             WHERE indrelid = '{table}'::regclass AND NOT indisprimary ORDER BY 1"
        ))
    };
    for (elements, include, plain) in [
        ("ARRAY['lower(\"E mail\")']", "NULL", "(lower(\"E mail\"))"),
        ("ARRAY['(data ->> ''a'')', 'id']", "NULL", "((data ->> 'a'), id)"),
        ("ARRAY['(data ->> ''a'')', '(data ->> ''b'')']", "NULL", "((data ->> 'a'), (data ->> 'b'))"),
        ("ARRAY['(CASE id WHEN 1 THEN 2 END)']", "NULL", "((CASE id WHEN 1 THEN 2 END))"),
        ("ARRAY['coalesce(\"E mail\", ''x'') DESC']", "NULL", "(coalesce(\"E mail\", 'x') DESC)"),
        ("ARRAY['((data ->> ''n'')::int)']", "NULL", "(((data ->> 'n')::int))"),
        ("ARRAY['id']", "ARRAY['E mail']", "(id) INCLUDE (\"E mail\")"),
        ("ARRAY['id']", "NULL", "(id)"),
    ] {
        session.exec(&format!("SELECT migrate.safe_create_index('t', {elements}, include => {include})"));
        session.exec(&format!("CREATE INDEX ON s {plain}"));
        let (ours, servers) = (names(&mut session, "t"), names(&mut session, "s"));
        assert_eq!(ours, servers, "{elements}");
        // The same call again is the same index.
        let again = format!(
            "SELECT DISTINCT status FROM migrate.safe_create_index('t', {elements}, include => {include})"
        );
        assert_eq!(session.one(&again), "already done", "{elements}");
    }
}

#[test]
fn an_index_of_partitions_comes_back_with_the_targets_of_each() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (id int, v text) PARTITION BY RANGE (id);
         CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);
         CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (10) TO (20) PARTITION BY RANGE (id);
         CREATE TABLE t3 PARTITION OF t2 FOR VALUES FROM (10) TO (15);
         CREATE INDEX i ON t (lower(v)); ALTER INDEX t1_lower_idx ALTER COLUMN 1 SET STATISTICS 11;
         ALTER INDEX t3_lower_idx ALTER COLUMN 1 SET STATISTICS 33; ALTER INDEX i ALTER COLUMN 1 SET STATISTICS 44",
    );
    let targets =
        "SELECT c.relname, a.attstattarget FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                   WHERE c.relkind IN ('i', 'I') AND relname ~ '^(i|t.)' ORDER BY 1";
    let before = session.query_text(targets);
    for small in [1000, 0] {
        session.exec(&format!("SET migrate.small_table = {small}"));
        done(&mut session, "safe_drop_index('i')");
        done(&mut session, "undo((SELECT max(id) FROM migrate.operations))");
        assert_eq!(session.query_text(targets), before, "{small}");
    }
}

#[test]
fn an_exclusion_constraint_that_was_dropped_comes_back() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (id int, during int4range, CONSTRAINT \"No overlap\" EXCLUDE USING gist (during WITH &&)
                         WHERE (id > 5) DEFERRABLE INITIALLY DEFERRED);
         COMMENT ON CONSTRAINT \"No overlap\" ON t IS 'one at a time'; INSERT INTO t SELECT i, int4range(i, i + 1) FROM generate_series(1, 300) i",
    );
    let before = schema(&db);
    done(&mut session, "safe_drop_constraint('t', 'No overlap')");
    done(&mut session, "undo(1)");
    assert_eq!(schema(&db), before);
    // Where many would wait for it, they are not made to.
    session.exec("SET migrate.small_table = 0");
    done(&mut session, "safe_drop_constraint('t', 'No overlap')");
    let error = session.expect_error("SELECT migrate.undo(2)");
    assert_eq!(error.sqlstate, "0A000", "{error:?}");
    let hint = error.hint.strip_prefix("When writers can wait: ").expect("a statement");
    let (statement, _) = hint.split_once("; then call it again").expect("and what then");
    session.exec(statement);
    done(&mut session, "undo(2)");
    assert_eq!(schema(&db), before);
    assert_eq!(session.one("SELECT status FROM migrate.operations WHERE id = 2"), "undone");
}
