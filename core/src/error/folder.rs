//! Why a folder of the server cannot be loaded.

use thiserror::Error;

use super::report::Report;
use crate::Error;

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
    /// A file's name is not UTF-8.
    #[error("name of file \"{path}\" is not valid UTF-8")]
    NameNotUtf8 {
        /// The path, with signs in place of what cannot be shown.
        path: String,
    },
    /// No tool of this name is known.
    #[error("tool \"{name}\" is not known")]
    UnknownTool {
        /// The name.
        name: String,
        /// All that are known.
        known: String,
    },
    /// Several files of a folder are refused.
    #[error("{} files of \"{path}\" cannot be loaded", faults.len())]
    Faults {
        /// The path.
        path: String,
        /// What is wrong with each, at least two.
        faults: Vec<(String, Error)>,
    },
}

impl FolderError {
    /// What is wrong with the files of a folder, as one error; none where nothing is.
    pub fn of(path: &str, mut faults: Vec<(String, Error)>) -> Option<Error> {
        match faults.len() {
            0 => None,
            1 => faults.pop().map(|(file, error)| error.within(&format!("In file \"{file}\"."))),
            _ => Some(FolderError::Faults { path: path.into(), faults }.into()),
        }
    }
}

impl Report for FolderError {
    fn sqlstate(&self) -> &str {
        use FolderError::*;
        match self {
            RelativePath { .. } | UnknownTool { .. } => "22023",
            Faults { faults, .. } => faults.first().map_or("22023", |(_, error)| error.sqlstate()),
            Unreadable { .. } => "58030",
            NotUtf8 { .. } | NameNotUtf8 { .. } => "22021",
            MayNotReadFiles => "42501",
        }
    }

    fn detail(&self) -> Option<String> {
        use FolderError::*;
        Some(match self {
            UnknownTool { known, .. } => format!("Known are {known}."),
            Faults { faults, .. } => {
                /// The others are told when these are mended.
                const MOST: usize = 50;
                let mut lines: Vec<String> =
                    faults.iter().take(MOST).map(|(file, error)| format!("{file}: {error}")).collect();
                if faults.len() > MOST {
                    lines.push(format!("and {} more", faults.len() - MOST));
                }
                lines.join("\n")
            }
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
            NameNotUtf8 { .. } => "Rename the file.".into(),
            UnknownTool { .. } => "Leave it out if the folder says which tool it is of.".into(),
            Faults { faults, .. } => {
                let first = faults.first().and_then(|(_, error)| error.hint()).unwrap_or_default();
                let all = "Mend them or take them out of the folder, and load it again: nothing of it is registered.";
                format!("{all} {first}").trim_end().into()
            }
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
