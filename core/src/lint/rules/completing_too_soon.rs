//! `migrate.complete` in the script that began the change: no application had time between the two.

use crate::ddl::Command;
use crate::ddl::dml::Dml;
use crate::ddl::name::relation;
use crate::ddl::routine::FuncCall;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::relation::Relation;

pub(super) const ID: &str = "completing-too-soon";
pub(super) const TITLE: &str = "a change is completed in the script that begins it";

/// The operations that have a second end.
const BEGIN: [&str; 6] = [
    "safe_rename_column",
    "safe_split_column",
    "safe_merge_columns",
    "safe_change_column_type",
    "safe_drop_column",
    "safe_drop_table",
];

pub(super) fn check(look: &Look, found: &mut Found) {
    let Some(call) = call(look.command()).filter(|call| is(call, &["complete"])) else { return };
    // By its number it is one that was begun before.
    let Some(table) = table(call) else { return };
    let begins = |command: &Command| {
        let Some(other) = self::call(command).filter(|other| is(other, &BEGIN)) else { return false };
        self::table(other).is_some_and(|other| other.name == table.name)
    };
    if !look.before().take(200).any(|before| begins(before.command())) {
        return;
    }
    let message = format!(
        "migrate.complete ends the change of {} in the script that begins it: no application has time to change over.",
        look.written(&table)
    );
    found
        .add(Severity::Warning, message)
        .hint("Put it into a later migration: a script cannot wait for a deployment.");
}

/// The call that a statement is.
fn call(command: &Command) -> Option<&FuncCall> {
    match command {
        Command::Dml(Dml::Select(select)) => select.only_call.as_ref().map(|only| &only.call),
        _ => None,
    }
}

fn is(call: &FuncCall, names: &[&str]) -> bool {
    let name = relation(&call.name);
    name.schema.as_deref() == Some("migrate") && names.contains(&name.name.as_str())
}

/// The table that a call is about, by its first argument.
fn table(call: &FuncCall) -> Option<Relation> {
    let by_name = call.args.iter().find(|argument| argument.name.as_deref() == Some("table_name"));
    let first = by_name.or(call.args.first())?.constant.as_ref()?;
    let text = &first.text;
    (!text.bytes().all(|byte| byte.is_ascii_digit())).then(|| Relation::read(text).ok()).flatten()
}
