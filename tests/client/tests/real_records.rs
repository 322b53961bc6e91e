//! A change goes on and back wherever its table is by then: renamed, moved, in a database that was restored from a dump.
//!
//! Not here: what each kind of change does (changes_*.rs); names of what is made (real_names.rs).

use std::fs;

use migrate_client_tests::{Db, Session};

use crate::common::done;

/// A kind of change of a table with columns `id`, `a`, `b`: the call, the column by which it is named, the queries that
/// the old and the new application read `a` with, and the states in which it can be met.
struct Kind {
    name: &'static str,
    call: &'static str,
    column: &'static str,
    old: &'static str,
    new: &'static str,
    states: &'static [&'static str],
}

const KINDS: [Kind; 4] = [
    Kind {
        name: "rename",
        call: "safe_rename_column('{t}', 'a', 'z')",
        column: "z",
        old: "SELECT id, a FROM {t} ORDER BY id",
        new: "SELECT id, z FROM {t} ORDER BY id",
        states: &["ready", "grace", "undone"],
    },
    Kind {
        name: "split",
        call: "safe_split_column('{t}', 'a', ARRAY['y', 'z'], ARRAY['split_part(a, '' '', 1)', 'split_part(a, '' '', 2)'],
                                 'y || '' '' || z')",
        column: "z",
        old: "SELECT id, a FROM {t} ORDER BY id",
        new: "SELECT id, y || ' ' || z FROM {t} ORDER BY id",
        states: &["ready", "grace", "reopened"],
    },
    Kind {
        name: "retype",
        call: "safe_change_column_type('{t}', 'b', 'bigint')",
        column: "b",
        old: "SELECT id, b FROM {t} ORDER BY id",
        new: "SELECT id, b FROM {t} ORDER BY id",
        states: &["ready", "grace", "reopened"],
    },
    Kind {
        name: "hide",
        call: "safe_drop_column('{t}', 'a')",
        column: "a",
        old: "SELECT id, a FROM {t} ORDER BY id",
        new: "SELECT id, b FROM {t} ORDER BY id",
        states: &["grace"],
    },
];

/// What is done to a table behind the back of its change: its schema and name afterwards.
const MOVES: [(&str, &str); 3] = [("public", "{t}_renamed"), ("other", "{t}"), ("other", "{t}_renamed")];

const FILL: &str = "INSERT INTO {t} SELECT i, 'first' || i || ' last' || i, i FROM generate_series(1, 20) i";

fn at(text: &str, table: &str) -> String {
    text.replace("{t}", table)
}

fn state(session: &mut Session, id: &str) -> String {
    session.one(&format!("SELECT state FROM migrate.changes WHERE id = {id}"))
}

fn newest(session: &mut Session) -> String {
    session.one("SELECT max(id) FROM migrate.changes")
}

/// A table with a change in this state; the change's number.
fn begun(session: &mut Session, kind: &Kind, table: &str, state: &str) -> String {
    session.exec(&at("CREATE TABLE {t} (id int PRIMARY KEY, a text, b int CHECK (b > 0))", table));
    session.exec(&at(FILL, table));
    done(session, &at(kind.call, table));
    let id = newest(session);
    if kind.name != "hide" && state != "ready" {
        done(session, &format!("complete({id})"));
    }
    if ["undone", "reopened"].contains(&state) {
        done(session, &format!("undo({id})"));
    }
    let expected = if state == "reopened" { "ready" } else { state };
    assert_eq!(self::state(session, &id), expected, "{}", kind.name);
    id
}

/// What is on the table, or was made for a change and is left: triggers, functions, columns, constraints of ours.
fn left(session: &mut Session, table: &str) -> Vec<String> {
    session.query_text(&format!(
        "SELECT 'trigger ' || tgname FROM pg_trigger WHERE tgrelid = '{table}'::regclass AND NOT tgisinternal
         UNION ALL SELECT 'column ' || attname FROM pg_attribute WHERE attrelid = '{table}'::regclass AND attnum > 0
                     AND NOT attisdropped AND attname !~ '^(id|a|b|y|z)$'
         UNION ALL SELECT 'constraint ' || conname FROM pg_constraint
                   WHERE conrelid = '{table}'::regclass AND contype <> 'n' AND conname !~ '(_pkey|_b_check)$'"
    ))
}

