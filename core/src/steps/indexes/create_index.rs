//! `migrate.safe_create_index`: CONCURRENTLY on a table in use; on a partitioned one for each partition, attached
//! until the parent's index is valid.

use crate::backfill::closed;
use crate::error::{ArgumentError, DefinitionError, Result};
use crate::facts::{Catalog, Index, OnTable, Table};
use crate::lock::Mode;
use crate::name::{Quoting, shown};
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::relation::Relation;
use crate::request::{CreateIndex, DropIndex, Operation};
use crate::steps::free::{Names, Parent, check_free, check_length, chosen, on_partition};
use crate::steps::indexes::elements::{elements, label};
use crate::steps::indexes::kept;
use crate::steps::operation::SafeOperation;
use crate::steps::tree::{check_tree, foreign, left_out, refuse_foreign};

const UNIQUE: &str = "UNIQUE ";

impl SafeOperation for CreateIndex {
    fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&self.table)?;
        check_tree(&table)?;
        if self.columns.is_empty() && self.earlier.is_none() {
            return Err(ArgumentError::Empty { argument: "columns" }.into());
        }
        if self.is_unique {
            let labels: Vec<String> = self.columns.iter().map(|element| label(&table, element)).collect();
            check_unique(&table, &labels)?;
        }
        let mut drafts = Vec::new();
        // What the server wrote it need not be asked about, and whatever it calls need not be run.
        if self.earlier.is_none() {
            catalog.try_out(&table, &self.on_a_copy(catalog, &table))?;
        }
        let name = self.name(catalog, &table)?;
        let mut names = Names::new(catalog).with(&table.schema, &name);
        self.draft(catalog, &table, &name, &mut names, &mut drafts)?;
        drafts.extend(self.kept(catalog, &table, &name));
        if let Some(comment) = self.earlier.as_ref().and_then(|earlier| earlier.comment.as_ref()) {
            let there = table.indexes.iter().find(|index| index.name == name);
            let index = format!("{}.{}", catalog.quote(&table.schema), catalog.quote(&name));
            let sql = format!("COMMENT ON INDEX {index} IS {}", catalog.literal(comment));
            let is_done = there.is_some_and(|there| there.comment.as_ref() == Some(comment));
            let what = words::comment_on("index", &name);
            drafts.push(Draft::new(what, sql, Mode::ShareUpdateExclusive, &table).done_if(is_done));
        }
        Ok(drafts)
    }

    fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        let table = catalog.table(&self.table)?;
        let name = self.name(catalog, &table)?;
        let is_there = table.indexes.iter().any(|index| index.name == name);
        let index = Relation { schema: Some(table.schema), name };
        let drop = Operation::DropIndex(DropIndex::new(index));
        Ok(Some(if is_there { Vec::new() } else { vec![drop] }))
    }
}

impl CreateIndex {
    /// The steps on columns that may be still to be made.
    pub(crate) fn drafts_on(&self, catalog: &dyn Catalog, table: &Table) -> Result<Vec<Draft>> {
        let mut drafts = Vec::new();
        let name = self.name(catalog, table)?;
        let mut names = Names::new(catalog).with(&table.schema, &name);
        self.draft(catalog, table, &name, &mut names, &mut drafts)?;
        drafts.extend(self.kept(catalog, table, &name));
        Ok(drafts)
    }

    /// What one that was there before had beside its definition.
    fn kept(&self, names: &dyn Quoting, table: &Table, name: &str) -> Vec<Draft> {
        let Some(earlier) = &self.earlier else { return Vec::new() };
        let index = format!("{}.{}", names.quote(&table.schema), names.quote(name));
        let there = table.indexes.iter().find(|index| index.name == name);
        kept::drafts(names, table, (name, &index), there, &earlier.statistics, &earlier.extensions)
    }

    /// The name that it will have, as far as that can be said without asking the server what its columns are.
    pub(crate) fn chosen_name(&self, catalog: &dyn Catalog) -> Option<String> {
        const MOST: u32 = 100;
        let table = catalog.table(&self.table).ok()?;
        // A column may be still to come.
        let labels = self.columns.iter().map(|element| match shown(element) == *element {
            true => element.clone(),
            false => label(&table, element),
        });
        let labels: Vec<String> = labels.collect();
        let is_free = |name: &String| match table.indexes.iter().find(|index| index.name == *name) {
            // One that was broken off is gone on with.
            Some(there) => !there.is_valid,
            None => {
                let name = Relation { schema: Some(table.schema.clone()), name: name.clone() };
                catalog.is_taken(&name).is_ok_and(|is_taken| !is_taken)
            }
        };
        (0..MOST).map(|number| chosen(&table.name, &labels.join("_"), "idx", number)).find(is_free)
    }

