//! What is wrong with what a safe operation is asked to do.

use thiserror::Error;

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

impl OperationError {
    pub(crate) fn sqlstate(&self) -> &'static str {
        use OperationError::*;
        match self {
            NoTable { .. } => "42P01",
            WrongKind { .. } => "42809",
            NotOwner { .. } => "42501",
            NoColumn { .. } => "42703",
            Hanging { .. } => "0A000",
            NoReverse { .. } => "42846",
            NoConstraint { .. } => "42704",
            Other { .. } => "42710",
            OfConstraint { .. } => "2BP01",
            Argument { .. } => "42601",
            Empty { .. } | Choice { .. } | NoEnumValue { .. } | Both { .. } => "22023",
            Taken { .. } => "42P07",
            NotPartitioned { .. } => "42809",
            NoIndex { .. } => "42704",
            NoReplacing { .. } => "0A000",
            NotPartitionOf { .. } => "42P01",
            Misfit { .. } => "42804",
            LongName { .. } => "42622",
            NoEnum { .. } => "42809",
            NotOwnerOfType { .. } => "42501",
            NoType { .. } => "42704",
            WrongColumn { .. } => "42P16",
            NoPrimaryKey { .. } => "42704",
            NoWayBack { .. } => "0A000",
            NoOperation { .. } => "42704",
            OfMigration { .. } => "55000",
            NotYours { .. } => "42501",
            Which => "22004",
            NoChange { .. } => "42704",
            ChangeState { .. } | InUse { .. } | Gone { .. } => "55000",
            Needed { .. } => "2BP01",
            Unfilled { .. } => "23502",
            IsPart { .. } => "42809",
            Conflict { .. } => "55006",
            Exclusion { .. } | Twice { .. } | Rewrite { .. } | Rules { .. } | LateTrigger { .. } => "0A000",
            RowSecurity { .. } => "42501",
            NoDefault { .. } => "23502",
        }
    }

    pub(crate) fn detail(&self) -> Option<String> {
        use OperationError::*;
        match self {
            NotOwner { owner, .. } | NotOwnerOfType { owner, .. } => {
                Some(format!("The owner is role \"{owner}\"."))
            }
            NoColumn { there, .. } if there.len() <= 20 => Some(format!("It has {}.", there.join(", "))),
            Other { there, wanted, .. } => Some(format!("There is: {there}\nAsked for: {wanted}")),
            Argument { sql } => Some(format!("It would make: {sql}")),
            NoReplacing { why, .. } => Some(why.clone()),
            NoEnumValue { there, .. } => Some(format!("It has {}.", there.join(", "))),
            Hanging { things, .. } => Some(format!("There is: {}.", things.join("; "))),
            NoReverse { .. } => Some("The old column is kept in step with the new one, so that the change can be taken back.".into()),
            Rewrite { why, .. } => {
                Some(format!("{why} The table would be locked against readers and writers for as long as that lasts."))
            }
            Twice { .. } => Some(
                "A row that others write while it runs may be met twice, or not at all, and nothing would tell which rows are done."
                    .into(),
            ),
            Exclusion { .. } => Some("It belongs to an exclusion constraint.".into()),
            RowSecurity { .. } => Some("They would be left as they are.".into()),
            Rules { rules, .. } => Some(format!("It has: {}.", rules.join(", "))),
            LateTrigger { ours, .. } => {
                Some(format!("It sorts behind \"{ours}\", and what it changes would not be carried over."))
            }
            InUse { until, writes, last, by, .. } => {
                let kept = until.as_ref().map(|until| format!("It is kept until {until}. ")).unwrap_or_default();
                let seen = match last {
                    Some(last) => {
                        let by = by.as_ref().map(|by| format!(", by {by}")).unwrap_or_default();
                        format!("Writes seen since it was hidden: {writes}, the last at {last}{by}.")
                    }
                    None => "No write has been seen since it was hidden.".into(),
                };
                Some(format!("{kept}{seen}"))
            }
            Needed { dependents, .. } => Some(format!("There is: {}.", dependents.join(", "))),
            Gone { .. } => Some("What was dropped for good is in backups alone.".into()),
            Unfilled { hidden, .. } => {
                Some(format!("Rows that were written since it was hidden; the column is now named {hidden}."))
            }
            NoWayBack { .. } => Some("What it has done has no opposite, or was not noted.".into()),
            NotYours { asked_by, role, .. } => {
                Some(format!("It was asked for by \"{asked_by}\", who may not act as \"{role}\"."))
            }
            _ => None,
        }
    }

    pub(crate) fn hint(&self) -> Option<String> {
        use OperationError::*;
        match self {
            WrongKind { .. } => Some("Safe operations change ordinary and partitioned tables.".into()),
            NotOwner { owner, .. } | NotOwnerOfType { owner, .. } => Some(format!(
                "SET ROLE to the owner, or GRANT {} to the current role.",
                crate::operation::shown(owner)
            )),
            Other { .. } => Some("Choose another name, or drop or rename what is there.".into()),
            OfConstraint { constraint, table, .. } => Some(format!(
                "ALTER TABLE {table} DROP CONSTRAINT {} drops both.",
                crate::operation::shown(constraint)
            )),
            NoDefault { .. } => Some(
                "Give a default_value; or add it without not_null, fill it (migrate.safe_backfill) and call migrate.safe_set_not_null."
                    .into(),
            ),
            Hanging { .. } => Some("Drop it (or validate what is NOT VALID), change the type, and make it again.".into()),
            NoReverse { column, .. } => Some(format!("Give argument \"reverse_expression\": the old value, from column {}.", crate::operation::shown(column))),
            Rewrite { instead, .. } => Some(instead.clone()),
            Twice { .. } => Some(
                "Add a column that says which rows are done, set it too, and give a condition on it; or write the values to a new column."
                    .into(),
            ),
            RowSecurity { table } => Some(format!(
                "Do it as a role with BYPASSRLS, or ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY while it is done."
            )),
            Rules { table, .. } => Some(format!(
                "Make triggers of them, or ALTER TABLE {table} DISABLE RULE … while it is done."
            )),
            LateTrigger { table, trigger, .. } => Some(format!(
                "ALTER TRIGGER {} ON {table} RENAME TO a name that begins with an ASCII letter.",
                crate::operation::shown(trigger)
            )),
            NoPrimaryKey { .. } => Some("Name the columns in argument \"referenced_columns\".".into()),
            NoChange { .. } => Some("SELECT * FROM migrate.changes shows them.".into()),
            ChangeState { id, why: "is not ready", .. } => Some(format!(
                "Wait until its job is done (migrate.progress), or call it again to go on; SELECT * FROM migrate.abort({id}) gives it up."
            )),
            ChangeState { id, why: "is complete", until: Some(until), .. } => {
                Some(format!("SELECT * FROM migrate.undo({id}) takes it back until {until}."))
            }
            ChangeState { .. } => Some("SELECT * FROM migrate.changes shows where it stands.".into()),
            InUse { id, .. } => Some(format!(
                "SELECT * FROM migrate.restore({id}) brings it back; SELECT * FROM migrate.complete({id}, force => true) drops it all the same."
            )),
            Needed { .. } => Some("Drop or change them first.".into()),
            Unfilled { table, hidden, id, .. } => Some(format!(
                "UPDATE {table} SET {hidden} = … WHERE {hidden} IS NULL, then SELECT * FROM migrate.restore({id}) again."
            )),
            IsPart { .. } => Some("Make it a table of its own first: migrate.safe_detach_partition.".into()),
            Conflict { id, title, .. } if title.starts_with("drop of ") => Some(format!(
                "SELECT * FROM migrate.restore({id}) brings back what was dropped; SELECT * FROM migrate.complete({id}) drops it for good."
            )),
            Conflict { id, .. } => Some(format!(
                "End that first: SELECT * FROM migrate.complete({id}), or SELECT * FROM migrate.abort({id})."
            )),
            NoOperation { .. } | Which => {
                Some("SELECT id, operation, status FROM migrate.operations ORDER BY id shows them.".into())
            }
            NoWayBack { .. } => Some("Write the statements that take it back.".into()),
            OfMigration { .. } => Some("CALL migrate.down() takes back the migration as a whole.".into()),
            NotYours { asked_by, .. } => Some(format!(
                "Have it undone by {}: what it was about may call functions, which run with the rights of who undoes it.",
                crate::operation::shown(asked_by)
            )),
            Taken { .. } => Some("Choose another name, or drop or rename what is there.".into()),
            NoReplacing { .. } => Some(
                "Make the new one beside it with migrate.safe_create_index or migrate.safe_add_unique, then drop it."
                    .into(),
            ),
            Misfit { .. } => {
                Some("A partition has the columns of its parent, with the same types, in any order.".into())
            }
            NoEnum { .. } => Some("Only enum types have values that can be added.".into()),
            Choice { choices, .. } => Some(format!("It is one of {choices}.")),
            Exclusion { index, .. } => Some(format!(
                "REINDEX INDEX {} without CONCURRENTLY keeps writers out while it lasts.",
                crate::operation::shown(index)
            )),
            _ => None,
        }
    }
}
