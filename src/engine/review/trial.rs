//! Migrations tried on clones: does the up script run, does the down script take back what it did, do rows survive, does
//! the up script run again behind it.
//!
//! All of it happens in [`super::clones`], and is taken back. Rows of the tables are copied into the clones, a few of
//! each; no trigger fires for that. Statements that write rows are not run on clones, nor is code that would reach
//! outside; where that leaves a question open, its answer is that it was not tried, with the reason.

mod operation;

use std::collections::HashSet;

use migrate_core::error::{Error, MigrationError, Result};
use migrate_core::failure::Failure;
use migrate_core::fingerprint::diff::{self, Difference};
use migrate_core::migration::{Direction, Script};
use migrate_core::statement::{Class, Statement};
use migrate_core::text::{self, one_line};

use super::clones::{self, Clones, Trial};
use super::explain;
use super::samples::{self, Samples};
use crate::catalog::objects::{self, Scope};
use crate::engine::plan::reverse;
use crate::postgres::parser::trial::names;
use crate::postgres::{parser, quoting, spi};
use crate::registry::approval;
use crate::registry::{history, labels, migrations};

/// One answer.
pub struct Verdict {
    /// The migration; none for scripts that are not registered.
    pub version: Option<i64>,
    /// What was asked.
    pub check: &'static str,
    /// The answer; none where it could not be tried.
    pub ok: Option<bool>,
    /// Why, and what differs.
    pub detail: String,
}

/// A migration as it is tried.
struct Subject {
    version: Option<i64>,
    up: Vec<Statement>,
    down: std::result::Result<Vec<Statement>, String>,
    /// Only to come to where the others begin: one that is pending before them.
    is_before: bool,
    /// It is applied: it is taken back before it is tried.
    is_applied: bool,
    /// Somebody else has registered it, and nobody has approved it: not even on clones is it run for others.
    is_unapproved: bool,
}

impl Subject {
    /// # Errors
    ///
    /// What the parser refuses.
    fn new(version: Option<i64>, up: &Script, down: Option<&Script>) -> Result<Subject> {
        let down = match down {
            Some(down) => Ok(parser::parse(down, Direction::Down)?),
            None => match reverse::reverse(up) {
                Ok(derived) => Ok(parser::parse(&derived.script, Direction::Down)?),
                Err(Error::Script(why)) => Err(format!("no down script can be derived: {why}")),
                Err(other) => return Err(other),
            },
        };
        let up = parser::parse(up, Direction::Up)?;
        Ok(Subject { version, up, down, is_before: false, is_applied: false, is_unapproved: false })
    }

    fn registered(found: &migrations::Registered) -> Result<Subject> {
        let up = found.script(Direction::Up)?;
        if approval::is_unapproved(found) {
            let (version, down) = (Some(found.version), Ok(Vec::new()));
            let (is_before, is_applied) = (false, false);
            return Ok(Subject { version, up: Vec::new(), down, is_before, is_applied, is_unapproved: true });
        }
        Subject::new(Some(found.version), up, found.down.as_ref())
    }

    /// The statements, and those that safe operations among them would run now: both name what has to be cloned.
    fn texts(&self) -> Vec<String> {
        let down = self.down.iter().flatten();
        let mut texts = Vec::new();
        for statement in self.up.iter().chain(down) {
            texts.push(statement.text.clone());
            if statement.class == Class::Operation {
                // What is refused is told when it is tried.
                let steps = explain::operation::steps(statement).unwrap_or_default();
                texts.extend(steps.into_iter().flat_map(|(_, steps)| steps).map(|step| step.text));
            }
        }
        texts
    }
}

/// Tries scripts that are not registered; without a down script, the one that would be derived.
///
/// # Errors
///
/// What the parser refuses; where there can be no clones at all.
pub fn scripts(up: &str, down: Option<&str>, sample: i32) -> Result<Vec<Verdict>> {
    let subject = Subject::new(None, &Script::new(up), down.map(Script::new).as_ref())?;
    tried(&[subject], sample)
}

