//! The tokens of a statement, by which the end of an expression is found: the server's raw tree says where some things
//! begin, and of nothing where it ends.

use super::copied::{Copied, blanked, copied};
use super::{Piece, continues_name, is_sign, piece, quoted, string};

/// Whether two scripts have the same tokens, however strings are read, and the same rows behind COPY: then they differ in
/// comments and white space alone.
pub fn are_same(one: &str, other: &str) -> bool {
    [true, false].into_iter().all(|backslash| {
        let rows = [copied(one, backslash), copied(other, backslash)];
        let texts = [blanked(one, &rows[0]), blanked(other, &rows[1])];
        let [ones, others] = [0, 1].map(|at| Tokens::of(&texts[at], backslash));
        let text_of = |(sql, rows): (&str, &[Copied])| -> Vec<String> {
            rows.iter().map(|copied| sql[copied.rows.clone()].to_string()).collect()
        };
        text_of((one, &rows[0])) == text_of((other, &rows[1])) && ones.texts().eq(others.texts())
    })
}

/// Where each token stands, in bytes; white space and comments are between them.
#[derive(Debug, Default)]
pub struct Tokens<'a> {
    text: &'a str,
    /// From the first byte to behind the last.
    tokens: Vec<(u32, u32)>,
}

impl<'a> Tokens<'a> {
    /// Cuts a text; `backslash` where a backslash escapes in every string.
    pub fn of(text: &'a str, backslash: bool) -> Self {
        let bytes = text.as_bytes();
        let mut tokens = Vec::new();
        let mut at = 0;
        while at < bytes.len() {
            let rest = &bytes[at..];
            let (length, is_token) = match piece(rest, backslash) {
                (length, Piece::Space | Piece::LineComment | Piece::BlockComment { .. }) => (length, false),
                (length, Piece::Quoted) => (length, true),
                (length, Piece::Name) => (word(rest, length), true),
                (_, Piece::Other) if rest[0].is_ascii_digit() => {
                    (rest.iter().position(|c| !continues_name(*c) && *c != b'.').unwrap_or(rest.len()), true)
                }
                (_, Piece::Other) if is_sign(rest[0]) => (operator(rest), true),
                (length, Piece::Other) => (length, true),
            };
            if is_token {
                tokens.push((at as u32, (at + length) as u32));
            }
            at += length;
        }
        Tokens { text, tokens }
    }

    /// The text of each.
    fn texts(&self) -> impl Iterator<Item = &str> {
        self.tokens.iter().map(|(from, to)| &self.text[*from as usize..*to as usize])
    }

    /// The token that begins at an offset or, if none does, the next one.
    pub fn at(&self, offset: u32) -> usize {
        self.tokens.partition_point(|(from, _)| *from < offset)
    }

    /// A token's text; nothing behind the last.
    pub fn text(&self, token: usize) -> &'a str {
        self.tokens.get(token).map_or("", |(from, to)| &self.text[*from as usize..*to as usize])
    }

    /// Where the tokens from one up to before another stand.
    pub fn range(&self, from: usize, to: usize) -> Option<(u32, u32)> {
        let last = self.tokens.get(to.checked_sub(1)?)?;
        (from < to).then(|| (self.tokens[from].0, last.1))
    }

    /// The first of the opening parentheses right before a token that begin at `floor` or behind it; the token itself
    /// if there are none.
    pub fn opened(&self, token: usize, floor: u32) -> usize {
        let is_open = |at: &usize| self.text(*at) == "(" && self.tokens[*at].0 >= floor;
        (0..token).rev().take_while(is_open).last().unwrap_or(token)
    }

    /// The next opening parenthesis, from a token on.
    pub fn open(&self, token: usize) -> Option<usize> {
        (token..self.tokens.len()).find(|at| self.text(*at) == "(")
    }

    /// The token behind the parenthesis that closes the one that this token is.
    pub fn closed(&self, token: usize) -> usize {
        let mut depth = 0;
        for at in token..self.tokens.len() {
            match self.text(at) {
                "(" | "[" => depth += 1,
                ")" | "]" => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return at + 1;
            }
        }
        self.tokens.len()
    }

    /// Where a list's entry ends that begins with a token: at a comma, a closing parenthesis, a semicolon, at a token
    /// that begins at `stop` or behind it, or at one of these words, in lower case. FROM behind DISTINCT is none.
    pub fn end(&self, token: usize, stop: Option<u32>, words: &[&str]) -> usize {
        let mut depth = 0;
        for at in token..self.tokens.len() {
            let text = self.text(at);
            let is_behind = stop.is_some_and(|stop| self.tokens[at].0 >= stop);
            match text {
                _ if is_behind => return at,
                ")" | "]" | "," | ";" if depth == 0 => return at,
                "(" | "[" => depth += 1,
                ")" | "]" => depth -= 1,
                _ if depth == 0 && self.is_one_of(at, words) => return at,
                _ => {}
            }
        }
        self.tokens.len()
    }

    fn is_one_of(&self, token: usize, words: &[&str]) -> bool {
        let text = self.text(token);
        let is_distinct = || token > 0 && self.text(token - 1).eq_ignore_ascii_case("distinct");
        words.iter().any(|word| text.eq_ignore_ascii_case(word))
            && !(text.eq_ignore_ascii_case("from") && is_distinct())
    }
}

/// The length of a word of so many bytes, or of the string that is written behind one letter: `B'…'`, `N'…'`, `U&'…'`.
fn word(bytes: &[u8], length: usize) -> usize {
    let rest = &bytes[length..];
    match bytes[0] {
        b'b' | b'B' | b'x' | b'X' | b'n' | b'N' if length == 1 && rest.starts_with(b"'") => {
            1 + string(rest, false)
        }
        b'u' | b'U' if length == 1 && rest.starts_with(b"&'") => 2 + string(&rest[1..], false),
        b'u' | b'U' if length == 1 && rest.starts_with(b"&\"") => 2 + quoted(&rest[1..], b'"', false),
        _ => length,
    }
}

