//! The indexes of the column: each gets a counterpart on the second column, which in the exchange takes its name, its
//! constraint and all else that it has. On a partitioned table the counterparts are those of the partitions; the
//! parent's index is an empty frame, made in the exchange, to which they are attached. So a partition that comes
//! meanwhile is no half-built index, but something that the exchange still has to build, and looks for.

use super::ends::Ends;
use super::written::on_a_copy;
use crate::error::Result;
use crate::facts::{Catalog, Constraint, Index, Table};
use crate::lock::Mode;
use crate::name::{Quoting, qualified};
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::request::{CreateIndex, Deferrable};
use crate::steps::again;
use crate::steps::block::block;

/// The indexes of a table's partitions that are attached to one of its own.
pub(super) fn parts<'a>(table: &'a Table, index: &Index) -> Vec<(&'a Table, &'a Index)> {
    let own = |partition: &'a Table| {
        let part = partition.indexes.iter().find(|own| own.parent == Some(index.oid));
        part.map(|part| (partition, part))
    };
    table.partitions.iter().filter_map(own).collect()
}

pub(super) fn unique(index: &Index) -> &'static str {
    if index.definition.starts_with("UNIQUE ") { "UNIQUE " } else { "" }
}

/// The key that an index is of.
fn key<'a>(table: &'a Table, index: &Index) -> Option<&'a Constraint> {
    let constraint = table.constraint(index.constraint.as_ref()?)?;
    ["p", "u"].contains(&constraint.kind.as_str()).then_some(constraint)
}

