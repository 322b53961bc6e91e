//! How many blocks a batch takes: as many as last about as long as they should.
//!
//! A batch holds the locks of the rows that it has changed until it commits, and whoever wants one of them waits as
//! long. So it has a limit, at which it is broken off. Sizes are chosen so that this is rare: they follow the slow
//! batches of late, not the usual ones.

use std::collections::VecDeque;
use std::time::Duration;

/// The number of blocks of the first batch: few, since nothing is known yet.
const FIRST: u32 = 16;

/// The most blocks of a batch: 512 MB, for passes that change next to nothing.
pub const MOST: u32 = 65_536;

/// The share of the target that a batch is to take: the rest is for disks that become slow.
const SHARE: f64 = 0.6;

/// The share for a while behind one that somebody waited for: where rows are wanted, they are wanted again.
const WARY_SHARE: f64 = 0.35;

/// For so many batches.
const WARY: u32 = 100;

/// How many batches count.
const SEEN: usize = 8;

/// The least that a batch may always take, however short the target is: below that, a slow disk alone would have every
/// batch done twice.
const LEAST_LIMIT: Duration = Duration::from_millis(100);

/// Finds the size of the next batch from how long others took.
#[derive(Debug, Clone, PartialEq)]
pub struct Controller {
    limit: Duration,
    target_ms: f64,
    /// How many batches are to be shorter than the target allows, since somebody has waited.
    wary: u32,
    /// Milliseconds per block, as batches were of late; the newest is the last.
    seen: VecDeque<f64>,
    blocks: u32,
    /// Whether it has once come to the size that it wants.
    is_there: bool,
}

impl Controller {
    /// For batches that last at most so long.
    pub fn new(target: Duration) -> Self {
        Controller {
            limit: target.max(LEAST_LIMIT),
            target_ms: target.as_secs_f64() * 1000.0,
            wary: 0,
            seen: VecDeque::with_capacity(SEEN),
            blocks: FIRST,
            is_there: false,
        }
    }

    /// How long the next batch is to take.
    fn wanted_ms(&self) -> f64 {
        let share = if self.wary > 0 { WARY_SHARE } else { SHARE };
        (self.target_ms * share).max(1.0)
    }

    /// When a batch of so many blocks is to be broken off, and done again in smaller ones. A single block, which cannot
    /// be, takes as long as it does.
    pub fn limit(&self, blocks: u32) -> Option<Duration> {
        (blocks > 1).then_some(self.limit)
    }

    /// The size of the next batch: from 1 to [`MOST`].
    pub fn blocks(&self) -> u32 {
        self.blocks
    }

    /// Learns from a batch of so many blocks. The next is at most twice as large as this size, later half as large
    /// again, and smaller at once.
    pub fn took(&mut self, blocks: u32, time: Duration) {
        let time_ms = time.as_secs_f64() * 1000.0;
        self.wary = self.wary.saturating_sub(1);
        // A last, short batch of a range says little of larger ones: most of its time is for beginning and ending it.
        if blocks < self.blocks / 2 && time_ms < self.wanted_ms() {
            return;
        }
        self.see(time_ms, blocks);
        let wanted = (self.wanted_ms() / self.slow()) as u32;
        let step = if self.is_there { self.blocks / 2 } else { self.blocks };
        let most = self.blocks.saturating_add(step.max(1)).min(MOST);
        self.is_there |= wanted <= most;
        self.blocks = wanted.clamp(1, most);
    }

    /// A batch of so many blocks was broken off: much smaller ones.
    pub fn broken_off(&mut self, blocks: u32) {
        self.see(self.limit.as_secs_f64() * 1000.0, blocks);
        self.blocks = (blocks / 4).max(1);
        self.is_there = true;
    }

    fn see(&mut self, time_ms: f64, blocks: u32) {
        if self.seen.len() == SEEN {
            self.seen.pop_front();
        }
        self.seen.push_back((time_ms / f64::from(blocks.max(1))).max(1e-6));
    }

    /// The milliseconds per block that are to be expected: those of the second slowest batch of late, since the slowest
    /// may have met something that happens once; but no fewer than those of the last.
    fn slow(&self) -> f64 {
        let mut seen: Vec<f64> = self.seen.iter().copied().collect();
        seen.sort_by(f64::total_cmp);
        let last = self.seen.back().copied().unwrap_or(1.0);
        seen.iter().rev().nth(1).map_or(last, |slow| slow.max(last))
    }

