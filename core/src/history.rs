//! The histories of other tools: which tool a table is of, what its rows say, and what follows for ours.
//!
//! A tool is a [`Tool`]: the tables it makes, and how their rows read, each in a file of `tools/`. Rows go in as texts
//! ([`row`]), facts come out ([`fact`]). [`find`] tells the tools apart by names and columns, [`compare`] joins facts
//! with what is registered and applied here, [`recipe`] has the tools' own checksums, [`lock`] their locks, and
//! [`export`] the way back. Nothing here reads a table or the clock.

pub mod compare;
pub mod dotted;
mod each;
pub mod export;
pub mod fact;
pub mod find;
pub mod lock;
pub mod original;
pub mod recipe;
pub mod row;
pub mod tool;
mod tools;
pub mod write;

pub use fact::{Fact, Facts, State, UpTo};
pub use find::{Choice, Table, Wanted, choose};
pub use row::{Row, Rows};
pub use tool::{Column, Tool, When};
pub use tools::{ALL, named};
