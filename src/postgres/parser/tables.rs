//! Which relations a raw parse tree names.
//!
//! Queries are walked by the server's own tree walker. It does not know utility statements, so those have
//! their relations read from the fields that hold them.

use std::collections::HashSet;
use std::ffi::c_void;

use migrate_core::relation::Relation;
use pgrx::{PgList, is_a, pg_sys};

use super::names::{dotted, relation};
use crate::postgres::compat;

/// The relations that a statement names, each once, in the order in which they stand.
///
/// # Safety
///
/// `node` is a raw parse tree that is not freed yet.
pub unsafe fn tables(node: *mut pg_sys::Node) -> Vec<Relation> {
    use pg_sys::NodeTag::*;
    let mut found = Found::default();
    // SAFETY: each cast is to the struct of the node's tag.
    unsafe {
        match (*node).type_ {
            T_IndexStmt => one((*node.cast::<pg_sys::IndexStmt>()).relation, &mut found),
            T_AlterTableStmt => alter_table(&*node.cast(), &mut found),
            T_CreateStmt => create_table(&*node.cast(), &mut found),
            T_DropStmt => drop_relations(&*node.cast(), &mut found),
            T_RenameStmt => one((*node.cast::<pg_sys::RenameStmt>()).relation, &mut found),
            T_CreateTrigStmt => one((*node.cast::<pg_sys::CreateTrigStmt>()).relation, &mut found),
            T_RuleStmt => one((*node.cast::<pg_sys::RuleStmt>()).relation, &mut found),
            T_CreatePolicyStmt => one((*node.cast::<pg_sys::CreatePolicyStmt>()).table, &mut found),
            T_AlterPolicyStmt => one((*node.cast::<pg_sys::AlterPolicyStmt>()).table, &mut found),
            T_AlterObjectSchemaStmt => {
                one((*node.cast::<pg_sys::AlterObjectSchemaStmt>()).relation, &mut found);
            }
            T_ClusterStmt => one((*node.cast::<pg_sys::ClusterStmt>()).relation, &mut found),
            T_ReindexStmt => one((*node.cast::<pg_sys::ReindexStmt>()).relation, &mut found),
            T_CopyStmt => one((*node.cast::<pg_sys::CopyStmt>()).relation, &mut found),
            T_RefreshMatViewStmt => one((*node.cast::<pg_sys::RefreshMatViewStmt>()).relation, &mut found),
            T_TruncateStmt => many((*node.cast::<pg_sys::TruncateStmt>()).relations, &mut found),
            T_LockStmt => many((*node.cast::<pg_sys::LockStmt>()).relations, &mut found),
            T_VacuumStmt => {
                let vacuum = &*node.cast::<pg_sys::VacuumStmt>();
                for table in PgList::<pg_sys::VacuumRelation>::from_pg(vacuum.rels).iter_ptr() {
                    one((*table).relation, &mut found);
                }
            }
            T_CreateTableAsStmt => {
                let create = &*node.cast::<pg_sys::CreateTableAsStmt>();
                if !create.into.is_null() {
                    one((*create.into).rel, &mut found);
                }
                walk(create.query, &mut found);
            }
            T_ViewStmt => {
                let view = &*node.cast::<pg_sys::ViewStmt>();
                one(view.view, &mut found);
                walk(view.query, &mut found);
            }
            T_CommentStmt => comment(&*node.cast(), &mut found),
            _ => walk(node, &mut found),
        }
    }
    found.in_order
}

/// What is found: each once, in order.
#[derive(Default)]
struct Found {
    in_order: Vec<Relation>,
    all: HashSet<Relation>,
}

fn add(relation: Relation, found: &mut Found) {
    if found.all.insert(relation.clone()) {
        found.in_order.push(relation);
    }
}

unsafe fn one(range: *mut pg_sys::RangeVar, found: &mut Found) {
    // SAFETY: a field of a live tree: NULL or a RangeVar.
    if let Some(relation) = unsafe { (!range.is_null()).then(|| relation(range)) } {
        add(relation, found);
    }
}

unsafe fn many(ranges: *mut pg_sys::List, found: &mut Found) {
    // SAFETY: a field of a live tree: a list of RangeVars.
    unsafe {
        for range in PgList::<pg_sys::RangeVar>::from_pg(ranges).iter_ptr() {
            one(range, found);
        }
    }
}

unsafe fn alter_table(alter: &pg_sys::AlterTableStmt, found: &mut Found) {
    // SAFETY: fields of a live tree; each cast is to the struct of the node's tag.
    unsafe {
        one(alter.relation, found);
        for command in PgList::<pg_sys::AlterTableCmd>::from_pg(alter.cmds).iter_ptr() {
            let definition = (*command).def;
            if is_a(definition, pg_sys::NodeTag::T_Constraint) {
                one((*definition.cast::<pg_sys::Constraint>()).pktable, found);
            } else if is_a(definition, pg_sys::NodeTag::T_PartitionCmd) {
                one((*definition.cast::<pg_sys::PartitionCmd>()).name, found);
            } else if is_a(definition, pg_sys::NodeTag::T_ColumnDef) {
                constraints((*definition.cast::<pg_sys::ColumnDef>()).constraints, found);
            }
        }
    }
}

