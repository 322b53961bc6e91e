//! Safe operations by their earlier paths.

pub use crate::change::{State, Way, Which};
pub use crate::facts::*;
pub use crate::name::{object_name, shown};
pub use crate::plan::draft::{Draft, units};
pub use crate::request::KeyKind as Kind;
pub use crate::request::call::Call;
pub use crate::request::*;

/// Tables.
pub mod table {
    pub use crate::facts::{Column, Constraint, Index, Parent, Rule, Table, Trigger};
}

/// Who may do what.
pub mod sharing {
    pub use crate::facts::{Grant, Sharing};
}
