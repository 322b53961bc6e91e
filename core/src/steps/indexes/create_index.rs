//! `migrate.safe_create_index`: CONCURRENTLY on a table in use; on a partitioned one for each partition, attached
//! until the parent's index is valid.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::Serialize;

use crate::error::{ArgumentError, DefinitionError, Result};
use crate::facts::{Catalog, Index, OnTable, Table, try_out};
use crate::lock::Mode;
use crate::name::object_name;
use crate::plan::draft::Draft;
use crate::relation::Relation;
use crate::request::{DropIndex, Operation};
use crate::steps::call::Call;
use crate::steps::indexes::elements::{elements, label};

/// The arguments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateIndex {
    /// The table.
    pub table: Relation,
    /// Columns and expressions, each with operator class and order if wanted.
    pub columns: Vec<String>,
    /// The index's name; made from table and columns where there is none.
    pub name: Option<String>,
    /// The access method.
    pub method: String,
    /// UNIQUE.
    pub is_unique: bool,
    /// INCLUDE.
    pub include: Vec<String>,
    /// WHERE.
    pub predicate: Option<String>,
    /// NULLS NOT DISTINCT.
    pub nulls_not_distinct: bool,
    /// TABLESPACE.
    pub tablespace: Option<String>,
    /// WITH: `fillfactor = 70`.
    pub storage_parameters: Option<String>,
    /// One that was there before, as it was; instead of the columns and all that belongs to them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earlier: Option<Earlier>,
}

/// An index that was there before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earlier {
    /// As `pg_get_indexdef` wrote it, from USING to before WHERE; `UNIQUE` before it, if it was.
    pub definition: String,
    /// Its comment.
    pub comment: Option<String>,
    /// The names of its partitions' indexes, by partition.
    pub names: BTreeMap<String, String>,
}

const UNIQUE: &str = "UNIQUE ";

/// The names of the indexes that are attached to an index, by the partition, at every level.
fn names_below(table: &Table, index: &Index) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for partition in &table.partitions {
        for own in partition.indexes.iter().filter(|own| own.parent == Some(index.oid)) {
            names.insert(partition.sql.clone(), own.name.clone());
            names.extend(names_below(partition, own));
        }
    }
    names
}

impl CreateIndex {
    /// An ordinary index of these columns, named after them.
    pub(crate) fn of_columns(table: &Relation, columns: &[String]) -> Self {
        CreateIndex {
            table: table.clone(),
            columns: columns.to_vec(),
            name: None,
            method: "btree".into(),
            is_unique: false,
            include: Vec::new(),
            predicate: None,
            nulls_not_distinct: false,
            tablespace: None,
            storage_parameters: None,
            earlier: None,
        }
    }

    /// An index as it is.
    pub(crate) fn again(table: &Table, index: &Index) -> Self {
        let predicate = index.predicate.as_ref().map(|predicate| format!(" WHERE {predicate}"));
        let end = predicate.as_deref().unwrap_or_default();
        let earlier = Earlier {
            definition: index.definition.strip_suffix(end).unwrap_or(&index.definition).into(),
            comment: index.comment.clone(),
            names: names_below(table, index),
        };
        CreateIndex {
            name: Some(index.name.clone()),
            predicate: index.predicate.clone(),
            tablespace: index.tablespace.clone(),
            earlier: Some(earlier),
            ..CreateIndex::of_columns(&table.relation(), &[])
        }
    }

