//! Types and domains.

use serde::{Deserialize, Serialize};

use super::column::ColumnDef;
use super::constraint::Constraint;
use super::expression::Expression;
use super::name::{Name, RangeVar, TypeName};
use super::value::DefElem;

/// CREATE TYPE … AS (…) (CompositeTypeStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CompositeType {
    /// The type.
    pub name: RangeVar,
    /// Its attributes.
    pub attributes: Vec<ColumnDef>,
}

/// CREATE TYPE … AS ENUM (CreateEnumStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CreateEnum {
    /// The type.
    pub name: Name,
    /// Its values.
    pub values: Vec<String>,
}

/// CREATE TYPE … AS RANGE (CreateRangeStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CreateRange {
    /// The type.
    pub name: Name,
    /// Its parameters.
    pub params: Vec<DefElem>,
}

/// CREATE DOMAIN (CreateDomainStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CreateDomain {
    /// The domain.
    pub name: Name,
    /// The type below it.
    pub type_name: TypeName,
    /// COLLATE.
    pub collation: Option<Name>,
    /// Its constraints and its default.
    pub constraints: Vec<Constraint>,
}

/// ALTER TYPE … ADD VALUE or RENAME VALUE (AlterEnumStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AlterEnum {
    /// The type.
    pub name: Name,
    /// The value that is renamed; none where one is added.
    pub old_value: Option<String>,
    /// The new value.
    pub new_value: String,
    /// The value beside which it is added.
    pub neighbor: Option<String>,
    /// AFTER rather than BEFORE that; true also where neither is said.
    pub is_after: bool,
    /// IF NOT EXISTS.
    pub if_not_exists: bool,
}

/// What an ALTER DOMAIN does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DomainAction {
    /// SET DEFAULT or DROP DEFAULT.
    Default {
        /// The default; none for DROP DEFAULT.
        default: Option<Box<Expression>>,
    },
    /// DROP NOT NULL.
    DropNotNull,
    /// SET NOT NULL.
    SetNotNull,
    /// ADD CONSTRAINT.
    AddConstraint {
        /// The constraint.
        constraint: Box<Constraint>,
    },
    /// DROP CONSTRAINT.
    DropConstraint {
        /// The constraint.
        name: String,
        /// IF EXISTS.
        #[serde(default)]
        if_exists: bool,
        /// CASCADE.
        #[serde(default)]
        cascade: bool,
    },
    /// VALIDATE CONSTRAINT.
    ValidateConstraint {
        /// The constraint.
        name: String,
    },
    /// An action that this version of the extension does not know.
    Unknown,
}

/// ALTER DOMAIN (AlterDomainStmt).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlterDomain {
    /// The domain.
    pub name: Name,
    /// What is done.
    pub action: DomainAction,
}

/// ALTER TYPE … SET (…) (AlterTypeStmt).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AlterType {
    /// The type.
    pub name: Name,
    /// The options.
    pub options: Vec<DefElem>,
}

/// Statements on types and domains.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    /// CREATE TYPE … AS (…).
    CreateComposite(CompositeType),
    /// CREATE TYPE … AS ENUM.
    CreateEnum(CreateEnum),
    /// CREATE TYPE … AS RANGE.
    CreateRange(CreateRange),
    /// CREATE DOMAIN.
    CreateDomain(Box<CreateDomain>),
    /// ALTER TYPE … ADD VALUE or RENAME VALUE.
    AlterEnum(AlterEnum),
    /// ALTER DOMAIN.
    AlterDomain(AlterDomain),
    /// ALTER TYPE … SET (…).
    Alter(AlterType),
}
