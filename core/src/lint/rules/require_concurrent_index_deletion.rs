//! DROP INDEX without CONCURRENTLY: the index's table is locked.

use crate::ddl::Command;
use crate::ddl::name::{ObjectName, ObjectType, relation};
use crate::ddl::object::Object;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::lint::subject::Weight;
use crate::lint::words::{behind, stops};
use crate::lock::Mode;

pub(super) const ID: &str = "require-concurrent-index-deletion";
pub(super) const TITLE: &str = "DROP INDEX without CONCURRENTLY takes ACCESS EXCLUSIVE on the table";

pub(super) fn check(look: &Look, found: &mut Found) {
    let Command::Object(Object::Drop(drop)) = look.command() else { return };
    if drop.kind != ObjectType::Index || drop.concurrent {
        return;
    }
    for object in &drop.objects {
        let ObjectName::Name { names, .. } = object else { continue };
        let index = relation(names);
        let subject = look.index(&index);
        if !subject.is_shared() {
            continue;
        }
        let severity = if subject.weight() == Weight::Small { Severity::Info } else { Severity::Warning };
        let message = format!(
            "DROP INDEX holds ACCESS EXCLUSIVE on {} until its transaction ends: {}.",
            subject.described(),
            stops(Mode::AccessExclusive)
        );
        let is_partitioned = subject.known().is_some_and(|known| known.table.is_partitioned());
        let finding = found.add(severity, message);
        if is_partitioned {
            finding.hint(
                "The index of a partitioned table cannot be dropped CONCURRENTLY. Let nothing long stand behind it.",
            );
        } else if drop.cascade {
            finding.hint("CONCURRENTLY takes no CASCADE. Drop what depends on it before.");
        } else {
            let fix = match drop.objects.as_slice() {
                [_] => behind(&look.statement().text, "INDEX", "CONCURRENTLY"),
                _ => Some(one_by_one(look, drop.if_exists, &drop.objects)),
            };
            finding.advice(
                "CONCURRENTLY stops nobody; migrate.safe_drop_index does it so, and can be undone.",
                fix.filter(|_| look.takes_operations()),
            );
        }
    }
}

/// CONCURRENTLY takes one index at a time.
fn one_by_one(look: &Look, if_exists: bool, objects: &[ObjectName]) -> String {
    let if_exists = if if_exists { "IF EXISTS " } else { "" };
    let drop = |object: &ObjectName| match object {
        ObjectName::Name { names, .. } => {
            let names: Vec<_> = names.iter().map(|name| look.quote(name)).collect();
            Some(format!("DROP INDEX CONCURRENTLY {if_exists}{}", names.join(".")))
        }
        _ => None,
    };
    objects.iter().filter_map(drop).collect::<Vec<_>>().join(";\n")
}
