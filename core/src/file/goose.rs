//! goose's annotations: `-- +goose Up` and the like.
//!
//! They stay in the scripts' text: to the server they are comments.

use super::lines::Line;
use super::marker::{Kind, Marker, quoted, strip_word};
use super::refuse::{self, Placeholder};
use crate::error::FileError;
use crate::format::Format;
use crate::migration::Direction;

/// What a comment annotates, if anything.
pub(super) fn kind(comment: &str, line: &Line<'_>) -> Result<Option<Kind>, FileError> {
    let Some(annotation) = strip_word(comment, "+goose") else { return Ok(None) };
    let words: Vec<_> = annotation.split_ascii_whitespace().map(str::to_ascii_lowercase).collect();
    // goose cuts dashes off at the end.
    match words.join(" ").trim_end_matches(['-', ' ']) {
        "up" => Ok(Some(Kind::Section(Direction::Up, true))),
        "down" => Ok(Some(Kind::Section(Direction::Down, true))),
        "statementbegin" => Ok(Some(Kind::StatementBegin)),
        "statementend" => Ok(Some(Kind::StatementEnd)),
        "no transaction" => Ok(Some(Kind::NoTransaction)),
        "envsub off" => Ok(Some(Kind::EnvSub(false))),
        "envsub on" => Ok(Some(Kind::EnvSub(true))),
        _ => Err(FileError::UnknownMarker {
            format: Format::Goose,
            line: line.number,
            marker: quoted(line.text),
        }),
    }
}

/// Refuses what goose would take from the environment: `${NAME}`, by its name, and any other `$`, which begins a
/// variable or a dollar quote there, by rules of its own. A text with neither is what it says.
pub(super) fn check_environment(content: &str, markers: &[Marker<'_>]) -> Result<(), FileError> {
    let is_switch = |marker: &&Marker<'_>| matches!(marker.kind, Kind::EnvSub(_));
    let mut switches = markers.iter().filter(is_switch).peekable();
    while let Some(switch) = switches.next() {
        let end = switches.peek().map_or(content.len(), |next| next.start);
        let text = content.get(switch.end..end).unwrap_or_default();
        if switch.kind == Kind::EnvSub(false) || !text.contains('$') {
            continue;
        }
        return Err(match refuse::placeholder(text) {
            Some(Placeholder { line, name }) => {
                FileError::Environment { line: switch.next_line + line - 1, name: name.to_owned() }
            }
            None => FileError::EnvSub { line: switch.line },
        });
    }
    Ok(())
}

/// Whether each StatementBegin has its StatementEnd in the same section; sql-migrate has the same two.
pub(super) fn check_statements(markers: &[Marker<'_>]) -> Result<(), FileError> {
    let mut open: Option<u32> = None;
    for marker in markers {
        open = match (marker.kind, open) {
            (Kind::StatementBegin, None) => Some(marker.line),
            (Kind::StatementEnd, Some(_)) => None,
            (Kind::StatementEnd, None) => {
                return Err(FileError::StatementNotBegun { format: marker.format, line: marker.line });
            }
            (Kind::StatementBegin | Kind::Section(..), Some(line)) => {
                return Err(FileError::StatementNotEnded { format: marker.format, line });
            }
            (_, open) => open,
        };
    }
    match (open, markers.first()) {
        (Some(line), Some(first)) => Err(FileError::StatementNotEnded { format: first.format, line }),
        _ => Ok(()),
    }
}
