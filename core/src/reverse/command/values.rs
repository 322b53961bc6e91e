//! The rows of an INSERT … VALUES, as far as they are constants: by a key of theirs they are found again.

use crate::lex::tokens::Tokens;

/// The values of each row, as they are written; none for one that is no constant. Nothing where the rows are not found.
pub fn rows(sql: &str, columns: usize, count: usize) -> Option<Vec<Vec<Option<String>>>> {
    let tokens = Tokens::of(sql, false);
    let mut at =
        (0..).take_while(|at| !tokens.text(*at).is_empty()).find(|at| is(&tokens, *at, "values"))? + 1;
    let mut rows = Vec::with_capacity(count);
    loop {
        if tokens.text(at) != "(" {
            return None;
        }
        let (row, end) = row(&tokens, sql, at + 1)?;
        if columns != 0 && row.len() != columns {
            return None;
        }
        rows.push(row);
        at = end;
        if tokens.text(at) != "," {
            break;
        }
        at += 1;
    }
    (rows.len() == count).then_some(rows)
}

fn is(tokens: &Tokens, at: usize, word: &str) -> bool {
    tokens.text(at).eq_ignore_ascii_case(word)
}

/// The values of a row whose first begins at a token, and the token behind it.
fn row(tokens: &Tokens, sql: &str, from: usize) -> Option<(Vec<Option<String>>, usize)> {
    let (mut values, mut start, mut at, mut open) = (Vec::new(), from, from, 0u32);
    loop {
        match tokens.text(at) {
            "" => return None,
            "(" | "[" => open += 1,
            ")" | "]" if open > 0 => open -= 1,
            end @ ("," | ")") if open == 0 => {
                values.push(constant(tokens, sql, start, at));
                if end == ")" {
                    return Some((values, at + 1));
                }
                start = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
}

/// A number, a string, a word for a boolean, each perhaps with a sign or a cast: the same whenever it is evaluated.
fn constant(tokens: &Tokens, sql: &str, from: usize, to: usize) -> Option<String> {
    let sign = usize::from(tokens.text(from) == "-");
    let first = tokens.text(from + sign);
    let is_string = first.starts_with('\'') || first.starts_with('$') && first.len() > 2;
    let is_number = first.starts_with(|c: char| c.is_ascii_digit());
    let is_boolean = ["true", "false"].iter().any(|word| first.eq_ignore_ascii_case(word));
    if !(is_string || is_number || is_boolean) {
        return None;
    }
    let is_cast = |at: usize| {
        let text = tokens.text(at);
        text == ":"
            || text == "::"
            || text == "."
            || text.starts_with(|c: char| c.is_alphabetic() || c == '"' || c == '_')
    };
    let rest = from + sign + 1;
    let has_cast = rest == to || tokens.text(rest).starts_with(':');
    if !has_cast || !(rest..to).all(is_cast) {
        return None;
    }
    let (start, end) = tokens.range(from, to)?;
    sql.get(start as usize..end as usize).map(str::to_string)
}

#[cfg(test)]
mod tests {
    use super::rows;

    fn read(sql: &str, columns: usize, count: usize) -> Option<String> {
        rows(sql, columns, count).map(|rows| {
            let row = |row: Vec<Option<String>>| {
                row.into_iter().map(|value| value.unwrap_or("?".into())).collect::<Vec<_>>().join(" ")
            };
            rows.into_iter().map(row).collect::<Vec<_>>().join("/")
        })
    }

    #[test]
    fn constants_are_told_from_what_may_change() {
        let sql = "INSERT INTO t (a, b) VALUES (1, now()), (-2.5, 'it''s, (x)'), (TRUE, 'a'::mood), (a, f(1, 2)) ON CONFLICT";
        assert_eq!(read(sql, 2, 4).unwrap(), "1 ?/-2.5 'it''s, (x)'/TRUE 'a'::mood/? ?");
        assert_eq!(
            read("INSERT INTO t VALUES (1 + 2, $x$y$x$, 'a' || 'b', 1 a)", 0, 1).unwrap(),
            "? $x$y$x$ ? ?"
        );
    }

    #[test]
    fn what_does_not_fit_is_not_taken() {
        assert_eq!(read("INSERT INTO t VALUES (1, 2), (3)", 2, 2), None);
        assert_eq!(read("INSERT INTO t VALUES (1), (3)", 1, 3), None);
        assert_eq!(read("INSERT INTO t VALUES (1", 1, 1), None);
        assert_eq!(read("INSERT INTO t SELECT 1", 1, 1), None);
    }
}
