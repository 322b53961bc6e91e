//! What a derived down script does not bring back: the words for it, the same wherever they are said.

use super::action::{Action, Loses, Object, When};
use super::scene::Scene;
use crate::statement::Statement;
use crate::text::few;

/// What a table or column loses that goes and comes back.
pub fn of(loses: Loses, object: &Object) -> String {
    match (loses, &object.part) {
        (Loses::Values, Some(column)) => format!("values of column {}.{column}", object.name),
        _ => format!("rows of table {}", object.name),
    }
}

/// What is said of all that a script does not bring back; nothing where that is nothing.
pub fn in_words(lost: &[String]) -> Option<String> {
    /// How many are named; the script names them all.
    const MOST: usize = 3;
    (!lost.is_empty()).then(|| format!("comes back empty: {}", few(lost, MOST)))
}

/// What will be lost by statements of which a down script is derived, as far as they say it themselves: what is done to
/// what they have made is nothing.
pub fn by(statements: &[(Statement, Vec<Action>)]) -> Vec<String> {
    let mut scene = Scene::new(None);
    let mut lost = Vec::new();
    for action in statements.iter().flat_map(|(_, actions)| actions) {
        if let Some(loses) = action.loses {
            for object in action.drops.iter().filter(|object| !scene.covers(object)) {
                let words = of(loses, object);
                if !lost.contains(&words) {
                    lost.push(words);
                }
            }
        }
        if action.when == When::Always {
            action.drops.iter().for_each(|object| scene.drop(object));
            action.makes.iter().for_each(|object| scene.make(object, 0));
            action.renames.iter().for_each(|names| scene.rename(&names.0, &names.1));
        }
    }
    lost
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reverse::action::Kind;

    #[test]
    fn a_few_are_named() {
        assert_eq!(in_words(&[]), None);
        let of = |names: &[&str]| {
            let lost: Vec<_> =
                names.iter().map(|name| of(Loses::Rows, &Object::new(Kind::Relation, *name))).collect();
            in_words(&lost).unwrap()
        };
        assert_eq!(of(&["a"]), "comes back empty: rows of table a");
        assert_eq!(
            of(&["a", "b", "c", "d", "\"E f\""]),
            "comes back empty: rows of table a, rows of table b, rows of table c and 2 more"
        );
        assert_eq!(of(&["a", "b", "c", "d"]).split(" and ").last(), Some("1 more"));
        let column = Object::part(Kind::Column, "s.b", "c");
        assert_eq!(super::of(Loses::Values, &column), "values of column s.b.c");
    }
}
