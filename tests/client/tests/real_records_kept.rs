//! What a change has noted of its table means the same later: names that have changed, marks of somebody else, an extension
//! that is to be dropped, things that are gone.
//!
//! Not here: tables that are moved, and dumps (real_records.rs).

use migrate_client_tests::{Db, Session};

use crate::common::{done, operate, operator};

fn refused(session: &mut Session, call: &str) -> migrate_client_tests::SqlError {
    operate(session, call).expect_err(call)
}

fn newest(session: &mut Session) -> String {
    session.one("SELECT max(id) FROM migrate.changes")
}

const CHECKS: &str = "SELECT conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint
                      WHERE contype = 'c' AND conrelid = 't'::regclass ORDER BY conname";

fn table(session: &mut Session) {
    session.exec(
        "CREATE TABLE t (id int PRIMARY KEY, a int, b int, \"c d\" int CHECK (\"c d\" > 0),
                         CONSTRAINT ab CHECK (a < b), CONSTRAINT abc CHECK (a < b AND b < \"c d\"));
         INSERT INTO t VALUES (1, 1, 2, 3)",
    );
}

/// Each column is hidden; they come back in any order, and with the last one of each CHECK that.
#[test]
fn columns_of_one_check_come_back_in_any_order() {
    let db = Db::fresh();
    let mut session = db.session();
    let orders = [
        ["a", "b", "c d"],
        ["a", "c d", "b"],
        ["b", "a", "c d"],
        ["b", "c d", "a"],
        ["c d", "a", "b"],
        ["c d", "b", "a"],
    ];
    for hidden in orders {
        for back in orders {
            table(&mut session);
            let before = session.query_text(CHECKS);
            for column in hidden {
                done(&mut session, &format!("safe_drop_column('t', '{column}')"));
            }
            session.exec("INSERT INTO t VALUES (2)");
            session.exec("DELETE FROM t WHERE id = 2");
            for (column, number) in back.iter().zip(1..) {
                done(&mut session, &format!("restore('t', '{column}')"));
                if number < 3 {
                    // What is hidden yet is in nobody's way.
                    let columns = back[..number].join("\", \"");
                    let value = |column: &&str| ["a", "b", "c d"].iter().position(|there| there == column);
                    let values: Vec<_> =
                        back[..number].iter().filter_map(value).map(|n| (n + 1).to_string()).collect();
                    let values = values.join(", ");
                    session.exec(&format!(
                        "INSERT INTO t (id, \"{columns}\") VALUES (2, {values}); DELETE FROM t WHERE id = 2"
                    ));
                }
            }
            assert_eq!(session.query_text(CHECKS), before, "hidden {hidden:?}, back {back:?}");
            assert_eq!(session.one("SELECT t::text FROM t"), "(1,1,2,3)");
            session.exec("DROP TABLE t");
        }
    }
}

/// The other column has another name by then, or is gone; the hidden one was renamed by hand.
#[test]
fn a_check_follows_the_names_of_its_columns() {
    let db = Db::fresh();
    let mut session = db.session();
    table(&mut session);
    done(&mut session, "safe_drop_column('t', 'a')");
    session.exec(
        "ALTER TABLE t RENAME b TO \"B b\"; ALTER TABLE t RENAME \"c d\" TO b; ALTER TABLE t RENAME \"~dropped_a\" TO away",
    );
    assert_eq!(session.one("SELECT new_columns FROM migrate.changes"), "{away}");
    assert_eq!(session.one("SELECT hidden_column FROM migrate.dropped"), "away");
    session.exec("UPDATE t SET away = 1");
    done(&mut session, "restore('t', 'a')");
    assert_eq!(
        session.query_text(CHECKS),
        [
            "ab|CHECK ((a < \"B b\"))|t",
            "abc|CHECK (((a < \"B b\") AND (\"B b\" < b)))|t",
            "t_c d_check|CHECK ((b > 0))|t"
        ]
    );
    // One that is dropped takes its CHECKs along, as it would have if they had been there.
    done(&mut session, "safe_drop_column('t', 'a')");
    session.exec("ALTER TABLE t DROP COLUMN b");
    done(&mut session, "restore('t', 'a')");
    assert_eq!(session.query_text(CHECKS), ["ab|CHECK ((a < \"B b\"))|t"]);
    // Of two that are hidden, one goes for good.
    done(&mut session, "safe_drop_column('t', 'a')");
    done(&mut session, "safe_drop_column('t', 'B b')");
    done(&mut session, "restore('t', 'a')");
    let id = newest(&mut session);
    done(&mut session, &format!("complete({id}, force => true)"));
    assert_eq!(session.query_text(CHECKS), [""; 0]);
    assert_eq!(session.one("SELECT t::text FROM t"), "(1,1)");
}

/// A partition has a CHECK and NOT NULL of its own, and is renamed and moved.
#[test]
fn a_partition_that_is_renamed_has_its_own_back() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE p (id int, a int, b int) PARTITION BY LIST (id); CREATE SCHEMA other;
         CREATE TABLE t (b int, a int NOT NULL, id int, CONSTRAINT ab CHECK (a < b));
         ALTER TABLE p ATTACH PARTITION t FOR VALUES IN (1); INSERT INTO p VALUES (1, 1, 2)",
    );
    let before = session.query_text(CHECKS);
    done(&mut session, "safe_drop_column('p', 'a')");
    session.exec("INSERT INTO p (id) VALUES (1); DELETE FROM p WHERE b IS NULL");
    session.exec("ALTER TABLE t RENAME TO x; ALTER TABLE x SET SCHEMA other");
    done(&mut session, "restore('p', 'a')");
    session.exec("ALTER TABLE other.x SET SCHEMA public; ALTER TABLE x RENAME TO t");
    assert_eq!(session.query_text(CHECKS), before);
    assert_eq!(
        session.one("SELECT attnotnull FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'a'"),
        "t"
    );
}

