//! `migrate.safe_rename_column`: for a while the column has both names, so that old and new applications work at once.
//!
//! The new name is first a column beside the old one, kept in step by a trigger, with indexes like the old one's. The
//! old column stays the true one: constraints, keys, privileges, views and all else hang on it. To complete the change is
//! to drop the copy and give its name to the true column: nothing has to be carried over, and nothing can be lost. So the
//! way back is a rename, too.

use serde::Deserialize;
use serde::Serialize;

use crate::backfill::Backfill;
use crate::change::{State, Way, Which};
use crate::error::{ArgumentError, ChangeError, DefinitionError, Result, TableError};
use crate::facts::{Catalog, Change, Column, OnTable, Table, find};
use crate::lock::Mode;
use crate::name::{MOST_BYTES, object_name, shown};
use crate::plan::draft::Draft;
use crate::relation::Relation;
use crate::request::{CreateIndex, Deferrable, EndChange, Operation};
use crate::steps::call::Call;
use crate::steps::obstacles::check_two_ends;
use crate::steps::stored;
use crate::steps::sync::{Sync, same};
use crate::steps::tables::rename_table;

/// How it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strategy {
    /// Both names for a while.
    Dual,
    /// One short statement; who uses the old name fails from then on.
    Instant,
}

/// The arguments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenameColumn {
    /// The table.
    pub table: Relation,
    /// The name before.
    pub old: String,
    /// The name after.
    pub new: String,
    /// How.
    pub strategy: Strategy,
    /// A view that goes on offering the old name.
    #[serde(default)]
    pub compatibility_view: Option<String>,
}

