//! ALTER of an identity column: INSERTs with a number, or without, fail.

use crate::ddl::alter_table::Action;
use crate::ddl::constraint::GeneratedWhen;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::name::shown;

pub(super) const ID: &str = "ban-alter-identity";
pub(super) const TITLE: &str = "ALTER of an identity column breaks INSERTs";

pub(super) fn check(look: &Look, found: &mut Found) {
    if look.runs_later() {
        return;
    }
    for (alter, action, subject) in look.actions() {
        let table = subject.described();
        let (column, severity, what) = match action {
            Action::DropIdentity { column, if_exists } => {
                let known = subject.known();
                let there =
                    known.and_then(|known| known.table.columns.iter().find(|own| &own.name == column));
                if *if_exists && there.is_some_and(|there| !there.is_identity) {
                    continue;
                }
                let what = format!(
                    "DROP IDENTITY: an INSERT into {table} without {} fails, for it is NOT NULL",
                    shown(column)
                );
                (column, Severity::Warning, what)
            }
            Action::AddIdentity { column, identity }
                if identity.generated_when == Some(GeneratedWhen::Always) =>
            {
                let what = format!(
                    "GENERATED ALWAYS: an INSERT into {table} with a value for {} fails; numbers begin at 1",
                    shown(column)
                );
                (column, Severity::Warning, what)
            }
            Action::AddIdentity { column, .. } => {
                let what =
                    format!("the numbers of {} begin at 1, whatever rows of {table} have", shown(column));
                (column, Severity::Warning, what)
            }
            Action::SetIdentity { column, options } => {
                // The grammar keeps it by a letter: a, d.
                let is_always =
                    options.iter().any(|option| option.name == "generated" && is_letter(option, 'a'));
                if !is_always {
                    continue;
                }
                let what = format!(
                    "SET GENERATED ALWAYS: an INSERT into {table} with a value for {} fails",
                    shown(column)
                );
                (column, Severity::Warning, what)
            }
            _ => continue,
        };
        if look.is_new_column(&alter.relation, column) {
            continue;
        }
        found.add(severity, format!("{what}.")).hint(
            "Let applications follow first, and RESTART WITH the next number in the same transaction: more than one statement.",
        );
    }
}

fn is_letter(option: &crate::ddl::value::DefElem, letter: char) -> bool {
    let number = (letter as u32).to_string();
    match &option.value {
        Some(crate::ddl::value::Value::Constant(constant)) => {
            constant.text == number || constant.text == letter.to_string()
        }
        _ => false,
    }
}
