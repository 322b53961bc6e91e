//! Keys of type smallint end at 32,767.

use super::prefer_bigint_over_int::keys_of;
use crate::lint::finding::Found;
use crate::lint::look::Look;

pub(super) const ID: &str = "prefer-bigint-over-smallint";
pub(super) const TITLE: &str = "a smallint key ends at 32,767";

pub(super) fn check(look: &Look, found: &mut Found) {
    keys_of(look, found, "smallint", "32,767");
}
