//! A foreign key between columns of different types.

use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::lint::types::width;
use crate::name::shown;

pub(super) const ID: &str = "mismatched-foreign-key-type";
pub(super) const TITLE: &str = "a foreign key has another type than what it refers to";

pub(super) fn check(look: &Look, found: &mut Found) {
    if look.runs_later() {
        return;
    }
    for key in look.foreign_keys() {
        let (table, other) = (key.table.relation(), key.references.pktable.relation());
        for (column, referenced) in key.columns.iter().zip(look.referenced_columns(&key)) {
            let (own, its) = (look.column_type(&table, column), look.column_type(&other, &referenced));
            let (Some(own), Some(its)) = (own, its) else { continue };
            if own == its {
                continue;
            }
            let name = format!("{}.{}", look.written(&table), shown(column));
            let target = format!("{}.{}", look.written(&other), shown(&referenced));
            let (severity, meaning) = match (width(&own), width(&its)) {
                (Some(narrow), Some(wide)) if narrow < wide => {
                    (Severity::Warning, "keys that do not fit cannot be referred to (22003)")
                }
                (Some(_), Some(_)) => (Severity::Info, "it is wider than it need be"),
                _ if own == "numeric" || its == "numeric" => {
                    (Severity::Warning, "comparisons cast, and use no index")
                }
                _ if refuses(&own, &its) => (Severity::Error, "the statement fails (42804)"),
                _ => continue,
            };
            let message = format!("{name} is {own}, {target} is {its}: {meaning}.");
            let finding = found.add_at(key.place, severity, message);
            let typed = look.typed();
            let made = typed.iter().find(|typed| typed.name == *column && typed.column.is_some());
            if let Some(fix) = made.and_then(|typed| look.with_type(typed, &its)) {
                finding.hint(format!("Make it {its} from the start.")).fix(fix);
                continue;
            }
            let call = format!(
                "SELECT migrate.safe_change_column_type({}, {}, {})",
                look.argument(key.table),
                look.literal(column),
                look.literal(&its)
            );
            finding.hint(format!("Change the type first: {call}."));
        }
    }
}

/// Whether there is no operator by which the server could compare two types.
fn refuses(one: &str, other: &str) -> bool {
    let kind = |sql: &str| match sql {
        "smallint" | "integer" | "bigint" => Some("number"),
        "text" | "character varying" | "character" => Some("text"),
        "uuid" => Some("uuid"),
        _ => None,
    };
    matches!((kind(one), kind(other)), (Some(one), Some(other)) if one != other)
}
