//! One statement of a script: its exact text, where it stands, and what the server's parser says of it.
//!
//! The splitting itself is the server's; this module only knows how an offset reads as line and column.

use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::lock::Need;
use crate::migration::Script;
use crate::relation::Relation;
use crate::shared::Shared;

/// What begins or ends a transaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Control {
    /// BEGIN or START TRANSACTION; `plain` where it sets no transaction mode.
    Begin {
        /// No isolation level, READ ONLY or DEFERRABLE.
        plain: bool,
    },
    /// COMMIT or END.
    Commit {
        /// AND CHAIN: the next transaction begins at once.
        chain: bool,
    },
    /// ROLLBACK or ABORT of the whole transaction.
    Rollback {
        /// AND CHAIN: the next transaction begins at once.
        chain: bool,
    },
}

/// What belongs to the whole cluster or is made outside of it, and has no schema.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Object {
    /// What it is.
    pub kind: ObjectKind,
    /// Its name.
    pub name: String,
}

/// What an [`Object`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ObjectKind {
    /// A database.
    Database,
    /// A tablespace.
    Tablespace,
    /// A subscription.
    Subscription,
}

/// What a statement has to do with how others are cut into units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bearing {
    /// A DO block.
    Do(Code),
    /// It makes a procedure.
    Procedure {
        /// Its name.
        name: Relation,
        /// What it does.
        code: Code,
    },
    /// It calls a procedure.
    Call(Relation),
    /// It makes a partitioned table, whose REINDEX commits for each partition.
    Partitioned(Relation),
    /// It makes an index, which is partitioned if its table is.
    Index {
        /// Its name.
        index: Relation,
        /// Its table.
        table: Relation,
    },
}

/// A statement that the server refuses inside a transaction, with what is needed to look whether it happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standalone {
    /// CREATE INDEX CONCURRENTLY.
    CreateIndex {
        /// The table.
        table: Relation,
        /// The index's name, where the script gives one.
        index: Option<String>,
    },
    /// DROP INDEX CONCURRENTLY.
    DropIndex {
        /// The index.
        index: Relation,
    },
    /// REINDEX CONCURRENTLY, and of more than one table.
    Reindex,
    /// ALTER TABLE ... DETACH PARTITION ... CONCURRENTLY.
    Detach {
        /// The partitioned table.
        parent: Relation,
        /// The partition.
        partition: Relation,
    },
    /// CREATE DATABASE, TABLESPACE or SUBSCRIPTION.
    Create(Object),
    /// DROP DATABASE, TABLESPACE or SUBSCRIPTION.
    Drop(Object),
    /// Anything else: VACUUM, ALTER SYSTEM ...
    Other,
}

/// How a statement relates to transactions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Class {
    /// Runs anywhere.
    Ordinary,
    /// Begins or ends a transaction.
    Control(Control),
    /// Must run outside a transaction.
    Standalone(Standalone),
    /// Runs in a transaction, but only as a session's own statement, not from a function: SAVEPOINT and kin.
    TopLevel,
    /// Calls a safe operation, whose steps run in its place.
    Operation,
    /// Calls a safe operation with something besides that would run, too: a condition, a query that it reads.
    DressedOperation,
    /// Runs in a transaction, but later statements may need it committed: ALTER TYPE ... ADD VALUE.
    CommitAfter,
    /// COPY from or to the client, who is not there when the migration runs.
    ClientCopy,
    /// PREPARE TRANSACTION and kin: the transaction would leave the engine's hands.
    TwoPhase,
}

/// Where a statement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Its number in the script, from 1.
    pub number: u32,
    /// Where its text begins in the script, in bytes.
    pub start: usize,
    /// The line of the file, from 1.
    pub line: u32,
    /// The column, from 1, in characters.
    pub column: u32,
}

