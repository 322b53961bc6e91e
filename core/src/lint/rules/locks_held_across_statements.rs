//! A statement that takes long while the same transaction holds a strong lock on another table.

use crate::lint::cost::{is_same, long};
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::words::stops;

pub(super) const ID: &str = "locks-held-across-statements";
pub(super) const TITLE: &str = "a long statement runs while the transaction holds a strong lock";

pub(super) fn check(look: &Look, found: &mut Found) {
    if look.runs_later() {
        return;
    }
    let Some(held) = look.held() else { return };
    let Some(long) = long(look) else { return };
    let is_other = |need: &&crate::lock::Need| {
        // Rules of their own speak of what an ALTER TABLE holds on its own table.
        let is_own = long.is_ddl && is_same(&need.relation, &long.relation);
        !is_own && !look.relation(&need.relation).is_new()
    };
    let Some(need) = held.statement().locks.iter().filter(is_other).max_by_key(|need| need.mode) else { return };
    let (line, _) = held.place(0);
    let message = format!(
        "{} goes through all of {}, while {} of line {line} holds {} on {}: {}.",
        look.statement().tag,
        long.subject.described(),
        held.statement().tag,
        need.mode.words(),
        look.written(&need.relation),
        stops(need.mode)
    );
    found.add(long.subject.severity(), message).hint(
        "Put COMMIT between, or use a migration of its own or migrate.safe_backfill. No fix: where to cut, you know.",
    );
}
