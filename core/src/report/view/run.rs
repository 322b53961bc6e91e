//! A run: its units on a line of time, and what it left.

use super::line::LineView;
use super::lock::{self, LockView};
use crate::fingerprint::Object;
use crate::fingerprint::diff::{Difference, compare, renamed};
use crate::report::record::{Backfill, Changed, Run, Size};
use crate::report::words;
use crate::text;

/// How many rows each list of a run has.
const MOST: usize = 40;

/// The word for an object that may have been there for long.
const FIRST_RECORDED: &str = "first recorded";

/// How many characters are said of an object.
const DETAIL: usize = 1_000;

/// A run, for the template.
pub(in crate::report) struct RunView {
    pub(in crate::report) title: String,
    pub(in crate::report) by: String,
    pub(in crate::report) cards: Vec<(&'static str, String)>,
    pub(in crate::report) lines: Vec<LineView>,
    pub(in crate::report) left_out: Option<String>,
    pub(in crate::report) locks: Vec<LockView>,
    pub(in crate::report) more_locks: usize,
    pub(in crate::report) changed: Vec<ChangedView>,
    pub(in crate::report) more_changed: usize,
    pub(in crate::report) sizes: Vec<SizeView>,
    pub(in crate::report) has_more_sizes: bool,
    pub(in crate::report) backfills: Vec<BackfillView>,
}

/// An object that has changed, for the template.
pub(in crate::report) struct ChangedView {
    pub(in crate::report) word: &'static str,
    pub(in crate::report) tone: &'static str,
    pub(in crate::report) kind: String,
    pub(in crate::report) object: String,
    pub(in crate::report) detail: String,
}

/// A table's size, for the template.
pub(in crate::report) struct SizeView {
    pub(in crate::report) table: String,
    pub(in crate::report) before: String,
    pub(in crate::report) after: String,
    pub(in crate::report) growth: String,
}

/// A backfill, for the template.
pub(in crate::report) struct BackfillView {
    pub(in crate::report) table: String,
    pub(in crate::report) status: String,
    pub(in crate::report) rows: String,
    pub(in crate::report) detail: String,
}

impl RunView {
    pub(super) fn of(run: &Run) -> RunView {
        let (locks, more_locks) = lock::of_run(run);
        let shows_version = {
            let mut versions = run.lines.iter().filter_map(|line| line.version);
            let first = versions.next();
            versions.any(|version| Some(version) != first)
        };
        let changed = changed(&run.changed);
        let shown = run.lines.len() as i64;
        let mut cards = vec![("began", run.began.clone())];
        cards.push(("took", text::duration(run.ended_ms - run.began_ms)));
        cards.extend(
            run.asked_ms
                .filter(|asked| run.began_ms - asked > 0)
                .map(|asked| ("waited for its turn", text::duration(run.began_ms - asked))),
        );
        cards.push(("waited for locks", text::duration(run.waited_ms)));
        cards.push(("units", run.units.to_string()));
        if run.bad > 0 {
            cards.push(("not done", run.bad.to_string()));
        }
        let word = if run.is_down { "Rollback" } else { "Run" };
        RunView {
            title: match run.job {
                Some(job) => format!("{word} by job {job}"),
                None => format!("{word} in the caller's transaction"),
            },
            by: if run.by == run.run_as { run.by.clone() } else { format!("{} as {}", run.by, run.run_as) },
            cards,
            lines: run.lines.iter().map(|line| LineView::of(run, line, shows_version)).collect(),
            left_out: (run.units > shown).then(|| {
                format!(
                    "{} of {} units are shown: the first, the last, the slowest and those that failed. The others took {} together.",
                    shown,
                    run.units,
                    text::duration(run.left_out_ms)
                )
            }),
            locks,
            more_locks,
            more_changed: run.changed_left_out + changed.len().saturating_sub(MOST),
            changed: changed.into_iter().take(MOST).collect(),
            has_more_sizes: run.sizes.len() > MOST,
            sizes: run.sizes.iter().take(MOST).map(size).collect(),
            backfills: run.backfills.iter().take(MOST).map(backfill).collect(),
        }
    }
}

/// What differs between the objects as they were and as they are, in words.
fn changed(all: &[Changed]) -> Vec<ChangedView> {
    let (first, known): (Vec<&Changed>, Vec<&Changed>) = all.iter().partition(|one| one.is_first_recorded());
    let side = |all: &[&Changed], side: fn(&Changed) -> Option<&Object>| -> Vec<Object> {
        all.iter().filter_map(|one| side(one)).cloned().collect()
    };
    let (mut before, mut after) =
        (side(&known, |one| one.before.as_ref()), side(&known, |one| one.after.as_ref()));
    let names: Vec<(String, String, String)> = known
        .iter()
        .filter_map(|one| Some((one.before.as_ref()?, one.after.as_ref()?)))
        .filter(|(was, is)| was.kind == is.kind && was.name != is.name)
        .map(|(was, is)| (was.kind.clone(), was.name.clone(), is.name.clone()))
        .collect();
    // The other side of what is told of a name by `renamed`.
    for (kind, _, is) in &names {
        for object in after.iter_mut().filter(|object| object.kind == *kind && object.name == *is) {
            object.facts.0.insert("name".into(), is.clone());
        }
    }
    // Nobody knows what has changed of what is recorded for the first time. But what was made on it is told by itself.
    let recorded = side(&first, |one| one.after.as_ref());
    before.extend(recorded.iter().cloned());
    after.extend(recorded.iter().cloned());
    let differences =
        compare(&renamed(before, &names), &after).into_iter().map(|one| (one.change.as_str(), one));
    let recorded = compare(&[], &recorded).into_iter().map(|one| (FIRST_RECORDED, one));
    let view = |(word, one): (&'static str, Difference)| ChangedView {
        word,
        tone: match word {
            "added" => "good",
            "removed" => "bad",
            "changed" => "busy",
            _ => "quiet",
        },
        kind: one.kind,
        object: one.object,
        detail: words::cut(&one.detail, DETAIL),
    };
    differences.chain(recorded).map(view).collect()
}

fn size(size: &Size) -> SizeView {
    SizeView {
        table: size.table.clone(),
        before: words::bytes(size.before),
        after: size.after.map_or_else(|| "dropped".into(), words::bytes),
        growth: match size.after.unwrap_or(0) - size.before {
            0 => "the same".into(),
            more if more > 0 => format!("+{}", words::bytes(more)),
            less => words::bytes(less),
        },
    }
}

fn backfill(one: &Backfill) -> BackfillView {
    let mut detail = vec![match one.batches {
        1 => "1 batch".to_string(),
        batches => format!("{batches} batches"),
    }];
    if one.skipped > 0 {
        detail.push(format!("{} rows left as they were", one.skipped));
    }
    detail.extend(one.error.as_ref().map(|error| words::cut(error, DETAIL)));
    BackfillView {
        table: one.table.clone(),
        status: one.status.clone(),
        rows: one.rows.to_string(),
        detail: detail.join(", "),
    }
}
