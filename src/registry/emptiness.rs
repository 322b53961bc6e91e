//! Tables that were found empty when a run began, and whether a statement has changed a row of them all the same.
//!
//! A derived down script takes an UPDATE of an empty table for one that changes nothing. Somebody may have added rows
//! since. So each such statement is looked at again in its own transaction: by what the server has counted, which holds
//! for rows that were added while it ran as well. What was not so is struck out, and has no way back then.

use std::cell::RefCell;
use std::collections::HashMap;

use migrate_core::facts::before::{Answers, Aspect};
use migrate_core::statement::Statement;

use super::origins;
use crate::postgres::identity::as_owner;
use crate::postgres::{lock, spi};

/// A table, its children with it, on whose emptiness the way back of a statement rests.
struct Empty {
    tables: Vec<i64>,
    /// How many rows the statement adds where it finds none.
    adds: Option<u64>,
}

thread_local! {
    /// Of one migration, by the number of the statement.
    static FOUND: RefCell<Option<(i64, HashMap<u32, Vec<Empty>>)>> = const { RefCell::new(None) };
    /// What is to be struck out at the end of the unit: the migration, and the number of the statement.
    static STRUCK: RefCell<Vec<(i64, i32)>> = const { RefCell::new(Vec::new()) };
}

/// A run begins: what is known of another is not of this.
pub fn forget() {
    FOUND.set(None);
}

/// When a statement is to be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// By [`before`]: TRUNCATE counts no rows, but it has locked its tables.
    Before,
    /// By [`after`]: the server has counted its rows.
    After,
}

/// When a statement is to be looked at, if it is. Asked without a snapshot: what a script says of its transaction
/// (SET TRANSACTION) comes before any.
pub fn look(version: i64, statement: &Statement) -> Option<Look> {
    let look = match statement.tag.as_str() {
        "UPDATE" | "DELETE" | "INSERT" | "DO" => Look::After,
        tag if tag.starts_with("TRUNCATE") => Look::Before,
        _ => return None,
    };
    let rests = FOUND.with_borrow(|found| match found {
        Some((of, found)) if *of == version => found.contains_key(&statement.number),
        _ => true,
    });
    rests.then_some(look)
}

/// Looks before a statement whether its tables have rows.
pub fn before(version: i64, statement: &Statement) {
    if lock::is_read_only() {
        return;
    }
    let sql = "SELECT EXISTS (SELECT FROM unnest($1) t WHERE coalesce(pg_relation_size(t::oid::regclass, 'main'), 0) > 0)";
    let has_rows = of(version, statement, |empty| asked(sql, empty));
    if has_rows == Some(true) {
        strike(version, statement);
    }
}

/// Looks behind a statement that has written or returned `count` rows, in its transaction.
pub fn after(version: i64, statement: &Statement, count: u64) {
    if lock::is_read_only() {
        return;
    }
    // Without the server's counts nothing is known.
    let sql = "SELECT NOT current_setting('track_counts')::boolean OR EXISTS (
                   SELECT FROM unnest($1) t
                   WHERE coalesce(pg_stat_get_xact_tuples_updated(t::oid), 0) + coalesce(pg_stat_get_xact_tuples_deleted(t::oid), 0) > 0)";
    let is_changed = of(version, statement, |empty| match empty.adds {
        None if statement.tag == "INSERT" => false,
        // Of a block no rows are counted but those of its transaction.
        Some(adds) if statement.tag == "DO" => inserted(empty) < adds || asked(sql, empty),
        Some(adds) if adds != count => true,
        _ => asked(sql, empty),
    });
    if is_changed == Some(true) {
        strike(version, statement);
    }
}

/// Says that of a statement it cannot be known: it commits by itself.
pub fn unknown(version: i64, statement: &Statement) {
    begin();
    if of(version, statement, |_| true) == Some(true) {
        strike(version, statement);
    }
    write();
}

/// How many rows this transaction has added to tables.
fn inserted(empty: &Empty) -> u64 {
    let sql = "SELECT coalesce(sum(pg_stat_get_xact_tuples_inserted(t::oid)), 0)::int8 FROM unnest($1) t";
    let count = as_owner(|| spi::row(sql, &[empty.tables.clone().into()], |row| row.must::<i64>(1)));
    count.and_then(|count| u64::try_from(count).ok()).unwrap_or(0)
}

fn asked(sql: &str, empty: &Empty) -> bool {
    as_owner(|| spi::row(sql, &[empty.tables.clone().into()], |row| row.must(1))).unwrap_or(true)
}

/// Whether it is so of any table of a statement; none where nothing rests on one.
fn of(version: i64, statement: &Statement, is_so: impl Fn(&Empty) -> bool) -> Option<bool> {
    FOUND.with_borrow_mut(|found| {
        if found.as_ref().is_none_or(|(of, _)| *of != version) {
            *found = Some((version, by_statement(&origins::before(version))));
        }
        let (_, found) = found.as_ref()?;
        found.get(&statement.number).map(|tables| tables.iter().any(is_so))
    })
}

fn by_statement(answers: &Answers) -> HashMap<u32, Vec<Empty>> {
    let mut found: HashMap<u32, Vec<Empty>> = HashMap::new();
    for (number, before) in answers.all().filter(|(_, before)| before.was.contains_key(&Aspect::Rows)) {
        let tables = before.empty.iter().map(|&oid| i64::from(oid)).collect();
        found.entry(number).or_default().push(Empty { tables, adds: before.adds });
    }
    found
}

/// Notes that the tables of a statement were not empty: [`write`] strikes it out, for all statements of a unit at once.
fn strike(version: i64, statement: &Statement) {
    let number = i32::try_from(statement.number).unwrap_or(i32::MAX);
    STRUCK.with_borrow_mut(|struck| struck.push((version, number)));
}

/// A unit begins: what was noted of one that was taken back is not so.
pub fn begin() {
    STRUCK.with_borrow_mut(Vec::clear);
}

/// Strikes out what was noted since the unit began, in its transaction.
pub fn write() {
    let struck = STRUCK.take();
    let Some((version, _)) = struck.first() else { return };
    let numbers: Vec<i32> = struck.iter().map(|(_, number)| *number).collect();
    let sql = "UPDATE migrate.origins o
               SET before = (SELECT jsonb_agg(CASE WHEN (k.kept ->> 'statement')::int = ANY ($2) THEN k.kept #- '{before,was,rows}' ELSE k.kept END ORDER BY k.place)
                             FROM jsonb_array_elements(o.before) WITH ORDINALITY k (kept, place))
               WHERE o.version = $1";
    as_owner(|| spi::write(sql, &[(*version).into(), numbers.into()]));
}
