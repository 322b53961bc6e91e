//! The runs of a migration or a job, with their units and what they left. However long the journal is, what is read of it
//! in the end is bounded.

use std::collections::BTreeMap;

use migrate_core::report::record::{Backfill, Changed, ChangedHash, Failure, Line, Run, Size};
use pgrx::JsonB;

use super::of::Of;
use super::statements::{Kept, Statements};
use crate::engine::review::fingerprint;
use crate::postgres::identity::as_owner;
use crate::postgres::settings;
use crate::postgres::spi::{self, Row};

const RUNS: &str = include_str!("../../../../sql/queries/report_runs.sql");
const LINES: &str = include_str!("../../../../sql/queries/report_lines.sql");
const LEFT: &str = include_str!("../../../../sql/queries/report_left.sql");

/// A run, as it is read first.
struct Found {
    key: String,
    run: Run,
    ms: i64,
    total: i64,
}

/// A unit, as it is read first.
struct Unit {
    run: String,
    place: i64,
    line: Line,
    kept: Kept,
}

/// The newest runs, and how many older ones there are.
pub(super) fn read(of: Of) -> (Vec<Run>, i64) {
    let found = as_owner(|| {
        // To compile these queries takes longer than to run them.
        settings::set_local(c"jit", c"off");
        spi::rows(&RUNS.replace("{rows}", of.rows()), &[of.number().into()], found)
    });
    let left_out = found.first().map_or(0, |first| first.total) - found.len() as i64;
    let keys: Vec<String> = found.iter().map(|found| found.key.clone()).collect();
    let mut units: BTreeMap<String, Vec<Unit>> = BTreeMap::new();
    for unit in lines(of, &keys) {
        units.entry(unit.run.clone()).or_default().push(unit);
    }
    let mut left = left(of, &keys);
    let mut statements = Statements::new();
    let runs = found.into_iter().map(|Found { key, mut run, ms, .. }| {
        let units = units.remove(&key).unwrap_or_default();
        run.left_out_ms = ms;
        let mut last = 0;
        for Unit { place, mut line, kept, .. } in units {
            line.skipped = place - last - 1;
            last = place;
            if line.kind != "operation" {
                run.left_out_ms -= line.ms.unwrap_or(0);
            }
            statements.tell(&mut line, &kept);
            run.lines.push(line);
        }
        if let Some(left) = left.remove(&key) {
            (run.sizes, run.changed, run.changed_left_out) = left;
        }
        if let Some(job) = run.job {
            backfills(job, &mut run);
        }
        run
    });
    (runs.collect(), left_out)
}

fn found(row: Row) -> Found {
    let run = Run {
        job: row.get(2),
        is_down: row.must(3),
        by: row.must(4),
        run_as: row.must(5),
        asked_ms: row.get(6),
        began_ms: row.must(7),
        ended_ms: row.must(8),
        began: row.must(9),
        units: row.must(10),
        bad: row.must(11),
        waited_ms: row.must(12),
        ..Run::default()
    };
    Found { key: row.must(1), run, ms: row.must(13), total: row.must(14) }
}

fn lines(of: Of, keys: &[String]) -> Vec<Unit> {
    let args = [of.number().into(), keys.to_vec().into()];
    let unit = |row: Row| {
        let failure = row.get::<String>(20).map(|message| Failure {
            sqlstate: row.get(19),
            message,
            detail: row.get(21),
            hint: row.get(22),
            statement: row.get(23),
            place: row.get(24).zip(row.get(25)),
        });
        let line = Line {
            version: row.get(3),
            operation: row.get(4),
            is_nested: row.must(5),
            unit: row.must(6),
            units: row.must(7),
            kind: row.must(8),
            status: row.must(9),
            began_ms: row.must(10),
            ms: row.get(11),
            waited_ms: row.must(12),
            waits_for: row.get(13),
            failure,
            ..Line::default()
        };
        let kept = Kept {
            sql: row.get(14),
            statements: row
                .get::<i32>(15)
                .zip(row.get::<i32>(16))
                .map(|(first, last)| (first as u32, last as u32)),
            checksum: row.must(17),
            is_down: row.must(18),
        };
        Unit { run: row.must(1), place: row.must(2), line, kept }
    };
    as_owner(|| {
        settings::set_local(c"jit", c"off");
        spi::rows(&LINES.replace("{rows}", of.rows()), &args, unit)
    })
}

type Left = (Vec<Size>, Vec<Changed>, usize);

fn left(of: Of, keys: &[String]) -> BTreeMap<String, Left> {
    let args = [of.number().into(), keys.to_vec().into()];
    let rows = as_owner(|| {
        settings::set_local(c"jit", c"off");
        spi::rows(&LEFT.replace("{rows}", of.rows()), &args, |row| {
            let sizes = serde_json::from_value::<Vec<Size>>(row.must::<JsonB>(2).0).unwrap_or_default();
            let changed =
                serde_json::from_value::<Vec<ChangedHash>>(row.must::<JsonB>(3).0).unwrap_or_default();
            (row.must::<String>(1), sizes, changed, row.must::<i64>(4))
        })
    });
    let hashes = rows.iter().flat_map(|(_, _, changed, _)| changed);
    let hashes: Vec<String> = hashes.flat_map(|one| one.before.iter().chain(&one.after)).cloned().collect();
    let objects = fingerprint::leaves(&hashes);
    let object = |hash: &Option<String>| hash.as_ref().and_then(|hash| objects.get(hash).cloned());
    rows.into_iter()
        .map(|(key, sizes, changed, total)| {
            let more = usize::try_from(total).unwrap_or(0).saturating_sub(changed.len());
            let changed = changed.iter().map(|one| Changed {
                before: object(&one.before),
                after: object(&one.after),
                is_made: one.made,
            });
            (key, (sizes, changed.collect(), more))
        })
        .collect()
}

/// The backfills of a job, and what they made of their tables' sizes.
fn backfills(job: i64, run: &mut Run) {
    let sql = "SELECT b.table_name, b.status, b.total_rows + coalesce(r.rows, 0), b.batches + coalesce(r.batches, 0), b.skipped,
                      left(b.error, 1000), b.bytes_before, b.bytes_after
               FROM migrate.backfills b
               LEFT JOIN LATERAL (SELECT sum(r.total_rows)::bigint AS rows, sum(r.batches)::bigint AS batches
                                  FROM migrate.backfill_ranges r WHERE r.backfill = b.id) r ON true
               WHERE b.job = $1 ORDER BY b.id LIMIT 41";
    let read = |row: Row| {
        let backfill = Backfill {
            table: row.must(1),
            status: row.must(2),
            rows: row.must(3),
            batches: row.must(4),
            skipped: row.must(5),
            error: row.get(6),
        };
        let size =
            row.get(8).map(|after| Size { table: row.must(1), before: row.must(7), after: Some(after) });
        (backfill, size)
    };
    for (backfill, size) in as_owner(|| spi::rows(sql, &[job.into()], read)) {
        run.backfills.push(backfill);
        if let Some(size) = size
            && run.sizes.iter().all(|there| there.table != size.table)
        {
            run.sizes.push(size);
        }
    }
}