impl RenameColumn {
    pub(crate) fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&self.table)?;
        table.check()?;
        if self.old == self.new {
            let (argument, value) = ("new_name", self.new.clone());
            return Err(ArgumentError::Choice { argument, value, choices: "another name".into() }.into());
        }
        if self.new.len() > MOST_BYTES {
            return Err(ArgumentError::LongName { name: self.new.clone() }.into());
        }
        let known = self.known(catalog, &table)?;
        let has = |name: &str| table.columns.iter().any(|column| column.name == name);
        if !has(&self.old) && has(&self.new) && (known.is_some() || self.strategy == Strategy::Instant) {
            return Ok(vec![self.rename(catalog, &table).done_if(true)]);
        }
        let old = table.column(&self.old)?;
        let copy = table.columns.iter().find(|column| column.name == self.new);
        if let (Some(copy), None) = (copy, &known) {
            let (name, there) = (self.new.clone(), copy.data_type.clone());
            let wanted = format!("{}, as column {} has", old.data_type, shown(&self.old));
            return Err(DefinitionError::Differs { what: "column", name, there, wanted }.into());
        }
        if self.strategy == Strategy::Instant {
            return Ok(vec![self.rename(catalog, &table).because(mentions(catalog, &self.old))]);
        }
        check_two_ends(&table, old, &self.sync(catalog, &table).trigger())?;
        self.expand(catalog, &table, old, copy, known.as_ref())
    }

    /// The change that this has begun, if it has.
    fn known(&self, catalog: &dyn Catalog, table: &Table) -> Result<Option<Change>> {
        let (old, new) = (std::slice::from_ref(&self.old), std::slice::from_ref(&self.new));
        let is_this = |operation: &Operation| matches!(operation, Operation::RenameColumn(other) if (&other.old, &other.new) == (&self.old, &self.new));
        known_change(catalog, table, old, new, is_this)
    }

    fn rename(&self, catalog: &dyn Catalog, table: &Table) -> Draft {
        rename(catalog, table, &self.old, &self.new)
    }

    fn expand(
        &self,
        catalog: &dyn Catalog,
        table: &Table,
        old: &Column,
        copy: Option<&Column>,
        known: Option<&Change>,
    ) -> Result<Vec<Draft>> {
        let is_ready = known.is_some_and(|change| change.state.has_both_ends());
        let new = catalog.quote(&self.new);
        let collation = old.collation.as_ref().map(|name| format!(" COLLATE {name}")).unwrap_or_default();
        let add = format!("ALTER TABLE {} ADD COLUMN {new} {}{collation}", table.sql, old.data_type);
        // They know the column by its number, and follow its name.
        let followers = catalog.dependents(table, Some(&self.old));
        let followers = match followers.as_slice() {
            [] => String::new(),
            followers => format!("nothing is to be done for {}", followers.join(", ")),
        };
        let why = ["a copy, kept in step".to_string(), followers, mentions(catalog, &self.old)];
        let why = why.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("; ");
        let mut drafts =
            vec![Draft::new(add, Mode::AccessExclusive, table).done_if(copy.is_some()).because(why)];
        drafts.extend(self.sync(catalog, table).drafts(catalog));
        drafts.extend(
            copy_grants(catalog, table, std::slice::from_ref(&self.old), &self.new)
                .0
                .into_iter()
                .map(|draft| draft.done_if(copy.is_some())),
        );
        drafts.push(self.backfill(catalog, table).done_if(is_ready));
        drafts.extend(self.indexes(catalog, table)?);
        if !table.is_small_tree() {
            drafts.push(self.verify(catalog, table).done_if(is_ready));
        }
        if let Some(view) = &self.compatibility_view {
            drafts.extend(self.view(catalog, table, view)?);
        }
        Ok(drafts)
    }

    fn sync<'a>(&self, catalog: &dyn Catalog, table: &'a Table) -> Sync<'a> {
        Sync {
            table,
            old: vec![same(&self.old, catalog, &self.new)],
            new: vec![same(&self.new, catalog, &self.old)],
            differ: None,
            search_path: None,
            is_one_way: false,
        }
    }

    fn differ(&self, catalog: &dyn Catalog) -> String {
        let (old, new) = (catalog.quote(&self.old), catalog.quote(&self.new));
        stored::differ(&new, &old)
    }

    fn backfill(&self, catalog: &dyn Catalog, table: &Table) -> Draft {
        let set = vec![same(&self.new, catalog, &self.old)];
        // Who changes other columns of a row moves it, and the trigger does not fire.
        let differ = Some(self.differ(catalog));
        let backfill = Backfill::new(table.relation(), set, differ.clone()).with_rest(differ);
        Draft::fill(catalog, backfill, table)
    }

    /// Copies of the old column's indexes, for queries that name the new one.
    fn indexes(&self, catalog: &dyn Catalog, table: &Table) -> Result<Vec<Draft>> {
        let mut drafts = Vec::new();
        let is_copy = |name: &str| name.ends_with(COPY);
        for index in table.indexes.iter().filter(|index| index.is_valid && !is_copy(&index.name)) {
            let again = CreateIndex::again(table, index);
            let before = index.definition.trim_start_matches("UNIQUE ");
            let made = OnTable::index("", before);
            let (old, new) = (catalog.quote(&self.old), catalog.quote(&self.new));
            let renamed = OnTable::alter(format!("RENAME COLUMN {old} TO {new}"));
            let without = OnTable::alter(format!("DROP COLUMN {new}"));
            let has_copy = table.columns.iter().any(|column| column.name == self.new);
            let statements = if has_copy { vec![without, made, renamed] } else { vec![made, renamed] };
            let after = catalog.definition_after(table, &statements)?;
            if after == before {
                continue;
            }
            // An index alone is checked at once: it would refuse what a deferrable key lets pass until the transaction ends.
            let is_deferrable = || {
                let key = index.constraint.as_ref().and_then(|name| table.constraint(name));
                key.is_some_and(|key| Deferrable::of(&key.definition) != Deferrable::Never)
            };
            let is_unique = index.definition.starts_with("UNIQUE ") && !is_deferrable();
            let unique = if is_unique { "UNIQUE " } else { "" };
            let name = object_name(&[&index.name], COPY.trim_start_matches('_'));
            drafts.extend(again.copied(format!("{unique}{after}"), name).drafts_on(catalog, table)?);
        }
        Ok(drafts)
    }

    /// Fails if a row has two values.
    fn verify(&self, catalog: &dyn Catalog, table: &Table) -> Draft {
        let sql = format!(
            "DO $migrate$BEGIN
    IF EXISTS (SELECT FROM {} WHERE {}) THEN
        RISE
    END IF;
END$migrate$",
            table.sql,
            self.differ(catalog)
        );
        let message = format!("rows of {} differ in columns {} and {}", table.display, self.old, self.new);
        let raise = format!("RAISE data_exception USING MESSAGE = {};", catalog.literal(&message));
        Draft::new(sql.replace("RISE", &raise), Mode::AccessShare, table)
            .apart()
            .because("reads the table, stops nobody")
    }

    fn view(&self, catalog: &dyn Catalog, table: &Table, view: &str) -> Result<Vec<Draft>> {
        let name = Relation { schema: Some(table.schema.clone()), name: view.into() };
        let is_done = match find(catalog, &name)? {
            Some(there) if there.kind == "v" && catalog.window(&there) == Some(table.oid) => true,
            Some(there) => return Err(TableError::Taken { name: there.display }.into()),
            None => false,
        };
        let mut shown = table.clone();
        shown.columns.retain(|column| column.name != self.new);
        let sql = format!("{}.{}", catalog.quote(&table.schema), catalog.quote(view));
        rename_table::view(catalog, &shown, &sql, &table.sql, is_done)
    }

    pub(crate) fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        if self.strategy == Strategy::Dual {
            let known = self.known(catalog, &catalog.table(&self.table)?)?;
            if known.is_some_and(|change| change.state.has_both_ends() || change.state == State::Grace) {
                return Ok(Some(Vec::new()));
            }
            let which = Which::Column { table: self.table.clone(), column: self.new.clone() };
            let back = EndChange::new(which, Way::Back);
            return Ok(Some(vec![Operation::EndChange(back)]));
        }
        let table = catalog.table(&self.table)?;
        if !table.columns.iter().any(|column| column.name == self.old) {
            return Ok(Some(Vec::new()));
        }
        let back = RenameColumn { old: self.new.clone(), new: self.old.clone(), ..self.clone() };
        Ok(Some(vec![Operation::RenameColumn(back)]))
    }

    pub(crate) fn call<'a>(&self, catalog: &'a dyn Catalog) -> Call<'a> {
        let strategy = (self.strategy == Strategy::Instant).then_some("instant");
        Call::new(catalog)
            .relation("table_name", &self.table)
            .text("old_name", &self.old)
            .text("new_name", &self.new)
            .text_if("strategy", strategy)
            .text_if("compatibility_view", self.compatibility_view.as_deref())
    }
}

