//! `migrate.safe_split_column` and `migrate.safe_merge_columns`: columns become other columns, and for a while both can be
//! read and written.
//!
//! The new columns are made empty beside the old ones, a trigger keeps both ends in step, and a backfill gives the rows
//! that are there their values. To complete the change is to hide the old columns: the trigger goes on writing them, so
//! that they can be had back with all that was written since. Only when the grace period is over they are dropped.

use serde::Deserialize;
use serde::Serialize;

use super::hide_column;
use super::rename_column::{copy_grants, known_change, rename};
use crate::backfill::{Assignment, Backfill, closed};
use crate::change::{State, Way, Which};
use crate::error::{ArgumentError, ChangeError, DefinitionError, Result};
use crate::facts::{Catalog, Change, OnTable, Relaxed, Table};
use crate::lock::Mode;
use crate::name::object_name;
use crate::plan::draft::Draft;
use crate::relation::Relation;
use crate::request::{EndChange, Operation};
use crate::steps::call::Call;
use crate::steps::obstacles::check_two_ends;
use crate::steps::stored;
use crate::steps::sync::Sync;

/// A column that is to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewColumn {
    /// Its name.
    pub name: String,
    /// Its type.
    pub data_type: String,
    /// Its value, from the columns that there were.
    pub expression: String,
}

/// The arguments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SplitColumn {
    /// The table.
    pub table: Relation,
    /// The columns that there are, each with its value from the new ones.
    pub old: Vec<Assignment>,
    /// The columns that are to be.
    pub new: Vec<NewColumn>,
    /// The search path by which the expressions mean something.
    pub search_path: String,
}

