//! Statements on rows.

use migrate_core::ddl::dml::{
    Assignment, Copy, Delete, Dml, Field, Insert, InsertSource, Merge, OnConflict, OnlyCall, Select, Sort,
    Target, Update,
};
use migrate_core::ddl::expression::{Clause, Form};
use pgrx::{is_a, pg_sys};

use super::expression::{expression, form, query};
use super::name::range;
use super::node::{members, nodes, strings, text, word};
use super::routine::call;
use super::source::Source;
use super::value::options;
use crate::postgres::compat;

/// A statement on rows; none if it is of another family.
///
/// # Safety
///
/// `node` is a statement of a tree that is not freed yet.
pub unsafe fn read(node: *mut pg_sys::Node, at: &Source) -> Option<Dml> {
    use pg_sys::NodeTag::*;
    // SAFETY: each cast is to the struct of the node's tag, and each field has what the grammar puts in it.
    unsafe {
        Some(match (*node).type_ {
            T_InsertStmt => Dml::Insert(Box::new(insert(node, at))),
            T_SelectStmt => Dml::Select(Box::new(select(node, at))),
            T_UpdateStmt => Dml::Update(Box::new(update(node, at))),
            T_DeleteStmt => {
                let delete = &*node.cast::<pg_sys::DeleteStmt>();
                Dml::Delete(Box::new(Delete {
                    relation: range(delete.relation, at).unwrap_or_default(),
                    has_using: !delete.usingClause.is_null(),
                    has_where: !delete.whereClause.is_null(),
                    returning: compat::delete_returns_rows(delete),
                    query: query(node),
                }))
            }
            T_MergeStmt => {
                let merge = &*node.cast::<pg_sys::MergeStmt>();
                let relation = range(merge.relation, at).unwrap_or_default();
                Dml::Merge(Box::new(Merge { relation, query: query(node) }))
            }
            T_CopyStmt => {
                let copy = &*node.cast::<pg_sys::CopyStmt>();
                Dml::Copy(Box::new(Copy {
                    relation: range(copy.relation, at),
                    query: (!copy.query.is_null()).then(|| query(copy.query)),
                    columns: strings(copy.attlist),
                    is_from: copy.is_from,
                    is_program: copy.is_program,
                    filename: text(copy.filename),
                    options: options(copy.options, at),
                    has_where: !copy.whereClause.is_null(),
                }))
            }
            _ => return None,
        })
    }
}

/// # Safety
///
/// `node` is an InsertStmt of a tree that is not freed yet.
unsafe fn insert(node: *mut pg_sys::Node, at: &Source) -> Insert {
    // SAFETY: as the caller says; each cast is to the struct of the node's tag.
    unsafe {
        let insert = &*node.cast::<pg_sys::InsertStmt>();
        let column = |target: *mut pg_sys::ResTarget| word((*target).name);
        // A VALUES behind INSERT is a SELECT to the grammar.
        let select = insert.selectStmt.cast::<pg_sys::SelectStmt>();
        let values = select.as_ref().map_or(std::ptr::null_mut(), |select| select.valuesLists);
        let source = match (insert.selectStmt.is_null(), values.is_null()) {
            (true, _) => InsertSource::Default,
            (false, true) => InsertSource::Select,
            (false, false) => InsertSource::Values,
        };
        let conflict = insert.onConflictClause.as_ref().map(|conflict| match conflict.action {
            pg_sys::OnConflictAction::ONCONFLICT_UPDATE => OnConflict::Update,
            _ => OnConflict::Nothing,
        });
        Insert {
            relation: range(insert.relation, at).unwrap_or_default(),
            columns: members(insert.cols).into_iter().map(column).collect(),
            source,
            rows: values.as_ref().and_then(|values| u32::try_from(values.length).ok()),
            on_conflict: conflict,
            returning: compat::insert_returns_rows(insert),
            query: query(node),
        }
    }
}

/// # Safety
///
/// `node` is an UpdateStmt of a tree that is not freed yet.
unsafe fn update(node: *mut pg_sys::Node, at: &Source) -> Update {
    // SAFETY: as the caller says; the members of SET are ResTargets.
    unsafe {
        let update = &*node.cast::<pg_sys::UpdateStmt>();
        let targets = members::<pg_sys::ResTarget>(update.targetList);
        // An expression ends before the next column, if not at a comma or a word.
        let assignment = |target: *mut pg_sys::ResTarget| {
            let target = &*target;
            let is_multiple = is_a(target.val, pg_sys::NodeTag::T_MultiAssignRef);
            let place = at.place(target.location);
            let ends = ["from", "where", "returning"];
            let value = if is_multiple { std::ptr::null_mut() } else { target.val };
            Assignment {
                column: word(target.name),
                has_indirection: !target.indirection.is_null(),
                is_multiple,
                value: expression(value, at, |first| at.entry(first, place.unwrap_or(0), None, &ends)),
                place,
            }
        };
        Update {
            relation: range(update.relation, at).unwrap_or_default(),
            set: targets.into_iter().map(assignment).collect(),
            has_from: !update.fromClause.is_null(),
            has_where: !update.whereClause.is_null(),
            returning: compat::returns_rows(update),
            query: query(node),
        }
    }
}

