//! What the server will refuse: what is made is there, what is altered or dropped is not.

use crate::ddl::Command;
use crate::ddl::alter_table::{Action, AlterTable};
use crate::ddl::constraint::Constraint;
use crate::ddl::database::Container;
use crate::ddl::definition::Definition;
use crate::ddl::dml::Dml;
use crate::ddl::index::{CreateIndex, Index};
use crate::ddl::name::{ObjectName, ObjectType, Persistence, RangeVar, relation};
use crate::ddl::object::Object;
use crate::ddl::sequence::Sequence;
use crate::ddl::table::Table;
use crate::ddl::view::View;
use crate::lint::known::Known;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::lint::standing::Standing;
use crate::name::shown;
use crate::relation::Relation;
use crate::text;

pub(super) const ID: &str = "statement-will-fail";
pub(super) const TITLE: &str = "what is made is there already, or what is altered is not";

pub(super) fn check(look: &Look, found: &mut Found) {
    // Where a DO block or a function has run before, anything may be.
    if !look.is_clear() {
        return;
    }
    match look.command() {
        Command::Table(Table::Create(create)) if !create.if_not_exists => made(look, &create.relation, found),
        Command::Table(Table::CreateAs(create)) if !create.if_not_exists => made(look, &create.relation, found),
        Command::View(View::Create(create)) if !create.replace => made(look, &create.view, found),
        Command::Sequence(Sequence::Create(create)) if !create.if_not_exists => made(look, &create.sequence, found),
        Command::Table(Table::Alter(alter)) if alter.kind == ObjectType::Table => altered(look, alter, found),
        Command::Index(Index::Create(create)) => index(look, create, found),
        Command::Dml(Dml::Insert(insert)) => {
            let columns = insert.columns.iter().map(|column| (column.as_str(), None));
            columns_of(look, &insert.relation, columns, found);
        }
        Command::Dml(Dml::Update(update)) => {
            let columns = update.set.iter().map(|set| (set.column.as_str(), set.place));
            columns_of(look, &update.relation, columns, found);
        }
        Command::Object(Object::Drop(drop)) if !drop.if_exists => {
            use ObjectType as Kind;
            if ![Kind::Table, Kind::View, Kind::MaterializedView, Kind::Sequence, Kind::Index].contains(&drop.kind) {
                return;
            }
            for object in &drop.objects {
                let ObjectName::Name { names, .. } = object else { continue };
                let name = relation(names);
                if let Standing::Gone(line) = look.standing(&name) {
                    let message = format!("{} is gone since line {line}: the statement fails (42P01).", look.written(&name));
                    found.add(Severity::Error, message).hint("Take one of the two away.");
                }
            }
        }
        Command::Object(Object::Rename(rename)) if rename.kind == ObjectType::Column && !rename.if_exists => {
            let (Some(table), Some(column)) = (&rename.relation, &rename.subname) else { return };
            columns_of(look, table, [(column.as_str(), None)].into_iter(), found);
            if let Some(known) = look.relation(&table.relation()).known()
                && known.table.has_column(&rename.newname)
                && look.column_standing(&table.relation(), &rename.newname) == Standing::Untouched
            {
                is_there(look, &rename.newname, &format!("column {} of {}", shown(&rename.newname), known.table.display), "42701", found);
            }
        }
        Command::Container(Container::CreateSchema(create)) if !create.if_not_exists => {
            if let Some(name) = create.name.as_ref().filter(|name| look.facts().has_schema(name)) {
                is_there(look, name, &format!("schema {}", shown(name)), "42P06", found);
            }
        }
        Command::Definition(Definition::CreateExtension(create)) => match look.facts().extension(&create.name) {
            None => {
                let message = format!("This server has no extension {}: the statement fails (0A000).", shown(&create.name));
                found.add(Severity::Error, message).hint("Install its package on the server and its standbys first.");
            }
            Some(extension) if extension.is_installed && !create.if_not_exists => {
                is_there(look, &create.name, &format!("extension {}", shown(&create.name)), "42710", found);
            }
            Some(extension) if !extension.is_installed && !extension.may_install => {
                let message = format!("Only a superuser makes the extension {}: the statement fails (42501).", shown(&create.name));
                found.add(Severity::Error, message).hint("Have it made beforehand by somebody who may.");
            }
            Some(_) => {}
        },
        _ => {}
    }
}

