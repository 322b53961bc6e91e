//! `migrate.safe_change_column_type`: in one short statement where the server need not look at the rows; otherwise by a
//! second column, kept in step, that takes the first one's place in one short transaction.
//!
//! The column that has gone stays for the grace period, now kept in step the other way round: the way back is the same
//! exchange.

mod expand;
mod in_place;
mod indexes;
pub mod objects;
pub mod remade;
pub mod sequence;
mod swap;
mod written;

use serde::Deserialize;
use serde::Serialize;

use self::expand::{Ends, Follow};
use self::objects::Hanging;
use crate::change::{Way, Which};
use crate::error::{ChangeError, ColumnError, DefinitionError, Result};
use crate::facts::{Catalog, Change, Column, OnTable, Table, Written};
use crate::lock::Mode;
use crate::name::object_name;
use crate::plan::draft::Draft;
use crate::relation::Relation;
use crate::request::{EndChange, Operation};
use crate::steps::call::Call;
use crate::steps::obstacles::check_two_ends;

/// The arguments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeType {
    /// The table.
    pub table: Relation,
    /// The column.
    pub column: String,
    /// Its new type, as SQL.
    pub data_type: String,
    /// The new value, from the columns of the row.
    pub using: Option<String>,
    /// The old value, from the columns of the row after the change.
    pub reverse: Option<String>,
    /// The search path by which type and expressions mean something.
    #[serde(default)]
    pub search_path: Option<String>,
}

/// A column with another type, as the server would have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retyped {
    /// The column.
    pub column: Column,
    /// Whether the table or an index of it is written anew for that.
    pub rewrites: bool,
    /// Whether both types are the server's own.
    pub is_builtin: bool,
}

/// How a value becomes one of another type, where no expression says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cast {
    /// As it is assigned: too long a text is an error.
    Assigned,
    /// Only where it is asked for.
    Explicit,
}

/// The column that is to take the place.
fn shadow(column: &str) -> String {
    object_name(&[column], "new_type")
}

/// The column whose place was taken.
fn tombstone(column: &str) -> String {
    object_name(&[column], "old_type")
}

fn has(table: &Table, column: &str) -> bool {
    table.columns.iter().any(|there| there.name == column)
}

