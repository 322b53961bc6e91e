//! What `up` and `down` would do in many schemas, and whether this is a good moment for it: nothing is written.

use migrate_core::error::{Error, Result};
use migrate_core::migration::Direction;
use migrate_core::plan::Plan;
use migrate_core::preflight::{Row, schemas as judged};
use migrate_core::text;

use crate::engine::converge::path_before;
use crate::engine::plan::request::Request;
use crate::engine::review::{linted, order, preflight};
use crate::postgres::{settings as guc, tenant};
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
    let mut told = Vec::new();
    let mut migrations = 0;
    for schema in schemas {
        let plans = at(schema, || request.plans()).map_err(|error| within(schema, &error))?;
        if plans.is_empty() {
            continue;
        }
        let (count, names) = names(&plans);
        migrations += count;
        told.push(format!("{} ({})", schema.name, text::few(&names, FEW)));
    }
    let verb = if request.direction == Direction::Up { "applied" } else { "rolled back" };
    if told.is_empty() {
        return Ok(format!("nothing would be {verb} in {}", text::count(schemas.len(), "schema")));
    }
    let (migrations, within) = (text::count(migrations, "migration"), text::count(told.len(), "schema"));
    Ok(format!("{migrations} would be {verb} in {within}: {}", text::few(&told, FEW)))
}

pub(super) fn within(schema: &Schema, error: &Error) -> Error {
    error.within(&format!("In schema \"{}\".", schema.name))
}

/// Judges this moment for what is pending in each of these schemas.
///
/// # Errors
///
/// As [`schemas::find`].
pub fn preflight(wanted: &Wanted) -> Result<Vec<judged::InSchema>> {
    of(&Request::up(None, None), wanted)
}

/// The same for what is asked for, as one look at the whole of it: what stands in the way.
pub(super) fn obstacles(request: &Request, wanted: &Wanted) -> Result<Vec<Row>> {
    Ok(judged::as_one(of(request, wanted)?))
}

fn of(request: &Request, wanted: &Wanted) -> Result<Vec<judged::InSchema>> {
    let found = schemas::find(wanted)?;
    let each = found.iter().map(|schema| (schema.name.clone(), in_schema(request, schema)));
    Ok(judged::of_schemas(each.collect()))
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
    look().unwrap_or_else(|error: Error| {
        let failure = error.failure();
        let detail = failure.detail.map_or_else(String::new, |detail| format!(": {detail}"));
        vec![judged::refused(format!("{}{detail}", failure.message))]
    })
}
