//! IF EXISTS, in statements that drop something.

use super::action::{Back, Sql};

/// A statement that drops something that may not be there.
pub fn with_if_exists(back: Back) -> Back {
    match back {
        Back::Statement(sql) => {
            let text = if_exists(&sql.text);
            let schema_at = sql.schema_at.map(|schema_at| schema_at + text.len() - sql.text.len());
            Back::Statement(Sql { text, schema_at, ..sql })
        }
        Back::Clause { of, clause } => Back::Clause { of, clause: if_exists(&clause) },
        back => back,
    }
}

fn if_exists(text: &str) -> String {
    const KINDS: [&str; 28] = [
        "TEXT SEARCH CONFIGURATION",
        "TEXT SEARCH DICTIONARY",
        "SUBSCRIPTION",
        "COLLATION",
        "SERVER",
        "INDEX CONCURRENTLY",
        "INDEX",
        "MATERIALIZED VIEW",
        "FOREIGN TABLE",
        "FOREIGN DATA WRAPPER",
        "EVENT TRIGGER",
        "TABLE",
        "VIEW",
        "SEQUENCE",
        "FUNCTION",
        "PROCEDURE",
        "AGGREGATE",
        "TYPE",
        "DOMAIN",
        "SCHEMA",
        "EXTENSION",
        "TRIGGER",
        "POLICY",
        "RULE",
        "COLUMN",
        "CONSTRAINT",
        "ROLE",
        "PUBLICATION",
    ];
    let named = text.strip_prefix("DROP ").and_then(|rest| {
        KINDS.iter().find_map(|kind| Some((kind, rest.strip_prefix(kind)?.strip_prefix(' ')?)))
    });
    match named {
        Some((kind, name)) if !name.starts_with("IF EXISTS ") => format!("DROP {kind} IF EXISTS {name}"),
        _ => text.into(),
    }
}
