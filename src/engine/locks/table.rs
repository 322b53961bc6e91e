//! Getting table locks without making the application queue behind us.
//!
//! A session that waits for a strong lock makes everybody who comes later wait as well, for as long as the oldest
//! transaction on the table lasts. So: try without waiting; if somebody holds the table, look how old their
//! transactions are. Wait for an old one outside of the queue, on its virtual transaction. When all are young, join the
//! queue for a moment; then step back, a random while, and look again. What is a moment, and what is old, begins with
//! little, which is enough beside an application of short transactions, and grows with each look that was in vain, up to
//! `migrate.lock_window`: a table that nobody leaves alone is had, too. After `migrate.lock_wait` give up and name who was
//! in the way.
//!
//! All tables or none: attempts run in a subtransaction, so that stepping back lets go of everything.

use std::time::{Duration, Instant};

use migrate_core::error::{Error, Result, SessionError};
use migrate_core::failure::Failure;
use migrate_core::lock::{Mode, Need};
use migrate_core::text;

use crate::catalog::lock_target::{self, Holder, Target};
use crate::engine::journal::tell;
use crate::postgres::{lock, procedure, settings as guc, spi, subtransaction};
use crate::settings;

pub use crate::postgres::catch::NOT_AVAILABLE;

/// SQLSTATE of a deadlock.
const DEADLOCK: &str = "40P01";

/// The first moment in the queue: others wait behind us for as long.
const FIRST_MOMENT: Duration = Duration::from_millis(15);

/// How long to try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patience {
    /// For `migrate.lock_wait`: nothing is locked yet, so nobody is held up meanwhile.
    Long,
    /// For `migrate.lock_window`: others wait for locks that this transaction has already.
    Short,
}

/// How long a lock was waited for, and for whom.
#[derive(Debug, Clone, Default)]
pub struct Waited {
    /// How long.
    pub time: Duration,
    /// Who was in the way last, in few words.
    pub whom: Option<String>,
    /// The tables that are locked now: number and name.
    pub tables: Vec<(u32, String)>,
}

/// Takes what `needs` name; how long that took. Call it in a transaction, before the statements that need it.
///
/// # Errors
///
/// [`SessionError::TableBusy`] after that time; nothing is locked then that was not before.
pub fn take(needs: &[Need], patience: Patience) -> Result<Waited> {
    take_within(needs, patience, None)
}

/// The same, for no longer than a script's own `lock_timeout`.
///
/// # Errors
///
/// As [`take`].
pub fn take_within(needs: &[Need], patience: Patience, most: Option<Duration>) -> Result<Waited> {
    let (start, mut wait) = (Instant::now(), Wait::default());
    if !needs.is_empty() {
        // An error ends the transaction, and what it shows.
        wait.until_taken(needs, patience, most)?;
        wait.show(None);
    }
    Ok(Waited { time: start.elapsed(), whom: wait.whom, tables: wait.tables })
}

/// Takes what `needs` name if all of it is free; nothing otherwise. Nobody is waited for.
///
/// # Errors
///
/// What the server says while it looks.
pub fn take_free(needs: &[Need]) -> Result<Option<Waited>> {
    let targets = spi::with_snapshot(|| targets(needs));
    if !targets.is_empty() && try_all(&targets)?.is_some() {
        return Ok(None);
    }
    let tables = targets.into_iter().map(|(target, _)| (target.oid, target.name)).collect();
    Ok(Some(Waited { tables, ..Waited::default() }))
}

/// A wait for tables.
#[derive(Default)]
struct Wait {
    /// The table that others see us wait for.
    shown: Option<(u32, Mode)>,
    whom: Option<String>,
    is_told: bool,
    tables: Vec<(u32, String)>,
}

impl Wait {
    /// Shows to others for what it waits.
    fn show(&mut self, table: Option<(u32, Mode)>) {
        if self.shown == table {
            return;
        }
        if let Some((oid, mode)) = std::mem::replace(&mut self.shown, table) {
            lock::stop_showing_wait(oid, mode);
        }
        if let Some((oid, mode)) = table {
            lock::show_wait(oid, mode);
        }
    }

