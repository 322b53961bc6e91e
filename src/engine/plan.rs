//! From what was asked to plans.

pub mod found;
pub mod request;
pub mod reverse;
