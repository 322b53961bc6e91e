//! Statements that make something: what drops it again.

use migrate_core::reverse::{Action, Back, Object};
use pgrx::{PgList, pg_sys};

use super::find_option;
use super::name::{beside, dotted, identifier, relation, role, signature, type_name};
use super::{IF_NOT_EXISTS, NO_NAME, OR_REPLACE, key, word};

/// What a statement makes; none if it is of another kind.
///
/// # Safety
///
/// `node` is a raw parse tree that is not freed yet.
pub unsafe fn actions(node: *mut pg_sys::Node) -> Option<Vec<Action>> {
    use pg_sys::NodeTag::*;
    use pg_sys::ObjectType::*;
    // SAFETY: each cast is to the struct of the node's tag.
    let action = unsafe {
        match (*node).type_ {
            T_CreateStmt => {
                let create = &*node.cast::<pg_sys::CreateStmt>();
                let made = of_relation(OBJECT_TABLE, create.relation);
                unless(create.if_not_exists, IF_NOT_EXISTS, made)
            }
            T_CreateForeignTableStmt => {
                let create = &(*node.cast::<pg_sys::CreateForeignTableStmt>()).base;
                unless(
                    create.if_not_exists,
                    IF_NOT_EXISTS,
                    of_relation(OBJECT_FOREIGN_TABLE, create.relation),
                )
            }
            T_CreateTableAsStmt => {
                let create = &*node.cast::<pg_sys::CreateTableAsStmt>();
                let made = of_relation(create.objtype, (*create.into).rel);
                unless(create.if_not_exists, IF_NOT_EXISTS, made)
            }
            T_SelectStmt => {
                let into = (*node.cast::<pg_sys::SelectStmt>()).intoClause;
                of_relation(OBJECT_TABLE, into.as_ref()?.rel)
            }
            T_ViewStmt => {
                let create = &*node.cast::<pg_sys::ViewStmt>();
                unless(create.replace, OR_REPLACE, of_relation(OBJECT_VIEW, create.view))
            }
            T_CreateSeqStmt => {
                let create = &*node.cast::<pg_sys::CreateSeqStmt>();
                unless(create.if_not_exists, IF_NOT_EXISTS, of_relation(OBJECT_SEQUENCE, create.sequence))
            }
            T_IndexStmt => index(&*node.cast()),
            T_CreateSchemaStmt => schema(&*node.cast()),
            T_CompositeTypeStmt => {
                let create = &*node.cast::<pg_sys::CompositeTypeStmt>();
                plain(OBJECT_TYPE, relation(create.typevar))
            }
            T_CreateEnumStmt => plain(OBJECT_TYPE, dotted((*node.cast::<pg_sys::CreateEnumStmt>()).typeName)),
            T_CreateRangeStmt => {
                plain(OBJECT_TYPE, dotted((*node.cast::<pg_sys::CreateRangeStmt>()).typeName))
            }
            T_CreateDomainStmt => {
                plain(OBJECT_DOMAIN, dotted((*node.cast::<pg_sys::CreateDomainStmt>()).domainname))
            }
            T_CreateFunctionStmt => routine(&*node.cast()),
            T_DefineStmt => define(&*node.cast()),
            T_CreateTrigStmt => {
                let create = &*node.cast::<pg_sys::CreateTrigStmt>();
                unless(
                    create.replace,
                    OR_REPLACE,
                    part("TRIGGER", "trigger", create.trigname, create.relation),
                )
            }
            T_CreatePolicyStmt => {
                let create = &*node.cast::<pg_sys::CreatePolicyStmt>();
                part("POLICY", "policy", create.policy_name, create.table)
            }
            T_RuleStmt => {
                let create = &*node.cast::<pg_sys::RuleStmt>();
                unless(create.replace, OR_REPLACE, part("RULE", "rule", create.rulename, create.relation))
            }
            T_CreateExtensionStmt => {
                let create = &*node.cast::<pg_sys::CreateExtensionStmt>();
                let made = plain(OBJECT_EXTENSION, identifier(create.extname));
                let why = "With CASCADE it may have made other extensions, which are not in the script.";
                let made = unless(find_option(create.options, c"cascade").is_some(), why, made);
                unless(create.if_not_exists, IF_NOT_EXISTS, made)
            }
            T_CreateStatsStmt => {
                let create = &*node.cast::<pg_sys::CreateStatsStmt>();
                let made = plain(OBJECT_STATISTIC_EXT, dotted(create.defnames));
                let made = unless(create.defnames.is_null(), NO_NAME, made);
                unless(create.if_not_exists, IF_NOT_EXISTS, made)
            }
            T_CreateConversionStmt => {
                let create = &*node.cast::<pg_sys::CreateConversionStmt>();
                plain(OBJECT_CONVERSION, dotted(create.conversion_name))
            }
            T_CreateCastStmt => {
                let create = &*node.cast::<pg_sys::CreateCastStmt>();
                let cast = format!("({} AS {})", type_name(create.sourcetype), type_name(create.targettype));
                Action::makes(Object::new("cast", cast.as_str()), format!("DROP CAST {cast}"))
            }
            T_CreateEventTrigStmt => plain(
                OBJECT_EVENT_TRIGGER,
                identifier((*node.cast::<pg_sys::CreateEventTrigStmt>()).trigname),
            ),
            T_CreateFdwStmt => plain(OBJECT_FDW, identifier((*node.cast::<pg_sys::CreateFdwStmt>()).fdwname)),
            T_CreateForeignServerStmt => {
                let create = &*node.cast::<pg_sys::CreateForeignServerStmt>();
                let made = plain(OBJECT_FOREIGN_SERVER, identifier(create.servername));
                unless(create.if_not_exists, IF_NOT_EXISTS, made)
            }
            T_CreateUserMappingStmt => {
                let create = &*node.cast::<pg_sys::CreateUserMappingStmt>();
                let made = match role(create.user) {
                    Some(user) => Back::Statement(format!(
                        "DROP USER MAPPING FOR {user} SERVER {}",
                        identifier(create.servername)
                    )),
                    None => Back::unknown("Which role it is for depends on who runs it."),
                };
                unless(create.if_not_exists, IF_NOT_EXISTS, made.into())
            }
            T_CreateRoleStmt => {
                let name = identifier((*node.cast::<pg_sys::CreateRoleStmt>()).role);
                Action::makes(Object::new("ROLE", name.as_str()), format!("DROP ROLE {name}"))
            }
            T_CreatePublicationStmt => {
                plain(OBJECT_PUBLICATION, identifier((*node.cast::<pg_sys::CreatePublicationStmt>()).pubname))
            }
            T_CreateSubscriptionStmt => {
                let name = identifier((*node.cast::<pg_sys::CreateSubscriptionStmt>()).subname);
                Back::Statement(format!("DROP SUBSCRIPTION {name}")).into()
            }
            T_CreatedbStmt => {
                plain(OBJECT_DATABASE, identifier((*node.cast::<pg_sys::CreatedbStmt>()).dbname))
            }
            T_CreateTableSpaceStmt => plain(
                OBJECT_TABLESPACE,
                identifier((*node.cast::<pg_sys::CreateTableSpaceStmt>()).tablespacename),
            ),
            _ => return None,
        }
    };
    Some(vec![action])
}

