//! Which rows an UPDATE or DELETE is for, as its text tells.

use super::known::Known;
use crate::lex::tokens::Tokens;

/// The pieces of an UPDATE or DELETE that stand at its top.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Pieces<'a> {
    /// What stands before SET, or before WHERE where there is none.
    pub head: &'a str,
    /// The assignments.
    pub set: Option<&'a str>,
    /// The condition.
    pub condition: Option<&'a str>,
}

const WORDS: [&str; 5] = ["set", "from", "using", "where", "returning"];

/// Cuts an UPDATE or DELETE into its pieces.
pub fn pieces(text: &str) -> Pieces<'_> {
    let tokens = Tokens::of(text, false);
    let mut cuts = Vec::new();
    let (mut depth, mut at) = (0, 0);
    while !tokens.text(at).is_empty() {
        match tokens.text(at) {
            "(" | "[" => depth += 1,
            ")" | "]" => depth -= 1,
            word if depth == 0 => {
                // DELETE FROM, IS DISTINCT FROM.
                let is_part = at < 2 || tokens.text(at - 1).eq_ignore_ascii_case("distinct");
                if let Some(word) = WORDS.iter().find(|known| word.eq_ignore_ascii_case(known))
                    && !is_part
                {
                    cuts.push((*word, at));
                }
            }
            _ => {}
        }
        at += 1;
    }
    let piece = |from: usize, to: usize| {
        tokens.range(from, to).and_then(|(from, to)| text.get(from as usize..to as usize))
    };
    let of = |word: &str| {
        let place = cuts.iter().position(|(cut, _)| *cut == word)?;
        piece(cuts[place].1 + 1, cuts.get(place + 1).map_or(at, |next| next.1))
    };
    let head = piece(0, cuts.first().map_or(at, |first| first.1)).unwrap_or_default();
    Pieces { head, set: of("set"), condition: of("where") }
}

/// Whether a condition is for some rows that it names by a key: `id = 5`, `id IN (1, 2)`, with AND more.
pub fn is_by_key(condition: &str, table: &Known) -> bool {
    let tokens = Tokens::of(condition, false);
    let is = |at: usize, word: &str| tokens.text(at).eq_ignore_ascii_case(word);
    let is_value = |text: &str| {
        text.starts_with(|c: char| c == '\'' || c == '$' || c.is_ascii_digit()) && !text.is_empty()
    };
    let (mut depth, mut at, mut is_found) = (0, 0, false);
    while !tokens.text(at).is_empty() {
        match tokens.text(at) {
            "(" | "[" => depth += 1,
            ")" | "]" => depth -= 1,
            word if word.eq_ignore_ascii_case("or") && depth == 0 => return false,
            word if depth == 0 => {
                let column = crate::name::unquoted(word).unwrap_or_else(|| word.to_ascii_lowercase());
                let is_single = is(at + 1, "=") && is_value(tokens.text(at + 2));
                let is_list = is(at + 1, "in") && is(at + 2, "(") && is_value(tokens.text(at + 3));
                is_found |= (is_single || is_list) && is_key(table, &column);
            }
            _ => {}
        }
        at += 1;
    }
    is_found
}

fn is_key(table: &Known, column: &str) -> bool {
    table.table.indexes.iter().any(|index| {
        index.is_valid
            && index.definition.starts_with("UNIQUE")
            && !index.is_partial
            && index.columns.as_slice() == [column]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_update_is_cut_at_the_words_of_its_top() {
        let all = pieces(
            "UPDATE ONLY t SET a = (SELECT x FROM u WHERE y), b = c IS DISTINCT FROM d WHERE e = 'where' RETURNING *",
        );
        assert_eq!(all.head, "UPDATE ONLY t");
        assert_eq!(all.set, Some("a = (SELECT x FROM u WHERE y), b = c IS DISTINCT FROM d"));
        assert_eq!(all.condition, Some("e = 'where'"));
        let delete = pieces("DELETE FROM t WHERE a");
        assert_eq!((delete.head, delete.set, delete.condition), ("DELETE FROM t", None, Some("a")));
        assert_eq!(pieces("DELETE FROM t").condition, None);
    }
}
