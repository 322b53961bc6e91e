//! drizzle-kit's: `0000_words.sql` in the order of `meta/_journal.json`, cut by comments `--> statement-breakpoint`, which
//! the server passes over.

use serde::Deserialize;

use super::foreign;
use super::found::{Files, Folder, Found, text};
use crate::error::FileError;
use crate::file::name::parse_name;

/// Where the order stands.
pub(super) const JOURNAL: &str = "meta/_journal.json";

#[derive(Deserialize)]
struct Journal {
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    tag: String,
}

pub(super) fn arrange(files: &Files) -> Folder {
    let mut folder = Folder::default();
    let journal = match serde_json::from_str::<Journal>(text(files, JOURNAL).unwrap_or_default()) {
        Ok(journal) => journal,
        Err(error) => {
            let line = error.line() as u32;
            folder.faults.push((JOURNAL.into(), FileError::Journal { line }));
            return folder;
        }
    };
    let mut known: Vec<String> = vec![JOURNAL.into()];
    for entry in journal.entries {
        let path = format!("{}.sql", entry.tag);
        known.push(path.clone());
        if !files.contains_key(&path) {
            folder.faults.push((JOURNAL.into(), FileError::NotThere { name: path }));
            continue;
        }
        match parse_name(&path) {
            Ok(name) => folder.found.push(Found {
                version: name.version,
                description: name.description,
                up: path,
                down: None,
                is_plain: true,
                sending: None,
            }),
            Err(error) => folder.faults.push((path, error)),
        }
    }
    for path in files.keys().filter(|path| !known.contains(path)) {
        let why = if path.starts_with("meta/") {
            "a snapshot, not a migration"
        } else {
            foreign::why(path).unwrap_or("not in meta/_journal.json")
        };
        folder.left_out.push((path.clone(), why.into()));
    }
    folder
}
