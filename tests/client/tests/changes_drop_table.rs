//! `migrate.safe_drop_table`: a hidden table is out of sight, every write to it is seen, it goes for good when nothing
//! depends on it, and until then comes back as it was, by pg_dump.
//!
//! Not here: columns, and what both have in common: grace period, roles, migrations (changes_drop.rs).

use migrate_client_tests::Db;

use crate::changes_drop::{WRITES, dump, statuses};

const LOG: &str = "
    CREATE TABLE log (id serial PRIMARY KEY, word text);
    INSERT INTO log (word) VALUES ('one');
    CREATE INDEX ON log (word)";

#[test]
fn a_table_is_hidden_watched_and_restored() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(LOG);
    let before = dump(&db);
    assert_eq!(statuses(&mut session, "migrate.safe_drop_table('log', dry_run => true)"), ["planned"]);
    assert_eq!(statuses(&mut session, "migrate.safe_drop_table('log')"), ["done"]);
    assert_eq!(session.expect_error("SELECT FROM log").sqlstate, "42P01");
    assert_eq!(statuses(&mut session, "migrate.safe_drop_table('log')"), ["already done"]);
    assert_eq!(
        session.one("SELECT relation, table_name, writes FROM migrate.dropped"),
        "\"~dropped_log\"|log|0"
    );
    session.exec(r#"CREATE TABLE log ()"#);
    let error = session.expect_error("SELECT FROM migrate.restore('log')");
    assert_eq!(error.sqlstate, "42P07");
    session.exec("DROP TABLE log; SELECT FROM migrate.restore('log')");
    assert_eq!(dump(&db), before);
    assert_eq!(statuses(&mut session, "migrate.restore('log')"), ["already done"]);
}

#[test]
fn every_write_to_a_hidden_table_is_seen() {
    for (write, set) in [
        (r#"INSERT INTO "~dropped_log" (word) VALUES ('x')"#, ""),
        (r#"UPDATE "~dropped_log" SET word = 'y'"#, ""),
        (r#"DELETE FROM "~dropped_log""#, "SET session_replication_role = replica;"),
        (r#"TRUNCATE "~dropped_log""#, "SET session_replication_role = replica;"),
        ("INSERT INTO seen (word) VALUES ('z')", ""),
    ] {
        let db = Db::fresh();
        let mut session = db.session();
        session.exec(LOG);
        session.exec("CREATE VIEW seen AS SELECT word FROM log; SELECT FROM migrate.safe_drop_table('log')");
        session.exec(&format!("{set}{write}"));
        assert_eq!(session.one(WRITES), "1|t", "{write}");
    }
}

#[test]
fn a_table_goes_for_good() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(LOG);
    session.exec("CREATE TABLE child (id int REFERENCES log); SELECT FROM migrate.safe_drop_table('log')");
    session.exec("INSERT INTO child VALUES (1)");
    let complete = "SELECT FROM migrate.complete((SELECT max(id) FROM migrate.changes), force => true)";
    let error = session.expect_error(complete);
    assert_eq!(
        (error.sqlstate.as_str(), error.detail.as_str()),
        ("2BP01", "These depend on it: constraint child_id_fkey on table public.child.")
    );
    // It is known by its mark, whatever it is called.
    session.exec(r#"DROP TABLE child; ALTER TABLE "~dropped_log" RENAME TO other"#);
    session.exec(complete);
    assert_eq!(session.one("SELECT to_regclass('other') IS NULL"), "t");
    assert_eq!(
        session
            .one("SELECT state, (SELECT count(*) FROM pg_class WHERE relname ~ '^(~dropped_)?log') FROM migrate.changes"),
        "done|0"
    );
    assert_eq!(statuses(&mut session, "migrate.safe_drop_table('log')"), ["already done"]);
    session.exec(complete);
    assert_eq!(session.expect_error("SELECT FROM migrate.restore('log')").sqlstate, "55000");
    assert_eq!(session.expect_error("SELECT FROM migrate.restore('child')").sqlstate, "42704");
}

#[test]
fn a_partitioned_table() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE parts (id int) PARTITION BY RANGE (id);
         CREATE TABLE low PARTITION OF parts FOR VALUES FROM (0) TO (10)",
    );
    let before = dump(&db);
    session.exec("SELECT FROM migrate.safe_drop_table('parts'); INSERT INTO low VALUES (1)");
    assert_eq!(session.one(WRITES), "1|t");
    session.exec("TRUNCATE low");
    assert_eq!(session.one(WRITES), "2|t");
    session.exec("SELECT FROM migrate.abort((SELECT id FROM migrate.dropped))");
    assert_eq!(dump(&db), before);
    session.exec(
        "SELECT FROM migrate.safe_drop_table('parts');
         SELECT FROM migrate.complete((SELECT id FROM migrate.dropped), force => true)",
    );
    assert_eq!(session.one("SELECT to_regclass('low') IS NULL"), "t");
}

/// What goes with a table by a plain DROP keeps it from nothing; what keeps a column from it is told at once.
#[test]
fn what_is_its_own_goes_with_it() {
    let db = Db::fresh();
    let mut session = db.session();
    for (table, own) in [
        ("ruled", "CREATE RULE x AS ON INSERT TO ruled DO INSTEAD NOTHING"),
        ("indexed", "CREATE INDEX ON indexed ((indexed.*))"),
        ("published", "CREATE PUBLICATION p FOR TABLE published (a) WHERE (a > 1)"),
    ] {
        session.exec(&format!("CREATE TABLE {table} (a int, b int); {own}"));
        session.exec(&format!("SELECT FROM migrate.safe_drop_table('{table}')"));
        session.exec(&format!("SELECT FROM migrate.complete('{table}'::text, force => true)"));
        assert_eq!(
            session.one(&format!("SELECT to_regclass('\"~dropped_{table}\"') IS NULL")),
            "t",
            "{table}"
        );
    }
    session.exec(
        "CREATE TABLE rc (a int, b int);
         CREATE RULE x AS ON UPDATE TO rc WHERE NEW.b > 3 DO ALSO SELECT NEW.b;
         SELECT FROM migrate.safe_drop_column('rc', 'b')",
    );
    let error = session.expect_error("SELECT FROM migrate.complete('rc', 'b', force => true)");
    assert_eq!(
        (error.sqlstate.as_str(), error.detail.as_str()),
        ("2BP01", "These depend on it: rule x on table public.rc.")
    );
}
