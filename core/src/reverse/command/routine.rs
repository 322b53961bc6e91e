//! Routines: what drops them again, and code whose effect is not known.

use super::make::unless;
use super::names::Names;
use super::why::{MADE_MORE, NOT_KNOWN, OR_REPLACE};
use crate::ddl::definition::Define;
use crate::ddl::routine::{CreateRoutine, Routine};
use crate::reverse::action::{Action, Back, Kind, Object, Sql};

/// What a statement on routines does.
pub fn action(statement: &Routine, names: Names) -> Action {
    match statement {
        Routine::Create(create) => make(create, names),
        Routine::Do(_) | Routine::Call(_) => {
            Back::unknown("What the code that it runs does is not known.").into()
        }
        Routine::Alter(_) => Back::unknown(NOT_KNOWN).into(),
    }
}

fn make(create: &CreateRoutine, names: Names) -> Action {
    let name = names.dotted(&create.name);
    let inputs = names.signature(&create.parameters, false);
    let full = names.signature(&create.parameters, create.is_procedure);
    let word = if create.is_procedure { "PROCEDURE" } else { "FUNCTION" };
    let made = Action::makes(
        Object::new(Kind::Routine, format!("{name}{inputs}")),
        drop(word, &create.name, &full, names),
    );
    unless(create.replace, OR_REPLACE, made)
}

/// CREATE AGGREGATE.
pub fn aggregate(create: &Define, names: Names) -> Action {
    let Some(arguments) = create.arguments.as_ref().filter(|_| !create.oldstyle) else {
        return Back::unknown(MADE_MORE).into();
    };
    if arguments.direct != -1 {
        return Back::unknown("An aggregate with ORDER BY in its arguments is not understood.").into();
    }
    let all = match arguments.parameters.as_slice() {
        [] => "(*)".to_string(),
        parameters => names.signature(parameters, false),
    };
    let made = Object::new(Kind::Routine, format!("{}{all}", names.dotted(&create.name)));
    Action::makes(made, drop("AGGREGATE", &create.name, &all, names))
}

/// The statement that drops a routine.
fn drop(word: &str, name: &[String], arguments: &str, names: Names) -> Sql {
    let before = format!("DROP {word} ");
    let schema_at = (name.len() == 1).then_some(before.len());
    Sql { text: format!("{before}{}{arguments}", names.dotted(name)), schema_at }
}