/// Something is there that the statement makes.
fn is_there(look: &Look, name: &str, what: &str, code: &str, found: &mut Found) {
    // A migration that runs before may take it away.
    if look.is_named_by_others(name) {
        return;
    }
    found
        .add(Severity::Error, format!("The statement fails ({code}): {what} is there."))
        .hint("If that is the one that is meant: IF NOT EXISTS.");
}

fn made(look: &Look, name: &RangeVar, found: &mut Found) {
    if name.persistence == Persistence::Temporary || name.schema.as_deref().is_some_and(|schema| schema.starts_with("pg_temp")) {
        return;
    }
    let relation = name.relation();
    match look.standing(&relation) {
        Standing::Made(line) => {
            let message = format!("{} was made on line {line}: the statement fails (42P07).", look.written(&relation));
            found.add_at(name.place, Severity::Error, message).hint("Take one of the two away.");
        }
        Standing::Untouched if look.has_freed_nothing() => {
            if let Some(kind) = look.facts().taken(name.schema.as_deref(), &name.name) {
                is_there(look, &name.name, &format!("{kind} {}", look.written(&relation)), "42P07", found);
            }
        }
        _ => {}
    }
}

fn altered(look: &Look, alter: &AlterTable, found: &mut Found) {
    let Some((_, subject)) = look.altered() else { return };
    let Some(known) = subject.known() else { return };
    let name = alter.relation.relation();
    if known.table.kind != "r" && known.table.kind != "p" || look.standing(&name) != Standing::Untouched {
        return;
    }
    let drops = |own: &str| alter.actions.iter().any(|action| match action {
        Action::DropColumn { column, .. } => column == own,
        Action::DropConstraint { name, .. } => name == own,
        _ => false,
    });
    let adds = |own: &str| alter.actions.iter().any(|action| matches!(action, Action::AddColumn { column, .. } if column.name == own));
    for action in &alter.actions {
        match action {
            Action::AddColumn { column, if_not_exists: false } => {
                let is_first = !drops(&column.name) && !known.table.columns.iter().any(|there| there.name == column.name && there.is_inherited);
                match look.column_standing(&name, &column.name) {
                    Standing::Made(line) if is_first => {
                        let message = format!("{} was added on line {line}: the statement fails (42701).", shown(&column.name));
                        found.add_at(column.place, Severity::Error, message).hint("Take one of the two away.");
                    }
                    Standing::Untouched if is_first && known.table.has_column(&column.name) => {
                        let what = format!("column {} of {}", shown(&column.name), known.table.display);
                        is_there(look, &column.name, &what, "42701", found);
                    }
                    _ => {}
                }
            }
            Action::DropColumn { column, if_exists: false, .. }
            | Action::AlterColumnType { column, .. }
            | Action::ColumnDefault { column, .. }
            | Action::SetNotNull { column }
            | Action::DropNotNull { column }
                if !adds(column) => {
                    no_column(look, known, &name, column, None, found);
                }
            Action::AddConstraint { constraint } => constraint_there(look, known, &name, constraint, &drops, found),
            Action::ValidateConstraint { name: own } | Action::DropConstraint { name: own, if_exists: false, .. } => {
                let is_there = known.table.constraint(own).is_some();
                if !is_there && !look.was_altered(&name) && look.has_freed_nothing() && !adds_constraint(alter) && !look.is_named_by_others(own) {
                    let near = text::nearest(own, known.table.constraints.iter().map(|there| there.name.clone()).collect());
                    let message = format!("{} has no constraint {}: the statement fails (42704).", known.table.display, shown(own));
                    found.add(Severity::Error, message).hint(meant(near));
                }
            }
            _ => {}
        }
    }
}

