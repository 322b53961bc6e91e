//! Which table locks a raw parse tree's statement will take, as far as others would notice: those that stop
//! readers or writers of a table that is there already.
//!
//! Read from the server's source of each command; for ALTER TABLE the server itself is asked.

use migrate_core::lock::{Mode, Need, Reach};
use pgrx::{PgList, is_a, pg_sys};

use super::names::{dotted, own_text, relation};

/// The locks of a statement, in the order in which it takes them.
///
/// # Safety
///
/// `node` is a raw parse tree that is not freed yet.
pub unsafe fn locks(node: *mut pg_sys::Node) -> Vec<Need> {
    use pg_sys::NodeTag::*;
    let mut needs = Vec::new();
    // SAFETY: each cast is to the struct of the node's tag.
    unsafe {
        match (*node).type_ {
            T_AlterTableStmt => alter_table(&*node.cast(), &mut needs),
            T_CreateStmt => {
                let create = &*node.cast::<pg_sys::CreateStmt>();
                if !create.partbound.is_null() {
                    for parent in PgList::<pg_sys::RangeVar>::from_pg(create.inhRelations).iter_ptr() {
                        one(parent, Mode::AccessExclusive, Reach::Alone, &mut needs);
                        one(parent, Mode::AccessExclusive, Reach::DefaultPartition, &mut needs);
                    }
                }
                for element in PgList::<pg_sys::Node>::from_pg(create.tableElts).iter_ptr() {
                    foreign_keys(element, &mut needs);
                }
            }
            T_IndexStmt => {
                let index = &*node.cast::<pg_sys::IndexStmt>();
                if !index.concurrent {
                    one(index.relation, Mode::Share, tree(index.relation), &mut needs);
                }
            }
            T_DropStmt => drop(&*node.cast(), &mut needs),
            T_RenameStmt => rename(&*node.cast(), &mut needs),
            T_CreateTrigStmt => {
                let trigger = &*node.cast::<pg_sys::CreateTrigStmt>();
                one(trigger.relation, Mode::ShareRowExclusive, Reach::Tree, &mut needs);
                one(trigger.constrrel, Mode::ShareRowExclusive, Reach::Alone, &mut needs);
            }
            T_RuleStmt => {
                let rule = &*node.cast::<pg_sys::RuleStmt>();
                one(rule.relation, Mode::AccessExclusive, Reach::Alone, &mut needs);
            }
            T_CreatePolicyStmt => {
                let policy = &*node.cast::<pg_sys::CreatePolicyStmt>();
                one(policy.table, Mode::AccessExclusive, Reach::Alone, &mut needs);
            }
            T_AlterPolicyStmt => {
                let policy = &*node.cast::<pg_sys::AlterPolicyStmt>();
                one(policy.table, Mode::AccessExclusive, Reach::Alone, &mut needs);
            }
            T_AlterObjectSchemaStmt => {
                let moved = &*node.cast::<pg_sys::AlterObjectSchemaStmt>();
                one(moved.relation, Mode::AccessExclusive, Reach::Alone, &mut needs);
            }
            T_TruncateStmt => {
                let truncate = &*node.cast::<pg_sys::TruncateStmt>();
                for range in PgList::<pg_sys::RangeVar>::from_pg(truncate.relations).iter_ptr() {
                    one(range, Mode::AccessExclusive, tree(range), &mut needs);
                }
            }
            T_LockStmt => {
                let lock = &*node.cast::<pg_sys::LockStmt>();
                // With NOWAIT the author asks for an error, not for patience.
                if let Some(mode) = Mode::from_number(lock.mode).filter(|_| !lock.nowait) {
                    for range in PgList::<pg_sys::RangeVar>::from_pg(lock.relations).iter_ptr() {
                        one(range, mode, tree(range), &mut needs);
                    }
                }
            }
            T_VacuumStmt => {
                let vacuum = &*node.cast::<pg_sys::VacuumStmt>();
                if vacuum.is_vacuumcmd && super::option_is_on(vacuum.options, c"full") {
                    for table in PgList::<pg_sys::VacuumRelation>::from_pg(vacuum.rels).iter_ptr() {
                        one((*table).relation, Mode::AccessExclusive, Reach::Tree, &mut needs);
                    }
                }
            }
            T_ClusterStmt => {
                let cluster = &*node.cast::<pg_sys::ClusterStmt>();
                one(cluster.relation, Mode::AccessExclusive, Reach::Alone, &mut needs);
            }
            T_ReindexStmt => {
                let reindex = &*node.cast::<pg_sys::ReindexStmt>();
                let is_table = reindex.kind == pg_sys::ReindexObjectType::REINDEX_OBJECT_TABLE;
                let mode = if is_table { Mode::Share } else { Mode::AccessExclusive };
                if !super::option_is_on(reindex.params, c"concurrently") {
                    one(reindex.relation, mode, Reach::Alone, &mut needs);
                }
            }
            T_RefreshMatViewStmt => {
                let refresh = &*node.cast::<pg_sys::RefreshMatViewStmt>();
                let mode = if refresh.concurrent { Mode::Exclusive } else { Mode::AccessExclusive };
                one(refresh.relation, mode, Reach::Alone, &mut needs);
            }
            _ => {}
        }
    }
    needs.retain(|need: &Need| need.mode.stops_applications());
    needs
}

