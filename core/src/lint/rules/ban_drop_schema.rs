//! DROP SCHEMA: with CASCADE all that is in it goes.

use crate::ddl::name::ObjectType;
use crate::lint::dropped::{dropped, listed};
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;

pub(super) const ID: &str = "ban-drop-schema";
pub(super) const TITLE: &str = "DROP SCHEMA takes all that is in it";

pub(super) fn check(look: &Look, found: &mut Found) {
    for schema in dropped(look, &[ObjectType::Schema]) {
        let (name, cascade) = (&schema.name, schema.drop.cascade);
        let message = match &schema.reach {
            Some(reach) if reach.count == 0 => continue,
            None if schema.drop.if_exists && !cascade => continue,
            Some(reach) if cascade => {
                let data = match reach.data.as_slice() {
                    [] => "No table in it has rows.".to_string(),
                    data => format!("Rows are lost: {}.", data.join(", ")),
                };
                let objects = listed(&reach.needed_by, reach.count);
                format!("DROP SCHEMA {name} CASCADE takes along {objects}. {data}")
            }
            Some(reach) => {
                format!(
                    "DROP SCHEMA {name} fails: there are {} in it.",
                    listed(&reach.needed_by, reach.count)
                )
            }
            None => format!("DROP SCHEMA {name} takes all that is in it (not in this database)."),
        };
        found
            .add(Severity::Error, message)
            .hint("Drop what is in it by name, and the empty schema last: more than one statement.");
    }
}
