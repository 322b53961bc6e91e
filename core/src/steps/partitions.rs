//! Steps: partitions.

pub mod attach_partition;
pub mod detach_partition;