fn adds_constraint(alter: &AlterTable) -> bool {
    alter.actions.iter().any(|action| matches!(action, Action::AddConstraint { .. } | Action::AddColumn { .. }))
}

fn constraint_there(
    look: &Look,
    known: &Known,
    table: &Relation,
    constraint: &Constraint,
    drops: &dyn Fn(&str) -> bool,
    found: &mut Found,
) {
    if let Some(own) = &constraint.name
        && known.table.constraint(own).is_some()
        && !drops(own)
        && look.has_freed_nothing()
    {
        is_there(look, own, &format!("constraint {} of {}", shown(own), known.table.display), "42710", found);
    }
    for column in &constraint.columns {
        no_column(look, known, table, column, constraint.place, found);
    }
}

fn index(look: &Look, create: &CreateIndex, found: &mut Found) {
    let table = create.relation.relation();
    let columns = create.params.iter().filter_map(|param| param.name.as_deref()).map(|column| (column, None));
    columns_of(look, &create.relation, columns, found);
    let Some(name) = create.name.as_ref().filter(|_| !create.if_not_exists) else { return };
    let own = Relation { schema: create.relation.schema.clone(), name: name.clone() };
    match look.standing(&own) {
        Standing::Made(line) => {
            let message = format!("{} was made on line {line}: the statement fails (42P07).", look.written(&own));
            found.add(Severity::Error, message).hint("Take one of the two away.");
        }
        Standing::Untouched if look.has_freed_nothing() => {
            // An index is made in the schema of its table.
            let known = look.relation(&table);
            let Some(known) = known.known() else { return };
            let Some(kind) = look.facts().taken(Some(&known.table.schema), name) else { return };
            // The engine drops an invalid one of that name and builds it again.
            let is_left = create.concurrent && known.table.indexes.iter().any(|index| index.name == *name && !index.is_valid);
            if !is_left {
                is_there(look, name, &format!("{kind} {}", shown(name)), "42P07", found);
            }
        }
        _ => {}
    }
}

fn columns_of<'a>(
    look: &Look,
    table: &RangeVar,
    columns: impl Iterator<Item = (&'a str, Option<u32>)>,
    found: &mut Found,
) {
    let name = table.relation();
    let subject = look.relation(&name);
    let Some(known) = subject.known() else { return };
    if !matches!(known.table.kind.as_str(), "r" | "p") || look.standing(&name) != Standing::Untouched {
        return;
    }
    for (column, place) in columns {
        no_column(look, known, &name, column, place, found);
    }
}

/// Finds a column that the table will not have.
fn no_column(look: &Look, known: &Known, table: &Relation, column: &str, place: Option<u32>, found: &mut Found) {
    const OWN: [&str; 6] = ["ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"];
    let standing = look.column_standing(table, column);
    let message = match standing {
        Standing::Gone(line) => format!("{} is gone since line {line}: the statement fails (42703).", shown(column)),
        Standing::Untouched if !known.table.has_column(column) && !OWN.contains(&column) && !look.adds_somewhere(column) => {
            format!("{} has no column {}: the statement fails (42703).", known.table.display, shown(column))
        }
        _ => return,
    };
    // A migration that runs before may add it.
    if look.is_named_by_others(column) {
        return;
    }
    let near = text::nearest(column, known.table.columns.iter().map(|there| there.name.clone()).collect());
    found.add_at(place, Severity::Error, message).hint(match standing {
        Standing::Gone(_) => "Take one of the two away.".to_string(),
        _ => meant(near),
    });
}

/// What was perhaps meant.
fn meant(near: Vec<String>) -> String {
    match near.into_iter().next() {
        Some(near) => format!("Perhaps {} is meant.", shown(&near)),
        None => "Is the name right, and has every migration before run here?".into(),
    }
}
