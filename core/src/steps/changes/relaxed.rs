//! What would refuse a row without a column that is hidden: it makes way, and comes back with the column.

use crate::change::{Kind, State};
use crate::error::{ChangeError, Result};
use crate::facts::{
    Catalog, Change, Changes, Column, Constraint, NotNull, Noted, OnTable, Relaxed, Remembered, Table,
};
use crate::lock::Mode;
use crate::name::{Quoting, shown};
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::request::{RestoreConstraint, SetNotNull};

/// Notes NOT NULL and such CHECKs as `is_in_the_way` that `table` has of its own on a column; then those of its
/// partitions.
pub(super) fn relax(
    table: &Table,
    above: Option<&Table>,
    column: &Column,
    is_in_the_way: &dyn Fn(&Constraint) -> bool,
    note: &mut dyn FnMut(Relaxed),
) {
    let (partition, oid) = (above.map(|_| table.relation()), above.map_or(0, |_| table.oid));
    let own = table.columns.iter().find(|own| own.name == column.name);
    let is_above = above.is_some_and(|above| {
        above.columns.iter().any(|above| above.name == column.name && above.is_not_null)
    });
    // From 18 on it is a constraint with a name.
    let named = table.not_null(&column.name);
    // Of its own it stays when the one above goes; under a name of its own it would come back as that one.
    let is_special = named.is_some_and(|there| {
        let above = above.and_then(|above| above.not_null(&column.name));
        there.is_local || there.comment.is_some() || above.is_none_or(|above| above.name != there.name)
    });
    if own.is_some_and(|own| own.is_not_null) && (!is_above || is_special) {
        let constraint = named.map(|there| (there.name.clone(), there.definition.clone()));
        let comment = named.and_then(|there| there.comment.clone());
        note(Relaxed {
            partition: partition.clone(),
            oid,
            constraint,
            columns: Vec::new(),
            comment,
            column: None,
        });
    }
    for there in table.constraints.iter().filter(|there| there.kind == "c") {
        let is_above = above.is_some_and(|above| above.constraint(&there.name).is_some());
        if there.columns.contains(&column.name) && there.is_enforced && !is_above && is_in_the_way(there) {
            let constraint = Some((there.name.clone(), there.definition.clone()));
            let (partition, comment) = (partition.clone(), there.comment.clone());
            let noted = |column: &&Column| there.columns.contains(&column.name);
            let columns = table.columns.iter().filter(noted).map(|column| Noted {
                written: column.name.clone(),
                name: column.name.clone(),
                number: column.number,
            });
            let columns = columns.collect();
            note(Relaxed { partition, oid, constraint, columns, comment, column: None });
        }
    }
    table.partitions.iter().for_each(|below| relax(below, Some(table), column, is_in_the_way, note));
}

impl Relaxed {
    /// The step that makes way.
    pub(super) fn draft(&self, names: &dyn Quoting, table: &Table, column: &str) -> Draft {
        let table = self.find(table, true).unwrap_or(table);
        let (what, action, why) = match &self.constraint {
            Some((name, definition)) => (
                // The same words, whether the server has it as a constraint or not.
                match NotNull::of(definition) {
                    Some(_) => words::alter_column(column, "drop not null"),
                    None => words::drop_constraint(name),
                },
                // It may have gone with the one above.
                format!(
                    "DROP CONSTRAINT {}{}",
                    if self.is_below() { "IF EXISTS " } else { "" },
                    names.quote(name)
                ),
                format!("would refuse rows without it; restored with it: {definition}"),
            ),
            None => (
                words::alter_column(column, "drop not null"),
                format!("ALTER COLUMN {} DROP NOT NULL", names.quote(column)),
                "for writers who leave it out; restored with it".to_string(),
            ),
        };
        let sql = format!("ALTER TABLE {} {action}", table.sql);
        Draft::new(what, sql, Mode::AccessExclusive, table).because(why)
    }

    /// What brings it back on the table as it will be; `now` is the table as it is.
    pub(super) fn restored(
        &self,
        catalog: &dyn Catalog,
        (table, now): (&Table, &Table),
        change: &Change,
        column: &str,
    ) -> Result<Vec<Draft>> {
        // A partition that is gone has taken it along.
        let by_number = change.is_home;
        let root = now;
        let (Some(table), Some(now)) = (self.find(table, by_number), self.find(now, by_number)) else {
            return Ok(Vec::new());
        };
        let Some((name, definition)) = &self.constraint else {
            return SetNotNull::new(&table.relation(), column).drafts_on(catalog, table);
        };
        let add = |definition: &str| {
            let sql =
                format!("ALTER TABLE {} ADD CONSTRAINT {} {definition}", table.sql, catalog.quote(name));
            Draft::new(words::add_constraint(name), sql, Mode::AccessExclusive, table)
        };
        if let Some(gone) = self.columns.iter().find(|noted| noted.find((table, now), by_number).is_none()) {
            let why = format!("column {} has taken it along", shown(&gone.name));
            return Ok(vec![add(definition).left_alone(why)]);
        }
        if let Some(other) = self.waits_for(catalog, root, (table, now), change)? {
            let why = format!("comes back with the other hidden column: migrate.restore({})", other.id);
            return Ok(vec![add(definition).left_alone(why)]);
        }
        let constraint = RestoreConstraint {
            table: table.relation(),
            name: name.clone(),
            definition: self.definition_now(catalog, (table, now), by_number, definition)?,
            comment: None,
            is_merged: false,
        };
        let mut drafts = constraint.drafts_on(catalog, table)?;
        if let Some(comment) = &self.comment {
            let what = words::comment_on("constraint", name);
            let (name, comment) = (catalog.quote(name), catalog.literal(comment));
            let sql = format!("COMMENT ON CONSTRAINT {name} ON {} IS {comment}", table.sql);
            drafts.push(Draft::new(what, sql, Mode::ShareUpdateExclusive, table));
        }
        Ok(drafts)
    }

