//! What hangs on the column as it was written for the type before.
//!
//! The server reads a definition anew for another type, and writes the casts into it that it needs there. Read again for
//! the type before, it means what it meant with the casts: a CHECK of citext compares as one of text. So each is noted in
//! both forms, and where it still says what the change has made of it, it is made as it was.

use super::hanging;
use super::indexes::{parts, unique};
use crate::error::Result;
use crate::facts::{Catalog, Change, Constraint, Hanging, Index, Remembered, Table};
use crate::lock::Mode;
use crate::name::{Quoting, qualified};
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::request::reworded::Kind;
use crate::request::{ChangeType, Operation, Reworded};
use crate::steps::indexes::kept;

const NOT_VALID: &str = " NOT VALID";

fn bare(check: &Constraint) -> &str {
    check.definition.trim_end_matches(NOT_VALID)
}

/// What hangs on the column as it is written now, before the column has another type. How it is written afterwards is
/// looked at when that is done.
pub(super) fn noted(table: &Table, column: &str, hanging: &Hanging) -> Result<Vec<Reworded>> {
    let one = |kind, name: &str, before: Vec<String>| {
        let name = name.to_string();
        Reworded { kind, name, before, after: Vec::new() }
    };
    let mut all = Vec::new();
    for there in constraints(table, hanging) {
        all.push(one(kind(there), &there.name, vec![bare(there).to_string()]));
    }
    for index in hanging.indexes_of(table).into_iter().filter(|index| exclusion(table, index).is_none()) {
        all.push(one(Kind::Index, &index.name, vec![index.definition.clone()]));
    }
    let default = table.column(column)?.default.clone();
    all.extend(default.map(|default| one(Kind::Default, column, vec![default])));
    all.extend(hanging.words().map(|(name, words)| one(Kind::Whole, &name, words)));
    Ok(all)
}

/// The exclusion constraint that an index belongs to.
fn exclusion<'a>(table: &'a Table, index: &Index) -> Option<&'a Constraint> {
    table.constraint(index.constraint.as_ref()?).filter(|there| there.kind == "x")
}

/// CHECKs, and exclusion constraints, which may have the column in their WHERE alone.
fn constraints<'a>(table: &'a Table, hanging: &Hanging) -> Vec<&'a Constraint> {
    let mut all = hanging.constraints_of(table, &["c"]);
    all.extend(hanging.indexes_of(table).into_iter().filter_map(|index| exclusion(table, index)));
    all
}

fn kind(constraint: &Constraint) -> Kind {
    if constraint.kind == "c" { Kind::Check } else { Kind::Exclusion }
}

/// Whether it waits for a look at how it is written afterwards.
fn is_open(all: &[Reworded]) -> bool {
    all.iter().any(|one| one.after.is_empty())
}

/// Notes how all is written now, when the column has the new type. What is written as before is not kept.
fn settle(catalog: &dyn Catalog, table: &Table, column: &str, all: &mut Vec<Reworded>) -> Result<()> {
    let now = noted(table, column, &hanging::look(catalog, table, column)?)?;
    for one in all.iter_mut() {
        let now = now.iter().find(|now| now.kind == one.kind && now.name == one.name);
        one.after = now.map(|now| now.before.clone()).unwrap_or_default();
    }
    all.retain(|one| !one.after.is_empty() && one.after != one.before);
    Ok(())
}

impl ChangeType {
    /// The default that it gives back in place of this one.
    pub(super) fn default_before(&self, now: Option<&String>) -> Option<&str> {
        Reworded::find(&self.restore, Kind::Default, &self.column, now?)
    }
}

/// A definition of a table's, and what is to be there in its place.
type Instead<'a, T> = Vec<(&'a T, &'a str)>;

/// What is taken away before the column gets the type of before, and made as it was behind that.
pub(super) struct AsBefore<'a> {
    table: &'a Table,
    /// Checks and exclusion constraints.
    constraints: Instead<'a, Constraint>,
    indexes: Instead<'a, Index>,
}

