//! Expressions and queries: what they name, without their trees.
//!
//! A chain of operators or of UNIONs is as deep as it is long, so what is still to be looked at is kept in a list, and
//! the stack stays as it is: whatever the server's parser takes can be read. Which children a node has is the server's
//! to say.

use std::collections::HashSet;
use std::ffi::c_void;
use std::hash::Hash;

use migrate_core::ddl::expression::{Expression, Form, Query, QueryKind, Span};
use migrate_core::ddl::name::Name;
use migrate_core::ddl::value::Constant;
use migrate_core::relation::Relation;
use pgrx::{is_a, pg_sys};

use super::constant::{cast_constant, constant};
use super::node::{members, nodes, strings, text, word};
use super::source::Source;
use crate::postgres::compat;

/// What is found: each once, in order.
struct Each<T> {
    in_order: Vec<T>,
    /// The same, once there are many of them.
    all: HashSet<T>,
}

impl<T> Default for Each<T> {
    fn default() -> Self {
        Each { in_order: Vec::new(), all: HashSet::new() }
    }
}

impl<T: Clone + Eq + Hash> Each<T> {
    fn add(&mut self, found: T) {
        /// Most statements name no more than these, and there may be a million of them.
        const FEW: usize = 8;
        let is_new = if self.in_order.len() < FEW {
            !self.in_order.contains(&found)
        } else {
            if self.all.is_empty() {
                self.all.extend(self.in_order.iter().cloned());
            }
            self.all.insert(found.clone())
        };
        if is_new {
            self.in_order.push(found);
        }
    }
}

