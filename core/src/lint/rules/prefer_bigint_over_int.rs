//! Keys of type integer end at 2.1 billion.

use crate::ddl::alter_table::Action;
use crate::ddl::constraint::ConstraintKind;
use crate::ddl::table::TableElement;
use crate::lint::facts::KeyUse;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::lint::typed::{How, Typed};
use crate::lint::types::{word, written};
use crate::name::shown;

pub(super) const ID: &str = "prefer-bigint-over-int";
pub(super) const TITLE: &str = "an integer key ends at 2.1 billion";

pub(super) fn check(look: &Look, found: &mut Found) {
    keys_of(look, found, "integer", "2,147,483,647");
}

/// Finds keys of this type: those that the statement makes, and those of its table that are more than half used up.
pub(super) fn keys_of(look: &Look, found: &mut Found, data_type: &str, most: &str) {
    for typed in look.typed() {
        if typed.how == How::Retyped || written(typed.type_name).as_deref() != Some(data_type) || !is_key(look, &typed) {
            continue;
        }
        let message = format!(
            "{} is a key of type {data_type}: at {most} every INSERT fails.",
            typed.shown(look)
        );
        let finding = found.add_at(typed.place, Severity::Info, message);
        finding.hint("bigint: a key's type is hard to change later.");
        let new = if word(typed.type_name).contains("serial") { "bigserial" } else { "bigint" };
        if let Some(fix) = look.with_type(&typed, new) {
            finding.fix(fix);
        }
    }
    used_up(look, found, data_type);
}

/// A key that is there and more than half used up is told where its table is altered, once in a script.
fn used_up(look: &Look, found: &mut Found, data_type: &str) {
    let Some((alter, subject)) = look.altered() else { return };
    let Some(known) = subject.known() else { return };
    let has_some = known.table.columns.iter().any(|column| column.data_type == data_type && (column.is_identity || column.default.is_some()));
    if !has_some {
        return;
    }
    let is_half = |key: &&KeyUse| key.data_type == data_type && key.used > key.most / 2;
    let all = look.facts().key_use(known);
    for key in all.iter().filter(is_half) {
        let is_changed = alter.actions.iter().any(
            |action| matches!(action, Action::AlterColumnType { column, .. } | Action::DropColumn { column, .. } if *column == key.column),
        );
        let was_told = look.before().any(|before| before.altered().is_some_and(|(other, _)| other.relation.relation() == alter.relation.relation()));
        if is_changed || was_told {
            continue;
        }
        let percent = key.used as u128 * 100 / u128::from(key.most.max(1));
        let message = format!(
            "{}.{} is {data_type}, and {percent} % of its values are used: at the end every INSERT fails.",
            known.table.display,
            shown(&key.column)
        );
        let finding = found.add(Severity::Warning, message);
        let call = format!("SELECT migrate.safe_change_column_type({}, {}, 'bigint')", look.argument(&alter.relation), look.literal(&key.column));
        finding.hint(format!("While there is room: {call}; then the columns that refer to it."));
    }
}

/// Whether a column is what rows are known by: a primary key, or one with a sequence.
fn is_key(look: &Look, typed: &Typed) -> bool {
    if word(typed.type_name).contains("serial") || typed.has(ConstraintKind::Identity) {
        return true;
    }
    // What refers to another key has that one's type.
    if typed.has(ConstraintKind::Foreign) {
        return false;
    }
    let in_table = || {
        look.created_table().is_some_and(|create| {
            create.elements.iter().any(|element| match element {
                TableElement::Constraint(there) => {
                    there.kind == ConstraintKind::Primary && there.columns.as_slice() == [typed.name.to_string()]
                }
                _ => false,
            })
        })
    };
    typed.has(ConstraintKind::Primary) || in_table()
}
