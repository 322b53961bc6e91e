//! SQLSTATE, detail and hint of each.

use super::OperationError;

impl OperationError {
    pub(crate) fn sqlstate(&self) -> &'static str {
        use OperationError::*;
        match self {
            NoTable { .. } => "42P01",
            WrongKind { .. } => "42809",
            NotOwner { .. } | OutOfReach { .. } => "42501",
            Managed { .. } => "0A000",
            Unreached { .. } => "55000",
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
            NotOurs => "42883",
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
            Managed { .. } => Some(
                "Its rows are on other nodes, or are copied to them, where steps that are right for a table of this server are not."
                    .into(),
            ),
            OutOfReach { said, .. } => Some(format!("As that role: {said}.")),
            Unreached { .. } => Some(
                "The last two passes changed no row: a trigger leaves them as they are, or they are not in this server's files."
                    .into(),
            ),
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
            Managed { .. } => Some("Write the statements into a migration, as Citus' manual has them.".into()),
            OutOfReach { owner, .. } => Some(format!(
                "What the definitions of a table call has its owner's rights while it is looked at: GRANT {} what it needs, or write the plain statement into a migration.",
                crate::name::shown(owner)
            )),
            Unreached { .. } => Some(
                "See what becomes of an UPDATE of one of them; what is done stays done, and the same call goes on.".into(),
            ),
            WrongKind { .. } => Some("Safe operations change ordinary and partitioned tables.".into()),
            NotOwner { owner, .. } | NotOwnerOfType { owner, .. } => Some(format!(
                "SET ROLE to the owner, or GRANT {} to the current role.",
                crate::name::shown(owner)
            )),
            Other { .. } => Some("Choose another name, or drop or rename what is there.".into()),
            OfConstraint { constraint, table, .. } => Some(format!(
                "ALTER TABLE {table} DROP CONSTRAINT {} drops both.",
                crate::name::shown(constraint)
            )),
            NoDefault { .. } => Some(
                "Give a default_value; or add it without not_null, fill it (migrate.safe_backfill) and call migrate.safe_set_not_null."
                    .into(),
            ),
            Hanging { .. } => Some("Drop it (or validate what is NOT VALID), change the type, and make it again.".into()),
            NoReverse { column, .. } => Some(format!("Give argument \"reverse_expression\": the old value, from column {}.", crate::name::shown(column))),
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
                crate::name::shown(trigger)
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
            NotOurs => Some("Keep functions of your own in a schema of your own.".into()),
            NoOperation { .. } | Which => {
                Some("SELECT id, operation, status FROM migrate.operations ORDER BY id shows them.".into())
            }
            NoWayBack { .. } => Some("Write the statements that take it back.".into()),
            OfMigration { .. } => Some("CALL migrate.down() takes back the migration as a whole.".into()),
            NotYours { asked_by, .. } => Some(format!(
                "Have it undone by {}, or as that session user: what it was about may call functions, which run with the rights of who undoes it.",
                crate::name::shown(asked_by)
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
                crate::name::shown(index)
            )),
            _ => None,
        }
    }
}