    /// Its name: the one that is asked for, or a free one as the server would choose it, under which the index may be
    /// there already.
    fn name(&self, catalog: &dyn Catalog, table: &Table) -> Result<String> {
        let is_there = |name: &str| table.indexes.iter().any(|index| index.name == name);
        if let Some(name) = &self.name {
            check_length("index_name", name)?;
            if !is_there(name) {
                check_free(catalog, table, name)?;
            }
            return Ok(name.clone());
        }
        let labels = match catalog.index_columns(table, &self.on_a_copy(catalog, table)) {
            // The table's owner may not see what it calls.
            Err(error) if error.sqlstate() == "42501" => {
                self.columns.iter().map(|element| label(table, element)).collect()
            }
            labels => labels?,
        };
        let numbered = |number| chosen(&table.name, &labels.join("_"), "idx", number);
        Names::new(catalog)
            .choose(&table.schema, numbered, |name| Ok(is_there(name) && self.is_it(catalog, table, name)?))
    }

    /// Whether the table's index of a name is what is asked for.
    fn is_it(&self, catalog: &dyn Catalog, table: &Table, name: &str) -> Result<bool> {
        let Some(there) = table.indexes.iter().find(|index| index.name == name) else { return Ok(false) };
        Ok(there.constraint.is_none() && there.definition == self.definition(catalog, table)?)
    }

    /// Everything behind the name of the index's table.
    fn rest(&self, names: &dyn Quoting, table: &Table) -> String {
        let mut sql = match &self.earlier {
            Some(earlier) => format!(" {}", earlier.definition.trim_start_matches(UNIQUE)),
            None => {
                let columns = elements(names, table, &self.columns);
                format!(" USING {} ({columns})", names.quote(&self.method))
            }
        };
        if !self.include.is_empty() {
            sql.push_str(&format!(" INCLUDE ({})", elements(names, table, &self.include)));
        }
        if self.nulls_not_distinct {
            sql.push_str(" NULLS NOT DISTINCT");
        }
        if let Some(parameters) = &self.storage_parameters {
            sql.push_str(&format!(" WITH ({})", closed(parameters)));
        }
        if let Some(tablespace) = &self.tablespace {
            sql.push_str(&format!(" TABLESPACE {}", names.quote(tablespace)));
        }
        if let Some(predicate) = &self.predicate {
            sql.push_str(&format!(" WHERE {}", closed(predicate)));
        }
        sql
    }

    pub(crate) fn sql(
        &self,
        catalog: &dyn Catalog,
        table: &Table,
        name: &str,
        how: &str,
        only: &str,
    ) -> String {
        let unique = self.unique();
        let rest = self.rest(catalog, table);
        format!("CREATE {unique}INDEX {how}{} ON {only}{}{rest}", catalog.quote(name), table.sql)
    }

