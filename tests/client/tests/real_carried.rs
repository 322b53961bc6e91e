//! What a column has goes over to its new type, or to the columns that it becomes, or is refused before anything is done:
//! defaults, collations, indexes of tables and columns with any name.
//!
//! Not here: what hangs on a column of an ordinary table (changes_type.rs, changes_type_carried.rs).

use migrate_client_tests::Db;

use crate::common::operate;

const DEFAULT: &str = "SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 't'::regclass";

#[test]
fn a_default_that_the_new_type_does_not_take_is_refused_at_once() {
    let refused = [
        (
            "text DEFAULT 'new one'",
            "integer', using_expression => 'length(b)', reverse_expression => 'b::text",
        ),
        ("text DEFAULT '12'", "integer', using_expression => 'length(b)', reverse_expression => 'b::text"),
        ("text DEFAULT 'none'", "date', using_expression => 'CURRENT_DATE', reverse_expression => 'b::text"),
        ("text DEFAULT 'none'", "integer"),
        ("bigint DEFAULT 5000000000", "integer"),
        ("numeric DEFAULT 99999", "smallint"),
        (
            "text DEFAULT 'sad'",
            "mood', using_expression => '''happy''::mood', reverse_expression => 'b::text",
        ),
        ("integer DEFAULT -1", "positive"),
    ];
    for (column, asked) in refused {
        for small in [0, 1000] {
            // A large table would be rewritten for a domain: that is refused, too.
            if asked == "positive" && small == 0 {
                continue;
            }
            let db = Db::fresh();
            let mut session = db.session();
            session.exec(&format!(
                "CREATE TYPE mood AS ENUM ('happy'); CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
                 CREATE TABLE t (id int PRIMARY KEY, b {column});
                 INSERT INTO t SELECT i, '7' FROM generate_series(1, 300) i; SET migrate.small_table = {small}"
            ));
            let before = session.one(DEFAULT);
            for dry in ["", ", dry_run => true"] {
                let call = format!("SELECT migrate.safe_change_column_type('t', 'b', '{asked}'{dry})");
                let error = session.expect_error(&call);
                assert_eq!(error.sqlstate, "42804", "{call}: {} {}", error.message, error.detail);
                assert!(error.message.contains("default for column \"b\""), "{call}: {}", error.message);
                assert!(error.hint.contains("Drop the default"), "{call}: {}", error.hint);
            }
            assert_eq!(session.one(DEFAULT), before);
            assert_eq!(session.one("SELECT count(*) FROM migrate.changes"), "0");
            // What the hint says.
            if column.contains("new one") {
                operate(&mut session, "safe_set_default('t', 'b', NULL)").expect("no default");
                let call = format!("safe_change_column_type('t', 'b', '{asked}')");
                operate(&mut session, &call).expect("a change of type");
                if small == 0 {
                    operate(&mut session, "complete('t', 'b')").expect("complete");
                }
                operate(&mut session, "safe_set_default('t', 'b', '3')").expect("a default");
                session.exec("INSERT INTO t (id) VALUES (1000)");
                assert_eq!(session.one("SELECT b FROM t WHERE id = 1000"), "3");
            }
        }
    }
}

#[test]
fn a_default_that_the_new_type_takes_goes_there_and_back() {
    let carried = [
        ("text DEFAULT '12'", "integer', reverse_expression => 'b::text", "12"),
        ("text DEFAULT '12'", "integer', using_expression => 'b::int', reverse_expression => 'b::text", "12"),
        ("text DEFAULT '{}'", "json', using_expression => 'b::json', reverse_expression => 'b::text", "{}"),
        ("text DEFAULT 'happy'", "mood', reverse_expression => 'b::text", "happy"),
        ("integer DEFAULT 5", "text', using_expression => 'b::text', reverse_expression => 'b::int", "5"),
        ("integer DEFAULT 5", "bigint", "5"),
    ];
    for (column, asked, value) in carried {
        for small in [0, 1000] {
            let db = Db::fresh();
            let mut session = db.session();
            session.exec(&format!(
                "CREATE TYPE mood AS ENUM ('happy'); CREATE TABLE t (id int PRIMARY KEY, b {column});
                 INSERT INTO t (id) SELECT i FROM generate_series(1, 300) i; SET migrate.small_table = {small}"
            ));
            let before = session.one(DEFAULT);
            let call = format!("safe_change_column_type('t', 'b', '{asked}')");
            let mut run = |call: &str| {
                operate(&mut session, call).unwrap_or_else(|error| panic!("{asked}: {call}: {error:?}"))
            };
            run(&call);
            if small == 0 {
                run("complete('t', 'b')");
            }
            session.exec("INSERT INTO t (id) VALUES (1000)");
            assert_eq!(session.one("SELECT b FROM t WHERE id = 1000"), value, "{call}");
            let which = if small == 0 { "(SELECT max(id) FROM migrate.changes)" } else { "1" };
            let back = format!("undo({which})");
            operate(&mut session, &back).unwrap_or_else(|error| panic!("{back}: {call}: {error:?}"));
            session.exec("INSERT INTO t (id) VALUES (1001)");
            assert_eq!(session.one("SELECT b FROM t WHERE id = 1001"), value, "{call}");
            // The server writes a default of a type of the user's with or without its schema.
            if small == 0 && !asked.starts_with("mood") {
                assert_eq!(session.one(DEFAULT), before, "{call}");
            }
        }
    }
}

