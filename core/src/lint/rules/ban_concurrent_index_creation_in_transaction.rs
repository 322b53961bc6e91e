//! CONCURRENTLY where there is a transaction: a DO block or a function cannot run it; a BEGIN block is cut in two.

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
                "{what} cannot run in a transaction, so it does not run in this one: what stands before it is committed \
                 first, and what stands behind it is a transaction of its own. The block is not all or nothing."
            );
            let is_alone = !look.together_before().chain(look.behind().take(1)).any(|other| is_work(&other));
            let severity = if is_alone { Severity::Info } else { Severity::Warning };
            found.add(severity, message).hint(
                "Put it before BEGIN or behind COMMIT. A statement alone has no better form, so there is no fix: the next \
                 run goes on where a failed one has stopped.",
            );
        }
        Inside::Script => {}
        Inside::Do => {
            let message = format!("{what} cannot run in a DO block: the server refuses it in a transaction (25001).");
            found.add(Severity::Error, message).hint(
                "Make it a statement of the script: it runs as a unit of its own, outside of a transaction. What the block \
                 decides meanwhile, nobody else can, so there is no fix.",
            );
        }
        Inside::Routine(routine) => {
            let message = format!(
                "{what} cannot run in {routine}: a routine runs in a transaction, and the server refuses it (25001)."
            );
            found.add(Severity::Error, message).hint("Run it by itself.");
        }
    }
}

/// What would commit together, or not.
fn is_work(look: &Look) -> bool {
    !matches!(look.statement().class, Class::Control(_) | Class::Standalone(_))
}

fn name(text: &str, tag: &str) -> String {
    let is_concurrent = text.split_whitespace().any(|word| word.eq_ignore_ascii_case("concurrently"));
    if is_concurrent { format!("{tag} CONCURRENTLY") } else { tag.to_string() }
}