impl ChangeType {
    pub(crate) fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&self.table)?;
        table.check()?;
        let column = table.column(&self.column)?;
        if let Some(change) = self.known(catalog, &table)? {
            return match has(&table, &tombstone(&self.column)) {
                true => Ok(vec![self.alter(catalog, &table).done_if(true)]),
                false => self.expand(catalog, &table, Some(&change)),
            };
        }
        let (retyped, _) = self.retyped(catalog, &table)?;
        if column.data_type == retyped.column.data_type && column.collation == retyped.column.collation {
            return in_place::done(self, catalog, &table);
        }
        let is_small = table.family().iter().all(|table| table.is_small);
        if !retyped.rewrites || is_small {
            return in_place::drafts(self, catalog, &table, &retyped, is_small);
        }
        self.expand(catalog, &table, None)
    }

    /// The change that this began, if it was begun and is not over; that it may begin, if not.
    fn known(&self, catalog: &dyn Catalog, table: &Table) -> Result<Option<Change>> {
        let mut known = None;
        for change in catalog.changes(table)?.into_iter().filter(Change::is_open) {
            let is_this = matches!(change.arguments.as_ref(), Operation::ChangeType(other)
                if (&other.column, &other.data_type, &other.using) == (&self.column, &self.data_type, &self.using));
            let meets = |columns: &[String]| columns.contains(&self.column);
            if is_this {
                known = Some(change);
            } else if meets(&change.old_columns) || meets(&change.new_columns) {
                let (title, id) = (change.title(), change.id);
                return Err(ChangeError::Conflict { table: table.display.clone(), title, id }.into());
            }
        }
        Ok(known)
    }

    /// What the server makes of the column, and how a value gets its new type.
    fn retyped(&self, catalog: &dyn Catalog, table: &Table) -> Result<(Retyped, Cast)> {
        let with = |using: Option<&str>| catalog.retyped(table, &self.column, &self.data_type, using);
        match with(self.using.as_deref()) {
            // No cast that happens by itself.
            Err(error) if error.sqlstate() == "42804" && self.using.is_none() => {
                let explicit = format!("CAST({} AS {})", catalog.quote(&self.column), self.data_type);
                Ok((with(Some(&explicit))?, Cast::Explicit))
            }
            retyped => Ok((retyped?, Cast::Assigned)),
        }
    }

    fn alter(&self, catalog: &dyn Catalog, table: &Table) -> Draft {
        let column = catalog.quote(&self.column);
        let using = self.using.as_ref().map(|using| format!(" USING {}", crate::backfill::closed(using)));
        let sql = format!(
            "ALTER TABLE {} ALTER COLUMN {column} TYPE {}{}",
            table.sql,
            self.data_type,
            using.unwrap_or_default()
        );
        Draft::new(sql, Mode::AccessExclusive, table)
    }

    fn expand(&self, catalog: &dyn Catalog, table: &Table, known: Option<&Change>) -> Result<Vec<Draft>> {
        let column = table.column(&self.column)?;
        check_two_ends(table, column, &expand::trigger(&self.column))?;
        let (name, away) = (shadow(&self.column), tombstone(&self.column));
        for name in [&name, &away] {
            if known.is_none() && has(table, name) {
                let (name, there) = (name.clone(), "a column that is not this change's".to_string());
                let wanted = "a column for the old or the new values".to_string();
                return Err(DefinitionError::Differs { what: "column", name, there, wanted }.into());
            }
        }
        let (retyped, cast) = self.retyped(catalog, table)?;
        let hanging = Hanging::look(catalog, table, &self.column)?;
        hanging.check(table, &self.column)?;
        let to = &retyped.column;
        let add = format!("ADD COLUMN {} {}", catalog.quote(&name), to.sql_type());
        if catalog.added_column(table, &name, &add)?.rewrites {
            let (table, column) = (table.display.clone(), self.column.clone());
            let why = format!("Every row would be checked by type {}.", to.data_type);
            let instead =
                "Use the domain's base type, and add its constraint with migrate.safe_add_constraint.";
            return Err(ColumnError::Rewrite { table, column, why, instead: instead.into() }.into());
        }
        // Whether there is a way back is asked while nothing is done yet.
        let back = self.back(catalog, table, column, to)?;
        hanging.check_keys(catalog, to)?;
        let follow = self.forth(&retyped, cast);
        let ends = Ends { table, column, name, away, to, hanging: &hanging, written: Vec::new() };
        let mut drafts =
            ends.expand(catalog, &follow, known.is_some_and(|change| change.state.has_both_ends()))?;
        if let Some(first) = drafts.first_mut() {
            first.detail = match back {
                Cast::Assigned => "takes the new values, kept in step".into(),
                Cast::Explicit => "takes the new values, kept in step; the way back is a cast".into(),
            };
        }
        Ok(drafts)
    }

    /// The search path for a trigger; none where nothing in it is looked up on one.
    fn path(&self, is_builtin: bool) -> Option<String> {
        self.search_path.clone().filter(|_| !is_builtin)
    }

    /// How the new values follow the old ones.
    fn forth(&self, retyped: &Retyped, cast: Cast) -> Follow {
        Follow {
            from: self.column.clone(),
            to: shadow(&self.column),
            data_type: retyped.column.data_type.clone(),
            expression: self.using.clone(),
            cast,
            search_path: self.path(retyped.is_builtin && self.using.is_none()),
            is_lenient: false,
        }
    }

    /// How a value goes back from the new type to the old one.
    fn back(&self, catalog: &dyn Catalog, table: &Table, old: &Column, new: &Column) -> Result<Cast> {
        let column = catalog.quote(&self.column);
        let to_new = OnTable::alter(format!("ALTER COLUMN {column} TYPE {} USING NULL", new.sql_type()));
        let to_old = |using: &str| {
            let back = OnTable::alter(format!("ALTER COLUMN {column} TYPE {}{using}", old.sql_type()));
            catalog.definition_after(table, &[to_new.clone(), back])
        };
        if let Some(reverse) = &self.reverse {
            // What it names must be there: in the trigger a mistake would not be seen.
            return to_old(&format!(" USING {}", crate::backfill::closed(reverse))).map(|_| Cast::Assigned);
        }
        match to_old("") {
            Ok(_) => Ok(Cast::Assigned),
            Err(error) if error.sqlstate() == "42804" => {
                to_old(&format!(" USING CAST({column} AS {})", old.data_type))
                    .map(|_| Cast::Explicit)
                    .map_err(|_| {
                        let (from, to) = (new.data_type.clone(), old.data_type.clone());
                        ColumnError::NoReverse { column: self.column.clone(), from, to }.into()
                    })
            }
            Err(error) => Err(error),
        }
    }

    pub(crate) fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        let table = catalog.table(&self.table)?;
        let column = table.column(&self.column)?;
        let which = Which::Column { table: self.table.clone(), column: self.column.clone() };
        let ends = Operation::EndChange(EndChange::new(which, Way::Back));
        if self.known(catalog, &table)?.is_some() {
            return Ok(Some(vec![ends]));
        }
        let (retyped, _) = self.retyped(catalog, &table)?;
        if column.data_type == retyped.column.data_type && column.collation == retyped.column.collation {
            return Ok(Some(Vec::new()));
        }
        if retyped.rewrites && !table.family().iter().all(|table| table.is_small) {
            return Ok(Some(vec![ends]));
        }
        let back = ChangeType {
            data_type: column.sql_type(),
            using: self.reverse.clone(),
            reverse: self.using.clone(),
            ..self.clone()
        };
        Ok(Some(vec![Operation::ChangeType(back)]))
    }

    pub(crate) fn call<'a>(&self, catalog: &'a dyn Catalog) -> Call<'a> {
        Call::new(catalog)
            .relation("table_name", &self.table)
            .text("column_name", &self.column)
            .text("new_type", &self.data_type)
            .text_if("using_expression", self.using.as_deref())
            .text_if("reverse_expression", self.reverse.as_deref())
    }
}

