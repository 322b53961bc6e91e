//! RESTART of a sequence, and setval: numbers that rows have already come again.

use crate::ddl::Command;
use crate::ddl::alter_table::Action;
use crate::ddl::dml::Dml;
use crate::ddl::sequence::Sequence;
use crate::ddl::table::Table;
use crate::ddl::value::DefElem;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;

pub(super) const ID: &str = "ban-alter-sequence-values";
pub(super) const TITLE: &str = "a sequence that begins anew gives numbers that are taken";

/// What changes which number comes next.
const OPTIONS: [&str; 6] = ["restart", "increment", "cycle", "maxvalue", "minvalue", "start"];

pub(super) fn check(look: &Look, found: &mut Found) {
    if look.runs_later() {
        return;
    }
    let what = match look.command() {
        Command::Sequence(Sequence::Alter(alter)) => {
            let subject = look.subject(&alter.sequence);
            if subject.is_new() || (alter.if_exists && subject.known().is_none()) {
                return;
            }
            said(&alter.options)
        }
        Command::Table(Table::Alter(_)) => {
            let actions = look.actions();
            actions.iter().find_map(|(alter, action, _)| match action {
                Action::SetIdentity { column, options } if !look.is_new_column(&alter.relation, column) => {
                    said(options)
                }
                _ => None,
            })
        }
        Command::Dml(Dml::Select(select)) => {
            let Some(only) = &select.only_call else { return };
            // What is set to a constant may be taken; what is worked out from the rows is right.
            let is_setval = only.call.name.last().is_some_and(|name| name == "setval");
            let is_constant = only.call.args.get(1).is_some_and(|value| value.constant.is_some());
            (is_setval && is_constant).then_some("setval to a constant")
        }
        _ => None,
    };
    let Some(what) = what else { return };
    let message = format!("{what}: the next numbers may be those of rows that are there.");
    found.add(Severity::Warning, message).hint(
        "Work it out from the rows: setval('s', (SELECT max(id) FROM t)); only you can say of which table.",
    );
}

/// The first option that counts, as SQL has it.
fn said(options: &[DefElem]) -> Option<&'static str> {
    let first = options.iter().find(|option| OPTIONS.contains(&option.name.as_str()))?;
    match first.name.as_str() {
        "restart" => Some("RESTART"),
        "increment" => Some("INCREMENT BY"),
        "cycle" => match &first.value {
            Some(crate::ddl::value::Value::Constant(constant))
                if matches!(constant.text.as_str(), "0" | "false") =>
            {
                None
            }
            _ => Some("CYCLE"),
        },
        "minvalue" | "maxvalue" => Some("MINVALUE or MAXVALUE"),
        _ => None,
    }
}
