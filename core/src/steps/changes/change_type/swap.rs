//! The exchange: one short transaction in which the new column takes the old one's name and place. No row is read.

use super::ends::Ends;
use super::{keys, remade, views};
use crate::error::Result;
use crate::facts::hanging::Remade;
use crate::facts::{Catalog, Hanging, Sharing, Table};
use crate::lock::Mode;
use crate::name::Quoting;
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::steps::sharing::grants;
use crate::steps::sync::Follow;

pub(super) fn drafts(catalog: &dyn Catalog, ends: &Ends, follow: &Follow) -> Result<Vec<Draft>> {
    let (table, hanging, old) = (ends.table, ends.hanging, ends.column);
    let alter = |what: String, action: String| {
        Draft::new(what, format!("ALTER TABLE {} {action}", table.sql), Mode::AccessExclusive, table)
    };
    let own = |how: &str| words::alter_column(&old.name, how);
    let quote = |name: &str| catalog.quote(name);
    let (column, name, away) = (quote(&old.name), quote(&ends.name), quote(&ends.away));
    let checks = hanging.constraints_of(table, &["c"]);
    let default = ends.default(catalog)?;

    let all = |_: &Remade| true;
    let mut drafts = views::drop(catalog, hanging)?;
    drafts.extend(remade::drop(hanging, all));
    drafts.extend(hanging.keys.iter().map(|key| key.drop(catalog)));
    drafts.extend(ends.drop_indexes(catalog));
    drafts.extend(ends.drop_left(catalog));
    for there in &checks {
        drafts.push(Draft::drop_constraint(catalog, table, &there.name));
    }
    if default.is_some() {
        drafts.push(alter(own("drop default"), format!("ALTER COLUMN {column} DROP DEFAULT")));
    }
    let what = words::rename_column(&old.name, &ends.away);
    drafts.push(alter(what, format!("RENAME COLUMN {column} TO {away}")));
    let what = words::rename_column(&ends.name, &old.name);
    drafts.push(alter(what, format!("RENAME COLUMN {name} TO {column}")).because("takes its place"));
    drafts.extend(ends.give_not_null(catalog));
    if let Some(default) = &default {
        drafts.push(alter(own("set default"), format!("ALTER COLUMN {column} SET DEFAULT {default}")));
    }
    if let Some(sequence) = &hanging.sequence {
        drafts.extend(sequence.retyped(&ends.to.data_type));
        let beside = ends.away_of(&sequence.name);
        drafts.extend(sequence.moved(catalog, table, &old.name, &ends.away, &beside)?);
    }
    drafts.extend(ends.take_not_null(catalog));
    drafts.extend(ends.exchange_indexes(catalog)?);
    for there in &checks {
        let copy = ends.copy_of(&there.name);
        let what = words::table_uses("rename constraint to", &there.name);
        let rename = format!("RENAME CONSTRAINT {} TO {}", quote(&copy), quote(&there.name));
        drafts.push(alter(what, rename));
    }
    for there in &checks {
        drafts.extend(keys::comment(hanging, catalog, table, &there.name));
    }
    for setting in &hanging.settings {
        drafts.push(alter(own("set options"), format!("ALTER COLUMN {column} {setting}")));
    }
    for (partition, setting) in &hanging.of_partitions {
        let sql = format!("ALTER TABLE ONLY {partition} ALTER COLUMN {column} {setting}");
        drafts.push(Draft::of_nothing(own("set options"), sql));
    }
    for table in table.tree() {
        drafts.extend(of_column(catalog, table, &old.name, &ends.away));
    }
    drafts.extend(hanging.keys.iter().flat_map(|key| key.add(catalog)));
    drafts.extend(views::create(catalog, hanging, (old.default.as_ref(), default.as_ref()))?);
    drafts.extend(remade::create(hanging, all));
    let follow = follow.function(catalog, table)?;
    drafts.push(follow.because("keeps the other column in step from now on"));
    let enforced = hanging.keys.iter().filter(|key| key.is_enforced());
    drafts.extend(enforced.map(|key| key.validate(catalog)));
    drafts.extend(remade::analyze(hanging, table));
    // What is before it is committed: it must not stand in the middle.
    if let Some(first) = drafts.first_mut() {
        first.is_apart = true;
    }
    Ok(drafts)
}

/// Comment and privileges, which a partition has of its own.
fn of_column(catalog: &dyn Catalog, table: &Table, name: &String, away: &str) -> Vec<Draft> {
    let comment_on = |name: &str, sql: String| Draft::of_nothing(words::comment_on("column", name), sql);
    let (column, hidden) = (catalog.quote(name), catalog.quote(away));
    let mut drafts = Vec::new();
    let there = table.columns.iter().find(|there| there.name == *name);
    if let Some(comment) = there.and_then(|there| there.comment.as_ref()) {
        let comment = catalog.literal(comment);
        drafts.push(comment_on(name, format!("COMMENT ON COLUMN {}.{column} IS {comment}", table.sql)));
        drafts.push(comment_on(away, format!("COMMENT ON COLUMN {}.{hidden} IS NULL", table.sql)));
    }
    let mut sharing = Sharing { grants: catalog.sharing(table).grants, ..Sharing::default() };
    sharing.grants.retain_mut(|grant| {
        let is_its = grant.columns.contains(name);
        grant.columns = vec![name.clone()];
        is_its
    });
    let privileges = |sql: String| Draft::of_nothing(words::copy_privileges(name), sql);
    drafts.extend(grants(catalog, &sharing, &table.sql).into_iter().map(privileges));
    drafts
}

/// What is left to do when the exchange is committed.
pub(super) fn rest(
    names: &dyn Quoting,
    table: &Table,
    hanging: &Hanging,
    column: &str,
    away: &str,
) -> Vec<Draft> {
    let rename =
        format!("ALTER TABLE {} RENAME COLUMN {} TO {}", table.sql, names.quote(column), names.quote(away));
    let what = words::rename_column(column, away);
    let mut drafts = vec![Draft::new(what, rename, Mode::AccessExclusive, table).done_if(true)];
    let enforced = hanging.keys.iter().filter(|key| key.is_enforced());
    drafts.extend(enforced.map(|key| key.validate(names).done_if(key.is_valid)));
    drafts
}
