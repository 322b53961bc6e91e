//! DROP of a type or domain that columns have: it fails, or takes the columns along.

use crate::ddl::name::ObjectType;
use crate::lint::dropped::{dropped, listed, need};
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;

pub(super) const ID: &str = "ban-drop-type";
pub(super) const TITLE: &str = "DROP TYPE fails, or takes columns along";

pub(super) fn check(look: &Look, found: &mut Found) {
    for of in dropped(look, &[ObjectType::Type, ObjectType::Domain]) {
        if of.drop.cascade || (of.reach.is_none() && of.drop.if_exists) {
            continue;
        }
        let hint = "Change the columns first (migrate.safe_change_column_type): more than one statement.";
        let Some(reach) = &of.reach else {
            let message = format!("The DROP of {} (not in this database) fails if a column has it.", of.name);
            found.add(Severity::Info, message).hint(hint);
            continue;
        };
        if reach.count == 0 {
            continue;
        }
        let message = format!(
            "The DROP of {} fails: {} {} it.",
            reach.what,
            listed(&reach.needed_by, reach.count),
            need(reach.count)
        );
        found.add(Severity::Error, message).hint(hint);
    }
}
