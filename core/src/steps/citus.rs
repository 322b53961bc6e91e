//! What an operation may do on a table that Citus manages. It is a list of what is known to be right there: whatever is
//! not on it is refused, and so is a step of another form than those that are known.
//!
//! Triggers are not to be had there, and what they note on one node is not seen on another; so is a view that could be
//! written through. What a statement makes of rows it must make everywhere alike.

mod refused;
mod taken;
mod ties;
mod values;

use self::refused::refused;
use self::taken::{LOCAL, give_back, hand_over, is_of_key, may_be_met, restored};
use self::ties::{check_column, foreign_key, from_here, index, must_answer, must_have_distribution_column};
use self::values::key;
pub(super) use self::values::{Given, at_one_moment, by_key, check_added, check_retyped, is_full, made};
use crate::error::{CitusError, Result};
use crate::facts::{Catalog, Citus, Table};
use crate::lock::Mode;
use crate::plan::NodeLock;
use crate::plan::draft::Draft;
use crate::relation::Relation;
use crate::request::{AddKey, Deferrable, DropColumn, KeyKind, Operation, SplitColumn, Strategy};
use crate::text::joined;

/// The tables that an operation is about, where Citus manages one of them; none where it manages none.
///
/// # Errors
///
/// [`CitusError`] or [`TableError::Managed`] where it is not known to be right on them.
pub(super) fn check(operation: &Operation, catalog: &dyn Catalog) -> Result<Vec<Table>> {
    // Each operation of an undo is asked by itself. What repairs indexes looks at each table.
    if !catalog.is_cluster() || matches!(operation, Operation::Undo(_)) {
        return Ok(Vec::new());
    }
    let mut tables = Vec::new();
    let beside = afterwards(operation).into_iter().chain(restored(operation));
    for relation in operation.concerns(catalog).into_iter().chain(beside) {
        match catalog.table_of_index(&relation)? {
            Some(table) => tables.push(table),
            // What is not there is told where it is looked for.
            None => tables.extend(catalog.find(&relation)?),
        }
    }
    let is_managed = |table: &Table| table.family().iter().any(|table| table.citus.is_some());
    let Some(managed) = tables.iter().find(|table| is_managed(table)) else { return Ok(Vec::new()) };
    must_be_known(operation, &tables, managed)?;
    for table in tables.iter().filter(|table| is_managed(table)) {
        let may = match operation {
            Operation::DetachPartition(_) => may_be_detached(table, catalog),
            _ => may_be_changed(table, catalog) || may_be_met(operation, table, catalog),
        };
        if !may {
            return Err(refused(table));
        }
    }
    Ok(tables)
}

/// Whether it is a table of which was seen what is right on it: of a known kind, without partitions and heirs, on a known
/// version.
pub(super) fn may_be_changed(table: &Table, catalog: &dyn Catalog) -> bool {
    table.kind == "r"
        && table.parent.is_none()
        && !table.has_children
        && table.citus.as_ref().is_some_and(Citus::is_known)
        && catalog.is_known_cluster()
}

/// Whether it is a partition of such a table, or the table of it: each has its shards, and their rows stay where they are.
fn may_be_detached(table: &Table, catalog: &dyn Catalog) -> bool {
    let is_alone = match table.is_partitioned() {
        true => table.parent.is_none(),
        false => table.kind == "r" && !table.has_children,
    };
    is_alone && table.citus.as_ref().is_some_and(Citus::is_known) && catalog.is_known_cluster()
}

/// What its table is called when it is done, and may be called already.
fn afterwards(operation: &Operation) -> Option<Relation> {
    match operation {
        Operation::RenameTable(rename) => {
            Some(Relation { schema: rename.table.schema.clone(), name: rename.name.clone() })
        }
        Operation::SetSchema(set) => {
            Some(Relation { schema: Some(set.schema.clone()), name: set.table.name.clone() })
        }
        _ => None,
    }
}

