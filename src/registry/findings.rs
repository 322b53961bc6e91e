//! The table `migrate.lint_findings`: what the linter found in a migration's scripts when they were registered. `status()`
//! reads it; what counts when a migration is applied is found anew.

use std::collections::HashMap;

use migrate_core::lint::{Counts, Finding};

use crate::postgres::identity::as_owner;
use crate::postgres::spi;

/// Writes what was found in a text, in place of what was found in an earlier one. All are counted; of each rule only the
/// first are kept: a script of data has as many as it has rows.
pub fn write(version: i64, fingerprint: &str, up: &[Finding], down: &[Finding]) {
    if up.is_empty() && down.is_empty() {
        return as_owner(|| {
            spi::write("DELETE FROM migrate.lint_findings WHERE version = $1", &[version.into()]);
        });
    }
    let counts = Counts::of(up);
    let sql = "INSERT INTO migrate.lint_findings (version, fingerprint, errors, warnings, up, down)
               VALUES ($1, $2, $3, $4, $5, $6)
               ON CONFLICT (version) DO UPDATE
               SET fingerprint = excluded.fingerprint, errors = excluded.errors, warnings = excluded.warnings,
                   up = excluded.up, down = excluded.down, found_at = pg_catalog.clock_timestamp()";
    let args = [
        version.into(),
        fingerprint.to_string().into(),
        spi::int(counts.errors).into(),
        spi::int(counts.warnings).into(),
        spi::jsonb(&first_of_each(up)).into(),
        spi::jsonb(&first_of_each(down)).into(),
    ];
    as_owner(|| spi::write(sql, &args));
}

/// The first findings of each rule, without what would stand in the place of a very long statement.
fn first_of_each(findings: &[Finding]) -> Vec<Finding> {
    const OF_EACH: usize = 100;
    const LONG: usize = 10_000;
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut first: Vec<Finding> = Vec::new();
    for finding in findings {
        let count = counts.entry(&finding.rule).or_default();
        *count += 1;
        if *count <= OF_EACH {
            let is_long = finding.fix.as_ref().is_some_and(|fix| fix.len() > LONG);
            first.push(if is_long { finding.without_fix() } else { finding.clone() });
        }
    }
    first
}
