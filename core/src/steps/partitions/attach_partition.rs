//! `migrate.safe_attach_partition`: everything that ATTACH would do while it holds its locks is done before, so that it
//! only looks: indexes, keys, NOT NULLs and constraints of the parent, and proofs that no row is out of bounds.

mod fits;
mod keys;
mod prepared;
mod proof;

use self::fits::{fits, is_attached};
use self::keys::{foreign_keys, has_key};
use self::prepared::prepared;
use self::proof::{default_proof, definition, drop, own_proof, proof};
use crate::error::Result;
use crate::facts::{Bound, Catalog, Table};
use crate::lock::Mode;
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::request::{AttachPartition, DetachPartition, Operation};
use crate::steps::again;
use crate::steps::operation::SafeOperation;
use crate::steps::partitions::parent_and_partition;

const DEFAULT: &str = "DEFAULT";

impl SafeOperation for AttachPartition {
    fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let (parent, partition) = parent_and_partition(catalog, &self.parent, &self.partition)?;
        let wanted = catalog.bound(&parent, &partition, &self.bound)?;
        let is_done = is_attached(&parent, &partition, &wanted)?;
        fits(&parent, &partition)?;
        keys::check_enforcement(&parent, &partition)?;
        let default = parent.partitions.iter().find(|there| there.bound.as_deref() == Some(DEFAULT));
        let default = default.filter(|default| default.oid != partition.oid);
        let mut drafts = Vec::new();
        let is_small = partition.tree().iter().all(|table| table.is_small);
        if !is_done {
            for operation in prepared(catalog, &parent, &partition)? {
                extend(&mut drafts, operation.drafts(catalog)?, is_small);
            }
            extend(&mut drafts, keys::of_trees(catalog, &parent, &partition), is_small);
        }
        let mut leftovers = Vec::new();
        let own = proof(catalog, &partition, own_proof(&partition), wanted.whole.as_deref())?;
        let mut is_proven = String::new();
        if wanted.is_beyond_proof && !is_small {
            is_proven =
                "reads the partition while that is locked: the server takes no proof of such a hash".into();
        } else if let Some(own) = own {
            let why = "reads the table, stops nobody";
            is_proven = own.drafts(catalog, &partition, is_done, why, &mut drafts, &mut leftovers);
        }
        if let Some(default) = default.filter(|default| default.kind != "f") {
            let condition = wanted.own.as_deref().map(|own| format!("NOT ({own})"));
            let name = default_proof(default, &partition);
            if let Some(proof) = proof(catalog, default, name, condition.as_deref())? {
                let why = "until the partition is attached, rows for it are refused";
                proof.drafts(catalog, default, is_done, why, &mut drafts, &mut leftovers);
            }
        }
        let mut attach = self.attach(&parent, &partition, default, is_proven).done_if(is_done);
        attach.is_apart = !is_small || !leftovers.is_empty();
        drafts.push(attach);
        drafts.extend(leftovers);
        drafts.extend(self.left_by_detach(catalog, &partition, &wanted)?);
        Ok(drafts)
    }

    fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        let parent = catalog.table(&self.parent)?;
        let partition = catalog.table(&self.partition)?;
        if partition.parent.is_some() {
            return Ok(Some(Vec::new()));
        }
        let detach = DetachPartition {
            parent: parent.relation(),
            partition: partition.relation(),
            leaves_no_check: true,
        };
        let mut inverse = vec![Operation::DetachPartition(detach)];
        // Where it was broken off they are still there, and refuse rows.
        let default = parent.partitions.iter().find(|there| there.bound.as_deref() == Some(DEFAULT));
        let own = (&partition, own_proof(&partition));
        let proofs =
            default.map(|default| (default, default_proof(default, &partition))).into_iter().chain([own]);
        let made = proofs.filter(|(table, name)| table.constraint(name).is_none());
        inverse.extend(made.map(|(table, name)| again::leftover(table, &name)));
        // The keys of a tree go with those of its leaves, which then cannot be dropped one by one.
        if partition.is_partitioned() && foreign_keys(&parent).any(|key| !has_key(&partition, key)) {
            return Ok(None);
        }
        for operation in prepared(catalog, &parent, &partition)?.iter().rev() {
            let back = match operation {
                Operation::RestoreConstraint(made) => {
                    Some(again::back_to(&catalog.table(&made.table)?, &made.name))
                }
                operation => operation.inverse(catalog)?,
            };
            match back {
                Some(back) => inverse.extend(back),
                None => return Ok(None),
            }
        }
        Ok(Some(inverse))
    }
}

impl AttachPartition {
    fn attach(&self, parent: &Table, partition: &Table, default: Option<&Table>, why: String) -> Draft {
        let sql = format!("ALTER TABLE {} ATTACH PARTITION {} {}", parent.sql, partition.sql, self.bound);
        let what = words::attach_partition(&partition.name);
        let mut draft = Draft::new(what, sql, Mode::AccessExclusive, partition);
        if let Some(default) = default {
            draft = draft.locks_too(Mode::AccessExclusive, &default.display);
        }
        draft.locks_too(Mode::ShareUpdateExclusive, &parent.display).because(why)
    }

    /// Drops the CHECK that DETACH CONCURRENTLY has left, where that is taken back.
    fn left_by_detach(&self, catalog: &dyn Catalog, partition: &Table, wanted: &Bound) -> Result<Vec<Draft>> {
        let (Some(before), Some(whole)) = (&self.checks_before, &wanted.whole) else { return Ok(vec![]) };
        let definition = definition(catalog, partition, whole)?;
        let left = partition.constraints.iter().filter(|there| {
            there.kind == "c"
                && there.definition == definition
                && !before.contains(&there.name)
                && there.name != own_proof(partition)
        });
        Ok(left.map(|there| drop(catalog, partition, &there.name).because("left by the DETACH")).collect())
    }
}

/// Puts steps behind others: theirs begin a transaction, so that none of them holds its locks while those before it
/// read many rows.
fn extend(drafts: &mut Vec<Draft>, mut more: Vec<Draft>, are_few: bool) {
    if let Some(first) = more.iter_mut().find(|draft| !draft.is_done) {
        first.is_apart |= !are_few;
    }
    // What is there already is not worth a line each.
    drafts.extend(more.into_iter().filter(|draft| !draft.is_done));
}
