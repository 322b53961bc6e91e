//! Tests of what is found, and of what fits.

use super::*;

fn call(kind: Kind, name: &str, arguments: &str, comment: &str) -> Call {
    Call { kind, name: name.into(), arguments: arguments.into(), comment: comment.into() }
}

fn calls() -> Vec<Call> {
    vec![
        call(
            Kind::Function,
            "safe_create_index",
            "table_name regclass, columns text[], is_unique boolean DEFAULT false, method text DEFAULT 'btree'::text, \
             predicate text DEFAULT NULL::text",
            "creates an index: CONCURRENTLY on a table in use, partition by partition on a partitioned one\n\
             Example: SELECT * FROM migrate.safe_create_index('posts', '{title}')",
        ),
        call(
            Kind::Function,
            "safe_set_not_null",
            "table_name regclass, column_name text",
            "makes a column NOT NULL: nobody is stopped while the rows are read\n\
             Example: SELECT * FROM migrate.safe_set_not_null('posts', 'slug')",
        ),
        call(
            Kind::Procedure,
            "up",
            "INOUT summary text DEFAULT NULL::text",
            "applies pending migrations, and waits\nExample: CALL migrate.up()",
        ),
        call(Kind::View, "index_usage", "", "how often indexes are used: the least used first"),
        call(Kind::Setting, "lock_wait", "30s", "Time to try for a lock before giving up.\nMore."),
    ]
}

fn found(word: &str) -> Vec<String> {
    find(Some(word), calls()).into_iter().map(|row| row.call).collect()
}

#[test]
fn a_word_is_looked_for_in_names_arguments_and_comments() {
    assert_eq!(found("index"), ["safe_create_index", "index_usage"]);
    assert_eq!(found("INDEXES"), ["safe_create_index", "index_usage"]);
    assert_eq!(found("unique"), ["safe_create_index"], "an argument");
    assert_eq!(found("pending"), ["up"], "a comment");
    assert_eq!(found("creating an index"), ["safe_create_index"], "all words must fit");
    assert_eq!(found("not null"), ["safe_set_not_null"]);
    assert_eq!(found("lock"), ["lock_wait"]);
}

#[test]
fn words_of_other_tools_are_known() {
    assert_eq!(found("where"), ["safe_create_index"]);
    assert_eq!(found("zero downtime"), ["safe_create_index", "safe_set_not_null"]);
    assert_eq!(found("Zero-Downtime"), ["safe_create_index", "safe_set_not_null"]);
    assert_eq!(found("deploy"), ["up"]);
}

#[test]
fn a_name_is_told_with_its_arguments() {
    for asked in ["safe_create_index", "migrate.safe_create_index", "migrate.safe_create_index('posts', …)"]
    {
        let rows = find(Some(asked), calls());
        let told: Vec<(&str, &str)> = rows.iter().map(|row| (row.call.as_str(), row.what.as_str())).collect();
        assert_eq!(
            told[..6],
            [
                ("safe_create_index", "creates an index"),
                ("  table_name", "regclass"),
                ("  columns", "text[]"),
                ("  is_unique", "boolean, false if left out"),
                ("  method", "text, 'btree' if left out"),
                ("  predicate", "text, NULL if left out"),
            ],
            "{asked}"
        );
    }
}

#[test]
fn there_is_always_an_answer() {
    assert_eq!(found("safe_creat_index"), ["safe_create_index"], "a slip");
    assert_eq!(found("zebra"), ["help"]);
    assert_eq!(found("%_'"), ["help"]);
    let all = find(None, calls());
    assert_eq!(all.len(), 5);
    assert_eq!(find(Some("  "), calls()), all);
    assert_eq!(all[0].call, "up", "what is called comes first");
}

#[test]
fn what_is_told_fits() {
    let create = &calls()[0];
    assert_eq!(create.what(), "creates an index");
    assert_eq!(calls()[2].what(), "applies pending migrations, and waits");
    for (comment, what) in [
        ("rolls back, newest first: one, or more", "rolls back, newest first"),
        ("adds it: now, or later", "adds it"),
        ("a first clause, and a second one that is far too long for a line", "a first clause"),
        ("done; or not", "done"),
        ("a:b", "a:b"),
    ] {
        assert_eq!(call(Kind::View, "v", "", comment).what(), what);
    }
    assert_eq!(calls()[4].what(), "Time to try for a lock before giving up");
    let row = |example: &str| {
        let comment = format!("does\nExample: {example}");
        call(Kind::Function, "f", "", &comment).row().example
    };
    assert_eq!(row("SELECT * FROM migrate.f('a', 'b')"), "migrate.f('a', 'b')");
    assert_eq!(row("CALL migrate.f()"), "CALL migrate.f()");
    let long = row("SELECT * FROM migrate.safe_split_column('posts', 'title', '{head,tail}', ARRAY['x'])");
    assert_eq!(long, "migrate.safe_split_column('posts', ...)");
    assert!(long.chars().count() <= EXAMPLE);
    let words = call(Kind::View, "v", "", &"word ".repeat(30));
    assert!(words.what().chars().count() <= WHAT);
}

#[test]
fn arguments_are_cut_where_they_end() {
    let read =
        arguments("a text[] DEFAULT '{a,b}'::text[], b numeric DEFAULT round(1, 2), \"collation\" text");
    let names: Vec<&str> = read.iter().map(|argument| argument.name.as_str()).collect();
    assert_eq!(names, ["a", "b", "collation"]);
    assert_eq!(read[1].default.as_deref(), Some("round(1, 2)"));
    assert!(arguments("").is_empty());
}
