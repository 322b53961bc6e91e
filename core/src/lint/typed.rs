//! Columns to which a statement gives a type.

use super::look::Look;
use super::types::span;
use crate::ddl::Command;
use crate::ddl::alter_table::Action;
use crate::ddl::column::ColumnDef;
use crate::ddl::constraint::ConstraintKind;
use crate::ddl::name::{ObjectType, Persistence, RangeVar, TypeName};
use crate::ddl::table::{Table, TableElement};

/// How a column comes to its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// With its table.
    Created,
    /// It is added to a table.
    Added,
    /// It is there, and gets another type.
    Retyped,
}

/// A column to which a statement gives a type.
pub struct Typed<'a> {
    /// Its table.
    pub table: &'a RangeVar,
    /// Its name.
    pub name: &'a str,
    /// The type.
    pub type_name: &'a TypeName,
    /// Its definition, where it is made.
    pub column: Option<&'a ColumnDef>,
    /// Where it stands.
    pub place: Option<u32>,
    /// How it comes to it.
    pub how: How,
}

impl<'a> Look<'a> {
    /// The columns of tables that last to which the statement gives a type.
    pub fn typed(&self) -> Vec<Typed<'a>> {
        let made = |table: &'a RangeVar, column: &'a ColumnDef, how| {
            let type_name = column.type_name.as_ref()?;
            let (name, place) = (column.name.as_str(), column.place);
            Some(Typed { table, name, type_name, column: Some(column), place, how })
        };
        match self.command() {
            Command::Table(Table::Create(create))
                if create.relation.persistence != Persistence::Temporary =>
            {
                let columns = create.elements.iter().filter_map(|element| match element {
                    TableElement::Column(column) => made(&create.relation, column, How::Created),
                    _ => None,
                });
                columns.collect()
            }
            Command::Table(Table::Alter(alter)) if alter.kind == ObjectType::Table => {
                let table = &alter.relation;
                let columns = alter.actions.iter().filter_map(|action| match action {
                    Action::AddColumn { column, .. } => made(table, column, How::Added),
                    Action::AlterColumnType { column, type_name, place, .. } => Some(Typed {
                        table,
                        name: column,
                        type_name,
                        column: None,
                        place: *place,
                        how: How::Retyped,
                    }),
                    _ => None,
                });
                columns.collect()
            }
            _ => Vec::new(),
        }
    }

    /// The statement with another type for a column.
    pub fn with_type(&self, typed: &Typed, sql: &str) -> Option<String> {
        let text = &self.statement().text;
        let (from, to) = span(text, typed.type_name.place?)?;
        Some(format!("{}{sql}{}", &text[..from], &text[to..]))
    }
}

impl Typed<'_> {
    /// `articles.title`, for a message.
    pub fn shown(&self, look: &Look) -> String {
        format!("{}.{}", look.written(&self.table.relation()), crate::name::shown(self.name))
    }

    /// Whether a constraint of this kind stands behind it.
    pub fn has(&self, kind: ConstraintKind) -> bool {
        self.column.is_some_and(|column| column.constraints.iter().any(|there| there.kind == kind))
    }
}
