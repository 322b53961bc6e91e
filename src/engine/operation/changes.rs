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

use migrate_core::change::{Kind, State, Way, Which};
use migrate_core::error::{ChangeError, Error, Result, TableError};
use migrate_core::facts::{Change, Changes, Remembered, Tables};
use migrate_core::plan::draft::Draft;
use migrate_core::plan::{Plan, Unit};
use migrate_core::request::{EndChange, Operation};
use pgrx::pg_sys::Oid;

use crate::catalog::scope::{pinned, pinned_for};
use crate::catalog::server::Server;
use crate::postgres::identity::{as_owner, current_role};
use crate::postgres::spi;
use crate::settings;

/// Whether the steps of an operation make two ends: one that can do without begins no change.
fn has_two_ends(operation: &Operation, drafts: &[Draft]) -> bool {
    let is_filled = |draft: &Draft| draft.backfill.is_some();
    !matches!(operation, Operation::ChangeType(_))
        || drafts.iter().any(is_filled) && drafts.iter().any(|draft| !draft.is_done)
}

/// Writes that a change begins, if the operation of this number begins one; its number, which is another one where an
/// earlier call has begun it. Of a change that is ended, it is noted again which table it is about.
///
/// # Errors
///
/// [`TableError::NoTable`]; [`ChangeError::Conflict`].
pub fn begin(operation: &Operation, drafts: &[Draft], record: Option<i64>, by: &str) -> Result<Option<i64>> {
    if let Operation::EndChange(EndChange { way, which, .. }) = operation {
        let change = Server.change(which)?;
        settle(&change)?;
        if *way == Way::Complete && !change.is_lost {
            remember(&change)?;
        }
        return Ok(None);
    }
    let (Some(mut begins), Some(record)) = (operation.begins(), record) else { return Ok(None) };
    if !has_two_ends(operation, drafts) {
        return Ok(None);
    }
    let mut remembered = Vec::new();
    let table = match (operation, Server.table(&begins.table)) {
        // It was hidden before: nothing begins.
        (Operation::HideTable(_), Err(Error::Table(TableError::NoTable { .. }))) => return Ok(None),
        (_, table) => table?,
    };
    // Called again before the first call's job was done, it is the same change.
    if let Some(known) = operation.begun_before(&Server, &table)?.filter(|known| known.id != record) {
        settle(&known)?;
        return Ok(Some(known.id));
    }
    let token = begins.token(record, &table);
    if let Operation::HideColumn(hide) = operation {
        let Some((hidden, relaxed)) = pinned(|| hide.begin(&Server))? else {
            return Ok(None);
        };
        begins.new.push(hidden);
        remembered = relaxed.into_iter().map(Remembered::Relaxed).collect();
    }
    // What is hidden is hidden at once: one that was broken off has not begun, and looks anew at what is there. So does a
    // call in a script that was mended since, of which nothing is there.
    let is_mended = is_mended(operation, record)?;
    let sql = "INSERT INTO migrate.change_records AS c
                   (id, token, kind, home, table_oid, table_schema, table_name, old_columns, new_columns, arguments,
                    asked_by, remembered, asked_role)
               VALUES ($1, $2, $3, (SELECT h.id FROM migrate.home h), $4, $5, $6, $7, $8, $9, $10, $11, $12)
               ON CONFLICT (id) DO UPDATE
               SET remembered = excluded.remembered, new_columns = excluded.new_columns, state = 'expanding', ended_at = NULL,
                   home = excluded.home, table_oid = excluded.table_oid, table_schema = excluded.table_schema,
                   table_name = excluded.table_name, arguments = excluded.arguments,
                   token = CASE WHEN $13 THEN excluded.token ELSE c.token END,
                   kind = excluded.kind, old_columns = excluded.old_columns
               WHERE $13 OR c.state = 'expanding' AND c.kind = 'drop_column'
                  OR c.state = 'aborted' AND c.kind NOT IN ('drop_column', 'drop_table')";
    let args = [
        record.into(),
        token.into(),
        begins.kind.as_str().into(),
        Oid::from(table.oid).into(),
        table.schema.into(),
        table.name.into(),
        begins.old.into(),
        begins.new.into(),
        spi::jsonb(operation).into(),
        by.into(),
        spi::jsonb(&remembered).into(),
        current_role().1.into(),
        is_mended.into(),
    ];
    as_owner(|| spi::write(sql, &args));
    Ok(Some(record))
}

/// Whether the operation of this number was to make another change, of which nothing is there.
fn is_mended(operation: &Operation, record: i64) -> Result<bool> {
    if !is_one(record) {
        return Ok(false);
    }
    let earlier = Server.change(&Which::Number(record))?;
    if earlier.arguments.as_ref() == operation || !earlier.state.is_being_made() {
        return Ok(false);
    }
    let table = Server.find(&earlier.table)?;
    if table.is_some_and(|table| earlier.is_marked(&table)) {
        let (table, title, id) = (earlier.table.name.clone(), earlier.title(), earlier.id);
        return Err(ChangeError::Conflict { table, title, id, in_grace: false }.into());
    }
    Ok(true)
}

