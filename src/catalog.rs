//! Typed reads of pg_catalog.

pub mod index;
