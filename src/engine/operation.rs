//! Safe operations and online changes: how they become plans, and what is written down of them.
//!
//! The arguments draft their steps from what is there ([`draft`]); the units are then those of any plan. Before the
//! first of them runs, what takes the operation back is noted ([`records`]): more operations, from what the catalog
//! said then. One that was broken off keeps it, because the same call finds its row.
//!
//! An online change is an operation with two ends, and a row of its own ([`changes`]). Before each unit the worker
//! writes what it is about to do, so a kill leaves the word for where it was; to complete, to abort and to go back are
//! operations, each of which sets the next state in its last transaction.

mod busy;
pub mod changes;
pub mod collect;
pub mod draft;
pub mod records;
pub mod writes;
