//! The rows of safe operations, as people and psql meet them: the SQL of a dry run, joined and run by psql, makes what the
//! operation itself makes; and the rows fit a screen of 120 columns.

use std::fs;

use migrate_client_tests::{Db, Session};

use crate::common::{dump, not_null, operate};

const SCREEN: usize = 120;

const TABLES: &str = "
    CREATE TYPE mood AS ENUM ('good', 'bad');
    CREATE TABLE authors (id int PRIMARY KEY, name text);
    INSERT INTO authors SELECT i, 'a' || i FROM generate_series(1, 5) i;
    CREATE TABLE articles (id int PRIMARY KEY, slug text NOT NULL, title text, body text, author_id int,
                           state text DEFAULT 'draft', n int, full_name text, gone text);
    INSERT INTO articles SELECT i, 's' || i, 't', 'b', 1 + i % 5, 'draft', i, 'A B', 'x' FROM generate_series(1, 200) i;
    CREATE INDEX articles_title_idx ON articles (title);
    CREATE INDEX articles_state_idx ON articles (state);
    CREATE TABLE conversations (id bigint, at int NOT NULL, words text) PARTITION BY RANGE (at);
    CREATE TABLE conversations_2025 PARTITION OF conversations FOR VALUES FROM (0) TO (100);
    CREATE TABLE conversations_2026 (id bigint, at int NOT NULL, words text);
    INSERT INTO conversations SELECT i, i % 100, 'w' FROM generate_series(1, 100) i;
    INSERT INTO conversations_2026 SELECT i, 100 + i % 100, 'w' FROM generate_series(1, 100) i;
    CREATE TABLE old_things (id int);
    CREATE SCHEMA archive";

/// Every safe operation, the ends of changes, and undo; in an order in which each can be called.
const CALLS: &[&str] = &[
    "safe_add_column('articles', 'word_count', 'int')",
    "safe_add_column('articles', 'token', 'uuid', 'gen_random_uuid()', not_null => true, comment => 'it''s one')",
    "safe_add_column('articles', 'No', 'serial')",
    "safe_backfill('articles', 'word_count = n', 'word_count IS NULL')",
    "safe_set_default('articles', 'word_count', '0')",
    "safe_set_not_null('articles', 'n')",
    "safe_drop_not_null('articles', 'slug')",
    "safe_set_statistics_target('articles', 'slug', 500)",
    "safe_create_index('articles', ARRAY['slug'])",
    "safe_create_index('conversations', ARRAY['words'])",
    "safe_replace_index('articles_title_idx', ARRAY['title', 'n'])",
    "safe_reindex('articles_title_idx')",
    "safe_drop_index('articles_title_idx')",
    "safe_add_constraint('articles', 'articles_n_positive', 'n > 0')",
    "safe_validate_constraint('articles')",
    "safe_drop_constraint('articles', 'articles_n_positive')",
    "safe_add_unique('articles', ARRAY['slug'])",
    "safe_add_primary_key('conversations_2026', ARRAY['id', 'at'])",
    "safe_drop_constraint('conversations_2026', 'conversations_2026_pkey')",
    "safe_add_foreign_key('articles', ARRAY['author_id'], 'authors', create_index => true)",
    "safe_attach_partition('conversations', 'conversations_2026', 'FOR VALUES FROM (100) TO (200)')",
    "safe_detach_partition('conversations', 'conversations_2026')",
    "safe_add_enum_value('mood', 'so-so')",
    "safe_rename_table('old_things', 'things')",
    "safe_set_schema('things', 'archive')",
    "repair_indexes()",
    "safe_rename_column('articles', 'state', 'status', compatibility_view => 'articles_as_before')",
    "complete('articles', 'status')",
    "safe_change_column_type('articles', 'id', 'bigint')",
    "complete('articles', 'id')",
    "safe_split_column('articles', 'full_name', ARRAY['first', 'last'],
        ARRAY['split_part(full_name, '' '', 1)', 'split_part(full_name, '' '', 2)'], 'first || '' '' || last')",
    "complete('articles', 'full_name')",
    "safe_merge_columns('articles', ARRAY['title', 'body'], 'whole', 'title || ''/'' || body',
        ARRAY['split_part(whole, ''/'', 1)', 'split_part(whole, ''/'', 2)'])",
    "abort('articles', 'whole')",
    "safe_drop_column('articles', 'gone')",
    "restore('articles', 'gone')",
    "safe_drop_table('archive.things')",
];

/// The type of a small table's column is changed at once: there is nothing to complete.
fn is_done_at_once(call: &str, small_table: &str) -> bool {
    small_table != "0" && call == "complete('articles', 'id')"
}

fn session(db: &Db, small_table: &str) -> Session {
    let mut session = db.session();
    session.exec(TABLES);
    session.exec(&format!("SET migrate.small_table = {small_table}; SET client_min_messages = error"));
    session
}

fn rows(session: &mut Session) -> Vec<String> {
    let tables = "SELECT format('SELECT %L, to_jsonb(t) - ''token'' FROM %s t ORDER BY 2', c.oid::regclass, c.oid::regclass)
                  FROM pg_class c WHERE relkind = 'r' AND relnamespace IN ('public'::regnamespace, 'archive'::regnamespace)
                  ORDER BY c.oid::regclass::text";
    let tables = session.query_text(tables);
    tables.iter().flat_map(|query| session.query_text(query)).collect()
}

