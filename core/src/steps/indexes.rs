//! Steps: indexes.

pub mod create_index;
pub mod drop_index;
pub mod elements;
pub mod reindex;
pub mod repair_indexes;
pub mod replace_index;
