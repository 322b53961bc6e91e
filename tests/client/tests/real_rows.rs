//! Values that are rows themselves, and rows that are values elsewhere: composites with a NULL in them, tables that store
//! another table's rows, and what DEFAULT means through a compatibility view.
//!
//! Not here: how the two ends of a change carry such values (real_values.rs).

use migrate_client_tests::{Db, Session};

use crate::common::{done, operate, schema};

const LARGE: &str = "SET migrate.small_table = 0";

/// SQLSTATE and DETAIL of a call that is refused.
fn refused(session: &mut Session, call: &str) -> (String, String) {
    let error = session.expect_error(&format!("SELECT * FROM migrate.{call}"));
    (error.sqlstate, error.message + " " + &error.detail)
}

const COMPOSITES: &str = "
    CREATE TYPE addr AS (street text, unit text); CREATE DOMAIN home AS addr CHECK (true);
    CREATE TYPE \"Deep Type\" AS (a addr, n int);
    CREATE TABLE t (id int PRIMARY KEY, a addr, h home, d \"Deep Type\", other int, s text);
    INSERT INTO t SELECT g, ROW('Main', NULL)::addr, ROW(NULL, NULL)::addr, ROW(NULL, g)::\"Deep Type\", 1, '' FROM generate_series(1, 300) g";

#[test]
fn a_row_with_nulls_in_it_is_a_value() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(COMPOSITES);
    session.exec(LARGE);
    for column in ["a", "h", "d", "s"] {
        done(&mut session, &format!("safe_set_not_null('t', '{column}')"));
    }
    assert_eq!(
        session.query_text(
            "SELECT attname FROM pg_attribute WHERE attrelid = 't'::regclass AND attnotnull AND attnum > 1"
        ),
        ["a", "h", "d", "s"]
    );
    assert_eq!(
        session.one("SELECT count(*) FROM pg_constraint WHERE conrelid = 't'::regclass AND contype = 'c'"),
        "0"
    );
    session.exec(
        "INSERT INTO t VALUES (1001, ROW(NULL, NULL), ROW(NULL, NULL)::addr, ROW(NULL, NULL), NULL, '')",
    );
    for column in ["a", "h", "d"] {
        let error = session.expect_error(&format!("UPDATE t SET {column} = NULL WHERE id = 1"));
        assert_eq!(error.sqlstate, "23502", "{column}: {}", error.message);
    }
}

#[test]
fn what_a_failure_leaves_refuses_no_valid_row() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(COMPOSITES);
    session.exec("UPDATE t SET a = NULL WHERE id = 7");
    session.exec(LARGE);
    let failed = operate(&mut session, "safe_set_not_null('t', 'a')").unwrap_err();
    // Since PostgreSQL 18 it is a NOT NULL that nobody has validated, and no CHECK.
    let (code, kind) = if db.version() < 18 { ("23514", "c") } else { ("23502", "n") };
    assert_eq!(failed.sqlstate, code, "{failed:?}");
    // It is named, and refuses what SET NOT NULL would refuse, and nothing else.
    let left = session.one(&format!(
        "SELECT conname FROM pg_constraint WHERE conrelid = 't'::regclass AND contype = '{kind}' AND NOT convalidated"
    ));
    if kind == "c" {
        assert!(failed.detail.contains(&format!("Constraint {left} stays until")), "{failed:?}");
    }
    session.exec("INSERT INTO t (id, a) VALUES (1001, ROW('Main', NULL)), (1002, ROW(NULL, NULL))");
    assert_eq!(session.expect_error("INSERT INTO t (id) VALUES (1003)").sqlstate, code);
    session.exec("UPDATE t SET a = ROW(NULL, NULL) WHERE a IS NOT DISTINCT FROM NULL");
    done(&mut session, "safe_set_not_null('t', 'a')");
    assert_eq!(
        session.one("SELECT count(*) FROM pg_constraint WHERE conrelid = 't'::regclass AND contype = 'c'"),
        "0"
    );
}

