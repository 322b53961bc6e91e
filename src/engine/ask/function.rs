//! `migrate.apply()` and `migrate.rollback()`: in the caller's transaction if all of it can run there,
//! otherwise as a job that starts when that transaction commits.

use std::collections::HashMap;

use migrate_core::error::{Result, SessionError};
use migrate_core::migration::Direction;
use migrate_core::plan::Plan;
use migrate_core::text;

use super::answer::{Answer, lost_of, tell_lost};
use super::queue::queue;
use crate::engine::job::{self, Window};
use crate::engine::journal;
use crate::engine::locks::migrator;
use crate::engine::plan::request::Request;
use crate::engine::review::explain::{self, Row};
use crate::engine::review::{self, linted, order};
use crate::engine::run::{caller, contract};
use crate::engine::session;
use crate::postgres::identity::answerable_user;
use crate::registry::approval::{self, Place};
use crate::registry::migrations::Stop;

/// Does what was asked, or says with `dry_run` what it would do.
///
/// # Errors
///
/// Whatever the session, the registry or the server refuse.
pub fn ask(request: Request, dry_run: bool, window: Window) -> Result<Asked> {
    window.check()?;
    if dry_run {
        let stop = request.stop();
        let plans = request.plans()?;
        tell_lost(&plans);
        order::tell_later(&request, &plans);
        return Ok(Asked { answers: preview(&plans, window)?, stop });
    }
    session::check()?;
    let mut stop = request.stop();
    let _reading = linted::reading(true);
    let mut plans = request.plans()?;
    // Where another migrator is at work, it becomes a job behind that.
    if window.is_none() && plans.iter().all(Plan::runs_in_caller) && migrator::try_take() {
        if journal::has_news() {
            return Err(SessionError::Stale.into());
        }
        job::bury_lost();
        // Made again under the lock: another migrator may have come in between.
        stop = request.stop();
        plans = request.plans()?;
        if plans.iter().all(Plan::runs_in_caller) {
            approval::check(&plans, Place::Here)?;
            order::check(&plans)?;
            linted::check(&plans)?;
            tell_lost(&plans);
            order::tell_later(&request, &plans);
            return Ok(Asked { answers: run_here(&plans)?, stop });
        }
    }
    tell_lost(&plans);
    order::tell_later(&request, &plans);
    Ok(Asked { answers: queue(&plans, window)?, stop })
}

/// What became of a request.
pub struct Asked {
    /// What was done of it, or is to be done.
    pub answers: Vec<Answer>,
    /// Where it stops.
    pub stop: Option<Stop>,
}

impl Asked {
    /// As rows: where it stops is the last one.
    pub fn rows(self) -> Vec<Answer> {
        self.answers.into_iter().chain(self.stop.as_ref().map(Answer::of_stop)).collect()
    }
}

/// What a dry run says.
fn preview(plans: &[Plan], window: Window) -> Result<Vec<Answer>> {
    let here = window.is_none() && plans.iter().all(Plan::runs_in_caller);
    let unapproved = approval::unapproved(plans, if here { Place::Here } else { Place::Job });
    let heavy = heavy(plans);
    let linted = linted::told(plans.iter().filter(|plan| !unapproved.contains(&plan.purpose.version)))?;
    let late = order::told(plans);
    let detail = |plan: &Plan| {
        let of_this = linted.iter().find(|(version, _)| *version == plan.purpose.version);
        let lint = of_this.map_or("", |(_, told)| told.as_str());
        let place = if here { "" } else { "; as a job" };
        let approval = if unapproved.contains(&plan.purpose.version) { "; needs approval" } else { "" };
        let late = late.iter().find(|(version, _)| *version == plan.purpose.version);
        let late = late.map_or("", |(_, told)| told.as_str());
        let derived = plan.purpose.derived.as_ref();
        let derived = derived.map_or_else(String::new, |script| format!("; derived:\n{script}"));
        let heavy = heavy.get(&plan.purpose.version).map_or("", String::as_str);
        format!("{}{place}{approval}{late}{}{lint}{heavy}{derived}", plan.summary(), lost_of(plan))
    };
    Ok(plans.iter().map(|plan| Answer::new(plan, "planned", None, detail(plan))).collect())
}

/// What holds others up, by version: a line for each statement that writes or reads a whole table, or that has somebody in
/// its way. `migrate.explain` has the rest.
fn heavy(plans: &[Plan]) -> HashMap<i64, String> {
    /// More of them are not looked into at once.
    const MOST: usize = 20;
    if plans.len() > MOST {
        return HashMap::new();
    }
    let wrapped = |line: String| format!("\n{}", text::wrapped(&line, review::DETAIL_WIDTH));
    let lines = |rows: Vec<Row>| rows.iter().filter_map(Row::heavy).map(wrapped).collect();
    let versions = plans.iter().map(|plan| plan.purpose.version);
    versions.zip(explain::plans(plans).into_iter().map(lines)).collect()
}

fn run_here(plans: &[Plan]) -> Result<Vec<Answer>> {
    let by = answerable_user();
    // Before any table is locked, for somebody may be about to replace one.
    plans.iter().try_for_each(contract::keep_text)?;
    let has_locks = caller::lock_all(plans)?;
    let mut answers = Vec::new();
    for plan in plans {
        if let Some(ms) = caller::run(plan, &by, has_locks)? {
            let status = match plan.purpose.direction {
                Direction::Up => "applied",
                Direction::Down => "rolled back",
            };
            answers.push(Answer::new(
                plan,
                status,
                Some(ms),
                format!("{}, in this transaction{}", plan.summary(), lost_of(plan)),
            ));
        }
    }
    Ok(answers)
}
