//! The change where the server need not look at the rows, or they are few. What would make it look at them, or stand in
//! its way, is dropped and made again in the same transaction.

use super::as_before::{AsBefore, kept_by_indexes};
use super::hanging::check_views;
use super::written::default;
use super::{keys, remade, views};
use crate::backfill::closed;
use crate::error::Result;
use crate::facts::hanging::{Key, Remade};
use crate::facts::{Catalog, Retyped, Table};
use crate::lock::Mode;
use crate::name::Quoting;
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::request::ChangeType;
use crate::steps::rows::Look;

pub(super) fn drafts(
    change: &ChangeType,
    catalog: &dyn Catalog,
    table: &Table,
    retyped: &Retyped,
    is_small: bool,
) -> Result<Vec<Draft>> {
    let hanging = catalog.hanging(table, &change.column)?.reworded(&change.restore);
    check_views(&hanging, table, &change.column)?;
    let column = catalog.quote(&change.column);
    let alter = |what: String, action: String| {
        Draft::new(what, format!("ALTER TABLE {} {action}", table.sql), Mode::AccessExclusive, table)
    };
    // The rows of a table that refers to this one may be many. Where the type needs no look at the rows, the server needs none
    // for a key either, and can be left alone with one that cannot be NOT VALID.
    let is_plain = is_small && hanging.keys.iter().all(|key| key.is_small)
        || table.is_partitioned()
        || hanging.keys.iter().any(|key| !key.can_be_apart);
    let keys: &[Key] = if is_plain { &[] } else { &hanging.keys };
    let mut checks =
        if is_small || table.has_children { Vec::new() } else { hanging.constraints_of(table, &["c"]) };
    // The server reads no row for what it does not check.
    checks.retain(|check| check.is_enforced);
    let as_before = AsBefore::of(change, table, &hanging);
    // First, since that tells afterwards that they are to be validated still.
    let mut drafts: Vec<Draft> = keys.iter().map(|key| key.drop(catalog)).collect();
    drafts.extend(checks.iter().map(|check| Draft::drop_constraint(catalog, table, &check.name)));
    drafts.extend(as_before.drop(catalog, &checks));
    let in_the_way = |one: &Remade| one.is_in_the_way;
    drafts.extend(views::drop(catalog, &hanging)?);
    drafts.extend(remade::drop(&hanging, in_the_way));
    let there = table.column(&change.column)?;
    let mut own = alter_type(change, catalog, table);
    let default = match change.default_before(there.default.as_ref()) {
        Some(before) => Some(before.to_string()),
        None => default(catalog, table, there, &retyped.column, change.using_of_default())?,
    };
    if let Some(default) = &default
        && there.default.as_ref() != Some(default)
    {
        let what = words::alter_column(&change.column, "drop default");
        drafts.push(alter(what, format!("ALTER COLUMN {column} DROP DEFAULT")));
        drafts.push(own);
        let what = words::alter_column(&change.column, "set default");
        own = alter(what, format!("ALTER COLUMN {column} SET DEFAULT {default}"));
    }
    let own = own.or_names(rows(change, catalog, table, retyped));
    let why = if retyped.rewrites { "the table is small" } else { "no row is read or written" };
    drafts.push(own.because(why));
    drafts.extend(hanging.sequence.iter().filter_map(|own| own.retyped(&retyped.column.data_type)));
    for check in &checks {
        let definition = as_before.check(check);
        let add = format!("ADD CONSTRAINT {} {definition} NOT VALID", catalog.quote(&check.name));
        drafts.push(alter(words::add_not_valid(&check.name), add));
        drafts.extend(keys::comment(&hanging, catalog, table, &check.name));
    }
    drafts.extend(as_before.create(catalog, &checks));
    drafts.extend(kept_by_indexes(catalog, table, &hanging));
    drafts.extend(keys.iter().flat_map(|key| key.add(catalog)));
    drafts.extend(views::create(catalog, &hanging, (there.default.as_ref(), default.as_ref()))?);
    drafts.extend(remade::create(&hanging, in_the_way));
    let valid = checks.iter().filter(|check| check.is_valid);
    drafts.extend(valid.map(|check| Draft::validate(catalog, table, &check.name)));
    drafts.extend(keys.iter().filter(|key| key.is_valid).map(|key| key.validate(catalog)));
    Ok(drafts)
}

/// The column has the type; what was broken off before it was validated is gone on with.
pub(super) fn done(change: &ChangeType, catalog: &dyn Catalog, table: &Table) -> Result<Vec<Draft>> {
    let mut drafts = vec![alter_type(change, catalog, table).done_if(true)];
    let hanging = catalog.hanging(table, &change.column)?;
    let checks = hanging.constraints_of(table, &["c"]);
    let is_begun =
        checks.iter().any(|check| catalog.has_run(&Draft::drop_constraint(catalog, table, &check.name).sql))
            || hanging.keys.iter().any(|key| catalog.has_run(&key.drop(catalog).sql));
    if is_begun {
        let open = checks.iter().filter(|check| check.is_open());
        drafts.extend(open.map(|check| Draft::validate(catalog, table, &check.name)));
        let open = hanging.keys.iter().filter(|key| key.is_open());
        drafts.extend(open.map(|key| key.validate(catalog)));
    }
    Ok(drafts)
}

/// The look for a row whose value does not fit; none where the server looks at none.
fn rows(change: &ChangeType, names: &dyn Quoting, table: &Table, retyped: &Retyped) -> Option<String> {
    let value = change.using.clone().unwrap_or_else(|| names.quote(&change.column));
    let hint = "Mend the row, or give a using_expression that knows a value for it. Then call it again.";
    let look = Look::for_failure(table, &change.table.name, "false".into(), hint);
    let value = Some((value, retyped.column.data_type.clone()));
    retyped.rewrites.then(|| Look { value, scope: change.scope.as_ref(), ..look }.sql(names))
}

/// The one statement that the server has for it.
pub(super) fn alter_type(change: &ChangeType, names: &dyn Quoting, table: &Table) -> Draft {
    let column = names.quote(&change.column);
    let using = change.using.as_ref().map(|using| format!(" USING {}", closed(using)));
    let sql = format!(
        "ALTER TABLE {} ALTER COLUMN {column} TYPE {}{}",
        table.sql,
        change.data_type,
        using.unwrap_or_default()
    );
    let what = words::alter_column(&change.column, &format!("type {}", change.data_type));
    Draft::new(what, sql, Mode::AccessExclusive, table)
}
