//! What runs leave of the objects that they touch, for [`super::drift`].
//!
//! Each unit records the objects that its statements have touched, in the transaction that records the unit: as many as
//! it touched, however many there are. That something cannot be recorded fails nobody's migration.

mod changed;

use std::cell::Cell;
use std::collections::HashSet;

use migrate_core::error::Result;
use migrate_core::fingerprint::Object;
use migrate_core::report::record::ChangedHash;
use pgrx::JsonB;
use pgrx::pg_sys::Oid;
use serde_json::json;

use super::fingerprint;
use crate::catalog::objects::{self, Found, Scope};
use crate::engine::journal::Entry;
use crate::error::raise;
use crate::postgres::identity::{answerable_user, as_owner};
use crate::postgres::{compat, settings, spi, subtransaction, touched};

/// Who has left objects as they are.
#[derive(Clone, Copy, Default)]
struct By<'a> {
    version: Option<i64>,
    operation: Option<&'a str>,
    user: &'a str,
}

/// Records what was touched since this was called last, and says what of it has changed. It is a part of the transaction
/// that records the unit.
pub fn unit(entry: &Entry) -> Vec<ChangedHash> {
    let (touched, renamed) = touched::take();
    let made = touched::take_made();
    if touched.is_empty() {
        return Vec::new();
    }
    // An operation that a script calls is its migration's.
    let version = entry.version.or_else(|| entry.record.and_then(migration));
    let by = By { version, operation: entry.operation.as_deref(), user: &entry.run_by };
    let record = || {
        // Whoever has a table locked is not waited for long: others wait for what this transaction has locked.
        let look =
            || settings::bounded(crate::settings::lock_window(), || of_run(&touched, renamed, by, &made));
        // The subtransaction has written nothing: the snapshot would be the caller's, from before the statements.
        Some(spi::with_snapshot(look))
    };
    or_warn("record what was changed", record).unwrap_or_default()
}

/// Does what must not fail a run: a failure is told, but nobody is kept who wants to leave.
fn or_warn<R>(what: &str, work: impl FnOnce() -> Option<R>) -> Option<R> {
    match subtransaction::attempt(work) {
        Err(failure) if failure.is_cancel() => raise(&failure.into()),
        Err(failure) => {
            pgrx::warning!(
                "migrate_ext could not {what}: {} ({}); migrate.drift() may tell of it",
                failure.message,
                failure.sqlstate
            );
            None
        }
        Ok(done) => done,
    }
}

/// The migration whose script called an operation.
fn migration(operation: i64) -> Option<i64> {
    let sql = "SELECT o.version FROM migrate.operations o WHERE o.id = $1";
    as_owner(|| spi::row(sql, &[operation.into()], |row| row.get(1)).flatten())
}

/// What else belongs together: as it was when it was recorded.
const TOGETHER: &str = "SELECT r.class, r.oid, r.base_class, r.base_oid FROM migrate.recorded_objects r
                        WHERE r.home = (SELECT h.id FROM migrate.home h)";

fn of_run(touched: &[(Oid, Oid)], renamed: bool, by: By, made: &HashSet<Oid>) -> Vec<ChangedHash> {
    let bases = as_owner(|| objects::bases(touched, renamed, TOGETHER));
    if bases.is_empty() {
        return Vec::new();
    }
    let was = changed::before(&bases, made);
    let found = objects::read(Scope::Bases(&bases));
    let leaves: Vec<_> = found.iter().map(|found| (found.object.hash(), found.object.clone())).collect();
    let changed = was.and_now(&found, &leaves, made);
    keep(&found, &leaves, by);
    let sql = "UPDATE migrate.recorded_objects r
               SET hash = NULL, version = $3, operation = $4, recorded_by = $5, recorded_at = clock_timestamp()
               FROM unnest($1::text[], $2::oid[]) b (class, oid)
               WHERE r.base_class = b.class AND r.base_oid = b.oid AND r.hash IS NOT NULL
                 AND r.home = (SELECT h.id FROM migrate.home h)
                 AND NOT EXISTS (SELECT FROM unnest($6::text[], $7::text[]) n (kind, object)
                                 WHERE n.kind = r.kind AND n.object = r.object)";
    let (classes, oids): (Vec<String>, Vec<Oid>) =
        bases.into_iter().map(|base| (base.class, base.oid)).unzip();
    let (kinds, names): (Vec<String>, Vec<String>) =
        found.into_iter().map(|found| (found.object.kind, found.object.name)).unzip();
    let args = [
        classes.into(),
        oids.into(),
        by.version.into(),
        by.operation.into(),
        by.user.into(),
        kinds.into(),
        names.into(),
    ];
    as_owner(|| spi::write_few(sql, &args));
    changed
}

