//! What is carried from one end of a change to the other is the value that the server's own ALTER TABLE would have made of
//! it, whoever writes, under whatever settings; and a value that has no counterpart is nobody's error but that of who
//! completes the change.
//!
//! Not here: names (real_names.rs), what is looked at before a rename is completed (real_ends.rs).

use migrate_client_tests::{Db, Session, SqlError};

use crate::common::operate;

fn done(session: &mut Session, call: &str) {
    operate(session, call).unwrap_or_else(|error| panic!("{call}: {error:?}"));
}

/// What a call or its job fails with.
fn fails(session: &mut Session, call: &str) -> SqlError {
    match operate(session, call) {
        Ok(statuses) => panic!("{call}: {statuses:?}"),
        Err(error) => error,
    }
}

fn session(db: &Db, tables: &str) -> Session {
    let mut session = db.session();
    session.exec(&format!("SET migrate.small_table = 0; {tables}"));
    session
}

/// The conversion means in each session what it meant in the one that asked for it, both ways.
#[test]
fn writers_with_other_settings() {
    let db = Db::fresh();
    let mut ours = session(
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
        "UPDATE t SET at = '2024-06-01 12:00+00', day = '2024-05-06', span = '3 days -2 hours' WHERE id = 4",
    );
    for column in ["at", "day", "span"] {
        let id =
            ours.one(&format!("SELECT max(id) FROM migrate.changes WHERE old_columns = ARRAY['{column}']"));
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
    let mut ours = session(
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
    let mut ours = session(
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

/// Refused before anything is done.
#[test]
fn types_that_refuse_null() {
    let db = Db::fresh();
    let mut ours = session(
        &db,
        "CREATE DOMAIN must AS text NOT NULL; CREATE DOMAIN has AS text CHECK (VALUE IS NOT NULL);
         CREATE TABLE t (id int PRIMARY KEY, a must, b has, c text);
         INSERT INTO t SELECT g, 'x', 'y', 'p q' FROM generate_series(1, 300) g; SET migrate.small_table = 1000",
    );
    let split = |data_type: &str| {
        format!(
            "safe_split_column('t', 'c', ARRAY['c1', 'c2'], ARRAY['c', 'c'], 'c1', new_types => ARRAY['{data_type}', 'text'])"
        )
    };
    for call in [
        "safe_rename_column('t', 'a', 'aa')".to_string(),
        "safe_rename_column('t', 'b', 'bb')".to_string(),
        split("must"),
        split("has"),
    ] {
        let error = fails(&mut ours, &call);
        assert!(["42P16", "0A000"].contains(&error.sqlstate.as_str()), "{call}: {error:?}");
        assert_eq!(ours.one("SELECT count(*) FROM migrate.changes"), "0", "{call}");
    }
}

/// A row with a NULL in it is a value.
#[test]
fn composites_with_a_null_in_them() {
    let db = Db::fresh();
    let mut ours = session(
        &db,
        "CREATE TYPE addr AS (street text, unit text); CREATE DOMAIN home AS addr; CREATE TYPE pair AS (a addr, n int);
         CREATE TABLE t (id int PRIMARY KEY, a addr, h home, p pair, j addr NOT NULL);
         INSERT INTO t SELECT g, ROW('Main', NULL), ROW('Side', NULL)::addr, ROW(ROW(NULL, '4'), NULL), ROW('Back', NULL)
         FROM generate_series(1, 300) g; INSERT INTO t VALUES (301, NULL, NULL, NULL, ROW(NULL, NULL))",
    );
    for (old, new, value) in [
        ("a", "address", "ROW('Main', NULL)"),
        ("h", "house", "ROW('Main', NULL)::addr"),
        ("p", "place", "ROW(ROW('Main', NULL), NULL)"),
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

/// Triggers do not see yet what a stored generated column will be.
#[test]
fn expressions_over_a_generated_column() {
    let db = Db::fresh();
    let mut ours = session(
        &db,
        "CREATE TABLE u (id int PRIMARY KEY, name text, low text GENERATED ALWAYS AS (lower(name)) STORED,
                         \"Odd one\" text GENERATED ALWAYS AS (upper(name)) STORED, n text);
         INSERT INTO u SELECT g, 'Ab Cd', '1' FROM generate_series(1, 300) g",
    );
    for call in [
        "safe_split_column('u', 'name', ARRAY['a', 'b'], ARRAY[$$split_part(low, ' ', 1)$$, $$split_part(low, ' ', 2)$$], $$a || ' ' || b$$)",
        "safe_split_column('u', 'name', ARRAY['a', 'b'], ARRAY[$$split_part(name, ' ', 1)$$, $$split_part(u.low, ' ', 2)$$], $$a || ' ' || b$$)",
        "safe_merge_columns('u', ARRAY['name', 'n'], 'a', $$name || u.\"Odd one\"$$, ARRAY['a', 'a'])",
        "safe_change_column_type('u', 'n', 'int', using_expression => 'length(LOW)')",
        "safe_change_column_type('u', 'n', 'int', using_expression => 'n::int', reverse_expression => 'low || n')",
        "safe_change_column_type('u', 'n', 'int', using_expression => 'length(u::text)')",
    ] {
        let error = fails(&mut ours, call);
        assert_eq!(error.sqlstate, "0A000", "{call}: {error:?}");
        assert!(error.message.contains("generated column"), "{error:?}");
        assert_eq!(ours.one("SELECT count(*) FROM migrate.changes"), "0", "{call}");
    }
    // A function of the name, and the word in a text, are no column.
    done(
        &mut ours,
        "safe_split_column('u', 'name', ARRAY['a', 'b'], ARRAY[$$lower(split_part(name, ' ', 1)) || 'low'$$, $$split_part(name, ' ', 2)$$], $$a || ' ' || b$$)",
    );
}

/// Rows that do not fit are named before anybody's write could fail.
#[test]
fn a_wrong_change_of_type_disturbs_nobody() {
    let db = Db::fresh();
    let mut ours = session(
        &db,
        "CREATE TABLE t (id int PRIMARY KEY, n text, long text NOT NULL);
         INSERT INTO t SELECT g, CASE g WHEN 250 THEN 'no number' ELSE g::text END, repeat('x', CASE g WHEN 123 THEN 9 ELSE 3 END)
         FROM generate_series(1, 300) g;
         CREATE TABLE p (id int, n text, PRIMARY KEY (id)) PARTITION BY RANGE (id);
         CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (100); CREATE TABLE p2 PARTITION OF p DEFAULT;
         INSERT INTO p SELECT g, CASE g WHEN 250 THEN 'no number' ELSE g::text END FROM generate_series(1, 300) g",
    );
    for (call, row) in [
        ("safe_change_column_type('t', 'n', 'int', using_expression => 'n::int')", "(id) = (250)"),
        ("safe_change_column_type('t', 'n', 'int')", "(id) = (250)"),
        ("safe_change_column_type('t', 'long', 'varchar(5)')", "(id) = (123)"),
        (
            "safe_change_column_type('t', 'long', 'int', using_expression => $$nullif(length(long), 9)$$, reverse_expression => 'long::text')",
            "(id) = (123)",
        ),
        ("safe_change_column_type('p', 'n', 'int')", "of p2"),
        (
            "safe_split_column('t', 'n', ARRAY['x', 'y'], ARRAY['n::int / 10', 'n::int % 10'], '(x * 10 + y)::text', new_types => ARRAY['int', 'int'])",
            "(id) = (250)",
        ),
    ] {
        let error = fails(&mut ours, call);
        let told = format!("{:?}", error);
        assert!(told.contains(row), "{call}: {told}");
        ours.exec(
            "INSERT INTO t VALUES (1000, 'none, either', 'longer than that'); UPDATE t SET n = 'nor this'",
        );
        ours.exec("INSERT INTO p VALUES (1000, 'none, either'); DELETE FROM p WHERE id = 1000");
        assert_eq!(
            ours.one("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgrelid IN ('t'::regclass, 'p'::regclass)"),
            "0",
            "{call}"
        );
        ours.exec(
            "DELETE FROM t WHERE id = 1000; UPDATE t SET n = CASE id WHEN 250 THEN 'no number' ELSE id::text END;
             SELECT migrate.abort(id) FROM migrate.changes WHERE state NOT IN ('aborted', 'undone', 'done')",
        );
    }
}

/// While both ends are there the old application writes what it always wrote. Who completes the change is told.
#[test]
fn a_value_without_a_counterpart_stops_the_completion_alone() {
    let db = Db::fresh();
    let mut ours = session(
        &db,
        "CREATE TABLE t (id int PRIMARY KEY, big bigint NOT NULL, word text, code text, whole text);
         INSERT INTO t SELECT g, g, 'w', g::text, '1 2' FROM generate_series(1, 300) g",
    );
    let mut theirs = db.session();
    for (call, column, unfit, fit, value) in [
        ("safe_change_column_type('t', 'big', 'int')", "big", "big = 3000000000", "big = 30", "30"),
        ("safe_change_column_type('t', 'word', 'varchar(3)')", "word", "word = 'much longer'", "word = 'abc'", "abc"),
        ("safe_change_column_type('t', 'code', 'int', using_expression => 'code::int')", "code", "code = 'none'", "code = '31'", "31"),
        (
            "safe_split_column('t', 'whole', ARRAY['one', 'two'], ARRAY[$$split_part(whole, ' ', 1)::int$$, $$split_part(whole, ' ', 2)::int$$],
                 $$one || ' ' || two$$, new_types => ARRAY['int', 'int'])",
            "one",
            "whole = 'a b'",
            "whole = '4 5'",
            "4",
        ),
    ] {
        done(&mut ours, call);
        theirs.exec(&format!("UPDATE t SET {unfit} WHERE id = 42"));
        theirs.exec("UPDATE t SET word = 'x' WHERE id = 43; INSERT INTO t VALUES (1000, 3, 'x', '4', '5 6')");
        let error = fails(&mut ours, &format!("complete('t', '{column}')"));
        assert!(format!("{error:?}").contains("(id) = (42)"), "{call}: {error:?}");
        // Once more: what it has begun stands in nobody's way who mends the row.
        theirs.exec(&format!("UPDATE t SET {fit} WHERE id = 42"));
        done(&mut ours, &format!("complete('t', '{column}')"));
        assert_eq!(ours.one(&format!("SELECT {column} FROM t WHERE id = 42")), value, "{call}");
        theirs.exec("DELETE FROM t WHERE id = 1000");
    }
    assert_eq!(
        ours.one("SELECT attnotnull FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'big'"),
        "t"
    );
}

/// Names that our own SQL has, too.
#[test]
fn columns_and_tables_called_as_our_own() {
    let db = Db::fresh();
    let mut ours = session(&db, "");
    for (table, column, renamed) in [
        ("t1", "place", "found"),
        ("t2", "found", "place"),
        ("t3", "tg_op", "sqlstate"),
        ("t4", "new", "old"),
        ("new", "old", "new"),
        ("old", "new", "sqlerrm"),
        ("place", "place", "row"),
        ("\"ENTERPRISE\"", "\"PRISE\"", "\"RISE\""),
        ("\"a$migrate$b\"", "\"x$migrate$\"", "\"$migrate\""),
        ("\"{table}\"", "\"x{table}\"", "\"{column}\""),
        ("\"per%cent\"", "\"%s\"", "\"%I%%\""),
        ("\"it's\"", "\"o'clock\"", "\"back\\slash\""),
    ] {
        ours.exec(&format!(
            "CREATE TABLE {table} (id int PRIMARY KEY, {column} int NOT NULL, c text);
             CREATE INDEX ON {table} ({column}); INSERT INTO {table} SELECT g, g, g FROM generate_series(1, 300) g"
        ));
        let names = |ours: &mut Session, name: &str| {
            // As the argument of a new name: what is in the quotes.
            ours.one(&format!("SELECT quote_literal($n${}$n$)", name.trim_matches('"')))
        };
        let literal =
            |ours: &mut Session, text: &str| ours.one(&format!("SELECT quote_literal($n${text}$n$)"));
        let (table_name, plain, other) =
            (literal(&mut ours, table), names(&mut ours, column), names(&mut ours, renamed));
        done(&mut ours, &format!("safe_change_column_type({table_name}, {plain}, 'bigint')"));
        ours.exec(&format!(
            "INSERT INTO {table} VALUES (1000, 5, '5'); UPDATE {table} SET {column} = 6 WHERE id = 1"
        ));
        done(&mut ours, &format!("complete({table_name}, {plain})"));
        done(&mut ours, &format!("complete({table_name}, {plain}, force => true)"));
        done(&mut ours, &format!("safe_rename_column({table_name}, {plain}, {other})"));
        ours.exec(&format!("UPDATE {table} SET {renamed} = 7 WHERE id = 2"));
        done(&mut ours, &format!("complete({table_name}, {other})"));
        let using = literal(&mut ours, &format!("c::int + 0 * {renamed}"));
        done(
            &mut ours,
            &format!(
                "safe_change_column_type({table_name}, 'c', 'int', using_expression => {using}, reverse_expression => 'c::text')"
            ),
        );
        done(&mut ours, &format!("complete({table_name}, 'c')"));
        let [one, back] =
            [format!("{renamed} * 2"), "twice / 2".to_string()].map(|text| literal(&mut ours, &text));
        done(
            &mut ours,
            &format!(
                "safe_split_column({table_name}, {other}, ARRAY['twice', 'rest'], ARRAY[{one}, 'NULL'], {back}, new_types => ARRAY['int', 'int'])"
            ),
        );
        ours.exec(&format!("UPDATE {table} SET {renamed} = 9 WHERE id = 3"));
        done(&mut ours, &format!("complete({table_name}, 'twice')"));
        let rows = format!("SELECT twice, c FROM {table} WHERE id IN (1, 2, 3, 1000) ORDER BY id");
        assert_eq!(ours.query_text(&rows), ["12|1", "14|2", "18|3", "10|5"], "{table}.{column}");
    }
}

/// `t.price`, as ALTER TABLE … USING takes it, on partitions, too, and when the table has another name by then.
#[test]
fn expressions_that_name_the_table() {
    let db = Db::fresh();
    let mut ours = session(
        &db,
        "CREATE TABLE t (id int PRIMARY KEY, price int, w text); INSERT INTO t SELECT g, g, 'a b' FROM generate_series(1, 300) g;
         CREATE TABLE p (id int PRIMARY KEY, price int, w text) PARTITION BY RANGE (id);
         CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (100); CREATE TABLE p2 PARTITION OF p DEFAULT;
         INSERT INTO p SELECT * FROM t",
    );
    for table in ["t", "p"] {
        done(
            &mut ours,
            &format!(
                "safe_change_column_type('{table}', 'price', 'bigint', using_expression => '{table}.price * 2', reverse_expression => '{table}.price / 2')"
            ),
        );
        done(
            &mut ours,
            &format!(
                "safe_split_column('{table}', 'w', ARRAY['x', 'y'], ARRAY[$$split_part({table}.w, ' ', 1)$$, $$split_part({table}.w, ' ', 2)$$], $${table}.x || ' ' || {table}.y$$)"
            ),
        );
        ours.exec(&format!("INSERT INTO {table} (id, price, w) VALUES (1000, 5, 'c d'); ALTER TABLE {table} RENAME TO renamed"));
        ours.exec("UPDATE renamed SET price = 7, w = 'e f' WHERE id = 1");
        done(&mut ours, "complete('renamed', 'price')");
        done(&mut ours, "complete('renamed', 'x')");
        ours.exec("UPDATE renamed SET price = 100, x = 'g' WHERE id = 2");
        assert_eq!(
            ours.query_text("SELECT price, x, y FROM renamed WHERE id IN (1, 2, 3, 1000) ORDER BY id"),
            ["14|e|f", "100|g|b", "6|a|b", "10|c|d"],
            "{table}"
        );
        done(&mut ours, "abort('renamed', 'price')");
        done(&mut ours, "abort('renamed', 'w')");
        assert_eq!(
            ours.query_text("SELECT price, w FROM renamed WHERE id IN (1, 2, 3, 1000) ORDER BY id"),
            ["7|e f", "50|g b", "3|a b", "5|c d"],
            "{table}"
        );
        ours.exec("DROP TABLE renamed");
    }
}

/// Functions, operators and settings are found by whoever writes as they were by who asked.
#[test]
fn writers_with_another_search_path() {
    let db = Db::fresh();
    let writer = db.role("LOGIN");
    let mut ours = session(
        &db,
        &format!(
            "CREATE SCHEMA shop; CREATE FUNCTION shop.norm(text) RETURNS text IMMUTABLE LANGUAGE sql AS 'SELECT lower($1)';
             GRANT USAGE ON SCHEMA shop TO {writer};
             CREATE TYPE shop.mood AS ENUM ('good', 'bad'); SET search_path = shop, public;
             CREATE TABLE public.t (id int PRIMARY KEY, m text, w text);
             INSERT INTO t SELECT g, 'GOOD', 'A B' FROM generate_series(1, 300) g;
             GRANT SELECT, INSERT, UPDATE ON t TO {writer}"
        ),
    );
    done(
        &mut ours,
        "safe_change_column_type('t', 'm', 'mood', using_expression => 'norm(m)::mood', reverse_expression => 'upper(m::text)')",
    );
    done(
        &mut ours,
        "safe_split_column('t', 'w', ARRAY['x', 'y'], ARRAY[$$norm(split_part(w, ' ', 1))$$, $$norm(split_part(w, ' ', 2))$$], $$x || ' ' || y$$)",
    );
    let mut theirs = db.session_as(&writer);
    theirs.exec("SET search_path = pg_catalog; SET default_transaction_read_only = off; INSERT INTO public.t VALUES (1000, 'BAD', 'C D'); UPDATE public.t SET m = 'bad' WHERE id = 1");
    done(&mut ours, "complete('t', 'm')");
    done(&mut ours, "complete('t', 'x')");
    assert_eq!(
        ours.query_text("SELECT m, x, y FROM t WHERE id IN (1, 1000) ORDER BY id"),
        ["bad|a|b", "bad|c|d"]
    );
    theirs.exec("UPDATE public.t SET m = 'good', x = 'e' WHERE id = 1");
    done(&mut ours, "abort('t', 'm')");
    done(&mut ours, "abort('t', 'w')");
    assert_eq!(
        ours.query_text("SELECT m, w FROM t WHERE id IN (1, 2) ORDER BY id"),
        ["GOOD|e b", "GOOD|A B"]
    );
}
