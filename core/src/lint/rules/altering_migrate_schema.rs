//! What changes migrate_ext's own schema: its history, its changes under way.

use crate::ddl::Command;
use crate::ddl::definition::Definition;
use crate::ddl::dml::Dml;
use crate::ddl::grant::Grant;
use crate::ddl::name::{ObjectName, ObjectType};
use crate::ddl::object::Object;
use crate::ddl::policy::Policy;
use crate::ddl::routine::Routine;
use crate::ddl::table::Table;
use crate::ddl::trigger::Trigger;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;

pub(super) const ID: &str = "altering-migrate-schema";
pub(super) const TITLE: &str = "schema migrate belongs to migrate_ext";

/// Its schema.
const OURS: &str = "migrate";

pub(super) fn check(look: &Look, found: &mut Found) {
    let Some(what) = what(look.command()) else { return };
    let message =
        format!("{what}: what is changed by hand there, migrate_ext can no longer finish or take back.");
    found
        .add(Severity::Error, message)
        .hint("Use its functions, and a schema of your own for what is yours: only you can say which.");
}

fn what(command: &Command) -> Option<&'static str> {
    let is_ours = |schema: &Option<String>| schema.as_deref() == Some(OURS);
    let in_ours = |name: &[String]| name.len() > 1 && name[name.len() - 2] == OURS;
    let altered = match command {
        Command::Table(Table::Create(create)) => is_ours(&create.relation.schema),
        Command::Table(Table::CreateAs(create)) => is_ours(&create.relation.schema),
        Command::Table(Table::Alter(alter)) => is_ours(&alter.relation.schema),
        Command::Table(Table::Truncate(truncate)) => {
            truncate.relations.iter().any(|one| is_ours(&one.schema))
        }
        Command::Dml(Dml::Insert(insert)) => is_ours(&insert.relation.schema),
        Command::Dml(Dml::Update(update)) => is_ours(&update.relation.schema),
        Command::Dml(Dml::Delete(delete)) => is_ours(&delete.relation.schema),
        Command::Trigger(Trigger::Create(create)) => is_ours(&create.relation.schema),
        Command::Policy(Policy::Create(create)) => is_ours(&create.table.schema),
        Command::Routine(Routine::Create(create)) => in_ours(&create.name),
        Command::Routine(Routine::Alter(alter)) => in_ours(&alter.routine.name),
        Command::Grant(Grant::Privileges(_)) => false,
        Command::Definition(Definition::AlterExtension(alter)) => {
            alter.contents && alter.name == "migrate_ext"
        }
        Command::Object(Object::Drop(drop)) => drop.objects.iter().any(|object| match object {
            ObjectName::Name { names, .. } if drop.kind == ObjectType::Schema => {
                names.last().is_some_and(|name| name == OURS)
            }
            ObjectName::Name { names, .. } => {
                in_ours(names) || names.first().is_some_and(|first| first == OURS) && names.len() > 2
            }
            ObjectName::Relation(relation) => is_ours(&relation.schema),
            ObjectName::Routine(routine) => in_ours(&routine.name),
            ObjectName::Type(of) => in_ours(&of.names),
            ObjectName::Other => false,
        }),
        Command::Object(Object::Rename(rename)) => {
            let is_schema = rename.kind == ObjectType::Schema && rename.subname.as_deref() == Some(OURS);
            is_schema || rename.relation.as_ref().is_some_and(|relation| is_ours(&relation.schema))
        }
        Command::Object(Object::SetSchema(set)) => {
            set.newschema == OURS || set.relation.as_ref().is_some_and(|relation| is_ours(&relation.schema))
        }
        _ => false,
    };
    let is_of_rows = matches!(command, Command::Dml(_) | Command::Table(Table::Truncate(_)));
    altered.then_some(if is_of_rows {
        "It writes to tables of migrate_ext"
    } else {
        "It alters what is migrate_ext's"
    })
}
