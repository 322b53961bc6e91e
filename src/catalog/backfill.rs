//! What a backfill asks of the catalog and the tables: which tables, how many blocks, which rows are left.
//!
//! A nullable column is filled once: a NULL that somebody sets afterwards stays. The journal and `migrate.backfills`
//! tell that its rows were filled, by table and column number.

use migrate_core::backfill::keys::ROWS_OF_A_BLOCK;
use migrate_core::backfill::{Backfill, closed};
use migrate_core::relation::Relation;
use pgrx::pg_sys::Oid;

use super::citus::placements::Placed;
use super::citus::{self, placements};
use super::quoted;
use crate::postgres::identity::{as_owner, current_role};
use crate::postgres::quoting::identifier;
use crate::postgres::spi;

/// The table that was named.
pub struct Root {
    /// Its oid.
    pub oid: u32,
    /// Its name, as the search path lets it be written.
    pub name: String,
    /// Its bare name, quoted: what expressions may call it.
    pub alias: String,
}

/// A table that holds rows: the named one, a partition, a child.
pub struct Leaf {
    /// Its oid.
    pub oid: u32,
    /// Its file.
    pub file: u32,
    /// Schema and name, quoted.
    pub name: String,
    /// How many blocks it has now.
    pub blocks: u32,
}

/// Finds a table.
pub fn find(table: &Relation) -> Option<Root> {
    let sql = "SELECT c.oid, c.oid::pg_catalog.regclass::pg_catalog.text, pg_catalog.quote_ident(c.relname)
               FROM pg_catalog.pg_class c
               WHERE c.oid OPERATOR(pg_catalog.=) pg_catalog.to_regclass($1)::pg_catalog.oid";
    spi::row(sql, &[quoted(table).into()], |row| Root {
        oid: row.must::<Oid>(1).to_u32(),
        name: row.must(2),
        alias: row.must(3),
    })
}

/// The numbers of the columns that are set: another column of the same name has another.
pub fn column_numbers(table: u32, backfill: &Backfill) -> Vec<i32> {
    let sql = "SELECT a.attnum::int FROM unnest($2) WITH ORDINALITY n (name, place)
               JOIN pg_attribute a ON a.attrelid = $1 AND a.attname = n.name ORDER BY n.place";
    let names: Vec<String> =
        backfill.assignments.iter().map(|assignment| assignment.column.clone()).collect();
    as_owner(|| spi::rows(sql, &[Oid::from(table).into(), names.into()], |row| row.must(1)))
}

/// A table and what inherits from it, at whatever distance.
const TREE: &str = "WITH RECURSIVE tree (oid) AS (
                        SELECT $1
                        UNION SELECT i.inhrelid FROM tree t JOIN pg_inherits i ON i.inhparent = t.oid)";

/// How large a table and what inherits from it are, with indexes and TOAST; 0 if it is gone.
pub fn bytes(root: u32) -> i64 {
    let sql = format!(
        "{TREE} SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint FROM tree JOIN pg_class c USING (oid)"
    );
    as_owner(|| spi::row(&sql, &[Oid::from(root).into()], |row| row.must(1))).unwrap_or(0)
}

/// Every table that holds rows of `root`, by name.
pub fn leaves(root: u32) -> Vec<Leaf> {
    let sql = format!(
        "{TREE}
               SELECT c.oid, pg_relation_filenode(c.oid), format('%I.%I', n.nspname, c.relname),
                      pg_relation_size(c.oid, 'main') / current_setting('block_size')::bigint
               FROM tree JOIN pg_class c USING (oid) JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE c.relkind = 'r'
               ORDER BY 3"
    );
    let mut leaves = as_owner(|| {
        spi::rows(&sql, &[Oid::from(root).into()], |row| Leaf {
            oid: row.must::<Oid>(1).to_u32(),
            file: row.get::<Oid>(2).map_or(0, Oid::to_u32),
            name: row.must(3),
            blocks: u32::try_from(row.get::<i64>(4).unwrap_or(0)).unwrap_or(u32::MAX),
        })
    });
    if !citus::kept(&[Oid::from(root)]).is_empty() {
        leaves.iter_mut().for_each(|leaf| leaf.blocks = elsewhere(leaf.oid));
    }
    leaves
}

/// How many blocks stand for the rows of a table that Citus manages: about as many as its placements know of, and one
/// at least.
fn elsewhere(table: u32) -> u32 {
    /// As small as rows may be, where nobody has counted them.
    const BYTES: f64 = 100.0;
    let rows = |shard: &Placed| if shard.rows < 0.0 { shard.bytes as f64 / BYTES } else { shard.rows };
    let all: f64 = placements::placed(table).unwrap_or_default().iter().map(rows).sum();
    (all / f64::from(ROWS_OF_A_BLOCK)).ceil().clamp(1.0, f64::from(u32::MAX / 2)) as u32
}

/// Whether a table is there.
pub fn exists(table: u32) -> bool {
    let sql = "SELECT FROM pg_class WHERE oid = $1";
    as_owner(|| spi::row(sql, &[Oid::from(table).into()], |_| ())).is_some()
}

/// How many blocks a table has now; none if it is gone.
pub fn blocks(table: u32) -> u32 {
    let sql = "SELECT (pg_relation_size($1, 'main') / current_setting('block_size')::bigint)::bigint";
    let blocks = as_owner(|| spi::row(sql, &[Oid::from(table).into()], |row| row.get::<i64>(1))).flatten();
    blocks.and_then(|blocks| u32::try_from(blocks).ok()).unwrap_or(0)
}

