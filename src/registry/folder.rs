//! Loading a folder of the server's file system.
//!
//! The server process reads it with its own rights, so only roles that could read it by other means may ask:
//! those with privileges of pg_read_server_files, as for COPY. Which files make a migration is core's decision
//! (`migrate_core::file::folder`); links to folders are not followed.

use std::fs;
use std::path::Path;

use migrate_core::error::{CallError, Error, FolderError, Result};
use migrate_core::file::folder::{self, Files, Found, READ, Tool};
use migrate_core::file::variables::Variables;
use migrate_core::file::{self, Way, include};
use migrate_core::migration::Direction;

use super::gone;
use super::load::{self, Outcome};
use crate::postgres::compat;
use crate::postgres::identity::has_privileges_of;

/// The oid of pg_read_server_files, fixed in the server's pg_authid.dat.
const PG_READ_SERVER_FILES: u32 = 4569;

/// Folders within folders are looked into up to here: no tool goes as deep.
const DEEPEST: usize = 8;

/// What became of a file.
pub enum Row {
    /// It is, or leads, a migration; or it was one, and is no longer there.
    Migration(Outcome),
    /// It is none, and why.
    LeftOut(String),
}

impl Row {
    /// The migration that it is, or was.
    pub fn version(&self) -> Option<i64> {
        match self {
            Row::Migration(outcome) => Some(outcome.version),
            Row::LeftOut(_) => None,
        }
    }

    /// The migration that a file is.
    fn of_file(&self, file: &str) -> Option<(i64, String)> {
        match self {
            Row::Migration(outcome) => Some((outcome.version, file.to_owned())),
            Row::LeftOut(_) => None,
        }
    }
}

/// How a folder is to be loaded.
pub struct Asked<'a> {
    /// Files without markers are said to be plain: nobody means the down sections of the others to run.
    pub is_plain: bool,
    /// The tool, if it was named.
    pub tool: Option<&'a str>,
    /// Values for placeholders.
    pub variables: &'a Variables,
    /// What is registered from this folder and no longer there is withdrawn, or told.
    pub exact: bool,
}

/// Registers every migration of a folder, in the order of its tool, and says what is left out. All or nothing: what is
/// wrong with any of them is told at once, and nothing is registered then.
///
/// # Errors
///
/// [`FolderError::MayNotReadFiles`], [`FolderError::RelativePath`], [`FolderError::Unreadable`],
/// [`FolderError::NotUtf8`], and whatever [`load::load`] refuses, with the file's name.
pub fn load_dir(path: &str, asked: &Asked) -> Result<Vec<(String, Row)>> {
    if !has_privileges_of(PG_READ_SERVER_FILES) {
        return Err(FolderError::MayNotReadFiles.into());
    }
    let root = Path::new(path);
    if !root.is_absolute() {
        return Err(FolderError::RelativePath { path: path.into() }.into());
    }
    let tool = asked.tool.map(tool).transpose()?;
    let mut files = Files::new();
    let mut rows: Vec<(String, Row)> = Vec::new();
    let mut faults: Vec<(String, Error)> = Vec::new();
    list(root, "", &mut files, &mut faults)?;
    let folder = folder::arrange(&files, tool);
    faults.extend(folder.faults.into_iter().map(|(file, error)| (file, error.into())));
    for found in &folder.found {
        compat::check_for_interrupts();
        match one(found, &files, asked, &mut rows) {
            Ok(outcome) => rows.push((found.up.clone(), Row::Migration(outcome))),
            Err(error) => faults.push((found.up.clone(), error)),
        }
    }
    faults.sort_by(|one, other| one.0.cmp(&other.0));
    if let Some(error) = FolderError::of(path, faults) {
        return Err(error);
    }
    let registered: Vec<(i64, String)> = rows.iter().filter_map(|(file, row)| row.of_file(file)).collect();
    let mut gone = gone::note(path, &registered);
    for (_, row) in &mut rows {
        if let Row::Migration(outcome) = row {
            gone::renumber(outcome, &mut gone)?;
        }
    }
    if asked.exact {
        let told = gone::withdraw(gone)?;
        rows.extend(told.into_iter().map(|(file, outcome)| (file, Row::Migration(outcome))));
    }
    rows.extend(folder.left_out.into_iter().map(|(file, why)| (file, Row::LeftOut(why))));
    Ok(rows)
}

