//! SET TABLESPACE, SET LOGGED, SET UNLOGGED, SET ACCESS METHOD: the table is copied while nobody can read or write.

use crate::ddl::Command;
use crate::ddl::alter_table::Action;
use crate::ddl::database::Container;
use crate::ddl::name::ObjectType;
use crate::ddl::table::Table;
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
                "All of tablespace {} is copied in one transaction, each relation under ACCESS EXCLUSIVE until its end: {}.",
                look.quote(&all.from),
                stops(Mode::AccessExclusive)
            );
            found.add(Severity::Error, message).hint(
                "Move indexes by REINDEX (TABLESPACE …) INDEX CONCURRENTLY, and tables one by one when nobody is there, or by \
                 pg_repack --tablespace. Which are meant, its author knows, so there is no fix.",
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
                "SET TABLESPACE holds ACCESS EXCLUSIVE on the index of {} until it is copied: whoever plans a query of the \
                 table waits.",
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
                    Action::SetLogged => "SET LOGGED writes the table, its indexes, and all of both to the log",
                    Action::SetUnlogged => "SET UNLOGGED writes the table and its indexes anew",
                    Action::SetAccessMethod { .. } => "SET ACCESS METHOD writes the table and its indexes anew",
                    _ => continue,
                };
                // Of a partitioned table it says what new partitions get.
                if clause.subject.known().is_some_and(|known| known.table.is_partitioned()) {
                    continue;
                }
                let message =
                    format!("{what}. Meanwhile ALTER TABLE holds {}: {}.", clause.lock(), clause.stops());
                found.add(clause.subject.severity(), message).hint(
                    "There is no online way in PostgreSQL, so there is no fix. pg_repack can move a table to another \
                     tablespace while it is used; otherwise: a new table that is filled, or a time when nobody is there.",
                );
            }
        }
        _ => {}
    }
}
