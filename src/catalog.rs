//! Typed reads of pg_catalog.

pub mod backfill;
pub mod backlog;
mod bound;
pub mod change;
pub mod citus;
mod column;
mod copy;
pub mod enumeration;
pub mod existence;
pub mod facts;
pub mod index;
pub mod lock_target;
mod meaning;
pub mod object;
pub mod server;
mod sharing;
mod size;
pub mod table;

use migrate_core::relation::Relation;

/// The name as SQL takes it, for the session's search path to resolve.
fn quoted(relation: &Relation) -> String {
    let name = pgrx::spi::quote_identifier(&relation.name);
    match &relation.schema {
        Some(schema) => format!("{}.{name}", pgrx::spi::quote_identifier(schema)),
        None => name,
    }
}
