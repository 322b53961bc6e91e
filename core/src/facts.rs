//! What is there: tables with their columns, constraints and indexes, online changes, and what else an operation has to
//! know of a database before it says its steps. The extension reads it (`src/catalog/`); steps ask by [`Catalog`].

mod bearers;
pub mod before;
mod catalog;
mod change;
mod citus;
mod column;
mod constraint;
mod enumeration;
#[cfg(test)]
pub(crate) mod fake;
pub mod hanging;
mod index;
mod meaning;
mod not_null;
mod on_table;
mod partition;
mod remembered;
mod replication;
mod sharing;
mod table;
mod trigger;

pub use self::bearers::{Bearers, Fired, Parameter};
pub use self::catalog::{Access, Catalog, Changes, Dependents, Indexes, Meaning, Past, Rows, Tables, Types};
pub(crate) use self::change::mark;
pub use self::change::{Change, Writes};
pub use self::citus::{Citus, Kept, Tied};
pub use self::column::Column;
pub use self::constraint::Constraint;
pub use self::enumeration::Enumeration;
pub use self::hanging::Hanging;
pub use self::index::Index;
pub use self::meaning::{Added, Retyped, Understood};
pub use self::not_null::{NAMED_SINCE, NotNull};
pub use self::on_table::OnTable;
pub use self::partition::Bound;
pub use self::remembered::{Noted, Relaxed, Remembered};
pub use self::replication::{Publication, Replication};
pub use self::sharing::{Grant, Sharing};
pub use self::table::{Parent, Table};
pub use self::trigger::{Orphan, Rule, Trigger};
