//! What runs leave of the objects that they touch, for [`super::drift`].
//!
//! Each unit records the objects that its statements have touched, in the transaction that records the unit: as many as
//! it touched, however many there are. That something cannot be recorded fails nobody's migration.

mod changed;

use std::cell::Cell;
use std::collections::{HashMap, HashSet};

use migrate_core::error::Result;
use migrate_core::report::record::ChangedHash;
use pgrx::JsonB;
use pgrx::pg_sys::Oid;
use serde_json::json;

use self::changed::Past;
use super::fingerprint;
use crate::catalog::objects::{self, Address, Found, Scope, Touches};
use crate::engine::journal::Entry;
use crate::error::raise;
use crate::postgres::identity::{answerable_user, as_owner};
use crate::postgres::{compat, settings, spi, subtransaction, touched};

/// Who has left objects as they are.
#[derive(Default)]
struct By {
    version: Option<i64>,
    operation: Option<String>,
    user: String,
}

/// What statements have touched since this was asked last.
pub struct Traces {
    touches: Touches,
    made: HashSet<Oid>,
}

impl Traces {
    /// Takes them; the next ones are of other statements.
    pub fn take() -> Traces {
        let (touched, renamed) = touched::take();
        Traces { touches: Touches { touched, renamed }, made: touched::take_made() }
    }

    /// Whether one of these relations was made.
    pub fn has_made(&self, relation: u32) -> bool {
        self.made.contains(&Oid::from(relation))
    }
}

/// Records what was touched since this was called last, and says what of it has changed. It is a part of the transaction
/// that records the unit.
pub fn unit(entry: &Entry) -> Vec<ChangedHash> {
    // One alone has touched nothing that another has.
    units(&[(entry, Traces::take())]).ok().and_then(|mut changed| changed.pop()).unwrap_or_default()
}

/// The same of units that share a transaction, in their order: what each has changed.
///
/// # Errors
///
/// The place of one that has touched what one before it had: how that was in between, nobody can tell any more.
pub fn units(units: &[(&Entry, Traces)]) -> std::result::Result<Vec<Vec<ChangedHash>>, usize> {
    let unchanged = || Ok(units.iter().map(|_| Vec::new()).collect());
    if units.iter().all(|(_, traces)| traces.touches.touched.is_empty()) {
        return unchanged();
    }
    let by = |(entry, traces): &(&Entry, Traces)| {
        // An operation that a script calls is its migration's.
        let version = entry.version.or_else(|| entry.record.and_then(migration));
        (By { version, operation: entry.operation.clone(), user: entry.run_by.clone() }, traces.made.clone())
    };
    let by: Vec<(By, HashSet<Oid>)> = units.iter().map(by).collect();
    let touches: Vec<&Touches> = units.iter().map(|(_, traces)| &traces.touches).collect();
    let record = || {
        // Whoever has a table locked is not waited for long: others wait for what this transaction has locked.
        let look = || settings::bounded(crate::settings::lock_window(), || of_run(&touches, &by));
        // The subtransaction has written nothing: the snapshot would be the caller's, from before the statements.
        Some(spi::with_snapshot(look))
    };
    or_warn("record what was changed", record).unwrap_or_else(unchanged)
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

fn of_run(
    touches: &[&Touches],
    by: &[(By, HashSet<Oid>)],
) -> std::result::Result<Vec<Vec<ChangedHash>>, usize> {
    let mut changed: Vec<Vec<ChangedHash>> = by.iter().map(|_| Vec::new()).collect();
    let bases = as_owner(|| objects::bases(touches, TOGETHER));
    if bases.is_empty() {
        return Ok(changed);
    }
    let mut place_of: HashMap<(String, u32), usize> = HashMap::new();
    let mut again: Option<usize> = None;
    for base in &bases {
        let key = (base.address.class.clone(), base.address.oid.to_u32());
        let there = place_of.insert(key, base.place);
        if let Some(other) = there.filter(|other| *other != base.place) {
            let later = other.max(base.place);
            again = Some(again.map_or(later, |again| again.min(later)));
        }
    }
    if let Some(place) = again {
        return Err(place);
    }
    let place = |base: &Address| place_of.get(&(base.class.clone(), base.oid.to_u32())).copied().unwrap_or(0);
    let mut before = changed::before(&bases, |base| by[base.place].1.contains(&base.address.oid));
    let found = objects::read(Scope::Bases(&bases));
    let mut others: Vec<Left> = Vec::new();
    let mut past: Vec<Past> = Vec::new();
    for found in &found {
        let place = place(&found.base);
        let (hash, (by, made)) = (found.object.hash(), &by[place]);
        let was = before.take(&found.own);
        let is_other = was.as_ref().is_none_or(|(was, _)| was.hash != hash);
        if is_other {
            let before = was.as_ref().map(|(was, _)| was.hash.clone());
            let (oid, made) = (found.own.oid.to_u32(), made.contains(&found.own.oid));
            note(&mut changed[place], ChangedHash { oid, before, after: Some(hash.clone()), made });
        }
        if is_other || was.as_ref().is_some_and(|(was, _)| was.server != compat::major_version()) {
            others.push(Left { found, hash, by });
        }
        // It has another name now.
        past.extend(was.filter(|(was, _)| was.object != found.object.name));
    }
    keep(&others);
    for (gone, base) in before.gone() {
        let one = ChangedHash { oid: gone.oid, before: Some(gone.hash.clone()), after: None, made: false };
        note(&mut changed[place(&base)], one);
        past.push((gone, base));
    }
    // Another may have its name.
    let names: HashSet<(&str, &str)> =
        found.iter().map(|found| (found.object.kind.as_str(), found.object.name.as_str())).collect();
    past.retain(|(was, _)| !names.contains(&(was.kind.as_str(), was.object.as_str())));
    forget(&past, |base| &by[place(base)].0);
    Ok(changed)
}

/// How many objects of a unit are kept in its row of the journal.
const MOST: usize = 100;

fn note(changed: &mut Vec<ChangedHash>, one: ChangedHash) {
    if changed.len() < MOST {
        changed.push(one);
    }
}

/// How an object is, and who left it so.
struct Left<'a> {
    found: &'a Found,
    hash: String,
    by: &'a By,
}

