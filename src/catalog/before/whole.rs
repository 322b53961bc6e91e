//! How what was there is made again: all statements, in the order in which they run.

use migrate_core::facts::before::{Aspect, Before, Loses};
use pgrx::pg_sys::Oid;
use serde::Deserialize;
use serde_json::Value;

use super::answer::{self, ROUTINE, described, one};
use super::together::{Asked, Query, Together};
use crate::catalog::scope::pinned;
use crate::postgres::spi;

const BOUND: &str = include_str!("../../../sql/queries/before/bound.sql");
const DEPENDENTS: &str = include_str!("../../../sql/queries/before/dependents.sql");

/// `pg_class`.
const RELATIONS: u32 = 1259;
/// `pg_type`.
pub const TYPES: u32 = 1247;
/// `pg_proc`.
pub const ROUTINES: u32 = 1255;
/// `pg_foreign_data_wrapper`.
pub const WRAPPERS: u32 = 2328;
/// `pg_constraint`.
const CONSTRAINTS: u32 = 2606;

/// A table with thousands of partitions is not written down.
const MOST_STATEMENTS: usize = 10_000;

/// Whether a relation can be made again by statements.
#[derive(Deserialize)]
struct Remade {
    because: Option<String>,
    has_rows: bool,
    is_view: bool,
}

/// Notes how a relation is made again, and what goes with it.
pub fn relation(oid: Oid, written: Option<String>, cascade: bool, together: &Together, before: &mut Before) {
    let of_it = Asked { oid: oid.to_u32(), ..Asked::default() };
    let Some(said) = together.answer(Query::Remade, of_it.clone()) else { return };
    let Remade { because, has_rows, is_view } = match serde_json::from_value(said) {
        Ok(said) => said,
        Err(bug) => pgrx::error!("internal description of a relation: {bug}"),
    };
    before.loses = has_rows.then_some(Loses::Rows);
    before.because = because;
    if before.because.is_some() {
        return;
    }
    before.whole = listed(together.answer(Query::Whole, Asked { written: written.clone(), ..of_it }));
    if before.whole.as_ref().is_some_and(|statements| statements.len() > MOST_STATEMENTS) {
        before.whole = None;
    }
    if is_view {
        replaced(oid, written, before);
    }
    dependents(RELATIONS, oid, 0, cascade, before);
}

/// Notes what puts a view back that OR REPLACE has replaced: it is made again, since a column cannot be taken out of it;
/// views that depend on it are made again with it. Where others do, it is replaced, which the server refuses if it has more
/// columns by then.
fn replaced(oid: Oid, written: Option<String>, before: &mut Before) {
    let Some(whole) = before.whole.clone() else { return };
    let Some(first) = whole.first() else { return };
    let args = [Oid::from(RELATIONS).into(), oid.into(), 0_i32.into()];
    let found =
        pinned(|| spi::looked_up(DEPENDENTS, &args, |row| (row.must::<String>(1), row.must::<Oid>(2))));
    let drop = |view: Oid| {
        let sql = "SELECT format('DROP VIEW %s', c.oid::regclass) FROM pg_class c WHERE c.oid = $1 AND c.relkind = 'v'";
        pinned(|| spi::row(sql, &[view.into()], |row| row.must::<String>(1)))
    };
    let drops = |view: &(String, Oid)| if view.0 == "relation" { drop(view.1) } else { None };
    let own = written.map_or_else(|| drop(oid), |name| Some(format!("DROP VIEW {name}")));
    let dropped: Option<Vec<String>> = found.iter().rev().map(drops).chain([own]).collect();
    let again = found.iter().flat_map(|(_, view)| statements(*view).into_iter().flatten());
    let statements = match dropped {
        Some(dropped) => dropped.into_iter().chain(whole.clone()).chain(again).collect(),
        None => vec![first.replacen("CREATE VIEW", "CREATE OR REPLACE VIEW", 1)],
    };
    before.was.insert(Aspect::Definition, statements);
}

fn statements(oid: Oid) -> Option<Vec<String>> {
    let asked = Asked { oid: oid.to_u32(), ..Asked::default() };
    listed(Together::default().answer(Query::Whole, asked))
}

fn listed(answer: Option<Value>) -> Option<Vec<String>> {
    answer.map(|answer| match serde_json::from_value(answer) {
        Ok(statements) => statements,
        Err(bug) => pgrx::error!("internal description of a relation: {bug}"),
    })
}

/// Notes what else goes with a column by DROP COLUMN … CASCADE.
pub fn of_column(relation: Oid, column: &str, before: &mut Before) {
    let sql = "SELECT a.attnum::pg_catalog.int4 FROM pg_catalog.pg_attribute a
               WHERE a.attrelid OPERATOR(pg_catalog.=) $1 AND a.attname OPERATOR(pg_catalog.=) $2::pg_catalog.name";
    let number = spi::row(sql, &[relation.into(), column.into()], |row| row.must::<i32>(1));
    number.into_iter().for_each(|number| dependents(RELATIONS, relation, number, true, before));
}

