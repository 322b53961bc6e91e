//! The table `migrate.operations`: safe operations that were begun, with what takes each back.
//!
//! A row is written when the operation is planned, before anything of it runs, since what takes it back is what the
//! catalog said then. The catalog is read under pinned settings, so that names and values mean the same in every session.
//! After a crash the same call goes on with the operation: it finds the row, and keeps what is in it.
//!
//! In a down script `migrate.undo()` takes back the last operation of the migration that is not undone.

use migrate_core::change::Way;
use migrate_core::error::{Result, UndoError};
use migrate_core::request::{EndChange, Operation, Undo};
use pgrx::JsonB;
use serde_json::Value;

use crate::catalog::scope;
use crate::catalog::server::Server;
use crate::postgres::identity::{as_owner, current_role};
use crate::postgres::spi;
use crate::registry::trust::{self, Who};

/// The statement of a migration's script that calls an operation.
#[derive(Debug, Clone, Copy)]
pub struct Caller<'a> {
    /// The role as which its run began, whatever the script has made of it since.
    pub run_as: &'a str,
    /// The migration.
    pub version: i64,
    /// The statement's number.
    pub statement: u32,
    /// Which of its calls.
    pub place: i32,
}

/// Writes that an operation begins, unless it was begun before and goes on; its number. An undo has none.
///
/// # Errors
///
/// What [`Operation::inverse`] says.
pub fn begin(operation: &Operation, by: &str, caller: Option<Caller>) -> Result<Option<i64>> {
    if matches!(operation, Operation::Undo(_) | Operation::EndChange(EndChange { way: Way::NameBack, .. })) {
        return Ok(None);
    }
    // What was asked for means what it does here, and what is there is written so that it means the same everywhere.
    let inverse = scope::asked(&scope::of_session(), || {
        scope::pinned_for(operation.scope(), || operation.inverse(&Server))
    })?;
    let arguments = spi::jsonb(operation);
    caller.into_iter().for_each(|caller| close_distrusted(caller.version));
    let found = as_owner(|| {
        match caller {
        Some(caller) => spi::row(
            "SELECT id, arguments, inverse FROM migrate.own_operations
             WHERE status IN ('running', 'failed') AND version = $1 AND statement = $2 AND place = $3 ORDER BY id DESC LIMIT 1",
            &[caller.version.into(), spi::int(caller.statement).into(), caller.place.into()],
            begun,
        ),
        None => spi::row(BEGUN, &[by.into(), spi::jsonb(operation).into()], begun),
    }
    });
    if let Some((id, earlier, earlier_inverse)) = found {
        let has_left = has_left(id);
        if earlier != arguments.0 || !has_left {
            let both = if has_left {
                // The script was mended: what the first form has done is taken back last.
                inverse.zip(earlier_inverse).map(|(mut new, old)| {
                    new.extend(old);
                    new
                })
            } else {
                inverse
            };
            let sql = "UPDATE migrate.operations SET operation = $2, call = $3, arguments = $4, inverse = $5
                       WHERE id = $1";
            let args = [
                id.into(),
                operation.title().into(),
                operation.call(&Server).into(),
                arguments.into(),
                both.as_ref().map(spi::jsonb).into(),
            ];
            as_owner(|| spi::write(sql, &args));
        }
        let sql = "UPDATE migrate.operations SET status = 'running', message = NULL, hint = NULL, finished_at = NULL
                   WHERE id = $1 AND status = 'failed'";
        as_owner(|| spi::write(sql, &[id.into()]));
        return Ok(Some(id));
    }
    let args = [
        operation.title().into(),
        operation.call(&Server).into(),
        arguments.into(),
        inverse.as_ref().map(spi::jsonb).into(),
        caller.map(|caller| caller.version).into(),
        caller.map(|caller| spi::int(caller.statement)).into(),
        caller.map(|caller| caller.place).into(),
        by.into(),
        caller.map_or_else(|| current_role().1, |caller| caller.run_as.to_string()).into(),
    ];
    let sql = "INSERT INTO migrate.operations
                   (operation, call, arguments, inverse, version, statement, place, asked_by, asked_role)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id";
    Ok(Some(as_owner(|| spi::write_row(sql, &args, |row| row.must(1)))))
}