    pub(crate) fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&self.table)?;
        table.check()?;
        if self.columns.is_empty() && self.earlier.is_none() {
            return Err(ArgumentError::Empty { argument: "columns" }.into());
        }
        let mut drafts = Vec::new();
        let name = self.name(&table);
        // What the server wrote it need not be asked about, and whatever it calls need not be run.
        if self.earlier.is_none() {
            try_out(catalog, &table, &self.on_a_copy(catalog, &table))?;
        }
        self.draft(catalog, &table, &name, &mut drafts)?;
        if let Some(comment) = self.earlier.as_ref().and_then(|earlier| earlier.comment.as_ref()) {
            let there = table.indexes.iter().find(|index| index.name == name);
            let index = format!("{}.{}", catalog.quote(&table.schema), catalog.quote(&name));
            let sql = format!("COMMENT ON INDEX {index} IS {}", catalog.literal(comment));
            let is_done = there.is_some_and(|there| there.comment.as_ref() == Some(comment));
            drafts.push(Draft::new(sql, Mode::ShareUpdateExclusive, &table).done_if(is_done));
        }
        Ok(drafts)
    }

    /// The same index under another name, and with another definition.
    pub(crate) fn copied(mut self, definition: String, name: String) -> Self {
        if let Some(earlier) = &mut self.earlier {
            earlier.definition = definition;
            earlier.comment = None;
            earlier.names.clear();
        }
        // They are parts of the definition.
        (self.predicate, self.tablespace) = (None, None);
        CreateIndex { name: Some(name), ..self }
    }

    /// The steps on columns that may be still to be made.
    pub(crate) fn drafts_on(&self, catalog: &dyn Catalog, table: &Table) -> Result<Vec<Draft>> {
        let mut drafts = Vec::new();
        self.draft(catalog, table, &self.name(table), &mut drafts)?;
        Ok(drafts)
    }

    pub(crate) fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        let table = catalog.table(&self.table)?;
        let name = self.name(&table);
        let is_there = table.indexes.iter().any(|index| index.name == name);
        let index = Relation { schema: Some(table.schema), name };
        let drop = Operation::DropIndex(DropIndex::new(index));
        Ok(Some(if is_there { Vec::new() } else { vec![drop] }))
    }

    pub(crate) fn call<'a>(&self, catalog: &'a dyn Catalog) -> Call<'a> {
        let method = (self.method != "btree").then_some(self.method.as_str());
        Call::new(catalog)
            .relation("table_name", &self.table)
            .list("columns", &self.columns)
            .text_if("index_name", self.name.as_deref())
            .flag("is_unique", self.is_unique)
            .text_if("method", method)
            .list("include", &self.include)
            .text_if("predicate", self.predicate.as_deref())
            .flag("nulls_not_distinct", self.nulls_not_distinct)
            .text_if("tablespace", self.tablespace.as_deref())
            .text_if("storage_parameters", self.storage_parameters.as_deref())
    }

    fn name(&self, table: &Table) -> String {
        self.name.clone().unwrap_or_else(|| {
            let mut parts = vec![table.name.clone()];
            parts.extend(self.columns.iter().map(|element| label(table, element)));
            object_name(&parts.iter().map(String::as_str).collect::<Vec<_>>(), "idx")
        })
    }

    /// Everything behind the name of the index's table.
    fn rest(&self, catalog: &dyn Catalog, table: &Table) -> String {
        let mut sql = match &self.earlier {
            Some(earlier) => format!(" {}", earlier.definition.trim_start_matches(UNIQUE)),
            None => {
                let columns = elements(catalog, table, &self.columns);
                format!(" USING {} ({columns})", catalog.quote(&self.method))
            }
        };
        if !self.include.is_empty() {
            sql.push_str(&format!(" INCLUDE ({})", elements(catalog, table, &self.include)));
        }
        if self.nulls_not_distinct {
            sql.push_str(" NULLS NOT DISTINCT");
        }
        if let Some(parameters) = &self.storage_parameters {
            sql.push_str(&format!(" WITH ({parameters})"));
        }
        if let Some(tablespace) = &self.tablespace {
            sql.push_str(&format!(" TABLESPACE {}", catalog.quote(tablespace)));
        }
        if let Some(predicate) = &self.predicate {
            sql.push_str(&format!(" WHERE {predicate}"));
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
    fn name_on(&self, partition: &Table, parent: &Table, name: &str) -> String {
        let earlier = self.earlier.as_ref().and_then(|earlier| earlier.names.get(&partition.sql));
        earlier.cloned().unwrap_or_else(|| {
            let suffix = name.strip_prefix(&format!("{}_", parent.name)).unwrap_or(name);
            object_name(&[&partition.name], suffix)
        })
    }

    fn on_a_copy(&self, catalog: &dyn Catalog, table: &Table) -> OnTable {
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
        drafts: &mut Vec<Draft>,
    ) -> Result<Option<u32>> {
        let there = self.there(catalog, table, name)?;
        let is_valid = there.is_some_and(|index| index.is_valid);
        // One that was there before has its names, which the server would choose anew.
        let is_small = table.tree().iter().all(|table| table.is_small) && self.earlier.is_none();
        if table.is_partitioned() && (is_valid || is_small && there.is_none()) {
            let sql = self.sql(catalog, table, name, "", "");
            let why = if is_valid { "" } else { "the partitions are small" };
            drafts.push(Draft::new(sql, Mode::Share, table).done_if(is_valid).because(why));
        } else if table.is_partitioned() {
            let sql = self.sql(catalog, table, name, "", "ONLY ");
            let create = Draft::new(sql, Mode::Share, table);
            drafts.push(
                create
                    .done_if(there.is_some())
                    .because("an empty frame, invalid until every partition has its index"),
            );
            for partition in &table.partitions {
                let own = self.name_on(partition, table, name);
                let own_oid = self.draft(catalog, partition, &own, drafts)?;
                let index = format!("{}.{}", catalog.quote(&partition.schema), catalog.quote(&own));
                let parent = format!("{}.{}", catalog.quote(&table.schema), catalog.quote(name));
                let attach = format!("ALTER INDEX {parent} ATTACH PARTITION {index}");
                let is_attached = own_oid.is_some_and(|oid| {
                    partition.indexes.iter().any(|index| {
                        index.oid == oid
                            && index.parent.is_some()
                            && index.parent == there.map(|there| there.oid)
                    })
                });
                drafts
                    .push(Draft::new(attach, Mode::AccessExclusive, partition).done_if(is_attached).apart());
            }
        } else if table.is_small && there.is_none_or(|index| index.is_valid) {
            let sql = self.sql(catalog, table, name, "", "");
            drafts.push(Draft::new(sql, Mode::Share, table).done_if(is_valid).because("the table is small"));
        } else {
            let sql = self.sql(catalog, table, name, "CONCURRENTLY ", "");
            let create = Draft::new(sql, Mode::ShareUpdateExclusive, table).done_if(is_valid);
            let is_broken = there.is_some_and(|index| !index.is_valid);
            drafts.push(if is_broken { create.because("an invalid one is dropped first") } else { create });
        }
        Ok(there.map(|index| index.oid))
    }
}
