//! The names of what a change makes: they meet no other's, of whatever table and length, and nothing that somebody else has
//! made is replaced, taken over or dropped.
//!
//! Not here: names of indexes and constraints (real_names_indexes.rs); tables that get another name (real_ends.rs).

use migrate_client_tests::{Db, Session};

use crate::common::done;

fn state(session: &mut Session, table: &str) -> Vec<String> {
    session.query_text(&format!("SELECT state FROM migrate.changes WHERE table_name = '{table}' ORDER BY id"))
}

/// A table of this name, with columns `id` and these, of type int, and 300 rows that have their number in each.
fn table(session: &mut Session, name: &str, columns: &[&str]) {
    let list = columns.iter().map(|column| format!(", {column} int")).collect::<String>();
    let values = ", g".repeat(columns.len());
    session.exec(&format!(
        "SET migrate.small_table = 0; CREATE TABLE {name} (id int PRIMARY KEY{list});
         INSERT INTO {name} SELECT g{values} FROM generate_series(1, 300) g"
    ));
}

/// Table and column joined are the same of both.
#[test]
fn tables_and_columns_that_are_joined_alike() {
    let db = Db::fresh();
    let mut session = db.session();
    table(&mut session, "orders", &["item_no"]);
    table(&mut session, "orders_item", &["no"]);
    done(&mut session, "safe_change_column_type('orders', 'item_no', 'bigint')");
    done(&mut session, "safe_change_column_type('orders_item', 'no', 'bigint')");
    session.exec("INSERT INTO orders (id, item_no) VALUES (1000, 5); INSERT INTO orders_item (id, no) VALUES (1000, 6)");
    done(&mut session, "complete('orders', 'item_no')");
    done(&mut session, "abort('orders_item', 'no')");
    session
        .exec("UPDATE orders SET item_no = 7 WHERE id = 1000; UPDATE orders_item SET no = 8 WHERE id = 1000");
    assert_eq!(session.one("SELECT item_no FROM orders WHERE id = 1000"), "7");

    table(&mut session, "t", &["x"]);
    table(&mut session, "t_a", &["y"]);
    done(&mut session, "safe_rename_column('t', 'x', 'a_b')");
    done(&mut session, "safe_rename_column('t_a', 'y', 'b')");
    session.exec("INSERT INTO t (id, a_b) VALUES (1000, 5); INSERT INTO t_a (id, b) VALUES (1000, 6)");
    assert_eq!(session.one("SELECT x FROM t WHERE id = 1000"), "5");
    assert_eq!(session.one("SELECT y FROM t_a WHERE id = 1000"), "6");
    done(&mut session, "complete('t', 'a_b')");
    done(&mut session, "abort('t_a', 'b')");
    session.exec("INSERT INTO t (id, a_b) VALUES (1001, 5); INSERT INTO t_a (id, y) VALUES (1001, 6)");
    assert_eq!(session.one("SELECT a_b FROM t WHERE id = 1001"), "5");

    // The same for the columns of a split, and of two schemas.
    session.exec("CREATE SCHEMA s; CREATE SCHEMA \"s.t\"");
    for name in ["s.\"t_u\"", "\"s.t\".u", "s.u"] {
        table(&mut session, name, &["n"]);
        done(
            &mut session,
            &format!(
                "safe_split_column('{name}', 'n', ARRAY['u_a', 'b'], ARRAY['n / 10', 'n % 10'], 'u_a * 10 + b', new_types => ARRAY['int', 'int'])"
            ),
        );
    }
    for name in ["s.\"t_u\"", "\"s.t\".u", "s.u"] {
        session.exec(&format!("INSERT INTO {name} (id, n) VALUES (1000, 42)"));
        assert_eq!(session.one(&format!("SELECT u_a, b FROM {name} WHERE id = 1000")), "4|2", "{name}");
    }
}

