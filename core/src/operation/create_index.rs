//! `migrate.safe_create_index`: CONCURRENTLY on a table in use; on a partitioned one for each partition, attached
//! until the parent's index is valid.

use serde::{Deserialize, Serialize};

use super::index_elements::{elements, label};
use super::table::{Index, Table};
use super::{Catalog, Draft, object_name, try_out};
use crate::error::{OperationError, Result};
use crate::lock::Mode;
use crate::relation::Relation;

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
}

impl CreateIndex {
    /// An ordinary index of these columns, named after them.
    pub(super) fn of_columns(table: &Relation, columns: &[String]) -> Self {
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
        }
    }

    pub(super) fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&self.table)?;
        table.check()?;
        if self.columns.is_empty() {
            return Err(OperationError::Empty { argument: "columns" }.into());
        }
        let mut drafts = Vec::new();
        let name = self.name(&table);
        try_out(catalog, &table, &self.on_a_copy(catalog, &table))?;
        self.draft(catalog, &table, &name, &mut drafts)?;
        Ok(drafts)
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
        let mut sql =
            format!(" USING {} ({})", catalog.quote(&self.method), elements(catalog, table, &self.columns));
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

    pub(super) fn sql(
        &self,
        catalog: &dyn Catalog,
        table: &Table,
        name: &str,
        how: &str,
        only: &str,
    ) -> String {
        let unique = if self.is_unique { "UNIQUE " } else { "" };
        let rest = self.rest(catalog, table);
        format!("CREATE {unique}INDEX {how}{} ON {only}{}{rest}", catalog.quote(name), table.sql)
    }

    /// The index that is there under the name, if it is the one that is asked for.
    pub(super) fn there<'a>(
        &self,
        catalog: &dyn Catalog,
        table: &'a Table,
        name: &str,
    ) -> Result<Option<&'a Index>> {
        let Some(there) = table.indexes.iter().find(|index| index.name == name) else { return Ok(None) };
        let wanted = catalog.definition(table, &self.on_a_copy(catalog, table))?;
        if there.definition != wanted {
            return Err(OperationError::Other {
                what: "index",
                name: name.into(),
                there: there.definition.clone(),
                wanted,
            }
            .into());
        }
        Ok(Some(there))
    }

    fn on_a_copy(&self, catalog: &dyn Catalog, table: &Table) -> String {
        let unique = if self.is_unique { "UNIQUE " } else { "" };
        format!("CREATE {unique}INDEX ON {{table}}{}", self.rest(catalog, table))
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
        let is_small = table.tree().iter().all(|table| table.is_small);
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
                let suffix = name.strip_prefix(&format!("{}_", table.name)).unwrap_or(name);
                let own = object_name(&[&partition.name], suffix);
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
