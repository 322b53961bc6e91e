//! REINDEX without CONCURRENTLY: nobody can write to the table, and whoever plans a query of it waits as well.

use crate::ddl::Command;
use crate::ddl::index::{Index, ReindexKind};
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::lint::words::behind;

pub(super) const ID: &str = "require-concurrent-reindex";
pub(super) const TITLE: &str = "REINDEX without CONCURRENTLY stops writers, and whoever plans a query of the table";

pub(super) fn check(look: &Look, found: &mut Found) {
    let Command::Index(Index::Reindex(reindex)) = look.command() else { return };
    if reindex.concurrent {
        return;
    }
    let relation = reindex.relation.as_ref().map(|name| name.relation());
    let (subject, word) = match (reindex.kind, &relation) {
        (ReindexKind::Index, Some(index)) => (Some(look.index(index)), "INDEX"),
        (ReindexKind::Table, Some(table)) => (Some(look.relation(table)), "TABLE"),
        (ReindexKind::Schema, _) => (None, "SCHEMA"),
        (ReindexKind::Database, _) => (None, "DATABASE"),
        _ => (None, "SYSTEM"),
    };
    if subject.as_ref().is_some_and(|subject| !subject.is_shared()) {
        return;
    }
    let (severity, of) = match &subject {
        Some(subject) => (subject.severity(), subject.described()),
        None => (Severity::Error, "each table, one after the other".into()),
    };
    let message = format!(
        "REINDEX holds SHARE on {of} and ACCESS EXCLUSIVE on its index: nobody can write, and most readers wait, too."
    );
    let finding = found.add(severity, message);
    match reindex.kind {
        ReindexKind::System => {
            finding.hint(
                "Those of the catalogs cannot be built CONCURRENTLY. Do it when nobody is there.",
            );
        }
        _ => {
            let fix = behind(&look.statement().text, word, "CONCURRENTLY");
            finding.advice(
                "CONCURRENTLY stops nobody; migrate.safe_reindex also removes what a broken-off one has left.",
                fix.filter(|_| look.takes_operations() && reindex.params.is_empty()),
            );
        }
    }
}
