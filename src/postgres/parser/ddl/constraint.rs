//! Columns and constraints.

use std::ffi::c_char;

use migrate_core::ddl::column::ColumnDef;
use migrate_core::ddl::constraint::{
    Constraint, ConstraintKind, Exclusion, ForeignKeyAction, ForeignKeyMatch, GeneratedWhen, References,
};
use migrate_core::ddl::expression::Expression;
use migrate_core::ddl::name::Name;
use pgrx::pg_sys;

use super::expression::expression;
use super::index::element;
use super::name::{range, type_name};
use super::node::{as_a, members, name, nodes, strings, text, word};
use super::source::Source;
use super::value::options;
use crate::postgres::compat;

/// A column's definition.
///
/// # Safety
///
/// The struct is a part of a tree that is not freed yet.
pub unsafe fn column(column: &pg_sys::ColumnDef, at: &Source) -> ColumnDef {
    // SAFETY: as the caller says; what stands behind a column is a list of Constraints.
    unsafe {
        ColumnDef {
            name: word(column.colname),
            type_name: type_name(column.typeName, at),
            compression: text(column.compression),
            storage: compat::storage(column).and_then(|storage| text(storage)),
            collation: collation(column.collClause),
            constraints: constraints(column.constraints, column.collClause, at),
            fdw_options: options(column.fdwoptions, at),
            place: at.place(column.location),
        }
    }
}

/// COLLATE.
///
/// # Safety
///
/// `clause` is NULL or a CollateClause of a tree that is not freed yet.
pub unsafe fn collation(clause: *const pg_sys::CollateClause) -> Option<Name> {
    // SAFETY: as the caller says.
    unsafe { clause.as_ref().map(|clause| strings(clause.collname)) }
}

/// What stands behind a column or a domain, where one ends with the next.
///
/// # Safety
///
/// A list of Constraints and NULL or a CollateClause, of a tree that is not freed yet.
pub unsafe fn constraints(
    list: *mut pg_sys::List,
    collation: *const pg_sys::CollateClause,
    at: &Source,
) -> Vec<Constraint> {
    // SAFETY: as the caller says.
    unsafe {
        let all = members::<pg_sys::Constraint>(list);
        let collation = collation.as_ref().and_then(|clause| at.place(clause.location));
        let mut places: Vec<u32> = all.iter().filter_map(|each| at.place((**each).location)).collect();
        places.extend(collation);
        places.sort_unstable();
        all.into_iter()
            .map(|each| {
                let place = at.place((*each).location);
                let next = place.and_then(|place| places.get(places.partition_point(|p| *p <= place)));
                constraint(&*each, next.copied(), at)
            })
            .collect()
    }
}

/// A constraint, which ends before `stop`.
///
/// # Safety
///
/// The struct is a part of a tree that is not freed yet.
pub unsafe fn constraint(of: &pg_sys::Constraint, stop: Option<u32>, at: &Source) -> Constraint {
    use pg_sys::ConstrType::*;
    // SAFETY: as the caller says; each field has what the grammar puts in it.
    unsafe {
        let place = at.place(of.location);
        let kind = kind(of.contype);
        Constraint {
            name: text(of.conname),
            deferrable: of.deferrable,
            initially_deferred: of.initdeferred,
            no_inherit: of.is_no_inherit,
            not_valid: of.skip_validation,
            not_enforced: kind_can_be_unenforced(kind) && !compat::is_enforced(of),
            expression: condition(of, kind, place.unwrap_or(0), stop, at),
            generated_when: match of.generated_when as u8 {
                pg_sys::ATTRIBUTE_IDENTITY_ALWAYS => Some(GeneratedWhen::Always),
                pg_sys::ATTRIBUTE_IDENTITY_BY_DEFAULT => Some(GeneratedWhen::ByDefault),
                _ => None,
            },
            is_virtual: compat::is_virtual(of),
            nulls_not_distinct: of.nulls_not_distinct,
            without_overlaps: compat::is_without_overlaps(of),
            columns: strings(if of.contype == CONSTR_FOREIGN { of.fk_attrs } else { of.keys }),
            including: strings(of.including),
            exclusions: exclusions(of, place.unwrap_or(0), at),
            options: options(of.options, at),
            index: text(of.indexname),
            tablespace: text(of.indexspace),
            access_method: text(of.access_method),
            predicate: expression(of.where_clause, at, |first| at.in_parentheses(first)),
            references: references(of, at),
            place,
            kind,
        }
    }
}

