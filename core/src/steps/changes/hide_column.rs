//! `migrate.safe_drop_column`: hides a column for a while before it goes for good.
//!
//! It gets another name, so whoever still asks for it is told at once, and all that is in it is there for
//! `migrate.restore`. Views go on: they know it by its number. What would refuse a row without it makes way, unless its
//! default satisfies that anyway: the default stays, so that rows written meanwhile are as they would have been.

use serde::Deserialize;
use serde::Serialize;

use super::hide::{Watch, told, tombstone, unwatch};
use super::rename_column::{known_change, rename};
use crate::change::{State, Way, Which};
use crate::error::{ChangeError, ColumnError, DefinitionError, Error, Result};
use crate::facts::{Catalog, Change, Column, Constraint, Relaxed, Table};
use crate::lock::Mode;
use crate::name::shown;
use crate::plan::draft::Draft;
use crate::relation::Relation;
use crate::request::{EndChange, Operation, RestoreConstraint, SetNotNull};
use crate::steps::call::Call;
use crate::steps::stored;

/// The arguments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HideColumn {
    /// The table.
    pub table: Relation,
    /// The column.
    pub column: String,
}

/// What the triggers' names end in.
const LABELS: &[&str] = &["inserted", "updated"];

impl HideColumn {
    pub(crate) fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&self.table)?;
        table.check()?;
        let known = self.known(catalog, &table)?;
        let Some(column) = table.columns.iter().find(|column| column.name == self.column) else {
            let is_done = |change: &Change| matches!(change.state, State::Grace | State::Done);
            let hidden = known.filter(is_done).and_then(|change| change.new_columns.first().cloned());
            return match hidden {
                Some(hidden) => Ok(vec![rename(catalog, &table, &self.column, &hidden).done_if(true)]),
                None => table.column(&self.column).map(|_| Vec::new()),
            };
        };
        check(&table, column)?;
        let hidden = self.hidden_name(&table)?;
        let mut drafts = Vec::new();
        for relaxed in self.relaxed(catalog, &table, column)? {
            drafts.push(relaxed.draft(catalog, &table, &column.name));
        }
        let dependents = catalog.dependents(&table, Some(&self.column));
        let detail = told(catalog, &dependents, &self.column);
        drafts.push(rename(catalog, &table, &self.column, &hidden).because(detail));
        for watch in watches(catalog, column, &hidden)? {
            drafts.extend(watch.drafts(catalog, &table, &hidden, (table.oid, hidden.as_str())));
        }
        Ok(drafts)
    }

    fn known(&self, catalog: &dyn Catalog, table: &Table) -> Result<Option<Change>> {
        let is_this =
            |other: &Operation| matches!(other, Operation::HideColumn(other) if other.column == self.column);
        known_change(catalog, table, std::slice::from_ref(&self.column), &[], is_this)
    }

    fn hidden_name(&self, table: &Table) -> Result<String> {
        tombstone(&self.column, |name| Ok(table.columns.iter().any(|column| column.name == name)))
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

    pub(crate) fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        let table = catalog.table(&self.table)?;
        if table.columns.iter().all(|column| column.name != self.column) {
            return Ok(Some(Vec::new()));
        }
        let which = Which::Column { table: table.relation(), column: self.column.clone() };
        Ok(Some(vec![Operation::EndChange(EndChange::new(which, Way::Restore))]))
    }

    pub(crate) fn call<'a>(&self, catalog: &'a dyn Catalog) -> Call<'a> {
        Call::new(catalog).relation("table_name", &self.table).text("column_name", &self.column)
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
        there.kind == "f" && there.definition.contains("MATCH FULL") && there.columns.len() > 1
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

/// Notes NOT NULL and such CHECKs as `is_in_the_way` that `table` has of its own on a column; then those of its partitions.
pub(crate) fn relax(
    table: &Table,
    above: Option<&Table>,
    column: &Column,
    is_in_the_way: &dyn Fn(&Constraint) -> bool,
    note: &mut dyn FnMut(Relaxed),
) {
    let partition = above.map(|_| table.relation());
    let own = table.columns.iter().find(|own| own.name == column.name);
    let is_above = above.is_some_and(|above| {
        above.columns.iter().any(|above| above.name == column.name && above.is_not_null)
    });
    if own.is_some_and(|own| own.is_not_null) && !is_above {
        // From 18 on it is a constraint with a name.
        let named =
            table.constraints.iter().find(|there| there.kind == "n" && there.columns.contains(&column.name));
        let constraint = named.map(|there| (there.name.clone(), there.definition.clone()));
        let comment = named.and_then(|there| there.comment.clone());
        note(Relaxed { partition: partition.clone(), constraint, comment, column: None });
    }
    for there in table.constraints.iter().filter(|there| there.kind == "c") {
        let is_above = above.is_some_and(|above| above.constraint(&there.name).is_some());
        if there.columns.contains(&column.name) && !is_above && is_in_the_way(there) {
            let constraint = Some((there.name.clone(), there.definition.clone()));
            let (partition, comment) = (partition.clone(), there.comment.clone());
            note(Relaxed { partition, constraint, comment, column: None });
        }
    }
    table.partitions.iter().for_each(|below| relax(below, Some(table), column, is_in_the_way, note));
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

impl Relaxed {
    pub(crate) fn draft(&self, catalog: &dyn Catalog, table: &Table, column: &str) -> Draft {
        let table = self.find(table).unwrap_or(table);
        let (action, why) = match &self.constraint {
            Some((name, definition)) => (
                format!("DROP CONSTRAINT {}", catalog.quote(name)),
                format!("would refuse rows without it; restored with it: {definition}"),
            ),
            None => (
                format!("ALTER COLUMN {} DROP NOT NULL", catalog.quote(column)),
                "for writers who leave it out; restored with it".to_string(),
            ),
        };
        Draft::new(format!("ALTER TABLE {} {action}", table.sql), Mode::AccessExclusive, table).because(why)
    }

    /// The table that it was dropped of.
    fn find<'a>(&self, table: &'a Table) -> Option<&'a Table> {
        match &self.partition {
            None => Some(table),
            Some(name) => table.tree().into_iter().find(|there| there.relation() == *name),
        }
    }

    /// What brings it back on the table as it will be.
    pub(crate) fn restored(&self, catalog: &dyn Catalog, table: &Table, column: &str) -> Result<Vec<Draft>> {
        // A partition that is gone has taken it along.
        let Some(table) = self.find(table) else { return Ok(Vec::new()) };
        match &self.constraint {
            Some((name, definition)) => {
                let constraint = RestoreConstraint {
                    table: table.relation(),
                    name: name.clone(),
                    definition: definition.clone(),
                    comment: None,
                };
                let mut drafts = constraint.drafts_on(catalog, table)?;
                if let Some(comment) = &self.comment {
                    let (name, comment) = (catalog.quote(name), catalog.literal(comment));
                    let sql = format!("COMMENT ON CONSTRAINT {name} ON {} IS {comment}", table.sql);
                    drafts.push(Draft::new(sql, Mode::ShareUpdateExclusive, table));
                }
                Ok(drafts)
            }
            None => SetNotNull::new(&table.relation(), column).drafts_on(catalog, table),
        }
    }
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

