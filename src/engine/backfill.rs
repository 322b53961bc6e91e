//! A backfill: the loop of small transactions over the blocks of a table and of what inherits from it.
//!
//! Each [`batch`] is one UPDATE of a range of blocks, and commits together with the [`cursor`], so whatever is killed
//! goes on at the next block. How large batches are follows from how long they last ([`ranges`]); between them the loop
//! gives way ([`pace`]), and may make room for what comes next ([`reuse`]). When the last range is done the tables are looked at for rows that were missed ([`passes`]).
//! With `parallel`, more workers take ranges ([`helpers`]). A table of Citus is filled by its key ([`keys`]), and its copies
//! are compared at the end ([`copies`]).
//!
//! A cancel is written with the job and read before each batch: the server reports one that comes together with a
//! `lock_timeout`, or with a batch's limit, as the timeout.

mod batch;
pub mod control;
mod copies;
mod cursor;
pub mod helper;
mod helpers;
mod keys;
mod pace;
mod passes;
mod ranges;
mod reuse;
mod rows;

use migrate_core::backfill::Backfill;
use migrate_core::error::Result;

use self::batch::Filler;
pub use self::cursor::finish;
use crate::engine::journal::Entry;
use crate::postgres::quoting::identifier;
use crate::postgres::toplevel;

/// Runs a backfill, or goes on with one; its number, for [`finish`], which belongs into the transaction that ends the
/// unit.
///
/// # Errors
///
/// What ended it; that is kept with it. Called again, it goes on.
pub fn run(job: i64, entry: &Entry, backfill: &Backfill) -> Result<i64> {
    let open = || {
        let set = backfill.set_list(identifier);
        cursor::open(job, entry, backfill).map(|(id, table)| (id, table, set))
    };
    let (id, table, set) = toplevel::in_transaction(open).map_err(migrate_core::Error::Server)??;
    let filler = Filler::new(id, table, set, backfill, false);
    match filler.passes() {
        Ok(()) => Ok(id),
        Err(failure) => {
            // Why it stopped is told by who called; that this cannot be written as well is not worth hiding it.
            let _ = toplevel::in_transaction(|| cursor::end(id, &failure));
            Err(migrate_core::Error::Server(failure))
        }
    }
}
