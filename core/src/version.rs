//! Version numbers: which are valid, how the next one is made, and the date a new one stands for.
//!
//! The clock is passed in; nothing here reads it.

mod event;
mod label;

pub use event::Event;
pub use label::{Label, Place, Version, in_order, name_of_repeatable, of_text};

use crate::error::FileError;

/// The version of a migration created now: the milliseconds since the epoch, or one more than the
/// newest version where that is not larger.
///
/// So versions are unique and increase within one millisecond, after the clock was set back, and after
/// migrations that number differently: `20231031120000` is larger than any clock's milliseconds for the
/// next five centuries, and counting on from it keeps the order.
pub fn next(now_ms: i64, newest: Option<i64>) -> Result<i64, FileError> {
    let after_newest = newest.unwrap_or(0).checked_add(1).ok_or(FileError::NoNextVersion)?;
    Ok(now_ms.max(after_newest).max(1))
}

/// The version itself, where it is at least 1.
pub fn check(version: i64) -> Result<i64, FileError> {
    if version < 1 { Err(FileError::VersionBelowOne { version, line: None }) } else { Ok(version) }
}

/// The day (UTC) of a version in milliseconds, as YYYYMMDD.
///
/// The algorithm is `civil_from_days` from Howard Hinnant, "chrono-Compatible Low-Level Date
/// Algorithms", <https://howardhinnant.github.io/date_algorithms.html>. It counts years from March, so
/// that the leap day is the last of its year, in eras of 400 years.
pub fn date(version_ms: i64) -> String {
    const MS_PER_DAY: i64 = 86_400_000;
    const DAYS_PER_ERA: i64 = 146_097;
    let days = version_ms.div_euclid(MS_PER_DAY) + 719_468;
    let era = days.div_euclid(DAYS_PER_ERA);
    let day_of_era = days.rem_euclid(DAYS_PER_ERA);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}{month:02}{day:02}")
}

/// The date for a file's header, where the version can only be milliseconds: 13 digits, the years 2001
/// to 2286. Of `12` or `20231031120000` it would name a day that means nothing.
pub(crate) fn header_date(version: i64) -> Option<String> {
    (1_000_000_000_000..10_000_000_000_000).contains(&version).then(|| date(version))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_decides_where_it_is_ahead() {
        assert_eq!(next(1_698_765_432_000, None), Ok(1_698_765_432_000));
        assert_eq!(next(1_698_765_432_000, Some(12)), Ok(1_698_765_432_000));
    }

    #[test]
    fn versions_increase_within_a_millisecond_and_after_a_step_back() {
        assert_eq!(next(1_698_765_432_000, Some(1_698_765_432_000)), Ok(1_698_765_432_001));
        assert_eq!(next(1_698_765_431_000, Some(1_698_765_432_000)), Ok(1_698_765_432_001));
        assert_eq!(next(1_698_765_432_000, Some(20_231_031_120_000)), Ok(20_231_031_120_001));
    }

    #[test]
    fn a_clock_before_the_epoch_still_gives_a_valid_version() {
        assert_eq!(next(-5, None), Ok(1));
        assert_eq!(next(i64::MIN, Some(i64::MIN)), Ok(1));
    }

    #[test]
    fn the_largest_version_has_no_next() {
        assert_eq!(next(5, Some(i64::MAX)), Err(FileError::NoNextVersion));
        assert_eq!(next(5, Some(i64::MAX - 1)), Ok(i64::MAX));
    }

    #[test]
    fn versions_below_one_are_refused() {
        assert_eq!(check(1), Ok(1));
        assert_eq!(check(0), Err(FileError::VersionBelowOne { version: 0, line: None }));
        assert_eq!(check(i64::MIN), Err(FileError::VersionBelowOne { version: i64::MIN, line: None }));
    }

    #[test]
    fn dates_are_those_of_the_calendar() {
        // date -u -d @N +%Y%m%d
        for (seconds, day) in [
            (0, "19700101"),
            (-1, "19691231"),
            (951_782_399, "20000228"),
            (951_782_400, "20000229"),
            (951_868_800, "20000301"),
            (1_698_765_432, "20231031"),
            (1_704_067_199, "20231231"),
            (1_704_067_200, "20240101"),
            (4_107_542_399, "21000228"),
            (4_107_542_400, "21000301"),
        ] {
            assert_eq!(date(seconds * 1000), day, "{seconds}");
        }
        assert_eq!(date(-1), "19691231");
        // Neither end of the range may overflow.
        assert!(date(i64::MAX).ends_with("0817"));
        assert!(date(i64::MIN).starts_with('-'));
    }

    #[test]
    fn only_versions_in_milliseconds_have_a_date() {
        assert_eq!(header_date(1_698_765_432_000).as_deref(), Some("20231031"));
        assert_eq!(header_date(12), None);
        assert_eq!(header_date(20_231_031_120_000), None);
    }
}
