//! SET TABLESPACE, SET LOGGED, SET UNLOGGED, SET ACCESS METHOD: the table is copied while nobody can read or write.

use crate::ddl::Command;
use crate::ddl::alter_table::Action;
use crate::ddl::database::Container;
use crate::ddl::name::ObjectType;
use crate::ddl::table::Table;
use crate::lint::clauses::Clause;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::lint::words::stops;
use crate::lock::Mode;

pub(super) const ID: &str = "rewriting-table";
pub(super) const TITLE: &str = "SET TABLESPACE, LOGGED, UNLOGGED or ACCESS METHOD copies a table under ACCESS EXCLUSIVE";

pub(super) fn check(look: &Look, found: &mut Found) {
    match look.command() {
        Command::Container(Container::MoveAll(all)) => {
            let message = format!(
                "All of tablespace {} is copied under ACCESS EXCLUSIVE, which is held until the end: {}.",
                look.quote(&all.from),
                stops(Mode::AccessExclusive)
            );
            found.add(Severity::Error, message).hint(
                "REINDEX (TABLESPACE ...) INDEX CONCURRENTLY moves an index, pg_repack --tablespace a table.",
            );
        }
        Command::Table(Table::Alter(alter)) if alter.kind == ObjectType::Index => {
            let subject = look.index(&alter.relation.relation());
            let moved = alter.actions.iter().find_map(|action| match action {
                Action::SetTablespace { name } => Some(name),
                _ => None,
            });
            let Some(tablespace) = moved.filter(|_| subject.is_shared()) else { return };
            let message = format!(
                "SET TABLESPACE holds ACCESS EXCLUSIVE on an index of {}: each query is planned with it, and waits.",
                subject.described()
            );
            let relation = alter.relation.relation();
            let schema = relation.schema.map(|schema| format!("{}.", look.quote(&schema)));
            let fix = format!(
                "REINDEX (TABLESPACE {}) INDEX CONCURRENTLY {}{}",
                look.quote(tablespace),
                schema.unwrap_or_default(),
                look.quote(&relation.name)
            );
            let fix = (look.takes_operations() && alter.actions.len() == 1 && !alter.if_exists).then_some(fix);
            found.add(subject.severity(), message).advice("REINDEX CONCURRENTLY builds it anew in the other tablespace.", fix);
        }
        Command::Table(Table::Alter(_)) => {
            for clause in look.clauses() {
                let what = match clause.action {
                    Action::SetTablespace { .. } => "SET TABLESPACE copies the table",
                    Action::SetLogged => "SET LOGGED writes table and log",
                    Action::SetUnlogged => "SET UNLOGGED writes the table anew",
                    Action::SetAccessMethod { .. } => "SET ACCESS METHOD writes the table anew",
                    _ => continue,
                };
                if is_so_already(look, &clause) {
                    continue;
                }
                // Of a partitioned table it says what new partitions get.
                if clause.subject.known().is_some_and(|known| known.table.is_partitioned()) {
                    continue;
                }
                let message =
                    format!("{what} under {}: {}.", clause.lock(), clause.stops());
                found.add(clause.subject.severity(), message).hint(
                    "PostgreSQL has no online way. A new table that is filled, or a time when nobody is there.",
                );
            }
        }
        _ => {}
    }
}

/// Whether the table is stored like that: the server does nothing then.
fn is_so_already(look: &Look, clause: &Clause) -> bool {
    let Some(storage) = clause.subject.known().and_then(|known| look.facts().storage(known)) else { return false };
    match clause.action {
        Action::SetTablespace { name } => *name == storage.tablespace,
        Action::SetLogged => !storage.is_unlogged,
        Action::SetUnlogged => storage.is_unlogged,
        Action::SetAccessMethod { method } => {
            let default = || look.facts().setting("default_table_access_method");
            method.clone().or_else(default) == storage.access_method
        }
        _ => false,
    }
}
