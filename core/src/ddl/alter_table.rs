//! ALTER TABLE and its actions.

use serde::{Deserialize, Serialize};

use super::column::ColumnDef;
use super::constraint::Constraint;
use super::expression::Expression;
use super::name::{Name, ObjectType, RangeVar, RoleSpec, TypeName};
use super::partition::PartitionBound;
use super::value::{DefElem, Value};
use crate::lock::Mode;

/// ALTER TABLE (AlterTableStmt), also of other kinds of relations and of a composite type.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AlterTable {
    /// What is altered.
    pub relation: RangeVar,
    /// Of which kind the statement says that it is.
    pub kind: ObjectType,
    /// IF EXISTS.
    pub if_exists: bool,
    /// The lock that the server takes for all of the actions together (AlterTableGetLockLevel).
    pub lock: Option<Mode>,
    /// What is done.
    pub actions: Vec<Action>,
}

/// How a trigger or rule fires from here on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Firing {
    /// ENABLE.
    #[default]
    Origin,
    /// ENABLE ALWAYS.
    Always,
    /// ENABLE REPLICA.
    Replica,
    /// DISABLE.
    Disabled,
}

/// Which triggers an action is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhichTriggers {
    /// One.
    Named {
        /// Its name.
        name: String,
    },
    /// ALL.
    All,
    /// USER.
    User,
}

/// What tells old rows apart in logical replication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplicaIdentityKind {
    /// DEFAULT: the primary key.
    #[default]
    Default,
    /// FULL.
    Full,
    /// NOTHING.
    Nothing,
    /// USING INDEX.
    Index,
}

