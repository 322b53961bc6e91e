//! A folder's listing: which files belong together.
//!
//! Goes by names alone and reads no file.

use std::collections::BTreeMap;

use super::marker::quoted;
use super::name::{self, NameKind, parse_name};
use crate::error::FileError;

/// The files of one migration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The version.
    pub version: i64,
    /// The name of the up script or whole migration, as it was listed.
    pub up: String,
    /// The name of the down script, as it was listed.
    pub down: Option<String>,
}

/// Pairs up and down scripts by version, in order of versions, and says what is wrong with every other
/// name. Names that do not end in `.sql` are left out.
///
/// A version that two files claim yields no pair, and an error for each of its files: nothing says which of
/// them is meant.
pub fn pair(names: Vec<String>) -> (Vec<Pair>, Vec<(String, FileError)>) {
    let mut errors = Vec::new();
    let mut versions: BTreeMap<i64, (Vec<String>, Vec<String>)> = BTreeMap::new();
    for file in names.into_iter().filter(|file| name::is_sql(file)) {
        match parse_name(&file) {
            Ok(name) => {
                let (ups, downs) = versions.entry(name.version).or_default();
                if name.kind == NameKind::Down { downs.push(file) } else { ups.push(file) }
            }
            Err(error) => errors.push((file, error)),
        }
    }
    let mut pairs = Vec::new();
    for (version, (mut ups, mut downs)) in versions {
        if ups.len() > 1 || downs.len() > 1 {
            for (files, others) in [(&ups, &downs), (&downs, &ups)] {
                for (at, file) in files.iter().enumerate() {
                    let rival = files.get(usize::from(at == 0)).or(others.first());
                    let other = rival.map(|rival| quoted(rival)).unwrap_or_default();
                    errors.push((file.clone(), FileError::VersionTwice { version, other }));
                }
            }
            continue;
        }
        match (ups.pop(), downs.pop()) {
            (Some(up), down) => pairs.push(Pair { version, up, down }),
            (None, Some(down)) => {
                let name = quoted(name::base(&down));
                errors.push((down, FileError::DownWithoutUp { name, version }));
            }
            (None, None) => {}
        }
    }
    (pairs, errors)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(names: &[&str]) -> (Vec<Pair>, Vec<(String, FileError)>) {
        pair(names.iter().map(|name| (*name).to_owned()).collect())
    }

    fn one(version: i64, up: &str, down: Option<&str>) -> Pair {
        Pair { version, up: up.into(), down: down.map(str::to_owned) }
    }

    #[test]
    fn scripts_pair_by_version_and_sort_by_number() {
        let (pairs, errors) = listed(&[
            "100_z.sql",
            "db/9_b.down.sql",
            "README.md",
            "db/9_a.up.sql",
            "U3__x.sql",
            "V3__x.sql",
            "20_whole.sql",
            "20_whole.down.sql",
        ]);
        assert_eq!(errors, []);
        assert_eq!(
            pairs,
            [
                one(3, "V3__x.sql", Some("U3__x.sql")),
                one(9, "db/9_a.up.sql", Some("db/9_b.down.sql")),
                one(20, "20_whole.sql", Some("20_whole.down.sql")),
                one(100, "100_z.sql", None),
            ]
        );
    }

    #[test]
    fn every_bad_name_is_reported() {
        let twice = |other: &str| FileError::VersionTwice { version: 7, other: other.into() };
        let (pairs, errors) = listed(&[
            "x.sql",
            "7_a.sql",
            "5_ok.sql",
            "007_b.up.sql",
            "7_a.down.sql",
            "8_c.down.sql",
            "R__v.sql",
            "7_c.sql",
        ]);
        assert_eq!(pairs, [one(5, "5_ok.sql", None)]);
        assert_eq!(
            errors,
            [
                ("x.sql".into(), FileError::NameWithoutVersion { name: "x.sql".into() }),
                ("R__v.sql".into(), FileError::NameRepeatable { name: "R__v.sql".into() }),
                ("7_a.sql".into(), twice("007_b.up.sql")),
                ("007_b.up.sql".into(), twice("7_a.sql")),
                ("7_c.sql".into(), twice("7_a.sql")),
                ("7_a.down.sql".into(), twice("7_a.sql")),
                ("8_c.down.sql".into(), FileError::DownWithoutUp { name: "8_c.down.sql".into(), version: 8 }),
            ]
        );
    }

    #[test]
    fn two_down_scripts_are_one_too_many() {
        let (pairs, errors) = listed(&["7_a.sql", "7_a.down.sql", "U7__a.sql"]);
        assert_eq!(pairs, []);
        let twice = |other: &str| FileError::VersionTwice { version: 7, other: other.into() };
        assert_eq!(
            errors,
            [
                ("7_a.sql".into(), twice("7_a.down.sql")),
                ("7_a.down.sql".into(), twice("U7__a.sql")),
                ("U7__a.sql".into(), twice("7_a.down.sql")),
            ]
        );
    }
}
