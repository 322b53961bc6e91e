//! IF NOT EXISTS where something else is there.

use crate::ddl::Command;
use crate::ddl::alter_table::Action;
use crate::ddl::column::ColumnDef;
use crate::ddl::index::{CreateIndex, Index};
use crate::ddl::table::{CreateTable, Table, TableElement};
use crate::facts::Column;
use crate::lint::finding::Found;
use crate::lint::index_shape::{Shape, relates};
use crate::lint::look::Look;
use crate::lint::script::Inside;
use crate::lint::severity::Severity;
use crate::lint::standing::Standing;
use crate::lint::types::{bare, written};
use crate::name::shown;
use crate::relation::Relation;

pub(super) const ID: &str = "if-not-exists-hides-difference";
pub(super) const TITLE: &str = "IF NOT EXISTS does nothing where something else is there";

pub(super) fn check(look: &Look, found: &mut Found) {
    if look.runs_later() {
        return;
    }
    match look.command() {
        Command::Table(Table::Create(create)) if create.if_not_exists => table(look, create, found),
        Command::Table(Table::Alter(alter)) => {
            let Some((_, subject)) = look.altered() else { return };
            let Some(known) = subject.known() else { return };
            for action in &alter.actions {
                let Action::AddColumn { column, if_not_exists: true } = action else { continue };
                let there = known.table.columns.iter().find(|there| there.name == column.name);
                let is_untouched = look.column_standing(&alter.relation.relation(), &column.name) == Standing::Untouched
                        && !look.is_named_by_others(&column.name);
                if let Some(difference) = there.filter(|_| is_untouched).and_then(|there| differs(column, there)) {
                    let message = format!("In {} {difference}: IF NOT EXISTS does nothing.", known.table.display);
                    found.add_at(column.place, Severity::Warning, message).hint(HINT);
                }
            }
        }
        Command::Index(Index::Create(create)) if create.if_not_exists => index(look, create, found),
        _ => {}
    }
}

const HINT: &str = "Alter what is there, or expect what is there: only you can say.";

/// How many columns a message names.
const MOST: usize = 5;

fn table(look: &Look, create: &CreateTable, found: &mut Found) {
    let name = create.relation.relation();
    if look.standing(&name) != Standing::Untouched || !create.inherits.is_empty() {
        return;
    }
    let Some(known) = look.facts().table(&name).filter(|_| !look.is_named_by_others(&name.name)) else { return };
    let mut differences = Vec::new();
    for element in &create.elements {
        match element {
            TableElement::Column(column) => match known.table.columns.iter().find(|there| there.name == column.name) {
                None => differences.push(format!("it has no column {}", shown(&column.name))),
                Some(there) => differences.extend(differs(column, there)),
            },
            TableElement::Like(_) => return,
            TableElement::Constraint(_) => {}
        }
    }
    let is_said = |there: &&Column| {
        create.elements.iter().any(|element| matches!(element, TableElement::Column(column) if column.name == there.name))
    };
    let more: Vec<_> = known.table.columns.iter().filter(|there| !is_said(there)).map(|there| shown(&there.name)).collect();
    // What later migrations have added is no contradiction by itself.
    if differences.is_empty() {
        return;
    }
    if !more.is_empty() {
        differences.push(format!("it has {} besides", more.join(", ")));
    }
    differences.truncate(MOST);
    let message = format!(
        "{} is there, and another one: {}.",
        known.table.display,
        differences.join("; ")
    );
    found.add_at(create.relation.place, Severity::Warning, message).hint(HINT);
}

/// How a column that is there differs from what is said of it.
fn differs(column: &ColumnDef, there: &Column) -> Option<String> {
    let type_name = column.type_name.as_ref()?;
    let said = written(type_name)?;
    let digits = |sql: &str| {
        let inner = sql.split_once('(')?.1.split_once(')')?.0;
        Some(inner.replace(' ', ""))
    };
    let limit = (!type_name.typmods.is_empty()).then(|| type_name.typmods.join(","));
    // numeric(10) is numeric(10,0) to the server.
    let limit = limit.map(|limit| if said == "numeric" && !limit.contains(',') { format!("{limit},0") } else { limit });
    let is_same = bare(&there.data_type) == said && (said == "character" || said == "interval" || digits(&there.data_type) == limit);
    let said = limit.map_or(said.clone(), |limit| format!("{said}({limit})"));
    (!is_same).then(|| format!("{} is {}, not {said}", shown(&column.name), there.data_type))
}

fn index(look: &Look, create: &CreateIndex, found: &mut Found) {
    let Some(name) = &create.name else { return };
    let relation = Relation { schema: create.relation.schema.clone(), name: name.clone() };
    let is_untouched = look.standing(&relation) == Standing::Untouched && look.has_freed_nothing();
    if !is_untouched || look.is_named_by_others(name) {
        return;
    }
    let Some(known) = look.facts().table_of_index(&relation) else {
        // A table or sequence of that name: the statement does nothing as well.
        if let Some(kind) = look.facts().taken(create.relation.schema.as_deref(), name).filter(|kind| *kind != "index") {
            let message = format!("{} is a {kind}: IF NOT EXISTS does nothing.", shown(name));
            found.add(Severity::Error, message).hint("Choose a name that nothing has.");
        }
        return;
    };
    let Some(there) = known.table.indexes.iter().find(|index| index.name == *name) else { return };
    let own = look.relation(&create.relation.relation());
    let message = if own.known().is_some_and(|own| own.table.oid != known.table.oid) {
        format!("{} is an index of {}: IF NOT EXISTS does nothing.", shown(name), known.table.display)
    } else if !(there.is_valid || create.concurrent && *look.inside() == Inside::Script) {
        // The engine drops an invalid index before a CREATE INDEX CONCURRENTLY of the script's own.
        format!("{} is there and INVALID: IF NOT EXISTS keeps it, and no query uses it.", shown(name))
    } else if there.is_valid && !is_same(look, create, there) {
        format!("{} is there, and another one, {}: IF NOT EXISTS does nothing.", shown(name), Shape::of_index(there).describe())
    } else {
        return;
    };
    let finding = found.add(Severity::Error, message);
    finding.hint("migrate.safe_create_index rebuilds an invalid one; migrate.safe_replace_index changes one.");
}

/// Whether it is the same; what cannot be compared is taken to be.
fn is_same(look: &Look, create: &CreateIndex, there: &crate::facts::Index) -> bool {
    let (own, other) = (Shape::of_statement(look, create), Shape::of_index(there));
    !own.is_plain() || !other.is_plain() || relates(&own, &other) == Some(std::cmp::Ordering::Equal) && own.is_unique() == other.is_unique()
}
