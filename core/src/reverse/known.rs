//! What is known beyond a script when it is taken back.

use crate::facts::before::Answers;

/// What is known beyond a script when it is taken back.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// What the catalog had before it ran.
    pub answers: Answers,
    /// The first schema of the search path with which it begins, quoted where the server would quote it.
    pub first: Option<String>,
}
