//! A backfill's SQL: the statement for a batch, and the one that would do the same.

use super::{Assignment, Backfill};
use crate::checksum;

/// A range of blocks of one table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Blocks {
    /// The first.
    pub from: u32,
    /// The first one behind it.
    pub to: u32,
}

impl Backfill {
    /// The SET list; `quote` makes an identifier of a name.
    pub fn set_list(&self, quote: impl Fn(&str) -> String) -> String {
        let one = |assignment: &Assignment| {
            format!("{} = {}", quote(&assignment.column), closed(&assignment.expression))
        };
        self.assignments.iter().map(one).collect::<Vec<_>>().join(", ")
    }

    /// The one statement that would do the same, as psql can run it.
    pub fn statement(&self, table: &str, quote: impl Fn(&str) -> String) -> String {
        if !self.made.is_empty() {
            let row = quote(self.row.as_deref().unwrap_or(&self.table.name));
            return self.making((table, &row), &quote, self.condition.as_deref(), None);
        }
        let filter = self.condition.as_ref().map(|condition| format!(" WHERE {}", closed(condition)));
        let row = self.row.as_ref().filter(|row| **row != self.table.name);
        let row = row.map(|row| format!(" AS {}", quote(row))).unwrap_or_default();
        format!("UPDATE {table}{row} SET {}{}", self.set_list(&quote), filter.unwrap_or_default())
    }

    /// The statement of one batch; `table` may be a partition.
    pub fn batch(&self, table: &str, set: &str, blocks: Blocks, filter: Option<&str>) -> String {
        format!(
            "UPDATE ONLY {table} SET {set} WHERE ctid OPERATOR(pg_catalog.>=) '({},0)'::pg_catalog.tid \
             AND ctid OPERATOR(pg_catalog.<) '({},0)'::pg_catalog.tid{}",
            blocks.from,
            blocks.to,
            also(filter)
        )
    }

    /// The same for one row.
    pub fn row(&self, table: &str, set: &str, ctid: &str, filter: Option<&str>) -> String {
        format!(
            "UPDATE ONLY {table} SET {set} WHERE ctid OPERATOR(pg_catalog.=) '{ctid}'::pg_catalog.tid{}",
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

    /// Tells this backfill of a table from others: an unfinished one goes on only where this is the same. `session` is
    /// what else decides what its expressions mean: role, search path, the columns' numbers.
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

/// The expression that asks whether a backfill is to wait, made of a query or an expression that a user wrote.
pub fn asking(query: &str) -> String {
    format!("({})", closed(query))
}

/// A user's expression, closed so that a comment at its end does not take in what follows.
pub fn closed(expression: &str) -> String {
    if expression.contains("--") { format!("{expression}\n") } else { expression.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relation::Relation;

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
    fn a_table_that_was_renamed_keeps_its_name_in_expressions() {
        let one = backfill(None).named("t").statement("s.t", quote);
        assert_eq!(one, backfill(None).statement("s.t", quote));
        let other = backfill(None).named("before").statement("s.t", quote);
        assert!(other.starts_with("UPDATE s.t AS \"before\" SET"), "{other}");
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
