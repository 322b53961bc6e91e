//! Rows behind a `COPY … FROM stdin` in a script, as psql takes them: from the next line to one that is `\.`.

use std::borrow::Cow;
use std::ops::Range;

use super::{Piece, piece};

/// A COPY in a script whose rows stand behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// The semicolon behind the statement.
    pub semicolon: usize,
    /// The rows: whole lines, without the one that ends them.
    pub rows: Range<usize>,
    /// Behind the `\.` that ends them, before the end of its line.
    pub end: usize,
}

/// How far a statement has been read.
#[derive(Clone, Copy, PartialEq)]
enum Seen {
    /// Nothing of it.
    Nothing,
    /// COPY.
    Copy,
    /// COPY … FROM.
    From,
    /// COPY … FROM stdin.
    Stdin,
    /// What is no COPY from the client.
    Other,
}

/// Every COPY of a script that has its rows behind it. `backslash` where a backslash escapes in every string, as with
/// `standard_conforming_strings` off.
pub fn copied(sql: &str, backslash: bool) -> Vec<Copied> {
    let mut found = Vec::new();
    if !mentions_stdin(sql) {
        return found;
    }
    let bytes = sql.as_bytes();
    let (mut at, mut seen, mut depth) = (0, Seen::Nothing, 0_usize);
    while at < bytes.len() {
        let (mut length, piece) = piece(&bytes[at..], backslash);
        // Whether this is a token, and the word that it is.
        let token = match (piece, bytes[at]) {
            (Piece::Space | Piece::LineComment | Piece::BlockComment { .. }, _) => None,
            (Piece::Name, _) => Some(&sql[at..at + length]),
            (Piece::Other, b';') if depth == 0 => {
                let ended = std::mem::replace(&mut seen, Seen::Nothing);
                if let Some(copied) = (ended == Seen::Stdin).then(|| rows(sql, at)).flatten() {
                    length = copied.end - at;
                    found.push(copied);
                }
                None
            }
            (Piece::Other, b'(') => {
                depth += 1;
                Some("")
            }
            (Piece::Other, b')') => {
                depth = depth.saturating_sub(1);
                Some("")
            }
            (Piece::Quoted | Piece::Other, _) => Some(""),
        };
        if let Some(word) = token {
            seen = seen.then(word, depth);
        }
        at += length;
    }
    found
}

impl Seen {
    fn then(self, word: &str, depth: usize) -> Seen {
        let is = |other: &str| word.eq_ignore_ascii_case(other);
        match self {
            Seen::Nothing if is("copy") => Seen::Copy,
            Seen::Copy | Seen::From if depth == 0 && is("from") => Seen::From,
            // A table of that name has another word behind it.
            Seen::From if is("stdin") => Seen::Stdin,
            Seen::From => Seen::Copy,
            Seen::Copy | Seen::Stdin => self,
            Seen::Nothing | Seen::Other => Seen::Other,
        }
    }
}

/// The rows behind the semicolon of a COPY, if the line is over behind it and they have an end.
fn rows(sql: &str, semicolon: usize) -> Option<Copied> {
    let behind = &sql[semicolon + 1..];
    let first = behind.find('\n')?;
    let rest = behind[..first].trim();
    if !rest.is_empty() && !rest.starts_with("--") {
        return None;
    }
    let begin = semicolon + 1 + first + 1;
    let mut at = begin;
    for line in sql[begin..].split_inclusive('\n') {
        if line.trim_end_matches(['\n', '\r']) == "\\." {
            return Some(Copied { semicolon, rows: begin..at, end: at + 2 });
        }
        at += line.len();
    }
    None
}

/// What most texts do not, which is seen in no time.
fn mentions_stdin(sql: &str) -> bool {
    sql.to_ascii_lowercase().contains("stdin")
}

/// The text with blanks in place of these rows and of what ends them, at the same offsets and on the same lines.
pub fn blanked<'a>(sql: &'a str, copied: &[Copied]) -> Cow<'a, str> {
    if copied.is_empty() {
        return Cow::Borrowed(sql);
    }
    let mut blank = sql.as_bytes().to_vec();
    for copied in copied {
        for c in &mut blank[copied.rows.start..copied.end] {
            if !matches!(c, b'\n' | b'\r') {
                *c = b' ';
            }
        }
    }
    // Whole lines are whole characters.
    String::from_utf8(blank).map_or(Cow::Borrowed(sql), Cow::Owned)
}

/// The text with blanks in place of all such rows.
pub fn without_rows(sql: &str, backslash: bool) -> Cow<'_, str> {
    blanked(sql, &copied(sql, backslash))
}

/// Where strings, quoted names, dollar-quoted bodies and comments stand, and rows behind a COPY.
pub fn quoted_parts(sql: &str) -> Vec<Range<usize>> {
    let bytes = sql.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    let mut copied = copied(sql, false).into_iter().peekable();
    while at < bytes.len() {
        if let Some(copied) = copied.next_if(|copied| copied.semicolon == at) {
            found.push(at + 1..copied.end);
            at = copied.end;
            continue;
        }
        let (length, piece) = piece(&bytes[at..], false);
        if !matches!(piece, Piece::Space | Piece::Name | Piece::Other) {
            found.push(at..at + length);
        }
        at += length;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(sql: &str) -> Vec<&str> {
        copied(sql, false).into_iter().map(|copied| &sql[copied.rows]).collect()
    }

    #[test]
    fn rows_of_a_dump() {
        let sql = "SELECT 1;\nCOPY public.t (a, b) FROM stdin;\n1\tit's; $$ \"\n2\t\\N\n\\.\n\n-- é\nCOPY u FROM STDIN WITH (FORMAT csv); -- x\n\\.";
        assert_eq!(found(sql), ["1\tit's; $$ \"\n2\t\\N\n", ""]);
        let blank = blanked(sql, &copied(sql, false));
        assert_eq!(blank.len(), sql.len());
        assert_eq!(blank.matches('\n').count(), sql.matches('\n').count());
        assert!(!blank.contains("it's") && !blank.contains('\\') && blank.contains("-- é"), "{blank}");
    }

    #[test]
    fn lines_of_windows() {
        assert_eq!(found("copy t from stdin;\r\n1\r\n\\.\r\nSELECT 1;"), ["1\r\n"]);
    }

    #[test]
    fn what_has_no_rows() {
        for sql in [
            "COPY t FROM stdin;",
            "COPY t FROM stdin;\n1\n2\n",
            "COPY t FROM stdin; SELECT 1;\n1\n\\.\n",
            "COPY t FROM '/stdin';\n1\n\\.\n",
            "COPY t TO stdout;\n1\n\\.\n",
            "SELECT copy FROM stdin;\n1\n\\.\n",
            "-- COPY t FROM stdin;\n1\n\\.\n",
            "$$COPY t FROM stdin;\n1\n\\.\n$$",
            "COPY \"from\" TO stdin;\n1\n\\.\n",
            "COPY (SELECT 1 FROM stdin) TO '/x';\n1\n\\.\n",
        ] {
            assert_eq!(found(sql), [""; 0], "{sql}");
        }
        // What only looks like the end of the rows is one of them.
        assert_eq!(found("COPY t FROM stdin;\n\\. \n \\.\n\\.x\n\\.\n"), ["\\. \n \\.\n\\.x\n"]);
    }
}
