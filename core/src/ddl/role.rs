//! Roles.

use serde::{Deserialize, Serialize};

use super::name::RoleSpec;
use super::value::{DefElem, VariableSet};

/// Which word a CREATE ROLE has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoleStatement {
    /// ROLE.
    #[default]
    Role,
    /// USER.
    User,
    /// GROUP.
    Group,
}

/// CREATE ROLE (CreateRoleStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CreateRole {
    /// Which word it has.
    pub kind: RoleStatement,
    /// Its name.
    pub name: String,
    /// Its options; a password is left out.
    pub options: Vec<DefElem>,
}

/// ALTER ROLE (AlterRoleStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AlterRole {
    /// The role.
    pub role: RoleSpec,
    /// What becomes of its options; a password is left out.
    pub options: Vec<DefElem>,
    /// DROP members rather than add them.
    pub drops: bool,
}

/// ALTER ROLE … SET (AlterRoleSetStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AlterRoleSet {
    /// The role; none for ALL.
    pub role: Option<RoleSpec>,
    /// IN DATABASE.
    pub database: Option<String>,
    /// The SET or RESET.
    pub set: VariableSet,
}

/// DROP ROLE, and DROP OWNED (DropRoleStmt, DropOwnedStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DropRoles {
    /// The roles.
    pub roles: Vec<RoleSpec>,
    /// IF EXISTS.
    pub if_exists: bool,
    /// CASCADE.
    pub cascade: bool,
}

/// REASSIGN OWNED (ReassignOwnedStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReassignOwned {
    /// The roles that own it.
    pub roles: Vec<RoleSpec>,
    /// The role that will.
    pub newrole: RoleSpec,
}

/// Statements on roles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// CREATE ROLE.
    Create(CreateRole),
    /// ALTER ROLE.
    Alter(AlterRole),
    /// ALTER ROLE … SET.
    AlterSet(AlterRoleSet),
    /// DROP ROLE.
    Drop(DropRoles),
    /// DROP OWNED.
    DropOwned(DropRoles),
    /// REASSIGN OWNED.
    ReassignOwned(ReassignOwned),
}
