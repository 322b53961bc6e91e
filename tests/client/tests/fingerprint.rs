//! `migrate.fingerprint` and `migrate.diff`: a fingerprint changes exactly when what pg_dump writes does, and is the same
//! in every session, for every role, and in a restored dump.

mod statements;

use migrate_client_tests::{Db, Session};

use crate::common::dump;
pub use statements::{SCHEMA, STATEMENTS};

/// The statements in an order that each run has alike, those last that take away or rename what others are about.
pub fn in_order() -> Vec<usize> {
    let mut order: Vec<usize> = (0..STATEMENTS.len()).collect();
    let takes_away =
        |sql: &str| sql.starts_with("DROP") || sql.contains("RENAME TO") || sql.contains("SET SCHEMA");
    order.sort_by_key(|at| (takes_away(STATEMENTS[*at]), at * 7919 % 1009));
    order
}

/// A database with the schema, and the role in it.
pub fn shop() -> (Db, String) {
    let db = Db::fresh();
    let role = db.role("");
    db.session().exec(&SCHEMA.replace("{role}", &role));
    (db, role)
}

fn taken(session: &mut Session, schema: &str) -> String {
    session.one(&format!("SELECT migrate.fingerprint({schema})"))
}

/// What pg_dump writes of the schema.
fn dumped(db: &Db) -> String {
    dump(db, "shop")
}

