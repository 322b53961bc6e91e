//! Constraints of columns, tables and domains.

use serde::{Deserialize, Serialize};

use super::expression::Expression;
use super::index::IndexElem;
use super::name::{Name, RangeVar};
use super::value::DefElem;

/// A constraint's kind (ConstrType). What stands behind a column is a constraint to the grammar, its default too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConstraintKind {
    /// NULL.
    Null,
    /// NOT NULL.
    #[default]
    NotNull,
    /// DEFAULT.
    Default,
    /// GENERATED … AS IDENTITY.
    Identity,
    /// GENERATED … AS (expression).
    Generated,
    /// CHECK.
    Check,
    /// PRIMARY KEY.
    Primary,
    /// UNIQUE.
    Unique,
    /// EXCLUDE.
    Exclusion,
    /// FOREIGN KEY, REFERENCES.
    Foreign,
    /// DEFERRABLE, behind a column's constraint.
    AttributeDeferrable,
    /// NOT DEFERRABLE, behind a column's constraint.
    AttributeNotDeferrable,
    /// INITIALLY DEFERRED, behind a column's constraint.
    AttributeDeferred,
    /// INITIALLY IMMEDIATE, behind a column's constraint.
    AttributeImmediate,
    /// A kind that this version of the extension does not know.
    Unknown,
}

/// What a foreign key does when the row goes to which it refers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ForeignKeyAction {
    /// NO ACTION, also where nothing is said.
    #[default]
    NoAction,
    /// RESTRICT.
    Restrict,
    /// CASCADE.
    Cascade,
    /// SET NULL.
    SetNull,
    /// SET DEFAULT.
    SetDefault,
}

/// How a foreign key of several columns takes NULL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ForeignKeyMatch {
    /// MATCH SIMPLE, also where nothing is said.
    #[default]
    Simple,
    /// MATCH PARTIAL.
    Partial,
    /// MATCH FULL.
    Full,
}

/// When a value is generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GeneratedWhen {
    /// ALWAYS.
    #[default]
    Always,
    /// BY DEFAULT.
    ByDefault,
}

/// What a foreign key refers to, and how.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct References {
    /// The table.
    pub pktable: RangeVar,
    /// Its columns; none where the statement names none.
    pub pk_attrs: Vec<String>,
    /// MATCH.
    pub matchtype: ForeignKeyMatch,
    /// ON UPDATE.
    pub on_update: ForeignKeyAction,
    /// ON DELETE.
    pub on_delete: ForeignKeyAction,
    /// The columns of ON DELETE SET NULL or SET DEFAULT.
    pub on_delete_columns: Vec<String>,
}

/// A column or expression of an exclusion constraint, with its operator.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Exclusion {
    /// The column or expression.
    pub element: IndexElem,
    /// The operator.
    pub operator: Name,
}

/// A constraint (Constraint).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Constraint {
    /// Its kind.
    pub kind: ConstraintKind,
    /// Its name, where the statement gives one.
    pub name: Option<String>,
    /// DEFERRABLE.
    pub deferrable: bool,
    /// INITIALLY DEFERRED.
    pub initially_deferred: bool,
    /// NO INHERIT.
    pub no_inherit: bool,
    /// NOT VALID.
    pub not_valid: bool,
    /// NOT ENFORCED.
    pub not_enforced: bool,
    /// The condition of a CHECK, a DEFAULT's value, or what a column is generated from.
    pub expression: Option<Expression>,
    /// ALWAYS or BY DEFAULT, of an identity or generated column.
    pub generated_when: Option<GeneratedWhen>,
    /// Whether a generated column is evaluated when it is read: VIRTUAL, or on PostgreSQL 18 no word.
    pub is_virtual: bool,
    /// NULLS NOT DISTINCT.
    pub nulls_not_distinct: bool,
    /// WITHOUT OVERLAPS; of a foreign key, PERIOD.
    pub without_overlaps: bool,
    /// The columns: of a key, of a foreign key the table's own. None where it stands behind its column.
    pub columns: Vec<String>,
    /// INCLUDE.
    pub including: Vec<String>,
    /// The columns or expressions of an exclusion constraint.
    pub exclusions: Vec<Exclusion>,
    /// WITH (…), and the sequence's options of an identity column.
    pub options: Vec<DefElem>,
    /// USING INDEX.
    pub index: Option<String>,
    /// USING INDEX TABLESPACE.
    pub tablespace: Option<String>,
    /// The index's access method, of an exclusion constraint.
    pub access_method: Option<String>,
    /// WHERE, of an exclusion constraint.
    pub predicate: Option<Expression>,
    /// What a foreign key refers to.
    pub references: Option<References>,
    /// Where it stands.
    pub place: Option<u32>,
}