/// The change of these columns that was begun already, if it is this one. Another one that is open is in the way.
pub(crate) fn known_change(
    catalog: &dyn Catalog,
    table: &Table,
    old: &[String],
    new: &[String],
    is_this: impl Fn(&Operation) -> bool,
) -> Result<Option<Change>> {
    let mut known = None;
    for change in catalog.changes(table)? {
        let meets =
            |columns: &[String]| columns.iter().any(|column| old.contains(column) || new.contains(column));
        if is_this(&change.arguments) && change.state != State::Aborted {
            known = Some(change);
        } else if change.is_open() && (meets(&change.old_columns) || meets(&change.new_columns)) {
            let (title, id) = (change.title(), change.id);
            return Err(ChangeError::Conflict { table: table.display.clone(), title, id }.into());
        }
    }
    Ok(known)
}

/// Privileges on columns alone, for another one, too: what each of them gives. And what is left out for that, in words.
pub(crate) fn copy_grants(
    catalog: &dyn Catalog,
    table: &Table,
    from: &[String],
    to: &str,
) -> (Vec<Draft>, Vec<String>) {
    let mut sharing = catalog.sharing(table);
    let (grants, left) = sharing.of_all(from, to);
    sharing.grants = grants;
    let grants = crate::facts::sharing::grants(catalog, &sharing, &table.sql);
    (grants.into_iter().map(Draft::of_nothing).collect(), left)
}

/// What ends the names of copied indexes.
const COPY: &str = "_copy";

/// The step that gives a column another name.
pub(crate) fn rename(catalog: &dyn Catalog, table: &Table, from: &str, to: &str) -> Draft {
    let sql =
        format!("ALTER TABLE {} RENAME COLUMN {} TO {}", table.sql, catalog.quote(from), catalog.quote(to));
    Draft::new(sql, Mode::AccessExclusive, table)
}

/// Functions whose text says the column's name: nothing else in the database depends on it by name.
fn mentions(catalog: &dyn Catalog, column: &str) -> String {
    match catalog.mentions(column).as_slice() {
        [] => String::new(),
        functions => format!("functions that say {}: {}", shown(column), functions.join(", ")),
    }
}

