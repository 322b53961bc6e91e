//! Constraints that go by periods, which the server has from PostgreSQL 18 on.
//!
//! PostgreSQL 18 validates a foreign key with PERIOD as if it went by the equality of rows: a period of which a part alone is
//! covered is let through by VALIDATE CONSTRAINT, and refused by ADD CONSTRAINT. So none is made NOT VALID first.

use crate::error::{DefinitionError, Error, Result};
use crate::facts::{Catalog, Constraint, Table};
use crate::name::Quoting;

/// The first server that has them.
const SINCE: u32 = 18;

/// A foreign key, in a message.
pub const FOREIGN_KEY: &str = "a foreign key with PERIOD";

/// # Errors
///
/// That the server has none; `words` say what was asked for.
pub fn check(catalog: &dyn Catalog, words: &'static str) -> Result<()> {
    match catalog.server_version() {
        SINCE.. => Ok(()),
        version => Err(DefinitionError::NoPeriods { words, version }.into()),
    }
}

/// Whether a definition is that of a foreign key which goes by periods.
pub fn is_foreign_key(definition: &str) -> bool {
    definition.starts_with("FOREIGN KEY (") && definition.contains("PERIOD ")
}

/// Why one that is NOT VALID is not validated.
pub fn not_validated(names: &dyn Quoting, table: &Table, there: &Constraint) -> Error {
    let (name, definition) = (names.quote(&there.name), there.definition.trim_end_matches(" NOT VALID"));
    let sql = format!("ALTER TABLE {} DROP CONSTRAINT {name}, ADD CONSTRAINT {name} {definition}", table.sql);
    DefinitionError::OnlyWhileAllWait { what: FOREIGN_KEY, table: table.display.clone(), sql }.into()
}
