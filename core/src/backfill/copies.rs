//! Whether the copies of a table that Citus keeps on many nodes have the same rows when a backfill is done.
//!
//! Each copy is asked at another moment, while others write. So it says what it has in many parts, each by the hash of its
//! keys: a part that is the same once is right, and one that differs each time is not.

use std::collections::{BTreeSet, HashMap};

use super::Backfill;
use crate::name::Quoting;

/// How many parts a copy is asked for; a power of two.
const PARTS: u32 = 256;

/// What one copy of a shard has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// The number of the shard.
    pub shard: i64,
    /// The node of this copy, for people.
    pub node: String,
    /// Rows and hash of each part that has rows.
    parts: HashMap<u32, (u64, String)>,
}

impl Copied {
    /// Of what a copy has answered to [`Backfill::having`]; none if that is no answer to it.
    pub fn read(shard: i64, node: String, answer: &str) -> Option<Self> {
        let part = |text: &str| {
            let mut fields = text.split(':');
            let (part, rows, hash) = (fields.next()?, fields.next()?, fields.next()?);
            Some((part.parse().ok()?, (rows.parse().ok()?, hash.to_string())))
        };
        let parts = answer.split_whitespace().map(part).collect::<Option<_>>()?;
        Some(Copied { shard, node, parts })
    }

    fn rows(&self) -> u64 {
        self.parts.values().map(|(rows, _)| rows).sum()
    }
}

impl Backfill {
    /// A query for what a copy has in its key and in what is set, with `%s` for the copy's name. A type may have no hash; then
    /// it is asked by its text.
    pub fn having(&self, names: &dyn Quoting, by_text: bool) -> String {
        let quoted = |name: &str| names.quote(name).replace('%', "%%");
        let keys: Vec<String> = self.key.iter().map(|column| quoted(&column.name)).collect();
        let set = self.assignments.iter().map(|one| match by_text {
            true => format!("{}::pg_catalog.text", quoted(&one.column)),
            false => quoted(&one.column),
        });
        let all: Vec<String> = keys.iter().cloned().chain(set).collect();
        let hash =
            |columns: &[String]| format!("pg_catalog.hash_record_extended(ROW({}), 0)", columns.join(", "));
        format!(
            "SELECT pg_catalog.concat('', (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(':', p.part, p.rows, p.hash), ' ') \
             FROM (SELECT {} OPERATOR(pg_catalog.&) {} AS part, pg_catalog.count(*) AS rows, pg_catalog.sum({}) AS hash \
             FROM %s GROUP BY 1) p))",
            hash(&keys),
            PARTS - 1,
            hash(&all)
        )
    }
}

/// What has differed each time.
#[derive(Debug, Default)]
pub struct Compared {
    open: Option<BTreeSet<(i64, u32)>>,
}

impl Compared {
    /// Looks at the copies once more; whether each part of them was the same at least once.
    pub fn are_same(&mut self, copies: &[Copied]) -> bool {
        let shards: BTreeSet<i64> = copies.iter().map(|copy| copy.shard).collect();
        let differs = |shard: i64, part: u32| {
            let mut of_part =
                copies.iter().filter(|copy| copy.shard == shard).map(|copy| copy.parts.get(&part));
            let first = of_part.next();
            of_part.any(|other| Some(other) != first)
        };
        let open = match self.open.take() {
            None => {
                let all = shards.iter().flat_map(|shard| (0..PARTS).map(|part| (*shard, part)));
                all.filter(|(shard, part)| differs(*shard, *part)).collect::<BTreeSet<_>>()
            }
            Some(open) => open.into_iter().filter(|(shard, part)| differs(*shard, *part)).collect(),
        };
        let is_done = open.is_empty();
        self.open = Some(open);
        is_done
    }

