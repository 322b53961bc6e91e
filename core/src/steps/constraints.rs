//! Constraints and keys.
//!
//! What a step does that may take long and stops nobody (VALIDATE, an index built CONCURRENTLY) is never in one
//! transaction with a step that stops others: `crate::plan::draft::units` sees to it for all operations.

mod add_constraint;
mod add_foreign_key;
mod add_key;
mod drop_constraint;
mod periods;
mod restore_constraint;
mod restore_not_null;
mod validate_constraint;
