//! `CALL migrate.up(schemas => …)` and `down`: a job that is at many schemas, and waiting until it is done.
//!
//! What can be refused is refused before there is a job: the right in each schema, and, by the plans of the first of them, what
//! is not approved, or not to run by the linter or the order. The same is asked again in each schema.

use std::time::Instant;

use migrate_core::error::{CallError, Error, Result, SchemasError};
use migrate_core::migration::Direction;
use migrate_core::plan::Plan;
use migrate_core::text;

use super::answer::stopped;
use super::look::look;
use super::moment;
use super::procedure::{How, outcome, waited_for};
use super::schemas_look::{self, at, named};
use crate::engine::clock::ms_since;
use crate::engine::converge::{Spec, queue};
use crate::engine::job::{self, Window};
use crate::engine::locks::migrator;
use crate::engine::plan::callbacks;
use crate::engine::plan::request::Request;
use crate::engine::review::{linted, order};
use crate::engine::session::{self, Identity};
use crate::postgres::lock::Hold;
use crate::postgres::procedure::{self, NonAtomic};
use crate::postgres::spi;
use crate::registry::approval::{self, Place};
use crate::registry::schemas::{self, Schema, Wanted};
use crate::settings;

/// In which schemas, and how far to go where it fails.
#[derive(Debug, Clone)]
pub struct In {
    /// Which.
    pub wanted: Wanted,
    /// The one that goes first, alone.
    pub canary: Option<String>,
    /// After how many that failed no other is begun.
    pub max_failures: i32,
}

/// Does what is asked for in each schema, and returns when it is done: one line for people.
///
/// # Errors
///
/// [`SchemasError`]; whatever the session, the registry or the server refuse; a failure of the job.
pub fn call(request: Request, within: &In, how: How) -> Result<String> {
    let How { dry_run, wait, preflight, window, atomic } = how;
    window.check()?;
    check_limit(within)?;
    if dry_run {
        let schemas = in_order(schemas::find(&within.wanted)?, within.canary.as_deref())?;
        return schemas_look::preview(&request, &schemas);
    }
    if atomic {
        return Err(SchemasError::InTransaction.into());
    }
    if preflight {
        // Nobody waits for hours.
        let waiting = schemas_look::Waiting::new(&request, &within.wanted);
        moment::wait(&|| waiting.look(), window.is_ahead())?;
    }
    // The wait has left no snapshot.
    let asked = spi::with_snapshot(|| prepare(&request, within, window, wait))?;
    match asked {
        Asked::Nothing { all } => Ok(format!("nothing to apply in {}", text::count(all, "schema"))),
        Asked::Job(job) if window.is_ahead() => job.defer(),
        Asked::Job(job) => job.run(wait),
    }
}

/// Refuses a number of failures behind which nothing would be begun.
///
/// # Errors
///
/// [`CallError::TooSmall`].
pub(super) fn check_limit(within: &In) -> Result<()> {
    if within.max_failures < 1 {
        let (argument, least, value) = ("max_failures", 1, within.max_failures.into());
        return Err(CallError::TooSmall { argument, least, value }.into());
    }
    Ok(())
}

/// What comes of what was asked for.
enum Asked {
    /// None of so many has anything to do.
    Nothing {
        all: usize,
    },
    Job(Box<Job>),
}

/// Looks for what can be refused, and for what is to be done where.
fn prepare(request: &Request, within: &In, window: Window, wait: bool) -> Result<Asked> {
    session::check()?;
    let found = schemas::register(&within.wanted)?;
    schemas::check_rights(&found)?;
    let all = found.len();
    let tenants: Vec<i32> = found.iter().map(|schema| schema.id).collect();
    let mut schemas = in_order(found, within.canary.as_deref())?;
    request.check()?;
    if request.direction == Direction::Up && request.only.is_none() {
        schemas = schemas::with_pending(schemas, &callbacks::owing(&tenants));
    }
    let schemas = schemas_look::not_back_yet(request, schemas);
    let Some(first) = schemas.first() else {
        return Ok(Asked::Nothing { all });
    };
    // By now a canary that has nothing to do is no canary any more.
    let has_canary = within.canary.as_ref().is_some_and(|canary| *canary == first.name);
    check(&named(first, || request.plans())?, first)?;
    if !wait && !window.is_ahead() {
        migrator::take(Hold::Transaction)?;
    }
    let spec = Spec::new(request, has_canary, within.max_failures, settings::parallel_schemas())
        .with_callbacks(callbacks::versions());
    let identity = session::capture()?;
    for job in queue::supersede(&spi::jsonb(&spec).0, &identity, &tenants) {
        procedure::notice(&format!(
            "job {job} has stopped behind its window: this call goes on in its place"
        ));
    }
    let stop = stopped(at(first, || request.stop()).as_ref());
    Ok(Asked::Job(Box::new(Job { spec, schemas, identity, window, stop })))
}

