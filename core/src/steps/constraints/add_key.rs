//! `migrate.safe_add_unique` and `migrate.safe_add_primary_key`: the index is built CONCURRENTLY and then made the
//! constraint's; on a partitioned table partition by partition, attached until the parent's index is valid.

use crate::error::{ArgumentError, ColumnError, DefinitionError, Result};
use crate::facts::{Catalog, Constraint, OnTable, Table};
use crate::lock::Mode;
use crate::name::{Quoting, quoted_list};
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::relation::Relation;
use crate::request::{AddKey, CreateIndex, DropIndex, KeyKind, Operation, SetNotNull};
use crate::steps::constraints::periods;
use crate::steps::free::{Names, Parent, check_free, check_length, chosen, on_partition};
use crate::steps::indexes::create_index::check_unique;
use crate::steps::operation::SafeOperation;
use crate::steps::tree::check_tree;
use crate::steps::{again, comment};

impl SafeOperation for AddKey {
    fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&self.table)?;
        check_tree(&table)?;
        if self.columns.is_empty() {
            return Err(ArgumentError::Empty { argument: "columns" }.into());
        }
        self.columns.iter().chain(&self.include).try_for_each(|column| table.column(column).map(|_| ()))?;
        for (at, column) in self.columns.iter().enumerate() {
            if self.columns[..at].contains(column) {
                let what = "in the list twice".into();
                return Err(ColumnError::WrongColumn { column: column.clone(), what }.into());
            }
        }
        if self.without_overlaps {
            periods::check(catalog, "WITHOUT OVERLAPS")?;
        }
        check_unique(&table, &self.columns)?;
        let name = self.name(catalog, &table)?;
        if !table.indexes.iter().any(|index| index.name == name) {
            // Not every type has an equality, or is a range.
            let tried = match self.without_overlaps {
                true => OnTable::alter(format!("ADD {}", self.definition(catalog))),
                false => self.index().on_a_copy(catalog, &table),
            };
            catalog.try_out(&table, &tried)?;
        }
        // The server takes no index over for it.
        if self.without_overlaps && !self.is_plain(&table, &name) {
            self.there(catalog, &table, &name)?;
            let sql = format!("ALTER TABLE {} {}", table.sql, self.action(catalog, &name));
            let what = "a key WITHOUT OVERLAPS";
            return Err(DefinitionError::OnlyWhileAllWait { what, table: table.display, sql }.into());
        }
        let mut drafts = Vec::new();
        if self.kind == KeyKind::PrimaryKey {
            let is_plain = self.is_plain(&table, &name);
            // The server refuses a key over one that is NOT VALID or NO INHERIT.
            let is_unfit = |column: &&String| {
                table.not_null(column).is_some_and(|there| !there.is_valid || there.stays_up())
            };
            let is_key = table.constraint(&name).is_some();
            for column in self.columns.iter().filter(|column| !is_plain || !is_key && is_unfit(column)) {
                drafts.extend(self.not_null(column).drafts(catalog)?);
            }
        }
        let own = drafts.len();
        let mut names = Names::new(catalog).with(&table.schema, &name);
        self.draft(catalog, &table, &name, &mut names, &mut drafts)?;
        // The key looks for NULLs where nothing proves that there are none.
        if own > 0
            && let Some(draft) = drafts.get_mut(own)
        {
            draft.is_apart = true;
        }
        drafts.extend(comment::on_constraint(catalog, &table, &name, self.comment.as_deref()));
        Ok(drafts)
    }

    fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        let table = catalog.table(&self.table)?;
        let name = self.name(catalog, &table)?;
        if table.constraint(&name).is_some() {
            return Ok(Some(Vec::new()));
        }
        let mut inverse = again::back_to(&table, &name);
        let kind = if self.kind == KeyKind::PrimaryKey { "p" } else { "u" };
        if table.is_small_tree() {
            inverse
                .extend(again::merged(&table, |there| there.kind == kind && there.columns == self.columns));
        }
        // An index that is there under the name becomes the constraint's, and goes with it.
        if let Some(index) = table.indexes.iter().find(|index| index.name == name && index.is_valid) {
            inverse.push(Operation::CreateIndex(again::index(&table, index)));
        } else {
            let index = Relation { schema: Some(table.schema.clone()), name: name.clone() };
            inverse.push(Operation::DropIndex(DropIndex { is_leftover: true, ..DropIndex::new(index) }));
        }
        if self.kind == KeyKind::PrimaryKey {
            for column in &self.columns {
                let mut back = self.not_null(column).inverse(catalog)?.unwrap_or_default();
                // The steps are drafted while the key is still there.
                for operation in &mut back {
                    if let Operation::DropNotNull(drop) = operation {
                        drop.without_key = true;
                    }
                }
                inverse.extend(back);
            }
        }
        Ok(Some(inverse))
    }
}

impl AddKey {
    fn not_null(&self, column: &str) -> SetNotNull {
        SetNotNull { goes_down: true, ..SetNotNull::new(&self.table, column) }
    }

