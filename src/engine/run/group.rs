//! Migrations that share a transaction: many small ones of one job.
//!
//! What they do and what is written of them is one commit, so a kill leaves all of them or none, each with its rows in the
//! journal and in the history. Nothing else is different for whoever looks:
//! - Only what says what there is may share ([`Plan::may_share`]): it sets nothing, runs no query and writes no rows, so it
//!   means the same behind another one.
//! - Only tables that were made here, or are small and free at this moment. What a statement waits for all the same, which
//!   nobody foresaw, it waits for no longer than `migrate.lock_window`.
//! - Each with objects of its own: what two have changed would be told of the later one alone.
//! - Only what runs for the first time, approved, with the text that was planned. An event trigger of somebody else's might
//!   look at what is committed; then none shares.
//!
//! Whatever fails is rolled back and run by itself, which says why. So there is one place where failures are told.

use std::collections::HashSet;
use std::time::Instant;

use migrate_core::error::{Error, Result};
use migrate_core::failure::Failure;
use migrate_core::lock::Need;
use migrate_core::message::Messages;
use migrate_core::plan::{Plan, Unit};
use migrate_core::reverse::Path;
use migrate_core::statement::Statement;

use super::durable;
use super::runner::{Runner, Running};
use super::transaction::{Broken, commit, run_one};
use crate::catalog::event_triggers;
use crate::engine::clock::ms_since;
use crate::engine::job;
use crate::engine::journal::{self, Ended, Entry, Seen};
use crate::engine::locks;
use crate::engine::locks::limit::Limit;
use crate::engine::locks::sizes::{self, Watch};
use crate::engine::plan::reverse::Noted;
use crate::engine::plan::{found, reverse};
use crate::engine::review::recorded::{self, Traces};
use crate::engine::session::{self, traces};
use crate::error::raise;
use crate::postgres::lock::{self, Hold};
use crate::postgres::settings as guc;
use crate::postgres::{messages, temporary, toplevel};
use crate::registry::approval::{self, Place};
use crate::registry::history::{self, Ran};
use crate::registry::migrations::{self, Fresh};
use crate::registry::{origins, schemas};
use crate::settings;

/// How many may share a transaction.
const MOST: usize = 500;

/// How many are looked at first.
const FIRST: usize = 32;

/// The bytes of the tables that a migration may change beside others: to look through them takes a moment.
const SMALL: i64 = 1 << 20;

/// Which of a job's migrations are to share.
pub struct Sharing {
    may: bool,
    /// About twice as many as shared the last time: each is looked at in vain that does not get its turn.
    most: usize,
}

impl Sharing {
    /// For a run; `may` says whether any may.
    pub fn new(may: bool) -> Self {
        Sharing { may: may && !settings::commit_window().is_zero(), most: FIRST }
    }

    /// Runs as many of the next plans as can share a transaction, in a session that `renew` makes: how many that were. None
    /// if the next one is to be run by itself.
    ///
    /// # Errors
    ///
    /// Those of `renew`, and a cancel.
    pub fn run(
        &mut self,
        runner: &Runner,
        plans: &[Plan],
        renew: impl FnOnce() -> Result<()>,
    ) -> Result<usize> {
        let shared: Vec<&Plan> =
            plans.iter().take(self.most).take_while(|plan| self.may && plan.may_share()).collect();
        if shared.len() < 2 {
            return Ok(0);
        }
        renew()?;
        let count = session::within_migration(|| runner.together(&shared))?;
        self.most = (2 * count).clamp(FIRST, MOST);
        Ok(count)
    }
}

/// What became of a transaction that was to be shared.
enum Attempt {
    /// So many are done.
    Done(usize),
    /// It was rolled back: the one at this place is to be run by itself.
    Apart(usize),
}

/// Why a transaction is not shared.
enum Break<'a> {
    /// The transaction is gone, with the statement that failed, if one has.
    Failed(Failure, Option<&'a Statement>),
    /// The one at this place cannot share it.
    Apart(usize),
}

impl From<Failure> for Break<'_> {
    fn from(failure: Failure) -> Self {
        Break::Failed(failure, None)
    }
}

impl<'a> From<Broken<'a>> for Break<'a> {
    fn from(broken: Broken<'a>) -> Self {
        Break::Failed(broken.failure, broken.statement)
    }
}

/// A migration whose statements have run.
struct Ready<'a> {
    plan: &'a Plan,
    ms: i64,
    end: Instant,
    seen: Seen,
    messages: Messages,
    /// What the catalog knew before, where a down script is to be derived.
    noted: Option<Noted>,
    found: Option<Vec<Option<String>>>,
}