/// The same call under the table's new name is the same change; in a script the way back knows it by its number.
#[test]
fn a_change_is_itself_under_another_name() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("SET migrate.small_table = 0; CREATE TABLE t (id int PRIMARY KEY, a text); INSERT INTO t VALUES (1, 'x')");
    session.exec(
        "SELECT migrate.create('m', 'SELECT * FROM migrate.safe_rename_column(''t'', ''a'', ''z'')',
                                        'SELECT * FROM migrate.undo()', 1)",
    );
    session.exec("CALL migrate.up()");
    session.exec("ALTER TABLE t RENAME TO t2");
    done(&mut session, "safe_rename_column('t2', 'a', 'z')");
    assert_eq!(session.query_text("SELECT table_name, state FROM migrate.changes"), ["t2|ready"]);
    session.exec("CALL migrate.down()");
    assert_eq!(session.query_text("SELECT state FROM migrate.changes"), ["aborted"]);
    assert_eq!(session.one("SELECT t2::text FROM t2"), "(1,x)");
}

/// Who knows a token can mark a table of his own. That brings nobody there.
#[test]
fn a_mark_of_somebody_elses_leads_nobody_astray() {
    let db = Db::fresh();
    let mut session = db.session();
    let mal = operator(&db, "LOGIN");
    session.exec("SET migrate.small_table = 0; CREATE TABLE t (id int PRIMARY KEY, a text); INSERT INTO t VALUES (1, 'x')");
    done(&mut session, "safe_rename_column('t', 'a', 'z')");
    let id = newest(&mut session);
    let token = session.one("SELECT token FROM migrate.change_records");
    let mut theirs = db.session_as(&mal);
    let forge = format!(
        "CREATE TRIGGER x BEFORE TRUNCATE ON own FOR EACH STATEMENT EXECUTE FUNCTION migrate.mark('{token}')"
    );
    theirs
        .exec("CREATE TABLE own (id int PRIMARY KEY, a text, z text); INSERT INTO own VALUES (1, 'a', 'z')");
    theirs.exec(&forge);
    session.exec("ALTER TABLE t RENAME TO t2");
    assert_eq!(session.one("SELECT table_name FROM migrate.changes"), "t2");
    // As in a database that was restored from a dump: the number tells nothing.
    session.exec("UPDATE migrate.change_records SET home = gen_random_uuid(), table_oid = 'own'::regclass");
    for call in [format!("complete({id})"), format!("abort({id})"), format!("undo({id})")] {
        let error = refused(&mut session, &call);
        assert_eq!(error.sqlstate, "55000", "{call}: {error:?}");
        let detail = error.detail;
        assert!(detail.contains("own") && detail.contains("t2"), "{detail}");
    }
    session.exec("DROP TRIGGER x ON own");
    done(&mut session, &format!("complete({id})"));
    assert_eq!(session.one("SELECT t2::text FROM t2"), "(1,x)");
    assert_eq!(session.one("SELECT z FROM t2"), "x");
    assert_eq!(session.one("SELECT own::text FROM own"), "(1,a,z)");
    // TRUNCATE is what it was, for who may not call the function, too.
    session
        .exec(&format!("REVOKE EXECUTE ON FUNCTION migrate.mark FROM {mal}; ALTER TABLE t2 OWNER TO {mal}"));
    theirs.exec("TRUNCATE t2");
}