/// What is known to be right. The first of the tables is the operation's own.
fn must_be_known(operation: &Operation, tables: &[Table], managed: &Table) -> Result<()> {
    let table = managed.display.clone();
    let distributes = |column: &str| check_column(managed, column);
    match operation {
        Operation::SetNotNull(_)
        | Operation::DropNotNull(_)
        | Operation::AddConstraint(_)
        | Operation::ValidateConstraint(_)
        | Operation::SetSchema(_)
        | Operation::AddColumn(_) => Ok(()),
        Operation::SetDefault(set) => {
            // The server's other nodes would have to have the sequence, too.
            let default = set.default.as_deref().unwrap_or_default().to_lowercase();
            if default.contains("nextval") { Err(refused(managed)) } else { Ok(()) }
        }
        Operation::DropConstraint(drop) => match managed.constraint(&drop.name) {
            Some(there) if !["c", "f", "u"].contains(&there.kind.as_str()) => Err(refused(managed)),
            _ => Ok(()),
        },
        Operation::RestoreConstraint(_) => match tables {
            // How a table of Citus' may refer to another one was judged when it did.
            [table, referenced] if table.citus.is_none() => from_here(table, referenced),
            _ => Ok(()),
        },
        Operation::DropColumn(DropColumn { column, .. }) => distributes(column),
        Operation::AddForeignKey(key) => match tables {
            [table, referenced] => foreign_key(key, table, referenced),
            // One of them is not there, which is told where it is looked for.
            _ => Ok(()),
        },
        Operation::RenameColumn(rename) if rename.strategy == Strategy::Instant => Ok(()),
        Operation::RenameColumn(rename) => {
            distributes(&rename.old)?;
            Err(CitusError::Triggers { table, is_rename: true }.into())
        }
        Operation::ChangeType(change) => distributes(&change.column),
        Operation::SplitColumn(SplitColumn { old, .. }) => {
            old.iter().try_for_each(|one| distributes(&one.column))?;
            Err(CitusError::Triggers { table, is_rename: false }.into())
        }
        Operation::HideColumn(hide) => {
            distributes(&hide.column)?;
            Err(CitusError::Triggers { table, is_rename: false }.into())
        }
        Operation::HideTable(_) => Err(CitusError::Triggers { table, is_rename: false }.into()),
        Operation::RenameTable(rename) if rename.compatibility_view => Err(CitusError::View { table }.into()),
        Operation::RenameTable(_) => Ok(()),
        Operation::CreateIndex(create) => index(managed, create),
        Operation::ReplaceIndex(replace) => index(managed, &replace.wanted),
        Operation::AddKey(AddKey { columns, kind, deferrable, .. }) => {
            must_have_distribution_column(managed, columns)?;
            match (kind, deferrable) {
                (KeyKind::Unique, Deferrable::Never) => must_answer(managed),
                _ => Err(refused(managed)),
            }
        }
        Operation::DropIndex(_) | Operation::RepairIndexes(_) | Operation::Reindex(_) => must_answer(managed),
        Operation::DetachPartition(_) => Ok(()),
        Operation::Backfill(fill) => {
            fill.assignments.iter().try_for_each(|one| distributes(&one.column))?;
            match managed.is_small {
                true => Ok(()),
                false => key(managed).map(drop),
            }
        }
        Operation::AttachPartition(_)
        | Operation::SetStatisticsTarget(_)
        | Operation::AddEnumValue(_)
        | Operation::EndChange(_)
        | Operation::Undo(_) => Err(refused(managed)),
    }
}

/// Makes the steps of an operation on such tables what they must be there: of a form that is known, and, where others would
/// wait behind them, with a lock on all nodes first, which does not wait.
///
/// # Errors
///
/// [`TableError::Managed`] where there is another step, [`CitusError::Triggers`] where the type of a column could only
/// be changed by one.
pub(super) fn reach(
    operation: &Operation,
    tables: &[Table],
    drafts: &mut [Draft],
    catalog: &dyn Catalog,
) -> Result<()> {
    let Some(own) = tables.iter().find(|table| table.citus.is_some()) else { return Ok(()) };
    // As they are kept when the step's turn comes.
    let mut then = tables.to_vec();
    for draft in drafts.iter_mut().filter(|draft| !draft.is_done && !draft.is_left) {
        let is_known = match &draft.backfill {
            Some(backfill) => {
                let fills = matches!(operation, Operation::Backfill(_) | Operation::AddColumn(_));
                fills && !backfill.key.is_empty()
            }
            None => is_known(operation, tables, &draft.sql),
        };
        if !is_known {
            return Err(match operation {
                Operation::ChangeType(_) => {
                    CitusError::Triggers { table: own.display.clone(), is_rename: false }.into()
                }
                _ => refused(own),
            });
        }
        // It names the row by its place, which is one on each node.
        draft.on_failure = None;
        // What is built beside writers waits for them, on each node.
        if draft.backfill.is_some() || draft.sql.contains("INDEX CONCURRENTLY ") {
            continue;
        }
        let table = then.first_mut().filter(|table| is_of_key(operation, table));
        let mut is_handed_over = false;
        if let Some(table) = table {
            draft.meets_local = !draft.sql.starts_with("CREATE ");
            is_handed_over = table.citus.is_none() && draft.sql.contains(" ADD CONSTRAINT ");
            if is_handed_over {
                hand_over(draft, table, own, catalog)?;
            } else if table.citus == Some(LOCAL) && draft.sql.contains(" DROP CONSTRAINT ") {
                give_back(draft, table);
            }
        }
        let locks = draft.locks.iter().filter_map(|(mode, name)| lock(&then, *mode, name));
        draft.on_nodes = locks.collect();
        if !draft.on_nodes.is_empty() {
            draft.detail = joined([std::mem::take(&mut draft.detail), "locked on all nodes first".into()]);
        }
        if is_handed_over && let Some(table) = then.first_mut() {
            table.citus = Some(LOCAL);
        }
    }
    Ok(())
}

