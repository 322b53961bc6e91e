//! Tables as a whole, and types.

mod add_enum_value;
pub(crate) mod compatibility_view;
mod rename_table;
mod set_schema;
