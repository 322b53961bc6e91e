//! Schemas, databases, tablespaces and the server's own settings.

use serde::{Deserialize, Serialize};

use super::name::{ObjectType, RoleSpec};
use super::value::{DefElem, VariableSet};

/// CREATE SCHEMA (CreateSchemaStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CreateSchema {
    /// Its name; none where it is the owner's.
    pub name: Option<String>,
    /// AUTHORIZATION.
    pub owner: Option<RoleSpec>,
    /// The command tags of the statements that stand in it.
    pub elements: Vec<String>,
    /// IF NOT EXISTS.
    pub if_not_exists: bool,
}

/// CREATE, ALTER or DROP DATABASE.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Database {
    /// Its name.
    pub name: String,
    /// Its options.
    pub options: Vec<DefElem>,
    /// IF EXISTS.
    pub if_exists: bool,
}

/// ALTER DATABASE … SET (AlterDatabaseSetStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AlterDatabaseSet {
    /// Its name.
    pub name: String,
    /// The SET or RESET.
    pub set: VariableSet,
}

/// CREATE, ALTER or DROP TABLESPACE.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Tablespace {
    /// Its name.
    pub name: String,
    /// OWNER.
    pub owner: Option<RoleSpec>,
    /// Its options.
    pub options: Vec<DefElem>,
    /// IF EXISTS.
    pub if_exists: bool,
    /// RESET rather than SET.
    pub is_reset: bool,
}

/// ALTER TABLE ALL IN TABLESPACE (AlterTableMoveAllStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MoveAll {
    /// The kind of what is moved.
    pub kind: ObjectType,
    /// From this tablespace.
    pub from: String,
    /// To this one.
    pub to: String,
    /// NOWAIT.
    pub nowait: bool,
}

/// Statements on what holds other objects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Container {
    /// CREATE SCHEMA.
    CreateSchema(CreateSchema),
    /// CREATE DATABASE.
    CreateDatabase(Database),
    /// ALTER DATABASE with options.
    AlterDatabase(Database),
    /// ALTER DATABASE … REFRESH COLLATION VERSION.
    AlterDatabaseRefreshCollation(Database),
    /// ALTER DATABASE … SET.
    AlterDatabaseSet(AlterDatabaseSet),
    /// DROP DATABASE.
    DropDatabase(Database),
    /// CREATE TABLESPACE.
    CreateTablespace(Tablespace),
    /// ALTER TABLESPACE … SET or RESET.
    AlterTablespace(Tablespace),
    /// DROP TABLESPACE.
    DropTablespace(Tablespace),
    /// ALTER TABLE ALL IN TABLESPACE.
    MoveAll(MoveAll),
    /// ALTER SYSTEM.
    AlterSystem(VariableSet),
}
