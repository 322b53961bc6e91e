//! Expressions, tables and columns whose words are those of our own SQL, or mean something else to who writes than to who
//! asked for the change.
//!
//! Not here: names of what a change makes (real_names.rs).

use migrate_client_tests::{Db, Session};

use crate::common::{done, large};

/// Names that our own SQL has, too.
#[test]
fn columns_and_tables_called_as_our_own() {
    let db = Db::fresh();
    let mut ours = large(&db, "");
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
        done(&mut ours, &format!("complete({table_name}, {other}, force => true)"));
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
    let mut ours = large(
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
    let mut ours = large(
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
