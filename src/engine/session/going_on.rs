//! A run that goes on is the same run: what a unit leaves in its session is kept with its row, and the next run, in
//! another session, takes it over before it goes on with the next unit.

use std::cell::RefCell;
use std::collections::BTreeMap;

use migrate_core::error::{Error, GoingOnError, Result};
use migrate_core::left::{self, Left, Thing};
use migrate_core::plan::Plan;

use super::assume::renew;
use super::identity::Identity;
use super::{kept, traces};
use crate::catalog::facts;
use crate::engine::journal::{self, open_run};
use crate::postgres::toplevel;

/// The session of a job, in which its plans run one after the other.
pub struct Session<'a> {
    identity: &'a Identity,
    name: String,
    /// Whether what one script leaves is there for the next.
    keep: bool,
    /// What the run began with.
    base: RefCell<BTreeMap<String, String>>,
    /// What earlier sessions of the run had, and this one has not.
    lost: RefCell<Vec<Thing>>,
    /// The same with what this session has, as it was noted last.
    known: RefCell<Vec<Thing>>,
}

impl<'a> Session<'a> {
    /// That of a job which [`assume`] has made.
    pub fn new(identity: &'a Identity, name: String, keep: bool) -> Self {
        let base = RefCell::new(kept::base(identity));
        Session { identity, name, keep, base, lost: RefCell::default(), known: RefCell::default() }
    }

    /// Makes the session what the run of a plan has left, which goes on with unit `first`. Nothing has run yet.
    ///
    /// # Errors
    ///
    /// [`GoingOnError::NotTakenOver`], [`GoingOnError::LeftBehind`].
    pub fn begin(&self, plan: &Plan, first: usize, left: Option<&Left>) -> Result<()> {
        if !self.keep {
            self.base.replace(kept::base(self.identity));
            self.lost.take();
            self.known.take();
        }
        if let Some(left) = left {
            self.take_over(plan, (first as u32 - 1).max(1), left)?;
        }
        let lost = self.lost.borrow();
        let foreign = |names: &[String]| toplevel::in_transaction(|| facts::foreign_functions(names));
        let mut failed = None;
        let need = left::need(&plan.units[first - 1..], &lost, |names| {
            foreign(names).unwrap_or_else(|failure| {
                failed = Some(failure);
                Vec::new()
            })
        });
        if let Some(failure) = failed {
            return Err(Error::Server(failure));
        }
        let Some(need) = need else { return Ok(()) };
        Err(GoingOnError::LeftBehind {
            version: plan.purpose.version,
            description: plan.purpose.description.clone(),
            direction: plan.purpose.direction,
            unit: need.thing.unit,
            thing: need.thing.in_words(),
            tag: need.statement.tag.clone(),
            line: need.statement.line,
            is_named: need.is_named,
        }
        .into())
    }

    /// Has the scripts of a migration that was done before run in this session, where scripts build on each other.
    ///
    /// # Errors
    ///
    /// As [`Session::begin`].
    pub fn follow(&self, plan: &Plan) -> Result<()> {
        let begun =
            toplevel::in_transaction(|| open_run::begun(plan.purpose.version, plan.purpose.direction));
        let Some(begun) = begun.map_err(Error::Server)? else { return Ok(()) };
        if toplevel::in_transaction(|| begun.by.is_trusted()).map_err(Error::Server)? {
            self.take_over(plan, plan.units.len() as u32, &begun.left)?;
        }
        Ok(())
    }

    fn take_over(&self, plan: &Plan, unit: u32, left: &Left) -> Result<()> {
        // Nothing of what another script has made of this session.
        renew(self.identity, &self.name, false)?;
        kept::take_over(self.identity, left).map_err(|refused| GoingOnError::NotTakenOver {
            version: plan.purpose.version,
            description: plan.purpose.description.clone(),
            direction: plan.purpose.direction,
            unit,
            what: refused.what,
            reason: refused.failure.message,
            is_denied: refused.failure.sqlstate == "42501",
        })?;
        self.base.replace(left.base.clone());
        self.lost.replace(left.things.clone());
        self.known.replace(left.things.clone());
        Ok(())
    }

    /// Whether what one script leaves is there for the next.
    pub fn is_kept(&self) -> bool {
        self.keep
    }

    /// What the unit of this number leaves, as it will be when the transaction has committed.
    pub fn left(&self, unit: u32) -> Left {
        let mut left = kept::left(self.identity, &self.base.borrow());
        left.things = self.things(unit);
        self.known.replace(left.things.clone());
        left
    }

    /// What a run begins with.
    pub fn begun(&self) -> Left {
        Left { base: self.base.borrow().clone(), ..Left::default() }
    }

    fn things(&self, unit: u32) -> Vec<Thing> {
        let known = self.known.borrow();
        let mut things = self.lost.borrow().clone();
        for thing in traces::things() {
            let same = |one: &&Thing| (one.kind, &one.name) == (thing.kind, &thing.name);
            let unit = known.iter().find(same).map_or(unit, |known| known.unit);
            if !things.iter().any(|one| same(&one)) {
                things.push(Thing { unit, ..thing });
            }
        }
        things
    }

    /// Between two units it is seen what has stayed: a table that went with its transaction (ON COMMIT DROP), or a lock
    /// of the transaction, could not be told from others before.
    pub fn correct(&self, job: i64, plan: &Plan, unit: u32) {
        if unit == 0 || self.known.borrow().len() == self.lost.borrow().len() {
            return;
        }
        let things = self.things(unit);
        if *self.known.borrow() != things {
            journal::correct(job, plan.purpose.version, unit, &things);
            self.known.replace(things);
        }
    }
}
