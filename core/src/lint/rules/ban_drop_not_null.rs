//! DROP NOT NULL: clients read a NULL that they have never seen; of a key it fails.

use crate::ddl::alter_table::Action;
use crate::lint::columns::is_ours;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::name::shown;

pub(super) const ID: &str = "ban-drop-not-null";
pub(super) const TITLE: &str = "DROP NOT NULL lets in what no client expects";

pub(super) fn check(look: &Look, found: &mut Found) {
    if look.runs_later() {
        return;
    }
    for (alter, action, subject) in look.actions() {
        let Action::DropNotNull { column } = action else { continue };
        if look.is_new_column(&alter.relation, column) || is_ours(column) {
            continue;
        }
        let table = subject.known().map(|known| &known.table);
        let there = table.and_then(|table| table.columns.iter().find(|there| &there.name == column));
        if there.is_some_and(|there| !there.is_not_null) {
            continue;
        }
        let key = table.and_then(|table| {
            let is_key = |kind: &str| kind == "p";
            table.constraints.iter().find(|own| is_key(&own.kind) && own.columns.contains(column))
        });
        let identity = table.and_then(|table| {
            table.indexes.iter().find(|index| index.is_replica_identity && index.columns.contains(column))
        });
        let why = match (key, identity) {
            (Some(key), _) => Some(format!("it is in the primary key {}", shown(&key.name))),
            (_, Some(index)) => Some(format!("it is in the replica identity {}", shown(&index.name))),
            _ if there.is_some_and(|there| there.is_identity) => Some("it is an identity column".to_string()),
            _ => None,
        };
        let name = shown(column);
        if let Some(why) = why {
            let message = format!("DROP NOT NULL of {name} fails: {why}.");
            found
                .add(Severity::Error, message)
                .hint("Take that away first, if it is meant: another statement.");
            continue;
        }
        let message = format!(
            "DROP NOT NULL lets NULL into {name} of {}: whoever reads it must know NULL.",
            subject.described()
        );
        found.add(Severity::Info, message).hint("The way back reads all rows (migrate.safe_set_not_null).");
    }
}
