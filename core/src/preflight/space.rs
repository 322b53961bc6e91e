//! How much room a statement needs while it runs.

use super::facts::{Disk, Facts, Table};
use crate::relation::Relation;

/// A statement that needs room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Space {
    /// Its line.
    pub line: u32,
    /// The table, or the index that is built anew.
    pub relation: Relation,
    /// For what.
    pub amount: Amount,
    /// Whether it surely needs it: a new type need not write a table anew.
    pub is_certain: bool,
}

/// What room is needed for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Amount {
    /// A new index on these columns; none for an expression.
    Index {
        /// The columns.
        columns: Vec<Option<String>>,
        /// Where it is to be, where that is said.
        tablespace: Option<String>,
    },
    /// Indexes that are there, once more.
    Rebuild,
    /// The table and its indexes once more, while the old files are still there.
    Rewrite,
    /// The same in another tablespace.
    Move(String),
    /// A new version of each row.
    Rows,
}

/// The room that a statement needs, in bytes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Wanted {
    /// In which tablespace.
    pub(super) tablespace: String,
    /// Which stays taken.
    pub(super) kept: u64,
    /// Which is free again when it is done.
    pub(super) passing: u64,
    /// For sorting, in the tablespace of temporary files; free again when it is done.
    pub(super) sorting: u64,
    /// For people.
    pub(super) what: String,
}

impl Space {
    /// Whether the table is written anew.
    pub(super) fn rewrites(&self) -> bool {
        matches!(self.amount, Amount::Rewrite | Amount::Move(_))
    }

    /// What it needs; none for what is not there yet, which is empty.
    pub(super) fn wanted(&self, facts: &Facts, disk: &Disk) -> Option<Wanted> {
        let table = facts.table(&self.relation)?;
        let (name, line) = (&table.name, self.line);
        let all = table.heap_bytes.saturating_add(table.index_bytes);
        let wanted = |tablespace: &String, what: String| Wanted {
            tablespace: tablespace.clone(),
            kept: 0,
            passing: 0,
            sorting: 0,
            what: format!("{what} (line {line})"),
        };
        Some(match &self.amount {
            Amount::Index { columns, tablespace } => {
                let bytes = index_bytes(table, columns);
                let sorting = if bytes > disk.sort_memory { bytes } else { 0 };
                let place = tablespace.as_ref().unwrap_or(&disk.default_tablespace);
                Wanted { kept: bytes, sorting, ..wanted(place, format!("index on {name}")) }
            }
            Amount::Rebuild => {
                let sorting = if table.index_bytes > disk.sort_memory { table.index_bytes } else { 0 };
                let what = format!("{name} once more");
                Wanted { passing: table.index_bytes, sorting, ..wanted(&table.tablespace, what) }
            }
            Amount::Rewrite => {
                Wanted { passing: all, ..wanted(&table.tablespace, format!("{name} written anew")) }
            }
            Amount::Move(place) => Wanted { kept: all, ..wanted(place, format!("{name} moved")) },
            Amount::Rows => Wanted {
                kept: all,
                ..wanted(&table.tablespace, format!("new versions of the rows of {name}"))
            },
        })
    }
}

/// About how large an index will be: an entry has a pointer of 4 bytes, a header of 8, and its values, and pages are
/// filled to nine tenths.
fn index_bytes(table: &Table, columns: &[Option<String>]) -> u64 {
    const UNKNOWN_WIDTH: f64 = 32.0;
    let width = |column: &Option<String>| {
        let known = column.as_ref().and_then(|column| table.widths.get(column));
        known.copied().unwrap_or(UNKNOWN_WIDTH)
    };
    let entry = 12.0 + columns.iter().map(width).sum::<f64>();
    match table.rows {
        // Rows of a hundred bytes, where nobody has counted.
        None => ((table.heap_bytes as f64 / 100.0) * entry / 0.9) as u64,
        Some(rows) => (rows.max(0.0) * entry / 0.9) as u64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(amount: Amount) -> Wanted {
        let relation = Relation { schema: None, name: "t".into() };
        let facts = Facts::fake();
        let disk = facts.disk.clone().unwrap();
        Space { line: 3, relation, amount, is_certain: true }.wanted(&facts, &disk).unwrap()
    }

    #[test]
    fn an_index_is_as_large_as_its_columns() {
        let index = |columns: &[Option<&str>]| {
            let columns = columns.iter().map(|column| column.map(String::from)).collect();
            wanted(Amount::Index { columns, tablespace: None }).kept
        };
        let of = |bytes: f64| (10e6 * bytes / 0.9) as u64;
        assert_eq!(index(&[Some("id")]), of(20.0));
        assert_eq!(index(&[Some("id"), Some("name")]), of(60.0));
        assert_eq!(index(&[None]), of(44.0));
        let there = wanted(Amount::Index { columns: vec![None], tablespace: Some("fast".into()) });
        assert_eq!((there.tablespace.as_str(), there.sorting), ("fast", there.kept));
        assert_eq!(there.what, "index on t (line 3)");
    }

    #[test]
    fn what_is_written_anew_needs_all_of_it_for_a_while() {
        let all = (1 << 30) + (256 << 20);
        assert_eq!((wanted(Amount::Rewrite).passing, wanted(Amount::Rewrite).kept), (all, 0));
        assert_eq!((wanted(Amount::Rows).passing, wanted(Amount::Rows).kept), (0, all));
        assert_eq!(wanted(Amount::Rebuild).passing, 256 << 20);
        assert_eq!(wanted(Amount::Move("fast".into())).tablespace, "fast");
    }

    #[test]
    fn a_table_that_is_not_there_needs_nothing() {
        let relation = Relation { schema: None, name: "new".into() };
        let facts = Facts::fake();
        let space = Space { line: 3, relation, amount: Amount::Rewrite, is_certain: true };
        assert_eq!(space.wanted(&facts, facts.disk.as_ref().unwrap()), None);
    }
}
