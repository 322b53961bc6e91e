//! The table `migrate.change_records`: where each online change stands. It is written with the operation that moves it.
//!
//! A row has the number of the operation that began the change; people read it in `migrate.changes`. Before each unit
//! the worker writes what it is about to do ([`stage`]), so a kill leaves the word for where it was; the last unit's
//! transaction sets the next state ([`finish`]). Nothing of a change is only in memory, so the same call goes on from
//! any state.
//!
//! A change is known by its table and arguments, so a call that was queued twice is one change. The call that ends one
//! knows where it stood when it was asked, so a step that was queued twice is one step. What a completion drops, or
//! writes in another way, stands in `remembered` before it runs, as the server writes it without a search path.

use migrate_core::change::{State, Way};
use migrate_core::error::{Error, Result, TableError};
use migrate_core::facts::{Change, Changes, Remembered, Tables};
use migrate_core::plan::draft::Draft;
use migrate_core::plan::{Plan, Unit};
use migrate_core::relation::Relation;
use migrate_core::request::{EndChange, Operation, Strategy};
use pgrx::pg_sys::Oid;

use crate::catalog::scope::pinned;
use crate::catalog::server::Server;
use crate::postgres::identity::{as_owner, current_role};
use crate::postgres::spi;
use crate::settings;

/// The ends of a change that an operation begins.
struct Ends<'a> {
    kind: &'static str,
    table: &'a Relation,
    old: Vec<String>,
    new: Vec<String>,
}

fn ends(operation: &Operation) -> Option<Ends<'_>> {
    match operation {
        Operation::RenameColumn(rename) if rename.strategy == Strategy::Dual => Some(Ends {
            kind: "rename_column",
            table: &rename.table,
            old: vec![rename.old.clone()],
            new: vec![rename.new.clone()],
        }),
        Operation::SplitColumn(split) => Some(Ends {
            kind: "split_column",
            table: &split.table,
            old: split.old.iter().map(|one| one.column.clone()).collect(),
            new: split.new.iter().map(|one| one.name.clone()).collect(),
        }),
        Operation::HideColumn(hide) => Some(Ends {
            kind: "drop_column",
            table: &hide.table,
            old: vec![hide.column.clone()],
            new: Vec::new(),
        }),
        Operation::HideTable(hide) => {
            Some(Ends { kind: "drop_table", table: &hide.table, old: Vec::new(), new: Vec::new() })
        }
        Operation::ChangeType(change) => Some(Ends {
            kind: "change_type",
            table: &change.table,
            old: vec![change.column.clone()],
            new: vec![change.column.clone()],
        }),
        _ => None,
    }
}

/// Whether the steps of an operation make two ends: one that can do without begins no change.
fn has_two_ends(operation: &Operation, drafts: &[Draft]) -> bool {
    let is_filled = |draft: &Draft| draft.backfill.is_some();
    !matches!(operation, Operation::ChangeType(_))
        || drafts.iter().any(is_filled) && drafts.iter().any(|draft| !draft.is_done)
}

/// Writes that a change begins, if the operation of this number begins one and has not done so before.
///
/// # Errors
///
/// [`migrate_core::error::TableError::NoTable`].
pub fn begin(operation: &Operation, drafts: &[Draft], record: Option<i64>, by: &str) -> Result<()> {
    if let Operation::EndChange(EndChange { way: Way::Complete, which, .. }) = operation {
        return remember(&Server.change(which)?);
    }
    let (Some(mut ends), Some(record)) = (ends(operation), record) else { return Ok(()) };
    if !has_two_ends(operation, drafts) {
        return Ok(());
    }
    let mut remembered = Vec::new();
    let table = match (operation, Server.table(ends.table)) {
        // It was hidden before: nothing begins.
        (Operation::HideTable(_), Err(Error::Table(TableError::NoTable { .. }))) => return Ok(()),
        (_, table) => table?,
    };
    // Called again before the first call's job was done, it is the same change.
    let open = "SELECT FROM migrate.change_records
                WHERE table_oid = $1 AND arguments = $2 AND id <> $3 AND state NOT IN ('done', 'aborted', 'undone')
                  -- Another column of the name of one that is hidden may be hidden, too.
                  AND kind NOT IN ('drop_column', 'drop_table')";
    let args = [Oid::from(table.oid).into(), spi::jsonb(operation).into(), record.into()];
    if as_owner(|| spi::row(open, &args, |_| ())).is_some() {
        return Ok(());
    }
    if let Operation::HideColumn(hide) = operation {
        let Some((hidden, relaxed)) = pinned(|| hide.begin(&Server))? else {
            return Ok(());
        };
        ends.new.push(hidden);
        remembered = relaxed.into_iter().map(Remembered::Relaxed).collect();
    }
    // What is hidden is hidden at once: one that was broken off has not begun, and looks anew at what is there.
    let sql = "INSERT INTO migrate.change_records AS c
                   (id, kind, table_oid, table_name, old_columns, new_columns, arguments, asked_by, remembered, asked_role)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
               ON CONFLICT (id) DO UPDATE SET remembered = excluded.remembered, new_columns = excluded.new_columns,
                                              state = 'expanding', ended_at = NULL
               WHERE c.state = 'expanding' AND c.kind = 'drop_column'
                  OR c.state = 'aborted' AND c.kind = 'change_type'";
    let args = [
        record.into(),
        ends.kind.into(),
        Oid::from(table.oid).into(),
        table.name.into(),
        ends.old.into(),
        ends.new.into(),
        spi::jsonb(operation).into(),
        by.into(),
        spi::jsonb(&remembered).into(),
        current_role().1.into(),
    ];
    as_owner(|| spi::write(sql, &args));
    Ok(())
}

