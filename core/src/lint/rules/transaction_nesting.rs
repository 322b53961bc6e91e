//! A BEGIN within a block, a COMMIT without one.

use crate::lint::blocks::Odd;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;

pub(super) const ID: &str = "transaction-nesting";
pub(super) const TITLE: &str = "BEGIN within a block, or COMMIT without one";

pub(super) fn check(look: &Look, found: &mut Found) {
    match look.odd() {
        Some(Odd::Nested { line }) => {
            let message = format!(
                "BEGIN does nothing within the block of line {line}: the first COMMIT ends both."
            );
            found.add(Severity::Warning, message).hint("Take it away; a SAVEPOINT can be rolled back to.");
        }
        Some(Odd::Stray) => {
            let message = "No BEGIN is open: what stands before is committed here.";
            found.add(Severity::Warning, message).hint(
                "Take it away, for a script is one transaction; or put a BEGIN where the block begins.",
            );
        }
        _ => {}
    }
}