/// Writes how objects are. Who left an object as it is stays, if it is as it was.
fn keep(left: &[Left]) {
    if left.is_empty() {
        return;
    }
    let rows = left.iter().map(|Left { found, hash, by }| {
        let object = &found.object;
        json!({"kind": object.kind, "object": object.name, "schema": object.schema, "hash": hash, "facts": object.facts,
               "class": found.own.class, "oid": found.own.oid.to_u32(),
               "base_class": found.base.class, "base_oid": found.base.oid.to_u32(),
               "version": by.version, "operation": by.operation, "recorded_by": by.user})
    });
    let rows: Vec<_> = rows.collect();
    let sql = "WITH n AS MATERIALIZED (
                   SELECT * FROM jsonb_to_recordset($1)
                          n (kind text, object text, schema text, hash text, facts jsonb, class text, oid oid,
                             base_class text, base_oid oid, version bigint, operation text, recorded_by text)
               ), nodes AS (
                   INSERT INTO migrate.fingerprint_nodes (hash, kind, schema, name, facts)
                   SELECT n.hash, n.kind, n.schema, n.object, n.facts FROM n ON CONFLICT (hash) DO NOTHING)
               INSERT INTO migrate.recorded_objects AS r
                      (kind, object, schema_name, hash, server, class, oid, base_class, base_oid, home, version, operation, recorded_by)
               SELECT n.kind, n.object, n.schema, n.hash, $2, n.class, n.oid, n.base_class, n.base_oid, h.id,
                      n.version, n.operation, n.recorded_by
               FROM n CROSS JOIN migrate.home h
               ON CONFLICT (kind, object) DO UPDATE
               SET hash = excluded.hash, schema_name = excluded.schema_name, server = excluded.server, class = excluded.class, oid = excluded.oid,
                   base_class = excluded.base_class, base_oid = excluded.base_oid, home = excluded.home,
                   version = CASE WHEN r.hash = excluded.hash THEN r.version ELSE excluded.version END,
                   operation = CASE WHEN r.hash = excluded.hash THEN r.operation ELSE excluded.operation END,
                   recorded_by = CASE WHEN r.hash = excluded.hash THEN r.recorded_by ELSE excluded.recorded_by END,
                   recorded_at = excluded.recorded_at";
    as_owner(|| spi::write_few(sql, &[JsonB(rows.into()).into(), compat::major_version().into()]));
}

/// Writes that what was recorded of these names is gone, by whom.
fn forget<'a>(past: &[Past], by: impl Fn(&Address) -> &'a By) {
    if past.is_empty() {
        return;
    }
    let sql = "UPDATE migrate.recorded_objects r
               SET hash = NULL, version = g.version, operation = g.operation, recorded_by = g.recorded_by,
                   recorded_at = clock_timestamp()
               FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[])
                    g (kind, object, version, operation, recorded_by)
               WHERE r.kind = g.kind AND r.object = g.object AND r.hash IS NOT NULL";
    let by: Vec<&By> = past.iter().map(|(_, base)| by(base)).collect();
    let args = [
        past.iter().map(|(was, _)| was.kind.as_str()).collect::<Vec<_>>().into(),
        past.iter().map(|(was, _)| was.object.as_str()).collect::<Vec<_>>().into(),
        by.iter().map(|by| by.version).collect::<Vec<_>>().into(),
        by.iter().map(|by| by.operation.clone()).collect::<Vec<_>>().into(),
        by.iter().map(|by| by.user.clone()).collect::<Vec<_>>().into(),
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
    let by = By { user: user.clone(), ..By::default() };
    keep(&found.iter().map(|found| Left { found, hash: found.object.hash(), by: &by }).collect::<Vec<_>>());
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
