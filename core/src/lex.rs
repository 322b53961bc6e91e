//! Where comments, strings and quoted names stand in SQL, as the server's lexer sees them.
//!
//! One pass over the bytes, without recursion: what anybody may have written is read in time that grows with its
//! length. Everything else is left to the server's parser.

pub mod copied;
pub mod tokens;

use std::borrow::Cow;
use std::ops::Range;

/// A comment and where it stands, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// From its first character to its last, without the end of the line behind a `--` comment.
    pub range: Range<usize>,
    /// `/* … */` rather than `--`.
    pub is_block: bool,
    /// False where the text ends inside of it.
    pub is_closed: bool,
    /// It does not stand inside of a statement: nothing or a semicolon is before it.
    pub is_between: bool,
}

/// The comments of a text, outside of strings, quoted names and dollar-quoted bodies. `backslash` where a backslash
/// escapes in every string, as with `standard_conforming_strings` off.
pub fn comments(sql: &str, backslash: bool) -> Vec<Comment> {
    let bytes = sql.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    let mut is_between = true;
    while at < bytes.len() {
        let (length, piece) = piece(&bytes[at..], backslash);
        let range = at..at + length;
        match piece {
            Piece::Space => {}
            Piece::LineComment => found.push(Comment { range, is_block: false, is_closed: true, is_between }),
            Piece::BlockComment { is_closed } => {
                found.push(Comment { range, is_block: true, is_closed, is_between });
            }
            Piece::Quoted | Piece::Name | Piece::Other => is_between = bytes[at] == b';',
        }
        at += length;
    }
    found
}

/// What a piece of SQL is, as far as it matters to where comments and quoted texts stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    /// A white space.
    Space,
    /// `--` to the end of the line, without that.
    LineComment,
    /// `/* … */`; false where the text ends inside of it.
    BlockComment { is_closed: bool },
    /// A string, a quoted name, or a dollar-quoted text.
    Quoted,
    /// A word without quotes.
    Name,
    /// One character of anything else.
    Other,
}

/// The length of the piece that `bytes` begins with, and what it is.
fn piece(bytes: &[u8], backslash: bool) -> (usize, Piece) {
    match bytes[0] {
        c if is_space(c) => (1, Piece::Space),
        b'-' if bytes.starts_with(b"--") => (line_comment(bytes), Piece::LineComment),
        b'/' if bytes.starts_with(b"/*") => {
            let (length, is_closed) = block_comment(bytes);
            (length, Piece::BlockComment { is_closed })
        }
        b'\'' => (string(bytes, backslash), Piece::Quoted),
        b'"' => (quoted(bytes, b'"', false), Piece::Quoted),
        b'$' => dollar_quoted(bytes).map_or((1, Piece::Other), |length| (length, Piece::Quoted)),
        c if begins_name(c) => {
            let length = bytes.iter().position(|c| !continues_name(*c)).unwrap_or(bytes.len());
            let is_escape = length == 1 && matches!(c, b'e' | b'E') && bytes.get(1) == Some(&b'\'');
            // N'…' and U&'…' know no backslash, nor do bits.
            if is_escape { (1 + string(&bytes[1..], true), Piece::Quoted) } else { (length, Piece::Name) }
        }
        _ => (1, Piece::Other),
    }
}

/// The line of a `\\restrict` or `\\unrestrict` at this place, as pg_dump writes them for psql: one word behind, and
/// nothing before.
pub fn restriction(sql: &str, at: usize) -> Option<Range<usize>> {
    let rest = sql.get(at..)?;
    let line = rest.lines().next()?;
    let key = line.strip_prefix("\\restrict ").or_else(|| line.strip_prefix("\\unrestrict "))?.trim();
    let is_key = !key.is_empty() && key.bytes().all(|c| c.is_ascii_alphanumeric());
    let is_first = sql[..at].is_empty() || sql[..at].ends_with('\n');
    (is_key && is_first).then_some(at..at + line.len())
}

/// The offset of the first token: behind white space, `--` comments and nested `/* */` comments. The length of the
/// text if there is none.
pub fn first_token(sql: &str) -> usize {
    let bytes = sql.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        at += match rest[0] {
            c if is_space(c) => 1,
            b'-' if rest.starts_with(b"--") => line_comment(rest),
            b'/' if rest.starts_with(b"/*") => block_comment(rest).0,
            _ => return at,
        };
    }
    at
}