impl<'a> AsBefore<'a> {
    pub(super) fn of(change: &'a ChangeType, table: &'a Table, hanging: &Hanging) -> Self {
        let find = |kind, name: &str, now: &str| Reworded::find(&change.restore, kind, name, now);
        let constraints = constraints(table, hanging)
            .into_iter()
            .filter_map(|there| find(kind(there), &there.name, bare(there)).map(|before| (there, before)));
        let indexes = hanging.indexes_of(table).into_iter().filter(|index| index.constraint.is_none());
        let indexes = indexes.filter_map(|index| {
            find(Kind::Index, &index.name, &index.definition).map(|before| (index, before))
        });
        AsBefore { table, constraints: constraints.collect(), indexes: indexes.collect() }
    }

    /// How a CHECK is to be written.
    pub(super) fn check(&self, check: &'a Constraint) -> &'a str {
        let own = self.constraints.iter().find(|(there, _)| there.name == check.name);
        own.map_or(bare(check), |(_, before)| before)
    }

    /// They go; but for the CHECKs that are made anew anyway.
    pub(super) fn drop(&self, names: &dyn Quoting, others: &[&Constraint]) -> Vec<Draft> {
        let mut drafts = Vec::new();
        let of = |table: &Table, name: &str| {
            Draft::drop_constraint(names, table, name).because("made again as it was")
        };
        for (there, before) in self.but(others) {
            drafts.push(of(self.table, &there.name));
            // A table below that has it of its own, too, would keep it as it is.
            let below = self.table.family().into_iter().skip(1).filter(|_| !before.ends_with(" NO INHERIT"));
            for table in below.filter(|_| there.kind == "c") {
                if table.constraint(&there.name).is_some_and(|own| own.is_local && own.kind == "c") {
                    drafts.push(of(table, &there.name));
                }
            }
        }
        for (index, _) in &self.indexes {
            let (what, sql) = (words::drop_index(&index.name, false), format!("DROP INDEX {}", index.sql));
            let drop = Draft::new(what, sql, Mode::AccessExclusive, self.table);
            drafts.push(drop.because("made again as it was"));
        }
        drafts
    }

    fn but<'b>(&'b self, others: &'b [&Constraint]) -> impl Iterator<Item = &'b (&'a Constraint, &'a str)> {
        let is_other = |there: &Constraint| others.iter().any(|other| other.name == there.name);
        self.constraints.iter().filter(move |(there, _)| !is_other(there))
    }

    /// They are there as they were.
    pub(super) fn create(&self, names: &dyn Quoting, others: &[&Constraint]) -> Vec<Draft> {
        let mut drafts = Vec::new();
        for (there, before) in self.but(others) {
            let (name, table) = (names.quote(&there.name), &self.table.sql);
            let rest = if there.is_open() { NOT_VALID } else { "" };
            let sql = format!("ALTER TABLE {table} ADD CONSTRAINT {name} {before}{rest}");
            let what = match there.is_open() {
                true => words::add_not_valid(&there.name),
                false => words::add_constraint(&there.name),
            };
            drafts.push(Draft::new(what, sql, Mode::AccessExclusive, self.table));
            if let Some(comment) = &there.comment {
                let comment = names.literal(comment);
                let sql = format!("COMMENT ON CONSTRAINT {name} ON {table} IS {comment}");
                drafts.push(Draft::of_nothing(words::comment_on("constraint", &there.name), sql));
            }
        }
        self.indexes.iter().for_each(|(index, before)| build(names, self.table, index, before, &mut drafts));
        drafts
    }
}

/// What the server does not carry over where it makes an index anew for another type: the statistics targets of its
/// expressions, and what it depends on as people said.
pub(super) fn kept_by_indexes(names: &dyn Quoting, table: &Table, hanging: &Hanging) -> Vec<Draft> {
    fn of(names: &dyn Quoting, table: &Table, index: &Index, drafts: &mut Vec<Draft>) {
        drafts.extend(kept::drafts(
            names,
            table,
            (&index.name, &index.sql),
            None,
            &index.statistics,
            &index.extensions,
        ));
        parts(table, index).into_iter().for_each(|(partition, part)| of(names, partition, part, drafts));
    }
    let mut drafts = Vec::new();
    hanging.indexes_of(table).into_iter().for_each(|index| of(names, table, index, &mut drafts));
    drafts
}

/// An index with all that it has, and below it those of partitions under their own names.
fn build(names: &dyn Quoting, table: &Table, index: &Index, definition: &str, drafts: &mut Vec<Draft>) {
    let (name, unique) = (names.quote(&index.name), unique(index));
    let definition = definition.trim_start_matches("UNIQUE ");
    let only = if table.is_partitioned() { "ONLY " } else { "" };
    let mut sql = format!("CREATE {unique}INDEX {name} ON {only}{} {definition}", table.sql);
    if let Some(tablespace) = &index.tablespace {
        let space = format!(" TABLESPACE {}", names.quote(tablespace));
        let end = match &index.predicate {
            // WHERE stands behind it.
            Some(_) => sql.rfind(" WHERE ").unwrap_or(sql.len()),
            None => sql.len(),
        };
        sql.insert_str(end, &space);
    }
    let what = words::create_index(&index.name, !unique.is_empty(), false);
    drafts.push(Draft::new(what, sql, Mode::Share, table));
    for (partition, part) in parts(table, index) {
        build(names, partition, part, definition, drafts);
        let what = words::attach_index(&part.name);
        let part = qualified(names, &partition.schema, &part.name);
        drafts.push(Draft::of_nothing(what, format!("ALTER INDEX {} ATTACH PARTITION {part}", index.sql)));
    }
    if let Some(comment) = &index.comment {
        let sql = format!("COMMENT ON INDEX {} IS {}", index.sql, names.literal(comment));
        drafts.push(Draft::of_nothing(words::comment_on("index", &index.name), sql));
    }
    let mut alter = |how: &str, action: String| {
        let sql = format!("ALTER TABLE {} {action}", table.sql);
        drafts.push(Draft::new(words::table_uses(how, &index.name), sql, Mode::AccessExclusive, table));
    };
    if index.is_replica_identity {
        alter("replica identity using index", format!("REPLICA IDENTITY USING INDEX {name}"));
    }
    if index.is_clustered {
        alter("cluster on", format!("CLUSTER ON {name}"));
    }
}

impl Operation {
    /// Notes, of what takes back a change of type that is done, how all reads on the new type.
    ///
    /// # Errors
    ///
    /// As for [`Operation::drafts`].
    pub fn settle(&mut self, catalog: &dyn Catalog) -> Result<bool> {
        let Operation::ChangeType(back) = self else { return Ok(false) };
        if !is_open(&back.restore) {
            return Ok(false);
        }
        let table = catalog.table(&back.table)?;
        settle(catalog, &table, &back.column, &mut back.restore).map(|()| true)
    }
}

impl Change {
    /// What is remembered, with how all reads on the new type, if that was still to be looked at.
    ///
    /// # Errors
    ///
    /// As for [`Operation::drafts`].
    pub fn settled(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Remembered>>> {
        let (mut reworded, Operation::ChangeType(change)) = (self.reworded(), self.arguments.as_ref()) else {
            return Ok(None);
        };
        if !is_open(&reworded) {
            return Ok(None);
        }
        let table = catalog.table(&self.table)?;
        settle(catalog, &table, &change.column, &mut reworded)?;
        let others = self.remembered.iter().filter(|one| !matches!(one, Remembered::Reworded(_))).cloned();
        Ok(Some(others.chain(reworded.into_iter().map(Remembered::Reworded)).collect()))
    }
}