fn tool(name: &str) -> Result<Tool> {
    Tool::of_name(name).ok_or_else(|| {
        let known = Tool::ALL.map(|(_, name)| name).join(", ");
        FolderError::UnknownTool { name: name.into(), known }.into()
    })
}

/// Registers one migration. What is wrong with a down file alone leaves that file out.
fn one(found: &Found, files: &Files, asked: &Asked, rows: &mut Vec<(String, Row)>) -> Result<Outcome> {
    let up = script(&found.up, files, asked, Direction::Up)?;
    let is_plain = found.is_plain || (asked.is_plain && !file::has_marker(&up));
    let down = found.down.as_deref().and_then(|path| {
        let checked = script(path, files, asked, Direction::Down)
            .and_then(|down| load::check_down(&down, is_plain).map(|()| down));
        checked.map_err(|error| rows.push((path.to_owned(), Row::LeftOut(error.to_string())))).ok()
    });
    let named = Some((&found.version, found.description.as_str()));
    // A guide file's header is to agree with its name; in other files it says nothing that the name does not.
    let way = Way { is_plain, named, sending: found.sending };
    load::load_found(&up, &found.up, down.as_deref(), way)
}

/// A file's text with what psql would include, and with values in place of placeholders.
fn script(path: &str, files: &Files, asked: &Asked, direction: Direction) -> Result<String> {
    let text = match files.get(path) {
        Some(Some(text)) => text.clone()?,
        _ => return Err(CallError::Empty { argument: "file" }.into()),
    };
    let text = include::expand(path, &text, files)?;
    Ok(asked.variables.put_into(&text, Some(path), direction)?.into_owned())
}

/// Lists the files of a folder and of those in it, and reads those that may be looked at.
fn list(root: &Path, within: &str, files: &mut Files, faults: &mut Vec<(String, Error)>) -> Result<()> {
    let folder = if within.is_empty() { root.to_path_buf() } else { root.join(within) };
    let entries = fs::read_dir(&folder).and_then(|entries| entries.collect::<std::io::Result<Vec<_>>>());
    let entries = match entries {
        Ok(entries) => entries,
        Err(error) if within.is_empty() => return Err(unreadable(&folder, &error)),
        // Nobody can say what would be in it.
        Err(error) => {
            faults.push((within.into(), unreadable(&folder, &error)));
            return Ok(());
        }
    };
    for entry in entries {
        compat::check_for_interrupts();
        let name = entry.file_name();
        let Some(name) = name.to_str() else {
            let path = format!("{within}{}", name.to_string_lossy());
            faults.push((path.clone(), FolderError::NameNotUtf8 { path }.into()));
            continue;
        };
        let path = format!("{within}{name}");
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder {
            if within.matches('/').count() < DEEPEST && !name.starts_with('.') && name != "node_modules" {
                list(root, &format!("{path}/"), files, faults)?;
            }
        } else if entry.path().is_file() {
            let lower = name.to_ascii_lowercase();
            let is_read = READ.iter().any(|ending| lower.ends_with(ending)) && !name.starts_with('.');
            files.insert(path, is_read.then(|| read(&entry.path())));
        }
    }
    Ok(())
}

fn read(file: &Path) -> Result<String> {
    let bytes = fs::read(file).map_err(|error| unreadable(file, &error))?;
    Ok(String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = valid.iter().filter(|byte| **byte == b'\n').count() as u32 + 1;
        FolderError::NotUtf8 { path: file.display().to_string(), line }
    })?)
}

fn unreadable(path: &Path, error: &std::io::Error) -> Error {
    FolderError::Unreadable { path: path.display().to_string(), reason: reason(error) }.into()
}

/// The system's reason as the server words it: without Rust's error number.
fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_string()
}
