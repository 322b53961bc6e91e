//! Lengths of time as people write them in settings: `7d`, `7 days`, `1 day 12 hours`, `90min`.

/// The seconds of a length of time: numbers with units, one behind the other; a number alone is in seconds. None for
/// anything else, a month among it, which has no length.
pub fn seconds(text: &str) -> Option<u64> {
    let mut rest = text.trim();
    if let Ok(seconds) = rest.parse() {
        return Some(seconds);
    }
    let mut milliseconds: u64 = 0;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).filter(|digits| *digits > 0)?;
        let number: u64 = rest[..digits].parse().ok()?;
        rest = rest[digits..].trim_start();
        let letters = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let unit = match rest[..letters].to_ascii_lowercase().as_str() {
            "ms" => 1,
            "s" | "sec" | "secs" | "second" | "seconds" => 1_000,
            "min" | "mins" | "minute" | "minutes" => 60_000,
            "h" | "hour" | "hours" => 3_600_000,
            "d" | "day" | "days" => 86_400_000,
            "week" | "weeks" => 7 * 86_400_000,
            _ => return None,
        };
        milliseconds = milliseconds.checked_add(number.checked_mul(unit)?)?;
        rest = rest[letters..].trim_start();
    }
    (!text.trim().is_empty()).then_some(milliseconds / 1_000)
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn as_people_write_them() {
        const DAY: u64 = 86_400;
        for text in ["7d", "7 days", " 7 d ", "1 week", "604800", "168h", "6 days 24 hours", "10080 min"] {
            assert_eq!(seconds(text), Some(7 * DAY), "{text}");
        }
        assert_eq!(seconds("0"), Some(0));
        assert_eq!(seconds("1d12h"), Some(DAY + 12 * 3_600));
        assert_eq!(seconds("1 Day"), Some(DAY));
        assert_eq!(seconds("1500ms"), Some(1));
    }

    #[test]
    fn what_is_none() {
        for text in
            ["", " ", "d", "7 moons", "1 month", "-1", "-1d", "7d,", "1.5d", "d7", "99999999999999999999d"]
        {
            assert_eq!(seconds(text), None, "{text:?}");
        }
    }
}
