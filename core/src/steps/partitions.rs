//! Partitions that come and go.

mod attach_partition;
mod detach_partition;

use crate::error::{Result, TableError};
use crate::facts::{Catalog, Table};
use crate::relation::Relation;

/// A partitioned table and another one, both to be changed.
fn parent_and_partition(
    catalog: &dyn Catalog,
    parent: &Relation,
    partition: &Relation,
) -> Result<(Table, Table)> {
    let parent = catalog.table(parent)?;
    parent.check()?;
    if !parent.is_partitioned() {
        return Err(TableError::NotPartitioned { table: parent.display }.into());
    }
    let partition = catalog.table(partition)?;
    partition.check()?;
    if partition.oid == parent.oid {
        return Err(TableError::Itself { table: parent.display }.into());
    }
    Ok((parent, partition))
}
