//! The answer to a request for migrations: as rows, and on one line for people.

use std::collections::BTreeSet;

use migrate_core::plan::Plan;
use migrate_core::{reverse, text};

use crate::engine::plan::request::Deed;
use crate::postgres::procedure;
use crate::registry::migrations::Stop;

/// One migration of the answer.
pub struct Answer {
    /// Version.
    pub version: i64,
    /// Description.
    pub description: String,
    /// planned, applied, rolled back or queued.
    pub status: &'static str,
    /// How long it took.
    pub ms: Option<i64>,
    /// The job that does it.
    pub job: Option<i64>,
    /// More.
    pub detail: String,
    /// The script, where it was derived.
    pub derived: Option<String>,
    /// Whether it is a callback.
    pub is_callback: bool,
}

impl Answer {
    /// That of a plan.
    pub fn new(plan: &Plan, status: &'static str, ms: Option<i64>, detail: String) -> Self {
        let purpose = &plan.purpose;
        let (description, derived) = (purpose.description.clone(), purpose.derived.clone());
        let (version, is_callback) = (purpose.version, purpose.event.is_some());
        Answer { version, description, status, ms, job: None, detail, derived, is_callback }
    }

    /// That of a migration before which it stops.
    pub fn of_stop(stop: &Stop) -> Self {
        let (status, why) = match &stop.job {
            None => ("draft", "no up script yet".to_string()),
            Some((job, when)) => ("scheduled", format!("job {job}, {when}")),
        };
        Answer {
            version: stop.version,
            description: stop.description.clone(),
            status,
            ms: None,
            job: stop.job.as_ref().map(|(job, _)| *job),
            detail: format!("{why}: stopped here, and nothing behind it is applied"),
            derived: None,
            is_callback: false,
        }
    }
}

/// Where it stops, for the end of a line: `; stopped at draft 3 "Add x"`.
pub fn stopped(stop: Option<&Stop>) -> String {
    let Some(Stop { version, description, job, .. }) = stop else { return String::new() };
    match job {
        None => format!("; stopped at draft {version} \"{description}\""),
        Some((job, when)) => format!("; stopped at {version} \"{description}\": job {job}, {when}"),
    }
}

/// What the derived down scripts of plans do not bring back is said before they run, too.
pub fn tell_lost(plans: &[Plan]) {
    for purpose in plans.iter().map(|plan| &plan.purpose) {
        if let Some(lost) = reverse::lost_in_words(&purpose.lost) {
            procedure::notice(&format!("{} {}: {lost}", purpose.version, purpose.description));
        }
    }
}

/// The same as a part of what is said of one plan.
pub fn lost_of(plan: &Plan) -> String {
    reverse::lost_in_words(&plan.purpose.lost).map_or_else(String::new, |lost| format!(";\n{lost}"))
}

/// What our job did, and what somebody else had done by the time that its turn came.
pub fn what_was_done(
    deed: Deed,
    job: i64,
    planned: usize,
    enders: &[(i64, Option<i64>, String)],
    took: i64,
) -> String {
    let ours = enders.iter().filter(|(_, by, _)| *by == Some(job)).count();
    let verb = done(deed);
    let mut words = match ours {
        0 => nothing(deed),
        _ => format!("{} {verb} in {}", text::count(ours, "migration"), text::duration(took)),
    };
    if planned > ours {
        let others = enders.iter().filter(|(_, by, _)| *by != Some(job));
        let who: BTreeSet<String> = others
            .map(|(_, job, by)| match job {
                Some(job) => format!("job {job} (role {by})"),
                None => format!("role {by}"),
            })
            .collect();
        let count = text::count(planned - ours, "migration");
        let was = if planned - ours == 1 { "was" } else { "were" };
        let and = if ours == 0 { ": " } else { "; " };
        words += &format!("{and}{count} {was} {verb} meanwhile");
        if !who.is_empty() {
            words += &format!(" by {}", Vec::from_iter(who).join(", "));
        }
    }
    words
}

/// That nothing is left to be done.
pub fn nothing(deed: Deed) -> String {
    match deed {
        Deed::Apply => "nothing to apply".into(),
        Deed::RollBack | Deed::Redo => "nothing to roll back".into(),
    }
}

fn done(deed: Deed) -> &'static str {
    match deed {
        Deed::Apply => "applied",
        Deed::RollBack => "rolled back",
        Deed::Redo => "rolled back and applied again",
    }
}

/// The first few versions: `1, 2, 3`, or `1, 2, 3, 4, 5 and 7 more`.
fn versions(answers: &[&Answer]) -> String {
    const FEW: usize = 5;
    let versions: Vec<String> = answers.iter().map(|answer| answer.version.to_string()).collect();
    text::few(&versions, FEW)
}

/// The function's answer on one line.
pub fn in_words(deed: Deed, answers: &[Answer], stop: Option<&Stop>) -> String {
    format!("{}{}", of_answers(deed, answers), stopped(stop))
}

fn of_answers(deed: Deed, answers: &[Answer]) -> String {
    let migrations: Vec<&Answer> = answers.iter().filter(|answer| !answer.is_callback).collect();
    let Some(first) = answers.first() else { return nothing(deed) };
    // Each that is applied again stands there twice.
    let half = if deed == Deed::Redo { migrations.len() / 2 } else { migrations.len() };
    let once = &migrations[..half];
    let count = text::count(once.len(), "migration");
    let verb = done(deed);
    match first.status {
        "planned" => {
            let derived = answers.iter().filter_map(|answer| {
                let script = answer.derived.as_ref()?;
                Some(format!("\n\n-- {} {}, derived\n{script}", answer.version, answer.description))
            });
            let derived: String = derived.collect();
            format!("{count} would be {verb}: {}{derived}", versions(once))
        }
        "queued" => match first.job {
            Some(job) => format!("{count} queued: job {job} {}; see migrate.work", first.detail),
            None => format!("{count} queued: {}", first.detail),
        },
        _ => {
            let ms = answers.iter().filter_map(|answer| answer.ms).sum();
            format!("{count} {verb} in {}, in this transaction", text::duration(ms))
        }
    }
}