/// The name of a table, if it has this file.
pub fn name_if_same(table: u32, file: u32) -> Option<String> {
    let sql = "SELECT format('%I.%I', n.nspname, c.relname)
               FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE c.oid = $1 AND pg_relation_filenode(c.oid) = $2";
    as_owner(|| spi::row(sql, &[Oid::from(table).into(), Oid::from(file).into()], |row| row.must(1)))
}

/// The tables that have rows of which `rest` holds, all seen in one snapshot: a row that moves from one place to
/// another is in exactly one. As the current role: the expression is the user's.
pub fn left(root: u32, alias: &str, rest: &str) -> Vec<u32> {
    let leaves = leaves(root);
    let has =
        |leaf: &Leaf| format!("EXISTS (SELECT 1 FROM ONLY {} AS {alias} WHERE {})", leaf.name, closed(rest));
    let sql =
        format!("SELECT ARRAY[{}]::pg_catalog.bool[]", leaves.iter().map(has).collect::<Vec<_>>().join(", "));
    let have = spi::user_row(&sql, &[], |row| row.must::<Vec<bool>>(1)).unwrap_or_default();
    leaves.iter().zip(have).filter(|(_, has)| *has).map(|(leaf, _)| leaf.oid).collect()
}

/// How many rows there are of which `rest` holds.
pub fn count_left(root: u32, alias: &str, rest: &str) -> i64 {
    let of = |leaf: &Leaf| {
        format!("(SELECT pg_catalog.count(*) FROM ONLY {} AS {alias} WHERE {})", leaf.name, closed(rest))
    };
    let all: Vec<String> = leaves(root).iter().map(of).collect();
    let sql = format!(
        "SELECT {}",
        if all.is_empty() { "0::bigint".into() } else { all.join(" OPERATOR(pg_catalog.+) ") }
    );
    spi::user_row(&sql, &[], |row| row.must(1)).unwrap_or_default()
}

/// Where the rows of a block are.
pub fn rows_of(table: &str, block: u32) -> Vec<String> {
    let sql = format!(
        "SELECT ctid::pg_catalog.text FROM ONLY {table}
         WHERE ctid OPERATOR(pg_catalog.>=) '({block},0)'::pg_catalog.tid
           AND ctid OPERATOR(pg_catalog.<) '({},0)'::pg_catalog.tid",
        block + 1
    );
    spi::rows(&sql, &[], |row| row.must(1))
}

/// The primary key of a row, as JSON; none where the table has none.
pub fn key_of(table: u32, name: &str, ctid: &str) -> Option<String> {
    let sql = "SELECT string_agg(format('%L, %I', a.attname, a.attname), ', ' ORDER BY k.place)
               FROM pg_index i
               CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY k (attnum, place)
               JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
               WHERE i.indrelid = $1 AND i.indisprimary AND k.place <= i.indnkeyatts";
    let columns = as_owner(|| spi::row(sql, &[Oid::from(table).into()], |row| row.get::<String>(1)));
    let columns = columns.flatten()?;
    let sql = format!(
        "SELECT pg_catalog.jsonb_build_object({columns})::pg_catalog.text FROM ONLY {name}
         WHERE ctid OPERATOR(pg_catalog.=) '{ctid}'::pg_catalog.tid"
    );
    spi::row(&sql, &[], |row| row.must(1))
}

/// Whether a backfill with this SET list and condition of the column that is there now is done.
pub(super) fn is_filled(table: u32, column: &str, backfill: &Backfill) -> bool {
    let sql = "SELECT FROM migrate.backfills b
               WHERE b.table_oid = $1 AND b.home = (SELECT h.id FROM migrate.home h)
                 AND b.status = 'done' AND b.set_list = $2
                 AND b.condition IS NOT DISTINCT FROM $3
                 AND b.column_numbers = ARRAY(SELECT a.attnum::int FROM pg_attribute a
                                              WHERE a.attrelid = b.table_oid AND a.attname = $4)
               LIMIT 1";
    let args = [
        Oid::from(table).into(),
        backfill.set_list(identifier).into(),
        backfill.condition.clone().into(),
        column.into(),
    ];
    as_owner(|| spi::row(sql, &args, |_| ())).is_some()
}

/// The backfill that the same call of the same role, in a session that finds the same by its names, goes on with.
pub fn unfinished(table: u32, backfill: &Backfill) -> Option<i64> {
    let find = "SELECT id FROM migrate.backfills
                WHERE table_oid = $1 AND home = (SELECT h.id FROM migrate.home h)
                  AND fingerprint = $2 AND status <> 'done' ORDER BY id DESC LIMIT 1";
    let args = [Oid::from(table).into(), fingerprint(table, backfill).into()];
    as_owner(|| spi::row(find, &args, |row| row.must::<i64>(1)))
}

/// What tells a backfill of one role and search path from any other.
pub fn fingerprint(table: u32, backfill: &Backfill) -> String {
    let path = spi::row("SELECT pg_catalog.current_setting('search_path')", &[], |row| row.must::<String>(1));
    let numbers = column_numbers(table, backfill);
    backfill.fingerprint(&format!("{}\n{}\n{numbers:?}", current_role().1, path.unwrap_or_default()))
}