    /// Which of the copies, as they were last, differ from the others, in a sentence.
    pub fn told(&self, copies: &[Copied]) -> String {
        let Some(shard) = self.open.iter().flatten().map(|(shard, _)| *shard).next() else {
            return String::new();
        };
        let of_shard: Vec<&Copied> = copies.iter().filter(|copy| copy.shard == shard).collect();
        let seen = |copy: &Copied| -> Vec<Option<(u64, String)>> {
            let open = self.open.iter().flatten().filter(|(of, _)| *of == shard);
            open.map(|(_, part)| copy.parts.get(part).cloned()).collect()
        };
        let like = |copy: &Copied| of_shard.iter().filter(|other| seen(other) == seen(copy)).count();
        let most = of_shard.iter().map(|copy| like(copy)).max().unwrap_or(0);
        let has = |copy: &&&Copied| format!("that on {} has {} rows", copy.node, copy.rows());
        let (others, odd): (Vec<_>, Vec<_>) =
            of_shard.iter().partition(|copy| like(copy) == most && most > 1);
        let all = |copies: &[&&Copied]| copies.iter().map(has).collect::<Vec<_>>().join(", ");
        match others.is_empty() {
            true => format!("Of shard {shard} no two copies are the same: {}.", all(&odd)),
            false => format!("Of shard {shard} {}, otherwise than the others: {}.", all(&odd), all(&others)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backfill::{Assignment, KeyColumn};
    use crate::facts::fake::Plain;
    use crate::relation::Relation;

    fn copy(node: &str, answer: &str) -> Copied {
        Copied::read(7, node.into(), answer).expect("an answer")
    }

    #[test]
    fn what_differs_each_time_is_told() {
        let mut compared = Compared::default();
        let (one, three) = (copy("one", "1:10:5 2:3:-4"), copy("three", "1:10:5 2:3:-4"));
        assert!(!compared.are_same(&[one.clone(), copy("two", "1:11:6 2:2:1"), three.clone()]));
        // Somebody wrote to a part in between: it was the same once.
        assert!(!compared.are_same(&[one.clone(), copy("two", "1:10:5 2:2:1"), three.clone()]));
        let copies = [one.clone(), copy("two", "1:11:6 2:2:1"), three];
        assert!(!compared.are_same(&copies));
        assert_eq!(
            compared.told(&copies),
            "Of shard 7 that on two has 13 rows, otherwise than the others: that on one has 13 rows, that on three has 13 rows."
        );
        let two = [one, copy("two", "1:10:5")];
        assert!(!compared.are_same(&two), "a part without rows is one that differs");
        assert_eq!(
            compared.told(&two),
            "Of shard 7 no two copies are the same: that on one has 13 rows, that on two has 10 rows."
        );
        assert!(compared.are_same(&[copy("one", "2:3:1"), copy("two", "2:3:1")]));
    }

    #[test]
    fn one_copy_is_the_same() {
        assert!(Compared::default().are_same(&[copy("one", "1:10:5")]));
        let other = Copied::read(8, "one".into(), "1:10:7").expect("an answer");
        assert!(
            Compared::default().are_same(&[copy("one", "1:10:5"), other]),
            "another shard has other rows"
        );
        assert!(Copied::read(7, "one".into(), "x").is_none());
        assert!(Copied::read(7, "one".into(), "").is_some(), "a copy without rows");
    }

    #[test]
    fn a_name_is_no_place_for_another() {
        let key = vec![KeyColumn { name: "100%s".into(), data_type: "bigint".into() }];
        let set = vec![Assignment { column: "v".into(), expression: "1".into() }];
        let table = Relation { schema: None, name: "t".into() };
        let backfill = Backfill { key, ..Backfill::new(table, set, None) };
        let sql = backfill.having(&Plain, false);
        assert!(sql.contains("ROW(\"100%%s\", v)") && sql.matches("FROM %s").count() == 1, "{sql}");
        assert!(backfill.having(&Plain, true).contains("ROW(\"100%%s\", v::pg_catalog.text)"));
    }
}
