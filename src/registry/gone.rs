//! What was registered from a folder, and is no longer there; and files that have come back under another number.
//!
//! A folder is known again by its path, or by what it has: the folder of a new release has files that were registered
//! from the folder of the one before. Two projects with folders of their own have nothing to do with each other.

use std::collections::{HashMap, HashSet};

use migrate_core::error::{Error, Has, Result, WithdrawalError};

use super::load::Outcome;
use super::migrations::Registered;
use super::{applied_text, migrations, withdraw};
use crate::postgres::identity::as_owner;
use crate::postgres::spi;

/// A migration whose file is no longer in its folder.
pub struct Gone {
    version: i64,
    file: String,
    description: String,
    checksum: String,
}

/// Where a migration was loaded from.
struct Source {
    folder: String,
    gone: Gone,
}

/// Notes from which folder these were loaded, and says what is registered from it and is not among them.
pub fn note(path: &str, found: &[(i64, String)]) -> Vec<Gone> {
    let folder = if path.len() > 1 { path.trim_end_matches('/') } else { path };
    let known = known();
    let files: HashMap<i64, &str> = found.iter().map(|(version, file)| (*version, file.as_str())).collect();
    let is_here = |source: &&Source| files.get(&source.gone.version) == Some(&source.gone.file.as_str());
    let mut folders: HashSet<String> =
        known.iter().filter(is_here).map(|source| source.folder.clone()).collect();
    let kept: HashSet<i64> = known
        .iter()
        .filter(is_here)
        .filter(|source| source.folder == folder)
        .map(|source| source.gone.version)
        .collect();
    keep(folder, found.iter().filter(|(version, _)| !kept.contains(version)));
    folders.insert(folder.into());
    let is_gone =
        |source: &Source| folders.contains(&source.folder) && !files.contains_key(&source.gone.version);
    known.into_iter().filter(is_gone).map(|source| source.gone).collect()
}

/// What is registered from any folder.
fn known() -> Vec<Source> {
    let sql = "SELECT f.version, f.folder, f.file, m.description, m.checksum
               FROM migrate.folders f JOIN migrate.migrations m USING (version)
               LEFT JOIN migrate.labels l USING (version)
               ORDER BY coalesce(l.place, ARRAY[f.version::numeric])";
    let source = |row: spi::Row| Source {
        folder: row.must(2),
        gone: Gone {
            version: row.must(1),
            file: row.must(3),
            description: row.must(4),
            checksum: row.must(5),
        },
    };
    as_owner(|| spi::rows(sql, &[], source))
}

fn keep<'a>(folder: &str, found: impl Iterator<Item = &'a (i64, String)>) {
    let (versions, files): (Vec<i64>, Vec<String>) = found.cloned().unzip();
    // What changes nothing writes nothing.
    if versions.is_empty() {
        return;
    }
    let sql = "INSERT INTO migrate.folders (version, folder, file)
               SELECT v.version, $2, v.file FROM unnest($1, $3) v (version, file)
               ON CONFLICT (version) DO UPDATE SET folder = excluded.folder, file = excluded.file";
    as_owner(|| spi::write(sql, &[versions.into(), folder.to_string().into(), files.into()]));
}

/// Recognises a migration that was registered just now as the text of one that is gone. If that is pending, it has moved;
/// otherwise the new number is taken out again: the text would run twice.
///
/// # Errors
///
/// As [`withdraw::withdraw`], but for what is in use.
pub fn renumber(outcome: &mut Outcome, gone: &mut Vec<Gone>) -> Result<()> {
    if gone.is_empty() || outcome.status != "registered" {
        return Ok(());
    }
    let new = outcome.version;
    let Some(there) = migrations::find(new) else { return Ok(()) };
    let place = match gone.iter().position(|gone| gone.checksum == there.checksum) {
        Some(place) => place,
        None => match with_other_comments(&there, gone) {
            Some(place) => place,
            None => return Ok(()),
        },
    };
    let old = gone.remove(place).version;
    match withdraw::withdraw(old) {
        Ok(_) => {
            outcome.status = "moved";
            outcome.detail = format!("was {old}; {}", outcome.detail);
        }
        Err(Error::Withdrawal(WithdrawalError::InUse { has, .. })) => {
            withdraw::delete(new);
            outcome.status = "renumbered";
            let way_out = match has {
                Has::History => format!(
                    ".\nGive the file its old number, or have the history say {new}:\n\
                     SELECT migrate.record_migration({new}),\nmigrate.remove_migration({old}), migrate.unregister({old})"
                ),
                _ => String::new(),
            };
            outcome.detail = format!("is {old}, which {}: not registered again{way_out}", has.in_words());
        }
        Err(error) => return Err(error),
    }
    Ok(())
}

/// Which of those that are gone has the same description and says the same: a file's number often stands in its comments.
/// What the server cannot read any more says nothing.
fn with_other_comments(new: &Registered, gone: &[Gone]) -> Option<usize> {
    gone.iter().position(|one| {
        let is_same = |old: Registered| applied_text::is_as(&old, new).unwrap_or(false);
        one.description == new.description && migrations::find(one.version).is_some_and(is_same)
    })
}

/// Takes what is gone and pending out of the registry, and says of each what has become of it.
///
/// # Errors
///
/// As [`renumber`].
pub fn withdraw(gone: Vec<Gone>) -> Result<Vec<(String, Outcome)>> {
    let mut rows = Vec::with_capacity(gone.len());
    for Gone { version, file, description, .. } in gone {
        let (status, detail) = match withdraw::withdraw(version) {
            Ok(_) => ("withdrawn", "is no longer in the folder".into()),
            Err(Error::Withdrawal(WithdrawalError::InUse { has, .. })) => {
                ("gone", format!("is no longer in the folder, and {}: left as it is", has.in_words()))
            }
            Err(error) => return Err(error),
        };
        let outcome = Outcome { version, description, status, detail, notes: Vec::new() };
        rows.push((file, outcome));
    }
    Ok(rows)
}
