//! What is wrong with what a safe operation is asked to do.

use thiserror::Error;

mod report;

/// What is asked does not fit the table.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OperationError {
    /// There is no such table.
    #[error("relation \"{table}\" does not exist")]
    NoTable {
        /// As it was written.
        table: String,
    },
    /// It is something else than a table.
    #[error("\"{table}\" is {what}")]
    WrongKind {
        /// The relation.
        table: String,
        /// What it is, with an article.
        what: &'static str,
    },
    /// The role is not the table's owner.
    #[error("must be owner of table {table}")]
    NotOwner {
        /// The table.
        table: String,
        /// Its owner.
        owner: String,
    },
    /// There is no such column.
    #[error("column \"{column}\" of relation \"{table}\" does not exist")]
    NoColumn {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// The columns that it has.
        there: Vec<String>,
    },
    /// Something hangs on a column that cannot be carried over to another one.
    #[error("column \"{column}\" of relation \"{table}\" has what a column of another type cannot take over")]
    Hanging {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// What it is, each.
        things: Vec<String>,
    },
    /// No value of the new type can be made one of the old type again.
    #[error("type {from} cannot be cast back to {to}")]
    NoReverse {
        /// The column.
        column: String,
        /// The new type.
        from: String,
        /// The old type.
        to: String,
    },
    /// There is no such constraint.
    #[error("constraint \"{constraint}\" of relation \"{table}\" does not exist")]
    NoConstraint {
        /// The table.
        table: String,
        /// The constraint.
        constraint: String,
    },
    /// Something of that name is there, and is something else.
    #[error("{what} \"{name}\" exists with another definition")]
    Other {
        /// index, constraint ...
        what: &'static str,
        /// Its name.
        name: String,
        /// The definition that is there.
        there: String,
        /// The definition that is asked for.
        wanted: String,
    },
    /// The index belongs to a constraint.
    #[error("index \"{index}\" belongs to constraint \"{constraint}\"")]
    OfConstraint {
        /// The index.
        index: String,
        /// The constraint.
        constraint: String,
        /// The table.
        table: String,
    },
    /// What was given as an expression is more than one.
    #[error("an argument makes more than one statement of it")]
    Argument {
        /// What it makes of the statement.
        sql: String,
    },
    /// An argument must have something in it.
    #[error("argument \"{argument}\" must not be empty")]
    Empty {
        /// Its name.
        argument: &'static str,
    },
    /// The column is none that can be changed like that.
    #[error("column \"{column}\" is {what}")]
    WrongColumn {
        /// The column.
        column: String,
        /// What it is, with an article.
        what: String,
    },
    /// A column that must not be NULL has nothing to be in the rows that are there.
    #[error("column \"{column}\" cannot be NOT NULL without a default: table \"{table}\" has rows")]
    NoDefault {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// Adding the column would write the table anew.
    #[error("cannot add column \"{column}\" to large table \"{table}\" without rewriting it")]
    Rewrite {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// Why, a sentence.
        why: String,
        /// What to do instead.
        instead: String,
    },
    /// What is set depends on what was there, in a way that cannot be seen afterwards.
    #[error("cannot fill table \"{table}\" in batches with what depends on what was there")]
    Twice {
        /// The table.
        table: String,
    },
    /// A policy hides rows from the role, which would be left as they are.
    #[error("row security of table \"{table}\" may hide rows from the current role")]
    RowSecurity {
        /// The table.
        table: String,
    },
    /// Rules make other statements of those that write to the table.
    #[error("table \"{table}\" has rules, which rewrite what is written to it")]
    Rules {
        /// The table.
        table: String,
        /// Their names.
        rules: Vec<String>,
    },
    /// A trigger of the table's own would fire behind the one that keeps columns in step.
    #[error(
        "trigger \"{trigger}\" of table \"{table}\" would fire behind the one that keeps both columns in step"
    )]
    LateTrigger {
        /// The table.
        table: String,
        /// The table's own.
        trigger: String,
        /// The other one.
        ours: String,
    },
    /// The referenced table has no primary key, and no columns were given.
    #[error("there is no primary key for referenced table \"{table}\"")]
    NoPrimaryKey {
        /// The table.
        table: String,
    },
    /// An argument is none of the words that it can be.
    #[error("argument \"{argument}\" cannot be \"{value}\"")]
    Choice {
        /// Its name.
        argument: &'static str,
        /// What was given.
        value: String,
        /// What can be.
        choices: String,
    },
    /// There is no such operation.
    #[error("operation {id} does not exist")]
    NoOperation {
        /// Its number.
        id: i64,
    },
    /// Nothing takes the operation back.
    #[error("{title} cannot be undone")]
    NoWayBack {
        /// The operation, in words.
        title: String,
    },
    /// It was called by a migration's script.
    #[error("{title} belongs to migration {version}")]
    OfMigration {
        /// The operation, in words.
        title: String,
        /// The migration.
        version: i64,
    },
    /// Somebody else asked for it.
    #[error("permission denied to undo {title}")]
    NotYours {
        /// The operation, in words.
        title: String,
        /// Who asked for it.
        asked_by: String,
        /// Who wants to undo it.
        role: String,
    },
    /// There is no such change.
    #[error("{change} does not exist")]
    NoChange {
        /// How it was named.
        change: String,
    },
    /// The change does not stand where that can be done.
    #[error("{title} {why}")]
    ChangeState {
        /// The change, in words.
        title: String,
        /// Its number.
        id: i64,
        /// What is the matter.
        why: &'static str,
        /// Until when it can be taken back.
        until: Option<String>,
    },
    /// Another change is at work on what is to be changed.
    #[error("table \"{table}\" is in the middle of another change: {title}")]
    Conflict {
        /// The table.
        table: String,
        /// The other change, in words.
        title: String,
        /// Its number.
        id: i64,
    },
    /// What was hidden is not known to be unused.
    #[error("{what} may still be in use")]
    InUse {
        /// What it is, with its name.
        what: String,
        /// The change's number.
        id: i64,
        /// Until when it is kept, if that is not over.
        until: Option<String>,
        /// How often it was written.
        writes: i64,
        /// When last.
        last: Option<String>,
        /// By whom.
        by: Option<String>,
    },
    /// Others depend on what was hidden.
    #[error("cannot drop {what} because other objects depend on it")]
    Needed {
        /// What it is, with its name.
        what: String,
        /// The change's number.
        id: i64,
        /// What depends on it.
        dependents: Vec<String>,
    },
    /// It was dropped for good.
    #[error("{title} is complete")]
    Gone {
        /// The change, in words.
        title: String,
    },
    /// A hidden column that was NOT NULL was left out of rows.
    #[error("column \"{column}\" of table {table} was NOT NULL, and now has no value in {count} rows")]
    Unfilled {
        /// The table, as SQL takes it.
        table: String,
        /// The column.
        column: String,
        /// Its name while it is hidden, as SQL takes it.
        hidden: String,
        /// How many.
        count: i64,
        /// The change's number.
        id: i64,
    },
    /// The table is a partition.
    #[error("table \"{table}\" is a partition of \"{parent}\"")]
    IsPart {
        /// The partition.
        table: String,
        /// The partitioned table.
        parent: String,
    },
    /// A script's statement calls a function of that name which is none of the extension's.
    #[error("the function that is called is none of the extension's safe operations")]
    NotOurs,
    /// No operation is named.
    #[error("which operation is to be undone must be said")]
    Which,
    /// The name belongs to something else.
    #[error("relation \"{name}\" already exists")]
    Taken {
        /// The name.
        name: String,
    },
    /// The server would cut the name.
    #[error("name \"{name}\" is longer than 63 bytes")]
    LongName {
        /// The name.
        name: String,
    },
    /// The type is none that has values.
    #[error("type {name} is {what}")]
    NoEnum {
        /// The type.
        name: String,
        /// What it is, with an article.
        what: String,
    },
    /// The role is not the type's owner.
    #[error("must be owner of type {name}")]
    NotOwnerOfType {
        /// The type.
        name: String,
        /// Its owner.
        owner: String,
    },
    /// There is no such type.
    #[error("type \"{name}\" does not exist")]
    NoType {
        /// As it was written.
        name: String,
    },
    /// The enum has no such value.
    #[error("\"{value}\" is not a value of enum {name}")]
    NoEnumValue {
        /// The type.
        name: String,
        /// The value.
        value: String,
        /// The values that it has.
        there: Vec<String>,
    },
    /// Two arguments of which only one can be given.
    #[error("arguments \"{one}\" and \"{other}\" exclude each other")]
    Both {
        /// One.
        one: &'static str,
        /// The other.
        other: &'static str,
    },
    /// There is no such index.
    #[error("index \"{index}\" does not exist")]
    NoIndex {
        /// The index.
        index: String,
    },
    /// Something hangs on the index.
    #[error("index \"{index}\" cannot be replaced")]
    NoReplacing {
        /// The index.
        index: String,
        /// Why, as a sentence.
        why: String,
    },
    /// Citus keeps the table's rows elsewhere, or copies of them.
    #[error("table \"{table}\" is managed by Citus")]
    Managed {
        /// The table.
        table: String,
    },
    /// The owner of the table, as whom definitions are looked at, may not see or use what the caller can.
    #[error("role \"{owner}\", the owner of table \"{table}\", may not use what is asked for")]
    OutOfReach {
        /// The table.
        table: String,
        /// Its owner.
        owner: String,
        /// What the server said.
        said: String,
    },
    /// A backfill that changes nothing any more, although there are rows that it was to change.
    #[error("rows of {table} are left that the backfill did not reach")]
    Unreached {
        /// The table.
        table: String,
    },
    /// The table has no partitions.
    #[error("table \"{table}\" is not partitioned")]
    NotPartitioned {
        /// The table.
        table: String,
    },
    /// The table is a partition of another one.
    #[error("relation \"{partition}\" is not a partition of relation \"{parent}\"")]
    NotPartitionOf {
        /// The partition.
        partition: String,
        /// The partitioned table.
        parent: String,
    },
    /// The table is not like the one that it is to be a partition of.
    #[error("column \"{column}\" of table \"{partition}\" {what}")]
    Misfit {
        /// The table.
        partition: String,
        /// The column.
        column: String,
        /// What is wrong with it, as the end of a sentence.
        what: String,
    },
    /// The index of an exclusion constraint on a table in use.
    #[error("cannot reindex \"{index}\" of table \"{table}\" concurrently")]
    Exclusion {
        /// The index.
        index: String,
        /// The table.
        table: String,
    },
}
