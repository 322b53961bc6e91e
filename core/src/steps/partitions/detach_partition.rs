//! `migrate.safe_detach_partition`: CONCURRENTLY from a table in use, where there is no default partition.

use crate::error::{Result, TableError};
use crate::facts::Catalog;
use crate::lock::Mode;
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::request::{AttachPartition, DetachPartition, Operation};
use crate::steps::operation::SafeOperation;
use crate::steps::partitions::parent_and_partition;

impl SafeOperation for DetachPartition {
    fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let (parent, partition) = parent_and_partition(catalog, &self.parent, &self.partition)?;
        let sql = format!("ALTER TABLE {} DETACH PARTITION {}", parent.sql, partition.sql);
        let and = |draft: Draft, mode: Mode| draft.locks_too(mode, &parent.display);
        let what = |how: &str| words::detach_partition(&partition.name, how);
        let plain = Draft::new(what(""), sql.clone(), Mode::AccessExclusive, &partition);
        match &partition.parent {
            // Already done is what was done here; what never was may be a slip of the pen.
            None if self.leaves_no_check
                || catalog.was_dropped(&Operation::DetachPartition(self.clone())) =>
            {
                return Ok(vec![and(plain, Mode::AccessExclusive).done_if(true)]);
            }
            None => {
                let (partition, parent) = (partition.display, parent.display);
                return Err(TableError::NotPartitionOf { partition, parent }.into());
            }
            Some(there) if there.oid != parent.oid => {
                let (partition, parent) = (partition.display, parent.display);
                return Err(TableError::NotPartitionOf { partition, parent }.into());
            }
            Some(there) if there.is_pending => {
                let sql = format!("{sql} FINALIZE");
                let draft = Draft::new(what("finalize"), sql, Mode::AccessExclusive, &partition);
                let why = "an earlier DETACH CONCURRENTLY was broken off";
                return Ok(vec![and(draft, Mode::ShareUpdateExclusive).because(why)]);
            }
            Some(_) => {}
        }
        let default = parent.partitions.iter().find(|there| there.bound.as_deref() == Some("DEFAULT"));
        let why = match default {
            _ if parent.citus.is_some() => "Citus cannot do it CONCURRENTLY",
            Some(_) => "the server cannot do it CONCURRENTLY where there is a default partition",
            None if self.leaves_no_check => "CONCURRENTLY would leave a CHECK",
            None if parent.tree().iter().all(|table| table.is_small) => "the partitions are small",
            None => {
                let sql = format!("{sql} CONCURRENTLY");
                let draft = Draft::new(what("concurrently"), sql, Mode::AccessExclusive, &partition);
                let why = "leaves a CHECK of its values: when it is attached again, no row is read";
                return Ok(vec![and(draft, Mode::ShareUpdateExclusive).because(why)]);
            }
        };
        Ok(vec![and(plain, Mode::AccessExclusive).because(why)])
    }

    fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        let parent = catalog.table(&self.parent)?;
        let partition = catalog.table(&self.partition)?;
        let is_own = partition.parent.as_ref().is_some_and(|there| there.oid == parent.oid);
        let (true, Some(bound)) = (is_own, &partition.bound) else { return Ok(Some(Vec::new())) };
        let checks = partition.constraints.iter().filter(|there| there.kind == "c");
        Ok(Some(vec![Operation::AttachPartition(AttachPartition {
            parent: parent.relation(),
            partition: partition.relation(),
            bound: bound.clone(),
            checks_before: Some(checks.map(|there| there.name.clone()).collect()),
        })]))
    }
}
