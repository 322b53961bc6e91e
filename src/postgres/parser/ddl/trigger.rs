//! Triggers, rules and policies.

use migrate_core::ddl::expression::QueryKind;
use migrate_core::ddl::policy::{AlterPolicy, CreatePolicy, Policy};
use migrate_core::ddl::trigger::{
    AlterEventTrigger, CreateEventTrigger, CreateRule, CreateTrigger, Trigger, TriggerEvent, TriggerTiming,
};
use pgrx::pg_sys;

use super::expression::{expression, query};
use super::name::{range, roles};
use super::node::{members, nodes, strings, word};
use super::source::Source;
use super::value::options;

/// A statement on triggers and rules; none if it is of another family.
///
/// # Safety
///
/// `node` is a statement of a tree that is not freed yet.
pub unsafe fn read(node: *mut pg_sys::Node, at: &Source) -> Option<Trigger> {
    use pg_sys::NodeTag::*;
    // SAFETY: each cast is to the struct of the node's tag, and each field has what the grammar puts in it.
    unsafe {
        Some(match (*node).type_ {
            T_CreateTrigStmt => Trigger::Create(Box::new(create(&*node.cast(), at))),
            T_CreateEventTrigStmt => {
                let create = &*node.cast::<pg_sys::CreateEventTrigStmt>();
                Trigger::CreateEvent(CreateEventTrigger {
                    name: word(create.trigname),
                    event: word(create.eventname),
                    when: options(create.whenclause, at),
                    function: strings(create.funcname),
                })
            }
            T_AlterEventTrigStmt => {
                let alter = &*node.cast::<pg_sys::AlterEventTrigStmt>();
                let enabled = char::from(alter.tgenabled as u8).to_string();
                Trigger::AlterEvent(AlterEventTrigger { name: word(alter.trigname), enabled })
            }
            T_RuleStmt => Trigger::CreateRule(Box::new(rule(&*node.cast(), at))),
            _ => return None,
        })
    }
}

unsafe fn create(create: &pg_sys::CreateTrigStmt, at: &Source) -> CreateTrigger {
    // SAFETY: a statement of a live tree, each field with what the grammar puts in it.
    unsafe {
        let timing = i64::from(create.timing);
        let events = [
            (pg_sys::TRIGGER_TYPE_INSERT, TriggerEvent::Insert),
            (pg_sys::TRIGGER_TYPE_DELETE, TriggerEvent::Delete),
            (pg_sys::TRIGGER_TYPE_UPDATE, TriggerEvent::Update),
            (pg_sys::TRIGGER_TYPE_TRUNCATE, TriggerEvent::Truncate),
        ];
        let fires = |flag: u32| i64::from(create.events) & i64::from(flag) != 0;
        let transition = |each: *mut pg_sys::TriggerTransition| word((*each).name);
        CreateTrigger {
            replace: create.replace,
            is_constraint: create.isconstraint,
            name: word(create.trigname),
            relation: range(create.relation, at).unwrap_or_default(),
            function: strings(create.funcname),
            args: strings(create.args),
            row: create.row,
            timing: if timing & i64::from(pg_sys::TRIGGER_TYPE_BEFORE) != 0 {
                TriggerTiming::Before
            } else if timing & i64::from(pg_sys::TRIGGER_TYPE_INSTEAD) != 0 {
                TriggerTiming::InsteadOf
            } else {
                TriggerTiming::After
            },
            events: events.into_iter().filter(|(flag, _)| fires(*flag)).map(|(_, event)| event).collect(),
            columns: strings(create.columns),
            when: expression(create.whenClause, at, |first| at.in_parentheses(first)),
            transitions: members(create.transitionRels).into_iter().map(transition).collect(),
            deferrable: create.deferrable,
            initially_deferred: create.initdeferred,
            constraint_relation: range(create.constrrel, at),
        }
    }
}

unsafe fn rule(rule: &pg_sys::RuleStmt, at: &Source) -> CreateRule {
    use pg_sys::CmdType::*;
    // SAFETY: a statement of a live tree, each field with what the grammar puts in it.
    unsafe {
        CreateRule {
            replace: rule.replace,
            name: word(rule.rulename),
            relation: range(rule.relation, at).unwrap_or_default(),
            event: match rule.event {
                CMD_SELECT => QueryKind::Select,
                CMD_INSERT => QueryKind::Insert,
                CMD_UPDATE => QueryKind::Update,
                CMD_DELETE => QueryKind::Delete,
                _ => QueryKind::Other,
            },
            instead: rule.instead,
            condition: expression(rule.whereClause, at, |first| at.entry(first, 0, None, &["do"])),
            actions: nodes(rule.actions).into_iter().map(|action| query(action)).collect(),
        }
    }
}

/// A statement on policies; none if it is of another family.
///
/// # Safety
///
/// As for [`read`].
pub unsafe fn policy(node: *mut pg_sys::Node, at: &Source) -> Option<Policy> {
    use pg_sys::NodeTag::*;
    // SAFETY: as above.
    unsafe {
        let condition = |node| expression(node, at, |first| at.in_parentheses(first));
        Some(match (*node).type_ {
            T_CreatePolicyStmt => {
                let create = &*node.cast::<pg_sys::CreatePolicyStmt>();
                Policy::Create(Box::new(CreatePolicy {
                    name: word(create.policy_name),
                    table: range(create.table, at).unwrap_or_default(),
                    command: word(create.cmd_name),
                    permissive: create.permissive,
                    roles: roles(create.roles, at),
                    using: condition(create.qual),
                    with_check: condition(create.with_check),
                }))
            }
            T_AlterPolicyStmt => {
                let alter = &*node.cast::<pg_sys::AlterPolicyStmt>();
                Policy::Alter(Box::new(AlterPolicy {
                    name: word(alter.policy_name),
                    table: range(alter.table, at).unwrap_or_default(),
                    roles: roles(alter.roles, at),
                    using: condition(alter.qual),
                    with_check: condition(alter.with_check),
                }))
            }
            _ => return None,
        })
    }
}
