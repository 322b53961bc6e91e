//! Finds a file's markers: asks each format in turn whether a line is one of its own, and refuses two formats in one
//! file.
//!
//! What the markers mean for scripts is `section`'s business.

use super::lines::{Line, lines};
use super::marker::{Kind, Marker};
use super::{dbmate, goose, guide, node_pg_migrate, sql_migrate, tern};
use crate::error::FileError;
use crate::format::Format;

/// All markers of a file, of one format.
pub(super) fn scan(content: &str) -> Result<Vec<Marker<'_>>, FileError> {
    let mut markers: Vec<Marker<'_>> = Vec::new();
    let mut above: Option<Line<'_>> = None;
    let mut lines = lines(content, 1).peekable();
    let is_node = is_node_pg_migrate(content);
    while let Some(line) = lines.next() {
        if let Some((format, kind)) = read(&line, above.as_ref(), is_node)? {
            if let Some(first) = markers.first().filter(|first| first.format != format) {
                return Err(FileError::MixedFormats {
                    format,
                    line: line.number,
                    first_format: first.format,
                    first: first.line,
                });
            }
            let has_rulers = format == Format::Guide;
            let top = above.filter(|above| has_rulers && guide::is_ruler(above)).unwrap_or(line);
            let bottom = lines.peek().filter(|below| has_rulers && guide::is_ruler(below)).unwrap_or(&line);
            markers.push(Marker {
                format,
                kind,
                line: line.number,
                text: line.text.trim(),
                start: top.start,
                end: bottom.end,
                next_line: bottom.number.saturating_add(1),
            });
        }
        above = Some(line);
    }
    drop_indented(content, &mut markers);
    Ok(markers)
}

/// dbmate and goose know no marker that is indented. Where another one of the same direction is not, it is a comment in a
/// body; alone, it may be a slip, and counts.
fn drop_indented(content: &str, markers: &mut Vec<Marker<'_>>) {
    let is_indented = |marker: &Marker<'_>| {
        matches!(marker.format, Format::Dbmate | Format::Goose)
            && content[marker.start..].starts_with([' ', '\t'])
    };
    let at_margin: Vec<_> =
        markers.iter().filter(|marker| !is_indented(marker)).filter_map(Marker::kind_of_section).collect();
    markers.retain(|marker| {
        !(is_indented(marker) && marker.kind_of_section().is_some_and(|kind| at_margin.contains(&kind)))
    });
}

/// The first line that is a marker or wants to be one.
pub(super) fn first(content: &str) -> Option<(u32, &str)> {
    let mut above: Option<Line<'_>> = None;
    let is_node = is_node_pg_migrate(content);
    lines(content, 1).find_map(|line| {
        let is_marker = !matches!(read(&line, above.as_ref(), is_node), Ok(None));
        above = Some(line);
        is_marker.then(|| (line.number, line.text.trim()))
    })
}

fn read(
    line: &Line<'_>,
    above: Option<&Line<'_>>,
    is_node: bool,
) -> Result<Option<(Format, Kind)>, FileError> {
    let Some(comment) = line.comment() else { return Ok(None) };
    if let Some(found) = signed(comment, line)? {
        return Ok(Some(found));
    }
    if is_node {
        return Ok(node_pg_migrate::kind(line).map(|kind| (Format::NodePgMigrate, kind)));
    }
    Ok(guide::kind(comment, line, above)?.map(|kind| (Format::Guide, kind)))
}

/// The marker of a tool that has a sign of its own.
fn signed(comment: &str, line: &Line<'_>) -> Result<Option<(Format, Kind)>, FileError> {
    if let Some(kind) = goose::kind(comment, line)? {
        return Ok(Some((Format::Goose, kind)));
    }
    if let Some(kind) = dbmate::kind(comment, line)? {
        return Ok(Some((Format::Dbmate, kind)));
    }
    if let Some(kind) = sql_migrate::kind(comment, line)? {
        return Ok(Some((Format::SqlMigrate, kind)));
    }
    Ok(tern::kind(line).map(|kind| (Format::Tern, kind)))
}

/// In another tool's file `-- Up migration: make it` is the title of a section.
fn is_node_pg_migrate(content: &str) -> bool {
    let is_signed =
        |line: Line<'_>| line.comment().is_some_and(|comment| !matches!(signed(comment, &line), Ok(None)));
    node_pg_migrate::is_meant(content) && !lines(content, 1).any(is_signed)
}
