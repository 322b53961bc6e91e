//! Which rows are still to be filled, and steps that fail where a row has lost a value.

use crate::backfill::{Assignment, closed};
use crate::facts::{Catalog, Table};
use crate::name::Quoting;
use crate::plan::draft::Draft;
use crate::request::SplitColumn;
use crate::steps::rows::Look;
use crate::steps::{named, stored, sync};

impl SplitColumn {
    /// The rows whose new end does not follow from the old one. A NULL of both ends is alike.
    pub(super) fn differ(&self, names: &dyn Quoting) -> String {
        let columns: Vec<_> = self.new.iter().map(|one| names.quote(&one.name)).collect();
        let values: Vec<_> = self
            .new
            .iter()
            .map(|one| format!("({})::{}", closed(&one.expression), closed(&one.data_type)))
            .collect();
        stored::differ(&columns.join(", "), &values.join(", "))
    }

    /// The rows whose old end does not follow from the new one.
    fn differ_back(&self, names: &dyn Quoting) -> String {
        let differ = |one: &Assignment| {
            format!("{} IS DISTINCT FROM ({})", names.quote(&one.column), closed(&one.expression))
        };
        self.old.iter().map(differ).collect::<Vec<_>>().join(" OR ")
    }

    /// The rows that are still to be filled: not those that were written through the new end, which may say more than
    /// would follow from the old one.
    pub(super) fn left(&self, names: &dyn Quoting) -> String {
        let nothing: Vec<_> = self.new.iter().map(|one| stored::has_none(&names.quote(&one.name))).collect();
        let (differ, back) = (self.differ(names), self.differ_back(names));
        format!("{differ} AND ({} OR {back})", nothing.join(" AND "))
    }

    fn look<'a>(
        &'a self,
        table: &'a Table,
        that: &str,
        condition: String,
        message: String,
        hint: &str,
    ) -> Look<'a> {
        let (row, scope, that) = (self.table.name.as_str(), Some(&self.scope), that.into());
        Look { that, table, row, scope, of: None, value: None, condition, message, hint: hint.into() }
    }

    /// Fails if a row has neither end that follows from the other.
    pub(super) fn verify(&self, names: &dyn Quoting, table: &Table) -> Draft {
        let message = format!("rows of {} do not follow from each other", table.display);
        // What was written through the new end counts: then the old end follows from it.
        let condition = format!("{} AND ({})", self.differ(names), self.differ_back(names));
        let hint =
            "Set one of the two ends to what is right: the other follows, if it can. Then call it again.";
        self.look(table, "old and new columns agree", condition, message, hint).draft(names)
    }

    /// Whether the ends of a change that is ready may not follow from each other, since the trigger was away. Of a look at
    /// all rows it is known that it stopped the completion.
    pub(super) fn is_out_of_step(&self, catalog: &dyn Catalog, table: &Table, token: &str) -> bool {
        self.sync(catalog, table, token).at_work(catalog).is_err()
            || catalog.has_failed(&self.verify(catalog, table).sql)
            || catalog.has_failed(&self.taken_over(catalog, table).sql)
    }

    /// Fails if a row was written through the new end while no trigger carried it to the old one: which of the two counts
    /// nobody but people can say.
    pub(super) fn taken_over(&self, names: &dyn Quoting, table: &Table) -> Draft {
        let message = format!("rows of {} were written while no trigger was at work", table.display);
        let any: Vec<_> = self.new.iter().map(|one| stored::has_value(&names.quote(&one.name))).collect();
        let (differ, back) = (self.differ(names), self.differ_back(names));
        let condition = format!("({}) AND {differ} AND ({back})", any.join(" OR "));
        let hint = "Set the old columns to what is right: the new ones follow. Then call it again.";
        self.look(table, "no row was written past the trigger", condition, message, hint).draft(names)
    }

    /// Fails if a row has a value from which no new one can be had.
    pub(super) fn fits(&self, names: &dyn Quoting, table: &Table) -> Draft {
        let message =
            format!("a row of {} has no counterpart in {}", table.display, self.new_names().join(", "));
        let values: Vec<_> = self
            .new
            .iter()
            .map(|one| format!("(({})::{})", closed(&one.expression), closed(&one.data_type)))
            .collect();
        // Never true: it is there to be had.
        let condition =
            format!("pg_catalog.num_nulls({}) OPERATOR(pg_catalog.>) {}", values.join(", "), values.len());
        let hint = "Mend the row, or have the expression give NULL for it. Then call it again.";
        self.look(table, "each row has new values", condition, message, hint).draft(names)
    }

    /// Fails, with the server's own words, if a hidden column has no value in a row for which it has one, or for which
    /// that cannot be said.
    fn lost(&self, names: &dyn Quoting, table: &Table, token: &str) -> Draft {
        let lost = |one: &Assignment| {
            let hidden = names.quote(&self.hidden(table, token, &one.column));
            let value = stored::has_value(&format!("({})", closed(&one.expression)));
            format!("{} AND {value}", stored::has_none(&hidden))
        };
        let lost: Vec<_> = self.old.iter().map(lost).collect();
        let message = format!("rows of {} have no value in {}", table.display, self.old_names().join(", "));
        let is_shown = self.old.iter().all(|one| table.column(&one.column).is_ok());
        let hint = "Set the new columns to what has an old value. Then call it again.";
        self.look(table, "no value was lost", lost.join(" OR "), message, hint).draft(names).done_if(is_shown)
    }

    /// Steps behind a look at all rows, which on a large table is taken without their locks.
    pub(super) fn unless_lost(
        &self,
        names: &dyn Quoting,
        table: &Table,
        token: &str,
        mut drafts: Vec<Draft>,
    ) -> Vec<Draft> {
        let is_large = !table.tree().iter().all(|table| table.is_small);
        if let Some(first) = drafts.first_mut() {
            first.is_apart |= is_large;
        }
        drafts.insert(0, self.lost(names, table, token));
        drafts
    }

    /// What an old column is called while it is hidden.
    pub(super) fn hidden(&self, table: &Table, token: &str, column: &str) -> String {
        let place = self.old.iter().position(|one| one.column == column);
        let said = place.and_then(|place| sync::arguments(table, token)?.get(place).cloned());
        let is_taken = |name: &str| table.columns.iter().any(|there| there.name == name);
        said.unwrap_or_else(|| named::column(&format!("{}_{column}_hidden", table.name), token, is_taken))
    }
}
