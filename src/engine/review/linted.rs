//! The linter where migrations are registered and applied: `migrate.lint_on_apply`.
//!
//! Migrations of one run are looked at one after the other: what an earlier one makes is new for a later one. Whatever goes
//! wrong with looking is told, and stops nothing that was not to be stopped by its findings.

use std::collections::HashSet;

use migrate_core::error::{LintError, Result};
use migrate_core::lint::{BREAKS_SUBSCRIPTION, Counts, Finding, Scripts, Severity};
use migrate_core::migration::Direction;
use migrate_core::plan::{Plan, Purpose};
use migrate_core::text;

use super::{DETAIL_WIDTH, lint as linting, published};
use crate::catalog::{citus, replication};
use crate::engine::journal::open_run;
use crate::postgres::{parser, procedure, subtransaction};
use crate::registry::load::Outcome;
use crate::registry::readings::{Reading, Wanted};
use crate::registry::{findings, migrations};
use crate::settings::{self, LintOnApply};

/// What was found in a plan's script, or why nothing could be.
type Found = std::result::Result<Vec<Finding>, String>;

/// For as long as it is held, a script is read once for all who want to know of it: the linter, if it is to look at what is
/// applied, and whoever asks what would have to be taken back, if that is `done` here.
pub fn reading(done: bool) -> Reading {
    Reading::begin(Wanted { said: settings::lint_on_apply() != LintOnApply::Off, done })
}

/// Looks at what was registered just now, and keeps what is found: a few words for its detail, if there is anything to be
/// said.
///
/// # Errors
///
/// That somebody wants this to end.
pub fn registered(version: i64) -> Result<Option<String>> {
    let is_off = settings::lint_on_apply() == LintOnApply::Off;
    if is_off && !citus::is_cluster() {
        return Ok(None);
    }
    let Some(migration) = migrations::find(version) else { return Ok(None) };
    let Some(up) = &migration.up else { return Ok(None) };
    published::of_script(up);
    if is_off {
        return Ok(None);
    }
    let looked = guarded(|| {
        let here = linting::here();
        let said = linting::said(up, Direction::Up)?;
        let mut of_up = linting::after(&here, &[], up, &said);
        if Counts::of(&of_up).in_words().is_some() {
            // Perhaps it is about what another one will have made by then.
            let before = linting::said_before(version);
            if !before.is_empty() {
                of_up = linting::after(&here, &before, up, &said);
            }
        }
        let of_down = match &migration.down {
            // What this very migration has made is there to be taken back.
            Some(down) => linting::after(&here, &said, down, &linting::said(down, Direction::Down)?),
            None => Vec::new(),
        };
        Ok((of_up, of_down))
    })?;
    let (of_up, of_down) = match looked {
        Ok(found) => found,
        Err(why) => return Ok(Some(format!("lint: {why}"))),
    };
    findings::write(version, &migration.fingerprint, &of_up, &of_down);
    let down = Counts::of(&of_down).in_words().map(|words| format!("down: {words}"));
    let told: Vec<String> = Counts::of(&of_up).in_words().into_iter().chain(down).collect();
    Ok((!told.is_empty()).then(|| format!("lint: {}", told.join("; "))))
}

/// Adds to what became of a migration what is found in it.
///
/// # Errors
///
/// As [`registered`].
pub fn add(outcome: &mut Outcome) -> Result<()> {
    if ["registered", "replaced", "moved"].contains(&outcome.status)
        && let Some(told) = registered(outcome.version)?
    {
        outcome.detail.push_str(&format!("; {told}"));
    }
    Ok(())
}

/// Says of migrations that are to be applied what is found in them, and refuses those that are not to run with that: by
/// `migrate.lint_on_apply`, or since they would stop a subscription of this database. One of which a part has run is not
/// left half done.
///
/// # Errors
///
/// [`LintError::Refused`], [`LintError::StopsSubscription`].
pub fn check(plans: &[Plan]) -> Result<()> {
    published::of_plans(plans);
    check_in(plans, settings::lint_on_apply(), true)
}

/// The same before a job's first unit: tables may have grown since it was asked for. Nobody is there to be told.
///
/// # Errors
///
/// As [`check`].
pub fn check_again(plans: &[Plan]) -> Result<()> {
    match settings::lint_on_apply() {
        LintOnApply::Error => check_in(plans, LintOnApply::Error, false),
        LintOnApply::Warn if replication::subscribes() => check_in(plans, LintOnApply::Warn, false),
        LintOnApply::Off | LintOnApply::Warn => Ok(()),
    }
}

fn check_in(plans: &[Plan], how: LintOnApply, tells: bool) -> Result<()> {
    if how == LintOnApply::Off {
        return Ok(());
    }
    let mut notices = Notices::default();
    for (plan, found) in each(plans.iter())? {
        let (version, description) = (plan.purpose.version, &plan.purpose.description);
        let found = match found {
            Ok(found) => found,
            Err(why) => {
                notices.add(format!("{version} {description}: lint: {why}"));
                continue;
            }
        };
        if let Some(refused) = refused(&plan.purpose, &found, how)
            && !open_run::is_open(version)
        {
            return Err(refused.into());
        }
        notices.of_migration(version, description, &found);
    }
    if tells {
        notices.tell();
    }
    Ok(())
}