/// Ends the change one way; what is left of it is nothing, and writers go on.
fn end(session: &mut Session, kind: &Kind, id: &str, table: &str, way: &str, by_name: bool) {
    let what = format!("{} of {table}, {way}, by name: {by_name}", kind.name);
    let which = match by_name {
        true => format!("'{table}', '{}'", kind.column),
        false => id.to_string(),
    };
    let from = state(session, id);
    let is_hidden = kind.name == "hide";
    let call = match way {
        "complete" => format!("complete({which}, force => true)"),
        "abort" if is_hidden => format!("restore({which})"),
        "abort" => format!("abort({which})"),
        // It has no name but the number.
        _ => format!("undo({id})"),
    };
    done(session, &call);
    if way == "complete" && state(session, id) == "grace" {
        done(session, &call);
    }
    // What is taken back from its completion is as before that.
    if way == "undo" && state(session, id) == "ready" {
        assert_eq!(from, "grace", "{what}");
        done(session, &call);
    }
    let expected = match (way, from.as_str()) {
        ("complete", _) => "done",
        ("undo", "grace") if kind.name == "rename" => "undone",
        (_, "undone") => "undone",
        _ => "aborted",
    };
    assert_eq!(state(session, id), expected, "{what}");
    assert_eq!(left(session, table), [""; 0], "{what}");
    session.exec(&at("INSERT INTO {t} (id, b) VALUES (21, 21)", table));
    session.exec(&at("UPDATE {t} SET b = 22 WHERE id = 1", table));
    session.exec(&at("DELETE FROM {t} WHERE id = 21; UPDATE {t} SET b = 1 WHERE id = 1", table));
    let rows = session.query_text(&at(if way == "complete" { kind.new } else { kind.old }, table));
    let value = |i: i32| match kind.name {
        "retype" => format!("{i}|{i}"),
        "hide" if way == "complete" => format!("{i}|{i}"),
        _ => format!("{i}|first{i} last{i}"),
    };
    assert_eq!(rows, (1..=20).map(value).collect::<Vec<_>>(), "{what}");
}

const WAYS: [(&str, bool); 5] =
    [("complete", false), ("complete", true), ("abort", false), ("abort", true), ("undo", false)];

fn moved(kind: &Kind) {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("SET migrate.small_table = 0; CREATE SCHEMA other");
    let all = kind.states.iter().flat_map(|state| WAYS.map(|way| (*state, way)));
    for ((state_name, (way, by_name)), (schema, name)) in all.zip(MOVES.into_iter().cycle()) {
        let id = begun(&mut session, kind, "t", state_name);
        let name = at(name, "t");
        if name != "t" {
            session.exec(&format!("ALTER TABLE t RENAME TO {name}"));
        }
        if schema != "public" {
            session.exec(&format!("ALTER TABLE {name} SET SCHEMA {schema}"));
        }
        // Another one is called like it by now.
        session.exec("CREATE TABLE t (id int PRIMARY KEY, a text, b int, y text, z text)");
        session.exec("INSERT INTO t VALUES (1, 'another', 1, 'y', 'z')");
        let table = format!("{schema}.{name}");
        if kind.name != "hide" && way == "abort" && state_name == "undone" {
            session.exec(&format!("DROP TABLE t, {table}"));
            continue;
        }
        end(&mut session, kind, &id, &table, way, by_name);
        assert_eq!(session.one("SELECT t::text FROM t"), "(1,another,1,y,z)");
        session.exec(&format!("DROP TABLE t, {table}"));
    }
    assert_eq!(
        session.query_text("SELECT proname FROM pg_proc WHERE pronamespace IN ('public'::regnamespace, 'other'::regnamespace)"),
        [""; 0],
        "functions that are left"
    );
}

#[test]
fn a_renamed_column_of_a_table_that_is_moved() {
    moved(&KINDS[0]);
}

#[test]
fn a_split_column_of_a_table_that_is_moved() {
    moved(&KINDS[1]);
}

