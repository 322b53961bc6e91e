//! No false alarm: what is done right raises no warning and no error. The safe operations' own SQL, the guide's examples,
//! and the scripts of `tests/lint/safe/`.
//!
//! Not here: what each rule finds (lint_rules.rs).

use std::fs;
use std::path::PathBuf;

use migrate_client_tests::{Db, Session};

fn folder(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "../..", name].iter().collect()
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// What is worse than info, as `rule: message`.
fn alarms(session: &mut Session, script: &str) -> Vec<String> {
    session.query_text(&format!(
        "SELECT line || ': ' || rule || ': ' || replace(message, E'\\n', ' ') FROM migrate.lint({})
         WHERE severity <> 'info'",
        literal(script)
    ))
}

#[test]
fn safe_scripts_raise_no_alarm() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(&fs::read_to_string(folder("tests/lint/safe.given")).expect("what is there"));
    let mut files: Vec<_> = fs::read_dir(folder("tests/lint/safe"))
        .expect("scripts")
        .map(|file| file.expect("a file").path())
        .collect();
    files.sort();
    assert!(files.len() >= 50, "{}", files.len());
    let mut wrong = Vec::new();
    for file in files {
        let script = fs::read_to_string(&file).expect("a script");
        let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
        wrong.extend(alarms(&mut session, &script).into_iter().map(|alarm| format!("{name}: {alarm}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // And the looks that found nothing were looks.
    assert_eq!(alarms(&mut session, "ALTER TABLE users ADD COLUMN email text").len(), 1);
}

/// Each operation, and the rules that say of its own SQL what it is asked to do all the same.
const OPERATIONS: &[(&str, &[&str])] = &[
    ("safe_reindex('t_a'", &[]),
    ("safe_drop_index('t_a'", &["ban-drop-index"]),
    ("safe_replace_index('t_a', ARRAY['b']", &["ban-drop-index"]),
    ("safe_create_index('t', ARRAY['b']", &[]),
    ("safe_create_index('p', ARRAY['id']", &[]),
    ("safe_add_column('t', 'x', 'int'", &[]),
    ("safe_add_column('t', 'x', 'int', '7', true", &[]),
    ("safe_set_not_null('t', 'a'", &[]),
    ("safe_drop_not_null('t', 'b'", &["ban-drop-not-null"]),
    ("safe_set_default('t', 'b', '7'", &[]),
    ("safe_set_statistics_target('t', 'b', 500", &[]),
    ("safe_add_constraint('t', 'c2', 'b > 0'", &[]),
    ("safe_validate_constraint('t', 'nv'", &[]),
    ("safe_drop_constraint('t', 'ck'", &["ban-drop-constraint"]),
    ("safe_add_unique('t', ARRAY['a']", &[]),
    ("safe_add_primary_key('u', ARRAY['id']", &[]),
    ("safe_add_foreign_key('t', ARRAY['a'], 'r'", &[]),
    ("safe_add_foreign_key('t', ARRAY['b'], 'r', create_index => true", &[]),
    ("safe_attach_partition('p', 'p2', 'FOR VALUES IN (2)'", &[]),
    ("safe_detach_partition('p', 'p1'", &[]),
    ("safe_change_column_type('t', 'v', 'varchar(100)'", &[]),
    ("safe_drop_column('t', 'v'", &[]),
    ("safe_drop_table('u'", &[]),
    // Who asks for one of these is told by its statement what it breaks.
    ("safe_rename_column('t', 'v', 'w', strategy => 'instant'", &["renaming-column"]),
    ("safe_rename_table('u', 'w', false", &["renaming-table"]),
    ("safe_set_schema('t', 's'", &["ban-set-schema"]),
    ("safe_set_default('t', 'd', NULL", &["ban-set-default"]),
    // The loop over blocks is shown as the one UPDATE that it is made of.
    ("safe_rename_column('t', 'v', 'w'", &["updating-many-rows"]),
    ("safe_backfill('t', 'v = upper(v)'", &["updating-many-rows"]),
];

#[test]
fn the_sql_of_safe_operations_raises_no_alarm() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE SCHEMA s;
         CREATE TABLE r (id int PRIMARY KEY);
         CREATE TABLE u (id int, v text);
         CREATE TABLE t (id int PRIMARY KEY, a int, b int NOT NULL, v varchar(20), d int NOT NULL DEFAULT 3, CONSTRAINT ck CHECK (a > 0));
         ALTER TABLE t ADD CONSTRAINT nv CHECK (b > 0) NOT VALID;
         INSERT INTO t SELECT i, i, i, 'x y' FROM generate_series(1, 20) i;
         INSERT INTO u SELECT i, i FROM generate_series(1, 20) i;
         INSERT INTO r SELECT i FROM generate_series(1, 20) i;
         CREATE INDEX t_a ON t (a);
         CREATE TABLE p (id int, part int) PARTITION BY LIST (part);
         CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
         CREATE TABLE p2 (id int, part int);
         ANALYZE;
         UPDATE pg_class SET reltuples = 5e7 WHERE relname IN ('t', 'r', 'u', 'p1', 'p2');
         SET migrate.small_table = 0",
    );
    let mut wrong = Vec::new();
    for (call, said) in OPERATIONS {
        let steps =
            session.query_text(&format!("SELECT sql FROM migrate.{call}, dry_run => true) WHERE sql <> ''"));
        assert!(!steps.is_empty(), "{call}");
        // Each step commits before the next one begins.
        let each = steps.iter().map(|sql| match sql.contains("CONCURRENTLY") {
            true => sql.clone(),
            false => format!("BEGIN;\n{sql}\nCOMMIT;"),
        });
        let script = each.collect::<Vec<_>>().join("\n");
        let alarms = alarms(&mut session, &script).into_iter();
        let others = alarms.filter(|alarm| !said.iter().any(|rule| alarm.contains(&format!(": {rule}: "))));
        wrong.extend(others.map(|alarm| format!("{call}: {alarm}\n{script}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What the view that stands in is to the rule: nobody misses the old name, since both commit together.
#[test]
fn a_renamed_table_with_a_view_in_its_place_raises_no_alarm() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (id int PRIMARY KEY, d int NOT NULL DEFAULT 3);
         INSERT INTO t SELECT generate_series(1, 20);
         ANALYZE;
         UPDATE pg_class SET reltuples = 5e7 WHERE relname = 't';
         SET migrate.small_table = 0",
    );
    let steps = session
        .query_text("SELECT sql FROM migrate.safe_rename_table('t', 'w', dry_run => true) WHERE sql <> ''");
    assert!(steps.iter().any(|sql| sql.starts_with("CREATE VIEW")), "{steps:?}");
    assert_eq!(alarms(&mut session, &format!("BEGIN;\n{}\nCOMMIT;", steps.join("\n"))), [""; 0]);
}

/// What a guide tells to do, word for word, on a table of a size at which it matters.
const GUIDE: &[&str] = &[
    "ALTER TABLE conversations ADD COLUMN priority TEXT DEFAULT 'medium' NOT NULL;",
    "BEGIN;
     ALTER TABLE conversations ADD CONSTRAINT chk_quality_score CHECK (quality_score >= 0 AND quality_score <= 10) NOT VALID;
     COMMIT;
     ALTER TABLE conversations VALIDATE CONSTRAINT chk_quality_score;",
    "CREATE INDEX CONCURRENTLY idx_conversations_status ON conversations (status);",
    "ALTER TABLE conversations ADD COLUMN conversation_status TEXT;",
    include_str!("../../../examples/1698765432000_add_priority_field.sql"),
];

#[test]
fn examples_raise_no_alarm() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE conversations (id bigint PRIMARY KEY, title text NOT NULL, status text, quality_score int);
         INSERT INTO conversations SELECT n, 'c' || n FROM generate_series(1, 300) n;
         ANALYZE conversations;
         UPDATE pg_class SET reltuples = 5e7 WHERE relname = 'conversations'",
    );
    let mut wrong = Vec::new();
    for script in GUIDE {
        // Of a file with sections, the way up.
        let up = script.split("-- DOWN").next().unwrap_or(script);
        let alarms = alarms(&mut session, up).into_iter();
        // A guide's file has CONCURRENTLY within its block. It runs, and the file says how; the rule says it, too.
        let others =
            alarms.filter(|alarm| !alarm.contains(": ban-concurrent-index-creation-in-transaction: "));
        wrong.extend(others.map(|alarm| format!("{alarm}\n{up}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
