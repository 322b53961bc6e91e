//! One set of scripts in many databases of the server, or on many servers.
//!
//! The job's worker ([`lead`]) sends a worker into each database ([`link`]), as who asked: what is registered here is
//! registered there, and `migrate.up` or `down` is called ([`there`]). So each database has a job, a history, a journal and
//! rights of its own, and the ordinary engine. What travels goes through shared memory ([`errand`]), for a worker reads the
//! tables of one database alone.
//!
//! A server is asked the same by dblink ([`remote`]).
//!
//! Nothing here says what is done: a kill leaves each database as a kill of its own job would, and the same call asks each
//! again.

mod away;
mod errand;
mod link;
pub mod queue;
mod remote;
mod there;

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use migrate_core::error::{ElsewhereError, ElsewhereKind, Error, Result};
use migrate_core::failure::Failure;
use migrate_core::migration::Direction;

use self::away::pause;
pub use self::away::{Away, side_by_side};
pub use self::errand::{Answer, Errand, Query, Task};
pub use self::link::Link;
use self::remote::Remote;
pub use self::there::run as visit;
use super::spec::{Spec, call_of};
use crate::engine::job::{self, Stop};
use crate::engine::session::{self, Identity};
use crate::postgres::{lock, procedure, toplevel};
use crate::registry::parcels::{self, Parcel};

/// How long it is waited before a slot for a worker is looked for again.
const SLOT_MS: i64 = 100;

/// The name under which a worker of a job appears in another database.
fn worker_name(job: i64) -> String {
    format!("migrate_ext databases of job {job}")
}

/// Does a job that is at many databases, as its worker.
///
/// # Errors
///
/// [`ElsewhereError::Busy`], [`ElsewhereError::CanaryFailed`], [`ElsewhereError::Failed`]; a cancel; that its time is over.
pub fn lead(id: i64, identity: &Identity, spec: &Spec, kind: ElsewhereKind) -> Result<()> {
    session::assume(identity, &job::name(id))?;
    // This database may be one of them, and is free for others while those are at work.
    toplevel::in_transaction(lock::release_session_locks).map_err(Error::Server)?;
    if !toplevel::without_snapshot(|| lock::lead_elsewhere(spec.wait)).map_err(Error::Server)? {
        return Err(ElsewhereError::Busy { kind }.into());
    }
    let parcels = match spec.direction {
        Direction::Up => toplevel::in_transaction(parcels::all).map_err(Error::Server)??,
        Direction::Down => Vec::new(),
    };
    let waiting = toplevel::in_transaction(|| queue::waiting(id)).map_err(Error::Server)?;
    // It may have been at work before its window was over.
    let before = toplevel::in_transaction(|| queue::counts(id)).map_err(Error::Server)?;
    let failed = i32::try_from(before.failed + before.unknown).unwrap_or(i32::MAX);
    let canary_is_left = spec.has_canary && waiting.len() as i64 == before.all;
    let mut round =
        Round { id, identity, spec, kind, parcels, most: spec.workers, failed, number: 0, lacking: None };
    let mut waiting = VecDeque::from(waiting);
    if canary_is_left && let Some(canary) = waiting.pop_front() {
        round.go(&mut VecDeque::from([canary.clone()]))?;
        if round.failed > 0 {
            let first = toplevel::in_transaction(|| queue::first_failures(id)).map_err(Error::Server)?;
            let is_unknown =
                toplevel::in_transaction(|| queue::counts(id)).map_err(Error::Server)?.unknown > 0;
            let (name, others) = (canary, waiting.len() as i64);
            let failure = first.into_iter().next().map_or_else(Failure::cancel, |(_, failure)| failure);
            return Err(ElsewhereError::CanaryFailed { kind, is_unknown, name, others, failure }.into());
        }
    }
    round.go(&mut waiting)?;
    let counts = toplevel::in_transaction(|| queue::counts(id)).map_err(Error::Server)?;
    if counts.done == counts.all {
        return Ok(());
    }
    let first = toplevel::in_transaction(|| queue::first_failures(id)).map_err(Error::Server)?;
    let (count, unknown, all, done) = (counts.failed, counts.unknown, counts.all, counts.done);
    let call = call_of(spec.direction);
    Err(ElsewhereError::Failed { kind, count, unknown, all, done, first, call }.into())
}

/// A worker in a database, and whether it was sent where no other is to be at work.
struct Sent {
    link: Box<dyn Away>,
    alone: bool,
}

/// A job's way through its databases.
struct Round<'a> {
    id: i64,
    identity: &'a Identity,
    spec: &'a Spec,
    kind: ElsewhereKind,
    parcels: Vec<Parcel>,
    /// How many it is at at once.
    most: usize,
    failed: i32,
    /// How many it has asked.
    number: i64,
    /// Since when there has been no room even for one.
    lacking: Option<Instant>,
}

