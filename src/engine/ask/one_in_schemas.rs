//! `CALL migrate.run(…, schemas => …)`: one safe operation in each of many schemas.
//!
//! It is a job as `CALL migrate.up(schemas => …)` makes it, with the call in place of migrations. In each schema the call is
//! made with that one first in the search path, and what it asks for is planned from what is there: so a schema in which it
//! is done already has nothing to do, and to call it again is to go on.

use std::time::Instant;

use migrate_core::change::Which;
use migrate_core::error::{CallError, Result, SchemasError};
use migrate_core::request::{EndChange, Operation};
use migrate_core::text;

use super::one::{ARGUMENT, asks_for_nothing, only_statement};
use super::procedure::{outcome, waited_for};
use super::schemas::{In, in_order};
use super::schemas_look::named;
use crate::catalog::server::Server;
use crate::engine::clock::ms_since;
use crate::engine::converge::{Spec, queue};
use crate::engine::job;
use crate::engine::operation::collect::{Asked, asked_by};
use crate::engine::operation::draft;
use crate::engine::plan::request::Request;
use crate::engine::session::{self, Identity};
use crate::postgres::procedure::NonAtomic;
use crate::postgres::spi;
use crate::registry::schemas::{self, Schema};
use crate::settings;

/// Makes the call in each schema, and returns when it is done: one line for people.
///
/// # Errors
///
/// [`CallError::NotOneCall`], [`CallError::NotRun`], [`SchemasError`]; what the call refuses in the first schema; a failure
/// of the job.
pub fn run(statement: &str, within: &In, atomic: bool) -> Result<String> {
    super::schemas::check_limit(within)?;
    if atomic {
        return Err(SchemasError::InTransaction.into());
    }
    session::check()?;
    let (statement, function) = only_statement(statement)?;
    let found = schemas::register(&within.wanted)?;
    schemas::check_rights(&found)?;
    let schemas = in_order(found, within.canary.as_deref())?;
    let Some(first) = schemas.first() else { return Ok("nothing to do".into()) };
    let what = match function.as_str() {
        "complete_due" => look_at_due(first, &statement)?,
        _ => look(first, &statement)?,
    };
    let spec = Spec::new(
        &Request::up(None, None),
        within.canary.is_some(),
        within.max_failures,
        settings::parallel_schemas(),
    );
    let job = Job {
        what: format!("{what} in {}", text::count(schemas.len(), "schema")),
        spec: spec.with_statement(statement),
        schemas,
        identity: session::capture()?,
    };
    job.run()
}

/// What the call does, by a look at the first schema: what would fail there is told before anything begins.
fn look(first: &Schema, statement: &str) -> Result<String> {
    let operation = the_one(asked_in(first, statement)?, first)?;
    named(first, || {
        planned(&operation)?;
        Ok(spi::with_snapshot(|| operation.what(&Server)))
    })
}

/// The same of changes that are due: in a schema there may be none, or many.
fn look_at_due(first: &Schema, statement: &str) -> Result<String> {
    let asked = asked_in(first, statement)?;
    named(first, || {
        asked.iter().try_for_each(|asked| match asked {
            Asked::Do(operation) => planned(operation),
            Asked::Undo => Ok(()),
        })
    })?;
    Ok("complete what is due".into())
}

fn asked_in(first: &Schema, statement: &str) -> Result<Vec<Asked>> {
    let asked = || asked_by(statement, Some(first.name.clone()));
    named(first, || Ok(session::within_migration(asked)))
}

fn planned(operation: &Operation) -> Result<()> {
    // What must be done before it can be planned, is not yet.
    if session::within_migration(|| draft::stage(operation))?.is_none() {
        session::within_migration(|| draft::look(operation))?;
    }
    Ok(())
}

/// The one operation that the call asks for.
fn the_one(asked: Vec<Asked>, first: &Schema) -> Result<Operation> {
    let mut operations = asked.into_iter().map(|asked| match asked {
        Asked::Do(operation) => match *operation {
            // By its table each schema has one of its own.
            Operation::EndChange(end) if names_table(&end) => {
                Ok(Operation::EndChange(end.within(&first.name)))
            }
            // Each of them is of one place.
            Operation::Undo(_) => Err(SchemasError::NoUndo.into()),
            Operation::EndChange(_) => Err(SchemasError::ByNumber.into()),
            operation => Ok(operation),
        },
        Asked::Undo => Err(SchemasError::NoUndo.into()),
    });
    match (operations.next(), operations.next()) {
        (Some(operation), None) => operation,
        (None, _) => Err(asks_for_nothing()),
        (Some(_), Some(_)) => {
            let detail = "It asks for more than one operation.".into();
            Err(CallError::NotOneCall { argument: ARGUMENT, detail }.into())
        }
    }
}

fn names_table(end: &EndChange) -> bool {
    matches!(end.which, Which::Column { .. } | Which::Table { .. })
}

struct Job {
    what: String,
    spec: Spec,
    schemas: Vec<Schema>,
    identity: Identity,
}

impl Job {
    fn run(&self) -> Result<String> {
        let session = NonAtomic::begin();
        let start = Instant::now();
        let write = || {
            let spec = spi::jsonb(&self.spec).0;
            let id = job::enqueue_schemas(self.spec.direction, &self.what, &spec, &self.identity);
            queue::fill(id, &self.schemas);
            id
        };
        // As for a safe operation by itself, its turn is waited for.
        let id = waited_for(&session, &self.identity, true, &[], write)?;
        outcome(&session, id)?;
        let all = self.schemas.len();
        let done = usize::try_from(super::look::look(&session, id, || queue::worked_in(id))?).unwrap_or(all);
        let took = text::duration(ms_since(start));
        let before = match all - done.min(all) {
            0 => String::new(),
            left => format!("; already done in {left}"),
        };
        Ok(format!("job {id} ({}) done in {took}{before}", self.what))
    }
}
