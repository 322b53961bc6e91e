//! Why an online change cannot begin, or take the step that was asked for.

use thiserror::Error;

use super::report::Report;
use crate::name::shown;

/// Why an online change cannot begin, or take the step that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ChangeError {
    /// There is no such change.
    #[error("{change} does not exist")]
    NoChange {
        /// How it was named.
        change: String,
    },
    /// More than one table has the mark of the change, and nothing tells which is its own.
    #[error("it is not known which table the {title} is about")]
    ManyTables {
        /// The change, in words.
        title: String,
        /// Its mark.
        mark: String,
        /// The tables, as SQL takes them.
        tables: Vec<String>,
    },
    /// The change is in a state in which that cannot be done.
    #[error("{title} {why}")]
    State {
        /// The change, in words.
        title: String,
        /// Its number.
        id: i64,
        /// Why, as the end of a sentence.
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
        /// Whether it is complete, and only kept so that it can be taken back.
        in_grace: bool,
    },
    /// A view under a table's old name would hold what a change makes and takes away.
    #[error("table \"{table}\" is in the middle of a change: {title}")]
    Held {
        /// The table.
        table: String,
        /// The change, in words.
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
        /// How many writes were seen.
        writes: i64,
        /// When the last one was.
        last: Option<String>,
        /// Who wrote last.
        by: Option<String>,
    },
    /// Other objects depend on what was hidden.
    #[error("cannot drop {what} because other objects depend on it")]
    Needed {
        /// What it is, with its name.
        what: String,
        /// The change's number.
        id: i64,
        /// What depends on it.
        dependents: Vec<String>,
    },
    /// A hidden column was NOT NULL, and rows have been written without it.
    #[error("column \"{column}\" of table {table} was NOT NULL, and is now NULL in {count} rows")]
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
    /// Things that go by a table's rows or columns may not follow the change, which only people can judge.
    #[error("other objects go by the columns of table \"{table}\" and may not follow")]
    Unacknowledged {
        /// The table.
        table: String,
        /// Each of them, with what is known of it.
        things: Vec<String>,
    },
    /// What keeps both ends in step is not there, or not as the change has made it.
    #[error("both ends of a change of table \"{table}\" are not kept in step: {what}")]
    OutOfStep {
        /// The table.
        table: String,
        /// What is wrong, in words.
        what: String,
    },
    /// Triggers of a change are there of which nothing is written down.
    #[error("table \"{display}\" has triggers of a change that is not known here")]
    Leftover {
        /// The table.
        display: String,
        /// The table, as SQL takes it.
        table: String,
        /// The change's token.
        token: String,
        /// Its triggers, as SQL takes them.
        triggers: Vec<String>,
        /// Their function, as SQL takes it.
        function: String,
        /// The columns that they write.
        columns: Vec<String>,
    },
    /// What a change is about is not there any more.
    #[error("{what} does not exist any more")]
    Lost {
        /// What it is, with its name.
        what: String,
        /// What can be done, as a sentence.
        instead: String,
    },
    /// A trigger would evaluate an expression as somebody who may not do all that is in it.
    #[error("role \"{role}\" may write to table \"{table}\", but not use {what}")]
    OutOfReach {
        /// The table.
        table: String,
        /// A role that may write to it.
        role: String,
        /// What it may not use.
        what: String,
        /// All that somebody may not use, with who.
        all: Vec<String>,
        /// What would grant that.
        grants: Vec<String>,
    },
    /// What was hidden has been dropped for good.
    #[error("{title} is complete")]
    Gone {
        /// The change, in words.
        title: String,
    },
}

impl Report for ChangeError {
    fn sqlstate(&self) -> &str {
        use ChangeError::*;
        match self {
            NoChange { .. } => "42704",
            State { .. }
            | InUse { .. }
            | Gone { .. }
            | Unacknowledged { .. }
            | Lost { .. }
            | ManyTables { .. }
            | OutOfStep { .. }
            | Leftover { .. } => "55000",
            Needed { .. } => "2BP01",
            OutOfReach { .. } => "42501",
            Unfilled { .. } => "23502",
            Conflict { .. } | Held { .. } => "55006",
        }
    }

