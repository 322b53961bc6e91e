//! Statements that make again what was there: which they are, and in which form.

use super::Piece;
use crate::facts::before::Before;
use crate::reverse::action::{Action, Aspect, Back, Kind, Object};
use crate::reverse::command::why::OR_REPLACE;
use crate::reverse::lost;
use crate::reverse::moved::{last_part, mentions, without_arguments};

/// What puts a definition back in the place of another.
pub fn replaced(action: &Action, object: &Object, before: &Before, about: Object) -> Piece {
    let more_defaults = before.defaults.is_some_and(|defaults| action.defaults > defaults);
    let again = before.was.get(&Aspect::Definition).filter(|_| !more_defaults);
    let back = match (again, whole(before, object), &action.back) {
        (Some(statements), ..) => Back::Restored { statements: statements.clone(), lost: None, beware: None },
        // A default cannot be taken away again by OR REPLACE.
        (None, Back::Restored { statements, lost, beware }, Back::Statement(drop)) if more_defaults => {
            let statements = [drop.text.clone()].into_iter().chain(statements).collect();
            Back::Restored { statements, lost, beware }
        }
        (None, Back::Unknown(unknown), _) => Back::Unknown(unknown),
        _ => Back::unknown(OR_REPLACE),
    };
    Piece { back, about: vec![about], aspect: Some(Aspect::Definition), renames: false, stays: false }
}

/// What makes something again that was there.
pub fn whole(before: &Before, object: &Object) -> Back {
    match (&before.whole, &before.because) {
        (_, Some(because)) => Back::unknown(because.clone()),
        (Some(statements), None) => Back::Restored {
            statements: statements.clone(),
            lost: before.loses.map(|loses| lost::of(loses, object)),
            beware: before.beware.clone(),
        },
        (None, None) => Back::unknown(format!("How {} is made again is not known.", object.shown())),
    }
}

/// What makes an index again, without stopping others.
pub fn concurrently(back: Back) -> Back {
    let Back::Restored { mut statements, lost, beware } = back else { return back };
    for sql in &mut statements {
        for create in ["CREATE INDEX ", "CREATE UNIQUE INDEX "] {
            if let Some(rest) = sql.strip_prefix(create) {
                *sql = format!("{create}CONCURRENTLY {rest}");
                break;
            }
        }
    }
    Back::Restored { statements, lost, beware }
}

/// Whether a statement makes a relation, routine or part.
pub fn makes(sql: &str, object: &Object) -> bool {
    let (head, ends): (&str, &[&str]) = match object.kind {
        Kind::Constraint => ("ALTER TABLE ", &[]),
        _ => ("CREATE ", &[" ON ", " AS ", "(", " (", "\n"]),
    };
    let Some(rest) = sql.strip_prefix(head) else { return false };
    match (object.kind, &object.part) {
        (Kind::Constraint, Some(name)) => {
            mentions(rest, last_part(&object.name)) && rest.contains(&format!(" ADD CONSTRAINT {name} "))
        }
        (Kind::Relation | Kind::Routine, None) => {
            let end = ends.iter().filter_map(|end| rest.find(end)).min().unwrap_or(rest.len());
            mentions(&rest[..end], last_part(without_arguments(&object.name)))
        }
        (Kind::Trigger | Kind::Policy | Kind::Rule, Some(name)) => {
            mentions(rest, name) && mentions(rest, last_part(&object.name)) && !rest.starts_with("TABLE ")
        }
        _ => false,
    }
}

/// Where tables of a composite type have followed its attributes, they follow back.
pub fn with_typed(back: Back, cascade: bool) -> Back {
    let Back::Restored { mut statements, lost, beware } = back else { return back };
    let is_of_attribute = |sql: &&mut String| sql.starts_with("ALTER TYPE ") && sql.contains(" ATTRIBUTE ");
    if cascade {
        statements.iter_mut().filter(is_of_attribute).for_each(|sql| sql.push_str(" CASCADE"));
    }
    Back::Restored { statements, lost, beware }
}

pub fn not_there(object: &Object) -> String {
    format!("{} is not there now, so what it is cannot be looked up.", object.shown())
}

/// The name that the server may choose again when something is gone: an index, or a constraint of a table.
pub fn chosen_name(object: &Object) -> Option<Object> {
    let name = match (object.kind, &object.part) {
        (Kind::Relation, None) => object.name.clone(),
        (Kind::Constraint, Some(part)) => {
            let schema = object.name.len() - last_part(&object.name).len();
            format!("{}{part}", &object.name[..schema])
        }
        _ => return None,
    };
    Some(Object::new(Kind::Chosen, name))
}

/// Whether a routine is named without its arguments.
pub fn is_without_arguments(name: &str) -> bool {
    !name.contains('(')
}
