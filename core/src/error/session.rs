//! What can be wrong with the session or the moment.

use thiserror::Error;

use super::report::Report;
use crate::failure::Failure;

/// Why something cannot be done in this session, or not now.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SessionError {
    /// Another migrator is at work.
    #[error("another migration is running in this database")]
    Busy {
        /// Who and since when, a sentence.
        holder: String,
        /// His job, if it is one's.
        job: Option<i64>,
    },
    /// A table's lock was not to be had in time.
    #[error("could not lock table \"{table}\" within {waited} without holding up other sessions")]
    TableBusy {
        /// The table.
        table: String,
        /// How long it was tried, for people.
        waited: String,
        /// Who holds it, for people.
        holders: String,
        /// A process that holds it.
        pid: Option<i32>,
    },
    /// The same of a table on another node of Citus.
    #[error("could not lock table \"{table}\" on all nodes of Citus without holding up other sessions")]
    NodeBusy {
        /// The table.
        table: String,
        /// For how long it is tried by a job, for people.
        waited: String,
        /// What the server said.
        said: String,
    },
    /// An index is being built by somebody else.
    #[error("index \"{index}\" is being built by another session")]
    IndexInWork {
        /// The index.
        index: String,
        /// Who builds it.
        pid: i32,
    },
    /// No background worker could be started.
    #[error("no background worker is free for the migration")]
    NoWorker,
    /// It was to be run only at a good moment.
    #[error("it is not safe to run the migration now{}", .waited.as_ref().map_or(String::new(), |waited| format!(", after {waited}")))]
    NotNow {
        /// What stands in the way, for people.
        obstacles: Vec<String>,
        /// How long it was waited, for people.
        waited: Option<String>,
    },
    /// The server is a standby.
    #[error("cannot {doing} on a standby server")]
    Standby {
        /// What: `run migrations`.
        doing: &'static str,
    },
    /// The server is a worker node of Citus.
    #[error("cannot {doing} on a worker node of Citus")]
    WorkerNode {
        /// What: `run migrations`.
        doing: &'static str,
    },
    /// A look at a table waited for a lock, and gave up.
    #[error("could not read the definition of table \"{table}\" within {waited}")]
    LookBusy {
        /// The table.
        table: String,
        /// How long it was waited, for people.
        waited: String,
        /// Who holds it, for people.
        holders: String,
        /// A process that holds it.
        pid: Option<i32>,
    },
    /// The transaction is read-only.
    #[error("cannot {doing} in a read-only transaction")]
    ReadOnly {
        /// What: `run migrations`.
        doing: &'static str,
    },
    /// A script runs migrations.
    #[error("migrations cannot be run from within a migration")]
    Nested,
    /// The transaction's snapshot is older than the history.
    #[error("migrations were run since this transaction began")]
    Stale,
    /// The call stands in a security-restricted operation.
    #[error("cannot {doing} within a security-restricted operation")]
    Restricted {
        /// What was to be done.
        doing: &'static str,
    },
    /// The session user cannot take the current role, as in a SECURITY DEFINER function.
    #[error("session user \"{session_user}\" may not take role \"{role}\" to run a migration")]
    MayNotTakeRole {
        /// The session user.
        session_user: String,
        /// The current role.
        role: String,
    },
    /// The session user may not log in, so no worker can connect as it.
    #[error("role \"{role}\" is not permitted to log in, so no worker can run a migration as it")]
    NoLogin {
        /// The session user.
        role: String,
    },
    /// There is no such job.
    #[error("job {job} does not exist")]
    NoJob {
        /// The job.
        job: i64,
    },
    /// There is no job to wait for.
    #[error("this session has asked for no job as role \"{role}\"")]
    NoneAsked {
        /// The current role.
        role: String,
    },
    /// The job is somebody else's.
    #[error("permission denied to cancel job {job}")]
    NotYourJob {
        /// The job.
        job: i64,
        /// Who wants to.
        role: String,
        /// Whose it is.
        asked_by: String,
    },
    /// The job is somebody else's to pause or slow down.
    #[error("permission denied to control job {job}")]
    NotYoursToControl {
        /// The job.
        job: i64,
        /// Who wants to.
        role: String,
        /// Whose it is.
        asked_by: String,
    },
    /// The job has no running backfill.
    #[error("job {job} has no running backfill")]
    NoBackfill {
        /// The job.
        job: i64,
        /// Its status.
        status: String,
    },
    /// There is nothing to resume.
    #[error("job {job} is {status}")]
    JobNotBroken {
        /// The job.
        job: i64,
        /// Its status.
        status: String,
    },
    /// The job has ended, and has no time to be at work in.
    #[error("job {job} is {status} and has no window any more")]
    JobEnded {
        /// The job.
        job: i64,
        /// Its status.
        status: String,
    },
    /// The role that asked for a job is not there any more.
    #[error("the role that asked for job {job} does not exist any more")]
    RoleGone {
        /// The job.
        job: i64,
    },
    /// The job was cancelled before it began.
    #[error("job {job} was cancelled before it began")]
    Withdrawn {
        /// The job.
        job: i64,
    },
    /// The caller's statement_timeout ended the waiting.
    #[error("canceling statement due to statement timeout")]
    WaitTimedOut {
        /// The job, which goes on.
        job: i64,
    },
    /// The server had no room for a look at a job that was waited for.
    #[error("job {job} could not be looked at: {}", why.message)]
    Unseen {
        /// The job.
        job: i64,
        /// What the server said.
        why: Failure,
    },
    /// The call stands in a transaction, for whose end the job waits.
    #[error("CALL migrate.wait cannot run inside a transaction block or function")]
    WaitInTransaction,
    /// The worker ended without writing how.
    #[error("the worker of job {job} ended before the job was done")]
    Lost {
        /// The job.
        job: i64,
    },
}

