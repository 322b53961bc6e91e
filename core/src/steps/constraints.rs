//! Steps: constraints.

mod add_constraint;
mod add_foreign_key;
mod add_key;
mod drop_constraint;
mod restore_constraint;
mod validate_constraint;