    fn detail(&self) -> Option<String> {
        use ChangeError::*;
        match self {
            InUse { until, writes, last, by, .. } => {
                let kept =
                    until.as_ref().map(|until| format!("It is kept until {until}.\n")).unwrap_or_default();
                let seen = match last {
                    Some(last) => {
                        let by = by.as_ref().map(|by| format!(", by {by}")).unwrap_or_default();
                        format!("Writes seen since it was hidden: {writes}, the last at {last}{by}.")
                    }
                    None => "No write has been seen since it was hidden.".into(),
                };
                Some(format!("{kept}{seen}"))
            }
            Leftover { token, columns, .. } => Some(format!(
                "They carry values between columns {}, for change {token}: extension migrate_ext was dropped and made again since, or its tables were not restored. The column that the change has added stays, too.",
                columns.join(", ")
            )),
            ManyTables { mark, tables, .. } => {
                let mark = shown(mark);
                Some(format!("Trigger {mark}, which marks its table, is on {}.", tables.join(" and on ")))
            }
            Held { .. } => Some(
                "The view under the old name would hold columns that are made and dropped by the change."
                    .into(),
            ),
            Needed { dependents, .. } => Some(format!("These depend on it: {}.", dependents.join(", "))),
            Unacknowledged { things, .. } => Some(format!("{}.", things.join("; "))),
            OutOfReach { all, .. } => Some(format!(
                "While the change is under way, a trigger evaluates its expressions as whoever writes. These cannot be used: {}.",
                all.join("; ")
            )),
            Gone { .. } => Some("It was dropped permanently and exists only in backups.".into()),
            Unfilled { hidden, .. } => {
                Some(format!("Rows that were written since it was hidden; the column is now named {hidden}."))
            }
            _ => None,
        }
    }

    fn hint(&self) -> Option<String> {
        use ChangeError::*;
        match self {
            NoChange { .. } => Some("SELECT * FROM migrate.changes shows them.".into()),
            ManyTables { mark, .. } => {
                Some(format!("Drop trigger {} on the table that the change is not about.", shown(mark)))
            }
            Leftover { table, triggers, function, .. } => {
                let drop = |name: &String| format!("DROP TRIGGER {name} ON {table}");
                let drops: Vec<String> = triggers.iter().map(drop).collect();
                Some(format!(
                    "{}; DROP FUNCTION {function}(); then drop the column that nobody needs, and call it again.",
                    drops.join("; ")
                ))
            }
            Lost { instead, .. } => Some(instead.clone()),
            State { id, why: "is not ready", .. } => Some(format!(
                "Wait until its job is done (migrate.progress), or call it again to go on; SELECT * FROM migrate.abort({id}) gives it up."
            )),
            State { id, why: "is complete", until: Some(until), .. } => {
                Some(format!("SELECT * FROM migrate.undo({id}) takes it back until {until}."))
            }
            State { .. } => Some("SELECT * FROM migrate.changes shows its state.".into()),
            InUse { id, .. } => Some(format!(
                "SELECT * FROM migrate.restore({id}) brings it back; SELECT * FROM migrate.complete({id}, force => true) drops it."
            )),
            Held { id, .. } => Some(format!(
                "Call it with compatibility_view => false, or end the change first: SELECT * FROM migrate.complete({id}), or SELECT * FROM migrate.abort({id})."
            )),
            OutOfReach { grants, .. } => Some(format!("{}.", grants.join("; "))),
            Needed { .. } => Some("Drop or change them first.".into()),
            Unacknowledged { .. } => Some(
                "Look at each of them and change what must be changed; then call it again with acknowledge => true.".into(),
            ),
            OutOfStep { .. } => Some(
                "Call the function that began the change again, with the same arguments: it makes what is missing. Then compare the rows that were written meanwhile."
                    .into(),
            ),
            Unfilled { table, hidden, id, .. } => Some(format!(
                "UPDATE {table} SET {hidden} = ... WHERE {hidden} IS NULL, then SELECT * FROM migrate.restore({id}) again."
            )),
            Conflict { id, title, .. } if title.starts_with("drop of ") => Some(format!(
                "SELECT * FROM migrate.restore({id}) brings back what was dropped; SELECT * FROM migrate.complete({id}) drops it permanently."
            )),
            Conflict { id, in_grace: true, .. } => Some(format!(
                "It is complete: SELECT * FROM migrate.complete({id}, force => true) ends it, so that it cannot be taken back any more; SELECT * FROM migrate.undo({id}) takes it back."
            )),
            Conflict { id, .. } => Some(format!(
                "End that first: SELECT * FROM migrate.complete({id}), or SELECT * FROM migrate.abort({id})."
            )),
            _ => None,
        }
    }
}
