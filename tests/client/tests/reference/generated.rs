//! What the catalog says of the extension's objects, as Markdown.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use migrate_client_tests::Session;
use migrate_core::help::{self, Argument, Call, Kind};
use serde_json::Value;

/// The widest line of a signature.
const WIDTH: usize = 120;

/// What the catalog says, each list in the order in which it is told.
pub struct Catalog {
    routines: Vec<Value>,
    relations: Vec<Value>,
    settings: Vec<Value>,
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

fn read(session: &mut Session, sql: &str) -> Vec<Value> {
    let rows = session.query_text(sql);
    rows.iter().map(|row| serde_json::from_str(row).expect("JSON")).collect()
}

impl Catalog {
    pub fn read(session: &mut Session) -> Catalog {
        // Settings are there when the library is.
        session.exec("SELECT migrate.current_version()");
        let routines = read(
            session,
            "SELECT jsonb_build_object(
                 'name', proname, 'is_procedure', prokind = 'p', 'arguments', pg_get_function_arguments(oid),
                 'result', pg_get_function_result(oid), 'comment', obj_description(oid, 'pg_proc'),
                 'is_trigger', prorettype = ANY ('{trigger,event_trigger}'::regtype[]))
             FROM pg_proc WHERE pronamespace = 'migrate'::regnamespace
             ORDER BY proname COLLATE \"C\", pg_get_function_arguments(oid) COLLATE \"C\"",
        );
        let relations = read(
            session,
            "SELECT jsonb_build_object(
                 'name', relname, 'kind', relkind, 'comment', obj_description(c.oid, 'pg_class'),
                 'key', (SELECT string_agg(attname, ', ' ORDER BY array_position(conkey, attnum))
                         FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey)
                         WHERE conrelid = c.oid AND contype = 'p'),
                 'columns', (SELECT jsonb_agg(jsonb_build_object(
                                 'name', attname, 'type', format_type(atttypid, atttypmod),
                                 'comment', col_description(c.oid, attnum)) ORDER BY attnum)
                             FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped))
             FROM pg_class c WHERE relnamespace = 'migrate'::regnamespace AND relkind IN ('r', 'v')
             ORDER BY relname COLLATE \"C\"",
        );
        // What is shown can be typed: 7d. A value of two words must not be.
        let settings = read(
            session,
            "SELECT jsonb_build_object(
                 'name', name, 'value', current_setting(name), 'unit', unit, 'type', vartype, 'least', min_val, 'most', max_val,
                 'values', array_to_string(enumvals, ', '), 'is_for_superusers', context = 'superuser',
                 'short', short_desc, 'more', extra_desc)
             FROM pg_settings WHERE starts_with(name, 'migrate.') ORDER BY name COLLATE \"C\"",
        );
        Catalog { routines, relations, settings }
    }

    /// What is not commented.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for routine in self.routines.iter().filter(|routine| text(routine, "comment").is_empty()) {
            faults.push(format!("function migrate.{} has no comment", text(routine, "name")));
        }
        for relation in &self.relations {
            let name = text(relation, "name");
            if text(relation, "comment").is_empty() {
                faults.push(format!("migrate.{name} has no comment"));
            }
            for column in relation["columns"].as_array().into_iter().flatten() {
                if text(column, "comment").is_empty() {
                    faults.push(format!("column migrate.{name}.{} has no comment", text(column, "name")));
                }
            }
        }
        faults
    }

    /// The names of all functions and procedures.
    pub fn routines(&self) -> impl Iterator<Item = &str> {
        let names: BTreeSet<&str> = self.routines.iter().map(|routine| text(routine, "name")).collect();
        names.into_iter()
    }

    /// Those of people, as migrate.help() knows them.
    pub fn calls(&self) -> Vec<Call> {
        let for_people = self.routines.iter().filter(|routine| routine["is_trigger"] == Value::Bool(false));
        for_people.map(call).collect()
    }

    /// The signatures of a name, what each does, and how it is called.
    pub fn routine(&self, name: &str) -> String {
        let named: Vec<&Value> =
            self.routines.iter().filter(|routine| text(routine, "name") == name).collect();
        let mut code: Vec<String> = named.iter().map(|routine| signature(routine)).collect();
        let examples: Vec<String> = named
            .iter()
            .filter_map(|routine| call(routine).example().map(|example| format!("{example};")))
            .collect();
        if !examples.is_empty() {
            code.push(format!("\n{}", examples.join("\n")));
        }
        let said: Vec<String> = named.iter().map(|routine| sentence(text(routine, "comment"))).collect();
        format!("```\n{}\n```\n\n{}", code.join("\n"), said.join("\n\n"))
    }

    /// The settings, a row for each.
    pub fn settings(&self) -> String {
        let mut table = String::from("| setting | default | range | what it does |\n|---|---|---|---|");
        for setting in &self.settings {
            let range = match text(setting, "type") {
                "bool" => "on, off".to_string(),
                "enum" => text(setting, "values").to_string(),
                "integer" => {
                    let unit = text(setting, "unit");
                    let blank = if unit.is_empty() { "" } else { " " };
                    let (least, most) = (text(setting, "least"), text(setting, "most"));
                    match most {
                        "2147483647" => format!("{least}{blank}{unit} and up"),
                        _ => format!("{least} to {most}{blank}{unit}"),
                    }
                }
                _ => String::new(),
            };
            let whom =
                if setting["is_for_superusers"] == Value::Bool(true) { " Only for superusers." } else { "" };
            let _ = write!(
                table,
                "\n| `{}` | {} | {range} | {} {}{whom} |",
                text(setting, "name"),
                text(setting, "value"),
                cell(text(setting, "short")),
                cell(text(setting, "more"))
            );
        }
        table
    }

    /// The views or the tables: what each has, column by column.
    pub fn relations(&self, kind: &str) -> String {
        let chosen = self.relations.iter().filter(|relation| text(relation, "kind") == kind);
        let told = chosen.map(|relation| {
            let mut told =
                format!("#### {}\n\n{}", text(relation, "name"), sentence(text(relation, "comment")));
            let key = text(relation, "key");
            if !key.is_empty() {
                let _ = write!(told, " Key: {key}.");
            }
            told.push_str("\n\n| column | type | |\n|---|---|---|");
            for column in relation["columns"].as_array().into_iter().flatten() {
                let (name, kind) = (text(column, "name"), text(column, "type"));
                let _ = write!(told, "\n| {name} | {kind} | {} |", cell(text(column, "comment")));
            }
            told
        });
        told.collect::<Vec<_>>().join("\n\n")
    }
}

