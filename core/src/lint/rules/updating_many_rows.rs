//! UPDATE or DELETE of many rows in one statement.

use crate::ddl::Command;
use crate::ddl::dml::{Dml, Update};
use crate::ddl::expression::Query;
use crate::ddl::name::RangeVar;
use crate::lex::tokens::Tokens;
use crate::lint::call::Call;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::rows::{is_by_key, pieces};
use crate::lint::severity::Severity;
use crate::lint::subject::Weight;

pub(super) const ID: &str = "updating-many-rows";
pub(super) const TITLE: &str = "an UPDATE or DELETE of many rows in one statement locks them all until it is done";

pub(super) fn check(look: &Look, found: &mut Found) {
    let (relation, what): (&RangeVar, _) = match look.command() {
        Command::Dml(Dml::Update(update)) => (&update.relation, "UPDATE"),
        Command::Dml(Dml::Delete(delete)) => (&delete.relation, "DELETE"),
        _ => return,
    };
    // What a routine does later, it does for its own caller.
    if look.runs_later() {
        return;
    }
    let subject = look.subject(relation);
    let weight = subject.weight();
    if !subject.is_shared() || weight == Weight::Small {
        return;
    }
    let pieces = pieces(&look.statement().text);
    // deleting-all-rows speaks of that.
    if what == "DELETE" && pieces.condition.is_none() {
        return;
    }
    let is_for_all = pieces.condition.is_none() || is_backfill(look, relation);
    if let (Some(condition), Some(known)) = (pieces.condition, subject.known())
        && is_by_key(condition, known)
    {
        return;
    }
    let severity = match (weight, is_for_all) {
        (Weight::Large, true) => Severity::Error,
        (_, true) | (Weight::Large, _) => Severity::Warning,
        _ => Severity::Info,
    };
    let rows = if is_for_all { "all rows" } else { "the rows that fit" };
    let message = format!(
        "{what} of {rows} of {} is one transaction: the rows stay locked, and VACUUM waits, until it ends.",
        subject.described()
    );
    let finding = found.add(severity, message);
    match look.command() {
        Command::Dml(Dml::Update(update)) => {
            finding.advice(
                "migrate.safe_backfill does it in batches that commit.",
                backfill(look, update),
            );
        }
        _ => {
            finding.hint(
                "Delete in batches from outside, or drop partitions.",
            );
        }
    }
}

/// Whether it fills a column that the script has added: that is empty in all rows, whatever the condition says.
fn is_backfill(look: &Look, table: &RangeVar) -> bool {
    match look.command() {
        Command::Dml(Dml::Update(update)) => {
            update.set.iter().any(|set| look.is_new_column(table, &set.column))
        }
        _ => false,
    }
}

/// The call that does the same; none where another table or an alias has to do with it.
fn backfill(look: &Look, update: &Update) -> Option<String> {
    let pieces = pieces(&look.statement().text);
    let tokens = Tokens::of(pieces.head, false);
    let has_alias = {
        let mut at = 1;
        if tokens.text(at).eq_ignore_ascii_case("only") {
            at += 1;
        }
        at += 1;
        while tokens.text(at) == "." {
            at += 2;
        }
        !tokens.text(at).is_empty()
    };
    let begins = tokens.text(0).eq_ignore_ascii_case("update");
    if !look.takes_operations() || !begins || has_alias || update.has_from || update.returning || update.relation.only {
        return None;
    }
    let call = Call::new(look, "safe_backfill")
        .table(&update.relation)
        .text(pieces.set?)
        .text_as("condition", pieces.condition);
    is_of_one(&update.query, &update.relation).then(|| call.to_string())
}

/// Whether a query names no other table.
fn is_of_one(query: &Query, table: &RangeVar) -> bool {
    query.relations.iter().all(|relation| *relation == table.relation())
}
