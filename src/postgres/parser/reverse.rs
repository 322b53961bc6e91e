//! What a raw parse tree says of how its statement is taken back.
//!
//! One statement at a time; what earlier ones have made is `migrate_core::reverse`'s to know.

mod alter;
mod call;
mod make;
mod name;
mod rows;

use std::ffi::CStr;

use migrate_core::classify::strings::{Switch, switch};
use migrate_core::error::{Error, Result};
use migrate_core::migration::{Direction, Script};
use migrate_core::reverse::{Action, Back, Object, Setting};
use migrate_core::statement::Statement;
use pgrx::{PgList, pg_sys};

pub use self::rows::schemas_of_list;
use super::names::own_text;
use super::raw;
use super::strings::StringSetting;
use crate::postgres::compat;

const IF_NOT_EXISTS: &str =
    "With IF NOT EXISTS it may have found one that was there before, which must not be dropped.";
const OR_REPLACE: &str =
    "With OR REPLACE it may have replaced one that was there before, which is not in the script.";
const IF_EXISTS: &str = "With IF EXISTS it may have done nothing, and then nothing must be taken back.";
const NO_NAME: &str = "It does not name what it makes, so the server chooses the name.";

/// Splits a script, each statement with what it does that would have to be taken back.
///
/// # Errors
///
/// As [`super::parse`].
pub fn actions(script: &Script, direction: Direction) -> Result<Vec<(Statement, Vec<Action>)>> {
    let statements = super::parse(script, direction)?;
    let setting = StringSetting::of_session();
    let with_actions = |statement: Statement| {
        compat::check_for_interrupts();
        let (actions, switch) = read(&statement.text)?;
        if let Some(switch) = switch {
            setting.switch(switch);
        }
        Ok((statement, actions))
    };
    statements.into_iter().map(with_actions).collect()
}

/// Parses one statement, which has been parsed before, and copies what is needed out of its tree.
fn read(sql: &str) -> Result<(Vec<Action>, Option<Switch>)> {
    raw::parse(sql, pg_sys::RawParseMode::RAW_PARSE_DEFAULT, |trees| match trees.first() {
        // SAFETY: the tree lives as long as it is looked at here.
        Some(tree) => (unsafe { of_node(tree.node()) }, switch(&tree.read(sql).command)),
        None => (vec![], None),
    })
    .map_err(Error::Server)
}

/// What the statement does.
///
/// # Safety
///
/// `node` is a raw parse tree that is not freed yet.
unsafe fn of_node(node: *mut pg_sys::Node) -> Vec<Action> {
    use pg_sys::NodeTag::*;
    // SAFETY: each cast is to the struct of the node's tag.
    unsafe {
        if let Some(actions) = make::actions(node).or_else(|| alter::actions(node)) {
            return actions;
        }
        if pgrx::is_a(node, T_DropStmt) {
            let drop = &*node.cast::<pg_sys::DropStmt>();
            let drops = PgList::<pg_sys::Node>::from_pg(drop.objects)
                .iter_ptr()
                .filter_map(|object| whole_or_part(drop.removeType, object).into_iter().flatten().next())
                .collect();
            let back = Back::unknown("What it drops is not in the script.");
            return vec![Action { drops, ..back.into() }];
        }
        let back = match (*node).type_ {
            T_TransactionStmt => transaction(&*node.cast()),
            T_VariableSetStmt => set(&*node.cast()),
            T_InsertStmt | T_UpdateStmt | T_DeleteStmt | T_MergeStmt | T_CopyStmt | T_TruncateStmt
            | T_SelectStmt => rows::back(node),
            T_GrantStmt => grant(&*node.cast()),
            T_CommentStmt => {
                let comment = &*node.cast::<pg_sys::CommentStmt>();
                let why = "The comment that was there before is not in the script.";
                Back::unknown_unless(why, whole_or_part(comment.objtype, comment.object))
            }
            T_NotifyStmt => Back::Again,
            T_DoStmt | T_CallStmt => Back::unknown("What the code that it runs does is not known."),
            // They change nothing, or nothing that anybody would miss.
            T_VariableShowStmt | T_ConstraintsSetStmt | T_VacuumStmt | T_ReindexStmt | T_LockStmt
            | T_CheckPointStmt | T_RefreshMatViewStmt | T_LoadStmt | T_DiscardStmt | T_PrepareStmt
            | T_DeallocateStmt | T_DeclareCursorStmt | T_ClosePortalStmt | T_ListenStmt | T_UnlistenStmt => {
                Back::Nothing
            }
            _ => Back::unknown("There is no statement of which it is known that it takes this back."),
        };
        vec![back.into()]
    }
}