/// Puts the number of the change that an operation makes into what takes the operation back: by then the table and its
/// columns may be called otherwise.
pub fn name_change(id: i64, change: i64) {
    let sql = "SELECT inverse FROM migrate.operations WHERE id = $1";
    let inverse = as_owner(|| spi::row(sql, &[id.into()], |row| row.get::<JsonB>(1))).flatten();
    let Some(Ok(mut inverse)) = inverse.map(|inverse| serde_json::from_value::<Vec<Operation>>(inverse.0))
    else {
        return;
    };
    for operation in &mut inverse {
        if let Operation::EndChange(end) = operation {
            end.which.fill(change);
        }
    }
    let sql = "UPDATE migrate.operations SET inverse = $2 WHERE id = $1";
    as_owner(|| spi::write(sql, &[id.into(), spi::jsonb(&inverse).into()]));
}

/// Closes what somebody has begun in a migration who could not act as who runs it now; that of others is gone on with.
fn close_distrusted(version: i64) {
    let sql = "SELECT DISTINCT asked_role, asked_by FROM migrate.own_operations
               WHERE status IN ('running', 'failed') AND version = $1";
    let who = |row: spi::Row| Who { role: row.must(1), session: row.must(2) };
    for who in as_owner(|| spi::rows(sql, &[version.into()], who)) {
        if !who.is_trusted() {
            let sql = "UPDATE migrate.own_operations SET status = 'closed'
                       WHERE status IN ('running', 'failed') AND version = $1 AND asked_role = $2 AND asked_by = $3";
            as_owner(|| spi::write(sql, &[version.into(), who.role.into(), who.session.into()]));
        }
    }
}

/// Whether something of a row `o` of our operations is done, or may be.
const IS_BEGUN: &str = "(o.status = 'done'
                         OR EXISTS (SELECT FROM migrate.journal j
                                    WHERE j.record = o.id
                                      AND (j.status = 'done' OR j.kind = 'batched'
                                           OR j.kind = 'standalone' AND j.status = 'started')))";

/// Whether there may be something of it to take back, a step that failed outside a transaction included. Of what is not
/// there, the objects of these names are somebody else's.
const HAS_LEFT: &str = "(o.status NOT IN ('running', 'failed')
                         OR EXISTS (SELECT FROM migrate.journal j
                                    WHERE j.record = o.id AND (j.status = 'done' OR j.kind IN ('batched', 'standalone'))))";

fn has_left(id: i64) -> bool {
    let sql = format!("SELECT FROM migrate.operations o WHERE o.id = $1 AND {HAS_LEFT}");
    as_owner(|| spi::row(&sql, &[id.into()], |_| ())).is_some()
}

/// An operation of a migration of which something is done, in words, of those that are not undone or closed; of what
/// somebody has asked for, if one is named.
pub fn begun_in(version: i64, who: Option<&Who>) -> Option<String> {
    let sql = format!(
        "SELECT o.operation FROM migrate.own_operations o
         WHERE o.version = $1 AND ($2 IS NULL OR o.asked_role = $2 AND o.asked_by = $3)
           AND o.status IN ('running', 'failed', 'done') AND {IS_BEGUN}
         ORDER BY o.id LIMIT 1"
    );
    let [role, session] = [who.map(|who| who.role.as_str()), who.map(|who| who.session.as_str())];
    as_owner(|| spi::row(&sql, &[version.into(), role.into(), session.into()], |row| row.must(1)))
}

/// What a call of somebody's has begun and not ended.
const BEGUN: &str = "SELECT id, arguments, inverse FROM migrate.operations
                     WHERE status IN ('running', 'failed') AND version IS NULL AND asked_by = $1 AND arguments = $2
                     ORDER BY id DESC LIMIT 1";

