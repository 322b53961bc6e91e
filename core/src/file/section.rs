//! From markers to scripts: cuts a file at its section markers.

use super::lines::{self, Stop, is_space, lines};
use super::marker::{Kind, Marker, quoted};
use super::{goose, scan};
use crate::error::FileError;
use crate::format::Format;
use crate::migration::{Direction, Script};

/// The scripts of a file.
#[derive(Debug)]
pub(super) struct Sections {
    /// The offset where the first section begins, or the end of a file without sections.
    pub preamble: usize,
    /// The up script.
    pub up: Script,
    /// The down script and its marker's line. A blank one counts: it does nothing.
    pub down: Option<(Script, u32)>,
}

/// Cuts a file at its section markers; a file without any is all up script.
pub(super) fn split(content: &str, markers: &[Marker<'_>]) -> Result<Sections, FileError> {
    let Some(any) = markers.first() else { return Ok(whole(content, true)) };
    if any.format == Format::Tern {
        return tern(content, markers);
    }
    let mut starts = markers.iter().filter(|marker| matches!(marker.kind, Kind::Section(..))).peekable();
    if let Some(first) = starts.peek() {
        check_preamble(content, markers, first)?;
    }
    goose::check_statements(markers)?;
    goose::check_environment(content, markers)?;
    let preamble = starts.peek().map_or(content.len(), |first| first.start);
    let first_line = starts.peek().map_or(u32::MAX, |first| first.line);
    let mut up: Option<(Script, u32)> = None;
    let mut down: Option<(Script, u32)> = None;
    while let Some(start) = starts.next() {
        let Kind::Section(direction, transaction) = start.kind else { continue };
        let end = starts.peek().map_or(content.len(), |next| next.start);
        // Two markers may share the ruler between them.
        let text = content.get(start.end..end).unwrap_or_default();
        let next = starts.peek().map_or(u32::MAX, |next| next.line);
        let counts = |line: u32| {
            any.format == Format::Goose || line < first_line || (start.line..next).contains(&line)
        };
        let transaction = transaction && !asks_for_none(markers, counts);
        let script = script(text, start.next_line, start.line, transaction);
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
    Ok(Sections { preamble, up, down })
}

/// A file without sections.
pub(super) fn whole(content: &str, transaction: bool) -> Sections {
    Sections { preamble: content.len(), up: script(content, 1, 1, transaction), down: None }
}

/// tern's: what is above its line is the up script.
fn tern(content: &str, markers: &[Marker<'_>]) -> Result<Sections, FileError> {
    let mut cuts = markers.iter().filter(|marker| matches!(marker.kind, Kind::Section(..)));
    let Some(cut) = cuts.next() else {
        return Ok(whole(content, !asks_for_none(markers, |_| true)));
    };
    if let Some(second) = cuts.next() {
        let (line, first) = (second.line, cut.line);
        return Err(FileError::SectionTwice { direction: Direction::Down, line, first });
    }
    let transaction = |above: bool| !asks_for_none(markers, |line| (line < cut.line) == above);
    let up = script(&content[..cut.start], 1, 1, transaction(true));
    let down = script(&content[cut.end..], cut.next_line, cut.line, transaction(false));
    Ok(Sections { preamble: cut.start, up, down: Some((down, cut.line)) })
}

/// Whether a marker on a line that counts asks for no transaction.
fn asks_for_none(markers: &[Marker<'_>], counts: impl Fn(u32) -> bool) -> bool {
    markers.iter().any(|marker| marker.kind == Kind::NoTransaction && counts(marker.line))
}

/// A down script that is said to have no markers.
pub(super) fn plain(text: &str) -> Script {
    script(text, 1, 1, true)
}

/// A down script that came apart from its file. A marker of its own on top (`-- Down migration` is a common title) may
/// say so again; other sections it cannot have.
pub(super) fn separate_down(text: &str) -> Result<Script, FileError> {
    let Some((line, marker)) = scan::first(text) else { return Ok(script(text, 1, 1, true)) };
    let refusal = || FileError::MarkerInDown { line, marker: quoted(marker) };
    let markers = scan::scan(text).map_err(|_| refusal())?;
    let mut sections = markers.iter().filter(|marker| matches!(marker.kind, Kind::Section(..)));
    match (sections.next(), sections.next()) {
        (Some(only), None) if only.kind_of_section() == Some(Direction::Down) => {
            check_preamble(text, &markers, only).map_err(|_| refusal())?;
            goose::check_statements(&markers)?;
            goose::check_environment(text, &markers)?;
            let Kind::Section(_, transaction) = only.kind else { return Err(refusal()) };
            let transaction = transaction && !asks_for_none(&markers, |_| true);
            Ok(script(&text[only.end..], only.next_line, only.line, transaction))
        }
        (_, Some(second)) => Err(FileError::MarkerInDown { line: second.line, marker: quoted(second.text) }),
        _ => Err(refusal()),
    }
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
        Some(line) => {
            let direction = first.kind_of_section().unwrap_or(Direction::Up);
            let (marker, format) = (quoted(first.text), first.format);
            Err(FileError::SqlBeforeSection { line, marker, direction, format })
        }
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
