//! DROP of a sequence that defaults take numbers from.

use crate::ddl::name::ObjectType;
use crate::lint::columns::is_ours;
use crate::lint::dropped::{all, dropped, listed, need};
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::objects::Thing;
use crate::lint::severity::Severity;

pub(super) const ID: &str = "ban-drop-sequence";
pub(super) const TITLE: &str = "DROP SEQUENCE loses where its numbers stood";

pub(super) fn check(look: &Look, found: &mut Found) {
    for sequence in dropped(look, &[ObjectType::Sequence]) {
        let Thing::Relation(relation) = &sequence.thing else { continue };
        if is_ours(&relation.name) || (sequence.reach.is_none() && sequence.drop.if_exists) {
            continue;
        }
        let name = &sequence.name;
        if let Some(reach) = sequence.reach.as_ref().filter(|reach| reach.count > 0 && !sequence.drop.cascade)
        {
            let needed_by = listed(&reach.needed_by, reach.count);
            let message = format!("DROP SEQUENCE {name} fails: {needed_by} {} it.", need(reach.count));
            found
                .add(Severity::Error, message)
                .hint("Take the default away first (migrate.safe_set_default): more than one statement.");
            continue;
        }
        let mentioned = look.facts().mentions(&relation.name);
        let (severity, mentioned) = match mentioned.is_empty() {
            true => (Severity::Info, String::new()),
            false => (Severity::Warning, format!(" It stands in {}.", all(&mentioned))),
        };
        let message = format!("DROP SEQUENCE {name} loses where its numbers stood.{mentioned}");
        found.add(severity, message).hint("Note its last value before; no statement keeps it.");
    }
}
