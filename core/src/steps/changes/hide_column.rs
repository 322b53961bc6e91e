//! `migrate.safe_drop_column`: hides a column for a while before it goes for good.
//!
//! The column gets another name, so whoever still asks for it is told at once, and all that is in it is there for
//! `migrate.restore`. Views go on: they know it by its number.
//!
//! The column keeps its default. So rows written meanwhile are as they would have been, and NOT NULL and CHECKs need
//! not ask less of writers. Only where there is no default, what would refuse a row without the column is dropped.

use super::hide::{told, tombstone};
use crate::change::{Kind, State, Way, Which};
use crate::error::{ChangeError, ColumnError, DefinitionError, Error, Result};
use crate::facts::{Catalog, Change, Column, Constraint, Relaxed, Table};
use crate::lock::Mode;
use crate::name::shown;
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::request::{EndChange, HideColumn, Operation};
use crate::steps::changes::column::{as_named, rename};
use crate::steps::changes::hide::Hidden;
use crate::steps::changes::known::known_change;
use crate::steps::changes::mark;
use crate::steps::changes::relaxed::{check_filled, relax, to_restore};
use crate::steps::changes::watch::{Watch, unwatch};
use crate::steps::operation::SafeOperation;
use crate::steps::replication::told_of_gone;
use crate::steps::stored;
use crate::steps::tree::refuse_foreign;
use crate::text::joined;

/// What the triggers' names end in.
const LABELS: &[&str] = &["inserted", "updated"];

impl SafeOperation for HideColumn {
    fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&self.table)?;
        table.check()?;
        let known = self.known(catalog, &table)?;
        let Some(column) = table.columns.iter().find(|column| column.name == self.column) else {
            let is_done = |change: &Change| matches!(change.state, State::Grace | State::Done);
            let hidden = known.filter(is_done).and_then(|change| change.new_columns.first().cloned());
            return match hidden {
                Some(hidden) => Ok(vec![rename(catalog, &table, &self.column, &hidden).done_if(true)]),
                None if self.missing_ok => {
                    let sql = format!(
                        "ALTER TABLE {} DROP COLUMN IF EXISTS {}",
                        table.sql,
                        catalog.quote(&self.column)
                    );
                    let gone = Draft::of_nothing(words::drop_column(&self.column), sql).done_if(true);
                    Ok(vec![gone.because("there is no such column")])
                }
                None => Err(table.no_column(&self.column, true)),
            };
        };
        check(&table, column)?;
        refuse_foreign(
            &table,
            "hide a column",
            "Its rows are read from another server by the column's name.",
        )?;
        // Another column may have got the name of one that is hidden.
        let begun = known.filter(|change| change.state.is_being_made());
        let token = mark::token(
            catalog,
            begun.as_ref(),
            &table,
            Kind::DropColumn,
            std::slice::from_ref(&self.column),
        );
        let hidden = match begun.and_then(|change| change.new_columns.first().cloned()) {
            Some(hidden) => hidden,
            None => self.hidden_name(&table)?,
        };
        let mut drafts = Vec::new();
        for relaxed in self.relaxed(catalog, &table, column)? {
            drafts.push(relaxed.draft(catalog, &table, &column.name));
        }
        let dependents = catalog.dependents(&table, Some(&self.column));
        let detail = [told(catalog, &dependents, &self.column), told_of_gone(catalog, &table, &self.column)];
        let detail = joined(detail);
        drafts.push(rename(catalog, &table, &self.column, &hidden).because(detail));
        for watch in watches(catalog, column, &hidden)? {
            drafts.extend(watch.drafts(catalog, &table, &hidden, &token));
        }
        drafts.push(mark::put(catalog, &table, &token));
        Ok(drafts)
    }

    fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        let table = catalog.table(&self.table)?;
        if !table.has_column(&self.column) {
            return Ok(Some(Vec::new()));
        }
        Ok(Some(vec![Operation::EndChange(EndChange::new(Which::begun(), Way::Restore))]))
    }
}

