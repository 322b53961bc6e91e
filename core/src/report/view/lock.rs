//! The locks that units have taken, as far as others would notice.

use crate::lock::{Mode, Need, Reach};
use crate::report::record::{Line, Run};
use crate::statement::{Class, Standalone, Statement};
use crate::text;

/// How many rows the list of a run has.
const MOST: usize = 40;

/// A lock, for the template.
pub(in crate::report) struct LockView {
    mode: Mode,
    pub(in crate::report) table: String,
    pub(in crate::report) name: &'static str,
    pub(in crate::report) stops: &'static str,
    pub(in crate::report) units: String,
    pub(in crate::report) held: String,
    held_ms: i64,
    count: usize,
}

/// Those of a unit: each table once, with the strongest mode, the strongest first.
pub(super) fn of_unit(line: &Line) -> Vec<LockView> {
    let held_ms = line.ms.map_or(0, |ms| ms - line.waited_ms.min(ms));
    let mut locks: Vec<LockView> = Vec::new();
    for statement in line.statements.iter().flatten() {
        let named = statement.locks.iter().filter_map(|need| Some((need.mode, table(need)?)));
        for (mode, table) in named.chain(own(statement)) {
            match locks.iter_mut().find(|lock| lock.table == table) {
                Some(lock) if lock.mode >= mode => {}
                Some(lock) => *lock = LockView::new(mode, table, held_ms),
                None => locks.push(LockView::new(mode, table, held_ms)),
            }
        }
    }
    locks.sort_by_key(|lock| std::cmp::Reverse(lock.mode));
    locks
}

/// Those of a run, the strongest and longest first; and how many are left out.
pub(super) fn of_run(run: &Run) -> (Vec<LockView>, usize) {
    let mut all: Vec<LockView> = Vec::new();
    for lock in run.lines.iter().filter(|line| line.kind != "operation").flat_map(of_unit) {
        match all.iter_mut().find(|there| there.table == lock.table && there.mode == lock.mode) {
            Some(there) => {
                there.count += 1;
                there.held_ms = there.held_ms.max(lock.held_ms);
            }
            None => all.push(lock),
        }
    }
    for lock in &mut all {
        lock.units = text::count(lock.count, "unit");
        lock.held = text::duration(lock.held_ms);
    }
    all.sort_by_key(|lock| std::cmp::Reverse((lock.mode, lock.held_ms)));
    let more = all.len().saturating_sub(MOST);
    all.truncate(MOST);
    (all, more)
}

impl LockView {
    fn new(mode: Mode, table: String, held_ms: i64) -> Self {
        let stops = match () {
            () if mode.conflicts_with(Mode::AccessShare) => "reads and writes wait",
            () if mode.conflicts_with(Mode::RowExclusive) => "writes wait",
            () => "neither reads nor writes wait",
        };
        let held = text::duration(held_ms);
        LockView { mode, table, name: mode.words(), stops, units: String::new(), held, held_ms, count: 1 }
    }
}

/// The table of a lock, if the statement names it. Partitions and the other ends of foreign keys, if there are any, are
/// locked with it, and not told.
fn table(need: &Need) -> Option<String> {
    matches!(need.reach, Reach::Alone | Reach::Tree | Reach::Drop).then(|| need.relation.dotted())
}

/// The lock that a statement outside of a transaction takes by itself.
fn own(statement: &Statement) -> Option<(Mode, String)> {
    match &statement.class {
        Class::Standalone(Standalone::CreateIndex { table, .. }) => {
            Some((Mode::ShareUpdateExclusive, table.dotted()))
        }
        Class::Standalone(Standalone::Detach { parent, .. }) => {
            Some((Mode::ShareUpdateExclusive, parent.dotted()))
        }
        _ => None,
    }
}
