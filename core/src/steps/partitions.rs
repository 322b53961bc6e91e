//! Partitions that come and go.

mod attach_partition;
mod detach_partition;
