//! What is given back names things as they were before the script. Where the script renames one of them before it drops
//! what names it, that comes behind what gives the name back.

use super::action::{Kind, Object, Sql};

/// A statement: what it renames, each with its new name, and what takes it back, where that is statements.
pub type Taken<'a> = (Vec<(Object, Object)>, Option<&'a mut Vec<Sql>>);

/// Moves what is given back behind the names that it needs.
pub fn behind_names(taken: &mut [Taken]) {
    for by in 0..taken.len() {
        for (from, to) in taken[by].0.clone() {
            // The column itself is renamed, or the table as well.
            let needs = |text: &str| match &from.part {
                Some(part) => {
                    mentions(text, part)
                        && [&from.name, &to.name].iter().any(|name| mentions(text, last_part(name)))
                }
                None => mentions(text, last_part(&from.name)),
            };
            // It is written for the new name.
            let is_new = |text: &str| from.part.is_none() && mentions(text, last_part(&to.name));
            let is_moved = |sql: &Sql| sql.is_restored && needs(&sql.text) && !is_new(&sql.text);
            let mut moved: Vec<Sql> = Vec::new();
            for statements in
                taken[by + 1..].iter_mut().rev().filter_map(|(_, statements)| statements.as_mut())
            {
                // Owner, comment and privileges go with what they are of.
                let is_whole = statements.iter().any(&is_moved)
                    && !statements.iter().any(|sql| sql.is_restored && is_new(&sql.text));
                let goes = |sql: &Sql| if is_whole { sql.is_restored } else { is_moved(sql) };
                moved.extend(statements.iter().filter(|sql| goes(sql)).cloned());
                statements.retain(|sql| !goes(sql));
            }
            if let Some(statements) = &mut taken[by].1 {
                statements.extend(moved);
            }
        }
    }
}

/// What a statement renames that it can give its name back, each with its new name.
pub fn of(renames: Option<&(Object, Object)>) -> Vec<(Object, Object)> {
    renames
        .filter(|(from, _)| matches!(from.kind, Kind::Relation | Kind::Column))
        .into_iter()
        .cloned()
        .collect()
}

/// Whether a text has a name in it, quoted where the server would quote it.
fn mentions(text: &str, name: &str) -> bool {
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
