//! The statements of a script, as rules are given them.

use crate::ddl::Command;
use crate::statement::Statement;

/// Where a statement stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inside {
    /// In the script itself.
    Script,
    /// In a DO block, which runs it, or may.
    Do,
    /// In a body of a routine that the script makes, which runs it later: the routine's name.
    Routine(String),
}

/// A statement with what it says.
#[derive(Debug, Clone)]
pub struct Said {
    /// The statement; one in a body has the number of the statement whose body it is.
    pub statement: Statement,
    /// What it says.
    pub command: Command,
    /// Where it stands.
    pub inside: Inside,
}
