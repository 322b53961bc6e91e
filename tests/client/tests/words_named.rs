//! What messages, comments and documents name is there: functions, their arguments, tables, views and settings. And the
//! form of what is said of many wrong calls.
//!
//! Not here: the messages themselves (words.rs, words_names.rs).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use migrate_client_tests::{Db, Session, SqlError};

use crate::words::TABLES;

/// Wrong calls, a line each.
const CALLS: &str = include_str!("words/calls.sql");

/// What a name after `migrate.` can stand for.
struct Known {
    names: BTreeSet<String>,
    /// The arguments of each routine, of any number of them.
    arguments: BTreeMap<String, BTreeSet<String>>,
}

impl Known {
    fn of(session: &mut Session) -> Known {
        let names = "
            SELECT relname FROM pg_class WHERE relnamespace = 'migrate'::regnamespace
            UNION SELECT substr(name, 9) FROM pg_settings WHERE name LIKE 'migrate.%'
            -- The engine's own, which the view leaves out.
            UNION SELECT 'tenant' WHERE current_setting('migrate.tenant', true) IS NOT NULL";
        session.exec("LOAD 'migrate_ext'");
        let routines = "SELECT proname, unnest(coalesce(proargnames, '{\"\"}')) FROM pg_proc
                        WHERE pronamespace = 'migrate'::regnamespace";
        let mut known =
            Known { names: session.query_text(names).into_iter().collect(), arguments: BTreeMap::new() };
        for row in session.query_text(routines) {
            let (routine, argument) = row.split_once('|').expect("two columns");
            known.arguments.entry(routine.into()).or_default().insert(argument.into());
        }
        known
    }

    /// What a text names that is not there.
    fn unknown(&self, text: &str) -> Vec<String> {
        let mut unknown = Vec::new();
        for (at, _) in text.match_indices("migrate.") {
            let is_inside = text[..at].ends_with(|c: char| c.is_alphanumeric() || "_./\"".contains(c));
            let rest = &text[at + "migrate.".len()..];
            let is_part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
            let (name, behind) = rest.split_at(end);
            // `migrate.safe_…`, a name that is made, or one in another schema's name.
            if is_inside
                || name.is_empty()
                || behind.starts_with("...")
                || behind.starts_with(|c: char| c == '…' || c == '{' || c.is_alphanumeric())
            {
                continue;
            }
            match self.arguments.get(name) {
                Some(arguments) => {
                    let wrong = written(behind).into_iter().filter(|argument| !arguments.contains(argument));
                    unknown.extend(wrong.map(|argument| format!("migrate.{name}({argument} => …)")));
                }
                None if self.names.contains(name) || name == "safe_x" => {}
                None => unknown.push(format!("migrate.{name}")),
            }
        }
        unknown
    }
}

/// The arguments that a call gives by name, which stands behind the function's name; those of calls in it are left out.
fn written(call: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut depth = 0;
    for (at, c) in call.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            '=' if depth == 1 && call[at..].starts_with("=> ") => {
                let before = call[..at].trim_end();
                let from =
                    before.rfind(|c: char| !(c.is_alphanumeric() || c == '_')).map_or(0, |from| from + 1);
                names.push(before[from..].to_string());
            }
            '\n' if depth == 1 && call[at..].starts_with("\n\n") => break,
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// All files below a folder of the repository, and what stands in them.
fn texts(folder: &str, ending: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let (mut open, mut found) = (vec![root.join(folder)], Vec::new());
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == ending) {
                let text = fs::read_to_string(&path).expect("a text");
                found.push((path, text));
            }
        }
    }
    found
}

/// Without the tests at its end.
fn code(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests").next().unwrap_or(text)
}