unsafe fn create_table(create: &pg_sys::CreateStmt, found: &mut Found) {
    // SAFETY: fields of a live tree; each cast is to the struct of the node's tag.
    unsafe {
        one(create.relation, found);
        many(create.inhRelations, found);
        for element in PgList::<pg_sys::Node>::from_pg(create.tableElts).iter_ptr() {
            if is_a(element, pg_sys::NodeTag::T_ColumnDef) {
                constraints((*element.cast::<pg_sys::ColumnDef>()).constraints, found);
            } else if is_a(element, pg_sys::NodeTag::T_Constraint) {
                one((*element.cast::<pg_sys::Constraint>()).pktable, found);
            }
        }
    }
}

unsafe fn constraints(list: *mut pg_sys::List, found: &mut Found) {
    // SAFETY: a field of a live tree: a list of Constraint nodes.
    unsafe {
        for constraint in PgList::<pg_sys::Constraint>::from_pg(list).iter_ptr() {
            one((*constraint).pktable, found);
        }
    }
}

unsafe fn drop_relations(drop: &pg_sys::DropStmt, found: &mut Found) {
    use pg_sys::ObjectType::*;
    if !matches!(
        drop.removeType,
        OBJECT_TABLE | OBJECT_VIEW | OBJECT_MATVIEW | OBJECT_FOREIGN_TABLE | OBJECT_SEQUENCE | OBJECT_INDEX
    ) {
        return;
    }
    // SAFETY: for relations, each object is a list of names.
    unsafe {
        for name in PgList::<pg_sys::List>::from_pg(drop.objects).iter_ptr() {
            add(dotted(name), found);
        }
    }
}

unsafe fn comment(comment: &pg_sys::CommentStmt, found: &mut Found) {
    use pg_sys::ObjectType::*;
    if !matches!(comment.objtype, OBJECT_TABLE | OBJECT_VIEW | OBJECT_MATVIEW | OBJECT_COLUMN) {
        return;
    }
    // SAFETY: for these, the object is a list of names; a column's last one is the column.
    unsafe {
        if !is_a(comment.object, pg_sys::NodeTag::T_List) {
            return;
        }
        let mut name = dotted(comment.object.cast());
        if comment.objtype == OBJECT_COLUMN {
            let mut parts = PgList::<pg_sys::String>::from_pg(comment.object.cast());
            parts.pop();
            name = dotted(parts.into_pg());
        }
        add(name, found);
    }
}

/// Collects the RangeVars of a query, in the order in which they stand.
///
/// A chain of operators or of UNIONs is as deep as it is long, so what is still to be looked at is kept in a list, and
/// the stack stays as it is: whatever the server's parser takes can be walked.
///
/// # Safety
///
/// `node` is NULL or the raw parse tree of a query.
unsafe fn walk(node: *mut pg_sys::Node, found: &mut Found) {
    use pg_sys::NodeTag::*;
    /// After how many nodes the server looks whether it is to stop.
    const BETWEEN_LOOKS: usize = 4096;
    // SAFETY: the node is NULL or live; the server's walker is called with nodes of this tree, and knows only queries:
    // CREATE TABLE AS may hold an EXECUTE. `note` gets the list that it is to fill.
    unsafe {
        if node.is_null()
            || !matches!(
                (*node).type_,
                T_SelectStmt | T_InsertStmt | T_UpdateStmt | T_DeleteStmt | T_MergeStmt
            )
        {
            return;
        }
        let mut waiting = vec![node];
        for number in 1_usize.. {
            let Some(node) = waiting.pop() else { break };
            if number.is_multiple_of(BETWEEN_LOOKS) {
                compat::check_for_interrupts();
            }
            if is_a(node, T_RangeVar) {
                one(node.cast(), found);
                continue;
            }
            let first = waiting.len();
            pg_sys::raw_expression_tree_walker(node, Some(note), (&raw mut waiting).cast());
            waiting[first..].reverse();
        }
    }
}

/// Called by the server for each child of a node. It raises nothing, so it needs no guard, which would take ten times
/// the stack.
unsafe extern "C-unwind" fn note(node: *mut pg_sys::Node, waiting: *mut c_void) -> bool {
    if !node.is_null() {
        // SAFETY: the list of `walk`, which does not touch it while the server's walker runs.
        unsafe { (*waiting.cast::<Vec<*mut pg_sys::Node>>()).push(node) };
    }
    false
}
