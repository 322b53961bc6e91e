//! What is asked of partitions.

use serde::{Deserialize, Serialize};

use super::call::Call;
use crate::name::Quoting;
use crate::relation::Relation;

/// `migrate.safe_attach_partition`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachPartition {
    /// The partitioned table.
    pub parent: Relation,
    /// The table that is to be a partition.
    pub partition: Relation,
    /// `FOR VALUES …` or `DEFAULT`.
    pub bound: String,
    /// Where a DETACH is taken back: the CHECKs that the partition had. The one that DETACH has left goes again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checks_before: Option<Vec<String>>,
}

impl AttachPartition {
    pub(crate) fn call<'a>(&self, names: &'a dyn Quoting) -> Call<'a> {
        Call::new(names)
            .relation("parent", &self.parent)
            .relation("partition", &self.partition)
            .text("bound", &self.bound)
    }
}

/// `migrate.safe_detach_partition`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DetachPartition {
    /// The partitioned table.
    pub parent: Relation,
    /// The partition.
    pub partition: Relation,
    /// Where an ATTACH is taken back: the partition must not get the CHECK that CONCURRENTLY leaves.
    #[serde(default)]
    pub leaves_no_check: bool,
}

impl DetachPartition {
    pub(crate) fn call<'a>(&self, names: &'a dyn Quoting) -> Call<'a> {
        Call::new(names).relation("parent", &self.parent).relation("partition", &self.partition)
    }
}
