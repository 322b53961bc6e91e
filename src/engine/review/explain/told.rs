//! What is said of a statement, from what was seen of it.

use migrate_core::lock::Mode;
use migrate_core::statement::{Class, Standalone, Statement};
use pgrx::pg_sys::Oid;

use super::words;
use crate::catalog::lock_target;
use crate::catalog::name::oid_of;
use crate::engine::review::clones::{Clones, Seen, Touched, Trial};

/// What is said of one statement.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Its number in the script.
    pub statement: u32,
    /// The number of its unit.
    pub unit: usize,
    /// Its line in the file.
    pub line: u32,
    /// The statement on one line.
    pub what: String,
    /// The strongest lock on each table, the strongest first.
    pub locks: Vec<(String, Mode)>,
    /// Whether a table is written anew.
    pub rewrite: Option<bool>,
    /// The tables that are read from end to end; none where that is not known.
    pub scan: Option<Vec<String>>,
    /// Rows and bytes of the largest table concerned.
    pub size: Option<String>,
    /// How long that takes.
    pub estimate: Option<String>,
    /// Where it runs: caller, job, alone or batches.
    pub runs: &'static str,
    /// Who holds a lock in its way.
    pub blocked_by: Vec<String>,
    /// Whether the server did it, on clones.
    pub seen: bool,
    /// Why not, or what else is to be said.
    pub reason: Option<String>,
}

impl Row {
    /// A line on it, where it holds others up: it works on a whole table, or somebody is in its way.
    pub fn heavy(&self) -> Option<String> {
        let is_rewrite = self.rewrite == Some(true);
        let scan = self.scan.clone().unwrap_or_default();
        if !is_rewrite && scan.is_empty() && self.blocked_by.is_empty() {
            return None;
        }
        let lock = self.locks.first().map(|(table, mode)| format!("{} on {table}", mode.words()));
        let work = match (is_rewrite, scan.is_empty()) {
            (true, _) => "writes it anew".to_string(),
            (_, false) => format!("reads {}", scan.join(", ")),
            _ => String::new(),
        };
        let blocked = self.blocked_by.first().map(|who| format!("behind {who}")).unwrap_or_default();
        let estimate = self.estimate.clone().filter(|_| is_rewrite || !scan.is_empty()).unwrap_or_default();
        let facts: Vec<String> = [lock.unwrap_or_default(), work, estimate, blocked]
            .into_iter()
            .filter(|fact| !fact.is_empty())
            .collect();
        Some(format!("statement {}, line {}: {}: {}", self.statement, self.line, facts.join(", "), self.what))
    }
}

/// Tries a statement.
pub(super) fn row(clones: &Clones, statement: &Statement) -> Row {
    let trial = match cannot_be_tried(statement) {
        Some(why) => Trial::Read(why.into()),
        None => clones.run(&statement.text),
    };
    told(statement, trial)
}

/// What reaches outside of the clones, whatever it names.
fn cannot_be_tried(statement: &Statement) -> Option<&'static str> {
    match statement.tag.as_str() {
        "DO" => Some("a code block is not run"),
        "CALL" => Some("a procedure is not run"),
        "COPY" => Some("rows are not copied"),
        _ => match &statement.class {
            Class::Standalone(Standalone::Create(_) | Standalone::Drop(_)) => {
                Some("it is about the whole server")
            }
            Class::TopLevel => Some("it is about the session"),
            _ => None,
        },
    }
}

/// What is said of a statement, from what came of it.
pub(super) fn told(statement: &Statement, trial: Trial) -> Row {
    let mut row = Row {
        statement: statement.number,
        line: statement.line,
        what: migrate_core::text::one_line(&statement.text, 60),
        ..Row::default()
    };
    match trial {
        Trial::Seen(seen) => tell_seen(&mut row, statement, seen),
        Trial::Read(why) => tell_read(&mut row, statement, why),
        Trial::Failed(failure) => {
            row.reason = Some(format!("it fails: {}", failure.message));
            tell_read_locks(&mut row, statement);
        }
    }
    row
}

