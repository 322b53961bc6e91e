//! Everything that can be wrong before SQL runs, in PostgreSQL's message style: a file for each family.
//!
//! Each error has four parts: the message (`Display`: lower-case start, no full stop), the SQLSTATE,
//! an optional detail and an optional hint (full sentences). The extension turns them into a report
//! in one place; tests pin all four.

mod acceptance;
mod approval;
mod argument;
mod call;
mod change;
mod citus;
mod column;
mod data_type;
mod definition;
mod elsewhere;
mod file;
mod fill;
mod fingerprint;
mod folder;
mod going_on;
mod history;
mod import;
mod lint;
mod migration;
mod order;
mod release;
mod report;
mod run;
mod schemas;
mod script;
mod session;
mod squash;
mod table;
mod testing;
mod undo;
mod withdrawal;

use thiserror::Error;

use crate::failure::Failure;
use crate::text::is_file_name;

pub use acceptance::AcceptanceError;
pub use approval::ApprovalError;
pub use argument::ArgumentError;
pub use call::CallError;
pub use change::ChangeError;
pub use citus::CitusError;
pub use column::ColumnError;
pub use data_type::TypeError;
pub use definition::DefinitionError;
pub use elsewhere::{ElsewhereError, Kind as ElsewhereKind};
pub use file::FileError;
pub use fill::FillError;
pub use fingerprint::FingerprintError;
pub use folder::FolderError;
pub use going_on::GoingOnError;
pub use history::HistoryError;
pub use import::{ImportError, NearMiss};
pub use lint::LintError;
pub use migration::MigrationError;
pub use order::OrderError;
pub use release::ReleaseError;
pub use report::Report;
pub use run::RunError;
pub use schemas::SchemasError;
pub use script::{Irreversible, ScriptError};
pub use session::SessionError;
pub use squash::SquashError;
pub use table::TableError;
pub use testing::TestingError;
pub use undo::UndoError;
pub use withdrawal::{Has, WithdrawalError};