/// The action, or why there is none.
fn unless(uncertain: bool, why: &str, made: Action) -> Action {
    if uncertain { Back::unknown(why).into() } else { made }
}

fn plain(kind: pg_sys::ObjectType::Type, name: String) -> Action {
    let (key, word) = (key(kind).unwrap_or_default(), word(kind).unwrap_or_default());
    Action::makes(Object::new(key, name.as_str()), format!("DROP {word} {name}"))
}

/// # Safety
///
/// `range` is a RangeVar of a tree that is not freed yet.
unsafe fn of_relation(kind: pg_sys::ObjectType::Type, range: *const pg_sys::RangeVar) -> Action {
    // SAFETY: as the caller says.
    let (made, is_temporary) = unsafe {
        (plain(kind, relation(range)), (*range).relpersistence as u8 == pg_sys::RELPERSISTENCE_TEMP)
    };
    // A temporary one is gone with the session.
    if is_temporary { Action { back: Back::Nothing, ..made } } else { made }
}

/// # Safety
///
/// `name` is a string, and `range` a RangeVar, of a tree that is not freed yet.
unsafe fn part(
    word: &str,
    key: &'static str,
    name: *const std::ffi::c_char,
    range: *const pg_sys::RangeVar,
) -> Action {
    // SAFETY: as the caller says.
    let (name, table) = unsafe { (identifier(name), relation(range)) };
    let drop = format!("DROP {word} {name} ON {table}");
    Action::makes(Object::part(key, table, name), drop)
}

