//! File names: `000012_add_x.up.sql`, `20231031120000_add_x.sql`, `V3__add_x.sql`.
//!
//! Reads names and no files.

use super::marker::{quoted, strip_word};
use crate::error::FileError;
use crate::version::{self, Event, Version};

/// What a file's name says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileName {
    /// The version.
    pub version: Version,
    /// How the name writes the version.
    pub text: String,
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
    if let Some(words) = repeatable(stem) {
        let (version, description) = (Version::repeatable(words), words.replace('_', " ").trim().to_owned());
        return Ok(FileName { version, text: stem.into(), description, kind: NameKind::Whole });
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
    let without = || FileError::NameWithoutVersion { name: quoted(name) };
    let (text, mut words) = split_version(rest, prefixed.is_some()).ok_or_else(without)?;
    let mut kind = kind;
    // postgrator's `001.do.users.sql` and `001.undo.users.sql`, and a version that ends in a point: `V0001.Users.sql`.
    if let Some(behind) = words.strip_prefix('.') {
        words = behind;
        for (word, means) in [("do", NameKind::Up), ("undo", NameKind::Down)] {
            if let Some(rest) =
                strip_word(behind, word).filter(|rest| rest.is_empty() || rest.starts_with('.'))
            {
                (words, kind) = (rest.trim_start_matches('.'), means);
            }
        }
    }
    let words = words.strip_prefix(['_', '-']).unwrap_or(words);
    let description = words.replace('_', " ").trim().to_owned();
    Ok(FileName { version: version_of(text, prefixed.is_some()), text: text.into(), description, kind })
}

/// The version that a name's text says. What is a date and a time in several numbers is one number, but for Flyway, which
/// has prefixes.
pub(super) fn version_of(text: &str, is_prefixed: bool) -> Version {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let groups: Vec<&str> = text.split(['-', '_']).collect();
    let is_date = match groups.as_slice() {
        [date, time] => date.len() == 8 && matches!(time.len(), 4 | 6),
        [year, month, day, ..] => {
            year.len() == 4 && month.len() == 2 && day.len() == 2 && matches!(digits.len(), 8 | 12 | 14)
        }
        _ => false,
    };
    if is_date && !is_prefixed && !text.contains('.') {
        // 20231031_1200 stands among those with seconds.
        let seconds = if digits.len() == 12 { "00" } else { "" };
        return version::of_text(&format!("{digits}{seconds}"));
    }
    // Flyway keeps a point where a name has an underscore.
    version::of_text(&text.replace('_', "."))
}

/// Cuts a name where its version ends; none if it begins with none.
///
/// `3.1`, `V3_1` and `2023-10-31-120000` are one version in several numbers; so is a date with a time,
/// `20231031_120000`. Taking the first number alone would give a day's migrations one version.
fn split_version(name: &str, is_prefixed: bool) -> Option<(&str, &str)> {
    let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let mut end = digits(name);
    if end == 0 {
        return None;
    }
    loop {
        let rest = &name[end..];
        let behind = rest.get(1..).unwrap_or_default();
        let length = digits(behind);
        let ends = !behind[length..].starts_with(|c: char| c.is_alphanumeric());
        let is_time = end == 8 && !name[..end].contains(['.', '-', '_']) && matches!(length, 4 | 6);
        let belongs = match rest.as_bytes().first() {
            Some(b'.') => true,
            Some(b'_') => is_prefixed || is_time,
            Some(b'-') => true,
            _ => false,
        };
        if length == 0 || !ends || !belongs {
            break;
        }
        end += 1 + length;
        if is_time {
            break;
        }
    }
    let (version, words) = name.split_at(end);
    let is_cut = match words.as_bytes().first() {
        None | Some(b'_' | b'-') => true,
        Some(b'.') => words[1..].starts_with(char::is_alphabetic),
        _ => false,
    };
    is_cut.then_some((version, words))
}

/// The name by which a file is known: without folders, but for the one that has the version where the file has none.
pub fn file_name(path: &str) -> &str {
    let name = base(path);
    if !matches!(name, "up.sql" | "migration.sql") {
        return name;
    }
    let folder = path[..path.len() - name.len()].trim_end_matches(['/', '\\']);
    &path[folder.len() - base(folder).len()..]
}

