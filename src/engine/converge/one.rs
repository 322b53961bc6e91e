//! What is asked for, in one schema: its plans, one after the other, as in a job of many migrations.

use migrate_core::error::{Error, Result};

use super::queue::Claimed;
use super::spec::{Spec, path_before};
use crate::engine::review::{linted, order};
use crate::engine::run::{Runner, Sharing, contract, durable, strays};
use crate::engine::session::going_on::Session;
use crate::engine::session::{self, Identity};
use crate::postgres::{lock, spi, tenant, toplevel, touched};
use crate::registry::readings::{Reading, Wanted};
use crate::registry::{emptiness, migrations, schemas};
use crate::settings;

/// Who goes from schema to schema.
pub struct Worker<'a> {
    /// The job.
    pub job: i64,
    /// As whom.
    identity: &'a Identity,
    /// The name under which it appears.
    name: String,
    /// What is to be done.
    pub spec: &'a Spec,
    /// Whether nothing here reaches other servers.
    is_alone: bool,
}

impl<'a> Worker<'a> {
    /// Becomes who asked.
    ///
    /// # Errors
    ///
    /// As [`session::assume`].
    pub fn begin(job: i64, name: String, identity: &'a Identity, spec: &'a Spec) -> Result<Self> {
        session::assume(identity, &name)?;
        touched::collect_always();
        let is_alone = !toplevel::in_transaction(durable::reaches_others).map_err(Error::Server)?;
        Ok(Worker { job, identity, name, spec, is_alone })
    }

    /// Does what is asked for in a schema.
    ///
    /// # Errors
    ///
    /// What refuses or fails, with the migration at which the schema stands then.
    pub fn one(&self, schema: &Claimed) -> std::result::Result<(), (Option<i64>, Error)> {
        // Nobody drops it meanwhile.
        let hold = || lock::hold_schema(schema.oid);
        toplevel::without_snapshot(hold).map_err(|failure| (None, Error::Server(failure)))?;
        let (_at, _home) = (tenant::at(schema.tenant), strays::at(schema.oid.into()));
        // What is known of a run is not of that in another schema.
        emptiness::forget();
        let mut stands_at = None;
        let done = self.become_of(schema).and_then(|identity| match &self.spec.statement {
            Some(statement) => self.call(&identity, statement),
            None => self.plans(&identity, schema, &mut stands_at),
        });
        let release = || lock::release_schema(schema.oid);
        let released = toplevel::without_snapshot(release).map_err(Error::Server);
        let first = || {
            if self.spec.statement.is_some() {
                return None;
            }
            let pending = || migrations::pending(None, Some(1), None);
            toplevel::in_transaction(pending).ok()?.first().map(|migration| migration.version)
        };
        done.and(released).map_err(|error| (stands_at.or_else(first), error))
    }

    /// Becomes who asked, with the schema first in the path.
    fn become_of(&self, schema: &Claimed) -> Result<Identity> {
        let path = self.identity.settings.get("search_path").map_or("", String::as_str);
        let mut identity = self.identity.clone();
        identity.settings.insert("search_path".into(), path_before(&schema.name, path));
        session::assume(&identity, &self.name)?;
        // Before anything is looked up: without it names are found elsewhere.
        self.check(schema)?;
        Ok(identity)
    }

    /// Makes the call of a safe operation: what is done already is found so.
    fn call(&self, identity: &Identity, statement: &str) -> Result<()> {
        let kept = Session::new(identity, self.name.clone(), false);
        let runner = self.runner(identity, &kept, false);
        session::within_migration(|| runner.call(statement))
    }

    fn runner<'b>(&self, identity: &'b Identity, session: &'b Session, is_followed: bool) -> Runner<'b> {
        let (by, as_role) = (&identity.session_user, &identity.role);
        Runner { job: self.job, by, as_role, session, is_nested: false, is_followed, called: None }
    }

    fn plans(&self, identity: &Identity, schema: &Claimed, stands_at: &mut Option<i64>) -> Result<()> {
        let request = self.spec.request()?;
        let _reading = Reading::begin(Wanted { said: false, done: true });
        let make = || {
            let plans = request.plans()?;
            order::check_again(&plans)?;
            linted::check_again(&plans)?;
            Ok::<_, Error>(plans)
        };
        let plans = toplevel::in_transaction(|| spi::with_snapshot(make)).map_err(Error::Server)??;
        let keep = settings::keep_session_settings();
        let kept = Session::new(identity, self.name.clone(), keep);
        // The end of the job is behind all of it.
        let is_followed = self.is_alone && !identity.settings.contains_key(durable::SETTING);
        let runner = self.runner(identity, &kept, is_followed);
        let renew = |is_anew: bool| {
            if is_anew {
                return Ok(());
            }
            session::renew(identity, &self.name, keep)?;
            self.check(schema)
        };
        let mut sharing = Sharing::new(!keep && self.is_alone);
        let mut number = 0;
        while let Some(plan) = plans.get(number) {
            let is_anew = number == 0;
            *stands_at = Some(plan.purpose.version);
            let count = sharing.run(&runner, &plans[number..], || renew(is_anew))?;
            if count > 0 {
                number += count;
                continue;
            }
            number += 1;
            if toplevel::in_transaction(|| contract::is_done(plan)).map_err(Error::Server)? {
                continue;
            }
            renew(is_anew)?;
            session::within_migration(|| runner.run(plan))?;
        }
        *stands_at = None;
        Ok(())
    }

    /// Whether the schema is there, under its name, and the role's to use.
    fn check(&self, schema: &Claimed) -> Result<()> {
        let there = schemas::Schema { id: schema.tenant, name: schema.name.clone(), oid: schema.oid };
        let check = || {
            schemas::check_there(&schema.name, schema.oid)?;
            schemas::check_rights(std::slice::from_ref(&there))
        };
        toplevel::in_transaction(check).map_err(Error::Server)?
    }
}
