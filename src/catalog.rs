//! Typed reads of pg_catalog.
//!
//! Nothing that is asked here runs an owner's code with more rights than he has, or waits without bound. What a
//! definition means is asked of the server on an empty copy of the table (`copy`, `meaning`), in a subtransaction that
//! is rolled back; rows are counted without a plan, since a planned query evaluates expressions of indexes (`size`).

pub mod backfill;
pub mod backlog;
mod bearers;
pub mod before;
mod bound;
pub mod change;
pub mod citus;
pub mod clone;
pub mod collation;
mod column;
pub mod copy;
mod description;
pub mod enumeration;
pub mod event_triggers;
pub mod existence;
pub mod facts;
pub mod help;
pub mod index;
pub mod lint;
pub mod lock_target;
mod meaning;
pub mod name;
pub mod object;
pub mod objects;
mod past;
pub mod preflight;
pub mod rates;
pub mod replication;
pub mod scope;
mod sections;
pub mod server;
mod sharing;
mod size;
pub mod weight;
mod writers;
pub mod written;

use crate::postgres::quoting::identifier;
use migrate_core::relation::Relation;

/// The name as SQL takes it, for the session's search path to resolve.
fn quoted(relation: &Relation) -> String {
    let name = identifier(&relation.name);
    match &relation.schema {
        Some(schema) => format!("{}.{name}", identifier(schema)),
        None => name,
    }
}
