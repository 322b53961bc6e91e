//! How many blocks a batch takes: as many as last about as long as they should.
//!
//! A batch holds the locks of the rows that it has changed until it commits; whoever wants one of them waits as long.

use std::time::Duration;

/// The number of blocks of the first batch: little, where nothing is known yet.
const FIRST: u32 = 16;

/// The most blocks of a batch: 512 MB, for passes that change next to nothing.
pub const MOST: u32 = 65_536;

/// The share of what a batch took in what is expected of the next.
const NEW: f64 = 0.4;

/// From what batches took, the size of the next.
#[derive(Debug, Clone, PartialEq)]
pub struct Controller {
    target_ms: f64,
    /// Milliseconds per block, as batches were of late.
    pace: Option<f64>,
    blocks: u32,
}

impl Controller {
    /// For batches that last about so long.
    pub fn new(target: Duration) -> Self {
        Controller { target_ms: (target.as_secs_f64() * 1000.0).max(1.0), pace: None, blocks: FIRST }
    }

    /// The size of the next batch: from 1 to [`MOST`].
    pub fn blocks(&self) -> u32 {
        self.blocks
    }

    /// Learns from a batch of so many blocks. The next is at most twice as large as this size, and smaller at once.
    pub fn took(&mut self, blocks: u32, time: Duration) {
        let now = time.as_secs_f64() * 1000.0 / f64::from(blocks.max(1));
        let pace = match self.pace {
            // What has become slow is believed at once: others wait for it.
            Some(before) if now < before => before + NEW * (now - before),
            _ => now,
        };
        self.pace = Some(pace);
        let wanted = self.target_ms / pace.max(1e-6);
        // A last, short batch of a range says little of larger ones.
        let most = self.blocks.saturating_mul(2).clamp(1, MOST);
        self.blocks = (wanted as u32).clamp(1, most);
    }

    /// Somebody was in the way, or waited for us: half as many.
    pub fn shrink(&mut self) {
        self.blocks = (self.blocks / 2).max(1);
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
        assert_eq!(controller.blocks(), 200);
    }

    #[test]
    fn it_gives_way_at_once_when_blocks_become_slow() {
        let mut controller = Controller::new(Duration::from_millis(100));
        run(&mut controller, 20, 0.1);
        run(&mut controller, 1, 10.0);
        assert_eq!(controller.blocks(), 10);
    }

    #[test]
    fn it_grows_by_no_more_than_twice() {
        let mut controller = Controller::new(Duration::from_secs(10));
        run(&mut controller, 1, 0.0);
        assert_eq!(controller.blocks(), 2 * FIRST);
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
