//! The server's table locks: modes, their names, and which conflict.

use serde::{Deserialize, Serialize};

use crate::relation::Relation;

/// A table lock's mode, numbered as in the server's `storage/lockdefs.h`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Mode {
    /// Taken by SELECT.
    AccessShare = 1,
    /// Taken by SELECT FOR UPDATE and kin.
    RowShare = 2,
    /// Taken by INSERT, UPDATE, DELETE.
    RowExclusive = 3,
    /// Taken by VACUUM, ANALYZE, CREATE INDEX CONCURRENTLY, VALIDATE CONSTRAINT.
    ShareUpdateExclusive = 4,
    /// Taken by CREATE INDEX.
    Share = 5,
    /// Taken by CREATE TRIGGER and ADD FOREIGN KEY.
    ShareRowExclusive = 6,
    /// Taken by REFRESH MATERIALIZED VIEW CONCURRENTLY.
    Exclusive = 7,
    /// Taken by most ALTER TABLE, DROP, TRUNCATE.
    AccessExclusive = 8,
}

use Mode::*;

impl Mode {
    /// All modes, weakest first.
    pub const ALL: [Mode; 8] = [
        AccessShare,
        RowShare,
        RowExclusive,
        ShareUpdateExclusive,
        Share,
        ShareRowExclusive,
        Exclusive,
        AccessExclusive,
    ];

    /// The mode with the server's number.
    pub fn from_number(number: i32) -> Option<Mode> {
        Mode::ALL.into_iter().find(|mode| *mode as i32 == number)
    }

    /// The name in `pg_locks.mode`: `AccessExclusiveLock`.
    pub fn lock_name(self) -> String {
        format!("{self:?}Lock")
    }

    /// The name as SQL and people write it: `ACCESS EXCLUSIVE`.
    pub fn words(self) -> &'static str {
        match self {
            AccessShare => "ACCESS SHARE",
            RowShare => "ROW SHARE",
            RowExclusive => "ROW EXCLUSIVE",
            ShareUpdateExclusive => "SHARE UPDATE EXCLUSIVE",
            Share => "SHARE",
            ShareRowExclusive => "SHARE ROW EXCLUSIVE",
            Exclusive => "EXCLUSIVE",
            AccessExclusive => "ACCESS EXCLUSIVE",
        }
    }

    /// Whether a lock of this mode cannot be had while another session holds `other`; the table of the
    /// server's documentation, "Explicit Locking".
    pub fn conflicts_with(self, other: Mode) -> bool {
        let (weak, strong) = if self <= other { (self, other) } else { (other, self) };
        match weak {
            AccessShare => strong == AccessExclusive,
            RowShare => strong >= Exclusive,
            RowExclusive => strong >= Share,
            ShareUpdateExclusive => true,
            Share => strong != Share,
            ShareRowExclusive | Exclusive | AccessExclusive => true,
        }
    }

    /// Whether sessions that read or write the table would wait behind it.
    pub fn stops_applications(self) -> bool {
        self.conflicts_with(AccessShare) || self.conflicts_with(RowExclusive)
    }
}

/// How far a statement's lock reaches from the relation that it names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// The relation alone.
    Alone,
    /// With its partitions or inheritance children.
    Tree,
    /// With what a DROP touches: the children, tables at the other end of foreign keys, an index's table, a
    /// partition's parent.
    Drop,
    /// Not the relation itself, but its default partition.
    DefaultPartition,
    /// The tables at the other ends of its foreign keys, in both directions, with their partitions.
    OtherEnds,
    /// Not the relation itself, but the table to which the foreign key of this name refers.
    ForeignKey(String),
    /// Not the relation itself, but the tables at the other end of the foreign keys that this column is in.
    ForeignKeysOf(String),
    /// It is a domain, and no relation: the tables with columns of it, or of domains over it.
    Domain,
}

/// A lock that a statement will take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    /// The relation, as the script names it.
    pub relation: Relation,
    /// The mode.
    pub mode: Mode,
    /// How far it reaches.
    pub reach: Reach,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conflicts_are_those_of_the_documentation() {
        // One row per requested mode, one column per held mode, as in the documentation's table.
        let table = [
            ".......x", //
            "......xx", //
            "....xxxx", //
            "...xxxxx", //
            "..xx.xxx", //
            "..xxxxxx", //
            ".xxxxxxx", //
            "xxxxxxxx", //
        ];
        for (asked, row) in Mode::ALL.into_iter().zip(table) {
            let read: String = Mode::ALL
                .map(|held| if asked.conflicts_with(held) { 'x' } else { '.' })
                .into_iter()
                .collect();
            assert_eq!(read, row, "{asked:?}");
        }
    }

    #[test]
    fn numbers_and_names_are_the_servers() {
        assert_eq!(Mode::from_number(8), Some(AccessExclusive));
        assert_eq!(Mode::from_number(0), None);
        assert_eq!(ShareRowExclusive.lock_name(), "ShareRowExclusiveLock");
        let strong: Vec<_> = Mode::ALL.into_iter().filter(|mode| mode.stops_applications()).collect();
        assert_eq!(strong, [Share, ShareRowExclusive, Exclusive, AccessExclusive]);
    }
}
