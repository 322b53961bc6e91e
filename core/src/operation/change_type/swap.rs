//! The exchange: one short transaction in which the new column takes the old one's name and place. No row is read.

use super::super::sharing::{Sharing, grants};
use super::super::table::Table;
use super::super::{Catalog, CreateIndex, Draft};
use super::expand::{Ends, Follow, copy_name};
use super::objects::{self, Hanging};
use crate::error::Result;
use crate::lock::Mode;

pub(super) fn drafts(catalog: &dyn Catalog, ends: &Ends, follow: &Follow) -> Result<Vec<Draft>> {
    let (table, hanging, old) = (ends.table, ends.hanging, ends.column);
    let alter = |action: String| {
        Draft::new(format!("ALTER TABLE {} {action}", table.sql), Mode::AccessExclusive, table)
    };
    let nothing = |sql: String| Draft::of_nothing(sql);
    let quote = |name: &str| catalog.quote(name);
    let (column, name, away) = (quote(&old.name), quote(&ends.name), quote(&ends.away));
    let indexes = ends.indexes(catalog)?;
    let (keys, checks) = (hanging.constraints_of(table, &["p", "u"]), hanging.constraints_of(table, &["c"]));
    let default = objects::default(catalog, table, old, ends.to)?;

    let mut drafts = objects::drop_views(catalog, hanging)?;
    drafts.extend(hanging.keys.iter().map(|key| key.drop(catalog)));
    for there in keys.iter().chain(&checks) {
        drafts.push(alter(format!("DROP CONSTRAINT {}", quote(&there.name))));
    }
    for (index, _) in indexes.iter().filter(|(index, _)| index.constraint.is_none()) {
        drafts.push(Draft::new(format!("DROP INDEX {}", index.sql), Mode::AccessExclusive, table));
    }
    if default.is_some() {
        drafts.push(alter(format!("ALTER COLUMN {column} DROP DEFAULT")));
    }
    if old.is_not_null {
        drafts.push(alter(format!("ALTER COLUMN {column} DROP NOT NULL")));
    }
    drafts.push(alter(format!("RENAME COLUMN {column} TO {away}")));
    drafts.push(alter(format!("RENAME COLUMN {name} TO {column}")).because("takes its place"));
    if old.is_not_null {
        let set = alter(format!("ALTER COLUMN {column} SET NOT NULL"));
        drafts.push(set.because("the constraint proves it: no row is read"));
        drafts.push(alter(format!("DROP CONSTRAINT {}", quote(&ends.helper()))));
    }
    if let Some(default) = default {
        drafts.push(alter(format!("ALTER COLUMN {column} SET DEFAULT {default}")));
    }
    drafts.extend(hanging.sequence_type(catalog, &ends.to.data_type));
    if let Some(sequence) = &hanging.sequence {
        drafts.push(nothing(format!("ALTER SEQUENCE {} OWNED BY {}.{column}", sequence.sql, table.sql)));
    }
    for there in &keys {
        let words = if there.kind == "p" { "PRIMARY KEY" } else { "UNIQUE" };
        let (own, copy) = (quote(&there.name), quote(&copy_name(&there.name, &ends.name)));
        let deferrable = super::super::deferrable::Deferrable::of(&there.definition);
        let add = alter(format!("ADD CONSTRAINT {own} {words} USING INDEX {copy}{}", deferrable.words()));
        drafts.push(add.because("takes the index over: no row is read"));
    }
    for there in &checks {
        let (own, copy) = (quote(&there.name), quote(&copy_name(&there.name, &ends.name)));
        drafts.push(alter(format!("RENAME CONSTRAINT {copy} TO {own}")));
    }
    for there in keys.iter().chain(&checks) {
        drafts.extend(hanging.constraint_comment(catalog, table, &there.name));
    }
    drafts.extend(of_indexes(catalog, table, &indexes));
    for setting in &hanging.settings {
        drafts.push(alter(format!("ALTER COLUMN {column} {setting}")));
    }
    if let Some(comment) = &old.comment {
        let comment = catalog.literal(comment);
        drafts.push(nothing(format!("COMMENT ON COLUMN {}.{column} IS {comment}", table.sql)));
        drafts.push(nothing(format!("COMMENT ON COLUMN {}.{away} IS NULL", table.sql)));
    }
    let mut sharing = Sharing { grants: catalog.sharing(table).grants, ..Sharing::default() };
    sharing.grants.retain_mut(|grant| {
        let is_its = grant.columns.contains(&old.name);
        grant.columns = vec![old.name.clone()];
        is_its
    });
    drafts.extend(grants(catalog, &sharing, &table.sql).into_iter().map(nothing));
    drafts.extend(hanging.keys.iter().flat_map(|key| key.add(catalog)));
    drafts.extend(objects::create_views(catalog, hanging)?);
    let follow = follow.function(catalog, table, &old.name);
    drafts.push(follow.because("keeps the other column in step from now on"));
    drafts.extend(hanging.keys.iter().map(|key| key.validate(catalog)));
    // What is before it is committed: it must not stand in the middle.
    if let Some(first) = drafts.first_mut() {
        first.is_apart = true;
    }
    Ok(drafts)
}

/// The new indexes take the old ones' names, and all else that they have.
fn of_indexes(
    catalog: &dyn Catalog,
    table: &Table,
    indexes: &[(&super::super::table::Index, CreateIndex)],
) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (index, copy) in indexes {
        let name = catalog.quote(&index.name);
        if let (None, Some(copy)) = (&index.constraint, &copy.name) {
            let copy = format!("{}.{}", catalog.quote(&table.schema), catalog.quote(copy));
            drafts.push(Draft::of_nothing(format!("ALTER INDEX {copy} RENAME TO {name}")));
        }
        if let Some(comment) = &index.comment {
            let comment = catalog.literal(comment);
            drafts.push(Draft::of_nothing(format!("COMMENT ON INDEX {} IS {comment}", index.sql)));
        }
        let alter = |action: String| {
            Draft::new(format!("ALTER TABLE {} {action}", table.sql), Mode::AccessExclusive, table)
        };
        if index.is_replica_identity {
            drafts.push(alter(format!("REPLICA IDENTITY USING INDEX {name}")));
        }
        if index.is_clustered {
            drafts.push(alter(format!("CLUSTER ON {name}")));
        }
    }
    drafts
}

/// What is left to do when the exchange is committed.
pub(super) fn rest(
    catalog: &dyn Catalog,
    table: &Table,
    hanging: &Hanging,
    column: &str,
    away: &str,
) -> Vec<Draft> {
    let rename = format!(
        "ALTER TABLE {} RENAME COLUMN {} TO {}",
        table.sql,
        catalog.quote(column),
        catalog.quote(away)
    );
    let mut drafts = vec![Draft::new(rename, Mode::AccessExclusive, table).done_if(true)];
    drafts.extend(hanging.keys.iter().map(|key| key.validate(catalog).done_if(key.is_valid)));
    drafts
}
