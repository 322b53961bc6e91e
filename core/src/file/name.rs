//! File names: `000012_add_x.up.sql`, `20231031120000_add_x.sql`, `V3__add_x.sql`.
//!
//! Reads names and no files.

use super::marker::{quoted, strip_word};
use crate::error::FileError;
use crate::version;

/// What a file's name says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileName {
    /// The version, at least 1.
    pub version: i64,
    /// The words after the version, with spaces for underscores; may be empty.
    pub description: String,
    /// What the file holds.
    pub kind: NameKind,
}

/// What a file holds, going by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NameKind {
    /// A whole migration, or an up script whose name does not say so.
    Whole,
    /// An up script: `.up.sql`.
    Up,
    /// A down script: `.down.sql`, or `U3__x.sql`.
    Down,
}

/// Reads a file's name; folders before it, with slashes of either kind, do not count.
pub fn parse_name(name: &str) -> Result<FileName, FileError> {
    let name = base(name);
    let stem = strip_suffix(name, ".sql").ok_or_else(|| FileError::NameNotSql { name: quoted(name) })?;
    if let Some(rest) = strip_word(stem, "R")
        && rest.starts_with("__")
    {
        return Err(FileError::NameRepeatable { name: quoted(name) });
    }
    let numbered = strip_word(stem, "V").or_else(|| strip_word(stem, "U"));
    let prefixed = numbered.filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let is_undo = prefixed.is_some() && strip_word(stem, "U").is_some();
    let rest = prefixed.unwrap_or(stem);
    let (rest, kind) = if is_undo {
        (rest, NameKind::Down)
    } else if let Some(rest) = strip_suffix(rest, ".up") {
        (rest, NameKind::Up)
    } else if let Some(rest) = strip_suffix(rest, ".down") {
        (rest, NameKind::Down)
    } else {
        (rest, NameKind::Whole)
    };
    let (digits, words) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()));
    if digits.is_empty() || !(words.is_empty() || words.starts_with(['_', '-', '.'])) {
        return Err(FileError::NameWithoutVersion { name: quoted(name) });
    }
    if let Some(more) = more_version(digits, words, prefixed.is_some()) {
        let version = quoted(&rest[..digits.len() + more]);
        return Err(FileError::NameVersionNotWhole { name: quoted(name), version });
    }
    if words.starts_with('.') {
        return Err(FileError::NameWithoutVersion { name: quoted(name) });
    }
    let number =
        digits.parse().map_err(|_| FileError::VersionTooLarge { version: quoted(digits), line: None })?;
    let words = words.strip_prefix(['_', '-']).unwrap_or(words);
    let description = words.replace('_', " ").trim().to_owned();
    Ok(FileName { version: version::check(number)?, description, kind })
}

