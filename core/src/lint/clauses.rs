//! The actions of an ALTER TABLE, as they are written: what a fix leaves, cuts out or puts behind.

use super::look::Look;
use super::subject::Subject;
use super::words::stops;
use crate::ddl::alter_table::{Action, AlterTable};
use crate::ddl::column::ColumnDef;
use crate::ddl::constraint::{Constraint, ConstraintKind};
use crate::ddl::name::TypeName;
use crate::lex::tokens::Tokens;
use crate::lock::Mode;

/// An action on a table in use, with the statement around it.
pub struct Clause<'a> {
    /// The whole statement.
    pub alter: &'a AlterTable,
    /// The action.
    pub action: &'a Action,
    /// The table.
    pub subject: Subject,
    text: &'a str,
    at: usize,
    /// Whether a safe operation can stand in its place: as a statement of the script.
    is_own: bool,
}

/// Where the parts of an ALTER TABLE stand in its text.
struct Parts {
    /// Behind the table's name.
    head: u32,
    /// The actions.
    actions: Vec<(u32, u32)>,
}

/// The words that end the type of a column that is added.
const BEHIND_TYPE: [&str; 16] = [
    "collate",
    "storage",
    "compression",
    "options",
    "not",
    "null",
    "default",
    "generated",
    "primary",
    "unique",
    "references",
    "check",
    "constraint",
    "deferrable",
    "initially",
    "using",
];

impl<'a> Look<'a> {
    /// The actions of an ALTER TABLE of a table whose rows are here and that others may use: none of a view, a foreign
    /// or a temporary table, or one that the script has made.
    pub fn clauses(&self) -> Vec<Clause<'a>> {
        let Some((alter, subject)) = self.altered() else { return Vec::new() };
        if !subject.is_shared() {
            return Vec::new();
        }
        let is_own = self.takes_operations();
        let text = self.statement().text.as_str();
        let clause = |(at, action)| Clause { alter, action, subject: subject.clone(), text, at, is_own };
        alter.actions.iter().enumerate().map(clause).collect()
    }
}

