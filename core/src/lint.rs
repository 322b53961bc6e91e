//! The linter: what would hurt if a script ran.
//!
//! A rule is a pure function over what a statement says (`ddl`), what the script did before it ([`Look`]), and what is
//! there ([`Facts`]). Each is a file of `rules/`, with a page of the same name in `docs/rules/`. How bad something is
//! depends on the facts: an index on a table of a hundred rows hurts nobody. What the script itself has made is new, and
//! nobody waits for it. A table that the catalog does not know is taken to be elsewhere, large and in use.

mod alike;
mod before;
mod blocks;
mod body;
mod call;
mod clauses;
mod columns;
mod context;
mod cost;
mod counts;
mod dropped;
mod facts;
mod finding;
mod ignore;
mod index_shape;
mod keys;
mod known;
mod long_names;
mod look;
mod made;
mod objects;
mod rows;
mod rules;
mod script;
mod severity;
mod standing;
mod subject;
mod typed;
mod types;
mod words;
mod written;

pub use self::alike::Alike;
pub use self::body::{Part, parts};
pub use self::counts::{Counts, unknown_rules};
pub use self::facts::{AttachReads, Extension, Facts, KeyUse, NamedType, QueryColumn, Storage};
pub use self::finding::Finding;
pub use self::ignore::IGNORE;
pub use self::known::Known;
pub use self::look::Look;
pub use self::objects::{IndexUse, Objects, Policy, Reach, Routine, RowSecurity, Thing};
pub use self::rules::{RULES, Rule};
pub use self::script::{Inside, Said};
pub use self::severity::Severity;
pub use self::subject::{Subject, Weight};
pub use self::words::{bytes, rows};

use self::context::Context;
use self::finding::Found;
use self::ignore::Ignores;
use self::made::Made;
use self::written::Written;
use crate::ddl::Command;
use crate::ddl::name::{ObjectName, relation};
use crate::ddl::object::Object;
use crate::migration::Script;
use crate::relation::Relation;

/// Rules that compare a script with what is there: they make no sense of one that has run.
pub const OF_PENDING: [&str; 2] = ["if-not-exists-hides-difference", "statement-will-fail"];

/// Rules about what publications send and subscriptions write to.
pub const OF_REPLICATION: [&str; 3] =
    ["published-column-change", "published-table-without-replica-identity", BREAKS_SUBSCRIPTION];

/// The rule whose errors stop a subscription of this database.
pub const BREAKS_SUBSCRIPTION: &str = "subscriber-table-change";

/// Scripts that run one after the other: what an earlier one makes is new for a later one. Each is read once.
#[derive(Default)]
pub struct Scripts<'a> {
    said: Vec<&'a [Said]>,
    /// How many statements they have.
    count: usize,
    made: Made,
    written: Written<'a>,
}

impl<'a> Scripts<'a> {
    /// A script that runs, and is not looked at.
    pub fn add(&mut self, said: &'a [Said], facts: &dyn Facts) {
        let offset = self.count;
        // Whatever fails from here on, it comes before the next one.
        self.said.push(said);
        self.count += said.len();
        self.written.read(said);
        self.made.read(offset, said, facts);
    }

    /// What rules find in the next script, in its order, without what its comments ignore and without what `disabled` rules
    /// find. `said` are its statements, each followed by those of its body; `backslash` where one escapes in every string.
    pub fn lint(
        &mut self,
        script: &Script,
        said: &'a [Said],
        facts: &dyn Facts,
        disabled: &[String],
        backslash: bool,
    ) -> Vec<Finding> {
        facts.expect(&named(said), &dropped_relations(said));
        self.add(said, facts);
        let before = &self.said[..self.said.len() - 1];
        let context = Context::new(script, said, before, (&self.made, &self.written), facts);
        let mut ignores = Ignores::read(script, said, backslash);
        let rules: Vec<&Rule> =
            RULES.iter().filter(|rule| !disabled.iter().any(|id| id == rule.id)).collect();
        let mut findings = Vec::new();
        for at in 0..said.len() {
            let look = Look::new(&context, at);
            for rule in &rules {
                let mut found = Found::new(rule.id, &look);
                (rule.check)(&look, &mut found);
                if found.list.is_empty() {
                    continue;
                }
                findings.extend(found.settled().into_iter().filter(|finding| !ignores.covers(finding)));
            }
        }
        if !disabled.iter().any(|id| id == rules::UNUSED) {
            findings.extend(ignores.unused(disabled));
        }
        findings.sort_by_key(|finding| (finding.line, finding.column, finding.statement));
        findings
    }
}

/// The relations that statements are about, as rules ask for them.
fn named(said: &[Said]) -> Vec<Relation> {
    let of_one = |said: &Said| {
        let locked = said.statement.locks.iter().map(|need| need.relation.clone());
        locked.chain(said.statement.tables.first().cloned()).collect::<Vec<_>>()
    };
    said.iter().flat_map(of_one).collect()
}

/// The relations that statements drop.
fn dropped_relations(said: &[Said]) -> Vec<Relation> {
    let drops = said.iter().filter_map(|said| match &said.command {
        Command::Object(Object::Drop(drop)) => Some(drop),
        _ => None,
    });
    let name = |object: &ObjectName| match object {
        ObjectName::Name { names, .. } => Some(relation(names)),
        _ => None,
    };
    drops.flat_map(|drop| drop.objects.iter().filter_map(name)).collect()
}
