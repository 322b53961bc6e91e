//! Statements on tables, but for ALTER TABLE.

use migrate_core::ddl::table::{
    Cluster, CreateTable, CreateTableAs, LockTable, OnCommit, Table, TableElement, TableLike, Truncate,
    Vacuum, VacuumRelation,
};
use migrate_core::lock::Mode;
use pgrx::pg_sys;

use super::alter_table;
use super::constraint::{column, constraint};
use super::expression::query;
use super::name::{object_type, range, ranges, type_name};
use super::node::{is_cascade, members, nodes, strings, text};
use super::partition::{bound, spec};
use super::source::Source;
use super::value::{is_on, options};

/// A statement on tables; none if it is of another family.
///
/// # Safety
///
/// `node` is a statement of a tree that is not freed yet.
pub unsafe fn read(node: *mut pg_sys::Node, at: &Source) -> Option<Table> {
    use pg_sys::NodeTag::*;
    // SAFETY: each cast is to the struct of the node's tag, and each field has what the grammar puts in it.
    unsafe {
        Some(match (*node).type_ {
            T_CreateStmt => Table::Create(Box::new(create(&*node.cast(), at))),
            T_CreateForeignTableStmt => {
                let foreign = &*node.cast::<pg_sys::CreateForeignTableStmt>();
                let create = create(&foreign.base, at);
                let (server, fdw_options) = (text(foreign.servername), options(foreign.options, at));
                Table::CreateForeign(Box::new(CreateTable { server, fdw_options, ..create }))
            }
            T_CreateTableAsStmt => Table::CreateAs(Box::new(create_as(&*node.cast(), at))),
            T_AlterTableStmt => Table::Alter(Box::new(alter_table::read(&*node.cast(), at))),
            T_TruncateStmt => {
                let truncate = &*node.cast::<pg_sys::TruncateStmt>();
                Table::Truncate(Truncate {
                    relations: ranges(truncate.relations, at),
                    restart_identity: truncate.restart_seqs,
                    cascade: is_cascade(truncate.behavior),
                })
            }
            T_LockStmt => {
                let lock = &*node.cast::<pg_sys::LockStmt>();
                Table::Lock(LockTable {
                    relations: ranges(lock.relations, at),
                    mode: Mode::from_number(lock.mode),
                    nowait: lock.nowait,
                })
            }
            T_VacuumStmt => Table::Vacuum(vacuum(&*node.cast(), at)),
            T_ClusterStmt => {
                let cluster = &*node.cast::<pg_sys::ClusterStmt>();
                Table::Cluster(Cluster {
                    relation: range(cluster.relation, at),
                    index: text(cluster.indexname),
                    params: options(cluster.params, at),
                })
            }
            _ => return None,
        })
    }
}

unsafe fn create(create: &pg_sys::CreateStmt, at: &Source) -> CreateTable {
    // SAFETY: a statement of a live tree, each field with what the grammar puts in it.
    unsafe {
        CreateTable {
            relation: range(create.relation, at).unwrap_or_default(),
            elements: nodes(create.tableElts).into_iter().filter_map(|node| element(node, at)).collect(),
            inherits: ranges(create.inhRelations, at),
            partition_bound: bound(create.partbound, at),
            partition_spec: spec(create.partspec, at),
            of_type: type_name(create.ofTypename, at),
            options: options(create.options, at),
            on_commit: on_commit(create.oncommit),
            tablespace: text(create.tablespacename),
            access_method: text(create.accessMethod),
            if_not_exists: create.if_not_exists,
            ..CreateTable::default()
        }
    }
}

unsafe fn element(node: *mut pg_sys::Node, at: &Source) -> Option<TableElement> {
    use pg_sys::NodeTag::*;
    // SAFETY: each cast is to the struct of the node's tag.
    unsafe {
        Some(match (*node).type_ {
            T_ColumnDef => TableElement::Column(Box::new(column(&*node.cast(), at))),
            T_Constraint => TableElement::Constraint(Box::new(constraint(&*node.cast(), None, at))),
            T_TableLikeClause => {
                let like = &*node.cast::<pg_sys::TableLikeClause>();
                TableElement::Like(TableLike {
                    relation: range(like.relation, at).unwrap_or_default(),
                    including: including(like.options),
                })
            }
            _ => return None,
        })
    }
}

fn including(options: pg_sys::bits32) -> Vec<String> {
    use pg_sys::TableLikeOption::*;
    if options == CREATE_TABLE_LIKE_ALL {
        return vec!["ALL".into()];
    }
    let all = [
        (CREATE_TABLE_LIKE_COMMENTS, "COMMENTS"),
        (CREATE_TABLE_LIKE_COMPRESSION, "COMPRESSION"),
        (CREATE_TABLE_LIKE_CONSTRAINTS, "CONSTRAINTS"),
        (CREATE_TABLE_LIKE_DEFAULTS, "DEFAULTS"),
        (CREATE_TABLE_LIKE_GENERATED, "GENERATED"),
        (CREATE_TABLE_LIKE_IDENTITY, "IDENTITY"),
        (CREATE_TABLE_LIKE_INDEXES, "INDEXES"),
        (CREATE_TABLE_LIKE_STATISTICS, "STATISTICS"),
        (CREATE_TABLE_LIKE_STORAGE, "STORAGE"),
    ];
    all.into_iter().filter(|(flag, _)| options & flag != 0).map(|(_, word)| word.to_string()).collect()
}

fn on_commit(action: pg_sys::OnCommitAction::Type) -> OnCommit {
    use pg_sys::OnCommitAction::*;
    match action {
        ONCOMMIT_PRESERVE_ROWS => OnCommit::PreserveRows,
        ONCOMMIT_DELETE_ROWS => OnCommit::DeleteRows,
        ONCOMMIT_DROP => OnCommit::Drop,
        _ => OnCommit::Noop,
    }
}

unsafe fn create_as(create: &pg_sys::CreateTableAsStmt, at: &Source) -> CreateTableAs {
    // SAFETY: a statement of a live tree, each field with what the grammar puts in it.
    unsafe {
        let made = CreateTableAs {
            kind: object_type(create.objtype),
            query: query(create.query),
            if_not_exists: create.if_not_exists,
            ..CreateTableAs::default()
        };
        let Some(into) = create.into.as_ref() else { return made };
        CreateTableAs {
            relation: range(into.rel, at).unwrap_or_default(),
            columns: strings(into.colNames),
            options: options(into.options, at),
            on_commit: on_commit(into.onCommit),
            tablespace: text(into.tableSpaceName),
            access_method: text(into.accessMethod),
            skip_data: into.skipData,
            ..made
        }
    }
}

unsafe fn vacuum(vacuum: &pg_sys::VacuumStmt, at: &Source) -> Vacuum {
    // SAFETY: a statement of a live tree, whose relations are VacuumRelations.
    unsafe {
        let relation = |each: *mut pg_sys::VacuumRelation| VacuumRelation {
            relation: range((*each).relation, at),
            columns: strings((*each).va_cols),
        };
        Vacuum {
            is_vacuum: vacuum.is_vacuumcmd,
            relations: members(vacuum.rels).into_iter().map(relation).collect(),
            full: vacuum.is_vacuumcmd && is_on(vacuum.options, c"full"),
            options: options(vacuum.options, at),
        }
    }
}