fn transaction(statement: &pg_sys::TransactionStmt) -> Back {
    if statement.kind == pg_sys::TransactionStmtKind::TRANS_STMT_ROLLBACK_TO {
        Back::unknown("What is left of the statements behind a savepoint is not followed.")
    } else {
        Back::Nothing
    }
}

/// # Safety
///
/// The struct is a part of a tree that is not freed yet.
unsafe fn set(set: &pg_sys::VariableSetStmt) -> Back {
    use pg_sys::VariableSetKind::*;
    // SAFETY: as the caller says.
    let name = unsafe { own_text(set.name) }.unwrap_or_default();
    let (name, is_set) = match set.kind {
        VAR_RESET_ALL => ("all".to_string(), false),
        VAR_SET_VALUE => (name, true),
        VAR_SET_DEFAULT | VAR_RESET => (name, false),
        // SET TRANSACTION is for the transaction that it is in.
        _ => return Back::Nothing,
    };
    let name = name.to_lowercase();
    // SAFETY: as the caller says.
    let schemas = if name == "search_path" && is_set { unsafe { schemas(set) } } else { vec![] };
    Back::Set(Setting { name, is_set, is_local: set.is_local, schemas })
}

/// The schemas of a SET search_path, but for an empty name, which is none.
///
/// # Safety
///
/// As for [`set`].
unsafe fn schemas(set: &pg_sys::VariableSetStmt) -> Vec<String> {
    // SAFETY: as the caller says.
    unsafe {
        PgList::<pg_sys::Node>::from_pg(set.args)
            .iter_ptr()
            .filter_map(|node| rows::string(node))
            .filter(|name| !name.is_empty())
            .map(|name| pgrx::spi::quote_identifier(&name))
            .collect()
    }
}

/// # Safety
///
/// The struct is a part of a tree that is not freed yet.
unsafe fn grant(grant: &pg_sys::GrantStmt) -> Back {
    let why = "The privileges that there were before are not in the script.";
    if grant.targtype != pg_sys::GrantTargetType::ACL_TARGET_OBJECT {
        return Back::unknown(why);
    }
    // SAFETY: the objects are RangeVars for relations, and otherwise what names an object.
    let objects: Option<Vec<_>> = unsafe {
        PgList::<pg_sys::Node>::from_pg(grant.objects)
            .iter_ptr()
            .map(|object| named(grant.objtype, std::ptr::null_mut(), object))
            .collect()
    };
    Back::unknown_unless(why, objects.into_iter().collect())
}

/// The object itself or, for a part of a relation, that or its relation: if the script has made it, what is done to
/// it goes with it.
///
/// # Safety
///
/// `object` is a node of a tree that is not freed yet, as a statement on this kind of object has it.
unsafe fn whole_or_part(kind: pg_sys::ObjectType::Type, object: *mut pg_sys::Node) -> Vec<Vec<Object>> {
    use pg_sys::ObjectType::*;
    let word = match kind {
        OBJECT_COLUMN => "column",
        OBJECT_TABCONSTRAINT => "constraint",
        OBJECT_TRIGGER => "trigger",
        OBJECT_POLICY => "policy",
        OBJECT_RULE => "rule",
        _ => {
            // SAFETY: as the caller says.
            let whole = unsafe { named(kind, std::ptr::null_mut(), object) };
            return whole.map(|object| vec![object]).into_iter().collect();
        }
    };
    // SAFETY: for these kinds it is a list of names, of which the last is the part's.
    let mut parts = unsafe { name::parts(object.cast()) };
    let part = parts.pop().unwrap_or_default();
    let relation = parts.join(".");
    vec![vec![Object::part(word, relation.as_str(), part)], vec![Object::new("relation", relation)]]
}

