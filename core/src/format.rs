//! The file formats, and the lines that begin their sections.
//!
//! Errors name them; [`mod@crate::file`] reads and writes them.

use std::fmt;

/// tern's one line between the two parts of a file: what is above it is the up script.
const TERN_LINE: &str = "---- create above / drop below ----";

/// A file format whose sections begin with markers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// `-- UP MIGRATION`, with version and description in header comments.
    Guide,
    /// `-- migrate:up`, with version and description in the file name.
    Dbmate,
    /// `-- +goose Up`, with version and description in the file name.
    Goose,
    /// sql-migrate's `-- +migrate Up`, with version and description in the file name.
    SqlMigrate,
    /// `---- create above / drop below ----` between the two parts, with version and description in the file name.
    Tern,
    /// node-pg-migrate's `-- Up Migration`, with text behind, and version and description in the file name.
    NodePgMigrate,
}

impl Format {
    /// The line that begins an up section.
    pub fn up_marker(self) -> &'static str {
        match self {
            Format::Guide => "-- UP MIGRATION",
            Format::Dbmate => "-- migrate:up",
            Format::Goose => "-- +goose Up",
            Format::SqlMigrate => "-- +migrate Up",
            Format::Tern => TERN_LINE,
            Format::NodePgMigrate => "-- Up Migration",
        }
    }

    /// The line that begins a down section.
    pub fn down_marker(self) -> &'static str {
        match self {
            Format::Guide => "-- DOWN MIGRATION (ROLLBACK)",
            Format::Dbmate => "-- migrate:down",
            Format::Goose => "-- +goose Down",
            Format::SqlMigrate => "-- +migrate Down",
            Format::Tern => TERN_LINE,
            Format::NodePgMigrate => "-- Down Migration",
        }
    }

    /// Whether sections begin with words that could be prose, and not with a sign.
    pub(crate) fn is_headed(self) -> bool {
        matches!(self, Format::Guide | Format::NodePgMigrate)
    }

    /// Which markers there are, for people.
    pub(crate) fn known_markers(self) -> &'static str {
        match self {
            Format::Guide => "Write \"-- UP MIGRATION\" or \"-- DOWN MIGRATION (ROLLBACK)\".",
            Format::Dbmate => "Write \"-- migrate:up\" or \"-- migrate:down\".",
            Format::Goose => {
                "goose knows Up, Down, StatementBegin, StatementEnd, NO TRANSACTION, ENVSUB ON and ENVSUB OFF here."
            }
            Format::SqlMigrate => {
                "sql-migrate knows Up and Down, each with notransaction, StatementBegin and StatementEnd, without a \
                 semicolon."
            }
            Format::Tern => "Write \"---- create above / drop below ----\".",
            Format::NodePgMigrate => "Write \"-- Up Migration\" or \"-- Down Migration\".",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Format::Guide => "guide",
            Format::Dbmate => "dbmate",
            Format::Goose => "goose",
            Format::SqlMigrate => "sql-migrate",
            Format::Tern => "tern",
            Format::NodePgMigrate => "node-pg-migrate",
        })
    }
}
