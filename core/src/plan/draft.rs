//! A step of an operation before it is one of a plan, and how steps become units.

use crate::backfill::Backfill;
use crate::error::Result;
use crate::facts::Table;
use crate::lock::Mode;
use crate::name::Quoting;
use crate::plan::{Batched, Step, Transaction, Unit};
use crate::statement::{Class, Statement};

/// A step, before it is one of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The statement, without a semicolon.
    pub sql: String,
    /// The strongest table lock that it takes, for people: `ACCESS EXCLUSIVE on articles`.
    pub lock: String,
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
}

impl Draft {
    /// A statement that takes a lock on a table.
    pub fn new(sql: String, mode: Mode, table: &Table) -> Self {
        let lock = format!("{} on {}", mode.words(), table.display);
        Draft {
            sql,
            lock,
            is_done: false,
            detail: String::new(),
            is_apart: false,
            is_left: false,
            backfill: None,
        }
    }

    /// A backfill of a table, batch by batch.
    pub fn backfill(names: &dyn Quoting, backfill: Backfill, table: &Table) -> Self {
        let sql = backfill.statement(&table.sql, |name| names.quote(name));
        let draft = Draft::new(sql, Mode::RowExclusive, table);
        Draft { backfill: Some(backfill), ..draft }
            .apart()
            .because("block by block, in batches that commit by themselves")
    }

    /// The same, or one statement where the table is small.
    pub fn fill(names: &dyn Quoting, backfill: Backfill, table: &Table) -> Self {
        if !table.is_small_tree() {
            return Draft::backfill(names, backfill, table);
        }
        let sql = backfill.statement(&table.sql, |name| names.quote(name));
        Draft::new(sql, Mode::RowExclusive, table).because("the table is small")
    }

    /// A statement that takes no lock that anybody would notice.
    pub fn of_nothing(sql: String) -> Self {
        Draft {
            sql,
            lock: String::new(),
            is_done: false,
            detail: String::new(),
            is_apart: false,
            is_left: false,
            backfill: None,
        }
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
        let statement = parse(draft, number)?;
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
            open.steps.push(Step::statement(statement));
        }
    }
    close(&mut open, &mut units);
    Ok(units)
}
