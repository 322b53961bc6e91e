//! Values for the placeholders of a file: Flyway's `${name}`, what goose takes from the environment, psql's `:name`.
//!
//! As the tools do it, the text is replaced before anything else reads it. No value is taken from anywhere but the
//! call.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::Value;

use super::lines::lines;
use super::marker::strip_word;
use super::{name, refuse};
use crate::error::FileError;
use crate::lex::copied::quoted_parts;
use crate::migration::Direction;

/// Values by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Variables(BTreeMap<String, String>);

impl Variables {
    /// The values of an object in JSON.
    ///
    /// # Errors
    ///
    /// [`FileError::NoVariables`].
    pub fn of(object: Option<Value>) -> Result<Variables, FileError> {
        let refused = |value: &Value| FileError::NoVariables { found: value.to_string() };
        let object = match object {
            None => return Ok(Variables::default()),
            Some(Value::Object(object)) => object,
            Some(other) => return Err(refused(&other)),
        };
        let text = |(name, value): (String, Value)| match value {
            Value::String(text) => Ok((name, text)),
            Value::Number(_) | Value::Bool(_) => Ok((name, value.to_string())),
            other => Err(refused(&other)),
        };
        Ok(Variables(object.into_iter().map(text).collect::<Result<_, _>>()?))
    }

    /// A file's text with the values in it.
    ///
    /// # Errors
    ///
    /// [`FileError::Placeholder`], [`FileError::Unset`]: what its tool would replace, and no value is given for.
    pub fn put_into<'a>(
        &self,
        text: &'a str,
        path: Option<&str>,
        direction: Direction,
    ) -> Result<Cow<'a, str>, FileError> {
        let is_sqitch = path.is_some_and(|path| path.starts_with("deploy/") || path.starts_with("revert/"));
        if self.0.is_empty() && !is_sqitch {
            return Ok(Cow::Borrowed(text));
        }
        let text = if has_environment(text) {
            self.put_environment(text)
        } else {
            let text = self.put_braces(text);
            if !self.0.is_empty() && !path.is_some_and(name::is_flyway) && !is_sqitch {
                refuse::placeholders(&text, direction)?;
            }
            text
        };
        Ok(Cow::Owned(self.put_psql(&text, is_sqitch, direction)?))
    }

    /// `${name}`, wherever it stands.
    fn put_braces(&self, text: &str) -> String {
        let mut put = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find("${") {
            put.push_str(&rest[..at]);
            let behind = &rest[at + 2..];
            let known = behind.find('}').and_then(|end| Some((end, self.0.get(&behind[..end])?)));
            match known {
                Some((end, value)) => {
                    put.push_str(value);
                    rest = &behind[end + 1..];
                }
                None => {
                    put.push_str("${");
                    rest = behind;
                }
            }
        }
        put + rest
    }

    /// goose's, between the lines that switch it on and off: `${NAME}`, `$NAME`, `${NAME:-default}`.
    fn put_environment(&self, text: &str) -> String {
        let mut is_on = false;
        let mut put = String::with_capacity(text.len());
        for line in lines(text, 1) {
            let whole = &text[line.start..line.end];
            match environment(line.comment()) {
                Some(switch) => is_on = switch,
                None if is_on => {
                    put.push_str(&self.put_names(whole));
                    continue;
                }
                None => {}
            }
            put.push_str(whole);
        }
        put
    }

    fn put_names(&self, line: &str) -> String {
        let mut put = String::with_capacity(line.len());
        let mut rest = line;
        while let Some(at) = rest.find('$') {
            put.push_str(&rest[..at]);
            let behind = &rest[at + 1..];
            let (name, default, length) = match behind.strip_prefix('{') {
                Some(inside) => {
                    let end = inside.find('}').unwrap_or(inside.len());
                    let (name, default) =
                        match inside[..end].split_once(":-").or_else(|| inside[..end].split_once('-')) {
                            Some((name, default)) => (name, Some(default)),
                            None => (&inside[..end], None),
                        };
                    (name, default, (end + 2).min(behind.len()))
                }
                None => {
                    let end = behind
                        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
                        .unwrap_or(behind.len());
                    (&behind[..end], None, end)
                }
            };
            match self.0.get(name).map(String::as_str).or(default).filter(|_| !name.is_empty()) {
                Some(value) => put.push_str(value),
                None => {
                    put.push('$');
                    put.push_str(&behind[..length]);
                }
            }
            rest = &behind[length..];
        }
        put + rest
    }

    /// psql's `:name`, `:'name'` and `:"name"`, outside of strings, quoted names and comments.
    fn put_psql(&self, text: &str, is_meant: bool, direction: Direction) -> Result<String, FileError> {
        let parts = quoted_parts(text);
        let mut parts = parts.iter().peekable();
        let bytes = text.as_bytes();
        let (mut put, mut from, mut at) = (String::with_capacity(text.len()), 0, 0);
        while at < bytes.len() {
            while parts.next_if(|part| part.end <= at).is_some() {}
            if let Some(part) = parts.peek().filter(|part| part.start <= at) {
                at = part.end;
                continue;
            }
            if bytes[at] != b':' {
                at += 1;
                continue;
            }
            // `::` is a cast, `:=` an assignment.
            if bytes.get(at + 1) == Some(&b':') {
                at += 2;
                continue;
            }
            let rest = &text[at + 1..];
            let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"'));
            let inside = if quote.is_some() { &rest[1..] } else { rest };
            let length = inside.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(inside.len());
            let name = &inside[..length];
            let is_closed = quote.is_none_or(|quote| inside[length..].starts_with(quote));
            let is_name = is_closed && name.starts_with(|c: char| c.is_alphabetic() || c == '_');
            // `[1:n]` is a slice.
            let is_slice =
                bytes[..at].last().is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, b'[' | b']'));
            if !is_name || is_slice {
                at += 1;
                continue;
            }
            let Some(value) = self.0.get(name) else {
                if is_meant {
                    let line = text[..at].matches('\n').count() as u32 + 1;
                    return Err(FileError::Unset { direction, line, name: name.to_owned() });
                }
                at += 1;
                continue;
            };
            put.push_str(&text[from..at]);
            match quote {
                Some('\'') => put.push_str(&literal(value)),
                Some(_) => put.push_str(&format!("\"{}\"", value.replace('"', "\"\""))),
                None => put.push_str(value),
            }
            at += 1 + length + if quote.is_some() { 2 } else { 0 };
            from = at;
        }
        put.push_str(&text[from..]);
        Ok(put)
    }
}