impl SplitColumn {
    pub(crate) fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&self.table)?;
        table.check()?;
        if self.old.is_empty() {
            return Err(ArgumentError::Empty { argument: "old_columns" }.into());
        }
        if self.new.is_empty() {
            return Err(ArgumentError::Empty { argument: "new_columns" }.into());
        }
        let (old, new) = (self.old_names(), self.new_names());
        let known = known_change(
            catalog,
            &table,
            &old,
            &new,
            |operation| matches!(operation, Operation::SplitColumn(other) if (&other.old, &other.new) == (&self.old, &self.new)),
        )?;
        if let Some(change) = known.as_ref().filter(|change| change.state == State::Grace) {
            return Ok(contract(change, catalog)?.into_iter().map(|draft| draft.done_if(true)).collect());
        }
        for name in &old {
            check_two_ends(&table, table.column(name)?, &self.sync(catalog, &table).trigger())?;
        }
        let quote = |name: &str| catalog.quote(name);
        let add: Vec<String> = self
            .new
            .iter()
            .map(|one| format!("ADD COLUMN {} {}", quote(&one.name), closed(&one.data_type)))
            .collect();
        let has_new = |name: &String| table.columns.iter().any(|column| column.name == *name);
        let is_begun = new.iter().all(has_new);
        if let Some(taken) = new.iter().find(|name| known.is_none() && has_new(name)) {
            let (name, there) = (taken.clone(), table.column(taken)?.data_type.clone());
            let wanted = "a column that does not exist yet".into();
            return Err(DefinitionError::Differs { what: "column", name, there, wanted }.into());
        }
        if !is_begun {
            self.try_out(catalog, &table)?;
        }
        let is_ready = known.as_ref().is_some_and(|change| change.state.has_both_ends());
        let sql = format!("ALTER TABLE {} {}", table.sql, add.join(", "));
        let mut drafts = vec![Draft::new(sql, Mode::AccessExclusive, &table).done_if(is_begun)];
        drafts.extend(self.sync(catalog, &table).drafts(catalog));
        // Through a column that is made of many, all of them are read and written.
        for name in &new {
            let (grants, left) = copy_grants(catalog, &table, &old, name);
            drafts.extend(grants.into_iter().map(|draft| draft.done_if(is_begun)));
            if !left.is_empty() && !is_begun {
                drafts[0].detail = format!(
                    "not carried over, since not all of {} give it: {}",
                    old.join(", "),
                    left.join(", ")
                );
            }
        }
        // Who changes other columns of a row moves it, and the trigger does not fire.
        let left = Some(self.left(catalog));
        let backfill = Backfill::new(table.relation(), self.to_new(), left.clone()).with_rest(left);
        drafts.push(Draft::fill(catalog, backfill, &table).done_if(is_ready));
        if !table.is_small_tree() {
            drafts.push(self.verify(catalog, &table).done_if(is_ready));
        }
        Ok(drafts)
    }

    fn old_names(&self) -> Vec<String> {
        self.old.iter().map(|one| one.column.clone()).collect()
    }

    fn new_names(&self) -> Vec<String> {
        self.new.iter().map(|one| one.name.clone()).collect()
    }

    fn to_new(&self) -> Vec<Assignment> {
        let set =
            |one: &NewColumn| Assignment { column: one.name.clone(), expression: one.expression.clone() };
        self.new.iter().map(set).collect()
    }

    fn sync<'a>(&self, catalog: &dyn Catalog, table: &'a Table) -> Sync<'a> {
        Sync {
            table,
            old: self.old.clone(),
            new: self.to_new(),
            differ: Some(self.differ(catalog)),
            search_path: Some(self.search_path.clone()),
            is_one_way: false,
        }
    }

    /// Refuses now what the server would refuse in the middle: a type, or an expression of either direction.
    fn try_out(&self, catalog: &dyn Catalog, table: &Table) -> Result<()> {
        let quote = |name: &str| catalog.quote(name);
        let mut statements: Vec<OnTable> = self
            .new
            .iter()
            .map(|one| OnTable::alter(format!("ADD COLUMN {} {}", quote(&one.name), closed(&one.data_type))))
            .collect();
        for one in self.to_new().iter().chain(&self.old) {
            let (column, expression) = (quote(&one.column), closed(&one.expression));
            statements.push(OnTable::update(&format!("{column} = ({expression})")));
        }
        catalog.definition_after(table, &statements).map(|_| ())
    }

    /// The rows whose new end does not follow from the old one. A NULL of both ends is alike.
    fn differ(&self, catalog: &dyn Catalog) -> String {
        let columns: Vec<_> = self.new.iter().map(|one| catalog.quote(&one.name)).collect();
        let values: Vec<_> = self
            .new
            .iter()
            .map(|one| format!("({})::{}", closed(&one.expression), closed(&one.data_type)))
            .collect();
        stored::differ(&columns.join(", "), &values.join(", "))
    }

    /// The rows whose old end does not follow from the new one.
    fn differ_back(&self, catalog: &dyn Catalog) -> String {
        let differ = |one: &Assignment| {
            format!("{} IS DISTINCT FROM ({})", catalog.quote(&one.column), closed(&one.expression))
        };
        self.old.iter().map(differ).collect::<Vec<_>>().join(" OR ")
    }

    /// The rows that are still to be filled: not those that were written through the new end, which may say more than
    /// would follow from the old one.
    fn left(&self, catalog: &dyn Catalog) -> String {
        let nothing: Vec<_> =
            self.new.iter().map(|one| format!("{} IS NULL", catalog.quote(&one.name))).collect();
        let (differ, back) = (self.differ(catalog), self.differ_back(catalog));
        format!("{differ} AND ({} OR {back})", nothing.join(" AND "))
    }

    /// Fails if a row has neither end that follows from the other.
    fn verify(&self, catalog: &dyn Catalog, table: &Table) -> Draft {
        let message = format!("rows of {} do not follow from each other", table.display);
        // What was written through the new end counts: then the old end follows from it.
        let sql = format!(
            "DO $migrate$BEGIN
    IF EXISTS (SELECT FROM {} WHERE {} AND ({})) THEN
        RAISE data_exception USING MESSAGE = {};
    END IF;
END$migrate$",
            table.sql,
            self.differ(catalog),
            self.differ_back(catalog),
            catalog.literal(&message)
        );
        Draft::new(sql, Mode::AccessShare, table).apart().because("reads the table, stops nobody")
    }

    /// Fails, with the server's own words, if a hidden column has no value in a row for which it has one, or for which
    /// that cannot be said.
    fn lost(&self, catalog: &dyn Catalog, table: &Table) -> Draft {
        let lost = |one: &Assignment| {
            let hidden = catalog.quote(&self.hidden(table, &one.column));
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
            catalog.literal(&self.search_path),
            table.sql,
            lost.join(" OR "),
            catalog.literal(&message)
        );
        let is_shown = self.old.iter().all(|one| table.column(&one.column).is_ok());
        Draft::new(sql, Mode::AccessShare, table).done_if(is_shown).because("reads the table, stops nobody")
    }

    /// Steps behind a look at all rows, which on a large table is taken without their locks.
    fn unless_lost(&self, catalog: &dyn Catalog, table: &Table, mut drafts: Vec<Draft>) -> Vec<Draft> {
        let is_large = !table.tree().iter().all(|table| table.is_small);
        if let Some(first) = drafts.first_mut() {
            first.is_apart |= is_large;
        }
        drafts.insert(0, self.lost(catalog, table));
        drafts
    }

    /// What an old column is called while it is hidden.
    fn hidden(&self, table: &Table, column: &str) -> String {
        object_name(&[&table.name, column], "hidden")
    }

    pub(crate) fn inverse(&self, _: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        let Some(first) = self.new.first() else { return Ok(None) };
        let which = Which::Column { table: self.table.clone(), column: first.name.clone() };
        Ok(Some(vec![Operation::EndChange(EndChange::new(which, Way::Back))]))
    }

    pub(crate) fn call<'a>(&self, catalog: &'a dyn Catalog) -> Call<'a> {
        let call = Call::new(catalog).relation("table_name", &self.table);
        let expressions: Vec<_> = self.new.iter().map(|one| one.expression.clone()).collect();
        let back: Vec<_> = self.old.iter().map(|one| one.expression.clone()).collect();
        let types: Vec<_> = self.new.iter().map(|one| one.data_type.clone()).collect();
        if self.is_merge() {
            return call
                .list("columns", &self.old_names())
                .text("new_column", &self.new[0].name)
                .text("expression", &expressions[0])
                .list("reverse_expressions", &back)
                .text("new_type", &types[0]);
        }
        call.text("column_name", &self.old[0].column)
            .list("new_columns", &self.new_names())
            .list("expressions", &expressions)
            .text("reverse_expression", &back[0])
            .list("new_types", &types)
    }

    /// Whether many columns become one.
    pub(crate) fn is_merge(&self) -> bool {
        self.old.len() > 1
    }
}