impl Report for SessionError {
    fn sqlstate(&self) -> &str {
        use SessionError::*;
        match self {
            Busy { .. } | TableBusy { .. } | NodeBusy { .. } | LookBusy { .. } => "55P03",
            IndexInWork { .. } => "55006",
            NoWorker => "53000",
            Standby { .. } | ReadOnly { .. } => "25006",
            Nested | WorkerNode { .. } | NotNow { .. } => "55000",
            Stale => "40001",
            Restricted { .. } | MayNotTakeRole { .. } | NoLogin { .. } => "42501",
            NotYourJob { .. } | NotYoursToControl { .. } => "42501",
            NoJob { .. } | RoleGone { .. } => "42704",
            JobNotBroken { .. } | NoBackfill { .. } | JobEnded { .. } | NoneAsked { .. } => "55000",
            Withdrawn { .. } | WaitTimedOut { .. } => "57014",
            Unseen { why, .. } => &why.sqlstate,
            WaitInTransaction => "25001",
            Lost { .. } => "57P01",
        }
    }

    fn detail(&self) -> Option<String> {
        match self {
            SessionError::Busy { holder, .. } => Some(holder.clone()).filter(|holder| !holder.is_empty()),
            SessionError::NodeBusy { waited, said, .. } => Some(format!(
                "Somebody holds it who may have come through another node: {said}. A job tries for {waited}, a transaction block once."
            )),
            SessionError::IndexInWork { pid, .. } => {
                Some(format!("It is built by pid {pid}, and not valid yet."))
            }
            SessionError::NotNow { obstacles, .. } => Some(format!("{}.", obstacles.join("; "))),
            SessionError::WaitTimedOut { job } => {
                Some(format!("Only the waiting ended; job {job} continues."))
            }
            SessionError::Unseen { job, .. } => {
                Some(format!("Only the waiting ended: if job {job} is at work, it continues."))
            }
            SessionError::NotYourJob { role, asked_by, .. }
            | SessionError::NotYoursToControl { role, asked_by, .. } => {
                Some(format!("It was requested by \"{asked_by}\"; role \"{role}\" may not act as that role."))
            }
            SessionError::NoBackfill { job, status } => Some(format!("Job {job} is {status}.")),
            SessionError::LookBusy { holders, .. } => {
                Some(format!("Held by {holders}.")).filter(|_| !holders.is_empty())
            }
            SessionError::TableBusy { holders, .. } if holders.is_empty() => {
                Some("Many short transactions follow each other on it.".into())
            }
            SessionError::TableBusy { holders, .. } => Some(format!("Held by {holders}.")),
            _ => None,
        }
    }

