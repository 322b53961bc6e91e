//! What changes of all kinds do to a column.

use crate::backfill::closed;
use crate::error::{ColumnError, Result};
use crate::facts::{Catalog, Dependents, Table};
use crate::lock::Mode;
use crate::name::{Quoting, shown};
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::steps::sharing::grants;

/// The step that gives a column another name.
pub(super) fn rename(names: &dyn Quoting, table: &Table, from: &str, to: &str) -> Draft {
    let sql = format!("ALTER TABLE {} RENAME COLUMN {} TO {}", table.sql, names.quote(from), names.quote(to));
    Draft::new(words::rename_column(from, to), sql, Mode::AccessExclusive, table)
}

/// The step that drops a column.
pub(super) fn drop(names: &dyn Quoting, table: &Table, column: &str) -> Draft {
    let sql = format!("ALTER TABLE {} DROP COLUMN {}", table.sql, names.quote(column));
    Draft::new(words::drop_column(column), sql, Mode::AccessExclusive, table)
}

/// The table as it is when the column has its name again.
pub(super) fn as_named(table: &mut Table, from: &str, to: &str) {
    for column in table.columns.iter_mut().filter(|column| column.name == from) {
        column.name = to.into();
    }
    for constraint in &mut table.constraints {
        constraint.columns.iter_mut().filter(|column| *column == from).for_each(|column| *column = to.into());
    }
    table.partitions.iter_mut().for_each(|below| as_named(below, from, to));
}

/// Privileges on columns alone, for another one, too: what each of them gives. And what is left out for that, in words.
pub(super) fn copy_grants(
    catalog: &dyn Catalog,
    table: &Table,
    from: &[String],
    to: &str,
) -> (Vec<Draft>, Vec<String>) {
    let mut sharing = catalog.sharing(table);
    let (of_all, left) = sharing.of_all(from, to);
    let mut grantors: Vec<String> = of_all.iter().filter_map(|grant| grant.grantor.clone()).collect();
    grantors.sort();
    grantors.dedup();
    sharing.grants = of_all;
    let mut drafts: Vec<Draft> = grants(catalog, &sharing, &table.sql)
        .into_iter()
        .map(|sql| Draft::of_nothing(words::copy_privileges(to), sql))
        .collect();
    if let Some(first) = drafts.first_mut()
        && !grantors.is_empty()
    {
        first.detail = format!(
            "what {} granted is granted by the owner here, who alone can revoke it",
            grantors.join(", ")
        );
    }
    (drafts, left)
}

/// What stands behind the type of a second column: that it has no default, where its domain has one. Rows that are there,
/// and whoever leaves it out, would be given that as if they had written it.
///
/// # Errors
///
/// [`ColumnError::WrongColumn`] where the type refuses NULL: there are rows that have no value in it for a while.
pub(super) fn nothing_by_default(
    catalog: &dyn Catalog,
    table: &Table,
    column: &str,
    data_type: &str,
) -> Result<&'static str> {
    // Not by CAST, which takes no collation behind the type.
    let null = format!("(NULL::{})", closed(data_type));
    let has_none = format!("SELECT WHERE {null} IS NOT DISTINCT FROM NULL");
    match catalog.probe(table, &has_none) {
        Err(error) if ["23502", "23514"].contains(&error.sqlstate()) => {
            let what = format!(
                "of type {data_type}, which refuses NULL: for a while there would be two, one of them without a value"
            );
            return Err(ColumnError::WrongColumn { column: column.into(), what }.into());
        }
        // The table's owner may not see it: nothing is known of it.
        Err(error) if error.sqlstate() == "42501" => return Ok(" DEFAULT NULL"),
        asked => asked?,
    };
    let has_default = format!(
        "SELECT FROM pg_catalog.pg_type y WHERE y.oid OPERATOR(pg_catalog.=) pg_catalog.pg_typeof({null}) \
         AND y.typdefault IS NOT NULL"
    );
    Ok(if catalog.probe(table, &has_default)? { " DEFAULT NULL" } else { "" })
}

/// Functions whose text says the column's name: nothing else in the database depends on it by name.
pub(super) fn mentions(catalog: &dyn Dependents, column: &str) -> String {
    match catalog.mentions(column).as_slice() {
        [] => String::new(),
        functions => format!("functions that say {}: {}", shown(column), functions.join(", ")),
    }
}
