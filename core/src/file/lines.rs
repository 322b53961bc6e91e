//! Lines, white space and comments, as PostgreSQL's scanner sees them.
//!
//! Knows nothing of markers. A line ends in LF, CRLF or a lone CR: all of them end a `--` comment in the
//! server, and none of them counts in a checksum.

/// A line and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// Counted from 1.
    pub number: u32,
    /// The text without its line ending.
    pub text: &'a str,
    /// The offset of its first byte.
    pub start: usize,
    /// The offset after its line ending.
    pub end: usize,
}

impl<'a> Line<'a> {
    /// What a line that is one `--` comment says, without white space around it.
    pub fn comment(&self) -> Option<&'a str> {
        Some(trim(trim(self.text).strip_prefix("--")?))
    }
}

/// The lines of a text, the first one numbered `first`.
pub(super) fn lines(text: &str, first: u32) -> impl Iterator<Item = Line<'_>> {
    let mut start = 0;
    let mut number = first;
    std::iter::from_fn(move || {
        let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
        let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let ending = match &rest[length..] {
            "" => 0,
            ending if ending.starts_with("\r\n") => 2,
            _ => 1,
        };
        let end = start + length + ending;
        let line = Line { number, text: &rest[..length], start, end };
        start = end;
        number = number.saturating_add(1);
        Some(line)
    })
}

/// White space between SQL tokens. A no-break space, for one, is not: the server would refuse it, and
/// must get to see it.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0b' | '\x0c')
}

/// The text without white space around it.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// Whether there is nothing but white space.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(is_space)
}

/// The comments that a text begins with, and what ends them.
#[derive(Debug)]
pub(super) struct Preamble<'a> {
    /// The `--` comments: line, and what they say.
    pub comments: Vec<(u32, &'a str)>,
    /// Why the comments end before the text does.
    pub stop: Option<Stop>,
}

/// What ends a text's leading comments.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// SQL begins on this line.
    Sql(u32),
    /// A block comment that begins on this line does not end.
    OpenComment(u32),
}

/// Reads the comments that a text begins with.
pub(super) fn preamble(text: &str) -> Preamble<'_> {
    let mut comments = Vec::new();
    // How many block comments are open (they nest), and where the outermost begins.
    let mut depth = 0_usize;
    let mut opened = 0;
    for line in lines(text, 1) {
        let mut rest = line.text;
        loop {
            if depth > 0 {
                // Whichever comes first: to look for each by itself would cost the square of a line of nested ones.
                let Some(at) = rest.as_bytes().windows(2).position(|two| two == b"/*" || two == b"*/") else {
                    break;
                };
                depth = if rest[at..].starts_with("/*") { depth + 1 } else { depth - 1 };
                rest = &rest[at + 2..];
                continue;
            }
            rest = rest.trim_start_matches(is_space);
            if let Some(comment) = rest.strip_prefix("--") {
                comments.push((line.number, trim(comment)));
            } else if let Some(inside) = rest.strip_prefix("/*") {
                depth = 1;
                opened = line.number;
                rest = inside;
                continue;
            } else if !rest.is_empty() {
                return Preamble { comments, stop: Some(Stop::Sql(line.number)) };
            }
            break;
        }
    }
    let stop = (depth > 0).then_some(Stop::OpenComment(opened));
    Preamble { comments, stop }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_ending_counts_once() {
        let all: Vec<_> = lines("a\nb\r\nc\rd\n\re", 1).map(|line| (line.number, line.text)).collect();
        assert_eq!(all, [(1, "a"), (2, "b"), (3, "c"), (4, "d"), (5, ""), (6, "e")]);
        assert_eq!(lines("", 1).count(), 0);
        assert_eq!(lines("\n", 1).count(), 1);
    }

    #[test]
    fn offsets_cover_the_text() {
        let text = "a\r\n\r\nü\r";
        let joined: String = lines(text, 1).map(|line| &text[line.start..line.end]).collect();
        assert_eq!(joined, text);
    }

    #[test]
    fn comments_are_read_up_to_the_first_sql() {
        let found = preamble("-- a\n\n/* x /* y */\n-- not this */ -- b\n  SELECT 1; -- c");
        assert_eq!(found.comments, [(1, "a"), (4, "b")]);
        assert_eq!(found.stop, Some(Stop::Sql(5)));
    }

    #[test]
    fn a_block_comment_may_be_open_at_the_end() {
        assert_eq!(preamble("\n/* a */ /* b /* */\n").stop, Some(Stop::OpenComment(2)));
        assert_eq!(preamble("/* a */\n-- b").stop, None);
        // The star of `/*/` does not close the comment.
        assert_eq!(preamble("/*/").stop, Some(Stop::OpenComment(1)));
    }
}