impl Column {
    /// Its type with its collation, as SQL takes it.
    pub(crate) fn sql_type(&self) -> String {
        let collation = self.collation.as_ref().map(|name| format!(" COLLATE {name}"));
        format!("{}{}", self.data_type, collation.unwrap_or_default())
    }
}

fn arguments(change: &Change) -> Result<&ChangeType> {
    match change.arguments.as_ref() {
        Operation::ChangeType(arguments) => Ok(arguments),
        _ => Err(ChangeError::NoChange { change: change.title() }.into()),
    }
}

/// The change with its table and column as they are.
struct Begun<'a> {
    change: &'a Change,
    arguments: &'a ChangeType,
    table: Table,
    hanging: Hanging,
}

impl<'a> Begun<'a> {
    fn look(change: &'a Change, catalog: &dyn Catalog) -> Result<Self> {
        let arguments = arguments(change)?;
        let table = catalog.table(&change.table)?;
        table.check()?;
        table.column(&arguments.column)?;
        let hanging = Hanging::look(catalog, &table, &arguments.column)?;
        Ok(Begun { change, arguments, table, hanging })
    }

    fn has(&self, name: fn(&str) -> String) -> bool {
        has(&self.table, &name(&self.arguments.column))
    }

    fn ends(&self, catalog: &dyn Catalog, name: &str, away: String) -> Result<Ends<'_>> {
        let (table, hanging) = (&self.table, &self.hanging);
        hanging.check(table, &self.arguments.column)?;
        let (column, to) = (table.column(&self.arguments.column)?, table.column(name)?);
        hanging.check_keys(catalog, to)?;
        Ok(Ends { table, column, name: name.into(), away, to, hanging, written: Vec::new() })
    }

    /// What keeps the old values in step with the new ones, once they have changed places.
    fn follow_back(
        &self,
        catalog: &dyn Catalog,
        old: &Column,
        new: &Column,
        is_lenient: bool,
    ) -> Result<Follow> {
        let arguments = self.arguments;
        Ok(Follow {
            from: arguments.column.clone(),
            to: tombstone(&arguments.column),
            data_type: old.data_type.clone(),
            expression: arguments.reverse.clone(),
            // An expression was tried out when the change began, with its author's search path.
            cast: match &arguments.reverse {
                Some(_) => Cast::Assigned,
                None => arguments.back(catalog, &self.table, old, new)?,
            },
            search_path: arguments.path(self.hanging.is_builtin && arguments.reverse.is_none()),
            is_lenient,
        })
    }

    fn refuse(&self, why: &'static str) -> crate::Error {
        let until = self.change.grace_until.clone();
        ChangeError::State { title: self.change.title(), id: self.change.id, why, until }.into()
    }
}

