//! DROP TABLE: its rows are lost, and running clients read it.

use crate::ddl::name::ObjectType;
use crate::lint::columns::is_ours;
use crate::lint::dropped::{dropped, listed, need};
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::objects::Thing;
use crate::lint::severity::Severity;

pub(super) const ID: &str = "ban-drop-table";
pub(super) const TITLE: &str = "DROP TABLE loses its rows";

pub(super) fn check(look: &Look, found: &mut Found) {
    let tables = dropped(look, &[ObjectType::Table, ObjectType::ForeignTable]);
    for table in &tables {
        let Thing::Relation(relation) = &table.thing else { continue };
        let subject = look.relation(relation);
        if subject.is_new() || is_ours(&relation.name) {
            continue;
        }
        let known = subject.known();
        let is_foreign = table.drop.kind == ObjectType::ForeignTable;
        let is_empty = known.is_some_and(|known| known.rows == Some(0) && known.bytes == Some(0));
        let (severity, loss) = match (is_foreign, is_empty) {
            (true, _) => (Severity::Warning, "the rows stay where they are, and"),
            (_, true) => (Severity::Warning, "it has no rows, but"),
            _ => (Severity::Error, "its rows are lost, and"),
        };
        let needed = table.reach.as_ref().filter(|reach| reach.count > 0 && !table.drop.cascade);
        let fails = needed.map(|reach| {
            format!(" It fails: {} {} it.", listed(&reach.needed_by, reach.count), need(reach.count))
        });
        let severity = if fails.is_some() { Severity::Error } else { severity };
        let message = format!(
            "DROP TABLE of {}: {loss} whoever still names it fails.{}",
            subject.described(),
            fails.unwrap_or_default()
        );
        let finding = found
            .add(severity, message)
            .hint("migrate.safe_drop_table hides it, and keeps the rows until migrate.complete.");
        if look.is_of_script()
            && tables.len() == table.drop.objects.len()
            && !table.drop.cascade
            && !is_foreign
        {
            finding.fix(safe(look, &tables.iter().map(|table| table.name.as_str()).collect::<Vec<_>>()));
        }
    }
}

/// A call for each table.
fn safe(look: &Look, names: &[&str]) -> String {
    let call = |name: &&str| format!("SELECT migrate.safe_drop_table({});", look.literal(name));
    names.iter().map(call).collect::<Vec<_>>().join("\n")
}
