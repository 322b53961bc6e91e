//! What is made on the column (defaults, CHECKs, indexes), as the server writes it for another type; and, on the way
//! back, as it was written before.

use super::ends::{Ends, Written};
use crate::backfill::closed;
use crate::error::{ColumnError, Error, Result};
use crate::facts::{Catalog, Column, Index, OnTable, Table};
use crate::name::Quoting;
use crate::request::Reworded;
use crate::request::reworded::Kind;

/// What is noted as statements, on empty copies of the table.
pub(super) fn as_written(names: &dyn Quoting, column: &str, noted: &[Reworded]) -> Vec<Written> {
    let written = |one: &Reworded| {
        let made = |definition: &String| match one.kind {
            Kind::Check => Some(add_check(names, &one.name, definition)),
            Kind::Index => Some(create_index(definition.trim_start_matches("UNIQUE "))),
            Kind::Default => Some(set_default(names, column, definition)),
            Kind::Exclusion | Kind::Whole => None,
        };
        Some(Written { before: made(one.before.first()?)?, after: made(one.after.first()?)? })
    };
    noted.iter().filter_map(written).collect()
}

fn add_check(names: &dyn Quoting, name: &str, definition: &str) -> OnTable {
    OnTable::alter(format!("ADD CONSTRAINT {} {definition}", names.quote(name)))
}

/// A statement that gives a column a default, on an empty copy of its table.
pub(super) fn set_default(names: &dyn Quoting, column: &str, default: &str) -> OnTable {
    OnTable::alter(format!("ALTER COLUMN {} SET DEFAULT {default}", names.quote(column)))
}

/// A statement that makes an index like this one on an empty copy of its table.
pub(super) fn on_a_copy(index: &Index) -> OnTable {
    create_index(index.definition.trim_start_matches("UNIQUE "))
}

/// The same from what is behind the table's name.
pub(super) fn create_index(definition: &str) -> OnTable {
    OnTable::index("", definition)
}

/// The column's default as one of the new type.
///
/// # Errors
///
/// [`ColumnError::Default`] where the server would not carry it over by itself, and where no row could be given it.
pub(super) fn default(
    catalog: &dyn Catalog,
    table: &Table,
    column: &Column,
    to: &Column,
    using: Option<&str>,
) -> Result<Option<String>> {
    let Some(default) = column.default.as_ref().filter(|_| !column.is_generated) else { return Ok(None) };
    let name = catalog.quote(&column.name);
    let retype = OnTable::alter(format!("ALTER COLUMN {name} TYPE {} USING NULL", to.sql_type()));
    let set = |default: &str| set_default(catalog, &column.name, default);
    let refuse = |said: String| ColumnError::Default {
        column: column.name.clone(),
        to: to.data_type.clone(),
        default: default.clone(),
        said,
    };
    // As the server would carry it over; else as a value of the new type; else through a cast.
    let explicit = format!("CAST(({default}) AS {})", to.data_type);
    let tries = [
        vec![set(default), retype.clone()],
        vec![retype.clone(), set(default)],
        vec![retype.clone(), set(&explicit)],
    ];
    let mut last = None;
    for (number, statements) in tries.iter().enumerate() {
        let carried = match catalog.definition_after(table, statements) {
            Ok(carried) => carried,
            Err(error) => {
                last = Some(error);
                continue;
            }
        };
        let is_cast = number == 2;
        // An expression would make another value of it than the cast, or may.
        if let Some(using) = using.filter(|_| is_cast)
            && !agrees(catalog, table, column, (default, &explicit), using)
        {
            return Err(refuse("using_expression is no cast that it could take".into()).into());
        }
        return match failure_of(catalog, table, &explicit) {
            Some(failure) => Err(refuse(failure).into()),
            None => Ok(Some(carried)),
        };
    }
    match last {
        Some(error) if !["42804", "42846"].contains(&error.sqlstate()) => Err(error),
        last => Err(refuse(last.map(|error| error.to_string()).unwrap_or_default()).into()),
    }
}

/// Why a row could not be given this default, as far as it can be known by a look that leaves no trace.
fn failure_of(catalog: &dyn Catalog, table: &Table, default: &str) -> Option<String> {
    if is_volatile(catalog, default) {
        return None;
    }
    let query = format!("SELECT 1 FROM (SELECT {default} AS v OFFSET 0) t WHERE v IS NOT DISTINCT FROM NULL");
    match catalog.probe(table, &query) {
        Err(error) if is_of_the_value(error.sqlstate()) => Some(error.to_string()),
        // The table's owner may not do it: nothing is known.
        _ => None,
    }
}