/// The text with blanks in place of comments that would cost the server's lexer the square of their length, at the same
/// offsets: behind each `/*` it looks to the end of the signs that could be an operator, and nested comments are
/// nothing but such signs.
pub fn without_costly_comments(sql: &str, backslash: bool) -> Cow<'_, str> {
    /// Below this many signs in a row nobody notices.
    const LONG: usize = 256;
    let bytes = sql.as_bytes();
    let signs = |side: &mut dyn Iterator<Item = &u8>| side.take_while(|c| is_sign(**c)).count();
    let is_long = |at: usize| signs(&mut bytes[..at].iter().rev()) + signs(&mut bytes[at..].iter()) > LONG;
    // So many in a row stand at one of these places, wherever they begin.
    if !(0..bytes.len()).step_by(LONG).any(|at| is_sign(bytes[at]) && is_long(at)) {
        return Cow::Borrowed(sql);
    }
    let mut blank = sql.as_bytes().to_vec();
    for comment in
        comments(sql, backslash).into_iter().filter(|comment| comment.is_block && comment.is_closed)
    {
        for c in &mut blank[comment.range] {
            if !matches!(c, b'\n' | b'\r') {
                *c = b' ';
            }
        }
    }
    // Whole comments are whole characters.
    String::from_utf8(blank).map_or(Cow::Borrowed(sql), Cow::Owned)
}

fn is_space(c: u8) -> bool {
    matches!(c, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)
}

/// What operators are made of.
fn is_sign(c: u8) -> bool {
    matches!(
        c,
        b'~' | b'!'
            | b'@'
            | b'#'
            | b'^'
            | b'&'
            | b'|'
            | b'`'
            | b'?'
            | b'+'
            | b'-'
            | b'*'
            | b'/'
            | b'%'
            | b'<'
            | b'>'
            | b'='
    )
}

fn begins_name(c: u8) -> bool {
    c.is_ascii_alphabetic() || c == b'_' || c >= 0x80
}

fn continues_name(c: u8) -> bool {
    begins_name(c) || c.is_ascii_digit() || c == b'$'
}

fn line_comment(bytes: &[u8]) -> usize {
    bytes.iter().position(|c| matches!(c, b'\n' | b'\r')).unwrap_or(bytes.len())
}

/// The length of the block comment that `bytes` begins with, and whether it ends; PostgreSQL's comments nest.
fn block_comment(bytes: &[u8]) -> (usize, bool) {
    let (mut at, mut depth) = (0, 0_usize);
    while at < bytes.len() {
        if bytes[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if bytes[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return (at, true);
            }
        } else {
            at += 1;
        }
    }
    (at, false)
}

/// The length of a string with all of its parts: one that goes on in a later line reads its backslashes as the first
/// part does.
fn string(bytes: &[u8], backslash: bool) -> usize {
    let mut at = quoted(bytes, b'\'', backslash);
    while let Some(gap) = continuation(&bytes[at..]) {
        at += gap + quoted(&bytes[at + gap..], b'\'', backslash);
    }
    at
}

/// The white space and comments, with the end of a line among them, between the parts of a string.
fn continuation(bytes: &[u8]) -> Option<usize> {
    let (mut at, mut has_line) = (0, false);
    loop {
        let rest = &bytes[at..];
        match rest.first()? {
            b'\n' | b'\r' => {
                has_line = true;
                at += 1;
            }
            c if is_space(*c) => at += 1,
            b'-' if rest.starts_with(b"--") => at += line_comment(rest),
            b'\'' if has_line => return Some(at),
            _ => return None,
        }
    }
}

/// The length of the quoted text that `bytes` begins with; a doubled quote is a part of it.
fn quoted(bytes: &[u8], quote: u8, backslash: bool) -> usize {
    let mut at = 1;
    while let Some(c) = bytes.get(at) {
        let is_escape = backslash && *c == b'\\';
        let is_doubled = *c == quote && bytes.get(at + 1) == Some(&quote);
        if *c == quote && !is_doubled {
            return at + 1;
        }
        at += if is_escape || is_doubled { 2 } else { 1 };
    }
    bytes.len()
}

