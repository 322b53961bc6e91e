//! TRUNCATE, and DELETE without WHERE, of a table with rows.

use crate::ddl::Command;
use crate::ddl::dml::Dml;
use crate::ddl::name::RangeVar;
use crate::ddl::table::Table;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;

pub(super) const ID: &str = "deleting-all-rows";
pub(super) const TITLE: &str = "TRUNCATE and DELETE without WHERE lose all rows";

pub(super) fn check(look: &Look, found: &mut Found) {
    if look.runs_later() {
        return;
    }
    match look.command() {
        Command::Table(Table::Truncate(truncate)) => {
            for relation in &truncate.relations {
                let cost = "nobody can read or write it until the commit";
                say(look, found, relation, "TRUNCATE", cost);
            }
        }
        Command::Dml(Dml::Delete(delete)) if !delete.has_where && !delete.has_using => {
            let cost = "leaves as many dead ones";
            say(look, found, &delete.relation, "DELETE without WHERE", cost);
        }
        _ => {}
    }
}

fn say(look: &Look, found: &mut Found, relation: &RangeVar, what: &str, cost: &str) {
    let subject = look.subject(relation);
    let known = subject.known();
    let is_empty = known.is_some_and(|known| known.rows == Some(0) && known.bytes == Some(0));
    let is_temporary = known.is_some_and(|known| known.table.is_temporary);
    if subject.is_new() || is_empty || is_temporary {
        return;
    }
    let message = format!("{what} takes all rows of {}; {cost}.", subject.described());
    found
        .add(Severity::Error, message)
        .hint("Say by WHERE which rows may go: only you know. Is a backup at hand?");
}