/// # Safety
///
/// The struct is a part of a tree that is not freed yet.
unsafe fn index(create: &pg_sys::IndexStmt) -> Action {
    if create.if_not_exists {
        return Back::unknown(IF_NOT_EXISTS).into();
    }
    // SAFETY: as the caller says; the columns are IndexElem nodes.
    unsafe {
        let table = relation(create.relation);
        if create.idxname.is_null() {
            // It goes with its table, and with any of its columns.
            let columns = PgList::<pg_sys::IndexElem>::from_pg(create.indexParams)
                .iter_ptr()
                .filter(|column| !(**column).name.is_null())
                .map(|column| vec![Object::part("column", table.as_str(), identifier((*column).name))])
                .collect::<Vec<_>>();
            let whole = vec![Object::new("relation", table.as_str())];
            return Back::unknown_unless(NO_NAME, [vec![whole], columns].concat()).into();
        }
        // An index is in its table's schema.
        let name = beside(create.relation, create.idxname);
        let concurrently = if create.concurrent { "CONCURRENTLY " } else { "" };
        let drop = format!("DROP INDEX {concurrently}{name}");
        Action {
            table: Some(Object::new("relation", table)),
            ..Action::makes(Object::new("relation", name.as_str()), drop)
        }
    }
}

/// # Safety
///
/// The struct is a part of a tree that is not freed yet.
unsafe fn schema(create: &pg_sys::CreateSchemaStmt) -> Action {
    // SAFETY: as the caller says.
    let name = unsafe {
        if create.schemaname.is_null() { role(create.authrole) } else { Some(identifier(create.schemaname)) }
    };
    let Some(name) = name else {
        return Back::unknown("The schema's name depends on who runs it.").into();
    };
    let made = plain(pg_sys::ObjectType::OBJECT_SCHEMA, name);
    let why = "It makes more than the schema; with a statement for each it can be.";
    let made = unless(!create.schemaElts.is_null(), why, made);
    unless(create.if_not_exists, IF_NOT_EXISTS, made)
}

/// # Safety
///
/// The struct is a part of a tree that is not freed yet.
unsafe fn routine(create: &pg_sys::CreateFunctionStmt) -> Action {
    // SAFETY: as the caller says.
    let (name, inputs, full) = unsafe {
        (
            dotted(create.funcname),
            signature(create.parameters, false),
            signature(create.parameters, create.is_procedure),
        )
    };
    let word = if create.is_procedure { "PROCEDURE" } else { "FUNCTION" };
    let made =
        Action::makes(Object::new("routine", format!("{name}{inputs}")), format!("DROP {word} {name}{full}"));
    unless(create.replace, OR_REPLACE, made)
}

/// # Safety
///
/// The struct is a part of a tree that is not freed yet.
unsafe fn define(create: &pg_sys::DefineStmt) -> Action {
    use pg_sys::ObjectType::*;
    // SAFETY: as the caller says; the arguments of an aggregate are a list of parameters and the number of those that
    // come before ORDER BY, which is -1 without.
    let made = unsafe {
        let name = dotted(create.defnames);
        match create.kind {
            OBJECT_AGGREGATE if !create.oldstyle => {
                let arguments = PgList::<pg_sys::Node>::from_pg(create.args);
                let direct = arguments.get_ptr(1).map_or(-1, |node| (*node.cast::<pg_sys::Integer>()).ival);
                let parameters = arguments.get_ptr(0).unwrap_or(std::ptr::null_mut()).cast();
                if direct != -1 {
                    return Back::unknown("An aggregate with ORDER BY in its arguments is not understood.")
                        .into();
                }
                let all = signature(parameters, false);
                let all = if parameters.is_null() { "(*)".into() } else { all };
                Action::makes(
                    Object::new("routine", format!("{name}{all}")),
                    format!("DROP AGGREGATE {name}{all}"),
                )
            }
            OBJECT_COLLATION
            | OBJECT_TSCONFIGURATION
            | OBJECT_TSDICTIONARY
            | OBJECT_TSPARSER
            | OBJECT_TSTEMPLATE => plain(create.kind, name),
            _ => {
                let why = "It may have made other objects, which are not in the script.";
                Back::unknown(why).into()
            }
        }
    };
    let made = unless(create.replace, OR_REPLACE, made);
    unless(create.if_not_exists, IF_NOT_EXISTS, made)
}
