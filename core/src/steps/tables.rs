//! Steps: tables.

pub mod add_enum_value;
pub mod rename_table;
pub mod set_schema;
