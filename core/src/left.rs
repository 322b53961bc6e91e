//! What a script has left in its session by the end of a unit, and which later units need it.
//!
//! A run that goes on in another session takes settings and role over by SET. What cannot be made again there, such as
//! a temporary table with its rows, is named, and a unit that needs it is not run.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::code::{Token, tokens};
use crate::plan::Unit;
use crate::statement::Statement;

/// The session as a unit leaves it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Left {
    /// The settings that decide what names and values mean, such as `search_path`, as they were in the session in which
    /// the run began.
    pub base: BTreeMap<String, String>,
    /// What the script has set.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub set: BTreeMap<String, String>,
    /// What the caller had set, and the script has reset.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub reset: BTreeSet<String>,
    /// The session user, if the script has made it another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorization: Option<String>,
    /// The role, if the script has made it another; `none` is the session user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// What no other session has.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub things: Vec<Thing>,
}

/// Something that lasts as long as its session.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Thing {
    /// What it is.
    pub kind: Kind,
    /// Its name; of a lock, its number or numbers.
    pub name: String,
    /// The unit that has left it.
    #[serde(default)]
    pub unit: u32,
}

/// What a [`Thing`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A table in `pg_temp`.
    Table,
    /// A view in `pg_temp`.
    View,
    /// A sequence in `pg_temp`.
    Sequence,
    /// A function or procedure in `pg_temp`.
    Routine,
    /// A type in `pg_temp`.
    Type,
    /// PREPARE.
    Statement,
    /// DECLARE … WITH HOLD.
    Cursor,
    /// `pg_advisory_lock`.
    Lock,
}

impl Thing {
    /// `temporary table "scratch"`.
    pub fn in_words(&self) -> String {
        let what = match self.kind {
            Kind::Table => "temporary table",
            Kind::View => "temporary view",
            Kind::Sequence => "temporary sequence",
            Kind::Routine => "temporary function",
            Kind::Type => "temporary type",
            Kind::Statement => "prepared statement",
            Kind::Cursor => "cursor",
            Kind::Lock => return format!("session lock {}", self.name),
        };
        format!("{what} \"{}\"", self.name)
    }
}

/// Settings that say what a script's names and values mean, rather than how fast it runs or how long it waits.
pub fn says_what_is_meant(setting: &str) -> bool {
    const MEANING: [&str; 26] = [
        "array_nulls",
        "backslash_quote",
        "bytea_output",
        "check_function_bodies",
        "createrole_self_grant",
        "datestyle",
        "default_table_access_method",
        "default_tablespace",
        "default_text_search_config",
        "default_toast_compression",
        "escape_string_warning",
        "extra_float_digits",
        "intervalstyle",
        "lc_monetary",
        "lc_numeric",
        "lc_time",
        "quote_all_identifiers",
        "row_security",
        "search_path",
        "session_replication_role",
        "standard_conforming_strings",
        "timezone",
        "timezone_abbreviations",
        "transform_null_equals",
        "xmlbinary",
        "xmloption",
    ];
    let setting = setting.to_ascii_lowercase();
    // A project's own (app.tenant) say who it works for; ours, how it is worked.
    MEANING.contains(&setting.as_str()) || setting.contains('.') && !setting.starts_with("migrate.")
}

/// A statement that needs something of a session which is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need<'a> {
    /// What.
    pub thing: &'a Thing,
    /// The statement.
    pub statement: &'a Statement,
    /// Whether it names it; otherwise it runs code that may.
    pub is_named: bool,
}

/// The first statement of `units` that needs one of `things`, or runs code that may. Of some functions' names,
/// `foreign` gives back those that are not the server's own.
pub fn need<'a>(
    units: &'a [Unit],
    things: &'a [Thing],
    foreign: impl FnOnce(&[String]) -> Vec<String>,
) -> Option<Need<'a>> {
    let first = things.first()?;
    let statements: Vec<(&Statement, bool, Vec<Token>)> = units
        .iter()
        .flat_map(|unit| {
            unit.steps().iter().map(move |step| (step.source(), matches!(unit, Unit::Operation(_))))
        })
        .map(|(statement, is_operation)| (statement, is_operation, tokens(&statement.text)))
        .collect();
    let mut called: Vec<String> = Vec::new();
    // What these units make themselves is in no catalog yet.
    let mut made: Vec<String> = Vec::new();
    for (statement, _, tokens) in &statements {
        let names: Vec<String> = calls(tokens).into_iter().map(|call| call.name).collect();
        if makes_function(statement) { made.extend(names.into_iter().take(1)) } else { called.extend(names) }
    }
    called.sort();
    called.dedup();
    let mut foreign = if called.is_empty() { Vec::new() } else { foreign(&called) };
    foreign.extend(made);
    statements.iter().find_map(|(statement, is_operation, tokens)| {
        let named = things.iter().find(|thing| names(tokens, thing));
        let thing = named.unwrap_or(first);
        (named.is_some() || is_opaque(statement, *is_operation, tokens, &foreign)).then_some(Need {
            thing,
            statement,
            is_named: named.is_some(),
        })
    })
}

