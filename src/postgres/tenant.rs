//! The schema that this process is at, where the history is not that of the whole database.
//!
//! Whatever reads or writes history and journal names the tables of the database. While a schema is set, our own queries
//! are given its views of the same columns instead (sql/schemas.sql), so that there is one engine and no second set of
//! queries. What no schema is set for is as it was written.

use std::borrow::Cow;
use std::cell::Cell;
use std::ffi::{CStr, CString};

use pgrx::guc::{GucContext, GucFlags, GucRegistry, GucSetting};
use pgrx::pg_sys;

const NAME: &CStr = c"migrate.tenant";

/// The number of the schema, for the views: parallel workers of the server get it, too. No SET changes it.
static TENANT: GucSetting<Option<CString>> = GucSetting::<Option<CString>>::new(Some(c""));

thread_local! {
    static AT: Cell<Option<i32>> = const { Cell::new(None) };
}

/// Defines the setting; called when the library is loaded.
pub fn define() {
    GucRegistry::define_string_guc(
        NAME,
        c"The schema whose history the engine is at.",
        c"Its number in migrate.schemas; only the engine sets it.",
        &TENANT,
        // Of an internal one the server's parallel workers are not told.
        GucContext::Sighup,
        GucFlags::NO_SHOW_ALL | GucFlags::DISALLOW_IN_FILE,
    );
}

/// The number of the schema that this process is at.
pub fn current() -> Option<i32> {
    AT.get()
}

/// Goes to a schema; what was before comes back when the value is dropped.
pub fn at(tenant: i32) -> At {
    let before = AT.get();
    set(Some(tenant));
    At(before)
}

/// Being at a schema.
pub struct At(Option<i32>);

impl Drop for At {
    fn drop(&mut self) {
        set(self.0);
    }
}

fn set(tenant: Option<i32>) {
    AT.set(tenant);
    let value = tenant.map_or_else(String::new, |tenant| tenant.to_string());
    let value = CString::new(value).unwrap_or_default();
    // SAFETY: both strings end with NUL and are copied. A default is of no transaction, so none takes it back; a text
    // without a check is always valid, so nothing is raised.
    unsafe {
        pg_sys::set_config_option(
            NAME.as_ptr(),
            value.as_ptr(),
            pg_sys::GucContext::PGC_SIGHUP,
            pg_sys::GucSource::PGC_S_DYNAMIC_DEFAULT,
            pg_sys::GucAction::GUC_ACTION_SET,
            true,
            0,
            false,
        );
    }
}

/// Tables of the database, and what is read in their place.
const IN_PLACE: [(&str, &str); 5] = [
    ("schema_migrations", "tenant_migrations"),
    ("origins", "tenant_origins"),
    ("journal", "tenant_journal"),
    ("done", "tenant_done"),
    ("unfinished", "tenant_unfinished"),
];

/// A query of ours as it is asked at the schema that this process is at.
pub fn asked(sql: &str) -> Cow<'_, str> {
    match AT.get() {
        None => Cow::Borrowed(sql),
        Some(_) => Cow::Owned(redirected(sql)),
    }
}

fn redirected(sql: &str) -> String {
    const SCHEMA: &str = "migrate.";
    let mut redirected = String::with_capacity(sql.len() + 64);
    let mut rest = sql;
    while let Some(at) = rest.find(SCHEMA) {
        let (before, behind) = rest.split_at(at + SCHEMA.len());
        let is_name = |c: char| c == '_' || c.is_ascii_alphanumeric();
        let end = behind.find(|c| !is_name(c)).unwrap_or(behind.len());
        let name = &behind[..end];
        let place = IN_PLACE.iter().find(|(table, _)| *table == name).map_or(name, |(_, view)| view);
        redirected.push_str(before);
        redirected.push_str(place);
        rest = &behind[end..];
    }
    redirected.push_str(rest);
    // The rows of a schema have the same versions as those of others.
    redirected.replace("ON CONFLICT (version)", "ON CONFLICT (tenant, version)")
}
