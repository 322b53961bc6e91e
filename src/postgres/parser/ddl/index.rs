//! CREATE INDEX and REINDEX.

use migrate_core::ddl::index::{CreateIndex, Index, IndexElem, Reindex, ReindexKind, SortByDir, SortByNulls};
use pgrx::pg_sys;

use super::expression::expression;
use super::name::range;
use super::node::{members, name, text, word};
use super::source::Source;
use super::value::{is_on, options};

/// A statement on indexes; none if it is of another family.
///
/// # Safety
///
/// `node` is a statement of a tree that is not freed yet.
pub unsafe fn read(node: *mut pg_sys::Node, at: &Source) -> Option<Index> {
    use pg_sys::NodeTag::*;
    // SAFETY: each cast is to the struct of the node's tag.
    unsafe {
        Some(match (*node).type_ {
            T_IndexStmt => Index::Create(Box::new(create(&*node.cast(), at))),
            T_ReindexStmt => Index::Reindex(reindex(&*node.cast(), at)),
            _ => return None,
        })
    }
}

unsafe fn create(create: &pg_sys::IndexStmt, at: &Source) -> CreateIndex {
    // SAFETY: a statement of a live tree, each field with what the grammar puts in it.
    unsafe {
        let relation = range(create.relation, at).unwrap_or_default();
        // What stands in parentheses behind the table is the list of columns.
        let floor = relation.place.and_then(|place| at.open(place)).map_or(0, |open| open + 1);
        let elements = |list: *mut pg_sys::List| {
            let element = |each: *mut pg_sys::IndexElem| element(&*each, floor, at);
            members(list).into_iter().map(element).collect()
        };
        CreateIndex {
            name: text(create.idxname),
            access_method: word(create.accessMethod),
            tablespace: text(create.tableSpace),
            params: elements(create.indexParams),
            including: elements(create.indexIncludingParams),
            options: options(create.options, at),
            predicate: expression(create.whereClause, at, |first| at.entry(first, 0, None, &[])),
            unique: create.unique,
            nulls_not_distinct: create.nulls_not_distinct,
            concurrent: create.concurrent,
            if_not_exists: create.if_not_exists,
            relation,
        }
    }
}

/// A column or expression, whose own parentheses begin at `floor` or behind it.
///
/// # Safety
///
/// The struct is a part of a tree that is not freed yet.
pub unsafe fn element(element: &pg_sys::IndexElem, floor: u32, at: &Source) -> IndexElem {
    use pg_sys::{SortByDir as Dir, SortByNulls as Nulls};
    // SAFETY: as the caller says.
    unsafe {
        IndexElem {
            name: text(element.name),
            expression: expression(element.expr, at, |first| at.element(first, floor)),
            collation: name(element.collation),
            opclass: name(element.opclass),
            opclass_options: options(element.opclassopts, at),
            ordering: match element.ordering {
                Dir::SORTBY_ASC => SortByDir::Asc,
                Dir::SORTBY_DESC => SortByDir::Desc,
                Dir::SORTBY_USING => SortByDir::Using,
                _ => SortByDir::Default,
            },
            nulls_ordering: match element.nulls_ordering {
                Nulls::SORTBY_NULLS_FIRST => SortByNulls::First,
                Nulls::SORTBY_NULLS_LAST => SortByNulls::Last,
                _ => SortByNulls::Default,
            },
        }
    }
}

unsafe fn reindex(reindex: &pg_sys::ReindexStmt, at: &Source) -> Reindex {
    use pg_sys::ReindexObjectType::*;
    // SAFETY: a statement of a live tree.
    unsafe {
        Reindex {
            kind: match reindex.kind {
                REINDEX_OBJECT_TABLE => ReindexKind::Table,
                REINDEX_OBJECT_SCHEMA => ReindexKind::Schema,
                REINDEX_OBJECT_SYSTEM => ReindexKind::System,
                REINDEX_OBJECT_DATABASE => ReindexKind::Database,
                _ => ReindexKind::Index,
            },
            relation: range(reindex.relation, at),
            name: text(reindex.name),
            params: options(reindex.params, at),
            concurrent: is_on(reindex.params, c"concurrently"),
        }
    }
}