#[test]
fn a_check_of_all_fields_is_no_proof() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(COMPOSITES);
    session.exec(
        "UPDATE t SET a = ROW('Main', '4'); ALTER TABLE t ADD CONSTRAINT full_address CHECK (a IS NOT NULL)",
    );
    session.exec(LARGE);
    let plan = session
        .query_text("SELECT translate(detail, chr(10), ' ') FROM migrate.safe_set_not_null('t', 'a', dry_run => true)")
        .join("\n");
    assert!(!plan.contains("full_address"), "{plan}");
    done(&mut session, "safe_set_not_null('t', 'a')");
    assert_eq!(
        session
            .query_text("SELECT conname FROM pg_constraint WHERE conrelid = 't'::regclass AND contype = 'c'"),
        ["full_address"]
    );
}

#[test]
fn a_default_that_is_a_row_of_nulls_fills_each_row_once() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(COMPOSITES);
    session.exec(
        "CREATE FUNCTION empty() RETURNS addr LANGUAGE plpgsql AS 'BEGIN RETURN ROW(NULL::text, NULL::text); END'",
    );
    session.exec(LARGE);
    done(&mut session, "safe_add_column('t', 'z', 'addr', 'empty()', not_null => true)");
    assert_eq!(session.one("SELECT count(*) FROM t WHERE z IS DISTINCT FROM NULL"), "300");
    assert_eq!(
        session.one("SELECT attnotnull FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'z'"),
        "t"
    );
}

#[test]
fn rows_of_a_partitioned_table_with_nulls_in_them() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TYPE addr AS (street text, unit text);
         CREATE TABLE p (id int, a addr) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (150);
         CREATE TABLE p2 PARTITION OF p DEFAULT; INSERT INTO p SELECT g, ROW(NULL, g::text)::addr FROM generate_series(1, 300) g",
    );
    session.exec(LARGE);
    done(&mut session, "safe_set_not_null('p', 'a')");
    session.exec("INSERT INTO p VALUES (1001, ROW(NULL, NULL)), (2, ROW(NULL, NULL))");
    assert_eq!(session.expect_error("INSERT INTO p VALUES (3, NULL)").sqlstate, "23502");
}

const STORED: &str = "
    CREATE TABLE t (id int PRIMARY KEY, price int, v text); INSERT INTO t SELECT g, g, 'v' || g || ' w' FROM generate_series(1, 300) g";

#[test]
fn rows_that_another_table_stores_keep_their_values() {
    let stores = [
        ("CREATE TABLE audit (at int, was t)", "was", "t"),
        ("CREATE TABLE audit (at int, was t[])", "was", "ARRAY[t]"),
        ("CREATE DOMAIN tt AS t CHECK (true); CREATE TABLE audit (at int, was tt)", "was", "t::tt"),
        (
            "CREATE TYPE pair AS (one t, two t); CREATE TABLE audit (at int, was pair)",
            "was",
            "ROW(t, t)::pair",
        ),
        ("CREATE DOMAIN tt AS t[]; CREATE TABLE audit (at int, \"Was It\" tt)", "Was It", "ARRAY[t]::tt"),
        ("CREATE MATERIALIZED VIEW audit AS SELECT id AS at, t AS was FROM t", "was", ""),
    ];
    for (create, column, value) in stores {
        let db = Db::fresh();
        let mut session = db.session();
        session.exec(STORED);
        session.exec(create);
        if !value.is_empty() {
            session.exec(&format!("INSERT INTO audit SELECT id, {value} FROM t"));
        }
        session.exec(LARGE);
        let (before, rows) = (schema(&db), session.query_text("SELECT audit FROM audit ORDER BY at"));
        for call in [
            "safe_change_column_type('t', 'price', 'bigint')",
            "safe_split_column('t', 'v', ARRAY['a', 'b'], ARRAY['split_part(v, '' '', 1)', 'split_part(v, '' '', 2)'], 'a || '' '' || b')",
            "safe_merge_columns('t', ARRAY['price', 'v'], 'w', 'price || v', ARRAY['1', 'w'], 'text')",
        ] {
            let (sqlstate, said) = refused(&mut session, call);
            assert_eq!(sqlstate, "0A000", "{create}: {said}");
            assert!(said.contains("audit") && said.contains(column), "{create}: {said}");
        }
        assert_eq!(schema(&db), before);
        assert_eq!(session.query_text("SELECT audit FROM audit ORDER BY at"), rows, "{create}");
    }
}

