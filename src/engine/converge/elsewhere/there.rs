//! The life of a worker that was sent to another database: it becomes who asked, does there what he could do by hand, and
//! says what came of it.
//!
//! It runs the calls that he would, and nothing in their place: his rights in that database count, its own approvals,
//! settings and limits, and a kill leaves what it leaves of such a call.

use migrate_core::error::{ElsewhereError, Error, Result};
use pgrx::JsonB;

use super::errand::{Answer, Errand, Query, Task};
use super::remote;
use crate::engine::converge::spec::Spec;
use crate::engine::job;
use crate::engine::session;
use crate::postgres::identity::{as_owner, current_role};
use crate::postgres::worker::Order;
use crate::postgres::{extension, letter, spi, subtransaction, text, toplevel};
use crate::registry::parcels::{self, Parcel};

/// Does what the letter says whose handle is in the order.
pub fn run(order: Order) {
    let Ok(handle) = u32::try_from(order.subject) else { return };
    // Who asked may be gone by now.
    let Ok(Some(letter)) = toplevel::without_snapshot(|| letter::take(handle)) else { return };
    let answer = match serde_json::from_slice::<Errand>(&letter.question) {
        Ok(errand) => done(&errand).unwrap_or_else(Answer::from),
        Err(bug) => {
            pgrx::log!("migrate_ext cannot read what is asked of this database: {bug}");
            return;
        }
    };
    let Ok(bytes) = serde_json::to_vec(&answer) else { return };
    if let Err(failure) = toplevel::without_snapshot(|| letter.answer(&bytes)) {
        pgrx::log!("{} ({})", failure.message, failure.sqlstate);
    }
}

fn done(errand: &Errand) -> Result<Answer> {
    toplevel::without_snapshot(extension::check_installed).map_err(Error::Server)??;
    if !text::is_utf8() {
        return Err(ElsewhereError::Encoding.into());
    }
    session::enter(&errand.identity, &errand.name)?;
    match &errand.task {
        Task::Run { spec, parcels } => {
            let register = || subtransaction::tried(|| ready(spec, parcels));
            toplevel::in_transaction(register).map_err(Error::Server)??;
            let request = spec.request()?;
            if toplevel::in_transaction(|| request.is_back_already()).map_err(Error::Server)? {
                return Ok(Answer::default());
            }
            let called = toplevel::run(&spec.call());
            // By it the job is found that the call has made, also where that has failed.
            let count = || job::last_asked(&current_role().1).map_or(0, job::achieved);
            let done = toplevel::in_transaction(count).unwrap_or(0);
            Ok(Answer { failure: called.err(), done, ..Answer::default() })
        }
        Task::Preview { spec, parcels } => {
            be_brief()?;
            let mut versions = Err(Error::from(ElsewhereError::Encoding));
            let look = || {
                // Nothing of it stays.
                subtransaction::attempt(|| {
                    versions = ready(spec, parcels).and_then(|()| planned(spec));
                    None::<()>
                })
            };
            toplevel::in_transaction(look).map_err(Error::Server)?.map_err(Error::Server)?;
            Ok(Answer { versions: versions?, ..Answer::default() })
        }
        Task::Status => {
            be_brief()?;
            let rows = || spi::user_row(Query::Status.sql(), &[], |row| row.must::<JsonB>(1).0);
            Ok(Answer { rows: toplevel::in_transaction(rows).map_err(Error::Server)?, ..Answer::default() })
        }
        Task::Servers { names, query, most } => {
            let answers = remote::ask_all(names, *query, *most)?;
            let said = names.iter().zip(answers).map(|(name, answer)| answer.said(name));
            Ok(Answer { rows: Some(said.collect()), ..Answer::default() })
        }
        Task::PreviewOnServers { names, spec, parcels, most } => {
            let answers = remote::preview_all(names, spec, parcels, *most)?;
            Ok(Answer { rows: serde_json::to_value(answers).ok(), ..Answer::default() })
        }
    }
}

/// Waits for no lock for long: who only looks is waited for in a transaction, which may have it.
fn be_brief() -> Result<()> {
    toplevel::run("SET lock_timeout = '5s'").map_err(Error::Server)
}

/// Has all that is sent be registered, for who may make the call.
fn ready(spec: &Spec, parcels: &[Parcel]) -> Result<()> {
    check_rights(spec)?;
    parcels::register(parcels).map(|_| ())
}

/// Refuses who may not make the call, before anything is registered in his name. The call itself is refused as well.
fn check_rights(spec: &Spec) -> Result<()> {
    let (role, _) = current_role();
    let sql = "SELECT has_schema_privilege($1, 'migrate', 'USAGE'),
                      EXISTS (SELECT FROM pg_proc p
                              WHERE p.pronamespace = 'migrate'::regnamespace AND p.proname = $2
                                AND has_function_privilege($1, p.oid, 'EXECUTE'))";
    let name = spec.procedure_name();
    let read = |row: spi::Row| (row.must::<bool>(1), row.must::<bool>(2));
    match as_owner(|| spi::row(sql, &[role.into(), name.into()], read)) {
        Some((true, true)) => Ok(()),
        Some((true, false)) => Err(ElsewhereError::MayNot { what: spec.procedure() }.into()),
        _ => Err(ElsewhereError::MayNot { what: "schema migrate" }.into()),
    }
}

/// The versions that would run, in their order.
fn planned(spec: &Spec) -> Result<Vec<i64>> {
    let request = spec.request()?;
    if request.is_back_already() {
        return Ok(Vec::new());
    }
    Ok(request.plans()?.iter().map(|plan| plan.purpose.version).collect())
}
