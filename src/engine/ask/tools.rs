//! The histories of other tools: recorded in ours, or written so that the tool sees as applied what is applied here.
//!
//! Everything is in the caller's transaction, and nothing is run but reads and writes of the tables. The migrator's lock
//! is held as for every change of the history by hand, and the tool's own one, so that neither side moves meanwhile. A
//! dry run takes none of them, and writes nothing.

use std::collections::BTreeMap;

use migrate_core::error::{Error, ImportError, Result};
use migrate_core::history::compare::{Here, Known, Sum, There, Verdict, What, compare};
use migrate_core::history::export::{Line, Target, export};
use migrate_core::history::{Facts, Wanted, When, find};
use migrate_core::lock::Mode;
use migrate_core::migration::{Direction, Script};
use migrate_core::text;
use pgrx::prelude::*;

use super::by_hand;
use super::schemas_look::named;
use crate::engine::journal;
use crate::postgres::quoting::Quotes;
use crate::postgres::{settings, spi};
use crate::registry::history::{self, Imported};
use crate::registry::tools::{lock, look, ours, read};
use crate::registry::{migrations, schemas, squashed};

/// What is said of a migration of a history; the first is of the history itself.
pub struct Told {
    /// The version as the tool writes it.
    pub version: Option<String>,
    /// Its description; the table.
    pub name: String,
    /// What became of it.
    pub status: &'static str,
    /// When it was applied.
    pub applied_at: Option<TimestampWithTimeZone>,
    /// Whether the loaded file has the tool's checksum.
    pub checksum: Option<&'static str>,
    /// What else there is to know.
    pub detail: String,
}

/// What is registered and applied here, as a history of another tool is compared with it.
struct Ours {
    known: Vec<Known>,
    here: BTreeMap<i64, Here>,
    squashed: BTreeMap<i64, i64>,
}

impl Ours {
    fn read() -> Ours {
        Ours { known: ours::known(), here: ours::here(), squashed: squashed::all() }
    }

    fn there(&self) -> There<'_> {
        let Ours { known, here, squashed } = self;
        There { known, here, number_of: &ours::number_of, script: &script, squashed }
    }
}

/// Records what a tool's history says is applied.
///
/// # Errors
///
/// [`ImportError`], and as every change of the history by hand.
pub fn import(wanted: Wanted, dry_run: bool) -> Result<Vec<Told>> {
    if !dry_run {
        by_hand::begin()?;
    }
    let (choice, seen) = look::choose(wanted)?;
    let tool = choice.tool;
    if !dry_run {
        lock::take(tool, &seen, Mode::Share)?;
    }
    let facts = read::facts(tool, &seen)?;
    let ours = Ours::read();
    let there = ours.there();
    let from = format!("{} ({})", seen.table.shown(), tool.name);
    let verdicts = compare(tool, &facts, &from, &there)?;
    if !dry_run {
        record(&facts, &verdicts, &from);
    }
    let zone = matches!(tool.when, When::At(column) if seen.table.columns.iter().any(|(name, kind)| {
        name == column && kind == "timestamp without time zone"
    }));
    let zone = settings::value("TimeZone").filter(|_| zone && !verdicts.is_empty());
    let zone = zone.map_or_else(String::new, |zone| format!(", times read as {zone}"));
    let head = Told {
        version: None,
        name: seen.table.shown(),
        status: "read",
        applied_at: None,
        checksum: None,
        detail: format!("{}{zone}", tool.name),
    };
    let times = ours::times(verdicts.iter().map(|verdict| verdict.fact.applied_at.clone()).collect());
    let rows =
        verdicts.into_iter().zip(times).map(|(verdict, applied_at)| told(verdict, applied_at, dry_run));
    Ok(std::iter::once(head).chain(rows).collect())
}

/// The same in each of these schemas, of which each has a history of the tool's in it: in all of them or in none.
///
/// # Errors
///
/// As for [`import`], with the schema's name; [`migrate_core::error::SchemasError`].
pub fn import_in(wanted: &schemas::Wanted, tool: Option<&str>, dry_run: bool) -> Result<Vec<Told>> {
    let found = match dry_run {
        true => schemas::find(wanted)?,
        false => {
            by_hand::begin()?;
            schemas::register(wanted)?
        }
    };
    schemas::check_rights(&found)?;
    let mut told = Vec::new();
    for schema in &found {
        let own = || import(Wanted { tool, schema: Some(&schema.name) }, dry_run);
        told.extend(named(schema, own)?);
        if !dry_run {
            schemas::settled_by_hand(schema.id);
        }
    }
    Ok(told)
}

