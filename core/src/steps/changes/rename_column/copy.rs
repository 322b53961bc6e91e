//! The copy under the new name: how it is made, kept in step, looked at and taken away.

use crate::backfill::Backfill;
use crate::error::{Result, TableError};
use crate::facts::{Catalog, Change, Column, Index, OnTable, Table};
use crate::lock::Mode;
use crate::name::{Quoting, qualified, shown};
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::relation::Relation;
use crate::request::{Deferrable, RenameColumn};
use crate::steps::changes::column::{copy_grants, mentions, nothing_by_default};
use crate::steps::changes::mark;
use crate::steps::free::{Names, of_part};
use crate::steps::obstacles::check_added;
use crate::steps::replication::told_of_new;
use crate::steps::rows::Look;
use crate::steps::sync::{Sync, same};
use crate::steps::tables::compatibility_view;
use crate::steps::{again, stored};
use crate::text::joined;

/// What ends the names of copied indexes.
const COPY: &str = "_copy";

impl RenameColumn {
    pub(super) fn expand(
        &self,
        catalog: &dyn Catalog,
        table: &Table,
        old: &Column,
        copy: Option<&Column>,
        token: &str,
        known: Option<&Change>,
    ) -> Result<Vec<Draft>> {
        let mut is_ready = known.is_some_and(|change| change.state.has_both_ends());
        let is_apart = is_ready && copy.is_some() && self.is_out_of_step(catalog, table, token)?;
        is_ready &= !is_apart;
        let new = catalog.quote(&self.new);
        let collation = old.collation.as_ref().map(|name| format!(" COLLATE {name}")).unwrap_or_default();
        let default = nothing_by_default(catalog, table, &old.name, &old.data_type)?;
        let definition = format!("{}{collation}{default}", old.data_type);
        let add = format!("ALTER TABLE {} ADD COLUMN {new} {definition}", table.sql);
        if copy.is_none() {
            self.check_copy(catalog, table, &definition)?;
        }
        // They know the column by its number, and follow its name.
        let followers = catalog.dependents(table, Some(&self.old));
        let followers = match followers.as_slice() {
            [] => String::new(),
            followers => format!("nothing is to be done for {}", followers.join(", ")),
        };
        let why = [
            "a copy, kept in step".to_string(),
            told_of_new(catalog, table),
            followers,
            mentions(catalog, &self.old),
        ];
        let why = joined(why);
        let what = words::add_column(&self.new, &old.data_type);
        let mut drafts =
            vec![Draft::new(what, add, Mode::AccessExclusive, table).done_if(copy.is_some()).because(why)];
        drafts.extend(self.sync(catalog, table, token).drafts(catalog)?);
        drafts.push(mark::put(catalog, table, token));
        drafts.extend(
            copy_grants(catalog, table, std::slice::from_ref(&self.old), &self.new)
                .0
                .into_iter()
                .map(|draft| draft.done_if(copy.is_some())),
        );
        if is_apart {
            drafts.extend(self.taken_over(catalog, table));
        }
        let fill = self.backfill(catalog, table).done_if(is_ready);
        let is_long = fill.is_apart;
        drafts.push(fill);
        drafts.extend(self.indexes(catalog, table)?);
        if is_long {
            drafts.push(self.verify(catalog, table).done_if(is_ready));
        }
        if let Some(view) = &self.compatibility_view {
            drafts.extend(self.view(catalog, table, view)?);
        }
        Ok(drafts)
    }

    /// Refuses a copy of this definition where it would have a large table written anew.
    pub(super) fn check_copy(&self, catalog: &dyn Catalog, table: &Table, definition: &str) -> Result<()> {
        let asked = format!("rename column \"{}\" of", self.old);
        check_added(catalog, table, (&self.new, definition), asked)
    }

