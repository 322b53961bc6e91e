//! Whether the outcome of one request depends on another that was asked for before it and is not done yet.

use super::{EndChange, Operation};
use crate::change::Which;
use crate::name::Quoting;
use crate::relation::Relation;
use crate::text::has_word;

impl Operation {
    /// Names of columns, indexes, constraints and the like that it makes, takes away or changes. An index without a name
    /// is told by what the server would call it, as long as that is free.
    fn touches(&self) -> Vec<String> {
        let one = |name: &String| vec![name.clone()];
        match self {
            Operation::AddColumn(add) => one(&add.column),
            Operation::DropColumn(drop) => one(&drop.column),
            Operation::HideColumn(hide) => one(&hide.column),
            Operation::SetDefault(set) => one(&set.column),
            Operation::SetNotNull(set) => one(&set.column),
            Operation::DropNotNull(drop) => one(&drop.column),
            Operation::SetStatisticsTarget(set) => one(&set.column),
            Operation::Backfill(fill) => fill.assignments.iter().map(|one| one.column.clone()).collect(),
            Operation::RenameColumn(rename) => vec![rename.old.clone(), rename.new.clone()],
            Operation::SplitColumn(split) => [split.old_names(), split.new_names()].concat(),
            Operation::ChangeType(change) => one(&change.column),
            Operation::CreateIndex(create) => match &create.name {
                Some(name) => one(name),
                None => vec![format!("{}_{}_idx", create.table.name, create.columns.join("_"))],
            },
            Operation::DropIndex(drop) => one(&drop.index.name),
            Operation::ReplaceIndex(replace) => one(&replace.index.name),
            Operation::Reindex(reindex) => one(&reindex.name.name),
            Operation::AddConstraint(add) => one(&add.name),
            Operation::ValidateConstraint(validate) => validate.name.iter().cloned().collect(),
            Operation::DropConstraint(drop) => one(&drop.name),
            Operation::RestoreConstraint(restore) => one(&restore.name),
            Operation::AddKey(add) => add.name.iter().chain(&add.columns).cloned().collect(),
            Operation::AddForeignKey(add) => add.name.iter().chain(&add.columns).cloned().collect(),
            Operation::RenameTable(rename) => vec![rename.table.name.clone(), rename.name.clone()],
            Operation::SetSchema(set) => one(&set.table.name),
            Operation::HideTable(hide) => one(&hide.table.name),
            Operation::AddEnumValue(add) => one(&add.enumeration.name),
            Operation::AttachPartition(attach) => one(&attach.partition.name),
            Operation::DetachPartition(detach) => one(&detach.partition.name),
            Operation::RepairIndexes(_) => Vec::new(),
            Operation::EndChange(EndChange { which: Which::Column { column, .. }, .. }) => one(column),
            Operation::EndChange(_) => Vec::new(),
            Operation::Undo(undo) => undo.inverse.iter().flat_map(Operation::touches).collect(),
        }
    }

    /// Whether it names what the other one makes, takes away or changes on the same table. It may say so where that is not
    /// so: then it waits in vain, and nothing is lost.
    pub fn depends_on(&self, other: &Operation, names: &dyn Quoting) -> bool {
        if self == other || !shares_a_table(&self.relations(), &other.relations()) {
            return false;
        }
        let call = self.call(names).to_lowercase();
        let own: Vec<String> = self.touches().iter().map(|name| name.to_lowercase()).collect();
        other.touches().iter().any(|name| {
            let name = name.to_lowercase();
            own.contains(&name) || has_word(&call, &name)
        })
    }
}

/// Whether one of some relations may be one of others. An index is not told from a table here, and may be of any.
fn shares_a_table(some: &[&Relation], others: &[&Relation]) -> bool {
    // By its beginning: an index is called after its table.
    let is_after = |one: &Relation, other: &Relation| one.name.starts_with(&format!("{}_", other.name));
    some.iter().any(|one| {
        others.iter().any(|other| one.may_be(other) || is_after(one, other) || is_after(other, one))
    })
}

#[cfg(test)]
mod tests {
    use super::super::{
        AddColumn, AddConstraint, CreateIndex, DropColumn, DropIndex, RenameTable, SetDefault, SetNotNull,
    };
    use super::*;
    use crate::facts::fake::Plain;

    fn table(name: &str) -> Relation {
        Relation { schema: Some("s".into()), name: name.into() }
    }

    fn add(name: &str, column: &str) -> Operation {
        let text = format!(
            r#"{{"operation": "add_column", "table": {{"schema": "s", "name": "{name}"}}, "column": "{column}",
                "data_type": "int", "default": null, "is_not_null": false, "collation": null, "generated": null,
                "identity": null, "comment": null}}"#
        );
        let add: Operation = serde_json::from_str(&text).unwrap();
        assert!(matches!(add, Operation::AddColumn(AddColumn { .. })));
        add
    }

    #[track_caller]
    fn assert_depends(depends: bool, operation: &Operation, other: &Operation) {
        assert_eq!(operation.depends_on(other, &Plain), depends, "{operation:?} {other:?}");
    }

    #[test]
    fn what_names_a_column_that_is_still_to_come_depends_on_it() {
        let new = add("t", "word_count");
        let index =
            |column: &str| Operation::CreateIndex(CreateIndex::of_columns(&table("t"), &[column.into()]));
        assert_depends(true, &index("word_count"), &new);
        assert_depends(true, &index("lower(Word_Count)"), &new);
        assert_depends(false, &index("word_counts"), &new);
        assert_depends(false, &index("words"), &new);
        assert_depends(true, &Operation::SetNotNull(SetNotNull::new(&table("t"), "word_count")), &new);
        assert_depends(false, &Operation::SetNotNull(SetNotNull::new(&table("u"), "word_count")), &new);
        let check =
            AddConstraint { table: table("t"), name: "c".into(), expression: "word_count > 0".into() };
        assert_depends(true, &Operation::AddConstraint(check), &new);
        let drop = Operation::DropColumn(DropColumn { table: table("t"), column: "word_count".into() });
        assert_depends(true, &drop, &new);
        assert_depends(true, &new, &drop);
        // The same call again is not another one.
        assert_depends(false, &new, &new);
        let default = |value: &str| {
            let (column, default) = ("state".into(), Some(value.into()));
            Operation::SetDefault(SetDefault { table: table("t"), column, default, again: false })
        };
        assert_depends(true, &default("1"), &default("2"));
    }

    #[test]
    fn an_index_and_a_table_are_told_by_their_names() {
        let create = Operation::CreateIndex(CreateIndex::of_columns(&table("t"), &["a".into()]));
        let drop =
            |name: &str| Operation::DropIndex(DropIndex::new(Relation { schema: None, name: name.into() }));
        assert_depends(true, &drop("t_a_idx"), &create);
        assert_depends(false, &drop("t_b_idx"), &create);
        let rename = RenameTable { table: table("t"), name: "u".into(), compatibility_view: false };
        assert_depends(true, &create, &Operation::RenameTable(rename));
    }
}