/// Notes what else goes with a constraint by DROP CONSTRAINT … CASCADE.
pub fn of_constraint(relation: &str, constraint: &str, before: &mut Before) {
    let sql = "SELECT k.oid FROM pg_catalog.pg_constraint k
               WHERE k.conrelid OPERATOR(pg_catalog.=) pg_catalog.to_regclass($1)::pg_catalog.oid
                 AND k.conname OPERATOR(pg_catalog.=) $2::pg_catalog.name";
    let oid = spi::row(sql, &[relation.into(), constraint.into()], |row| row.must::<Oid>(1));
    oid.into_iter().for_each(|oid| dependents(CONSTRAINTS, oid, 0, true, before));
}

/// An enum is made anew to take a value out of it: notes what goes before, and comes back behind it.
pub fn rebuilt(oid: Oid, before: &mut Before) {
    let Some(anew) = before.was.remove(&Aspect::Values) else { return };
    if anew.is_empty() {
        before.was.insert(Aspect::Values, anew);
        return;
    }
    let bound = pinned(|| {
        spi::looked_up(BOUND, &[oid.into()], |row| Bound {
            kind: row.must(1),
            oid: row.must(2),
            dropped: row.get(3),
            made: row.get(4),
            described: row.must(5),
        })
    });
    let (mut dropped, mut made) = (Vec::new(), Vec::new());
    for one in bound {
        let again = match one.kind.as_str() {
            "relation" => statements(one.oid),
            "routine" => answer::one(ROUTINE, &[one.oid.into(), Vec::<String>::new().into()])
                .and_then(|there| there.whole),
            _ => one.made,
        };
        let (Some(drop), Some(again)) = (one.dropped, again) else {
            before.because = Some(format!(
                "A value of an enum is taken away by making it anew, and {} depends on it.",
                one.described
            ));
            return;
        };
        dropped.insert(0, drop);
        made.extend(again);
    }
    before.was.insert(Aspect::Values, [dropped, anew, made].concat());
}

/// Something that depends on a type.
struct Bound {
    kind: String,
    oid: Oid,
    dropped: Option<String>,
    made: Option<Vec<String>>,
    described: String,
}

/// Notes what goes with an object by CASCADE: views, foreign keys, functions and triggers, which are made again behind it.
/// Whatever else would go is a reason why the object cannot be made again.
pub fn dependents(class: u32, oid: Oid, column: i32, cascade: bool, before: &mut Before) {
    if !cascade || before.because.is_some() {
        return;
    }
    let args = [Oid::from(class).into(), oid.into(), column.into()];
    let found = pinned(|| {
        spi::looked_up(DEPENDENTS, &args, |row| {
            (row.must::<String>(1), row.must::<Oid>(2), row.must::<String>(3))
        })
    });
    let Some(whole) = &mut before.whole else { return };
    for (kind, oid, described) in found {
        match kind.as_str() {
            "relation" => whole.extend(statements(oid).into_iter().flatten()),
            "column" => {
                let again: Vec<String> = column_again(oid, described).into_iter().filter(|sql| !whole.contains(sql)).collect();
                whole.extend(again);
            }
            "routine" => {
                let there = one(ROUTINE, &[oid.into(), Vec::<String>::new().into()]);
                whole.extend(there.and_then(|there| there.whole).into_iter().flatten());
            }
            "constraint" => whole.extend(definitions(
                "SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid)), 1
                 FROM pg_constraint k WHERE k.oid = $1
                 UNION ALL
                 SELECT format('COMMENT ON CONSTRAINT %I ON %s IS %L', k.conname, k.conrelid::regclass, said.description), 2
                 FROM pg_constraint k JOIN pg_description said ON said.classoid = 'pg_constraint'::regclass AND said.objoid = k.oid
                 WHERE k.oid = $1 ORDER BY 2",
                oid,
            )),
            "trigger" => whole.extend(definitions(
                "SELECT pg_get_triggerdef($1), 1
                 UNION ALL
                 SELECT format('ALTER TABLE %s %s TRIGGER %I', g.tgrelid::regclass, CASE g.tgenabled WHEN 'D' THEN 'DISABLE'
                               WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE REPLICA' END, g.tgname), 2
                 FROM pg_trigger g WHERE g.oid = $1 AND g.tgenabled <> 'O'
                 UNION ALL
                 SELECT format('COMMENT ON TRIGGER %I ON %s IS %L', g.tgname, g.tgrelid::regclass, said.description), 3
                 FROM pg_trigger g JOIN pg_description said ON said.classoid = 'pg_trigger'::regclass AND said.objoid = g.oid
                 WHERE g.oid = $1 ORDER BY 2",
                oid,
            )),
            _ => {
                before.because = Some(format!("With CASCADE also {described} goes."));
                return;
            }
        }
    }
}

/// What makes a column of a table again.
fn column_again(table: Oid, name: String) -> Vec<String> {
    let written = pinned(|| spi::row("SELECT $1::regclass::text", &[table.into()], |row| row.must(1)));
    let asked = Asked { oid: table.to_u32(), part: Some(name), written, ..Asked::default() };
    let there = described(Together::default().answer(Query::Column, asked));
    there.whole.unwrap_or_default()
}

fn definitions(sql: &str, oid: Oid) -> Vec<String> {
    pinned(|| spi::looked_up(sql, &[oid.into()], |row| row.must(1)))
}
