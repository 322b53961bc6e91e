//! Why a folder of the server cannot be loaded.

use thiserror::Error;

use super::report::Report;

/// Why files of the server cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FolderError {
    /// The role may not read the server's files.
    #[error("permission denied to read files of the server")]
    MayNotReadFiles,
    /// A path is not absolute.
    #[error("path \"{path}\" is not absolute")]
    RelativePath {
        /// The path.
        path: String,
    },
    /// A folder cannot be read.
    #[error("could not read \"{path}\": {reason}")]
    Unreadable {
        /// The path.
        path: String,
        /// The system's reason.
        reason: String,
    },
    /// A file is not UTF-8.
    #[error("file \"{path}\" is not valid UTF-8")]
    NotUtf8 {
        /// The path.
        path: String,
        /// The first line with a bad byte.
        line: u32,
    },
}

impl Report for FolderError {
    fn sqlstate(&self) -> &str {
        use FolderError::*;
        match self {
            RelativePath { .. } => "22023",
            Unreadable { .. } => "58030",
            NotUtf8 { .. } => "22021",
            MayNotReadFiles => "42501",
        }
    }

    fn detail(&self) -> Option<String> {
        use FolderError::*;
        Some(match self {
            NotUtf8 { line, .. } => format!("The first invalid byte is in line {line}."),
            _ => return None,
        })
    }

    fn hint(&self) -> Option<String> {
        use FolderError::*;
        Some(match self {
            Unreadable { .. } => "The path is one of the server's own machine. A file of the client is registered with \
                migrate.load, which takes its text."
                .into(),
            RelativePath { .. } => "Give the path on the server, from its root.".into(),
            MayNotReadFiles => {
                "Only roles with privileges of \"pg_read_server_files\" may; others use migrate.load with the \
                 file's text."
                    .into()
            }
            _ => return None,
        })
    }
}
