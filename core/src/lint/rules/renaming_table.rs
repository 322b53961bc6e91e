//! RENAME of a table, view or sequence: whoever says the old name fails from the commit on.

use crate::ddl::Command;
use crate::ddl::name::{ObjectType, RangeVar};
use crate::ddl::object::{Object, Rename};
use crate::ddl::table::Table;
use crate::ddl::view::View;
use crate::lint::columns::is_ours;
use crate::lint::dropped::all;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;

pub(super) const ID: &str = "renaming-table";
pub(super) const TITLE: &str = "RENAME TO breaks whoever says the old name";

pub(super) fn check(look: &Look, found: &mut Found) {
    let Command::Object(Object::Rename(rename)) = look.command() else { return };
    let Some(relation) = renamed(rename) else { return };
    if look.runs_later() || is_ours(&relation.name) || is_ours(&rename.newname) {
        return;
    }
    let subject = look.subject(relation);
    if subject.is_new() || look.is_followed_by(|command| is_there_again(command, &relation.name)) {
        return;
    }
    let mentioned = look.facts().mentions(&relation.name);
    let mentioned = match mentioned.is_empty() {
        true => String::new(),
        false => format!(" It stands in {}.", all(&mentioned)),
    };
    let message = format!(
        "RENAME of {} breaks whoever says the old name from the commit on.{mentioned}",
        subject.described()
    );
    let finding = found.add(Severity::Error, message);
    let kind = subject.known().map(|known| known.table.kind.as_str());
    let is_table = rename.kind == ObjectType::Table && kind.is_none_or(|kind| matches!(kind, "r" | "p"));
    if !is_table {
        finding
            .hint("Make a second one, and drop this one later; no statement can take the place of a rename.");
        return;
    }
    finding.hint("migrate.safe_rename_table leaves a view of the old name behind.");
    if look.is_of_script() {
        let (table, new) = (look.argument(relation), look.literal(&rename.newname));
        finding.fix(format!("SELECT migrate.safe_rename_table({table}, {new})"));
    }
}

/// The relation that queries name.
fn renamed(rename: &Rename) -> Option<&RangeVar> {
    let is_named = matches!(
        rename.kind,
        ObjectType::Table
            | ObjectType::View
            | ObjectType::MaterializedView
            | ObjectType::ForeignTable
            | ObjectType::Sequence
    );
    rename.relation.as_ref().filter(|_| is_named && rename.subname.is_none())
}

/// Whether a statement gives the name to something else: a view that stands in, a table that takes its place.
fn is_there_again(command: &Command, name: &str) -> bool {
    match command {
        Command::View(View::Create(create)) => create.view.name == name,
        Command::Table(Table::Create(create)) => create.relation.name == name,
        Command::Table(Table::CreateAs(create)) => create.relation.name == name,
        Command::Object(Object::Rename(rename)) => renamed(rename).is_some() && rename.newname == name,
        _ => false,
    }
}
