//! A writer, and what it knows of its own rows: nobody else writes those whose key has its remainder.

use std::collections::BTreeMap;

use migrate_client_tests::{Session, SqlError};

use super::kind::{End, Kind, ROWS, Table};
use crate::stress::script::Rng;

/// How many there are.
pub const WRITERS: u64 = 3;
/// No key of a writer's own: the sequence begins here.
const FROM_SEQUENCE: u64 = 1_000_000_000;

/// What writers know of the change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    Old,
    Both,
    New,
    /// The new ones; the old ones as soon as those are gone.
    NewThenOld,
    /// None of them: only rows and other columns are written.
    Neither,
}

type Rows = BTreeMap<u64, Option<String>>;

/// What it tried to write.
struct Attempt {
    sql: String,
    after: Rows,
    /// Whether it is the same where no trigger and no foreign key is heard.
    is_plain: bool,
}

pub struct Writer {
    number: u64,
    table: Table,
    names: Names,
    rng: Rng,
    rows: Rows,
    /// What the rows are if the statement was committed of which nobody has told us.
    maybe: Option<Rows>,
    is_loaded: bool,
}

impl Writer {
    pub fn new(number: u64, table: Table, names: Names, seed: u64) -> Writer {
        let rng = Rng::new(seed.wrapping_add(number << 40));
        Writer { number, table, names, rng, rows: Rows::new(), maybe: None, is_loaded: false }
    }