    /// The index that is there under the name, if it is the one that is asked for.
    pub(crate) fn there<'a>(
        &self,
        catalog: &dyn Catalog,
        table: &'a Table,
        name: &str,
    ) -> Result<Option<&'a Index>> {
        let Some(there) = table.indexes.iter().find(|index| index.name == name) else { return Ok(None) };
        let wanted = self.definition(catalog, table)?;
        if there.definition != wanted {
            return Err(DefinitionError::Differs {
                what: "index",
                name: name.into(),
                there: there.definition.clone(),
                wanted,
            }
            .into());
        }
        Ok(Some(there))
    }

    fn unique(&self) -> &'static str {
        let earlier = self.earlier.as_ref().is_some_and(|earlier| earlier.definition.starts_with(UNIQUE));
        if self.is_unique || earlier { UNIQUE } else { "" }
    }

    /// The name of the index of a partition.
    fn name_on(
        &self,
        catalog: &dyn Catalog,
        partition: &Table,
        parent: Parent,
        names: &mut Names,
    ) -> Result<String> {
        let earlier = self.earlier.as_ref().and_then(|earlier| earlier.names.get(&partition.sql));
        let is_it = |name: &str| self.is_it(catalog, partition, name);
        on_partition(names, partition, parent, earlier.map(String::as_str), is_it)
    }

    pub(crate) fn on_a_copy(&self, catalog: &dyn Catalog, table: &Table) -> OnTable {
        OnTable::index(self.unique(), &self.rest(catalog, table))
    }

    /// As `pg_get_indexdef` writes it, from USING on; `UNIQUE` before it, if it is.
    pub(crate) fn definition(&self, catalog: &dyn Catalog, table: &Table) -> Result<String> {
        let Some(earlier) = &self.earlier else {
            return catalog.definition(table, &self.on_a_copy(catalog, table));
        };
        let predicate = self.predicate.as_ref().map(|predicate| format!(" WHERE {predicate}"));
        Ok(format!("{}{}", earlier.definition, predicate.unwrap_or_default()))
    }

    fn draft(
        &self,
        catalog: &dyn Catalog,
        table: &Table,
        name: &str,
        names: &mut Names,
        drafts: &mut Vec<Draft>,
    ) -> Result<Option<u32>> {
        let there = self.there(catalog, table, name)?;
        let is_valid = there.is_some_and(|index| index.is_valid);
        if !is_valid && !foreign(table).is_empty() {
            return self.beside_foreign(catalog, table, name, names, drafts);
        }
        let what = |is_concurrent| words::create_index(name, !self.unique().is_empty(), is_concurrent);
        // One that was there before has its names, which the server would choose anew.
        let is_small = table.tree().iter().all(|table| table.is_small) && self.earlier.is_none();
        if table.is_partitioned() && (is_valid || is_small && there.is_none()) {
            let sql = self.sql(catalog, table, name, "", "");
            let why = if is_valid { "" } else { "the partitions are small" };
            drafts.push(Draft::new(what(false), sql, Mode::Share, table).done_if(is_valid).because(why));
        } else if table.is_partitioned() {
            let sql = self.sql(catalog, table, name, "", "ONLY ");
            let create = Draft::new(what(false), sql, Mode::Share, table);
            drafts.push(
                create
                    .done_if(there.is_some())
                    .because("an empty frame, invalid until every partition has its index"),
            );
            for partition in &table.partitions {
                let parent = (table, name, there.map(|there| there.oid));
                let own = self.name_on(catalog, partition, parent, names)?;
                let own_oid = self.draft(catalog, partition, &own, names, drafts)?;
                let index = format!("{}.{}", catalog.quote(&partition.schema), catalog.quote(&own));
                let statistics =
                    self.earlier.as_ref().and_then(|earlier| earlier.statistics_below.get(&partition.sql));
                if let Some(statistics) = statistics {
                    let there = partition.indexes.iter().find(|index| index.name == own);
                    let index = (own.as_str(), index.as_str());
                    drafts.extend(kept::drafts(catalog, partition, index, there, statistics, &[]));
                }
                let parent = format!("{}.{}", catalog.quote(&table.schema), catalog.quote(name));
                let attach = format!("ALTER INDEX {parent} ATTACH PARTITION {index}");
                let is_attached = own_oid.is_some_and(|oid| {
                    partition.indexes.iter().any(|index| {
                        index.oid == oid
                            && index.parent.is_some()
                            && index.parent == there.map(|there| there.oid)
                    })
                });
                let attach = Draft::new(words::attach_index(&own), attach, Mode::AccessExclusive, partition);
                drafts.push(attach.done_if(is_attached).apart());
            }
        } else if table.is_small && there.is_none_or(|index| index.is_valid) {
            let sql = self.sql(catalog, table, name, "", "");
            let create = Draft::new(what(false), sql, Mode::Share, table);
            drafts.push(create.done_if(is_valid).because("the table is small"));
        } else {
            let sql = self.sql(catalog, table, name, "CONCURRENTLY ", "");
            let create = Draft::new(what(true), sql, Mode::ShareUpdateExclusive, table).done_if(is_valid);
            let is_broken = there.is_some_and(|index| !index.is_valid);
            drafts.push(if is_broken { create.because("an invalid one is dropped first") } else { create });
        }
        Ok(there.map(|index| index.oid))
    }

    /// The index of a table with partitions that are foreign tables. The server leaves those out, but counts them where
    /// indexes are attached one by one: so each partition gets its own first, and the statement for the whole table finds
    /// them.
    fn beside_foreign(
        &self,
        catalog: &dyn Catalog,
        table: &Table,
        name: &str,
        names: &mut Names,
        drafts: &mut Vec<Draft>,
    ) -> Result<Option<u32>> {
        if !self.unique().is_empty() {
            refuse_foreign(table, "create unique index", "The server makes no index of a foreign table.")?;
        }
        if self.there(catalog, table, name)?.is_some() {
            let sql = format!("DROP INDEX {}.{}", catalog.quote(&table.schema), catalog.quote(name));
            let drop = Draft::new(words::drop_index(name, false), sql, Mode::AccessExclusive, table);
            drafts.push(drop.because("an invalid one, which foreign tables would keep from becoming valid"));
        }
        self.below(catalog, table, name, names, drafts)?;
        let what = words::create_index(name, !self.unique().is_empty(), false);
        let create = Draft::new(what, self.sql(catalog, table, name, "", ""), Mode::Share, table);
        let why = left_out(table, "gets none, as with CREATE INDEX");
        drafts.push(create.apart().because(format!("takes those of the partitions over; {why}")));
        Ok(None)
    }

    /// An index for each partition that has rows here.
    fn below(
        &self,
        catalog: &dyn Catalog,
        table: &Table,
        name: &str,
        names: &mut Names,
        drafts: &mut Vec<Draft>,
    ) -> Result<()> {
        for partition in table.partitions.iter().filter(|partition| partition.kind != "f") {
            let own = self.name_on(catalog, partition, (table, name, None), names)?;
            if partition.is_partitioned() {
                self.below(catalog, partition, &own, names, drafts)?;
            } else {
                self.draft(catalog, partition, &own, names, drafts)?;
            }
        }
        Ok(())
    }
}

/// Refuses a unique index that the server cannot make of a partitioned table.
pub(crate) fn check_unique(table: &Table, columns: &[String]) -> Result<()> {
    refuse_foreign(table, "create unique index", "The server makes no index of a foreign table.")?;
    for part in table.tree() {
        if part.partition_columns.iter().any(|column| !columns.contains(column)) {
            let (table, columns) = (part.display.clone(), part.partition_columns.clone());
            return Err(DefinitionError::PartitionKey { table, columns }.into());
        }
    }
    Ok(())
}
