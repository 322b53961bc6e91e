//! DROP CONSTRAINT: what it kept out comes in, and what goes by its index fails.

use crate::ddl::Command;
use crate::ddl::alter_table::{Action, AlterTable};
use crate::ddl::table::Table;
use crate::facts::Constraint;
use crate::lint::columns::is_ours;
use crate::lint::dropped::{listed, need};
use crate::lint::finding::Found;
use crate::lint::known::Known;
use crate::lint::look::Look;
use crate::lint::objects::Thing;
use crate::lint::severity::Severity;
use crate::name::shown;
use crate::relation::Relation;

pub(super) const ID: &str = "ban-drop-constraint";
pub(super) const TITLE: &str = "DROP CONSTRAINT lets in what it kept out";

pub(super) fn check(look: &Look, found: &mut Found) {
    if look.runs_later() {
        return;
    }
    for (alter, action, subject) in look.actions() {
        let Action::DropConstraint { name, cascade, .. } = action else { continue };
        let thing = Thing::Constraint(alter.relation.relation(), name.clone());
        if look.has_made(&thing) || is_ours(name) || is_made_again(look, alter, name) {
            continue;
        }
        // What is not here is not known: it may be anything.
        let Some(known) = subject.known() else {
            let message = format!(
                "DROP CONSTRAINT {} lets in what it kept out of {}.",
                shown(name),
                subject.described()
            );
            found
                .add(Severity::Info, message)
                .hint("migrate.safe_drop_constraint notes the definition, so that undo can make it again.");
            continue;
        };
        let Some(constraint) = known.table.constraint(name) else { continue };
        let (severity, what) = harm(look, alter, known, constraint, *cascade);
        let message = format!("DROP CONSTRAINT {} of {}: {what}", shown(name), subject.described());
        let finding = found
            .add(severity, message)
            .hint("migrate.safe_drop_constraint notes the definition, so that undo can make it again.");
        if look.is_of_script() && alter.actions.len() == 1 && !cascade {
            let (table, name) = (look.argument(&alter.relation), look.literal(name));
            finding.fix(format!("SELECT migrate.safe_drop_constraint({table}, {name})"));
        }
    }
}

fn harm(
    look: &Look,
    alter: &AlterTable,
    known: &Known,
    constraint: &Constraint,
    cascade: bool,
) -> (Severity, String) {
    let columns = constraint.columns.iter().map(|name| shown(name)).collect::<Vec<_>>().join(", ");
    let thing = Thing::Constraint(alter.relation.relation(), constraint.name.clone());
    let reach = look.facts().reach(&thing).filter(|reach| reach.count > 0 && !cascade);
    if let Some(reach) = reach {
        let needed_by = listed(&reach.needed_by, reach.count);
        return (Severity::Error, format!("it fails: {needed_by} {} it.", need(reach.count)));
    }
    match constraint.kind.as_str() {
        "f" if constraint.definition.contains(" ON DELETE CASCADE") => {
            (Severity::Warning, "rows stay behind when the row goes that they refer to.".into())
        }
        "f" => (Severity::Info, "rows can refer to nothing from the commit on.".into()),
        "c" => (Severity::Info, format!("rows can come that it kept out: {}.", constraint.definition)),
        "x" => (Severity::Warning, format!("rows can come that it kept apart: {}.", constraint.definition)),
        kind @ ("u" | "p") => {
            let index = Relation { schema: Some(known.table.schema.clone()), name: constraint.name.clone() };
            let scans = look.facts().index_use(&index).map_or(0, |used| used.scans);
            let used = match scans {
                0 => String::new(),
                scans => format!(" Its index was used {scans} times."),
            };
            let severity = if scans > 0 || kind == "p" { Severity::Warning } else { Severity::Info };
            let what = format!(
                "doubles of ({columns}) can come, and INSERT ... ON CONFLICT ({columns}) fails at once.{used}"
            );
            (severity, what)
        }
        _ => (Severity::Info, format!("rows can come that it kept out: {}.", constraint.definition)),
    }
}

/// Whether the same statement, or a later one of the transaction, makes one of that name: it is exchanged.
fn is_made_again(look: &Look, alter: &AlterTable, name: &str) -> bool {
    let makes = |other: &AlterTable| {
        other.relation.name == alter.relation.name
            && other.actions.iter().any(|action| {
                matches!(action, Action::AddConstraint { constraint } if constraint.name.as_deref() == Some(name))
            })
    };
    let follows = |command: &Command| matches!(command, Command::Table(Table::Alter(other)) if makes(other));
    makes(alter) || look.is_followed_by(follows)
}
