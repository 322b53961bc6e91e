//! In a run for one schema: a relation that the schema lacks is found in the next one of the search path, and what is there
//! belongs to others. What a script changes so counts as done here, so it is told, or refused, as what the linter finds.

use std::cell::{Cell, RefCell};

use migrate_core::error::{Error, SchemasError};
use migrate_core::failure::Failure;
use migrate_core::request::Operation;
use migrate_core::statement::Statement;
use pgrx::pg_sys::Oid;

use crate::error::raise;
use crate::postgres::{belongs, messages, names, toplevel};
use crate::settings::{self, LintOnApply};

thread_local! {
    static HOME: Cell<Option<Oid>> = const { Cell::new(None) };
    /// What operations were asked for that are about the tables of others, until their first unit has said so.
    static ASKED: RefCell<Vec<Failure>> = const { RefCell::new(Vec::new()) };
}

/// Being at a schema; what was before comes back when it is dropped.
pub struct At(Option<Oid>);

/// Goes to a schema.
pub fn at(schema: Oid) -> At {
    ASKED.take();
    At(HOME.replace(Some(schema)))
}

impl Drop for At {
    fn drop(&mut self) {
        HOME.set(self.0);
    }
}

/// The name of the schema that it is at.
///
/// # Errors
///
/// What the server says.
pub fn home() -> Result<Option<String>, Failure> {
    match HOME.get() {
        Some(home) => toplevel::in_transaction(|| belongs::schema_name(home)),
        None => Ok(None),
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
                match found(name, home, other) {
                    error if how == LintOnApply::Error => raise(&error),
                    error => messages::warn(as_warning(&error)),
                }
            }
        }
    })
}

fn found(name: &str, home: Oid, other: String) -> Error {
    let schema = belongs::schema_name(home).unwrap_or_default();
    SchemasError::Strays { name: name.into(), schema, other }.into()
}

fn as_warning(error: &Error) -> Failure {
    Failure { sqlstate: "01000".into(), ..error.failure() }
}

/// An operation that a call has asked for, as it is meant in the schema: the end of a change is that of a change of its own.
///
/// # Errors
///
/// As for [`check`]; for the end of a change also where that is only told of a statement.
pub fn asked(operation: Operation, call: &str) -> Result<Operation, Failure> {
    let Some(home) = HOME.get() else { return Ok(operation) };
    let Operation::EndChange(end) = operation else {
        check_asked(&operation, call, home)?;
        return Ok(operation);
    };
    let schema = toplevel::in_transaction(|| belongs::schema_name(home).unwrap_or_default())?;
    let operation = Operation::EndChange(end.within(&schema));
    match operation.relations().first() {
        Some(table)
            if table.schema.as_ref() != Some(&schema)
                && !call.contains(table.schema.as_deref().unwrap_or(".")) =>
        {
            let (name, other) = (table.name.clone(), table.schema.clone().unwrap_or_default());
            Err(Error::from(SchemasError::Strays { name, schema, other }).failure())
        }
        _ => Ok(operation),
    }
}

/// Looks at an operation that a call has asked for: its table is given by its number, so the name was looked up before. Where
/// the other schema stands in the call, it was meant. What is found is said by [`tell`].
fn check_asked(operation: &Operation, call: &str, home: Oid) -> Result<(), Failure> {
    let how = settings::lint_on_apply();
    // Types are not looked at, and who undoes does so where it was done.
    if how == LintOnApply::Off || matches!(operation, Operation::AddEnumValue(_) | Operation::Undo(_)) {
        return Ok(());
    }
    let Some((relation, other)) =
        operation.relations().first().and_then(|it| Some((*it, it.schema.clone()?)))
    else {
        return Ok(());
    };
    let is_home =
        || names::first_schema() == Some(home) && belongs::schema_name(home).as_ref() != Some(&other);
    if call.to_lowercase().contains(&other.to_lowercase()) || !toplevel::in_transaction(is_home)? {
        return Ok(());
    }
    let error = toplevel::in_transaction(|| found(&relation.name, home, other.clone()))?;
    match how == LintOnApply::Error {
        true => Err(error.failure()),
        false => {
            ASKED.with_borrow_mut(|asked| asked.push(as_warning(&error)));
            Ok(())
        }
    }
}

/// Whether anything was found of operations whose units run now.
pub fn is_to_tell() -> bool {
    ASKED.with_borrow(|asked| !asked.is_empty())
}

/// Says what was found of them.
pub fn tell() {
    ASKED.with_borrow(|asked| asked.iter().cloned().for_each(messages::warn));
}

/// They have been told of, and what they said is kept.
pub fn told() {
    ASKED.take();
}
