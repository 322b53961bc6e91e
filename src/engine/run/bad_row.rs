//! The row of which a step has failed: where the server does not say which it is, the step knows how to find it.
//!
//! It is looked for when the step has failed and is taken back, by whoever ran the step, and for a minute at most.

use std::time::Duration;

use migrate_core::failure::Failure;
use migrate_core::statement::Statement;

use crate::postgres::deadline;

const PATIENCE: Duration = Duration::from_secs(60);

/// The failure with its row, if one is found. `run` runs a statement in a place that its failure leaves as it was.
pub fn named(
    failure: Failure,
    statement: Option<&Statement>,
    run: impl FnOnce(&str) -> Result<(), Failure>,
) -> Failure {
    let look = statement.and_then(|statement| statement.on_failure.as_deref());
    match look.filter(|_| failure.may_be_of_a_row()) {
        Some(look) => match deadline::within(Some(PATIENCE), || run(look)) {
            Err(named) if named.names_a_row() => failure.of_row(named),
            // There is none any more, or it cannot be looked for: what has failed is told all the same.
            _ => failure,
        },
        None => failure,
    }
}
