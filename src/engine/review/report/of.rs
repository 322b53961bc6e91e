//! What a page is asked of.

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub enum Of {
    /// A migration, by its version.
    Migration(i64),
    /// A job, by its number.
    Job(i64),
}

impl Of {
    /// The rows of the journal that belong to it; `$1` is its number.
    pub(super) fn rows(self) -> &'static str {
        match self {
            // What a script's safe operations do stands under their numbers.
            Of::Migration(_) => {
                "SELECT * FROM migrate.journal v WHERE v.version = $1
                 UNION ALL
                 SELECT * FROM migrate.journal v WHERE v.version IS NULL AND v.record IN
                     (SELECT o.id FROM migrate.operations o WHERE o.version = $1)"
            }
            Of::Job(_) => "SELECT * FROM migrate.journal v WHERE v.job = $1",
        }
    }

    pub(super) fn number(self) -> i64 {
        match self {
            Of::Migration(number) | Of::Job(number) => number,
        }
    }
}
