//! The exchange: one short transaction in which the new column takes the old one's name and place. No row is read.

use super::ends::Ends;
use super::{keys, remade, views};
use crate::error::Result;
use crate::facts::hanging::Remade;
use crate::facts::{Catalog, Hanging, Sharing, Table};
use crate::lock::Mode;
use crate::name::Quoting;
use crate::plan::draft::Draft;
use crate::steps::sharing::grants;
use crate::steps::sync::Follow;

pub(super) fn drafts(catalog: &dyn Catalog, ends: &Ends, follow: &Follow) -> Result<Vec<Draft>> {
    let (table, hanging, old) = (ends.table, ends.hanging, ends.column);
    let alter = |action: String| {
        Draft::new(format!("ALTER TABLE {} {action}", table.sql), Mode::AccessExclusive, table)
    };
    let nothing = |sql: String| Draft::of_nothing(sql);
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
        drafts.push(alter(format!("DROP CONSTRAINT {}", quote(&there.name))));
    }
    if default.is_some() {
        drafts.push(alter(format!("ALTER COLUMN {column} DROP DEFAULT")));
    }
    drafts.push(alter(format!("RENAME COLUMN {column} TO {away}")));
    drafts.push(alter(format!("RENAME COLUMN {name} TO {column}")).because("takes its place"));
    if old.is_not_null {
        let set = alter(format!("ALTER COLUMN {column} SET NOT NULL"));
        drafts.push(set.because("the constraint proves it: no row is read"));
        drafts.push(alter(format!("DROP CONSTRAINT {}", quote(&ends.helper()))));
    }
    if let Some(default) = &default {
        drafts.push(alter(format!("ALTER COLUMN {column} SET DEFAULT {default}")));
    }
    if let Some(sequence) = &hanging.sequence {
        drafts.extend(sequence.retyped(&ends.to.data_type));
        let beside = ends.away_of(&sequence.name);
        drafts.extend(sequence.moved(catalog, table, &old.name, &ends.away, &beside)?);
    }
    if old.is_not_null {
        drafts.push(alter(format!("ALTER COLUMN {away} DROP NOT NULL")));
    }
    drafts.extend(ends.exchange_indexes(catalog)?);
    for there in &checks {
        let (own, copy) = (quote(&there.name), quote(&ends.copy_of(&there.name)));
        drafts.push(alter(format!("RENAME CONSTRAINT {copy} TO {own}")));
    }
    for there in &checks {
        drafts.extend(keys::comment(hanging, catalog, table, &there.name));
    }
    for setting in &hanging.settings {
        drafts.push(alter(format!("ALTER COLUMN {column} {setting}")));
    }
    for (partition, setting) in &hanging.of_partitions {
        drafts.push(nothing(format!("ALTER TABLE ONLY {partition} ALTER COLUMN {column} {setting}")));
    }
    for table in table.tree() {
        drafts.extend(of_column(catalog, table, &old.name, &ends.away).into_iter().map(nothing));
    }
    drafts.extend(hanging.keys.iter().flat_map(|key| key.add(catalog)));
    drafts.extend(views::create(catalog, hanging, (old.default.as_ref(), default.as_ref()))?);
    drafts.extend(remade::create(hanging, all));
    let follow = follow.function(catalog, table)?;
    drafts.push(follow.because("keeps the other column in step from now on"));
    drafts.extend(hanging.keys.iter().map(|key| key.validate(catalog)));
    drafts.extend(remade::analyze(hanging, table));
    // What is before it is committed: it must not stand in the middle.
    if let Some(first) = drafts.first_mut() {
        first.is_apart = true;
    }
    Ok(drafts)
}

/// Comment and privileges, which a partition has of its own.
fn of_column(catalog: &dyn Catalog, table: &Table, name: &String, away: &str) -> Vec<String> {
    let (column, away) = (catalog.quote(name), catalog.quote(away));
    let mut statements = Vec::new();
    let there = table.columns.iter().find(|there| there.name == *name);
    if let Some(comment) = there.and_then(|there| there.comment.as_ref()) {
        let comment = catalog.literal(comment);
        statements.push(format!("COMMENT ON COLUMN {}.{column} IS {comment}", table.sql));
        statements.push(format!("COMMENT ON COLUMN {}.{away} IS NULL", table.sql));
    }
    let mut sharing = Sharing { grants: catalog.sharing(table).grants, ..Sharing::default() };
    sharing.grants.retain_mut(|grant| {
        let is_its = grant.columns.contains(name);
        grant.columns = vec![name.clone()];
        is_its
    });
    statements.extend(grants(catalog, &sharing, &table.sql));
    statements
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
    let mut drafts = vec![Draft::new(rename, Mode::AccessExclusive, table).done_if(true)];
    drafts.extend(hanging.keys.iter().map(|key| key.validate(names).done_if(key.is_valid)));
    drafts
}
