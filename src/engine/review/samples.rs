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
}

/// What a clone has: its columns, as SQL takes them, and its rows in a text each.
struct Content {
    columns: Vec<String>,
    rows: Vec<String>,
}

/// What the clones have, by the names of the tables.
pub struct Contents(BTreeMap<String, Result<Content, String>>);

/// The columns of a table that can be given values, and whether its rows can be copied without anybody's code.
const TABLE: &str = "
SELECT array(SELECT a.attname::text FROM pg_attribute a
             WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum),
       CASE WHEN EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = c.oid AND NOT g.tgisinternal AND g.tgenabled IN ('A', 'R'))
                 THEN 'it has triggers that fire always'
            WHEN EXISTS (SELECT FROM pg_rewrite r WHERE r.ev_class = c.oid) THEN 'it has rules' END
FROM pg_class c WHERE c.oid = $1";

/// The columns that a clone has now.
const COLUMNS: &str = "SELECT a.attname::text FROM pg_attribute a
                       WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum";

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
    let look = |row: spi::Row| (row.must::<Vec<String>>(1), row.get::<String>(2));
    let Some((given, obstacle)) = as_owner(|| spi::row(TABLE, &[original.oid.into()], look)) else {
        return Ok(None);
    };
    if let Some(obstacle) = obstacle {
        return Err(obstacle);
    }
    let name = |schema: &str| format!("{}.{}", identifier(schema), identifier(&original.name));
    let given = quoted(&given);
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
    Ok(Some(Table { display: original.display.clone(), clone, owner }))
}

fn quoted(names: &[String]) -> Vec<String> {
    names.iter().map(|name| identifier(name)).collect()
}

impl Table {
    /// What its clone has of these columns; without any, of those that it has.
    fn content(&self, columns: Option<&[String]>) -> Result<Content, String> {
        let columns = match columns {
            Some(columns) => columns.to_vec(),
            None => {
                let clone = self.clone.as_str();
                let read = || spi::rows(COLUMNS, &[clone.into()], |row| row.must::<String>(1));
                quoted(&as_owner(|| spi::with_snapshot(read)))
            }
        };
        if columns.is_empty() {
            return Err("it is not there by then".into());
        }
        let sql = format!(
            "SELECT r.line FROM (SELECT ROW({})::text AS line FROM ONLY {}) r ORDER BY r.line COLLATE \"C\"",
            columns.join(", "),
            self.clone
        );
        let mut rows = Vec::new();
        let read = || {
            let select = || spi::user_rows(&sql, &[], |row| row.must::<String>(1));
            // The subtransaction has written nothing: the snapshot would be the caller's, from before the clones.
            rows = within(self.owner, || spi::with_snapshot(select));
            None::<()>
        };
        subtransaction::attempt(read).map_err(|failure| failure.message)?;
        Ok(Content { columns, rows })
    }
}

fn within<R>(owner: Oid, work: impl FnOnce() -> R) -> R {
    as_restricted(owner, || pinned(work))
}

impl Samples {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.tables.is_empty()
    }

    /// What the clones have now.
    pub fn read(&self) -> Contents {
        Contents(self.tables.iter().map(|table| (table.display.clone(), table.content(None))).collect())
    }

    /// Whether the clones have what they had, in the columns that were there.
    pub fn compared(&self, before: &Contents) -> (Option<bool>, String) {
        let (mut lost, mut kept, mut unknown) = (Vec::new(), Vec::new(), Vec::new());
        for table in &self.tables {
            let name = &table.display;
            let was = match before.0.get(name) {
                Some(Ok(was)) if !was.rows.is_empty() => was,
                // Scripts before these have dropped or renamed it.
                Some(Err(why)) => {
                    unknown.push(format!("not tried: {name}: {why}"));
                    continue;
                }
                _ => continue,
            };
            let count = text::count(was.rows.len(), "row");
            match table.content(Some(&was.columns)) {
                Ok(now) if now.rows == was.rows => kept.push(format!("{count} of {name}")),
                Ok(now) => {
                    let same = was.rows.iter().filter(|row| now.rows.binary_search(row).is_ok()).count();
                    lost.push(format!("{name}: {same} of {count} as they were"));
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
        lines.extend(unknown);
        lines.extend(without);
        (ok, lines.join("\n"))
    }
}