fn script(version: i64) -> Option<Script> {
    migrations::find(version).and_then(|there| there.up)
}

fn record(facts: &Facts, verdicts: &[Verdict], from: &str) {
    for verdict in verdicts {
        let Some(version) = verdict.number else { continue };
        match verdict.what {
            What::Record | What::Renew => {
                let imported = Imported {
                    version,
                    description: &verdict.description,
                    applied_at: verdict.fact.applied_at.as_deref(),
                    applied_by: verdict.fact.by.as_deref(),
                    execution_time_ms: verdict.fact.ms,
                    checksum: verdict.checksum.as_deref(),
                    from,
                };
                if history::import(&imported, verdict.what == What::Renew) {
                    if !migrations::is_registered(version) {
                        ours::note(&verdict.fact.version);
                    }
                    journal::note_by_hand(version, Direction::Up);
                }
            }
            What::Complete => {
                if let Some(checksum) = &verdict.checksum {
                    history::complete(version, checksum);
                }
            }
            What::Unchanged | What::NotApplied | What::Gone | What::LeftOut => {}
        }
    }
    // What the tool never runs is never to be run here.
    let border = facts.up_to.as_ref().filter(|up_to| up_to.is_baseline);
    if let Some(number) = border.and_then(|border| ours::number_of(&border.version)) {
        for (version, _) in history::baseline(number, "baseline") {
            journal::note_by_hand(version, Direction::Up);
        }
    }
}

fn told(verdict: Verdict, applied_at: Option<TimestampWithTimeZone>, dry_run: bool) -> Told {
    let status = match verdict.what {
        What::Record | What::Complete | What::Renew if dry_run => "planned",
        What::Record | What::Renew => "recorded",
        What::Complete => "completed",
        What::Unchanged => "unchanged",
        What::NotApplied => "not applied",
        What::Gone => "gone",
        What::LeftOut => "left out",
    };
    let checksum = verdict.sum.map(|sum| match sum {
        Sum::Same => "same",
        Sum::Differs => "differs",
    });
    let name = text::one_line(&verdict.description, 60);
    Told { version: Some(verdict.fact.version), name, status, applied_at, checksum, detail: verdict.detail }
}

/// Writes a tool's history, so that it sees as applied what is applied here. What is run is run with the caller's rights.
///
/// # Errors
///
/// [`ImportError`], and as every change of the history by hand. Raises what the statements raise.
pub fn write_back(tool: &str, schema: Option<&str>, dry_run: bool) -> Result<Vec<Line>> {
    if !dry_run {
        by_hand::begin()?;
    }
    let tool = find::tool(tool)?;
    let seen = match look::choose(Wanted { tool: Some(tool.name), schema }) {
        Ok((_, seen)) => Some(seen),
        // It is not there, and made.
        Err(Error::Import(ImportError::NoHistory { misses, .. })) if misses.is_empty() => None,
        Err(error) => return Err(error),
    };
    let facts = match &seen {
        Some(seen) => {
            if !dry_run {
                lock::take(tool, seen, Mode::ShareRowExclusive)?;
            }
            read::facts(tool, seen)?
        }
        None => Facts::default(),
    };
    let own = seen.as_ref().map(|seen| seen.table.schema.clone());
    let schema = own.or(schema.map(str::to_string)).or(tool.schema.map(str::to_string));
    let schema = schema.or_else(look::current_schema).unwrap_or_else(|| "public".into());
    let ours = Ours::read();
    let there = ours.there();
    let table = seen.as_ref().map(|seen| &seen.table);
    let target = Target { tool, table, schema: &schema, names: &Quotes };
    let lines = export(&target, &facts, &ours::entries(&ours.known), &there)?;
    if !dry_run {
        for sql in lines.iter().flat_map(|line| &line.sql) {
            spi::user_write_rows(sql, &[], |_| ());
        }
    }
    Ok(lines)
}