#[test]
fn a_fingerprint_changes_exactly_when_a_dump_does() {
    // Each statement by itself, on what the ones before it have left; in an order that each run has alike.
    let (db, role) = shop();
    let mut session = db.session();
    let (mut before, mut hash) = (dumped(&db), taken(&mut session, "'shop'"));
    let (mut changed, mut refused) = (0, Vec::new());
    let mut wrong = Vec::new();
    for at in in_order() {
        let sql = STATEMENTS[at].replace("{role}", &role);
        if session.try_query(&sql).is_err() {
            refused.push(sql);
            continue;
        }
        let (after, new) = (dumped(&db), taken(&mut session, "'shop'"));
        if (before == after) != (hash == new) {
            let what = if hash == new { "the fingerprint is the same" } else { "the dump is the same" };
            wrong.push(format!("{sql}: {what}"));
        }
        changed += usize::from(hash != new);
        (before, hash) = (after, new);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(changed > 90, "{changed} statements changed something; refused: {refused:#?}");
}

#[test]
fn it_is_the_same_in_every_session_and_for_every_role() {
    let (db, _) = shop();
    let mut session = db.session();
    let expected = (taken(&mut session, "'shop'"), taken(&mut session, ""));
    let nobody = db.role("LOGIN");
    session.exec(&format!(
        "GRANT USAGE ON SCHEMA migrate TO {nobody}; GRANT EXECUTE ON FUNCTION migrate.fingerprint TO {nobody}"
    ));
    for settings in [
        "SET search_path = shop, public",
        "SET quote_all_identifiers = on",
        "SET datestyle = 'German'; SET intervalstyle = 'iso_8601'; SET timezone = 'Asia/Tokyo'",
        "SET bytea_output = 'escape'; SET extra_float_digits = -10; SET standard_conforming_strings = off",
        "SET xmlbinary = 'hex'; SET enable_indexscan = off; SET enable_hashjoin = off; SET jit_above_cost = 0",
        "CREATE TEMPORARY TABLE pg_class (oid oid); CREATE TEMPORARY TABLE orders (id int)",
        &format!("SET ROLE {nobody}"),
    ] {
        let mut other = db.session();
        other.exec(settings);
        assert_eq!((taken(&mut other, "'shop'"), taken(&mut other, "")), expected, "{settings}");
    }
    let mut other = db.session_as(&nobody);
    assert_eq!((taken(&mut other, "'shop'"), taken(&mut other, "")), expected);
}

#[test]
fn it_is_the_same_in_a_restored_dump() {
    let (db, role) = shop();
    let mut session = db.session();
    // Statements of all sorts before the dump: columns dropped in the middle, names changed, partitions attached.
    for at in [0, 2, 3, 4, 6, 16, 27, 36, 48, 56, 66, 100, 104, 120, 128] {
        let _ = session.try_query(&STATEMENTS[at].replace("{role}", &role));
    }
    let text = db.server().run("pg_dump", &["-d", db.name(), "--schema-only"]);
    assert!(text.status.success(), "{text:?}");
    let copy = db.beside("TEMPLATE template0");
    let file = std::env::temp_dir().join(format!("{}.sql", copy.name()));
    std::fs::write(&file, text.stdout).expect("written");
    let path = file.to_str().expect("UTF-8");
    let args = ["-d", copy.name(), "-Xq", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", "-f", path];
    let restored = db.server().run("psql", &args);
    std::fs::remove_file(&file).expect("removed");
    assert!(restored.status.success(), "{}", String::from_utf8_lossy(&restored.stderr));
    let mut there = copy.session();
    assert_eq!(
        taken(&mut there, "'shop'"),
        taken(&mut session, "'shop'"),
        "{}",
        differences(&mut session, &mut there)
    );
    assert_eq!(taken(&mut there, ""), taken(&mut session, ""));
}

/// What two databases say of their objects, where it differs.
fn differences(a: &mut Session, b: &mut Session) -> String {
    let facts = |session: &mut Session| {
        session.exec("SELECT migrate.fingerprint('shop', store => true)");
        let sql =
            "SELECT kind, name, facts FROM migrate.fingerprint_nodes WHERE facts IS NOT NULL ORDER BY 1, 2";
        session.query_text(sql)
    };
    let (a, b) = (facts(a), facts(b));
    let only = |these: &[String], those: &[String], sign: &str| -> String {
        these.iter().filter(|row| !those.contains(row)).map(|row| format!("{sign} {row}\n")).collect()
    };
    only(&a, &b, "-") + &only(&b, &a, "+")
}

#[test]
fn a_diff_lists_objects_and_what_differs_of_each() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE SCHEMA shop;
         CREATE TABLE shop.orders (id int PRIMARY KEY, note text, total numeric);
         CREATE VIEW shop.totals AS SELECT id, total FROM shop.orders WHERE total > 10;
         CREATE TABLE shop.gone (id int PRIMARY KEY, n int UNIQUE)",
    );
    let first = session.one("SELECT migrate.fingerprint('shop', store => true)");
    session.exec(
        "ALTER TABLE shop.orders DROP COLUMN note, ADD COLUMN made date NOT NULL DEFAULT '2020-01-01';
         CREATE INDEX orders_made ON shop.orders (made);
         CREATE OR REPLACE VIEW shop.totals AS SELECT id, total FROM shop.orders WHERE total > 20;
         DROP TABLE shop.gone;
         CREATE TABLE shop.came (id int PRIMARY KEY, order_id int REFERENCES shop.orders);
         COMMENT ON TABLE shop.orders IS 'what people buy'",
    );
    let expected = [
        "table|shop.came|added|id, order_id\n2 constraints\n1 index",
        "table|shop.gone|removed|id, n\n2 constraints\n2 indexes",
        "table|shop.orders|changed|column made: added date NOT NULL DEFAULT '2020-0...\ncolumn note: removed text\n\
         comment: added what people buy",
        "index|shop.orders_made|added|CREATE INDEX orders_made ON shop.orders USING btree (...",
        // Since PostgreSQL 16 a column has its table's name before it only where there are two.
        match db.version() {
            ..16 => {
                "view|shop.totals|changed|query: ... (orders.total > (10)::numeric);\n-> ... (orders.total > (20)::numeric);"
            }
            _ => {
                "view|shop.totals|changed|query: ... (total > (10)::numeric);\n-> ... (total > (20)::numeric);"
            }
        },
    ];
    let rows = |session: &mut Session, arguments: &str| {
        session.query_text(&format!("SELECT * FROM migrate.diff({arguments})"))
    };
    let now = rows(&mut session, "'1'");
    assert_eq!(now.len(), expected.len(), "{now:#?}");
    for (row, expected) in now.iter().zip(expected) {
        assert_eq!(row, expected);
    }
    session.exec("SELECT migrate.fingerprint('shop', store => true)");
    assert_eq!(rows(&mut session, "'1', '2'"), now);
    assert_eq!(rows(&mut session, &format!("'{}', '2'", &first[..12])), now);
    assert_eq!(rows(&mut session, "'2', '1'").len(), now.len());
    assert_eq!(rows(&mut session, "'2'"), [""; 0]);
    assert_eq!(rows(&mut session, "'1', '1'"), [""; 0]);
    // What both have is kept once.
    let nodes =
        "SELECT count(*), count(DISTINCT hash) FROM migrate.fingerprint_nodes WHERE name = 'shop.orders'";
    assert_eq!(session.query_text(nodes), ["2|2"]);
    session.exec("DROP SCHEMA shop CASCADE");
    let gone = session.query_text("SELECT kind, object FROM migrate.diff('2') WHERE change = 'removed'");
    assert_eq!(gone, ["schema|shop", "table|shop.came", "table|shop.orders", "view|shop.totals"]);
}