/// One action of an ALTER TABLE (AlterTableCmd).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// ADD COLUMN, and ADD ATTRIBUTE of a composite type.
    AddColumn {
        /// The column.
        column: Box<ColumnDef>,
        /// IF NOT EXISTS.
        #[serde(default)]
        if_not_exists: bool,
    },
    /// DROP COLUMN, and DROP ATTRIBUTE.
    DropColumn {
        /// The column.
        column: String,
        /// IF EXISTS.
        #[serde(default)]
        if_exists: bool,
        /// CASCADE.
        #[serde(default)]
        cascade: bool,
    },
    /// ALTER COLUMN … TYPE.
    AlterColumnType {
        /// The column.
        column: String,
        /// The type.
        type_name: TypeName,
        /// COLLATE.
        collation: Option<Name>,
        /// USING.
        using: Option<Box<Expression>>,
        /// CASCADE, of a composite type.
        #[serde(default)]
        cascade: bool,
        /// Where the column's name stands.
        place: Option<u32>,
    },
    /// SET DEFAULT or DROP DEFAULT.
    ColumnDefault {
        /// The column.
        column: String,
        /// The default; none for DROP DEFAULT.
        default: Option<Box<Expression>>,
    },
    /// SET NOT NULL.
    SetNotNull {
        /// The column.
        column: String,
    },
    /// DROP NOT NULL.
    DropNotNull {
        /// The column.
        column: String,
    },
    /// SET EXPRESSION AS, since PostgreSQL 17.
    SetExpression {
        /// The column.
        column: String,
        /// What it is generated from.
        expression: Option<Box<Expression>>,
    },
    /// DROP EXPRESSION.
    DropExpression {
        /// The column.
        column: String,
        /// IF EXISTS.
        #[serde(default)]
        if_exists: bool,
    },
    /// ADD GENERATED … AS IDENTITY.
    AddIdentity {
        /// The column.
        column: String,
        /// How.
        identity: Box<Constraint>,
    },
    /// SET GENERATED and options of the identity's sequence.
    SetIdentity {
        /// The column.
        column: String,
        /// The options.
        #[serde(default)]
        options: Vec<DefElem>,
    },
    /// DROP IDENTITY.
    DropIdentity {
        /// The column.
        column: String,
        /// IF EXISTS.
        #[serde(default)]
        if_exists: bool,
    },
    /// SET STATISTICS.
    SetStatistics {
        /// The column; none for a column of an index, which has a number.
        column: Option<String>,
        /// The column's number.
        number: Option<i16>,
        /// The target; none for DEFAULT.
        target: Option<Value>,
    },
    /// SET (…) of a column.
    SetOptions {
        /// The column.
        column: String,
        /// The options.
        #[serde(default)]
        options: Vec<DefElem>,
    },
    /// RESET (…) of a column.
    ResetOptions {
        /// The column.
        column: String,
        /// The options.
        #[serde(default)]
        options: Vec<DefElem>,
    },
    /// SET STORAGE.
    SetStorage {
        /// The column.
        column: String,
        /// The way of storage.
        storage: Option<String>,
    },
    /// SET COMPRESSION.
    SetCompression {
        /// The column.
        column: String,
        /// The method.
        method: Option<String>,
    },
    /// OPTIONS (…) of a foreign table's column.
    AlterColumnGenericOptions {
        /// The column.
        column: String,
        /// The options.
        #[serde(default)]
        options: Vec<DefElem>,
    },
    /// ADD CONSTRAINT.
    AddConstraint {
        /// The constraint.
        constraint: Box<Constraint>,
    },
    /// ALTER CONSTRAINT.
    AlterConstraint {
        /// Its name, and what it becomes.
        constraint: Box<Constraint>,
    },
    /// VALIDATE CONSTRAINT.
    ValidateConstraint {
        /// The constraint.
        name: String,
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
    /// OWNER TO.
    ChangeOwner {
        /// The role.
        owner: RoleSpec,
    },
    /// CLUSTER ON.
    ClusterOn {
        /// The index.
        index: String,
    },
    /// SET WITHOUT CLUSTER.
    DropCluster,
    /// SET LOGGED.
    SetLogged,
    /// SET UNLOGGED.
    SetUnlogged,
    /// SET WITHOUT OIDS.
    DropOids,
    /// SET ACCESS METHOD.
    SetAccessMethod {
        /// The method; none for DEFAULT.
        method: Option<String>,
    },
    /// SET TABLESPACE.
    SetTablespace {
        /// The tablespace.
        name: String,
    },
    /// SET (…).
    SetRelOptions {
        /// The options.
        #[serde(default)]
        options: Vec<DefElem>,
    },
    /// RESET (…).
    ResetRelOptions {
        /// The options.
        #[serde(default)]
        options: Vec<DefElem>,
    },
    /// ENABLE or DISABLE TRIGGER.
    Trigger {
        /// Which.
        which: WhichTriggers,
        /// What it becomes.
        firing: Firing,
    },
    /// ENABLE or DISABLE RULE.
    Rule {
        /// The rule.
        name: String,
        /// What it becomes.
        firing: Firing,
    },
    /// INHERIT.
    AddInherit {
        /// The parent.
        parent: RangeVar,
    },
    /// NO INHERIT.
    DropInherit {
        /// The parent.
        parent: RangeVar,
    },
    /// OF.
    AddOf {
        /// The type.
        type_name: TypeName,
    },
    /// NOT OF.
    DropOf,
    /// REPLICA IDENTITY.
    ReplicaIdentity {
        /// What it is.
        kind: ReplicaIdentityKind,
        /// The index.
        index: Option<String>,
    },
    /// ENABLE ROW LEVEL SECURITY.
    EnableRowSecurity,
    /// DISABLE ROW LEVEL SECURITY.
    DisableRowSecurity,
    /// FORCE ROW LEVEL SECURITY.
    ForceRowSecurity,
    /// NO FORCE ROW LEVEL SECURITY.
    NoForceRowSecurity,
    /// OPTIONS (…) of a foreign table.
    GenericOptions {
        /// The options.
        #[serde(default)]
        options: Vec<DefElem>,
    },
    /// ATTACH PARTITION.
    AttachPartition {
        /// The partition.
        partition: RangeVar,
        /// FOR VALUES; none for an index.
        bound: Option<PartitionBound>,
    },
    /// DETACH PARTITION.
    DetachPartition {
        /// The partition.
        partition: RangeVar,
        /// CONCURRENTLY.
        #[serde(default)]
        concurrent: bool,
    },
    /// DETACH PARTITION … FINALIZE.
    DetachPartitionFinalize {
        /// The partition.
        partition: RangeVar,
    },
    /// An action that this version of the extension does not know.
    Unknown {
        /// The server's number of it.
        number: u32,
    },
}
