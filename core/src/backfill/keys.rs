//! Batches by ranges of a table's primary key, for a table that Citus manages: blocks are numbered anew in each shard, and
//! in each copy of it, so a range of them is no set of rows.

use serde::{Deserialize, Serialize};

use super::{Backfill, closed};
use crate::name::Quoting;

/// How many rows stand for a block, where progress and the sizes of batches are counted.
pub const ROWS_OF_A_BLOCK: u32 = 100;

/// A column of the key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyColumn {
    /// Its name.
    pub name: String,
    /// Its type.
    pub data_type: String,
}

/// Types that are written in one way alone, and have an order of the server's own.
const TYPES: [&str; 7] = ["smallint", "integer", "bigint", "numeric", "text", "character varying", "uuid"];

impl KeyColumn {
    /// Whether its values can be kept as texts, and compared.
    pub fn is_known(&self) -> bool {
        let base = self.data_type.split_once('(').map_or(self.data_type.as_str(), |(base, _)| base);
        TYPES.contains(&base)
    }
}

impl Backfill {
    /// A query for the key of the last row of a batch of so many rows behind `after`, a text for each of its columns; it
    /// has no row where fewer are left.
    pub fn key_at(&self, names: &dyn Quoting, table: &str, after: Option<&[String]>, rows: u32) -> String {
        // Without the table's name it would be sorted by the texts, which have the names of the columns.
        let column = |column: &KeyColumn| format!("k.{}", names.quote(&column.name));
        let columns: Vec<String> = self.key.iter().map(column).collect();
        let texts: Vec<String> = columns.iter().map(|column| format!("{column}::pg_catalog.text")).collect();
        let behind = after.map(|after| format!(" WHERE {}", self.beside(names, ">", after)));
        format!(
            "SELECT {} FROM {table} AS k{} ORDER BY {} LIMIT 1 OFFSET {}",
            texts.join(", "),
            behind.unwrap_or_default(),
            columns.join(", "),
            rows.max(1) - 1
        )
    }

    /// The statement of the batch behind `after`, up to and with `upto`; to the end where there is none.
    pub fn keyed(
        &self,
        names: &dyn Quoting,
        table: &str,
        set: &str,
        (after, upto): (Option<&[String]>, Option<&[String]>),
        filter: Option<&str>,
    ) -> String {
        let after = after.map(|after| self.beside(names, ">", after));
        let upto = upto.map(|upto| self.beside(names, "<=", upto));
        let filter = filter.map(|filter| format!("({})", closed(filter)));
        let all: Vec<String> = after.into_iter().chain(upto).chain(filter).collect();
        let only = if all.is_empty() { String::new() } else { format!(" WHERE {}", all.join(" AND ")) };
        format!("UPDATE {table} SET {set}{only}")
    }

    /// How the key of a row stands to a place.
    fn beside(&self, names: &dyn Quoting, operator: &str, place: &[String]) -> String {
        let columns: Vec<String> = self.key.iter().map(|column| names.quote(&column.name)).collect();
        let value =
            |(column, text): (&KeyColumn, &String)| format!("{}::{}", names.literal(text), column.data_type);
        let values: Vec<String> = self.key.iter().zip(place).map(value).collect();
        format!("({}) OPERATOR(pg_catalog.{operator}) ({})", columns.join(", "), values.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::fake::Plain;
    use crate::relation::Relation;

    #[test]
    fn batches_follow_each_other_by_the_key() {
        let column =
            |name: &str, data_type: &str| KeyColumn { name: name.into(), data_type: data_type.into() };
        let table = Relation { schema: Some("s".into()), name: "t".into() };
        let key = vec![column("tenant", "text"), column("Id", "bigint")];
        let backfill = Backfill { key, ..Backfill::new(table, Vec::new(), None) };
        let (one, two) = (["o'x".to_string(), "7".into()], ["p".to_string(), "1".into()]);
        assert_eq!(
            backfill.key_at(&Plain, "s.t", None, 100),
            "SELECT k.tenant::pg_catalog.text, k.\"Id\"::pg_catalog.text FROM s.t AS k ORDER BY k.tenant, k.\"Id\" LIMIT 1 OFFSET 99"
        );
        let behind = "(tenant, \"Id\") OPERATOR(pg_catalog.>) ('o''x'::text, '7'::bigint)";
        assert_eq!(
            backfill.key_at(&Plain, "s.t", Some(&one), 1),
            format!(
                "SELECT k.tenant::pg_catalog.text, k.\"Id\"::pg_catalog.text FROM s.t AS k WHERE {behind} ORDER BY k.tenant, k.\"Id\" LIMIT 1 OFFSET 0"
            )
        );
        let keyed = |from: Option<&[String]>, to: Option<&[String]>, filter| {
            backfill.keyed(&Plain, "s.t AS t", "a = 1", (from, to), filter)
        };
        assert_eq!(keyed(None, None, None), "UPDATE s.t AS t SET a = 1");
        assert_eq!(
            keyed(Some(&one), Some(&two), Some("a = 2 OR b")),
            format!(
                "UPDATE s.t AS t SET a = 1 WHERE {behind} AND (tenant, \"Id\") OPERATOR(pg_catalog.<=) ('p'::text, '1'::bigint) AND (a = 2 OR b)"
            )
        );
        assert!(column("a", "character varying(20)").is_known() && column("a", "numeric(10,2)").is_known());
        assert!(!column("a", "date").is_known() && !column("a", "citext").is_known());
    }
}
