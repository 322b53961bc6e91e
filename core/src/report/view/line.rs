//! A unit: where it lies on the run's time, and what it did.

use super::failure::FailureView;
use super::lock::{self, LockView};
use crate::report::record::{Line, Run};
use crate::report::words;
use crate::statement::Statement;
use crate::text;

/// How many statements of a unit are shown.
const STATEMENTS: usize = 5;

/// How many characters of each.
const SQL: usize = 600;

/// How long a wait for locks is worth a word.
const WORTH_MS: i64 = 10;

/// How many locks of a unit are named beside it.
const LOCKS: usize = 3;

/// A unit, for the template.
pub(in crate::report) struct LineView {
    /// How many units are left out before it.
    pub(in crate::report) skipped: Option<String>,
    pub(in crate::report) number: String,
    pub(in crate::report) what: String,
    pub(in crate::report) is_nested: bool,
    pub(in crate::report) status: String,
    pub(in crate::report) tone: &'static str,
    pub(in crate::report) took: String,
    /// How long it waited for table locks.
    pub(in crate::report) waited: Option<String>,
    pub(in crate::report) waits_for: Option<String>,
    /// Where it begins, how much of it is waiting, and how much is work: per cent of the run.
    pub(in crate::report) bar: [String; 3],
    pub(in crate::report) locks: Vec<LockView>,
    pub(in crate::report) more_locks: usize,
    /// Line of the file and text.
    pub(in crate::report) statements: Vec<(u32, String)>,
    pub(in crate::report) more_statements: usize,
    pub(in crate::report) is_forgotten: bool,
    pub(in crate::report) failure: Option<FailureView>,
}

/// `unit 2 of 5`, of which migration or operation.
pub(super) fn numbered(line: &Line) -> String {
    if line.kind == "record" {
        return "by hand".into();
    }
    let number = format!("unit {} of {}", line.unit, line.units);
    match &line.operation {
        Some(operation) => format!("{operation}, {number}"),
        None => number,
    }
}

impl LineView {
    pub(super) fn of(run: &Run, line: &Line, shows_version: bool) -> LineView {
        let whole = run.ended_ms - run.began_ms;
        let ms = line.ms.unwrap_or_else(|| run.ended_ms - line.began_ms);
        let waited = line.waited_ms.min(ms);
        let bar = [line.began_ms - run.began_ms, waited, ms - waited];
        let locks = lock::of_unit(line);
        let statements = line.statements.as_deref().unwrap_or_default();
        let shown = if line.shows_sql { STATEMENTS } else { 0 };
        let version = line.version.filter(|_| shows_version);
        LineView {
            skipped: match line.skipped {
                0 => None,
                1 => Some("1 unit is not shown".into()),
                more => Some(format!("{more} units are not shown")),
            },
            number: match version {
                Some(version) => format!("{version}, {}", numbered(line)),
                None => numbered(line),
            },
            what: what(line, statements),
            is_nested: line.is_nested,
            status: if line.status == "started" && line.ms.is_none() { "begun" } else { &line.status }.into(),
            tone: words::tone(&line.status),
            took: line.ms.map_or_else(|| "-".into(), text::duration),
            waited: (line.waited_ms >= WORTH_MS).then(|| text::duration(line.waited_ms)),
            waits_for: line.waits_for.as_ref().map(|who| words::cut(who, 600)),
            bar: bar.map(|part| words::per_cent(part, whole)),
            more_locks: locks.len().saturating_sub(LOCKS),
            locks: locks.into_iter().take(LOCKS).collect(),
            statements: statements
                .iter()
                .take(shown)
                .map(|statement| (statement.line, words::cut(&statement.text, SQL)))
                .collect(),
            more_statements: if line.shows_sql {
                line.count.saturating_sub(statements.len().min(shown))
            } else {
                0
            },
            is_forgotten: line.statements.is_none() && !matches!(line.kind.as_str(), "record"),
            failure: line.failure.as_ref().map(|failure| FailureView::new(failure, None)),
        }
    }
}

/// What a unit does, by its statements' tags.
fn what(line: &Line, statements: &[Statement]) -> String {
    let kind = match line.kind.as_str() {
        "record" => return "the history was changed by hand".into(),
        "operation" => "safe operation",
        "batched" => "backfill",
        "standalone" => "outside of a transaction",
        _ => "one transaction",
    };
    let mut tags: Vec<&str> = Vec::new();
    for statement in statements {
        if !tags.contains(&statement.tag.as_str()) {
            tags.push(&statement.tag);
        }
    }
    let more = tags.len().saturating_sub(STATEMENTS);
    let named = tags[..tags.len() - more].join(", ");
    match (named.is_empty(), more) {
        (true, _) => kind.into(),
        (false, 0) => format!("{named} ({kind})"),
        (false, _) => format!("{named}, ... ({kind})"),
    }
}
