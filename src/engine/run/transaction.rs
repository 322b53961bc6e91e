//! A transaction unit: its statements and its journal row are one commit.
//!
//! Locks are taken before the statements that need them. Names behind a SET are looked up after it, so the unit may
//! have locks by then that others wait for. Where further ones are not had within `migrate.lock_window`, the unit lets
//! go of all and begins anew.
//!
//! A transaction block that rolls itself back (`BEGIN; …; ROLLBACK;` in a script) is run and rolled back, and its row
//! in the journal is written by a transaction of its own.

use std::time::Instant;

use migrate_core::error::{Error, Result};
use migrate_core::failure::Failure;
use migrate_core::plan::{End, Transaction};
use migrate_core::request::Scope;
use migrate_core::statement::Statement;

use super::contract::{self, record};
use super::durable;
use super::runner::{Runner, Running, first_locker};
use super::strays;
use crate::catalog::{rates, scope};
use crate::engine::clock::ms_since;
use crate::engine::journal::{self, Seen};
use crate::engine::locks::limit::{Limit, run_counted};
use crate::engine::locks::sizes::Watch;
use crate::engine::locks::{self, Patience, nodes};
use crate::engine::operation::draft;
use crate::engine::review::recorded;
use crate::error::raise;
use crate::postgres::catch::catch_of_statement;
use crate::postgres::lock::{self, Hold};
use crate::postgres::settings as guc;
use crate::postgres::{messages, staying, stopwatch, toplevel};
use crate::registry::emptiness;
use crate::settings;

/// Why a transaction unit did not come to its end; what it did is taken back.
pub(super) struct Broken<'a> {
    pub(super) failure: Failure,
    /// The statement; none where the commit failed.
    pub(super) statement: Option<&'a Statement>,
    /// Whether it is worth another try from the unit's beginning.
    again: bool,
}

impl Broken<'_> {
    /// What nobody's statement is at fault for.
    pub(super) fn nowhere(failure: Failure) -> Self {
        Broken { failure, statement: None, again: false }
    }
}

/// Runs a statement of an open unit; how many rows it wrote or returned.
pub(super) fn run_one<'a>(limit: &mut Limit, source: &'a Statement) -> std::result::Result<u64, Broken<'a>> {
    limit.set(source, true);
    let checked = || strays::check(source).and_then(|()| run_counted(&source.text));
    let run = || catch_of_statement(|| messages::collect(checked));
    let is_build = source.tag == "CREATE INDEX" || source.tag == "REINDEX";
    let ran = if is_build { stopwatch::watch(run) } else { run() };
    ran.map_err(|failure| Broken {
        again: limit.is_reached(&failure),
        failure: limit.explain(failure),
        statement: Some(source),
    })
}

