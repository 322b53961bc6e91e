//! How fast this server reads and writes tables: by what statements of migrations took here.

use std::time::{Duration, SystemTime};

use migrate_core::statement::Statement;

use super::name::oid_of;
use super::weight::weight;
use crate::postgres::identity::as_owner;
use crate::postgres::{files, lock, spi};

/// What takes as long as a table is large.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Work {
    /// A table is read from end to end.
    Scan,
    /// An index is built.
    Index,
    /// A table is written anew, with its indexes.
    Rewrite,
}

impl Work {
    fn as_str(self) -> &'static str {
        match self {
            Work::Scan => "scan",
            Work::Index => "index",
            Work::Rewrite => "rewrite",
        }
    }

    /// Bytes per second where nothing has been measured: what a small machine does.
    fn by_default(self) -> f64 {
        const MB: f64 = 1024.0 * 1024.0;
        match self {
            Work::Scan => 100.0 * MB,
            Work::Index | Work::Rewrite => 25.0 * MB,
        }
    }
}

/// How fast.
#[derive(Debug, Clone, Copy)]
pub struct Rate {
    /// Bytes of the table in a second.
    pub bytes_per_second: f64,
    /// Whether it was measured here.
    pub is_measured: bool,
}

/// The rate of the last five statements of a kind.
pub fn of(work: Work) -> Rate {
    let sql = "
SELECT (sum(r.bytes) * 1000 / sum(r.ms))::float8
FROM (SELECT bytes, ms FROM migrate.rates WHERE work = $1 ORDER BY id DESC LIMIT 5) r";
    let measured = as_owner(|| spi::row(sql, &[work.as_str().into()], |row| row.get::<f64>(1))).flatten();
    Rate { bytes_per_second: measured.unwrap_or_else(|| work.by_default()), is_measured: measured.is_some() }
}

/// How long a statement takes before it is worth a measurement.
pub const WORTH: Duration = Duration::from_millis(100);

/// Notes how long a statement took that has just ended, if it is one that takes as long as its table is large.
pub fn note(statement: &Statement, took: Duration) {
    if took < WORTH || lock::is_read_only() {
        return;
    }
    let Some(table) = statement.tables.first().and_then(oid_of) else { return };
    // File systems keep the time of the last tick.
    let began = SystemTime::now().checked_sub(took + Duration::from_millis(20));
    let is_new =
        || files::path(table).zip(began).is_some_and(|(path, began)| files::is_made_since(&path, began));
    let text = statement.text.to_ascii_uppercase();
    let work = match statement.tag.as_str() {
        "CREATE INDEX" | "REINDEX" => Work::Index,
        "ALTER TABLE" if is_new() => Work::Rewrite,
        "ALTER TABLE" if text.contains("VALIDATE CONSTRAINT") || text.contains("SET NOT NULL") => Work::Scan,
        _ => return,
    };
    let Ok(bytes) = i64::try_from(weight(table).bytes) else { return };
    let ms = i64::try_from(took.as_millis()).unwrap_or(i64::MAX).max(1);
    if bytes == 0 {
        return;
    }
    let sql = "
WITH old AS (
    DELETE FROM migrate.rates
    WHERE id IN (SELECT id FROM migrate.rates WHERE work = $1 ORDER BY id DESC OFFSET 19))
INSERT INTO migrate.rates (work, bytes, ms) VALUES ($1, $2, $3)";
    as_owner(|| spi::write(sql, &[work.as_str().into(), bytes.into(), ms.into()]));
}
