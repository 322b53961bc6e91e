//! Catalogs for tests: one with a table, and one that only quotes.

use crate::backfill::Backfill;
use crate::change::Which;
use crate::error::{ChangeError, Result, TypeError};
use crate::facts::{
    Access, Added, Bearers, Bound, Change, Changes, Constraint, Dependents, Enumeration, Hanging, Index,
    Indexes, Meaning, OnTable, Orphan, Past, Replication, Retyped, Rows, Sharing, Table, Tables, Types,
    Understood,
};
use crate::name::{Quoting, shown};
use crate::relation::Relation;
use crate::request::{Operation, Scope};

/// A catalog with one large table.
pub struct Fake {
    /// The server's version.
    pub version: u32,
    /// The table, `s.t`.
    pub table: Table,
    /// Its online changes.
    pub changes: Vec<Change>,
    /// What goes by its rows and names.
    pub bearers: Bearers,
    /// What replication has to do with the table.
    pub replication: Replication,
}

/// Names and texts alone, for what asks for no more.
pub struct Plain;

impl Fake {
    /// A table with one column.
    pub fn new(version: u32, column: &str) -> Self {
        let table = serde_json::json!({
            "oid": 1, "schema": "s", "name": "t", "sql": "s.t", "display": "t", "kind": "r", "is_temporary": false,
            "is_system": false, "owner": "o", "is_owned": true, "is_small": false,
            "columns": [{"name": column, "data_type": "integer", "is_not_null": false}],
        });
        Fake {
            version,
            table: serde_json::from_value(table).expect("a table"),
            changes: Vec::new(),
            bearers: Bearers::default(),
            replication: Replication::default(),
        }
    }

    /// Adds a change of this number, kind and state, begun by these arguments.
    pub fn change(&mut self, id: i64, kind: &str, state: &str, arguments: Operation) {
        let change = serde_json::json!({
            "id": id, "token": format!("{id}_0000000f"), "kind": kind, "table": {"schema": "s", "name": "t"}, "state": state, "grace_until": null,
            "old_columns": ["a"], "new_columns": ["b"], "arguments": arguments,
        });
        self.changes.push(serde_json::from_value(change).expect("a change"));
    }

    /// Adds a constraint on the first column.
    pub fn constraint(&mut self, name: &str, kind: &str, definition: &str, is_valid: bool) {
        self.table.constraints.push(Constraint {
            name: name.into(),
            kind: kind.into(),
            definition: definition.into(),
            is_valid,
            is_part: false,
            is_enforced: !definition.ends_with(" NOT ENFORCED"),
            is_temporal: false,
            is_local: true,
            comment: None,
            columns: vec![self.table.columns[0].name.clone()],
        });
    }
}

impl Quoting for Plain {
    fn quote(&self, name: &str) -> String {
        shown(name)
    }

    fn literal(&self, text: &str) -> String {
        format!("'{}'", text.replace('\'', "''"))
    }
}

impl Quoting for Fake {
    fn quote(&self, name: &str) -> String {
        Plain.quote(name)
    }

    fn literal(&self, text: &str) -> String {
        Plain.literal(text)
    }
}

impl Tables for Fake {
    fn table(&self, _: &Relation) -> Result<Table> {
        Ok(self.table.clone())
    }

    fn is_taken(&self, _: &Relation) -> Result<bool> {
        Ok(false)
    }

    fn schemas(&self) -> Vec<String> {
        vec!["s".into()]
    }

    fn extension(&self, _: &Relation) -> Option<String> {
        None
    }

    fn window(&self, _: &Table) -> Option<u32> {
        None
    }
}

impl Indexes for Fake {
    fn table_of_index(&self, _: &Relation) -> Result<Option<Table>> {
        Ok(None)
    }

    fn with_invalid_indexes(&self, _: Option<&str>, _: Option<&Relation>) -> Result<Vec<Relation>> {
        Ok(Vec::new())
    }

    fn index_names(&self, _: Option<&str>) -> Vec<String> {
        Vec::new()
    }

    fn builder(&self, _: &Index) -> Option<i32> {
        None
    }
}

impl Meaning for Fake {
    fn server_version(&self) -> u32 {
        self.version
    }

    fn within(&self, _: &Scope, look: &mut dyn FnMut()) {
        look();
    }