#[test]
fn a_retyped_column_of_a_table_that_is_moved() {
    moved(&KINDS[2]);
}

#[test]
fn a_hidden_column_of_a_table_that_is_moved() {
    moved(&KINDS[3]);
}

/// A hidden table under another name, and in another schema.
#[test]
fn a_hidden_table_that_is_moved() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("CREATE SCHEMA other; CREATE TABLE first (id int); INSERT INTO first VALUES (1)");
    for (number, to) in ["RENAME TO found", "SET SCHEMA other"].into_iter().enumerate() {
        for call in ["restore({})", "undo({})", "restore('t')", "complete({}, force => true)"] {
            session.exec(&format!("CREATE TABLE t AS SELECT {number} AS n"));
            done(&mut session, "safe_drop_table('t')");
            let id = newest(&mut session);
            session.exec(&format!("ALTER TABLE \"~dropped_t\" {to}"));
            done(&mut session, &call.replace("{}", &id));
            let there = session.query_text(
                "SELECT oid::regclass FROM pg_class WHERE relname IN ('t', 'found', '~dropped_t')",
            );
            if call.starts_with("complete") {
                assert_eq!(there, [""; 0], "{to}, {call}");
                continue;
            }
            let [table] = there.as_slice() else { panic!("{to}, {call}: {there:?}") };
            assert_eq!(session.one(&format!("SELECT n FROM {table}")), number.to_string());
            assert!(table.ends_with('t') && left_of_table(&mut session, table).is_empty(), "{to}, {call}");
            session.exec(&format!("DROP TABLE {table}"));
        }
    }
    assert_eq!(session.one("SELECT id FROM first"), "1");
}

fn left_of_table(session: &mut Session, table: &str) -> Vec<String> {
    session.query_text(&format!("SELECT tgname FROM pg_trigger WHERE tgrelid = '{table}'::regclass"))
}