    /// Its name: the one that is asked for, or a free one as the server would choose it, under which the key may be there
    /// already, or be begun.
    fn name(&self, catalog: &dyn Catalog, table: &Table) -> Result<String> {
        if let Some(name) = &self.name {
            check_length("constraint_name", name)?;
            let is_there = !self.without_overlaps && table.indexes.iter().any(|index| index.name == *name);
            if !is_there && table.constraint(name).is_none() {
                check_free(catalog, table, name)?;
            }
            return Ok(name.clone());
        }
        // A table has one primary key at most.
        if self.kind == KeyKind::PrimaryKey
            && let Some(there) = own_key(table)
        {
            return Ok(there.name.clone());
        }
        let columns = self.columns.join("_");
        // One of the same columns that differs in something else is what was meant, and is shown.
        let first = chosen(&table.name, &columns, "key", 0);
        let is_meant = |there: &Constraint| there.kind == "u" && there.columns == self.columns;
        if self.kind == KeyKind::Unique && table.constraint(&first).is_some_and(is_meant) {
            return Ok(first);
        }
        let numbered = |number| match self.kind {
            KeyKind::PrimaryKey => chosen(&table.name, "", "pkey", number),
            KeyKind::Unique => chosen(&table.name, &columns, "key", number),
        };
        Names::new(catalog).choose(&table.schema, numbered, |name| self.is_it(catalog, table, name))
    }

    /// Whether the table's constraint or index of a name is what is asked for, or its beginning.
    fn is_it(&self, catalog: &dyn Catalog, table: &Table, name: &str) -> Result<bool> {
        if let Some(there) = table.constraint(name) {
            return Ok(there.definition == self.definition(catalog));
        }
        let Some(index) = table.indexes.iter().find(|index| index.name == name && !self.without_overlaps)
        else {
            return Ok(false);
        };
        Ok(index.definition == self.index().definition(catalog, table)?)
    }

    /// The name on a partition: that of its own primary key, or of what is attached already.
    fn name_on(
        &self,
        catalog: &dyn Catalog,
        partition: &Table,
        parent: Parent,
        names: &mut Names,
    ) -> Result<String> {
        if self.kind == KeyKind::PrimaryKey
            && let Some(there) = own_key(partition)
        {
            return Ok(there.name.clone());
        }
        on_partition(names, partition, parent, None, |name| self.is_it(catalog, partition, name))
    }