    fn definition_after(&self, table: &Table, statements: &[OnTable]) -> Result<String> {
        Ok(statements.iter().map(|statement| statement.sql(&table.sql)).collect::<Vec<_>>().join("; "))
    }

    fn index_columns(&self, table: &Table, statement: &OnTable) -> Result<Vec<String>> {
        let all = statement.behind().split(['(', ')', ',']).map(str::trim);
        let named: Vec<String> = all.filter(|one| table.has_column(one)).map(String::from).collect();
        Ok(if named.is_empty() { vec!["expr".into()] } else { named })
    }

    fn understand(&self, _: Option<&Table>, _: &dyn Fn(&str) -> String) -> Result<Understood> {
        Ok(Understood::default())
    }

    fn added_column(&self, table: &Table, _: &str, _: &str) -> Result<Added> {
        Ok(Added { column: table.columns[0].clone(), rewrites: false })
    }

    fn retyped(&self, table: &Table, _: &str, _: &str, _: Option<&str>) -> Result<Retyped> {
        Ok(Retyped { column: table.columns[0].clone(), rewrites: false, is_builtin: true })
    }

    fn foreign_key(&self, _: &Table, _: &Table, _: &dyn Fn(&str) -> String) -> Result<()> {
        Ok(())
    }

    fn bound(&self, _: &Table, _: &Table, written: &str) -> Result<Bound> {
        Ok(Bound { bound: written.into(), own: None, whole: None, is_beyond_proof: false })
    }
}

impl Rows for Fake {
    fn rows(&self, _: &Table, _: Option<&str>, most: i64) -> Result<i64> {
        Ok(most)
    }

    fn has_row(&self, _: &str) -> Result<bool> {
        Ok(true)
    }

    fn value(&self, expression: &str) -> Result<Option<String>> {
        Ok(Some(expression.into()))
    }

    fn probe(&self, _: &Table, _: &str) -> Result<bool> {
        Ok(true)
    }
}

impl Dependents for Fake {
    fn hanging(&self, _: &Table, _: &str) -> Result<Hanging> {
        Ok(Hanging::default())
    }

    fn dependents(&self, _: &Table, _: Option<&String>) -> Vec<String> {
        Vec::new()
    }

    fn bearers(&self, _: &Relation) -> Bearers {
        self.bearers.clone()
    }

    fn views_with_default(&self, _: &Table, _: &str) -> Vec<String> {
        Vec::new()
    }

    fn mentions(&self, _: &str) -> Vec<String> {
        Vec::new()
    }

    fn function(&self, _: &str, _: &str) -> Option<String> {
        None
    }

    fn orphans(&self, _: &str) -> Vec<Orphan> {
        Vec::new()
    }
}

impl Changes for Fake {
    fn changes(&self, _: &Table) -> Result<Vec<Change>> {
        Ok(self.changes.clone())
    }

    fn change(&self, which: &Which) -> Result<Change> {
        let is_it = |change: &&Change| *which == Which::Number(change.id);
        let there = self.changes.iter().find(is_it).cloned();
        Ok(there.ok_or_else(|| ChangeError::NoChange { change: "it".into() })?)
    }

    fn next_number(&self) -> i64 {
        1
    }
}

impl Past for Fake {
    fn is_filled(&self, _: &Table, _: &str, _: &Backfill) -> bool {
        false
    }

    fn is_broken_off(&self, _: &Table, _: &Backfill) -> bool {
        false
    }

    fn was_dropped(&self, _: &Operation) -> bool {
        false
    }

    fn has_failed(&self, _: &str) -> bool {
        false
    }

    fn has_run(&self, _: &str) -> bool {
        false
    }
}

impl Access for Fake {
    fn role(&self) -> String {
        self.table.owner.clone()
    }

    fn check_writers(&self, _: &Table, _: &[OnTable], _: &[String]) -> Result<()> {
        Ok(())
    }

    fn sharing(&self, _: &Table) -> Sharing {
        Sharing::default()
    }

    fn replication(&self, _: &Table) -> Replication {
        self.replication.clone()
    }
}

impl Types for Fake {
    fn enumeration(&self, name: &Relation) -> Result<Enumeration> {
        Err(TypeError::NoType { name: name.name.clone() }.into())
    }
}
