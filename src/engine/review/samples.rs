//! A few rows of the tables in their clones, and whether they are there behind a migration and its way back.
//!
//! They are read and written as the table's owner would, in a security-restricted operation, while the session plays a
//! replica: no trigger fires, and no foreign key asks. A table whose triggers fire even then, or that has rules, keeps its
//! rows to itself.

use std::collections::BTreeMap;

use migrate_core::text;
use pgrx::pg_sys::Oid;

use super::clones::Clones;
use crate::catalog::clone::Original;
use crate::catalog::scope::pinned;
use crate::postgres::identity::{as_owner, as_restricted, current_role, may_stoop_to};
use crate::postgres::quoting::identifier;
use crate::postgres::{settings, spi, subtransaction};

/// The tables that have rows in their clones.
#[derive(Default)]
pub struct Samples {
    tables: Vec<Table>,
    /// Why others have none.
    without: Vec<String>,
}

struct Table {
    /// Its name for people.
    display: String,
    /// That of the clone as SQL takes it.
    clone: String,
    owner: Oid,
    /// The columns that were there, as SQL takes them.
    columns: Vec<String>,
}

/// What the clones have, by their names.
pub type Contents = BTreeMap<String, Result<Vec<String>, String>>;

/// The columns of a table that can be given values, those that cannot, and whether its rows can be copied without
/// anybody's code.
const TABLE: &str = "
SELECT array(SELECT a.attname::text FROM pg_attribute a
             WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum),
       array(SELECT a.attname::text FROM pg_attribute a
             WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum),
       CASE WHEN EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = c.oid AND NOT g.tgisinternal AND g.tgenabled IN ('A', 'R'))
                 THEN 'it has triggers that fire always'
            WHEN EXISTS (SELECT FROM pg_rewrite r WHERE r.ev_class = c.oid) THEN 'it has rules' END
FROM pg_class c WHERE c.oid = $1";

/// Copies at most `sample` rows of each table into its clone.
pub fn copy(clones: &Clones, sample: i32) -> Samples {
    let mut samples = Samples::default();
    if sample == 0 {
        return samples;
    }
    for original in clones.cloned().iter().filter(|original| original.kind == "r") {
        let owner = if may_stoop_to(original.owner) { original.owner } else { current_role().0 };
        match one(clones, original, owner, sample) {
            Ok(Some(table)) => samples.tables.push(table),
            Ok(None) => {}
            Err(why) => samples.without.push(format!("{}: {why}", original.display)),
        }
    }
    samples
}

fn one(clones: &Clones, original: &Original, owner: Oid, sample: i32) -> Result<Option<Table>, String> {
    let schemas = clones.schemas();
    let Some((_, schema)) = schemas.iter().find(|(real, _)| *real == original.schema) else {
        return Ok(None);
    };
    let look = |row: spi::Row| (row.must::<Vec<String>>(1), row.must::<Vec<String>>(2), row.get::<String>(3));
    let Some((given, all, obstacle)) = as_owner(|| spi::row(TABLE, &[original.oid.into()], look)) else {
        return Ok(None);
    };
    if let Some(obstacle) = obstacle {
        return Err(obstacle);
    }
    let name = |schema: &str| format!("{}.{}", identifier(schema), identifier(&original.name));
    let quoted = |names: Vec<String>| names.iter().map(|name| identifier(name)).collect::<Vec<_>>();
    let (given, columns) = (quoted(given), quoted(all));
    if given.is_empty() {
        return Ok(None);
    }
    let clone = name(schema);
    let list = given.join(", ");
    let sql = format!(
        "INSERT INTO {clone} ({list}) OVERRIDING SYSTEM VALUE SELECT {list} FROM ONLY {} LIMIT {sample}",
        name(&original.schema)
    );
    let write = || {
        within(owner, || {
            settings::set_local(c"session_replication_role", c"replica");
            spi::user_write_rows(&sql, &[], |_| ());
        });
        Some(())
    };
    subtransaction::attempt(write).map_err(|failure| failure.message)?;
    Ok(Some(Table { display: original.display.clone(), clone, owner, columns }))
}

fn within<R>(owner: Oid, work: impl FnOnce() -> R) -> R {
    as_restricted(owner, || pinned(work))
}

impl Samples {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.tables.is_empty()
    }

    /// What the clones have now of the columns that were there.
    pub fn read(&self) -> Contents {
        let of = |table: &Table| {
            let sql = format!(
                "SELECT r.line FROM (SELECT ROW({})::text AS line FROM ONLY {}) r ORDER BY r.line COLLATE \"C\"",
                table.columns.join(", "),
                table.clone
            );
            let mut rows = Vec::new();
            let read = || {
                let select = || spi::user_rows(&sql, &[], |row| row.must::<String>(1));
                // The subtransaction has written nothing: the snapshot would be the caller's, from before the clones.
                rows = within(table.owner, || spi::with_snapshot(select));
                None::<()>
            };
            let read = subtransaction::attempt(read).map_err(|failure| failure.message);
            (table.display.clone(), read.map(|_| rows))
        };
        self.tables.iter().map(of).collect()
    }

    /// Whether the clones have what they had.
    pub fn compared(&self, before: &Contents) -> (Option<bool>, String) {
        let mut lost = Vec::new();
        let mut kept = Vec::new();
        for (name, now) in self.read() {
            let was = match before.get(&name) {
                Some(Ok(was)) if !was.is_empty() => was,
                Some(Err(why)) => {
                    lost.push(format!("{name} could not be read: {why}"));
                    continue;
                }
                _ => continue,
            };
            match now {
                Ok(now) if now == *was => kept.push(format!("{} of {name}", text::count(was.len(), "row"))),
                Ok(now) => {
                    let same = was.iter().filter(|row| now.binary_search(row).is_ok()).count();
                    lost.push(format!("{name}: {same} of {} as they were", text::count(was.len(), "row")));
                }
                Err(why) => lost.push(format!("{name}: {why}")),
            }
        }
        let without = self.without.iter().map(|why| format!("not tried: {why}"));
        let (ok, mut lines) = match (lost.is_empty(), kept.is_empty()) {
            (false, _) => (Some(false), lost),
            (true, false) => (Some(true), kept),
            (true, true) => (None, vec!["there are no rows to try it with".to_string()]),
        };
        lines.extend(without);
        (ok, lines.join("\n"))
    }
}
