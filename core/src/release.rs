//! Versions of the extension: whether the library fits what a database has.
//!
//! A library works with the SQL of its own version alone. On that of an older one only the functions of triggers on users'
//! tables go on working, which ask nobody.

use std::cmp::Ordering;

use crate::error::ReleaseError;

/// Whether the library of one version may work in a database that has another.
///
/// # Errors
///
/// [`ReleaseError`], which says who is to do what.
pub fn check(extension: &str, library: &str) -> Result<(), ReleaseError> {
    if extension == library {
        return Ok(());
    }
    let (extension, library) = (extension.to_string(), library.to_string());
    match compare(&extension, &library) {
        Ordering::Greater => Err(ReleaseError::LibraryIsOlder { extension, library }),
        Ordering::Less | Ordering::Equal => Err(ReleaseError::ExtensionIsOlder { extension, library }),
    }
}

/// Numbers between dots as numbers, so that 0.10.0 is newer than 0.9.0; what is no number counts as 0.
fn compare(a: &str, b: &str) -> Ordering {
    let numbers = |version: &str| -> Vec<u64> {
        let mut numbers: Vec<u64> = version.split('.').map(|part| part.parse().unwrap_or(0)).collect();
        while numbers.last() == Some(&0) {
            numbers.pop();
        }
        numbers
    };
    numbers(a).cmp(&numbers(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_older_end_is_told_by_numbers() {
        let is_library_older = |extension: &str, library: &str| match check(extension, library) {
            Err(ReleaseError::LibraryIsOlder { .. }) => Some(true),
            Err(_) => Some(false),
            Ok(()) => None,
        };
        assert_eq!(is_library_older("0.2.0", "0.2.0"), None);
        assert_eq!(is_library_older("0.2.0", "0.2.1"), Some(false));
        assert_eq!(is_library_older("0.10.0", "0.9.9"), Some(true));
        assert_eq!(is_library_older("1.0", "0.99.99"), Some(true));
        assert_eq!(is_library_older("0.2", "0.2.0.1"), Some(false));
        // A version that somebody has made up is to be updated to ours.
        assert_eq!(is_library_older("unpackaged", "0.2.0"), Some(false));
        assert_eq!(is_library_older("0.2.0-dev", "0.2.0"), Some(false));
    }

    #[test]
    fn the_hint_is_the_statement_to_run() {
        let error = crate::Error::from(check("0.2.0", "0.2.1").unwrap_err());
        assert_eq!(error.to_string(), "extension migrate_ext is version 0.2.0 here, its library 0.2.1");
        assert_eq!(
            (error.sqlstate(), error.hint().as_deref()),
            ("55000", Some("Run ALTER EXTENSION migrate_ext UPDATE."))
        );
        let error = crate::Error::from(check("0.2.1", "0.2.0").unwrap_err());
        assert!(error.hint().is_some_and(|hint| hint.starts_with("Reconnect.")), "{error}");
    }
}
