//! How changes go on and end: completed for good, or taken back from each state in each way.

use migrate_client_tests::SqlError;

use super::asked::Asked;
use super::case::{Case, Checked};
use super::kind::Kind;
use super::settings::Who;
use super::table::{At, Column};
use crate::stress::script::Rng;

/// What is under way.
pub struct Open {
    /// What was asked for.
    pub asked: Asked,
    /// The operation's number.
    pub id: String,
    /// Where it is.
    pub stage: Stage,
    /// Where it is to go.
    pub path: Path,
    /// The table's columns before.
    pub saved: Vec<Column>,
    /// Whether rows are not to be inserted meanwhile.
    pub blocks: bool,
    /// The number of its completion.
    pub completion: String,
}

/// Where it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// It was done in one step, and is to be taken back.
    AtOnce,
    /// Both ends work.
    Ready,
    /// It is complete, or hidden.
    Grace,
}

/// Whether an operation can do what plain SQL cannot: what depends on a column stays with it while it is hidden, and
/// follows where it gets another type.
pub fn is_more(kind: &Kind, error: &SqlError) -> bool {
    match kind {
        Kind::Split(..) | Kind::Merge(..) => true,
        Kind::Type(..) => ["0A000", "2BP01"].contains(&error.sqlstate.as_str()),
        _ => false,
    }
}

/// Where it is to go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Path {
    /// To its end.
    Complete,
    /// `abort`, wherever it is.
    Abort,
    /// `undo`, wherever it is.
    Undo,
    /// `complete`, and then `undo` of the change.
    CompleteUndo,
    /// `complete`, and then `abort`.
    CompleteAbort,
    /// `complete`, and then `undo` of that.
    CompleteReopen,
}

impl Path {
    /// A way for a kind.
    pub fn random(rng: &mut Rng, kind: &Kind) -> Path {
        use Path::*;
        match kind {
            Kind::Rename(..) | Kind::Type(..) | Kind::Split(..) | Kind::Merge(..) => rng.pick(&[
                Complete,
                Complete,
                Complete,
                Abort,
                Undo,
                CompleteUndo,
                CompleteAbort,
                CompleteReopen,
            ]),
            Kind::ViewOfOld => Undo,
            _ => rng.pick(&[Complete, Complete, Undo]),
        }
    }
}

impl Open {
    /// Whether what is defined here is other than in the twin, in a way that is meant.
    pub fn is_strange(&self) -> bool {
        match (self.stage, &self.asked.kind) {
            (Stage::AtOnce, _) => true,
            (Stage::Grace, Kind::DropColumn(_) | Kind::DropTable) => true,
            // Hidden, with what is to go with them.
            (Stage::Grace, Kind::Split(..) | Kind::Merge(..)) => true,
            (Stage::Grace, _) => self.path != Path::Complete,
            (Stage::Ready, _) => false,
        }
    }
}

