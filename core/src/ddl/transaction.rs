//! What begins, ends and divides transactions.

use serde::{Deserialize, Serialize};

use super::value::DefElem;

/// What it does (TransactionStmtKind).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransactionKind {
    /// BEGIN.
    #[default]
    Begin,
    /// START TRANSACTION.
    Start,
    /// COMMIT or END.
    Commit,
    /// ROLLBACK or ABORT.
    Rollback,
    /// SAVEPOINT.
    Savepoint,
    /// RELEASE.
    Release,
    /// ROLLBACK TO.
    RollbackTo,
    /// PREPARE TRANSACTION.
    Prepare,
    /// COMMIT PREPARED.
    CommitPrepared,
    /// ROLLBACK PREPARED.
    RollbackPrepared,
}

/// A statement on the transaction (TransactionStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Transaction {
    /// What it does.
    pub kind: TransactionKind,
    /// Isolation level, READ ONLY, DEFERRABLE.
    pub options: Vec<DefElem>,
    /// The savepoint.
    pub savepoint: Option<String>,
    /// The name of a prepared transaction.
    pub gid: Option<String>,
    /// AND CHAIN.
    pub chain: bool,
}