fn makes_function(statement: &Statement) -> bool {
    matches!(statement.tag.as_str(), "CREATE FUNCTION" | "CREATE PROCEDURE")
}

/// Whether it runs code, and its own text does not say what that code names.
fn is_opaque(statement: &Statement, is_operation: bool, tokens: &[Token], foreign: &[String]) -> bool {
    /// They name functions and call none.
    const NO_CALL: [&str; 12] = [
        "CREATE FUNCTION",
        "CREATE PROCEDURE",
        "CREATE AGGREGATE",
        "ALTER FUNCTION",
        "ALTER PROCEDURE",
        "ALTER ROUTINE",
        "DROP FUNCTION",
        "DROP PROCEDURE",
        "DROP ROUTINE",
        "COMMENT",
        "GRANT",
        "REVOKE",
    ];
    let tag = statement.tag.as_str();
    if matches!(tag, "DO" | "CALL" | "EXECUTE") {
        return true;
    }
    if NO_CALL.contains(&tag) {
        return false;
    }
    calls(tokens).iter().any(|call| match call.schema.as_deref() {
        Some("pg_catalog") => false,
        // Whether it is the server's is known by its name alone where there is no schema.
        None => foreign.contains(&call.name),
        Some("migrate") if is_operation => false,
        // `INSERT INTO app.items (id)` looks like a call, and is one only if there is such a function.
        Some(_) => foreign.contains(&call.name),
    })
}

/// What reads like a call.
struct Call {
    schema: Option<String>,
    name: String,
}

fn calls(tokens: &[Token]) -> Vec<Call> {
    let word = |at: usize| match tokens.get(at) {
        Some(Token::Word { text, .. }) => Some(text),
        _ => None,
    };
    (1..tokens.len())
        .filter(|at| tokens[*at] == Token::Sign('('))
        .filter_map(|at| {
            let name = word(at - 1)?.clone();
            let is_dotted = at > 2 && tokens[at - 2] == Token::Sign('.');
            Some(Call { schema: if is_dotted { word(at - 3).cloned() } else { None }, name })
        })
        .collect()
}