    fn until_taken(&mut self, needs: &[Need], patience: Patience, most: Option<Duration>) -> Result<()> {
        let start = Instant::now();
        let limit = match patience {
            Patience::Long => settings::lock_wait(),
            Patience::Short => settings::lock_window(),
        };
        let limit = most.map_or(limit, |most| most.min(limit));
        let mut moment = FIRST_MOMENT;
        loop {
            // Looked up in each round: a table may be dropped, renamed or made while we wait.
            let targets = spi::with_snapshot(|| targets(needs));
            self.tables = targets.iter().map(|(target, _)| (target.oid, target.name.clone())).collect();
            if targets.is_empty() {
                return Ok(());
            }
            let Some(blocked) = try_all(&targets)? else { return Ok(()) };
            let (target, mode) = &targets[blocked];
            self.show(Some((target.oid, *mode)));
            let holders = spi::with_snapshot(|| lock_target::holders(target.oid, conflicting(*mode)));
            let left = limit.saturating_sub(start.elapsed());
            if left.is_zero() {
                return Err(gave_up(target, &holders, limit));
            }
            self.whom = holders.first().map(|holder| holder.name.clone()).or(self.whom.take());
            // Half of the time is long; whoever is told may still do something about it.
            let until_told = (limit / 2).max(tell::LONG).saturating_sub(start.elapsed());
            let is_to_tell = patience == Patience::Long && !self.is_told;
            if is_to_tell && until_told.is_zero() {
                self.is_told = true;
                tell::waits_long_in_transaction();
            }
            let left = if is_to_tell && !until_told.is_zero() { left.min(until_told) } else { left };
            let window = settings::lock_window().min(moment);
            moment = (moment * 3 / 2).min(settings::lock_window().max(FIRST_MOMENT));
            match holders.iter().find(|holder| is_old(holder, window)) {
                Some(old) => wait_outside(old, left)?,
                None if queue_for_all(&targets, window.min(left))? => return Ok(()),
                None => step_back(window.min(left)),
            }
        }
    }
}

/// Every table with the strongest mode that is needed, in the order of first need.
fn targets(needs: &[Need]) -> Vec<(Target, Mode)> {
    let mut targets: Vec<(Target, Mode)> = Vec::new();
    for need in needs {
        for target in lock_target::of(need) {
            match targets.iter_mut().find(|(there, _)| there.oid == target.oid) {
                Some((_, mode)) => *mode = need.mode.max(*mode),
                None => targets.push((target, need.mode)),
            }
        }
    }
    targets
}

fn conflicting(mode: Mode) -> Vec<String> {
    Mode::ALL.into_iter().filter(|held| mode.conflicts_with(*held)).map(Mode::lock_name).collect()
}

/// Whether to wait for a transaction outside of the queue: it has lasted longer than we would stand in it. An ordinary
/// autovacuum gives way, whatever its age; one against wraparound does not.
fn is_old(holder: &Holder, window: Duration) -> bool {
    let gives_way = holder.is_autovacuum && !holder.is_wraparound;
    !gives_way && holder.age_ms > i64::try_from(window.as_millis()).unwrap_or(i64::MAX)
}

/// Takes all that are free; which one is not, if so. Then none is kept.
fn try_all(targets: &[(Target, Mode)]) -> Result<Option<usize>> {
    let mut blocked = None;
    let attempt = subtransaction::attempt(|| {
        blocked = targets.iter().position(|(target, mode)| !lock::try_table(target.oid, *mode));
        blocked.is_none().then_some(())
    });
    attempt.map_err(Error::Server)?;
    Ok(blocked)
}

/// Stands in the queue for all of them, at most for `window`; false if that was not enough.
fn queue_for_all(targets: &[(Target, Mode)], window: Duration) -> Result<bool> {
    let attempt = guc::scoped(|| {
        // An autovacuum in the way is cancelled when the deadlock check finds it.
        guc::set_local(c"deadlock_timeout", c"10ms");
        let start = Instant::now();
        subtransaction::attempt(|| {
            for (target, mode) in targets {
                guc::set_lock_timeout(window.saturating_sub(start.elapsed()));
                lock::queue_for_table(target.oid, *mode);
            }
            Some(())
        })
    });
    in_time(attempt)
}

/// Waits for a transaction's end, or until `left` is over.
fn wait_outside(holder: &Holder, left: Duration) -> Result<()> {
    if holder.virtual_transaction.0 < 0 {
        // A prepared transaction has no session to wait for.
        step_back(left.min(Duration::from_millis(200)));
        return Ok(());
    }
    let attempt = guc::scoped(|| {
        guc::set_lock_timeout(left);
        subtransaction::attempt(|| {
            lock::wait_for_virtual_transaction(holder.virtual_transaction);
            Some(())
        })
    });
    in_time(attempt).map(|_| ())
}

/// Whoever holds one table and waits for another one of ours has the right of way: then it was not in time either.
fn in_time(attempt: std::result::Result<Option<()>, Failure>) -> Result<bool> {
    match attempt {
        Ok(_) => Ok(true),
        Err(failure) if [NOT_AVAILABLE, DEADLOCK].contains(&failure.sqlstate.as_str()) => Ok(false),
        Err(failure) => Err(Error::Server(failure)),
    }
}

/// Waits between a fifth of `limit` and all of it, so that two migrators do not meet again and again.
pub fn step_back(limit: Duration) {
    let nanos = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |since| since.subsec_nanos());
    let share = 20 + nanos / 1_000 % 81;
    let pause = limit * share / 100;
    procedure::pause(i64::try_from(pause.as_millis()).unwrap_or(0).max(1));
}

fn gave_up(target: &Target, holders: &[Holder], limit: Duration) -> Error {
    let blockers: Vec<&str> = holders.iter().take(3).map(|holder| holder.description.as_str()).collect();
    SessionError::TableBusy {
        table: target.name.clone(),
        waited: text::duration(i64::try_from(limit.as_millis()).unwrap_or(i64::MAX)),
        holders: blockers.join("; "),
        pid: holders.iter().find_map(|holder| holder.pid),
    }
    .into()
}
