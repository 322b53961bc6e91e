//! A step of an operation before it is one of a plan, and how steps become units.

use crate::backfill::Backfill;
use crate::error::Result;
use crate::facts::Table;
use crate::lock::{Mode, Need};
use crate::name::Quoting;
use crate::plan::{Batched, NodeLock, Step, Transaction, Unit, words};
use crate::statement::{Class, Statement};

/// A step, before it is one of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What it does, in one line for people: one of [`words`].
    pub what: String,
    /// The statement, without a semicolon.
    pub sql: String,
    /// The table locks that it takes which somebody may notice: the mode, and the table as people read it. The first is
    /// that of its own table.
    pub locks: Vec<(Mode, String)>,
    /// Whether the catalog says that it has been done.
    pub is_done: bool,
    /// Why it is there, where that is not plain.
    pub detail: String,
    /// Whether what comes before it must be committed first.
    pub is_apart: bool,
    /// Whether it is not to be done, although it is not done: `detail` says why.
    pub is_left: bool,
    /// The backfill that is run in its place; `sql` is the one statement that would do the same. It is apart from what
    /// comes before and behind it.
    pub backfill: Option<Backfill>,
    /// Whether it only looks at rows, and fails where one is not as it should be.
    pub is_look: bool,
    /// What names the row of which it has failed.
    pub on_failure: Option<String>,
    /// The locks that are taken on all nodes of Citus before it.
    pub on_nodes: Vec<NodeLock>,
    /// The locks that it takes beyond what the statement says, since Citus does more than that.
    pub takes: Vec<Need>,
    /// As [`Transaction::meets_local`].
    pub meets_local: bool,
}

impl Draft {
    /// A statement that takes a lock on a table.
    pub fn new(what: String, sql: String, mode: Mode, table: &Table) -> Self {
        Draft::of_nothing(what, sql).locks_too(mode, &table.display)
    }

    /// Drops a constraint of a table.
    pub fn drop_constraint(names: &dyn Quoting, table: &Table, name: &str) -> Self {
        let sql = format!("ALTER TABLE {} DROP CONSTRAINT {}", table.sql, names.quote(name));
        Draft::new(words::drop_constraint(name), sql, Mode::AccessExclusive, table)
    }

    /// Looks at all rows for a constraint that was added NOT VALID.
    pub fn validate(names: &dyn Quoting, table: &Table, name: &str) -> Self {
        let sql = format!("ALTER TABLE {} VALIDATE CONSTRAINT {}", table.sql, names.quote(name));
        let draft = Draft::new(words::validate(name), sql, Mode::ShareUpdateExclusive, table);
        draft.apart().because("reads the table, stops nobody")
    }

    /// A backfill of a table, batch by batch.
    pub fn backfill(names: &dyn Quoting, backfill: Backfill, table: &Table) -> Self {
        let draft = Draft::update(names, &backfill, table);
        let how = match backfill.key.is_empty() {
            true => "block by block, in batches that commit by themselves",
            false => "by ranges of the primary key, in batches that commit by themselves",
        };
        Draft { backfill: Some(backfill), ..draft }.apart().because(how)
    }

    /// The same, or one statement where the table is small.
    ///
    /// What comes behind it changes the table, which the server refuses while deferred triggers or checks of the same
    /// transaction are to come. They are not made to come earlier: a trigger sees at its COMMIT what its author expects,
    /// and SET CONSTRAINTS would fire what else the caller's transaction has left. So the rows get a transaction of their own.
    pub fn fill(names: &dyn Quoting, backfill: Backfill, table: &Table) -> Self {
        let columns: Vec<&str> = backfill.assignments.iter().map(|one| one.column.as_str()).collect();
        if !table.is_small_tree() {
            return Draft::backfill(names, backfill, table);
        }
        if table.leaves_events(&columns) {
            let draft = Draft::backfill(names, backfill, table);
            let why = format!("{}: deferred triggers or checks come at their end", draft.detail);
            return draft.because(why);
        }
        Draft::update(names, &backfill, table).because("the table is small")
    }

    /// A backfill as one statement.
    pub fn update(names: &dyn Quoting, backfill: &Backfill, table: &Table) -> Self {
        let what = words::backfill(backfill.assignments.iter().map(|one| one.column.as_str()));
        let sql = backfill.statement(&table.sql, |name| names.quote(name));
        Draft::new(what, sql, Mode::RowExclusive, table)
    }

    /// A statement that takes no lock that anybody would notice.
    pub fn of_nothing(what: String, sql: String) -> Self {
        Draft {
            what,
            sql,
            locks: Vec::new(),
            is_done: false,
            detail: String::new(),
            is_apart: false,
            is_left: false,
            backfill: None,
            is_look: false,
            on_failure: None,
            on_nodes: Vec::new(),
            takes: Vec::new(),
            meets_local: false,
        }
    }

