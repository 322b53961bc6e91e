//! USING hash.

use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::ddl::Command;
use crate::ddl::index::Index;

pub(super) const ID: &str = "hash-index";
pub(super) const TITLE: &str = "a hash index serves = alone";

pub(super) fn check(look: &Look, found: &mut Found) {
    let Command::Index(Index::Create(create)) = look.command() else { return };
    if create.access_method != "hash" {
        return;
    }
    let message = format!(
        "A hash index on {} serves = alone: no order, no range, no UNIQUE.",
        look.written(&create.relation.relation())
    );
    found.add(Severity::Info, message).hint("btree, unless the values are long.");
}
