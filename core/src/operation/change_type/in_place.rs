//! The change where the server need not look at the rows, or they are few. What would make it look at them, or stand in
//! its way, is dropped and made again in the same transaction.

use super::super::table::Table;
use super::super::{Catalog, Draft};
use super::{ChangeType, Retyped, objects};
use crate::error::Result;
use crate::lock::Mode;

pub(super) fn drafts(
    change: &ChangeType,
    catalog: &dyn Catalog,
    table: &Table,
    retyped: &Retyped,
    is_small: bool,
) -> Result<Vec<Draft>> {
    let hanging = catalog.hanging(table, &change.column)?;
    hanging.check_views(table, &change.column)?;
    let column = catalog.quote(&change.column);
    let alter = |action: String| {
        Draft::new(format!("ALTER TABLE {} {action}", table.sql), Mode::AccessExclusive, table)
    };
    // Only an ordinary table can have keys that are NOT VALID; the rows of one that refers to it may be many.
    let is_plain = is_small && hanging.keys.iter().all(|key| key.is_small) || table.is_partitioned();
    let keys: &[objects::Key] = if is_plain { &[] } else { &hanging.keys };
    let checks = if is_plain { Vec::new() } else { hanging.constraints_of(table, &["c"]) };
    let mut drafts = objects::drop_views(catalog, &hanging)?;
    drafts.extend(keys.iter().map(|key| key.drop(catalog)));
    drafts
        .extend(checks.iter().map(|check| alter(format!("DROP CONSTRAINT {}", catalog.quote(&check.name)))));
    let there = table.column(&change.column)?;
    let mut own = change.alter(catalog, table);
    if let Some(default) = objects::default(catalog, table, there, &retyped.column)?
        && there.default.as_ref() != Some(&default)
    {
        drafts.push(alter(format!("ALTER COLUMN {column} DROP DEFAULT")));
        drafts.push(own);
        own = alter(format!("ALTER COLUMN {column} SET DEFAULT {default}"));
    }
    let why = if retyped.rewrites { "the table is small" } else { "no row is read or written" };
    drafts.push(own.because(why));
    drafts.extend(hanging.sequence_type(catalog, &retyped.column.data_type));
    for check in &checks {
        let definition = check.definition.trim_end_matches(" NOT VALID");
        drafts.push(alter(format!("ADD CONSTRAINT {} {definition} NOT VALID", catalog.quote(&check.name))));
        drafts.extend(hanging.constraint_comment(catalog, table, &check.name));
    }
    drafts.extend(keys.iter().flat_map(|key| key.add(catalog)));
    drafts.extend(objects::create_views(catalog, &hanging)?);
    for check in checks.iter().filter(|check| check.is_valid) {
        let sql = format!("ALTER TABLE {} VALIDATE CONSTRAINT {}", table.sql, catalog.quote(&check.name));
        let validate = Draft::new(sql, Mode::ShareUpdateExclusive, table);
        drafts.push(validate.apart().because("reads the table, stops nobody"));
    }
    drafts.extend(keys.iter().filter(|key| key.is_valid).map(|key| key.validate(catalog)));
    Ok(drafts)
}

/// The column has the type.
pub(super) fn done(change: &ChangeType, catalog: &dyn Catalog, table: &Table) -> Vec<Draft> {
    vec![change.alter(catalog, table).done_if(true)]
}
