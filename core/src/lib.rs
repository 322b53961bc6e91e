//! The pure part of migrate_ext: what a migration is, how its file reads, how its statements become
//! units, and what can be wrong with any of that.
//!
//! Nothing here knows PostgreSQL's memory or runs SQL. The extension classifies statements with the
//! server's own parser and hands them over as owned values ([`statement::Statement`]).
//!
//! # Layout
//!
//! - [`version`]: version numbers and how new ones are made
//! - [`migration`]: a migration and its scripts
//! - [`checksum`]: the fingerprint of a migration's scripts
//! - [`mod@file`]: file formats (guide, dbmate, goose, plain pairs) and file names
//! - [`mod@backfill`]: rows given new values batch by batch: its SQL, and the size of batches
//! - [`relation`]: a relation as a script names it
//! - [`statement`]: one classified statement of a script, and where it stands
//! - [`lex`]: where comments, strings and quoted names stand
//! - [`classify`]: what follows from what a statement says: its class, its locks, the relations that it names
//! - [`code`]: what the body of a procedure or DO block does with the transaction
//! - [`ddl`]: what a statement says, as owned data
//! - [`mod@unit`]: a script's statements, cut into units that commit together
//! - [`integrity`]: checks of a table's rows, and the SQL that counts what fails
//! - [`left`]: what a unit leaves in its session, and which units need it
//! - [`lock`]: table locks: modes, and which conflict
//! - [`operation`]: safe operations: what an expert would do to this table
//! - [`reverse`]: the down script of a script
//! - [`plan`]: the units for what was asked, as data
//! - [`text`]: how durations, counts and shortened SQL are written for people
//! - [`failure`]: what the server said when a statement failed, told with its place
//! - [`error`]: everything that can be wrong, with SQLSTATE, detail and hint
#![forbid(unsafe_code)]

pub mod backfill;
pub mod checksum;
pub mod classify;
pub mod code;
pub mod ddl;
pub mod error;
pub mod failure;
pub mod file;
pub mod integrity;
pub mod left;
pub mod lex;
pub mod lock;
pub mod migration;
pub mod name;
pub mod operation;
pub mod plan;
pub mod relation;
pub mod reverse;
pub mod statement;
pub mod text;
pub mod unit;
pub mod version;

pub use error::{Error, Result};
