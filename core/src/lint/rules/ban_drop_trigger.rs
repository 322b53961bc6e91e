//! DROP of a trigger or rule: what it checked and did is not done any more.

use crate::ddl::Command;
use crate::ddl::name::{ObjectName, ObjectType, relation};
use crate::ddl::object::Object;
use crate::ddl::trigger::Trigger;
use crate::lint::columns::is_ours;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::name::shown;

pub(super) const ID: &str = "ban-drop-trigger";
pub(super) const TITLE: &str = "DROP TRIGGER ends what it checks and does";

pub(super) fn check(look: &Look, found: &mut Found) {
    let Command::Object(Object::Drop(drop)) = look.command() else { return };
    let what = match drop.kind {
        ObjectType::Trigger => "TRIGGER",
        ObjectType::Rule => "RULE",
        ObjectType::EventTrigger => "EVENT TRIGGER",
        _ => return,
    };
    if look.runs_later() {
        return;
    }
    for object in &drop.objects {
        let ObjectName::Name { names, .. } = object else { continue };
        let Some((name, table)) = names.split_last() else { continue };
        let is_again = |command: &Command| match command {
            Command::Trigger(Trigger::Create(create)) => create.name == *name,
            Command::Trigger(Trigger::CreateRule(create)) => create.name == *name,
            Command::Trigger(Trigger::CreateEvent(create)) => create.name == *name,
            _ => false,
        };
        let is_made = || look.before().take(200).any(|before| is_again(before.command()));
        if is_ours(name) || look.is_followed_by(is_again) || is_made() {
            continue;
        }
        let mut on = String::new();
        if !table.is_empty() {
            let subject = look.relation(&relation(table));
            if subject.is_new() || (drop.if_exists && subject.known().is_none()) {
                continue;
            }
            let is_there = subject.known().is_none_or(|known| {
                drop.kind != ObjectType::Trigger || known.table.triggers.iter().any(|own| own.name == *name)
            });
            if !is_there {
                continue;
            }
            on = format!(" on {}", subject.described());
        }
        let message =
            format!("DROP {what} {}{on}: what it checked or did is not done any more.", shown(name));
        found.add(Severity::Info, message).hint("CREATE OR REPLACE TRIGGER exchanges one without a gap.");
    }
}
