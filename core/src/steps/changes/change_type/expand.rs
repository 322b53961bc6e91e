//! The second column, and what it needs before it can take the first one's place.

use super::ends::{Ends, copy_name, has};
use super::follow::Follow;
use super::rows::fails_if;
use crate::backfill::{Assignment, Backfill, closed};
use crate::error::Result;
use crate::facts::{Catalog, Index};
use crate::lock::Mode;
use crate::name::Quoting;
use crate::plan::draft::Draft;
use crate::steps::stored;

impl Ends<'_> {
    /// All the steps until both columns are there.
    pub(super) fn expand(
        &self,
        catalog: &dyn Catalog,
        follow: &Follow,
        is_ready: bool,
    ) -> Result<Vec<Draft>> {
        let table = self.table;
        let add = format!(
            "ALTER TABLE {} ADD COLUMN {} {}",
            table.sql,
            catalog.quote(&self.name),
            self.to.sql_type()
        );
        let is_there = has(table, &self.name);
        let mut drafts = vec![Draft::new(add, Mode::AccessExclusive, table).done_if(is_there)];
        drafts.extend(follow.sync(catalog, table, &self.column.name));
        drafts.push(self.backfill(catalog, follow, is_ready));
        drafts.extend(self.objects(catalog)?);
        // The statistics of an index's expression are only collected with those of all columns.
        let has_expression = |index: &&Index| index.columns.iter().any(String::is_empty);
        let analyze = match self.hanging.indexes_of(table).iter().any(has_expression) {
            true => format!("ANALYZE {}", table.sql),
            false => format!("ANALYZE {} ({})", table.sql, catalog.quote(&self.name)),
        };
        drafts.push(
            Draft::new(analyze, Mode::ShareUpdateExclusive, table)
                .done_if(is_ready)
                .apart()
                .because("statistics, so that plans are good from the first moment"),
        );
        let (new, value) = (catalog.quote(&self.name), follow.typed(catalog));
        let differ = stored::differ(&new, &value);
        let message =
            format!("a row of {} has another value in column {} than it should", table.display, self.name);
        drafts.push(fails_if(catalog, table, &differ, &message, None).done_if(is_ready));
        Ok(drafts)
    }

    fn backfill(&self, catalog: &dyn Catalog, follow: &Follow, is_ready: bool) -> Draft {
        let set = Assignment { column: self.name.clone(), expression: follow.value(catalog) };
        let has_value = match &follow.expression {
            Some(expression) => format!("({}) IS NOT NULL", closed(expression)),
            None => format!("{} IS NOT NULL", catalog.quote(&follow.from)),
        };
        let condition = format!("{} IS NULL AND {has_value}", catalog.quote(&self.name));
        // Later writes are the trigger's: one pass is enough.
        let backfill = Backfill::new(self.table.relation(), vec![set], Some(condition));
        let is_filled = has(self.table, &self.name) && catalog.is_filled(self.table, &self.name, &backfill);
        Draft::backfill(catalog, backfill, self.table).done_if(is_ready || is_filled)
    }

    /// What the new column needs of its own before it can take the place.
    pub(super) fn objects(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let mut drafts = self.build_indexes(catalog)?;
        if self.column.is_not_null {
            let check = format!("CHECK ({} IS NOT NULL)", catalog.quote(&self.name));
            drafts.extend(self.check(catalog, &self.helper(), &check));
        }
        for (name, definition) in self.checks(catalog)? {
            drafts.extend(self.check(catalog, &copy_name(&name, &self.name), &definition));
        }
        Ok(drafts)
    }

    fn check(&self, names: &dyn Quoting, name: &str, definition: &str) -> Vec<Draft> {
        let there = self.table.constraint(name);
        let name = names.quote(name);
        let add = format!("ALTER TABLE {} ADD CONSTRAINT {name} {definition} NOT VALID", self.table.sql);
        let validate = format!("ALTER TABLE {} VALIDATE CONSTRAINT {name}", self.table.sql);
        vec![
            Draft::new(add, Mode::AccessExclusive, self.table).done_if(there.is_some()),
            Draft::new(validate, Mode::ShareUpdateExclusive, self.table)
                .done_if(there.is_some_and(|there| there.is_valid))
                .apart()
                .because("reads the table, stops nobody"),
        ]
    }
}
