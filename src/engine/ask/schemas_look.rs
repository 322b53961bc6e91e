//! What `up` and `down` would do in many schemas, and whether this is a good moment for it: nothing is written.

use std::cell::RefCell;

use migrate_core::error::{Error, Result};
use migrate_core::migration::Direction;
use migrate_core::plan::Plan;
use migrate_core::preflight::Row;
use migrate_core::preflight::schemas::{self as judged, InTheWay};
use migrate_core::text;

use super::answer::stopped;
use crate::engine::converge::path_before;
use crate::engine::plan::request::Request;
use crate::engine::review::{linted, order, preflight};
use crate::postgres::{settings as guc, subtransaction, tenant};
use crate::registry::approval::{self, Place};
use crate::registry::schemas::{self, Schema, Wanted};

/// How many are named.
const FEW: usize = 5;

/// Looks as in a schema: at its history, with its names first.
pub(super) fn at<R>(schema: &Schema, look: impl FnOnce() -> R) -> R {
    let _at = tenant::at(schema.id);
    guc::scoped(|| {
        let path = path_before(&schema.name, &guc::search_path());
        let path = std::ffi::CString::new(path).unwrap_or_default();
        guc::set_local(c"search_path", &path);
        look()
    })
}

/// The same; what is refused there, by us or by the server, is refused with the schema's name.
///
/// # Errors
///
/// Those of `look`, and of the server.
pub(super) fn named<R>(schema: &Schema, look: impl FnOnce() -> Result<R>) -> Result<R> {
    let looked = subtransaction::tried(|| at(schema, look));
    looked.map_err(|error| error.within(&format!("In schema \"{}\".", schema.name)))
}

/// The schemas in which a rollback has something to do. If that is none, all of them: the first says why.
pub(super) fn not_back_yet(request: &Request, schemas: Vec<Schema>) -> Vec<Schema> {
    if request.direction == Direction::Up {
        return schemas;
    }
    let is_left = |schema: &&Schema| !at(schema, || request.is_back_already());
    let left: Vec<Schema> = schemas.iter().filter(is_left).cloned().collect();
    if left.is_empty() { schemas } else { left }
}

/// The migrations of plans, by their versions; callbacks by their names, where there is nothing else.
fn names(plans: &[Plan]) -> (usize, Vec<String>) {
    let purposes = || plans.iter().map(|plan| &plan.purpose);
    let versions: Vec<String> =
        purposes().filter(|it| it.event.is_none()).map(|it| it.version.to_string()).collect();
    let count = versions.len();
    let callbacks = purposes().map(|it| it.description.clone());
    (count, if count == 0 { callbacks.collect() } else { versions })
}

/// What would be done, in a line for people.
///
/// # Errors
///
/// As [`Request::plans`], with the schema.
pub(super) fn preview(request: &Request, schemas: &[Schema]) -> Result<String> {
    request.check()?;
    let mut told = Vec::new();
    let mut migrations = 0;
    for schema in not_back_yet(request, schemas.to_vec()) {
        let plans = named(&schema, || request.plans())?;
        if plans.is_empty() {
            continue;
        }
        let (count, names) = names(&plans);
        migrations += count;
        told.push(format!("{} ({})", schema.name, text::few(&names, FEW)));
    }
    let verb = if request.direction == Direction::Up { "applied" } else { "rolled back" };
    // At what has no script yet all of them stop.
    let stop = schemas.iter().find_map(|schema| at(schema, || request.stop()));
    let stop = stopped(stop.as_ref());
    if told.is_empty() {
        return Ok(format!("nothing would be {verb} in {}{stop}", text::count(schemas.len(), "schema")));
    }
    let (migrations, within) = (text::count(migrations, "migration"), text::count(told.len(), "schema"));
    Ok(format!("{migrations} would be {verb} in {within}: {}{stop}", text::few(&told, FEW)))
}

/// Judges this moment for what is pending in each of these schemas.
///
/// # Errors
///
/// As [`schemas::find`].
pub fn preflight(wanted: &Wanted) -> Result<Vec<judged::InSchema>> {
    of(&Request::up(None, None), wanted)
}

fn of(request: &Request, wanted: &Wanted) -> Result<Vec<judged::InSchema>> {
    Ok(judged::of_schemas(each(request, &schemas::find(wanted)?)))
}

fn each(request: &Request, schemas: &[Schema]) -> Vec<(String, Vec<Row>)> {
    schemas.iter().map(|schema| (schema.name.clone(), in_schema(request, schema))).collect()
}

/// A call that waits until nothing stands in its way. To look into each of many schemas takes as long as to plan for all of
/// them. So while something is in the way, those alone are asked again in which it was; when it has gone, all are.
pub(super) struct Waiting<'a> {
    request: &'a Request,
    wanted: &'a Wanted,
    in_the_way: RefCell<InTheWay>,
}

impl<'a> Waiting<'a> {
    /// Of which nothing is known yet.
    pub(super) fn new(request: &'a Request, wanted: &'a Wanted) -> Self {
        Waiting { request, wanted, in_the_way: RefCell::default() }
    }

    /// What stands in the way, as one look at the whole of it.
    ///
    /// # Errors
    ///
    /// As [`schemas::find`].
    pub(super) fn look(&self) -> Result<Vec<Row>> {
        let all = schemas::find(self.wanted)?;
        let before = self.in_the_way.borrow().clone();
        // One that was dropped or renamed is in nobody's way by that name.
        let again: Vec<Schema> =
            all.iter().filter(|schema| before.schemas.contains(&schema.name)).cloned().collect();
        if !again.is_empty() {
            let rows = judged::as_one(judged::of_schemas(each(self.request, &again)), before.others);
            if !rows.is_empty() {
                return Ok(rows);
            }
        }
        let found = each(self.request, &all);
        let told = judged::of_schemas(found.clone());
        *self.in_the_way.borrow_mut() = judged::in_the_way(&found, &told);
        Ok(judged::as_one(told, 0))
    }
}

/// What `up` would refuse in a schema is what stands in the way there.
fn in_schema(request: &Request, schema: &Schema) -> Vec<Row> {
    let look = || {
        schemas::check_not_made_again(std::slice::from_ref(schema))?;
        schemas::check_rights(std::slice::from_ref(schema))?;
        at(schema, || {
            let plans = request.plans()?;
            let mut rows = vec![judged::pending(&names(&plans).1)];
            if plans.is_empty() {
                return Ok(rows);
            }
            approval::check(&plans, Place::Job)?;
            order::check_again(&plans)?;
            linted::check_again(&plans)?;
            rows.extend(preflight::of_plans(&plans)?);
            Ok(rows)
        })
    };
    subtransaction::tried(look).unwrap_or_else(|error: Error| {
        let failure = error.failure();
        let detail = failure.detail.map_or_else(String::new, |detail| format!(": {detail}"));
        vec![judged::refused(format!("{}{detail}", failure.message))]
    })
}
