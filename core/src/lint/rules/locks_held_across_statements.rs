//! Statements that take long while the same transaction holds a strong lock on another table.

use crate::lint::cost::{Long, long};
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::lint::words::stops;
use crate::lock::Need;

pub(super) const ID: &str = "locks-held-across-statements";
pub(super) const TITLE: &str = "a long statement runs while the transaction holds a strong lock";

/// So many statements are looked at for others of the kind.
const NEAR: usize = 200;

pub(super) fn check(look: &Look, found: &mut Found) {
    let Some((held, need, long)) = meanwhile(look) else { return };
    // It is said once in a transaction, of the first.
    if look.together_before().take(NEAR).any(|before| meanwhile(&before).is_some()) {
        return;
    }
    let others: Vec<_> = look.together_behind().take(NEAR).filter_map(|behind| meanwhile(&behind)).collect();
    let severity = others.iter().map(|(_, _, other)| other.subject.severity()).max();
    let severity = severity.unwrap_or(Severity::Info).max(long.subject.severity());
    let more = match others.len() {
        0 => String::new(),
        1 => " So does 1 more behind it.".into(),
        NEAR => format!(" So do {NEAR} more behind it, at least."),
        more => format!(" So do {more} more behind it."),
    };
    let (line, _) = held.place(0);
    let message = format!(
        "{} goes through all of {}, while {} of line {line} holds {} on {}: {}.{more}",
        look.statement().tag,
        long.subject.described(),
        held.statement().tag,
        need.mode.words(),
        look.written(&need.relation),
        stops(need.mode)
    );
    found
        .add(severity, message)
        .hint("Put COMMIT between, or use a migration of its own or migrate.safe_backfill.");
}

/// What is held while a statement takes long, by which statement.
fn meanwhile<'a>(look: &Look<'a>) -> Option<(Look<'a>, &'a Need, Long)> {
    if look.runs_later() {
        return None;
    }
    let held = look.held()?;
    let long = long(look)?;
    let is_other = |need: &&'a Need| {
        // Rules of their own speak of what an ALTER TABLE holds on its own table.
        let is_own = long.is_ddl && need.relation.may_be(&long.relation);
        !is_own && !look.relation(&need.relation).is_new()
    };
    let need = held.statement().locks.iter().filter(is_other).max_by_key(|need| need.mode)?;
    Some((held, need, long))
}
