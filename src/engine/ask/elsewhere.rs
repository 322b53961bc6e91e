//! `CALL migrate.up(databases => …)`, `up(servers => …)` and `down`: a job that is at many databases, or on many servers, and
//! waiting until it is done; and where migrations stand there.
//!
//! What can be refused of the call is refused before there is a job. What is wrong with a database is said of that one.

use std::time::Instant;

use migrate_core::error::{CallError, ElsewhereError, ElsewhereKind, Error, Result};
use migrate_core::migration::Direction;
use migrate_core::text;
use serde_json::Value;

use super::answer::stopped;
use super::look::look;
use super::procedure::{How, outcome, waited_for};
use super::schemas::In;
use crate::catalog::citus;
use crate::engine::clock::ms_since;
use crate::engine::converge::Spec;
use crate::engine::converge::elsewhere::{Answer, Errand, Link, Query, Task, queue, side_by_side};
use crate::engine::job::{self, Window};
use crate::engine::locks::migrator;
use crate::engine::plan::request::Request;
use crate::engine::session::{self, Identity};
use crate::postgres::compat::check_for_interrupts;
use crate::postgres::lock::Hold;
use crate::postgres::procedure::{self, NonAtomic};
use crate::postgres::spi;
use crate::registry::schemas::Wanted;
use crate::registry::{databases, parcels, servers};
use crate::settings;

/// Does what is asked for in each of them, and returns when it is done: one line for people.
///
/// # Errors
///
/// [`ElsewhereError`]; whatever the session, the registry or the server refuse.
pub fn call(request: Request, kind: ElsewhereKind, within: &In, how: How) -> Result<String> {
    let How { dry_run, wait, preflight, window, atomic } = how;
    window.check()?;
    if within.max_failures < 1 {
        let (argument, least, value) = ("max_failures", 1, within.max_failures.into());
        return Err(CallError::TooSmall { argument, least, value }.into());
    }
    if atomic && !dry_run {
        return Err(ElsewhereError::InTransaction { kind }.into());
    }
    session::check()?;
    let (names, has_canary) = in_order(kind, find(kind, &within.wanted)?, within.canary.as_deref())?;
    let spec = Spec::new(&request, has_canary, within.max_failures, settings::parallel_databases())
        // Whoever comes later waits for his turn.
        .for_others(kind, wait || window.is_ahead(), preflight);
    let identity = session::capture_elsewhere()?;
    if dry_run {
        return match kind {
            ElsewhereKind::Databases => Ok(preview(&spec, &names, &identity)? + &draft(&request)),
            ElsewhereKind::Servers => preview_on_servers(&spec, names, &identity),
        };
    }
    if !spec.wait {
        migrator::take(Hold::Transaction)?;
    }
    for job in queue::supersede(&spi::jsonb(&spec).0, &identity, &names) {
        procedure::notice(&format!(
            "job {job} has stopped behind its window: this call goes on in its place"
        ));
    }
    let stop = draft(&request);
    let job = Job { kind, spec, names, identity, window, stop };
    if window.is_ahead() { job.defer() } else { job.run() }
}

/// The draft at which all of them stop, in words: it goes along, and has no script anywhere.
fn draft(request: &Request) -> String {
    let stop = if request.steps.is_some() { None } else { request.stop() };
    stopped(stop.filter(|stop| stop.job.is_none()).as_ref())
}

fn find(kind: ElsewhereKind, wanted: &Wanted) -> Result<Vec<String>> {
    match kind {
        ElsewhereKind::Databases => databases::find(wanted),
        ElsewhereKind::Servers => servers::find(wanted),
    }
}

/// A job that is at many databases, or on many servers.
struct Job {
    kind: ElsewhereKind,
    spec: Spec,
    names: Vec<String>,
    identity: Identity,
    window: Window,
    /// At which draft it stops, in words.
    stop: String,
}

impl Job {
    fn places(&self, count: usize) -> String {
        text::count(count, self.kind.one())
    }

