//! A column that is converted from another one: the column of the new type, and, when that has taken the place, the one
//! of the old type.
//!
//! A value is converted where it changes. What was there may be more than a conversion gives, and stays. A value that
//! cannot be converted stops nobody who writes: it is NULL in the column that follows, until somebody has to know, and
//! the trigger is made strict.
//!
//! A conversion that depends on settings runs under those of who asked for the change, whoever writes. One that does not
//! has none, which each write would pay for.

use super::both::RAISED;
use super::reads::reads;
use super::{Event, On, Triggers};
use crate::backfill::closed;
use crate::error::Result;
use crate::facts::{Catalog, Table};
use crate::name::Quoting;
use crate::plan::draft::Draft;
use crate::request::Scope;
use crate::steps::stored;

/// How a value becomes one of another type, where no expression says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cast {
    /// As it is assigned: too long a text is an error.
    Assigned,
    /// Only where it is asked for.
    Explicit,
}

/// A column that follows another one.
pub(crate) struct Follow<'a> {
    /// The change's token.
    pub(crate) token: &'a str,
    /// The column that the change is about.
    pub(crate) column: &'a str,
    /// What the triggers hand over: what the columns beside it are called, then [`Follow::read_by`].
    pub(crate) arguments: Vec<String>,
    pub(crate) from: String,
    pub(crate) to: String,
    /// The types of both.
    pub(crate) from_type: String,
    pub(crate) data_type: String,
    /// Its value; the other column's if there is none.
    pub(crate) expression: Option<String>,
    pub(crate) cast: Cast,
    /// What the table is called in the expression.
    pub(crate) row: &'a str,
    /// Under what the conversion means something; none where it means the same everywhere.
    pub(crate) scope: Option<&'a Scope>,
    /// Whether a value that cannot be had is NULL instead of an error.
    pub(crate) is_lenient: bool,
    /// Whether no expression says what becomes of a value, neither forth nor back.
    pub(crate) is_plain: bool,
}

/// Whether every value of a type has one of the other, and another value another one.
fn is_wider(from: &str, to: &str) -> bool {
    const WIDER: [(&str, &[&str]); 5] = [
        ("smallint", &["integer", "bigint", "numeric", "text"]),
        ("integer", &["bigint", "numeric", "text"]),
        ("bigint", &["numeric", "text"]),
        ("uuid", &["text"]),
        ("character varying", &["text"]),
    ];
    let base = from.split_once('(').map_or(from, |(base, _)| base);
    WIDER.iter().any(|(narrow, wide)| *narrow == base && wide.contains(&to))
}

/// In place of columns: expressions read all of the row.
const ALL: &str = "*";

/// The columns that expressions may read.
pub(crate) fn read_by(table: &Table, row: &str, expressions: &[Option<&str>]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for expression in expressions.iter().flatten() {
        let read = reads(table, row, expression);
        if read.len() == table.columns.len() && read.len() > 1 {
            return vec![ALL.into()];
        }
        all.extend(
            read.into_iter()
                .filter(|one| !all.iter().any(|there| there == one))
                .map(String::from)
                .collect::<Vec<_>>(),
        );
    }
    all
}

