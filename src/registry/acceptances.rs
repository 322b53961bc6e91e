//! The table `migrate.acceptances`: what was changed of migrations after they were applied, with both checksums.

use crate::postgres::identity::{answerable_user, as_owner, current_role};
use crate::postgres::spi;

/// What is another one in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// What it says.
    Text,
    /// Comments and layout alone.
    Comments,
    /// The down script, and perhaps comments.
    Down,
}

impl What {
    /// The word kept in the table.
    fn as_str(self) -> &'static str {
        match self {
            What::Text => "text",
            What::Comments => "comments",
            What::Down => "down",
        }
    }
}

/// A text that somebody has accepted.
pub struct Acceptance {
    /// Who.
    pub by: String,
    /// Why.
    pub reason: String,
}

impl Acceptance {
    /// In words: `accepted by dana: a typo`.
    pub fn in_words(&self) -> String {
        format!("accepted by {}: {}", self.by, self.reason)
    }
}

/// Writes down that one text takes the place of another; false if that is known.
pub fn write(version: i64, applied: &str, accepted: &str, what: What, reason: Option<&str>) -> bool {
    let sql = "INSERT INTO migrate.acceptances
                      (version, applied, accepted, what, reason, accepted_by, accepted_session)
               VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING version";
    let args = [
        version.into(),
        applied.to_string().into(),
        accepted.to_string().into(),
        what.as_str().into(),
        reason.map(str::to_string).into(),
        current_role().1.into(),
        answerable_user().into(),
    ];
    !as_owner(|| spi::write_rows(sql, &args, |row| row.must::<i64>(1))).is_empty()
}

/// Whether somebody has accepted this text in place of the one that was applied.
pub fn find(version: i64, applied: &str, accepted: &str) -> Option<Acceptance> {
    let sql = "SELECT accepted_by, coalesce(reason, '') FROM migrate.acceptances
               WHERE version = $1 AND applied = $2 AND accepted = $3 AND what = 'text'";
    let args = [version.into(), applied.to_string().into(), accepted.to_string().into()];
    as_owner(|| spi::row(sql, &args, |row| Acceptance { by: row.must(1), reason: row.must(2) }))
}

/// What joins `a` with the row `s` of the history: somebody has accepted a text which says something else than what ran,
/// and it has taken its place.
pub const OF_HISTORY: &str =
    "a.version = s.version AND a.what = 'text' AND a.accepted_at >= s.applied_at AND a.applied <> s.checksum";

/// Whether what the history has of a migration says something else than what ran: who has accepted that last.
pub fn of_history(version: i64) -> Option<Acceptance> {
    let sql = format!(
        "SELECT a.accepted_by, coalesce(a.reason, '')
         FROM migrate.schema_migrations s JOIN migrate.acceptances a ON {OF_HISTORY}
         WHERE s.version = $1 ORDER BY a.accepted_at DESC LIMIT 1"
    );
    as_owner(|| spi::row(&sql, &[version.into()], |row| Acceptance { by: row.must(1), reason: row.must(2) }))
}

/// Has the history say that this text was applied, in place of another one.
pub fn put_into_history(version: i64, checksum: &str) {
    let sql = "UPDATE migrate.schema_migrations SET checksum = $2 WHERE version = $1";
    as_owner(|| spi::write(sql, &[version.into(), checksum.to_string().into()]));
}
