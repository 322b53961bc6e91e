//! What an operation does, in one line for people: `create index articles_slug_idx`. Lists of work have it for each job.

use crate::change::{Way, Which};
use crate::facts::Catalog;
use crate::name::shown;
use crate::relation::Relation;
use crate::request::{CreateIndex, EndChange, KeyKind, Operation, SplitColumn};
use crate::text::few;

impl Operation {
    /// What it does, with the names that it goes by. `catalog` is asked for a name that the server would choose, and
    /// what a change is about.
    pub fn what(&self, catalog: &dyn Catalog) -> String {
        match self {
            Operation::AddColumn(add) => format!("add column {}", of(&add.table, &add.column)),
            Operation::DropColumn(drop) => format!("drop column {}", of(&drop.table, &drop.column)),
            Operation::HideColumn(hide) => format!("drop column {}", of(&hide.table, &hide.column)),
            Operation::HideTable(hide) => format!("drop table {}", shown(&hide.table.name)),
            Operation::SetDefault(set) => {
                let verb = if set.default.is_some() { "set" } else { "drop" };
                format!("{verb} default of {}", of(&set.table, &set.column))
            }
            Operation::SetNotNull(set) => format!("set {} not null", of(&set.table, &set.column)),
            Operation::DropNotNull(drop) => format!("drop not null of {}", of(&drop.table, &drop.column)),
            Operation::SetStatisticsTarget(set) => {
                format!("set statistics of {} to {}", of(&set.table, &set.column), set.target)
            }
            Operation::Backfill(fill) => {
                let columns: Vec<_> = fill.assignments.iter().map(|one| one.column.as_str()).collect();
                format!("backfill {}", of_all(&fill.table, &columns))
            }
            Operation::CreateIndex(create) => create.what(catalog),
            Operation::DropIndex(drop) => format!("drop index {}", shown(&drop.index.name)),
            Operation::ReplaceIndex(replace) => format!("replace index {}", shown(&replace.index.name)),
            Operation::Reindex(reindex) => format!("reindex {}", shown(&reindex.name.name)),
            Operation::RepairIndexes(repair) => match (&repair.table, &repair.schema) {
                (Some(table), _) => format!("repair indexes of {}", shown(&table.name)),
                (None, Some(schema)) => format!("repair indexes of schema {}", shown(schema)),
                (None, None) => "repair indexes".into(),
            },
            Operation::AddConstraint(add) => {
                format!("add constraint {} to {}", shown(&add.name), shown(&add.table.name))
            }
            Operation::AddKey(add) => {
                let kind = if add.kind == KeyKind::PrimaryKey { "primary key" } else { "unique" };
                format!("add {kind} ({}) to {}", listed(&add.columns), shown(&add.table.name))
            }
            Operation::AddForeignKey(add) => {
                let (columns, table) = (listed(&add.columns), shown(&add.table.name));
                format!("add foreign key ({columns}) to {table}")
            }
            Operation::ValidateConstraint(validate) => match &validate.name {
                Some(name) => {
                    format!("validate constraint {} of {}", shown(name), shown(&validate.table.name))
                }
                None => format!("validate constraints of {}", shown(&validate.table.name)),
            },
            Operation::DropConstraint(drop) => {
                format!("drop constraint {} of {}", shown(&drop.name), shown(&drop.table.name))
            }
            Operation::RestoreConstraint(restore) => {
                format!("restore constraint {} of {}", shown(&restore.name), shown(&restore.table.name))
            }
            Operation::RenameColumn(rename) => {
                format!("rename {} to {}", of(&rename.table, &rename.old), shown(&rename.new))
            }
            Operation::SplitColumn(split) => split.what(),
            Operation::ChangeType(change) => {
                format!("change type of {} to {}", of(&change.table, &change.column), change.data_type)
            }
            Operation::RenameTable(rename) => {
                format!("rename table {} to {}", shown(&rename.table.name), shown(&rename.name))
            }
            Operation::SetSchema(set) => {
                format!("move {} to schema {}", shown(&set.table.name), shown(&set.schema))
            }
            Operation::AddEnumValue(add) => {
                format!("add value {} to {}", add.value, shown(&add.enumeration.name))
            }
            Operation::AttachPartition(attach) => {
                format!(
                    "attach partition {} to {}",
                    shown(&attach.partition.name),
                    shown(&attach.parent.name)
                )
            }
            Operation::DetachPartition(detach) => {
                format!(
                    "detach partition {} from {}",
                    shown(&detach.partition.name),
                    shown(&detach.parent.name)
                )
            }
            Operation::EndChange(end) => end.what(catalog),
            Operation::Undo(undo) => match undo.inverse.as_slice() {
                [] => format!("undo of {}", undo.title),
                [one] => format!("undo: {}", one.what(catalog)),
                [first, more @ ..] => format!("undo: {} and {} more", first.what(catalog), more.len()),
            },
        }
    }
}