fn begun(row: spi::Row) -> (i64, Value, Option<Vec<Operation>>) {
    let inverse = row.get::<JsonB>(3).and_then(|inverse| serde_json::from_value(inverse.0).ok());
    (row.must(1), row.must::<JsonB>(2).0, inverse)
}

/// The operation, if its call was broken off before anybody wrote that it is done.
pub fn broken_off(operation: &Operation, by: &str) -> Option<i64> {
    as_owner(|| spi::row(BEGUN, &[by.into(), spi::jsonb(operation).into()], |row| row.must(1)))
}

/// Writes into what takes an operation back how all that hangs on a column is written now.
fn settle(operation: &Operation, record: i64) -> Result<()> {
    let sql = "SELECT inverse FROM migrate.operations WHERE id = $1 AND status IN ('running', 'failed')";
    let inverse = as_owner(|| spi::row(sql, &[record.into()], |row| row.get::<JsonB>(1))).flatten();
    let Some(Ok(mut inverse)) = inverse.map(|inverse| serde_json::from_value::<Vec<Operation>>(inverse.0))
    else {
        return Ok(());
    };
    let mut look = || -> Result<bool> {
        let mut is_settled = false;
        for one in &mut inverse {
            is_settled |= one.settle(&Server)?;
        }
        Ok(is_settled)
    };
    if spi::with_snapshot(|| scope::pinned_for(operation.scope(), &mut look))? {
        let sql = "UPDATE migrate.operations SET inverse = $2 WHERE id = $1";
        as_owner(|| spi::write(sql, &[record.into(), spi::jsonb(&inverse).into()]));
    }
    Ok(())
}

/// Writes that an operation is done, or that one is undone; in the transaction of its last unit.
///
/// # Errors
///
/// As for [`Operation::settle`].
pub fn finish(operation: &Operation, record: Option<i64>) -> Result<()> {
    if let (Operation::ChangeType(_), Some(record)) = (operation, record) {
        settle(operation, record)?;
    }
    let (id, sql) = match operation {
        Operation::Undo(undo) => (
            Some(undo.id),
            "UPDATE migrate.operations SET status = 'undone', undone_at = clock_timestamp(), message = NULL, hint = NULL WHERE id = $1",
        ),
        _ => (
            record,
            "UPDATE migrate.operations SET status = 'done', finished_at = clock_timestamp(), message = NULL, hint = NULL
             WHERE id = $1 AND status IN ('running', 'failed')",
        ),
    };
    if let Some(id) = id {
        as_owner(|| spi::write(sql, &[id.into()]));
    }
    Ok(())
}

/// Writes that the operations of a migration are nothing to undo any more: it was rolled back, or forgotten.
pub fn close(version: i64) {
    let sql = "UPDATE migrate.own_operations SET status = 'closed'
               WHERE version = $1 AND status IN ('running', 'failed', 'done')";
    as_owner(|| spi::write(sql, &[version.into()]));
}

/// A row, as far as an undo needs it.
struct Noted {
    undo: Option<Undo>,
    title: String,
    version: Option<i64>,
    status: String,
    asked_by: String,
    asked_role: String,
}

fn noted(row: spi::Row) -> Noted {
    let inverse = row.get::<JsonB>(3).and_then(|inverse| serde_json::from_value(inverse.0).ok());
    let title: String = row.must(2);
    Noted {
        undo: inverse.map(|inverse| Undo { id: row.must(1), title: title.clone(), inverse }),
        title,
        version: row.get(4),
        status: row.must(5),
        asked_by: row.must(6),
        asked_role: row.must(7),
    }
}

const NOTED: &str =
    "SELECT id, operation, inverse, version, status, asked_by, asked_role FROM migrate.operations";

/// Refuses what somebody asked for who may not act as the caller: it may call functions of theirs, with the caller's
/// rights.
fn check(there: &Noted) -> Result<()> {
    if trust::may_act(&there.asked_role, &there.asked_by) { Ok(()) } else { Err(not_yours(there).into()) }
}

