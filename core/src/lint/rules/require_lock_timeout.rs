//! Locks that a DO block takes: the engine cannot take them ahead.

use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::script::Inside;
use crate::lint::severity::Severity;
use crate::lint::words::stops;
use crate::lock::Mode;

pub(super) const ID: &str = "require-lock-timeout";
pub(super) const TITLE: &str = "a DO block queues for a strong lock without lock_timeout";

pub(super) fn check(look: &Look, found: &mut Found) {
    if *look.inside() != Inside::Do || look.has_lock_timeout() {
        return;
    }
    let locks = look.statement().locks.iter().filter(|need| need.mode.conflicts_with(Mode::RowExclusive));
    let Some((need, subject)) = locks
        .map(|need| (need, look.relation(&need.relation)))
        .find(|(_, subject)| !subject.is_new())
    else {
        return;
    };
    let is_set = look.facts().setting("lock_timeout").is_some_and(|set| set != "0");
    if is_set {
        return;
    }
    let message = format!(
        "The block queues for {} on {}: meanwhile {}.",
        need.mode.words(),
        subject.described(),
        stops(need.mode)
    );
    let finding = found.add(Severity::Info, message);
    finding.hint("SET LOCAL lock_timeout before it; or outside of the block, where locks are taken without a queue.");
}
