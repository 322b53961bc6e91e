//! What kind of thing is asked for, and what those who write see of it in the end.

use super::table::{At, Table};
use super::types::Conversion;

/// What kind of thing it is, with what changes for those who write.
#[derive(Clone)]
pub enum Kind {
    /// Nothing, or what no write of the test depends on.
    Once,
    /// A column takes no NULL any more.
    NotNull(usize),
    /// A column's default is another, or none.
    Default(usize, bool),
    /// A column is renamed, in one step.
    Instant(usize, String),
    /// The table is renamed, and its old name with it.
    RenameTable(String),
    /// The table is renamed, and its old name is a view's.
    ViewOfOld,
    /// The table goes to another schema.
    Move(&'static str),
    /// A column is renamed, and both names work for a time.
    Rename(usize, String),
    /// A column gets another type.
    Type(usize, &'static Conversion),
    /// A column becomes two.
    Split(usize, String, String),
    /// Two columns become one.
    Merge(usize, usize, String),
    /// A column goes.
    DropColumn(usize),
    /// The table goes.
    DropTable,
}

impl Kind {
    /// What the report calls it.
    pub fn word(&self) -> &'static str {
        match self {
            Kind::Once => "operation",
            Kind::NotNull(_) => "not null",
            Kind::Default(..) => "default",
            Kind::Instant(..) => "instant rename",
            Kind::RenameTable(_) => "rename table",
            Kind::ViewOfOld => "rename table with a view",
            Kind::Move(_) => "set schema",
            Kind::Rename(..) => "rename",
            Kind::Type(..) => "type",
            Kind::Split(..) => "split",
            Kind::Merge(..) => "merge",
            Kind::DropColumn(_) => "drop column",
            Kind::DropTable => "drop table",
        }
    }
}

/// What those who write see from now on, once it is there for good.
pub fn apply(kind: &Kind, table: &mut Table) {
    match kind {
        Kind::NotNull(at) => table.columns[*at].is_not_null = true,
        Kind::Default(at, has_default) => table.columns[*at].has_default = *has_default,
        Kind::Instant(at, new) | Kind::Rename(at, new) => {
            table.columns[*at].name.clone_from(new);
            table.columns[*at].at = At::Own;
        }
        Kind::RenameTable(new) => table.name.clone_from(new),
        Kind::Move(schema) => table.schema = schema,
        Kind::Type(at, conversion) => {
            if *at == 0 {
                // The key is written as before; it has had its change.
                table.columns[0].at = At::Closed;
                return;
            }
            table.columns[*at].values = conversion.common.to_vec();
            table.columns[*at].is_fixed = true;
            table.columns[*at].at = if conversion.common.is_empty() { At::Closed } else { At::Own };
        }
        Kind::Split(at, one, two) => {
            let mut second = table.columns[*at].clone();
            (second.name, second.is_not_null, second.has_default) = (two.clone(), false, false);
            second.is_checked = false;
            second.at = At::Own;
            let mut first = second.clone();
            first.name.clone_from(one);
            table.columns[*at] = first;
            table.columns.push(second);
        }
        Kind::Merge(a, b, new) => {
            let merged = &mut table.columns[*a];
            merged.name.clone_from(new);
            (merged.is_not_null, merged.has_default, merged.is_checked) = (false, false, false);
            merged.at = At::Own;
            drop_column(table, *b);
        }
        Kind::DropColumn(at) => drop_column(table, *at),
        Kind::DropTable => table.is_there = false,
        Kind::Once | Kind::ViewOfOld => {}
    }
}

/// Columns keep their places in the list: what is gone is never written, and takes no part.
fn drop_column(table: &mut Table, at: usize) {
    let column = &mut table.columns[at];
    column.values.clear();
    (column.at, column.is_not_null, column.is_fixed) = (At::Closed, false, true);
    column.name = format!("gone {at}");
}
