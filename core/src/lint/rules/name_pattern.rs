//! Names that do not follow the convention of this database: `migrate.name_pattern`.

use crate::ddl::Command;
use crate::ddl::alter_table::Action;
use crate::ddl::column::ColumnDef;
use crate::ddl::constraint::Constraint;
use crate::ddl::database::Container;
use crate::ddl::index::Index;
use crate::ddl::object::Object;
use crate::ddl::routine::Routine;
use crate::ddl::sequence::Sequence;
use crate::ddl::table::{Table, TableElement};
use crate::ddl::trigger::Trigger;
use crate::ddl::types::Type;
use crate::ddl::view::View;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::name::shown;

pub(super) const ID: &str = "name-pattern";
pub(super) const TITLE: &str = "a name that does not match migrate.name_pattern";

pub(super) fn check(look: &Look, found: &mut Found) {
    let Some(pattern) = look.facts().setting("migrate.name_pattern").filter(|pattern| !pattern.is_empty()) else {
        return;
    };
    let mut names = made(look.command());
    names.sort_unstable();
    names.dedup();
    for (what, name) in names {
        if !look.facts().matches(name, &pattern) {
            found
                .add(Severity::Info, format!("The name of {what} {} does not match {pattern}.", shown(name)))
                .hint("migrate.name_pattern says how things are named here; rename it before anybody uses it.");
        }
    }
}

/// The names that a statement makes: what it is, and its name.
fn made(command: &Command) -> Vec<(&'static str, &str)> {
    let mut names = Vec::new();
    match command {
        Command::Table(Table::Create(create) | Table::CreateForeign(create)) => {
            names.push(("table", create.relation.name.as_str()));
            for element in &create.elements {
                match element {
                    TableElement::Column(column) => of_column(column, &mut names),
                    TableElement::Constraint(constraint) => of_constraint(constraint, &mut names),
                    TableElement::Like(_) => {}
                }
            }
        }
        Command::Table(Table::CreateAs(create)) => names.push(("table", &create.relation.name)),
        Command::Table(Table::Alter(alter)) => {
            for action in &alter.actions {
                match action {
                    Action::AddColumn { column, .. } => of_column(column, &mut names),
                    Action::AddConstraint { constraint } => of_constraint(constraint, &mut names),
                    _ => {}
                }
            }
        }
        Command::Index(Index::Create(create)) => {
            names.extend(create.name.as_deref().map(|name| ("index", name)));
        }
        Command::View(View::Create(create)) => {
            names.push(("view", &create.view.name));
            names.extend(create.columns.iter().map(|name| ("column", name.as_str())));
        }
        Command::Sequence(Sequence::Create(create)) => names.push(("sequence", &create.sequence.name)),
        Command::Routine(Routine::Create(create)) => {
            names.extend(create.name.last().map(|name| ("routine", name.as_str())));
        }
        Command::Type(Type::CreateEnum(create)) => {
            names.extend(create.name.last().map(|name| ("type", name.as_str())));
        }
        Command::Type(Type::CreateDomain(create)) => {
            names.extend(create.name.last().map(|name| ("domain", name.as_str())));
        }
        Command::Trigger(Trigger::Create(create)) => names.push(("trigger", &create.name)),
        Command::Container(Container::CreateSchema(create)) => {
            names.extend(create.name.as_deref().map(|name| ("schema", name)));
        }
        Command::Object(Object::Rename(rename)) => names.push(("what is renamed to", &rename.newname)),
        _ => {}
    }
    names
}

fn of_column<'a>(column: &'a ColumnDef, names: &mut Vec<(&'static str, &'a str)>) {
    names.push(("column", &column.name));
    column.constraints.iter().for_each(|constraint| of_constraint(constraint, names));
}

fn of_constraint<'a>(constraint: &'a Constraint, names: &mut Vec<(&'static str, &'a str)>) {
    names.extend(constraint.name.as_deref().map(|name| ("constraint", name)));
}