/// The length of the dollar-quoted text that `bytes` begins with, if it does.
fn dollar_quoted(bytes: &[u8]) -> Option<usize> {
    let tag = 1 + bytes[1..].iter().position(|c| !continues_name(*c) || *c == b'$')?;
    if bytes[tag] != b'$' || bytes[1].is_ascii_digit() {
        return None;
    }
    let delimiter = &bytes[..=tag];
    let mut at = delimiter.len();
    while at < bytes.len() {
        at += bytes[at..].iter().position(|c| *c == b'$').unwrap_or(bytes.len() - at);
        if bytes[at..].starts_with(delimiter) {
            return Some(at + delimiter.len());
        }
        at += 1;
    }
    Some(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_restriction_is_a_line_of_its_own() {
        let dump = "-- a dump\n\\restrict abc9\nSELECT 1;\n\\unrestrict abc9\n";
        let line = |word: &str| restriction(dump, dump.find(word).unwrap()).map(|line| &dump[line]);
        assert_eq!(line("\\restrict"), Some("\\restrict abc9"));
        assert_eq!(line("\\unrestrict"), Some("\\unrestrict abc9"));
        assert_eq!(line("SELECT"), None);
        for other in
            ["SELECT 1; \\restrict abc", "\\restrict", "\\restrict a b", "\\restrict 'a'", "\\connect a"]
        {
            assert_eq!(restriction(other, other.find('\\').unwrap()), None, "{other}");
        }
    }

    fn texts(sql: &str) -> Vec<&str> {
        comments(sql, false).into_iter().map(|comment| &sql[comment.range]).collect()
    }

    #[test]
    fn comments_stand_outside_of_strings_names_and_bodies() {
        assert_eq!(texts("SELECT 1; -- a\n/* b /* c */ */ SELECT 2 --d"), ["-- a", "/* b /* c */ */", "--d"]);
        assert_eq!(texts("SELECT '-- a', \"/* b\", 'it''s -- c'"), [""; 0]);
        assert_eq!(texts("DO $$ -- a\n $x$ -- b $x$ $$; -- c"), ["-- c"]);
        assert_eq!(texts("DO $größe$ -- a $$ $größe$ -- c"), ["-- c"]);
        assert_eq!(texts("SELECT a$b$ -- c\n, $1 -- d\n$$"), ["-- c", "-- d"]);
        assert_eq!(texts("SELECT 1 +-- a\n 2 */* b */ 3"), ["-- a", "/* b */"]);
        assert_eq!(texts("/* a **/ /*/ b */ --\r-- c"), ["/* a **/", "/*/ b */", "--", "-- c"]);
        assert_eq!(texts("/* open"), ["/* open"]);
        assert!(!comments("/* open", false)[0].is_closed);
    }

    #[test]
    fn a_backslash_escapes_where_the_server_says_so() {
        assert_eq!(texts(r"SELECT E'\'-- a', '\' -- b"), ["-- b"]);
        assert_eq!(texts("SELECT E'a'\n'\\'-- b' -- c"), ["-- c"]);
        assert_eq!(texts("SELECT e'a' -- x\n '\\'-- b' -- c"), ["-- c"]);
        assert_eq!(texts(r"SELECT NAME'\' -- b"), ["-- b"]);
        let off = r"SELECT '\'-- a' -- b";
        let found: Vec<_> = comments(off, true).into_iter().map(|comment| &off[comment.range]).collect();
        assert_eq!(found, ["-- b"]);
    }

    #[test]
    fn the_first_token_stands_behind_comments() {
        assert_eq!(first_token("SELECT 1"), 0);
        assert_eq!(first_token(" \n\tSELECT"), 3);
        assert_eq!(first_token("-- a\r\n-- b\nSELECT"), 11);
        assert_eq!(first_token("/* a /* b */ c */ SELECT"), 18);
        assert_eq!(first_token("-- only"), 7);
        assert_eq!(first_token("/* open"), 7);
        assert_eq!(first_token(""), 0);
        assert_eq!(first_token("- 1"), 0);
    }

    #[test]
    fn text_that_ends_in_the_middle_is_no_reason_to_panic() {
        for text in ["'", "\"", "$", "$a", "$$", "$a$ $a", "E'\\", "e", "/", "-", "/*", "'a'\n", "é$", "$é"]
        {
            comments(text, false);
            comments(text, true);
            without_costly_comments(text, false);
        }
    }

    #[test]
    fn costly_comments_become_blanks_of_the_same_length() {
        let nest = format!("{}é{}", "/*".repeat(1000), "*/".repeat(1000));
        let sql = format!("SELECT '{nest}', {nest} 1; {nest}");
        let blank = without_costly_comments(&sql, false);
        assert_eq!(blank.len(), sql.len());
        assert_eq!(blank.trim_end(), format!("SELECT '{nest}', {} 1;", " ".repeat(nest.len())));
        // Wherever the signs begin, and not where there is one too few.
        for before in [0, 1, 100, 255, 256, 257, 600] {
            let of = |signs: usize| format!("{}/*{}*/", " ".repeat(before), "+".repeat(signs - 4));
            assert_eq!(without_costly_comments(&of(256), false), of(256), "{before}");
            assert_eq!(without_costly_comments(&of(257), false).trim(), "", "{before}");
        }
        assert_eq!(without_costly_comments("/* a */ 1", false), "/* a */ 1");
    }

    #[test]
    fn time_grows_with_the_length() {
        let texts = [
            "/*".repeat(200_000) + &"*/".repeat(200_000),
            "/* ".repeat(200_000) + &"*/ ".repeat(200_000),
            "/*".repeat(400_000),
            "-- a\n".repeat(200_000),
            "/* a */".repeat(150_000),
            "'".repeat(1_000_001),
            "$a$ $b ".repeat(150_000),
            "$ ".repeat(500_000),
            "$a".repeat(500_000),
            "'a' \n ".repeat(200_000),
        ];
        let begun = std::time::Instant::now();
        for text in &texts {
            comments(text, false);
            first_token(text);
            without_costly_comments(text, true);
        }
        assert!(begun.elapsed().as_secs() < 5, "{:?}", begun.elapsed());
    }
}