    /// Somebody was in the way: half as many.
    pub fn shrink(&mut self) {
        self.blocks = (self.blocks / 2).max(1);
    }

    /// Somebody has waited for us: half as many, and no more than take a third of the target for a while.
    pub fn waited_for(&mut self) {
        self.shrink();
        self.wary = WARY;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn run(controller: &mut Controller, batches: u32, ms_per_block: f64) {
        for _ in 0..batches {
            let blocks = controller.blocks();
            controller.took(blocks, Duration::from_secs_f64(f64::from(blocks) * ms_per_block / 1000.0));
        }
    }

    #[test]
    fn it_comes_to_the_target_and_stays() {
        let mut controller = Controller::new(Duration::from_millis(100));
        run(&mut controller, 20, 0.5);
        assert_eq!(controller.blocks(), 120);
    }

    #[test]
    fn it_gives_way_at_once_when_blocks_become_slow() {
        let mut controller = Controller::new(Duration::from_millis(100));
        run(&mut controller, 20, 0.1);
        run(&mut controller, 1, 10.0);
        assert_eq!(controller.blocks(), 6);
    }

    #[test]
    fn it_grows_by_no_more_than_twice() {
        let mut controller = Controller::new(Duration::from_secs(10));
        run(&mut controller, 1, 0.0);
        assert_eq!(controller.blocks(), 2 * FIRST);
    }

    #[test]
    fn later_it_grows_by_no_more_than_half() {
        let mut controller = Controller::new(Duration::from_millis(100));
        run(&mut controller, 20, 0.5);
        controller.shrink();
        run(&mut controller, 1, 0.1);
        assert_eq!(controller.blocks(), 90);
    }

    #[test]
    fn one_slow_batch_is_soon_forgotten_and_two_are_not() {
        let after = |slow: u32| {
            let mut controller = Controller::new(Duration::from_millis(100));
            run(&mut controller, 20, 0.125);
            run(&mut controller, slow, 1.25);
            run(&mut controller, 6, 0.125);
            controller.blocks()
        };
        assert_eq!((after(1), after(2)), (480, 48));
    }

    #[test]
    fn a_batch_that_is_broken_off_makes_way_for_much_smaller_ones() {
        let mut controller = Controller::new(Duration::from_millis(100));
        run(&mut controller, 20, 0.1);
        controller.broken_off(600);
        assert_eq!(controller.blocks(), 150);
        controller.broken_off(3);
        assert_eq!(controller.blocks(), 1);
    }

    #[test]
    fn behind_one_that_was_waited_for_batches_are_short_for_a_while() {
        let mut controller = Controller::new(Duration::from_millis(100));
        run(&mut controller, 20, 0.5);
        controller.waited_for();
        run(&mut controller, WARY - 1, 0.5);
        assert_eq!(controller.blocks(), 70);
        run(&mut controller, 10, 0.5);
        assert_eq!(controller.blocks(), 120);
    }

    #[test]
    fn only_what_can_be_cut_has_a_limit() {
        let limit = |target| Controller::new(Duration::from_millis(target)).limit(2);
        assert_eq!(limit(5), Some(Duration::from_millis(100)));
        assert_eq!(limit(500), Some(Duration::from_millis(500)));
        assert_eq!(Controller::new(Duration::from_millis(500)).limit(1), None);
    }

    #[test]
    fn a_short_last_batch_says_nothing() {
        let mut controller = Controller::new(Duration::from_millis(100));
        run(&mut controller, 20, 0.1);
        controller.took(1, Duration::from_millis(3));
        assert_eq!(controller.blocks(), 600);
    }

    #[test]
    fn it_shrinks_to_one_block_and_no_further() {
        let mut controller = Controller::new(Duration::from_millis(100));
        (0..10).for_each(|_| controller.shrink());
        assert_eq!(controller.blocks(), 1);
        run(&mut controller, 1, 1_000_000.0);
        assert_eq!(controller.blocks(), 1);
    }

    proptest! {
        #[test]
        fn whatever_happens_it_stays_within_bounds(
            target in 0_u64..100_000,
            seen in proptest::collection::vec((0_u32..200_000, 0_u64..10_000_000_000), 0..50),
        ) {
            let mut controller = Controller::new(Duration::from_millis(target));
            for (blocks, nanos) in seen {
                let before = controller.blocks();
                controller.took(blocks, Duration::from_nanos(nanos));
                prop_assert!((1..=MOST).contains(&controller.blocks()));
                prop_assert!(controller.blocks() <= before * 2);
            }
        }
    }
}
