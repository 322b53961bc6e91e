//! Whether both names have the same values, after the triggers were away for a while: somebody had switched them off, or
//! dropped their function. Then the call that began the change makes them anew, and fills what one end alone has.
//!
//! A value that is under one name alone is taken over. Where there are two, nobody but people can say which counts.

use crate::backfill::Backfill;
use crate::error::Result;
use crate::facts::{Catalog, Table};
use crate::plan::draft::Draft;
use crate::request::RenameColumn;
use crate::steps::stored;
use crate::steps::sync::same;

impl RenameColumn {
    /// Whether the ends of a change that is ready may differ. The rows of a small table are looked at; of another it is
    /// known by the look that stopped its completion.
    pub(super) fn is_out_of_step(&self, catalog: &dyn Catalog, table: &Table, token: &str) -> Result<bool> {
        if self.sync(catalog, table, token).at_work(catalog).is_err() {
            return Ok(true);
        }
        if table.is_small_tree() {
            return catalog.has_row(&format!(
                "SELECT 1 FROM {} WHERE {}",
                table.sql,
                self.differ(catalog, table)
            ));
        }
        let looks = [self.verify(catalog, table), self.has_two_values(catalog, table)];
        Ok(looks.iter().any(|look| catalog.has_failed(&look.sql)))
    }

    /// Fails if a row has two values.
    fn has_two_values(&self, catalog: &dyn Catalog, table: &Table) -> Draft {
        let (old, new) = (catalog.quote(&self.old), catalog.quote(&self.new));
        let (has_old, has_new) = (stored::has_value(&old), stored::has_value(&new));
        let condition = format!("{has_old} AND {has_new} AND {}", self.differ(catalog, table));
        let message =
            format!("rows of {} have two values, in columns {} and {}", table.display, self.old, self.new);
        let hint = "Set both to the one that counts, in one UPDATE. Then call it again.";
        self.look(catalog, table, condition, message, hint)
    }

    /// The steps that bring what was written under the new name alone to the old one; before those that fill the new.
    pub(super) fn taken_over(&self, catalog: &dyn Catalog, table: &Table) -> Vec<Draft> {
        let (none, value) = (catalog.quote(&self.old), catalog.quote(&self.new));
        let left = Some(format!("{} AND {}", stored::has_none(&none), stored::has_value(&value)));
        let fill = Backfill::new(table.relation(), vec![same(&self.old, catalog, &self.new)], left.clone());
        vec![self.has_two_values(catalog, table), Draft::fill(catalog, fill.with_rest(left), table)]
    }
}
