//! A BEGIN that nothing ends.

use crate::lint::blocks::Odd;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;

pub(super) const ID: &str = "ban-uncommitted-transaction";
pub(super) const TITLE: &str = "BEGIN without COMMIT";

pub(super) fn check(look: &Look, found: &mut Found) {
    if look.odd() != Some(Odd::Unended) {
        return;
    }
    let message = "Nothing ends the block that begins here: the script is refused (42601).";
    found.add(Severity::Error, message).hint("COMMIT at its end; or no BEGIN, for a script is one transaction anyway.");
}
