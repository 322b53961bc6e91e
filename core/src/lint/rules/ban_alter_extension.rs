//! ALTER EXTENSION … UPDATE: a script of somebody else's runs, as its owner, and locks what it changes.

use crate::ddl::Command;
use crate::ddl::definition::Definition;
use crate::lint::dropped::listed;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::objects::Thing;
use crate::lint::severity::Severity;
use crate::name::shown;

pub(super) const ID: &str = "ban-alter-extension";
pub(super) const TITLE: &str = "ALTER EXTENSION ... UPDATE runs a script that nobody has looked at";

pub(super) fn check(look: &Look, found: &mut Found) {
    let Command::Definition(Definition::AlterExtension(alter)) = look.command() else { return };
    if alter.contents || look.runs_later() {
        return;
    }
    let name = shown(&alter.name);
    let needed = look.facts().reach(&Thing::Extension(alter.name.clone()));
    let users = match needed.filter(|reach| reach.count > 0) {
        Some(reach) => format!(" What uses it here: {}.", listed(&reach.needed_by, reach.count)),
        None => String::new(),
    };
    let has_version = alter.options.iter().any(|option| option.name == "new_version");
    let version = match has_version {
        true => "",
        false => " Which version, each server's files say.",
    };
    let message =
        format!("UPDATE of extension {name} runs its own script, without a way back.{version}{users}");
    let severity = if users.is_empty() && has_version { Severity::Info } else { Severity::Warning };
    found.add(severity, message).hint(format!(
        "Try it on a copy, and name the version: ALTER EXTENSION {name} UPDATE TO '...'; only you can say which."
    ));
}