/// Tries a registered migration: one that is pending behind those that are pending before it, one that is applied when it
/// has been taken back.
///
/// # Errors
///
/// That it is not registered, and as [`scripts`].
pub fn version(version: i64, sample: i32) -> Result<Vec<Verdict>> {
    let found = migrations::find(version).ok_or(MigrationError::NotRegistered { version })?;
    let mut subject = Subject::registered(&found)?;
    // One that repeats is tried as it would run next.
    if history::is_done(version) && !labels::repeats(version) {
        subject.is_applied = true;
        return tried(&[subject], sample);
    }
    let mut subjects = pending(Some(version - 1))?;
    subjects.iter_mut().for_each(|subject| subject.is_before = true);
    subjects.push(subject);
    tried(&subjects, sample)
}

/// Tries all that are pending, each behind the ones before it.
///
/// # Errors
///
/// As [`scripts`].
pub fn all_pending(sample: i32) -> Result<Vec<Verdict>> {
    let subjects = pending(None)?;
    if subjects.is_empty() { Ok(Vec::new()) } else { tried(&subjects, sample) }
}

fn pending(target: Option<i64>) -> Result<Vec<Subject>> {
    // A draft has nothing to try.
    let drafts = |found: &migrations::Registered| found.up.is_some();
    migrations::pending(target, None, None)
        .iter()
        .filter(|found| drafts(found))
        .map(Subject::registered)
        .collect()
}

/// A row that refers to one that is not among those that were copied.
const FOREIGN_KEY_VIOLATION: &str = "23503";

fn tried(subjects: &[Subject], sample: i32) -> Result<Vec<Verdict>> {
    let texts: Vec<String> = subjects.iter().flat_map(Subject::texts).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let attempt = |sample: i32, note: Option<&str>| {
        clones::with(&texts, |clones| {
            let samples = samples::copy(clones, sample);
            let mut bench = Bench {
                clones,
                samples,
                note: note.map(String::from),
                sample_misfits: false,
                before: None,
                changed: HashSet::new(),
                verdicts: Vec::new(),
            };
            subjects.iter().for_each(|subject| bench.subject(subject));
            (bench.verdicts, bench.sample_misfits)
        })
        .map_err(Error::Server)
    };
    let (verdicts, misfits) = attempt(sample, None)?;
    if !misfits {
        return Ok(verdicts);
    }
    Ok(attempt(0, Some("rows were not tried: some of those that were copied refer to others that were not"))?
        .0)
}

