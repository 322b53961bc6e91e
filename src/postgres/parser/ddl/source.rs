//! The text from which a tree was made: places of nodes in it, and where expressions end, which no tree says.

use std::cell::OnceCell;
use std::ffi::c_int;

use migrate_core::ddl::expression::Span;
use migrate_core::lex::tokens::Tokens;
use pgrx::pg_sys;

/// A statement's text.
pub struct Source<'a> {
    text: &'a str,
    /// Where it begins in the string that was parsed.
    offset: usize,
    tokens: OnceCell<Tokens<'a>>,
}

impl<'a> Source<'a> {
    /// The text of one statement, which begins at an offset of the parsed string.
    pub fn new(text: &'a str, offset: usize) -> Self {
        Source { text, offset, tokens: OnceCell::new() }
    }

    /// A node's place in the statement's text.
    pub fn place(&self, location: c_int) -> Option<u32> {
        let place = usize::try_from(location).ok()?.checked_sub(self.offset)?;
        u32::try_from(place).ok()
    }

    /// The tokens, cut when somebody asks for the first time.
    fn tokens(&self) -> &Tokens<'a> {
        self.tokens.get_or_init(|| {
            // SAFETY: the variable of a setting, as it was while this text was parsed.
            let backslash = unsafe { !pg_sys::standard_conforming_strings };
            Tokens::of(self.text, backslash)
        })
    }

    /// The offset of the next opening parenthesis, from a place on.
    pub fn open(&self, place: u32) -> Option<u32> {
        let tokens = self.tokens();
        tokens.open(tokens.at(place)).and_then(|open| tokens.range(open, open + 1)).map(|(from, _)| from)
    }

    /// An expression whose first node stands at a place, as an entry of a list: it goes to a comma, a closing
    /// parenthesis, to `stop` or one of the words. Parentheses before its first node are its own from `floor` on.
    pub fn entry(&self, place: u32, floor: u32, stop: Option<u32>, words: &[&str]) -> Option<Span> {
        let tokens = self.tokens();
        let from = tokens.opened(tokens.at(place), floor);
        span(tokens.range(from, tokens.end(from, stop, words)))
    }

    /// An expression whose first node stands at a place, for which the grammar wants parentheses: without them.
    pub fn in_parentheses(&self, place: u32) -> Option<Span> {
        let tokens = self.tokens();
        let open = tokens.opened(tokens.at(place), 0);
        span(tokens.range(open + 1, tokens.closed(open).checked_sub(1)?))
    }

    /// An expression in the list of an index's columns or a partition key: in parentheses, a call, or one word.
    /// Parentheses before its first node are its own from `floor` on.
    pub fn element(&self, place: u32, floor: u32) -> Option<Span> {
        let tokens = self.tokens();
        let first = tokens.at(place);
        let open = tokens.opened(first, floor);
        if open < first {
            return span(tokens.range(open + 1, tokens.closed(open).checked_sub(1)?));
        }
        let mut behind = first + 1;
        while tokens.text(behind) == "." {
            behind += 2;
        }
        let to = if tokens.text(behind) == "(" { tokens.closed(behind) } else { behind };
        span(tokens.range(first, to))
    }

    /// From a token to behind the parentheses that follow: `groups` of them.
    pub fn with_parentheses(&self, place: u32, groups: u32) -> Option<Span> {
        let tokens = self.tokens();
        let from = tokens.at(place);
        let to = (0..groups).try_fold(from + 1, |at, _| tokens.open(at).map(|open| tokens.closed(open)))?;
        span(tokens.range(from, to))
    }
}

fn span(range: Option<(u32, u32)>) -> Option<Span> {
    range.map(|(from, to)| Span { from, to })
}
