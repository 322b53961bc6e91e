//! What logical replication makes of scripts: the linter's rules about it, where there is any.

use migrate_core::error::Result;
use migrate_core::lint::{Finding, OF_REPLICATION, RULES, Said};
use migrate_core::migration::{Direction, Script};

use super::lint;
use crate::catalog::lint::Here;
use crate::catalog::replication;
use crate::settings;

/// Scripts that run one after the other, in a database that sends or gets rows.
pub struct Replicated {
    here: Here,
    before: Vec<Said>,
}

impl Replicated {
    /// No script yet. `None` where nothing is published or subscribed to.
    pub fn new() -> Option<Replicated> {
        let is_any = replication::publishes() || replication::subscribes();
        is_any.then(|| Replicated { here: lint::here(), before: Vec::new() })
    }

    /// What is found in the next script, which is only read if it `is_unapproved`.
    ///
    /// # Errors
    ///
    /// As [`crate::postgres::parser::parse`].
    pub fn next(&mut self, script: &Script, is_unapproved: bool) -> Result<Vec<Finding>> {
        self.here.only_read(is_unapproved);
        let own = lint::said(script, Direction::Up)?;
        let mut disabled = settings::lint_disabled();
        let others = RULES.iter().map(|rule| rule.id).filter(|id| !OF_REPLICATION.contains(id));
        disabled.extend(others.map(str::to_string));
        let mut found = lint::after_without(&self.here, &self.before, script, &own, &disabled);
        // Comments that ignore nothing are another matter.
        found.retain(|finding| OF_REPLICATION.contains(&finding.rule.as_str()));
        self.before.extend(own);
        Ok(found)
    }
}
