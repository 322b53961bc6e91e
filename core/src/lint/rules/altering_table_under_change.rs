//! DDL on a table on which an online change of ours is under way.

use crate::ddl::Command;
use crate::ddl::alter_table::Action;
use crate::ddl::name::ObjectType;
use crate::ddl::object::Object;
use crate::ddl::table::Table;
use crate::facts::Change;
use crate::lint::columns::{What, changes};
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::lint::subject::Subject;
use crate::name::shown;
use crate::relation::Relation;

pub(super) const ID: &str = "altering-table-under-change";
pub(super) const TITLE: &str = "an online change is under way on the table";

pub(super) fn check(look: &Look, found: &mut Found) {
    if look.runs_later() {
        return;
    }
    for change in changes(look) {
        let Some(column) = change.what.column() else { continue };
        for open in open(look, &change.subject) {
            let is_its = open.old_columns.iter().chain(&open.new_columns).any(|own| own == column);
            if is_its && !matches!(change.what, What::Added(_)) {
                let what = format!("{} of {}", change.what.words(), shown(column));
                say(found, &open, &format!("{what} takes away what it works on"), Severity::Error);
            }
        }
    }
    for (_, action, subject) in look.actions() {
        for open in open(look, &subject) {
            match action {
                Action::ChangeOwner { .. } => {
                    say(
                        found,
                        &open,
                        "with another owner its triggers are no longer taken for its own",
                        Severity::Error,
                    );
                }
                Action::DropConstraint { name, .. } if name.contains(&open.token) => {
                    say(found, &open, "the constraint is its own", Severity::Error);
                }
                _ => {}
            }
        }
    }
    let (names, what): (Vec<Relation>, _) = match look.command() {
        Command::Object(Object::Drop(drop)) if drop.kind == ObjectType::Table => {
            let name = |object: &crate::ddl::name::ObjectName| match object {
                crate::ddl::name::ObjectName::Name { names, .. } => Some(crate::ddl::name::relation(names)),
                _ => None,
            };
            (drop.objects.iter().filter_map(name).collect(), "DROP TABLE takes it away under it")
        }
        Command::Object(Object::Drop(drop)) if drop.kind == ObjectType::Trigger => {
            for object in &drop.objects {
                let crate::ddl::name::ObjectName::Name { names, .. } = object else { continue };
                let Some((trigger, table)) = names.split_last() else { continue };
                let open = open(look, &look.relation(&crate::ddl::name::relation(table)));
                if let Some(open) =
                    open.iter().find(|open| !open.token.is_empty() && trigger.contains(&open.token))
                {
                    say(found, open, "the trigger is its own", Severity::Error);
                }
            }
            return;
        }
        Command::Table(Table::Truncate(truncate)) => {
            let names = truncate.relations.iter().map(|relation| relation.relation()).collect();
            (names, "its trigger on TRUNCATE sees the statement")
        }
        _ => return,
    };
    let is_drop = matches!(look.command(), Command::Object(_));
    for name in names {
        for open in open(look, &look.relation(&name)) {
            let severity = if is_drop { Severity::Error } else { Severity::Info };
            say(found, &open, what, severity);
        }
    }
}

/// The changes of a table that others must wait for.
fn open(look: &Look, subject: &Subject) -> Vec<Change> {
    let Some(known) = subject.known() else { return Vec::new() };
    look.facts().changes(known).iter().filter(|change| change.is_in_the_way()).cloned().collect()
}

fn say(found: &mut Found, open: &Change, what: &str, severity: Severity) {
    let (title, id, state) = (open.title(), open.id, open.state.as_str());
    let message = format!("Change {id}, the {title}, is {state}: {what}.");
    found.add(severity, message).hint(format!(
        "End it first, by migrate.complete({id}) or migrate.abort({id}): only you can say which."
    ));
}
