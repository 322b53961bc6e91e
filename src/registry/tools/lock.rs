//! A tool kept from its history until this transaction ends, by the lock that it takes itself.
//!
//! Tools with an advisory lock take that one. Of the others the table is locked against writers, if the caller may do
//! that; a row that says "locked" is only looked at: it would have to be written.

use migrate_core::error::{ImportError, Result, SessionError};
use migrate_core::history::Tool;
use migrate_core::history::lock::{Lock, LockTable, Place};
use migrate_core::lock::Mode;
use migrate_core::name::{Quoting, qualified};

use super::look::{self, Seen};
use crate::postgres::identity::as_owner;
use crate::postgres::quoting::Quotes;
use crate::postgres::{lock, settings, spi, statistics, subtransaction};
use crate::settings::lock_wait;

/// Takes a tool's lock; its history is what it was when it was looked at.
///
/// # Errors
///
/// [`ImportError::Busy`], [`SessionError::Stale`].
pub fn take(tool: &Tool, seen: &Seen, mode: Mode) -> Result<()> {
    let busy = |holder: String| ImportError::Busy { tool: tool.name, table: seen.table.shown(), holder };
    if let Lock::Advisory(key) = tool.lock {
        let key = key(&place(seen));
        let wait = || as_owner(|| spi::row("SELECT pg_advisory_xact_lock($1)", &[key.into()], |_| ()));
        if !within(wait)? {
            return Err(busy(holder_of(Held::Advisory(key))).into());
        }
    }
    // What is not to be locked against writers is still to be the same table when it is read.
    let is_by_row = !matches!(tool.lock, Lock::Advisory(_));
    let mode = if seen.may_lock && (is_by_row || mode > Mode::Share) { mode } else { Mode::AccessShare };
    if seen.may_read {
        let oid = seen.oid.to_u32();
        let wait = || {
            lock::queue_for_table(oid, mode);
            Some(())
        };
        if !within(wait)? {
            return Err(busy(holder_of(Held::Table(oid))).into());
        }
    }
    if let Lock::Row(row) = tool.lock
        && let Some(holder) = held_row(row, seen)
    {
        return Err(busy(holder).into());
    }
    let again = look::tables(vec![seen.table.name.clone()]);
    let is_same = |now: &Seen| now.oid == seen.oid && now.table.columns == seen.table.columns;
    if again.iter().any(is_same) { Ok(()) } else { Err(SessionError::Stale.into()) }
}

/// Waits for a lock no longer than `migrate.lock_wait`; false where that was not enough.
fn within(wait: impl FnOnce() -> Option<()>) -> Result<bool> {
    const LOCK_NOT_AVAILABLE: &str = "55P03";
    match settings::bounded(lock_wait(), || subtransaction::attempt(wait)) {
        Ok(_) => Ok(true),
        Err(failure) if failure.sqlstate == LOCK_NOT_AVAILABLE => Ok(false),
        Err(failure) => Err(failure.into()),
    }
}

fn place(seen: &Seen) -> Place {
    let database = as_owner(|| spi::row("SELECT current_database()::text", &[], |row| row.must(1)));
    Place {
        database: database.unwrap_or_default(),
        schema: seen.table.schema.clone(),
        table: seen.table.name.clone(),
    }
}

enum Held {
    Advisory(i64),
    Table(u32),
}

/// Who holds a lock, as a sentence; nothing if nobody does any more.
fn holder_of(held: Held) -> String {
    let sql = "SELECT l.pid, a.usename::text, a.application_name
               FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
               WHERE l.granted AND l.pid <> pg_backend_pid()
                 AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                 AND CASE WHEN $1 IS NOT NULL
                          THEN l.locktype = 'advisory' AND l.objsubid = 1
                               AND (l.classid::bigint << 32 | l.objid::bigint) = $1
                          ELSE l.locktype = 'relation' AND l.relation::bigint = $2
                               AND l.mode NOT IN ('AccessShareLock', 'RowShareLock') END
               ORDER BY l.pid LIMIT 1";
    let (key, table) = match held {
        Held::Advisory(key) => (Some(key), None),
        Held::Table(oid) => (None, Some(i64::from(oid))),
    };
    statistics::look_anew();
    let found = as_owner(|| {
        spi::row(sql, &[key.into(), table.into()], |row| {
            let role = row.get::<String>(2).map_or(String::new(), |role| format!(", role \"{role}\""));
            let name = row.get::<String>(3).filter(|name| !name.is_empty());
            let name = name.map_or(String::new(), |name| format!(", \"{name}\""));
            match row.get::<i32>(1) {
                Some(pid) => format!("Its lock is held by pid {pid}{role}{name}."),
                None => "Its lock is held by a prepared transaction.".into(),
            }
        })
    });
    found.unwrap_or_default()
}

/// Who holds the lock that is a row, if it is held; of a table that is not there, or not to be read, nobody knows.
fn held_row(row: &LockTable, seen: &Seen) -> Option<String> {
    let tables = look::tables(vec![row.table.into()]);
    let table = tables.into_iter().find(|other| other.table.schema == seen.table.schema)?;
    let has = |name: &str| table.table.columns.iter().any(|(column, _)| column == name);
    if !table.may_read || table.table.other.is_some() || !has(row.locked) {
        return None;
    }
    let columns: Vec<String> = std::iter::once(row.locked)
        .chain(row.holder.iter().copied().filter(|name| has(name)))
        .map(|name| format!("CAST({} AS pg_catalog.text)", Quotes.quote(name)))
        .collect();
    let places = columns.len();
    let name = qualified(&Quotes, &table.table.schema, &table.table.name);
    let sql = format!("SELECT {} FROM {name}", columns.join(", "));
    let rows = spi::with_snapshot(|| {
        spi::user_rows(&sql, &[], |found| (1..=places).map(|at| found.get::<String>(at)).collect::<Vec<_>>())
    });
    let held = rows.into_iter().find(|values| row.is_locked(values[0].as_deref()))?;
    let said: Vec<String> = row
        .holder
        .iter()
        .zip(held.into_iter().skip(1).flatten())
        .map(|(name, value)| format!("{name} {value}"))
        .collect();
    let said = if said.is_empty() { String::new() } else { format!(": {}", said.join(", ")) };
    Some(format!("Table {} says that it is locked{said}.", table.table.shown()))
}
