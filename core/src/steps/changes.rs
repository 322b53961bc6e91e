//! Steps: changes.

pub mod change_type;
pub mod end_change;
pub mod hide;
pub mod hide_column;
pub mod hide_table;
pub mod rename_column;
pub mod split_column;