/// Those that share a transaction, as it goes on.
struct Group<'a> {
    start: Instant,
    /// Where names are looked up, and the same as SQL has it.
    place: (Vec<String>, String),
    path: Path,
    ready: Vec<Ready<'a>>,
    traces: Vec<Traces>,
    locked: HashSet<u32>,
    limit: Limit,
}

impl Runner<'_> {
    /// Runs as many of `plans`, all of which may share, as can do so in one transaction: how many that were. None if the
    /// first is to be run by itself, for whatever reason.
    ///
    /// # Errors
    ///
    /// A cancel. It is in the journal already.
    fn together(&self, plans: &[&Plan]) -> Result<usize> {
        let mut most = plans.len();
        while most > 0 {
            match self.attempt(&plans[..most])? {
                Attempt::Done(count) => return Ok(count),
                Attempt::Apart(place) => most = place.min(most - 1),
            }
        }
        Ok(0)
    }

    fn attempt(&self, plans: &[&Plan]) -> Result<Attempt> {
        if job::is_to_stop(self.job).map_err(Error::Server)?.is_some() || !lock::kept_migrator_lock() {
            return Ok(Attempt::Apart(0));
        }
        // What it finds stays found, whatever becomes of the rest.
        toplevel::in_transaction(recorded::prepare).map_err(Error::Server)?;
        self.session.begin(plans[0], 1, None)?;
        let mut group = Group {
            start: Instant::now(),
            place: Default::default(),
            path: Path { schemas: Vec::new(), setting: String::new() },
            ready: Vec::new(),
            traces: Vec::new(),
            locked: HashSet::new(),
            limit: Limit::short(guc::set_for_transaction),
        };
        match self.run_all(&mut group, plans) {
            Ok(()) => Ok(Attempt::Done(group.ready.len())),
            Err(Break::Apart(place)) => {
                toplevel::run("ROLLBACK").map_err(Error::Server)?;
                Traces::take();
                Ok(Attempt::Apart(place))
            }
            Err(Break::Failed(failure, statement)) => {
                // What it has touched is as it was.
                Traces::take();
                let place = group.ready.len();
                let it = plans.get(place).or(plans.last()).filter(|_| failure.is_cancel());
                let Some(plan) = it else {
                    // Where all have run it was the end that failed: each by itself will tell.
                    return Ok(Attempt::Apart(if place < plans.len() { place } else { 0 }));
                };
                let entry = Entry { session: Some(self.session.begun()), ..self.entry(plan) };
                let running = Running { plan, entry, ms_before: 0, is_last: true, place: None };
                Err(self.failed(&running, None, group.start, &failure, statement, None))
            }
        }
    }

    fn entry(&self, plan: &Plan) -> Entry {
        Entry::new(plan, 1, &plan.units[0], Some(self.job), (self.by, self.as_role))
    }

    fn run_all<'a>(&self, group: &mut Group<'a>, plans: &[&'a Plan]) -> std::result::Result<(), Break<'a>> {
        toplevel::run("BEGIN")?;
        let begin = || {
            lock::try_migrator_lock(Hold::Transaction);
            // By itself the first will tell why not.
            let fresh = if schemas::check_current().is_ok() { fresh(plans) } else { Vec::new() };
            let place = origins::looked_up_in();
            (fresh, origins::quoted(&place), place)
        };
        let fresh;
        (fresh, group.path, group.place) = toplevel::in_transaction(begin)?;
        for (plan, fresh) in plans.iter().zip(&fresh) {
            let is_over = !group.ready.is_empty() && group.start.elapsed() >= settings::commit_window();
            if is_over || !group.one(plan, fresh)? {
                break;
            }
        }
        if group.ready.is_empty() {
            return Err(Break::Apart(0));
        }
        let row = toplevel::in_transaction(|| self.write(group))?.map_err(Break::Apart)?;
        Ok(commit(row)?)
    }

    /// Writes what is to be written of all; the last row in the journal, or the place of one that is to be run by itself.
    fn write(&self, group: &mut Group) -> std::result::Result<Option<i64>, usize> {
        // Names are looked up elsewhere now, or there is something that no other session has.
        if origins::looked_up_in() != group.place || temporary::has_schema() && !traces::things().is_empty() {
            return Err(0);
        }
        let entries: Vec<Entry> = group.ready.iter().map(|ready| self.entry(ready.plan)).collect();
        let changed = recorded::units(&entries.iter().zip(group.traces.drain(..)).collect::<Vec<_>>())?;
        let rows: Vec<Ran> = group.ready.iter().map(Ready::ran).collect();
        if history::insert_together(&rows, self.by, &group.place) < rows.len() {
            return Err(0);
        }
        for ready in &group.ready {
            if let Some(words) = ready.noted.as_ref().and_then(|noted| noted.way_down.as_ref()) {
                migrations::note_way_down(ready.plan.purpose.version, words);
            }
        }
        let ended = group.ready.iter_mut().zip(entries).zip(changed).map(|((ready, entry), changed)| Ended {
            ago: micros_since(ready.end),
            entry,
            ms: ready.ms,
            seen: Seen { changed, ..std::mem::take(&mut ready.seen) },
            messages: std::mem::take(&mut ready.messages),
        });
        let row = journal::done_together(&ended.collect::<Vec<_>>(), &self.session.begun());
        if self.is_followed {
            durable::do_not_wait();
        }
        Ok(row)
    }
}

