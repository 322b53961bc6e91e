//! REFRESH MATERIALIZED VIEW without CONCURRENTLY: nobody can read it until its query is done.

use crate::ddl::Command;
use crate::ddl::view::View;
use crate::lint::known::Known;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::words::{behind, stops};
use crate::lock::Mode;

pub(super) const ID: &str = "refresh-materialized-view-concurrently";
pub(super) const TITLE: &str = "REFRESH MATERIALIZED VIEW without CONCURRENTLY stops its readers";

pub(super) fn check(look: &Look, found: &mut Found) {
    let Command::View(View::Refresh(refresh)) = look.command() else { return };
    let subject = look.subject(&refresh.relation);
    if refresh.concurrent || refresh.skip_data || !subject.is_shared() {
        return;
    }
    let message = format!(
        "REFRESH holds ACCESS EXCLUSIVE on {} until its query is done: {}.",
        subject.described(),
        stops(Mode::AccessExclusive)
    );
    let finding = found.add(subject.severity(), message);
    if subject.known().is_none_or(has_key) {
        finding.advice(
            "CONCURRENTLY lets readers go on. It needs a unique index on columns, without WHERE.",
            behind(&look.statement().text, "VIEW", "CONCURRENTLY"),
        );
    } else {
        finding.hint(
            "CONCURRENTLY lets readers go on, but needs a unique index on columns, and there is none.",
        );
    }
}

fn has_key(view: &Known) -> bool {
    view.table.indexes.iter().any(|index| {
        index.is_valid && index.definition.starts_with("UNIQUE") && !index.is_partial && !index.columns.is_empty()
    })
}
