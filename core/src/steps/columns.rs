//! Columns that are added, filled, and given a default, NOT NULL or a statistics target.

mod add_column;
mod backfill;
mod drop_column;
mod drop_not_null;
pub(crate) mod named_not_null;
mod proof;
mod set_default;
mod set_not_null;
mod set_statistics_target;
