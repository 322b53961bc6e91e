//! What hangs on the column and does not follow it by itself: whether all of it can be carried over.
//!
//! The list of what can be is closed: anything else that depends on the column refuses the change before it begins.

use crate::error::{ColumnError, Result};
use crate::facts::hanging::Remade;
use crate::facts::{Column, Dependents, Hanging, Meaning, Table};
use crate::request::Deferrable;

/// What hangs on a column, on its partitions, too.
pub(super) fn look(catalog: &dyn Dependents, table: &Table, column: &str) -> Result<Hanging> {
    let mut hanging = catalog.hanging(table, column)?;
    for partition in table.tree().into_iter().skip(1) {
        let own = catalog.hanging(partition, column)?;
        hanging.others.extend(alone(&own, table, partition, column));
        hanging.remade.extend(own.remade);
        hanging.is_builtin &= own.is_builtin;
        let settings = own.settings.into_iter().filter(|setting| !hanging.settings.contains(setting));
        hanging.of_partitions.extend(settings.map(|setting| (partition.sql.clone(), setting)));
    }
    Ok(hanging)
}

/// What only a partition has, and would be lost, for people.
fn alone(hanging: &Hanging, table: &Table, partition: &Table, column: &str) -> Vec<String> {
    let name = &partition.display;
    let mut things: Vec<String> = hanging
        .others
        .iter()
        .chain(&hanging.of_views)
        .map(|what| format!("{what} (partition {name})"))
        .collect();
    let mut add =
        |what: &str, own: &str| things.push(format!("{what} {own}, which only partition {name} has"));
    for index in hanging.indexes_of(partition).iter().filter(|index| index.parent.is_none()) {
        add("index", &index.name);
    }
    for check in hanging.constraints_of(partition, &["c"]) {
        if table.constraint(&check.name).is_none_or(|there| there.definition != check.definition) {
            add("constraint", &check.name);
        }
    }
    hanging.keys.iter().for_each(|key| add("foreign key", &key.name));
    hanging.views.iter().for_each(|view| add("view", &view.name));
    let is_not_null = |table: &Table| table.column(column).is_ok_and(|there| there.is_not_null);
    if is_not_null(partition) && !is_not_null(table) {
        things.push(format!("NOT NULL, which only partition {name} has"));
    }
    let default = |table: &Table| table.column(column).ok().and_then(|there| there.default.clone());
    if default(table) != default(partition) {
        things.push(format!("the default of partition {name}, which is another than that of its table"));
    }
    things
}

/// Refuses a column with something that cannot be carried over.
pub(super) fn check(hanging: &Hanging, table: &Table, column: &str) -> Result<()> {
    let mut things = hanging.others.clone();
    things.extend(hanging.of_views.iter().cloned());
    things.extend(not_made_again(hanging, table));
    for there in hanging.constraints_of(table, &["x", "t"]) {
        things.push(format!("constraint {}, which is no key or CHECK", there.name));
    }
    for there in hanging.constraints_of(table, &["p", "u"]).into_iter().filter(|there| there.is_temporal) {
        things.push(format!("constraint {}, which is WITHOUT OVERLAPS", there.name));
    }
    for there in hanging.constraints_of(table, &["c"]).into_iter().filter(|there| there.is_open()) {
        things.push(format!("constraint {}, which is NOT VALID", there.name));
    }
    things.extend(
        hanging
            .keys
            .iter()
            .filter(|key| key.is_open())
            .map(|key| format!("foreign key {} of {}, which is NOT VALID", key.name, key.table)),
    );
    things.extend(
        hanging
            .keys
            .iter()
            .filter(|key| key.is_temporal())
            .map(|key| format!("foreign key {} of {}, which goes by PERIOD", key.name, key.table)),
    );
    for index in hanging.indexes_of(table) {
        let key = index.constraint.as_ref().and_then(|name| table.constraint(name));
        if key.is_some_and(|key| Deferrable::of(&key.definition) != Deferrable::Never) {
            // An index alone is checked at once, and would refuse what writers may do until the exchange.
            things.push(format!("constraint {}, which is DEFERRABLE", index.name));
        }
        if !index.is_valid {
            things.push(format!("index {}, which is invalid", index.name));
        }
        if index.tablespace.is_some() && index.is_partial {
            things.push(format!("index {}, which is partial and has a tablespace of its own", index.name));
        }
    }
    refuse(table, column, things)
}

/// The same where the column stays, and only views are made again.
pub(super) fn check_views(hanging: &Hanging, table: &Table, column: &str) -> Result<()> {
    let mut things = hanging.of_views.clone();
    things.extend(not_made_again(hanging, table));
    refuse(table, column, things)
}

/// Triggers that the server would not make now: a generated column has come since to what their WHEN compares.
fn not_made_again(hanging: &Hanging, table: &Table) -> Vec<String> {
    let has_generated = table.columns.iter().any(|column| column.is_generated);
    let is_one = |create: &String| {
        let (head, condition) = create.split_once(" WHEN (").unwrap_or_default();
        head.starts_with("CREATE TRIGGER ") && head.contains(" BEFORE ") && condition.contains("new.*")
    };
    let triggers = hanging.remade.iter().filter(|made| made.kind == "trigger");
    let named = |made: &Remade| {
        let create = made.create.first().filter(|create| has_generated && is_one(create))?;
        let name = create.trim_start_matches("CREATE TRIGGER ").split(" BEFORE ").next()?;
        Some(format!("trigger {name}, whose WHEN reads NEW.*, and a generated column with it"))
    };
    triggers.filter_map(named).collect()
}

/// Refuses a type that the other ends of foreign keys cannot be compared with.
pub(super) fn check_keys(hanging: &Hanging, catalog: &dyn Meaning, to: &Column) -> Result<()> {
    for other in hanging.keys.iter().flat_map(|key| &key.other_types) {
        let compare = format!("SELECT CAST(NULL AS {}) = CAST(NULL AS {other})", to.data_type);
        catalog.understand(None, &|_| compare.clone())?;
    }
    Ok(())
}

fn refuse(table: &Table, column: &str, things: Vec<String>) -> Result<()> {
    if things.is_empty() {
        return Ok(());
    }
    let (table, column) = (table.display.clone(), column.to_string());
    Err(ColumnError::Hanging { table, column, things }.into())
}
