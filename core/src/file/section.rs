//! From markers to scripts: cuts a file at its section markers.

use super::lines::{self, Stop, is_space, lines};
use super::marker::{self, Kind, Marker, quoted};
use super::{FileError, goose};
use crate::migration::{Direction, Script};

/// The scripts of a file.
#[derive(Debug)]
pub(super) struct Sections {
    /// The offset where the first section begins, or the end of a file without sections.
    pub preamble: usize,
    /// The up script.
    pub up: Script,
    /// The down script and its marker's line, where it is not blank.
    pub down: Option<(Script, u32)>,
}

/// Cuts a file at its section markers; a file without any is all up script.
pub(super) fn split(content: &str, markers: &[Marker<'_>]) -> Result<Sections, FileError> {
    let Some(any) = markers.first() else {
        let up = script(content, 1, 1, true);
        return Ok(Sections { preamble: content.len(), up, down: None });
    };
    let mut starts = markers.iter().filter(|marker| matches!(marker.kind, Kind::Section(..))).peekable();
    if let Some(first) = starts.peek() {
        check_preamble(content, markers, first)?;
    }
    goose::check_statements(markers)?;
    let preamble = starts.peek().map_or(content.len(), |first| first.start);
    let in_transaction = !goose::no_transaction(markers);
    let mut up: Option<(Script, u32)> = None;
    let mut down: Option<(Script, u32)> = None;
    while let Some(start) = starts.next() {
        let Kind::Section(direction, transaction) = start.kind else { continue };
        let end = starts.peek().map_or(content.len(), |next| next.start);
        // Two markers may share the ruler between them.
        let text = content.get(start.end..end).unwrap_or_default();
        let script = script(text, start.next_line, start.line, transaction && in_transaction);
        let place = if direction == Direction::Up { &mut up } else { &mut down };
        if let Some((_, first)) = place {
            return Err(FileError::SectionTwice { direction, line: start.line, first: *first });
        }
        *place = Some((script, start.line));
    }
    let Some((up, _)) = up else {
        let (format, line, marker) = (any.format, any.line, quoted(any.text));
        return Err(FileError::NoUpSection { format, line, marker });
    };
    Ok(Sections { preamble, up, down: down.filter(|(script, _)| !script.text.is_empty()) })
}

/// A down script that came apart from its file; none where it is blank.
pub(super) fn separate_down(text: Option<&str>) -> Result<Option<Script>, FileError> {
    let Some(text) = text.filter(|text| !lines::is_blank(text)) else { return Ok(None) };
    if let Some((line, marker)) = marker::first(text) {
        return Err(FileError::MarkerInDown { line, marker: quoted(marker) });
    }
    Ok(Some(script(text, 1, 1, true)))
}

/// Whether there are only comments before the first section. A goose statement is SQL even when it is empty.
fn check_preamble(content: &str, markers: &[Marker<'_>], first: &Marker<'_>) -> Result<(), FileError> {
    let sql = match lines::preamble(&content[..first.start]).stop {
        Some(Stop::OpenComment(line)) => return Err(FileError::CommentNotClosed { line }),
        Some(Stop::Sql(line)) => Some(line),
        None => None,
    };
    let statement = markers
        .iter()
        .take_while(|marker| marker.line < first.line)
        .find(|marker| matches!(marker.kind, Kind::StatementBegin | Kind::StatementEnd))
        .map(|marker| marker.line);
    match sql.into_iter().chain(statement).min() {
        Some(line) => Err(FileError::SqlBeforeSection { line, marker: quoted(first.text) }),
        None => Ok(()),
    }
}

/// A section's text, which begins on line `first`; `empty` is the line to name where it is blank.
fn script(section: &str, first: u32, empty: u32, transaction: bool) -> Script {
    match lines(section, first).find(|line| !lines::is_blank(line.text)) {
        Some(line) => {
            let text = section[line.start..].trim_end_matches(is_space).to_owned();
            Script { text, line: line.number, transaction }
        }
        None => Script { text: String::new(), line: empty, transaction },
    }
}