/// What `pg_dump` keeps of the database, in another one, which has tables already, whose numbers the notes of changes
/// have now: as in another cluster, where numbers are given from the beginning again.
pub fn restored(db: &Db, options: &[&str]) -> Db {
    let server = db.server();
    let file = std::env::temp_dir().join(format!("{}_{}.dump", db.name(), options.len()));
    let path = file.to_str().expect("UTF-8");
    let run = |program: &str, args: &[&str]| {
        let output = server.run(program, args);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && errors.is_empty(), "{program} {args:?}: {errors}");
    };
    run("pg_dump", &[&["-d", db.name(), "-f", path], options].concat());
    let copy = Db::bare(server, "TEMPLATE template0");
    let mut session = copy.session();
    session.exec("CREATE SCHEMA decoys");
    for i in 1..=40 {
        session.exec(&format!(
            "CREATE TABLE decoys.d{i} (id int PRIMARY KEY, a text, b int, z text, y text, b_old_type int,
                                       b_new_type int, \"~dropped_a\" text, a_hidden text)"
        ));
    }
    match options {
        ["-Fc"] => run("pg_restore", &["-d", copy.name(), "-1", path]),
        _ => run("psql", &["-d", copy.name(), "-Xq", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", "-f", path]),
    }
    let _ = fs::remove_file(file);
    session.exec(
        "UPDATE migrate.change_records c SET table_oid = d.oid
         FROM (SELECT oid, row_number() OVER (ORDER BY oid) AS n FROM pg_class
               WHERE relnamespace = 'decoys'::regnamespace AND relkind = 'r') d
         WHERE d.n = 1 + c.id % 40",
    );
    copy
}

const DECOYS: &str = "SELECT count(*) FROM pg_attribute WHERE attnum > 0 AND NOT attisdropped AND attrelid IN
    (SELECT oid FROM pg_class WHERE relnamespace = 'decoys'::regnamespace AND relkind = 'r')";

fn dumped(kind: &Kind) {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec("SET migrate.small_table = 0; CREATE SCHEMA other");
    let mut changes = Vec::new();
    for state in kind.states {
        for (way, by_name) in WAYS {
            if kind.name != "hide" && way == "abort" && *state == "undone" {
                continue;
            }
            let number = changes.len();
            let table = format!("t{number}");
            let id = begun(&mut session, kind, &table, state);
            // One of the states is that of a table that was moved before the dump.
            let table = match number % 3 {
                0 => table,
                1 => {
                    session.exec(&format!("ALTER TABLE {table} RENAME TO r{number}"));
                    format!("r{number}")
                }
                _ => {
                    session.exec(&format!("ALTER TABLE {table} SET SCHEMA other"));
                    format!("other.{table}")
                }
            };
            // Of one that was taken back for good, only the name is known.
            if *state == "undone" && number % 3 != 0 {
                let back =
                    if number % 3 == 1 { format!("RENAME TO t{number}") } else { "SET SCHEMA public".into() };
                session.exec(&format!("ALTER TABLE {table} {back}"));
                changes.push((id, format!("t{number}"), way, by_name));
                continue;
            }
            changes.push((id, table, way, by_name));
        }
    }
    for options in [[].as_slice(), &["-Fc"]] {
        let copy = restored(&db, options);
        let mut there = copy.session();
        there.exec("SET migrate.small_table = 0");
        let decoys = there.one(DECOYS);
        for (id, table, way, by_name) in &changes {
            end(&mut there, kind, id, table, way, *by_name);
        }
        assert_eq!(there.one(DECOYS), decoys);
    }
}

#[test]
fn a_renamed_column_in_a_restored_dump() {
    dumped(&KINDS[0]);
}

#[test]
fn a_split_column_in_a_restored_dump() {
    dumped(&KINDS[1]);
}

#[test]
fn a_retyped_column_in_a_restored_dump() {
    dumped(&KINDS[2]);
}

#[test]
fn a_hidden_column_in_a_restored_dump() {
    dumped(&KINDS[3]);
}

/// Writes to what is hidden are noted there for its own change.
#[test]
fn hidden_tables_in_a_restored_dump() {
    let db = Db::fresh();
    let mut session = db.session();
    for i in 0..30 {
        session.exec(&format!("CREATE TABLE t{i} AS SELECT {i} AS n"));
        if i % 2 == 0 {
            done(&mut session, &format!("safe_drop_table('t{i}')"));
        }
    }
    session.exec("ALTER TABLE \"~dropped_t4\" RENAME TO elsewhere; CREATE TABLE t4 AS SELECT 'another' AS n");
    for options in [[].as_slice(), &["-Fc"]] {
        let copy = restored(&db, options);
        let mut there = copy.session();
        there.exec(
            "UPDATE elsewhere SET n = n; UPDATE \"~dropped_t6\" SET n = n; UPDATE \"~dropped_t6\" SET n = n",
        );
        assert_eq!(
            there.query_text(
                "SELECT table_name, relation, writes FROM migrate.dropped WHERE writes > 0 ORDER BY id"
            ),
            ["t4|elsewhere|1", "t6|\"~dropped_t6\"|2"]
        );
        there.exec("DROP TABLE t4");
        let number = |there: &mut Session, i: i32| {
            there.one(&format!("SELECT id FROM migrate.changes WHERE table_name = 't{i}'"))
        };
        for i in (0..30).step_by(2) {
            let id = number(&mut there, i);
            match i % 3 {
                0 => done(&mut there, &format!("restore({id})")),
                1 => done(&mut there, &format!("restore('t{i}')")),
                _ => done(&mut there, &format!("complete({id}, force => true)")),
            };
        }
        for i in 0..30 {
            let is_there = there.one(&format!("SELECT to_regclass('t{i}') IS NOT NULL"));
            assert_eq!(is_there, if i % 2 == 0 && i % 3 == 2 { "f" } else { "t" }, "t{i}");
            if is_there == "t" {
                assert_eq!(there.query_text(&format!("SELECT n FROM t{i}")), [i.to_string()]);
            }
        }
        assert_eq!(
            there.query_text(
                "SELECT relname FROM pg_class
                 WHERE relname ~ '^(~|elsewhere)' AND relnamespace <> 'migrate'::regnamespace"
            ),
            [""; 0]
        );
    }
}
