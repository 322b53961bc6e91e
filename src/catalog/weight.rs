//! How large a table or an index is with its partitions and children, as files and by the planner's count, without a lock.

use pgrx::pg_sys::Oid;

use crate::postgres::identity::as_owner;
use crate::postgres::{files, spi};

/// Rows and bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Weight {
    /// Rows as of the last VACUUM or ANALYZE, in proportion to what has come since; none where there was none.
    pub rows: Option<u64>,
    /// Bytes of the rows, without indexes and TOAST.
    pub bytes: u64,
}

/// That of a table, its tree included.
pub fn weight(table: Oid) -> Weight {
    let sql = "
WITH RECURSIVE tree (oid) AS (
    SELECT $1 UNION SELECT h.inhrelid FROM tree JOIN pg_inherits h ON h.inhparent = tree.oid)
SELECT pg_relation_filepath(c.oid), c.reltuples::float8, c.relpages::float8, current_setting('block_size')::float8
FROM tree JOIN pg_class c USING (oid) WHERE c.relkind IN ('r', 'm', 't', 'i')";
    type Part = (Option<String>, f64, f64, f64);
    let parts: Vec<Part> = as_owner(|| {
        spi::planned_rows(sql, &[table.into()], |row| (row.get(1), row.must(2), row.must(3), row.must(4)))
    });
    let mut weight = Weight { rows: Some(0), bytes: 0 };
    for (path, rows, blocks, block) in parts {
        let bytes = path.and_then(|path| files::bytes(&path, u64::MAX)).unwrap_or((blocks * block) as u64);
        weight.bytes = weight.bytes.saturating_add(bytes);
        let now = match (rows < 0.0, bytes, blocks > 0.0) {
            (_, 0, _) => Some(0),
            (true, ..) => None,
            (false, _, true) => Some((rows * (bytes as f64 / block / blocks)) as u64),
            (false, _, false) => None,
        };
        weight.rows = weight.rows.zip(now).map(|(sum, now)| sum.saturating_add(now));
    }
    weight
}
