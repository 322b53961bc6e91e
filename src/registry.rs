//! What is registered and what is applied: typed reads and writes of `migrate.migrations`,
//! `migrate.schema_migrations` and `migrate.origins`.
//!
//! All of it runs as the owner of the tables; nothing here runs a user's SQL.

pub mod actions;
pub mod approval;
pub mod folder;
pub mod history;
pub mod load;
pub mod migrations;
pub mod origins;
pub mod status;
pub mod trust;
pub mod way_down;
