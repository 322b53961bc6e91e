//! Schemas, databases, tablespaces and ALTER SYSTEM.

use migrate_core::ddl::database::{AlterDatabaseSet, Container, CreateSchema, Database, MoveAll, Tablespace};
use pgrx::pg_sys;

use super::name::{object_type, role};
use super::node::{nodes, text, word};
use super::source::Source;
use super::tag::tag;
use super::value::{options, variable_set};

/// A statement on what holds other objects; none if it is of another family.
///
/// # Safety
///
/// `node` is a statement of a tree that is not freed yet.
pub unsafe fn read(node: *mut pg_sys::Node, at: &Source) -> Option<Container> {
    use pg_sys::NodeTag::*;
    // SAFETY: each cast is to the struct of the node's tag, and each field has what the grammar puts in it.
    unsafe {
        let database =
            |name, list| Database { name: word(name), options: options(list, at), if_exists: false };
        let none = std::ptr::null_mut();
        Some(match (*node).type_ {
            T_CreateSchemaStmt => {
                let create = &*node.cast::<pg_sys::CreateSchemaStmt>();
                Container::CreateSchema(CreateSchema {
                    name: text(create.schemaname),
                    owner: role(create.authrole, at),
                    elements: nodes(create.schemaElts).into_iter().map(|node| tag(node)).collect(),
                    if_not_exists: create.if_not_exists,
                })
            }
            T_CreatedbStmt => {
                let create = &*node.cast::<pg_sys::CreatedbStmt>();
                Container::CreateDatabase(database(create.dbname, create.options))
            }
            T_AlterDatabaseStmt => {
                let alter = &*node.cast::<pg_sys::AlterDatabaseStmt>();
                Container::AlterDatabase(database(alter.dbname, alter.options))
            }
            T_AlterDatabaseRefreshCollStmt => {
                let alter = &*node.cast::<pg_sys::AlterDatabaseRefreshCollStmt>();
                Container::AlterDatabaseRefreshCollation(database(alter.dbname, none))
            }
            T_AlterDatabaseSetStmt => {
                let alter = &*node.cast::<pg_sys::AlterDatabaseSetStmt>();
                let (name, set) = (word(alter.dbname), variable_set(&*alter.setstmt, at));
                Container::AlterDatabaseSet(AlterDatabaseSet { name, set })
            }
            T_DropdbStmt => {
                let drop = &*node.cast::<pg_sys::DropdbStmt>();
                let read = database(drop.dbname, drop.options);
                Container::DropDatabase(Database { if_exists: drop.missing_ok, ..read })
            }
            T_CreateTableSpaceStmt => {
                let create = &*node.cast::<pg_sys::CreateTableSpaceStmt>();
                Container::CreateTablespace(Tablespace {
                    name: word(create.tablespacename),
                    owner: role(create.owner, at),
                    options: options(create.options, at),
                    ..Tablespace::default()
                })
            }
            T_AlterTableSpaceOptionsStmt => {
                let alter = &*node.cast::<pg_sys::AlterTableSpaceOptionsStmt>();
                Container::AlterTablespace(Tablespace {
                    name: word(alter.tablespacename),
                    options: options(alter.options, at),
                    is_reset: alter.isReset,
                    ..Tablespace::default()
                })
            }
            T_DropTableSpaceStmt => {
                let drop = &*node.cast::<pg_sys::DropTableSpaceStmt>();
                let (name, if_exists) = (word(drop.tablespacename), drop.missing_ok);
                Container::DropTablespace(Tablespace { name, if_exists, ..Tablespace::default() })
            }
            T_AlterTableMoveAllStmt => {
                let alter = &*node.cast::<pg_sys::AlterTableMoveAllStmt>();
                Container::MoveAll(MoveAll {
                    kind: object_type(alter.objtype),
                    from: word(alter.orig_tablespacename),
                    to: word(alter.new_tablespacename),
                    nowait: alter.nowait,
                })
            }
            T_AlterSystemStmt => {
                let alter = &*node.cast::<pg_sys::AlterSystemStmt>();
                Container::AlterSystem(variable_set(&*alter.setstmt, at))
            }
            _ => return None,
        })
    }
}
