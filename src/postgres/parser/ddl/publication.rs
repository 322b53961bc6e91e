//! Publications and subscriptions.

use migrate_core::ddl::publication::{
    AlterPublication, AlterSubscription, CreatePublication, CreateSubscription, DropSubscription,
    Publication, PublicationAction, PublicationObject, SubscriptionAction,
};
use pgrx::pg_sys;

use super::expression::expression;
use super::name::range;
use super::node::{is_cascade, members, strings, text, word};
use super::source::Source;
use super::value::options;

/// A statement on publications and subscriptions; none if it is of another family.
///
/// # Safety
///
/// `node` is a statement of a tree that is not freed yet.
pub unsafe fn read(node: *mut pg_sys::Node, at: &Source) -> Option<Publication> {
    use pg_sys::NodeTag::*;
    // SAFETY: each cast is to the struct of the node's tag, and each field has what the grammar puts in it.
    unsafe {
        Some(match (*node).type_ {
            T_CreatePublicationStmt => {
                let create = &*node.cast::<pg_sys::CreatePublicationStmt>();
                Publication::Create(CreatePublication {
                    name: word(create.pubname),
                    options: options(create.options, at),
                    objects: objects(create.pubobjects, at),
                    for_all_tables: create.for_all_tables,
                })
            }
            T_AlterPublicationStmt => {
                let alter = &*node.cast::<pg_sys::AlterPublicationStmt>();
                Publication::Alter(AlterPublication {
                    name: word(alter.pubname),
                    options: options(alter.options, at),
                    objects: objects(alter.pubobjects, at),
                    action: match alter.action {
                        pg_sys::AlterPublicationAction::AP_DropObjects => PublicationAction::Drop,
                        pg_sys::AlterPublicationAction::AP_SetObjects => PublicationAction::Set,
                        _ => PublicationAction::Add,
                    },
                })
            }
            T_CreateSubscriptionStmt => {
                let create = &*node.cast::<pg_sys::CreateSubscriptionStmt>();
                Publication::CreateSubscription(CreateSubscription {
                    name: word(create.subname),
                    publications: strings(create.publication),
                    options: options(create.options, at),
                })
            }
            T_AlterSubscriptionStmt => {
                let alter = &*node.cast::<pg_sys::AlterSubscriptionStmt>();
                Publication::AlterSubscription(AlterSubscription {
                    name: word(alter.subname),
                    action: action(alter.kind),
                    publications: strings(alter.publication),
                    options: options(alter.options, at),
                })
            }
            T_DropSubscriptionStmt => {
                let drop = &*node.cast::<pg_sys::DropSubscriptionStmt>();
                Publication::DropSubscription(DropSubscription {
                    name: word(drop.subname),
                    if_exists: drop.missing_ok,
                    cascade: is_cascade(drop.behavior),
                })
            }
            _ => return None,
        })
    }
}

fn action(kind: pg_sys::AlterSubscriptionType::Type) -> SubscriptionAction {
    use pg_sys::AlterSubscriptionType::*;
    match kind {
        ALTER_SUBSCRIPTION_OPTIONS => SubscriptionAction::Options,
        ALTER_SUBSCRIPTION_CONNECTION => SubscriptionAction::Connection,
        ALTER_SUBSCRIPTION_SET_PUBLICATION => SubscriptionAction::SetPublication,
        ALTER_SUBSCRIPTION_ADD_PUBLICATION => SubscriptionAction::AddPublication,
        ALTER_SUBSCRIPTION_DROP_PUBLICATION => SubscriptionAction::DropPublication,
        ALTER_SUBSCRIPTION_REFRESH => SubscriptionAction::Refresh,
        ALTER_SUBSCRIPTION_ENABLED => SubscriptionAction::Enabled,
        ALTER_SUBSCRIPTION_SKIP => SubscriptionAction::Skip,
        _ => SubscriptionAction::Unknown,
    }
}

unsafe fn objects(list: *mut pg_sys::List, at: &Source) -> Vec<PublicationObject> {
    // SAFETY: a list of PublicationObjSpecs of a live tree.
    unsafe {
        let object = |each: *mut pg_sys::PublicationObjSpec| {
            use pg_sys::PublicationObjSpecType::*;
            let each = &*each;
            if let Some(table) = each.pubtable.as_ref() {
                let condition = expression(table.whereClause, at, |first| at.in_parentheses(first));
                return PublicationObject::Table {
                    relation: range(table.relation, at).unwrap_or_default(),
                    columns: strings(table.columns),
                    condition: condition.map(Box::new),
                };
            }
            match each.pubobjtype {
                PUBLICATIONOBJ_TABLES_IN_SCHEMA => PublicationObject::Schema { name: word(each.name) },
                PUBLICATIONOBJ_TABLES_IN_CUR_SCHEMA => PublicationObject::CurrentSchema,
                _ => PublicationObject::Other { name: text(each.name) },
            }
        };
        members(list).into_iter().map(object).collect()
    }
}
