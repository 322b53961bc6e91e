//! Columns in an order that leaves holes.

use crate::ddl::name::Persistence;
use crate::ddl::table::TableElement;
use crate::ddl::name::TypeName;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::lint::types::written;

pub(super) const ID: &str = "column-alignment";
pub(super) const TITLE: &str = "an order of columns that leaves holes in each row";

/// From how many bytes a row on it is worth a word.
const WORTH: u32 = 8;

pub(super) fn check(look: &Look, found: &mut Found) {
    let Some(create) = look.created_table() else { return };
    if create.relation.persistence == Persistence::Temporary || look.runs_later() || !create.inherits.is_empty() {
        return;
    }
    let columns: Option<Vec<_>> = create
        .elements
        .iter()
        .filter_map(|element| match element {
            TableElement::Column(column) => Some(column.type_name.as_ref().map(|of| layout(look, of))),
            _ => None,
        })
        .collect();
    let Some(columns) = columns else { return };
    let holes = holes(&columns);
    if holes < WORTH {
        return;
    }
    let message = format!(
        "In this order {holes} bytes of each row of {} are empty.",
        look.written(&create.relation.relation())
    );
    found.add(Severity::Info, message).hint(
        "Columns of 8 bytes first (bigint, timestamptz), then 4, 2, 1, then text and the like.",
    );
}

/// Length and alignment; no length where it differs from row to row.
type Layout = (Option<u32>, u32);

fn layout(look: &Look, type_name: &TypeName) -> Layout {
    let Some(sql) = written(type_name) else {
        // An enum has 4 bytes; of any other type nothing is said.
        let kind = look.facts().named_type(&type_name.names).map(|named| named.kind.clone());
        return if kind.as_deref() == Some("e") { (Some(4), 4) } else { (None, 1) };
    };
    match sql.as_str() {
        "boolean" => (Some(1), 1),
        "smallint" => (Some(2), 2),
        "integer" | "real" | "date" => (Some(4), 4),
        "bigint" | "double precision" | "timestamp without time zone" | "timestamp with time zone"
        | "time without time zone" | "money" => (Some(8), 8),
        "time with time zone" => (Some(12), 8),
        "interval" | "point" => (Some(16), 8),
        "uuid" => (Some(16), 1),
        _ => (None, 1),
    }
}

/// The holes that are certain. Behind a text nobody knows where the next column begins.
fn holes(columns: &[Layout]) -> u32 {
    let (mut at, mut is_certain, mut holes) = (0, true, 0);
    for (length, alignment) in columns {
        let Some(length) = length else {
            is_certain = false;
            continue;
        };
        let hole = (alignment - at % alignment) % alignment;
        // Where it was not certain, it is again from a multiple of 8 on.
        if is_certain {
            holes += hole;
            at += hole + length;
        } else if *alignment == 8 {
            (at, is_certain) = (*length, true);
        }
    }
    holes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_are_those_that_are_certain() {
        let (small, large, text) = ((Some(4), 4), (Some(8), 8), (None, 1));
        assert_eq!(holes(&[small, large, small, large]), 8);
        assert_eq!(holes(&[large, large, small, small]), 0);
        assert_eq!(holes(&[(Some(1), 1), large]), 7);
        assert_eq!(holes(&[text, small, large]), 0);
        assert_eq!(holes(&[text, large, small, large]), 4);
    }
}