/// Why a migration is not to run with what is found in it.
fn refused(purpose: &Purpose, found: &[Finding], how: LintOnApply) -> Option<LintError> {
    let (version, description) = (purpose.version, purpose.description.clone());
    let errors = found.iter().filter(|finding| finding.severity == Severity::Error);
    let stopping = errors.clone().filter(|finding| finding.rule == BREAKS_SUBSCRIPTION);
    let findings: Vec<String> = stopping.map(Finding::line).collect();
    if !findings.is_empty() {
        return Some(LintError::StopsSubscription { version, description, findings });
    }
    let findings: Vec<String> = errors.map(Finding::line).collect();
    (how == LintOnApply::Error && !findings.is_empty()).then_some(LintError::Refused {
        version,
        description,
        findings,
    })
}

/// What is found in the scripts of plans, for a dry run: nothing where there is nothing to be said. Only of plans that may
/// run: to look at a script is to have the server read its expressions.
///
/// # Errors
///
/// That somebody wants this to end.
pub fn told<'a>(plans: impl Iterator<Item = &'a Plan>) -> Result<Vec<(i64, String)>> {
    if settings::lint_on_apply() == LintOnApply::Off {
        return Ok(Vec::new());
    }
    let told = each(plans)?.into_iter().filter_map(|(plan, found)| {
        let words = match found {
            Err(why) => format!("; lint: {why}"),
            Ok(found) => {
                let count = Counts::of(&found).in_words()?;
                let lines: String = worth(&found)
                    .map(|finding| format!("\n{}", text::wrapped(&finding.line(), DETAIL_WIDTH)))
                    .collect();
                format!("; lint: {count}{lines}")
            }
        };
        Some((plan.purpose.version, words))
    });
    Ok(told.collect())
}

fn worth(found: &[Finding]) -> impl Iterator<Item = &Finding> {
    found.iter().filter(|finding| finding.severity > Severity::Info)
}

/// How wide a line of a NOTICE may be, so that it fits 120 columns behind the word.
const NOTICE_WIDTH: usize = 110;

/// Looks at each plan that applies a migration. Another text than that of the plan is not run, and not looked at either.
fn each<'a>(plans: impl Iterator<Item = &'a Plan>) -> Result<Vec<(&'a Plan, Found)>> {
    let here = linting::here();
    let mut goes_back: HashSet<i64> = HashSet::new();
    let is_looked_at = |plan: &&Plan| match (plan.purpose.migration(), plan.purpose.direction) {
        (None, _) => false,
        // What it makes is there still, and has gone when it runs again.
        (Some(version), Direction::Up) => !goes_back.contains(&version),
        (Some(version), Direction::Down) => {
            goes_back.insert(version);
            false
        }
    };
    let mut read = Vec::new();
    for plan in plans.filter(is_looked_at) {
        let there = migrations::find(plan.purpose.version);
        let there = there.filter(|there| there.fingerprint == plan.purpose.fingerprint && there.is_intact());
        let Some(script) = there.and_then(|there| there.up) else { continue };
        let said = guarded(|| linting::said(&script, Direction::Up))?;
        read.push((plan, script, said));
    }
    let (disabled, backslash) = (settings::lint_disabled(), parser::backslash_escapes());
    let mut scripts = Scripts::default();
    let mut all = Vec::with_capacity(read.len());
    for (plan, script, said) in &read {
        let said = match said {
            Ok(said) => said,
            Err(why) => {
                all.push((*plan, Err(why.clone())));
                continue;
            }
        };
        let found = guarded(|| {
            let mut found = scripts.lint(script, said, &here, &disabled, backslash);
            // What has run before it was broken off does not run again, and what it has made is there.
            if !found.is_empty() {
                let done = open_run::last_effect(plan.purpose.version).map_or(0, |(last, _)| last);
                found.retain(|finding| finding.statement > done);
            }
            Ok(found)
        })?;
        all.push((*plan, found));
    }
    Ok(all)
}

/// Runs `look` so that what fails in it leaves nothing and stops nothing; but nobody is kept who wants to leave.
fn guarded<R>(look: impl FnOnce() -> Result<R>) -> Result<std::result::Result<R, String>> {
    match subtransaction::tried(look) {
        Ok(found) => Ok(Ok(found)),
        Err(error) if error.sqlstate().starts_with("57") => Err(error),
        Err(error) => Ok(Err(format!("could not be looked at: {error}"))),
    }
}

/// What is told by the way: a few lines of each migration, and not too many of all.
#[derive(Default)]
struct Notices(Vec<String>);

impl Notices {
    fn add(&mut self, line: String) {
        self.0.push(line);
    }

    fn of_migration(&mut self, version: i64, description: &str, found: &[Finding]) {
        const FEW: usize = 3;
        let all = worth(found).count();
        let first = worth(found).take(FEW).map(|finding| {
            text::wrapped(&format!("{version} {description}: {}", finding.line()), NOTICE_WIDTH)
        });
        self.0.extend(first);
        if all > FEW {
            let more = all - FEW;
            self.add(format!("{version} {description}: {more} more; SELECT * FROM migrate.lint({version})"));
        }
    }

    fn tell(&self) {
        const MOST: usize = 20;
        self.0.iter().take(MOST).for_each(|line| procedure::notice(line));
        if self.0.len() > MOST {
            let more = self.0.len() - MOST;
            procedure::notice(&format!("{more} more findings; SELECT * FROM migrate.lint_all()"));
        }
    }
}