/// What ALTER CONSTRAINT says: the name, and what it becomes.
///
/// # Safety
///
/// As for [`compat::altered_constraint`].
pub unsafe fn altered(node: *mut pg_sys::Node) -> Option<Constraint> {
    // SAFETY: as the caller says; a name ends with a NUL byte.
    unsafe {
        let altered = compat::altered_constraint(node)?;
        Some(Constraint {
            kind: ConstraintKind::Foreign,
            name: text(altered.name),
            deferrable: altered.deferrable,
            initially_deferred: altered.initially_deferred,
            no_inherit: altered.no_inherit,
            not_enforced: altered.not_enforced,
            ..Constraint::default()
        })
    }
}

fn kind(kind: pg_sys::ConstrType::Type) -> ConstraintKind {
    use pg_sys::ConstrType::*;
    match kind {
        CONSTR_NULL => ConstraintKind::Null,
        CONSTR_NOTNULL => ConstraintKind::NotNull,
        CONSTR_DEFAULT => ConstraintKind::Default,
        CONSTR_IDENTITY => ConstraintKind::Identity,
        CONSTR_GENERATED => ConstraintKind::Generated,
        CONSTR_CHECK => ConstraintKind::Check,
        CONSTR_PRIMARY => ConstraintKind::Primary,
        CONSTR_UNIQUE => ConstraintKind::Unique,
        CONSTR_EXCLUSION => ConstraintKind::Exclusion,
        CONSTR_FOREIGN => ConstraintKind::Foreign,
        CONSTR_ATTR_DEFERRABLE => ConstraintKind::AttributeDeferrable,
        CONSTR_ATTR_NOT_DEFERRABLE => ConstraintKind::AttributeNotDeferrable,
        CONSTR_ATTR_DEFERRED => ConstraintKind::AttributeDeferred,
        CONSTR_ATTR_IMMEDIATE => ConstraintKind::AttributeImmediate,
        _ => ConstraintKind::Unknown,
    }
}

/// The grammar says of these whether they are enforced, and leaves the field alone in others.
fn kind_can_be_unenforced(kind: ConstraintKind) -> bool {
    matches!(kind, ConstraintKind::Check | ConstraintKind::Foreign)
}

unsafe fn condition(
    of: &pg_sys::Constraint,
    kind: ConstraintKind,
    place: u32,
    stop: Option<u32>,
    at: &Source,
) -> Option<Expression> {
    // SAFETY: an expression of a live tree.
    unsafe {
        expression(of.raw_expr, at, |first| match kind {
            ConstraintKind::Default => at.entry(first, place, stop, &[]),
            _ => at.in_parentheses(first),
        })
    }
}

unsafe fn references(of: &pg_sys::Constraint, at: &Source) -> Option<References> {
    // SAFETY: fields of a live tree.
    unsafe {
        Some(References {
            pktable: range(of.pktable, at)?,
            pk_attrs: strings(of.pk_attrs),
            matchtype: match of.fk_matchtype as u8 {
                pg_sys::FKCONSTR_MATCH_FULL => ForeignKeyMatch::Full,
                pg_sys::FKCONSTR_MATCH_PARTIAL => ForeignKeyMatch::Partial,
                _ => ForeignKeyMatch::Simple,
            },
            on_update: action(of.fk_upd_action),
            on_delete: action(of.fk_del_action),
            on_delete_columns: strings(of.fk_del_set_cols),
        })
    }
}

fn action(action: c_char) -> ForeignKeyAction {
    match action as u8 {
        pg_sys::FKCONSTR_ACTION_RESTRICT => ForeignKeyAction::Restrict,
        pg_sys::FKCONSTR_ACTION_CASCADE => ForeignKeyAction::Cascade,
        pg_sys::FKCONSTR_ACTION_SETNULL => ForeignKeyAction::SetNull,
        pg_sys::FKCONSTR_ACTION_SETDEFAULT => ForeignKeyAction::SetDefault,
        _ => ForeignKeyAction::NoAction,
    }
}

unsafe fn exclusions(of: &pg_sys::Constraint, place: u32, at: &Source) -> Vec<Exclusion> {
    // SAFETY: each member is a list of an IndexElem and an operator's name.
    unsafe {
        members::<pg_sys::List>(of.exclusions)
            .into_iter()
            .filter_map(|pair| {
                let pair = nodes(pair);
                let (of, operator) = (pair.first()?, pair.get(1)?);
                let floor = at.open(place).map_or(0, |open| open + 1);
                let operator = name(operator.cast()).unwrap_or_default();
                Some(Exclusion { element: element(&*as_a(*of)?, floor, at), operator })
            })
            .collect()
    }
}