/// A check, its answer, and why.
type Answer = (&'static str, Option<bool>, String);

/// The checks behind the first.
const BEHIND_UP: [&str; 4] = ["down runs", "down reverses up", "rows survive", "up runs again"];

/// Leaves checks without an answer.
fn open(say: &mut Vec<Answer>, checks: &[&'static str], why: &str) {
    say.extend(checks.iter().map(|check| (*check, None, why.to_string())));
}

/// How far a script came.
#[derive(Default)]
struct Ran {
    failed: Option<String>,
    /// What was not tried, and why.
    skipped: Vec<String>,
    /// The first statement that writes rows.
    writes: Option<String>,
    count: usize,
}

struct Bench<'a> {
    clones: &'a Clones,
    samples: Samples,
    note: Option<String>,
    sample_misfits: bool,
    /// What was not done of the migrations before: those behind them may need it.
    before: Option<String>,
    /// The names of what was changed on clones: their tables themselves are otherwise.
    changed: HashSet<String>,
    verdicts: Vec<Verdict>,
}

impl Bench<'_> {
    fn subject(&mut self, subject: &Subject) {
        let name = subject.version.map_or(String::new(), |version| format!("migration {version}"));
        if subject.is_unapproved {
            self.before = Some(format!("{name} is not approved"));
            if !subject.is_before {
                let detail = format!(
                    "{name} is not approved: migrate.approve({}) lets it run",
                    name.trim_start_matches("migration ")
                );
                let (version, ok) = (subject.version, None);
                self.verdicts.push(Verdict { version, check: "up runs", ok, detail });
            }
            return;
        }
        if subject.is_before {
            let ran = self.run(&subject.up);
            if let Some(why) = ran.failed.or(ran.skipped.into_iter().next()) {
                self.before = Some(format!("{name}: {why}"));
            }
            return;
        }
        let mut say = Vec::new();
        let mut ready = true;
        if subject.is_applied {
            ready = match &subject.down {
                Ok(down) => {
                    let ran = self.run(down);
                    let ok = verdict_of(&ran);
                    say.push(("down runs first", ok.0, ok.1));
                    ran.failed.is_none()
                }
                Err(why) => {
                    say.push(("down runs first", None, format!("it is applied, and {why}")));
                    false
                }
            };
        }
        if ready {
            self.cycle(subject, &mut say);
        } else {
            say.push(("up runs", None, "it is applied, and was not taken back".into()));
        }
        let version = subject.version;
        let verdicts = say.into_iter().map(|(check, ok, detail)| Verdict { version, check, ok, detail });
        self.verdicts.extend(verdicts);
    }

    fn cycle(&mut self, subject: &Subject, say: &mut Vec<Answer>) {
        let before = self.objects();
        let rows = self.samples.read();
        let up = self.run(&subject.up);
        let (ok, detail) = match (verdict_of(&up), &self.before) {
            ((Some(false), detail), Some(before)) => (None, format!("{detail}\nnot tried before: {before}")),
            (verdict, _) => verdict,
        };
        say.push(("up runs", ok, detail));
        if let Some(why) = &up.failed {
            if let Some(version) = subject.version {
                self.before = Some(format!("migration {version}: {why}"));
            }
            open(say, &BEHIND_UP, "the up script did not come to its end");
            return;
        }
        let down = match &subject.down {
            Ok(down) => down,
            Err(why) => {
                open(say, &BEHIND_UP, why);
                return;
            }
        };
        let ran = self.run(down);
        let (ok, detail) = verdict_of(&ran);
        say.push(("down runs", ok, detail));
        if ran.failed.is_some() {
            open(say, &BEHIND_UP[1..], "the down script did not come to its end");
            return;
        }
        let skipped = up.skipped.first().or(ran.skipped.first());
        if let (Some(why), Some(version)) = (up.skipped.first(), subject.version) {
            self.before = Some(format!("migration {version}: {why}"));
        }
        let differences = diff::compare(&before, &self.objects());
        if differences.is_empty() && self.before.is_none() && !subject.is_applied {
            // The clones are as their tables again.
            self.changed.clear();
        }
        say.push(match (differences.is_empty(), skipped) {
            (true, None) => ("down reverses up", Some(true), String::new()),
            (false, None) => ("down reverses up", Some(false), self.listed(&differences)),
            (true, Some(why)) => {
                ("down reverses up", None, format!("as far as it was tried\nnot tried: {why}"))
            }
            (false, Some(why)) => {
                ("down reverses up", None, format!("{}\nnot tried: {why}", self.listed(&differences)))
            }
        });
        let why = up.writes.as_ref().or(ran.writes.as_ref()).or(skipped);
        let (ok, detail) = match (&self.note, why) {
            (Some(note), _) => (None, note.clone()),
            (None, Some(why)) if !self.samples.is_empty() => (None, format!("not tried: {why}")),
            _ => {
                let (ok, detail) = self.samples.compared(&rows);
                (ok, self.in_words(&detail))
            }
        };
        say.push(("rows survive", ok, detail));
        let again = self.run(&subject.up);
        let (ok, detail) = match (verdict_of(&again), skipped) {
            // What the way back would have done was not done.
            ((Some(false), detail), Some(why)) => (None, format!("{detail}\nnot tried before: {why}")),
            (verdict, _) => verdict,
        };
        say.push(("up runs again", ok, detail));
    }

    /// What is there of the clones, but for the schemas themselves.
    fn objects(&self) -> Vec<migrate_core::fingerprint::Object> {
        let schemas = self.clones.schemas();
        let read = || {
            let oids: Vec<_> = schemas.iter().filter_map(|(_, clones)| objects::schema(clones)).collect();
            objects::read(Scope::Schemas(&oids))
        };
        let found = spi::with_snapshot(read).into_iter().map(|found| found.object);
        found.filter(|object| object.kind != "schema").collect()
    }

    /// Runs a script, as far as it can be run here.
    fn run(&mut self, statements: &[Statement]) -> Ran {
        let mut ran = Ran::default();
        for statement in statements {
            let place = format!("statement {}, line {}", statement.number, statement.line);
            match &statement.class {
                Class::Control(_) | Class::TopLevel => continue,
                Class::Operation | Class::DressedOperation => {
                    match self.operation(statement, &place, &mut ran) {
                        Ok(()) => ran.count += 1,
                        Err(why) => ran.skipped.push(format!("{place}: {}", self.in_words(&why))),
                    }
                    continue;
                }
                _ => {}
            }
            match self.clones.run(&statement.text) {
                Trial::Seen(seen) if seen.is_analysed => {
                    let is_query = statement.tag == "SELECT";
                    let what =
                        if is_query { "queries are not run on clones" } else { "clones write no rows" };
                    let why = format!("{place}, {}: {what}", statement.tag);
                    if is_query && calls(&statement.text) {
                        ran.skipped.push(why)
                    } else if !is_query {
                        ran.writes.get_or_insert(why);
                    }
                }
                Trial::Seen(_) => {
                    ran.count += 1;
                    self.changed.extend(names(&statement.text).into_iter().map(|name| name.name));
                }
                Trial::Read(why) => {
                    ran.skipped.push(format!("{place}, {}: {}", statement.tag, self.in_words(&why)));
                }
                Trial::Failed(failure) => {
                    self.sample_misfits |=
                        failure.sqlstate == FOREIGN_KEY_VIOLATION && !self.samples.is_empty();
                    ran.failed = Some(format!("{place}, {}: {}", statement.tag, self.told(&failure)));
                    return ran;
                }
            }
        }
        ran
    }

    fn told(&self, failure: &Failure) -> String {
        let detail = failure.detail.as_deref().map(|detail| format!("\n{detail}")).unwrap_or_default();
        self.in_words(&format!("{}{detail}", failure.message))
    }

    fn listed(&self, differences: &[Difference]) -> String {
        let one = |found: &Difference| {
            let detail = found.detail.lines().map(|line| format!("\n  {line}")).collect::<String>();
            format!("{} {} {}{detail}", found.kind, found.object, found.change.as_str())
        };
        self.in_words(&differences.iter().map(one).collect::<Vec<_>>().join("\n"))
    }

    /// With the names of the originals.
    fn in_words(&self, text: &str) -> String {
        self.clones.schemas().iter().fold(text.to_string(), |text, (real, clones)| {
            text.replace(&quoting::identifier(clones), &quoting::identifier(real))
                .replace(clones.as_str(), real)
        })
    }
}

/// Whether a query may do more than read: it calls something.
fn calls(sql: &str) -> bool {
    sql.contains('(')
}

fn verdict_of(ran: &Ran) -> (Option<bool>, String) {
    let count = text::count(ran.count, "statement");
    match (&ran.failed, ran.skipped.as_slice(), &ran.writes) {
        (Some(why), [], _) => (Some(false), why.clone()),
        // It may need what was not done.
        (Some(why), [first, ..], _) => (None, format!("{why}\nnot tried before: {first}")),
        (None, [], None) => (Some(true), count),
        (None, [], Some(writes)) => (Some(true), format!("{count}\nnot tried: {writes}")),
        (None, skipped, _) => {
            let shown: Vec<String> = skipped.iter().take(5).map(|why| one_line(why, 200)).collect();
            let more = skipped.len().saturating_sub(shown.len());
            let more = if more > 0 { format!("\nand {more} more") } else { String::new() };
            (None, format!("{count} tried; not tried:\n{}{more}", shown.join("\n")))
        }
    }
}
