//! A tool's history beside ours: what is recorded, and what is only said.
//!
//! A fact is of the registered migration that has the tool's own text, or the same number, or the same file's name. One
//! that is of none is recorded by its number without a script, as `migrate.record_migration` does; without a number
//! nothing here could name it, so it is said and left out. Nothing is ever taken out of our history: what the tool has
//! rolled back since is said.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::Hash;

use super::dotted::parts;
use super::fact::{Fact, Facts, State, base, cut, stem};
use super::original;
use super::recipe::{Material, Recipe};
use super::tool::Tool;
use crate::error::ImportError;
use crate::migration::Script;

/// A registered migration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// Version.
    pub version: i64,
    /// The tool's own text, where that is another one than the number.
    pub label: Option<String>,
    /// The name of its file, as far as it was said.
    pub filename: Option<String>,
    /// Description.
    pub description: String,
    /// Our checksum.
    pub checksum: String,
    /// Whether it waits for its script.
    pub is_draft: bool,
    /// Whether it runs again when its text has changed.
    pub repeats: bool,
}

impl Known {
    /// The version as the tool writes it.
    pub fn shown(&self) -> String {
        self.label.clone().unwrap_or_else(|| self.version.to_string())
    }

    fn base(&self) -> Option<&str> {
        self.filename.as_deref().map(base)
    }
}

/// What is recorded here of an applied migration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Here {
    /// Our checksum of what was applied.
    pub checksum: Option<String>,
    /// The history from which it came, if it was imported.
    pub imported: Option<String>,
}

/// What is there.
pub struct There<'a> {
    /// What is registered.
    pub known: &'a [Known],
    /// What is applied.
    pub here: &'a BTreeMap<i64, Here>,
    /// The number of a version that is written that way, which is not registered.
    pub number_of: &'a dyn Fn(&str) -> Option<i64>,
    /// The up script of a registered migration.
    pub script: &'a dyn Fn(i64) -> Option<Script>,
    /// Migrations that were squashed, and into which.
    pub squashed: &'a BTreeMap<i64, i64>,
}

impl There<'_> {
    /// The migration that stands for one that was squashed and is not registered any more.
    pub(super) fn squashed_into(&self, number: i64) -> Option<i64> {
        let into = self.squashed.get(&number).copied()?;
        (into != number && self.known.iter().all(|known| known.version != number)).then_some(into)
    }

    /// The migrations for which one stands, itself aside.
    pub(super) fn parts(&self, into: i64) -> Vec<i64> {
        let of = |(part, of): (&i64, &i64)| (*of == into && *part != into).then_some(*part);
        self.squashed.iter().filter_map(of).collect()
    }

    /// Whether a migration stands for others.
    pub(super) fn is_squash(&self, number: i64) -> bool {
        self.squashed.values().any(|into| *into == number)
    }
}

/// What becomes of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// It is recorded.
    Record,
    /// It was recorded without a checksum and gets one.
    Complete,
    /// It is recorded with an older text, and has been run again since.
    Renew,
    /// It is recorded already.
    Unchanged,
    /// The tool says that it is not applied.
    NotApplied,
    /// It was imported, and the tool says since that it is not applied.
    Gone,
    /// It is nothing that can be recorded.
    LeftOut,
}

/// Whether a file is the one that the tool has applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sum {
    /// It has the tool's checksum.
    Same,
    /// It has not.
    Differs,
}

/// What is said of one migration of a history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// What the history says.
    pub fact: Fact,
    /// Our version.
    pub number: Option<i64>,
    /// Its description.
    pub description: String,
    /// What becomes of it.
    pub what: What,
    /// How the tool's checksum compares with the loaded file.
    pub sum: Option<Sum>,
    /// Our checksum, where it is to be recorded.
    pub checksum: Option<String>,
    /// What else is to be said.
    pub detail: String,
}

