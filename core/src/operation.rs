//! Safe operations by their earlier paths.

pub use crate::change::{State, Way, Which};
pub use crate::facts::*;
pub use crate::name::{object_name, shown};
pub use crate::plan::draft::{Draft, units};
pub use crate::request::KeyKind as Kind;
pub use crate::request::*;
pub use crate::steps::call::Call;