#[test]
fn the_reader_of_names_sees_what_is_wrong() {
    let db = Db::fresh();
    let known = Known::of(&mut db.session());
    assert_eq!(
        known.unknown("SELECT * FROM migrate.nope(1), migrate.jobs, migrate.lock_wait"),
        ["migrate.nope"]
    );
    assert_eq!(
        known.unknown("CALL migrate.up(wait => true, waits => (1)); SELECT migrate.undo(other => 1)"),
        ["migrate.up(waits => …)", "migrate.undo(other => …)"]
    );
    assert_eq!(known.unknown("migrate.safe_… and my_migrate.nope, migrate.{name}"), [""; 0]);
}

#[test]
fn what_is_named_is_there() {
    let db = Db::fresh();
    let mut session = db.session();
    let known = Known::of(&mut session);
    let mut wrong = Vec::new();
    for (folder, ending) in [("core/src", "rs"), ("src", "rs"), ("sql", "sql"), ("docs", "md")] {
        // Tests name what is not there.
        for (path, text) in texts(folder, ending).into_iter().filter(|(path, _)| !path.ends_with("tests.rs"))
        {
            let unknown = known.unknown(code(&text));
            wrong.extend(unknown.into_iter().map(|name| format!("{}: {name}", path.display())));
        }
    }
    let comments =
        "SELECT classoid::regclass || ' ' || objoid || ' ' || objsubid, description FROM pg_description
                    WHERE description LIKE '%migrate.%'";
    for row in session.query_text(comments) {
        wrong.extend(known.unknown(&row).into_iter().map(|name| format!("{row}: {name}")));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What is wrong with the form of an error; PostgreSQL's style guide has it.
fn ill_formed(error: &SqlError, known: &Known) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut must = |is_so: bool, what: &str| {
        if !is_so {
            wrong.push(what.to_string());
        }
    };
    let SqlError { sqlstate, message, detail, hint } = error;
    must(sqlstate.len() == 5 && sqlstate != "XX000", "it has no SQLSTATE of its own");
    // Commands are written in capitals.
    let first = message.split(' ').next().unwrap_or_default();
    let is_command = first.chars().all(|c| c.is_ascii_uppercase());
    must(is_command || !first.starts_with(|c: char| c.is_uppercase()), "the message begins with a capital");
    must(!message.ends_with('.'), "the message ends in a full stop");
    must(!message.contains('\n'), "the message has more than one line");
    for (part, text) in [("DETAIL", detail), ("HINT", hint)] {
        let ends = text.is_empty() || text.ends_with(['.', '?', '!']);
        let is_list = part == "DETAIL" && text.contains('\n');
        must(ends || is_list || text.contains(", at character "), &format!("the {part} is no sentence"));
        must(
            !text.starts_with(|c: char| c.is_lowercase()),
            &format!("the {part} begins with a small letter"),
        );
    }
    must(!hint.contains("DROP ... CASCADE"), "it advises CASCADE");
    must(!hint.contains("GRANT "), "it advises a GRANT");
    let all = [message.as_str(), detail, hint].join("\n");
    for leak in ["migrate_look", "migrate_definition", "pg_temp", "$migrate$", ".rs:", "core::", "std::"] {
        must(!all.contains(leak), &format!("it shows {leak}"));
    }
    must(
        !all.contains("the up script") || !all.contains("argument"),
        "it speaks of a script that is an argument",
    );
    let unknown = known.unknown(&all);
    must(unknown.is_empty(), &format!("it names {unknown:?}"));
    wrong
}

#[test]
fn wrong_calls_are_answered_in_form() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(TABLES);
    let known = Known::of(&mut session);
    let (mut wrong, mut refused) = (Vec::new(), 0);
    for call in CALLS.lines().filter(|line| !line.trim().is_empty()) {
        session.exec("BEGIN");
        if let Err(error) = session.try_query(call) {
            refused += 1;
            wrong.extend(
                ill_formed(&error, &known).into_iter().map(|what| format!("{call}\n  {what}: {error:?}")),
            );
        }
        session.exec("ROLLBACK");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(refused > 250, "{refused} calls were refused");
}
