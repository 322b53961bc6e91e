//! How fast a backfill is of late: what the time that is left is told by.
//!
//! Samples count the less the longer they are ago. Whoever sets another pace has all of them forgotten: what was measured
//! before says nothing any more.

/// After so many seconds a sample counts for about a third.
const MEMORY: f64 = 10.0;

/// What was done of late, and in which time.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Rate {
    blocks: f64,
    rows: f64,
    seconds: f64,
}

impl Rate {
    /// With one more sample: so many blocks and rows, and the time since the sample before, rests and all.
    #[must_use]
    pub fn after(self, blocks: u32, rows: u64, seconds: f64) -> Self {
        let kept = (-seconds / MEMORY).exp();
        Rate {
            blocks: self.blocks * kept + f64::from(blocks),
            rows: self.rows * kept + rows as f64,
            seconds: self.seconds * kept + seconds,
        }
    }

    /// Blocks and rows per second; none while nothing was measured.
    pub fn per_second(self) -> Option<(f64, f64)> {
        (self.seconds > 0.0).then(|| (self.blocks / self.seconds, self.rows / self.seconds))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Batches of ten blocks with ten rows each, one a tenth of a second, for so many seconds.
    fn steady(rate: Rate, seconds: u32) -> Rate {
        (0..seconds * 10).fold(rate, |rate, _| rate.after(10, 100, 0.1))
    }

    fn blocks(rate: Rate) -> f64 {
        rate.per_second().unwrap().0
    }

    #[test]
    fn nothing_is_known_of_nothing() {
        assert_eq!(Rate::default().per_second(), None);
    }

    #[test]
    fn a_steady_pace_is_told_from_the_first_sample_on() {
        for seconds in [1, 60] {
            let (blocks, rows) = steady(Rate::default(), seconds).per_second().unwrap();
            assert!((blocks - 100.0).abs() < 0.01 && (rows - 1000.0).abs() < 0.1, "{blocks} {rows}");
        }
    }

    #[test]
    fn of_late_is_not_over_all() {
        // A minute of blocks that have nothing to do, ten times as fast, is forgotten.
        let fast = (0..600).fold(Rate::default(), |rate, _| rate.after(100, 0, 0.1));
        assert!((blocks(fast) - 1000.0).abs() < 0.1);
        let now = steady(fast, 30);
        assert!((100.0..150.0).contains(&blocks(now)), "{}", blocks(now));
    }

    #[test]
    fn rests_count() {
        // One batch, and a rest of five seconds.
        let rate = (0..4).fold(Rate::default(), |rate, _| rate.after(10, 500, 5.1));
        assert!((blocks(rate) - 10.0 / 5.1).abs() < 0.01);
    }
}