impl Follow<'_> {
    /// The value, from the columns of a row.
    pub(crate) fn value(&self, names: &dyn Quoting) -> String {
        let from = names.quote(&self.from);
        match (&self.expression, self.cast) {
            (Some(expression), _) => expression.clone(),
            (None, Cast::Assigned) => from,
            (None, Cast::Explicit) => format!("CAST({from} AS {})", self.data_type),
        }
    }

    /// The same as one of its type.
    pub(crate) fn typed(&self, names: &dyn Quoting) -> String {
        format!("CAST(({}) AS {})", closed(&self.value(names)), self.data_type)
    }

    /// That there is a value to be had.
    pub(crate) fn has_value(&self, names: &dyn Quoting) -> String {
        match &self.expression {
            Some(expression) => stored::has_value(&format!("({})", closed(expression))),
            None => stored::has_value(&names.quote(&self.from)),
        }
    }

    /// Whether there are values that cannot be converted.
    pub(crate) fn can_fail(&self) -> bool {
        self.expression.is_some() || !is_wider(&self.from_type, &self.data_type)
    }

    /// The condition in which the trigger has something to do: that the columns are not what follows from one another.
    /// A backfill, and whoever changes other columns, do not pay for it then. It must not fail, so only the cast to the
    /// wider type is asked, be it that of the way forth or of the way back: the server keeps the condition by the
    /// columns' numbers, so it stays the same when they change places.
    fn when(&self, names: &dyn Quoting) -> Option<String> {
        let new = |column: &str| format!("NEW.{}", names.quote(column));
        let cast = |value: String, to: &str| format!("CAST({value} AS {to})");
        let (from, to) = (new(&self.from), new(&self.to));
        if !self.is_plain {
            None
        } else if is_wider(&self.from_type, &self.data_type) {
            Some(stored::differ_of(&self.data_type, &to, &cast(from, &self.data_type)))
        } else if is_wider(&self.data_type, &self.from_type) {
            Some(stored::differ_of(&self.from_type, &from, &cast(to, &self.from_type)))
        } else {
            None
        }
    }

    fn body(&self, names: &dyn Quoting) -> String {
        let (from, to) = (names.quote(&self.from), names.quote(&self.to));
        let assign = match (&self.expression, self.cast) {
            (Some(expression), _) => format!(
                "SELECT {} INTO NEW.{to} FROM (SELECT NEW.*) AS {};",
                closed(expression),
                names.quote(self.row)
            ),
            (None, Cast::Assigned) => format!("NEW.{to} := NEW.{from};"),
            (None, Cast::Explicit) => format!("NEW.{to} := CAST(NEW.{from} AS {});", self.data_type),
        };
        let assign = match self.is_lenient && self.can_fail() {
            true => format!(
                "BEGIN
        {assign}
    EXCEPTION WHEN {RAISED} THEN
        RAISE;
    WHEN OTHERS THEN
        NEW.{to} := NULL;
    END;"
            ),
            false => assign,
        };
        let read = self.arguments.get(2..).unwrap_or_default();
        let unchanged = match read.iter().any(|one| one == ALL) {
            true => String::new(),
            false => {
                let others = read.iter().filter(|one| **one != self.from && **one != self.to);
                let all: Vec<String> =
                    std::iter::once(from).chain(others.map(|one| names.quote(one))).collect();
                let of =
                    |row: &str| all.iter().map(|one| format!("{row}.{one}")).collect::<Vec<_>>().join(", ");
                format!(
                    "    IF TG_OP = 'UPDATE' THEN
        IF {} AND {} THEN
            NEW.{to} := OLD.{to};
            RETURN NEW;
        END IF;
    END IF;
",
                    stored::has_value(&format!("OLD.{to}")),
                    stored::are_alike(&of("NEW"), &of("OLD"))
                )
            }
        };
        format!("BEGIN\n{unchanged}    {assign}\n    RETURN NEW;\nEND\n")
    }

    fn triggers<'t>(&'t self, names: &dyn Quoting, table: &'t Table) -> Triggers<'t> {
        Triggers {
            table,
            token: self.token,
            about: self.column.into(),
            arguments: self.arguments.clone(),
            body: self.body(names),
            scope: self.scope,
            on: vec![On { event: Event::Both, end: "", when: self.when(names) }],
            is_one_way: true,
        }
    }

    /// What makes the function, or makes it anew.
    pub(crate) fn function(&self, catalog: &dyn Catalog, table: &Table) -> Result<Draft> {
        self.triggers(catalog, table).function(catalog)
    }

    /// The steps that make the trigger.
    pub(crate) fn sync(&self, catalog: &dyn Catalog, table: &Table) -> Result<Vec<Draft>> {
        self.triggers(catalog, table).drafts(catalog)
    }

    /// See [`Triggers::at_work`].
    pub(crate) fn at_work(&self, names: &dyn Quoting, table: &Table) -> Result<()> {
        self.triggers(names, table).at_work()
    }

    /// From now on a value that cannot be had is an error; what was written before has been committed.
    pub(crate) fn closed_to_writers(
        &self,
        catalog: &dyn Catalog,
        table: &Table,
        why: &str,
    ) -> Result<Vec<Draft>> {
        self.triggers(catalog, table).closed_to_writers(catalog, why)
    }
}
