//! A value that has no counterpart at the other end of a change is nobody's error but that of who asks for the change, or
//! completes it: it is named before anybody's write could fail.
//!
//! Not here: values that have one (real_sync.rs).

use migrate_client_tests::{Db, Session, SqlError};

use crate::common::{done, large, operate};

/// What a call or its job fails with.
fn fails(session: &mut Session, call: &str) -> SqlError {
    match operate(session, call) {
        Ok(statuses) => panic!("{call}: {statuses:?}"),
        Err(error) => error,
    }
}

/// Refused before anything is done.
#[test]
fn types_that_refuse_null() {
    let db = Db::fresh();
    let mut ours = large(
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
        assert!(["42P16", "0A000", "23502", "23514"].contains(&error.sqlstate.as_str()), "{call}: {error:?}");
        assert_eq!(ours.one("SELECT count(*) FROM migrate.changes"), "0", "{call}");
    }
}

/// Triggers do not see yet what a stored generated column will be.
#[test]
fn expressions_over_a_generated_column() {
    let db = Db::fresh();
    let mut ours = large(
        &db,
        "CREATE TABLE u (id int PRIMARY KEY, name text, low text GENERATED ALWAYS AS (lower(name)) STORED,
                         \"Odd one\" text GENERATED ALWAYS AS (upper(name)) STORED, n text);
         INSERT INTO u (id, name, n) SELECT g, 'Ab Cd', '1' FROM generate_series(1, 300) g",
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
    let mut ours = large(
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
    let mut ours = large(
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
        theirs.exec("UPDATE t SET word = 'x' WHERE id = 43; INSERT INTO t (id, big, word) VALUES (1000, 3, 'x')");
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
