//! How a statement relates to transactions: whether the server refuses it inside of one
//! (`PreventInTransactionBlock`), and what else keeps it from being a step among others.

use crate::ddl::Command;
use crate::ddl::alter_table::{Action, AlterTable};
use crate::ddl::database::Container;
use crate::ddl::dml::{Copy, Dml};
use crate::ddl::index::{Index, ReindexKind};
use crate::ddl::name::{ObjectName, RangeVar, relation};
use crate::ddl::object::{DropObjects, Object};
use crate::ddl::publication::Publication;
use crate::ddl::session::{DiscardTarget, Session};
use crate::ddl::table::Table;
use crate::ddl::transaction::{Transaction, TransactionKind};
use crate::ddl::types::Type;
use crate::ddl::value::option;
use crate::statement::ObjectKind::{Database, Subscription, Tablespace};
use crate::statement::{self, Class, Control, ObjectKind, Standalone};

const OTHER: Class = Class::Standalone(Standalone::Other);

/// The class of a statement that does not call a safe operation.
pub fn class(command: &Command) -> Class {
    match command {
        Command::Transaction(statement) => of_transaction(statement),
        Command::Index(index) => of_index(index),
        Command::Object(Object::Drop(drop)) => of_drop(drop),
        Command::Table(table) => of_table(table),
        Command::Type(Type::AlterEnum(alter)) if alter.old_value.is_none() => Class::CommitAfter,
        Command::Container(container) => of_container(container),
        Command::Publication(Publication::CreateSubscription(create)) => made(Subscription, &create.name),
        Command::Publication(Publication::DropSubscription(drop)) => gone(Subscription, &drop.name),
        Command::Publication(Publication::AlterSubscription(_)) => OTHER,
        Command::Session(session) => of_session(session),
        Command::Dml(Dml::Copy(copy)) => of_copy(copy),
        _ => Class::Ordinary,
    }
}

fn of_transaction(statement: &Transaction) -> Class {
    use TransactionKind::*;
    let chain = statement.chain;
    Class::Control(match statement.kind {
        Begin | Start => Control::Begin { plain: statement.options.is_empty() },
        Commit => Control::Commit { chain },
        Rollback => Control::Rollback { chain },
        Savepoint | Release | RollbackTo => return Class::TopLevel,
        Prepare | CommitPrepared | RollbackPrepared => return Class::TwoPhase,
    })
}

fn of_index(index: &Index) -> Class {
    match index {
        Index::Create(create) if create.concurrent => Class::Standalone(Standalone::CreateIndex {
            table: create.relation.relation(),
            index: create.name.clone(),
        }),
        Index::Reindex(reindex) => {
            let is_one = matches!(reindex.kind, ReindexKind::Index | ReindexKind::Table);
            if is_one && !reindex.concurrent {
                Class::Ordinary
            } else {
                Class::Standalone(Standalone::Reindex)
            }
        }
        Index::Create(_) => Class::Ordinary,
    }
}

fn of_drop(drop: &DropObjects) -> Class {
    match (drop.concurrent, drop.objects.as_slice()) {
        (false, _) => Class::Ordinary,
        (true, [ObjectName::Name { names, .. }]) => {
            Class::Standalone(Standalone::DropIndex { index: relation(names) })
        }
        (true, _) => OTHER,
    }
}

fn of_table(table: &Table) -> Class {
    match table {
        Table::Vacuum(vacuum) if vacuum.is_vacuum => OTHER,
        Table::Cluster(cluster) if cluster.relation.is_none() => OTHER,
        Table::Alter(alter) => of_alter_table(alter),
        _ => Class::Ordinary,
    }
}

fn of_alter_table(alter: &AlterTable) -> Class {
    match detached_concurrently(alter) {
        Some(partition) => Class::Standalone(Standalone::Detach {
            parent: alter.relation.relation(),
            partition: partition.relation(),
        }),
        None => Class::Ordinary,
    }
}

/// The partition that is detached CONCURRENTLY.
pub(super) fn detached_concurrently(alter: &AlterTable) -> Option<&RangeVar> {
    alter.actions.iter().find_map(|action| match action {
        Action::DetachPartition { partition, concurrent: true } => Some(partition),
        _ => None,
    })
}

fn of_container(container: &Container) -> Class {
    match container {
        Container::CreateDatabase(create) => made(Database, &create.name),
        Container::DropDatabase(drop) => gone(Database, &drop.name),
        Container::AlterDatabase(alter) if option(&alter.options, "tablespace").is_some() => OTHER,
        Container::CreateTablespace(create) => made(Tablespace, &create.name),
        Container::DropTablespace(drop) => gone(Tablespace, &drop.name),
        Container::AlterSystem(_) => OTHER,
        _ => Class::Ordinary,
    }
}

fn of_session(session: &Session) -> Class {
    match session {
        // SET TRANSACTION comes before the transaction's first query, so it can't come from a function.
        Session::Set(set) if set.name.as_ref().is_some_and(|name| name.starts_with("TRANSACTION")) => {
            Class::TopLevel
        }
        Session::Discard { target: DiscardTarget::All } => OTHER,
        _ => Class::Ordinary,
    }
}

fn of_copy(copy: &Copy) -> Class {
    if copy.filename.is_none() && !copy.is_program { Class::ClientCopy } else { Class::Ordinary }
}

fn made(kind: ObjectKind, name: &str) -> Class {
    Class::Standalone(Standalone::Create(statement::Object { kind, name: name.to_string() }))
}

fn gone(kind: ObjectKind, name: &str) -> Class {
    Class::Standalone(Standalone::Drop(statement::Object { kind, name: name.to_string() }))
}
