//! What is given back, with the names that types and values of enums have by then: the catalog was asked before the
//! script, which may have renamed them since.

use super::action::{Kind, Object};
use super::moved::last_part;
use super::scene::renamed;
use crate::lex::tokens::Tokens;

/// What a script has renamed of types, in its order.
#[derive(Debug, Clone, Default)]
pub struct Current {
    types: Vec<(String, String)>,
    /// The type, as it is called now; the value, and what it has become.
    values: Vec<(Object, String, String)>,
}

impl Current {
    /// A type has another name; both have their schemas.
    pub fn rename(&mut self, from: &Object, to: &Object) {
        for (of, ..) in &mut self.values {
            if let Some(now) = renamed(of, from, to) {
                *of = now;
            }
        }
        if from.kind == Kind::Type && from.part.is_none() {
            self.types.push((from.name.clone(), to.name.clone()));
        }
    }

    /// A value of an enum has another name; both are literals.
    pub fn rename_value(&mut self, of: Object, old: &str, new: &str) {
        self.values.push((of, old.into(), new.into()));
    }

    /// A statement that gives something back, as it has to be written now.
    pub fn written(&self, sql: &str) -> String {
        let mut text = sql.to_string();
        for (from, to) in &self.types {
            text = with_name(&text, from, to);
        }
        for (of, old, new) in &self.values {
            text = with_value(&text, &of.name, old, new);
        }
        text
    }
}

/// A text with another name in place of one that has a schema in front.
fn with_name(sql: &str, from: &str, to: &str) -> String {
    let wanted = Tokens::of(from, false);
    let count = (0..).take_while(|at| !wanted.text(*at).is_empty()).count();
    if count < 3 {
        return sql.into();
    }
    replaced(sql, to, |tokens, at| {
        let is_it = (0..count).all(|next| tokens.text(at + next) == wanted.text(next));
        let is_part = at > 0 && tokens.text(at - 1) == "." || tokens.text(at + count) == ".";
        (is_it && !is_part).then_some(count)
    })
}

/// A text in which a value of an enum is called otherwise: where the enum is made, and where the value is cast to it.
fn with_value(sql: &str, of: &str, old: &str, new: &str) -> String {
    let (old, new) = (old.trim(), new.trim());
    let of_type = Tokens::of(of, false);
    let name = |at: usize| (0..).map(move |next| (at + next, next));
    let is_named = |tokens: &Tokens, at: usize| {
        name(at)
            .take_while(|(_, next)| !of_type.text(*next).is_empty())
            .all(|(at, next)| tokens.text(at) == of_type.text(next))
    };
    let makes_it = {
        let tokens = Tokens::of(sql, false);
        let is_last = tokens.text(2) == last_part(of) && tokens.text(3).eq_ignore_ascii_case("as");
        tokens.text(0).eq_ignore_ascii_case("create")
            && tokens.text(1).eq_ignore_ascii_case("type")
            && (is_last || is_named(&tokens, 2))
    };
    replaced(sql, new, |tokens, at| {
        let cast = match (tokens.text(at + 1), tokens.text(at + 2)) {
            ("::", _) => Some(at + 2),
            (":", ":") => Some(at + 3),
            _ => None,
        };
        let is_it = makes_it || cast.is_some_and(|cast| is_named(tokens, cast));
        (is_it && tokens.text(at) == old).then_some(1)
    })
}

/// A text with `by` in place of the tokens of which `found` tells the count.
fn replaced(sql: &str, by: &str, found: impl Fn(&Tokens, usize) -> Option<usize>) -> String {
    let tokens = Tokens::of(sql, false);
    let (mut text, mut done, mut at) = (String::new(), 0, 0);
    while !tokens.text(at).is_empty() {
        let range = found(&tokens, at).and_then(|count| Some((count, tokens.range(at, at + count)?)));
        if let Some((count, (start, end))) = range {
            text.push_str(&sql[done..start as usize]);
            text.push_str(by);
            (done, at) = (end as usize, at + count);
        } else {
            at += 1;
        }
    }
    text + &sql[done..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_has_the_name_that_it_has_by_then() {
        let mut current = Current::default();
        let of = |name: &str| Object::new(Kind::Type, name);
        current.rename(&of("public.status"), &of("public.\"Status old\""));
        assert_eq!(
            current.written("ALTER TABLE public.t ALTER COLUMN status TYPE public.status[] USING status::text[]::public.status[]"),
            "ALTER TABLE public.t ALTER COLUMN status TYPE public.\"Status old\"[] USING status::text[]::public.\"Status old\"[]"
        );
        // Another one, a column of a table of that name, a text.
        for other in
            ["x.public.status", "public.status.a", "public.statuses", "'public.status'", "app.status"]
        {
            assert_eq!(current.written(other), other);
        }
        // A name without a schema may be any.
        let mut current = Current::default();
        current.rename(&of("status"), &of("old"));
        assert_eq!(current.written("SELECT public.status, status"), "SELECT public.status, status");
    }

    #[test]
    fn a_value_has_the_name_that_it_has_by_then() {
        let mut current = Current::default();
        let of = |name: &str| Object::new(Kind::Type, name);
        current.rename_value(of("public.mood"), "'good'", "'fine'");
        current.rename(&of("public.mood"), &of("public.mood_old"));
        for (sql, written) in [
            ("CREATE TYPE mood_old AS ENUM ('good', 'bad')", "CREATE TYPE mood_old AS ENUM ('fine', 'bad')"),
            ("CREATE TYPE public.mood AS ENUM ('good')", "CREATE TYPE public.mood_old AS ENUM ('fine')"),
            ("SET DEFAULT 'good'::public.mood", "SET DEFAULT 'fine'::public.mood_old"),
            ("SET DEFAULT 'good'::text", "SET DEFAULT 'good'::text"),
            ("CREATE TYPE public.other AS ENUM ('good')", "CREATE TYPE public.other AS ENUM ('good')"),
        ] {
            assert_eq!(current.written(sql), written);
        }
    }
}