/// The column's name, and the one that it has while it is hidden.
fn names(change: &Change) -> Result<(&str, &str)> {
    match (change.arguments.as_ref(), change.new_columns.first()) {
        (Operation::HideColumn(arguments), Some(hidden)) => Ok((&arguments.column, hidden)),
        _ => Err(ChangeError::NoChange { change: change.title() }.into()),
    }
}

/// The column goes for good.
pub(crate) fn drop(change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
    let (_, hidden) = names(change)?;
    let table = catalog.table(&change.table)?;
    table.check()?;
    table.column(hidden)?;
    let mut drafts = unwatch(catalog, &table, hidden, LABELS);
    let has = |columns: &[String]| columns.iter().any(|column| column == hidden);
    let indexes = table.indexes.iter().filter(|index| has(&index.columns) || has(&index.include));
    let constraints = table.constraints.iter().filter(|there| has(&there.columns));
    let mut along: Vec<String> = indexes.map(|index| format!("index {}", shown(&index.name))).collect();
    along.extend(
        constraints
            .filter(|there| !matches!(there.kind.as_str(), "u" | "x" | "n"))
            .map(|there| format!("constraint {}", shown(&there.name))),
    );
    let why = if along.is_empty() { String::new() } else { format!("with {}", along.join(", ")) };
    let sql = format!("ALTER TABLE {} DROP COLUMN {}", table.sql, catalog.quote(hidden));
    drafts.push(Draft::new(sql, Mode::AccessExclusive, &table).because(why));
    Ok(drafts)
}

/// The step that gave a column its name back.
pub(crate) fn restored(change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
    let (name, hidden) = names(change)?;
    Ok(vec![rename(catalog, &catalog.table(&change.table)?, hidden, name)])
}

/// The column has its name again, and with it what was dropped for writers who leave it out.
pub(crate) fn restore(change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
    let (name, hidden) = names(change)?;
    let mut table = catalog.table(&change.table)?;
    table.check()?;
    let has = |name: &str| table.columns.iter().find(|column| column.name == name);
    let is_back = has(hidden).is_none() && has(name).is_some();
    if let (Some(of_old), Some(there)) = (has(hidden), has(name)) {
        let (name, there) = (name.to_string(), there.data_type.clone());
        let wanted = format!("{}, which was dropped", of_old.data_type);
        return Err(DefinitionError::Differs { what: "column", name, there, wanted }.into());
    }
    if !is_back {
        let column = table.column(hidden)?;
        let is_not_null = |relaxed: &Relaxed| relaxed.constraint.is_none() && relaxed.partition.is_none();
        if change.relaxed().any(is_not_null) && !column.is_not_null {
            check_filled(catalog, &table, name, hidden, change)?;
        }
    }
    let mut drafts = unwatch(catalog, &table, hidden, LABELS);
    let step = rename(catalog, &table, hidden, name).done_if(is_back);
    drafts.push(step.because(told_of_writes(change)));
    as_named(&mut table, hidden, name);
    for relaxed in change.relaxed() {
        drafts.extend(relaxed.restored(catalog, &table, name)?);
    }
    Ok(drafts)
}

fn told_of_writes(change: &Change) -> String {
    match (change.writes.count, &change.writes.last) {
        (0, _) | (_, None) => String::new(),
        (count, Some(last)) => format!("{count} writes since it was hidden, the last at {last}"),
    }
}

/// Refuses to make a column NOT NULL that was left out of rows.
pub(crate) fn check_filled(
    catalog: &dyn Catalog,
    table: &Table,
    name: &str,
    hidden: &str,
    change: &Change,
) -> Result<()> {
    match catalog.rows(table, Some(hidden), i64::MAX)? {
        0 => Ok(()),
        count => {
            let (column, hidden) = (name.into(), catalog.quote(hidden));
            let (table, id) = (table.sql.clone(), change.id);
            Err(ChangeError::Unfilled { table, column, hidden, count, id }.into())
        }
    }
}

/// The table as it is when the column has its name again.
pub(crate) fn as_named(table: &mut Table, from: &str, to: &str) {
    for column in table.columns.iter_mut().filter(|column| column.name == from) {
        column.name = to.into();
    }
    table.partitions.iter_mut().for_each(|below| as_named(below, from, to));
}