/// Keeps what the completion of a change is about to drop, or to write in another way.
fn remember(change: &Change) -> Result<()> {
    let noted = pinned(|| change.to_remember(&Server))?;
    if !noted.is_empty() {
        let sql = "UPDATE migrate.change_records SET remembered = $2 WHERE id = $1";
        as_owner(|| spi::write(sql, &[change.id.into(), spi::jsonb(&noted).into()]));
    }
    Ok(())
}

/// Whether the operation of this number has begun a change.
pub fn is_one(id: i64) -> bool {
    as_owner(|| spi::row("SELECT FROM migrate.change_records WHERE id = $1", &[id.into()], |_| ())).is_some()
}

/// Writes what a worker is about to do for a change: that unit of the plan, from 1.
///
/// # Errors
///
/// [`migrate_core::error::ChangeError::NoChange`].
pub fn stage(plan: &Plan, number: usize) -> Result<()> {
    let Some(operation) = &plan.purpose.operation else { return Ok(()) };
    if let Operation::EndChange(EndChange { way: Way::Complete, which, .. }) = operation {
        if plan.units.len() > 1 {
            let sql =
                "UPDATE migrate.change_records SET state = 'contracting' WHERE id = $1 AND state = 'ready'";
            let id = Server.change(which)?.id;
            as_owner(|| spi::write(sql, &[id.into()]));
        }
        return Ok(());
    }
    let (Some(_), Some(record)) = (ends(operation), plan.purpose.record) else { return Ok(()) };
    let is_fill = |unit: &Unit| matches!(unit, Unit::Batched(_));
    let left = plan.units.get(number - 1..).unwrap_or_default();
    let state = match left.first() {
        Some(unit) if is_fill(unit) => State::Backfilling,
        _ if left.iter().any(is_fill) => State::Expanding,
        _ => State::Verifying,
    };
    let sql = "UPDATE migrate.change_records SET state = $3
               WHERE state IN ('expanding', 'backfilling', 'verifying') AND state <> $3
                 AND (id = $1 OR arguments = $2) AND kind NOT IN ('drop_column', 'drop_table')";
    as_owner(|| spi::write(sql, &[record.into(), spi::jsonb(operation).into(), state.as_str().into()]));
    Ok(())
}

/// Writes where an operation has brought its change; in the transaction of its last unit.
///
/// # Errors
///
/// [`migrate_core::error::ChangeError::NoChange`].
pub fn finish(operation: &Operation, record: Option<i64>) -> Result<()> {
    match operation {
        Operation::EndChange(end) => {
            // As it is now, not when the caller's statement began.
            let change = spi::with_snapshot(|| Server.change(&end.which))?;
            let after = end.after(&change);
            if after != change.state {
                put(change.id, after);
            }
        }
        // What takes an operation back may end a change.
        Operation::Undo(undo) => undo.inverse.iter().try_for_each(|operation| finish(operation, None))?,
        _ => {
            let is_drop = matches!(operation, Operation::HideColumn(_) | Operation::HideTable(_));
            if let (Some(_), Some(record)) = (ends(operation), record) {
                let sql = "SELECT id FROM migrate.change_records
                           WHERE state IN ('expanding', 'backfilling', 'verifying') AND (id = $1 OR arguments = $2) ORDER BY id = $1 DESC, id DESC LIMIT 1";
                let args = [record.into(), spi::jsonb(operation).into()];
                let begun = as_owner(|| spi::row(sql, &args, |row| row.must::<i64>(1)));
                begun.into_iter().for_each(|id| put(id, State::Ready));
                put(record, if is_drop { State::Grace } else { State::Ready });
            }
        }
    }
    Ok(())
}

/// Whether an operation gives up a change that is still being made.
///
/// # Errors
///
/// [`migrate_core::error::ChangeError::NoChange`].
pub fn is_given_up(operation: &Operation) -> Result<bool> {
    let Operation::EndChange(end) = operation else { return Ok(false) };
    let change = spi::with_snapshot(|| Server.change(&end.which))?;
    Ok(matches!(end.way, Way::Abort | Way::Back | Way::Restore)
        && change.is_open()
        && end.after(&change) == State::Aborted)
}

fn put(id: i64, state: State) {
    let sql = match state {
        State::Ready => {
            "state = 'ready', ready_at = clock_timestamp(), completed_at = NULL, grace_until = NULL"
        }
        State::Grace => {
            // The clock is read once: the grace period is as long as was said.
            "state = 'grace', ended_at = NULL, (completed_at, grace_until) =
                 (SELECT now, now + make_interval(secs => $2) FROM clock_timestamp() AS t (now))"
        }
        State::Done => "state = 'done', ended_at = clock_timestamp()",
        State::Aborted => "state = 'aborted', ended_at = clock_timestamp()",
        State::Undone => "state = 'undone', ended_at = clock_timestamp(), grace_until = NULL",
        // Written by `stage`, which has no more to say.
        State::Expanding | State::Backfilling | State::Verifying | State::Contracting => return,
    };
    let grace = settings::drop_grace().as_secs_f64();
    let sql = format!("UPDATE migrate.change_records SET {sql} WHERE id = $1 AND $2 >= 0");
    as_owner(|| spi::write(&sql, &[id.into(), grace.into()]));
    if matches!(state, State::Done | State::Aborted) {
        let forget = "DELETE FROM migrate.writes_seen w USING migrate.change_records c
                      WHERE c.id = $1 AND w.table_oid = c.table_oid AND w.hidden = coalesce(c.new_columns[1], '')";
        as_owner(|| spi::write(forget, &[id.into()]));
    }
}