#[test]
fn rows_of_partitions_that_another_table_stores() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE p (id int, price int) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p DEFAULT;
         INSERT INTO p SELECT g, g FROM generate_series(1, 300) g;
         CREATE TABLE audit (was p1); INSERT INTO audit SELECT p1 FROM p1",
    );
    session.exec(LARGE);
    let (sqlstate, said) = refused(&mut session, "safe_change_column_type('p', 'price', 'bigint')");
    assert_eq!(sqlstate, "0A000", "{said}");
    assert!(said.contains("audit.was"), "{said}");
}

#[test]
fn a_rename_and_a_drop_say_who_stores_the_rows() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(STORED);
    session.exec("CREATE TABLE audit (at int, was t); INSERT INTO audit SELECT id, t FROM t");
    session.exec(LARGE);
    let plan = session
        .query_text("SELECT translate(detail, chr(10), ' ') FROM migrate.safe_rename_column('t', 'price', 'cost', dry_run => true)");
    assert!(plan.join("\n").contains("audit.was"), "{plan:?}");
    done(&mut session, "safe_rename_column('t', 'price', 'cost')");
    session.exec("INSERT INTO audit SELECT id + 1000, t FROM t");
    done(&mut session, "complete('t', 'cost')");
    assert_eq!(session.one("SELECT count(*) FROM audit WHERE (was).cost IS DISTINCT FROM at % 1000"), "0");
    done(&mut session, "complete('t', 'cost', force => true)");
    let (sqlstate, said) = refused(&mut session, "safe_drop_column('t', 'cost')");
    assert_eq!(sqlstate, "55000", "{said}");
    assert!(said.contains("audit.was"), "{said}");
    done(&mut session, "safe_drop_column('t', 'cost', acknowledge => true)");
    done(&mut session, "restore('t', 'cost')");
    assert_eq!(session.one("SELECT count(*) FROM audit WHERE (was).cost IS DISTINCT FROM at % 1000"), "0");
}

const DEFAULTS: &str = "
    CREATE DOMAIN state AS text DEFAULT 'of the domain';
    CREATE TABLE t (id serial PRIMARY KEY, st text DEFAULT 'new', \"At\" date DEFAULT '2024-02-03', ds state, dt state DEFAULT 'own',
                    i int GENERATED BY DEFAULT AS IDENTITY, g int GENERATED ALWAYS AS (length(st)) STORED, n int NOT NULL DEFAULT 3);
    INSERT INTO t (st, ds, dt, n) SELECT 'x', 'x', 'x', 9 FROM generate_series(1, 3)";

/// Rows that are written by their defaults, in each way that SQL has.
fn written(session: &mut Session, name: &str) -> Vec<String> {
    session.exec(&format!(
        "BEGIN;
         UPDATE {name} SET st = DEFAULT, \"At\" = DEFAULT, ds = DEFAULT, dt = DEFAULT, n = DEFAULT WHERE id = 1;
         INSERT INTO {name} (id) VALUES (501); INSERT INTO {name} (id, st, ds) VALUES (502, DEFAULT, DEFAULT);
         INSERT INTO {name} (id, st, n) VALUES (2, 'y', 8)
             ON CONFLICT (id) DO UPDATE SET st = DEFAULT, dt = DEFAULT, n = DEFAULT;
         UPDATE {name} SET (st, n) = (DEFAULT, 7) WHERE id = 3; INSERT INTO {name} (st) VALUES ('numbered')"
    ));
    let rows = session.query_text(&format!(
        "SELECT id < 500 OR id > 502, st, \"At\", ds, dt, i IS NOT NULL, g, n FROM {name} ORDER BY id, st"
    ));
    session.exec("ROLLBACK");
    rows
}

