//! Types, domains, views and sequences.

use migrate_core::ddl::sequence::{AlterSequence, CreateSequence, Sequence};
use migrate_core::ddl::types::{
    AlterDomain, AlterEnum, AlterType, CompositeType, CreateDomain, CreateEnum, CreateRange, DomainAction,
    Type,
};
use pgrx::pg_sys;

use super::constraint::{collation, column, constraint, constraints};
use super::expression::expression;
use super::name::{range, type_name};
use super::node::{as_a, is_cascade, members, strings, text, word};
use super::source::Source;
use super::value::options;

/// A statement on types and domains; none if it is of another family.
///
/// # Safety
///
/// `node` is a statement of a tree that is not freed yet.
pub unsafe fn read(node: *mut pg_sys::Node, at: &Source) -> Option<Type> {
    use pg_sys::NodeTag::*;
    // SAFETY: each cast is to the struct of the node's tag, and each field has what the grammar puts in it.
    unsafe {
        Some(match (*node).type_ {
            T_CompositeTypeStmt => {
                let create = &*node.cast::<pg_sys::CompositeTypeStmt>();
                let attribute = |each: *mut pg_sys::ColumnDef| column(&*each, at);
                Type::CreateComposite(CompositeType {
                    name: range(create.typevar, at).unwrap_or_default(),
                    attributes: members(create.coldeflist).into_iter().map(attribute).collect(),
                })
            }
            T_CreateEnumStmt => {
                let create = &*node.cast::<pg_sys::CreateEnumStmt>();
                let (name, values) = (strings(create.typeName), strings(create.vals));
                Type::CreateEnum(CreateEnum { name, values })
            }
            T_CreateRangeStmt => {
                let create = &*node.cast::<pg_sys::CreateRangeStmt>();
                let (name, params) = (strings(create.typeName), options(create.params, at));
                Type::CreateRange(CreateRange { name, params })
            }
            T_CreateDomainStmt => {
                let create = &*node.cast::<pg_sys::CreateDomainStmt>();
                Type::CreateDomain(Box::new(CreateDomain {
                    name: strings(create.domainname),
                    type_name: type_name(create.typeName, at).unwrap_or_default(),
                    collation: collation(create.collClause),
                    constraints: constraints(create.constraints, create.collClause, at),
                }))
            }
            T_AlterEnumStmt => {
                let alter = &*node.cast::<pg_sys::AlterEnumStmt>();
                Type::AlterEnum(AlterEnum {
                    name: strings(alter.typeName),
                    old_value: text(alter.oldVal),
                    new_value: word(alter.newVal),
                    neighbor: text(alter.newValNeighbor),
                    is_after: alter.newValIsAfter,
                    if_not_exists: alter.skipIfNewValExists,
                })
            }
            T_AlterDomainStmt => {
                let alter = &*node.cast::<pg_sys::AlterDomainStmt>();
                Type::AlterDomain(AlterDomain { name: strings(alter.typeName), action: domain(alter, at) })
            }
            T_AlterTypeStmt => {
                let alter = &*node.cast::<pg_sys::AlterTypeStmt>();
                let (name, options) = (strings(alter.typeName), options(alter.options, at));
                Type::Alter(AlterType { name, options })
            }
            _ => return None,
        })
    }
}

unsafe fn domain(alter: &pg_sys::AlterDomainStmt, at: &Source) -> DomainAction {
    // SAFETY: a statement of a live tree; the definition of ADD CONSTRAINT is a Constraint, that of SET DEFAULT an
    // expression.
    unsafe {
        match alter.subtype as u8 {
            b'T' => {
                let default = expression(alter.def, at, |first| at.entry(first, 0, None, &[]));
                DomainAction::Default { default: default.map(Box::new) }
            }
            b'N' => DomainAction::DropNotNull,
            b'O' => DomainAction::SetNotNull,
            b'C' => {
                let Some(defined) = as_a(alter.def) else { return DomainAction::Unknown };
                DomainAction::AddConstraint { constraint: Box::new(constraint(&*defined, None, at)) }
            }
            b'X' => DomainAction::DropConstraint {
                name: word(alter.name),
                if_exists: alter.missing_ok,
                cascade: is_cascade(alter.behavior),
            },
            b'V' => DomainAction::ValidateConstraint { name: word(alter.name) },
            _ => DomainAction::Unknown,
        }
    }
}

/// A statement on sequences; none if it is of another family.
///
/// # Safety
///
/// As for [`read`].
pub unsafe fn sequence(node: *mut pg_sys::Node, at: &Source) -> Option<Sequence> {
    use pg_sys::NodeTag::*;
    // SAFETY: as above.
    unsafe {
        Some(match (*node).type_ {
            T_CreateSeqStmt => {
                let create = &*node.cast::<pg_sys::CreateSeqStmt>();
                Sequence::Create(CreateSequence {
                    sequence: range(create.sequence, at).unwrap_or_default(),
                    options: options(create.options, at),
                    if_not_exists: create.if_not_exists,
                })
            }
            T_AlterSeqStmt => {
                let alter = &*node.cast::<pg_sys::AlterSeqStmt>();
                Sequence::Alter(AlterSequence {
                    sequence: range(alter.sequence, at).unwrap_or_default(),
                    options: options(alter.options, at),
                    if_exists: alter.missing_ok,
                })
            }
            _ => return None,
        })
    }
}
