//! What is carried from one end of a change to the other is the value that the server's own ALTER TABLE would have made of
//! it, whoever writes, under whatever settings.
//!
//! Not here: values that cannot be carried (real_unfit.rs), names (real_names.rs, real_words.rs), what is looked at before a
//! rename is completed (real_ends.rs).

use migrate_client_tests::Db;

use crate::common::{done, large};

/// The conversion means in each session what it meant in the one that asked for it, both ways.
#[test]
fn writers_with_other_settings() {
    let db = Db::fresh();
    let mut ours = large(
        &db,
        "SET timezone = 'Europe/Berlin'; SET datestyle = 'SQL, DMY'; SET intervalstyle = 'postgres';
         CREATE TABLE t (id int PRIMARY KEY, at timestamp NOT NULL, day text, span interval, note text);
         INSERT INTO t SELECT g, '2024-06-01 12:00', '03/04/2024', '1 day -2 hours', 'x' FROM generate_series(1, 300) g",
    );
    done(&mut ours, "safe_change_column_type('t', 'at', 'timestamptz')");
    done(&mut ours, "safe_change_column_type('t', 'day', 'date')");
    done(&mut ours, "safe_change_column_type('t', 'span', 'text')");
    let mut theirs = db.session();
    theirs.exec(
        "SET timezone = 'America/New_York'; SET datestyle = 'ISO, MDY'; SET intervalstyle = 'sql_standard';
         UPDATE t SET note = 'y' WHERE id = 2;
         UPDATE t SET at = at, day = '05/04/2024', span = '2 days -2 hours' WHERE id = 3;
         INSERT INTO t VALUES (1000, '2024-06-01 12:00', '03/04/2024', '1 day -2 hours', 'z')",
    );
    for column in ["at", "day", "span"] {
        done(&mut ours, &format!("complete('t', '{column}')"));
    }
    let at = "SELECT DISTINCT extract(epoch FROM at)::bigint FROM t";
    assert_eq!(theirs.query_text(at), ["1717236000"], "noon in Berlin");
    let days = "SELECT to_char(day, 'YYYY-MM-DD'), count(*) FROM t GROUP BY 1 ORDER BY 1";
    assert_eq!(theirs.query_text(days), ["2024-04-03|300", "2024-04-05|1"]);
    let spans = "SELECT span, count(*) FROM t GROUP BY 1 ORDER BY 1";
    assert_eq!(theirs.query_text(spans), ["1 day -02:00:00|300", "2 days -02:00:00|1"]);
    // What is written now goes back as it would have gone for who asked.
    theirs.exec(
        "UPDATE t SET at = '2024-06-01 12:00+00', day = '2024-05-06', span = '3 days -02:00:00' WHERE id = 4",
    );
    for column in ["at", "day", "span"] {
        let id = ours.one(&format!(
            "SELECT max(id) FROM migrate.change_records WHERE old_columns = ARRAY['{column}']"
        ));
        done(&mut ours, &format!("undo({id})"));
    }
    assert_eq!(
        theirs.one("SELECT to_char(at, 'YYYY-MM-DD HH24:MI'), day, extract(day FROM span), extract(hour FROM span) FROM t WHERE id = 4"),
        "2024-06-01 14:00|06/05/2024|3|-2"
    );
}

/// Who changes other columns changes nothing, and has nothing computed.
#[test]
fn other_columns_compute_nothing() {
    let db = Db::fresh();
    let mut ours = large(
        &db,
        "CREATE SEQUENCE computed; CREATE TABLE t (id int PRIMARY KEY, n int, \"Unit\" text, note text);
         INSERT INTO t SELECT g, g, 'k', 'x' FROM generate_series(1, 300) g",
    );
    let using = "nextval('computed') * 0 + n * CASE t.\"Unit\" WHEN 'k' THEN 1000 ELSE 1 END";
    done(
        &mut ours,
        &format!(
            "safe_change_column_type('t', 'n', 'bigint', using_expression => $${using}$$, reverse_expression => 'n / 1000')"
        ),
    );
    let computed = ours.one("SELECT last_value FROM computed");
    ours.exec("UPDATE t SET note = 'y' WHERE id = 1; UPDATE t SET n = n");
    assert_eq!(ours.one("SELECT last_value FROM computed"), computed);
    // What the expression reads is no other column.
    ours.exec("UPDATE t SET \"Unit\" = 'one' WHERE id = 1");
    assert_eq!(ours.one("SELECT n_new_type FROM t WHERE id = 1"), "1");
    done(&mut ours, "complete('t', 'n')");
    assert_eq!(ours.query_text("SELECT n FROM t WHERE id <= 2 ORDER BY id"), ["1", "2000"]);
}

