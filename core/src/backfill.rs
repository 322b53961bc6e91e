//! A backfill: rows that are there get new values, in a loop of small transactions over the table's blocks.
//!
//! Here is what is to be done, as data, and its SQL; the loop itself is the extension's (`src/engine/backfill.rs`). Each
//! batch is an UPDATE of a range of blocks, so the whole reads every block once, needs no key, and goes on from one
//! number.

pub mod batch;

use serde::{Deserialize, Serialize};

use crate::checksum;
use crate::relation::Relation;

/// What a column is set to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// The column.
    pub column: String,
    /// The expression, as it stands behind SET; it may be DEFAULT.
    pub expression: String,
}

/// What is done about a row whose UPDATE fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OnError {
    /// The backfill stops before it, and names it.
    #[default]
    Stop,
    /// It is left as it is, and listed in `migrate.backfill_skipped`.
    Skip,
}

impl OnError {
    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            OnError::Stop => "stop",
            OnError::Skip => "skip",
        }
    }
}

/// How it is known that a row is done once it was changed: that [`Backfill::rest`] does not hold of it any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Settled {
    /// It follows from what is set.
    #[default]
    Known,
    /// It must be seen of each row that is changed. Where it is not so, one cannot look for what is left.
    Seen,
    /// The same, and where it is not so, the backfill stops: what is set depends on what was there, and a row that others
    /// write meanwhile would be changed twice.
    Required,
}

/// What a backfill does. What is done twice to a row must be the same as done once: a row that others write meanwhile
/// may be met again in another place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backfill {
    /// The table, with all that inherits from it.
    pub table: Relation,
    /// What is set; never empty.
    pub assignments: Vec<Assignment>,
    /// Which rows; none for all.
    #[serde(default)]
    pub condition: Option<String>,
    /// What tells a row that is still to be done, by looking at it. One that others write meanwhile moves to another
    /// block, where the pass may have been: with this the backfill looks again until there is none. None where triggers
    /// see to every later write, or where it cannot be told.
    #[serde(default)]
    pub rest: Option<String>,
    /// How it is known that a row which was changed is done.
    #[serde(default)]
    pub settled: Settled,
    /// What about a row that fails.
    #[serde(default)]
    pub on_error: OnError,
    /// How many workers; 0 is one.
    #[serde(default)]
    pub parallel: u32,
    /// An expression, such as a query in parentheses; while it is true, no batch begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait_while: Option<String>,
}

/// A range of blocks of one table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Blocks {
    /// The first.
    pub from: u32,
    /// The first one behind it.
    pub to: u32,
}

impl Backfill {
    /// One worker, stopping at a row that fails, and nothing to look at afterwards.
    pub fn new(table: Relation, assignments: Vec<Assignment>, condition: Option<String>) -> Self {
        let (rest, settled) = (None, Settled::Known);
        let (on_error, parallel, wait_while) = (OnError::Stop, 1, None);
        Backfill { table, assignments, condition, rest, settled, on_error, parallel, wait_while }
    }

    /// The same with a predicate for the rows that are still to be done.
    #[must_use]
    pub fn with_rest(mut self, rest: Option<String>) -> Self {
        self.rest = rest;
        self
    }

    /// The SET list; `quote` makes an identifier of a name.
    pub fn set_list(&self, quote: impl Fn(&str) -> String) -> String {
        let one = |assignment: &Assignment| {
            format!("{} = {}", quote(&assignment.column), closed(&assignment.expression))
        };
        self.assignments.iter().map(one).collect::<Vec<_>>().join(", ")
    }

    /// The one statement that would do the same, as psql can run it.
    pub fn statement(&self, table: &str, quote: impl Fn(&str) -> String) -> String {
        let filter = self.condition.as_ref().map(|condition| format!(" WHERE {}", closed(condition)));
        format!("UPDATE {table} SET {}{}", self.set_list(quote), filter.unwrap_or_default())
    }

    /// The statement of one batch. `alias` is what expressions may call the table, which may be a partition.
    pub fn batch(&self, table: &str, set: &str, blocks: Blocks, filter: Option<&str>) -> String {
        format!(
            "UPDATE ONLY {table} SET {set} WHERE ctid OPERATOR(pg_catalog.>=) '({},0)'::pg_catalog.tid \
             AND ctid OPERATOR(pg_catalog.<) '({},0)'::pg_catalog.tid{}",
            blocks.from,
            blocks.to,
            also(filter)
        )
    }

