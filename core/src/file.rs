//! Migration files: which format a file has, and what migration it holds.
//!
//! A file is read in this order: format, headers, name, sections. Each format's markers stand in a module of its own,
//! and `scan` asks them all. Markers are found line by line, as the tools that invented them do: a line within a string
//! literal counts too. The SQL between them is read by the server's parser alone.

mod dbmate;
mod goose;
mod guide;
mod head;
mod lines;
mod marker;
mod name;
mod node_pg_migrate;
mod pair;
mod refuse;
mod scan;
mod section;
mod sql_migrate;
mod template;
mod tern;

pub use crate::format::Format;
pub use name::{FileName, NameKind, base as file_name, parse_name};
pub use pair::{Pair, pair};
pub use template::{render, render_name, template};

use crate::error::FileError;
use crate::migration::{Direction, Migration, Script};
use guide::Header;
use section::Sections;

/// Reads a migration file.
///
/// `down` is the separate down script of a plain pair, or of a file without a down section of its own. A down script or
/// down section that is there and blank is one that does nothing.
///
/// The version comes from a guide file's header and from the name, which must agree. In other files the
/// name decides, and a header counts only where there is none. The description comes from a header, or
/// else from the name.
///
/// # Errors
///
/// Whatever may be of another form than it is read as: what is not understood is not run.
pub fn parse(content: &str, filename: Option<&str>, down: Option<&str>) -> Result<Migration, FileError> {
    read(content, filename, down, false)
}

/// Reads a file that is said to be plain: it has no sections, and all of its text is the up script, whatever its
/// comments look like.
///
/// # Errors
///
/// As [`parse`], as far as that is not a matter of markers.
pub fn parse_plain(
    content: &str,
    filename: Option<&str>,
    down: Option<&str>,
) -> Result<Migration, FileError> {
    read(content, filename, down, true)
}

/// Refuses an up script that is given by itself and has the markers of a file, or what reads like one.
///
/// # Errors
///
/// [`FileError::MarkerInUp`], [`FileError::DownHead`].
pub fn check_up(script: &str) -> Result<(), FileError> {
    if let Some((line, marker)) = scan::first(script) {
        return Err(FileError::MarkerInUp { line, marker: marker::quoted(marker) });
    }
    refuse::heads(script, 1, None)
}

/// Whether a text has a line that is a marker, or wants to be one.
pub fn has_marker(content: &str) -> bool {
    scan::first(without_bom(content)).is_some()
}

/// Reads a down script that came apart from its file.
///
/// # Errors
///
/// [`FileError::MarkerInDown`], unless it is said to be plain; [`FileError::Nul`].
pub fn parse_down(script: &str, plain: bool) -> Result<Script, FileError> {
    let script = without_bom(script);
    refuse::nul(script, Direction::Down)?;
    if plain { Ok(section::plain(script)) } else { section::separate_down(script) }
}

fn read(
    content: &str,
    filename: Option<&str>,
    down: Option<&str>,
    plain: bool,
) -> Result<Migration, FileError> {
    let content = without_bom(content);
    if filename.is_none() && lines::is_blank(content) {
        return Err(FileError::Empty);
    }
    refuse::nul(content, Direction::Up)?;
    let given_down = down.map(|down| parse_down(down, plain)).transpose()?;
    let markers = if plain { Vec::new() } else { scan::scan(content)? };
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
    if !plain {
        if own_down.is_none() {
            refuse::heads(&up.text, up.line, markers.first().map(|marker| marker.format))?;
        }
        if filename.is_some_and(name::is_flyway) {
            refuse::placeholders(content, Direction::Up)?;
            refuse::placeholders(down.unwrap_or_default(), Direction::Down)?;
        }
    }
    let down = match (own_down, given_down) {
        (Some((own, _)), None) => Some(own),
        (Some((own, _)), Some(given)) if own.text.is_empty() || given.text.is_empty() => {
            Some(if given.text.is_empty() { own } else { given })
        }
        (Some((_, line)), Some(_)) => return Err(FileError::TwoDownScripts { line }),
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