    /// The same, which takes a lock on another table, too.
    #[must_use]
    pub fn locks_too(mut self, mode: Mode, table: &str) -> Self {
        self.locks.push((mode, table.into()));
        self
    }

    /// The locks that it takes, for people, a line for each mode: `ACCESS EXCLUSIVE`, and where it is not that of the table
    /// which `is_known` without being named, `SHARE on articles_2026`.
    pub fn lock(&self, is_known: impl Fn(&str) -> bool) -> String {
        let mut lines: Vec<String> = Vec::new();
        let mut last = None;
        for (mode, table) in &self.locks {
            match (last == Some(*mode), is_known(table)) {
                (true, true) => {}
                (true, false) => lines.push(format!("and on {table}")),
                (false, true) => lines.push(mode.words().into()),
                (false, false) => lines.push(format!("{} on {table}", mode.words())),
            }
            last = Some(*mode);
        }
        lines.join("\n")
    }

    /// The same, done already if `is_done`.
    #[must_use]
    pub fn done_if(mut self, is_done: bool) -> Self {
        self.is_done = is_done;
        self
    }

    /// The same, but not to be done now.
    #[must_use]
    pub fn left_alone(mut self, detail: impl Into<String>) -> Self {
        self.is_left = true;
        self.because(detail)
    }

    /// The same, with a look at the rows that is made where it has failed of one: the server does not say of which.
    #[must_use]
    pub fn or_names(mut self, look: Option<String>) -> Self {
        self.on_failure = look;
        self
    }

    /// The same, in a transaction behind that of the steps before it.
    #[must_use]
    pub fn apart(mut self) -> Self {
        self.is_apart = true;
        self
    }

    /// The same with a word on why.
    #[must_use]
    pub fn because(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }
}

/// The units of those steps that are not done yet: what is apart, or must run outside of a transaction, begins a new
/// one. `parse` makes the statement of a draft; it is given the step's number.
///
/// # Errors
///
/// What `parse` says.
pub fn units(drafts: &[Draft], parse: impl Fn(&Draft, u32) -> Result<Statement>) -> Result<Vec<Unit>> {
    let mut units = Vec::new();
    let mut open = Transaction::default();
    // Whether the open transaction does what takes long and stops nobody.
    let mut is_slow = false;
    let close = |open: &mut Transaction, units: &mut Vec<Unit>| {
        if !open.steps.is_empty() {
            units.push(Unit::Transaction(std::mem::take(open)));
        }
    };
    for (draft, number) in drafts.iter().zip(1..).filter(|(draft, _)| !draft.is_done && !draft.is_left) {
        let (what, on_failure) = (draft.what.clone(), draft.on_failure.clone());
        let mut statement = Statement { what, on_failure, ..parse(draft, number)? };
        statement.locks = statement.locks.iter().chain(&draft.takes).cloned().collect();
        let stops_others = !statement.locks.is_empty();
        if draft.is_apart || is_slow && stops_others {
            close(&mut open, &mut units);
            is_slow = draft.is_apart && !stops_others;
        }
        if let Some(backfill) = &draft.backfill {
            close(&mut open, &mut units);
            let step = Step::statement(statement);
            units.push(Unit::Batched(Box::new(Batched { step, backfill: backfill.clone() })));
        } else if matches!(statement.class, Class::Standalone(_)) {
            close(&mut open, &mut units);
            units.push(Unit::Standalone(Box::new(Step::statement(statement))));
        } else {
            open.meets_local = draft.meets_local && (open.steps.is_empty() || open.meets_local);
            open.steps.push(Step::statement(statement));
            open.lock_on_nodes(&draft.on_nodes);
        }
    }
    close(&mut open, &mut units);
    Ok(units)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::fake::Fake;

    #[test]
    fn locks_name_the_tables_that_are_not_known() {
        let fake = Fake::new(15, "a");
        let draft = Draft::new("x".into(), "SELECT 1".into(), Mode::ShareRowExclusive, &fake.table);
        let draft = draft.locks_too(Mode::ShareRowExclusive, "authors").locks_too(Mode::Share, "p");
        let own = fake.table.display.clone();
        assert_eq!(draft.lock(|table| table == own), "SHARE ROW EXCLUSIVE\nand on authors\nSHARE on p");
        assert_eq!(
            draft.lock(|_| false),
            format!("SHARE ROW EXCLUSIVE on {own}\nand on authors\nSHARE on p")
        );
        assert_eq!(Draft::of_nothing("x".into(), "SELECT 1".into()).lock(|_| false), "");
    }
}