impl Runner<'_> {
    pub(super) fn transaction(&self, running: &Running, unit: &Transaction) -> Result<i64> {
        let start = Instant::now();
        let operation = running.plan.purpose.operation.as_ref();
        // Read before its transaction begins, which is to see what is there when it has its locks.
        let scope = match operation {
            Some(operation) => {
                toplevel::in_transaction(|| draft::scope_of(operation)).map_err(Error::Server)?
            }
            None => None,
        };
        // Counted from the first time that it was broken off: what comes before may be long and is no waiting.
        let mut broken_since = None;
        let mut waiting = nodes::Waiting::default();
        loop {
            let Err(broken) = self.statements(running, unit, scope.as_ref(), start) else {
                return Ok(ms_since(start));
            };
            let since: &mut Instant = broken_since.get_or_insert_with(Instant::now);
            if broken.again && since.elapsed() < settings::lock_wait() {
                let pause = || locks::step_back(settings::lock_window());
                waiting.pause(unit, pause).map_err(Error::Server)?;
                continue;
            }
            let failure = nodes::told(unit, broken.failure);
            return Err(self.failed(running, None, start, &failure, broken.statement, None));
        }
    }

    /// The unit's statements and its journal row, in one transaction.
    fn statements<'a>(
        &self,
        running: &Running,
        unit: &'a Transaction,
        scope: Option<&Scope>,
        start: Instant,
    ) -> std::result::Result<(), Broken<'a>> {
        let nowhere = Broken::nowhere;
        messages::begin();
        toplevel::run(unit.begin.as_deref().unwrap_or("BEGIN")).map_err(nowhere)?;
        // A second hold, to the end of this transaction, that the script cannot let go of.
        let hold = || {
            lock::try_migrator_lock(Hold::Transaction);
            nodes::look();
        };
        toplevel::without_snapshot(hold).map_err(nowhere)?;
        if strays::is_to_tell() {
            messages::collect(|| toplevel::without_snapshot(strays::tell)).map_err(nowhere)?;
        }
        // Whoever takes back what another asked may have other settings.
        if let Some(operation) = &running.plan.purpose.operation {
            toplevel::without_snapshot(|| scope::set_for(operation, scope, guc::set_for_transaction))
                .map_err(nowhere)?;
        }
        let up = contract::noted(running.plan);
        emptiness::begin();
        let (mut watch, mut has_locks) = (Watch::default(), false);
        let mut limit = Limit::new(guc::set_for_transaction);
        nodes::bound(unit, &mut limit, toplevel::run).map_err(nowhere)?;
        for (needs, steps) in unit.parts() {
            let patience = if has_locks { Patience::Short } else { Patience::Long };
            has_locks |= !needs.is_empty();
            let own = limit.of_script(staying::is_set("lock_timeout"));
            let lock = || {
                let taken = locks::take_within(&needs, patience, own).unwrap_or_else(|error| raise(&error));
                watch.locked(taken);
            };
            toplevel::without_snapshot(lock).map_err(|failure| {
                // Others wait for the locks from before: all is let go, and the unit begins anew.
                let again = patience == Patience::Short && failure.sqlstate == locks::NOT_AVAILABLE;
                Broken { failure, statement: first_locker(steps), again }
            })?;
            if running.plan.purpose.operation.is_some() {
                nodes::take(unit, toplevel::run).map_err(|failure| {
                    let again = failure.sqlstate == locks::NOT_AVAILABLE;
                    Broken { failure, statement: first_locker(steps), again }
                })?;
                let check = || nodes::check(unit, watch.first()).unwrap_or_else(|error| raise(&error));
                toplevel::in_transaction(check).map_err(nowhere)?;
            }
            // The server refuses in a worker what is for the client; there is none.
            for step in steps.iter().filter(|step| !step.is_for_the_client()) {
                let source = step.source();
                let began = Instant::now();
                let look = up.and_then(|version| Some((version, emptiness::look(version, source)?)));
                if let Some((version, emptiness::Look::Before)) = look {
                    toplevel::in_transaction(|| emptiness::before(version, source)).map_err(nowhere)?;
                }
                if !unit.on_nodes.is_empty() {
                    limit.set(source, true);
                    nodes::follow(unit, toplevel::run).map_err(nowhere)?;
                }
                let count = run_one(&mut limit, source)?;
                let took = began.elapsed();
                if let Some((version, emptiness::Look::After)) = look {
                    toplevel::in_transaction(|| emptiness::after(version, source, count)).map_err(nowhere)?;
                }
                if took >= rates::WORTH {
                    toplevel::in_transaction(|| rates::note(source, took)).map_err(nowhere)?;
                }
            }
        }
        // A transaction that leaves nothing is recorded by one of its own: a script's own ROLLBACK, or a read-only
        // one, which could not write the journal.
        let leaves_nothing = match unit.end {
            End::Rollback => Some("ROLLBACK"),
            End::Commit => lock::is_read_only().then_some("COMMIT"),
        };
        if let Some(end) = leaves_nothing {
            toplevel::run(end).map_err(nowhere)?;
            toplevel::run("BEGIN READ WRITE").map_err(nowhere)?;
        }
        if leaves_nothing.is_some() {
            emptiness::begin();
        }
        let ms = ms_since(start);
        let row = toplevel::in_transaction(|| {
            emptiness::write();
            let seen = Seen { changed: recorded::unit(&running.entry), ..watch.end() };
            let row = journal::done(&running.entry, self.left(running), ms, &seen);
            if running.is_last {
                record(running.plan, running.ms_before + ms, self.by, settings::lock_window())
                    .unwrap_or_else(|error| raise(&error));
            }
            if self.is_followed && durable::is_plain(unit) {
                durable::do_not_wait();
            }
            row
        })
        .map_err(nowhere)?;
        commit(Some(row)).map_err(nowhere)
    }
}

/// Commits a unit, whose row in the journal gets what is said meanwhile: deferred triggers may say something.
pub(super) fn commit(row: Option<i64>) -> std::result::Result<(), Failure> {
    messages::collect(|| toplevel::run("COMMIT"))?;
    // What is committed stays so, whatever becomes of that.
    let late = messages::take();
    if let Some(row) = row.filter(|_| !late.is_empty())
        && let Err(failure) = toplevel::in_transaction(|| journal::messages::add(row, &late))
    {
        pgrx::log!("what a commit has said could not be kept: {}", failure.message);
    }
    Ok(())
}
