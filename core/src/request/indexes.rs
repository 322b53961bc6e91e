//! What is asked of indexes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::call::Call;
use crate::name::Quoting;
use crate::relation::Relation;

/// `migrate.safe_create_index`.
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
    /// The statistics targets of its expressions, by their place in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statistics: Vec<(i16, i32)>,
    /// The same of its partitions' indexes, by partition.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub statistics_below: BTreeMap<String, Vec<(i16, i32)>>,
    /// The extensions that it depends on as people said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<String>,
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

    pub(crate) fn call<'a>(&self, names: &'a dyn Quoting) -> Call<'a> {
        let call = Call::new(names)
            .relation("table_name", &self.table)
            .list("columns", &self.columns)
            .name_if("index_name", self.name.as_deref());
        self.described(call)
    }

    /// The call with what the index is to be, beside its columns and its name.
    fn described<'a>(&self, call: Call<'a>) -> Call<'a> {
        let method = (self.method != "btree").then_some(self.method.as_str());
        call.flag("is_unique", self.is_unique)
            .name_if("method", method)
            .list("include", &self.include)
            .text_if("predicate", self.predicate.as_deref())
            .flag("nulls_not_distinct", self.nulls_not_distinct)
            .name_if("tablespace", self.tablespace.as_deref())
            .text_if("storage_parameters", self.storage_parameters.as_deref())
    }
}

/// `migrate.safe_drop_index`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DropIndex {
    /// The index.
    pub index: Relation,
    /// Whether it is only what an operation leaves that was broken off: not there, or a constraint's by now, it is not
    /// worth a word.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_leftover: bool,
    /// Whether there need not be such an index.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub missing_ok: bool,
    /// Whether the caller knows what becomes of replication.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_acknowledged: bool,
    /// Whether it was made for a foreign key, with which it goes.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_of_key: bool,
}

impl DropIndex {
    /// Of what is there, or was.
    pub fn new(index: Relation) -> Self {
        DropIndex { index, is_leftover: false, missing_ok: true, is_acknowledged: false, is_of_key: false }
    }

    pub(crate) fn call<'a>(&self, names: &'a dyn Quoting) -> Call<'a> {
        let call = Call::new(names).relation("index_name", &self.index);
        call.flag("missing_ok", self.missing_ok).flag("acknowledge", self.is_acknowledged)
    }
}

/// `migrate.safe_replace_index`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplaceIndex {
    /// The index.
    pub index: Relation,
    /// What it is to be; table and name are those of the index.
    pub wanted: CreateIndex,
}

impl ReplaceIndex {
    pub(crate) fn call<'a>(&self, names: &'a dyn Quoting) -> Call<'a> {
        let call = Call::new(names).relation("index_name", &self.index).list("columns", &self.wanted.columns);
        self.wanted.described(call)
    }
}

/// `migrate.safe_reindex`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reindex {
    /// The index or the table.
    pub name: Relation,
}

impl Reindex {
    pub(crate) fn call<'a>(&self, names: &'a dyn Quoting) -> Call<'a> {
        Call::new(names).relation("name", &self.name)
    }
}

/// `migrate.repair_indexes`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepairIndexes {
    /// Only those in this schema.
    pub schema: Option<String>,
    /// Only those of this table and its partitions.
    pub table: Option<Relation>,
}

impl RepairIndexes {
    pub(crate) fn call<'a>(&self, names: &'a dyn Quoting) -> Call<'a> {
        let call = Call::new(names).name_if("schema_name", self.schema.as_deref());
        match &self.table {
            Some(table) => call.relation("table_name", table),
            None => call,
        }
    }
}