    fn hint(&self) -> Option<String> {
        use SessionError::*;
        let hint = match self {
            WaitTimedOut { job } => {
                return Some(format!(
                    "CALL migrate.wait({job}) waits on, and SELECT * FROM migrate.cancel({job}) stops it."
                ));
            }
            Unseen { job, why } => {
                let own = why.hint.as_ref().map_or(String::new(), |hint| format!(" {hint}"));
                return Some(format!("CALL migrate.wait({job}) says how it ends.{own}"));
            }
            Withdrawn { .. } => return None,
            TableBusy { pid: Some(pid), .. } | LookBusy { pid: Some(pid), .. } => {
                return Some(format!(
                    "End that transaction (SELECT pg_terminate_backend({pid})) or raise migrate.lock_wait."
                ));
            }
            NodeBusy { .. } => {
                "SELECT * FROM citus_stat_activity shows who is at work on each node. End that transaction, or try at a quieter time."
            }
            LookBusy { .. } => "Raise migrate.lock_wait, or try at a quieter time.",
            WorkerNode { .. } => "Migrations of a Citus cluster run on its coordinator.",
            TableBusy { .. } => "Raise migrate.lock_wait or migrate.lock_window, or try at a quieter time.",
            Busy { holder, .. } if holder.is_empty() => "It has just ended. Try again.",
            Busy { job: Some(job), .. } => {
                return Some(format!(
                    "Wait for it to end: CALL migrate.wait({job}), or CALL migrate.up(wait => true) to be next."
                ));
            }
            Busy { .. } => "Wait for it to end: CALL migrate.up(wait => true) waits until it is its turn.",
            NoneAsked { .. } => {
                "What ran in the transaction of its call has no job. Behind a pooler that hands out a connection for each transaction, give the number: SELECT * FROM migrate.work, then CALL migrate.wait(number)."
            }
            IndexInWork { .. } => "Wait until it is built, and run it again.",
            NotNow { waited: Some(_), .. } => {
                "Nothing has run. SELECT * FROM migrate.preflight() shows every check; migrate.preflight_wait says how long to wait."
            }
            NotNow { waited: None, .. } => {
                "Nothing has run. SELECT * FROM migrate.preflight() shows every check."
            }
            NoWorker => "Raise max_worker_processes, or try again when other background workers have ended.",
            Standby { .. } => "Run it on the primary; the standby will follow.",
            ReadOnly { .. } => "Call it in a transaction that is READ WRITE.",
            Nested => {
                "Leave the call out: what is pending runs in the order of its versions. A safe operation is called as a statement of its own."
            }
            Stale => "Roll back and begin again: this transaction does not see them.",
            Restricted { .. } => {
                "Call it directly, not from an index expression, a materialized view or a trigger of a maintenance command."
            }
            MayNotTakeRole { .. } => {
                "Call it as the role that is to run the migration, not from a SECURITY DEFINER function."
            }
            NoLogin { .. } => "Connect as a role with LOGIN and SET ROLE to this one.",
            NoJob { .. } => "SELECT id, status, versions FROM migrate.jobs lists them.",
            NotYourJob { .. } | NotYoursToControl { .. } => return None,
            NoBackfill { .. } => {
                "Only a backfill can be paused or slowed down: SELECT * FROM migrate.backfill_status."
            }
            RoleGone { job } => {
                return Some(format!("SELECT * FROM migrate.resume({job}) runs it as the calling role."));
            }
            JobEnded { .. } => "Ask for it again, with not_before and stop_at.",
            JobNotBroken { .. } => "Only a job that failed, was cancelled or was lost can be resumed.",
            WaitInTransaction => {
                "A job starts when the transaction that asked for it has committed. Look at migrate.work instead."
            }
            Lost { .. } => {
                "CALL migrate.up() or migrate.down() again: what is committed is in the journal, and it goes on from there."
            }
        };
        Some(hint.into())
    }
}