fn tell_seen(row: &mut Row, statement: &Statement, seen: Seen) {
    row.seen = true;
    let is_table = |touched: &Touched| "rpvmf".contains(&touched.kind);
    let mut locks: Vec<(Touched, Mode)> =
        seen.locks.into_iter().map(|(on, mode)| (on, mode_of(statement, mode))).collect();
    if locks.iter().any(|(on, mode)| is_table(on) && *mode > Mode::AccessShare) {
        locks.retain(|(on, mode)| is_table(on) && *mode > Mode::AccessShare);
    }
    locks.sort_by_key(|(_, mode)| std::cmp::Reverse(*mode));
    let is_emptied = statement.tag == "TRUNCATE TABLE";
    let rewritten: Vec<&Touched> =
        seen.rewritten.iter().filter(|touched| is_table(touched) && !is_emptied).collect();
    row.rewrite = Some(!rewritten.is_empty());
    if seen.is_analysed {
        row.seen = !seen.calls;
        let why = if seen.calls { "it calls functions: analysed, not run" } else { "analysed, not run" };
        row.reason = Some(why.into());
        row.rewrite = Some(false);
    } else if seen.is_empty {
        row.reason = Some("its query is not run".into());
    } else if is_emptied {
        row.scan = Some(Vec::new());
    } else {
        row.scan = Some(seen.scanned.iter().map(|touched| touched.display.clone()).collect());
    }
    let scanned = seen.scanned.iter().filter(|_| !is_emptied);
    let read: Vec<Oid> = rewritten.iter().copied().chain(scanned).map(|touched| touched.oid).collect();
    row.estimate = (!seen.is_analysed && !seen.is_empty)
        .then(|| words::estimate(statement, !rewritten.is_empty(), &read));
    row.size = words::size(locks.iter().map(|(on, _)| on.oid).chain(read));
    row.blocked_by = locks.iter().flat_map(|(on, mode)| blockers(on.oid, *mode)).collect();
    row.blocked_by.dedup();
    row.locks = locks.into_iter().map(|(on, mode)| (on.display, mode)).collect();
}

/// What is CONCURRENTLY done was tried in its plain form.
fn mode_of(statement: &Statement, mode: Mode) -> Mode {
    use Standalone::{CreateIndex, DropIndex, Reindex};
    match &statement.class {
        Class::Standalone(CreateIndex { .. } | DropIndex { .. } | Reindex) => {
            mode.min(Mode::ShareUpdateExclusive)
        }
        _ => mode,
    }
}

fn tell_read(row: &mut Row, statement: &Statement, why: String) {
    row.reason = Some(why);
    tell_read_locks(row, statement);
}

/// The locks that a statement is known to take, and those of a statement that was not tried.
fn tell_read_locks(row: &mut Row, statement: &Statement) {
    let mode = match statement.tag.as_str() {
        "INSERT" | "UPDATE" | "DELETE" | "MERGE" | "COPY" => Some(Mode::RowExclusive),
        "VACUUM" | "ANALYZE" => Some(Mode::ShareUpdateExclusive),
        _ => None,
    };
    let mut locks: Vec<(String, Option<Oid>, Mode)> = statement
        .locks
        .iter()
        .map(|need| (words::name(&need.relation), oid_of(&need.relation), need.mode))
        .collect();
    if locks.is_empty()
        && let (Some(mode), Some(table)) = (mode, statement.tables.first())
    {
        locks.push((words::name(table), oid_of(table), mode));
    }
    row.size = words::size(locks.iter().filter_map(|(_, oid, _)| *oid));
    let known = locks.iter().filter_map(|(_, oid, mode)| Some(((*oid)?, *mode)));
    row.blocked_by = known.flat_map(|(oid, mode)| blockers(oid, mode)).collect();
    row.blocked_by.dedup();
    row.locks = locks.into_iter().map(|(name, _, mode)| (name, mode)).collect();
}

/// Who holds a lock on a table that this mode would wait for.
fn blockers(table: Oid, mode: Mode) -> Vec<String> {
    let modes =
        Mode::ALL.into_iter().filter(|held| mode.conflicts_with(*held)).map(Mode::lock_name).collect();
    let holders = lock_target::holders(table.to_u32(), modes);
    holders.into_iter().map(|holder| holder.description).collect()
}
