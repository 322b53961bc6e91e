//! Safe operations in a script that is tried: their steps, as plain statements on clones.

use migrate_core::request::Operation;
use migrate_core::statement::Statement;

use super::{Bench, Ran};
use crate::engine::review::clones::Trial;
use crate::engine::review::explain::operation;

impl Bench<'_> {
    /// Tries the steps of a safe operation that has one end. They are those that it would take on the tables themselves,
    /// so nothing may have been done to their clones before.
    pub(super) fn operation(
        &mut self,
        statement: &Statement,
        place: &str,
        ran: &mut Ran,
    ) -> Result<(), String> {
        let steps = operation::steps(statement).map_err(|error| error.to_string())?;
        if steps.is_empty() {
            return Err("safe operations undo themselves".into());
        }
        for (operation, steps) in &steps {
            let name = operation.name();
            if !has_one_end(operation) {
                return Err(format!("{name} is not tried on clones"));
            }
            if let Some(relation) =
                operation.relations().into_iter().find(|relation| self.changed.contains(&relation.name))
            {
                return Err(format!(
                    "{name} looks at {} itself, and only its clone was changed before",
                    relation.name
                ));
            }
            if steps.is_empty() {
                return Err(format!("{name} has nothing to do here"));
            }
            for step in steps {
                match self.clones.run(&step.text) {
                    Trial::Seen(seen) if seen.is_analysed => {
                        ran.writes.get_or_insert(format!("{place}, {name}: clones write no rows"));
                    }
                    Trial::Seen(_) => {}
                    Trial::Read(why) => return Err(format!("{name}: {why}")),
                    Trial::Failed(failure) => return Err(format!("{name}: {}", failure.message)),
                }
            }
            self.changed.extend(operation.relations().into_iter().map(|relation| relation.name.clone()));
        }
        Ok(())
    }
}

/// Whether an operation is done when its steps are, and these are statements about tables alone.
fn has_one_end(operation: &Operation) -> bool {
    use Operation::*;
    matches!(
        operation,
        CreateIndex(_)
            | DropIndex(_)
            | SetNotNull(_)
            | AddConstraint(_)
            | ValidateConstraint(_)
            | DropNotNull(_)
            | SetDefault(_)
            | SetStatisticsTarget(_)
            | AddKey(_)
            | AddForeignKey(_)
            | DropConstraint(_)
            | AddColumn(_)
    )
}
