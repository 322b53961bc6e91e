//! What the server says of an argument that it was asked about, as it is said to who gave the argument: the server knows
//! a statement that we have made of it, and its hints are about that.

use crate::code::{Token, tokens};
use crate::error::{ColumnError, Error};
use crate::facts::{Catalog, Table};
use crate::failure::Failure;
use crate::request::{Operation, Written};
use crate::text::{first_quoted, one_line};

/// undefined_column
const NO_COLUMN: &str = "42703";
/// undefined_object, undefined_function, invalid_parameter_value
const NOT_THERE: [&str; 3] = ["42704", "42883", "22023"];
/// feature_not_supported, as which a DEFAULT is refused that names a column
const NOT_SUPPORTED: &str = "0A000";

/// An error of an operation's arguments in the user's own words, where it is the server's.
pub(super) fn in_words(operation: &Operation, catalog: &dyn Catalog, error: Error) -> Error {
    let Error::Server(failure) = error else { return error };
    let told = match failure.sqlstate.as_str() {
        NO_COLUMN => missing_column(&failure.message)
            .and_then(|column| no_column(operation, &table(operation, catalog)?, column)),
        state if NOT_THERE.contains(&state) => no_object(operation, &failure),
        state if state.starts_with("22") => no_value(operation, &failure),
        NOT_SUPPORTED => bare_word(operation).map(|hint| Failure { hint: Some(hint), ..failure.clone() }),
        _ => None,
    };
    Error::Server(told.unwrap_or(failure))
}

fn table(operation: &Operation, catalog: &dyn Catalog) -> Option<Table> {
    match operation {
        Operation::ReplaceIndex(replace) => catalog.table_of_index(&replace.index).ok()?,
        _ => catalog.find(operation.relations().first()?).ok()?,
    }
}

/// The column that there is not, as an English server names it: `column "x" does not exist`, `column t.x does not exist`.
fn missing_column(message: &str) -> Option<&str> {
    let name = message.strip_prefix("column ")?;
    let name = name.strip_suffix(" does not exist")?;
    let name = name.strip_suffix(" named in key").unwrap_or(name);
    let name = name.strip_prefix('"').and_then(|name| name.strip_suffix('"')).unwrap_or(name);
    Some(name.rsplit('.').next().unwrap_or(name))
}

/// That the table has no such column, in which argument it is named, and which columns there are.
fn no_column(operation: &Operation, table: &Table, column: &str) -> Option<Failure> {
    if table.has_column(column) {
        return None;
    }
    let mut there: Vec<String> = table.columns.iter().map(|column| column.name.clone()).collect();
    if let Operation::SplitColumn(split) = operation {
        // The way back is made of the new ones.
        there.extend(split.new.iter().map(|new| new.name.clone()));
    }
    let (display, column) = (table.display.clone(), column.to_string());
    let named = argument(operation, &column);
    let error = Error::from(ColumnError::NoColumn { table: display, column, there, can_be_missing: false });
    let place = named.map(|(argument, text)| {
        format!("It is named in argument \"{argument}\": {}.", one_line(text.trim(), 100))
    });
    let mut failure = error.failure();
    if let (Some(place), Some(has)) = (place, &failure.detail) {
        failure.detail = Some(format!("{place}\n{}", has.replacen("It has", "The table has", 1)));
    }
    Some(failure)
}

/// That there is no such type, operator class, access method … of a name, and in which argument it is named.
fn no_object(operation: &Operation, failure: &Failure) -> Option<Failure> {
    let function = || failure.message.strip_prefix("function ")?.split('(').next();
    let name = first_quoted(&failure.message).or_else(function)?;
    let name = name.rsplit('.').next().unwrap_or(name);
    let (argument, text) = argument(operation, name).or_else(|| named(operation, name))?;
    let place = format!("It is named in argument \"{argument}\": {}.", one_line(text.trim(), 100));
    let hint = match argument {
        "type" | "new_type" | "new_types" => "Name a type as SQL has it: text, numeric(10, 2), shop.status.",
        "method" => {
            "It is btree, hash, gist, gin, spgist or brin, or one of an extension; pg_am has them all."
        }
        "tablespace" => "Name one of those in pg_tablespace.",
        "storage_parameters" => {
            "Parameters stand as in CREATE INDEX ... WITH: fillfactor = 70, deduplicate_items = off."
        }
        _ => "",
    };
    let own = Some(hint).filter(|hint| !hint.is_empty()).map(String::from);
    let detail =
        failure.detail.iter().map(String::as_str).chain([place.as_str()]).collect::<Vec<_>>().join("\n");
    Some(Failure { detail: Some(detail), hint: failure.hint.clone().or(own), ..failure.clone() })
}

