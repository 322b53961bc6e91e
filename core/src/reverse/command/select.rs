//! A SELECT of one call: a safe operation, or a setting.

use super::names::{Names, schemas_of_list};
use crate::ddl::dml::{OnlyCall, Select};
use crate::ddl::name::relation;
use crate::ddl::routine::{Argument, FuncCall};
use crate::ddl::value::{Constant, ConstantKind};
use crate::reverse::action::{Back, Setting};
use crate::reverse::harmless;
use crate::statement::{Class, Statement};

/// What takes a SELECT back that makes no table.
pub fn back(statement: &Statement, select: &Select, names: Names) -> Back {
    let functions = &select.query.functions;
    let unknown = Back::unknown(match functions.is_empty() {
        true => "What a view in it runs is not known.",
        false => "What the functions that it calls do is not known.",
    });
    // A view may call anything, which the statement does not say.
    let names_nothing = functions.is_empty() && !select.query.relations.is_empty();
    if !select.query.with_writes && !names_nothing && functions.iter().all(|name| is_harmless(name)) {
        return Back::Nothing;
    }
    let Some(OnlyCall { call, .. }) = select.only_call.as_deref() else { return unknown };
    let function = relation(&call.name);
    match statement.class {
        Class::Operation if function.name.starts_with("safe_") || function.name == "complete" => {
            operation(call)
        }
        Class::Operation | Class::DressedOperation => unknown,
        _ => {
            let is_builtin = function.schema.is_none_or(|schema| schema == "pg_catalog");
            if is_builtin && function.name == "set_config" { setting(call, names) } else { unknown }
        }
    }
}

/// Whether a function is one of the server's that change nothing which is ever taken back.
fn is_harmless(name: &[String]) -> bool {
    let function = relation(name);
    function.schema.is_none_or(|schema| schema == "pg_catalog") && harmless::is_function(&function.name)
}

/// A safe operation knows its inverse when it runs; a dry run changes nothing.
fn operation(call: &FuncCall) -> Back {
    for argument in call.args.iter().filter(|argument| argument.name.as_deref() == Some("dry_run")) {
        match argument.constant.as_ref().and_then(boolean) {
            Some(true) => return Back::Nothing,
            Some(false) => {}
            None => return Back::unknown("Whether it is a dry run is not known."),
        }
    }
    Back::Operation
}

fn setting(call: &FuncCall, names: Names) -> Back {
    let unknown = Back::unknown("What it sets is not known.");
    let [name, value, local, ..] = call.args.as_slice() else { return unknown };
    let (Some(name), Some(is_local)) = (constant(name).and_then(string), constant(local).and_then(boolean))
    else {
        return unknown;
    };
    let name = name.to_lowercase();
    let path = constant(value).and_then(string).filter(|_| name == "search_path").unwrap_or_default();
    Back::Set(Setting { name, is_set: true, is_local, schemas: schemas_of_list(path, names.0) })
}

/// The constant that an argument is by its place.
fn constant(argument: &Argument) -> Option<&Constant> {
    argument.constant.as_ref().filter(|_| argument.name.is_none())
}

fn string(constant: &Constant) -> Option<&str> {
    (constant.kind == ConstantKind::String).then_some(constant.text.as_str())
}

fn boolean(constant: &Constant) -> Option<bool> {
    if constant.kind == ConstantKind::Boolean {
        return Some(constant.text == "true");
    }
    match string(constant)?.to_lowercase().as_str() {
        "t" | "true" | "on" | "yes" | "1" => Some(true),
        "f" | "false" | "off" | "no" | "0" => Some(false),
        _ => None,
    }
}
