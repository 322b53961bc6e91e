//! Everything that can be wrong before SQL runs, in PostgreSQL's message style.
//!
//! Each error has four parts: the message (`Display`: lower-case start, no full stop), the SQLSTATE,
//! an optional detail and an optional hint (full sentences). The extension turns them into a report
//! in one place; tests pin all four.

mod file;
mod going_on;
mod history;
mod operation;
mod registry;
mod script;
mod session;
mod testing;

use thiserror::Error;

use crate::failure::Failure;

pub use file::FileError;
pub use going_on::GoingOnError;
pub use history::HistoryError;
pub use operation::OperationError;
pub use registry::{RegistryError, Stays};
pub use script::ScriptError;
pub use session::SessionError;
pub use testing::TestingError;

/// The result of whatever can be wrong.
pub type Result<T> = std::result::Result<T, Error>;

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Error {
    /// A migration file or its name cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// A script cannot be parsed or planned.
    #[error(transparent)]
    Script(#[from] ScriptError),
    /// What was asked does not fit the registry or the history.
    #[error(transparent)]
    Registry(#[from] RegistryError),
    /// What is in the history is not taken back, or out of it.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// A run that was broken off is not gone on with.
    #[error(transparent)]
    GoingOn(#[from] GoingOnError),
    /// What was asked cannot be done in this session, or not now.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// A question about objects or rows cannot be answered.
    #[error(transparent)]
    Testing(#[from] TestingError),
    /// What a safe operation is asked to do does not fit the table.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// The server refused a statement.
    #[error("{}", .0.message)]
    Server(Failure),
}

impl Error {
    /// The SQLSTATE, five characters.
    pub fn sqlstate(&self) -> &str {
        match self {
            Error::File(error) => error.sqlstate(),
            Error::Script(error) => error.sqlstate(),
            Error::Registry(error) => error.sqlstate(),
            Error::History(error) => error.sqlstate(),
            Error::GoingOn(error) => error.sqlstate(),
            Error::Session(error) => error.sqlstate(),
            Error::Testing(error) => error.sqlstate(),
            Error::Operation(error) => error.sqlstate(),
            Error::Server(failure) => &failure.sqlstate,
        }
    }

    /// More about what is wrong, in full sentences.
    pub fn detail(&self) -> Option<String> {
        match self {
            Error::File(error) => error.detail(),
            Error::Script(error) => error.detail(),
            Error::Registry(error) => error.detail(),
            Error::History(error) => error.detail(),
            Error::GoingOn(error) => error.detail(),
            Error::Session(error) => error.detail(),
            Error::Testing(error) => error.detail(),
            Error::Operation(error) => error.detail(),
            Error::Server(failure) => failure.detail.clone(),
        }
    }

    /// What to do about it, in full sentences.
    pub fn hint(&self) -> Option<String> {
        match self {
            Error::File(error) => error.hint(),
            Error::Script(error) => error.hint(),
            Error::Registry(error) => error.hint(),
            Error::History(error) => error.hint(),
            Error::GoingOn(error) => error.hint(),
            Error::Session(error) => error.hint(),
            Error::Testing(error) => error.hint(),
            Error::Operation(error) => error.hint(),
            Error::Server(failure) => failure.hint.clone(),
        }
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