#[test]
fn new_columns_have_the_collation_of_the_old_one() {
    const COLLATIONS: &str = "
        SELECT string_agg(attname || ' ' || collname, ', ' ORDER BY attname) FROM pg_attribute
        JOIN pg_collation c ON c.oid = attcollation WHERE attrelid = 't'::regclass AND attname ~ '^new'";
    let calls = [
        (
            "safe_split_column('t', 'a', ARRAY['new1', 'new2'],
                 ARRAY['split_part(a, '' '', 1)', 'split_part(a, '' '', 2)'], 'new1 || '' '' || new2')",
            "new1 C, new2 C",
        ),
        (
            "safe_merge_columns('t', ARRAY['a', 'b'], 'new1', 'a || ''/'' || b',
                 ARRAY['split_part(new1, ''/'', 1)', 'split_part(new1, ''/'', 2)'])",
            "new1 C",
        ),
        (
            "safe_split_column('t', 'b', ARRAY['new1'], ARRAY['b'], 'new1',
                 ARRAY['varchar(20) COLLATE \"POSIX\"'])",
            "new1 POSIX",
        ),
        ("safe_split_column('t', 'b', ARRAY['new1'], ARRAY['b'], 'new1')", "new1 default"),
    ];
    for (call, expected) in calls {
        for small in [0, 1000] {
            let db = Db::fresh();
            let mut session = db.session();
            session.exec(&format!(
                "CREATE TABLE t (id int PRIMARY KEY, a text COLLATE \"C\", b text);
                 INSERT INTO t SELECT i, 'x ' || i, 'b' FROM generate_series(1, 300) i;
                 SET migrate.small_table = {small}"
            ));
            operate(&mut session, call).unwrap_or_else(|error| panic!("{call}: {error:?}"));
            assert_eq!(session.one(COLLATIONS), expected, "{call}");
            for end in ["complete", "undo", "abort"] {
                let end = format!("{end}((SELECT max(id) FROM migrate.changes))");
                operate(&mut session, &end).unwrap_or_else(|error| panic!("{end}: {call}: {error:?}"));
            }
            assert_eq!(session.one("SELECT a, b FROM t WHERE id = 7"), "x 7|b", "{call}");
        }
    }
}

#[test]
fn a_partitioned_table_and_a_column_of_any_name() {
    for name in ["$migrate$", "a$migrate", "$$", "{table}", "~value"] {
        let db = Db::fresh();
        let mut session = db.session();
        session.exec(&format!(
            "CREATE TABLE \"{name}\" (id int NOT NULL, \"{name}\" int NOT NULL) PARTITION BY RANGE (id);
             CREATE TABLE p1 PARTITION OF \"{name}\" FOR VALUES FROM (0) TO (100);
             CREATE TABLE p2 PARTITION OF \"{name}\" DEFAULT;
             ALTER TABLE \"{name}\" ADD CONSTRAINT \"{name}_key\" UNIQUE (id, \"{name}\");
             CREATE INDEX \"{name}_i\" ON \"{name}\" (\"{name}\");
             INSERT INTO \"{name}\" SELECT i, i FROM generate_series(1, 300) i; SET migrate.small_table = 0"
        ));
        let call = format!("safe_change_column_type('\"{name}\"', '\"{name}\"', 'bigint')");
        operate(&mut session, &call).unwrap_or_else(|error| panic!("{call}: {error:?}"));
        for end in ["complete", "undo", "abort"] {
            let end = format!("{end}((SELECT max(id) FROM migrate.changes))");
            operate(&mut session, &end).unwrap_or_else(|error| panic!("{end}: {call}: {error:?}"));
        }
        let whole = format!(
            "SELECT count(*) FROM pg_index WHERE indrelid = to_regclass('\"{name}\"')::oid AND indisvalid"
        );
        assert_eq!(session.one(&whole), "2", "{name}");
    }
}
