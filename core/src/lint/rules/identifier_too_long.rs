//! Names that the server cuts.

use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::name::shown;

pub(super) const ID: &str = "identifier-too-long";
pub(super) const TITLE: &str = "a name that the server cuts";

pub(super) fn check(look: &Look, found: &mut Found) {
    for name in look.long_names() {
        let written = shown(&name.written);
        let (severity, message) = match look.same_name(name) {
            Some((other, line)) => (
                Severity::Error,
                format!("{written} and {} on line {line} are one name: the server keeps {} bytes, {}.", shown(other), name.cut.len(), shown(&name.cut)),
            ),
            None => (
                Severity::Warning,
                format!("{written} has {} bytes: the server cuts it to {} without an error.", name.written.len(), shown(&name.cut)),
            ),
        };
        let finding = found.add_at(Some(name.place), severity, message);
        finding.hint("Choose a shorter name.");
    }
}
