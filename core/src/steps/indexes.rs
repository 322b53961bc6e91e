//! Indexes: CONCURRENTLY on a table in use, at once on a small one, partition by partition on a partitioned one.

pub(crate) mod create_index;
mod drop_index;
mod elements;
pub(crate) mod kept;
mod missing;
mod reindex;
mod repair_indexes;
mod replace_index;
