//! Which columns an expression reads, or may read: names stand in it as they are, or the whole row does.

use crate::error::{ColumnError, Result};
use crate::facts::Table;
use crate::lex::tokens::Tokens;

/// The columns of a table that an expression may read: those whose names are words of it. All of them where the row as a
/// whole is, or where names are written by their codes.
pub(super) fn reads<'a>(table: &'a Table, row: &str, expression: &str) -> Vec<&'a str> {
    let words = names(expression);
    let is_same = |word: &str, name: &str| word.to_lowercase() == name.to_lowercase();
    let is_all = words.iter().any(|(word, is_qualifier)| is_same(word, row) && !is_qualifier)
        || expression.to_lowercase().contains("u&");
    let is_read = |name: &&str| is_all || words.iter().any(|(word, _)| is_same(word, name));
    table.columns.iter().map(|column| column.name.as_str()).filter(is_read).collect()
}

/// Refuses an expression that reads a stored generated column: that is computed behind the triggers of a row, so what is
/// read there is nothing, or what was there before.
///
/// # Errors
///
/// [`ColumnError::Generated`].
pub(crate) fn must_not_read_generated(table: &Table, row: &str, expression: &str) -> Result<()> {
    let words = names(expression);
    let is_row = |word: &String| word == row && !table.columns.iter().any(|column| &column.name == word);
    let is_all = words.iter().any(|(word, is_qualifier)| is_row(word) && !is_qualifier);
    let is_read =
        |name: &String| is_all || words.iter().any(|(word, is_qualifier)| word == name && !is_qualifier);
    match table.columns.iter().find(|column| column.is_generated && is_read(&column.name)) {
        None => Ok(()),
        Some(column) => {
            let (column, expression) = (column.name.clone(), expression.to_string());
            Err(ColumnError::Generated { column, expression }.into())
        }
    }
}

/// The names in an expression that are not those of functions, each with whether it stands before a column's.
fn names(expression: &str) -> Vec<(String, bool)> {
    let tokens = Tokens::of(expression, false);
    let mut names = Vec::new();
    let mut at = 0;
    while !tokens.text(at).is_empty() {
        let (text, next) = (tokens.text(at), tokens.text(at + 1));
        let name = match text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
            Some(quoted) => Some(quoted.replace("\"\"", "\"")),
            None => text.starts_with(|c: char| c.is_alphabetic() || c == '_').then(|| text.to_lowercase()),
        };
        let is_function = next == "(";
        let is_qualifier = next == "." && tokens.text(at + 2) != "*";
        names.extend(name.filter(|_| !is_function).map(|name| (name, is_qualifier)));
        at += 1;
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::fake::Fake;

    fn columns(names: &[&str]) -> Table {
        let mut table = Fake::new(15, names[0]).table;
        for name in &names[1..] {
            let column = crate::facts::Column { name: name.to_string(), ..table.columns[0].clone() };
            table.columns.push(column);
        }
        table
    }

    #[test]
    fn what_stands_in_it_is_read() {
        let table = columns(&["price", "Name", "a\"b", "zone"]);
        let read = |expression: &str| reads(&table, "items", expression);
        assert_eq!(read("PRICE * 2"), ["price"]);
        assert_eq!(read("\"Name\" || \"a\"\"b\""), ["Name", "a\"b"]);
        assert_eq!(read("items.*::text"), ["price", "Name", "a\"b", "zone"]);
        assert_eq!(read("items.price + f('zone')"), ["price"]);
        assert_eq!(read("(items).price").len(), 4);
        assert_eq!(read("U&\"\\007A\"").len(), 4);
        assert!(read("now()").is_empty());
    }

    #[test]
    fn a_generated_column_is_not_read() {
        let mut table = columns(&["name", "low", "Odd one"]);
        table.columns[1].is_generated = true;
        table.columns[2].is_generated = true;
        let refused = |expression: &str| must_not_read_generated(&table, "items", expression).is_err();
        for read in [
            "low",
            "split_part(Low, ' ', 1)",
            "items.low",
            "\"Odd one\" || name",
            "items::text",
            "f(items.*)",
        ] {
            assert!(refused(read), "{read}");
        }
        for other in ["lower(name)", "low(name)", "'low' || name", "items.name", "\"LOW\"", "name -- low"] {
            assert!(!refused(other), "{other}");
        }
    }
}
