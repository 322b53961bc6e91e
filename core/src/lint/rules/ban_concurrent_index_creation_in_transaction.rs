//! CONCURRENTLY where there is a transaction: a DO block or a function cannot run it; a BEGIN block is cut in two.

use crate::lint::cost::NEAR;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::script::Inside;
use crate::lint::severity::Severity;
use crate::statement::Class;

pub(super) const ID: &str = "ban-concurrent-index-creation-in-transaction";
pub(super) const TITLE: &str = "what cannot run in a transaction fails in a DO block, and cuts a BEGIN block in two";

pub(super) fn check(look: &Look, found: &mut Found) {
    let Class::Standalone(_) = look.statement().class else { return };
    let what = name(&look.statement().text, &look.statement().tag);
    match look.inside() {
        Inside::Script if look.is_in_begin() => {
            let message = format!(
                "{what} cuts the block in two: what is before it is committed first, so BEGIN ... COMMIT is not all or nothing."
            );
            let is_inside = |other: &Look| !matches!(other.statement().class, Class::Control(_));
            // What stands before it is done then; what stands behind it may not come to be.
            let is_cut = look.behind().take(NEAR).take_while(is_inside).any(|other| is_work(&other));
            let severity = if is_cut { Severity::Warning } else { Severity::Info };
            found.add(severity, message).hint(
                "Put it before BEGIN or behind COMMIT, where it runs by itself just the same.",
            );
        }
        Inside::Script => {}
        Inside::Do => {
            let message = format!("{what} cannot run in a DO block, which is in a transaction (25001).");
            found.add(Severity::Error, message).hint(
                "Make it a statement of the script: that runs outside of a transaction.",
            );
        }
        Inside::Routine(routine) => {
            let message = format!(
                "{what} cannot run in {routine}, which runs in a transaction (25001)."
            );
            found.add(Severity::Error, message).hint("Run it by itself.");
        }
    }
}

/// What would commit together, or not.
fn is_work(look: &Look) -> bool {
    !matches!(look.statement().class, Class::Standalone(_))
}

fn name(text: &str, tag: &str) -> String {
    let is_concurrent = text.split_whitespace().any(|word| word.eq_ignore_ascii_case("concurrently"));
    if is_concurrent { format!("{tag} CONCURRENTLY") } else { tag.to_string() }
}
