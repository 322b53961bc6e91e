//! Locks on all nodes of Citus, for the steps of a transaction unit.
//!
//! A lock of the coordinator holds nobody back who comes through another node, and its `lock_timeout` does not count there.
//! So a unit begins with settings that Citus hands on, and then locks its tables by LOCK TABLE … NOWAIT, which Citus does on
//! each node: it fails at once, and nobody waits meanwhile. A subtransaction would not do: the whole transaction ends, and
//! begins anew a moment later.

use std::time::{Duration, Instant};

use migrate_core::error::{Result, SessionError};
use migrate_core::failure::Failure;
use migrate_core::plan::Transaction;
use migrate_core::text;

use super::limit::Limit;
use super::table::NOT_AVAILABLE;
use crate::catalog::citus;
use crate::postgres::catch::{catch_of_nodes, expect_nodes};
use crate::postgres::lock::{show_wait, stop_showing_wait};
use crate::postgres::settings as guc;
use crate::postgres::{procedure, spi, toplevel};
use crate::settings;

/// Looks whether other nodes may have a part in the statements of a unit, whose transaction has begun.
pub fn look() {
    expect_nodes(citus::is_cluster());
}

/// Has each node bound its waiting for locks as this one does, from now to the end of the transaction. `run` runs a
/// statement, which Citus must see: a setting that is set otherwise is not handed on.
///
/// # Errors
///
/// What the server says.
pub fn bound(
    unit: &Transaction,
    limit: &mut Limit,
    run: impl Fn(&str) -> std::result::Result<(), Failure>,
) -> std::result::Result<(), Failure> {
    if unit.on_nodes.is_empty() {
        return Ok(());
    }
    run("SET LOCAL citus.propagate_set_commands = 'local'")?;
    let own = guc::lock_timeout();
    let window = i32::try_from(settings::lock_window().as_millis()).unwrap_or(i32::MAX).max(1);
    run(&format!("SET LOCAL lock_timeout = {}", if own == 0 { window } else { own }))?;
    if own == 0 {
        limit.is_ours(window);
    }
    Ok(())
}

/// Has each node bound its waiting by what bounds the next statement here.
///
/// # Errors
///
/// What the server says.
pub fn follow(
    unit: &Transaction,
    run: impl Fn(&str) -> std::result::Result<(), Failure>,
) -> std::result::Result<(), Failure> {
    match unit.on_nodes.is_empty() {
        true => Ok(()),
        false => run(&format!("SET LOCAL lock_timeout = {}", guc::lock_timeout())),
    }
}

/// Takes the unit's locks on all nodes, without waiting. The first table's lock is held here already.
///
/// # Errors
///
/// 55P03, of [`SessionError::NodeBusy`], where somebody holds one; the transaction is to be given up.
pub fn take(
    unit: &Transaction,
    run: impl Fn(&str) -> std::result::Result<(), Failure>,
) -> std::result::Result<(), Failure> {
    unit.on_nodes.iter().try_for_each(|lock| {
        catch_of_nodes(|| run(&lock.sql())).map_err(|failure| match failure.sqlstate == NOT_AVAILABLE {
            true => {
                let waited = settings::lock_wait().as_millis();
                let waited = text::duration(i64::try_from(waited).unwrap_or(i64::MAX));
                let busy =
                    SessionError::NodeBusy { table: lock.display.clone(), waited, said: failure.message };
                migrate_core::Error::from(busy).failure()
            }
            false => failure,
        })
    })
}

/// Waiting for whoever holds on another node what a unit could not lock: nobody else can know it, so it is shown.
#[derive(Default)]
pub struct Waiting {
    /// When it was asked who that may be, and what was said.
    asked: Option<(Instant, Vec<String>)>,
}

impl Waiting {
    /// Waits a moment, by `pause`, in a transaction of its own, and shows meanwhile for what, and who is at work on the nodes.
    ///
    /// # Errors
    ///
    /// A cancel.
    pub fn pause(&mut self, unit: &Transaction, pause: impl FnOnce()) -> std::result::Result<(), Failure> {
        let Some(lock) = unit.on_nodes.first() else { return toplevel::without_snapshot(pause) };
        // All nodes are asked for that.
        const ASK_EVERY: Duration = Duration::from_secs(1);
        if self.asked.as_ref().is_none_or(|(asked, _)| asked.elapsed() >= ASK_EVERY) {
            // Who cannot be asked is not told.
            let found = toplevel::in_transaction(|| spi::with_snapshot(citus::at_work)).unwrap_or_default();
            self.asked = Some((Instant::now(), found));
        }
        let holders = self.asked.iter().flat_map(|(_, holders)| holders);
        let held = holders.map(String::as_str).collect::<Vec<_>>().join("; ");
        toplevel::without_snapshot(|| {
            if !held.is_empty() {
                procedure::show_activity(&format!("/* at work on the nodes: {held} */ {}", lock.sql()));
            }
            show_wait(lock.oid, lock.mode);
            pause();
            stop_showing_wait(lock.oid, lock.mode);
        })
    }
}

/// The failure of a unit with who may hold what it could not lock, if other nodes have a part in it. The unit's transaction has
/// ended.
pub fn told(unit: &Transaction, failure: Failure) -> Failure {
    if unit.on_nodes.is_empty() || failure.sqlstate != NOT_AVAILABLE {
        return failure;
    }
    let look = || spi::with_snapshot(citus::at_work);
    // What cannot be asked is no failure of its own.
    let holders = toplevel::in_transaction(look).unwrap_or_default();
    if holders.is_empty() {
        return failure;
    }
    let open = format!("The oldest open transactions: {}.", holders.join("; "));
    let detail = failure.detail.map_or_else(|| open.clone(), |detail| format!("{detail}\n{open}"));
    Failure { detail: Some(detail), ..failure }
}

/// Refuses, under the locks, a table that Citus does not keep as it did when the unit was planned; `first` is the unit's
/// own table.
///
/// # Errors
///
/// As [`citus::check_kept`].
pub fn check(unit: &Transaction, first: Option<u32>) -> Result<()> {
    citus::check_kept(unit, first)
}