fn arguments(change: &Change) -> Result<&SplitColumn> {
    match change.arguments.as_ref() {
        Operation::SplitColumn(arguments) => Ok(arguments),
        _ => Err(ChangeError::NoChange { change: change.title() }.into()),
    }
}

/// What must make way so that rows are not refused because of a hidden column, whose value may then be none.
///
/// # Errors
///
/// As for [`Operation::drafts`].
pub(crate) fn relaxed(change: &Change, catalog: &dyn Catalog) -> Result<Vec<Relaxed>> {
    let table = catalog.table(&change.table)?;
    let mut all: Vec<Relaxed> = Vec::new();
    let is_key = |name: &String| {
        table.constraints.iter().any(|there| there.kind == "p" && there.columns.contains(name))
    };
    for column in table.columns.iter().filter(|column| change.old_columns.contains(&column.name)) {
        hide_column::relax(&table, None, column, &|_| true, &mut |one| {
            let is_not_null = one.constraint.as_ref().is_none_or(|(_, what)| what.starts_with("NOT NULL"));
            let one = Relaxed { column: is_not_null.then(|| column.name.clone()), ..one };
            if !(is_not_null && is_key(&column.name) || all.contains(&one)) {
                all.push(one);
            }
        });
    }
    Ok(all)
}

/// The hidden columns have their names again, and what made way for them.
fn shown(
    change: &Change,
    arguments: &SplitColumn,
    catalog: &dyn Catalog,
    table: &Table,
) -> Result<(Vec<Draft>, Vec<Draft>)> {
    let mut named = table.clone();
    let mut drafts = Vec::new();
    for one in &arguments.old {
        let hidden = arguments.hidden(table, &one.column);
        let is_not_null = |relaxed: &Relaxed| relaxed.column.as_ref() == Some(&one.column);
        if change.relaxed().any(is_not_null) && table.columns.iter().any(|there| there.name == hidden) {
            hide_column::check_filled(catalog, table, &one.column, &hidden, change)?;
        }
        drafts.push(rename(catalog, table, &hidden, &one.column));
        hide_column::as_named(&mut named, &hidden, &one.column);
    }
    let mut restored = Vec::new();
    for relaxed in change.relaxed() {
        restored.extend(relaxed.restored(catalog, &named, relaxed.column.as_deref().unwrap_or_default())?);
    }
    Ok((drafts, restored))
}