/// The result of whatever can be wrong.
pub type Result<T> = std::result::Result<T, Error>;

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Error {
    /// An argument of a function is not what it can be.
    #[error(transparent)]
    Call(#[from] CallError),
    /// What was asked cannot be done in this session, or not now.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// The library and the extension of this database are not of the same version.
    #[error(transparent)]
    Release(#[from] ReleaseError),
    /// A migration file or its name cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// A folder of the server cannot be loaded.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// A script cannot be parsed or planned.
    #[error(transparent)]
    Script(#[from] ScriptError),
    /// The linter has found what is not to run.
    #[error(transparent)]
    Lint(#[from] LintError),
    /// What was asked does not fit what is registered or applied.
    #[error(transparent)]
    Migration(#[from] MigrationError),
    /// There is nothing that could be accepted.
    #[error(transparent)]
    Acceptance(#[from] AcceptanceError),
    /// A migration stays registered.
    #[error(transparent)]
    Withdrawal(#[from] WithdrawalError),
    /// Migrations come before one that is applied.
    #[error(transparent)]
    Order(#[from] OrderError),
    /// A migration is not approved.
    #[error(transparent)]
    Approval(#[from] ApprovalError),
    /// A migration cannot be run as it was planned.
    #[error(transparent)]
    Run(#[from] RunError),
    /// A run that was broken off cannot go on.
    #[error(transparent)]
    GoingOn(#[from] GoingOnError),
    /// What is in the history cannot be taken back, or taken out of it.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// Another tool's history cannot be read or written.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// Migrations do not run in many schemas.
    #[error(transparent)]
    Schemas(#[from] SchemasError),
    /// Migrations do not run in many databases.
    #[error(transparent)]
    Elsewhere(#[from] ElsewhereError),
    /// Migrations cannot become one.
    #[error(transparent)]
    Squash(#[from] SquashError),
    /// A question about objects or rows cannot be answered.
    #[error(transparent)]
    Testing(#[from] TestingError),
    /// An argument of a safe operation is not what it can be.
    #[error(transparent)]
    Argument(#[from] ArgumentError),
    /// A safe operation does not fit the table.
    #[error(transparent)]
    Table(#[from] TableError),
    /// A safe operation does not fit the column.
    #[error(transparent)]
    Column(#[from] ColumnError),
    /// A safe operation does not fit the indexes and constraints that are there.
    #[error(transparent)]
    Definition(#[from] DefinitionError),
    /// A safe operation does not fit the type.
    #[error(transparent)]
    Type(#[from] TypeError),
    /// Rows cannot be filled, or columns cannot be kept in step.
    #[error(transparent)]
    Fill(#[from] FillError),
    /// It cannot be done on a table that Citus manages.
    #[error(transparent)]
    Citus(#[from] CitusError),
    /// Fingerprints cannot be taken or compared.
    #[error(transparent)]
    Fingerprint(#[from] FingerprintError),
    /// An online change cannot begin, or take the step that was asked for.
    #[error(transparent)]
    Change(#[from] ChangeError),
    /// An operation cannot be undone.
    #[error(transparent)]
    Undo(#[from] UndoError),
    /// The server refused a statement.
    #[error(transparent)]
    Server(#[from] Failure),
}

impl Error {
    fn report(&self) -> &dyn Report {
        match self {
            Error::Call(error) => error,
            Error::Session(error) => error,
            Error::Release(error) => error,
            Error::File(error) => error,
            Error::Folder(error) => error,
            Error::Script(error) => error,
            Error::Lint(error) => error,
            Error::Migration(error) => error,
            Error::Acceptance(error) => error,
            Error::Withdrawal(error) => error,
            Error::Order(error) => error,
            Error::Approval(error) => error,
            Error::Run(error) => error,
            Error::GoingOn(error) => error,
            Error::History(error) => error,
            Error::Import(error) => error,
            Error::Schemas(error) => error,
            Error::Elsewhere(error) => error,
            Error::Squash(error) => error,
            Error::Testing(error) => error,
            Error::Argument(error) => error,
            Error::Table(error) => error,
            Error::Column(error) => error,
            Error::Definition(error) => error,
            Error::Type(error) => error,
            Error::Fill(error) => error,
            Error::Citus(error) => error,
            Error::Fingerprint(error) => error,
            Error::Change(error) => error,
            Error::Undo(error) => error,
            Error::Server(failure) => failure,
        }
    }

    /// The SQLSTATE, five characters.
    pub fn sqlstate(&self) -> &str {
        self.report().sqlstate()
    }

    /// More about what is wrong, in full sentences.
    pub fn detail(&self) -> Option<String> {
        self.report().detail()
    }

    /// What to do about it, in full sentences.
    pub fn hint(&self) -> Option<String> {
        self.report().hint()
    }

    /// The same error, with a sentence that says where, before its detail.
    pub fn within(&self, place: &str) -> Error {
        let mut failure = self.failure();
        failure.detail = Some(match failure.detail {
            Some(detail) => format!("{place} {detail}"),
            None => place.into(),
        });
        Error::Server(failure)
    }

    /// The same error of SQL that is no migration's script, but what was given in an argument.
    pub fn in_argument(self, argument: &'static str, text: &str) -> Error {
        match self {
            Error::Script(ScriptError::Syntax { .. }) if is_file_name(text) => {
                ArgumentError::FileName { argument, name: text.trim().into() }.into()
            }
            Error::Script(ScriptError::Syntax { message, line, column, hint, .. }) => {
                let script = format!("argument \"{argument}\"");
                ScriptError::Syntax { message, script, line, column, hint }.into()
            }
            other => other,
        }
    }

    /// The four parts as one value, to be kept with a job.
    pub fn failure(&self) -> Failure {
        Failure {
            sqlstate: self.sqlstate().to_string(),
            message: self.to_string(),
            detail: self.detail(),
            hint: self.hint(),
            position: None,
        }
    }
}

/// Where the errors of a family were; each has a family of its own now.
#[allow(non_snake_case, reason = "it stands for the type of that name")]
pub mod OperationError {
    pub use super::ArgumentError::{Both, Choice, Empty, LongName, MoreThanOne as Argument};
    pub use super::ChangeError::{Conflict, Gone, InUse, Needed, NoChange, State as ChangeState, Unfilled};
    pub use super::ColumnError::{Hanging, NoColumn, NoDefault, NoReverse, Rewrite, WrongColumn};
    pub use super::DefinitionError::{
        Differs as Other, Exclusion, NoConstraint, NoIndex, NoPrimaryKey, NoReplacing, OfConstraint,
    };
    pub use super::FillError::{LateTrigger, RowSecurity, Rules, Twice, Unreached};
    pub use super::ScriptError::NotOurs;
    pub use super::TableError::{
        IsPart, Managed, Misfit, NoTable, NotOwner, NotPartitionOf, NotPartitioned, OutOfReach, Taken,
        WrongKind,
    };
    pub use super::TypeError::{
        NoType, NoValue as NoEnumValue, NotEnum as NoEnum, NotOwner as NotOwnerOfType,
    };
    pub use super::UndoError::{NoOperation, NoWayBack, NotYours, OfMigration, Unnamed as Which};
}

/// Where the errors of a family were; each has a family of its own now.
#[allow(non_snake_case, reason = "it stands for the type of that name")]
pub mod RegistryError {
    pub use super::ApprovalError::{ChangedSinceRead, Tampered, Unapproved};
    pub use super::CallError::{Empty, NotOneLine, Null, TooSmall};
    pub use super::FolderError::{MayNotReadFiles, NotUtf8, RelativePath, Unreadable};
    pub use super::HistoryError::Truncate;
    pub use super::MigrationError::{
        AlreadyApplied, BeingRun, ChangedAfterApply, ChangedSinceApply, Duplicate, MayNotRegister, Missing,
        NoDown, NoUp, NotApplied, NotRegistered, Rivals,
    };
    pub use super::RunError::{
        BeingReplaced, ChangedHalfway, ChangedSincePlan, HalfRolledBack, NothingToSettle, Unsettled,
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_stands_before_the_detail() {
        let missing = Error::from(TypeError::NoType { name: "mood".into() });
        let within = missing.within("In statement 2.");
        assert_eq!((within.to_string(), within.sqlstate()), ("type \"mood\" does not exist".into(), "42704"));
        assert_eq!((within.detail().as_deref(), within.hint()), (Some("In statement 2."), None));
        let within = within.within("In migration 7.");
        assert_eq!(within.detail().as_deref(), Some("In migration 7. In statement 2."));
    }

    #[test]
    fn a_failure_keeps_all_four_parts() {
        let error = Error::from(TableError::NotOwner { table: "t".into(), owner: "Jo".into() });
        let kept = Error::from(error.failure());
        assert_eq!(kept.to_string(), "must be owner of table t");
        assert_eq!(kept.sqlstate(), "42501");
        assert_eq!(kept.detail().as_deref(), Some("The owner is role \"Jo\"."));
        assert_eq!(
            kept.hint().as_deref(),
            Some("SET ROLE to that role or a member of it, or have one of them call it.")
        );
    }
}
