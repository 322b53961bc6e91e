//! The only place with unsafe code: what the server's C functions are needed for, each behind a safe face.
//!
//! Knows the server, never a migration.

pub mod any_names;
pub mod backtrace;
pub mod belongs;
pub mod catch;
pub mod checked;
pub mod compat;
pub mod copied;
pub mod deadline;
pub mod discard;
pub mod extension;
pub mod files;
pub mod horizon;
pub mod identity;
pub mod kept;
pub mod letter;
pub mod line_lock;
pub mod lock;
pub mod marks;
pub mod memory;
pub mod messages;
pub mod names;
pub mod one_call;
pub mod parser;
pub mod planner;
pub mod procedure;
pub mod query;
pub mod quoting;
pub mod regclass;
pub mod rows;
pub mod scan;
pub mod settings;
pub mod shared;
pub mod spi;
pub mod statistics;
pub mod staying;
pub mod stopwatch;
pub mod subtransaction;
pub mod temporary;
pub mod tenant;
pub mod text;
pub mod toplevel;
pub mod touched;
pub mod worker;
