//! Checks of a table's rows: how they are written, and the SQL that counts the rows that fail.
//!
//! Expressions are put into SQL as they are. Before it is run, the server's parser must have seen that each is one
//! expression and nothing else.

use serde_json::{Map, Value};

use crate::error::{Result, TestingError};

/// A check that every row must pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What it is called; its expression, where it was given no name.
    pub name: Option<String>,
    /// What must hold.
    pub test: Test,
}

/// What must hold for a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// An expression.
    Expression(String),
    /// A column, and what follows it in an expression: `IN ('low', 'high')`.
    Column {
        /// The column's name.
        column: String,
        /// What follows it.
        constraint: String,
    },
}

/// Reads checks: an object of names and expressions; or an array of expressions, of the guide's
/// `{"column": …, "constraint": …}`, or of `{"check": …}`, the last two with a name if wanted.
///
/// # Errors
///
/// [`TestingError::Checks`] and [`TestingError::CheckForm`].
pub fn read(checks: &Value) -> Result<Vec<Check>> {
    match checks {
        Value::Object(named) => {
            named.iter().map(|(name, value)| expression(name, Some(name.clone()), value)).collect()
        }
        Value::Array(list) => {
            list.iter().zip(1..).map(|(value, place)| element(&format!("number {place}"), value)).collect()
        }
        other => Err(TestingError::Checks { found: kind(other) }.into()),
    }
}

fn element(place: &str, value: &Value) -> Result<Check> {
    let Value::Object(fields) = value else { return expression(place, None, value) };
    let name = match fields.get("name") {
        Some(Value::String(name)) => Some(name.clone()),
        Some(_) => return malformed(place, "has a name that is not a string"),
        None => None,
    };
    let place = name.clone().unwrap_or_else(|| place.into());
    let place = place.as_str();
    if let Some(unknown) = fields.keys().find(|key| !is_known(key)) {
        return malformed(place, &format!("has a field \"{unknown}\", which means nothing"));
    }
    match (fields.get("check"), field(fields, "column"), field(fields, "constraint")) {
        (Some(value), None, None) => expression(place, name, value),
        (None, Some(column), Some(constraint)) => {
            Ok(Check { name, test: Test::Column { column: column.into(), constraint: constraint.into() } })
        }
        _ => malformed(place, "needs a \"check\", or a \"column\" and a \"constraint\", as strings"),
    }
}

fn is_known(key: &str) -> bool {
    matches!(key, "name" | "check" | "column" | "constraint")
}

fn field<'a>(fields: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    fields.get(name)?.as_str()
}

fn expression(place: &str, name: Option<String>, value: &Value) -> Result<Check> {
    match value {
        Value::String(text) if text.trim().is_empty() => malformed(place, "is empty"),
        Value::String(text) => Ok(Check { name, test: Test::Expression(text.clone()) }),
        _ => malformed(place, "must be a string with an SQL expression"),
    }
}

fn malformed<T>(check: &str, problem: &str) -> Result<T> {
    Err(TestingError::CheckForm { check: check.into(), problem: problem.into() }.into())
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// What names a row in the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// These columns, quoted: the primary key.
    Columns(Vec<String>),
    /// The place of the row; with the table's name where there are several of them.
    Place {
        /// Whether the rows are of several tables.
        several: bool,
    },
    /// The row itself, cut off: it has no place. The relation's name, quoted.
    Row(String),
}

impl Key {
    fn sql(&self) -> String {
        match self {
            Key::Columns(columns) if columns.len() == 1 => format!("{}::pg_catalog.text", columns[0]),
            Key::Columns(columns) => format!("ROW({})::pg_catalog.text", columns.join(", ")),
            Key::Place { several: false } => "ctid::pg_catalog.text".into(),
            Key::Place { several: true } => {
                "pg_catalog.concat(tableoid::pg_catalog.regclass, ' ', ctid)".into()
            }
            Key::Row(name) => format!("pg_catalog.left({name}::pg_catalog.text, 60)"),
        }
    }
}

/// A row fails where the expression is false; null passes, as in a CHECK constraint. The line break ends a comment.
fn fails(expression: &str) -> String {
    format!("({expression}\n) IS FALSE")
}

/// SQL that evaluates nothing, and fails where the expression cannot be evaluated. `relation` is quoted.
pub fn probe(relation: &str, expression: &str) -> String {
    format!("{}{} LIMIT 0", probe_head(relation), fails(expression))
}

/// How many characters stand before the expression in [`probe`].
pub fn probe_offset(relation: &str) -> u32 {
    probe_head(relation).chars().count() as u32 + 1
}

fn probe_head(relation: &str) -> String {
    format!("SELECT 1 FROM {relation} WHERE ")
}

/// SQL that reads the table once: an array of the number of rows, and of those that fail each of the expressions.
pub fn counts<'a>(relation: &str, expressions: impl IntoIterator<Item = &'a str>) -> String {
    let mut sql = "SELECT ARRAY[pg_catalog.count(*)".to_string();
    for expression in expressions {
        sql.push_str(&format!(", pg_catalog.count(*) FILTER (WHERE {})", fails(expression)));
    }
    format!("{sql}]::pg_catalog.int8[] FROM {relation}")
}

/// How many keys of rows that fail a check are told.
pub const SAMPLES: u32 = 5;

/// SQL that finds the keys of some rows that fail.
pub fn samples(relation: &str, key: &Key, expression: &str) -> String {
    format!("SELECT {} FROM {relation} WHERE {} LIMIT {SAMPLES}", key.sql(), fails(expression))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn named(name: Option<&str>, text: &str) -> Check {
        Check { name: name.map(str::to_string), test: Test::Expression(text.into()) }
    }

    #[test]
    fn reads_every_form() {
        assert_eq!(
            read(&json!({"set": "a IS NOT NULL", "b": "a > 0"})),
            Ok(vec![named(Some("b"), "a > 0"), named(Some("set"), "a IS NOT NULL")])
        );
        let column = Test::Column { column: "a".into(), constraint: "> 0".into() };
        assert_eq!(
            read(&json!([
                "a > 0",
                {"check": "a < 9", "name": "small"},
                {"column": "a", "constraint": "> 0"}
            ])),
            Ok(vec![named(None, "a > 0"), named(Some("small"), "a < 9"), Check { name: None, test: column }])
        );
        assert_eq!(read(&json!({})), Ok(vec![]));
    }

    #[test]
    fn refuses_what_is_no_check() {
        for wrong in [
            json!("a > 0"),
            json!(null),
            json!({"x": 1}),
            json!({"x": {"check": "true"}}),
            json!({"x": " "}),
            json!([1]),
            json!([{}]),
            json!([{"column": "a"}]),
            json!([{"column": "a", "constraint": 1}]),
            json!([{"column": "a", "constraint": "> 0", "check": "true"}]),
            json!([{"check": "true", "name": 1}]),
            json!([{"chek": "true"}]),
        ] {
            let error = read(&wrong).expect_err(&wrong.to_string());
            assert_eq!(error.sqlstate(), "22023", "{wrong}");
        }
    }

    #[test]
    fn the_expression_is_where_the_probe_says() {
        let sql = probe("\"Ä\".t", "a > 0 -- x");
        let at = probe_offset("\"Ä\".t") as usize;
        assert!(sql.chars().skip(at).collect::<String>().starts_with("a > 0 -- x\n) IS FALSE"), "{sql}");
    }
}
