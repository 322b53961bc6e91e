//! One statement, run or analysed with its names led elsewhere.

use migrate_core::relation::Relation;
use pgrx::pg_sys;

use super::ddl::node::{members, word};
use super::redirect::redirect;
pub use super::redirect::{Kind, Lead, Name};
use crate::postgres::toplevel::{analyse, part, with_trees};

/// The relations that a statement names, and those that it makes: each name that [`run`] would ask for.
///
/// Raises the parser's error.
pub fn names(sql: &str) -> Vec<Relation> {
    let mut found = Vec::new();
    with_trees(sql, |trees, _| {
        for tree in trees {
            let mut look = |name: Name| {
                if let Name::Relation(schema, name) | Name::Made(schema, name) = name {
                    found.push(Relation { schema: schema.map(str::to_string), name: name.to_string() });
                } else if let Name::With(name) = name {
                    found.push(Relation { schema: None, name: name.to_string() });
                }
                Lead::Same
            };
            // SAFETY: the tree lives until this closure returns. What cannot be run need not be known whole.
            let _ = unsafe { redirect(*tree, &mut look) };
        }
    });
    found
}

/// Runs a statement of DDL with its names led to where `ask` says, as a part of another: no event trigger is told. One
/// that reads or writes rows is analysed only.
///
/// Raises the statement's own error.
///
/// # Errors
///
/// Why it is not run, in words.
pub fn run(sql: &str, mut ask: impl FnMut(Name) -> Lead) -> Result<Kind, String> {
    with_trees(sql, |trees, text| {
        let mut kind = Kind::Definition;
        for tree in trees {
            // SAFETY: the tree lives until this closure returns, and is of this text.
            unsafe {
                kind = redirect(*tree, &mut ask)?;
                match kind {
                    Kind::Definition | Kind::Empty => part(*tree, text),
                    Kind::Rows => analyse(*tree, text),
                }
            }
        }
        Ok(kind)
    })
}

/// Whether a statement sets where names are looked up, for the statements behind it.
///
/// # Errors
///
/// It sets or does something else with the session; in words.
pub fn sets_search_path(sql: &str) -> Result<bool, String> {
    with_trees(sql, |trees, _| {
        for tree in trees {
            // SAFETY: the tree lives until this closure returns; the cast is to the struct of the node's tag.
            unsafe {
                let node = (**tree).stmt;
                if (*node).type_ == pg_sys::NodeTag::T_VariableSetStmt {
                    let set: *mut pg_sys::VariableSetStmt = node.cast();
                    return match word((*set).name).as_str() {
                        "search_path" => Ok(true),
                        _ => Err("it is about the session".into()),
                    };
                }
            }
        }
        Ok(false)
    })
}

/// The schema that a statement makes without anything in it, and whether it may be there already.
pub fn makes_schema(sql: &str) -> Option<(String, bool)> {
    with_trees(sql, |trees, _| {
        let [tree] = trees else { return None };
        // SAFETY: the tree lives until this closure returns; the cast is to the struct of the node's tag.
        unsafe {
            let node = (**tree).stmt;
            if (*node).type_ != pg_sys::NodeTag::T_CreateSchemaStmt {
                return None;
            }
            let create: *mut pg_sys::CreateSchemaStmt = node.cast();
            let is_plain = (*create).schemaElts.is_null() && (*create).authrole.is_null();
            is_plain.then(|| (word((*create).schemaname), (*create).if_not_exists))
        }
    })
}

/// Whether a statement gives a relation to another owner, and does nothing else.
pub fn only_changes_owner(sql: &str) -> bool {
    with_trees(sql, |trees, _| {
        // SAFETY: the trees live until this closure returns; the cast is to the struct of the node's tag.
        trees.iter().all(|tree| unsafe {
            let node = (**tree).stmt;
            if (*node).type_ != pg_sys::NodeTag::T_AlterTableStmt {
                return false;
            }
            let commands = members::<pg_sys::AlterTableCmd>((*node.cast::<pg_sys::AlterTableStmt>()).cmds);
            commands.into_iter().all(|command| (*command).subtype == pg_sys::AlterTableType::AT_ChangeOwner)
        })
    })
}

/// How many calls of functions a statement has.
pub fn calls(sql: &str) -> usize {
    let mut calls = 0;
    with_trees(sql, |trees, _| {
        for tree in trees {
            let mut count = |name: Name| {
                calls += usize::from(matches!(name, Name::Routine(..)));
                Lead::Same
            };
            // SAFETY: the tree lives until this closure returns.
            let _ = unsafe { redirect(*tree, &mut count) };
        }
    });
    calls
}
