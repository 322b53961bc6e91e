//! Sizes, shares and tones, as the page writes them.

/// A number of bytes: `8 kB`, `1.2 MB`, `236 MB`.
pub(super) fn bytes(bytes: i64) -> String {
    const UNITS: [&str; 5] = ["bytes", "kB", "MB", "GB", "TB"];
    let mut value = bytes.unsigned_abs() as f64;
    let mut unit = 0;
    while value >= 1024.0 && unit + 1 < UNITS.len() {
        value /= 1024.0;
        unit += 1;
    }
    let sign = if bytes < 0 { "-" } else { "" };
    if unit == 0 || value >= 10.0 {
        format!("{sign}{value:.0} {}", UNITS[unit])
    } else {
        format!("{sign}{value:.1} {}", UNITS[unit])
    }
}

/// A share of a whole in per cent, for a style: between 0 and 100, without an exponent.
pub(super) fn per_cent(part: i64, whole: i64) -> String {
    let share = if whole <= 0 { 0.0 } else { part as f64 * 100.0 / whole as f64 };
    format!("{:.2}", share.clamp(0.0, 100.0))
}

/// The class of style that goes with a status.
pub(super) fn tone(status: &str) -> &'static str {
    match status {
        "done" | "applied" => "good",
        "failed" | "lost" | "missing" | "changed" | "cancelled" => "bad",
        "running" | "started" | "queued" | "paused" => "busy",
        _ => "quiet",
    }
}

/// A text of at most so many characters, the rest as `...`; its lines stay.
pub(super) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.into(),
        Some((at, _)) => format!("{}...", &text[..at]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_have_two_digits_at_least() {
        let said = [0, 1023, 1024, 8192, 10_240, 1_258_291, 247_463_936, i64::MAX, -8192].map(bytes);
        assert_eq!(
            said,
            [
                "0 bytes",
                "1023 bytes",
                "1.0 kB",
                "8.0 kB",
                "10 kB",
                "1.2 MB",
                "236 MB",
                "8388608 TB",
                "-8.0 kB"
            ]
        );
    }

    #[test]
    fn shares_are_numbers_that_a_style_takes() {
        assert_eq!(per_cent(1, 3), "33.33");
        assert_eq!(per_cent(5, 0), "0.00");
        assert_eq!(per_cent(9, 3), "100.00");
        assert_eq!(per_cent(-1, 3), "0.00");
    }

    #[test]
    fn a_cut_is_between_characters() {
        assert_eq!(cut("äöü", 3), "äöü");
        assert_eq!(cut("äöü", 2), "äö...");
    }
}
