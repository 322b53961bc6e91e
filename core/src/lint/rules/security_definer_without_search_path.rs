//! A SECURITY DEFINER routine without a search path of its own: who calls it says what its names mean.

use crate::ddl::Command;
use crate::ddl::routine::Routine;
use crate::ddl::value::{ConstantKind, DefElem, Value, VariableSetKind};
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::objects::Routine as There;
use crate::lint::severity::Severity;
use crate::name::shown;

pub(super) const ID: &str = "security-definer-without-search-path";
pub(super) const TITLE: &str = "SECURITY DEFINER without SET search_path lends the owner's rights";

pub(super) fn check(look: &Look, found: &mut Found) {
    let (name, options, kept) = match look.command() {
        // Its names were looked up when it was made.
        Command::Routine(Routine::Create(create)) if create.has_sql_body => return,
        Command::Routine(Routine::Create(create)) => {
            // OR REPLACE takes the settings of the old one away.
            (&create.name, &create.options, false)
        }
        Command::Routine(Routine::Alter(alter)) => {
            let there = look.facts().routines(&alter.routine.name);
            let arguments: Option<Vec<_>> = alter
                .routine
                .arguments
                .iter()
                .map(|argument| look.facts().named_type(&argument.names).map(|there| there.sql.clone()))
                .collect();
            let is_it = |routine: &&There| {
                alter.routine.args_unspecified || arguments.as_ref() == Some(&routine.inputs)
            };
            let kept = there.iter().find(is_it).is_some_and(|routine| has_path(&routine.config));
            (&alter.routine.name, &alter.actions, kept)
        }
        _ => return,
    };
    let is_definer = options.iter().any(|option| option.name == "security" && is_true(option));
    if !is_definer || kept || sets_path(options) {
        return;
    }
    let shown_name = name.iter().map(|part| shown(part)).collect::<Vec<_>>().join(".");
    let message = format!(
        "{shown_name} has its owner's rights and its caller's search path: who calls it can put his own code in."
    );
    found.add(Severity::Warning, message).hint(
        "Add SET search_path = pg_catalog, pg_temp, with the schemas that it needs between the two: only you can say which.",
    );
}

fn is_true(option: &DefElem) -> bool {
    match &option.value {
        None => true,
        Some(Value::Constant(constant)) if constant.kind == ConstantKind::Integer => constant.text != "0",
        Some(Value::Constant(constant)) => constant.text.eq_ignore_ascii_case("true"),
        _ => false,
    }
}

fn has_path(config: &[String]) -> bool {
    config.iter().any(|setting| setting.to_ascii_lowercase().starts_with("search_path="))
}

fn sets_path(options: &[DefElem]) -> bool {
    options.iter().any(|option| match &option.value {
        Some(Value::Set(set)) => {
            let is_path = set.name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case("search_path"));
            is_path && matches!(set.kind, VariableSetKind::Value | VariableSetKind::Current)
        }
        _ => false,
    })
}