/// Compares a history with ours; `history` is its table, as it is kept with what was imported.
///
/// # Errors
///
/// [`ImportError::Collision`].
pub fn compare(
    tool: &Tool,
    facts: &Facts,
    history: &str,
    there: &There,
) -> Result<Vec<Verdict>, ImportError> {
    let names = Names::of(there.known);
    let mut verdicts = Vec::new();
    let mut numbers: BTreeMap<i64, String> = BTreeMap::new();
    for fact in &facts.facts {
        let verdict = judge(tool, fact, history, there, &names);
        if let Some(number) = verdict.number
            && let Some(one) = numbers.insert(number, fact.version.clone())
        {
            return Err(ImportError::Collision { tool: tool.name, one, other: fact.version.clone(), number });
        }
        verdicts.push(verdict);
    }
    whole_or_not(tool, &mut verdicts, there);
    let border = facts.up_to.as_ref().and_then(|up_to| Some((up_to, parts(&up_to.version)?)));
    let is_covered = |version: &str| {
        border.as_ref().is_some_and(|(_, top)| parts(version).is_some_and(|version| version <= *top))
    };
    if let Some((border, _)) = &border {
        let rest: Vec<&Known> =
            there.known.iter().filter(|known| !numbers.contains_key(&known.version)).collect();
        for known in rest {
            let version = known.shown();
            if is_covered(&version) && !known.is_draft {
                let fact = Fact::applied(version, known.description.clone());
                let mut verdict = judge(tool, &fact, history, there, &names);
                if verdict.what == What::Record {
                    verdict.detail =
                        format!("at or below {}, which is all that {} keeps", border.version, tool.name);
                    if border.is_baseline {
                        verdict.detail = format!("at or below the baseline {}", border.version);
                    }
                }
                numbers.insert(known.version, verdict.fact.version.clone());
                verdicts.push(verdict);
            }
        }
    }
    let named: BTreeSet<i64> = numbers.into_keys().collect();
    for (number, here) in there.here {
        if here.imported.as_deref() == Some(history) && !named.contains(number) {
            let known = names.versions.get(number);
            let version = known.map_or_else(|| number.to_string(), |known| known.shown());
            if is_covered(&version) {
                continue;
            }
            let description = known.map_or_else(String::new, |known| known.description.clone());
            verdicts.push(Verdict {
                fact: Fact { state: State::Not("not in its history any more"), ..Fact::applied(version, "") },
                number: Some(*number),
                description,
                what: What::Gone,
                sum: None,
                checksum: None,
                detail: gone("not in its history any more", *number),
            });
        }
    }
    Ok(verdicts)
}

/// What stands for others is applied where all of them are: the tool has each by itself.
fn whole_or_not(tool: &Tool, verdicts: &mut [Verdict], there: &There) {
    let is_applied = |number: i64, verdicts: &[Verdict]| {
        verdicts.iter().any(|v| v.number == Some(number) && v.fact.state == State::Applied)
    };
    for place in 0..verdicts.len() {
        let one = &verdicts[place];
        let Some(number) = one.number.filter(|_| one.what == What::Record) else { continue };
        let parts = there.parts(number).into_iter();
        let missing: Vec<String> =
            parts.filter(|part| !is_applied(*part, verdicts)).map(|part| part.to_string()).collect();
        if !missing.is_empty() {
            let one = &mut verdicts[place];
            one.what = What::LeftOut;
            let (missing, tool) = (missing.join(", "), tool.name);
            one.detail = format!("stands for {missing} since a squash, too, which {tool} has not applied");
        }
    }
}

fn gone(why: &str, number: i64) -> String {
    format!("{why}; applied here until migrate.remove_migration({number})")
}

