//! Waiting for what another process does.

use std::thread::sleep;
use std::time::{Duration, Instant};

/// Long enough for a loaded machine; a test that fails waits this long, one that passes does not.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// Polls until `condition` holds; fails with `what` if it never does.
pub fn wait_until(what: &str, mut condition: impl FnMut() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !condition() {
        assert!(Instant::now() < end, "waited {PATIENCE:?} in vain until {what}");
        sleep(Duration::from_millis(10));
    }
}
