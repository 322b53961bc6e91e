//! What is given back names things as they were before the script. Where the script renames one of them before it drops
//! what names it, that comes behind what gives the name back.

use super::action::{Kind, Object, Sql};

/// A statement: what it renames, each with its new name; what takes it back, where that is statements; and what it drops
/// that is given back.
pub struct Taken<'a> {
    /// What it renames.
    pub renamed: Vec<(Object, Object)>,
    /// What takes it back.
    pub statements: Option<&'a mut Vec<Sql>>,
    /// What it drops.
    pub dropped: Vec<Object>,
}

/// Moves what is given back behind the names that it needs.
pub fn behind_names(taken: &mut [Taken]) {
    for by in 0..taken.len() {
        for (from, to) in taken[by].renamed.clone() {
            // It is written for the new name.
            let is_new = |text: &str| is_written_anew(&from) && mentions(text, last_part(&to.name));
            // What is made again behind the name, and what needs that.
            let mut made: Vec<Object> = Vec::new();
            let mut moved: Vec<Sql> = Vec::new();
            for statement in taken[by + 1..].iter_mut().rev() {
                let Some(statements) = statement.statements.as_mut() else { continue };
                let is_moved = |sql: &Sql| {
                    sql.is_restored
                        && !is_new(&sql.text)
                        && (needs(&sql.text, &from, &to)
                            || made.iter().any(|made| mentions(&sql.text, last_part(&made.name))))
                };
                // Owner, comment and privileges go with what they are of.
                let is_whole = statements.iter().any(is_moved)
                    && !statements.iter().any(|sql| sql.is_restored && is_new(&sql.text));
                let goes = |sql: &Sql| if is_whole { sql.is_restored } else { is_moved(sql) };
                let (gone, left): (Vec<Sql>, Vec<Sql>) = statements.drain(..).partition(goes);
                **statements = left;
                moved.extend(gone);
                if is_whole {
                    // Foreign keys need a key of the table.
                    let is_needed =
                        |object: &&Object| object.part.is_none() || object.kind == Kind::Constraint;
                    made.extend(statement.dropped.iter().filter(is_needed).cloned());
                }
            }
            if let Some(statements) = &mut taken[by].statements {
                statements.extend(moved);
            }
        }
    }
}

/// Whether a statement names something by the name that it had before it was renamed.
fn needs(text: &str, from: &Object, to: &Object) -> bool {
    match (&from.part, from.kind) {
        // An index has the name of its constraint.
        (Some(part), Kind::Constraint) => mentions(text, part),
        // The part itself is renamed, or the table as well.
        (Some(part), _) => {
            mentions(text, part) && [&from.name, &to.name].iter().any(|name| mentions(text, last_part(name)))
        }
        (None, Kind::Routine) => mentions(text, last_part(without_arguments(&from.name))),
        (None, _) => mentions(text, last_part(&from.name)),
    }
}

/// Whether the catalog's answers are written for the name that a script gives an object of this kind.
fn is_written_anew(object: &Object) -> bool {
    object.part.is_none() && object.kind == Kind::Relation
}

/// A routine's name alone.
pub fn without_arguments(name: &str) -> &str {
    let mut is_quoted = false;
    let arguments = name.char_indices().find(|(_, c)| {
        is_quoted ^= *c == '"';
        *c == '(' && !is_quoted
    });
    arguments.map_or(name, |(at, _)| &name[..at])
}

/// What a statement renames that it can give its name back, each with its new name.
pub fn of(renames: Option<&(Object, Object)>) -> Vec<(Object, Object)> {
    renames
        // A type's new name is put in place of the old one.
        .filter(|(from, _)| from.kind != Kind::Type)
        .into_iter()
        .cloned()
        .collect()
}

/// Whether a text has a name in it, quoted where the server would quote it.
pub fn mentions(text: &str, name: &str) -> bool {
    let is_of_name = |c: char| c.is_alphanumeric() || c == '_' || c == '$' || c == '"';
    text.match_indices(name).any(|(at, _)| {
        name.starts_with('"')
            || !text[..at].ends_with(is_of_name) && !text[at + name.len()..].starts_with(is_of_name)
    })
}

/// The last part of a name with dots.
pub fn last_part(name: &str) -> &str {
    let mut is_quoted = false;
    let dots = name.char_indices().filter(|(_, c)| {
        is_quoted ^= *c == '"';
        *c == '.' && !is_quoted
    });
    dots.last().map_or(name, |(at, _)| &name[at + 1..])
}

#[cfg(test)]
mod tests {
    use super::{last_part, mentions};

    #[test]
    fn names_are_whole_words() {
        assert!(mentions("CREATE INDEX i ON s.t USING btree (old)", "old"));
        assert!(!mentions("CREATE INDEX i_old ON s.t USING btree (older)", "old"));
        assert!(mentions("ON \"T x\" (\"Old\")", "\"Old\"") && !mentions("ON t (\"old\")", "old"));
        assert_eq!((last_part("s.\"a.b\""), last_part("t"), last_part("a.b.c")), ("\"a.b\"", "t", "c"));
    }
}
