//! psql's `\i` and `\ir` in a file of a folder: the text of the other file, in place of the line.
//!
//! Only files that were read with the folder: no link leads out of it.

use super::folder::Files;
use super::lines::lines;
use super::marker::quoted;
use crate::error::{Error, FileError};
use crate::lex::copied::quoted_parts;

/// Files within files go as deep as this.
const DEEPEST: usize = 16;

/// A file's text with those that it includes, and theirs.
///
/// # Errors
///
/// [`FileError::IncludedOutside`], [`FileError::IncludedTwice`], and why a file cannot be read.
pub fn expand(path: &str, text: &str, files: &Files) -> Result<String, Error> {
    within(path, text, files, &mut vec![path.to_owned()])
}

fn within(path: &str, text: &str, files: &Files, open: &mut Vec<String>) -> Result<String, Error> {
    if !text.contains("\\i") {
        return Ok(text.to_owned());
    }
    let parts = quoted_parts(text);
    let mut put = String::with_capacity(text.len());
    for line in lines(text, 1) {
        let is_within = parts.iter().any(|part| part.start < line.start && line.start < part.end);
        let Some((name, is_relative)) = included(line.text).filter(|_| !is_within) else {
            put.push_str(&text[line.start..line.end]);
            continue;
        };
        let outside = || FileError::IncludedOutside { line: line.number, name: quoted(name) };
        let beside = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let base = if is_relative { beside } else { "" };
        let target = resolve(base, name).ok_or_else(outside)?;
        let content = match files.get(&target) {
            Some(Some(content)) => content.clone()?,
            _ => return Err(outside().into()),
        };
        if open.contains(&target) || open.len() >= DEEPEST {
            return Err(FileError::IncludedTwice { line: line.number, name: quoted(name) }.into());
        }
        open.push(target.clone());
        put.push_str(&within(&target, &content, files, open)?);
        open.pop();
        put.push('\n');
    }
    Ok(put)
}

/// The file that a line includes, and whether it is looked for beside the file that has the line.
fn included(line: &str) -> Option<(&str, bool)> {
    let (command, name) = line.trim().split_once([' ', '\t'])?;
    let is_relative = match command {
        "\\ir" | "\\include_relative" => true,
        "\\i" | "\\include" => false,
        _ => return None,
    };
    let name = name.trim().trim_end_matches(';').trim_matches('\'');
    (!name.is_empty()).then_some((name, is_relative))
}

/// A path in the folder; none if it leads out of it.
fn resolve(base: &str, name: &str) -> Option<String> {
    if name.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
    for part in name.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(all: &[(&str, &str)]) -> Files {
        all.iter().map(|(path, text)| ((*path).to_owned(), Some(Ok((*text).to_owned())))).collect()
    }

    #[test]
    fn files_within_files() {
        let files = files(&[
            ("1_x.sql", ""),
            ("sub/a.sql", "SELECT 'a';\n\\ir b.sql\n"),
            ("sub/b.sql", "SELECT 'b';"),
            ("c.sql", "SELECT 'c';"),
        ]);
        let text = "SELECT 1;\n\\ir sub/a.sql\n\\i c.sql\nSELECT '\n\\i no.sql\n';\n";
        let expected = "SELECT 1;\nSELECT 'a';\nSELECT 'b';\n\nSELECT 'c';\nSELECT '\n\\i no.sql\n';\n";
        assert_eq!(expand("1_x.sql", text, &files).as_deref(), Ok(expected));
    }

    #[test]
    fn nothing_outside_and_no_circle() {
        let files = files(&[("a.sql", "\\ir b.sql"), ("b.sql", "\n\\ir a.sql")]);
        for name in ["../a.sql", "/etc/passwd", "c.sql", "x/../../a.sql"] {
            let refused = FileError::IncludedOutside { line: 1, name: name.into() };
            assert_eq!(expand("1_x.sql", &format!("\\i {name}"), &files), Err(refused.into()), "{name}");
        }
        let circle = FileError::IncludedTwice { line: 2, name: "a.sql".into() };
        assert_eq!(expand("a.sql", "\\ir b.sql", &files), Err(circle.into()));
    }
}
