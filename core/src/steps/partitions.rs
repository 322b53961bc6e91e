//! Steps: partitions.

mod attach_partition;
mod detach_partition;
