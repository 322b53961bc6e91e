//! Batches by ranges of a table's primary key, for a table that Citus manages: blocks are numbered anew in each shard, and
//! in each copy of it, so a range of them is no set of rows.

use serde::{Deserialize, Serialize};

use super::{Assignment, Backfill, closed};
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

    /// The statement of the batch behind `after`, up to and with `upto`; to the end where there is none. In expressions the
    /// table is called `row`.
    pub fn keyed(
        &self,
        names: &dyn Quoting,
        (table, row): (&str, &str),
        set: &str,
        (after, upto): (Option<&[String]>, Option<&[String]>),
        filter: Option<&str>,
    ) -> String {
        let after = after.map(|after| self.beside(names, ">", after));
        let upto = upto.map(|upto| self.beside(names, "<=", upto));
        let filter = filter.map(|filter| format!("({})", closed(filter)));
        if !self.made.is_empty() {
            let within: Vec<String> = after.into_iter().chain(upto).collect();
            return self.making(
                (table, row),
                &|name| names.quote(name),
                filter.as_deref(),
                Some(&within.join(" AND ")),
            );
        }
        let all: Vec<String> = after.into_iter().chain(upto).chain(filter).collect();
        let only = if all.is_empty() { String::new() } else { format!(" WHERE {}", all.join(" AND ")) };
        format!("UPDATE {table} AS {row} SET {set}{only}")
    }

    /// A statement that makes values first, by a query that is read once, and then sets them wherever the row is. A row
    /// that others have changed meanwhile is left out if the filter does not hold for it any more.
    pub(super) fn making(
        &self,
        (table, row): (&str, &str),
        quote: &dyn Fn(&str) -> String,
        filter: Option<&str>,
        within: Option<&str>,
    ) -> String {
        let is_made = |one: &&Assignment| self.made.contains(&one.column);
        let made = self.free_name(&[table, row], filter);
        let table = format!("{table} AS {row}");
        let mut columns = Vec::new();
        let mut ties = Vec::new();
        for column in &self.key {
            let (key, name) = (quote(&column.name), format!("{made}_{}", columns.len() + 1));
            ties.push(format!("{row}.{key} OPERATOR(pg_catalog.=) {made}.{name}"));
            columns.push(format!("{row}.{key} AS {name}"));
        }
        let mut set = Vec::new();
        for one in &self.assignments {
            let value = match is_made(&one) {
                true => {
                    let name = format!("{made}_{}", columns.len() + 1);
                    columns.push(format!("({}) AS {name}", closed(&one.expression)));
                    format!("{made}.{name}")
                }
                false => closed(&one.expression),
            };
            set.push(format!("{} = {value}", quote(&one.column)));
        }
        let filter = filter.map(|filter| format!("({})", closed(filter)));
        let all: Vec<&str> =
            within.filter(|within| !within.is_empty()).into_iter().chain(filter.as_deref()).collect();
        let only = if all.is_empty() { String::new() } else { format!(" WHERE {}", all.join(" AND ")) };
        ties.extend(filter);
        format!(
            "WITH {made} AS MATERIALIZED (SELECT {} FROM {table}{only}) UPDATE {table} SET {} FROM {made} WHERE {}",
            columns.join(", "),
            set.join(", "),
            ties.join(" AND ")
        )
    }

    /// A name that stands in nothing that a user wrote, nor do those that begin with it.
    fn free_name(&self, names: &[&str], filter: Option<&str>) -> String {
        let texts =
            self.assignments.iter().flat_map(|one| [&one.column, &one.expression]).map(String::as_str);
        let keys = self.key.iter().map(|column| column.name.as_str());
        let texts = texts.chain(keys).chain(names.iter().copied()).chain(filter);
        let texts: Vec<String> = texts.map(str::to_lowercase).collect();
        let mut name = "made".to_string();
        while texts.iter().any(|text| text.contains(&name)) {
            name.push('_');
        }
        name
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
            backfill.keyed(&Plain, ("s.t", "t"), "a = 1", (from, to), filter)
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

    #[test]
    fn values_are_made_before_they_are_set() {
        let table = Relation { schema: Some("s".into()), name: "T".into() };
        let key = vec![KeyColumn { name: "id".into(), data_type: "bigint".into() }];
        let set = |column: &str, expression: &str| Assignment {
            column: column.into(),
            expression: expression.into(),
        };
        let assignments = vec![set("u", "gen_random_uuid()"), set("n", "1")];
        let made = vec!["u".to_string()];
        let backfill =
            Backfill { key, made, ..Backfill::new(table, assignments, Some("u IS NULL OR n = 2".into())) };
        assert_eq!(
            backfill.statement("s.\"T\"", |name| Plain.quote(name)),
            "WITH made AS MATERIALIZED (SELECT \"T\".id AS made_1, (gen_random_uuid()) AS made_2 FROM s.\"T\" AS \"T\" WHERE \
             (u IS NULL OR n = 2)) UPDATE s.\"T\" AS \"T\" SET u = made.made_2, n = 1 FROM made WHERE \
             \"T\".id OPERATOR(pg_catalog.=) made.made_1 AND (u IS NULL OR n = 2)"
        );
        let (from, to) = (["7".to_string()], ["9".to_string()]);
        let batch = |filter| backfill.keyed(&Plain, ("s.t", "r"), "", (Some(&from), Some(&to)), filter);
        assert_eq!(
            batch(None),
            "WITH made AS MATERIALIZED (SELECT r.id AS made_1, (gen_random_uuid()) AS made_2 FROM s.t AS r WHERE \
             (id) OPERATOR(pg_catalog.>) ('7'::bigint) AND (id) OPERATOR(pg_catalog.<=) ('9'::bigint)) \
             UPDATE s.t AS r SET u = made.made_2, n = 1 FROM made WHERE r.id OPERATOR(pg_catalog.=) made.made_1"
        );
        // What a user wrote means what it says, whatever its names are.
        assert!(batch(Some("made = 1")).starts_with("WITH made_ AS"), "{}", batch(Some("made = 1")));
    }
}
