//! Which rows are still to be filled, and steps that fail where a row has lost a value.

use crate::backfill::{Assignment, closed};
use crate::facts::Table;
use crate::lock::Mode;
use crate::name::{Quoting, object_name};
use crate::plan::draft::Draft;
use crate::request::SplitColumn;
use crate::steps::stored;

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
        let nothing: Vec<_> =
            self.new.iter().map(|one| format!("{} IS NULL", names.quote(&one.name))).collect();
        let (differ, back) = (self.differ(names), self.differ_back(names));
        format!("{differ} AND ({} OR {back})", nothing.join(" AND "))
    }

    /// Fails if a row has neither end that follows from the other.
    pub(super) fn verify(&self, names: &dyn Quoting, table: &Table) -> Draft {
        let message = format!("rows of {} do not follow from each other", table.display);
        // What was written through the new end counts: then the old end follows from it.
        let sql = format!(
            "DO $migrate$BEGIN
    IF EXISTS (SELECT FROM {} WHERE {} AND ({})) THEN
        RAISE data_exception USING MESSAGE = {};
    END IF;
END$migrate$",
            table.sql,
            self.differ(names),
            self.differ_back(names),
            names.literal(&message)
        );
        Draft::new(sql, Mode::AccessShare, table).apart().because("reads the table, stops nobody")
    }

    /// Fails, with the server's own words, if a hidden column has no value in a row for which it has one, or for which
    /// that cannot be said.
    fn lost(&self, names: &dyn Quoting, table: &Table) -> Draft {
        let lost = |one: &Assignment| {
            let hidden = names.quote(&self.hidden(table, &one.column));
            format!("{hidden} IS NULL AND ({}) IS NOT NULL", closed(&one.expression))
        };
        let lost: Vec<_> = self.old.iter().map(lost).collect();
        let message = format!("rows of {} have no value in {}", table.display, self.old_names().join(", "));
        let sql = format!(
            "DO $migrate$BEGIN
    PERFORM pg_catalog.set_config('search_path', {}, true);
    IF EXISTS (SELECT FROM {} WHERE {}) THEN
        RAISE data_exception USING MESSAGE = {};
    END IF;
END$migrate$",
            names.literal(&self.scope.search_path),
            table.sql,
            lost.join(" OR "),
            names.literal(&message)
        );
        let is_shown = self.old.iter().all(|one| table.column(&one.column).is_ok());
        Draft::new(sql, Mode::AccessShare, table).done_if(is_shown).because("reads the table, stops nobody")
    }

    /// Steps behind a look at all rows, which on a large table is taken without their locks.
    pub(super) fn unless_lost(
        &self,
        names: &dyn Quoting,
        table: &Table,
        mut drafts: Vec<Draft>,
    ) -> Vec<Draft> {
        let is_large = !table.tree().iter().all(|table| table.is_small);
        if let Some(first) = drafts.first_mut() {
            first.is_apart |= is_large;
        }
        drafts.insert(0, self.lost(names, table));
        drafts
    }

    /// What an old column is called while it is hidden.
    pub(super) fn hidden(&self, table: &Table, column: &str) -> String {
        object_name(&[&table.name, column], "hidden")
    }
}
