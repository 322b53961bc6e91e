//! What a statement says of procedures and partitioned tables, by which scripts are cut into units.

use crate::code::Code;
use crate::ddl::Command;
use crate::ddl::index::Index;
use crate::ddl::name::relation;
use crate::ddl::routine::Routine;
use crate::ddl::table::Table;
use crate::relation::Relation;
use crate::statement::Bearing;

/// What a statement has to do with how others are cut into units.
pub fn bearing(command: &Command) -> Option<Bearing> {
    match command {
        Command::Routine(Routine::Do(block)) => {
            let language = block.language.as_deref().unwrap_or("plpgsql");
            Some(Bearing::Do(Code::read(language, block.body.as_deref().unwrap_or_default())))
        }
        Command::Routine(Routine::Call(call)) => Some(Bearing::Call(relation(&call.name))),
        Command::Routine(Routine::Create(create)) if create.is_procedure => {
            // Without LANGUAGE the body is SQL (BEGIN ATOMIC).
            let language = create.language.as_deref().unwrap_or("sql");
            let body = create.body.first().map(String::as_str).unwrap_or_default();
            Some(Bearing::Procedure { name: relation(&create.name), code: Code::read(language, body) })
        }
        Command::Table(Table::Create(create)) => {
            create.partition_spec.is_some().then(|| Bearing::Partitioned(create.relation.relation()))
        }
        Command::Index(Index::Create(create)) => {
            let table = create.relation.relation();
            // An index is in its table's schema.
            let name = create.name.clone()?;
            Some(Bearing::Index { index: Relation { schema: table.schema.clone(), name }, table })
        }
        _ => None,
    }
}
