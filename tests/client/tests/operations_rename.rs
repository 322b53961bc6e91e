//! `safe_rename_table`: what the old name can still be used for, who may do so, that it can be called twice and taken
//! back. And `safe_add_enum_value`, which is as short.

use migrate_client_tests::{Db, Session};

use crate::common::operator;

/// A database with table `shop."Article"`, which is not on the search path.
fn article() -> (Db, Session) {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        r#"CREATE SCHEMA shop;
           CREATE TABLE shop."Article" (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "user" text DEFAULT 'nobody',
                                        twice int GENERATED ALWAYS AS (length("user") * 2) STORED);
           COMMENT ON TABLE shop."Article" IS 'what''s sold';
           INSERT INTO shop."Article" ("user") VALUES ('ann'), ('bob')"#,
    );
    (db, session)
}

const RENAME: &str = r#"migrate.safe_rename_table('shop."Article"', 'Product'"#;

#[test]
fn the_old_name_can_be_read_and_written() {
    let (_db, mut session) = article();
    let create = r#"CREATE VIEW shop."Article" (id, "user", twice) WITH (security_invoker = true) AS SELECT id, "user", twice FROM shop."Product";"#;
    let expected = [
        r#"ALTER TABLE shop."Article" RENAME TO "Product";|done"#.to_string(),
        format!("{create}|done"),
        r#"ALTER VIEW shop."Article" ALTER COLUMN "user" SET DEFAULT 'nobody'::text;|done"#.to_string(),
        r#"COMMENT ON VIEW shop."Article" IS 'what''s sold';|done"#.to_string(),
    ];
    assert_eq!(session.steps(&format!("SELECT sql, status FROM {RENAME})")), expected);
    session.exec(
        r#"INSERT INTO shop."Article" DEFAULT VALUES;
           INSERT INTO shop."Article" (id, "user") OVERRIDING SYSTEM VALUE VALUES (1, 'eve')
               ON CONFLICT (id) DO UPDATE SET "user" = excluded."user";
           UPDATE shop."Article" SET "user" = 'carl' WHERE id = 2"#,
    );
    assert_eq!(
        session.query_text(r#"DELETE FROM shop."Article" WHERE id = 3 RETURNING "user", twice"#),
        ["nobody|12"]
    );
    let rows = r#"SELECT * FROM shop."Product" ORDER BY id"#;
    assert_eq!(session.query_text(rows), ["1|eve|6", "2|carl|8"]);
    assert_eq!(
        session.one(r#"SELECT obj_description('shop."Article"'::regclass, 'pg_class')"#),
        "what's sold"
    );
}

#[test]
fn twice_and_back() {
    let (_db, mut session) = article();
    let dump =
        r#"SELECT oid, relkind, relname FROM pg_class WHERE relname IN ('Article', 'Product') ORDER BY 3"#;
    let before = session.query_text(dump);
    session.exec(&format!("SELECT FROM {RENAME})"));
    let statuses = session.query_text(&format!("SELECT status FROM {RENAME})"));
    assert_eq!(statuses, ["already done", "already done"]);
    let back = r#"SELECT sql, status FROM migrate.safe_rename_table('shop."Product"', 'Article', compatibility_view => false)"#;
    assert_eq!(
        session.steps(back),
        [r#"DROP VIEW shop."Article";|done"#, r#"ALTER TABLE shop."Product" RENAME TO "Article";|done"#]
    );
    assert_eq!(session.query_text(dump), before);
    assert_eq!(session.steps(back), [r#"ALTER TABLE shop."Product" RENAME TO "Article";|already done"#]);
}

#[test]
fn the_dry_run_is_a_script() {
    let (_db, mut session) = article();
    let dump =
        "SELECT pg_get_viewdef(oid), reloptions, relowner, relacl FROM pg_class WHERE relname = 'Article'";
    let before = session.query_text("SELECT max(oid) FROM pg_class");
    let script =
        session.one(&format!("SELECT string_agg(sql, ' ' ORDER BY step) FROM {RENAME}, dry_run => true)"));
    assert_eq!(session.query_text("SELECT max(oid) FROM pg_class"), before, "a dry run touches nothing");
    session.exec(&format!("BEGIN; {script}"));
    let by_hand = session.query_text(dump);
    session.exec(&format!("ROLLBACK; SELECT FROM {RENAME})"));
    assert_eq!(session.query_text(dump), by_hand);
}

#[test]
fn grants_are_the_same() {
    let (db, mut session) = article();
    let (owner, reader, clerk) = (operator(&db, ""), db.role(""), db.role(""));
    session.exec(&format!(
        r#"ALTER TABLE shop."Article" OWNER TO {owner}; GRANT USAGE, CREATE ON SCHEMA shop TO {owner};
           GRANT SELECT ON shop."Article" TO PUBLIC; GRANT SELECT, TRUNCATE ON shop."Article" TO {reader};
           GRANT UPDATE ("user"), INSERT (id, "user") ON shop."Article" TO {clerk};
           GRANT DELETE ON shop."Article" TO {clerk} WITH GRANT OPTION;
           ALTER DEFAULT PRIVILEGES GRANT REFERENCES ON TABLES TO {clerk}"#
    ));
    let grants = r#"SELECT a.privilege_type, a.grantee::regrole, a.grantor::regrole, a.is_grantable, c.attname
        FROM (SELECT relacl AS acl, NULL AS attname FROM pg_class WHERE oid = 'shop."Article"'::regclass
              UNION ALL SELECT attacl, attname FROM pg_attribute WHERE attrelid = 'shop."Article"'::regclass) c,
             aclexplode(c.acl) a WHERE a.grantee <> a.grantor ORDER BY 1, 2, 5"#;
    let before = session.query_text(grants);
    assert_eq!(before.len(), 7);
    session.exec(&format!("SELECT FROM {RENAME})"));
    assert_eq!(session.query_text(grants), before);
    let of = r#"SELECT relkind, relowner::regrole FROM pg_class WHERE oid = 'shop."Article"'::regclass"#;
    assert_eq!(session.one(of), format!("v|{owner}"));
    session.exec("ALTER DEFAULT PRIVILEGES REVOKE ALL ON TABLES FROM PUBLIC");
    session.exec(&format!("ALTER DEFAULT PRIVILEGES REVOKE ALL ON TABLES FROM {clerk}"));
    session.exec(&format!("DROP SCHEMA shop CASCADE; DROP OWNED BY {owner}, {reader}, {clerk}"));
}

#[test]
fn row_security_counts_through_the_view() {
    let (db, mut session) = article();
    let ann = db.role("LOGIN");
    session.exec(&format!(
        r#"GRANT USAGE ON SCHEMA shop TO {ann}; GRANT SELECT ON shop."Article" TO {ann};
           ALTER TABLE shop."Article" ENABLE ROW LEVEL SECURITY;
           CREATE POLICY own ON shop."Article" USING ("user" = 'ann');
           SELECT FROM {RENAME})"#
    ));
    let mut own = db.session_as(&ann);
    assert_eq!(own.query_text(r#"SELECT "user" FROM shop."Article""#), ["ann"]);
    session.exec(&format!("DROP OWNED BY {ann}"));
}

#[test]
fn of_a_partitioned_table_that_views_and_keys_depend_on() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE parts (id serial PRIMARY KEY, n int) PARTITION BY RANGE (id);
         CREATE TABLE p1 PARTITION OF parts DEFAULT;
         CREATE TABLE child (id int REFERENCES parts); CREATE VIEW seen AS SELECT id FROM parts;
         SELECT FROM migrate.safe_rename_table('parts', 'pieces');
         INSERT INTO parts (n) VALUES (1); INSERT INTO child VALUES (1)",
    );
    assert_eq!(session.one("SELECT p1.id, seen.id FROM p1, seen"), "1|1");
    assert_eq!(session.expect_error("INSERT INTO child VALUES (2)").sqlstate, "23503");
    // What depends on the view keeps it.
    session.exec("CREATE VIEW later AS SELECT id FROM parts");
    let error = session.expect_error("SELECT FROM migrate.safe_rename_table('pieces', 'parts', false)");
    assert_eq!(error.sqlstate, "2BP01");
}

#[test]
fn without_a_view() {
    let (_db, mut session) = article();
    let call = format!("SELECT sql, status FROM {RENAME}, compatibility_view => false)");
    let sql = r#"ALTER TABLE shop."Article" RENAME TO "Product";"#;
    assert_eq!(session.steps(&call), [format!("{sql}|done")]);
    assert_eq!(session.steps(&call), [format!("{sql}|already done")]);
    assert_eq!(session.one(r#"SELECT to_regclass('shop."Article"') IS NULL"#), "t");
    // The view can be asked for later.
    let statuses = session.query_text(&format!("SELECT status FROM {RENAME})"));
    assert_eq!(statuses, ["already done", "done", "done", "done"]);
}

#[test]
fn names_that_cannot_be_had() {
    let (_db, mut session) = article();
    session
        .exec(r#"CREATE VIEW shop.taken AS SELECT 1 AS a; CREATE INDEX in_use ON shop."Article" ("user")"#);
    for name in ["taken", "in_use", "Article"] {
        let error = session
            .expect_error(&format!(r#"SELECT FROM migrate.safe_rename_table('shop."Article"', '{name}')"#));
        assert_eq!(error.sqlstate, "42P07", "{name}: {}", error.message);
    }
    let long = "x".repeat(64);
    for (call, sqlstate) in [
        (r#"'shop."Article"', ''"#, "22023"),
        (&format!(r#"'shop."Article"', '{long}'"#), "42622"),
        ("'shop.nowhere', 'a'", "42P01"),
        ("'shop.taken', 'a'", "42809"),
        (r#"NULL, 'a'"#, "22004"),
    ] {
        let error = session.expect_error(&format!("SELECT FROM migrate.safe_rename_table({call})"));
        assert_eq!(error.sqlstate, sqlstate, "{call}: {}", error.message);
    }
}

const ENUM: &str = "SELECT sql, status FROM migrate.safe_add_enum_value";

#[test]
fn a_value_of_an_enum() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE SCHEMA s; CREATE TYPE s.\"Mood\" AS ENUM ('sad', 'happy')");
    let call = format!(r#"{ENUM}('s."Mood"', 'it''s ok', before => 'happy')"#);
    let sql = r#"ALTER TYPE s."Mood" ADD VALUE 'it''s ok' BEFORE 'happy';"#;
    let dry = call.replace(')', ", dry_run => true)");
    assert_eq!(session.query_text(&dry), [format!("{sql}|planned")]);
    assert_eq!(session.one(r#"SELECT enum_range(NULL::s."Mood")"#), "{sad,happy}");
    assert_eq!(session.steps(&call), [format!("{sql}|done")]);
    assert_eq!(session.one(r#"SELECT enum_range(NULL::s."Mood")"#), "{sad,\"it's ok\",happy}");
    assert_eq!(session.steps(&call), [format!("{sql}|already done")]);
    // One that came between does not make it undone.
    session.exec(&format!(r#"{ENUM}('s."Mood"', 'fine', after => 'it''s ok')"#));
    assert_eq!(session.steps(&call), [format!("{sql}|already done")]);
    let error = session.expect_error(&format!(r#"{ENUM}('s."Mood"', 'it''s ok', after => 'fine')"#));
    assert_eq!(error.sqlstate, "42710");
    assert_eq!(error.detail, "Existing: sad, \"it's ok\", fine, happy\nAsked for: \"it's ok\" AFTER fine");
    session.exec(&format!(r#"{ENUM}('s."Mood"', 'last')"#));
    assert_eq!(
        session.query_text(r#"SELECT unnest(enum_range(NULL::s."Mood"))"#),
        ["sad", "it's ok", "fine", "happy", "last"]
    );
}

#[test]
fn enums_that_cannot_be_changed() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE TYPE mood AS ENUM ('sad'); CREATE DOMAIN d AS mood; CREATE TABLE t (m mood)");
    for (call, sqlstate, message) in [
        ("'d', 'x'", "42809", "type d is a domain"),
        ("'t', 'x'", "42809", "type t is a composite type"),
        ("'integer', 'x'", "42809", "type integer is no enum"),
        ("'mood', 'x', before => 'glad'", "22023", "\"glad\" is not a value of enum mood"),
        ("'mood', 'x', 'sad', 'sad'", "22023", "arguments \"before\" and \"after\" exclude each other"),
        ("'mood', NULL", "22004", "value must not be null"),
    ] {
        let error = session.expect_error(&format!("{ENUM}({call})"));
        assert_eq!((error.sqlstate.as_str(), error.message.as_str()), (sqlstate, message), "{call}");
    }
    let other = operator(&db, "LOGIN");
    let error = db.session_as(&other).expect_error(&format!("{ENUM}('mood', 'x')"));
    assert_eq!((error.sqlstate.as_str(), error.message.as_str()), ("42501", "must be owner of type mood"));
}
