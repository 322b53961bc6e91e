//! Indexes of many columns.

use crate::ddl::Command;
use crate::ddl::index::Index;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;

pub(super) const ID: &str = "wide-index";
pub(super) const TITLE: &str = "an index of more than three columns";

pub(super) fn check(look: &Look, found: &mut Found) {
    let Command::Index(Index::Create(create)) = look.command() else { return };
    if create.unique || create.access_method != "btree" || create.params.len() <= 3 {
        return;
    }
    let message = format!(
        "The index has {} columns: the last ones seldom narrow a search down.",
        create.params.len()
    );
    found.add(Severity::Info, message).hint("The most telling columns first; what is only read goes into INCLUDE.");
}
