//! Times in whole milliseconds, as the journal and people have them.

use std::time::{Duration, Instant};

/// Milliseconds since an instant.
pub fn ms_since(start: Instant) -> i64 {
    milliseconds(start.elapsed())
}

/// A duration in whole milliseconds.
pub fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
