//! In a run for one schema: a relation that the schema lacks is found in the next one of the search path, and what is there
//! belongs to others. What a script changes so counts as done here, so it is told, or refused, as what the linter finds.

use std::cell::Cell;

use migrate_core::error::{Error, SchemasError};
use migrate_core::failure::Failure;
use migrate_core::statement::Statement;
use pgrx::pg_sys::Oid;

use crate::error::raise;
use crate::postgres::{belongs, messages, names, toplevel};
use crate::settings::{self, LintOnApply};

thread_local! {
    static HOME: Cell<Option<Oid>> = const { Cell::new(None) };
}

/// Being at a schema; what was before comes back when it is dropped.
pub struct At(Option<Oid>);

/// Goes to a schema.
pub fn at(schema: Oid) -> At {
    At(HOME.replace(Some(schema)))
}

impl Drop for At {
    fn drop(&mut self) {
        HOME.set(self.0);
    }
}

/// Looks at a statement that changes what another schema has, by a name that is to be this one's. Where a script has set
/// another path, it says itself where it is. Call it within the statement's transaction, or outside of any.
///
/// # Errors
///
/// [`SchemasError::Strays`], where `migrate.lint_on_apply` is `error`; the transaction is gone then.
pub fn check(statement: &Statement) -> Result<(), Failure> {
    let how = settings::lint_on_apply();
    let Some(home) = HOME.get().filter(|_| how != LintOnApply::Off) else { return Ok(()) };
    if statement.changed_by_path().next().is_none() {
        return Ok(());
    }
    toplevel::without_snapshot(|| {
        if names::first_schema() != Some(home) {
            return;
        }
        for name in statement.changed_by_path() {
            let other = names::schema_of(name).filter(|schema| *schema != home);
            if let Some(other) = other.and_then(belongs::schema_name) {
                let schema = belongs::schema_name(home).unwrap_or_default();
                let error = Error::from(SchemasError::Strays { name: name.into(), schema, other });
                if how == LintOnApply::Error {
                    raise(&error);
                }
                messages::warn(Failure { sqlstate: "01000".into(), ..error.failure() });
            }
        }
    })
}