impl HideColumn {
    /// The name that the column has while it is hidden.
    fn hidden<'a>(&self, change: &'a Change) -> Result<&'a String> {
        let hidden = change.new_columns.first();
        Ok(hidden.ok_or_else(|| ChangeError::NoChange { change: change.title() })?)
    }

    fn known(&self, catalog: &dyn Catalog, table: &Table) -> Result<Option<Change>> {
        let is_this =
            |other: &Operation| matches!(other, Operation::HideColumn(other) if other.column == self.column);
        known_change(catalog, table, std::slice::from_ref(&self.column), &[], is_this)
    }

    fn hidden_name(&self, table: &Table) -> Result<String> {
        tombstone(&self.column, |name| Ok(table.has_column(name)))
    }

    /// The name that the column is to have, and what is to be dropped for it; nothing where it is hidden already.
    ///
    /// # Errors
    ///
    /// As for [`Operation::drafts`].
    pub fn begin(&self, catalog: &dyn Catalog) -> Result<Option<(String, Vec<Relaxed>)>> {
        let table = catalog.table(&self.table)?;
        match table.columns.iter().find(|column| column.name == self.column) {
            Some(column) => Ok(Some((self.hidden_name(&table)?, self.relaxed(catalog, &table, column)?))),
            None => Ok(None),
        }
    }

    /// What refuses a row in which the column was left out.
    fn relaxed(&self, catalog: &dyn Catalog, table: &Table, column: &Column) -> Result<Vec<Relaxed>> {
        // Then it has a value, and nothing is to be asked of writers less than before.
        if column.default.is_some() || column.is_identity || column.is_generated {
            return Ok(Vec::new());
        }
        let null =
            format!("SELECT 1 FROM (SELECT NULL::{} AS v OFFSET 0) t WHERE v IS NULL", column.data_type);
        match catalog.probe(table, &null) {
            Err(Error::Server(failure)) if matches!(failure.sqlstate.as_str(), "23502" | "23514") => {
                return Err(wrong(
                    column,
                    "of a domain that refuses NULL: give it a default first, for writers who leave it out",
                ));
            }
            _ => {}
        }
        let mut all = Vec::new();
        relax(table, None, column, &|check| refuses_null(catalog, table, check, column), &mut |one| {
            all.push(one)
        });
        Ok(all)
    }
}

fn wrong(column: &Column, what: impl Into<String>) -> Error {
    ColumnError::WrongColumn { column: column.name.clone(), what: what.into() }.into()
}

/// Refuses columns that cannot be left out of a row, or that something else goes by.
fn check(table: &Table, column: &Column) -> Result<()> {
    let has = |columns: &[String]| columns.contains(&column.name);
    if table.constraints.iter().any(|there| there.kind == "p" && has(&there.columns)) {
        return Err(wrong(column, "in the primary key: drop that first"));
    }
    if has(&table.partition_columns) || table.tree().iter().any(|below| has(&below.partition_columns)) {
        return Err(wrong(column, "part of the partition key, which every row needs"));
    }
    if column.is_inherited {
        return Err(wrong(column, "inherited: drop it on the parent table"));
    }
    if table.has_children {
        return Err(wrong(
            column,
            "of a table that others inherit from, whose writers no trigger of it sees",
        ));
    }
    let is_full = |there: &&Constraint| {
        there.kind == "f"
            && there.is_enforced
            && there.definition.contains("MATCH FULL")
            && there.columns.len() > 1
    };
    if let Some(key) = table.constraints.iter().filter(is_full).find(|there| has(&there.columns)) {
        let what = format!("in foreign key {}, which is MATCH FULL: drop that first", shown(&key.name));
        return Err(wrong(column, what));
    }
    for index in table.indexes.iter().filter(|index| has(&index.columns)) {
        if index.is_replica_identity {
            let what = format!("in index {}, by which replication knows the rows", shown(&index.name));
            return Err(wrong(column, what));
        }
        let refuses_second = if column.default.is_some() {
            !column.default.as_ref().is_some_and(|default| default.contains('('))
        } else {
            index.definition.contains("NULLS NOT DISTINCT")
        };
        // The other columns may differ in all rows anyway.
        let is_told_apart = table.indexes.iter().any(|other| {
            other.definition.starts_with("UNIQUE ")
                && !other.is_partial
                && !other.columns.is_empty()
                && !has(&other.columns)
                && other.columns.iter().all(|key| !key.is_empty() && index.columns.contains(key))
        });
        if index.definition.starts_with("UNIQUE ") && refuses_second && !is_told_apart {
            let what = format!(
                "in unique index {}, which would refuse a second row without it: drop that first",
                shown(&index.name)
            );
            return Err(wrong(column, what));
        }
    }
    Ok(())
}

/// Whether a CHECK could be false where the column is NULL. What else a CHECK of many columns says is not known.
fn refuses_null(catalog: &dyn Catalog, table: &Table, check: &Constraint, column: &Column) -> bool {
    let condition = check.definition.strip_prefix("CHECK ").and_then(|rest| Some(&rest[..=rest.rfind(')')?]));
    let ([_], Some(condition)) = (check.columns.as_slice(), condition) else { return true };
    let sql = format!(
        "SELECT 1 FROM (SELECT NULL::{} AS {} OFFSET 0) t WHERE {condition} IS FALSE",
        column.data_type,
        catalog.quote(&column.name)
    );
    catalog.probe(table, &sql).unwrap_or(true)
}

