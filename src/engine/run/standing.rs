//! Where a run begins: what the journal says of the run that is open, and whether this caller may go on with it.

use std::collections::{BTreeMap, BTreeSet};

use migrate_core::error::{GoingOnError, Result, RunError};
use migrate_core::left::Left;
use migrate_core::migration::Direction;
use migrate_core::plan::Plan;

use crate::engine::journal::open_run::{self, Line};
use crate::engine::operation::records;
use crate::registry::labels;
use crate::registry::trust::Who;

/// Where a plan begins.
#[derive(Debug, Default)]
pub struct Standing {
    /// The number of the first unit to run, from 1.
    pub first: usize,
    /// How long the units before took.
    pub ms: i64,
    /// A standalone unit that was started, and of which nothing more is known: its row and what was before.
    pub open: Option<(i64, serde_json::Value)>,
    /// What was before a standalone unit that failed or was cancelled in its last run.
    pub tried: Option<serde_json::Value>,
    /// The session as the last unit that is done has left it, or that in which the first was begun.
    pub left: Option<Left>,
    /// Whether it is a repeatable migration.
    pub repeats: bool,
}

/// Where `plan` begins, by what the journal says of its migration's open run.
///
/// # Errors
///
/// [`RunError::ChangedHalfway`] if a committed unit is not what the plan says;
/// [`RunError::HalfRolledBack`] if the plan goes up and a rollback has begun;
/// [`GoingOnError::BegunByOther`] if somebody has done a part of it who could not act as who goes on.
pub fn of(plan: &Plan) -> Result<Standing> {
    let purpose = &plan.purpose;
    let mut rows = open_run::lines(purpose.version);
    // A repeatable migration may begin anew with another text; what counts is the run that began last.
    let repeats = labels::repeats(purpose.version);
    if repeats && let Some(begin) = rows.iter().rposition(|row| row.unit == 1) {
        rows.drain(..begin);
    }
    let up = purpose.direction == Direction::Up;
    if up && rows.iter().any(|row| !row.is_up && (row.status == "done" || row.status == "started")) {
        let (version, description) = (purpose.version, purpose.description.clone());
        return Err(RunError::HalfRolledBack { version, description }.into());
    }
    let distrusted = distrusted(plan, rows.iter().filter(|row| row.is_up == up))?;
    let mut committed: BTreeMap<usize, &Line> = BTreeMap::new();
    let mut last = None;
    for row in rows.iter().filter(|row| row.is_up == up) {
        last = Some(row);
        if row.status == "done" {
            committed.insert(row.unit, row);
        }
    }
    let mut standing = Standing { first: 1, repeats, ..Standing::default() };
    while let Some(row) = committed.get(&standing.first) {
        let same = plan.units.get(standing.first - 1).is_some_and(|unit| unit.checksum() == row.checksum);
        if !same && repeats {
            return Ok(Standing { first: 1, repeats, ..Standing::default() });
        }
        if !same {
            return Err(RunError::ChangedHalfway {
                version: purpose.version,
                description: purpose.description.clone(),
                unit: standing.first as u32,
            }
            .into());
        }
        standing.ms += row.ms;
        standing.left = row.session.clone();
        standing.first += 1;
    }
    let same = |row: &&Line| {
        row.unit == standing.first
            && plan.units.get(row.unit - 1).is_some_and(|unit| unit.checksum() == row.checksum)
    };
    // What somebody else asked for who is not to be trusted is asked anew.
    if let Some(row) = last.filter(same).filter(|row| !distrusted.contains(&row.by)) {
        let is_open = row.status == "started";
        let is_asked = row.kind == "operation" && records::begun_in(purpose.version, None).is_some();
        match row.kind.as_str() {
            _ if is_open => standing.open = Some((row.id, row.before.clone().unwrap_or_default())),
            // Nor is what nothing was done of: it may have been asked for in the wrong place.
            "operation" if !is_asked => {}
            _ => standing.tried = row.before.clone(),
        }
        // Before its first unit is done it may have begun, in a place that only the session says.
        if is_open || is_asked {
            standing.left = standing.left.or_else(|| row.session.clone());
        }
    }
    Ok(standing)
}

/// Those who have tried something of a plan, and could not act as who goes on with it. None of them has done anything.
///
/// # Errors
///
/// [`GoingOnError::BegunByOther`] if one has.
fn distrusted<'a>(plan: &Plan, rows: impl Iterator<Item = &'a Line> + Clone) -> Result<BTreeSet<Who>> {
    let runners: BTreeSet<&Who> = rows.clone().map(|row| &row.by).collect();
    let distrusted: BTreeSet<Who> = runners.into_iter().filter(|who| !who.is_trusted()).cloned().collect();
    if distrusted.is_empty() {
        return Ok(distrusted);
    }
    let purpose = &plan.purpose;
    let done = rows.clone().find(|row| row.leaves_something() && distrusted.contains(&row.by));
    let done = match done {
        Some(row) if row.status == "done" => {
            Some((&row.by, format!("Unit {} of {} is done.", row.unit, plan.units.len())))
        }
        Some(row) => Some((&row.by, format!("Unit {} of {} was begun.", row.unit, plan.units.len()))),
        None => {
            let of_operations = rows.clone().filter(|row| row.kind == "operation").map(|row| &row.by);
            of_operations.filter(|who| distrusted.contains(who)).find_map(|who| {
                let title = records::begun_in(purpose.version, Some(who))?;
                Some((who, format!("A part of {title} is done.")))
            })
        }
    };
    let Some((who, done)) = done else { return Ok(distrusted) };
    Err(GoingOnError::BegunByOther {
        version: purpose.version,
        description: purpose.description.clone(),
        role: who.name().to_string(),
        direction: purpose.direction,
        done,
    }
    .into())
}
