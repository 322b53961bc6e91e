//! Statements on tables and sequences: what drops or alters them back.

use super::names::Names;
use super::why::{NOT_KNOWN, before};
use super::{alter_table, make, rows};
use crate::ddl::name::ObjectType;
use crate::ddl::sequence::{AlterSequence, Sequence};
use crate::ddl::table::Table;
use crate::ddl::value::option;
use crate::reverse::action::{Action, Aspect, Back, Kind, Object, Unknown, When};

/// What a statement on tables does; `text` is all that it says.
pub fn actions(statement: &Table, text: &str, names: Names) -> Vec<Action> {
    let action = match statement {
        Table::Create(create) => make::table(ObjectType::Table, create, names),
        Table::CreateForeign(create) => make::table(ObjectType::ForeignTable, create, names),
        Table::CreateAs(create) => make::table_as(create, names),
        Table::Alter(alter) => return alter_table::actions(alter, text, names),
        Table::Truncate(truncate) => rows::truncate(truncate, names),
        Table::Lock(_) | Table::Vacuum(_) => Back::Nothing.into(),
        Table::Cluster(_) => Back::unknown(NOT_KNOWN).into(),
    };
    vec![action]
}

/// What a statement on sequences does.
pub fn sequence(statement: &Sequence, names: Names) -> Action {
    match statement {
        Sequence::Create(create) => make::sequence(create, names),
        Sequence::Alter(alter) => alter_sequence(alter, names),
    }
}

fn alter_sequence(alter: &AlterSequence, names: Names) -> Action {
    let name = names.relation(&alter.sequence);
    let release = || Back::statement(format!("ALTER SEQUENCE {name} OWNED BY NONE"));
    let is_owned = option(&alter.options, "owned_by").is_some();
    let instead = is_owned.then(|| Box::new(release()));
    let sequence = Object::new(Kind::Relation, name.as_str());
    let back = Back::Unknown(Unknown {
        why: before("setting").into(),
        unless: vec![vec![sequence.clone()]],
        instead,
    });
    let altered = Action::from(back).changes(Some(sequence.clone()), Aspect::Options);
    if alter.if_exists { altered.when(When::Present(sequence)) } else { altered }
}
