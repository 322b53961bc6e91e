//! Names of relations, roles, types, routines and other objects, as a statement writes them.

use serde::{Deserialize, Serialize};

use crate::relation::Relation;

/// A name with dots: `schema.name` or `name`, each part as the catalog has it, without quotes.
pub type Name = Vec<String>;

/// The last two parts of a name, as a relation.
pub fn relation(name: &[String]) -> Relation {
    let mut parts = name.iter().cloned().rev();
    Relation { name: parts.next().unwrap_or_default(), schema: parts.next() }
}

/// How long a relation that is made lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Persistence {
    /// Until it is dropped.
    #[default]
    Permanent,
    /// Without write-ahead log: UNLOGGED.
    Unlogged,
    /// Until the session ends: TEMPORARY.
    Temporary,
}

/// A relation that a statement names (RangeVar).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RangeVar {
    /// The schema, where the statement says one.
    pub schema: Option<String>,
    /// The name.
    pub name: String,
    /// Without the children: ONLY.
    pub only: bool,
    /// How long it lives, where it is made.
    #[serde(skip_serializing_if = "is_permanent")]
    pub persistence: Persistence,
    /// Where it stands.
    pub place: Option<u32>,
}

fn is_permanent(persistence: &Persistence) -> bool {
    *persistence == Persistence::Permanent
}

impl RangeVar {
    /// Its name alone.
    pub fn relation(&self) -> Relation {
        Relation { schema: self.schema.clone(), name: self.name.clone() }
    }
}

/// How a statement says which role it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoleSpecType {
    /// By its name.
    #[default]
    Name,
    /// CURRENT_ROLE.
    CurrentRole,
    /// CURRENT_USER.
    CurrentUser,
    /// SESSION_USER.
    SessionUser,
    /// PUBLIC.
    Public,
}

/// A role that a statement names (RoleSpec).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RoleSpec {
    /// How.
    pub kind: RoleSpecType,
    /// Its name, where it is said by that.
    pub name: Option<String>,
    /// Where it stands.
    pub place: Option<u32>,
}

/// A type that a statement names (TypeName).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TypeName {
    /// Its name, as the grammar has it: `int` is `pg_catalog.int4`.
    pub names: Name,
    /// SETOF.
    pub setof: bool,
    /// The type of a column: `table.column%TYPE`.
    pub pct_type: bool,
    /// Its modifiers, constants and words: 10 and 2 in `numeric(10, 2)`; empty where one is something else.
    pub typmods: Vec<String>,
    /// The bounds of an array, one for each dimension; -1 where none is said.
    pub array_bounds: Vec<i32>,
    /// Where it stands.
    pub place: Option<u32>,
}

/// A routine or an operator that a statement names (ObjectWithArgs).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RoutineName {
    /// Its name.
    pub name: Name,
    /// The types of its arguments; an operator's argument that is NONE has no name.
    pub arguments: Vec<TypeName>,
    /// It is named without arguments.
    pub args_unspecified: bool,
}

/// An object that a statement names, of a kind that the statement says; the forms are those of the grammar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObjectName {
    /// By a name.
    Name {
        /// The name; for a part of a relation the relation's with the part's behind it. For an operator class or family
        /// the access method comes first.
        #[serde(default)]
        names: Name,
        /// Types that say which one it is: both of a cast, that of a domain's constraint or of a transform.
        #[serde(default)]
        types: Vec<TypeName>,
    },
    /// A relation.
    Relation(RangeVar),
    /// A type or domain.
    Type(TypeName),
    /// A routine or an operator.
    Routine(RoutineName),
    /// By something else: a large object's number.
    Other,
}

/// The kind of an object (ObjectType).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Hash)]
#[serde(rename_all = "snake_case")]
pub enum ObjectType {
    /// A table.
    #[default]
    Table,
    /// An access method.
    AccessMethod,
    /// An aggregate.
    Aggregate,
    /// An operator of an operator family.
    Amop,
    /// A function of an operator family.
    Amproc,
    /// An attribute of a composite type.
    Attribute,
    /// A cast.
    Cast,
    /// A column.
    Column,
    /// A collation.
    Collation,
    /// A conversion between encodings.
    Conversion,
    /// A database.
    Database,
    /// A column's default.
    Default,
    /// Default privileges.
    DefaultAcl,
    /// A domain.
    Domain,
    /// A domain's constraint.
    DomainConstraint,
    /// An event trigger.
    EventTrigger,
    /// An extension.
    Extension,
    /// A foreign-data wrapper.
    ForeignDataWrapper,
    /// A foreign server.
    ForeignServer,
    /// A foreign table.
    ForeignTable,
    /// A function.
    Function,
    /// An index.
    Index,
    /// A procedural language.
    Language,
    /// A large object.
    LargeObject,
    /// A materialized view.
    MaterializedView,
    /// An operator class.
    OperatorClass,
    /// An operator.
    Operator,
    /// An operator family.
    OperatorFamily,
    /// A setting, as far as privileges are given on it.
    ParameterAcl,
    /// A row security policy.
    Policy,
    /// A procedure.
    Procedure,
    /// A publication.
    Publication,
    /// A schema of a publication.
    PublicationNamespace,
    /// A table of a publication.
    PublicationRelation,
    /// A role.
    Role,
    /// A function, procedure or aggregate.
    Routine,
    /// A rewrite rule.
    Rule,
    /// A schema.
    Schema,
    /// A sequence.
    Sequence,
    /// A subscription.
    Subscription,
    /// Extended statistics.
    Statistics,
    /// A table's constraint.
    TableConstraint,
    /// A tablespace.
    Tablespace,
    /// A transform.
    Transform,
    /// A trigger.
    Trigger,
    /// A text search configuration.
    TextSearchConfiguration,
    /// A text search dictionary.
    TextSearchDictionary,
    /// A text search parser.
    TextSearchParser,
    /// A text search template.
    TextSearchTemplate,
    /// A type.
    Type,
    /// A user mapping.
    UserMapping,
    /// A view.
    View,
    /// A kind that this version of the extension does not know.
    Unknown,
}
