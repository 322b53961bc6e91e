//! The fingerprint of a migration's scripts: SHA-256, written as 64 hexadecimal digits.
//!
//! A file keeps its fingerprint when it goes through an editor or a checkout that changes line endings
//! or adds a byte order mark. Everything else counts: both scripts, and whether they ask for no
//! transaction. Where somebody vouches for a text, line endings count, too: [`fingerprint`].

use std::borrow::Cow;
use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::migration::{Migration, Script};

/// The fingerprint of a migration. A missing script differs from an empty one.
///
/// The hash is over the scripts joined by a NUL, which no PostgreSQL text can contain.
pub fn checksum(up: Option<&Script>, down: Option<&Script>) -> String {
    digest(up, down, normalize)
}

/// The same over the scripts byte by byte: texts that differ in a line ending, which may stand in a literal, have
/// different fingerprints. Where no line ends in a carriage return, it equals the checksum.
pub fn fingerprint(up: Option<&Script>, down: Option<&Script>) -> String {
    digest(up, down, |text| Cow::Borrowed(text))
}

/// Checksum and fingerprint.
pub fn both(up: Option<&Script>, down: Option<&Script>) -> (String, String) {
    let fingerprint = fingerprint(up, down);
    let is_plain = |script: &Script| matches!(normalize(&script.text), Cow::Borrowed(text) if text.len() == script.text.len());
    match up.into_iter().chain(down).all(is_plain) {
        true => (fingerprint.clone(), fingerprint),
        false => (checksum(up, down), fingerprint),
    }
}

fn digest(up: Option<&Script>, down: Option<&Script>, read: impl Fn(&str) -> Cow<str>) -> String {
    let mut hash = Sha256::new();
    for (name, script) in [("up", up), ("down", down)] {
        let Some(script) = script else { continue };
        hash.update(name);
        if !script.transaction {
            hash.update(" transaction:false");
        }
        hash.update("\0");
        hash.update(read(&script.text).as_bytes());
        hash.update("\0");
    }
    hex(&hash.finalize())
}

impl Migration {
    /// The fingerprint of both scripts.
    pub fn checksum(&self) -> String {
        checksum(Some(&self.up), self.down.as_ref())
    }
}

/// The fingerprint of one text, for a unit's statements.
pub fn of_text(text: &str) -> String {
    hex(&Sha256::digest(normalize(text).as_bytes()))
}

/// SHA-256 of bytes as they are, in hex.
pub fn of_bytes(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The beginning of a fingerprint, enough for people to tell two apart.
pub fn short(checksum: &str) -> String {
    checksum.chars().take(12).collect()
}

/// The text without a byte order mark, and with a line feed at the end of each line.
fn normalize(text: &str) -> Cow<'_, str> {
    let text = text.trim_start_matches('\u{feff}');
    match text.contains('\r') {
        true => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
        false => Cow::Borrowed(text),
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(64), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(up: &str, down: Option<&str>) -> String {
        checksum(Some(&Script::new(up)), down.map(Script::new).as_ref())
    }

    #[test]
    fn both_are_what_each_is() {
        for text in ["SELECT 1", "\u{feff}SELECT 1", "SELECT\r\n1", "SELECT\r1"] {
            let (up, down) = (Script::new(text), Script::new("SELECT 2"));
            for (up, down) in [(Some(&up), None), (Some(&down), Some(&up)), (None, Some(&up))] {
                assert_eq!(both(up, down), (checksum(up, down), fingerprint(up, down)), "{text:?}");
            }
        }
    }

    #[test]
    fn is_64_lower_case_hexadecimal_digits() {
        let sum = sum("SELECT 1", None);
        assert_eq!(sum.len(), 64);
        assert!(sum.chars().all(|c| c.is_ascii_digit() || ('a'..='f').contains(&c)));
    }

    #[test]
    fn line_endings_and_byte_order_mark_do_not_count() {
        let unix = sum("SELECT 1;\nSELECT 2;", Some("a\nb"));
        assert_eq!(unix, sum("\u{feff}SELECT 1;\r\nSELECT 2;", Some("a\r\nb")));
        assert_eq!(unix, sum("SELECT 1;\rSELECT 2;", Some("a\rb")));
    }

    #[test]
    fn in_a_fingerprint_line_endings_count() {
        let of = |up: &str| fingerprint(Some(&Script::new(up)), None);
        let unix = "SELECT 'a\nb';\nSELECT 2";
        assert_eq!(of(unix), sum(unix, None), "without carriage returns it is the checksum");
        for other in
            ["SELECT 'a\r\nb';\nSELECT 2", "SELECT 'a\rb';\nSELECT 2", "\u{feff}SELECT 'a\nb';\nSELECT 2"]
        {
            assert_eq!(sum(unix, None), sum(other, None));
            assert_ne!(of(unix), of(other), "{other:?}");
            assert_ne!(of(other), sum(other, None), "{other:?}");
        }
    }

    #[test]
    fn both_scripts_count() {
        let base = sum("a", Some("b"));
        assert_ne!(base, sum("a", Some("c")));
        assert_ne!(base, sum("c", Some("b")));
        assert_ne!(base, sum("b", Some("a")));
        assert_ne!(sum("a", None), sum("a", Some("")));
    }

    #[test]
    fn the_line_in_the_file_does_not_count_but_the_transaction_does() {
        let script = Script::new("SELECT 1");
        let moved = Script { line: 9, ..script.clone() };
        let autocommit = Script { transaction: false, ..script.clone() };
        assert_eq!(checksum(Some(&script), None), checksum(Some(&moved), None));
        assert_ne!(checksum(Some(&script), None), checksum(Some(&autocommit), None));
    }

    #[test]
    fn matches_sha_256_of_the_documented_bytes() {
        // printf 'up\0SELECT 1\0' | sha256sum
        assert_eq!(sum("SELECT 1", None), "2d1d71435d1f2296df36d3b9b4ee58f672a940f9e30f0ee53407fe37c47acbfe");
    }
}
