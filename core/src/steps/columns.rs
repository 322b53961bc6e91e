//! Steps: columns.

pub mod add_column;
pub mod backfill;
pub mod drop_column;
pub mod drop_not_null;
pub mod set_default;
pub mod set_not_null;