/// One statement of a script.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Its number in the script, from 1. BEGIN and COMMIT count.
    pub number: u32,
    /// Its exact text, from the first token to the last, without the semicolon.
    pub text: String,
    /// Where `text` begins in the script, in bytes.
    pub start: usize,
    /// The line of the file, from 1.
    pub line: u32,
    /// The column, from 1, in characters.
    pub column: u32,
    /// The server's command tag: `CREATE INDEX`.
    pub tag: String,
    /// How it relates to transactions.
    pub class: Class,
    /// The relations that it names.
    pub tables: Shared<Relation>,
    /// The locks that it takes on tables that are there, as far as others would notice.
    pub locks: Shared<Need>,
    /// What it has to do with how others are cut into units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bearing: Option<Box<Bearing>>,
    /// What a step of an operation does, in one line for people; empty of what stands in a script.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub what: String,
    /// Of a step of an operation, the statement that names the row of which it has failed: it fails of the same row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_failure: Option<String>,
}

/// What changes the relation that it names first.
const OF_ONE: [&str; 15] = [
    "ALTER INDEX",
    "ALTER MATERIALIZED VIEW",
    "ALTER POLICY",
    "ALTER TABLE",
    "ALTER VIEW",
    "CLUSTER",
    "COMMENT",
    "CREATE INDEX",
    "CREATE POLICY",
    "CREATE RULE",
    "CREATE TRIGGER",
    "DELETE",
    "MERGE",
    "REFRESH MATERIALIZED VIEW",
    "UPDATE",
];

/// What changes all that it names.
const OF_ALL: [&str; 6] =
    ["DROP INDEX", "DROP MATERIALIZED VIEW", "DROP SEQUENCE", "DROP TABLE", "DROP VIEW", "TRUNCATE TABLE"];

impl Statement {
    /// The relations of which it changes or removes what is there, and that it names without a schema: the search path says
    /// which they are. What only adds rows is none: they may be for a table that many schemas share.
    pub fn changed_by_path(&self) -> impl Iterator<Item = &str> {
        let is_one_of = |tags: &[&str]| tags.contains(&self.tag.as_str());
        let count = if is_one_of(&OF_ALL) { self.tables.len() } else { usize::from(is_one_of(&OF_ONE)) };
        self.tables.iter().take(count).filter(|name| name.schema.is_none()).map(|name| name.name.as_str())
    }

    /// The line and column in the file of a place in the statement, given as the server gives it:
    /// a character's number, from 1.
    pub fn place(&self, position: u32) -> (u32, u32) {
        let before = self.text.chars().take(position.saturating_sub(1) as usize);
        let (mut line, mut column) = (self.line, self.column);
        for c in before {
            if c == '\n' {
                line += 1;
                column = 1;
            } else {
                column += 1;
            }
        }
        (line, column)
    }
}

/// The line and column in the file of a byte offset in a script's text.
pub fn place(script: &Script, offset: usize) -> (u32, u32) {
    let offset = (0..=offset.min(script.text.len())).rev().find(|at| script.text.is_char_boundary(*at));
    let before = &script.text[..offset.unwrap_or(0)];
    let line = script.line + before.matches('\n').count() as u32;
    let column = before.rsplit('\n').next().map_or(0, |last| last.chars().count()) as u32 + 1;
    (line, column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_in_the_file_and_in_characters() {
        let script = Script { text: "ä\nSELECT 'ö', x".into(), line: 10, transaction: true };
        assert_eq!(place(&script, 0), (10, 1));
        assert_eq!(place(&script, 3), (11, 1));
        assert_eq!(place(&script, script.text.find('x').unwrap()), (11, 13));
        // An offset inside a character, or behind the end, is no reason to panic.
        assert_eq!(place(&script, 1), (10, 1));
        assert_eq!(place(&script, 999), (11, 14));
    }

    #[test]
    fn a_place_in_a_statement_counts_from_where_it_stands() {
        let statement = Statement {
            number: 1,
            text: "SELECT\n  nope".into(),
            start: 0,
            line: 7,
            column: 5,
            tag: "SELECT".into(),
            class: Class::Ordinary,
            tables: Default::default(),
            locks: Default::default(),
            bearing: None,
            what: String::new(),
            on_failure: None,
        };
        assert_eq!(statement.place(1), (7, 5));
        assert_eq!(statement.place(4), (7, 8));
        assert_eq!(statement.place(10), (8, 3));
    }
}