/// What a statement on this kind of object names.
///
/// # Safety
///
/// Both are NULL or nodes of a tree that is not freed yet; one is not NULL.
unsafe fn named(
    kind: pg_sys::ObjectType::Type,
    relation: *mut pg_sys::RangeVar,
    object: *mut pg_sys::Node,
) -> Option<Object> {
    let word = key(kind)?;
    // SAFETY: as the caller says.
    let name = unsafe {
        if !relation.is_null() {
            name::relation(relation)
        } else if pgrx::is_a(object, pg_sys::NodeTag::T_RangeVar) {
            name::relation(object.cast())
        } else {
            name::object(object)?
        }
    };
    Some(Object::new(word, name))
}

/// The name space of a kind of object.
fn key(kind: pg_sys::ObjectType::Type) -> Option<&'static str> {
    use pg_sys::ObjectType::*;
    Some(match kind {
        OBJECT_TABLE | OBJECT_VIEW | OBJECT_MATVIEW | OBJECT_INDEX | OBJECT_SEQUENCE
        | OBJECT_FOREIGN_TABLE => "relation",
        OBJECT_FUNCTION | OBJECT_PROCEDURE | OBJECT_ROUTINE | OBJECT_AGGREGATE => "routine",
        OBJECT_TYPE | OBJECT_DOMAIN => "type",
        other => word(other)?,
    })
}

/// How a kind of object is called in SQL.
fn word(kind: pg_sys::ObjectType::Type) -> Option<&'static str> {
    use pg_sys::ObjectType::*;
    Some(match kind {
        OBJECT_TABLE => "TABLE",
        OBJECT_VIEW => "VIEW",
        OBJECT_MATVIEW => "MATERIALIZED VIEW",
        OBJECT_INDEX => "INDEX",
        OBJECT_SEQUENCE => "SEQUENCE",
        OBJECT_FOREIGN_TABLE => "FOREIGN TABLE",
        OBJECT_FUNCTION => "FUNCTION",
        OBJECT_PROCEDURE => "PROCEDURE",
        OBJECT_ROUTINE => "ROUTINE",
        OBJECT_AGGREGATE => "AGGREGATE",
        OBJECT_TYPE => "TYPE",
        OBJECT_DOMAIN => "DOMAIN",
        OBJECT_SCHEMA => "SCHEMA",
        OBJECT_COLLATION => "COLLATION",
        OBJECT_CONVERSION => "CONVERSION",
        OBJECT_EVENT_TRIGGER => "EVENT TRIGGER",
        OBJECT_EXTENSION => "EXTENSION",
        OBJECT_FDW => "FOREIGN DATA WRAPPER",
        OBJECT_FOREIGN_SERVER => "SERVER",
        OBJECT_PUBLICATION => "PUBLICATION",
        OBJECT_STATISTIC_EXT => "STATISTICS",
        OBJECT_TABLESPACE => "TABLESPACE",
        OBJECT_DATABASE => "DATABASE",
        OBJECT_TSCONFIGURATION => "TEXT SEARCH CONFIGURATION",
        OBJECT_TSDICTIONARY => "TEXT SEARCH DICTIONARY",
        OBJECT_TSPARSER => "TEXT SEARCH PARSER",
        OBJECT_TSTEMPLATE => "TEXT SEARCH TEMPLATE",
        _ => return None,
    })
}

/// # Safety
///
/// `options` is a list of DefElem nodes or NIL.
unsafe fn find_option(options: *mut pg_sys::List, name: &CStr) -> Option<*mut pg_sys::DefElem> {
    // SAFETY: as the caller says.
    unsafe {
        PgList::<pg_sys::DefElem>::from_pg(options)
            .iter_ptr()
            .find(|option| !(**option).defname.is_null() && CStr::from_ptr((**option).defname) == name)
    }
}
