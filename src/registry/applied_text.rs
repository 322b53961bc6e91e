//! What a text may be that is registered for a migration which is applied: the one that was applied, one that says the same,
//! one with another down script, one that somebody has accepted.

use migrate_core::error::{MigrationError, Result};
use migrate_core::migration::{Direction, Migration, Script};

use super::acceptances::{self, What};
use super::migrations::{self, Entry, Registered};
use super::origins::{self, How};
use super::{history, labels, schemas};
use crate::postgres::parser;

/// Another text than the one that was applied, which may take its place.
pub struct Change {
    /// What is another one in it.
    what: What,
    /// The checksum that was applied.
    applied: String,
    /// In words.
    pub in_words: String,
}

/// Whether a text may be registered: what is another one in it, if it is not the one that was applied. `there` is what is
/// registered.
///
/// # Errors
///
/// [`MigrationError::ChangedAfterApply`]; what [`schemas::check_text`] says where it has run in schemas alone.
pub fn check(entry: &Entry, there: Option<&Registered>) -> Result<Option<Change>> {
    let version = entry.migration.version;
    let given = entry.checksum();
    let Some(history) = history::find(version) else {
        schemas::check_text(version, &entry.migration.description, &given)?;
        return Ok(None);
    };
    let Some(applied) = history.checksum.filter(|applied| *applied != given) else { return Ok(None) };
    // A repeatable one runs again then.
    if labels::repeats(version) {
        return Ok(None);
    }
    if let Some(accepted) = acceptances::find(version, &applied, &given) {
        return Ok(Some(Change { what: What::Text, applied, in_words: accepted.in_words() }));
    }
    // Of a text that is not here nobody knows what it said.
    let known = there.filter(|there| there.checksum == applied && there.is_intact());
    if let Some(known) = known
        && let Some((what, in_words)) = differs(known, entry)?
    {
        return Ok(Some(Change { what, applied, in_words: in_words.into() }));
    }
    let (description, ran) = (history.description, ran(version));
    Err(MigrationError::ChangedAfterApply { version, description, applied, given, ran }.into())
}

/// Writes down that a text has taken the place of the one that was applied.
pub fn accept(version: i64, change: &Change, checksum: &str) {
    // What somebody has accepted stands there already.
    if change.what != What::Text {
        acceptances::write(version, &change.applied, checksum, change.what, None);
    }
    acceptances::put_into_history(version, checksum);
}

/// What is another one in a text that says the same, down script aside; none if its up script says something else.
fn differs(known: &Registered, entry: &Entry) -> Result<Option<(What, &'static str)>> {
    let Some(up) = &known.up else { return Ok(None) };
    if entry.draft || !says_the_same(up, &entry.migration.up, Direction::Up)? {
        return Ok(None);
    }
    let what = match (&known.down, &entry.migration.down) {
        (None, Some(_)) => (What::Down, "it has a down script now"),
        (Some(old), Some(new)) if !says_the_same(old, new, Direction::Down)? => {
            (What::Down, "it has another down script now")
        }
        (Some(_), None) => return Ok(None),
        _ => (What::Comments, "only comments and layout differ"),
    };
    Ok(Some(what))
}

/// Whether two migrations say the same up and down, and only comments and layout differ.
///
/// # Errors
///
/// What the server's parser refuses.
pub fn is_as(one: &Registered, other: &Registered) -> Result<bool> {
    let same = |one: &Option<Script>, other: &Option<Script>, direction| match (one, other) {
        (Some(one), Some(other)) => says_the_same(one, other, direction),
        (None, None) => Ok(true),
        _ => Ok(false),
    };
    Ok(one.up.is_some()
        && same(&one.up, &other.up, Direction::Up)?
        && same(&one.down, &other.down, Direction::Down)?)
}

fn says_the_same(one: &Script, other: &Script, direction: Direction) -> Result<bool> {
    if one.transaction != other.transaction {
        return Ok(false);
    }
    Ok(one.text == other.text || parser::says_the_same(one, other, direction)?)
}

/// The migration with the down script that is registered, where it is applied and this text has none: a file whose down
/// part is gone or cannot be read takes nobody's way back.
pub fn with_down(migration: &Migration) -> Option<Migration> {
    if migration.down.is_some() || history::find(migration.version).is_none() {
        return None;
    }
    let down = migrations::find(migration.version)?.down?;
    Some(Migration { down: Some(down), ..migration.clone() })
}

/// Whether an applied migration ran here, above the baseline: then it can be rolled back.
fn ran(version: i64) -> bool {
    let baseline = origins::baseline().filter(|baseline| !labels::is_before(baseline.version, version));
    baseline.is_none() && origins::how(version) == How::Ran
}
