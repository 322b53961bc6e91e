//! One way to write what the server writes in two.
//!
//! `status IN ('a', 'b')` on a `varchar` is written as `(ARRAY['a'::character varying, …])::text[]`, and once that has
//! been read again, by a restored dump for one, as `ARRAY[('a'::character varying)::text, …]`: the parser pushes the
//! cast of an array down to its elements. The second form is taken for both.

use std::borrow::Cow;

use crate::lex::tokens::Tokens;

/// A place in the text at which something is taken out and something is put in.
struct Edit {
    at: usize,
    remove: usize,
    insert: String,
}

/// An opened bracket.
struct Open {
    /// The token.
    token: usize,
    /// The commas right inside of it.
    commas: Vec<usize>,
}

/// The text with the cast of each array constructor pushed down to its elements.
pub fn normalized(sql: &str) -> Cow<'_, str> {
    if !sql.contains("(ARRAY[") {
        return Cow::Borrowed(sql);
    }
    let tokens = Tokens::of(sql, false);
    let count = tokens.at(u32::MAX);
    let place = |token: usize| tokens.range(token, token + 1).map(|(from, to)| (from as usize, to as usize));
    let mut open: Vec<Open> = Vec::new();
    let mut edits = Vec::new();
    for token in 0..count {
        match tokens.text(token) {
            "(" | "[" => open.push(Open { token, commas: Vec::new() }),
            "," => open.last_mut().into_iter().for_each(|open| open.commas.push(token)),
            ")" => {
                open.pop();
            }
            "]" => {
                let Some(bracket) = open.pop() else { continue };
                let is_array = bracket.token >= 2
                    && tokens.text(bracket.token - 1) == "ARRAY"
                    && tokens.text(bracket.token - 2) == "("
                    && tokens.text(token + 1) == ")"
                    && token > bracket.token + 1;
                let (Some((start, _)), Some((_, end))) =
                    (place(bracket.token.wrapping_sub(2)), place(token + 1))
                else {
                    continue;
                };
                let Some(cast) = Some(&sql[end..]).filter(|_| is_array).and_then(array_type) else {
                    continue;
                };
                edits.push(Edit { at: start, remove: 1, insert: String::new() });
                let mut first = bracket.token + 1;
                for last in bracket.commas.iter().copied().chain([token]) {
                    let (Some((from, _)), Some((_, to))) = (place(first), place(last - 1)) else { continue };
                    edits.push(Edit { at: from, remove: 0, insert: "(".into() });
                    edits.push(Edit { at: to, remove: 0, insert: format!(")::{cast}") });
                    first = last + 1;
                }
                // The closing parenthesis, two colons, the type and its brackets.
                edits.push(Edit { at: end - 1, remove: 3 + cast.len() + 2, insert: String::new() });
            }
            _ => {}
        }
    }
    Cow::Owned(edited(sql, edits))
}

/// The element type of a cast to an array that a text begins with: `::text[]`.
fn array_type(text: &str) -> Option<&str> {
    let name = text.strip_prefix("::")?;
    let name = &name[..name.find("[]")?];
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | ' ' | '$');
    let is_named = match name.split_once('(') {
        // With a modifier: `character varying(10)`.
        Some((before, modifier)) => {
            let ends = modifier.find(')')?;
            before.chars().all(is_plain)
                && modifier[..ends].chars().all(|c| c.is_ascii_digit() || c == ',')
                && modifier[ends + 1..].chars().all(is_plain)
        }
        None => name.split('"').enumerate().all(|(at, part)| at % 2 == 1 || part.chars().all(is_plain)),
    };
    (is_named && !name.is_empty()).then_some(name)
}

fn edited(sql: &str, mut edits: Vec<Edit>) -> String {
    // Of those at one place, the one that was found last is around the others: its opening goes first.
    edits.reverse();
    edits.sort_by_key(|edit| edit.at);
    let mut out = String::with_capacity(sql.len() + 64);
    let mut done = 0;
    for edit in edits {
        if edit.at > done {
            out.push_str(&sql[done..edit.at]);
        }
        out.push_str(&edit.insert);
        done = done.max(edit.at + edit.remove);
    }
    out.push_str(sql.get(done..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cast_of_an_array_is_pushed_down_as_the_server_does() {
        // Both ends are what PostgreSQL 15 writes, before and after a dump was restored.
        let before = "CHECK (((status)::text = ANY ((ARRAY['a'::character varying, 'b,c'::character varying])::text[])))";
        let after = "CHECK (((status)::text = ANY (ARRAY[('a'::character varying)::text, ('b,c'::character varying)::text])))";
        assert_eq!(normalized(before), after);
        assert_eq!(normalized(after), after);
    }

    #[test]
    fn arrays_in_arrays_and_types_with_modifiers() {
        assert_eq!(
            normalized("x = (ARRAY[f((ARRAY[a, b])::text[]), c])::character varying(10)[]"),
            "x = ARRAY[(f(ARRAY[(a)::text, (b)::text]))::character varying(10), (c)::character varying(10)]"
        );
        assert_eq!(
            normalized("(ARRAY[(ARRAY[a])::text[]])::x.\"My t\"[] || '{}'"),
            "ARRAY[(ARRAY[(a)::text])::x.\"My t\"] || '{}'"
        );
        assert_eq!(
            normalized("(ARRAY[1])::timestamp(3) without time zone[]"),
            "ARRAY[(1)::timestamp(3) without time zone]"
        );
    }

    #[test]
    fn what_only_looks_so_stays() {
        for same in [
            "'(ARRAY[a])::text[]'",
            "\"(ARRAY[a])::text[]\"",
            "(ARRAY[a])::name",
            "(ARRAY[a] || b)::text[]",
            "(ARRAY[])::text[]",
            "f(ARRAY[a])",
            "(ARRAY[a])::text = b[]",
            "(ARRAY[",
        ] {
            assert_eq!(normalized(same), same);
        }
    }
}
