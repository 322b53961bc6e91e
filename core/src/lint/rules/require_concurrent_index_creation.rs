//! CREATE INDEX without CONCURRENTLY: nobody can write to the table until it is built.

use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::words::stops;
use crate::lock::Mode;

pub(super) const ID: &str = "require-concurrent-index-creation";
pub(super) const TITLE: &str = "CREATE INDEX without CONCURRENTLY stops writers until the index is built";

pub(super) fn check(look: &Look, found: &mut Found) {
    let Some((create, subject)) = look.created_index() else { return };
    // On a partitioned table CONCURRENTLY is refused; safe_create_index builds one for each partition.
    let is_partitioned = subject.known().is_some_and(|known| known.table.is_partitioned());
    if create.concurrent {
        return;
    }
    let message = format!(
        "CREATE INDEX holds SHARE on {} until the index is built: {}.",
        subject.described(),
        stops(Mode::Share)
    );
    let finding = found.add(subject.severity(), message);
    if is_partitioned {
        finding.hint("migrate.safe_create_index builds it CONCURRENTLY on each partition.");
        return;
    }
    finding.hint("Build it CONCURRENTLY; in a migration that is a unit of its own.");
    if let Some(fix) = concurrently(&look.statement().text) {
        finding.fix(fix);
    }
}

/// The statement with CONCURRENTLY behind INDEX.
fn concurrently(text: &str) -> Option<String> {
    let at = text.to_ascii_uppercase().find("INDEX")? + "INDEX".len();
    Some(format!("{} CONCURRENTLY{}", &text[..at], &text[at..]))
}
