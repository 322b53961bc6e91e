//! Statements on tables, indexes, views and sequences.

use pgrx::{PgList, pg_sys};

use super::super::ddl::node::{as_a, members, nodes, word};
use super::expression::{list, type_name, walk};
use super::lead::{Ask, Done, Name, made, names, range, ranges};

/// Whether the statement is one of these.
///
/// # Safety
///
/// A statement of a tree that is not freed yet.
pub(super) unsafe fn redirect(node: *mut pg_sys::Node, ask: &mut Ask) -> Result<bool, String> {
    use pg_sys::NodeTag::*;
    // SAFETY: as the caller says; each cast is to the struct of the node's tag.
    unsafe {
        match (*node).type_ {
            T_CreateStmt => create(node.cast(), ask)?,
            T_AlterTableStmt => alter(node.cast(), ask)?,
            T_IndexStmt => {
                let index: *mut pg_sys::IndexStmt = node.cast();
                (*index).concurrent = false;
                range((*index).relation, ask)?;
                list((*index).indexParams, ask)?;
                walk((*index).whereClause, ask)?;
            }
            T_ViewStmt => {
                let view: *mut pg_sys::ViewStmt = node.cast();
                made((*view).view, ask)?;
                walk((*view).query, ask)?;
            }
            T_CreateTableAsStmt => {
                let create: *mut pg_sys::CreateTableAsStmt = node.cast();
                if (*(*create).query).type_ != T_SelectStmt {
                    return Err("its rows come from a prepared statement".into());
                }
                into((*create).into, ask)?;
                walk((*create).query, ask)?;
            }
            T_SelectStmt => {
                let select: *mut pg_sys::SelectStmt = node.cast();
                let clause = (*select).intoClause;
                into(clause, ask)?;
                // The server's walker would take what is made for what is read.
                (*select).intoClause = std::ptr::null_mut();
                let walked = walk(node, ask);
                (*select).intoClause = clause;
                walked?;
            }
            T_RefreshMatViewStmt => return Err("it runs the view's query".into()),
            T_CreateSeqStmt => {
                let create: *mut pg_sys::CreateSeqStmt = node.cast();
                made((*create).sequence, ask)?;
                options((*create).options, ask)?;
            }
            T_AlterSeqStmt => {
                let alter: *mut pg_sys::AlterSeqStmt = node.cast();
                range((*alter).sequence, ask)?;
                options((*alter).options, ask)?;
            }
            T_TruncateStmt => ranges((*node.cast::<pg_sys::TruncateStmt>()).relations, ask)?,
            T_LockStmt => ranges((*node.cast::<pg_sys::LockStmt>()).relations, ask)?,
            T_ClusterStmt => {
                let cluster: *mut pg_sys::ClusterStmt = node.cast();
                if (*cluster).relation.is_null() {
                    return Err("it names no table".into());
                }
                range((*cluster).relation, ask)?;
            }
            T_VacuumStmt => {
                let vacuum: *mut pg_sys::VacuumStmt = node.cast();
                if (*vacuum).is_vacuumcmd {
                    return Err("VACUUM cannot run inside a transaction".into());
                }
                if (*vacuum).rels.is_null() {
                    return Err("it names no table".into());
                }
                for relation in members::<pg_sys::VacuumRelation>((*vacuum).rels) {
                    range((*relation).relation, ask)?;
                }
            }
            T_ReindexStmt => {
                let reindex: *mut pg_sys::ReindexStmt = node.cast();
                if (*reindex).relation.is_null() {
                    return Err("it names no table or index".into());
                }
                range((*reindex).relation, ask)?;
                (*reindex).params = without_concurrently((*reindex).params);
            }
            _ => return Ok(false),
        }
        Ok(true)
    }
}

unsafe fn without_concurrently(params: *mut pg_sys::List) -> *mut pg_sys::List {
    // SAFETY: NIL or a list of options of the tree.
    unsafe {
        let mut kept = PgList::<pg_sys::DefElem>::new();
        members::<pg_sys::DefElem>(params)
            .into_iter()
            .filter(|option| word((**option).defname) != "concurrently")
            .for_each(|option| kept.push(option));
        kept.into_pg()
    }
}

/// What a query's rows go into: the table is made, and stays empty.
unsafe fn into(into: *mut pg_sys::IntoClause, ask: &mut Ask) -> Done {
    // SAFETY: an IntoClause of the tree.
    unsafe {
        (*into).skipData = true;
        (*into).onCommit = pg_sys::OnCommitAction::ONCOMMIT_NOOP;
        made((*into).rel, ask)
    }
}

