//! The two columns of a change of type, and how they are called.

use crate::checksum;
use crate::facts::{Column, Hanging, Table, Written};
use crate::name::{MOST_BYTES, object_name};

/// The column that is to take the place.
pub(super) fn shadow(column: &str) -> String {
    object_name(&[column], "new_type")
}

/// The column whose place was taken.
pub(super) fn tombstone(column: &str) -> String {
    object_name(&[column], "old_type")
}

pub(super) fn has(table: &Table, column: &str) -> bool {
    table.columns.iter().any(|there| there.name == column)
}

/// The column, and the one that is to take its place.
pub(super) struct Ends<'a> {
    pub(super) table: &'a Table,
    pub(super) column: &'a Column,
    /// The name of the one that is to take its place.
    pub(super) name: String,
    /// The name that the column goes by afterwards.
    pub(super) away: String,
    /// What takes its place; its name is of no account.
    pub(super) to: &'a Column,
    pub(super) hanging: &'a Hanging,
    /// On the way back: what was written in another way for what takes the place.
    pub(super) written: Vec<&'a Written>,
}

impl Ends<'_> {
    /// The CHECK that proves NOT NULL.
    pub(super) fn helper(&self) -> String {
        object_name(&[&self.name], "not_null")
    }
}

/// A name for a copy that is told from others even where it must be cut.
pub(super) fn copy_name(name: &str, beside: &str) -> String {
    // Of `id_new_type`, what is behind the column's name.
    let label = if beside.ends_with("_old_type") { "old_type" } else { "new_type" };
    if name.len() + label.len() < MOST_BYTES {
        return object_name(&[name], label);
    }
    let sum = checksum::of_text(name);
    object_name(&[name], &format!("{}_{label}", sum.get(..8).unwrap_or(&sum)))
}
