//! Sizes and locks, as messages say them.

use crate::lex::tokens::Tokens;
use crate::lock::Mode;

/// `12 GB`, as `pg_size_pretty` has it.
pub fn bytes(bytes: u64) -> String {
    let units = ["bytes", "kB", "MB", "GB", "TB", "PB"];
    let (mut size, mut unit) = (bytes as f64, 0);
    while size >= 10_240.0 && unit + 1 < units.len() || unit == 0 && size >= 1024.0 {
        size /= 1024.0;
        unit += 1;
    }
    format!("{} {}", size.round(), units[unit])
}

/// `41 million rows`.
pub fn rows(rows: u64) -> String {
    match rows {
        1 => "1 row".into(),
        0..10_000 => format!("{rows} rows"),
        10_000..1_000_000 => format!("{} thousand rows", (rows + 500) / 1_000),
        1_000_000..10_000_000 => format!("{:.1} million rows", rows as f64 / 1e6),
        10_000_000..1_000_000_000 => format!("{} million rows", (rows + 500_000) / 1_000_000),
        _ => format!("{:.1} billion rows", rows as f64 / 1e9),
    }
}

/// What others cannot do while a lock is held: `nobody can read or write`.
pub fn stops(mode: Mode) -> &'static str {
    match (mode.conflicts_with(Mode::AccessShare), mode.conflicts_with(Mode::RowExclusive)) {
        (true, _) => "nobody can read or write",
        (_, true) => "nobody can write",
        _ => "others read and write as before",
    }
}

/// A statement with a word behind the first one of these: CONCURRENTLY behind INDEX.
pub fn behind(text: &str, word: &str, new: &str) -> Option<String> {
    let tokens = Tokens::of(text, false);
    let mut at = 0;
    while !tokens.text(at).eq_ignore_ascii_case(word) {
        if tokens.text(at).is_empty() {
            return None;
        }
        at += 1;
    }
    let (_, end) = tokens.range(at, at + 1)?;
    Some(format!("{} {new}{}", &text[..end as usize], &text[end as usize..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_those_that_people_say() {
        assert_eq!(bytes(0), "0 bytes");
        assert_eq!(bytes(8192), "8 kB");
        assert_eq!(bytes(12 << 30), "12 GB");
        assert_eq!(bytes(5 << 40), "5120 GB");
        assert_eq!(rows(300), "300 rows");
        assert_eq!(rows(41_200_000), "41 million rows");
        assert_eq!(rows(1_500_000), "1.5 million rows");
        assert_eq!(rows(2_300_000_000), "2.3 billion rows");
    }

    #[test]
    fn a_word_is_put_behind_another_one() {
        let of = |text| behind(text, "INDEX", "CONCURRENTLY").unwrap();
        assert_eq!(of("drop /* index */ index i"), "drop /* index */ index CONCURRENTLY i");
        assert_eq!(of("REINDEX INDEX i"), "REINDEX INDEX CONCURRENTLY i");
        assert_eq!(behind("DROP TABLE t", "INDEX", "CONCURRENTLY"), None);
    }

    #[test]
    fn a_lock_stops_what_it_conflicts_with() {
        assert_eq!(stops(Mode::AccessExclusive), "nobody can read or write");
        assert_eq!(stops(Mode::ShareRowExclusive), "nobody can write");
        assert_eq!(stops(Mode::ShareUpdateExclusive), "others read and write as before");
    }
}