    fn read(&self, session: &mut Session) -> Result<Rows, SqlError> {
        let sql = format!(
            "SELECT id, v, v IS NULL FROM (SELECT id, {} FROM (SELECT t.id, to_jsonb(t) - 'pad' FROM t
                WHERE id % {WRITERS} = {} AND id < {FROM_SEQUENCE}) t(id, j)) t(id, v)",
            self.table.value(),
            self.number
        );
        let mut rows = Rows::new();
        for row in session.try_query(&sql)? {
            let fields: Vec<&str> = row.split('|').collect();
            let value = (fields[2] == "f").then(|| fields[1].to_string());
            let before = rows.insert(fields[0].parse().expect("an id"), value);
            assert!(before.is_none(), "row {} is there twice", fields[0]);
        }
        Ok(rows)
    }

    /// Looks what is there, over a new connection.
    ///
    /// # Errors
    ///
    /// If the connection is lost, or the table is not there.
    pub fn load(&mut self, session: &mut Session) -> Result<(), SqlError> {
        let rows = self.read(session)?;
        if self.is_loaded && rows != self.rows {
            let maybe = self.maybe.take().unwrap_or_else(|| self.rows.clone());
            assert!(rows == maybe, "after a crash: {}", differences(&rows, &maybe));
        }
        (self.rows, self.maybe, self.is_loaded) = (rows, None, true);
        Ok(())
    }

    /// Writes something; false if the connection is lost, or the table.
    pub fn write(&mut self, session: &mut Session) -> bool {
        let Some(attempt) = self.attempt() else { return true };
        let Attempt { sql, after, is_plain } = attempt;
        let (sql, after) = match self.rng.below(10) {
            0 => (format!("BEGIN; {sql}; ROLLBACK"), self.rows.clone()),
            1 => (format!("BEGIN; SAVEPOINT s; {sql}; ROLLBACK TO s; {sql}; COMMIT"), after),
            2 if is_plain => {
                (format!("BEGIN; SET LOCAL session_replication_role = replica; {sql}; COMMIT"), after)
            }
            _ => (sql, after),
        };
        self.maybe = Some(after);
        match session.try_query(&sql) {
            Ok(_) => self.rows = self.maybe.take().expect("what was written"),
            Err(error) if error.sqlstate.is_empty() || error.sqlstate.starts_with("57P") => return false,
            Err(error) => {
                // Nothing of it was done.
                self.maybe = None;
                if session.try_query("ROLLBACK").is_err() {
                    return false;
                }
                match error.sqlstate.as_str() {
                    // Done again some other time.
                    "40P01" | "40001" => {}
                    "42703" if self.names == Names::NewThenOld => self.names = Names::Old,
                    "42P01" if self.table.kind == Kind::DropTable => return false,
                    _ => panic!("{sql}: {error:?}"),
                }
            }
        }
        true
    }

    fn attempt(&mut self) -> Option<Attempt> {
        let (id, other) = (self.id(), self.id());
        let end = match self.names {
            Names::Old => End::Old,
            Names::New | Names::NewThenOld => End::New,
            Names::Both => self.rng.pick(&[End::Old, End::New]),
            Names::Neither => End::Neither,
        };
        let (value, another) = (self.value(), self.other());
        let written = self.table.written(end, value.as_deref());
        let (into, values) = (list(&written, |(column, _)| column), list(&written, |(_, value)| value));
        let set: String = written.iter().map(|(column, value)| format!(", {column} = {value}")).collect();
        let there = self.rows.get(&id).cloned();
        let part = if self.table.is_partitioned { self.rng.below(2) } else { 0 };
        let mut after = self.rows.clone();
        // Who does not say the value leaves the default, or what is there.
        let new = if written.is_empty() { self.left_out() } else { value.clone() };
        let mut is_plain = true;
        let sql = match (self.rng.below(14), there) {
            // A NULL that is written to a new end cannot be told from one that is left out.
            (0 | 1, None) if value.is_some() || end == End::Old => {
                if written.is_empty() && !self.table.may_leave_out(end) {
                    return None;
                }
                after.insert(id, new);
                format!("INSERT INTO t (id, part, n, m{into}) VALUES ({id}, {part}, 5, 10{values})")
            }
            (2, None) if self.table.may_leave_out(end) => {
                after.insert(id, self.left_out());
                format!("INSERT INTO t (id, part, n, m) VALUES ({id}, {part}, 5, 10)")
            }
            (3, None) if value.is_some() && !written.is_empty() => {
                after.insert(id, new);
                let plain: String =
                    written.iter().map(|(_, value)| format!("\\t{}", value.replace('\'', ""))).collect();
                format!(
                    "COPY t (id, part, n, m{into}) FROM PROGRAM 'printf \"{id}\\t{part}\\t5\\t10{plain}\\n\"'"
                )
            }
            // There or not, somebody finds out in between.
            (4 | 5, there) if value.is_some() && !written.is_empty() => {
                let key = self.table.key();
                is_plain = false;
                // Where the row is in the other partition its key is free.
                if self.table.is_partitioned && there.is_some() {
                    return None;
                }
                after.insert(id, new);
                format!(
                    "INSERT INTO t (id, part, n, m{into}) VALUES ({id}, {part}, 5, 10{values}) ON CONFLICT ({key}) DO NOTHING;
                     INSERT INTO t (id, part, n, m{into}) VALUES ({id}, {part}, 5, 10{}) ON CONFLICT ({key}) DO UPDATE SET n = 7, m = 14{set}",
                    list(&self.table.written(end, another.as_deref()), |(_, value)| value)
                )
            }
            (6, None)
                if self.table.has_child && (value.is_some() || end == End::Old) && !written.is_empty() =>
            {
                is_plain = false;
                after.insert(id, new);
                let (more, value) = if self.table.is_partitioned {
                    (", part", format!(", {part}"))
                } else {
                    ("", String::new())
                };
                return Some(Attempt {
                    // Checked when the transaction ends.
                    sql: format!(
                        "INSERT INTO child (t_id{more}) VALUES ({id}{value}); INSERT INTO t (id, part, n, m{into}) VALUES ({id}, {part}, 5, 10{values})"
                    ),
                    after,
                    is_plain,
                });
            }
            (6, Some(_)) => {
                is_plain = !self.table.has_child;
                after.remove(&id);
                format!("DELETE FROM t WHERE id = {id}")
            }
            // The key, and with it the row, moves.
            (7, Some(row)) if !self.rows.contains_key(&other) => {
                is_plain = !self.table.has_child;
                after.remove(&id);
                after.insert(other, if written.is_empty() { row } else { new });
                format!("UPDATE t SET id = {other}, part = {part}{set} WHERE id = {id}")
            }
            (8, Some(row)) if self.table.is_partitioned => {
                is_plain = !self.table.has_child;
                let is_written = self.rng.one_in(2);
                after.insert(id, if is_written && !written.is_empty() { new } else { row });
                let set = if is_written { &set } else { "" };
                format!("UPDATE t SET part = 1 - part{set} WHERE id = {id}")
            }
            (9, Some(_)) if self.names == Names::Both && self.table.has_two_names() => {
                // The new end's value counts.
                let old = self.table.written(End::Old, another.as_deref());
                let both = self.table.written(End::New, value.as_deref());
                // Unless it changes nothing: then the old end's does.
                if self.rows[&id] == value {
                    return None;
                }
                after.insert(id, value);
                let set = old.iter().chain(&both).map(|(column, value)| format!("{column} = {value}"));
                format!("UPDATE t SET {} WHERE id = {id}", set.collect::<Vec<_>>().join(", "))
            }
            (10, Some(_)) if !written.is_empty() => {
                let keys: Vec<u64> = self.rows.range(id..).take(5).map(|(key, _)| *key).collect();
                for key in &keys {
                    after.insert(*key, value.clone());
                }
                let keys = keys.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
                format!("UPDATE t SET n = n + 1, m = 2 * (n + 1){set} WHERE id IN ({keys})")
            }
            (11, Some(_)) => format!("UPDATE t SET n = n + 1, m = 2 * (n + 1) WHERE id = {id}"),
            (12, _)
                if self.table.kind == Kind::KeyType && !self.table.is_partitioned && !written.is_empty() =>
            {
                format!("INSERT INTO t (n, m{into}) VALUES (5, 10{values})")
            }
            // The row is found by the value, under the name that the writer knows.
            (13, Some(Some(row))) if self.finds_by_value() && !written.is_empty() => {
                after.insert(id, new);
                let column = written[0].0;
                format!(
                    "INSERT INTO t (id, n, m, {column}) VALUES ({id}, 5, 10, '{row}') ON CONFLICT ({column}, id) DO UPDATE SET n = 7, m = 14{set}"
                )
            }
            (_, Some(_)) if !written.is_empty() => {
                after.insert(id, new);
                format!("UPDATE t SET {} WHERE id = {id}", set.trim_start_matches(", "))
            }
            _ => return None,
        };
        Some(Attempt { sql, after, is_plain })
    }

    /// Whether there is a unique index of the value under both names.
    fn finds_by_value(&self) -> bool {
        self.table.kind == Kind::Rename && self.table.is_unique && !self.table.is_partitioned
    }

    /// A key of its own.
    fn id(&mut self) -> u64 {
        self.rng.below(2 * ROWS / WRITERS) * WRITERS + self.number
    }

    fn value(&mut self) -> Option<String> {
        if self.table.is_nullable && self.rng.one_in(10) { None } else { self.other() }
    }

    /// A value that is not NULL.
    fn other(&mut self) -> Option<String> {
        let number = self.rng.below(1_000_000);
        Some(match self.table.kind {
            Kind::ValueType => number.to_string(),
            _ => format!("w{} {number}", self.number),
        })
    }

    fn left_out(&self) -> Option<String> {
        self.table.default().map(str::to_string)
    }

    /// What is there and should not be, or the other way round.
    pub fn check(self, session: &mut Session) -> Option<String> {
        let there = self.read(session).unwrap_or_else(|error| panic!("{error:?}"));
        let is_right = !self.is_loaded || there == self.rows || self.maybe.as_ref() == Some(&there);
        (!is_right).then(|| differences(&there, &self.rows))
    }
}

fn list<'a>(written: &'a [(&str, String)], of: impl Fn(&'a (&str, String)) -> &'a str) -> String {
    written.iter().map(|one| format!(", {}", of(one))).collect()
}

fn differences(there: &Rows, expected: &Rows) -> String {
    let keys: std::collections::BTreeSet<_> = there.keys().chain(expected.keys()).collect();
    let differ = keys.into_iter().filter(|key| there.get(key) != expected.get(key)).take(5);
    let say = differ.map(|key| format!("row {key}: {:?} instead of {:?}", there.get(key), expected.get(key)));
    say.collect::<Vec<_>>().join("\n")
}
