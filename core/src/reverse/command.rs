//! What one statement does that would have to be taken back. What earlier ones have made is told by the history.

mod alter_table;
mod chosen;
mod container;
mod definition;
mod grant;
mod kind;
mod make;
mod names;
mod object;
mod rename;
mod routine;
mod rows;
mod select;
mod session;
mod table;
mod types;
mod values;
pub(super) mod why;

use self::names::Names;
pub use self::names::schemas_of_list;
use self::why::NOT_KNOWN;
use super::action::{Action, Back};
use crate::ddl::dml::Dml;
use crate::ddl::{Command, index::Index, policy::Policy, trigger::Trigger, view::View};
use crate::name::Quoting;
use crate::statement::Statement;

/// The relation whose rows a statement changes, where it changes nothing else.
pub fn table_of_rows(command: &Dml, quoting: &dyn Quoting) -> Option<String> {
    rows::table(command).map(|relation| Names(quoting).relation(relation))
}

/// What a statement does: `command` is what it says, and `quoting` how the server quotes.
pub fn actions(statement: &Statement, command: &Command, quoting: &dyn Quoting) -> Vec<Action> {
    let names = Names(quoting);
    let action = match command {
        Command::Table(said) => return table::actions(said, &statement.text, names),
        Command::Index(Index::Create(create)) => make::index(create, names),
        // They change nothing that anybody would miss.
        Command::Index(Index::Reindex(_)) | Command::View(View::Refresh(_)) => Back::Nothing.into(),
        Command::View(View::Create(create)) => make::view(create, names),
        Command::Sequence(said) => table::sequence(said, names),
        Command::Type(said) => types::action(said, names),
        Command::Routine(said) => routine::action(said, names),
        Command::Trigger(Trigger::Create(create)) => make::trigger(create, names),
        Command::Trigger(Trigger::CreateRule(create)) => make::rule(create, names),
        Command::Trigger(Trigger::CreateEvent(create)) => make::event_trigger(create, names),
        Command::Policy(Policy::Create(create)) => make::policy(create, names),
        Command::Object(said) => object::action(said, names),
        Command::Definition(said) => definition::action(said, names),
        Command::Grant(said) => grant::action(said, names),
        Command::Role(said) => container::role(said, &statement.text, names),
        Command::Publication(said) => container::publication(said, names),
        Command::Container(said) => container::action(said, names),
        Command::Session(said) => session::back(said, names).into(),
        Command::Transaction(said) => session::transaction(said).into(),
        Command::Dml(said) => rows::action(statement, said, names),
        Command::Policy(Policy::Alter(alter)) => make::alter_policy(alter, names),
        Command::Trigger(Trigger::AlterEvent(alter)) => make::alter_event_trigger(alter, names),
        Command::Other => Back::unknown(NOT_KNOWN).into(),
    };
    vec![action]
}
