//! Routines: what drops them again, and code whose effect is not known.

use super::kind::named;
use super::make::or_replace;
use super::names::Names;
use super::why::{MADE_MORE, before};
use crate::ddl::definition::Define;
use crate::ddl::name::ObjectName;
use crate::ddl::routine::{CreateRoutine, Routine};
use crate::reverse::action::{Action, Aspect, Back, Kind, Object, Sql};

/// What a statement on routines does.
pub fn action(statement: &Routine, names: Names) -> Action {
    match statement {
        Routine::Create(create) => make(create, names),
        Routine::Do(_) | Routine::Call(_) => {
            Back::unknown("What the code that it runs does is not known.").into()
        }
        Routine::Alter(alter) => {
            let routine = ObjectName::Routine(alter.routine.clone());
            let routine = named(alter.kind, &routine, names);
            let back = Back::unknown_unless(before("definition"), vec![routine.iter().cloned().collect()]);
            Action::from(back).changes(routine, Aspect::Definition)
        }
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
    let defaults = create.parameters.iter().filter(|parameter| parameter.default.is_some()).count();
    or_replace(create.replace, Action { defaults, ..made })
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
    Sql { schema_at, ..format!("{before}{}{arguments}", names.dotted(name)).into() }
}
