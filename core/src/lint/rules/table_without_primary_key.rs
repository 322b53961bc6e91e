//! A table whose rows nothing tells apart.

use crate::ddl::name::Persistence;
use crate::ddl::table::TableElement;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::lint::script::Inside;

pub(super) const ID: &str = "table-without-primary-key";
pub(super) const TITLE: &str = "a table without a primary key";

pub(super) fn check(look: &Look, found: &mut Found) {
    let Some(create) = look.created_table() else { return };
    let table = create.relation.relation();
    let has_own_rows = create.inherits.is_empty() && create.of_type.is_none();
    let has_columns = create.elements.iter().any(|element| matches!(element, TableElement::Column(_)));
    if create.relation.persistence == Persistence::Temporary
        || !has_own_rows
        || !has_columns
        || matches!(look.inside(), Inside::Routine(_))
        || look.gets_key(&table)
        || create.if_not_exists && look.facts().table(&table).is_some()
        || look.may_be_indexed(&table)
    {
        return;
    }
    // published-table-without-replica-identity speaks of that.
    if !look.facts().publications_of_all().is_empty() {
        return;
    }
    let name = look.written(&table);
    let (severity, message) = match look.facts().publication_of_new(table.schema.as_deref()) {
        Some(publication) => (
            Severity::Warning,
            format!("{name} has no primary key, and publication {publication} has it: UPDATE and DELETE fail (55000)."),
        ),
        None => (
            Severity::Info,
            format!("{name} has no primary key: nothing tells equal rows apart."),
        ),
    };
    found.add(severity, message).hint("Give it one: id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY.");
}
