//! Loading a folder of the server's file system.
//!
//! The server process reads it with its own rights, so only roles that could read it by other means may ask:
//! those with privileges of pg_read_server_files, as for COPY.

use std::fs;
use std::path::Path;

use migrate_core::error::{Error, FolderError, Result};
use migrate_core::file;

use super::load::{self, Outcome};
use crate::postgres::identity::has_privileges_of;

/// The oid of pg_read_server_files, fixed in the server's pg_authid.dat.
const PG_READ_SERVER_FILES: u32 = 4569;

/// Registers every migration of a folder, in order of version. All or nothing: the first that is refused
/// ends it. That they are `plain` is said of the files without markers: nobody means the down sections of the others to
/// run.
///
/// # Errors
///
/// [`FolderError::MayNotReadFiles`], [`FolderError::RelativePath`], [`FolderError::Unreadable`],
/// [`FolderError::NotUtf8`], and whatever [`load::load`] refuses, with the file's name.
pub fn load_dir(path: &str, plain: bool) -> Result<Vec<(String, Outcome)>> {
    if !has_privileges_of(PG_READ_SERVER_FILES) {
        return Err(FolderError::MayNotReadFiles.into());
    }
    let folder = Path::new(path);
    if !folder.is_absolute() {
        return Err(FolderError::RelativePath { path: path.into() }.into());
    }
    let unreadable = |path: &Path, error: std::io::Error| FolderError::Unreadable {
        path: path.display().to_string(),
        reason: reason(&error),
    };
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| unreadable(folder, error))? {
        let entry = entry.map_err(|error| unreadable(folder, error))?;
        if entry.path().is_file() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    let (pairs, refused) = file::pair(names);
    if let Some((_, error)) = refused.into_iter().next() {
        return Err(error.into());
    }
    let read = |name: &str| -> Result<String> {
        let file = folder.join(name);
        let bytes = fs::read(&file).map_err(|error| unreadable(&file, error))?;
        Ok(String::from_utf8(bytes).map_err(|error| {
            let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = valid.iter().filter(|byte| **byte == b'\n').count() as u32 + 1;
            FolderError::NotUtf8 { path: file.display().to_string(), line }
        })?)
    };
    pairs
        .into_iter()
        .map(|pair| {
            let content = read(&pair.up)?;
            let down = pair.down.as_deref().map(read).transpose()?;
            let within = |error: Error, name: &str| error.within(&format!("In file \"{name}\"."));
            let plain = plain && !file::has_marker(&content);
            let down_name = pair.down.as_deref().unwrap_or_default();
            if let Some(down) = &down {
                load::check_down(down, plain).map_err(|error| within(error, down_name))?;
            }
            let outcome = load::load(&content, Some(&pair.up), down.as_deref(), plain).map_err(|error| {
                let name = if load::is_about_down(&error) { down_name } else { &pair.up };
                within(error, name)
            })?;
            Ok((pair.up, outcome))
        })
        .collect()
}

/// The system's reason as the server words it: without Rust's error number.
fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_string()
}
