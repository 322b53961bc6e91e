//! The plan of one migration in one direction: its script, read by the server's parser and cut into units.

use migrate_core::error::{ApprovalError, Result};
use migrate_core::migration::Direction;
use migrate_core::plan::{Plan, Purpose};
use migrate_core::unit::{self, Known};

use super::reverse;
use crate::registry::migrations::Registered;
use crate::registry::readings;

/// The plan of a migration. Where it has no down script, that is derived.
///
/// # Errors
///
/// [`ApprovalError::Tampered`], that it has no script, and whatever the parser refuses.
pub fn plan(mut migration: Registered, direction: Direction, known: &mut Known) -> Result<Plan> {
    if !migration.is_intact() {
        let (version, description) = (migration.version, migration.description);
        return Err(ApprovalError::Tampered { version, description }.into());
    }
    let derived = match direction {
        Direction::Down if migration.down.is_none() => Some(reverse::down_script(&migration)?),
        _ => None,
    };
    let may_be_taken_back = migration.down.is_none();
    let mut script = match &derived {
        Some(derived) => derived.script.clone(),
        None => migration.take_script(direction)?,
    };
    let place = || format!("In migration {} \"{}\".", migration.version, migration.description);
    let statements = readings::statements(&script, direction, may_be_taken_back)
        .map_err(|error| error.within(&place()))?;
    // The statements have all of it, and of a large script it is what takes the most room.
    script.text = String::new();
    Ok(Plan {
        purpose: Purpose {
            direction,
            version: migration.version,
            description: migration.description.clone(),
            checksum: migration.checksum,
            fingerprint: migration.fingerprint,
            derived: derived.as_ref().map(|down| down.script.text.clone()),
            lost: derived.as_ref().map_or_else(Vec::new, |down| down.lost.clone()),
            operation: None,
            event: None,
            record: None,
            change: None,
        },
        units: unit::units(&script, statements, known).map_err(|error| error.within(&place()))?,
    })
}