/// The new column takes the place of the old one.
pub(crate) fn contract(change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
    let begun = Begun::look(change, catalog)?;
    let (name, away) = (shadow(&begun.arguments.column), tombstone(&begun.arguments.column));
    if !begun.has(shadow) {
        return Ok(swap::rest(catalog, &begun.table, &begun.hanging, &begun.arguments.column, &away));
    }
    let ends = begun.ends(catalog, &name, away)?;
    let follow = begun.follow_back(catalog, ends.column, ends.to, true)?;
    let mut drafts = ends.objects(catalog)?;
    drafts.retain(|draft| !draft.is_done);
    drafts.extend(swap::drafts(catalog, &ends, &follow)?);
    Ok(drafts)
}

/// What will be written in another way when it is completed.
pub(crate) fn written(change: &Change, catalog: &dyn Catalog) -> Result<Vec<Written>> {
    let begun = Begun::look(change, catalog)?;
    if !begun.has(shadow) {
        return Ok(Vec::new());
    }
    let (name, away) = (shadow(&begun.arguments.column), tombstone(&begun.arguments.column));
    begun.ends(catalog, &name, away)?.to_remember(catalog)
}

/// The new column goes.
pub(crate) fn abort(change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
    let begun = Begun::look(change, catalog)?;
    if begun.has(tombstone) {
        return Err(begun.refuse("is being completed"));
    }
    let (column, name) = (&begun.arguments.column, shadow(&begun.arguments.column));
    Ok(expand::drop(catalog, &begun.table, column, &name, has(&begun.table, &name)))
}

/// The old column takes its place again, and the new one goes.
pub(crate) fn abort_complete(change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
    let arguments = arguments(change)?;
    let mut drafts = undo(change, catalog)?;
    let mut gone = expand::drop(
        catalog,
        &catalog.table(&change.table)?,
        &arguments.column,
        &shadow(&arguments.column),
        true,
    );
    if let Some(first) = gone.first_mut() {
        first.is_apart = true;
    }
    drafts.extend(gone);
    Ok(drafts)
}

/// The old column takes its place again; then both are there, as before it was complete.
pub(crate) fn undo(change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
    let begun = Begun::look(change, catalog)?;
    let (name, away) = (tombstone(&begun.arguments.column), shadow(&begun.arguments.column));
    if !begun.has(tombstone) {
        return Ok(swap::rest(catalog, &begun.table, &begun.hanging, &begun.arguments.column, &away));
    }
    let ends = Ends { written: change.written().collect(), ..begun.ends(catalog, &name, away)? };
    let strict = begun.follow_back(catalog, ends.to, ends.column, false)?;
    let lost = strict.lost(catalog, &begun.table);
    let mut drafts = vec![lost.clone()];
    drafts.extend(strict.closed_to_writers(catalog, &begun.table));
    drafts.extend(ends.objects(catalog)?);
    drafts.push(lost);
    drafts.retain(|draft| !draft.is_done);
    // From the old type to the new one, as it was asked for; the column has the new one now.
    let arguments = begun.arguments;
    let back_and_forth = ChangeType { reverse: None, ..arguments.clone() };
    let cast = match &arguments.using {
        Some(_) => Cast::Assigned,
        None => back_and_forth.back(catalog, &begun.table, ends.column, ends.to)?,
    };
    let retyped =
        Retyped { column: ends.column.clone(), rewrites: true, is_builtin: begun.hanging.is_builtin };
    drafts.extend(swap::drafts(catalog, &ends, &arguments.forth(&retyped, cast))?);
    Ok(drafts)
}

/// The old column goes for good.
pub(crate) fn finish(change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
    let begun = Begun::look(change, catalog)?;
    if begun.has(shadow) {
        return Err(begun.refuse("is being taken back"));
    }
    let (column, name) = (&begun.arguments.column, tombstone(&begun.arguments.column));
    Ok(expand::drop(catalog, &begun.table, column, &name, has(&begun.table, &name)))
}