/// Whether a step is of a form that was seen to be right.
fn is_known(operation: &Operation, tables: &[Table], sql: &str) -> bool {
    let begins = |forms: &[&str]| forms.iter().any(|form| sql.starts_with(form));
    let alters = || tables.iter().any(|table| sql.starts_with(&format!("ALTER TABLE {} ", table.sql)));
    const BUILDS: [&str; 2] = ["CREATE INDEX ", "CREATE UNIQUE INDEX "];
    const DROPS: [&str; 1] = ["DROP INDEX CONCURRENTLY IF EXISTS "];
    match operation {
        _ if begins(&["COMMENT ON "]) => true,
        Operation::CreateIndex(_) => begins(&BUILDS),
        Operation::DropIndex(_) => begins(&DROPS),
        Operation::RepairIndexes(_) => begins(&BUILDS) && sql.contains("INDEX CONCURRENTLY "),
        Operation::DetachPartition(_) => {
            alters()
                && sql.contains(" DETACH PARTITION ")
                && !sql.ends_with(" CONCURRENTLY")
                && !sql.ends_with(" FINALIZE")
        }
        Operation::ReplaceIndex(_) | Operation::Reindex(_) => {
            begins(&BUILDS) || begins(&DROPS) || begins(&["ALTER INDEX "]) && sql.contains(" RENAME TO ")
        }
        // Of an index on a local table nothing is known.
        Operation::AddForeignKey(_) if own_is_local(tables) => alters(),
        // Dropped and made again in one transaction, a key would have the table taken over twice.
        Operation::RestoreConstraint(_) if own_is_local(tables) => {
            alters() && !sql.contains(" DROP CONSTRAINT ")
        }
        Operation::AddKey(_) | Operation::AddForeignKey(_) => begins(&BUILDS) || alters(),
        Operation::Backfill(_) => {
            tables.iter().any(|table| sql.starts_with(&format!("UPDATE {} ", table.sql)))
        }
        _ => alters(),
    }
}

fn own_is_local(tables: &[Table]) -> bool {
    tables.first().is_some_and(|table| table.citus == Some(LOCAL))
}

/// The lock on a table that is the role's own; one that it may only refer to is the statement's to lock.
fn lock(tables: &[Table], mode: Mode, name: &str) -> Option<NodeLock> {
    let table = tables.iter().find(|table| table.display == name && table.is_owned)?;
    let citus = table.citus.clone()?;
    Some(NodeLock { oid: table.oid, table: table.sql.clone(), display: table.display.clone(), mode, citus })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Kept;
    use crate::facts::fake::Fake;

    #[test]
    fn another_step_than_an_alter_table_is_refused() {
        let own =
            Table { citus: Some(Citus { kind: Kept::Reference, group: 2 }), ..Fake::new(15, "id").table };
        let drop = Operation::DropColumn(DropColumn { table: own.relation(), column: "a".into() });
        let reached = |sql: &str| {
            let mut drafts = vec![Draft::new("x".into(), sql.into(), Mode::AccessExclusive, &own)];
            let catalog = Fake::new(15, "id");
            reach(&drop, std::slice::from_ref(&own), &mut drafts, &catalog).map(|()| drafts.remove(0))
        };
        let draft = reached("ALTER TABLE s.t DROP COLUMN a").expect("known");
        let locks: Vec<String> = draft.on_nodes.iter().map(NodeLock::sql).collect();
        assert_eq!(locks, ["LOCK TABLE s.t IN ACCESS EXCLUSIVE MODE NOWAIT"]);
        assert_eq!(reached("COMMENT ON COLUMN s.t.a IS 'x'").expect("known").on_nodes.len(), 1);
        for sql in
            ["CREATE TRIGGER x BEFORE UPDATE ON s.t", "UPDATE s.t SET a = 1", "ALTER TABLE s.tt ADD a int"]
        {
            assert_eq!(reached(sql).unwrap_err().sqlstate(), "0A000", "{sql}");
        }
        // Of a table of another role the statement alone takes the lock.
        let foreign = Table { is_owned: false, ..own.clone() };
        assert!(lock(&[foreign], Mode::ShareRowExclusive, "t").is_none());
    }
}