impl CreateIndex {
    fn what(&self, catalog: &dyn Catalog) -> String {
        let unique = if self.is_unique { "unique " } else { "" };
        match self.name.clone().or_else(|| self.chosen_name(catalog)) {
            Some(name) => format!("create {unique}index {}", shown(&name)),
            None => format!("create {unique}index on {}", shown(&self.table.name)),
        }
    }
}

impl SplitColumn {
    fn what(&self) -> String {
        let (old, new) = (self.old_names(), self.new_names());
        let old: Vec<&str> = old.iter().map(String::as_str).collect();
        let verb = if self.is_merge() { "merge" } else { "split" };
        format!("{verb} {} into {}", of_all(&self.table, &old), listed(&new))
    }
}

impl EndChange {
    fn what(&self, catalog: &dyn Catalog) -> String {
        let verb = match self.way {
            Way::Complete => "complete",
            Way::Abort => "abort",
            Way::Back | Way::Reopen | Way::NameBack => "undo",
            Way::Restore => "restore",
        };
        match (catalog.change(&self.which), &self.which) {
            (Ok(change), _) => format!("{verb} {}", change.title()),
            (Err(_), Which::Number(id)) => format!("{verb} change {id}"),
            (Err(_), Which::Column { table, column }) => format!("{verb} change of {}", of(table, column)),
            (Err(_), Which::Table { table }) => format!("{verb} change of {}", shown(&table.name)),
            (Err(_), Which::Begun { .. }) => format!("{verb} the change"),
        }
    }
}

fn of(table: &Relation, column: &str) -> String {
    format!("{}.{}", shown(&table.name), shown(column))
}

/// The first columns by name, the others by their number.
fn of_all(table: &Relation, columns: &[&str]) -> String {
    const FEW: usize = 3;
    let columns: Vec<String> = columns.iter().map(|column| shown(column)).collect();
    format!("{}.{}", shown(&table.name), few(&columns, FEW))
}

fn listed(names: &[String]) -> String {
    names.iter().map(|name| shown(name)).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::fake::Fake;
    use crate::request::{DropIndex, SetNotNull, Undo};

    fn asked(text: &str) -> Operation {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn a_job_is_told_by_what_it_does() {
        let fake = Fake::new(15, "a");
        let table = r#""table": {"schema": "s", "name": "t"}"#;
        let said = |rest: &str| asked(&format!("{{{table}, {rest}}}")).what(&fake);
        assert_eq!(
            said(r#""operation": "drop_column", "column": "Two words""#),
            "drop column t.\"Two words\""
        );
        let index = Operation::DropIndex(DropIndex::new(Relation { schema: None, name: "i".into() }));
        assert_eq!(index.what(&fake), "drop index i");
        let set = Operation::SetNotNull(SetNotNull::new(&Relation { schema: None, name: "t".into() }, "c"));
        assert_eq!(set.what(&fake), "set t.c not null");
        let undo =
            |inverse| Operation::Undo(Undo { id: 7, title: "safe_x on t".into(), inverse }).what(&fake);
        assert_eq!(undo(vec![index.clone()]), "undo: drop index i");
        assert_eq!(undo(vec![index.clone(), set.clone(), index]), "undo: drop index i and 2 more");
        assert_eq!(undo(vec![]), "undo of safe_x on t");
        let complete = EndChange::new(Which::Number(9), Way::Complete);
        assert_eq!(Operation::EndChange(complete).what(&fake), "complete change 9");
    }

    #[test]
    fn many_columns_are_counted() {
        let table = Relation { schema: None, name: "t".into() };
        assert_eq!(of_all(&table, &["a"]), "t.a");
        assert_eq!(of_all(&table, &["a", "b", "c"]), "t.a, b, c");
        assert_eq!(of_all(&table, &["a", "b", "c", "d", "e"]), "t.a, b, c and 2 more");
    }

    #[test]
    fn an_index_is_told_by_the_name_that_it_will_have() {
        let fake = Fake::new(15, "a");
        let create = CreateIndex::of_columns(&fake.table.relation(), &["a".into()]);
        assert_eq!(Operation::CreateIndex(create.clone()).what(&fake), "create index t_a_idx");
        let named = CreateIndex { name: Some("I".into()), is_unique: true, ..create };
        assert_eq!(Operation::CreateIndex(named).what(&fake), "create unique index \"I\"");
    }
}
