//! Writes of applications, in the words of the table that is changed, and in those of its twin, which is not yet.

use super::settings::quote;
use super::table::{At, Column, Table};
use crate::stress::script::Rng;

/// One statement in both.
pub struct Write {
    /// Where operations are at work.
    pub live: String,
    /// In the twin.
    pub twin: String,
}

/// What a column is given: columns and values here, and in the twin.
struct Given {
    live: Vec<(String, String)>,
    twin: Vec<(String, String)>,
}

fn text(value: &str) -> String {
    format!("'{value}'")
}

/// A value for a column, under one of the names that it has; `None` if it cannot be written now.
fn give(rng: &mut Rng, column: &Column, is_insert: bool) -> Option<Given> {
    if column.values.is_empty() || column.at == At::Closed {
        return None;
    }
    let value = rng.pick(&column.values);
    let is_null = !column.is_not_null && rng.one_in(5);
    let shown = if is_null { "NULL".to_string() } else { text(value) };
    let twin = vec![(column.name.clone(), shown.clone())];
    // A NULL in an INSERT under the new name looks like a value that is left out: the old name's default counts.
    let by_new = !(is_null && is_insert) && rng.one_in(2);
    let live = match &column.at {
        At::Own | At::Other => twin.clone(),
        At::Both(new) if by_new => vec![(new.clone(), shown)],
        At::Renamed(new) => vec![(new.clone(), shown)],
        At::Split(one, two) if by_new && !is_null => parts(value, one, two)?,
        At::Parts(one, two) if !is_null => parts(value, one, two)?,
        At::Both(_) | At::Split(..) => twin.clone(),
        At::Parts(..) | At::Closed => return None,
    };
    Some(Given { live, twin })
}

/// The two parts of a value that has two.
fn parts(value: &str, one: &str, two: &str) -> Option<Vec<(String, String)>> {
    let (first, second) =
        value.split_once(' ').filter(|(first, second)| !first.is_empty() && !second.contains(' '))?;
    Some(vec![(one.into(), text(first)), (two.into(), text(second))])
}

/// A new row.
pub fn insert(rng: &mut Rng, table: &mut Table) -> Write {
    let region = rng.pick(&["eu", "us", "asia"]);
    let base = [("id".to_string(), table.next.to_string()), ("region".into(), text(region))];
    let (mut live, mut twin) = (base.to_vec(), base.to_vec());
    table.next += 1;
    for column in table.columns.iter().filter(|column| !column.is_fixed) {
        let is_needed = column.is_not_null && !column.has_default;
        if !is_needed && rng.one_in(3) {
            continue;
        }
        // What is needed has a value, however often it takes to find one that has two parts.
        let tries = if is_needed { 20 } else { 1 };
        if let Some(given) = (0..tries).find_map(|_| give(rng, column, true)) {
            live.extend(given.live);
            twin.extend(given.twin);
        }
    }
    let shown = |given: &[(String, String)]| {
        let names = given.iter().map(|(name, _)| quote(name)).collect::<Vec<_>>().join(", ");
        let values = given.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>().join(", ");
        format!("INSERT INTO {} ({names}) VALUES ({values})", table.full())
    };
    Write { live: shown(&live), twin: shown(&twin) }
}

fn update(rng: &mut Rng, table: &Table) -> Write {
    let mut live = Vec::new();
    let mut twin = Vec::new();
    let columns: Vec<&Column> = table.columns.iter().filter(|column| !column.is_fixed).collect();
    for _ in 0..1 + rng.below(2) {
        if columns.is_empty() {
            break;
        }
        let column = rng.pick(&columns);
        if twin.iter().any(|(name, _)| *name == column.name) {
            continue;
        }
        if let Some(given) = give(rng, column, false) {
            live.extend(given.live);
            twin.extend(given.twin);
        }
    }
    if twin.is_empty() {
        live.push(("stamp".into(), text("touched")));
        twin = live.clone();
    }
    if rng.one_in(8) {
        // The row goes to another partition, where that has to do with its place.
        let region = ("region".to_string(), text(rng.pick(&["eu", "us", "asia"])));
        live.push(region.clone());
        twin.push(region);
    }
    let rows = match rng.below(4) {
        0 => format!("id % 4 = {}", rng.below(4)),
        _ => format!("id = {}", rng.below(table.next) + 1),
    };
    let shown = |given: &[(String, String)]| {
        let list = given.iter().map(|(name, value)| format!("{} = {value}", quote(name))).collect::<Vec<_>>();
        format!("UPDATE {} SET {} WHERE {rows}", table.full(), list.join(", "))
    };
    Write { live: shown(&live), twin: shown(&twin) }
}

/// A row that may be there.
fn upsert(rng: &mut Rng, table: &mut Table) -> Write {
    let next = table.next;
    table.next = rng.below(next) + 1;
    let row = insert(rng, table);
    table.next = next;
    let keys = table.keys().join(", ");
    let action = rng.pick(&["NOTHING", "UPDATE SET stamp = 'again'"]);
    let end = format!(" ON CONFLICT ({keys}) DO {action}");
    Write { live: row.live + &end, twin: row.twin + &end }
}

/// Any write; `None` if the table takes none.
pub fn random(rng: &mut Rng, table: &mut Table) -> Option<Write> {
    if !table.is_there {
        return None;
    }
    let is_stuck = |column: &Column| {
        column.is_not_null
            && !column.has_default
            && !["id", "region"].contains(&column.name.as_str())
            && (column.at == At::Closed || column.values.is_empty())
    };
    let can_insert = table.blocks == 0 && !table.columns.iter().any(is_stuck);
    Some(match rng.below(10) {
        0..=2 if can_insert => insert(rng, table),
        3 if can_insert && table.has_key => upsert(rng, table),
        0..=8 => update(rng, table),
        _ => {
            let sql = format!("DELETE FROM {} WHERE id = {}", table.full(), rng.below(table.next) + 1);
            Write { live: sql.clone(), twin: sql }
        }
    })
}
