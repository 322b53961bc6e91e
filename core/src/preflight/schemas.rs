//! Whether it is a good moment in many schemas: what is so of the server is told once, and of a schema what it is about.

use crate::text;

use super::row::{Row, Verdict};

/// How many versions, and how many things that stand in the way, are named.
const FEW: usize = 5;

/// The check of what is to be done.
const PENDING: &str = "migrations";

/// What is the same, whichever schema a migration is for.
const OF_ALL: [&str; 7] = [
    "server",
    "other migrators",
    "worker slots",
    "replicas and archive",
    "timeouts",
    "event triggers",
    "temporary tables",
];

/// What one check has found, in a schema or for all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InSchema {
    /// The schema; none for what is so for all.
    pub schema: Option<String>,
    /// What was found.
    pub row: Row,
}

/// What is to be done in a schema: these migrations, or nothing.
pub fn pending(names: &[String]) -> Row {
    match names {
        [] => Row::ok(PENDING, "nothing is pending"),
        names => {
            let count = text::count(names.len(), "migration");
            Row::ok(PENDING, format!("{count} would be applied: {}", text::few(names, FEW)))
        }
    }
}

/// The same where it is refused.
pub fn refused(why: impl Into<String>) -> Row {
    Row::stop(PENDING, why).for_good()
}

/// What the checks of each schema come to together. What is so for all of them is told once, that it is well only where
/// nothing else is said of it; of a schema, what is to be done in it, and what is not well there.
pub fn of_schemas(found: Vec<(String, Vec<Row>)>) -> Vec<InSchema> {
    // Where nothing is to be done nothing else is looked at.
    let looked_at = found.iter().filter(|(_, rows)| rows.len() > 1).count();
    let is_everywhere =
        |row: &Row| looked_at > 1 && found.iter().filter(|(_, rows)| rows.contains(row)).count() == looked_at;
    let is_of_all = |row: &Row| OF_ALL.contains(&row.check) || row.check != PENDING && is_everywhere(row);
    let is_told = |row: &&Row| row.verdict != Verdict::Ok || row.check == PENDING;
    let all = || found.iter().flat_map(|(_, rows)| rows).filter(|row| is_of_all(row));
    let mut of_all: Vec<&Row> = Vec::new();
    for row in all() {
        let says_more =
            |other: &Row| other.check == row.check && (other == row || row.verdict == Verdict::Ok);
        if !of_all.contains(&row) && !of_all.iter().any(|other| says_more(other)) {
            of_all.push(row);
        }
    }
    // That it is well is no news where something is not.
    let bad: Vec<&str> = all().filter(|row| row.verdict != Verdict::Ok).map(|row| row.check).collect();
    of_all
        .retain(|row| row.verdict != Verdict::Ok || OF_ALL.contains(&row.check) && !bad.contains(&row.check));
    let of_all = of_all.into_iter().map(|row| InSchema { schema: None, row: row.clone() });
    let of_each = found.iter().flat_map(|(schema, rows)| {
        let rows = rows.iter().filter(|row| !is_of_all(row)).filter(is_told);
        rows.map(|row| InSchema { schema: Some(schema.clone()), row: row.clone() })
    });
    of_all.chain(of_each).collect()
}

/// Who is asked again while somebody is in the way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InTheWay {
    /// The first few schemas in which something is.
    pub schemas: Vec<String>,
    /// In how many others something is.
    pub others: usize,
}

/// Where something stands in the way, by the checks of each schema and what they come to together. What is so for all of
/// them is asked in one.
pub fn in_the_way(found: &[(String, Vec<Row>)], told: &[InSchema]) -> InTheWay {
    let is_stop = |row: &Row| row.verdict == Verdict::Stop;
    let stops = || told.iter().filter(|found| is_stop(&found.row));
    let mut schemas: Vec<String> = stops().filter_map(|found| found.schema.clone()).collect();
    schemas.dedup();
    let others = schemas.len().saturating_sub(FEW);
    schemas.truncate(FEW);
    if stops().any(|found| found.schema.is_none())
        && let Some((first, _)) = found.iter().find(|(_, rows)| rows.iter().any(is_stop))
        && !schemas.contains(first)
    {
        schemas.push(first.clone());
    }
    InTheWay { schemas, others }
}

