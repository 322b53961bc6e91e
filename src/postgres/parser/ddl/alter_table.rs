//! ALTER TABLE and its actions.

use migrate_core::ddl::alter_table::{Action, AlterTable, Firing, ReplicaIdentityKind, WhichTriggers};
use migrate_core::ddl::name::RangeVar;
use migrate_core::lock::Mode;
use pgrx::pg_sys;

use super::constraint::{altered, collation, column, constraint};
use super::expression::expression;
use super::name::{object_type, range, role, type_name};
use super::node::{as_a, is_cascade, members, text, word};
use super::partition::bound;
use super::source::Source;
use super::value::{options, value};
use crate::postgres::compat;

/// An ALTER TABLE.
///
/// # Safety
///
/// The struct is a part of a tree that is not freed yet.
pub unsafe fn read(alter: &pg_sys::AlterTableStmt, at: &Source) -> AlterTable {
    // SAFETY: as the caller says; the server reads the same of the actions before it looks up the table.
    unsafe {
        AlterTable {
            relation: range(alter.relation, at).unwrap_or_default(),
            kind: object_type(alter.objtype),
            if_exists: alter.missing_ok,
            lock: Mode::from_number(pg_sys::AlterTableGetLockLevel(alter.cmds)),
            actions: members(alter.cmds).into_iter().map(|command| action(&*command, at)).collect(),
        }
    }
}

/// An action. The ones on columns come first; the second half has those on the whole relation.
///
/// # Safety
///
/// The struct is a part of a tree that is not freed yet.
#[expect(non_upper_case_globals, reason = "the server's names")]
unsafe fn action(command: &pg_sys::AlterTableCmd, at: &Source) -> Action {
    use pg_sys::AlterTableType::*;
    // SAFETY: as the caller says; a definition is of the kind that its action has.
    unsafe {
        let name = word(command.name);
        let (if_exists, cascade) = (command.missing_ok, is_cascade(command.behavior));
        let set_options = || options(command.def.cast(), at);
        let default = || expression(command.def, at, |first| at.entry(first, 0, None, &[])).map(Box::new);
        if compat::is_set_expression(command.subtype) {
            let in_parentheses = expression(command.def, at, |first| at.in_parentheses(first));
            return Action::SetExpression { column: name, expression: in_parentheses.map(Box::new) };
        }
        match command.subtype {
            AT_AddColumn => match as_a(command.def) {
                Some(new) => Action::AddColumn {
                    column: Box::new(column(&*new, at)),
                    if_not_exists: command.missing_ok,
                },
                None => Action::Unknown { number: command.subtype },
            },
            AT_DropColumn => Action::DropColumn { column: name, if_exists, cascade },
            AT_AlterColumnType => {
                let Some(new) = as_a::<pg_sys::ColumnDef>(command.def) else {
                    return Action::Unknown { number: command.subtype };
                };
                let new = &*new;
                let using = expression(new.raw_default, at, |first| at.entry(first, 0, None, &[]));
                Action::AlterColumnType {
                    column: name,
                    type_name: type_name(new.typeName, at).unwrap_or_default(),
                    collation: collation(new.collClause),
                    using: using.map(Box::new),
                    cascade,
                    place: at.place(new.location),
                }
            }
            AT_ColumnDefault => Action::ColumnDefault { column: name, default: default() },
            AT_SetNotNull => Action::SetNotNull { column: name },
            AT_DropNotNull => Action::DropNotNull { column: name },
            AT_DropExpression => Action::DropExpression { column: name, if_exists },
            AT_AddIdentity => match as_a(command.def) {
                Some(identity) => {
                    Action::AddIdentity { column: name, identity: Box::new(constraint(&*identity, None, at)) }
                }
                None => Action::Unknown { number: command.subtype },
            },
            AT_SetIdentity => Action::SetIdentity { column: name, options: set_options() },
            AT_DropIdentity => Action::DropIdentity { column: name, if_exists },
            AT_SetStatistics => Action::SetStatistics {
                column: text(command.name),
                number: Some(command.num).filter(|number| *number != 0),
                target: value(command.def, at),
            },
            AT_SetOptions => Action::SetOptions { column: name, options: set_options() },
            AT_ResetOptions => Action::ResetOptions { column: name, options: set_options() },
            AT_SetStorage => Action::SetStorage { column: name, storage: string(command.def) },
            AT_SetCompression => Action::SetCompression { column: name, method: string(command.def) },
            AT_AlterColumnGenericOptions => {
                Action::AlterColumnGenericOptions { column: name, options: set_options() }
            }
            _ => relation_action(command, name, at),
        }
    }
}

