//! `migrate.safe_reindex`: an index or all indexes of a table, CONCURRENTLY on a table in use; on a partitioned one
//! for each partition. Whoever may maintain a table may do it.

use crate::error::{DefinitionError, Result};
use crate::facts::{Catalog, Constraint, Index, Table};
use crate::lock::Mode;
use crate::name::{object_name, shown};
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::relation::Relation;
use crate::request::{Operation, Reindex, ReplaceIndex};
use crate::steps::again;
use crate::steps::operation::SafeOperation;
use crate::steps::tree::{check_maintained as maintained, left_out};
use crate::text::joined;

impl SafeOperation for Reindex {
    fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let mut drafts = Vec::new();
        if let Some(table) = catalog.table_of_index(&self.name)? {
            maintained(&table)?;
            if let Some(index) = table.indexes.iter().find(|index| index.name == self.name.name) {
                match table.citus {
                    Some(_) => drafts.extend(on_nodes(catalog, &table, index)?),
                    None => of_index(&table, index, &mut drafts)?,
                }
            }
        } else {
            let table = catalog.table(&self.name)?;
            maintained(&table)?;
            if table.citus.is_some() {
                // What the name of one is, another may be left of.
                let left = |index: &&Index| !is_left(&table, index);
                for index in table.indexes.iter().filter(left) {
                    drafts.extend(on_nodes(catalog, &table, index)?);
                }
                return Ok(drafts);
            }
            let has_indexes = |table: &&Table| !table.is_partitioned() && table.kind != "f";
            drafts.extend(table.tree().into_iter().filter(has_indexes).map(of_table));
            let left_out = left_out(&table, "has none");
            if let Some(last) = drafts.last_mut()
                && !left_out.is_empty()
            {
                let why = [std::mem::take(&mut last.detail), left_out];
                last.detail = joined(why);
            }
        }
        Ok(drafts)
    }

    /// The indexes are as they were, only smaller.
    fn inverse(&self, _: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        Ok(Some(Vec::new()))
    }
}

/// The index itself, or those attached to it: the server cannot do several of them in one transaction.
fn of_index(table: &Table, index: &Index, drafts: &mut Vec<Draft>) -> Result<()> {
    if table.is_partitioned() {
        for partition in &table.partitions {
            let mut own = partition.indexes.iter().filter(|own| own.parent == Some(index.oid));
            own.try_for_each(|own| of_index(partition, own, drafts))?;
        }
    } else if table.is_small {
        drafts.push(plain(&index.name, format!("REINDEX INDEX {}", index.sql), table));
    } else if let Some(constraint) = exclusion(table, index) {
        let (table, index, is_key) = (table.display.clone(), index.name.clone(), constraint.kind != "x");
        return Err(DefinitionError::Exclusion { index, table, is_key }.into());
    } else {
        let sql = format!("REINDEX INDEX CONCURRENTLY {}", index.sql);
        let what = words::reindex(&index.name, true);
        drafts.push(Draft::new(what, sql, Mode::ShareUpdateExclusive, table));
    }
    Ok(())
}

/// What REINDEX leaves on the nodes of Citus when it is broken off stays there. So another index is built, which takes the
/// name over.
fn on_nodes(catalog: &dyn Catalog, table: &Table, index: &Index) -> Result<Vec<Draft>> {
    if let Some(constraint) = &index.constraint {
        let sql = format!("REINDEX INDEX CONCURRENTLY {}", index.sql);
        let draft = Draft::new(words::reindex(&index.name, true), sql, Mode::ShareUpdateExclusive, table);
        let why = format!("it belongs to constraint {}, on nodes of Citus", shown(constraint));
        return Ok(vec![draft.left_alone(why)]);
    }
    let schema = Some(table.schema.clone());
    let replace = ReplaceIndex {
        index: Relation { schema, name: index.name.clone() },
        wanted: again::index(table, index),
    };
    replace.drafts_of(catalog, true)
}

/// Whether it is what a call that was broken off has begun, or has replaced.
fn is_left(table: &Table, index: &Index) -> bool {
    let is = |name: &str, end: &str| object_name(&[name], end) == index.name;
    table.indexes.iter().any(|other| is(&other.name, "new") || is(&other.name, "old"))
}

fn of_table(table: &Table) -> Draft {
    if table.is_small {
        return plain(&table.name, format!("REINDEX TABLE {}", table.sql), table);
    }
    let sql = format!("REINDEX TABLE CONCURRENTLY {}", table.sql);
    let draft = Draft::new(words::reindex(&table.name, true), sql, Mode::ShareUpdateExclusive, table);
    let left_out = |index: &&Index| exclusion(table, index).is_some() || !index.is_valid;
    let left_out: Vec<&str> =
        table.indexes.iter().filter(left_out).map(|index| index.name.as_str()).collect();
    if left_out.is_empty() {
        return draft;
    }
    draft.because(format!("the server leaves out what is invalid or excludes: {}", left_out.join(", ")))
}

fn plain(name: &str, sql: String, table: &Table) -> Draft {
    // SHARE on the table, but no query is planned past an index that is locked.
    Draft::new(words::reindex(name, false), sql, Mode::AccessExclusive, table).because("the table is small")
}

/// The constraint of an index that is never built concurrently.
fn exclusion<'a>(table: &'a Table, index: &Index) -> Option<&'a Constraint> {
    table.constraint(index.constraint.as_deref()?).filter(|constraint| constraint.excludes())
}