    fn verb(&self) -> &'static str {
        if self.spec.direction == Direction::Up { "apply" } else { "roll back" }
    }

    /// Writes it; its number.
    fn write(&self) -> i64 {
        let what = format!("{} {} {}", self.verb(), self.kind.at(), self.places(self.names.len()));
        let id = job::enqueue_schemas(self.spec.direction, &what, &spi::jsonb(&self.spec).0, &self.identity);
        queue::fill(id, &self.names);
        if !self.window.is_none() {
            job::set_window(id, self.window);
        }
        id
    }

    /// Leaves it for its time, which is not waited for.
    fn defer(&self) -> Result<String> {
        let write = || {
            let id = self.write();
            job::see_to(id)?;
            Ok::<_, Error>((id, job::deferred_until(id).unwrap_or_default()))
        };
        let (id, until) = spi::with_snapshot(write)?;
        Ok(format!("{} queued: job {id} starts {until}; see migrate.work", self.places(self.names.len())))
    }

    /// Has it done, and waits for that, or until its time is over.
    fn run(&self) -> Result<String> {
        let session = NonAtomic::begin();
        let start = Instant::now();
        let id = waited_for(&session, &self.identity, self.spec.wait, &[], || self.write())?;
        let Some(until) = look(&session, id, || job::deferred_until(id))? else {
            outcome(&session, id)?;
            return self.told(&session, id, start);
        };
        // The job has not failed, and goes on; what has is nothing that it will do again.
        let counts = look(&session, id, || queue::counts(id))?;
        let failed = match counts.failed + counts.unknown {
            0 => String::new(),
            count => {
                let places = self.places(count as usize);
                format!("; not done {} {places}: see migrate.elsewhere_queue", self.kind.at())
            }
        };
        let told = self.told(&session, id, start)?;
        Ok(format!("{told}{failed}; job {id} is outside its window {until}"))
    }

    fn told(&self, session: &NonAtomic, id: i64, start: Instant) -> Result<String> {
        /// How many servers are told of by name.
        const FEW: usize = 5;
        let took = text::duration(ms_since(start));
        if self.kind == ElsewhereKind::Servers {
            let told = look(session, id, || queue::summaries(id))?;
            let told: Vec<String> =
                told.into_iter().map(|(name, summary)| format!("{name}: {summary}")).collect();
            let places = self.places(told.len());
            return Ok(match told.is_empty() {
                true => format!("done on {places} in {took}"),
                false => format!("done on {places} in {took}; {}", text::few(&told, FEW)),
            });
        }
        let counts = look(session, id, || queue::counts(id))?;
        if counts.migrations == 0 {
            let places = self.places(self.names.len());
            return Ok(format!("nothing to {} in {places}{}", self.verb(), self.stop));
        }
        let verb = if self.spec.direction == Direction::Up { "applied" } else { "rolled back" };
        let migrations = text::count(counts.migrations as usize, "migration");
        let places = self.places(counts.touched as usize);
        Ok(format!("{migrations} {verb} in {places} in {took}{}", self.stop))
    }
}

/// The canary first; whether there is one.
fn in_order(
    kind: ElsewhereKind,
    mut names: Vec<String>,
    canary: Option<&str>,
) -> Result<(Vec<String>, bool)> {
    let Some(canary) = canary else { return Ok((names, false)) };
    let place = names.iter().position(|name| name == canary);
    let place = place.ok_or_else(|| ElsewhereError::NoCanary { kind, canary: canary.into() })?;
    let first = names.remove(place);
    names.insert(0, first);
    Ok((names, true))
}

/// Asks each database the same; what each has answered, in their order.
fn ask(names: &[String], errand: &Errand) -> Result<Vec<(String, Answer)>> {
    const LOOK_EVERY_MS: i64 = 1_000;
    let send = |name: &str, _| Link::send(name, errand);
    let wait = || {
        procedure::wait(LOOK_EVERY_MS);
        check_for_interrupts();
        Ok(())
    };
    let answers = side_by_side(names, settings::parallel_databases(), send, wait)?;
    Ok(names.iter().cloned().zip(answers).collect())
}