impl Ends<'_> {
    /// What is built on the second column before it can take the place.
    pub(super) fn build_indexes(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let mut drafts = Vec::new();
        for index in self.hanging.indexes_of(self.table) {
            self.build(catalog, self.table, index, &mut drafts)?;
        }
        Ok(drafts)
    }

    fn build(
        &self,
        catalog: &dyn Catalog,
        table: &Table,
        index: &Index,
        drafts: &mut Vec<Draft>,
    ) -> Result<()> {
        if table.is_partitioned() {
            return parts(table, index)
                .into_iter()
                .try_for_each(|(partition, part)| self.build(catalog, partition, part, drafts));
        }
        let after = format!("{}{}", unique(index), self.afterwards(catalog, table, &on_a_copy(index))?);
        let copy = again::index_as(table, index, after, self.copy_of(&index.name));
        let copy = CreateIndex { tablespace: index.tablespace.clone(), ..copy };
        drafts.extend(copy.drafts_on(catalog, table)?);
        Ok(())
    }

    /// Counterparts whose originals somebody has dropped since they were built: they go, too.
    pub(super) fn drop_left(&self, names: &dyn Quoting) -> Vec<Draft> {
        fn copies(ends: &Ends, table: &Table, index: &Index, all: &mut Vec<String>) {
            all.push(ends.copy_of(&index.name));
            parts(table, index).into_iter().for_each(|(partition, part)| copies(ends, partition, part, all));
        }
        let mut wanted = Vec::new();
        for index in self.hanging.indexes_of(self.table) {
            copies(self, self.table, index, &mut wanted);
        }
        let checks = self.hanging.constraints_of(self.table, &["c"]);
        wanted.extend(checks.iter().map(|check| self.copy_of(&check.name)));
        wanted.extend(self.is_filled().then(|| self.helper()));
        let end = format!("_{}", self.token);
        let is_left = |name: &String| name.ends_with(&end) && !wanted.contains(name);
        let why = "what it was made for is gone";
        let mut drafts = Vec::new();
        for table in self.table.tree() {
            let is_its = |index: &&Index| index.constraint.is_none() && index.uses.contains(&self.name);
            for index in table.indexes.iter().filter(is_its).filter(|index| is_left(&index.name)) {
                let sql = format!("DROP INDEX {}", index.sql);
                let what = words::drop_index(&index.name, false);
                drafts.push(Draft::new(what, sql, Mode::AccessExclusive, table).because(why));
            }
        }
        let is_its = |check: &&Constraint| check.kind == "c" && check.columns.contains(&self.name);
        for check in self.table.constraints.iter().filter(is_its).filter(|check| is_left(&check.name)) {
            drafts.push(Draft::drop_constraint(names, self.table, &check.name).because(why));
        }
        drafts
    }

    /// The first half of the exchange: the indexes go. Those of partitions go with their parent's.
    pub(super) fn drop_indexes(&self, names: &dyn Quoting) -> Vec<Draft> {
        let table = self.table;
        let drop = |index: &&Index| match key(table, index) {
            Some(key) => Draft::drop_constraint(names, table, &key.name),
            None => {
                let (what, sql) =
                    (words::drop_index(&index.name, false), format!("DROP INDEX {}", index.sql));
                Draft::new(what, sql, Mode::AccessExclusive, table)
            }
        };
        self.hanging.indexes_of(table).iter().map(drop).collect()
    }

    /// The second half: the counterparts take their place. No row is read.
    pub(super) fn exchange_indexes(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let mut drafts = Vec::new();
        for index in self.hanging.indexes_of(self.table) {
            self.exchange(catalog, self.table, index, &mut drafts)?;
            if self.table.is_partitioned() {
                drafts.push(must_be_whole(catalog, self.table, index));
            }
        }
        Ok(drafts)
    }

    fn exchange(
        &self,
        catalog: &dyn Catalog,
        table: &Table,
        index: &Index,
        drafts: &mut Vec<Draft>,
    ) -> Result<()> {
        let own = catalog.quote(&index.name);
        let alter = |what: String, only: &str, action: String| {
            let sql = format!("ALTER TABLE {only}{} {action}", table.sql);
            Draft::new(what, sql, Mode::AccessExclusive, table)
        };
        match (key(table, index), table.is_partitioned()) {
            (Some(key), true) => {
                let what = words::add_constraint(&index.name);
                let add = alter(what, "ONLY ", format!("ADD CONSTRAINT {own} {}", key.definition));
                drafts.push(add.because("a frame for those of the partitions"));
            }
            (Some(key), false) => {
                let words = if key.kind == "p" { "PRIMARY KEY" } else { "UNIQUE" };
                let (copy, when) =
                    (catalog.quote(&self.copy_of(&index.name)), Deferrable::of(&key.definition));
                let add = format!("ADD CONSTRAINT {own} {words} USING INDEX {copy}{}", when.words());
                let what = words::add_constraint(&index.name);
                drafts.push(alter(what, "", add).because("takes the index over: no row is read"));
            }
            (None, true) => {
                let definition = self.retyped(catalog, table, &on_a_copy(index))?;
                let sql = format!("CREATE {}INDEX {own} ON ONLY {} {definition}", unique(index), table.sql);
                let what = words::create_index(&index.name, !unique(index).is_empty(), false);
                let frame = Draft::new(what, sql, Mode::Share, table);
                drafts.push(frame.because("a frame for those of the partitions"));
            }
            (None, false) => {
                let copy = self.copy_of(&index.name);
                let what = words::rename_index(&copy, &index.name);
                let copy = qualified(catalog, &table.schema, &copy);
                drafts.push(Draft::of_nothing(what, format!("ALTER INDEX {copy} RENAME TO {own}")));
            }
        }
        for (partition, part) in parts(table, index) {
            self.exchange(catalog, partition, part, drafts)?;
            let what = words::attach_index(&part.name);
            let (whole, part) = (
                qualified(catalog, &table.schema, &index.name),
                qualified(catalog, &partition.schema, &part.name),
            );
            drafts.push(Draft::of_nothing(what, format!("ALTER INDEX {whole} ATTACH PARTITION {part}")));
        }
        if let Some(comment) = key(table, index).and_then(|key| key.comment.as_ref()) {
            let sql = format!("COMMENT ON CONSTRAINT {own} ON {} IS {}", table.sql, catalog.literal(comment));
            drafts.push(Draft::of_nothing(words::comment_on("constraint", &index.name), sql));
        }
        if let Some(comment) = &index.comment {
            let sql = format!("COMMENT ON INDEX {} IS {}", index.sql, catalog.literal(comment));
            drafts.push(Draft::of_nothing(words::comment_on("index", &index.name), sql));
        }
        if index.is_replica_identity {
            let what = words::table_uses("replica identity using index", &index.name);
            drafts.push(alter(what, "", format!("REPLICA IDENTITY USING INDEX {own}")));
        }
        if index.is_clustered {
            let what = words::table_uses("cluster on", &index.name);
            drafts.push(alter(what, "", format!("CLUSTER ON {own}")));
        }
        Ok(())
    }
}

/// Fails where a partition has come since the indexes were built: then the parent's is not valid.
fn must_be_whole(names: &dyn Quoting, table: &Table, index: &Index) -> Draft {
    let name = names.literal(&qualified(names, &table.schema, &index.name));
    let message = format!("a partition of {} has no index for {} yet", table.display, index.name);
    let body = format!(
        "    IF EXISTS (SELECT FROM pg_catalog.pg_index i
               WHERE i.indexrelid OPERATOR(pg_catalog.=) {name}::pg_catalog.regclass AND NOT i.indisvalid) THEN
        RAISE object_not_in_prerequisite_state
            USING MESSAGE = {}, HINT = 'Call it again: it builds what a new partition needs.';
    END IF;
",
        names.literal(&message)
    );
    let sql = block(names, None, "", &body);
    Draft::of_nothing(words::is_whole(&index.name), sql).because("fails if a partition has come meanwhile")
}