unsafe fn one(range: *const pg_sys::RangeVar, mode: Mode, reach: Reach, needs: &mut Vec<Need>) {
    // SAFETY: a field of a live tree: NULL or a RangeVar.
    if let Some(relation) = unsafe { (!range.is_null()).then(|| relation(range)) } {
        needs.push(Need { relation, mode, reach });
    }
}

/// ONLY, or with the children.
unsafe fn tree(range: *const pg_sys::RangeVar) -> Reach {
    // SAFETY: a field of a live tree.
    if unsafe { !range.is_null() && (*range).inh } { Reach::Tree } else { Reach::Alone }
}

unsafe fn alter_table(alter: &pg_sys::AlterTableStmt, needs: &mut Vec<Need>) {
    // SAFETY: fields of a live tree; the server reads the same of it before it looks up the table.
    unsafe {
        if super::detached_concurrently(alter).is_some() {
            // It waits for readers without stopping them.
            return;
        }
        let Some(mode) = Mode::from_number(pg_sys::AlterTableGetLockLevel(alter.cmds)) else { return };
        let is_partition =
            |command: *mut pg_sys::AlterTableCmd| is_a((*command).def, pg_sys::NodeTag::T_PartitionCmd);
        // ATTACH and DETACH leave the other partitions alone.
        let alone = PgList::<pg_sys::AlterTableCmd>::from_pg(alter.cmds).iter_ptr().any(is_partition);
        one(alter.relation, mode, if alone { Reach::Alone } else { tree(alter.relation) }, needs);
        for command in PgList::<pg_sys::AlterTableCmd>::from_pg(alter.cmds).iter_ptr() {
            use pg_sys::AlterTableType::{AT_DropColumn, AT_DropConstraint};
            let definition = (*command).def;
            let name = own_text((*command).name).unwrap_or_default();
            if is_a(definition, pg_sys::NodeTag::T_PartitionCmd) {
                // ATTACH and DETACH take the partition itself, the default one, and the other ends of foreign keys.
                let partition = &*definition.cast::<pg_sys::PartitionCmd>();
                one(partition.name, Mode::AccessExclusive, Reach::Tree, needs);
                one(alter.relation, Mode::AccessExclusive, Reach::DefaultPartition, needs);
                one(alter.relation, Mode::ShareRowExclusive, Reach::OtherEnds, needs);
            } else if (*command).subtype == AT_DropConstraint {
                one(alter.relation, Mode::AccessExclusive, Reach::ForeignKey(name), needs);
            } else if (*command).subtype == AT_DropColumn {
                one(alter.relation, Mode::AccessExclusive, Reach::ForeignKeysOf(name), needs);
            } else {
                foreign_keys(definition, needs);
            }
        }
    }
}

/// The tables that a column's or table's foreign keys refer to.
unsafe fn foreign_keys(definition: *mut pg_sys::Node, needs: &mut Vec<Need>) {
    // SAFETY: fields of a live tree; each cast is to the struct of the node's tag.
    unsafe {
        if is_a(definition, pg_sys::NodeTag::T_Constraint) {
            let constraint = &*definition.cast::<pg_sys::Constraint>();
            one(constraint.pktable, Mode::ShareRowExclusive, Reach::Alone, needs);
        } else if is_a(definition, pg_sys::NodeTag::T_ColumnDef) {
            let column = &*definition.cast::<pg_sys::ColumnDef>();
            for constraint in PgList::<pg_sys::Node>::from_pg(column.constraints).iter_ptr() {
                foreign_keys(constraint, needs);
            }
        }
    }
}

unsafe fn drop(drop: &pg_sys::DropStmt, needs: &mut Vec<Need>) {
    use pg_sys::ObjectType::*;
    if drop.concurrent {
        return;
    }
    // SAFETY: for these kinds each object is a list of names; a trigger's, rule's or policy's last is its own.
    unsafe {
        for name in PgList::<pg_sys::List>::from_pg(drop.objects).iter_ptr() {
            let need = match drop.removeType {
                OBJECT_TABLE | OBJECT_VIEW | OBJECT_MATVIEW | OBJECT_FOREIGN_TABLE | OBJECT_INDEX => {
                    (dotted(name), Reach::Drop)
                }
                OBJECT_TRIGGER | OBJECT_RULE | OBJECT_POLICY => {
                    let mut parts = PgList::<pg_sys::String>::from_pg(name);
                    let copy = pg_sys::list_copy(parts.as_ptr());
                    parts = PgList::from_pg(copy);
                    parts.pop();
                    (dotted(parts.into_pg()), Reach::Alone)
                }
                _ => return,
            };
            needs.push(Need { relation: need.0, mode: Mode::AccessExclusive, reach: need.1 });
        }
    }
}

unsafe fn rename(rename: &pg_sys::RenameStmt, needs: &mut Vec<Need>) {
    use pg_sys::ObjectType::*;
    let reach = match rename.renameType {
        OBJECT_COLUMN | OBJECT_TABCONSTRAINT => Reach::Tree,
        OBJECT_TABLE | OBJECT_VIEW | OBJECT_MATVIEW | OBJECT_FOREIGN_TABLE | OBJECT_TRIGGER | OBJECT_RULE
        | OBJECT_POLICY => Reach::Alone,
        // An index is renamed under SHARE UPDATE EXCLUSIVE.
        _ => return,
    };
    // SAFETY: a field of a live tree.
    unsafe { one(rename.relation, Mode::AccessExclusive, reach, needs) };
}
