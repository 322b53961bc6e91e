//! node-pg-migrate's markers: `-- Up Migration` and `-- Down Migration`, with any text behind.
//!
//! Without text behind them they are the markers of the guide's form as well, and are read as those. With text they are
//! markers only in a file that is evidently this tool's: `-- Down migration is not possible` is prose elsewhere.

use super::guide;
use super::lines::{Line, lines, preamble};
use super::marker::{Kind, strip_word};
use crate::migration::Direction;

/// What a line says, if anything.
pub(super) fn kind(line: &Line<'_>) -> Option<Kind> {
    let comment = line.comment()?;
    let words = comment.split_ascii_whitespace().collect::<String>();
    if words.eq_ignore_ascii_case("notransaction") {
        return Some(Kind::NoTransaction);
    }
    heading(comment).map(|(direction, _)| Kind::Section(direction, true))
}

/// Which section a comment begins, and the text behind.
fn heading(comment: &str) -> Option<(Direction, &str)> {
    let comment = comment.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '-');
    let (direction, rest) = match (strip_word(comment, "up"), strip_word(comment, "down")) {
        (Some(rest), _) => (Direction::Up, rest),
        (None, rest) => (Direction::Down, rest?),
    };
    let spaces = rest.trim_start_matches(|c: char| c.is_ascii_whitespace());
    if spaces.len() == rest.len() {
        return None;
    }
    strip_word(spaces, "migration").map(|behind| (direction, behind))
}

/// Whether a file is node-pg-migrate's and not the guide's: a heading has text behind that is set off from it, or
/// headings of both kinds have some; and nothing is of the guide's alone, a ruler or a header.
pub(super) fn is_meant(content: &str) -> bool {
    let (mut loose_up, mut loose_down, mut set_off) = (false, false, false);
    let mut above: Option<Line<'_>> = None;
    for line in lines(content, 1) {
        if let Some((direction, behind)) = line.comment().and_then(heading) {
            if above.as_ref().is_some_and(guide::is_ruler) {
                return false;
            }
            if !guide::is_note(behind) && !behind.starts_with(|c: char| c.is_alphanumeric()) {
                let text = behind.trim_start_matches(|c: char| c.is_ascii_whitespace());
                loose_up |= direction == Direction::Up;
                loose_down |= direction == Direction::Down;
                let says_none = ["none", "n/a", "not ", "no "];
                let sign = text.trim_start_matches(|c: char| !c.is_alphanumeric());
                set_off |= sign.len() < text.len()
                    && !says_none.iter().any(|none| strip_word(sign, none).is_some() || sign.is_empty());
            }
        }
        above = Some(line);
    }
    let has_header = || {
        let comments = preamble(content).comments;
        guide::Header::glean(&comments).version.is_some()
    };
    (set_off || (loose_up && loose_down)) && !has_header()
}