/// Notes which table a change is about, as it is found now: it may have been renamed or moved since, or be another one
/// by number, in a database that was restored from a dump. A dropped table is known by the name that it had.
fn settle(change: &Change) -> Result<()> {
    if !change.is_lost
        && !change.remembered.is_empty()
        && let Some(table) = Server.find(&change.table)?
    {
        let noted = change.refreshed(&table);
        if noted != change.remembered {
            let sql = "UPDATE migrate.change_records SET remembered = $2 WHERE id = $1";
            as_owner(|| spi::write(sql, &[change.id.into(), spi::jsonb(&noted).into()]));
        }
    }
    let sql = "UPDATE migrate.change_records c
               SET home = h.id, table_oid = t.oid,
                   table_schema = CASE WHEN c.kind = 'drop_table' THEN c.table_schema ELSE n.nspname END,
                   table_name = CASE WHEN c.kind = 'drop_table' THEN c.table_name ELSE t.relname END
               FROM migrate.change_tables m, pg_catalog.pg_class t, pg_catalog.pg_namespace n, migrate.home h
               WHERE c.id = $1 AND m.id = c.id AND t.oid = m.table_oid AND n.oid = t.relnamespace
                 AND (c.home, c.table_oid, c.table_schema, c.table_name) IS DISTINCT FROM (h.id, t.oid, n.nspname, t.relname)";
    as_owner(|| spi::write(sql, &[change.id.into()]));
    Ok(())
}

/// Keeps what the completion of a change is about to drop, or to write in another way.
fn remember(change: &Change) -> Result<()> {
    let noted = pinned_for(change.arguments.scope(), || change.to_remember(&Server))?;
    if !noted.is_empty() {
        let sql = "UPDATE migrate.change_records SET remembered = $2 WHERE id = $1";
        as_owner(|| spi::write(sql, &[change.id.into(), spi::jsonb(&noted).into()]));
    }
    Ok(())
}

/// Keeps how the words by which something was made again read on the new type.
fn settle_words(change: &Change) -> Result<()> {
    let look = || pinned_for(change.arguments.scope(), || change.settled(&Server));
    if let Some(settled) = spi::with_snapshot(look)? {
        let sql = "UPDATE migrate.change_records SET remembered = $2 WHERE id = $1";
        as_owner(|| spi::write(sql, &[change.id.into(), spi::jsonb(&settled).into()]));
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
/// [`ChangeError::NoChange`].
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
    let Some(change) = plan.purpose.change else { return Ok(()) };
    let is_fill = |unit: &Unit| matches!(unit, Unit::Batched(_));
    let left = plan.units.get(number - 1..).unwrap_or_default();
    let state = match left.first() {
        Some(unit) if is_fill(unit) => State::Backfilling,
        _ if left.iter().any(is_fill) => State::Expanding,
        _ => State::Verifying,
    };
    let sql = "UPDATE migrate.change_records SET state = $2
               WHERE state IN ('expanding', 'backfilling', 'verifying') AND state <> $2
                 AND id = $1 AND kind NOT IN ('drop_column', 'drop_table')";
    as_owner(|| spi::write(sql, &[change.into(), state.as_str().into()]));
    Ok(())
}

/// Writes where an operation has brought its change; in the transaction of its last unit. `change` is the one that it has
/// begun, by its number.
///
/// # Errors
///
/// [`ChangeError::NoChange`].
pub fn finish(operation: &Operation, change: Option<i64>) -> Result<()> {
    match operation {
        Operation::EndChange(end) => {
            // As it is now, not when the caller's statement began.
            let change = spi::with_snapshot(|| Server.change(&end.which))?;
            let after = end.after(&change);
            if after != change.state {
                put(change.id, after);
            }
            if after == State::Grace {
                settle_words(&change)?;
            }
            if after == State::Aborted && change.kind == Kind::DropColumn {
                for (other, relaxed) in pinned(|| change.handed_over(&Server))? {
                    let sql = "UPDATE migrate.change_records SET remembered = remembered || $2 WHERE id = $1";
                    let handed = spi::jsonb(&[Remembered::Relaxed(relaxed)]);
                    as_owner(|| spi::write(sql, &[other.into(), handed.into()]));
                }
            }
        }
        // What takes an operation back may end a change.
        Operation::Undo(undo) => undo.inverse.iter().try_for_each(|operation| finish(operation, None))?,
        _ => {
            let Some(id) = change else { return Ok(()) };
            let change = spi::with_snapshot(|| Server.change(&Which::Number(id)))?;
            if change.state.is_being_made() {
                put(id, if change.kind.is_drop() { State::Grace } else { State::Ready });
            }
        }
    }
    Ok(())
}

/// Whether an operation ends a change for good, so that nothing of it is left.
///
/// # Errors
///
/// [`ChangeError::NoChange`].
pub fn is_ended(operation: &Operation) -> Result<bool> {
    let Operation::EndChange(end) = operation else { return Ok(false) };
    let change = spi::with_snapshot(|| Server.change(&end.which))?;
    Ok(change.is_open() && matches!(end.after(&change), State::Aborted | State::Done))
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
                      WHERE c.id = $1 AND w.token = c.token";
        as_owner(|| spi::write(forget, &[id.into()]));
    }
}
