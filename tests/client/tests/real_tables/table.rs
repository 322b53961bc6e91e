//! Random tables as people have them, and what the test must know of each to ask and to write.

use std::fmt::Write as _;

use super::belongings;
use super::settings::{literal, quote};
use super::types::{TYPES, Type};
use crate::stress::script::Rng;

/// A column.
#[derive(Clone)]
pub struct Column {
    /// Its name where nothing was changed.
    pub name: String,
    /// Its type; after a change of type that which it was made with.
    pub kind: &'static Type,
    /// Literals that may be written.
    pub values: Vec<&'static str>,
    /// Whether it takes no NULL.
    pub is_not_null: bool,
    /// Whether it has a default, its domain's included.
    pub has_default: bool,
    /// Whether operations leave it alone: keys, and what the server fills in.
    pub is_fixed: bool,
    /// Whether a NULL or another value might be refused by more than its type.
    pub is_checked: bool,
    /// Under which names it is there.
    pub at: At,
}

/// Under which names a column is there, in a table that a change is about.
#[derive(Clone, PartialEq, Eq)]
pub enum At {
    /// Its own, here and in the twin.
    Own,
    /// Its own, and a new one.
    Both(String),
    /// A new one only, though the twin has the old one.
    Renamed(String),
    /// Its own, and two that it is split into.
    Split(String, String),
    /// Only the two that it is split into, though the twin has the old one.
    Parts(String, String),
    /// Its own, of another type here than in the twin: what can be written under both is.
    Other,
    /// Not to be written for the time being.
    Closed,
}

/// A table.
#[derive(Clone)]
pub struct Table {
    /// Its schema.
    pub schema: &'static str,
    /// Its name.
    pub name: String,
    /// Its columns, but for those that the server fills in.
    pub columns: Vec<Column>,
    /// The number of the next row.
    pub next: u64,
    /// Whether its `id` is unique.
    pub has_key: bool,
    /// Whether it is published.
    pub is_published: bool,
    /// Whether it has partitions.
    pub is_partitioned: bool,
    /// How many changes are open because of which a new row would not be the same here and in the twin.
    pub blocks: u32,
    /// Whether it can be written at all.
    pub is_there: bool,
    /// Whether its name is another one's for the time being, so that rows are compared in the end only.
    pub is_unseen: bool,
}

impl Table {
    /// Its name with its schema, quoted.
    pub fn full(&self) -> String {
        format!("{}.{}", quote(self.schema), quote(&self.name))
    }

    /// Columns that an operation may be about.
    pub fn changeable(&self) -> Vec<usize> {
        let is_free = |column: &Column| !column.is_fixed && column.at == At::Own;
        (0..self.columns.len()).filter(|at| is_free(&self.columns[*at])).collect()
    }

    /// The columns by which rows are told apart.
    pub fn keys(&self) -> &'static [&'static str] {
        if self.is_partitioned { &["id", "region"] } else { &["id"] }
    }
}

/// Tables whose joined names meet, names of all lengths, names that our own SQL uses.
const TABLES: [&[&str]; 9] = [
    &["orders", "orders_item"],
    &["t", "t_a"],
    &["customer_subscription_billing_addresses_history", "x"],
    &[
        "measurements_of_all_devices_in_production_since_the_year_2024_a",
        "measurements_of_all_devices_in_production_since_the_year_2024_b",
    ],
    &["Odd Table", "new"],
    &["a_table_name_of_just_fifty_six_bytes_as_some_people_use", "old"],
    &["ENTERPRISE", "{table}"],
    &["user", "größe der häuser und gärten, die wir in der stadt kennen"],
    &["x'y", "$migrate$"],
];

const COLUMNS: [&str; 26] = [
    "item_no",
    "no",
    "a",
    "b",
    "place",
    "found",
    "new",
    "old",
    "tg_op",
    "a b",
    "$migrate$",
    "PRISE",
    "select",
    "größe",
    "x{table}",
    "Mixed",
    "value",
    "written",
    "expected",
    "r",
    "t",
    "check",
    "sel\"ect",
    "billing_address_line_one_of_the_customer_who_pays_for_it_all_1",
    "billing_address_line_one_of_the_customer_who_pays_for_it_all_2",
    "o'brien",
];

/// The script for the tables, which the owner runs after `SET ROLE`, and the tables.
pub fn script(rng: &mut Rng, writer: &str) -> (String, Vec<Table>) {
    let mut sql = String::new();
    let mut tables = Vec::new();
    for name in rng.pick(&TABLES) {
        let schema = if rng.one_in(5) { "Odd Shop" } else { "shop" };
        tables.push(table(rng, &mut sql, schema, name));
    }
    for table in &mut tables {
        belongings::give(rng, &mut sql, table, writer);
    }
    let _ = writeln!(
        sql,
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA shop, \"Odd Shop\" TO {writer};
         GRANT USAGE ON ALL SEQUENCES IN SCHEMA shop, \"Odd Shop\" TO {writer};"
    );
    (sql, tables)
}

