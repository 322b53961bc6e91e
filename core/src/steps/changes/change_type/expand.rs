//! The second column, and what it needs before it can take the first one's place.

use super::ends::Ends;
use crate::backfill::{Assignment, Backfill};
use crate::error::Result;
use crate::facts::{Catalog, Index};
use crate::lock::Mode;
use crate::name::{Quoting, shown};
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::steps::changes::column::nothing_by_default;
use crate::steps::changes::mark;
use crate::steps::rows::Look;
use crate::steps::stored;
use crate::steps::sync::Follow;

impl Ends<'_> {
    /// All the steps until both columns are there.
    pub(super) fn expand(
        &self,
        catalog: &dyn Catalog,
        follow: &Follow,
        is_ready: bool,
        is_apart: bool,
    ) -> Result<Vec<Draft>> {
        let table = self.table;
        let is_there = table.has_column(&self.name);
        // Before anybody notices: what has no counterpart.
        let mut drafts: Vec<Draft> =
            self.fits(catalog, follow).into_iter().map(|draft| draft.done_if(is_there)).collect();
        let name = catalog.quote(&self.name);
        let alter = |what: String, action: String| {
            let sql = format!("ALTER TABLE {} {action}", table.sql);
            Draft::new(what, sql, Mode::AccessExclusive, table).done_if(is_there)
        };
        let default = nothing_by_default(catalog, table, &self.column.name, &self.to.data_type)?;
        let why = "takes the new values, kept in step";
        let add = format!("ADD COLUMN {name} {}{default}", self.to.sql_type());
        drafts.push(alter(words::add_column(&self.name, &self.to.data_type), add).because(why));
        if !default.is_empty() {
            let what = words::alter_column(&self.name, "drop default");
            let drop = alter(what, format!("ALTER COLUMN {name} DROP DEFAULT"));
            drafts.push(drop.because("the trigger gives each row its value"));
        }
        drafts.extend(follow.sync(catalog, table)?);
        drafts.push(mark::put(catalog, table, self.token));
        drafts.push(match is_apart {
            true => self.refill(catalog, follow),
            false => self.backfill(catalog, follow, is_ready),
        });
        drafts.extend(self.objects(catalog)?);
        // The statistics of an index's expression are only collected with those of all columns.
        let has_expression = |index: &&Index| index.columns.iter().any(String::is_empty);
        let analyze = match self.hanging.indexes_of(table).iter().any(has_expression) {
            true => format!("ANALYZE {}", table.sql),
            false => format!("ANALYZE {} ({})", table.sql, catalog.quote(&self.name)),
        };
        drafts.push(
            Draft::new(words::analyze(&table.name), analyze, Mode::ShareUpdateExclusive, table)
                .done_if(is_ready)
                .apart()
                .because("statistics, so that plans are good from the first moment"),
        );
        drafts.push(self.agrees(catalog, follow).done_if(is_ready));
        Ok(drafts)
    }

    fn look<'a>(&'a self, follow: &'a Follow, that: String, message: String, hint: &str) -> Look<'a> {
        Look {
            that,
            table: self.table,
            row: follow.row,
            scope: follow.scope,
            of: None,
            value: None,
            condition: "false".into(),
            message,
            hint: hint.into(),
        }
    }

    /// Fails if a row has a value from which no new one can be had.
    fn fits(&self, names: &dyn Quoting, follow: &Follow) -> Option<Draft> {
        if !follow.can_fail() {
            return None;
        }
        let (table, column) = (&self.table.display, &self.column.name);
        let message =
            format!("a value of column {column} of {table} does not fit type {}", self.to.data_type);
        let hint = "Mend the row, or give a using_expression that knows a value for it. Then call it again.";
        let none = stored::has_none(&follow.typed(names));
        let that = format!("values fit type {}", self.to.data_type);
        let look = self.look(follow, that, message, hint);
        let value = Some((follow.value(names), self.to.data_type.clone()));
        let condition = if self.is_filled() { none } else { "false".into() };
        Some(Look { value, condition, ..look }.draft(names))
    }

    /// That the column that takes the place has another value than it should.
    fn differ(&self, names: &dyn Quoting, follow: &Follow) -> String {
        stored::differ_of(&self.to.data_type, &names.quote(&self.name), &follow.typed(names))
    }

    /// Fails if a row of the column that takes the place has another value than it should.
    pub(super) fn agrees(&self, names: &dyn Quoting, follow: &Follow) -> Draft {
        let condition = self.differ(names, follow);
        let message = format!(
            "a row of {} has another value in column {} than it should",
            self.table.display, self.name
        );
        let hint = "Set the column to what is right: the other one follows, if it can. Then call it again.";
        let that = format!("{} and {} agree", shown(&follow.from), shown(&self.name));
        Look { condition, ..self.look(follow, that, message, hint) }.draft(names)
    }

    /// Fails if a row has a value that was lost on the way back.
    pub(super) fn lost(&self, names: &dyn Quoting, back: &Follow) -> Draft {
        let (column, table) = (&self.column.name, &self.table.display);
        let message = format!("a value of column {column} of {table} does not fit its old type");
        let hint = "Set it to one that does. Then call it again.";
        let of = Some(stored::has_none(&names.quote(&back.to)));
        let look = self.look(back, "no value was lost".into(), message, hint);
        Look { of, condition: back.has_value(names), ..look }.draft(names)
    }

    fn backfill(&self, catalog: &dyn Catalog, follow: &Follow, is_ready: bool) -> Draft {
        let set = Assignment { column: self.name.clone(), expression: follow.value(catalog) };
        let none = stored::has_none(&catalog.quote(&self.name));
        let condition = format!("{none} AND {}", follow.has_value(catalog));
        // Later writes are the trigger's: one pass is enough.
        let backfill = Backfill::new(self.table.relation(), vec![set], Some(condition)).named(follow.row);
        let is_filled =
            self.table.has_column(&self.name) && catalog.is_filled(self.table, &self.name, &backfill);
        Draft::backfill(catalog, backfill, self.table).done_if(is_ready || is_filled)
    }

    /// Gives the rows whose new value is not what follows from the old one what does.
    fn refill(&self, catalog: &dyn Catalog, follow: &Follow) -> Draft {
        let set = Assignment { column: self.name.clone(), expression: follow.value(catalog) };
        let differ = Some(self.differ(catalog, follow));
        let backfill = Backfill::new(self.table.relation(), vec![set], differ.clone()).named(follow.row);
        Draft::backfill(catalog, backfill.with_rest(differ), self.table)
    }

    /// Whether the new column of a change that is ready may not follow the old one. The rows of a small table are looked
    /// at; of another it is known by the look that stopped its completion.
    pub(super) fn is_out_of_step(&self, catalog: &dyn Catalog, follow: &Follow) -> bool {
        if follow.at_work(catalog, self.table).is_err() {
            return true;
        }
        if self.table.is_small_tree() && follow.scope.is_none() {
            let differ = self.differ(catalog, follow);
            // What cannot be looked at cannot be as it should be.
            return catalog
                .has_row(&format!("SELECT 1 FROM {} WHERE {differ}", self.table.sql))
                .unwrap_or(true);
        }
        catalog.has_failed(&self.agrees(catalog, follow).sql)
    }

    /// What the new column needs of its own before it can take the place.
    pub(super) fn objects(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let mut drafts = self.build_indexes(catalog)?;
        for (name, definition) in self.checks(catalog)? {
            drafts.extend(self.check(catalog, &self.copy_of(&name), &definition));
        }
        Ok(drafts)
    }

    /// What proves that it is NOT NULL, if it is to be for every row. Until the change is completed a value may have no counterpart.
    pub(super) fn not_null(&self, names: &dyn Quoting) -> Vec<Draft> {
        let check = format!("CHECK ({})", stored::has_value(&names.quote(&self.name)));
        if self.is_filled() { self.check(names, &self.helper(), &check) } else { Vec::new() }
    }

    fn check(&self, names: &dyn Quoting, name: &str, definition: &str) -> Vec<Draft> {
        let there = self.table.constraint(name);
        let (adds, validate) = (words::add_not_valid(name), Draft::validate(names, self.table, name));
        let enforced = !definition.ends_with(" NOT ENFORCED");
        let alone = words::add_constraint(name);
        let name = names.quote(name);
        let add = format!("ALTER TABLE {} ADD CONSTRAINT {name} {definition}", self.table.sql);
        if !enforced {
            let draft = Draft::new(alone, add, Mode::AccessExclusive, self.table).done_if(there.is_some());
            return vec![draft.because("the server does not check it")];
        }
        let add = format!("{add} NOT VALID");
        vec![
            Draft::new(adds, add, Mode::AccessExclusive, self.table).done_if(there.is_some()),
            validate.done_if(there.is_some_and(|there| there.is_valid)),
        ]
    }
}
