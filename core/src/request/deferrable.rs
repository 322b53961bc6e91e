//! When a constraint is checked: at once, or at the end of the transaction.

use serde::Deserialize;
use serde::Serialize;

/// DEFERRABLE and INITIALLY DEFERRED.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deferrable {
    /// At once, always.
    #[default]
    Never,
    /// At once, unless SET CONSTRAINTS says otherwise.
    Deferrable,
    /// At the end of the transaction, unless SET CONSTRAINTS says otherwise.
    InitiallyDeferred,
}

impl Deferrable {
    /// From the two words; INITIALLY DEFERRED implies DEFERRABLE, as in SQL.
    pub fn new(deferrable: bool, initially_deferred: bool) -> Self {
        match (deferrable, initially_deferred) {
            (_, true) => Deferrable::InitiallyDeferred,
            (true, false) => Deferrable::Deferrable,
            (false, false) => Deferrable::Never,
        }
    }

    /// From a constraint as `pg_get_constraintdef` writes it.
    pub fn of(definition: &str) -> Self {
        let definition = definition.trim_end_matches(" NOT VALID").trim_end_matches(" NOT ENFORCED");
        let is_deferred = definition.ends_with(" DEFERRABLE INITIALLY DEFERRED");
        Deferrable::new(definition.ends_with(" DEFERRABLE"), is_deferred)
    }

    /// As `pg_get_constraintdef` writes it, with a space before it.
    pub fn words(self) -> &'static str {
        match self {
            Deferrable::Never => "",
            Deferrable::Deferrable => " DEFERRABLE",
            Deferrable::InitiallyDeferred => " DEFERRABLE INITIALLY DEFERRED",
        }
    }
}
