//! What is said of a statement, from what was seen of it.

use migrate_core::lock::Mode;
use migrate_core::relation::Relation;
use migrate_core::statement::{Class, Standalone, Statement};
use pgrx::pg_sys::Oid;

use super::words::Asked;
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
    /// Rows and bytes of what the statement is about: the largest of the tables that it reads or writes anew, or else of
    /// those that it names.
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
pub(super) fn row(clones: &Clones, asked: &Asked, statement: &Statement) -> Row {
    let trial = match cannot_be_tried(statement) {
        Some(why) => Trial::Read(why.into()),
        None => clones.run(&statement.text),
    };
    told(asked, statement, trial)
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
pub(super) fn told(asked: &Asked, statement: &Statement, trial: Trial) -> Row {
    let mut row = Row {
        statement: statement.number,
        line: statement.line,
        what: migrate_core::text::one_line(&statement.text, 60),
        ..Row::default()
    };
    match trial {
        Trial::Seen(seen) => tell_seen(&mut row, asked, statement, seen),
        Trial::Read(why) => tell_read(&mut row, asked, statement, why),
        Trial::Failed(failure) => {
            row.reason = Some(format!("it fails: {}", failure.message));
            tell_read_locks(&mut row, asked, statement);
        }
    }
    row
}

fn tell_seen(row: &mut Row, asked: &Asked, statement: &Statement, seen: Seen) {
    row.seen = true;
    let is_table = |touched: &Touched| "rpvmf".contains(&touched.kind);
    let mut locks: Vec<(Touched, Mode)> =
        seen.locks.into_iter().map(|(on, mode)| (on, mode_of(statement, mode))).collect();
    let named = named(statement, locks.iter().map(|(on, _)| on));
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
        .then(|| asked.estimate(statement, !rewritten.is_empty(), &read));
    row.size = match (read.is_empty(), named.is_empty()) {
        (false, _) => asked.size(read),
        (true, false) => asked.size(named),
        // A new table has none, whatever it refers to.
        (true, true) if statement.tag == "CREATE TABLE" => None,
        (true, true) => asked.size(locks.iter().map(|(on, _)| on.oid)),
    };
    row.blocked_by = locks.iter().flat_map(|(on, mode)| asked.blockers(on.oid, *mode)).collect();
    row.blocked_by.dedup();
    row.locks = locks.into_iter().map(|(on, mode)| (on.display, mode)).collect();
}

/// Those of some relations that a statement is about: what it names, not what it must lock besides.
fn named<'a>(statement: &Statement, relations: impl Iterator<Item = &'a Touched>) -> Vec<Oid> {
    // The other end of a foreign key is named, too, behind the table.
    let most = if statement.tag.starts_with("ALTER ") || statement.tag.starts_with("CREATE ") {
        1
    } else {
        usize::MAX
    };
    let is_named = |touched: &&Touched| {
        let display = Relation::read(&touched.display).ok();
        let is_it = |name: &Relation| display.as_ref().is_some_and(|touched| touched.may_be(name));
        statement.tables.iter().take(most).any(is_it)
    };
    relations.filter(is_named).map(|touched| touched.oid).collect()
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

fn tell_read(row: &mut Row, asked: &Asked, statement: &Statement, why: String) {
    row.reason = Some(why);
    tell_read_locks(row, asked, statement);
}

/// The locks that a statement is known to take, and those of a statement that was not tried.
fn tell_read_locks(row: &mut Row, asked: &Asked, statement: &Statement) {
    let mode = match statement.tag.as_str() {
        "INSERT" | "UPDATE" | "DELETE" | "MERGE" | "COPY" => Some(Mode::RowExclusive),
        "VACUUM" | "ANALYZE" => Some(Mode::ShareUpdateExclusive),
        _ => None,
    };
    let mut locks: Vec<(String, Option<Oid>, Mode)> = statement
        .locks
        .iter()
        .map(|need| (need.relation.dotted(), oid_of(&need.relation), need.mode))
        .collect();
    if locks.is_empty()
        && let (Some(mode), Some(table)) = (mode, statement.tables.first())
    {
        locks.push((table.dotted(), oid_of(table), mode));
    }
    row.size = asked.size(locks.iter().filter_map(|(_, oid, _)| *oid));
    let known = locks.iter().filter_map(|(_, oid, mode)| Some(((*oid)?, *mode)));
    row.blocked_by = known.flat_map(|(oid, mode)| asked.blockers(oid, mode)).collect();
    row.blocked_by.dedup();
    row.locks = locks.into_iter().map(|(name, _, mode)| (name, mode)).collect();
}