fn call(routine: &Value) -> Call {
    let is_procedure = routine["is_procedure"] == Value::Bool(true);
    Call {
        kind: if is_procedure { Kind::Procedure } else { Kind::Function },
        name: text(routine, "name").into(),
        arguments: text(routine, "arguments").into(),
        comment: text(routine, "comment").into(),
    }
}

/// What stands in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ").replace('<', "&lt;")
}

/// The first line of a comment as a sentence.
fn sentence(comment: &str) -> String {
    let first = comment.lines().next().unwrap_or_default();
    let mut letters = first.chars();
    let begin: String = letters.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    format!("{begin}{}.", letters.as_str().trim_end_matches('.'))
}

/// A call with its arguments and what comes back, in lines that fit.
fn signature(routine: &Value) -> String {
    let is_procedure = routine["is_procedure"] == Value::Bool(true);
    let arguments = help::arguments(text(routine, "arguments"));
    // What a procedure gives back is no argument to anybody.
    let given = arguments.iter().filter(|argument| !is_procedure || argument.name != "summary");
    let mut signature = format!("{}{}(", if is_procedure { "CALL " } else { "" }, text(routine, "name"));
    let mut width = signature.len();
    for (at, argument) in given.enumerate() {
        let piece = written(argument);
        let comma = if at == 0 { "" } else { ", " };
        if at > 0 && width + comma.len() + piece.len() + 1 > WIDTH {
            signature.push_str(",\n    ");
            width = 4;
        } else {
            signature.push_str(comma);
            width += comma.len();
        }
        signature.push_str(&piece);
        width += piece.len();
    }
    let result = text(routine, "result");
    let result = result.strip_prefix("TABLE").unwrap_or(result);
    let result = if is_procedure { "summary text" } else { result };
    let blank = if width + result.len() + 4 > WIDTH { "\n    " } else { " " };
    let _ = write!(signature, "){blank}→ {result}");
    signature
}

fn written(argument: &Argument) -> String {
    match &argument.default {
        Some(default) => format!("{} {} = {default}", argument.name, argument.type_name),
        None => format!("{} {}", argument.name, argument.type_name),
    }
}