/// The old columns are hidden, and may be NULL.
pub(crate) fn contract(change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
    let arguments = arguments(change)?;
    let table = catalog.table(&change.table)?;
    table.check()?;
    let hide = |name: String| {
        let hidden = arguments.hidden(&table, &name);
        rename(catalog, &table, &name, &hidden)
    };
    let relaxed = relaxed(change, catalog)?;
    let relax =
        relaxed.iter().map(|one| one.draft(catalog, &table, one.column.as_deref().unwrap_or_default()));
    let mut drafts: Vec<Draft> = relax.chain(arguments.old_names().into_iter().map(hide)).collect();
    // What is written from now on is carried to the hidden columns.
    let turn = turned(arguments, catalog, &table).function_draft(catalog);
    drafts.push(turn.because(format!(
        "keeps the hidden columns in step; SELECT * FROM migrate.undo({}) brings them back",
        change.id
    )));
    let is_hidden =
        |name: &String| table.columns.iter().any(|column| column.name == arguments.hidden(&table, name));
    let is_done = arguments.old_names().iter().all(is_hidden);
    Ok(drafts.into_iter().map(|draft| if is_done { draft.done_if(true) } else { draft }).collect())
}

/// The trigger with the old columns under the names that they have while they are hidden.
fn turned<'a>(arguments: &SplitColumn, catalog: &dyn Catalog, table: &'a Table) -> Sync<'a> {
    let old = |one: &Assignment| Assignment { column: arguments.hidden(table, &one.column), ..one.clone() };
    let old = arguments.old.iter().map(old).collect();
    Sync { old, is_one_way: true, ..arguments.sync(catalog, table) }
}

/// The new columns go.
pub(crate) fn abort(change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
    let arguments = arguments(change)?;
    let table = catalog.table(&change.table)?;
    table.check()?;
    let mut drafts = arguments.sync(catalog, &table).drop(catalog);
    for name in arguments.new_names() {
        let is_there = table.columns.iter().any(|column| column.name == name);
        drafts.push(drop_column(catalog, &table, &name).done_if(!is_there));
    }
    Ok(drafts)
}

/// The old columns are there again, and the new ones go.
pub(crate) fn abort_complete(change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
    let arguments = arguments(change)?;
    let table = catalog.table(&change.table)?;
    table.check()?;
    let (shown, restored) = shown(change, arguments, catalog, &table)?;
    let mut drafts = abort(change, catalog)?;
    drafts.extend(shown);
    drafts.extend(restored);
    Ok(arguments.unless_lost(catalog, &table, drafts))
}

/// The old columns are there again, beside the new ones.
pub(crate) fn undo(change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
    let arguments = arguments(change)?;
    let table = catalog.table(&change.table)?;
    table.check()?;
    let (shown, restored) = shown(change, arguments, catalog, &table)?;
    let mut drafts = shown;
    drafts.push(arguments.sync(catalog, &table).function_draft(catalog));
    drafts.extend(restored);
    Ok(arguments.unless_lost(catalog, &table, drafts))
}

/// The hidden columns go for good.
pub(crate) fn finish(change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
    let arguments = arguments(change)?;
    let table = catalog.table(&change.table)?;
    table.check()?;
    let mut drafts = turned(arguments, catalog, &table).drop(catalog);
    for name in arguments.old_names() {
        let hidden = arguments.hidden(&table, &name);
        let is_there = table.columns.iter().any(|column| column.name == hidden);
        drafts.push(drop_column(catalog, &table, &hidden).done_if(!is_there));
    }
    Ok(drafts)
}

fn drop_column(catalog: &dyn Catalog, table: &Table, column: &str) -> Draft {
    let sql = format!("ALTER TABLE {} DROP COLUMN {}", table.sql, catalog.quote(column));
    Draft::new(sql, Mode::AccessExclusive, table)
}
