//! Columns that two applications write: the old end, and the new one.
//!
//! An UPDATE may write both ends: then the new end counts. In an INSERT the new end counts if anything in it has a value;
//! nobody can tell a NULL that was written from one that was left out. The new end therefore has no defaults while there
//! are two, nor that of its domain.
//!
//! A value of the old end that has no counterpart stops nobody who writes: it is NULL in the new end, which is looked for
//! before the change is completed.

use super::{Event, On, Triggers, drop};
use crate::backfill::{Assignment, closed};
use crate::error::Result;
use crate::facts::{Catalog, Table};
use crate::name::Quoting;
use crate::plan::draft::Draft;
use crate::request::Scope;
use crate::steps::stored;

/// A column that has only the value of another.
pub(crate) fn same(column: &str, names: &dyn Quoting, other: &str) -> Assignment {
    Assignment { column: column.into(), expression: names.quote(other) }
}

/// What is no answer of a conversion: then the statement fails, or ends.
pub(crate) const RAISED: &str =
    "transaction_rollback OR insufficient_resources OR operator_intervention OR lock_not_available";

/// A variable of the function.
const DIFFERS: &str = "\"~differs\"";

/// Both ends, and how each follows from the other.
pub(crate) struct Sync<'a> {
    /// The table.
    pub(crate) table: &'a Table,
    /// The change's token.
    pub(crate) token: String,
    /// What the table is called in the expressions.
    pub(crate) row: String,
    /// The old end.
    pub(crate) old: Vec<Assignment>,
    /// The new end.
    pub(crate) new: Vec<Assignment>,
    /// What the old columns are called while they are hidden; none where they never are.
    pub(crate) hidden: Vec<String>,
    /// A condition that the new end is not what follows from the old one; none where both are simply the same. Where it
    /// follows, the old end is left alone: it may say more than can be had back from the new one.
    pub(crate) differ: Option<String>,
    /// Under what expressions mean something; none where there are only columns.
    pub(crate) scope: Option<&'a Scope>,
    /// Whether only what is written to the new end is carried over.
    pub(crate) is_one_way: bool,
    /// Whether a value of the old end that has no counterpart is an error.
    pub(crate) is_strict: bool,
}