    /// The change that hides another column of the constraint, which would refuse rows without that.
    fn waits_for(
        &self,
        catalog: &dyn Changes,
        root: &Table,
        (table, now): (&Table, &Table),
        change: &Change,
    ) -> Result<Option<Change>> {
        let numbers: Vec<_> =
            self.columns.iter().filter_map(|noted| noted.find((table, now), change.is_home)).collect();
        let columns: Vec<_> = now.columns.iter().filter(|column| numbers.contains(&column.number)).collect();
        let hides = |other: &Change| {
            other.id != change.id
                && other.kind == Kind::DropColumn
                && other.state == State::Grace
                && columns.iter().any(|column| other.new_columns.contains(&column.name))
        };
        Ok(catalog.changes(root)?.into_iter().find(hides))
    }

    /// The definition with the columns as they will be called, which may be otherwise than when it was noted.
    fn definition_now<'a>(
        &'a self,
        catalog: &dyn Catalog,
        (table, now): (&'a Table, &'a Table),
        by_number: bool,
        definition: &str,
    ) -> Result<String> {
        let names = self.columns.iter().filter_map(|noted| {
            let number = noted.find((table, now), by_number)?;
            let name = |table: &'a Table| table.columns.iter().find(|there| there.number == number);
            Some((noted.written.as_str(), name(now)?.name.as_str(), name(table)?.name.as_str()))
        });
        let names: Vec<_> = names.collect();
        if names.iter().all(|(written, _, later)| written == later) {
            return Ok(definition.into());
        }
        // Through names that no column has, since one may have got another's.
        let rename = |from: &str, to: &str| {
            OnTable::alter(format!("RENAME COLUMN {} TO {}", catalog.quote(from), catalog.quote(to)))
        };
        let between = |place: usize| format!("~migrate_{place}");
        let is_noted = |name: &str| names.iter().any(|(_, there, _)| *there == name);
        let others = now.columns.iter().filter(|column| !is_noted(&column.name));
        let mut statements = Vec::new();
        for (column, place) in others.zip(names.len()..) {
            statements.push(rename(&column.name, &between(place)));
        }
        let places = || names.iter().zip(0..);
        statements.extend(places().map(|((_, there, _), place)| rename(there, &between(place))));
        statements.extend(places().map(|((written, ..), place)| rename(&between(place), written)));
        statements.push(OnTable::alter(format!("ADD {definition}")));
        statements.extend(places().map(|((written, ..), place)| rename(written, &between(place))));
        statements.extend(places().map(|((_, _, later), place)| rename(&between(place), later)));
        catalog.definition_after(now, &statements)
    }
}

/// What was dropped, in the order in which it comes back: a partition's NOT NULL is made before the one above, which would
/// give the partition another of its name.
pub(super) fn to_restore(change: &Change) -> Vec<&Relaxed> {
    let (mut all, others): (Vec<_>, Vec<_>) = change.relaxed().partition(|relaxed| relaxed.is_below());
    all.reverse();
    all.extend(others);
    all
}

impl Change {
    /// What was dropped for this change and cannot come back with it, since another column that it is about is hidden:
    /// with the number of the change that hides that.
    ///
    /// # Errors
    ///
    /// As for [`crate::request::Operation::drafts`].
    pub fn handed_over(&self, catalog: &dyn Catalog) -> Result<Vec<(i64, Relaxed)>> {
        let Some(table) = catalog.find(&self.table)? else { return Ok(Vec::new()) };
        let mut handed = Vec::new();
        for relaxed in self.relaxed() {
            let Some(now) = relaxed.find(&table, self.is_home) else { continue };
            if let Some(other) = relaxed.waits_for(catalog, &table, (now, now), self)? {
                handed.push((other.id, relaxed.refreshed(&table, self.is_home)));
            }
        }
        Ok(handed)
    }

    /// What was noted, with names and numbers as they are now.
    pub fn refreshed(&self, table: &Table) -> Vec<Remembered> {
        let refreshed = |one: &Remembered| match one {
            Remembered::Relaxed(relaxed) => Remembered::Relaxed(relaxed.refreshed(table, self.is_home)),
            Remembered::Reworded(_) => one.clone(),
        };
        self.remembered.iter().map(refreshed).collect()
    }
}

/// Refuses to make a column NOT NULL that was left out of rows.
pub(super) fn check_filled(
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::fake::Fake;

    #[test]
    fn not_null_makes_way_in_the_same_words_on_every_version() {
        for (version, action) in [(17, "ALTER COLUMN a DROP NOT NULL"), (18, "DROP CONSTRAINT mine")] {
            let mut fake = Fake::new(version, "a");
            fake.table.columns[0].is_not_null = true;
            if version == 18 {
                fake.constraint("mine", "n", "NOT NULL a", true);
            }
            let mut drafts = Vec::new();
            let mut note = |relaxed: Relaxed| drafts.push(relaxed.draft(&fake, &fake.table, "a"));
            relax(&fake.table, None, &fake.table.columns[0], &|_| false, &mut note);
            assert_eq!(drafts.len(), 1);
            assert_eq!(drafts[0].what, words::alter_column("a", "drop not null"));
            assert!(drafts[0].sql.ends_with(action), "{}", drafts[0].sql);
        }
    }
}