fn arguments(change: &Change) -> Result<&RenameColumn> {
    match change.arguments.as_ref() {
        Operation::RenameColumn(arguments) => Ok(arguments),
        _ => Err(ChangeError::NoChange { change: change.title() }.into()),
    }
}

/// The copy goes, and the true column takes its name.
pub(crate) fn contract(change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
    let arguments = arguments(change)?;
    let table = catalog.table(&change.table)?;
    table.check()?;
    let mut drafts = taken_away(arguments, catalog, &table);
    let is_done = !table.columns.iter().any(|column| column.name == arguments.old);
    let why = match mentions(catalog, &arguments.old) {
        mentions if mentions.is_empty() => String::new(),
        mentions => format!("; {mentions}"),
    };
    let rename = arguments.rename(catalog, &table).done_if(is_done);
    drafts.push(rename.because(format!("SELECT * FROM migrate.undo({}) takes it back{why}", change.id)));
    Ok(if is_done { drafts.split_off(drafts.len() - 1) } else { drafts })
}

/// The copy goes.
pub(crate) fn abort(change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
    let arguments = arguments(change)?;
    let table = catalog.table(&change.table)?;
    table.check()?;
    let mut drafts = Vec::new();
    if let Some(view) = &arguments.compatibility_view {
        let name = Relation { schema: Some(table.schema.clone()), name: view.clone() };
        if let Some(there) = find(catalog, &name)?
            && catalog.window(&there) == Some(table.oid)
        {
            drafts.push(Draft::new(format!("DROP VIEW {}", there.sql), Mode::AccessExclusive, &there));
        }
    }
    drafts.extend(taken_away(arguments, catalog, &table));
    Ok(drafts)
}

/// The column has its old name again.
pub(crate) fn undo(change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
    let arguments = arguments(change)?;
    let table = catalog.table(&change.table)?;
    table.check()?;
    let is_done = table.columns.iter().any(|column| column.name == arguments.old);
    let why = mentions(catalog, &arguments.new);
    Ok(vec![rename(catalog, &table, &arguments.new, &arguments.old).done_if(is_done).because(why)])
}

/// Both names are there again: a copy is made beside the true column, as when the change began, and takes the new name in
/// the moment in which the true column gets its old one back.
pub(crate) fn reopen(change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
    let arguments = arguments(change)?;
    let table = catalog.table(&change.table)?;
    table.check()?;
    let has = |name: &str| table.columns.iter().find(|column| column.name == name);
    let back = rename(catalog, &table, &arguments.new, &arguments.old);
    if has(&arguments.old).is_some() {
        return Ok(vec![back.done_if(true)]);
    }
    let copy = object_name(&[&arguments.new], COPY.trim_start_matches('_'));
    let between = RenameColumn {
        old: arguments.new.clone(),
        new: copy.clone(),
        compatibility_view: None,
        ..arguments.clone()
    };
    check_two_ends(&table, table.column(&between.old)?, &between.sync(catalog, &table).trigger())?;
    let mut drafts = between.expand(catalog, &table, table.column(&between.old)?, has(&copy), None)?;
    drafts.push(back.apart().because("in one transaction"));
    drafts.push(rename(catalog, &table, &copy, &arguments.new));
    let sync = between.sync(catalog, &table);
    drafts.extend(sync.drop(catalog).into_iter().map(|draft| draft.done_if(false)));
    drafts.extend(arguments.sync(catalog, &table).drafts(catalog));
    Ok(drafts)
}

/// Trigger and copy, with its indexes.
fn taken_away(arguments: &RenameColumn, catalog: &dyn Catalog, table: &Table) -> Vec<Draft> {
    let mut drafts = arguments.sync(catalog, table).drop(catalog);
    let sql = format!("ALTER TABLE {} DROP COLUMN {}", table.sql, catalog.quote(&arguments.new));
    // Without the old column, the new one is the true one.
    let has = |name: &str| table.columns.iter().any(|column| column.name == name);
    let is_copy = has(&arguments.old) && has(&arguments.new);
    drafts.push(Draft::new(sql, Mode::AccessExclusive, table).done_if(!is_copy).because("the copy"));
    drafts
}