    pub(super) fn sync<'a>(&self, names: &dyn Quoting, table: &'a Table, token: &str) -> Sync<'a> {
        Sync {
            table,
            token: token.into(),
            row: self.table.name.clone(),
            old: vec![same(&self.old, names, &self.new)],
            new: vec![same(&self.new, names, &self.old)],
            hidden: Vec::new(),
            differ: None,
            scope: None,
            is_one_way: false,
            is_strict: false,
        }
    }

    pub(super) fn differ(&self, names: &dyn Quoting, table: &Table) -> String {
        let (old, new) = (names.quote(&self.old), names.quote(&self.new));
        stored::differ_of(table.type_of(&self.old), &new, &old)
    }

    fn backfill(&self, catalog: &dyn Catalog, table: &Table) -> Draft {
        let set = vec![same(&self.new, catalog, &self.old)];
        // Who changes other columns of a row moves it, and the trigger does not fire.
        let differ = Some(self.differ(catalog, table));
        let backfill = Backfill::new(table.relation(), set, differ.clone()).with_rest(differ);
        Draft::fill(catalog, backfill, table)
    }

    /// Copies of the old column's indexes, for queries that name the new one.
    fn indexes(&self, catalog: &dyn Catalog, table: &Table) -> Result<Vec<Draft>> {
        let mut drafts = Vec::new();
        let mut names = Names::new(catalog);
        // What is made of the new column is a copy: nothing else can be.
        let is_own = |index: &&Index| index.uses.contains(&self.old) && !index.uses.contains(&self.new);
        for index in table.indexes.iter().filter(|index| index.is_valid).filter(is_own) {
            let before = index.definition.trim_start_matches("UNIQUE ");
            let made = OnTable::index("", before);
            let (old, new) = (catalog.quote(&self.old), catalog.quote(&self.new));
            let renamed = OnTable::alter(format!("RENAME COLUMN {old} TO {new}"));
            let without = OnTable::alter(format!("DROP COLUMN {new}"));
            let has_copy = table.has_column(&self.new);
            let statements = if has_copy { vec![without, made, renamed] } else { vec![made, renamed] };
            let after = catalog.definition_after(table, &statements)?;
            // An index alone is checked at once: it would refuse what a deferrable key lets pass until the transaction ends.
            // And the server makes none WITHOUT OVERLAPS alone.
            let is_never_alone = || {
                let key = index.constraint.as_ref().and_then(|name| table.constraint(name));
                key.is_some_and(|key| key.excludes() || Deferrable::of(&key.definition) != Deferrable::Never)
            };
            let is_unique = index.definition.starts_with("UNIQUE ") && !is_never_alone();
            let unique = if is_unique { "UNIQUE " } else { "" };
            let definition = format!("{unique}{after}");
            let is_copy = |there: &&Index| there.definition == definition && there.constraint.is_none();
            let name = match table.indexes.iter().find(is_copy) {
                Some(there) => there.name.clone(),
                None => {
                    let label = COPY.trim_start_matches('_');
                    let numbered = |number| of_part(&index.name, label, number);
                    names.choose(&table.schema, numbered, |_| Ok(false))?
                }
            };
            let copy = again::index_as(table, index, definition, name);
            drafts.extend(copy.drafts_on(catalog, table)?);
        }
        Ok(drafts)
    }

    /// Fails if a row has two values.
    pub(super) fn verify(&self, catalog: &dyn Catalog, table: &Table) -> Draft {
        let message = format!("rows of {} differ in columns {} and {}", table.display, self.old, self.new);
        let hint = "Set one of the two to what is right: the other follows. Then call it again.";
        self.look(catalog, table, self.differ(catalog, table), message, hint)
    }

    /// Fails if there is a row of both names for which the condition is true.
    pub(super) fn look(
        &self,
        catalog: &dyn Catalog,
        table: &Table,
        condition: String,
        message: String,
        hint: &str,
    ) -> Draft {
        let (row, hint) = (self.table.name.as_str(), hint.into());
        let that = format!("{} and {} agree", shown(&self.old), shown(&self.new));
        Look { that, table, row, scope: None, of: None, value: None, condition, message, hint }.draft(catalog)
    }

    fn view(&self, catalog: &dyn Catalog, table: &Table, view: &str) -> Result<Vec<Draft>> {
        let name = Relation { schema: Some(table.schema.clone()), name: view.into() };
        let mut shown = table.clone();
        shown.columns.retain(|column| column.name != self.new);
        let is_done = match catalog.find(&name)? {
            Some(there) if is_window(catalog, &there, &shown) => true,
            Some(there) => return Err(TableError::Taken { name: there.display }.into()),
            None => false,
        };
        let sql = qualified(catalog, &table.schema, view);
        compatibility_view::drafts(catalog, &shown, (view, &sql), &table.sql, is_done)
    }

    /// Trigger and copy, with its indexes.
    pub(super) fn taken_away(&self, catalog: &dyn Catalog, table: &Table, token: &str) -> Vec<Draft> {
        let mut drafts = self.sync(catalog, table, token).drop(catalog);
        let sql = format!("ALTER TABLE {} DROP COLUMN {}", table.sql, catalog.quote(&self.new));
        // Without the old column, the new one is the true one.
        let has = |name: &str| table.has_column(name);
        let is_copy = has(&self.old) && has(&self.new);
        let gone = Draft::new(words::drop_column(&self.new), sql, Mode::AccessExclusive, table);
        drafts.push(match has(&self.new) && !is_copy && !drafts.iter().all(|draft| draft.is_done) {
            // Somebody has dropped the true one while the copy was there.
            true => gone.left_alone(format!("column {} is gone: this is all that there is of it", self.old)),
            false => gone.done_if(!is_copy).because("the copy"),
        });
        drafts
    }
}

/// Whether a relation is the view that goes on offering these columns of the table.
fn is_window(catalog: &dyn Catalog, there: &Table, shown: &Table) -> bool {
    let names = |table: &Table| {
        let mut names: Vec<String> = table.columns.iter().map(|column| column.name.clone()).collect();
        names.sort();
        names
    };
    there.kind == "v" && catalog.window(there) == Some(shown.oid) && names(there) == names(shown)
}