fn table(rng: &mut Rng, sql: &mut String, schema: &'static str, name: &str) -> Table {
    let mut columns = vec![fixed("id", true), fixed("region", true), fixed("stamp", false)];
    let mut definitions = vec![
        "id integer NOT NULL".to_string(),
        "region text NOT NULL DEFAULT 'eu'".into(),
        "stamp text".into(),
    ];
    let mut names = COLUMNS.to_vec();
    for _ in 0..3 + rng.below(4) {
        let name = names.remove(rng.below(names.len() as u64) as usize);
        let kind = &TYPES[rng.below(TYPES.len() as u64) as usize];
        let default = kind.default.filter(|_| rng.one_in(3));
        let column = Column {
            name: name.into(),
            kind,
            values: kind.values.to_vec(),
            is_not_null: rng.one_in(4),
            has_default: default.is_some() || kind.sql == "shop.status",
            is_fixed: false,
            is_checked: false,
            at: At::Own,
        };
        definitions.push(format!(
            "{} {}{}{}",
            quote(name),
            kind.sql,
            default.map_or(String::new(), |default| format!(" DEFAULT {default}")),
            if column.is_not_null { " NOT NULL" } else { "" }
        ));
        columns.push(column);
    }
    let shape = rng.below(16);
    if rng.one_in(4) && shape != 0 {
        definitions.push("twice integer GENERATED ALWAYS AS (id * 2) STORED".into());
    }
    if rng.one_in(4) && shape > 5 {
        definitions.push("number bigint GENERATED BY DEFAULT AS IDENTITY".into());
    }
    if rng.one_in(4) && shape != 0 {
        definitions.push("counted serial".into());
    }
    let mut table = Table {
        schema,
        name: name.into(),
        columns,
        next: 1,
        has_key: shape != 0 && !rng.one_in(5),
        is_published: false,
        is_partitioned: shape <= 5,
        blocks: 0,
        is_there: true,
        is_unseen: false,
    };
    if table.has_key {
        definitions
            .push(format!("PRIMARY KEY (id{})", if shape <= 1 || shape == 4 { ", region" } else { "" }));
    }
    let by = match shape {
        0 | 1 => " PARTITION BY LIST (region)",
        2 | 4 => " PARTITION BY RANGE (id)",
        3 | 5 => " PARTITION BY HASH (id)",
        _ => "",
    };
    let full = table.full();
    let list = definitions.join(", ");
    let _ = writeln!(sql, "CREATE TABLE {full} ({list}){by};");
    partitions(sql, &table, shape, &list);
    for _ in 0..12 {
        let _ = writeln!(sql, "{};", super::writes::insert(rng, &mut table).twin);
    }
    table
}

fn fixed(name: &str, is_not_null: bool) -> Column {
    Column {
        name: name.into(),
        kind: if name == "id" { &TYPES[0] } else { &TYPES[3] },
        values: Vec::new(),
        is_not_null,
        has_default: false,
        is_fixed: true,
        is_checked: false,
        at: At::Own,
    }
}

/// A name of 63 bytes at most, which differs from the next one's only at its end.
fn part(table: &Table, end: &str) -> String {
    // Of two tables that are alike in so many bytes, too.
    let end = format!("{}{end}", if table.name.ends_with("_b") { "b" } else { "" });
    let mut cut = (63 - end.len() - 1).min(table.name.len());
    while !table.name.is_char_boundary(cut) {
        cut -= 1;
    }
    format!("{}.{}", quote(table.schema), quote(&format!("{}_{end}", &table.name[..cut])))
}

fn partitions(sql: &mut String, table: &Table, shape: u64, list: &str) {
    let full = table.full();
    let mut add = |end: &str, bound: &str| {
        let _ = writeln!(sql, "CREATE TABLE {} PARTITION OF {full} {bound};", part(table, end));
    };
    match shape {
        0 => {
            add("1", "FOR VALUES IN ('eu', 'asia')");
            let far = format!("far {}", table.name.chars().rev().take(20).collect::<String>());
            let name = part(table, "2");
            // What is in the far table is the same, as loopback servers have it.
            // COMMIT, since the server connects to itself to see it.
            let _ = writeln!(
                sql,
                "CREATE TABLE far.{} ({list}); COMMIT;
                 CREATE FOREIGN TABLE {name} PARTITION OF {full} FOR VALUES IN ('us')
                 SERVER loop OPTIONS (schema_name 'far', table_name {});",
                quote(&far),
                literal(&far)
            );
            for column in &table.columns {
                // A name of its own over there, so that a plain RENAME leaves the table readable.
                let _ = writeln!(
                    sql,
                    "ALTER FOREIGN TABLE {name} ALTER COLUMN {} OPTIONS (ADD column_name {});",
                    quote(&column.name),
                    literal(&column.name)
                );
            }
        }
        1 => {
            add("1", "FOR VALUES IN ('eu')");
            add("2", "DEFAULT");
        }
        2 => {
            add("1", "FOR VALUES FROM (MINVALUE) TO (8)");
            add("2", "FOR VALUES FROM (8) TO (1000)");
            add("3", "DEFAULT");
        }
        3 => {
            add("1", "FOR VALUES WITH (MODULUS 2, REMAINDER 0)");
            add("2", "FOR VALUES WITH (MODULUS 2, REMAINDER 1)");
        }
        4 => {
            add("1", "FOR VALUES FROM (MINVALUE) TO (8) PARTITION BY LIST (region)");
            add("2", "DEFAULT");
            let _ = writeln!(
                sql,
                "CREATE TABLE {} PARTITION OF {} FOR VALUES IN ('eu');
                 CREATE TABLE {} PARTITION OF {} DEFAULT;",
                part(table, "1_1"),
                part(table, "1"),
                part(table, "1_2"),
                part(table, "1")
            );
        }
        5 => add("1", "FOR VALUES WITH (MODULUS 1, REMAINDER 0)"),
        _ => {}
    }
}
