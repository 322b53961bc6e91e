//! `migrate.repair_indexes`: every index that is invalid is made valid, or dropped where it is only left over.

use crate::error::Result;
use crate::facts::{Catalog, Index, Table};
use crate::lock::Mode;
use crate::name::shown;
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::request::{Operation, RepairIndexes};
use crate::steps::again;
use crate::steps::citus;
use crate::steps::free::check_schema;
use crate::steps::operation::SafeOperation;

impl SafeOperation for RepairIndexes {
    fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        if let Some(table) = &self.table {
            catalog.table(table)?.check()?;
        }
        let mut drops = Vec::new();
        let mut rebuilt = Vec::new();
        let mut unique = Vec::new();
        let mut partitioned = Vec::new();
        if let Some(schema) = &self.schema {
            check_schema(catalog, schema)?;
        }
        for table in catalog.with_invalid_indexes(self.schema.as_deref(), self.table.as_ref())? {
            let table = catalog.table(&table)?;
            for index in table.indexes.iter().filter(|index| !index.is_valid) {
                if table.citus.is_some() {
                    rebuilt.extend(on_nodes(catalog, &table, index)?);
                    continue;
                }
                if table.is_partitioned() {
                    // One that is attached is mended with the one above it.
                    if index.parent.is_none() {
                        partitioned.extend(of_tree(catalog, &table, index)?);
                    }
                    continue;
                }
                let draft = match (is_leftover(&index.name), table.is_small) {
                    (true, true) => plain("DROP", &table, index),
                    (true, false) => concurrently("DROP", " IF EXISTS", &table, index),
                    (false, true) => plain("REINDEX", &table, index),
                    (false, false) => concurrently("REINDEX", "", &table, index),
                };
                let draft = match catalog.builder(index) {
                    Some(pid) => draft.left_alone(format!("pid {pid} is building it now")),
                    None if is_leftover(&index.name) => {
                        draft.because("left by a REINDEX CONCURRENTLY that was broken off")
                    }
                    None => draft,
                };
                // What may fail, for duplicates, comes behind what does not.
                match (is_leftover(&index.name), index.definition.starts_with("UNIQUE ")) {
                    (true, _) => drops.push(draft),
                    (false, false) => rebuilt.push(draft),
                    (false, true) => unique.push(draft),
                }
            }
        }
        let all = [drops, rebuilt, unique, partitioned];
        let mut drafts: Vec<Draft> = Vec::new();
        for draft in all.into_iter().flatten() {
            // Partitions' indexes are mended by themselves, and again in the tree above them.
            if !drafts.iter().any(|there| there.sql == draft.sql) {
                drafts.push(draft.apart());
            }
        }
        Ok(drafts)
    }

    fn inverse(&self, _: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        Ok(Some(Vec::new()))
    }
}

/// Whether a name is one that REINDEX CONCURRENTLY gives.
fn is_leftover(name: &str) -> bool {
    let body = name.trim_end_matches(|c: char| c.is_ascii_digit());
    body.ends_with("_ccnew") || body.ends_with("_ccold")
}

fn plain(verb: &str, table: &Table, index: &Index) -> Draft {
    let sql = format!("{verb} INDEX {}", index.sql);
    Draft::new(in_words(verb, index, false), sql, Mode::AccessExclusive, table).because("the table is small")
}

fn concurrently(verb: &str, if_exists: &str, table: &Table, index: &Index) -> Draft {
    let sql = format!("{verb} INDEX CONCURRENTLY{if_exists} {}", index.sql);
    Draft::new(in_words(verb, index, true), sql, Mode::ShareUpdateExclusive, table)
}

fn in_words(verb: &str, index: &Index, is_concurrent: bool) -> String {
    match verb {
        "DROP" => words::drop_index(&index.name, is_concurrent),
        _ => words::reindex(&index.name, is_concurrent),
    }
}

/// What makes an index valid on all nodes of Citus: it is dropped everywhere, and built again. To reindex it would make it
/// valid on the coordinator while it is not so elsewhere.
fn on_nodes(catalog: &dyn Catalog, table: &Table, index: &Index) -> Result<Vec<Draft>> {
    let left = |why: String| {
        let draft = concurrently("DROP", " IF EXISTS", table, index);
        Ok(vec![draft.left_alone(why)])
    };
    let has_more = !index.statistics.is_empty() || !index.extensions.is_empty();
    if has_more || !citus::may_be_changed(table, catalog) {
        return left(format!("Citus manages table {}", table.display));
    }
    if table.is_unanswered {
        return left("not all nodes of Citus say what they have".into());
    }
    if let Some(pid) = catalog.builder(index) {
        return left(format!("pid {pid} is building it now"));
    }
    if let Some(constraint) = &index.constraint {
        return left(format!("it belongs to constraint {}, on nodes of Citus", shown(constraint)));
    }
    if is_leftover(&index.name) {
        return left("left by a REINDEX CONCURRENTLY, which has others on the nodes of Citus".into());
    }
    let drafts = again::index(table, index).drafts(catalog)?;
    Ok(drafts.into_iter().filter(|draft| !draft.is_done).collect())
}

/// What is missing until the index of a partitioned table is valid.
fn of_tree(catalog: &dyn Catalog, table: &Table, index: &Index) -> Result<Vec<Draft>> {
    let constraint = index.constraint.as_deref().and_then(|name| table.constraint(name));
    let drafts = match constraint {
        Some(constraint) => again::key(table, constraint, Some(index)).drafts(catalog)?,
        None => again::index(table, index).drafts(catalog)?,
    };
    Ok(drafts.into_iter().filter(|draft| !draft.is_done).collect())
}
