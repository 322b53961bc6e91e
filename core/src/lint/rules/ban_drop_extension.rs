//! DROP EXTENSION: all that uses its types and functions fails it, or goes along.

use crate::ddl::name::ObjectType;
use crate::lint::dropped::{dropped, listed, need};
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;

pub(super) const ID: &str = "ban-drop-extension";
pub(super) const TITLE: &str =
    "DROP EXTENSION takes its types and functions, and with CASCADE what uses them";

pub(super) fn check(look: &Look, found: &mut Found) {
    for extension in dropped(look, &[ObjectType::Extension]) {
        let name = &extension.name;
        let (severity, message) = match &extension.reach {
            None if extension.drop.if_exists => continue,
            None => (
                Severity::Warning,
                format!(
                    "DROP EXTENSION {name} (not in this database) takes its types, functions and tables."
                ),
            ),
            Some(reach) => {
                let data = match reach.data.as_slice() {
                    [] => String::new(),
                    data => format!(" Rows are lost: {}.", data.join(", ")),
                };
                let users = listed(&reach.needed_by, reach.count);
                match (reach.count, extension.drop.cascade) {
                    (0, _) if data.is_empty() => (
                        Severity::Warning,
                        format!("DROP EXTENSION {name} takes its types and functions: queries may use them."),
                    ),
                    (0, _) => (Severity::Error, format!("DROP EXTENSION {name} takes its tables.{data}")),
                    (_, true) => (
                        Severity::Error,
                        format!("DROP EXTENSION {name} CASCADE takes along what uses it: {users}.{data}"),
                    ),
                    (count, false) => {
                        (Severity::Error, format!("DROP EXTENSION {name} fails: {users} {} it.", need(count)))
                    }
                }
            }
        };
        found
            .add(severity, message)
            .hint("Take it out of what uses it first, by name: more than one statement.");
    }
}
