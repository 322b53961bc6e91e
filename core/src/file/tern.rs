//! tern's line between the two parts of a file: `---- create above / drop below ----`.
//!
//! There is no marker above the up script, and without the line all of the file is one.

use super::lines::Line;
use super::marker::Kind;
use crate::migration::Direction;

/// What a line says, if anything; its comment begins with more than two dashes.
pub(super) fn kind(line: &Line<'_>) -> Option<Kind> {
    let inside = line.comment()?.strip_prefix("--")?.trim_matches(['-', ' ', '\t']);
    let words = inside.split_ascii_whitespace().collect::<Vec<_>>().join(" ").to_ascii_lowercase();
    match words.as_str() {
        "create above / drop below" => Some(Kind::Section(Direction::Down, true)),
        "tern: disable-tx" => Some(Kind::NoTransaction),
        _ => None,
    }
}
