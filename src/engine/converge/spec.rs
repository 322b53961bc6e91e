//! What a job is to do in each of its schemas, as its row keeps it.

use migrate_core::error::Result;
use migrate_core::migration::Direction;
use serde::{Deserialize, Serialize};

use crate::engine::plan::request::{By, Request};
use crate::postgres::quoting;

/// What is asked for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Spec {
    /// Up or down.
    pub direction: Direction,
    target: Option<i64>,
    steps: Option<i32>,
    by: String,
    only: Option<i64>,
    /// Whether the first schema goes alone.
    pub has_canary: bool,
    /// After how many schemas that failed no other is begun.
    pub max_failures: i32,
    /// How many workers there may be.
    pub workers: usize,
}

impl Spec {
    /// That of a request.
    pub fn new(request: &Request, has_canary: bool, max_failures: i32, workers: usize) -> Self {
        let by = match request.by {
            By::Version => "version",
            By::Application => "application",
        };
        Spec {
            direction: request.direction,
            target: request.target,
            steps: request.steps,
            by: by.into(),
            only: request.only,
            has_canary,
            max_failures,
            workers,
        }
    }

    /// The request.
    ///
    /// # Errors
    ///
    /// None that is to be expected.
    pub fn request(&self) -> Result<Request> {
        let by = By::of(&self.by)?;
        let Spec { direction, target, steps, only, .. } = *self;
        Ok(Request { direction, target, steps, by, only, again: false })
    }
}

/// The procedure that goes in a direction.
pub fn call_of(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "migrate.up",
        Direction::Down => "migrate.down",
    }
}

/// A search path with a schema before all others.
pub fn path_before(schema: &str, path: &str) -> String {
    let schema = quoting::identifier(schema);
    if path.trim().is_empty() { schema } else { format!("{schema}, {path}") }
}