fn not_yours(there: &Noted) -> UndoError {
    // Who may act as the current role may still not be the session user, whom RESET ROLE brings back.
    let names = trust::within_reach().map(|(_, name)| name);
    let role = names.iter().find(|name| **name != there.asked_by).unwrap_or(&names[0]).clone();
    UndoError::NotYours { title: there.title.clone(), asked_by: there.asked_by.clone(), role }
}

/// Refuses to go on with an operation that the caller may not go on with.
///
/// # Errors
///
/// [`UndoError::NoOperation`], [`UndoError::NotYours`].
pub fn check_asker(id: i64) -> Result<()> {
    let sql = format!("{NOTED} WHERE id = $1");
    check(&as_owner(|| spi::row(&sql, &[id.into()], noted)).ok_or(UndoError::NoOperation { id })?)
}

/// What takes back an operation that was called by itself, and whether there is nothing to do, be it that this was done
/// already.
///
/// # Errors
///
/// [`UndoError::NoOperation`], [`UndoError::OfMigration`], [`UndoError::NotYours`],
/// [`UndoError::NoWayBack`].
pub fn to_undo(id: i64) -> Result<(Undo, bool)> {
    let sql = format!("{NOTED} WHERE id = $1");
    let there = as_owner(|| spi::row(&sql, &[id.into()], noted)).ok_or(UndoError::NoOperation { id })?;
    if let Some(version) = there.version {
        return Err(UndoError::OfMigration { title: there.title, version }.into());
    }
    check(&there)?;
    let is_undone = there.status == "undone" || !has_left(id);
    let nothing = || {
        (is_undone && there.status == "failed").then(|| Undo {
            id,
            title: there.title.clone(),
            inverse: Vec::new(),
        })
    };
    let undo = there.undo.clone().or_else(nothing);
    Ok((undo.ok_or(UndoError::NoWayBack { title: there.title })?, is_undone))
}

/// Writes that an operation that failed is given up: nothing of it is left.
pub fn give_up(id: i64) {
    let sql = "SELECT FROM migrate.operations WHERE id = $1 AND status = 'failed' AND version IS NULL";
    if as_owner(|| spi::row(sql, &[id.into()], |_| ())).is_none() {
        return;
    }
    let sql = "UPDATE migrate.operations SET status = 'undone', undone_at = clock_timestamp(), message = NULL, hint = NULL
               WHERE id = $1 AND status = 'failed' AND version IS NULL";
    as_owner(|| spi::write(sql, &[id.into()]));
}

/// The last operation of a migration that nothing can take back, in words.
pub fn without_way_back(version: i64) -> Option<String> {
    let sql = format!(
        "SELECT operation FROM migrate.own_operations o
         WHERE version = $1 AND status IN ('running', 'failed', 'done') AND inverse IS NULL AND {HAS_LEFT}
         ORDER BY id DESC LIMIT 1"
    );
    as_owner(|| spi::row(&sql, &[version.into()], |row| row.must(1)))
}

/// What takes back the last operation of a migration that is not undone, of those that come before `before`. `None` if
/// there is none.
///
/// # Errors
///
/// [`UndoError::NoWayBack`]; [`UndoError::NotYours`] where somebody asked for it who may neither act as the
/// caller nor shares his role.
pub fn last_of(version: i64, before: Option<i64>) -> Result<Option<Undo>> {
    let sql = format!(
        "{NOTED} o WHERE o.id IN (SELECT id FROM migrate.own_operations WHERE version = $1) AND version = $1 AND status IN ('running', 'failed', 'done') AND ($2 IS NULL OR id < $2) AND {HAS_LEFT}
         ORDER BY id DESC LIMIT 1"
    );
    let Some(there) = as_owner(|| spi::row(&sql, &[version.into(), before.into()], noted)) else {
        return Ok(None);
    };
    if !trust::may_act(&there.asked_role, &there.asked_by) && !trust::shares_role(&there.asked_role) {
        return Err(not_yours(&there).into());
    }
    match there.undo {
        Some(undo) => Ok(Some(undo)),
        None => Err(UndoError::NoWayBack { title: there.title }.into()),
    }
}
