//! Steps: constraints.

pub mod add_constraint;
pub mod add_foreign_key;
pub mod add_key;
pub mod drop_constraint;
pub mod restore_constraint;
pub mod validate_constraint;
