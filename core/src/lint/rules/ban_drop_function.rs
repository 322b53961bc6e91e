//! DROP of a function or procedure: triggers, policies, defaults and clients call it.

use crate::ddl::Command;
use crate::ddl::name::ObjectType;
use crate::ddl::routine::Routine;
use crate::lint::columns::is_ours;
use crate::lint::dropped::{all, dropped, listed, need};
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::objects::Thing;
use crate::lint::severity::Severity;

pub(super) const ID: &str = "ban-drop-function";
pub(super) const TITLE: &str = "DROP FUNCTION breaks whoever calls it";

pub(super) fn check(look: &Look, found: &mut Found) {
    let kinds = [ObjectType::Function, ObjectType::Procedure, ObjectType::Routine, ObjectType::Aggregate];
    for routine in dropped(look, &kinds) {
        let Thing::Routine(name, _) = &routine.thing else { continue };
        let is_of_change = name.last().is_some_and(|name| is_ours(name));
        if is_of_change || routine.reach.is_none() && routine.drop.if_exists {
            continue;
        }
        let what = routine.reach.as_ref().map_or(&routine.name, |reach| &reach.what);
        if let Some(reach) = routine.reach.as_ref().filter(|reach| reach.count > 0 && !routine.drop.cascade) {
            let needed_by = listed(&reach.needed_by, reach.count);
            let message = format!("The DROP of {what} fails: {needed_by} {} it.", need(reach.count));
            found.add(Severity::Error, message).hint(
                "CREATE OR REPLACE keeps them, if arguments and result stay; or drop them first, by name.",
            );
            continue;
        }
        let last = name.last().map(String::as_str).unwrap_or_default();
        let is_made = |command: &Command| matches!(command, Command::Routine(Routine::Create(create)) if create.name.last().map(String::as_str) == Some(last));
        if look.is_followed_by(is_made) {
            continue;
        }
        let mentioned = look.facts().mentions(last);
        let own = format!("{last}(");
        let others: Vec<_> = mentioned
            .iter()
            .filter(|other| !other.starts_with(&own) && !other.contains(&format!(".{own}")))
            .cloned()
            .collect();
        let mentioned = match others.is_empty() {
            true => String::new(),
            false => format!(" It stands in {}.", all(&others)),
        };
        let message = format!("The DROP of {what} breaks whoever calls it.{mentioned}");
        found
            .add(Severity::Warning, message)
            .hint("Let applications forget it first; no statement can do that.");
    }
}
