//! The pure part of migrate_ext: what a migration is, how its file reads, how its statements become
//! units, and what can be wrong with any of that.
//!
//! Nothing here knows PostgreSQL's memory or runs SQL. The extension classifies statements with the
//! server's own parser and hands them over as owned values ([`statement::Statement`]).
//!
//! # Layers, from the ground up
//!
//! No module uses one of a layer above its own.
//!
//! Words:
//! - [`name`]: names of the server's objects: quoted, shown and made
//! - [`text`]: how durations, counts and shortened SQL are written for people
//! - [`relation`]: a relation as a script names it
//! - [`lock`]: table locks: modes, and which conflict
//! - [`message`]: a NOTICE or WARNING of a script, as it is kept
//! - [`migration`]: a migration and its scripts, up and down
//! - [`checksum`]: the fingerprint of a migration's scripts
//! - [`mod@format`]: the file formats and their markers
//! - [`lex`]: where comments, strings and quoted names stand
//! - [`code`]: what the body of a procedure or DO block does with the transaction
//!
//! Errors:
//! - [`failure`]: what the server said when a statement failed
//! - [`error`]: everything that can be wrong, with SQLSTATE, detail and hint
//!
//! Migrations:
//! - [`version`]: version numbers and how new ones are made
//! - [`statement`]: one classified statement of a script, and where it stands
//!
//! Statements:
//! - [`ddl`]: what a statement says, as owned data
//!
//! Operations:
//! - [`mod@backfill`]: rows given new values batch by batch: its SQL, and the size of batches
//! - [`change`]: the words of online changes
//! - [`request`]: what is asked of a safe operation
//! - [`facts`]: what is there, and what operations ask of the server
//!
//! Plans:
//! - [`plan`]: the units for what was asked, as data; and a failure told with its place in them
//!
//! Decisions:
//! - [`steps`]: safe operations: what an expert would do to this table
//! - [`mod@file`]: which format a file has, and what migration it holds
//! - [`classify`]: what follows from what a statement says: its class, its locks, the relations that it names
//! - [`mod@unit`]: a script's statements, cut into units that commit together
//! - [`left`]: what a unit leaves in its session, and which units need it
//! - [`reverse`]: the down script of a script
//! - [`fingerprint`]: schemas compared: a Merkle tree over what the catalog says of each object
//! - [`preflight`]: whether this is a good moment for a migration
//! - [`report`]: a page in HTML about what was run
//! - [`history`]: the histories of other tools: whose a table is, what its rows say, and what follows for ours
//! - [`integrity`]: checks of a table's rows, and the SQL that counts what fails
#![forbid(unsafe_code)]

pub mod backfill;
pub mod change;
pub mod checksum;
pub mod classify;
pub mod code;
pub mod ddl;
pub mod error;
pub mod facts;
pub mod failure;
pub mod file;
pub mod fingerprint;
pub mod format;
pub mod help;
pub mod history;
pub mod integrity;
pub mod left;
pub mod lex;
pub mod lint;
pub mod lock;
pub mod message;
pub mod migration;
pub mod name;
pub mod plan;
pub mod preflight;
pub mod relation;
pub mod release;
pub mod report;
pub mod request;
pub mod reverse;
pub mod scope;
pub mod shared;
pub mod span;
pub mod statement;
pub mod steps;
pub mod text;
pub mod unit;
pub mod version;

pub use error::{Error, Result};