impl Sync<'_> {
    fn triggers(&self, names: &dyn Quoting) -> Triggers<'_> {
        let columns: Vec<&str> = self.new.iter().map(|new| new.column.as_str()).collect();
        let both: Vec<&Assignment> = self.old.iter().chain(&self.new).collect();
        // Whoever changes other columns does not pay for it. What an UPDATE names does not tell: a trigger of the table's
        // own may change a column, too.
        let is_changed = stored::differ(&values(names, "NEW", &both), &values(names, "OLD", &both));
        // Where both ends are the same nothing is left to be done when they are: a backfill does not pay for it either.
        let is_changed = match (&self.differ, self.old.as_slice(), self.new.as_slice()) {
            (None, [old], [new]) => {
                let new_of = |one: &Assignment| format!("NEW.{}", names.quote(&one.column));
                let data_type = self.table.type_of(&old.column);
                format!("{} AND {is_changed}", stored::differ_of(data_type, &new_of(old), &new_of(new)))
            }
            _ => is_changed,
        };
        Triggers {
            table: self.table,
            token: &self.token,
            about: columns.join("_"),
            arguments: self.hidden.clone(),
            body: self.body(names),
            scope: self.scope,
            on: vec![
                On { event: Event::Insert, end: "", when: None },
                On { event: Event::Update, end: "_update", when: Some(is_changed) },
            ],
            is_one_way: self.is_one_way,
        }
    }

    /// What the function does.
    fn body(&self, names: &dyn Quoting) -> String {
        let differs = |end: &[Assignment]| {
            let end: Vec<&Assignment> = end.iter().collect();
            stored::differ(&values(names, "NEW", &end), &values(names, "OLD", &end))
        };
        let written: Vec<_> = self
            .new
            .iter()
            .map(|one| stored::has_value(&format!("NEW.{}", names.quote(&one.column))))
            .collect();
        let (written, to_new) = (written.join(" OR "), self.assign(names, &self.new));
        let to_old = self.assign(names, &self.old);
        if self.is_one_way {
            // Whoever writes must not be disturbed by what is hidden.
            let to_old = self.or_nothing(names, &to_old, &self.old);
            return format!(
                "BEGIN
    IF TG_OP = 'INSERT' OR {} THEN
        {to_old}
    END IF;
    RETURN NEW;
END
",
                differs(&self.new)
            );
        }
        let to_old = self.unless_it_follows(names, to_old);
        let to_new = match self.differ {
            Some(_) if !self.is_strict => self.or_nothing(names, &to_new, &self.new),
            _ => to_new,
        };
        let declare = self.differ.as_ref().map(|_| format!("DECLARE\n    {DIFFERS} boolean;\n"));
        format!(
            "{}BEGIN
    IF TG_OP = 'INSERT' THEN
        IF {written} THEN
            {to_old}
        ELSE
            {to_new}
        END IF;
    ELSIF {} THEN
        {to_old}
    ELSIF {} THEN
        {to_new}
    END IF;
    RETURN NEW;
END
",
            declare.unwrap_or_default(),
            differs(&self.new),
            differs(&self.old),
        )
    }

    /// Leaves the old end alone where the new one follows from it.
    fn unless_it_follows(&self, names: &dyn Quoting, to_old: String) -> String {
        let Some(differ) = &self.differ else { return to_old };
        let row = names.quote(&self.row);
        // From a value without a counterpart nothing follows.
        format!(
            "BEGIN SELECT {differ} INTO {DIFFERS} FROM (SELECT NEW.*) AS {row}; \
             EXCEPTION WHEN {RAISED} THEN RAISE; WHEN OTHERS THEN {DIFFERS} := true; END;
        IF {DIFFERS} THEN {to_old} END IF;"
        )
    }

    /// Gives an end nothing where its values cannot be had.
    fn or_nothing(&self, names: &dyn Quoting, assign: &str, end: &[Assignment]) -> String {
        let nothing = |one: &Assignment| format!("NEW.{} := NULL;", names.quote(&one.column));
        let nothing = end.iter().map(nothing).collect::<Vec<_>>().join(" ");
        format!("BEGIN {assign} EXCEPTION WHEN {RAISED} THEN RAISE; WHEN OTHERS THEN {nothing} END;")
    }

    /// Statements that give an end its values.
    fn assign(&self, names: &dyn Quoting, end: &[Assignment]) -> String {
        if let ([one], None) = (end, &self.differ) {
            return format!("NEW.{} := NEW.{};", names.quote(&one.column), one.expression);
        }
        let values: Vec<_> = end.iter().map(|one| closed(&one.expression)).collect();
        let targets: Vec<_> = end.iter().map(|one| format!("NEW.{}", names.quote(&one.column))).collect();
        format!(
            "SELECT {} INTO {} FROM (SELECT NEW.*) AS {};",
            values.join(", "),
            targets.join(", "),
            names.quote(&self.row)
        )
    }

    /// See [`Triggers::first_name`].
    pub(crate) fn trigger(&self, names: &dyn Quoting) -> String {
        self.triggers(names).first_name()
    }

    /// The step that makes the function, or replaces it.
    pub(crate) fn function_draft(&self, catalog: &dyn Catalog) -> Result<Draft> {
        self.triggers(catalog).function(catalog)
    }

    /// The steps that make it.
    pub(crate) fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        self.triggers(catalog).drafts(catalog)
    }

    /// The same, and then whoever has written with it as it was before is waited for.
    pub(crate) fn closed_to_writers(&self, catalog: &dyn Catalog, why: &str) -> Result<Vec<Draft>> {
        self.triggers(catalog).closed_to_writers(catalog, why)
    }

    /// The steps that take it away.
    pub(crate) fn drop(&self, names: &dyn Quoting) -> Vec<Draft> {
        drop(names, self.table, &self.token)
    }

    /// See [`Triggers::at_work`].
    pub(crate) fn at_work(&self, names: &dyn Quoting) -> Result<()> {
        self.triggers(names).at_work()
    }
}

/// Columns of a row as one value: two rows would be compared column by column.
fn values(names: &dyn Quoting, of: &str, columns: &[&Assignment]) -> String {
    let columns: Vec<_> = columns.iter().map(|one| format!("{of}.{}", names.quote(&one.column))).collect();
    columns.join(", ")
}
