//! Migration files: which format a file has, and what migration it holds.
//!
//! Owns the order of reading: format, headers, name, sections. Each format's markers stand in a module of
//! its own; the server's parser reads the SQL between them, never this module. Markers are found line by
//! line, as the tools that invented them do: a line within a string literal counts too.

mod dbmate;
mod error;
mod goose;
mod guide;
mod lines;
mod marker;
mod name;
mod pair;
mod section;
mod template;

use std::fmt;

pub use error::FileError;
pub use name::{FileName, NameKind, parse_name};
pub use pair::{Pair, pair};
pub use template::{render, render_name, template};

use crate::migration::Migration;
use guide::Header;
use section::Sections;

/// A file format whose sections begin with markers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// `-- UP MIGRATION`, with version and description in header comments.
    Guide,
    /// `-- migrate:up`, with version and description in the file name.
    Dbmate,
    /// `-- +goose Up`, with version and description in the file name.
    Goose,
}

impl Format {
    /// The line that begins an up section.
    pub fn up_marker(self) -> &'static str {
        match self {
            Format::Guide => "-- UP MIGRATION",
            Format::Dbmate => "-- migrate:up",
            Format::Goose => "-- +goose Up",
        }
    }

    /// Which markers there are, for people.
    fn known_markers(self) -> &'static str {
        match self {
            Format::Guide => "Write \"-- UP MIGRATION\" or \"-- DOWN MIGRATION (ROLLBACK)\".",
            Format::Dbmate => "Write \"-- migrate:up\" or \"-- migrate:down\".",
            Format::Goose => {
                "goose knows Up, Down, StatementBegin, StatementEnd, NO TRANSACTION and ENVSUB OFF here."
            }
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Format::Guide => "guide",
            Format::Dbmate => "dbmate",
            Format::Goose => "goose",
        })
    }
}

/// Reads a migration file.
///
/// `down` is the separate down script of a plain pair, or of a file without a down section of its own. A
/// blank down script or down section is no down script; one of comments only is.
///
/// The version comes from a guide file's header and from the name, which must agree. In other files the
/// name decides, and a header counts only where there is none. The description comes from a header, or
/// else from the name.
pub fn parse(content: &str, filename: Option<&str>, down: Option<&str>) -> Result<Migration, FileError> {
    let content = without_bom(content);
    if filename.is_none() && lines::is_blank(content) {
        return Err(FileError::Empty);
    }
    let markers = marker::scan(content)?;
    let sections = section::split(content, &markers)?;
    let comments = &lines::preamble(&content[..sections.preamble]).comments;
    let is_guide = markers.first().is_some_and(|marker| marker.format == Format::Guide);
    let header = if is_guide { Header::read(comments)? } else { Header::glean(comments) };
    let name = match filename.map(parse_name) {
        // With a header, the file may be called anything.
        Some(Err(FileError::NameWithoutVersion { .. })) if header.version.is_some() => None,
        name => name.transpose()?,
    };
    if name.as_ref().is_some_and(|name| name.kind == NameKind::Down) {
        return Err(FileError::NameIsDown { name: name::base(filename.unwrap_or_default()).to_owned() });
    }
    let version = match (&name, header.version) {
        (Some(name), Some((header, line))) if is_guide && name.version != header => {
            return Err(FileError::VersionMismatch { name: name.version, header, line });
        }
        (Some(name), _) => name.version,
        (None, Some((header, _))) => header,
        (None, None) => return Err(FileError::NoVersion),
    };
    let Sections { up, down: own_down, .. } = sections;
    let given_down = section::separate_down(down.map(without_bom))?;
    let down = match (own_down, given_down) {
        (Some((_, line)), Some(_)) => return Err(FileError::TwoDownScripts { line }),
        (Some((own, _)), None) => Some(own),
        (None, given) => given,
    };
    let description = header
        .description
        .or(name.map(|name| name.description).filter(|description| !description.is_empty()))
        .unwrap_or_else(|| format!("migration {version}"));
    Ok(Migration { version, description, up, down })
}

fn without_bom(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}
