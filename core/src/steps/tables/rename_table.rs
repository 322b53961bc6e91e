//! `migrate.safe_rename_table`: one short transaction, and a view under the old name for those who still use it.
//!
//! The view is one that the server can write through, and asks for the rights of whoever uses it, so that grants and
//! row security of the table count as before.

use crate::change::{Kind, State};
use crate::error::{ArgumentError, ChangeError, Result, TableError};
use crate::facts::{Catalog, Change, Changes, Table, Tables};
use crate::lock::Mode;
use crate::name::shown;
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::relation::Relation;
use crate::request::{Operation, RenameTable};
use crate::steps::free::check_length;
use crate::steps::operation::SafeOperation;
use crate::steps::tables::compatibility_view;

/// How far it is done.
enum Standing {
    /// The table has its old name. What has the new one is a view on it, if anything.
    Before { table: Box<Table>, view: Option<Box<Table>> },
    /// The table has its new name; whether the view is there.
    After { table: Box<Table>, has_view: bool },
}

impl SafeOperation for RenameTable {
    fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        if self.name.trim().is_empty() {
            return Err(ArgumentError::Empty { argument: "new_name" }.into());
        }
        check_length("new_name", &self.name)?;
        let standing = self.standing(catalog)?;
        let (table, is_done, has_view) = match &standing {
            Standing::Before { table, .. } => (table, false, false),
            Standing::After { table, has_view } => (table, true, *has_view),
        };
        table.check()?;
        let mut shown = table.as_ref().clone();
        if self.compatibility_view && !is_done {
            leave_out_changing(catalog, &mut shown)?;
        }
        let schema = catalog.quote(&table.schema);
        let was = if is_done { &self.table.name } else { &table.name };
        let old = format!("{schema}.{}", catalog.quote(was));
        let new = format!("{schema}.{}", catalog.quote(&self.name));
        let mut drafts = Vec::new();
        if let Standing::Before { view: Some(view), .. } = &standing {
            let sql = format!("DROP VIEW {}", view.sql);
            let why = "it only stands in for the name that the table takes back";
            let what = words::drop_view(&view.name);
            drafts.push(Draft::new(what, sql, Mode::AccessExclusive, view).because(why));
        }
        let rename = format!("ALTER TABLE {old} RENAME TO {}", catalog.quote(&self.name));
        let what = words::rename_table(was, &self.name);
        drafts.push(Draft::new(what, rename, Mode::AccessExclusive, table).done_if(is_done));
        if self.compatibility_view {
            drafts.extend(compatibility_view::drafts(catalog, &shown, (was, &old), &new, has_view)?);
        }
        Ok(drafts)
    }

    /// Under the new name the table goes by its old one again; a view that has that makes way.
    fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        let Standing::Before { table, .. } = self.standing(catalog)? else { return Ok(Some(vec![])) };
        let back = RenameTable {
            table: Relation { schema: Some(table.schema.clone()), name: self.name.clone() },
            name: table.name.clone(),
            compatibility_view: false,
        };
        Ok(Some(vec![Operation::RenameTable(back)]))
    }
}

/// Leaves out what is hidden, so that a view does not hold it when it is to go. Refuses a table with columns that a change
/// has made, or is about to take away, and that the old name would be asked for.
fn leave_out_changing(catalog: &dyn Changes, table: &mut Table) -> Result<()> {
    for change in catalog.changes(table)?.into_iter().filter(Change::is_in_the_way) {
        match change.kind {
            Kind::DropColumn => table.columns.retain(|column| !change.new_columns.contains(&column.name)),
            Kind::DropTable => {}
            // Its columns have only other names by then.
            Kind::RenameColumn if change.state == State::Grace => {}
            Kind::RenameColumn | Kind::SplitColumn | Kind::ChangeType => {
                let (table, title, id) = (table.display.clone(), change.title(), change.id);
                return Err(ChangeError::Held { table, title, id }.into());
            }
        }
    }
    Ok(())
}

impl RenameTable {
    fn standing(&self, catalog: &dyn Tables) -> Result<Standing> {
        let old = catalog.find(&self.table)?;
        let schema = old.as_ref().map_or(self.table.schema.clone(), |old| Some(old.schema.clone()));
        let new = catalog.find(&Relation { schema, name: self.name.clone() })?;
        let is_on = |view: &Table, table: &Table| view.kind == "v" && catalog.window(view) == Some(table.oid);
        match (old, new) {
            (None, None) => {
                let table = self.table.name.clone();
                Err(TableError::none(shown(&table)).into())
            }
            (None, Some(new)) => Ok(Standing::After { table: Box::new(new), has_view: false }),
            (Some(old), Some(new)) if is_on(&old, &new) => {
                Ok(Standing::After { table: Box::new(new), has_view: true })
            }
            (Some(old), Some(new)) if is_on(&new, &old) => {
                Ok(Standing::Before { table: Box::new(old), view: Some(Box::new(new)) })
            }
            (Some(_), Some(new)) => Err(TableError::Taken { name: new.display.clone() }.into()),
            (Some(old), None) => Ok(Standing::Before { table: Box::new(old), view: None }),
        }
    }
}