/// A string as psql writes it.
fn literal(value: &str) -> String {
    let quoted = value.replace('\'', "''");
    if quoted.contains('\\') {
        format!(" E'{}'", quoted.replace('\\', "\\\\"))
    } else {
        format!("'{quoted}'")
    }
}

/// Whether a comment switches goose's substitution on or off.
fn environment(comment: Option<&str>) -> Option<bool> {
    let words: Vec<String> =
        strip_word(comment?, "+goose")?.split_ascii_whitespace().map(str::to_ascii_lowercase).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["envsub", "on"] => Some(true),
        ["envsub", "off"] => Some(false),
        _ => None,
    }
}

fn has_environment(text: &str) -> bool {
    lines(text, 1).any(|line| environment(line.comment()).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn put(text: &str, path: &str) -> Result<String, FileError> {
        let values = json!({"env": "prod", "n": 5, "odd": "it's a \"\\\"", "PG_USER": "jo"});
        let variables = Variables::of(Some(values)).expect("an object");
        variables.put_into(text, Some(path), Direction::Up).map(Cow::into_owned)
    }

    #[test]
    fn flyway_puts_values_everywhere() {
        assert_eq!(
            put("SELECT '${env}', ${n}; -- ${env}", "V1__x.sql").as_deref(),
            Ok("SELECT 'prod', 5; -- prod")
        );
        assert_eq!(
            put("SELECT $${\"a\": 1}$$, '$5'", "V1__x.sql").as_deref(),
            Ok("SELECT $${\"a\": 1}$$, '$5'")
        );
        let unset = FileError::Placeholder { direction: Direction::Up, line: 2, name: "other".into() };
        assert_eq!(put("SELECT 1;\nSELECT '${other}'", "1_x.sql"), Err(unset));
    }

    #[test]
    fn goose_only_where_it_is_switched_on() {
        let text = "-- +goose Up\nSELECT '${env}';\n-- +goose ENVSUB ON\nSELECT '${env}', '$PG_USER', '${x:-y}', '$z';\n\
                    -- +goose ENVSUB OFF\nSELECT '$PG_USER';\n";
        let expected = "-- +goose Up\nSELECT '${env}';\n-- +goose ENVSUB ON\nSELECT 'prod', 'jo', 'y', '$z';\n\
                        -- +goose ENVSUB OFF\nSELECT '$PG_USER';\n";
        assert_eq!(put(text, "1_x.sql").as_deref(), Ok(expected));
    }

    #[test]
    fn psql_quotes_as_it_is_asked_to() {
        let text = "SELECT :n, :'odd', :\"env\", ':n', a::env, b[1:n], $$ :n $$; -- :n";
        let expected = "SELECT 5,  E'it''s a \"\\\\\"', \"prod\", ':n', a::env, b[1:n], $$ :n $$; -- :n";
        assert_eq!(put(text, "deploy/x.sql").as_deref(), Ok(expected));
        let unset = FileError::Unset { direction: Direction::Up, line: 2, name: "other".into() };
        assert_eq!(put("SELECT\n :other;", "deploy/x.sql"), Err(unset));
        assert_eq!(put("SELECT\n :other;", "1_x.sql").as_deref(), Ok("SELECT\n :other;"));
    }

    #[test]
    fn without_values_nothing_changes() {
        let none = Variables::of(None).expect("none");
        let text = "SELECT '${env}', :n";
        assert_eq!(none.put_into(text, Some("1_x.sql"), Direction::Up), Ok(Cow::Borrowed(text)));
        assert!(Variables::of(Some(json!(["env"]))).is_err());
        assert!(Variables::of(Some(json!({"env": null}))).is_err());
    }
}