/// Registered migrations by what a fact may call them.
struct Names<'a> {
    /// By the version as the tool writes it.
    shown: HashMap<String, &'a Known>,
    /// By the file's name without its end; none where two have it.
    stems: HashMap<&'a str, Option<&'a Known>>,
    /// By what stands in that name behind a number of ours, where the tool's own name begins with none.
    rests: HashMap<&'a str, Option<&'a Known>>,
    /// By the numbers of the version; none where two have them.
    numbers: HashMap<Vec<u128>, Option<&'a Known>>,
    /// By our version.
    versions: BTreeMap<i64, &'a Known>,
}

impl<'a> Names<'a> {
    fn of(known: &'a [Known]) -> Self {
        let mut names = Names {
            shown: HashMap::new(),
            stems: HashMap::new(),
            rests: HashMap::new(),
            numbers: HashMap::new(),
            versions: known.iter().map(|known| (known.version, known)).collect(),
        };
        for known in known {
            if let Some(base) = known.base() {
                add(&mut names.stems, stem(base), known);
                add(&mut names.rests, cut(stem(base)).1, known);
            }
            let shown = known.shown();
            if let Some(numbers) = parts(&shown) {
                add(&mut names.numbers, numbers, known);
            }
            names.shown.entry(shown).or_insert(known);
        }
        names
    }
}

/// Adds a migration by a name that is nobody's as soon as two have it.
fn add<'a, K: Eq + Hash>(names: &mut HashMap<K, Option<&'a Known>>, name: K, known: &'a Known) {
    match names.entry(name) {
        Entry::Occupied(mut other) => {
            other.insert(None);
        }
        Entry::Vacant(free) => {
            free.insert(Some(known));
        }
    }
}

fn judge(tool: &Tool, fact: &Fact, history: &str, there: &There, names: &Names) -> Verdict {
    let known = find(tool, fact, there, names);
    let digits = fact.version.starts_with(|c: char| c.is_ascii_digit()) && parts(&fact.version).is_some();
    let number = known
        .map(|known| known.version)
        .or_else(|| if digits { (there.number_of)(&fact.version) } else { None });
    let description = known
        .map(|known| known.description.clone())
        .or_else(|| Some(fact.name.clone()).filter(|name| !name.trim().is_empty()))
        .unwrap_or_else(|| format!("migration {}", fact.version));
    // The tool has applied a file of before the squash.
    let compared = known.filter(|known| !there.is_squash(known.version));
    let sum = compared.and_then(|known| sum(tool.recipe?, fact, known, there));
    let here = number.and_then(|number| there.here.get(&number));
    let is_imported = here.is_some_and(|here| here.imported.as_deref() == Some(history));
    // What differs from what was applied has not the right to stand for it.
    let checksum = known
        .filter(|known| !known.is_draft && sum != Some(Sum::Differs))
        .map(|known| known.checksum.clone());
    let mut details: Vec<String> = Vec::new();
    let open = known.and_then(|known| open_changesets(fact, known, there));
    let what = match (&fact.state, number, here) {
        (State::Applied, ..) if open.is_some() => {
            details.extend(open);
            What::NotApplied
        }
        // What ran last is another text.
        (State::Applied, _, here)
            if known.is_some_and(|known| known.repeats && here.is_none_or(|here| is_older(here, known)))
                && sum == Some(Sum::Differs) =>
        {
            details.push("repeatable, to be run again".into());
            What::NotApplied
        }
        (State::Applied, Some(_), Some(here))
            if known.is_some_and(|known| known.repeats && is_older(here, known))
                && sum == Some(Sum::Same) =>
        {
            What::Renew
        }
        (State::Applied, Some(number), _) if there.squashed_into(number).is_some() => {
            let into = there.squashed_into(number).unwrap_or(number);
            let is_here = there.here.contains_key(&into);
            details.push(part_of(into) + if is_here { "" } else { ", which is not applied here" });
            if is_here { What::Unchanged } else { What::LeftOut }
        }
        (State::Other(why), ..) => {
            details.push((*why).into());
            What::LeftOut
        }
        (State::Not(why), Some(number), Some(_)) if is_imported => {
            details.push(gone(&format!("{why} by {} since", tool.name), number));
            What::Gone
        }
        (State::Not(why), _, here) => {
            details.push((*why).into());
            details.extend(here.map(|_| "applied here".to_string()));
            What::NotApplied
        }
        (State::Applied, None, _) => {
            details.push("no number, and no file of it is loaded".into());
            What::LeftOut
        }
        (State::Applied, Some(_), Some(here)) => {
            if is_imported && here.checksum.is_none() && checksum.is_some() {
                What::Complete
            } else {
                What::Unchanged
            }
        }
        (State::Applied, Some(_), None) => What::Record,
    };
    if sum == Some(Sum::Differs) {
        details.push(format!("the loaded file is not what {} applied", tool.name));
    }
    let is_part = number.is_some_and(|number| there.squashed_into(number).is_some());
    if matches!(what, What::Record | What::Unchanged) && known.is_none() && !is_part {
        details.push("no file of it is loaded".into());
    }
    if let Some(known) = known.filter(|known| known.is_draft) {
        details.push(format!("{} has no script yet", known.shown()));
    }
    Verdict { fact: fact.clone(), number, description, what, sum, checksum, detail: details.join("; ") }
}

