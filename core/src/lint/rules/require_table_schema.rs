//! A name that is in two schemas of the path.

use crate::ddl::Command;
use crate::ddl::name::Persistence;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::lint::standing::Standing;
use crate::name::shown;

pub(super) const ID: &str = "require-table-schema";
pub(super) const TITLE: &str = "which table is meant depends on search_path";

pub(super) fn check(look: &Look, found: &mut Found) {
    // Behind a statement that sets the path, another path counts.
    if !look.is_clear() {
        return;
    }
    let created = look.created_table().filter(|create| create.relation.schema.is_none());
    let severity = match look.command() {
        Command::Dml(_) | Command::Session(_) => Severity::Info,
        _ => Severity::Warning,
    };
    for name in look.statement().tables.iter().filter(|name| name.schema.is_none()) {
        let is_created = created.is_some_and(|create| create.relation.name == name.name);
        let schemas = look.facts().schemas_with(&name.name);
        if is_created || schemas.len() < 2 || look.standing(name) != Standing::Untouched {
            continue;
        }
        let all: Vec<_> = schemas.iter().map(|schema| shown(schema)).collect();
        let message = format!(
            "{} is in {} of search_path: with this path {}.{} is meant.",
            shown(&name.name),
            all.join(" and "),
            all[0],
            shown(&name.name)
        );
        found.add(severity, message).hint(format!("Write {}.{}.", all[0], shown(&name.name)));
    }
    let Some(create) = created else { return };
    let name = &create.relation.name;
    let (own, others) = (look.facts().taken(None, name), look.facts().schemas_with(name));
    // Where it is made, there is none of that name yet: it will be found before the others.
    if create.relation.persistence == Persistence::Temporary || own.is_some() || others.is_empty() {
        return;
    }
    let message = format!(
        "The new {1} hides {0}.{1} from whoever writes no schema.",
        shown(&others[0]),
        shown(name)
    );
    found.add(Severity::Warning, message).hint("Write the schema, here and where the table is used.");
}
