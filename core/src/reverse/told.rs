//! A script that drops at its end what it made at its beginning: it may have the wrong file's end for its own. Not
//! refused, for whoever makes a helper table drops it again, but told when it is registered.

use super::action::{Action, Back, Kind, Object};
use crate::statement::{Class, Statement};
use crate::text::few;

/// What the statements at the end of a script drop of what it has made itself, as a sentence's part.
pub fn takes_away(statements: &[(Statement, Vec<Action>)]) -> Option<String> {
    /// How many are named.
    const MOST: usize = 3;
    let is_control = |statement: &Statement| matches!(statement.class, Class::Control(_));
    let drops =
        |actions: &[Action]| !actions.is_empty() && actions.iter().all(|action| !action.drops.is_empty());
    let end = statements
        .iter()
        .rev()
        .take_while(|(statement, actions)| is_control(statement) || drops(actions))
        .count();
    let (made_by, dropped_by) = statements.split_at(statements.len() - end);
    let mut made: Vec<Object> = Vec::new();
    for action in made_by.iter().flat_map(|(_, actions)| actions) {
        if let Some((from, to)) = action.renames.as_deref() {
            for object in made.iter_mut().filter(|object| *object == from) {
                *object = to.clone();
            }
        }
        // What is temporary is gone with the session anyway.
        made.extend(action.makes.clone().filter(|_| action.back != Back::Nothing));
    }
    let mut names = Vec::new();
    for object in dropped_by.iter().flat_map(|(_, actions)| actions).flat_map(|action| &action.drops) {
        let name = match &object.part {
            Some(part) => format!("{}.{part}", object.name),
            None => object.name.clone(),
        };
        if made.iter().any(|made| is_same(made, object)) && !names.contains(&name) {
            names.push(name);
        }
    }
    (!names.is_empty()).then(|| format!("drops at its end what it made: {}", few(&names, MOST)))
}

/// A routine can be dropped without its arguments.
fn is_same(made: &Object, dropped: &Object) -> bool {
    made.kind == dropped.kind
        && made.part == dropped.part
        && (made.name == dropped.name
            || (made.kind == Kind::Routine
                && made.name.strip_prefix(dropped.name.as_str()).is_some_and(|rest| rest.starts_with('('))))
}