#[test]
fn the_extension_is_not_dropped_under_an_open_change() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "SET migrate.small_table = 0; CREATE TABLE t (id int PRIMARY KEY, a text, b int, c text, d int)",
    );
    session.exec("INSERT INTO t VALUES (1, 'x', 1, 'y', 2)");
    for (call, end) in [
        ("safe_rename_column('t', 'a', 'z')", "abort"),
        ("safe_change_column_type('t', 'b', 'bigint')", "abort"),
        ("safe_split_column('t', 'c', ARRAY['c1'], ARRAY['c'], 'c1')", "abort"),
        ("safe_drop_column('t', 'd')", "restore"),
        ("safe_drop_table('t')", "restore"),
    ] {
        done(&mut session, call);
        let error = session.expect_error("DROP EXTENSION migrate_ext");
        assert_eq!(error.sqlstate, "2BP01", "{call}");
        assert!(error.detail.contains("~migrate_"), "{call}");
        let id = newest(&mut session);
        done(&mut session, &format!("{end}({id})"));
    }
    assert_eq!(session.one("SELECT t::text FROM t"), "(1,x,1,y,2)");
    session.exec("DROP EXTENSION migrate_ext");
}

/// Whatever was dropped by hand, a change has an end.
#[test]
fn a_change_whose_table_or_column_is_gone_can_be_ended() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("SET migrate.small_table = 0");
    for (call, way, end) in [
        ("safe_rename_column('t', 'a', 'z')", "abort({})", "aborted"),
        ("safe_change_column_type('t', 'b', 'bigint')", "undo({})", "aborted"),
        ("safe_split_column('t', 'a', ARRAY['c1'], ARRAY['a'], 'c1')", "abort({})", "aborted"),
        ("safe_drop_column('t', 'b')", "complete({}, force => true)", "done"),
        ("safe_drop_table('t')", "complete({}, force => true)", "done"),
    ] {
        session.exec("CREATE TABLE t (id int PRIMARY KEY, a text, b int); INSERT INTO t VALUES (1, 'x', 1)");
        done(&mut session, call);
        let id = newest(&mut session);
        session.exec("DROP TABLE IF EXISTS t, \"~dropped_t\" CASCADE");
        // Another one has its name.
        session.exec("CREATE TABLE t (id int, a text, b int, z text)");
        let wrong = match way.starts_with("complete") {
            true => format!("restore({id})"),
            false => format!("complete({id})"),
        };
        assert_eq!(refused(&mut session, &wrong).sqlstate, "55000", "{call}");
        done(&mut session, &way.replace("{}", &id));
        assert_eq!(session.one(&format!("SELECT state FROM migrate.changes WHERE id = {id}")), end, "{call}");
        // It is nobody's change.
        session.exec("SELECT id, a, b, z FROM t");
        session.exec("DROP TABLE t");
    }
    session.exec("CREATE TABLE t (id int PRIMARY KEY, a text, b int); INSERT INTO t VALUES (1, 'x', 1)");
    done(&mut session, "safe_drop_column('t', 'b')");
    let id = newest(&mut session);
    session.exec("ALTER TABLE t DROP COLUMN \"~dropped_b\" CASCADE; ALTER TABLE t ADD COLUMN b text");
    let error = refused(&mut session, &format!("restore({id})"));
    assert_eq!(error.sqlstate, "55000", "{error:?}");
    assert!(error.hint.contains("complete"));
    done(&mut session, &format!("complete({id}, force => true)"));
    assert_eq!(session.one("SELECT t::text FROM t"), "(1,x,)");
    assert_eq!(session.one("SELECT count(*) FROM pg_trigger WHERE tgrelid = 't'::regclass"), "0");
}

/// Somebody's session writes every name in quotes.
#[test]
fn a_session_that_quotes_all_names_finds_the_same() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "SET migrate.small_table = 0; SET quote_all_identifiers = on;
         CREATE TABLE t (id int PRIMARY KEY, a text, b int); INSERT INTO t VALUES (1, 'x', 1)",
    );
    for (call, end) in [
        ("safe_drop_column('t', 'b')", "restore({})"),
        ("safe_drop_table('t')", "restore({})"),
        ("safe_rename_column('t', 'a', 'z')", "abort({})"),
        ("safe_drop_column('t', 'b')", "complete({}, force => true)"),
    ] {
        done(&mut session, call);
        let id = newest(&mut session);
        done(&mut session, &end.replace("{}", &id));
        assert_eq!(
            session.one("SELECT count(*) FROM pg_trigger WHERE tgrelid = 't'::regclass"),
            "0",
            "{call}, {end}"
        );
    }
    assert_eq!(session.one("SELECT t::text FROM t"), "(1,x)");
}