/// Whether the expression gives the default the value that the cast gives it.
fn agrees(
    catalog: &dyn Catalog,
    table: &Table,
    column: &Column,
    (default, cast): (&str, &str),
    using: &str,
) -> bool {
    if is_volatile(catalog, cast) {
        return false;
    }
    let (row, name) = (catalog.quote(&table.name), catalog.quote(&column.name));
    let query = format!(
        "SELECT 1 FROM (SELECT CAST(({default}) AS {}) AS {name} OFFSET 0) AS {row} \
         WHERE CAST(({}) AS text) IS NOT DISTINCT FROM CAST({cast} AS text)",
        column.data_type,
        closed(using)
    );
    // What fails is no cast that the default takes, or reads other columns.
    catalog.probe(table, &query).unwrap_or(false)
}

fn is_volatile(catalog: &dyn Catalog, expression: &str) -> bool {
    // The caller may not see what it names: then it is left alone.
    catalog
        .understand(None, &|_| format!("SELECT {expression}"))
        .map_or(true, |understood| understood.is_volatile)
}

/// Whether an error is about a value: its data, a domain's constraint, or what a function raises.
fn is_of_the_value(sqlstate: &str) -> bool {
    sqlstate.starts_with("22") || sqlstate.starts_with("23") || sqlstate == "P0001"
}

impl Ends<'_> {
    /// What the server makes of something that is made on the column when that has its new type.
    pub(super) fn retyped(&self, catalog: &dyn Catalog, table: &Table, made: &OnTable) -> Result<String> {
        self.made(catalog, table, made, None)
    }

    /// The same when it has its new type and name.
    pub(super) fn afterwards(&self, catalog: &dyn Catalog, table: &Table, made: &OnTable) -> Result<String> {
        let (column, name) = (catalog.quote(&self.column.name), catalog.quote(&self.name));
        self.made(catalog, table, made, Some(OnTable::alter(format!("RENAME COLUMN {column} TO {name}"))))
    }

    fn made(
        &self,
        catalog: &dyn Catalog,
        table: &Table,
        made: &OnTable,
        then: Option<OnTable>,
    ) -> Result<String> {
        let column = catalog.quote(&self.column.name);
        let without = OnTable::alter(format!("DROP COLUMN {}", catalog.quote(&self.name)));
        let retype = OnTable::alter(format!("ALTER COLUMN {column} TYPE {} USING NULL", self.to.sql_type()));
        let back = OnTable::alter(format!("DROP COLUMN {column}"));
        let shown = OnTable::alter(format!("RENAME COLUMN {} TO {column}", catalog.quote(&self.name)));
        let mut statements = match self.written.iter().find(|written| written.after == *made) {
            Some(written) if table.has_column(&self.name) => vec![back, shown, written.before.clone()],
            Some(written) => vec![retype, written.before.clone()],
            None if table.has_column(&self.name) => vec![without, made.clone(), retype],
            None => vec![made.clone(), retype],
        };
        statements.extend(then);
        catalog.definition_after(table, &statements).map_err(|error| match error {
            Error::Server(failure) if failure.has_no_function() => {
                let made = made.sql(&table.display);
                Error::Server(failure.needed_for(&self.to.sql_type(), &made))
            }
            other => other,
        })
    }

    /// The name and definition of each CHECK.
    pub(super) fn checks(&self, catalog: &dyn Catalog) -> Result<Vec<(String, String)>> {
        let mut checks = Vec::new();
        for there in self.hanging.constraints_of(self.table, &["c"]) {
            let made = add_check(catalog, &there.name, &there.definition);
            checks.push((there.name.clone(), self.afterwards(catalog, self.table, &made)?));
        }
        Ok(checks)
    }

    /// The column's default as one of the type of what takes its place.
    pub(super) fn default(&self, catalog: &dyn Catalog) -> Result<Option<String>> {
        let set = |default: &str| set_default(catalog, &self.column.name, default);
        let now = self.column.default.as_ref().map(|default| set(default));
        let before = self.written.iter().find(|written| Some(&written.after) == now.as_ref());
        match before.and_then(|written| written.before.behind().strip_prefix(set("").behind())) {
            Some(default) => Ok(Some(default.to_string())),
            None => default(catalog, self.table, self.column, self.to, self.using),
        }
    }
}