fn preview(spec: &Spec, names: &[String], identity: &Identity) -> Result<String> {
    const FEW: usize = 5;
    let parcels = if spec.direction == Direction::Up { parcels::all()? } else { Vec::new() };
    let (spec, identity) = (spec.clone(), identity.clone());
    let is_up = spec.direction == Direction::Up;
    let errand = Errand { identity, name: NAME.into(), task: Task::Preview { spec, parcels } };
    let (mut told, mut failed, mut migrations) = (Vec::new(), Vec::new(), 0);
    for (name, answer) in ask(names, &errand)? {
        if let Some(failure) = answer.failure {
            failed.push(format!("{name} ({})", failure.message));
        } else if !answer.versions.is_empty() {
            migrations += answer.versions.len();
            let versions: Vec<String> = answer.versions.iter().map(i64::to_string).collect();
            told.push(format!("{name} ({})", text::few(&versions, FEW)));
        }
    }
    let verb = if is_up { "applied" } else { "rolled back" };
    let places = |count: usize| text::count(count, ElsewhereKind::Databases.one());
    let mut said = match told.is_empty() {
        true => format!("nothing would be {verb} in {}", places(names.len() - failed.len())),
        false => {
            let migrations = text::count(migrations, "migration");
            format!("{migrations} would be {verb} in {}: {}", places(told.len()), text::few(&told, FEW))
        }
    };
    if !failed.is_empty() {
        said.push_str(&format!("; it would fail in {}: {}", places(failed.len()), text::few(&failed, FEW)));
    }
    Ok(said)
}

/// What each server says that it would do, in a line for each of the first few: the words are those of its own dry run.
fn preview_on_servers(spec: &Spec, names: Vec<String>, identity: &Identity) -> Result<String> {
    const FEW: usize = 20;
    let parcels = if spec.direction == Direction::Up { parcels::all()? } else { Vec::new() };
    let (asked, most) = (names.clone(), settings::parallel_databases());
    let said = on_servers(identity, Task::PreviewOnServers { names, spec: spec.clone(), parcels, most })?;
    let answers: Vec<Answer> = serde_json::from_value(said).unwrap_or_default();
    let lines = asked.iter().zip(&answers).take(FEW).map(|(name, answer)| match &answer.failure {
        Some(failure) => format!("{name}: would fail: {} ({})", failure.message, failure.sqlstate),
        // What is derived stands below its first line.
        None => {
            format!("{name}: {}", answer.summary.iter().flat_map(|said| said.lines()).next().unwrap_or(""))
        }
    });
    let mut lines: Vec<String> = lines.collect();
    let more = asked.len().saturating_sub(FEW);
    if more > 0 {
        lines.push(format!("... and {more} more"));
    }
    Ok(lines.join("\n"))
}

/// The name under which a worker appears that only looks.
const NAME: &str = "migrate_ext look at a database";

/// What each of them says of its migrations, as the queries take it that make rows of it: its rows, or why it said nothing.
///
/// # Errors
///
/// As [`databases::find`] and [`servers::find`]; what the session refuses.
pub fn standing(kind: ElsewhereKind, wanted: &Wanted) -> Result<Value> {
    said(kind, wanted, Query::Status)
}

/// The same of what each server says of the moment.
///
/// # Errors
///
/// As [`standing`].
pub fn preflight(wanted: &Wanted) -> Result<Value> {
    said(ElsewhereKind::Servers, wanted, Query::Preflight)
}

fn said(kind: ElsewhereKind, wanted: &Wanted, query: Query) -> Result<Value> {
    citus::check_writable("ask other databases")?;
    let names = find(kind, wanted)?;
    let identity = session::capture_elsewhere()?;
    if kind == ElsewhereKind::Databases {
        let answers = ask(&names, &Errand { identity, name: NAME.into(), task: Task::Status })?;
        return Ok(answers.into_iter().map(|(name, answer)| answer.said(&name)).collect());
    }
    on_servers(&identity, Task::Servers { names, query, most: settings::parallel_databases() })
}

/// What servers answer that are only looked at. A connection goes with its process, so a worker has them.
fn on_servers(identity: &Identity, task: Task) -> Result<Value> {
    let errand = Errand { identity: identity.clone(), name: NAME.into(), task };
    let answer = ask(&[databases::own()], &errand)?.pop().map(|(_, answer)| answer);
    match answer {
        Some(Answer { rows: Some(said), failure: None, .. }) => Ok(said),
        Some(Answer { failure: Some(failure), .. }) => Err(Error::Server(failure)),
        _ => Err(ElsewhereError::NoAnswer { database: databases::own() }.into()),
    }
}