    /// A batch, as a query for how many rows it changed and of how many of them `rest` holds still.
    pub fn proving(batch: &str, rest: &str) -> String {
        format!(
            "WITH changed AS ({batch} RETURNING ({}) AS still) SELECT pg_catalog.count(*), \
             pg_catalog.count(*) FILTER (WHERE still) FROM changed",
            closed(rest)
        )
    }

    /// The same for one row.
    pub fn row(&self, table: &str, set: &str, ctid: &str, filter: Option<&str>) -> String {
        format!(
            "UPDATE ONLY {table} SET {set} WHERE ctid OPERATOR(pg_catalog.=) '{ctid}'::pg_catalog.tid{}",
            also(filter)
        )
    }

    /// What tells this backfill of a table from others: an unfinished one goes on only where all of that is the same.
    /// `session` is what else its expressions mean something by: role, search path, the columns' numbers.
    pub fn fingerprint(&self, session: &str) -> String {
        let set = self.set_list(|name| format!("\"{name}\""));
        checksum::of_text(&format!("{set}\n{}\n{session}", self.condition.as_deref().unwrap_or_default()))
    }
}

impl Blocks {
    /// The same range cut in two; none of one block.
    pub fn halves(self) -> Option<(Blocks, Blocks)> {
        let middle = self.from + (self.to - self.from) / 2;
        (middle > self.from).then_some((Blocks { to: middle, ..self }, Blocks { from: middle, ..self }))
    }
}

fn also(filter: Option<&str>) -> String {
    filter.map(|filter| format!(" AND ({})", closed(filter))).unwrap_or_default()
}

/// What asks whether a backfill is to wait, of a query or an expression that a user wrote; as an expression.
pub fn asking(query: &str) -> String {
    format!("({})", closed(query))
}

/// A user's expression, of which a comment at the end takes nothing that follows.
pub fn closed(expression: &str) -> String {
    if expression.contains("--") { format!("{expression}\n") } else { expression.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn backfill(condition: Option<&str>) -> Backfill {
        let set = |column: &str, expression: &str| Assignment {
            column: column.into(),
            expression: expression.into(),
        };
        Backfill::new(
            Relation { schema: None, name: "t".into() },
            vec![set("a", "lower(b)"), set("C", "1 -- one")],
            condition.map(str::to_string),
        )
    }

    fn quote(name: &str) -> String {
        format!("\"{name}\"")
    }

    #[test]
    fn the_whole_reads_as_one_statement() {
        assert_eq!(
            backfill(Some("a IS NULL")).statement("s.t", quote),
            "UPDATE s.t SET \"a\" = lower(b), \"C\" = 1 -- one\n WHERE a IS NULL"
        );
        assert_eq!(
            backfill(None).statement("s.t", quote),
            "UPDATE s.t SET \"a\" = lower(b), \"C\" = 1 -- one\n"
        );
    }

    #[test]
    fn a_batch_is_a_range_of_blocks() {
        let blocks = Blocks { from: 3, to: 7 };
        assert_eq!(
            backfill(None).batch("s.t", "a = 1", blocks, Some("x OR y -- why")),
            "UPDATE ONLY s.t SET a = 1 WHERE ctid OPERATOR(pg_catalog.>=) '(3,0)'::pg_catalog.tid \
             AND ctid OPERATOR(pg_catalog.<) '(7,0)'::pg_catalog.tid AND (x OR y -- why\n)"
        );
    }

    #[test]
    fn halves_lose_no_block() {
        let blocks = Blocks { from: 3, to: 8 };
        assert_eq!(blocks.halves(), Some((Blocks { from: 3, to: 5 }, Blocks { from: 5, to: 8 })));
        assert_eq!(Blocks { from: 3, to: 4 }.halves(), None);
    }

    #[test]
    fn another_condition_is_another_backfill() {
        let one = backfill(Some("a IS NULL"));
        assert_eq!(
            one.fingerprint("me"),
            backfill(Some("a IS NULL")).with_rest(Some("x".into())).fingerprint("me")
        );
        assert_ne!(one.fingerprint("me"), backfill(None).fingerprint("me"));
        assert_ne!(one.fingerprint("me"), one.fingerprint("you"));
    }
}
