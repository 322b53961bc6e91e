//! What is found in a folder.

use std::collections::BTreeMap;

use super::tool::Tool;
use crate::error::{Error, FileError};
use crate::file::sending::Sending;
use crate::version::Version;

/// The files of a folder by their paths in it, with slashes. What is no text that a tool reads has no content.
pub type Files = BTreeMap<String, Option<Result<String, Error>>>;

/// Endings of files whose contents are looked at.
pub const READ: [&str; 5] = [".sql", ".plan", ".toml", ".conf", "_journal.json"];

/// The files of one migration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its version.
    pub version: Version,
    /// What its name says that it does; may be empty.
    pub description: String,
    /// The path of the up script or the whole migration.
    pub up: String,
    /// The path of the down script.
    pub down: Option<String>,
    /// Its tool reads no sections: comments are comments.
    pub is_plain: bool,
    /// What stands beside the file about its transaction.
    pub sending: Option<Sending>,
}

/// What is in a folder.
#[derive(Debug, Default)]
pub struct Folder {
    /// The tool that it is of, if that is evident or was said.
    pub tool: Option<Tool>,
    /// The migrations, in the order in which the tool runs them.
    pub found: Vec<Found>,
    /// Files that are no migrations, and why.
    pub left_out: Vec<(String, String)>,
    /// What is wrong with others.
    pub faults: Vec<(String, FileError)>,
}

/// The text of a file, if it was read.
pub(super) fn text<'a>(files: &'a Files, path: &str) -> Option<&'a str> {
    files.get(path)?.as_ref()?.as_ref().ok().map(String::as_str)
}
