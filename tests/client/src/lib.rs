//! The harness of the client tests: servers, databases, sessions, waiting.
//!
//! A test takes a [`Db`] of its own, talks to it through [`Session`]s, and asserts on rows as text: one string
//! a row, columns joined with `|`, NULL as nothing, as `psql -At` prints them. What kills or configures a server
//! takes a [`Cluster`] of its own. Nothing here knows what migrate_ext does.

mod cluster;
mod db;
mod pending;
mod pgbouncer;
mod server;
mod session;
mod skip;
mod tree;
mod wait;

pub use cluster::Cluster;
pub use db::Db;
pub use pending::Pending;
pub use pgbouncer::Pgbouncer;
pub use server::Server;
pub use session::{Notice, Session, SqlError};
pub use skip::{has_extension, has_icu, is_since, skip};
pub use tree::Tree;
pub use wait::wait_until;
