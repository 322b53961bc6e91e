//! Steps: indexes.

mod create_index;
mod drop_index;
mod elements;
mod reindex;
mod repair_indexes;
mod replace_index;
