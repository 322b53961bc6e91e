//! `migrate.safe_drop_table`: hides a table for a while before it goes for good.
//!
//! It gets another name; indexes, sequences, privileges, foreign keys and views stay with it as they are.

use super::hide::{Hidden, PREFIX, told, tombstone};
use crate::change::{Kind, State, Way, Which};
use crate::error::{ChangeError, Error, Result, TableError};
use crate::facts::{Catalog, Change, Table};
use crate::lock::Mode;
use crate::name::Quoting;
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::relation::Relation;
use crate::request::{EndChange, HideTable, Operation};
use crate::steps::changes::mark;
use crate::steps::changes::watch::{Watch, unwatch};
use crate::steps::operation::SafeOperation;

/// What the triggers' names end in.
const LABELS: &[&str] = &["written", "emptied"];

impl SafeOperation for HideTable {
    fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let Some(table) = catalog.find(&self.table)? else { return self.hidden_before(catalog) };
        check(&table)?;
        if let Some(extension) = catalog.extension(&table.relation()) {
            return Err(TableError::OfExtension { table: table.display, extension }.into());
        }
        let open = catalog.changes(&table)?.into_iter().filter(Change::is_in_the_way);
        // One that was broken off has done nothing: it is done anew.
        let (begun, others): (Vec<_>, Vec<_>) =
            open.partition(|change| change.kind == Kind::DropTable && !change.is_marked(&table));
        if let Some(open) = others.first() {
            let (title, id, in_grace) = (open.title(), open.id, open.state == State::Grace);
            return Err(ChangeError::Conflict { table: table.display.clone(), title, id, in_grace }.into());
        }
        let token = mark::token(catalog, begun.last(), &table, Kind::DropTable, &[]);
        let is_taken = |name: &str| {
            let name = Relation { schema: Some(table.schema.clone()), name: name.into() };
            Ok(catalog.find(&name)?.is_some())
        };
        let hidden = tombstone(&table.name, is_taken)?;
        let detail = told(catalog, &catalog.dependents(&table, None), &table.name);
        let mut drafts = Vec::new();
        // Rows, not statements: replication fires no triggers of statements.
        let rows = Watch::new(LABELS[0], "INSERT OR UPDATE OR DELETE", "ROW".into());
        drafts.extend(rows.drafts(catalog, &table, &hidden, &token));
        for part in table.tree() {
            let truncate = Watch::new(LABELS[1], "TRUNCATE", "STATEMENT".into());
            drafts.extend(truncate.drafts(catalog, part, &hidden, &token));
        }
        drafts.push(mark::put(catalog, &table, &token));
        drafts.push(rename(catalog, &table, &table.sql, &hidden).because(detail));
        Ok(drafts)
    }

    fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        if catalog.find(&self.table)?.is_none() {
            return Ok(Some(Vec::new()));
        }
        Ok(Some(vec![Operation::EndChange(EndChange::new(Which::begun(), Way::Restore))]))
    }
}

impl HideTable {
    /// Where there is no such table: because it is hidden, or because there is none.
    fn hidden_before(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let change = match catalog.change(&Which::Table { table: self.table.clone() }) {
            Err(Error::Change(ChangeError::NoChange { .. })) => None,
            change => Some(change?),
        };
        let Some(change) = change.filter(|change| matches!(change.state, State::Grace | State::Done)) else {
            if self.missing_ok {
                let sql = format!("DROP TABLE IF EXISTS {}", catalog.quote(&self.table.name));
                let gone = Draft::of_nothing(words::drop_table(&self.table.name), sql).done_if(true);
                return Ok(vec![gone.because("there is no such table")]);
            }
            return match catalog.table(&self.table) {
                Err(Error::Table(TableError::NoTable { table, near, .. })) => {
                    Err(TableError::NoTable { table, near, can_be_missing: true }.into())
                }
                table => table.map(|_| Vec::new()),
            };
        };
        let schema = change.table.schema.iter().map(|schema| format!("{}.", catalog.quote(schema)));
        let name = schema.collect::<String>() + &catalog.quote(&self.table.name);
        let rename = format!("ALTER TABLE {name} RENAME TO {}", catalog.quote(&change.table.name));
        let what = words::rename_table(&self.table.name, &change.table.name);
        Ok(vec![Draft::of_nothing(what, rename).done_if(true)])
    }
}

fn check(table: &Table) -> Result<()> {
    table.check()?;
    let name = table.display.clone();
    if let Some(parent) = &table.parent {
        return Err(TableError::IsPart { table: name, parent: parent.display.clone() }.into());
    }
    if table.has_children {
        return Err(TableError::WrongKind { table: name, what: "a table that others inherit from" }.into());
    }
    Ok(())
}

fn rename(names: &dyn Quoting, table: &Table, from: &str, to: &str) -> Draft {
    let sql = format!("ALTER TABLE {from} RENAME TO {}", names.quote(to));
    Draft::new(words::rename_table(&table.name, to), sql, Mode::AccessExclusive, table)
}

/// Refuses a table that neither has the mark of the change nor is called like a hidden one.
fn check_hidden(change: &Change, table: &Table) -> Result<()> {
    if change.is_marked(table) || table.name.starts_with(PREFIX) {
        return Ok(());
    }
    Err(TableError::WrongKind { table: table.display.clone(), what: "no hidden table" }.into())
}

impl Hidden for HideTable {
    /// The table goes for good.
    fn drop(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&change.table)?;
        table.check()?;
        check_hidden(change, &table)?;
        let (what, sql) = (words::drop_table(&table.name), format!("DROP TABLE {}", table.sql));
        Ok(vec![Draft::new(what, sql, Mode::AccessExclusive, &table)])
    }

    /// The table has its name again.
    fn restore(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&change.table)?;
        table.check()?;
        if change.state.is_being_made() && !change.is_marked(&table) {
            return Ok(Vec::new());
        }
        let name = &self.table.name;
        let is_back = table.name == *name;
        if !is_back {
            check_hidden(change, &table)?;
        }
        let wanted = Relation { schema: Some(table.schema.clone()), name: name.clone() };
        if let Some(there) = catalog.find(&wanted)?.filter(|there| there.oid != table.oid) {
            return Err(TableError::Taken { name: there.display }.into());
        }
        let mut drafts = Vec::new();
        for part in table.tree() {
            drafts.extend(unwatch(catalog, part, &change.token));
        }
        drafts.push(mark::take(catalog, &table, &change.token));
        drafts.push(rename(catalog, &table, &table.sql, name).done_if(is_back));
        Ok(drafts)
    }
}
