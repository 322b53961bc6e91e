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

/// Of the lines that `EXPLAIN ANALYZE` writes, those of triggers that it called.
fn called(session: &mut migrate_client_tests::Session, sql: &str) -> Vec<String> {
    session.exec("BEGIN");
    let lines = session.query_text(&format!("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) {sql}"));
    session.exec("ROLLBACK");
    lines.into_iter().filter(|line| line.contains("Trigger") && line.contains("_sync")).collect()
}

/// What a trigger of a change would do of rows in which there is nothing to carry is not even called: a backfill, and who
/// changes other columns, pay for a comparison alone. With rows that say NULL at both ends, of a partition, and when the
/// ends have changed places.
#[test]
fn no_trigger_is_called_where_there_is_nothing_to_carry() {
    let db = Db::fresh();
    let mut ours = large(
        &db,
        "CREATE TABLE t (id int, n int, u uuid, word text) PARTITION BY RANGE (id);
         CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (1) TO (200);
         CREATE TABLE t2 (word text, u uuid, gone int, n int, id int);
         ALTER TABLE t2 DROP COLUMN gone;
         ALTER TABLE t ATTACH PARTITION t2 FOR VALUES FROM (200) TO (10000);
         INSERT INTO t SELECT g, nullif(g % 5, 0), gen_random_uuid(), nullif('x', 'x') FROM generate_series(1, 400) g",
    );
    for (column, to, one) in [("n", "bigint", "7"), ("u", "text", "gen_random_uuid()")] {
        let (new, old) = (format!("{column}_new_type"), format!("{column}_old_type"));
        done(&mut ours, &format!("safe_change_column_type('t', '{column}', '{to}')"));
        let fill = format!("UPDATE t SET {new} = {column}::{to}, word = 'other'");
        assert_eq!(called(&mut ours, &fill), Vec::<String>::new(), "{column}");
        for partition in ["t1", "t2"] {
            let write = format!("UPDATE {partition} SET {column} = {one} WHERE id IN (3, 203)");
            assert!(called(&mut ours, &write)[0].ends_with("calls=1"), "{column} of {partition}");
        }
        ours.exec(&format!(
            "INSERT INTO t (id, {column}) VALUES (1001, {one}); UPDATE t SET {column} = {one} WHERE id IN (4, 204)"
        ));
        assert_eq!(
            ours.one(&format!("SELECT count(*) FROM t WHERE {new} IS DISTINCT FROM {column}::{to}")),
            "0"
        );

        done(&mut ours, &format!("complete('t', '{column}')"));
        assert_eq!(called(&mut ours, "UPDATE t SET word = 'other'"), Vec::<String>::new(), "{column}");
        assert!(
            called(&mut ours, &format!("UPDATE t SET {column} = {one} WHERE id = 3"))[0].ends_with("calls=1")
        );
        ours.exec(&format!("UPDATE t SET {column} = {one} WHERE id IN (5, 205)"));
        let differ = format!("SELECT count(*) FROM t WHERE {old}::{to} IS DISTINCT FROM {column}");
        assert_eq!(ours.one(&differ), "0", "{column}");
        let change = ours.one("SELECT max(id) FROM migrate.change_records");
        done(&mut ours, &format!("undo({change})"));
        done(&mut ours, &format!("abort({change})"));
        ours.exec("DELETE FROM t WHERE id = 1001");
    }
    // Of a rename: what is written at one end is at the other.
    done(&mut ours, "safe_rename_column('t', 'n', 'number')");
    assert_eq!(called(&mut ours, "UPDATE t SET number = n, word = 'other'"), Vec::<String>::new());
    assert!(called(&mut ours, "UPDATE t SET number = 8 WHERE id = 3")[0].ends_with("calls=1"));
    ours.exec("UPDATE t SET number = 8 WHERE id = 3; UPDATE t SET n = 9 WHERE id = 203; UPDATE t SET number = NULL WHERE id = 4");
    let rows = "SELECT id, n, number FROM t WHERE id IN (3, 4, 203) ORDER BY id";
    assert_eq!(ours.query_text(rows), ["3|8|8", "4||", "203|9|9"]);
    done(&mut ours, "complete('t', 'number')");
}

/// Triggers that an earlier version made are called for each row: they go on as they are.
#[test]
fn a_trigger_without_a_condition_goes_on() {
    let db = Db::fresh();
    let mut ours = large(
        &db,
        "CREATE TABLE t (id int PRIMARY KEY, n int); INSERT INTO t SELECT g, g FROM generate_series(1, 300) g",
    );
    done(&mut ours, "safe_change_column_type('t', 'n', 'bigint')");
    let create = "SELECT regexp_replace(replace(pg_get_triggerdef(g.oid), 'CREATE TRIGGER', 'CREATE OR REPLACE TRIGGER'),
                                        ' WHEN .* EXECUTE ', ' EXECUTE ')
                  FROM pg_trigger g WHERE g.tgrelid = 't'::regclass AND g.tgname LIKE '~%\\_sync%'";
    let create = ours.one(create);
    assert!(create.contains("OR REPLACE") && !create.contains("WHEN"), "{create}");
    let name =
        ours.one("SELECT tgname FROM pg_trigger WHERE tgrelid = 't'::regclass AND tgname LIKE '~%\\_sync%'");
    ours.exec(&format!("{create}; ALTER TABLE t ENABLE ALWAYS TRIGGER {name:?}"));
    ours.exec("UPDATE t SET n = 1000 WHERE id = 1");
    done(&mut ours, "complete('t', 'n')");
    assert_eq!(ours.one("SELECT n, pg_typeof(n) FROM t WHERE id = 1"), "1000|bigint");
    done(&mut ours, "undo((SELECT max(id) FROM migrate.change_records))");
    assert_eq!(ours.one("SELECT n, pg_typeof(n) FROM t WHERE id = 1"), "1000|integer");
}
