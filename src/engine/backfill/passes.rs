//! Pass after pass over the tables, until no row is left to be done.
//!
//! A row that others update moves to another block, which the pass may have behind it. And where a row was locked, the
//! server's recheck may fail on its new place. So a pass is not trusted: rows that are still to be done are looked for
//! in one snapshot, in which each row is in one place. `xmin` must not tell them. One pass is enough only where
//! triggers see to later writes.
//!
//! What is set must come to rest: a new version of a row may land in a block that is still to come, so a row can be met
//! twice, and for `n = n + 1` that is a wrong value. RETURNING asks whether a row that was just changed is done by now.
//! It is asked only where that does not follow from the expressions: where they read what they set, where a trigger may
//! change it, or where only the condition tells.

use migrate_core::backfill::OnError;
use migrate_core::error::FillError;
use migrate_core::failure::Failure;

use super::batch::Filler;
use super::cursor;
use super::helpers::Helpers;
use super::rows;
use crate::catalog::backfill as tables;
use crate::catalog::citus;
use crate::postgres::{tenant, toplevel};
use crate::settings;

/// After so many passes it is given up: others make what is left faster than it is done.
const MOST_PASSES: i32 = 20;

impl Filler<'_> {
    /// All passes, and a look at what they have come to.
    pub(super) fn passes(&self) -> Result<(), Failure> {
        self.all_passes()?;
        self.check_copies()
    }

    fn all_passes(&self) -> Result<(), Failure> {
        let mut rows_before = None;
        // Of passes in a row that changed nothing.
        let mut idle = 0;
        loop {
            self.check_managed()?;
            self.shared_pass()?;
            let pass = toplevel::in_transaction(|| cursor::pass(self.id))?;
            let Some(rest) = self.backfill.rest.as_ref().filter(|_| self.is_settled.get()) else {
                return Ok(());
            };
            let rows = toplevel::in_transaction(|| cursor::rows(self.id))?;
            idle = if rows == 0 { idle + 1 } else { 0 };
            // What is left is what was skipped, and would only be met again.
            if idle > 0 && pass > 0 && self.has_skipped()? {
                return Ok(());
            }
            if !self.look_again(pass, rest)? {
                return Ok(());
            }
            if idle > 1 || pass >= MOST_PASSES || !settles(pass, rows, rows_before) {
                let count = || tables::count_left(self.root, &self.alias, rest);
                let (table, rows) = (self.backfill.table.name.clone(), toplevel::in_transaction(count)?);
                let is_idle = idle > 1;
                return Err(
                    migrate_core::Error::from(FillError::Unreached { table, rows, is_idle }).failure()
                );
            }
            rows_before = Some(rows);
        }
    }

    /// Refuses a table that Citus has taken over since the backfill was asked for: its rows are not in these blocks.
    fn check_managed(&self) -> Result<(), Failure> {
        if !self.backfill.key.is_empty() {
            return Ok(());
        }
        let check = || citus::check_oids(vec![self.root.into()]);
        toplevel::in_transaction(check)?.map_err(|error| error.failure())
    }

    /// Whether rows were left as they are since they fail.
    fn has_skipped(&self) -> Result<bool, Failure> {
        Ok(self.backfill.on_error == OnError::Skip
            && toplevel::in_transaction(|| cursor::skipped(self.id))? > 0)
    }

    /// One pass, with helpers.
    fn shared_pass(&self) -> Result<(), Failure> {
        // A helper looks names up as the job was asked to, and not in the schema that the job is at. And it would go on filling
        // while room is made.
        if self.backfill.parallel < 2 || tenant::current().is_some() || settings::backfill_reuse() {
            return self.ranges();
        }
        let helpers = Helpers::start(self.id, self.backfill.parallel - 1)?;
        match self.ranges().and_then(|()| helpers.wait()) {
            // What a helper that failed has left.
            Ok(()) => {
                toplevel::in_transaction(|| cursor::release(self.id, None))?;
                self.ranges()
            }
            Err(failure) => {
                // Written first: a cancel that meets a timeout is lost, and this they read before each batch.
                toplevel::in_transaction(|| cursor::end(self.id, &failure))?;
                helpers.cancel();
                helpers.wait()?;
                Err(failure)
            }
        }
    }

    /// Lays out another pass over the tables that have rows to be done; false if none has.
    fn look_again(&self, pass: i32, rest: &str) -> Result<bool, Failure> {
        let again = |left: Vec<u32>| cursor::pass_again(self.id, self.root, &left);
        match toplevel::in_transaction(|| again(tables::left(self.root, &self.alias, rest))) {
            // A row that is skipped cannot even be looked at: once more over all of them finds what has moved.
            Err(failure) if self.backfill.on_error == OnError::Skip && rows::is_of_a_row(&failure) => {
                let all = || again(tables::leaves(self.root).iter().map(|leaf| leaf.oid).collect());
                if pass == 0 { toplevel::in_transaction(all) } else { Ok(false) }
            }
            looked => looked,
        }
    }
}

/// Whether passes come to an end: each must leave less than the one before, but for a few rows that others write.
/// A trigger that changes what is assigned would have every row look undone for ever.
fn settles(pass: i32, rows: i64, before: Option<i64>) -> bool {
    const FEW: i64 = 1_000;
    match before {
        // Whether rows are left all the same is asked behind this.
        _ if pass == 0 || rows == 0 => true,
        Some(before) => rows <= FEW || rows < before / 10 * 9,
        None => true,
    }
}