/// The triggers that see the column written: what is inserted and is not what it would have been anyway, and what is
/// changed.
fn watches(catalog: &dyn Catalog, column: &Column, hidden: &str) -> Result<Vec<Watch>> {
    if column.is_generated {
        return Ok(Vec::new());
    }
    let name = catalog.quote(hidden);
    let differs = |other: String| format!("ROW WHEN ({})", stored::differ(&format!("NEW.{name}"), &other));
    let mut watches = Vec::new();
    let default = column.default.as_deref().unwrap_or("NULL");
    let is_known =
        !column.is_identity && !catalog.understand(None, &|_| format!("SELECT {default}"))?.is_volatile;
    if is_known {
        let value = format!("({default})::{}", column.data_type);
        watches.push(Watch::new(LABELS[0], "INSERT", differs(value)));
    }
    let mut updated = Watch::new(LABELS[1], "UPDATE", differs(format!("OLD.{name}")));
    if !is_known {
        updated.why =
            "notes who still changes it; an INSERT that names it cannot be told from one that does not";
    }
    watches.push(updated);
    Ok(watches)
}

fn told_of_writes(change: &Change) -> String {
    match (change.writes.count, &change.writes.last) {
        (0, _) | (_, None) => String::new(),
        (count, Some(last)) => format!("{count} writes since it was hidden, the last at {last}"),
    }
}

impl Hidden for HideColumn {
    /// The column goes for good.
    fn drop(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let hidden = self.hidden(change)?;
        let table = catalog.table(&change.table)?;
        table.check()?;
        let mut drafts = unwatch(catalog, &table, &change.token);
        drafts.push(mark::take(catalog, &table, &change.token));
        let has = |columns: &[String]| columns.iter().any(|column| column == hidden);
        let indexes = table.indexes.iter().filter(|index| has(&index.columns) || has(&index.include));
        let constraints = table.constraints.iter().filter(|there| has(&there.columns));
        let mut along: Vec<String> = indexes.map(|index| format!("index {}", shown(&index.name))).collect();
        along.extend(
            constraints
                .filter(|there| !matches!(there.kind.as_str(), "u" | "x" | "n"))
                .map(|there| format!("constraint {}", shown(&there.name))),
        );
        let is_there = table.has_column(hidden);
        let why = match (is_there, along.as_slice()) {
            (false, _) => "it was dropped by hand".into(),
            (_, []) => String::new(),
            (_, along) => format!("with {}", along.join(", ")),
        };
        let sql = format!("ALTER TABLE {} DROP COLUMN {}", table.sql, catalog.quote(hidden));
        let gone = Draft::new(words::drop_column(hidden), sql, Mode::AccessExclusive, &table);
        drafts.push(gone.done_if(!is_there).because(why));
        Ok(drafts)
    }

    /// The column has its name again, and with it what was dropped for writers who leave it out.
    fn restore(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let (name, hidden) = (self.column.as_str(), self.hidden(change)?.as_str());
        let mut table = catalog.table(&change.table)?;
        table.check()?;
        let is_marked = change.is_marked(&table);
        if change.state.is_being_made() && !is_marked {
            return Ok(Vec::new());
        }
        let has = |name: &str| table.columns.iter().find(|column| column.name == name);
        // Behind its back it may have been dropped, and another one made under its name; then its mark is there still.
        let is_back = has(hidden).is_none() && has(name).is_some() && !is_marked;
        if has(hidden).is_none() && !is_back {
            let (what, id) = (format!("column {} of table {}", shown(hidden), table.display), change.id);
            let instead = format!("SELECT * FROM migrate.complete({id}, force => true) ends the change.");
            return Err(ChangeError::Lost { what, instead }.into());
        }
        if let (Some(of_old), Some(there)) = (has(hidden), has(name)) {
            let (name, there) = (name.to_string(), there.data_type.clone());
            let wanted = format!("{}, which was dropped", of_old.data_type);
            return Err(DefinitionError::Differs { what: "column", name, there, wanted }.into());
        }
        if !is_back {
            let column = table.column(hidden)?;
            if change.relaxed().any(Relaxed::fills_table) && !column.is_not_null {
                check_filled(catalog, &table, name, hidden, change)?;
            }
        }
        let mut drafts = unwatch(catalog, &table, &change.token);
        drafts.push(mark::take(catalog, &table, &change.token));
        let step = rename(catalog, &table, hidden, name).done_if(is_back);
        drafts.push(step.because(told_of_writes(change)));
        let now = table.clone();
        as_named(&mut table, hidden, name);
        for relaxed in to_restore(change) {
            drafts.extend(relaxed.restored(catalog, (&table, &now), change, name)?);
        }
        Ok(drafts)
    }

    /// The step that gave a column its name back.
    fn restored(&self, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let hidden = self.hidden(change)?;
        Ok(vec![rename(catalog, &catalog.table(&change.table)?, hidden, &self.column)])
    }
}