/// A job for many schemas.
struct Job {
    spec: Spec,
    schemas: Vec<Schema>,
    identity: Identity,
    window: Window,
    /// At which migration it stops in the first of them, in words.
    stop: String,
}

impl Job {
    /// Writes it; its number.
    fn write(&self) -> i64 {
        let what = format!("{} in {}", self.verb(), text::count(self.schemas.len(), "schema"));
        let id = job::enqueue_schemas(self.spec.direction, &what, &spi::jsonb(&self.spec).0, &self.identity);
        queue::fill(id, &self.schemas);
        if !self.window.is_none() {
            job::set_window(id, self.window);
        }
        id
    }

    fn verb(&self) -> &'static str {
        if self.spec.direction == Direction::Up { "apply" } else { "roll back" }
    }

    /// Leaves it for its time, which is not waited for.
    fn defer(&self) -> Result<String> {
        let write = || {
            let id = self.write();
            job::see_to(id)?;
            Ok::<_, Error>((id, job::deferred_until(id).unwrap_or_default()))
        };
        let (id, until) = spi::with_snapshot(write)?;
        let schemas = text::count(self.schemas.len(), "schema");
        Ok(format!("{schemas} queued: job {id} starts {until}; see migrate.work"))
    }

    /// Has it done, and waits for that, or until its time is over.
    fn run(&self, wait: bool) -> Result<String> {
        let session = NonAtomic::begin();
        let start = Instant::now();
        let id = waited_for(&session, &self.identity, wait, &[], || self.write())?;
        let until = look(&session, id, || job::deferred_until(id))?;
        let Some(until) = until else {
            outcome(&session, id)?;
            return self.told(&session, id, start);
        };
        // The job has not failed, and goes on; what has is nothing that it will do again.
        let failed = match look(&session, id, || queue::counts(id))?.failed {
            0 => String::new(),
            count => {
                format!("; failed in {}: see migrate.convergence", text::count(count as usize, "schema"))
            }
        };
        let told = self.told(&session, id, start)?;
        Ok(format!("{told}{failed}; job {id} is outside its window {until}"))
    }

    fn told(&self, session: &NonAtomic, id: i64, start: Instant) -> Result<String> {
        let (migrations, within) = look(session, id, || queue::achieved(id))?;
        if migrations == 0 {
            let schemas = text::count(self.schemas.len(), "schema");
            return Ok(format!("nothing to {} in {schemas}{}", self.verb(), self.stop));
        }
        let verb = if self.spec.direction == Direction::Up { "applied" } else { "rolled back" };
        let took = text::duration(ms_since(start));
        let (migrations, within) = (migrations as usize, within as usize);
        let (migrations, within) = (text::count(migrations, "migration"), text::count(within, "schema"));
        Ok(format!("{migrations} {verb} in {within} in {took}{}", self.stop))
    }
}

/// The canary first.
pub(super) fn in_order(mut schemas: Vec<Schema>, canary: Option<&str>) -> Result<Vec<Schema>> {
    if let Some(canary) = canary {
        let place = schemas.iter().position(|schema| schema.name == canary);
        let place = place.ok_or_else(|| SchemasError::NoCanary { canary: canary.into() })?;
        let first = schemas.remove(place);
        schemas.insert(0, first);
    }
    Ok(schemas)
}

/// What is asked of scripts before there is a job, by the plans of one schema.
fn check(plans: &[Plan], schema: &Schema) -> Result<()> {
    approval::check(plans, Place::Job)?;
    named(schema, || {
        order::check(plans)?;
        linted::check(plans)
    })
}