/// An argument that is a name, not SQL.
fn named<'a>(operation: &'a Operation, name: &str) -> Option<(&'static str, &'a str)> {
    let index = match operation {
        Operation::CreateIndex(create) => create,
        Operation::ReplaceIndex(replace) => &replace.wanted,
        _ => return None,
    };
    let method = [("method", index.method.as_str())];
    let all = method.into_iter().chain(index.tablespace.as_deref().map(|name| ("tablespace", name)));
    all.into_iter().find(|(_, own)| *own == name)
}

/// A default that is no value of the column's type.
fn no_value(operation: &Operation, failure: &Failure) -> Option<Failure> {
    let default = match operation {
        Operation::AddColumn(add) => add.default.as_deref()?,
        Operation::SetDefault(set) => set.default.as_deref()?,
        _ => return None,
    };
    let place = format!("It is said of argument \"default_value\": {}.", one_line(default.trim(), 100));
    let detail =
        failure.detail.iter().map(String::as_str).chain([place.as_str()]).collect::<Vec<_>>().join("\n");
    Some(Failure { detail: Some(detail), ..failure.clone() })
}

/// The argument that names a column, and its text.
fn argument<'a>(operation: &'a Operation, column: &str) -> Option<(&'static str, &'a str)> {
    let mut written = operation.written();
    if let Operation::Backfill(fill) = operation {
        let values = fill.assignments.iter().map(|one| one.expression.as_str());
        written
            .extend(values.map(|text| Written::new("assignments", crate::request::Part::Expression, text)));
    }
    let names_it = |written: &&Written| {
        tokens(written.text).iter().any(|token| matches!(token, Token::Word { text, .. } if text == column))
    };
    written.iter().find(names_it).map(|written| (written.argument, written.text))
}

/// A default that is one word would be a column; a text was meant.
fn bare_word(operation: &Operation) -> Option<String> {
    let default = match operation {
        Operation::AddColumn(add) => add.default.as_deref()?,
        Operation::SetDefault(set) => set.default.as_deref()?,
        _ => return None,
    };
    let words: Vec<Token> =
        tokens(default).into_iter().filter(|token| !matches!(token, Token::Sign('(' | ')'))).collect();
    let [Token::Word { text, quoted: false }] = words.as_slice() else { return None };
    Some(format!(
        "If the text is meant, it has quotes of its own in the argument: default_value => '''{text}'''."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::fake::Fake;

    fn told(asked: &str, sqlstate: &str, message: &str) -> (Option<String>, Option<String>) {
        let operation: Operation = serde_json::from_str(asked).unwrap();
        let failure = Failure {
            sqlstate: sqlstate.into(),
            message: message.into(),
            detail: None,
            hint: None,
            position: None,
        };
        match in_words(&operation, &Fake::new(15, "a"), Error::Server(failure)) {
            Error::Server(failure) => (failure.detail, failure.hint),
            error => panic!("{error}"),
        }
    }

    #[test]
    fn what_is_not_there_is_told_with_its_argument() {
        let add = r#"{"operation": "add_column", "table": {"schema": null, "name": "t"}, "column": "c", "data_type": "intt",
                      "default": "nosuch() + 'x'", "is_not_null": false, "collation": null, "generated": null, "identity": null, "comment": null}"#;
        let (detail, hint) = told(add, "42704", "type \"intt\" does not exist");
        assert_eq!(detail.as_deref(), Some("It is named in argument \"type\": intt."));
        assert!(hint.is_some_and(|hint| hint.starts_with("Name a type as SQL has it")));
        let (detail, hint) = told(add, "42883", "function nosuch() does not exist");
        assert_eq!(detail.as_deref(), Some("It is named in argument \"default_value\": nosuch() + 'x'."));
        assert_eq!(hint, None);
        let (detail, _) = told(add, "22P02", "invalid input syntax for type integer: \"x\"");
        assert_eq!(detail.as_deref(), Some("It is said of argument \"default_value\": nosuch() + 'x'."));
        // What no argument names is left as it is.
        assert_eq!(told(add, "42704", "role \"nobody\" does not exist"), (None, None));
    }

    #[test]
    fn the_servers_words_for_a_column() {
        let read = |message: &'static str| missing_column(message).unwrap_or_default();
        assert_eq!(read("column \"slgu\" does not exist"), "slgu");
        assert_eq!(read("column articles.slgu does not exist"), "slgu");
        assert_eq!(read("column \"slgu\" named in key does not exist"), "slgu");
        assert_eq!(read("Spalte »slgu« existiert nicht"), "");
    }
}