impl Case<'_> {
    /// Both ends work from now on.
    pub fn both(&mut self, open: &Open) {
        let columns = &mut self.tables[open.asked.table].columns;
        match &open.asked.kind {
            Kind::Rename(at, new) => columns[*at].at = At::Both(new.clone()),
            Kind::Split(at, one, two) => columns[*at].at = At::Split(one.clone(), two.clone()),
            // They are not to be part of another change meanwhile.
            Kind::Type(0, _) => columns[0].at = At::Closed,
            Kind::Type(at, _) => columns[*at].is_fixed = true,
            Kind::Merge(a, b, _) => {
                columns[*a].is_fixed = true;
                columns[*b].is_fixed = true;
            }
            _ => {}
        }
    }

    /// Some columns cannot be written for the time being.
    pub fn close(&mut self, open: &mut Open, columns: &[usize]) {
        let table = &mut self.tables[open.asked.table];
        for at in columns {
            let column = &mut table.columns[*at];
            if column.is_not_null || column.has_default || column.is_checked {
                open.blocks = true;
            }
            column.at = At::Closed;
        }
        table.blocks += u32::from(open.blocks);
    }

    /// A column or a table is hidden; what goes on to the end is gone in the twin.
    pub fn hidden(&mut self, open: &mut Open) -> Checked<()> {
        if open.path == Path::Complete {
            if self.plainly(&open.asked, true).is_ok() {
                self.applied(&open.asked.kind, open.asked.table);
                return Ok(());
            }
            // Something depends on it, so that it cannot go: it comes back.
            open.path = Path::Undo;
        }
        match open.asked.kind {
            Kind::DropColumn(at) => self.close(open, &[at]),
            _ => self.tables[open.asked.table].is_there = false,
        }
        Ok(())
    }

    /// One of what is open goes on.
    pub fn advance(&mut self, at: usize) -> Checked<()> {
        let open = &self.open[at];
        let (id, path, stage, kind) = (open.id.clone(), open.path, open.stage, open.asked.kind.clone());
        let role = open.asked.who.role.clone();
        let who = Who::random(&mut self.rng, &role);
        let small = self.rng.pick(&["0", "DEFAULT"]);
        match (stage, path) {
            (Stage::Ready, Path::Complete) => self.complete(at, &who, small),
            (Stage::Ready, Path::Abort) => self.take_back(at, &who, &format!("abort({id})"), small),
            // By the long road the column comes back as the last one, and some tables do not allow that road.
            (Stage::AtOnce, _) => self.take_back(at, &who, &format!("undo({id})"), "DEFAULT"),
            (Stage::Ready, Path::Undo) => self.take_back(at, &who, &format!("undo({id})"), small),
            (Stage::Ready, _) => self.complete_for_a_time(at, &who, small),
            (Stage::Grace, Path::Complete) => {
                let call = format!("complete({id}, force => true)");
                if let Err(error) = self.call(&who, &call, small)? {
                    return Err(format!("{call} ({}): {error:?}", kind.word()));
                }
                self.tally.count(format!("done: {} for good", kind.word()));
                self.open.remove(at);
                self.compare("after the end of a change")
            }
            (Stage::Grace, Path::Undo) => {
                let word = self.rng.pick(&["undo", "restore"]);
                self.take_back(at, &who, &format!("{word}({id})"), small)
            }
            (Stage::Grace, Path::CompleteUndo) => {
                let call = format!("undo({id})");
                if matches!(kind, Kind::Rename(..)) {
                    return self.take_back(at, &who, &call, small);
                }
                self.reopen(at, &who, &call, small)
            }
            (Stage::Grace, Path::CompleteReopen) => {
                let call = format!("undo({})", self.open[at].completion);
                self.reopen(at, &who, &call, small)
            }
            (Stage::Grace, Path::Abort | Path::CompleteAbort) => {
                self.take_back(at, &who, &format!("abort({id})"), small)
            }
        }
    }

    /// As in plain SQL from now on, but for what is kept for a time.
    fn complete(&mut self, at: usize, who: &Who, small: &str) -> Checked<()> {
        let asked = self.open.remove(at);
        let plain = self.plainly(&asked.asked, true);
        let call = format!("complete({})", asked.id);
        let outcome = self.call(who, &call, small)?;
        let (kind, table) = (asked.asked.kind.clone(), asked.asked.table);
        let mut open = asked;
        match (plain, outcome) {
            (Ok(()), Ok(())) => {
                self.tally.count(format!("done: {} completed", kind.word()));
                self.applied(&kind, table);
                open.stage = Stage::Grace;
                self.open.push(open);
                self.compare("after complete")
            }
            (Ok(()), Err(error)) => {
                Err(format!("{call} ({}): {error:?}, and plain SQL is done", kind.word()))
            }
            (Err(error), Ok(())) if is_more(&kind, &error) => {
                self.for_a_time(&mut open);
                open.path = Path::CompleteUndo;
                self.open.push(open);
                Ok(())
            }
            (Err(plain), Ok(())) => {
                Err(format!("{call} ({}) is done, and plain SQL says {plain:?}", kind.word()))
            }
            (Err(_), Err(error)) => {
                self.tally.count(format!("refused: complete of {} {}", kind.word(), error.sqlstate));
                open.path = Path::Abort;
                self.open.push(open);
                self.compare("after complete was refused")
            }
        }
    }

    /// Completed, to be taken back.
    fn complete_for_a_time(&mut self, at: usize, who: &Who, small: &str) -> Checked<()> {
        let mut open = self.open.remove(at);
        let (call, word) = (format!("complete({})", open.id), open.asked.kind.word());
        match self.call(who, &call, small)? {
            Ok(()) => {
                self.tally.count(format!("done: {word} completed for a time"));
                open.completion = self.ask("SELECT max(id) FROM migrate.operations")?.remove(0);
                self.for_a_time(&mut open);
                self.open.push(open);
            }
            Err(error) => {
                if self.plainly(&open.asked, false).is_ok() {
                    return Err(format!("{call} ({word}): {error:?}, and plain SQL is done"));
                }
                self.tally.count(format!("refused: complete of {word} {}", error.sqlstate));
                open.path = Path::Abort;
                self.open.push(open);
            }
        }
        self.compare("after complete")
    }

    fn for_a_time(&mut self, open: &mut Open) {
        open.stage = Stage::Grace;
        let table = open.asked.table;
        match open.asked.kind.clone() {
            Kind::Rename(at, new) => self.tables[table].columns[at].at = At::Renamed(new),
            Kind::Type(0, _) => {}
            Kind::Type(at, conversion) => {
                let column = &mut self.tables[table].columns[at];
                column.values = conversion.common.to_vec();
                column.at = At::Other;
                if conversion.common.is_empty() || column.is_checked {
                    self.close(open, &[at]);
                }
            }
            Kind::Split(at, one, two) => {
                self.close(open, &[at]);
                self.tables[table].columns[at].at = At::Parts(one, two);
            }
            Kind::Merge(a, b, _) => self.close(open, &[a, b]),
            _ => {}
        }
    }

    /// Completed, and ready again.
    fn reopen(&mut self, at: usize, who: &Who, call: &str, small: &str) -> Checked<()> {
        let mut open = self.open.remove(at);
        let word = open.asked.kind.word();
        if let Err(error) = self.call(who, call, small)? {
            // Both names at once would need what a large table does not get: the old one alone can come back.
            if error.sqlstate == "0A000" {
                self.tally.count(format!("refused: reopening of {word} 0A000"));
                open.path = Path::CompleteUndo;
                self.open.push(open);
                return self.compare("after reopening was refused");
            }
            return Err(format!("{call} ({word} in grace): {error:?}"));
        }
        let state = self.ask(&format!("SELECT state FROM migrate.change_records WHERE id = {}", open.id))?;
        if state != ["ready"] {
            return Err(format!("{call} ({word} in grace) is done, and the change is {state:?}"));
        }
        self.tally.count(format!("done: {word} ready again"));
        self.restore(&mut open);
        self.both(&open);
        (open.stage, open.path) = (Stage::Ready, Path::Abort);
        self.open.push(open);
        self.compare("when it is ready again")
    }

    /// The columns as they were before.
    fn restore(&mut self, open: &mut Open) {
        let table = &mut self.tables[open.asked.table];
        table.blocks -= u32::from(open.blocks);
        open.blocks = false;
        let columns: Vec<usize> = match &open.asked.kind {
            Kind::DropTable => {
                table.is_there = true;
                Vec::new()
            }
            Kind::NotNull(at) | Kind::Default(at, _) | Kind::Instant(at, _) | Kind::Rename(at, _) => {
                vec![*at]
            }
            Kind::Type(at, _) | Kind::Split(at, ..) | Kind::DropColumn(at) => vec![*at],
            Kind::Merge(a, b, _) => vec![*a, *b],
            Kind::ViewOfOld => {
                table.is_unseen = false;
                Vec::new()
            }
            Kind::Once | Kind::RenameTable(_) | Kind::Move(_) => Vec::new(),
        };
        for at in columns {
            table.columns[at] = open.saved[at].clone();
        }
    }

    /// As it was before.
    fn take_back(&mut self, at: usize, who: &Who, call: &str, small: &str) -> Checked<()> {
        let mut open = self.open.remove(at);
        let word = open.asked.kind.word();
        let mut outcome = self.call(who, call, small)?;
        if matches!(&outcome, Err(error) if is_of_another_zone(&open.asked.kind, error)) {
            // IST is Israel's by default.
            outcome = self.call(who, call, &format!("{small}; SET timezone_abbreviations = 'India'"))?;
        }
        if let Err(error) = outcome {
            // A few things have no way back, and say so before anything is done.
            if open.stage == Stage::AtOnce && is_without_way_back(&open.asked.kind, &error) {
                self.tally.count(format!("refused: undo of {word} {}", error.sqlstate));
                if self.plainly(&open.asked, true).is_err() {
                    return Err(format!("{call} ({word}): {error:?}, and plain SQL refuses what is done"));
                }
                self.restore(&mut open);
                self.applied(&open.asked.kind, open.asked.table);
                return self.compare("after an undo that is refused");
            }
            return Err(format!("{call} ({word} in {:?}): {error:?}", open.stage));
        }
        self.tally.count(format!("done: {word} taken back"));
        if matches!(open.stage, Stage::Ready | Stage::Grace) {
            let state =
                self.ask(&format!("SELECT state FROM migrate.change_records WHERE id = {}", open.id))?;
            if !["aborted", "undone"].contains(&state.first().map_or("", String::as_str)) {
                return Err(format!("{call} ({word}) is done, and the change is {state:?}"));
            }
        }
        self.restore(&mut open);
        self.compare("after it was taken back")
    }
}

/// Whether there is no way back of what a plain ALTER TABLE has done.
fn is_without_way_back(kind: &Kind, error: &SqlError) -> bool {
    // To change a type by two columns may be needed on the way back alone.
    let is_foreign = error.sqlstate == "42809" && error.message.ends_with("is a foreign table");
    error.sqlstate == "0A000" || matches!(kind, Kind::Type(..)) && is_foreign
}

/// Whether a time was written with the short name of its zone, which this session takes for another one's.
fn is_of_another_zone(kind: &Kind, error: &SqlError) -> bool {
    let Kind::Type(_, conversion) = kind else { return false };
    error.sqlstate == "22000" && (conversion.from, conversion.to) == ("timestamp with time zone", "text")
}
