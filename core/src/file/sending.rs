//! How a tool sends a script to the server, which decides what is one transaction.

/// How a tool sends a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sending {
    /// In a transaction.
    Transaction,
    /// Without one of the tool's, but whole: the server makes one of it.
    Whole,
    /// Statement by statement.
    Each,
}