/// Sixty-three bytes are over before the columns come.
#[test]
fn names_that_begin_alike_for_63_bytes() {
    let db = Db::fresh();
    let mut session = db.session();
    let long = "customer_subscription_billing_addresses_history";
    for (table_name, [one, two]) in [
        (long.to_string(), ["zone_for_billing_one", "zone_for_billing_two"]),
        (format!("{long}_again"), ["billing_address_line_two", "billing_address_line_one"]),
        ("x".repeat(63), ["x2", "x1"]),
        (format!("\"{}\"", "Ä".repeat(31)), ["zone_ä", "zone_ö"]),
    ] {
        table(&mut session, &table_name, &["a", "b"]);
        done(&mut session, &format!("safe_rename_column('{table_name}', 'a', '{one}')"));
        done(&mut session, &format!("safe_rename_column('{table_name}', 'b', '{two}')"));
        session.exec(&format!("INSERT INTO {table_name} (id, {one}, {two}) VALUES (1002, 10, 20)"));
        session.exec(&format!("UPDATE {table_name} SET {one} = 11 WHERE id = 1"));
        session.exec(&format!("UPDATE {table_name} SET {two} = 12 WHERE id = 1"));
        let kept = format!("SELECT a, b FROM {table_name} WHERE id IN (1, 1002) ORDER BY id");
        assert_eq!(session.query_text(&kept), ["11|12", "10|20"], "{table_name}");
        done(&mut session, &format!("complete('{table_name}', '{one}')"));
        done(&mut session, &format!("complete('{table_name}', '{two}')"));
        let kept = format!("SELECT {one}, {two} FROM {table_name} WHERE id IN (1, 1002) ORDER BY id");
        assert_eq!(session.query_text(&kept), ["11|12", "10|20"], "{table_name}");
    }
}

#[test]
fn columns_of_63_bytes_change_their_type() {
    let db = Db::fresh();
    let mut session = db.session();
    let [one, two] = ["1", "2"].map(|end| format!("{}{end}", "n".repeat(62)));
    table(&mut session, "t", &[&one, &two]);
    for column in [&one, &two] {
        done(&mut session, &format!("safe_change_column_type('t', '{column}', 'bigint')"));
    }
    session.exec(&format!("INSERT INTO t (id, {one}, {two}) VALUES (1000, 1, 2)"));
    for column in [&one, &two] {
        done(&mut session, &format!("complete('t', '{column}')"));
    }
    session.exec(&format!("INSERT INTO t (id, {one}, {two}) VALUES (1001, 3, 4)"));
    let rows = format!("SELECT {one}, {two} FROM t WHERE id >= 1000 ORDER BY id");
    assert_eq!(session.query_text(&rows), ["1|2", "3|4"]);
    assert_eq!(session.one("SELECT count(*) FROM t"), "302");
}

/// One is completed, then the next one: each has hidden columns of its own.
#[test]
fn two_splits_of_a_table_with_a_long_name() {
    let db = Db::fresh();
    let mut session = db.session();
    let name = "t".repeat(56);
    table(&mut session, &name, &["a", "b"]);
    for column in ["a", "b"] {
        done(
            &mut session,
            &format!(
                "safe_split_column('{name}', '{column}', ARRAY['{column}1', '{column}2'], ARRAY['{column} / 10', '{column} % 10'], '{column}1 * 10 + {column}2', new_types => ARRAY['int', 'int'])"
            ),
        );
        done(&mut session, &format!("complete('{name}', '{column}1')"));
    }
    assert_eq!(state(&mut session, &name), ["grace", "grace"]);
    session.exec(&format!("UPDATE {name} SET a1 = 9, b1 = 8 WHERE id = 11"));
    for change in ["1", "2"] {
        let id =
            session.one(&format!("SELECT id FROM migrate.changes ORDER BY id OFFSET {change} - 1 LIMIT 1"));
        done(&mut session, &format!("undo({id})"));
    }
    assert_eq!(session.one(&format!("SELECT a, b FROM {name} WHERE id = 11")), "91|81");
}