/// Runs the SQL of a dry run by psql on one copy and the operation itself on another.
fn differ(small_table: &str) {
    let (by_hand, by_us) = (Db::fresh(), Db::fresh());
    let mut hand = session(&by_hand, small_table);
    let mut ours = session(&by_us, small_table);
    let file = std::env::temp_dir().join(format!("{}.sql", by_hand.name()));
    for call in CALLS {
        if is_done_at_once(call, small_table) {
            continue;
        }
        let (head, end) = call.split_at(call.len() - 1);
        let comma = if head.ends_with('(') { "" } else { ", " };
        let dry = format!("{head}{comma}dry_run => true{end}");
        let sql = format!("SELECT sql FROM migrate.{dry} WHERE status <> 'already done' ORDER BY step");
        let script = ours.query_text(&sql).join("\n");
        fs::write(&file, &script).expect("a file");
        let (path, name) = (file.to_str().expect("UTF-8"), by_hand.name());
        let output =
            by_hand.server().run("psql", &["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", name, "-f", path]);
        assert!(output.status.success(), "{call}:\n{script}\n{output:?}");
        let statuses = operate(&mut ours, call).unwrap_or_else(|error| panic!("{call}: {error:?}"));
        assert!(statuses.iter().all(|status| status != "planned"), "{call}: {statuses:?}");
        for schemas in ["public", "archive"] {
            assert_eq!(dump(&by_hand, schemas), dump(&by_us, schemas), "{call}:\n{script}");
        }
        assert_eq!(rows(&mut hand), rows(&mut ours), "{call}:\n{script}");
    }
    fs::remove_file(&file).expect("the file");
}

#[test]
fn the_sql_of_a_dry_run_does_what_the_operation_does() {
    differ("1000000");
}

#[test]
fn the_sql_of_a_dry_run_on_large_tables_does_what_the_operation_does() {
    differ("0");
}

/// As psql shows them.
#[test]
fn rows_fit_the_screen() {
    for small_table in ["1000000", "0"] {
        let db = Db::fresh();
        let mut session = session(&db, small_table);
        for call in CALLS {
            if is_done_at_once(call, small_table) {
                continue;
            }
            let (set, sql) = (
                format!("SET migrate.small_table = '{small_table}'"),
                format!("SELECT * FROM migrate.{call}"),
            );
            let output = db.server().run("psql", &["-X", "-d", db.name(), "-c", &set, "-c", &sql]);
            assert!(output.status.success(), "{sql}: {output:?}");
            let text = String::from_utf8(output.stdout).expect("UTF-8");
            let widest = text.lines().map(|line| line.trim_end().chars().count()).max().unwrap_or_default();
            assert!(widest <= SCREEN, "{widest} columns: {call}\n{text}");
            db.wait_for("SELECT count(*) FROM migrate.live_jobs", &["0"]);
            let failed = session.query_text("SELECT error FROM migrate.jobs WHERE status <> 'done'");
            assert_eq!(failed, [""; 0], "{call}");
        }
    }
}

/// Without a dry run the rows have no SQL; each says what it does and which job does it.
#[test]
fn sql_is_shown_by_a_dry_run_alone() {
    let db = Db::fresh();
    let mut session = session(&db, "0");
    let call = "safe_set_not_null('articles', 'n'";
    let sql = not_null(&db, "public.articles", "articles_n_not_null", "n");
    let what = [
        ("add constraint articles_n_not_null not valid", "ACCESS EXCLUSIVE"),
        ("validate constraint articles_n_not_null", "SHARE UPDATE EXCLUSIVE"),
        ("alter column n set not null", "ACCESS EXCLUSIVE"),
        ("drop constraint articles_n_not_null", "ACCESS EXCLUSIVE"),
    ];
    let steps = || what.iter().zip(&sql).zip(1..);
    let planned: Vec<_> =
        steps().map(|(((what, lock), sql), step)| format!("{step}|{what}|{lock}|planned||{sql}")).collect();
    assert_eq!(
        session.query_text(&format!(
            "SELECT step, what, lock, status, job, sql FROM migrate.{call}, dry_run => true)"
        )),
        planned
    );
    let queued: Vec<_> = steps().map(|(((what, _), _), step)| format!("{step}|{what}|queued|1|t")).collect();
    assert_eq!(
        session.query_text(&format!("SELECT step, what, status, job, sql IS NULL FROM migrate.{call})")),
        queued
    );
    session.exec("CALL migrate.wait()");
    assert_eq!(
        session.query_text(&format!("SELECT step, what, status, job, sql IS NULL FROM migrate.{call})")),
        ["1|alter column n set not null|already done||t"]
    );
}

/// Tables that the reader does not know are named with the lock.
#[test]
fn locks_on_other_tables_are_named() {
    let db = Db::fresh();
    let mut session = session(&db, "1000000");
    let sql = "SELECT what, replace(lock, E'\\n', '; ') FROM migrate.safe_add_foreign_key('articles', ARRAY['author_id'], 'authors')";
    assert_eq!(
        session.query_text(sql),
        ["add constraint articles_author_id_fkey|SHARE ROW EXCLUSIVE; and on authors"]
    );
}
