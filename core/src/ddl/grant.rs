//! GRANT and REVOKE.

use serde::{Deserialize, Serialize};

use super::name::{ObjectName, ObjectType, RoleSpec};
use super::value::DefElem;

/// On what privileges are given or taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GrantTarget {
    /// On the objects that are named.
    #[default]
    Object,
    /// ON ALL … IN SCHEMA.
    AllInSchema,
    /// ALTER DEFAULT PRIVILEGES.
    Defaults,
}

/// A privilege (AccessPriv).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Privilege {
    /// Its name, as it is written; none for ALL of some columns.
    pub name: Option<String>,
    /// The columns.
    pub columns: Vec<String>,
}

/// GRANT or REVOKE of privileges (GrantStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct GrantPrivileges {
    /// GRANT rather than REVOKE.
    pub is_grant: bool,
    /// On what.
    pub target: GrantTarget,
    /// The kind of the objects.
    pub kind: ObjectType,
    /// The objects, or the schemas.
    pub objects: Vec<ObjectName>,
    /// The privileges; none for ALL.
    pub privileges: Vec<Privilege>,
    /// TO or FROM.
    pub grantees: Vec<RoleSpec>,
    /// WITH GRANT OPTION, GRANT OPTION FOR.
    pub grant_option: bool,
    /// CASCADE.
    pub cascade: bool,
}

/// GRANT or REVOKE of roles (GrantRoleStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct GrantRole {
    /// GRANT rather than REVOKE.
    pub is_grant: bool,
    /// The roles that are given or taken, as they are written.
    pub roles: Vec<Privilege>,
    /// TO or FROM.
    pub grantees: Vec<RoleSpec>,
    /// CASCADE.
    pub cascade: bool,
}

/// ALTER DEFAULT PRIVILEGES (AlterDefaultPrivilegesStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DefaultPrivileges {
    /// FOR ROLE and IN SCHEMA.
    pub options: Vec<DefElem>,
    /// What is given or taken.
    pub action: GrantPrivileges,
}

/// Statements on privileges.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grant {
    /// GRANT or REVOKE of privileges.
    Privileges(GrantPrivileges),
    /// GRANT or REVOKE of roles.
    Role(GrantRole),
    /// ALTER DEFAULT PRIVILEGES.
    Defaults(DefaultPrivileges),
}
