//! A timeout of the script's own around CONCURRENTLY: it waits for old transactions on purpose.

use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::script::Inside;
use crate::lint::severity::Severity;
use crate::statement::{Class, Standalone};

pub(super) const ID: &str = "concurrent-build-timeouts";
pub(super) const TITLE: &str = "a lock_timeout or statement_timeout of the script breaks off what runs CONCURRENTLY";

pub(super) fn check(look: &Look, found: &mut Found) {
    use Standalone::*;
    let Class::Standalone(CreateIndex { .. } | DropIndex { .. } | Reindex | Detach { .. }) =
        look.statement().class
    else {
        return;
    };
    if *look.inside() != Inside::Script {
        return;
    }
    let tag = &look.statement().tag;
    let text = &look.statement().text;
    let limits = [
        (
            "lock_timeout",
            look.has_lock_timeout(),
            format!("{tag} CONCURRENTLY waits for all older transactions; the script's lock_timeout breaks it off."),
        ),
        (
            "statement_timeout",
            look.has_statement_timeout(),
            format!(
                "The script's statement_timeout breaks {tag} CONCURRENTLY off, and what it has built is thrown away."
            ),
        ),
    ];
    for (setting, _, message) in limits.into_iter().filter(|(_, is_set, _)| *is_set) {
        found
            .add(Severity::Warning, message)
            .hint("Reset it before: nobody waits behind this statement.")
            .fix(format!("RESET {setting};\n{text}"));
    }
}
