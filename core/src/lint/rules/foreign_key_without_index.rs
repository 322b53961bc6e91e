//! A foreign key whose columns no index begins with.

use crate::ddl::Command;
use crate::ddl::table::Table;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::name::shown;

pub(super) const ID: &str = "foreign-key-without-index";
pub(super) const TITLE: &str = "no index begins with the columns of a foreign key";

pub(super) fn check(look: &Look, found: &mut Found) {
    if look.runs_later() {
        return;
    }
    for key in look.foreign_keys() {
        let relation = key.table.relation();
        let is_made = matches!(look.command(), Command::Table(Table::Create(_)));
        let subject = if is_made { crate::lint::Subject::New } else { look.relation(&relation) };
        // What is known of a table that is elsewhere are not its indexes.
        let is_unknown = !subject.is_new() && subject.known().is_none();
        let is_new_column = key.columns.iter().all(|column| look.is_new_column(key.table, column))
            || !matches!(look.command(), Command::Table(Table::Create(_))) && adds(look, &key.columns);
        if look.is_indexed(&relation, &key.columns) || is_unknown && !is_new_column {
            continue;
        }
        let (severity, what) = match subject.is_new() {
            true => (Severity::Info, look.written(&relation)),
            false => (subject.severity().min(Severity::Warning), subject.described()),
        };
        let columns: Vec<_> = key.columns.iter().map(|column| shown(column)).collect();
        let columns = columns.join(", ");
        let message = format!(
            "No index begins with {columns}: each DELETE of a row of {} reads all of {what}.",
            look.written(&key.references.pktable.relation())
        );
        let quoted: Vec<_> = key.columns.iter().map(|column| look.quote(column)).collect();
        let concurrently = if subject.is_new() { "" } else { "CONCURRENTLY " };
        let index = format!("CREATE INDEX {concurrently}ON {} ({})", look.sql(key.table), quoted.join(", "));
        let finding = found.add_at(key.place, severity, message);
        finding.hint(format!("{index}."));
        finding.fix(format!("{};\n{index}", look.statement().text));
    }
}

/// Whether the statement adds all of these columns.
fn adds(look: &Look, columns: &[&str]) -> bool {
    let typed = look.typed();
    columns.iter().all(|column| typed.iter().any(|typed| typed.name == *column && typed.column.is_some()))
}