/// Those that may begin now, in their order, up to the first that may not. The transaction has just begun.
fn fresh(plans: &[&Plan]) -> Vec<Fresh> {
    if event_triggers::are_any() {
        return Vec::new();
    }
    let wanted: Vec<(i64, &str)> =
        plans.iter().map(|plan| (plan.purpose.version, plan.purpose.fingerprint.as_str())).collect();
    let mut fresh = migrations::fresh(&wanted);
    let unapproved = approval::unapproved(plans[..fresh.len()].iter().copied(), Place::Here);
    if let Some(place) = fresh.iter().position(|fresh| unapproved.contains(&fresh.version)) {
        fresh.truncate(place);
    }
    fresh
}

impl<'a> Group<'a> {
    /// Runs the statements of one; false if it is to wait for the next transaction.
    fn one(&mut self, plan: &'a Plan, fresh: &Fresh) -> std::result::Result<bool, Break<'a>> {
        let Some(Unit::Transaction(unit)) = plan.units.first() else { return Ok(false) };
        let needs: Vec<Need> =
            unit.steps.iter().flat_map(|step| step.source().locks.iter().cloned()).collect();
        let mut watch = Watch::default();
        if !needs.is_empty() && !toplevel::in_transaction(|| self.take(&needs, &mut watch))? {
            return Ok(false);
        }
        let start = Instant::now();
        messages::begin();
        let mut noted = None;
        if let Some((up, is_promised)) = &fresh.without_down {
            let look = || reverse::look(up, *is_promised).unwrap_or_else(|error| raise(&error));
            noted = toplevel::in_transaction(look)?;
        }
        for step in &unit.steps {
            run_one(&mut self.limit, step.source())?;
        }
        let (ms, end) = (ms_since(start), Instant::now());
        self.traces.push(Traces::take());
        let mut found = None;
        if let (Some((up, is_promised)), Some(noted)) = (&fresh.without_down, &noted)
            && noted.is_derived(*is_promised)
        {
            let look = || {
                found::look(up, &noted.actions, &noted.known, Some(&self.path))
                    .unwrap_or_else(|error| raise(&error))
            };
            found = toplevel::in_transaction(look)?;
        }
        let seen = if needs.is_empty() { Seen::default() } else { toplevel::in_transaction(|| watch.end())? };
        self.ready.push(Ready { plan, ms, end, seen, messages: messages::take(), noted, found });
        Ok(true)
    }

    /// Locks the tables that a migration needs, if all are free, small, and none of another's here.
    fn take(&mut self, needs: &[Need], watch: &mut Watch) -> bool {
        let Some(taken) = locks::take_free(needs).unwrap_or_else(|error| raise(&error)) else {
            return false;
        };
        let of_others =
            |oid: u32| self.locked.contains(&oid) || self.traces.iter().any(|it| it.has_made(oid));
        if taken.tables.len() > sizes::MOST || taken.tables.iter().any(|(oid, _)| of_others(*oid)) {
            return false;
        }
        self.locked.extend(taken.tables.iter().map(|(oid, _)| *oid));
        watch.locked(taken);
        watch.bytes() <= SMALL
    }
}

impl Ready<'_> {
    fn ran(&self) -> Ran<'_> {
        Ran {
            version: self.plan.purpose.version,
            description: &self.plan.purpose.description,
            ms: i32::try_from(self.ms).unwrap_or(i32::MAX),
            ago: micros_since(self.end),
            checksum: &self.plan.purpose.checksum,
            before: self.noted.as_ref().map(|noted| &noted.known.answers),
            found: self.found.as_deref(),
        }
    }
}

fn micros_since(moment: Instant) -> i64 {
    i64::try_from(moment.elapsed().as_micros()).unwrap_or(i64::MAX)
}
