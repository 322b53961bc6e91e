//! An index that another one makes needless.

use crate::ddl::Command;
use crate::ddl::index::Index;
use crate::lint::finding::Found;
use crate::lint::index_shape::{Shape, relates};
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::name::shown;

pub(super) const ID: &str = "duplicate-index";
pub(super) const TITLE: &str = "an index that another one makes needless";

pub(super) fn check(look: &Look, found: &mut Found) {
    let Command::Index(Index::Create(create)) = look.command() else { return };
    if look.runs_later() || !look.has_freed_nothing() {
        return;
    }
    let table = create.relation.relation();
    let own = Shape::of_statement(look, create);
    let mut others: Vec<(String, Shape)> = Vec::new();
    if let Some(known) = look.relation(&table).known() {
        let usable = known.table.indexes.iter().filter(|index| index.is_valid);
        // One of the same name is this one, or keeps it from being made.
        let others_there = usable.filter(|index| create.name.as_ref() != Some(&index.name));
        others.extend(others_there.map(|index| (shown(&index.name), Shape::of_index(index))));
    }
    let written = look.written_indexes(&table).filter(|index| index.at < look.at);
    others.extend(written.filter_map(|index| {
        let other = index.create?;
        let name = other.name.as_deref().map_or_else(|| "the index before".to_string(), shown);
        (create.name.is_none() || other.name != create.name).then(|| (name, Shape::of_statement(&look.of(index.at), other)))
    }));
    for (name, other) in others {
        let described = other.describe();
        let (severity, message, hint) = match relates(&own, &other) {
            Some(std::cmp::Ordering::Equal) => (
                Severity::Warning,
                format!("{name} is the same index, {described}: writes pay for both, no query gains."),
                "Leave it out.".to_string(),
            ),
            Some(std::cmp::Ordering::Less) => (
                Severity::Info,
                format!("{name} begins with the same columns, {described}, and serves the same queries."),
                "Leave it out, unless the other one is much larger.".to_string(),
            ),
            Some(std::cmp::Ordering::Greater) => (
                Severity::Info,
                format!("It makes {name} needless, {described}."),
                format!("Drop {name} CONCURRENTLY behind it, unless it is much smaller."),
            ),
            None => continue,
        };
        found.add(severity, message).hint(hint);
        return;
    }
}