#[test]
fn what_another_version_of_the_server_writes_otherwise_is_not_compared() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (a int); CREATE VIEW v AS SELECT 1 AS a; SELECT migrate.fingerprint(store => true)",
    );
    session.exec("CREATE OR REPLACE VIEW v AS SELECT 2 AS a; COMMENT ON VIEW v IS 'x'");
    let diff = "SELECT object, detail FROM migrate.diff('1')";
    assert_eq!(
        session.query_text(diff),
        ["public.v|comment: added x\nquery: SELECT 1 AS a; -> SELECT 2 AS a;"]
    );
    session.exec("UPDATE migrate.fingerprints SET server = server - 1");
    assert_eq!(session.query_text(diff), ["public.v|comment: added x"]);
}

#[test]
fn members_of_extensions_temporary_objects_and_our_own_do_not_count() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE TABLE t (a int)");
    let before = taken(&mut session, "");
    session.exec("CREATE EXTENSION hstore; CREATE TEMPORARY TABLE x (i int); SELECT migrate.create('x', 'SELECT 1', 'SELECT 1', 1)");
    assert_eq!(taken(&mut session, ""), before);
    assert_eq!(taken(&mut session, "'public'"), before);
    session.exec("CREATE TABLE own (h hstore)");
    assert_ne!(taken(&mut session, ""), before);
}

#[test]
fn mistakes_are_told() {
    let db = Db::fresh();
    let mut session = db.session();
    let told = |session: &mut Session, sql: &str| {
        let error = session.expect_error(sql);
        format!("{} {}", error.sqlstate, error.message)
    };
    assert_eq!(
        told(&mut session, "SELECT migrate.fingerprint('nope')"),
        "3F000 schema \"nope\" does not exist"
    );
    assert_eq!(
        told(&mut session, "SELECT migrate.fingerprint(store => NULL)"),
        "22004 store must not be null"
    );
    assert_eq!(told(&mut session, "SELECT migrate.diff(NULL)"), "22004 a must not be null");
    assert_eq!(told(&mut session, "SELECT migrate.diff('')"), "22023 a must not be empty");
    assert_eq!(told(&mut session, "SELECT migrate.diff('7')"), "42704 no fingerprint \"7\" is stored");
    assert_eq!(
        told(&mut session, "SELECT migrate.accept_drift('nope')"),
        "3F000 schema \"nope\" does not exist"
    );
    session.exec(
        "INSERT INTO migrate.fingerprints (hash, server, taken_by) VALUES ('abc1', 15, 'x'), ('abc2', 15, 'x')",
    );
    assert_eq!(told(&mut session, "SELECT migrate.diff('ABC')"), "42725 fingerprint \"ABC\" is not unique");
}