/// The length of an operator; a comment ends it.
fn operator(bytes: &[u8]) -> usize {
    let is_end = |at: &usize| {
        let rest = &bytes[*at..];
        !is_sign(rest[0]) || rest.starts_with(b"--") || rest.starts_with(b"/*")
    };
    (1..bytes.len()).find(is_end).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(sql: &str) -> Vec<&str> {
        let tokens = Tokens::of(sql, false);
        (0..tokens.tokens.len()).map(|token| tokens.text(token)).collect()
    }

    fn entry<'a>(sql: &'a str, begins: &str, stop: Option<&str>) -> &'a str {
        let tokens = Tokens::of(sql, false);
        let from = tokens.opened(tokens.at(sql.find(begins).unwrap() as u32), 0);
        let stop = stop.map(|stop| sql.find(stop).unwrap() as u32);
        let to = tokens.end(from, stop, &["from", "where"]);
        let (from, to) = tokens.range(from, to).unwrap();
        &sql[from as usize..to as usize]
    }

    #[test]
    fn comments_and_white_space_alone() {
        for (one, other) in [
            ("SELECT 1;", "-- one\nSELECT /* two */  1\n;"),
            (r"SELECT E'\n', 'a\b';", "SELECT E'\\n',\n 'a\\b' ; -- it's\n"),
            ("COPY t FROM stdin;\n-- a\n\\.\n", "COPY t /* all */ FROM stdin;\n-- a\n\\.\n"),
        ] {
            assert!(are_same(one, other), "{one}\n{other}");
        }
        for (one, other) in [
            ("SELECT 1", "SELECT 2"),
            ("SELECT '-- a'", "SELECT '-- b'"),
            ("SELECT $$ -- a $$", "SELECT $$ -- b $$"),
            ("COPY t FROM stdin;\n-- a\n\\.\n", "COPY t FROM stdin;\n-- b\n\\.\n"),
            // A comment to one reader, and a string or a statement to another.
            (r"SELECT '\'; -- a'", r"SELECT '\'; -- b'"),
            (r"SELECT '\''; -- '; SELECT 'a", r"SELECT '\''; -- '; SELECT 'b"),
            ("SELECT a - -1", "SELECT a --1"),
        ] {
            assert!(!are_same(one, other), "{one}\n{other}");
        }
    }

    #[test]
    fn tokens_are_the_lexers() {
        assert_eq!(
            texts("a+1.5e3::int -- b\n||/* c */E'\\''"),
            ["a", "+", "1.5e3", ":", ":", "int", "||", "E'\\''"]
        );
        assert_eq!(
            texts("$1,U&'a' U&\"b\" b'0' $x$ , $x$ é"),
            ["$", "1", ",", "U&'a'", "U&\"b\"", "b'0'", "$x$ , $x$", "é"]
        );
        assert_eq!(texts("a-- b"), ["a"]);
        assert_eq!(texts("a*/* b */c"), ["a", "*", "c"]);
    }

    #[test]
    fn an_entry_ends_where_the_grammar_would_end_it() {
        assert_eq!(entry("x DEFAULT f(a, b) + ')', y int", "f(", None), "f(a, b) + ')'");
        assert_eq!(entry("x DEFAULT (1 + 2) * 3)", "1", None), "(1 + 2) * 3");
        assert_eq!(entry("x DEFAULT 'a' NOT NULL", "'a'", Some("NOT")), "'a'");
        assert_eq!(entry("SET a = b IS DISTINCT FROM c /* d */ FROM t", "b", None), "b IS DISTINCT FROM c");
        assert_eq!(
            entry("SET a = (SELECT 1 FROM t WHERE x) where y", "SELECT", None),
            "(SELECT 1 FROM t WHERE x)"
        );
        assert_eq!(entry("SET a = x[1, 2] -- b", "x[", None), "x[1, 2]");
    }

    #[test]
    fn parentheses_are_matched() {
        let sql = "CHECK ((a) > (b)) NO INHERIT";
        let tokens = Tokens::of(sql, false);
        let open = tokens.opened(tokens.at(sql.find('a').unwrap() as u32), 0);
        assert_eq!(open, 1);
        let (from, to) = tokens.range(open + 1, tokens.closed(open) - 1).unwrap();
        assert_eq!(&sql[from as usize..to as usize], "(a) > (b)");
        assert_eq!(tokens.opened(tokens.at(sql.find('a').unwrap() as u32), 7), 2);
        assert_eq!(tokens.open(0), Some(1));
    }

    #[test]
    fn text_that_ends_in_the_middle_is_no_reason_to_panic() {
        for text in ["", "'", "\"", "$", "U&", "U&'", "((", ")", "-", "/*", "1.", "é$"] {
            let tokens = Tokens::of(text, true);
            assert_eq!(tokens.range(0, 0), None);
            tokens.closed(0);
            tokens.end(0, None, &[]);
            tokens.opened(tokens.at(9), 0);
        }
    }

    #[test]
    fn time_grows_with_the_length() {
        let begun = std::time::Instant::now();
        for text in ["(".repeat(1_000_000), "+-".repeat(500_000), "a ".repeat(500_000), "1.".repeat(500_000)]
        {
            let tokens = Tokens::of(&text, false);
            tokens.closed(0);
            tokens.end(0, None, &["from"]);
            tokens.opened(tokens.at(u32::MAX), 0);
        }
        assert!(begun.elapsed().as_secs() < 5, "{:?}", begun.elapsed());
    }
}
