//! A standalone unit: announced in the journal, run, and its outcome written, a commit each.

use std::time::{Duration, Instant};

use migrate_core::error::{Error, Result, RunError};
use migrate_core::plan::Step;
use migrate_core::statement::Statement;
use serde_json::Value;

use super::contract;
use super::recover::{self, Before};
use super::runner::{Runner, Running};
use super::standing::Standing;
use super::strays;
use crate::catalog::{lock_target, rates};
use crate::engine::journal::{self, tell};
use crate::engine::locks::sizes::Watch;
use crate::error::raise;
use crate::postgres::{messages, toplevel};
use crate::registry::emptiness;
use crate::settings;

/// How many bytes take long enough that somebody may come meanwhile who is waited for.
const LARGE: i64 = 64 << 20;

fn unsettled(running: &Running, source: &Statement) -> RunError {
    RunError::Unsettled {
        version: running.plan.purpose.version,
        description: running.plan.purpose.description.clone(),
        unit: running.entry.unit as u32,
        tag: source.tag.clone(),
        line: source.line,
    }
}

impl Runner<'_> {
    pub(super) fn standalone(&self, running: &Running, step: &Step, standing: &mut Standing) -> Result<i64> {
        let start = Instant::now();
        let source = step.source();
        let mut watch = Watch::default();
        let mut may_wait = true;
        let known = |before: Value| serde_json::from_value::<Before>(before).unwrap_or_default();
        let tried = standing.tried.take().map(known);
        let (row, before) = match standing.open.take() {
            Some((row, before)) => {
                let before = known(before);
                let happened = toplevel::in_transaction(|| recover::happened(step, &before));
                if happened.map_err(Error::Server)? {
                    return self.finish(running, row, start, None, &watch);
                }
                if !step.may_run_again() {
                    return Err(unsettled(running, source).into());
                }
                let note = || journal::note_waits(row, recover::waits_for(step).as_deref());
                toplevel::in_transaction(note).map_err(Error::Server)?;
                (row, before)
            }
            None => {
                let announce = || {
                    if let Some(version) = contract::noted(running.plan) {
                        emptiness::unknown(version, source);
                    }
                    let before =
                        recover::look(step, tried.as_ref()).unwrap_or_else(|error| raise(&error.into()));
                    let waits_for = recover::waits_for(step);
                    watch.before(&source.tables);
                    // What is small and has nobody beside it is done before a worker could look.
                    may_wait =
                        waits_for.is_some() || watch.bytes() >= LARGE || lock_target::is_anybody_there();
                    (journal::started(&running.entry, &before, waits_for.as_deref()), before)
                };
                toplevel::in_transaction(announce).map_err(Error::Server)?
            }
        };
        let run = || {
            messages::collect(|| strays::check(source))?;
            recover::tidy(step, &before, settings::lock_wait())?;
            let run = || messages::collect(|| recover::run(step));
            if may_wait { tell::beside(settings::lock_wait() / 2, run) } else { run() }
        };
        let began = Instant::now();
        match run() {
            Ok(()) => {
                let took = began.elapsed();
                if took >= rates::WORTH {
                    toplevel::in_transaction(|| rates::note(source, took)).map_err(Error::Server)?;
                }
                self.finish(running, row, start, None, &watch)
            }
            Err(failure) => {
                // Whoever cancelled wants it to end now: the next run cleans up then.
                let limit = Duration::from_secs(if failure.is_cancel() { 1 } else { 5 });
                let aftermath = recover::tidy(step, &before, limit).unwrap_or_else(|reason| {
                    Some(format!(
                        "An invalid index is left, to be dropped by the next run: {}.",
                        reason.message
                    ))
                });
                Err(self.failed(running, Some(row), start, &failure, Some(source), aftermath.as_deref()))
            }
        }
    }
}