/// Whether a statement names something, as a word or in a string such as `nextval('numbers')`.
fn names(tokens: &[Token], thing: &Thing) -> bool {
    if thing.kind == Kind::Lock {
        let is_of_locks =
            |text: &str| text.starts_with("pg_advisory_") || text.starts_with("pg_try_advisory_");
        return tokens.iter().any(|token| matches!(token, Token::Word { text, .. } if is_of_locks(text)));
    }
    let is_schema = |at: usize| {
        // pg_temp.scratch, and scratch.column; but not app.scratch.
        let before = at.checked_sub(2).and_then(|before| tokens.get(before));
        let is_dotted = at > 0 && tokens[at - 1] == Token::Sign('.');
        !is_dotted || matches!(before, Some(Token::Word { text, .. }) if text.starts_with("pg_temp"))
    };
    tokens.iter().enumerate().any(|(at, token)| match token {
        Token::Word { text, .. } => *text == thing.name && is_schema(at),
        Token::Literal(text) => {
            let text = text.strip_prefix("pg_temp.").unwrap_or(text);
            text.trim_matches('"') == thing.name
        }
        Token::Sign(_) => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Step, Transaction};
    use crate::statement::Class;

    fn unit(tag: &str, text: &str) -> Unit {
        let statement = Statement {
            number: 2,
            text: text.into(),
            start: 0,
            line: 1,
            column: 1,
            tag: tag.into(),
            class: Class::Ordinary,
            tables: Default::default(),
            locks: Default::default(),
            bearing: None,
            what: String::new(),
            on_failure: None,
        };
        Unit::Transaction(Transaction { steps: vec![Step::statement(statement)], ..Transaction::default() })
    }

    fn thing(kind: Kind, name: &str) -> Thing {
        Thing { kind, name: name.into(), unit: 1 }
    }

    /// Whether a statement needs a thing: `named`, `may`, or not.
    fn needs(kind: Kind, tag: &str, text: &str) -> &'static str {
        let units = [unit(tag, text)];
        let name = if kind == Kind::Lock { "42" } else { "scratch" };
        let things = [thing(kind, name)];
        let foreign = |names: &[String]| names.iter().filter(|name| *name == "mine").cloned().collect();
        match need(&units, &things, foreign) {
            Some(need) if need.is_named => "named",
            Some(_) => "may",
            None => "no",
        }
    }

    #[test]
    fn a_name_is_found_wherever_it_stands() {
        let table = |text| needs(Kind::Table, "SELECT", text);
        assert_eq!(table("SELECT * FROM scratch"), "named");
        assert_eq!(table("SELECT scratch.id FROM Scratch"), "named");
        assert_eq!(table("INSERT INTO t SELECT id FROM pg_temp.scratch"), "named");
        assert_eq!(table("DROP TABLE IF EXISTS \"scratch\""), "named");
        assert_eq!(table("SELECT 'scratch'::regclass"), "named");
        assert_eq!(needs(Kind::Sequence, "SELECT", "SELECT nextval('pg_temp.scratch')"), "named");
        assert_eq!(needs(Kind::Statement, "EXECUTE", "EXECUTE scratch(1)"), "named");
        assert_eq!(needs(Kind::Cursor, "FETCH", "FETCH 1 FROM scratch"), "named");
        assert_eq!(needs(Kind::Type, "CREATE TABLE", "CREATE TABLE t (a scratch)"), "named");
        assert_eq!(needs(Kind::Lock, "SELECT", "SELECT pg_advisory_unlock(42)"), "named");
    }

    #[test]
    fn another_of_the_name_is_not_it() {
        let table = |text| needs(Kind::Table, "SELECT", text);
        assert_eq!(table("SELECT * FROM app.scratch"), "no");
        assert_eq!(table("SELECT * FROM scratches"), "no");
        assert_eq!(table("SELECT * FROM \"Scratch\""), "no");
        assert_eq!(table("SELECT 1 -- scratch"), "no");
        assert_eq!(table("SELECT 'from scratch'"), "no");
        assert_eq!(needs(Kind::Lock, "SELECT", "SELECT 42"), "no");
    }

    #[test]
    fn code_that_is_not_in_the_text_may_need_it() {
        let table = |tag, text| needs(Kind::Table, tag, text);
        assert_eq!(table("DO", "DO $$BEGIN NULL; END$$"), "may");
        assert_eq!(table("CALL", "CALL work()"), "may");
        assert_eq!(table("EXECUTE", "EXECUTE other"), "may");
        assert_eq!(table("SELECT", "SELECT mine(1)"), "may");
        assert_eq!(table("ALTER TABLE", "ALTER TABLE t ALTER a TYPE int USING app.mine(a)"), "may");
        assert_eq!(table("SELECT", "SELECT now(), pg_catalog.mine()"), "no");
        assert_eq!(table("INSERT", "INSERT INTO app.t (a) VALUES (lower('x'))"), "no");
        assert_eq!(
            table("CREATE FUNCTION", "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'"),
            "no"
        );
        assert_eq!(table("GRANT", "GRANT EXECUTE ON FUNCTION mine(int) TO app"), "no");
    }

    #[test]
    fn a_function_that_the_units_make_themselves_counts() {
        let units = [
            unit("CREATE FUNCTION", "CREATE FUNCTION fresh() RETURNS int LANGUAGE sql AS 'SELECT 1'"),
            unit("SELECT", "SELECT fresh()"),
        ];
        let things = [thing(Kind::Table, "scratch")];
        assert_eq!(need(&units, &things, |_| vec![]).map(|need| need.statement.tag.as_str()), Some("SELECT"));
    }

    #[test]
    fn without_anything_left_nothing_is_needed() {
        assert_eq!(need(&[unit("DO", "DO ''")], &[], |_| vec![]), None);
    }

    #[test]
    fn what_is_meant_is_told_from_how_it_is_done() {
        assert!(says_what_is_meant("search_path") && says_what_is_meant("TimeZone"));
        assert!(says_what_is_meant("app.tenant"));
        assert!(!says_what_is_meant("work_mem") && !says_what_is_meant("migrate.lock_wait"));
    }

    #[test]
    fn it_survives_being_stored() {
        let left = Left {
            base: BTreeMap::from([("search_path".into(), "app".into())]),
            set: BTreeMap::from([("work_mem".into(), "64MB".into())]),
            reset: BTreeSet::from(["datestyle".into()]),
            authorization: None,
            role: Some("owner".into()),
            things: vec![thing(Kind::Lock, "42")],
        };
        let stored = serde_json::to_string(&left).unwrap();
        assert_eq!(serde_json::from_str::<Left>(&stored).unwrap(), left);
        assert_eq!(serde_json::from_str::<Left>("{}").unwrap(), Left::default());
    }
}