#[test]
fn default_means_the_same_through_the_old_name() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(DEFAULTS);
    session.exec("SET datestyle = 'SQL, DMY'");
    let expected = written(&mut session, "t");
    done(&mut session, "safe_rename_table('t', 'people')");
    assert_eq!(written(&mut session, "people"), expected);
    assert_eq!(written(&mut session, "t"), expected);
    // A change of the table's default is one of the table's alone, and says so.
    let said = session
        .query_text("SELECT translate(detail, chr(10), ' ') FROM migrate.safe_set_default('people', 'st', '''later''')")
        .join("\n");
    assert!(said.contains("view public.t"), "{said}");
    // A change of type makes the view again as it was.
    done(&mut session, "safe_change_column_type('people', 'n', 'bigint')");
    done(&mut session, "safe_change_column_type('people', 'dt', 'varchar(50)')");
    assert_eq!(written(&mut session, "t"), expected);
    session.exec(LARGE);
    done(&mut session, "safe_change_column_type('people', 'n', 'numeric')");
    assert_eq!(written(&mut session, "t"), expected);
    done(&mut session, "complete('people', 'n')");
    assert_eq!(written(&mut session, "t"), expected);
    done(&mut session, "complete('people', 'n', force => true)");
    done(
        &mut session,
        "undo((SELECT max(id) FROM migrate.operations WHERE operation LIKE 'safe_rename_table%'))",
    );
    assert_eq!(session.one("SELECT relkind FROM pg_class WHERE oid = 't'::regclass"), "r");
}

#[test]
fn default_means_the_same_through_the_view_of_a_column() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(DEFAULTS);
    let expected = written(&mut session, "t");
    session.exec(LARGE);
    done(&mut session, "safe_rename_column('t', 'st', 'state', compatibility_view => 't_old')");
    assert_eq!(written(&mut session, "t_old"), expected);
    assert_eq!(
        done(&mut session, "safe_rename_column('t', 'st', 'state', compatibility_view => 't_old')")
            .last()
            .unwrap(),
        "already done"
    );
    done(&mut session, "complete('t', 'state')");
    assert_eq!(written(&mut session, "t_old"), expected);
}

#[test]
fn somebody_elses_view_is_never_taken_over() {
    for (make, is_others) in [
        ("CREATE VIEW {v} WITH (security_invoker = true) AS SELECT * FROM t", true),
        ("CREATE VIEW {v} AS SELECT * FROM t", false),
        ("CREATE VIEW {v} WITH (security_invoker = true) AS SELECT * FROM t WHERE a <> 'secret'", false),
        ("CREATE VIEW {v} WITH (security_invoker = true) AS SELECT a, 1 AS id FROM t", false),
        (
            "CREATE VIEW {v} WITH (security_invoker = true) AS SELECT * FROM t;
             CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
             CREATE TRIGGER i INSTEAD OF INSERT ON {v} FOR EACH ROW EXECUTE FUNCTION f()",
            false,
        ),
        (
            "CREATE VIEW {v} WITH (security_invoker = true) AS SELECT * FROM t;
             CREATE RULE r AS ON INSERT TO {v} DO ALSO NOTIFY x",
            false,
        ),
    ] {
        let db = Db::fresh();
        let mut session = db.session();
        session.exec("CREATE TABLE t (id int PRIMARY KEY, a text); INSERT INTO t SELECT g, 'a' FROM generate_series(1, 300) g");
        let maker = db.role("LOGIN");
        session.exec(&format!("GRANT CREATE ON SCHEMA public TO {maker}; GRANT SELECT ON t TO {maker}"));
        if is_others {
            db.session_as(&maker).exec(&make.replace("{v}", "t_old"));
        } else {
            session.exec(&make.replace("{v}", "t_old"));
        }
        session.exec(LARGE);
        let (sqlstate, said) =
            refused(&mut session, "safe_rename_column('t', 'a', 'b', compatibility_view => 't_old')");
        assert_eq!(sqlstate, "42P07", "{make}: {said}");
        let (sqlstate, said) = refused(&mut session, "safe_rename_table('t', 't_old')");
        assert_eq!(sqlstate, "42P07", "{make}: {said}");
        assert_eq!(session.one("SELECT relkind FROM pg_class WHERE oid = 't_old'::regclass"), "v");
    }
}
