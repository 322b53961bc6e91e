//! Why somebody cannot go on with a run that was broken off.

use thiserror::Error;

use super::report::Report;
use crate::migration::Direction;

/// Why a run that was broken off is not gone on with. Nothing has run then.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum GoingOnError {
    /// What a run has left in its session cannot be had again by who goes on with it.
    #[error("could not continue {}migration {version} \"{description}\": {what}, set by unit {unit}, cannot be restored", of(.direction))]
    NotTakenOver {
        /// Version.
        version: i64,
        /// Description.
        description: String,
        /// Up or down.
        direction: Direction,
        /// The unit.
        unit: u32,
        /// What: `setting "work_mem"`.
        what: String,
        /// What the server said.
        reason: String,
        /// Whether it is a matter of rights.
        is_denied: bool,
    },
    /// What a run has left in its session is gone with that, and what is still to be done needs it.
    #[error("could not continue {}migration {version} \"{description}\": {thing}, left by unit {unit}, ended with its session", of(.direction))]
    LeftBehind {
        /// Version.
        version: i64,
        /// Description.
        description: String,
        /// Up or down.
        direction: Direction,
        /// The unit.
        unit: u32,
        /// What: `temporary table "scratch"`.
        thing: String,
        /// The statement that needs it.
        tag: String,
        /// Where that is.
        line: u32,
        /// Whether it names it; otherwise it may.
        is_named: bool,
    },
    /// Somebody has done a part of it who could not act as who goes on.
    #[error("permission denied to continue a run begun by role \"{role}\": {}migration {version} \"{description}\"", of(.direction))]
    BegunByOther {
        /// Version.
        version: i64,
        /// Description.
        description: String,
        /// Who.
        role: String,
        /// Up or down.
        direction: Direction,
        /// What is done, a sentence.
        done: String,
    },
}

impl Report for GoingOnError {
    fn sqlstate(&self) -> &str {
        use GoingOnError::*;
        match self {
            BegunByOther { .. } | NotTakenOver { is_denied: true, .. } => "42501",
            NotTakenOver { .. } | LeftBehind { .. } => "55000",
        }
    }

    fn detail(&self) -> Option<String> {
        use GoingOnError::*;
        Some(match self {
            NotTakenOver { reason, .. } => format!("Nothing has run. The server said: {reason}."),
            LeftBehind { tag, line, is_named: true, .. } => {
                format!("Nothing has run. {tag} on line {line} names it.")
            }
            LeftBehind { tag, line, .. } => {
                format!("Nothing has run. {tag} on line {line} runs code that may use it.")
            }
            BegunByOther { role, done, .. } => {
                format!(
                    "{done} Role \"{role}\" could not act as the role that would continue, so its units may have done something else."
                )
            }
        })
    }

    fn hint(&self) -> Option<String> {
        use GoingOnError::*;
        Some(match self {
            NotTakenOver { version, direction, .. } => {
                format!("Continue as a role that may set it, or {}", by_hand(*version, *direction))
            }
            LeftBehind { version, direction, .. } => {
                let hint = by_hand(*version, *direction);
                format!("{}{}", hint[..1].to_uppercase(), &hint[1..])
            }
            BegunByOther { version, role, direction: Direction::Up, .. } => format!(
                "Have role \"{role}\" continue it (CALL migrate.up()) or undo it (CALL migrate.down()). Or undo it by \
                 hand, and SELECT * FROM migrate.record_migration({version}) and migrate.remove_migration({version}) to start over."
            ),
            BegunByOther { version, role, direction: Direction::Down, .. } => format!(
                "Have role \"{role}\" undo it (CALL migrate.down()), or undo it by hand and SELECT * FROM \
                 migrate.remove_migration({version})."
            ),
        })
    }
}

/// How a run ends that cannot go on.
fn by_hand(version: i64, direction: Direction) -> String {
    match direction {
        Direction::Up => format!(
            "CALL migrate.down() to undo what is committed, or run the rest by hand and SELECT * FROM \
             migrate.record_migration({version})."
        ),
        Direction::Down => {
            format!("run the rest by hand and SELECT * FROM migrate.remove_migration({version}).")
        }
    }
}

/// What is gone on with: the migration itself, or its rollback.
fn of(direction: &Direction) -> &'static str {
    match direction {
        Direction::Up => "",
        Direction::Down => "the rollback of ",
    }
}