/// The name without folders.
pub fn base(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

/// Whether a name is that of an SQL file.
pub(super) fn is_sql(name: &str) -> bool {
    strip_suffix(base(name), ".sql").is_some()
}

/// Whether a file is named as Flyway's: `V3__x.sql`, `U3__x.sql`.
pub(super) fn is_flyway(name: &str) -> bool {
    let name = base(name);
    let numbered = strip_word(name, "V").or_else(|| strip_word(name, "U"));
    numbered.is_some_and(|rest| {
        let words = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        words.len() < rest.len() && words.starts_with("__")
    })
}

/// How much of the text after the first number still belongs to the version, if anything.
///
/// `3.1`, `V3_1` and `2023-10-31-120000` are one version in several numbers; so is a date with a time,
/// `20231031_120000`. Taking the first number alone would give a day's migrations one version.
fn more_version(digits: &str, words: &str, prefixed: bool) -> Option<usize> {
    let number_after = words.get(1..)?;
    let length = number_after.find(|c: char| !c.is_ascii_digit()).unwrap_or(number_after.len());
    if length == 0 {
        return None;
    }
    let ends = !number_after[length..].starts_with(|c: char| c.is_alphanumeric());
    let belongs = match words.as_bytes().first() {
        Some(b'.') => true,
        Some(b'_') if prefixed => ends,
        Some(b'_') => ends && digits.len() == 8 && matches!(length, 4 | 6),
        _ => ends,
    };
    let all = words.find(|c: char| !c.is_ascii_digit() && !".-_".contains(c)).unwrap_or(words.len());
    belongs.then(|| words[..all].trim_end_matches(['_', '-', '.']).len())
}

/// The text without an ending in any case.
fn strip_suffix<'a>(text: &'a str, suffix: &str) -> Option<&'a str> {
    let (head, tail) = text.split_at_checked(text.len().checked_sub(suffix.len())?)?;
    tail.eq_ignore_ascii_case(suffix).then_some(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str) -> Option<(i64, String, NameKind)> {
        parse_name(name).ok().map(|name| (name.version, name.description, name.kind))
    }

    #[test]
    fn names_of_every_tool() {
        use NameKind::*;
        for (name, version, description, kind) in [
            ("000012_add_x.up.sql", 12, "add x", Up),
            ("000012_add_x.down.sql", 12, "add x", Down),
            ("20231031120000_add_x.sql", 20_231_031_120_000, "add x", Whole),
            ("1698765432000_add_priority.sql", 1_698_765_432_000, "add priority", Whole),
            ("V3__add_x.sql", 3, "add x", Whole),
            ("v3__add_x.sql", 3, "add x", Whole),
            ("U3__add_x.sql", 3, "add x", Down),
            ("V3__add_x.up.sql", 3, "add x", Up),
            ("V3__add_x.down.sql", 3, "add x", Down),
            ("V3.sql", 3, "", Whole),
            ("3-add-x.sql", 3, "add-x", Whole),
            ("3_2fa_tables.sql", 3, "2fa tables", Whole),
            ("3-2fa-tables.sql", 3, "2fa-tables", Whole),
            ("V3_2fa.sql", 3, "2fa", Whole),
            ("12.sql", 12, "", Whole),
            ("12.up.sql", 12, "", Up),
            ("12_a_b__c.SQL", 12, "a b  c", Whole),
            ("db/migrations/7_x.sql", 7, "x", Whole),
            ("C:\\db\\7_x.Down.sql", 7, "x", Down),
            ("9223372036854775807_last.sql", i64::MAX, "last", Whole),
            ("7_größe.sql", 7, "größe", Whole),
        ] {
            assert_eq!(read(name), Some((version, description.to_owned(), kind)), "{name}");
        }
    }

    #[test]
    fn versions_of_several_numbers() {
        for (name, version) in [
            ("V3_1__x.sql", "3_1"),
            ("V1.2__x.sql", "1.2"),
            ("V1.2.sql", "1.2"),
            ("U1_2_3__x.sql", "1_2_3"),
            ("3.1_x.sql", "3.1"),
            ("2023-10-31-120000_add_x.sql", "2023-10-31-120000"),
            ("20231031_120000_add_x.sql", "20231031_120000"),
            ("20231031_1200.sql", "20231031_1200"),
        ] {
            let error = FileError::NameVersionNotWhole { name: name.into(), version: version.into() };
            assert_eq!(parse_name(name), Err(error), "{name}");
        }
    }

    #[test]
    fn names_without_a_version() {
        for name in
            ["add_x.sql", "up.sql", ".sql", "V__x.sql", "_3.sql", "3x.sql", "3.x.sql", "٣_x.sql", "B3__x.sql"]
        {
            assert_eq!(parse_name(name), Err(FileError::NameWithoutVersion { name: name.into() }), "{name}");
        }
    }

    #[test]
    fn names_that_are_not_sql() {
        for name in ["3_x.txt", "3_x", "", "3_x.sql/", "3_x.sql.bak"] {
            assert_eq!(parse_name(name), Err(FileError::NameNotSql { name: base(name).into() }), "{name}");
        }
    }
}
