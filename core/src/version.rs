//! Version numbers: which are valid, how the next one is made, and the date a new one stands for.
//!
//! The clock is passed in; nothing here reads it.

mod event;
mod label;

pub use event::Event;
pub use label::{Label, Place, Version, in_order, name_of_repeatable, of_text};

use crate::error::FileError;

/// The version of a migration created now, behind the newest one: the milliseconds since the epoch; or the time as
/// `20231031120000`, where versions are written like that.
///
/// Two people who make one in two databases, each on a branch of his own, do not get the same number by either, unless
/// they do it in the same moment. By counting on they would. So whoever has to count, since the newest version is
/// beyond the clock, takes a step of a length that nobody can tell, below [`STEP`]: `random` says it. Only where the
/// clock is behind by less than a day, as within one millisecond and after it was set back, the next number is the next
/// one, so that a hundred migrations made at once lead nowhere into the future.
pub fn next(now_ms: i64, newest: Option<i64>, random: u64) -> Result<i64, FileError> {
    let newest = newest.unwrap_or(0);
    let time = [now_ms, as_digits(now_ms)].into_iter().find(|now| *now > newest && is_like(*now, newest));
    if let Some(time) = time {
        return Ok(time.max(1));
    }
    let tomorrow = now_ms.saturating_add(MS_PER_DAY);
    let tomorrow = [tomorrow, as_digits(tomorrow)];
    let is_near = tomorrow.into_iter().any(|tomorrow| is_like(tomorrow, newest) && newest < tomorrow);
    let step = if is_near { 1 } else { 1 + (random % STEP) as i64 };
    // Near the end of all numbers they go one by one.
    let next = newest.checked_add(step).or(newest.checked_add(1)).ok_or(FileError::NoNextVersion)?;
    Ok(next.max(1))
}

/// The longest step from a version to the next one that is counted on from it.
pub const STEP: u64 = 1000;

const MS_PER_DAY: i64 = 86_400_000;

/// Whether a new version is written as the newest one is; what is a plain count is behind both.
fn is_like(now: i64, newest: i64) -> bool {
    const DIGITS: i64 = 10_000_000_000_000;
    (now < DIGITS) == (newest < DIGITS)
}

/// A time as `20231031120000`, in UTC.
fn as_digits(ms: i64) -> i64 {
    let seconds = ms.rem_euclid(MS_PER_DAY) / 1000;
    let time = seconds / 3600 * 10_000 + seconds / 60 % 60 * 100 + seconds % 60;
    date(ms).parse::<i64>().map_or(0, |date| date.saturating_mul(1_000_000) + time)
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

    /// 2023-10-31 15:17:12 UTC.
    const NOW: i64 = 1_698_765_432_000;

    fn next(now_ms: i64, newest: Option<i64>) -> Result<i64, FileError> {
        super::next(now_ms, newest, 41)
    }

    #[test]
    fn the_clock_decides_where_it_is_ahead() {
        assert_eq!(next(NOW, None), Ok(NOW));
        assert_eq!(next(NOW, Some(12)), Ok(NOW));
        assert_eq!(next(NOW, Some(NOW - 1)), Ok(NOW));
    }

    #[test]
    fn versions_increase_within_a_millisecond_and_after_a_step_back() {
        assert_eq!(next(NOW, Some(NOW)), Ok(NOW + 1));
        assert_eq!(next(NOW - 1000, Some(NOW)), Ok(NOW + 1));
        assert_eq!(next(NOW - 86_399_999, Some(NOW)), Ok(NOW + 1));
    }

    #[test]
    fn times_in_digits_go_on_as_times() {
        assert_eq!(next(NOW, Some(20_231_031_151_711)), Ok(20_231_031_151_712));
        // Two in one second.
        assert_eq!(next(NOW, Some(20_231_031_151_712)), Ok(20_231_031_151_713));
        assert_eq!(next(NOW, Some(20_220_101_000_000)), Ok(20_231_031_151_712));
        assert_eq!(next(0, Some(19_691_231_235_959)), Ok(19_700_101_000_000));
    }

    /// Whoever has to count does not meet who counts from the same number elsewhere.
    #[test]
    fn beyond_the_clock_the_step_is_nobodys_guess() {
        let beyond = 20_231_102_000_000;
        assert_eq!(super::next(NOW, Some(beyond), 0), Ok(beyond + 1));
        assert_eq!(super::next(NOW, Some(beyond), 999), Ok(beyond + 1000));
        assert_eq!(super::next(NOW, Some(beyond), 1000), Ok(beyond + 1));
        assert_eq!(next(NOW - 86_400_000, Some(NOW)), Ok(NOW + 42));
        assert_eq!(next(NOW, Some(99_999_999_999_999_999)), Ok(100_000_000_000_000_041));
    }

    #[test]
    fn a_clock_before_the_epoch_still_gives_a_valid_version() {
        assert_eq!(next(-5, None), Ok(1));
        assert!(next(i64::MIN, Some(i64::MIN)).is_ok_and(|version| version >= 1));
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
