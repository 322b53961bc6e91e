//! What a statement does with the columns of a table that is there, whatever its form.

use super::look::Look;
use super::subject::Subject;
use crate::ddl::Command;
use crate::ddl::alter_table::Action;
use crate::ddl::column::ColumnDef;
use crate::ddl::name::{ObjectType, RangeVar, TypeName};
use crate::ddl::object::Object;
use crate::ddl::table::Table;

/// What becomes of a column.
#[derive(Debug, Clone, Copy)]
pub(super) enum What<'a> {
    Added(&'a ColumnDef),
    Dropped { column: &'a str, cascade: bool },
    Renamed { column: &'a str, to: &'a str },
    Retyped { column: &'a str, type_name: &'a TypeName },
}

/// A column of a table that the script has not made.
pub(super) struct ColumnChange<'a> {
    pub(super) relation: &'a RangeVar,
    pub(super) subject: Subject,
    pub(super) what: What<'a>,
    /// Whether the statement does nothing else.
    pub(super) is_alone: bool,
}

impl<'a> What<'a> {
    /// The column that was there before.
    pub(super) fn column(self) -> Option<&'a str> {
        match self {
            What::Added(_) => None,
            What::Dropped { column, .. } | What::Renamed { column, .. } | What::Retyped { column, .. } => {
                Some(column)
            }
        }
    }

    /// As SQL says it.
    pub(super) fn words(self) -> &'static str {
        match self {
            What::Added(_) => "ADD COLUMN",
            What::Dropped { .. } => "DROP COLUMN",
            What::Renamed { .. } => "RENAME COLUMN",
            What::Retyped { .. } => "ALTER COLUMN ... TYPE",
        }
    }
}

/// What migrate_ext has made or hidden has such names, and nobody else: a tilde before it, or a change's token behind it.
pub(super) fn is_ours(name: &str) -> bool {
    let mut parts = name.rsplit('_');
    let (sum, number) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let is_sum = sum.len() == 8 && sum.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    name.starts_with('~') || is_sum && is_number && parts.next().is_some()
}

/// The columns of tables that a statement changes; without those that the script has added, and without what our own
/// operations hide. What a routine's body does comes later, and is left out.
pub(super) fn changes<'a>(look: &Look<'a>) -> Vec<ColumnChange<'a>> {
    if look.runs_later() {
        return Vec::new();
    }
    let (relation, whats) = match look.command() {
        Command::Table(Table::Alter(alter))
            if matches!(alter.kind, ObjectType::Table | ObjectType::ForeignTable) =>
        {
            let whats: Vec<_> =
                alter.actions.iter().map(|action| (read(action), has_guard(action))).collect();
            (&alter.relation, whats)
        }
        Command::Object(Object::Rename(rename)) if rename.kind == ObjectType::Column => {
            match (&rename.relation, &rename.subname) {
                (Some(relation), Some(column)) => {
                    let to = rename.newname.as_str();
                    (relation, vec![(Some(What::Renamed { column, to }), false)])
                }
                _ => return Vec::new(),
            }
        }
        _ => return Vec::new(),
    };
    if whats.iter().all(|(what, _)| what.is_none()) || is_ours(&relation.name) {
        return Vec::new();
    }
    let subject = look.subject(relation);
    if subject.is_new() {
        return Vec::new();
    }
    let is_alone = whats.len() == 1;
    let has = |column: &str| subject.known().is_none_or(|known| known.table.has_column(column));
    let is_meant = |(what, has_guard): (Option<What<'a>>, bool)| {
        let what = what?;
        let is_there = match what {
            What::Added(column) => !(has_guard && subject.known().is_some() && has(&column.name)),
            _ => !has_guard || what.column().is_none_or(has),
        };
        let is_old = what.column().is_none_or(|column| !look.is_new_column(relation, column));
        let is_hidden = match what {
            What::Renamed { column, to } => {
                is_ours(column) || is_ours(to) || is_exchanged(look, relation, column, to)
            }
            _ => what.column().is_some_and(is_ours),
        };
        (is_there && is_old && !is_hidden).then_some(what)
    };
    let change = |what| ColumnChange { relation, subject: subject.clone(), what, is_alone };
    whats.into_iter().filter_map(is_meant).map(change).collect()
}

/// Whether another column has taken the name, or takes it, in the same transaction: then nobody misses it.
fn is_exchanged(look: &Look, relation: &RangeVar, column: &str, to: &str) -> bool {
    const NEAR: usize = 200;
    let is_other = |command: &Command| {
        let Command::Object(Object::Rename(rename)) = command else { return false };
        rename.kind == ObjectType::Column
            && rename.relation.as_ref().is_some_and(|other| other.name == relation.name)
            && (rename.newname == column || rename.subname.as_deref() == Some(to))
    };
    look.is_followed_by(is_other)
        || look.together_before().take(NEAR).any(|before| is_other(before.command()))
}

fn read(action: &Action) -> Option<What<'_>> {
    match action {
        Action::AddColumn { column, .. } => Some(What::Added(column)),
        Action::DropColumn { column, cascade, .. } => Some(What::Dropped { column, cascade: *cascade }),
        Action::AlterColumnType { column, type_name, .. } => Some(What::Retyped { column, type_name }),
        _ => None,
    }
}

/// IF EXISTS or IF NOT EXISTS.
fn has_guard(action: &Action) -> bool {
    match action {
        Action::AddColumn { if_not_exists, .. } => *if_not_exists,
        Action::DropColumn { if_exists, .. } => *if_exists,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_ours_has_a_tilde_or_a_token() {
        for ours in ["~dropped_a", "t_a_sync_12_0a1b2c3d", "ck_new_type_1_1ca69b12"] {
            assert!(is_ours(ours), "{ours}");
        }
        for other in ["a", "1_1ca69b12", "orders_2024_01", "t_a_sync_12_0A1B2C3D", "t_x_0a1b2c3d", ""] {
            assert!(!is_ours(other), "{other}");
        }
    }
}
