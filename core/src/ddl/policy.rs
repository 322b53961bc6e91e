//! Row security policies.

use serde::{Deserialize, Serialize};

use super::expression::Expression;
use super::name::{RangeVar, RoleSpec};

/// CREATE POLICY (CreatePolicyStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CreatePolicy {
    /// Its name.
    pub name: String,
    /// The table.
    pub table: RangeVar,
    /// FOR, in lower case: `all`, `select` …
    pub command: String,
    /// PERMISSIVE, also where nothing is said.
    pub permissive: bool,
    /// TO.
    pub roles: Vec<RoleSpec>,
    /// USING.
    pub using: Option<Expression>,
    /// WITH CHECK.
    pub with_check: Option<Expression>,
}

/// ALTER POLICY (AlterPolicyStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AlterPolicy {
    /// Its name.
    pub name: String,
    /// The table.
    pub table: RangeVar,
    /// TO.
    pub roles: Vec<RoleSpec>,
    /// USING.
    pub using: Option<Expression>,
    /// WITH CHECK.
    pub with_check: Option<Expression>,
}

/// Statements on policies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// CREATE POLICY.
    Create(Box<CreatePolicy>),
    /// ALTER POLICY.
    Alter(Box<AlterPolicy>),
}