/// A domain's default is for who leaves the column out, not for the second one of a value that was written.
#[test]
fn domains_with_a_default() {
    let db = Db::fresh();
    let mut ours = large(
        &db,
        "CREATE DOMAIN status AS text DEFAULT 'new'; CREATE DOMAIN level AS int DEFAULT 7;
         CREATE TABLE t (id int PRIMARY KEY, st status, p text, both_of text);
         INSERT INTO t SELECT g, 'old', '5', 'a b' FROM generate_series(1, 300) g",
    );
    done(&mut ours, "safe_rename_column('t', 'st', 'state')");
    ours.exec("INSERT INTO t (id, st) VALUES (1001, 'done'); INSERT INTO t (id, state) VALUES (1002, 'done'); INSERT INTO t (id) VALUES (1003)");
    let rows = "SELECT id, st, state FROM t WHERE id > 1000 ORDER BY id";
    assert_eq!(ours.query_text(rows), ["1001|done|done", "1002|done|done", "1003|new|new"]);
    done(&mut ours, "complete('t', 'state')");
    ours.exec("INSERT INTO t (id) VALUES (1004)");
    assert_eq!(ours.one("SELECT state FROM t WHERE id = 1004"), "new");

    done(&mut ours, "safe_change_column_type('t', 'p', 'level', using_expression => 'p::int')");
    ours.exec("INSERT INTO t (id, p) VALUES (1005, '3'); INSERT INTO t (id) VALUES (1006)");
    done(&mut ours, "complete('t', 'p')");
    ours.exec("INSERT INTO t (id) VALUES (1007); INSERT INTO t (id, p) VALUES (1008, NULL)");
    let rows = "SELECT id, p FROM t WHERE id IN (1, 1005, 1006, 1007, 1008) ORDER BY id";
    assert_eq!(
        ours.query_text(rows),
        ["1|5", "1005|3", "1006|", "1007|7", "1008|"],
        "as after ALTER COLUMN TYPE"
    );

    done(
        &mut ours,
        "safe_split_column('t', 'both_of', ARRAY['one', 'two'], ARRAY[$$split_part(both_of, ' ', 1)$$, $$split_part(both_of, ' ', 2)$$],
             $$one || ' ' || two$$, new_types => ARRAY['status', 'status'])",
    );
    ours.exec("INSERT INTO t (id, both_of) VALUES (1009, 'c d'); INSERT INTO t (id, one, two) VALUES (1010, 'e', 'f')");
    let rows = "SELECT both_of, one, two FROM t WHERE id IN (1, 1009, 1010) ORDER BY id";
    assert_eq!(ours.query_text(rows), ["a b|a|b", "c d|c|d", "e f|e|f"]);
    done(&mut ours, "complete('t', 'one')");
    ours.exec("INSERT INTO t (id, two) VALUES (1011, 'x')");
    assert_eq!(ours.one("SELECT one, two FROM t WHERE id = 1011"), "new|x", "the domain's own default again");
    done(&mut ours, "undo((SELECT max(id) FROM migrate.changes))");
    ours.exec("INSERT INTO t (id, both_of) VALUES (1012, 'y z')");
    assert_eq!(ours.one("SELECT both_of, one, two FROM t WHERE id = 1012"), "y z|y|z");
}

/// A row with a NULL in it is a value.
#[test]
fn composites_with_a_null_in_them() {
    let db = Db::fresh();
    let mut ours = large(
        &db,
        "CREATE TYPE addr AS (street text, unit text); CREATE DOMAIN home AS addr; CREATE TYPE pair AS (a addr, n int);
         CREATE TABLE t (id int PRIMARY KEY, a addr, h home, p pair, j addr NOT NULL);
         INSERT INTO t SELECT g, ROW('Main', NULL)::addr, ROW('Side', NULL)::addr, ROW(ROW(NULL, '4')::addr, NULL)::pair, ROW('Back', NULL)::addr
         FROM generate_series(1, 300) g; INSERT INTO t VALUES (301, NULL, NULL, NULL, ROW(NULL, NULL))",
    );
    for (old, new, value) in [
        ("a", "address", "ROW('Main', NULL)::addr"),
        ("h", "house", "ROW('Main', NULL)::addr"),
        ("p", "place", "ROW(ROW('Main', NULL)::addr, NULL)::pair"),
    ] {
        done(&mut ours, &format!("safe_rename_column('t', '{old}', '{new}')"));
        ours.exec(&format!("INSERT INTO t (id, {new}, j) VALUES (1001, {value}, ROW('Back', '1'))"));
        assert_eq!(
            ours.one(&format!("SELECT {old} = {new}, {old} = {value} FROM t WHERE id = 1001")),
            "t|t",
            "{old}"
        );
        done(&mut ours, &format!("complete('t', '{new}')"));
        assert_eq!(ours.one(&format!("SELECT count(*) FROM t WHERE {new} IS DISTINCT FROM NULL")), "301");
        ours.exec("DELETE FROM t WHERE id = 1001");
    }
    done(
        &mut ours,
        "safe_change_column_type('t', 'j', 'jsonb', using_expression => 'to_jsonb(j)',
             reverse_expression => $$CASE WHEN j IS NOT NULL THEN ROW(j->>'street', j->>'unit')::addr END$$)",
    );
    done(&mut ours, "complete('t', 'j')");
    ours.exec("INSERT INTO t (id, j) VALUES (1002, '{\"street\": \"New\", \"unit\": null}')");
    assert_eq!(ours.one("SELECT j FROM t WHERE id = 1"), "{\"unit\": null, \"street\": \"Back\"}");
    done(&mut ours, "undo((SELECT max(id) FROM migrate.changes))");
    assert_eq!(
        ours.query_text("SELECT j FROM t WHERE id IN (1, 301, 1002) ORDER BY id"),
        ["(Back,)", "(,)", "(New,)"]
    );
    done(&mut ours, "complete('t', 'j')");
    assert_eq!(
        ours.one("SELECT attnotnull FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'j'"),
        "t"
    );
}