/// # Safety
///
/// `node` is a SelectStmt of a tree that is not freed yet.
unsafe fn select(node: *mut pg_sys::Node, at: &Source) -> Select {
    // SAFETY: as the caller says; columns are ResTargets, and entries of ORDER BY SortBys.
    unsafe {
        let select = &*node.cast::<pg_sys::SelectStmt>();
        let target = |target: *mut pg_sys::ResTarget| Target {
            name: text((*target).name),
            form: if (*target).indirection.is_null() { form((*target).val) } else { Form::Other },
        };
        let sort =
            |sort: *mut pg_sys::SortBy| Sort { form: form((*sort).node), using: !(*sort).useOp.is_null() };
        Select {
            query: query(node),
            clauses: clauses(select),
            into: select.intoClause.as_ref().and_then(|into| range(into.rel, at)),
            targets: members(select.targetList).into_iter().map(target).collect(),
            sorts: members(select.sortClause).into_iter().map(sort).collect(),
            only_call: only(select, at).map(Box::new),
        }
    }
}

fn clauses(select: &pg_sys::SelectStmt) -> Vec<Clause> {
    let all = [
        (!select.withClause.is_null(), Clause::With),
        (!select.distinctClause.is_null(), Clause::Distinct),
        (!select.intoClause.is_null(), Clause::Into),
        (!select.fromClause.is_null(), Clause::From),
        (!select.whereClause.is_null(), Clause::Where),
        (!select.groupClause.is_null(), Clause::Group),
        (!select.havingClause.is_null(), Clause::Having),
        (!select.windowClause.is_null(), Clause::Window),
        (!select.valuesLists.is_null(), Clause::Values),
        (!select.sortClause.is_null(), Clause::Sort),
        (!select.limitOffset.is_null(), Clause::Offset),
        (!select.limitCount.is_null(), Clause::Limit),
        (!select.lockingClause.is_null(), Clause::Locking),
        (select.op != pg_sys::SetOperation::SETOP_NONE, Clause::SetOperation),
    ];
    all.into_iter().filter(|(is_there, _)| *is_there).map(|(_, clause)| clause).collect()
}

unsafe fn only(select: &pg_sys::SelectStmt, at: &Source) -> Option<OnlyCall> {
    use pg_sys::NodeTag::*;
    // SAFETY: a SELECT of a live tree; each cast is to the struct of the node's tag. A row source has lists of a call and the
    // definitions of its columns.
    unsafe {
        let found = only_call_of(select)?;
        let sources = nodes(select.fromClause);
        let Some(source) = sources.first() else {
            let value = (*members::<pg_sys::ResTarget>(select.targetList).into_iter().next()?).val;
            let fields = if is_a(value, T_A_Indirection) {
                nodes((*value.cast::<pg_sys::A_Indirection>()).indirection)
            } else {
                vec![]
            };
            let fields = fields.into_iter().map(|field| match (*field).type_ {
                T_A_Star => Field::Star,
                T_String => Field::Name,
                _ => Field::Subscript,
            });
            let fields = fields.collect();
            return Some(OnlyCall { call: call(&*found, at), fields, ..OnlyCall::default() });
        };
        let source = &*source.cast::<pg_sys::RangeFunction>();
        let defines = |function: *mut pg_sys::List| {
            nodes(function).get(1).is_some_and(|definitions| !definitions.is_null())
        };
        let has_definitions =
            !source.coldeflist.is_null() || members(source.functions).into_iter().any(defines);
        Some(OnlyCall { call: call(&*found, at), is_source: true, has_definitions, ..OnlyCall::default() })
    }
}

/// The call that is a SELECT's only column or only row source: the node that [`OnlyCall`] tells of.
///
/// # Safety
///
/// `node` is a statement of a tree that is not freed yet.
pub unsafe fn only_call(node: *mut pg_sys::Node) -> Option<*mut pg_sys::FuncCall> {
    // SAFETY: as the caller says; the cast is to the struct of the node's tag.
    unsafe {
        is_a(node, pg_sys::NodeTag::T_SelectStmt)
            .then(|| only_call_of(&*node.cast::<pg_sys::SelectStmt>()))
            .flatten()
    }
}

unsafe fn only_call_of(select: &pg_sys::SelectStmt) -> Option<*mut pg_sys::FuncCall> {
    use pg_sys::NodeTag::*;
    // SAFETY: a SELECT of a live tree; each cast is to the struct of the node's tag. Each function of a row source is a list
    // of the call and the definitions of its columns.
    unsafe {
        let sources = nodes(select.fromClause);
        let call = if let Some(source) = sources.first() {
            if sources.len() > 1 || !is_a(*source, T_RangeFunction) {
                return None;
            }
            let functions = members::<pg_sys::List>((*source.cast::<pg_sys::RangeFunction>()).functions);
            let [function] = functions.as_slice() else { return None };
            *nodes(*function).first()?
        } else {
            let columns = members::<pg_sys::ResTarget>(select.targetList);
            let [column] = columns.as_slice() else { return None };
            let value = (**column).val;
            // (f(…)).*
            let is_field = is_a(value, T_A_Indirection);
            if is_field { (*value.cast::<pg_sys::A_Indirection>()).arg } else { value }
        };
        // What else may be there is no call: `SELECT 1`.
        is_a(call, T_FuncCall).then(|| call.cast())
    }
}
