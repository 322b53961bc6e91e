//! CREATE OR REPLACE of a routine that the server refuses, or that makes a second one beside the first.

use crate::ddl::Command;
use crate::ddl::name::{ObjectName, TypeName};
use crate::ddl::object::Object;
use crate::ddl::routine::{CreateRoutine, Parameter, ParameterMode, Routine as Statement};
use crate::lint::dropped::all;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::objects::Routine;
use crate::lint::severity::Severity;
use crate::name::shown;

pub(super) const ID: &str = "changing-routine-signature";
pub(super) const TITLE: &str = "CREATE OR REPLACE cannot change what a routine takes and gives";

/// How far back the script is looked through.
const NEAR: usize = 200;

pub(super) fn check(look: &Look, found: &mut Found) {
    let Command::Routine(Statement::Create(create)) = look.command() else { return };
    if !create.replace || look.runs_later() {
        return;
    }
    let is_dropped = |command: &Command| {
        let Command::Object(Object::Drop(drop)) = command else { return false };
        drop.objects.iter().any(|object| {
            matches!(object, ObjectName::Routine(routine) if routine.name.last() == create.name.last())
        })
    };
    if look.before().take(NEAR).any(|before| is_dropped(before.command())) {
        return;
    }
    let mut there = look.facts().routines(&create.name).to_vec();
    there.extend(look.before().take(NEAR).filter_map(|before| match before.command() {
        Command::Routine(Statement::Create(other)) if other.name == create.name => made(look, other),
        _ => None,
    }));
    if there.is_empty() {
        return;
    }
    let Some(inputs) = types(look, create.parameters.iter().filter(|parameter| is_input(parameter))) else {
        return;
    };
    if let Some(same) = there.iter().find(|routine| routine.inputs == inputs) {
        if let Some(why) = refused(look, create, same) {
            let message = format!("CREATE OR REPLACE of {} fails: {why}.", same.what);
            found.add(Severity::Error, message).hint(
                "DROP FUNCTION first, in the same transaction; or make one of another name: more than one statement.",
            );
        }
        return;
    }
    let least = inputs.len().saturating_sub(defaults(create));
    let is_ambiguous = |routine: &&Routine| {
        let (from, to) = (routine.inputs.len().saturating_sub(routine.defaults), routine.inputs.len());
        let shared = from.max(least)..=to.min(inputs.len());
        // A call with so many arguments of these types fits both.
        !routine.is_variadic && shared.into_iter().any(|count| routine.inputs[..count] == inputs[..count])
    };
    let (severity, end) = match there.iter().find(is_ambiguous) {
        Some(_) => (Severity::Error, "A call that fits both fails: \"is not unique\".".to_string()),
        None => (Severity::Info, "Callers of the old one keep it.".to_string()),
    };
    let others: Vec<_> = there.iter().map(|routine| routine.what.clone()).collect();
    let message = format!("Other arguments make a second routine beside {}. {end}", all(&others));
    found
        .add(severity, message)
        .hint("Drop the old one in the same transaction, if this is to take its place: only you can say.");
}

/// The routine that a statement before this one makes; none if a type of it is not known here.
fn made(look: &Look, create: &CreateRoutine) -> Option<Routine> {
    let inputs: Vec<_> = create.parameters.iter().filter(|parameter| is_input(parameter)).collect();
    let returns = match &create.returns {
        Some(returns) => format!("{}{}", if returns.setof { "SETOF " } else { "" }, type_of(look, returns)?),
        None => String::new(),
    };
    let types = types(look, inputs.iter().copied())?;
    let name = create.name.last().map(|name| shown(name)).unwrap_or_default();
    Some(Routine {
        what: format!("{name}({})", types.join(", ")),
        kind: if create.is_procedure { "p".into() } else { "f".into() },
        names: inputs.iter().map(|parameter| parameter.name.clone().unwrap_or_default()).collect(),
        inputs: types,
        outs: outs(look, create)?,
        returns,
        defaults: defaults(create),
        ..Routine::default()
    })
}

/// What a statement gives by OUT parameters or RETURNS TABLE: names and types.
fn outs(look: &Look, create: &CreateRoutine) -> Option<Vec<String>> {
    let outs = create.parameters.iter().filter(|parameter| is_output(parameter)).map(|parameter| {
        let sql = type_of(look, &parameter.type_name)?;
        Some(match &parameter.name {
            Some(name) => format!("{name} {sql}"),
            None => sql,
        })
    });
    outs.collect()
}

fn is_input(parameter: &Parameter) -> bool {
    !matches!(parameter.mode, ParameterMode::Out | ParameterMode::Table)
}

fn is_output(parameter: &Parameter) -> bool {
    matches!(parameter.mode, ParameterMode::Out | ParameterMode::Table | ParameterMode::Inout)
}

fn defaults(create: &CreateRoutine) -> usize {
    create.parameters.iter().filter(|parameter| parameter.default.is_some()).count()
}

/// As `format_type` has them; none where one is not known here.
fn types<'a>(look: &Look, parameters: impl Iterator<Item = &'a Parameter>) -> Option<Vec<String>> {
    parameters.map(|parameter| type_of(look, &parameter.type_name)).collect()
}

fn type_of(look: &Look, name: &TypeName) -> Option<String> {
    if name.pct_type {
        return None;
    }
    let sql = look.facts().named_type(&name.names)?.sql.clone();
    Some(if name.array_bounds.is_empty() { sql } else { format!("{sql}[]") })
}

/// Why the server refuses it; none where it does not, or nobody knows.
fn refused(look: &Look, create: &CreateRoutine, there: &Routine) -> Option<String> {
    let kind = if create.is_procedure { "p" } else { "f" };
    if there.kind != kind {
        let kind = match there.kind.as_str() {
            "p" => "a procedure",
            "a" => "an aggregate",
            "w" => "a window function",
            _ => "a function",
        };
        // A window function is replaced by one, which is said by an option.
        return (there.kind != "w").then(|| format!("it is {kind} now"));
    }
    let names: Vec<_> = create
        .parameters
        .iter()
        .filter(|parameter| is_input(parameter))
        .map(|parameter| &parameter.name)
        .collect();
    for (old, new) in there.names.iter().zip(names) {
        let new = new.as_deref().unwrap_or_default();
        if !old.is_empty() && old != new {
            return Some(format!("the name of parameter {} cannot change", shown(old)));
        }
    }
    if defaults(create) < there.defaults {
        return Some("a parameter's default cannot go".into());
    }
    let outs = outs(look, create)?;
    if outs.is_empty() != there.outs.is_empty() {
        return Some(format!("it returns {} now, and that cannot change", result(there)));
    }
    if outs.is_empty() {
        let returns = create.returns.as_ref()?;
        let set = if returns.setof { "SETOF " } else { "" };
        let sql = format!("{set}{}", type_of(look, returns)?);
        return (sql != there.returns)
            .then(|| format!("it returns {} now, and that cannot change", there.returns));
    }
    (outs != there.outs).then(|| format!("it returns {} now, and that cannot change", result(there)))
}

fn result(there: &Routine) -> String {
    if there.outs.is_empty() { there.returns.clone() } else { format!("({})", there.outs.join(", ")) }
}
