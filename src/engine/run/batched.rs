//! A batched unit: a backfill, whose batches commit one by one.

use std::time::Instant;

use migrate_core::error::{Error, Result};
use migrate_core::plan::Batched;

use super::recover::Before;
use super::runner::{Runner, Running};
use super::standing::Standing;
use crate::engine::backfill;
use crate::engine::journal;
use crate::engine::locks::sizes::Watch;
use crate::postgres::toplevel;

impl Runner<'_> {
    /// A loop of transactions, which goes on where it was broken off by what it keeps itself.
    pub(super) fn batched(
        &self,
        running: &Running,
        batched: &Batched,
        standing: &mut Standing,
    ) -> Result<i64> {
        let start = Instant::now();
        let row = match standing.open.take() {
            Some((row, _)) => row,
            None => {
                let announce = || journal::started(&running.entry, &Before::default(), None);
                toplevel::in_transaction(announce).map_err(Error::Server)?
            }
        };
        match backfill::run(self.job, &running.entry, &batched.backfill) {
            Ok(id) => self.finish(running, row, start, Some(id), &Watch::default()),
            Err(error) => {
                let (failure, source) = (error.failure(), batched.step.source());
                let aftermath = Some("Batches that are committed stay.");
                Err(self.failed(running, Some(row), start, &failure, Some(source), aftermath))
            }
        }
    }
}