impl Round<'_> {
    /// Goes to each that waits, until too many have failed; those that were begun come to their end.
    fn go(&mut self, waiting: &mut VecDeque<String>) -> Result<()> {
        let mut sent = Vec::new();
        let gone = self.all(waiting, &mut sent);
        if gone.is_err() {
            break_off(&mut sent);
            for sent in &mut sent {
                sent.link.close();
                // It goes on from there, as after a kill.
                self.give_back(sent.link.name().into(), waiting)?;
            }
        }
        gone
    }

    fn all(&mut self, waiting: &mut VecDeque<String>, sent: &mut Vec<Sent>) -> Result<()> {
        loop {
            let is_over = match job::is_to_stop(self.id).map_err(Error::Server)? {
                Some(Stop::Cancelled) => return Err(Error::Server(Failure::cancel())),
                Some(Stop::WindowOver) => true,
                None => false,
            };
            while !is_over
                && sent.len() < self.most
                && self.failed < self.spec.max_failures
                && let Some(database) = waiting.pop_front()
            {
                match self.send(&database)? {
                    Ok(link) => {
                        let alone = self.most == 1;
                        sent.push(Sent { link, alone });
                    }
                    // As many as there is room for.
                    Err(failure) if failure.is_shortage() && (!sent.is_empty() || self.is_patient()) => {
                        self.give_back(database, waiting)?;
                        self.most = sent.len().max(1);
                        if sent.is_empty() {
                            pause(SLOT_MS)?;
                        }
                    }
                    Err(failure) => self.end(&database, Answer::from(failure))?,
                }
            }
            if sent.is_empty() {
                // What was begun has come to its end.
                let is_left = is_over && self.failed < self.spec.max_failures && !waiting.is_empty();
                return if is_left { Err(Error::Server(Failure::window_over())) } else { Ok(()) };
            }
            let mut at = 0;
            while at < sent.len() {
                let Some(answer) = sent[at].link.look() else {
                    at += 1;
                    continue;
                };
                let Sent { link, alone } = sent.swap_remove(at);
                match &answer.failure {
                    // The job there has found no slot for its worker: as others have them, fewer go at once.
                    Some(failure)
                        if failure.is_shortage() && answer.done == 0 && (!alone || self.is_patient()) =>
                    {
                        self.give_back(link.name().into(), waiting)?;
                        self.most = (self.most - 1).max(1);
                        if sent.is_empty() {
                            pause(SLOT_MS)?;
                        }
                    }
                    _ => self.end(link.name(), answer)?,
                }
            }
            if !sent.is_empty() {
                pause(self.look_every_ms())?;
            }
        }
    }

    /// Whether a slot is waited for still: one that a worker has left is free a moment later.
    fn is_patient(&mut self) -> bool {
        const PATIENCE: Duration = Duration::from_secs(10);
        self.lacking.get_or_insert_with(Instant::now).elapsed() < PATIENCE
    }

    /// Has a database wait again.
    fn give_back(&self, database: String, waiting: &mut VecDeque<String>) -> Result<()> {
        let back = || queue::mark(self.id, &database, "waiting");
        toplevel::in_transaction(back).map_err(Error::Server)?;
        waiting.push_front(database);
        Ok(())
    }

    /// An answer of a worker wakes whoever waits; a server has to be asked.
    fn look_every_ms(&self) -> i64 {
        match self.kind {
            ElsewhereKind::Databases => 1_000,
            ElsewhereKind::Servers => remote::POLL_MS,
        }
    }

    /// Asks a database or a server; the failure if that cannot be.
    fn send(&mut self, name: &str) -> Result<std::result::Result<Box<dyn Away>, Failure>> {
        toplevel::in_transaction(|| queue::mark(self.id, name, "running")).map_err(Error::Server)?;
        self.number += 1;
        let sent: Result<Box<dyn Away>> = match self.kind {
            ElsewhereKind::Databases => {
                let (spec, parcels) = (self.spec.clone(), self.parcels.clone());
                let (identity, worker) = (self.identity.clone(), worker_name(self.id));
                let errand = Errand { identity, name: worker, task: Task::Run { spec, parcels } };
                let send = || Link::send(name, &errand);
                let link = toplevel::in_transaction(send).map_err(Error::Server)?;
                link.map(|link| Box::new(link) as Box<dyn Away>)
            }
            ElsewhereKind::Servers => Remote::call(name, self.number, self.spec, &self.parcels)
                .map(|remote| Box::new(remote) as Box<dyn Away>),
        };
        match sent {
            Ok(link) => Ok(Ok(link)),
            Err(error) if error.failure().is_cancel() => Err(error),
            Err(error) => Ok(Err(error.failure())),
        }
    }

    /// Writes what became of a database.
    fn end(&mut self, name: &str, answer: Answer) -> Result<()> {
        let failure = answer.failure.map(|failure| of_place(self.kind, self.spec.direction, failure));
        self.failed += i32::from(failure.is_some());
        self.lacking = None;
        let answer = Answer { failure, ..answer };
        let write = || queue::end(self.id, name, &answer);
        toplevel::in_transaction(write).map_err(Error::Server)
    }
}

/// Has those that were sent break off what they are at, and waits for that: whoever leads must not go before.
fn break_off(sent: &mut [Sent]) {
    const PATIENCE: Duration = Duration::from_secs(60);
    const PAUSE_MS: i64 = 20;
    let start = Instant::now();
    // One that was between two statements has not heard it.
    while sent.iter_mut().any(|sent| !sent.link.cancel()) && start.elapsed() < PATIENCE {
        procedure::wait(PAUSE_MS);
    }
}

/// What is told of a failure in a database: how to go on is another call here.
fn of_place(kind: ElsewhereKind, direction: Direction, failure: Failure) -> Failure {
    let argument = kind.argument();
    let here = |text: String| {
        text.replace("CALL migrate.up()", &format!("CALL migrate.up({argument} => ...)"))
            .replace("CALL migrate.down()", &format!("CALL migrate.down({argument} => ...)"))
    };
    let call = call_of(direction);
    let hint = match failure.hint {
        None => format!("CALL {call}({argument} => ...) goes on."),
        Some(hint) => {
            let told = here(hint.clone());
            let is_for_there = told == hint && hint.contains("migrate.") && !hint.starts_with(parcels::HERE);
            if is_for_there { format!("There: {hint}") } else { told }
        }
    };
    Failure { hint: Some(hint), ..failure }
}
