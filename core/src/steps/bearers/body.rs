//! What a trigger function does with the rows that it is given, as far as its text says.

use crate::lex::tokens::Tokens;
use crate::text::has_word;

/// How rows are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Uses {
    /// Column by column, in the order of the table's: `SELECT OLD.*`.
    pub is_by_place: bool,
    /// As one value: `to_jsonb(NEW)`.
    pub is_whole: bool,
}

/// Words behind which a parenthesis opens no call.
const NO_CALL: &[&str] =
    &["values", "row", "select", "in", "and", "or", "not", "if", "when", "then", "using"];

/// How a function uses the rows that a trigger gives it; `transitions` are the names of its transition tables.
pub(super) fn uses(body: &str, transitions: &[String]) -> Uses {
    let tokens = words(body);
    let at = |place: Option<usize>| place.and_then(|place| tokens.get(place)).map_or("", String::as_str);
    let mut uses = Uses::default();
    let mut is_expanded = false;
    for (place, token) in tokens.iter().enumerate() {
        let before = |back: usize| at(place.checked_sub(back));
        let after = |ahead: usize| at(Some(place + ahead));
        let is_row = token == "new" || token == "old";
        let is_member = before(1) == ".";
        let is_star = after(1) == "." && after(2).starts_with('*');
        if is_row && is_star && !is_member {
            let is_call = before(1) == "(" && after(3) == ")" && is_name(before(2));
            match is_compared(before(1), before(2), after(3)) {
                true => {}
                false if is_call => uses.is_whole = true,
                false => uses.is_by_place = true,
            }
        } else if is_row && after(1) != "." && !is_member {
            let is_kept = matches!(before(1), "return" | "into" | "as" | "referencing")
                || matches!(after(1), ":" | ":=" | "table" | "=")
                || before(2) == "coalesce"
                || before(4) == "coalesce"
                || is_compared(before(1), before(2), after(1));
            uses.is_whole |= !is_kept;
        } else if transitions.iter().any(|name| name.to_lowercase() == *token) {
            uses.is_by_place |= is_star || before(1) == "from" && before(2) == "*";
        }
        // A value that is made columns of again.
        is_expanded |= token == ")" && is_star;
    }
    for text in strings(body) {
        let tokens = words(&text);
        let is_parameter = |token: &str| token.strip_suffix('.').is_some_and(is_number);
        is_expanded |= tokens.windows(2).any(|two| is_parameter(&two[0]) && two[1].starts_with('*'))
            || tokens.windows(3).any(|three| three[0] == ")" && three[1] == "." && three[2].starts_with('*'));
    }
    uses.is_by_place |= uses.is_whole && is_expanded;
    uses
}

/// Whether two rows are only compared.
fn is_compared(before: &str, before_that: &str, after: &str) -> bool {
    let is_operator = |text: &str| matches!(text, "=" | "<>" | "!=" | "*=" | "*<>" | "*" | "<" | ">");
    after == "is"
        || before == "from" && before_that == "distinct"
        || is_operator(after)
        || is_operator(before) && before_that != ":"
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '"') && !NO_CALL.contains(&text)
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|c| c.is_ascii_digit()) && !text.is_empty()
}

/// The tokens, in lower case.
fn words(text: &str) -> Vec<String> {
    each(text).map(str::to_lowercase).collect()
}

/// The strings in it, without what encloses them.
fn strings(text: &str) -> Vec<String> {
    let inner = |token: &str| match token.as_bytes().first() {
        Some(b'\'' | b'$') if token.len() > 1 => Some(token.trim_matches(['\'', '$']).to_string()),
        Some(b'e' | b'E') if token.len() > 1 && token.as_bytes()[1] == b'\'' => Some(token[2..].to_string()),
        _ => None,
    };
    each(text).filter_map(inner).collect()
}

fn each(text: &str) -> impl Iterator<Item = &str> {
    let tokens = Tokens::of(text, false);
    let mut place = 0;
    std::iter::from_fn(move || {
        let token = tokens.text(place);
        place += 1;
        (!token.is_empty()).then_some(token)
    })
}

/// Whether a text has a name as a word of its own, in whatever case.
pub(super) fn says(text: &str, name: &str) -> bool {
    has_word(&text.to_lowercase(), &name.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(body: &str) -> (bool, bool) {
        let uses = uses(body, &["newtab".into()]);
        (uses.is_by_place, uses.is_whole)
    }

    #[test]
    fn rows_that_are_taken_apart_by_place() {
        for body in [
            "INSERT INTO hist SELECT OLD.*; RETURN OLD;",
            "INSERT INTO hist VALUES (NEW.*);",
            "INSERT INTO hist VALUES (now(), old . * );",
            "INSERT INTO hist SELECT * FROM newtab;",
            "INSERT INTO hist SELECT n.*, newtab.* FROM newtab;",
            "EXECUTE format('INSERT INTO %I SELECT ($1).*', x) USING OLD;",
            "EXECUTE 'INSERT INTO h VALUES ($1.*)' USING NEW;",
            "r := NEW; x := to_jsonb(NEW); INSERT INTO hist SELECT (r).*;",
        ] {
            assert!(of(body).0, "{body}");
        }
    }

    #[test]
    fn rows_that_are_one_value() {
        for body in ["x := to_jsonb(NEW);", "x := hstore(NEW.*) - hstore(OLD.*);", "PERFORM f(OLD, 1);"] {
            assert_eq!(of(body), (false, true), "{body}");
        }
    }

    #[test]
    fn rows_of_which_nobody_sees_more_than_before() {
        for body in [
            "IF NEW.* IS DISTINCT FROM OLD.* THEN NEW.at := now(); END IF; RETURN NEW;",
            "IF OLD IS DISTINCT FROM NEW THEN RETURN NEW; END IF; -- SELECT OLD.*",
            "SELECT count(*) FROM t; NEW.a := a.new; RETURN COALESCE_x(1);",
            "IF NEW = OLD THEN RETURN NULL; END IF; NEW := OLD;",
            "SELECT count(*) INTO n FROM newtab;",
            "RETURN COALESCE(NEW, OLD);",
        ] {
            let expected = body.contains("NEW := OLD");
            assert_eq!(of(body), (false, expected), "{body}");
        }
    }
}