/// A user's own functions, of every name that a change could want.
#[test]
fn functions_of_the_users_own_stay() {
    let db = Db::fresh();
    let mut session = db.session();
    table(&mut session, "t", &["w"]);
    session.exec(
        "CREATE TABLE seen (what text); CREATE TABLE orders (id int PRIMARY KEY, status int); INSERT INTO orders VALUES (1, 1);
         CREATE FUNCTION t_zap_sync() RETURNS trigger LANGUAGE plpgsql AS
             $$BEGIN INSERT INTO seen VALUES (TG_NAME); RETURN NEW; END$$;
         CREATE FUNCTION orders_status_type_sync() RETURNS trigger LANGUAGE plpgsql AS
             $$BEGIN INSERT INTO seen VALUES (TG_NAME); RETURN NEW; END$$;
         CREATE TRIGGER mine BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION t_zap_sync();
         CREATE TRIGGER mine BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION orders_status_type_sync()",
    );
    let own = "SELECT proname, prosrc FROM pg_proc WHERE proname IN ('t_zap_sync', 'orders_status_type_sync') ORDER BY 1";
    let before = session.query_text(own);
    done(&mut session, "safe_rename_column('t', 'w', 'zap')");
    done(&mut session, "safe_change_column_type('orders', 'status', 'bigint')");
    session.exec("INSERT INTO t (id, w) VALUES (1000, 1); INSERT INTO orders (id, status) VALUES (1000, 1)");
    assert_eq!(session.query_text(own), before);
    assert_eq!(session.one("SELECT count(*) FROM seen"), "2");
    done(&mut session, "abort('t', 'zap')");
    done(&mut session, "complete('orders', 'status')");
    session.exec("INSERT INTO t (id, w) VALUES (1001, 1); INSERT INTO orders (id, status) VALUES (1001, 1)");
    assert_eq!(session.query_text(own), before);
    assert_eq!(session.one("SELECT count(*) FROM seen"), "4");
}

/// One that is no trigger's has the name, too.
#[test]
fn a_function_that_returns_something_else() {
    let db = Db::fresh();
    let mut session = db.session();
    table(&mut session, "t", &["a"]);
    session.exec("CREATE FUNCTION t_b_sync() RETURNS int LANGUAGE sql AS 'SELECT 1'");
    done(&mut session, "safe_rename_column('t', 'a', 'b')");
    done(&mut session, "complete('t', 'b')");
    assert_eq!(session.one("SELECT t_b_sync()"), "1");
}

/// The name can be foretold. Whoever makes a function of it owns it, and could change at any time what writers run.
#[test]
fn nobody_elses_function_is_taken_over() {
    let db = Db::fresh();
    let (owner, other) = (db.role("LOGIN"), db.role("LOGIN"));
    let mut session = db.session();
    session.exec(&format!(
        "CREATE SCHEMA app; GRANT USAGE, CREATE ON SCHEMA app TO {owner}, {other}; GRANT USAGE ON SCHEMA migrate TO {owner}, {other};
         GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA migrate TO {owner}; GRANT EXECUTE ON ALL PROCEDURES IN SCHEMA migrate TO {owner}"
    ));
    let mut theirs = db.session_as(&owner);
    theirs.exec("SET search_path = app");
    for (name, call) in [
        ("t1", "safe_rename_column('app.t1', 'a', 'b'"),
        ("t2", "safe_change_column_type('app.t2', 'a', 'bigint'"),
        (
            "t3",
            "safe_split_column('app.t3', 'a', ARRAY['x', 'y'], ARRAY['a / 10', 'a % 10'], 'x * 10 + y', new_types => ARRAY['int', 'int']",
        ),
    ] {
        table(&mut theirs, name, &["a"]);
        let make = theirs.one(&format!(
            "SELECT rtrim(sql, ';') FROM migrate.{call}, dry_run => true) WHERE sql LIKE 'CREATE%FUNCTION%' LIMIT 1"
        ));
        let mut mal = db.session_as(&other);
        mal.exec(&make);
        done(&mut theirs, &format!("{call})"));
        let owners = format!(
            "SELECT DISTINCT p.proowner::regrole FROM pg_trigger g JOIN pg_proc p ON p.oid = g.tgfoid
             WHERE g.tgrelid = 'app.{name}'::regclass AND NOT g.tgisinternal AND p.pronamespace = 'app'::regnamespace"
        );
        assert_eq!(session.query_text(&owners), [owner.as_str()], "{name}");
        assert_eq!(
            session.one(&format!("SELECT count(*) FROM pg_proc WHERE proowner = '{other}'::regrole")),
            "1",
            "{name}: what is theirs stays"
        );
        session.exec(&format!("DROP OWNED BY {other}; GRANT USAGE, CREATE ON SCHEMA app TO {other}"));
    }
}