/// # Safety
///
/// As for [`action`].
#[expect(non_upper_case_globals, reason = "the server's names")]
unsafe fn relation_action(command: &pg_sys::AlterTableCmd, name: String, at: &Source) -> Action {
    use pg_sys::AlterTableType::*;
    // SAFETY: as the caller says; a definition is of the kind that its action has.
    unsafe {
        let (if_exists, cascade) = (command.missing_ok, is_cascade(command.behavior));
        let set_options = || options(command.def.cast(), at);
        let parent = || as_a(command.def).and_then(|parent| range(parent, at)).unwrap_or_default();
        let defined = || as_a(command.def).map(|defined| Box::new(constraint(&*defined, None, at)));
        let trigger = |firing, name| Action::Trigger { which: WhichTriggers::Named { name }, firing };
        let triggers = |firing, which| Action::Trigger { which, firing };
        match command.subtype {
            AT_AddConstraint => match defined() {
                Some(constraint) => Action::AddConstraint { constraint },
                None => Action::Unknown { number: command.subtype },
            },
            AT_AlterConstraint => match altered(command.def) {
                Some(constraint) => Action::AlterConstraint { constraint: Box::new(constraint) },
                None => Action::Unknown { number: command.subtype },
            },
            AT_ValidateConstraint => Action::ValidateConstraint { name },
            AT_DropConstraint => Action::DropConstraint { name, if_exists, cascade },
            AT_ChangeOwner => Action::ChangeOwner { owner: role(command.newowner, at).unwrap_or_default() },
            AT_ClusterOn => Action::ClusterOn { index: name },
            AT_DropCluster => Action::DropCluster,
            AT_SetLogged => Action::SetLogged,
            AT_SetUnLogged => Action::SetUnlogged,
            AT_DropOids => Action::DropOids,
            AT_SetAccessMethod => Action::SetAccessMethod { method: text(command.name) },
            AT_SetTableSpace => Action::SetTablespace { name },
            AT_SetRelOptions => Action::SetRelOptions { options: set_options() },
            AT_ResetRelOptions => Action::ResetRelOptions { options: set_options() },
            AT_EnableTrig => trigger(Firing::Origin, name),
            AT_EnableAlwaysTrig => trigger(Firing::Always, name),
            AT_EnableReplicaTrig => trigger(Firing::Replica, name),
            AT_DisableTrig => trigger(Firing::Disabled, name),
            AT_EnableTrigAll => triggers(Firing::Origin, WhichTriggers::All),
            AT_DisableTrigAll => triggers(Firing::Disabled, WhichTriggers::All),
            AT_EnableTrigUser => triggers(Firing::Origin, WhichTriggers::User),
            AT_DisableTrigUser => triggers(Firing::Disabled, WhichTriggers::User),
            AT_EnableRule => Action::Rule { name, firing: Firing::Origin },
            AT_EnableAlwaysRule => Action::Rule { name, firing: Firing::Always },
            AT_EnableReplicaRule => Action::Rule { name, firing: Firing::Replica },
            AT_DisableRule => Action::Rule { name, firing: Firing::Disabled },
            AT_AddInherit => Action::AddInherit { parent: parent() },
            AT_DropInherit => Action::DropInherit { parent: parent() },
            AT_AddOf => {
                let of = as_a(command.def).and_then(|of| type_name(of, at));
                Action::AddOf { type_name: of.unwrap_or_default() }
            }
            AT_DropOf => Action::DropOf,
            AT_ReplicaIdentity => {
                let Some(identity) = as_a::<pg_sys::ReplicaIdentityStmt>(command.def) else {
                    return Action::Unknown { number: command.subtype };
                };
                let identity = &*identity;
                let kind = match identity.identity_type as u8 {
                    b'f' => ReplicaIdentityKind::Full,
                    b'n' => ReplicaIdentityKind::Nothing,
                    b'i' => ReplicaIdentityKind::Index,
                    _ => ReplicaIdentityKind::Default,
                };
                Action::ReplicaIdentity { kind, index: text(identity.name) }
            }
            AT_EnableRowSecurity => Action::EnableRowSecurity,
            AT_DisableRowSecurity => Action::DisableRowSecurity,
            AT_ForceRowSecurity => Action::ForceRowSecurity,
            AT_NoForceRowSecurity => Action::NoForceRowSecurity,
            AT_GenericOptions => Action::GenericOptions { options: set_options() },
            AT_AttachPartition => {
                let (partition, bound, _) = partition(command, at);
                Action::AttachPartition { partition, bound }
            }
            AT_DetachPartition => {
                let (partition, _, concurrent) = partition(command, at);
                Action::DetachPartition { partition, concurrent }
            }
            AT_DetachPartitionFinalize => {
                Action::DetachPartitionFinalize { partition: partition(command, at).0 }
            }
            number => Action::Unknown { number },
        }
    }
}

/// What ATTACH and DETACH PARTITION say: the partition, its rows, CONCURRENTLY.
unsafe fn partition(
    command: &pg_sys::AlterTableCmd,
    at: &Source,
) -> (RangeVar, Option<migrate_core::ddl::partition::PartitionBound>, bool) {
    // SAFETY: the definition of these actions is a PartitionCmd of a live tree.
    unsafe {
        let Some(partition) = as_a::<pg_sys::PartitionCmd>(command.def) else {
            return (RangeVar::default(), None, false);
        };
        let partition = &*partition;
        (range(partition.name, at).unwrap_or_default(), bound(partition.bound, at), partition.concurrent)
    }
}

/// # Safety
///
/// `node` is NULL or a node of a tree that is not freed yet.
unsafe fn string(node: *mut pg_sys::Node) -> Option<String> {
    // SAFETY: as the caller says.
    unsafe { as_a::<pg_sys::String>(node).and_then(|string| text((*string).sval)) }
}