/// Writes how objects are. Who left an object as it is stays, if it is as it was.
fn keep(found: &[Found], leaves: &[(String, Object)], by: By) {
    fingerprint::keep_leaves(leaves);
    let rows = found.iter().zip(leaves).map(|(found, (hash, object))| {
        json!({"kind": object.kind, "object": object.name, "schema": object.schema, "hash": hash,
               "class": found.own.class, "oid": found.own.oid.to_u32(),
               "base_class": found.base.class, "base_oid": found.base.oid.to_u32()})
    });
    let rows: Vec<_> = rows.collect();
    let sql = "INSERT INTO migrate.recorded_objects AS r
                      (kind, object, schema_name, hash, server, class, oid, base_class, base_oid, home, version, operation, recorded_by)
               SELECT n.kind, n.object, n.schema, n.hash, $2, n.class, n.oid, n.base_class, n.base_oid, h.id, $3, $4, $5
               FROM jsonb_to_recordset($1)
                    n (kind text, object text, schema text, hash text, class text, oid oid, base_class text, base_oid oid)
               CROSS JOIN migrate.home h
               ON CONFLICT (kind, object) DO UPDATE
               SET hash = excluded.hash, schema_name = excluded.schema_name, server = excluded.server, class = excluded.class, oid = excluded.oid,
                   base_class = excluded.base_class, base_oid = excluded.base_oid, home = excluded.home,
                   version = CASE WHEN r.hash = excluded.hash THEN r.version ELSE excluded.version END,
                   operation = CASE WHEN r.hash = excluded.hash THEN r.operation ELSE excluded.operation END,
                   recorded_by = CASE WHEN r.hash = excluded.hash THEN r.recorded_by ELSE excluded.recorded_by END,
                   recorded_at = excluded.recorded_at";
    let args = [
        JsonB(rows.into()).into(),
        compat::major_version().into(),
        by.version.into(),
        by.operation.into(),
        by.user.into(),
    ];
    as_owner(|| spi::write_few(sql, &args));
}

/// Before a run changes names: in a restored dump the numbers are others, and what is recorded is found again by name.
pub fn prepare() {
    if IS_ADOPTED.get() {
        return;
    }
    let look = || {
        settings::bounded(crate::settings::lock_wait(), || as_owner(adopt));
        IS_ADOPTED.set(true);
        Some(())
    };
    or_warn("find what is recorded again", look);
}

thread_local! {
    /// A session looks once, through all that is recorded: what it records itself has the right numbers, and rows of
    /// another database come by a restore.
    static IS_ADOPTED: Cell<bool> = const { Cell::new(false) };
}

fn adopt() {
    let is_foreign =
        "SELECT FROM migrate.recorded_objects r WHERE r.home <> (SELECT h.id FROM migrate.home h) LIMIT 1";
    if spi::row(is_foreign, &[], |_| ()).is_none() {
        return;
    }
    let found = objects::read(Scope::Schemas(&objects::schemas()));
    let rows = found.iter().map(|found| {
        json!({"kind": found.object.kind, "object": found.object.name,
               "oid": found.own.oid.to_u32(), "base_oid": found.base.oid.to_u32()})
    });
    let rows: Vec<_> = rows.collect();
    let sql = "UPDATE migrate.recorded_objects r
               SET oid = coalesce(n.oid, 0), base_oid = coalesce(n.base_oid, 0), home = h.id
               FROM migrate.home h, migrate.recorded_objects o
               LEFT JOIN jsonb_to_recordset($1) n (kind text, object text, oid oid, base_oid oid)
                      ON n.kind = o.kind AND n.object = o.object
               WHERE o.kind = r.kind AND o.object = r.object AND r.home <> h.id";
    spi::write(sql, &[JsonB(rows.into()).into()]);
}

/// Records every object of a schema, or of all, as it is: how many there are.
///
/// # Errors
///
/// [`migrate_core::error::FingerprintError::NoSchema`].
pub fn accept(schema: Option<&str>) -> Result<i64> {
    let found = fingerprint::found(schema)?;
    let user = answerable_user();
    let leaves: Vec<_> = found.iter().map(|found| (found.object.hash(), found.object.clone())).collect();
    keep(&found, &leaves, By { user: &user, ..By::default() });
    // What is gone is no more expected than what never was.
    let forget = "DELETE FROM migrate.recorded_objects r
                  WHERE ($1 IS NULL OR r.schema_name = $1)
                    AND NOT EXISTS (SELECT FROM unnest($2::text[], $3::text[]) n (kind, object)
                                    WHERE n.kind = r.kind AND n.object = r.object)";
    let accepted = "INSERT INTO migrate.accepted_schemas (schema_name, accepted_by) VALUES (coalesce($1, ''), $2)
                    ON CONFLICT (schema_name) DO UPDATE SET accepted_by = $2, accepted_at = clock_timestamp()";
    let count = found.len() as i64;
    let (kinds, names): (Vec<String>, Vec<String>) =
        found.into_iter().map(|found| (found.object.kind, found.object.name)).unzip();
    as_owner(|| {
        spi::write(forget, &[schema.into(), kinds.into(), names.into()]);
        spi::write(accepted, &[schema.into(), user.as_str().into()]);
    });
    Ok(count)
}