    fn words(&self) -> &'static str {
        match self.kind {
            KeyKind::Unique if self.nulls_not_distinct => "UNIQUE NULLS NOT DISTINCT",
            KeyKind::Unique => "UNIQUE",
            KeyKind::PrimaryKey => "PRIMARY KEY",
        }
    }

    /// `ADD CONSTRAINT …`, the index made by it.
    fn action(&self, catalog: &dyn Catalog, name: &str) -> String {
        format!("ADD CONSTRAINT {} {}", catalog.quote(name), self.definition(catalog))
    }

    /// As `pg_get_constraintdef` writes it.
    pub(crate) fn definition(&self, names: &dyn Quoting) -> String {
        let without = if self.without_overlaps { " WITHOUT OVERLAPS" } else { "" };
        let mut sql = format!("{} ({}{without})", self.words(), quoted_list(names, &self.columns));
        if !self.include.is_empty() {
            sql.push_str(&format!(" INCLUDE ({})", quoted_list(names, &self.include)));
        }
        sql + self.deferrable.words()
    }

    fn index(&self) -> CreateIndex {
        CreateIndex {
            is_unique: true,
            include: self.include.clone(),
            nulls_not_distinct: self.nulls_not_distinct,
            ..CreateIndex::of_columns(&self.table, &self.columns)
        }
    }

    /// The constraint that is there under the name, if it is the one that is asked for.
    fn there<'a>(
        &self,
        catalog: &dyn Catalog,
        table: &'a Table,
        name: &str,
    ) -> Result<Option<&'a Constraint>> {
        let Some(there) = table.constraint(name) else { return Ok(None) };
        let wanted = self.definition(catalog);
        if there.definition != wanted {
            let (name, there) = (name.into(), there.definition.clone());
            return Err(DefinitionError::Differs { what: "constraint", name, there, wanted }.into());
        }
        Ok(Some(there))
    }

    /// Whether one statement does it, or it is done: nothing of the long road is there, and the table is small.
    fn is_plain(&self, table: &Table, name: &str) -> bool {
        let is_begun = table.indexes.iter().any(|index| index.name == name);
        let is_done =
            table.constraint(name).is_some() && index_of(table, name).is_some_and(|(_, valid)| valid);
        is_done || !is_begun && table.family().iter().all(|table| table.is_small)
    }

    /// The steps on a table or partition.
    fn draft(
        &self,
        catalog: &dyn Catalog,
        table: &Table,
        name: &str,
        names: &mut Names,
        drafts: &mut Vec<Draft>,
    ) -> Result<()> {
        let there = self.there(catalog, table, name)?;
        let is_done = there.is_some() && index_of(table, name).is_some_and(|(_, is_valid)| is_valid);
        let alter = |only: &str, action: String| {
            let sql = format!("ALTER TABLE {only}{} {action}", table.sql);
            Draft::new(words::add_constraint(name), sql, Mode::AccessExclusive, table)
        };
        if self.is_plain(table, name) {
            let why = match (is_done, table.is_partitioned()) {
                (true, _) => "",
                (_, true) => "the partitions are small",
                _ => "the table is small",
            };
            drafts.push(alter("", self.action(catalog, name)).done_if(is_done).because(why));
        } else if table.is_partitioned() {
            drafts.push(
                alter("ONLY ", self.action(catalog, name))
                    .done_if(there.is_some())
                    .because("an empty frame, invalid until every partition has its own"),
            );
            let parent_index = index_of(table, name).map(|(oid, _)| oid);
            for partition in &table.partitions {
                let own = self.name_on(catalog, partition, (table, name, parent_index), names)?;
                self.draft(catalog, partition, &own, names, drafts)?;
                let attach = format!(
                    "ALTER INDEX {}.{} ATTACH PARTITION {}.{}",
                    catalog.quote(&table.schema),
                    catalog.quote(name),
                    catalog.quote(&partition.schema),
                    catalog.quote(&own)
                );
                let own_index = partition.indexes.iter().find(|index| index.name == own);
                let is_attached =
                    own_index.is_some_and(|index| index.parent.is_some() && index.parent == parent_index);
                let attach = Draft::new(words::attach_index(&own), attach, Mode::AccessExclusive, partition);
                drafts.push(attach.done_if(is_attached).apart());
            }
        } else {
            let index = self.index();
            let built = index.there(catalog, table, name)?;
            let is_built = built.is_some_and(|index| index.is_valid);
            let sql = index.sql(catalog, table, name, "CONCURRENTLY ", "");
            let what = words::create_index(name, true, true);
            let create = Draft::new(what, sql, Mode::ShareUpdateExclusive, table).done_if(is_built);
            let is_broken = built.is_some() && !is_built;
            drafts.push(if is_broken { create.because("an invalid one is dropped first") } else { create });
            let words = if self.kind == KeyKind::PrimaryKey { "PRIMARY KEY" } else { "UNIQUE" };
            let name = catalog.quote(name);
            drafts.push(
                alter(
                    "",
                    format!("ADD CONSTRAINT {name} {words} USING INDEX {name}{}", self.deferrable.words()),
                )
                .done_if(is_done)
                .apart()
                .because("takes the index over: no row is read"),
            );
        }
        Ok(())
    }
}

fn own_key(table: &Table) -> Option<&Constraint> {
    table.constraints.iter().find(|constraint| constraint.kind == "p")
}

/// The index of a constraint, and whether it is valid.
fn index_of(table: &Table, constraint: &str) -> Option<(u32, bool)> {
    let is_of = |of: &Option<String>| of.as_deref() == Some(constraint);
    table.indexes.iter().find(|index| is_of(&index.constraint)).map(|index| (index.oid, index.is_valid))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::fake::Fake;
    use crate::request::Deferrable;

    fn temporal(fake: &Fake, kind: KeyKind) -> AddKey {
        AddKey {
            kind,
            table: fake.table.relation(),
            columns: vec!["a".into(), "at".into()],
            name: None,
            include: Vec::new(),
            nulls_not_distinct: false,
            deferrable: Deferrable::Never,
            without_overlaps: true,
            comment: None,
        }
    }

    fn with_two_columns(version: u32) -> Fake {
        let mut fake = Fake::new(version, "a");
        let mut at = fake.table.columns[0].clone();
        at.name = "at".into();
        fake.table.columns.push(at);
        fake
    }

    #[test]
    fn a_temporal_key_is_made_at_once_or_not_at_all() {
        let mut fake = with_two_columns(18);
        let refused = temporal(&fake, KeyKind::Unique).drafts(&fake).unwrap_err();
        let sql = "ALTER TABLE s.t ADD CONSTRAINT t_a_at_key UNIQUE (a, at WITHOUT OVERLAPS)";
        assert_eq!(refused.sqlstate(), "0A000");
        assert!(refused.hint().unwrap().contains(sql));
        fake.table.is_small = true;
        let drafts = temporal(&fake, KeyKind::Unique).drafts(&fake).unwrap();
        assert_eq!(drafts.iter().map(|draft| draft.sql.as_str()).collect::<Vec<_>>(), [sql]);
    }

    #[test]
    fn older_servers_have_none() {
        let fake = with_two_columns(17);
        let refused = temporal(&fake, KeyKind::PrimaryKey).drafts(&fake).unwrap_err();
        assert_eq!(refused.to_string(), "there is no WITHOUT OVERLAPS in PostgreSQL 17");
        assert_eq!(refused.sqlstate(), "0A000");
    }
}
