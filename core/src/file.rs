//! Migration files: which format a file has, and what migration it holds.
//!
//! A file is read in this order: format, headers, name, sections. Each format's markers stand in a module of its own,
//! and `scan` asks them all. Markers are found line by line, as the tools that invented them do: a line within a string
//! literal counts too. The SQL between them is read by the server's parser alone.

mod dbmate;
mod directive;
pub mod folder;
mod goose;
mod guide;
mod head;
pub mod include;
mod lines;
mod liquibase;
mod marker;
mod name;
mod node_pg_migrate;
mod refuse;
mod scan;
mod section;
mod sending;
mod sql_migrate;
mod template;
mod tern;
pub mod variables;

pub use crate::format::Format;
pub use name::{FileName, NameKind, file_name, parse_name};
pub use sending::Sending;
pub use template::{render, render_name, template};

use crate::error::FileError;
use crate::migration::{Direction, Migration, Script};
use crate::version::Version;
use guide::Header;
use section::Sections;

/// A migration file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// What it holds. The description begins with the version's label, where it has one.
    pub migration: Migration,
    /// Its version, with its label.
    pub version: Version,
    /// Of each script without a transaction of its own, up and down: whether its tool sends it whole, so that the server
    /// makes one transaction of what can be in one.
    pub is_sent_whole: bool,
}

/// How a file is to be read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Way<'a> {
    /// It has no sections: all of its text is the up script, whatever its comments look like.
    pub is_plain: bool,
    /// What its folder says of its version and of its description, which its name need not.
    pub named: Option<(&'a Version, &'a str)>,
    /// What its folder says of its transaction.
    pub sending: Option<Sending>,
}

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
    Ok(read(content, filename, down, Way::default())?.migration)
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
    Ok(read(content, filename, down, Way { is_plain: true, ..Way::default() })?.migration)
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

/// Reads a migration file, as [`parse`], in a way that is said.
///
/// # Errors
///
/// As [`parse`].
pub fn read(
    content: &str,
    filename: Option<&str>,
    down: Option<&str>,
    way: Way<'_>,
) -> Result<File, FileError> {
    let content = without_bom(content);
    let changesets = if way.is_plain { None } else { liquibase::read(content)? };
    let plain = way.is_plain || changesets.is_some();
    if filename.is_none() && way.named.is_none() && lines::is_blank(content) {
        return Err(FileError::Empty);
    }
    refuse::nul(content, Direction::Up)?;
    let given_text = down;
    let given_down = down.map(|down| parse_down(down, plain)).transpose()?;
    let markers = if plain { Vec::new() } else { scan::scan(content)? };
    let sections = section::split(content, &markers)?;
    let comments = &lines::preamble(&content[..sections.preamble]).comments;
    let format = markers.first().map(|marker| marker.format);
    let is_guide = format == Some(Format::Guide);
    let header = if is_guide { Header::read(comments)? } else { Header::glean(comments) };
    let (mut version, named) = version(filename, way.named, &header, is_guide)?;
    if let Some(changesets) = changesets.as_ref().filter(|changesets| changesets.repeats) {
        version = version.repeating(changesets.always);
    }
    let Sections { mut up, down: own_down, .. } = sections;
    if !plain {
        if own_down.is_none() {
            refuse::heads(&up.text, up.line, format)?;
        }
        if filename.is_some_and(name::is_flyway) {
            refuse::placeholders(content, Direction::Up)?;
            refuse::placeholders(down.unwrap_or_default(), Direction::Down)?;
        }
    }
    let mut down = match (own_down, given_down) {
        (Some((own, _)), None) => Some(own),
        (Some((own, _)), Some(given)) if own.text.is_empty() || given.text.is_empty() => {
            Some(if given.text.is_empty() { own } else { given })
        }
        (Some((_, line)), Some(_)) => return Err(FileError::TwoDownScripts { line }),
        (None, given) => given,
    };
    let mut is_sent_whole = matches!(format, Some(Format::Dbmate | Format::NodePgMigrate));
    if format.is_none() {
        let of_changesets = changesets.as_ref().and_then(|changesets| changesets.sending);
        let of_up = way.sending.or(of_changesets).or_else(|| directive::sending(content));
        up.transaction = !matches!(of_up, Some(Sending::Whole | Sending::Each));
        is_sent_whole = of_up == Some(Sending::Whole);
        if let (Some(script), Some(text)) = (&mut down, given_text) {
            let of_down = way.sending.or_else(|| directive::sending(without_bom(text)));
            script.transaction &= !matches!(of_down, Some(Sending::Whole | Sending::Each));
            is_sent_whole |= up.transaction && of_down == Some(Sending::Whole);
        }
    }
    if down.is_none() {
        down = changesets.and_then(|changesets| changesets.down);
    }
    let description = header.description.unwrap_or(named);
    let mut description = version.describe(&description);
    if description.is_empty() {
        description = format!("migration {}", version.number);
    }
    let migration = Migration { version: version.number, description, up, down };
    Ok(File { migration, version, is_sent_whole })
}

/// A file's version, and the description that its name has.
fn version(
    filename: Option<&str>,
    said: Option<(&Version, &str)>,
    header: &Header,
    is_guide: bool,
) -> Result<(Version, String), FileError> {
    let is_headed = header.version.is_some();
    let name = match (said, filename.map(parse_name)) {
        (Some((version, description)), _) => Some((version.clone(), description.to_owned())),
        // With a header, the file may be called anything.
        (None, Some(Err(FileError::NameWithoutVersion { .. }))) if is_headed => None,
        (None, Some(Ok(name))) if name.kind == NameKind::Down => {
            let name = name::base(filename.unwrap_or_default()).to_owned();
            return Err(FileError::NameIsDown { name });
        }
        (None, name) => name.transpose()?.map(|name| (name.version, name.description)),
    };
    match (name, header.version) {
        (Some((name, _)), Some((header, line))) if is_guide && name.number != header => {
            Err(FileError::VersionMismatch { name: name.text(), header, line })
        }
        (Some(name), _) => Ok(name),
        (None, Some((header, _))) => Ok((Version::of_number(header), String::new())),
        (None, None) => Err(FileError::NoVersion),
    }
}

fn without_bom(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}
