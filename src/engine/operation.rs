//! Safe operations and online changes: how they become plans, and what is written down of them.
//!
//! Steps are drafted from the arguments and from what is there ([`draft`]); their units are then like those of any
//! plan. Before the first unit runs, the operation's inverse is noted ([`records`]): more operations, made from what
//! the catalog said then. An operation that was broken off keeps its first inverse, because the same call finds its
//! row.
//!
//! An online change is an operation with two ends, and has a row of its own ([`changes`]). Before each unit the worker
//! writes what it is about to do, so a kill leaves the word for where it was. To complete, to abort and to go back are
//! operations, too. Each sets the next state in its last transaction.

mod busy;
pub mod changes;
pub mod collect;
pub mod draft;
pub mod records;
pub mod writes;
