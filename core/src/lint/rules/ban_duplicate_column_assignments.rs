//! A column that is named twice.

use std::collections::HashSet;

use crate::ddl::Command;
use crate::ddl::dml::Dml;
use crate::ddl::table::{Table, TableElement};
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::name::shown;

pub(super) const ID: &str = "ban-duplicate-column-assignments";
pub(super) const TITLE: &str = "a column that is set or made twice";

pub(super) fn check(look: &Look, found: &mut Found) {
    let named: Vec<(&str, Option<u32>)> = match look.command() {
        Command::Dml(Dml::Update(update)) => {
            let whole = update.set.iter().filter(|set| !set.has_indirection);
            whole.map(|set| (set.column.as_str(), set.place)).collect()
        }
        // A column of which parts are given may stand there for each part.
        Command::Dml(Dml::Insert(insert)) if !look.statement().text.contains('[') => {
            insert.columns.iter().map(|column| (column.as_str(), None)).collect()
        }
        Command::Table(Table::Create(create)) if create.inherits.is_empty() => {
            let columns = create.elements.iter().filter_map(|element| match element {
                TableElement::Column(column) => Some((column.name.as_str(), column.place)),
                _ => None,
            });
            columns.collect()
        }
        _ => return,
    };
    let mut seen = HashSet::new();
    for (column, place) in named {
        if !seen.insert(column) {
            let message = format!("{} stands there twice: the statement fails (42701).", shown(column));
            found.add_at(place, Severity::Error, message).hint("Only you can say which is meant: take the other away.");
        }
    }
}