unsafe fn create(create: *mut pg_sys::CreateStmt, ask: &mut Ask) -> Done {
    // SAFETY: a CREATE TABLE of the tree.
    unsafe {
        made((*create).relation, ask)?;
        (*create).oncommit = pg_sys::OnCommitAction::ONCOMMIT_NOOP;
        ranges((*create).inhRelations, ask)?;
        type_name((*create).ofTypename, ask)?;
        bound((*create).partbound, ask)?;
        if let Some(spec) = (*create).partspec.as_ref() {
            for key in members::<pg_sys::PartitionElem>(spec.partParams) {
                walk((*key).expr, ask)?;
            }
        }
        for element in nodes((*create).tableElts) {
            match (*element).type_ {
                pg_sys::NodeTag::T_ColumnDef => column(element.cast(), ask)?,
                pg_sys::NodeTag::T_Constraint => constraint(element.cast(), ask)?,
                pg_sys::NodeTag::T_TableLikeClause => {
                    range((*element.cast::<pg_sys::TableLikeClause>()).relation, ask)?;
                }
                _ => return Err("it has an element that is not known".into()),
            }
        }
        members::<pg_sys::Constraint>((*create).constraints)
            .into_iter()
            .try_for_each(|one| constraint(one, ask))
    }
}

unsafe fn bound(bound: *mut pg_sys::PartitionBoundSpec, ask: &mut Ask) -> Done {
    // SAFETY: NULL or the bound of a partition in the tree; its parts are expressions.
    unsafe {
        let Some(bound) = bound.as_ref() else { return Ok(()) };
        list(bound.listdatums, ask)?;
        list(bound.lowerdatums, ask)?;
        list(bound.upperdatums, ask)
    }
}

/// A column that is made, or a new type for one.
pub(super) unsafe fn column(column: *mut pg_sys::ColumnDef, ask: &mut Ask) -> Done {
    // SAFETY: a column of the tree.
    unsafe {
        type_name((*column).typeName, ask)?;
        walk((*column).raw_default, ask)?;
        members::<pg_sys::Constraint>((*column).constraints)
            .into_iter()
            .try_for_each(|one| constraint(one, ask))
    }
}

pub(super) unsafe fn constraint(constraint: *mut pg_sys::Constraint, ask: &mut Ask) -> Done {
    // SAFETY: a constraint of the tree. Of an exclusion each entry is an element of an index and an operator.
    unsafe {
        walk((*constraint).raw_expr, ask)?;
        walk((*constraint).where_clause, ask)?;
        range((*constraint).pktable, ask)?;
        for exclusion in members::<pg_sys::List>((*constraint).exclusions) {
            if let Some(element) = nodes(exclusion).first() {
                walk(*element, ask)?;
            }
        }
        options((*constraint).options, ask)
    }
}

/// Options of a sequence.
unsafe fn options(options: *mut pg_sys::List, ask: &mut Ask) -> Done {
    // SAFETY: NIL or a list of options of the tree; each cast is to the struct of the tag.
    unsafe {
        for option in members::<pg_sys::DefElem>(options) {
            let Some(mut name) = as_a::<pg_sys::List>((*option).arg) else { continue };
            match word((*option).defname).as_str() {
                // OWNED BY NONE has one part.
                "owned_by" if nodes(name).len() > 1 => {
                    names(&mut name, 1, ask, |schema, name| Name::Relation(schema, name))?;
                }
                "sequence_name" => names(&mut name, 0, ask, |schema, name| Name::Made(schema, name))?,
                _ => continue,
            }
            (*option).arg = name.cast();
        }
        Ok(())
    }
}

unsafe fn alter(alter: *mut pg_sys::AlterTableStmt, ask: &mut Ask) -> Done {
    use pg_sys::NodeTag::*;
    // SAFETY: an ALTER TABLE of the tree; each cast is to the struct of the tag.
    unsafe {
        if (*alter).objtype == pg_sys::ObjectType::OBJECT_FOREIGN_TABLE {
            return Err("foreign tables are not tried".into());
        }
        range((*alter).relation, ask)?;
        for command in members::<pg_sys::AlterTableCmd>((*alter).cmds) {
            let definition = (*command).def;
            if definition.is_null() {
                continue;
            }
            match (*definition).type_ {
                T_ColumnDef => column(definition.cast(), ask)?,
                T_Constraint => constraint(definition.cast(), ask)?,
                T_RangeVar => range(definition.cast(), ask)?,
                T_TypeName => type_name(definition.cast(), ask)?,
                T_PartitionCmd => {
                    let partition: *mut pg_sys::PartitionCmd = definition.cast();
                    (*partition).concurrent = false;
                    range((*partition).name, ask)?;
                    bound((*partition).bound, ask)?;
                }
                T_List | T_DefElem | T_String | T_Integer | T_Float | T_RoleSpec | T_ReplicaIdentityStmt => {}
                _ => walk(definition, ask)?,
            }
        }
        Ok(())
    }
}