/// What stands in the way in some of them, as rows of one look: the first few by name. So many `others` were not asked.
pub fn as_one(found: Vec<InSchema>, others: usize) -> Vec<Row> {
    let stops: Vec<InSchema> = found.into_iter().filter(|found| found.row.verdict == Verdict::Stop).collect();
    let more = stops.len().saturating_sub(FEW) + others;
    let mut rows: Vec<Row> = stops
        .into_iter()
        .map(|InSchema { schema, row }| match schema {
            Some(schema) => Row { detail: format!("in schema \"{schema}\": {}", row.detail), ..row },
            None => row,
        })
        .collect();
    // One that does not pass is told, whichever it is.
    rows.sort_by_key(|row| row.passes);
    rows.truncate(FEW);
    if let Some(last) = rows.last_mut()
        && more > 0
    {
        last.detail.push_str(&format!(" (and {more} more)"));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(rows: &[InSchema]) -> Vec<String> {
        rows.iter()
            .map(|InSchema { schema, row }| {
                let schema = schema.as_deref().unwrap_or("-");
                format!("{schema} {} {} {}", row.check, row.verdict.as_str(), row.detail)
            })
            .collect()
    }

    #[test]
    fn what_is_so_for_all_is_told_once_and_the_rest_by_schema() {
        let rows = |conflict: Option<&str>, slots: Row| {
            let conflict = conflict.map(|who| Row::stop("lock conflicts", who));
            [pending(&["1".into(), "2".into()]), Row::ok("server", "takes writes"), slots]
                .into_iter()
                .chain(conflict.or(Some(Row::ok("lock conflicts", "none"))))
                .collect()
        };
        let told = of_schemas(vec![
            ("a".into(), rows(None, Row::ok("worker slots", "3 free"))),
            ("b".into(), rows(Some("pid 7"), Row::ok("worker slots", "2 free"))),
            ("c".into(), rows(None, Row::stop("worker slots", "none free"))),
            ("d".into(), vec![pending(&[])]),
        ]);
        assert_eq!(
            found(&told),
            [
                "- server ok takes writes",
                "- worker slots stop none free",
                "a migrations ok 2 migrations would be applied: 1, 2",
                "b migrations ok 2 migrations would be applied: 1, 2",
                "b lock conflicts stop pid 7",
                "c migrations ok 2 migrations would be applied: 1, 2",
                "d migrations ok nothing is pending",
            ]
        );
        // Nor is it told of each what is so in each of several.
        let disk = || vec![pending(&["1".into()]), Row::warn("disk space", "cannot be seen")];
        let told =
            of_schemas(vec![("a".into(), disk()), ("b".into(), disk()), ("c".into(), vec![pending(&[])])]);
        assert_eq!(found(&told)[0], "- disk space warn cannot be seen");
        assert_eq!(told.len(), 4);
        assert_eq!(found(&of_schemas(vec![("a".into(), disk())]))[1], "a disk space warn cannot be seen");
        // That it is well is told once, however it is put.
        let told = of_schemas(vec![
            ("a".into(), vec![Row::ok("worker slots", "3 free")]),
            ("b".into(), vec![Row::ok("worker slots", "2 free")]),
        ]);
        assert_eq!(found(&told), ["- worker slots ok 3 free"]);
    }

    #[test]
    fn few_stand_in_the_way_by_name() {
        let stop =
            |n: u32| InSchema { schema: Some(format!("t{n}")), row: Row::stop("lock conflicts", "pid 7") };
        let mut all: Vec<InSchema> = (1..=6).map(stop).collect();
        all.push(InSchema { schema: Some("t7".into()), row: refused("no") });
        all.push(InSchema { schema: None, row: Row::warn("timeouts", "short") });
        let rows = as_one(all, 0);
        assert_eq!(rows.len(), 5);
        assert_eq!(rows[0].detail, "in schema \"t7\": no");
        assert_eq!(rows[4].detail, "in schema \"t4\": pid 7 (and 2 more)");
        assert!(as_one(vec![stop(1)], 0)[0].passes);
        assert_eq!(as_one(vec![stop(1)], 3)[0].detail, "in schema \"t1\": pid 7 (and 3 more)");
    }

    #[test]
    fn who_is_asked_again() {
        let asked = |found: Vec<(String, Vec<Row>)>| {
            let told = of_schemas(found.clone());
            in_the_way(&found, &told)
        };
        let of = |n: u32, row: Row| (format!("t{n}"), vec![pending(&["1".into()]), row]);
        let ok = |n| of(n, Row::ok("lock conflicts", "none"));
        let held = |n| of(n, Row::stop("lock conflicts", format!("pid {n}")));
        assert_eq!(asked(vec![ok(1), ok(2)]), InTheWay::default());
        let few = asked(vec![ok(1), held(2), ok(3), held(4)]);
        assert_eq!((few.schemas, few.others), (vec!["t2".to_string(), "t4".into()], 0));
        let few = asked((1..=8).map(held).collect());
        assert_eq!((few.schemas.len(), few.others), (5, 3));
        // What is so for all of them, one can say.
        let full = |n| of(n, Row::stop("worker slots", "none free"));
        assert_eq!(asked((1..=8).map(full).collect()).schemas, ["t1"]);
    }
}
