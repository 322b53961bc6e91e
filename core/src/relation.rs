//! A relation, as a script or a caller names it.

use std::iter::Peekable;
use std::str::Chars;

use serde::{Deserialize, Serialize};

/// A relation as a script names it; not resolved against any search path.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Relation {
    /// The schema, where the script says one.
    pub schema: Option<String>,
    /// The name.
    pub name: String,
}

/// Why text is not a relation's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Malformed {
    /// It does not read as identifiers with dots between.
    Syntax,
    /// It has more parts than a schema and a name.
    Parts,
}

impl Relation {
    /// Reads a name as the server's `regclass` does: `articles`, `shop.articles`, `"Articles"`. Letters outside of
    /// quotes are folded to lower case.
    ///
    /// # Errors
    ///
    /// [`Malformed`] says why it is none.
    pub fn read(text: &str) -> Result<Relation, Malformed> {
        let mut parts = identifiers(text).ok_or(Malformed::Syntax)?;
        let name = parts.pop().ok_or(Malformed::Syntax)?;
        let schema = parts.pop();
        if parts.is_empty() { Ok(Relation { schema, name }) } else { Err(Malformed::Parts) }
    }

    /// Schema and name as they are, for people: `shop.articles`.
    pub fn dotted(&self) -> String {
        match &self.schema {
            Some(schema) => format!("{schema}.{}", self.name),
            None => self.name.clone(),
        }
    }

    /// Whether two names, each with or without a schema, may mean the same.
    pub fn may_be(&self, other: &Relation) -> bool {
        self.name == other.name
            && (self.schema.is_none() || other.schema.is_none() || self.schema == other.schema)
    }
}

/// The identifiers of a dotted name; none where it is malformed. Not quoted, an identifier may have any letters, as in
/// `regclass`: only dots and blanks end it.
fn identifiers(text: &str) -> Option<Vec<String>> {
    let mut rest = text.trim().chars().peekable();
    let mut parts = Vec::new();
    loop {
        skip_blanks(&mut rest);
        parts.push(if rest.next_if_eq(&'"').is_some() { quoted(&mut rest)? } else { bare(&mut rest)? });
        skip_blanks(&mut rest);
        match rest.next() {
            None => return Some(parts),
            Some('.') => {}
            Some(_) => return None,
        }
    }
}

fn skip_blanks(rest: &mut Peekable<Chars>) {
    while rest.next_if(|c| c.is_ascii_whitespace()).is_some() {}
}

fn bare(rest: &mut Peekable<Chars>) -> Option<String> {
    let mut name = String::new();
    while let Some(c) = rest.next_if(|c| !c.is_ascii_whitespace() && !matches!(c, '.' | '"')) {
        name.push(c.to_ascii_lowercase());
    }
    (!name.is_empty()).then_some(name)
}

/// What is between quotes, the first of which is read; a doubled one stands for itself.
fn quoted(rest: &mut Peekable<Chars>) -> Option<String> {
    let mut name = String::new();
    loop {
        match rest.next()? {
            '"' if rest.next_if_eq(&'"').is_some() => name.push('"'),
            '"' => return (!name.is_empty()).then_some(name),
            c => name.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_names_as_regclass_does() {
        let read = |text: &str| Relation::read(text).map(|read| (read.schema, read.name));
        let name = |schema: Option<&str>, name: &str| Ok((schema.map(str::to_string), name.to_string()));
        assert_eq!(read("articles"), name(None, "articles"));
        assert_eq!(read(" Shop . Articles "), name(Some("shop"), "articles"));
        assert_eq!(read("\"My Shop\".\"a.\"\"b\"\"\""), name(Some("My Shop"), "a.\"b\""));
        assert_eq!(read("ÄRGER-1"), name(None, "Ärger-1"));
        for malformed in ["", " ", ".", "a.", ".a", "a b", "\"a", "\"\"", "\"a\"b", "a\"b\"", "a..b"] {
            assert_eq!(read(malformed), Err(Malformed::Syntax), "{malformed}");
        }
        assert_eq!(read("a.b.c"), Err(Malformed::Parts));
    }
}
