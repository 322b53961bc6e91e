//! The table `migrate.labels`: versions that a tool writes in another way than as a number, and the order of all.
//!
//! The order is asked of the server, by `migrate.place`, wherever versions are compared: a number alone does not say it.

use migrate_core::error::{MigrationError, Result};
use migrate_core::version::{self, Version};

use super::{history, migrations};
use crate::postgres::identity::as_owner;
use crate::postgres::spi;

/// Keeps what is to be known of a version beside its number. What a folder says of it counts, and what a file by itself
/// says only where nothing is known.
pub fn note(version: &Version, is_of_folder: bool) {
    let number = version.number;
    let sql = "SELECT label, place::text, repeats, event, always FROM migrate.labels WHERE version = $1";
    let read = |row: spi::Row| {
        let (label, place): (String, String) = (row.must(1), row.must(2));
        (label, place, row.must::<bool>(3), row.get::<String>(4), row.must::<bool>(5))
    };
    let known = as_owner(|| spi::row(sql, &[number.into()], read));
    let said = version.label.as_ref().map(|label| {
        let event = label.event.map(|event| event.as_str().to_string());
        (label.text.clone(), label.place.array(), label.repeats, event, label.always)
    });
    // That it repeats only its own text says.
    let is_silent =
        said.is_none() && !is_of_folder && known.as_ref().is_none_or(|(_, _, repeats, ..)| !repeats);
    // What is applied as a version stays one: another text for it is refused.
    let was_version = known.as_ref().is_none_or(|(_, _, repeats, ..)| !repeats);
    let is_applied_version = version.repeats() && was_version && history::find(number).is_some();
    // What changes nothing writes nothing.
    if known == said || is_silent || is_applied_version {
        return;
    }
    let Some((text, place, repeats, event, always)) = said else {
        return forget(number);
    };
    let sql = "INSERT INTO migrate.labels (version, label, place, repeats, event, always) VALUES ($1, $2, $3::numeric[], $4, $5, $6)
               ON CONFLICT (version) DO UPDATE
               SET label = excluded.label, place = excluded.place, repeats = excluded.repeats, event = excluded.event,
                   always = excluded.always";
    let (text, place) = (text.into(), place.into());
    as_owner(|| spi::write(sql, &[number.into(), text, place, repeats.into(), event.into(), always.into()]));
}

/// Whether a migration is repeatable.
pub fn repeats(version: i64) -> bool {
    let sql = "SELECT FROM migrate.labels WHERE version = $1 AND repeats";
    as_owner(|| spi::row(sql, &[version.into()], |_| ())).is_some()
}

/// Whether one of these runs again even if its text has not changed.
pub fn is_any_always(versions: Vec<i64>) -> bool {
    let sql = "SELECT FROM migrate.labels WHERE always AND version = ANY ($1) LIMIT 1";
    as_owner(|| spi::row(sql, &[versions.into()], |_| ())).is_some()
}

/// The number of a version as its tool writes it: the one that is known by this text, or the one that it would have.
pub fn number_of(text: &str) -> i64 {
    let sql = "SELECT version FROM migrate.labels WHERE label = $1 ORDER BY version LIMIT 1";
    let known = as_owner(|| spi::row(sql, &[text.trim().into()], |row| row.must(1)));
    known.unwrap_or_else(|| version::of_text(text).number)
}

/// The same of one that is registered or applied.
///
/// # Errors
///
/// [`MigrationError::UnknownLabel`].
pub fn find(text: &str) -> Result<i64> {
    let number = number_of(text);
    if migrations::is_registered(number) || history::find(number).is_some() {
        return Ok(number);
    }
    Err(MigrationError::UnknownLabel { label: text.trim().into() }.into())
}

/// Whether a version comes before another one.
pub fn is_before(version: i64, other: i64) -> bool {
    let sql = "SELECT migrate.place($1) < migrate.place($2)";
    as_owner(|| spi::row(sql, &[version.into(), other.into()], |row| row.must(1))).unwrap_or(version < other)
}

/// Whether a migration is a callback.
pub fn is_callback(version: i64) -> bool {
    let sql = "SELECT FROM migrate.labels WHERE version = $1 AND event IS NOT NULL";
    as_owner(|| spi::row(sql, &[version.into()], |_| ())).is_some()
}

/// Forgets what is kept of a version beside its number.
pub fn forget(version: i64) {
    as_owner(|| spi::write("DELETE FROM migrate.labels WHERE version = $1", &[version.into()]));
}
