//! What is registered and what is applied: typed reads and writes of `migrate.migrations`,
//! `migrate.schema_migrations` and `migrate.origins`.
//!
//! All of it runs as the owner of the tables; nothing here runs a user's SQL.
//!
//! Our tables are closed, and functions write them as their owner (`identity::as_owner`: user and `search_path` are
//! switched around our own SQL, never around a user's). So the right to call `migrate.create` is a grant on that
//! function, and nobody can forge `registered_by`. The registry knows nothing of the engine, which runs what is
//! registered here.

pub mod acceptances;
pub mod actions;
mod applied_text;
pub mod approval;
pub mod before;
pub mod callbacks;
pub mod contents;
pub mod databases;
pub mod emptiness;
pub mod findings;
pub mod folder;
mod gone;
pub mod history;
pub mod labels;
pub mod load;
pub mod migrations;
pub mod origins;
pub mod parcels;
pub mod placed;
pub mod readings;
pub mod rivals;
pub mod schemas;
pub mod servers;
pub mod squashed;
pub mod status;
pub mod tools;
pub mod trust;
pub mod twins;
pub mod way_down;
pub mod withdraw;