/// What is said of one that was squashed.
pub(super) fn part_of(into: i64) -> String {
    format!("a part of migration {into} since that was squashed")
}

/// Whether what is recorded of a repeatable migration is of another text than the registered one.
fn is_older(here: &Here, known: &Known) -> bool {
    here.checksum.as_ref().is_some_and(|checksum| *checksum != known.checksum)
}

/// What is to be said of a file of which only some changesets are applied.
fn open_changesets(fact: &Fact, known: &Known, there: &There) -> Option<String> {
    let applied = fact.changesets?;
    let script = (there.script)(known.version)?;
    let is_changeset = |line: &str| {
        let words = line.trim_start().strip_prefix("--").map(str::trim_start);
        words.and_then(|words| words.get(..9)).is_some_and(|word| word.eq_ignore_ascii_case("changeset"))
    };
    let all = script.text.lines().filter(|line| is_changeset(line)).count();
    (applied < all)
        .then(|| format!("{applied} of its {all} changesets are applied: finish it there, and import again"))
}

/// The registered migration that a fact is of.
fn find<'a>(tool: &Tool, fact: &Fact, there: &There<'a>, names: &Names<'a>) -> Option<&'a Known> {
    // Its place says less than what it is made of.
    if fact.name.is_empty() && fact.file.is_none() && fact.checksum.is_some() {
        let recipe = tool.recipe?;
        let is_same = |known: &&Known| sum(recipe, fact, known, there) == Some(Sum::Same);
        if let Some(same) = there.known.iter().find(is_same) {
            return Some(same);
        }
    }
    if let Some(exact) = names.shown.get(&fact.version) {
        return Some(exact);
    }
    let file = fact.file.as_deref().map(base).map(stem);
    if let Some(Some(same)) = file.and_then(|name| names.stems.get(name)) {
        return Some(same);
    }
    let is_word = |name: &&str| !name.starts_with(|c: char| c.is_ascii_digit());
    if let Some(Some(same)) = file.filter(is_word).and_then(|name| names.rests.get(name)) {
        return Some(same);
    }
    names.numbers.get(&parts(&fact.version)?).copied().flatten()
}

fn sum(recipe: Recipe, fact: &Fact, known: &Known, there: &There) -> Option<Sum> {
    let stored = fact.checksum.as_deref()?;
    let script = (there.script)(known.version)?;
    let same = original::files(&script).any(|text| {
        let of = fact.checksum_of.as_deref();
        recipe.is_of(stored, &Material { text: &text, file: known.base(), number: known.version, of })
    });
    Some(if same { Sum::Same } else { Sum::Differs })
}

#[cfg(test)]
mod tests;
