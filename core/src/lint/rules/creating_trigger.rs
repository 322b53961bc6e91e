//! CREATE TRIGGER: writers wait for a moment.

use crate::ddl::Command;
use crate::ddl::trigger::Trigger;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::lint::words::stops;
use crate::lock::Mode;

pub(super) const ID: &str = "creating-trigger";
pub(super) const TITLE: &str = "CREATE TRIGGER takes SHARE ROW EXCLUSIVE until its transaction ends";

pub(super) fn check(look: &Look, found: &mut Found) {
    let Command::Trigger(Trigger::Create(trigger)) = look.command() else { return };
    let subject = look.subject(&trigger.relation);
    if !subject.is_shared() || look.runs_later() {
        return;
    }
    let message = format!(
        "CREATE TRIGGER holds SHARE ROW EXCLUSIVE on {} until its transaction ends: {}.",
        subject.described(),
        stops(Mode::ShareRowExclusive)
    );
    found
        .add(Severity::Info, message)
        .hint("Let nothing that takes long stand behind it in the same transaction.");
}