/// A superuser or a member of the owner's role calls: the function is the owner's. And nobody else may call it.
#[test]
fn a_functions_owner_and_rights() {
    let db = Db::fresh();
    let (owner, writer) = (db.role("LOGIN"), db.role("LOGIN"));
    let mut session = db.session();
    table(&mut session, "t", &["a", "b", "c"]);
    session.exec(&format!(
        "GRANT CREATE ON SCHEMA public TO {owner}; ALTER TABLE t OWNER TO {owner}; GRANT SELECT, INSERT, UPDATE ON t TO {writer}"
    ));
    done(&mut session, "safe_rename_column('t', 'a', 'aa')");
    done(&mut session, "safe_change_column_type('t', 'b', 'text')");
    done(
        &mut session,
        "safe_split_column('t', 'c', ARRAY['c1', 'c2'], ARRAY['c / 10', 'c % 10'], 'c1 * 10 + c2', new_types => ARRAY['int', 'int'])",
    );
    let functions = "FROM pg_trigger g JOIN pg_proc p ON p.oid = g.tgfoid
                     WHERE g.tgrelid = 't'::regclass AND NOT g.tgisinternal AND p.pronamespace = 'public'::regnamespace";
    assert_eq!(
        session.query_text(&format!("SELECT DISTINCT p.proowner::regrole {functions}")),
        [owner.as_str()]
    );
    let public = "SELECT count(*) FROM pg_trigger g JOIN pg_proc p ON p.oid = g.tgfoid
                  CROSS JOIN aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
                  WHERE g.tgrelid = 't'::regclass AND NOT g.tgisinternal AND p.pronamespace = 'public'::regnamespace AND a.grantee = 0";
    assert_eq!(session.one(public), "0");
    let mut theirs = db.session_as(&writer);
    theirs.exec("INSERT INTO t (id, a, b, c) VALUES (1000, 1, 2, 34); UPDATE t SET aa = 7 WHERE id = 1000");
    assert_eq!(session.one("SELECT a, aa, b, c1, c2 FROM t WHERE id = 1000"), "7|7|2|3|4");
}

/// A column of the user's has the name that the second column would have.
#[test]
fn a_column_of_the_users_own_has_the_name() {
    let db = Db::fresh();
    let mut session = db.session();
    table(&mut session, "t", &["n", "n_new_type", "n_old_type", "t_s_hidden", "s"]);
    done(&mut session, "safe_change_column_type('t', 'n', 'bigint')");
    session.exec("INSERT INTO t VALUES (1000, 1, 2, 3, 4, 5)");
    done(&mut session, "complete('t', 'n')");
    session.exec("INSERT INTO t (id, n, n_new_type, n_old_type) VALUES (1001, 1, 2, 3)");
    done(&mut session, "complete('t', 'n', force => true)");
    let split = "safe_split_column('t', 's', ARRAY['x', 'y'], ARRAY['s / 10', 's % 10'], 'x * 10 + y', new_types => ARRAY['int', 'int'])";
    done(&mut session, split);
    done(&mut session, "complete('t', 'x')");
    done(&mut session, "complete('t', 'x', force => true)");
    let rows = "SELECT n, n_new_type, n_old_type, t_s_hidden FROM t WHERE id >= 1000 ORDER BY id";
    assert_eq!(session.query_text(rows), ["1|2|3|4", "1|2|3|"]);
    let columns = "SELECT string_agg(attname, ' ' ORDER BY attname COLLATE \"C\") FROM pg_attribute
                   WHERE attrelid = 't'::regclass AND attnum > 0 AND NOT attisdropped";
    assert_eq!(session.one(columns), "id n n_new_type n_old_type t_s_hidden x y");
}