impl<'a> Clause<'a> {
    /// The column that it adds, unless that is there.
    pub fn added(&self) -> Option<&'a ColumnDef> {
        let Action::AddColumn { column, if_not_exists } = self.action else { return None };
        let is_there = || self.subject.known().is_some_and(|known| known.table.has_column(&column.name));
        (!*if_not_exists || !is_there()).then_some(column)
    }

    /// The constraint that it adds behind a column or by itself, with that column.
    pub fn constraints(&self) -> Vec<(&'a Constraint, Option<&'a ColumnDef>)> {
        match self.action {
            Action::AddConstraint { constraint } => vec![(constraint, None)],
            _ => match self.added() {
                Some(column) => column.constraints.iter().map(|each| (each, Some(column))).collect(),
                None => Vec::new(),
            },
        }
    }

    /// The lock that the statement takes.
    pub fn mode(&self) -> Mode {
        self.alter.lock.unwrap_or(Mode::AccessExclusive)
    }

    /// That lock with its table: `ACCESS EXCLUSIVE on orders (12 GB, 41 million rows)`.
    pub fn lock(&self) -> String {
        format!("{} on {}", self.mode().words(), self.subject.described())
    }

    /// What others cannot do meanwhile.
    pub fn stops(&self) -> &'static str {
        stops(self.mode())
    }

    /// The clause as it is written.
    pub fn text(&self) -> Option<&'a str> {
        let (from, to) = *self.parts()?.actions.get(self.at)?;
        self.text.get(from as usize..to as usize)
    }

    /// The type as it is written, of a column that is added or changed.
    pub fn type_text(&self, type_name: &TypeName) -> Option<&'a str> {
        let words = match self.action {
            Action::AlterColumnType { .. } => &BEHIND_TYPE[15..],
            _ => &BEHIND_TYPE[..],
        };
        let tokens = Tokens::of(self.text, false);
        let from = tokens.at(type_name.place?);
        let (from, to) = tokens.range(from, tokens.end(from, None, words))?;
        self.text.get(from as usize..to as usize)
    }

    /// What can stand in the statement's place: its other clauses, and then `sql`. None in a DO block.
    pub fn replaced_by(&self, sql: &str) -> Option<String> {
        if !self.is_own {
            return None;
        }
        if self.alter.actions.len() == 1 {
            return Some(sql.to_string());
        }
        let parts = self.parts()?;
        let others = parts.actions.iter().enumerate().filter(|(at, _)| *at != self.at);
        let others: Vec<_> =
            others.filter_map(|(_, (from, to))| self.text.get(*from as usize..*to as usize)).collect();
        let head = self.text.get(..parts.head as usize)?;
        Some(format!("{head} {};\n{sql}", others.join(", ")))
    }

    /// The same in a transaction of its own with the clause written otherwise.
    pub fn rewritten(&self, clause: &str) -> Option<String> {
        let parts = self.parts()?;
        let (from, to) = *parts.actions.get(self.at)?;
        Some(format!("{}{clause}{}", self.text.get(..from as usize)?, self.text.get(to as usize..)?))
    }

    /// What can stand in the statement's place: it without a constraint that stands behind a column, and then `sql`.
    pub fn without(&self, column: &ColumnDef, constraint: &Constraint, sql: &str) -> Option<String> {
        if !self.is_own || column.collation.is_some() {
            return None;
        }
        let from = constraint.place?;
        let (_, end) = *self.parts()?.actions.get(self.at)?;
        let is_next = |next: &&Constraint| {
            use ConstraintKind::*;
            let is_attribute = matches!(
                next.kind,
                AttributeDeferrable | AttributeNotDeferrable | AttributeDeferred | AttributeImmediate
            );
            next.place.is_some_and(|place| place > from) && !is_attribute
        };
        let next = column.constraints.iter().filter(is_next).filter_map(|next| next.place).min();
        let before = self.text.get(..from as usize)?.trim_end();
        let behind = self.text.get(next.unwrap_or(end) as usize..)?;
        let space = if next.is_some() { " " } else { "" };
        Some(format!("{before}{space}{behind};\n{sql}"))
    }

    fn parts(&self) -> Option<Parts> {
        parts(self.text).filter(|parts| parts.actions.len() == self.alter.actions.len())
    }
}

fn parts(text: &str) -> Option<Parts> {
    let tokens = Tokens::of(text, false);
    let is = |at: usize, word: &str| tokens.text(at).eq_ignore_ascii_case(word);
    let mut at = 2;
    if is(at, "if") {
        at += 2;
    }
    if is(at, "only") {
        at += 1;
    }
    if is(at, "(") {
        at = tokens.closed(at);
    } else {
        at += 1;
        while is(at, ".") {
            at += 2;
        }
    }
    if is(at, "*") {
        at += 1;
    }
    let (_, head) = tokens.range(0, at)?;
    let mut actions = Vec::new();
    loop {
        let end = tokens.end(at, None, &[]);
        actions.push(tokens.range(at, end)?);
        if tokens.text(end) != "," {
            return Some(Parts { head, actions });
        }
        at = end + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (&str, Vec<&str>) {
        let parts = parts(text).unwrap();
        let part = |(from, to): (u32, u32)| &text[from as usize..to as usize];
        (&text[..parts.head as usize], parts.actions.into_iter().map(part).collect())
    }

    #[test]
    fn an_alter_table_is_cut_at_its_commas() {
        let text = "ALTER TABLE IF EXISTS ONLY \"A, b\".c\n  ADD a numeric(10, 2) DEFAULT f(1, 2), -- one, two\n DROP COLUMN \"x,y\"";
        let (head, actions) = read(text);
        assert_eq!(head, "ALTER TABLE IF EXISTS ONLY \"A, b\".c");
        assert_eq!(actions, ["ADD a numeric(10, 2) DEFAULT f(1, 2)", "DROP COLUMN \"x,y\""]);
        assert_eq!(
            read("alter table t * set (a = 1, b = 2)"),
            ("alter table t *", vec!["set (a = 1, b = 2)"])
        );
        assert_eq!(read("ALTER TABLE ONLY (t) ALTER a TYPE int[]").1, ["ALTER a TYPE int[]"]);
    }
}