/// Calls `look` with each node of an expression or query, from the first to the last.
///
/// # Safety
///
/// `node` is NULL, or an expression or query of a tree that is not freed yet.
pub(in crate::postgres::parser) unsafe fn walk(
    node: *mut pg_sys::Node,
    mut look: impl FnMut(*mut pg_sys::Node),
) {
    /// After how many nodes the server looks whether it is to stop.
    const BETWEEN_LOOKS: usize = 4096;
    let mut waiting = if node.is_null() { vec![] } else { vec![node] };
    for number in 1_usize.. {
        let Some(node) = waiting.pop() else { break };
        if number.is_multiple_of(BETWEEN_LOOKS) {
            compat::check_for_interrupts();
        }
        look(node);
        let first = waiting.len();
        // SAFETY: the node is live; `note` gets the list that it is to fill. A RangeVar has only an alias below it.
        unsafe {
            if !is_a(node, pg_sys::NodeTag::T_RangeVar) {
                pg_sys::raw_expression_tree_walker(node, Some(note), (&raw mut waiting).cast());
            }
        }
        waiting[first..].reverse();
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

/// What a query names; nothing of what is no SELECT, INSERT, UPDATE, DELETE or MERGE: a CREATE TABLE AS may have an
/// EXECUTE for its query, which the server's walker does not know.
///
/// # Safety
///
/// `node` is NULL or the query of a tree that is not freed yet.
pub unsafe fn query(node: *mut pg_sys::Node) -> Query {
    use pg_sys::NodeTag::*;
    let (mut relations, mut functions) = (Each::default(), Each::default());
    // SAFETY: as the caller says; each cast is to the struct of the node's tag.
    unsafe {
        let kind = query_kind(node);
        if kind == QueryKind::Other {
            return Query { kind, ..Query::default() };
        }
        walk(node, |node| match (*node).type_ {
            T_RangeVar => relations.add(relation(node.cast())),
            T_FuncCall => functions.add(strings((*node.cast::<pg_sys::FuncCall>()).funcname)),
            _ => {}
        });
        Query {
            kind,
            relations: relations.in_order,
            functions: functions.in_order,
            with_writes: has_writing_with(node),
        }
    }
}

unsafe fn relation(range: *const pg_sys::RangeVar) -> Relation {
    // SAFETY: a RangeVar of a live tree.
    unsafe { Relation { schema: text((*range).schemaname), name: word((*range).relname) } }
}

unsafe fn query_kind(node: *mut pg_sys::Node) -> QueryKind {
    use pg_sys::NodeTag::*;
    // SAFETY: NULL or a node of a live tree.
    match unsafe { node.as_ref() }.map(|node| node.type_) {
        Some(T_SelectStmt) => QueryKind::Select,
        Some(T_InsertStmt) => QueryKind::Insert,
        Some(T_UpdateStmt) => QueryKind::Update,
        Some(T_DeleteStmt) => QueryKind::Delete,
        Some(T_MergeStmt) => QueryKind::Merge,
        _ => QueryKind::Other,
    }
}

/// Whether the WITH of a query has something else than SELECTs.
unsafe fn has_writing_with(node: *mut pg_sys::Node) -> bool {
    use pg_sys::NodeTag::*;
    // SAFETY: a query of a live tree; each cast is to the struct of the node's tag, and a WITH has CommonTableExprs.
    unsafe {
        let with = match (*node).type_ {
            T_SelectStmt => (*node.cast::<pg_sys::SelectStmt>()).withClause,
            T_InsertStmt => (*node.cast::<pg_sys::InsertStmt>()).withClause,
            T_UpdateStmt => (*node.cast::<pg_sys::UpdateStmt>()).withClause,
            T_DeleteStmt => (*node.cast::<pg_sys::DeleteStmt>()).withClause,
            T_MergeStmt => (*node.cast::<pg_sys::MergeStmt>()).withClause,
            _ => return false,
        };
        with.as_ref().is_some_and(|with| {
            members::<pg_sys::CommonTableExpr>(with.ctes)
                .into_iter()
                .any(|each| !is_a((*each).ctequery, T_SelectStmt))
        })
    }
}

/// What an expression is as a whole.
///
/// # Safety
///
/// `node` is NULL or an expression of a tree that is not freed yet.
pub unsafe fn form(node: *mut pg_sys::Node) -> Form {
    use pg_sys::NodeTag::*;
    // SAFETY: as the caller says.
    match unsafe { node.as_ref() }.map(|node| node.type_) {
        Some(T_A_Const) => Form::Constant,
        Some(T_ColumnRef) => Form::Column,
        Some(T_FuncCall) => Form::Call,
        Some(T_A_Indirection) => Form::Field,
        Some(T_TypeCast) => Form::Cast,
        Some(T_SetToDefault) => Form::Default,
        Some(T_SubLink) => Form::Query,
        _ => Form::Other,
    }
}

/// An expression; `span` finds its text from where its first node stands.
///
/// # Safety
///
/// `node` is NULL or an expression of a tree that is not freed yet.
pub unsafe fn expression(
    node: *mut pg_sys::Node,
    at: &Source,
    span: impl FnOnce(u32) -> Option<Span>,
) -> Option<Expression> {
    use pg_sys::NodeTag::*;
    let (mut columns, mut functions, mut types, mut operators) =
        (Each::<Name>::default(), Each::<Name>::default(), Each::<Name>::default(), Each::<Name>::default());
    let (mut constants, mut relations) = (Each::<Constant>::default(), Each::default());
    let (mut has_query, mut first) = (false, None::<u32>);
    if node.is_null() {
        return None;
    }
    // SAFETY: as the caller says; each cast is to the struct of the node's tag.
    unsafe {
        walk(node, |node| {
            match (*node).type_ {
                T_ColumnRef => columns.add(column(node.cast())),
                T_FuncCall => functions.add(strings((*node.cast::<pg_sys::FuncCall>()).funcname)),
                T_TypeName => types.add(strings((*node.cast::<pg_sys::TypeName>()).names)),
                T_A_Expr => operators.add(strings((*node.cast::<pg_sys::A_Expr>()).name)),
                T_A_Const => {
                    if let Some(found) = constant(node) {
                        constants.add(found);
                    }
                }
                T_RangeVar => relations.add(relation(node.cast())),
                T_SelectStmt => has_query = true,
                _ => {}
            }
            if let Some(place) = location(node).and_then(|location| at.place(location)) {
                first = Some(first.map_or(place, |first| first.min(place)));
            }
        });
        Some(Expression {
            span: first.and_then(span),
            form: form(node),
            constant: cast_constant(node),
            columns: columns.in_order,
            not_null: not_null(node),
            functions: functions.in_order,
            constants: constants.in_order,
            types: types.in_order,
            operators: operators.in_order,
            relations: relations.in_order,
            has_query,
        })
    }
}

/// A column's name; `*` for all.
unsafe fn column(of: *const pg_sys::ColumnRef) -> Name {
    // SAFETY: a ColumnRef of a live tree, whose fields are Strings or a star.
    unsafe {
        let fields = nodes((*of).fields);
        let has_star = fields.last().is_some_and(|last| is_a(*last, pg_sys::NodeTag::T_A_Star));
        strings((*of).fields).into_iter().chain(has_star.then(|| "*".to_string())).collect()
    }
}

/// The columns of which a condition, or each of those that it joins with AND, says that they are not NULL.
unsafe fn not_null(node: *mut pg_sys::Node) -> Vec<Name> {
    use pg_sys::NodeTag::*;
    let mut found = Vec::new();
    let mut waiting = vec![node];
    // SAFETY: conditions of a live tree; each cast is to the struct of the node's tag.
    unsafe {
        while let Some(node) = waiting.pop() {
            if is_a(node, T_BoolExpr) {
                let joined = &*node.cast::<pg_sys::BoolExpr>();
                if joined.boolop == pg_sys::BoolExprType::AND_EXPR {
                    waiting.extend(nodes(joined.args).into_iter().rev());
                }
            } else if is_a(node, T_NullTest) {
                let test = &*node.cast::<pg_sys::NullTest>();
                let is_column = is_a(test.arg.cast(), T_ColumnRef);
                if test.nulltesttype == pg_sys::NullTestType::IS_NOT_NULL && is_column {
                    found.push(column(test.arg.cast()));
                }
            }
        }
    }
    found
}

/// Where a node of an expression stands; none for those that keep no place.
unsafe fn location(node: *mut pg_sys::Node) -> Option<std::ffi::c_int> {
    use pg_sys::NodeTag::*;
    macro_rules! of {
        ($node:ident) => {
            // SAFETY: the caller's match has looked at the tag.
            Some(unsafe { (*node.cast::<pg_sys::$node>()).location })
        };
    }
    // SAFETY: a node of a live tree.
    match unsafe { (*node).type_ } {
        T_A_Expr => of!(A_Expr),
        T_ColumnRef => of!(ColumnRef),
        T_ParamRef => of!(ParamRef),
        T_A_Const => of!(A_Const),
        T_FuncCall => of!(FuncCall),
        T_TypeCast => of!(TypeCast),
        T_TypeName => of!(TypeName),
        T_CollateClause => of!(CollateClause),
        T_BoolExpr => of!(BoolExpr),
        T_SubLink => of!(SubLink),
        T_CaseExpr => of!(CaseExpr),
        T_CoalesceExpr => of!(CoalesceExpr),
        T_MinMaxExpr => of!(MinMaxExpr),
        T_NullTest => of!(NullTest),
        T_BooleanTest => of!(BooleanTest),
        T_A_ArrayExpr => of!(A_ArrayExpr),
        T_RowExpr => of!(RowExpr),
        T_SQLValueFunction => of!(SQLValueFunction),
        T_XmlExpr => of!(XmlExpr),
        T_XmlSerialize => of!(XmlSerialize),
        T_GroupingFunc => of!(GroupingFunc),
        T_SetToDefault => of!(SetToDefault),
        T_NamedArgExpr => of!(NamedArgExpr),
        _ => None,
    }
}
