//! What the statements of a script do that would have to be taken back.

use migrate_core::ddl::Command;
use migrate_core::ddl::routine::Routine;
use migrate_core::error::Result;
use migrate_core::migration::{Direction, Script};
use migrate_core::reverse::{self, Action, Back, Block, Own};
use migrate_core::statement::{Class, Statement};

use crate::postgres::parser;
use crate::postgres::quoting::Quotes;

/// The statements of a script, each with what it does.
pub type Done = Vec<(Statement, Vec<Action>)>;

/// Splits a script, each statement with what it does; of an up script without those that only change rows of what it has
/// made itself ([`Own`]).
///
/// # Errors
///
/// As [`parser::parse`].
pub fn of_script(script: &Script, direction: Direction) -> Result<Done> {
    let keeper = || {
        let mut doing = Doing::of(direction);
        move |(statement, command): (Statement, Command)| {
            let actions = doing.of_statement(&statement, &command)?;
            Some(actions.map(|actions| (statement, actions)))
        }
    };
    let read = parser::in_turn(script, direction, |statement, reading| (statement, reading.command), keeper)?;
    // In place: of a large script this is what takes the most room.
    read.into_iter().collect()
}

/// What the statements of a script do, one after the other.
pub(super) struct Doing {
    direction: Direction,
    own: Option<Own>,
}

impl Doing {
    /// Before the first statement.
    pub(super) fn of(direction: Direction) -> Self {
        Doing { direction, own: (direction == Direction::Up).then(Own::default) }
    }

    /// What the next one does; none where it only changes rows of what the script has made.
    pub(super) fn of_statement(
        &mut self,
        statement: &Statement,
        command: &Command,
    ) -> Option<Result<Vec<Action>>> {
        if self.own.as_ref().is_some_and(|own| own.has_rows_of(command, &Quotes)) {
            return None;
        }
        let actions = match body_of_block(command).map(|body| of_block(&body, self.direction)) {
            Some(Err(error)) => return Some(Err(error)),
            Some(Ok(Some(of_block))) => of_block,
            _ => reverse::actions(statement, command, &Quotes),
        };
        self.own.iter_mut().for_each(|own| own.learn(statement, &actions));
        Some(Ok(actions))
    }
}

/// The body of a DO block in PL/pgSQL.
fn body_of_block(command: &Command) -> Option<String> {
    let Command::Routine(Routine::Do(block)) = command else { return None };
    let is_plpgsql = block.language.as_ref().is_none_or(|language| language.eq_ignore_ascii_case("plpgsql"));
    block.body.clone().filter(|_| is_plpgsql)
}

/// What the statements of a block do; none where it is not known which it runs.
fn of_block(body: &str, direction: Direction) -> Result<Option<Vec<Action>>> {
    let Some(block) = reverse::block(body) else { return Ok(None) };
    let mut all = Vec::new();
    for Block { text, is_conditional } in block {
        let statements = parser::each(&Script::new(text), direction, |statement, reading| {
            let is_plain = matches!(statement.class, Class::Ordinary | Class::CommitAfter);
            let mut actions = is_plain.then(|| reverse::actions(&statement, &reading.command, &Quotes));
            if statement.tag.starts_with("TRUNCATE") {
                // Whether its tables are empty by then is not looked at within a block.
                actions.iter_mut().flatten().for_each(|action| action.was.clear());
            }
            actions
        });
        match statements {
            Ok(statements) => {
                for actions in statements {
                    let Some(actions) = actions else { return Ok(None) };
                    let judged = |action| if is_conditional { reverse::in_block(action) } else { action };
                    all.extend(actions.into_iter().map(judged));
                }
            }
            Err(error) if error.sqlstate().starts_with("57") => return Err(error),
            // It is PL/pgSQL, and not SQL.
            Err(_) => return Ok(None),
        }
    }
    // A setting of a block's ends with it, or does not: what follows would have to know.
    let sets = |action: &Action| matches!(action.back, Back::Set(_) | Back::Again | Back::Operation);
    Ok((!all.iter().any(sets)).then_some(all))
}

/// The schemas of a search path as a setting has it, quoted where the server would quote them.
pub fn schemas_of_list(list: &str) -> Vec<String> {
    reverse::schemas_of_list(list, &Quotes)
}
