//! Long work of a DO block: nothing bounds it.

use crate::ddl::Command;
use crate::ddl::dml::Dml;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::script::Inside;
use crate::lint::severity::Severity;
use crate::lint::subject::Weight;

pub(super) const ID: &str = "require-statement-timeout";
pub(super) const TITLE: &str = "a DO block writes to a large table without statement_timeout";

pub(super) fn check(look: &Look, found: &mut Found) {
    if *look.inside() != Inside::Do || look.has_statement_timeout() {
        return;
    }
    let table = match look.command() {
        Command::Dml(Dml::Update(update)) => &update.relation,
        Command::Dml(Dml::Delete(delete)) => &delete.relation,
        Command::Dml(Dml::Merge(merge)) => &merge.relation,
        _ => return,
    };
    let subject = look.subject(table);
    if subject.weight() != Weight::Large {
        return;
    }
    let message = format!(
        "Nothing bounds how long the block writes to {}: its rows stay locked until the end.",
        subject.described()
    );
    let finding = found.add(Severity::Info, message);
    finding.hint("SET LOCAL statement_timeout before it; or migrate.safe_backfill, in small batches.");
}