/// The name without folders.
pub(super) fn base(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

/// Whether a name is that of an SQL file.
pub(super) fn is_sql(name: &str) -> bool {
    strip_suffix(base(name), ".sql").is_some()
}

/// The name of a repeatable migration, of a file's name without its ending: `R__views`.
pub(super) fn repeatable(stem: &str) -> Option<&str> {
    let words = strip_word(stem, "R")?.strip_prefix("__")?;
    (!words.trim_matches(['_', ' ']).is_empty()).then_some(words)
}

/// Whether a file is named as Flyway's: `V3__x.sql`, `U3__x.sql`, `R__x.sql`.
pub(super) fn is_flyway(name: &str) -> bool {
    let name = base(name);
    let stem = strip_suffix(name, ".sql");
    if stem.is_some_and(|stem| repeatable(stem).is_some() || Event::of_stem(stem).is_some()) {
        return true;
    }
    let numbered = strip_word(name, "V").or_else(|| strip_word(name, "U"));
    numbered.and_then(|rest| split_version(rest, true)).is_some_and(|(_, words)| words.starts_with("__"))
}

/// The text without an ending in any case.
pub(super) fn strip_suffix<'a>(text: &'a str, suffix: &str) -> Option<&'a str> {
    let (head, tail) = text.split_at_checked(text.len().checked_sub(suffix.len())?)?;
    tail.eq_ignore_ascii_case(suffix).then_some(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str) -> Option<(i64, String, NameKind)> {
        parse_name(name).ok().map(|name| (name.version.number, name.description, name.kind))
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
            ("V0001.Create_users.sql", 1, "Create users", Whole),
            ("001.do.create-users.sql", 1, "create-users", Up),
            ("001.undo.create-users.sql", 1, "create-users", Down),
            ("001.do.sql", 1, "", Up),
            ("001.dozen.sql", 1, "dozen", Whole),
            ("3.x.sql", 3, "x", Whole),
            ("3-add-x.sql", 3, "add-x", Whole),
            ("3_2fa_tables.sql", 3, "2fa tables", Whole),
            ("3-2fa-tables.sql", 3, "2fa-tables", Whole),
            ("V3_2fa.sql", 3, "2fa", Whole),
            ("V3__2fa.sql", 3, "2fa", Whole),
            ("V3__2_tables.sql", 3, "2 tables", Whole),
            ("3_2_tables.sql", 3, "2 tables", Whole),
            ("12.sql", 12, "", Whole),
            ("12.up.sql", 12, "", Up),
            ("12_a_b__c.SQL", 12, "a b  c", Whole),
            ("db/migrations/7_x.sql", 7, "x", Whole),
            ("C:\\db\\7_x.Down.sql", 7, "x", Down),
            ("7_größe.sql", 7, "größe", Whole),
            ("2023-10-31-120000_add_x.sql", 20_231_031_120_000, "add x", Whole),
            ("20231031_120000_add_x.sql", 20_231_031_120_000, "add x", Whole),
            ("20231031_1200.sql", 20_231_031_120_000, "", Whole),
            ("2023-10-31_x.sql", 20_231_031, "x", Whole),
            ("20231031_12_x.sql", 20_231_031, "12 x", Whole),
        ] {
            assert_eq!(read(name), Some((version, description.to_owned(), kind)), "{name}");
            assert_eq!(parse_name(name).ok().and_then(|name| name.version.label), None, "{name}");
        }
    }

    #[test]
    fn versions_that_are_no_number() {
        for (name, text, place, description) in [
            ("V3_1__x.sql", "3.1", "{3,1}", "x"),
            ("V1.2__x.sql", "1.2", "{1,2}", "x"),
            ("V1.2.sql", "1.2", "{1,2}", ""),
            ("U1_2_3__x.sql", "1.2.3", "{1,2,3}", "x"),
            ("V01.02.010__2_tables.sql", "01.02.010", "{1,2,10}", "2 tables"),
            ("V20231031_120000__x.sql", "20231031.120000", "{20231031,120000}", "x"),
            ("3.1_x.sql", "3.1", "{3,1}", "x"),
            ("3-1_x.sql", "3-1", "{3,1}", "x"),
            ("0000_init.sql", "0000", "{0}", "init"),
            ("20240702150405040500_x.sql", "20240702150405040500", "{20240702150405040500}", "x"),
            ("9223372036854775807_last.sql", "9223372036854775807", "{9223372036854775807}", "last"),
        ] {
            let read = parse_name(name).expect(name);
            assert_eq!(
                (read.version.text().as_str(), read.version.place().array().as_str()),
                (text, place),
                "{name}"
            );
            assert_eq!(read.description, description, "{name}");
        }
    }

    #[test]
    fn names_of_repeatable_migrations() {
        for (name, label, description) in [
            ("R__views.sql", "R__views", "views"),
            ("sub/r__Create_views.sql", "R__Create_views", "Create views"),
            ("R__Create views.sql", "R__Create_views", "Create views"),
            ("R__2.sql", "R__2", "2"),
        ] {
            let read = parse_name(name).expect(name);
            assert!(read.version.repeats() && is_flyway(name), "{name}");
            assert_eq!((read.version.text().as_str(), read.description.as_str()), (label, description));
        }
        for name in ["R__.sql", "R_views.sql", "Report__x.sql"] {
            assert!(parse_name(name).is_err() && !is_flyway(name), "{name}");
        }
    }

    #[test]
    fn a_folder_that_has_the_version_belongs_to_the_name() {
        for (path, name) in [
            ("db/12_x.sql", "12_x.sql"),
            ("/a/20240101_x/up.sql", "20240101_x/up.sql"),
            ("20240101_x/migration.sql", "20240101_x/migration.sql"),
            ("up.sql", "up.sql"),
        ] {
            assert_eq!(file_name(path), name);
        }
    }

    #[test]
    fn names_without_a_version() {
        for name in
            ["add_x.sql", "up.sql", ".sql", "V__x.sql", "_3.sql", "3x.sql", "3..sql", "٣_x.sql", "B3__x.sql"]
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
