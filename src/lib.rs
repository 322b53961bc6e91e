//! migrate_ext: schema migrations that run inside PostgreSQL.
//!
//! The data goes one way: `api` → plan (`migrate_core`, with facts from `registry` and `catalog`) → `engine` → journal
//! → rows. Unsafe code lives in `postgres` alone. ARCHITECTURE.md has the layers, and the way of a statement through
//! them.

mod api;
mod catalog;
mod engine;
mod error;
mod postgres;
mod registry;
mod settings;

use std::ffi::CStr;

use pgrx::prelude::*;

// Its short form of the version would overwrite the name.
pgrx::pg_module_magic!(name, version = VERSION);

/// What `pg_get_loaded_modules` says.
const VERSION: &CStr = match CStr::from_bytes_with_nul(concat!(env!("CARGO_PKG_VERSION"), "\0").as_bytes()) {
    Ok(version) => version,
    Err(_) => c"unknown",
};

/// What the generated functions name as their schema; `sql/schema.sql` makes it.
#[pg_schema]
mod migrate {}

extension_sql_file!("../sql/schema.sql", name = "schema", bootstrap);
extension_sql_file!("../sql/tables.sql", name = "tables", requires = ["schema"]);
extension_sql_file!("../sql/labels.sql", name = "labels", requires = ["tables"]);
extension_sql_file!("../sql/folders.sql", name = "folders", requires = ["tables"]);
extension_sql_file!("../sql/acceptances.sql", name = "acceptances", requires = ["tables"]);
extension_sql_file!("../sql/lint.sql", name = "lint", requires = ["tables"]);
extension_sql_file!("../sql/change_tables.sql", name = "change_tables", requires = ["lint"]);
extension_sql_file!("../sql/views.sql", name = "views", requires = ["change_tables"]);
extension_sql_file!("../sql/changes.sql", name = "changes", requires = ["views"]);
extension_sql_file!("../sql/backfills.sql", name = "backfills", requires = ["views"]);
extension_sql_file!("../sql/schemas.sql", name = "schemas", requires = ["views", "labels"]);
extension_sql_file!("../sql/elsewhere.sql", name = "elsewhere", requires = ["schemas"]);
extension_sql_file!("../sql/rates.sql", name = "rates", requires = ["tables"]);
extension_sql_file!("../sql/transactions.sql", name = "transactions", requires = ["backfills", "rates"]);
extension_sql_file!("../sql/job_facts.sql", name = "job_facts", requires = ["transactions", "elsewhere"]);
extension_sql_file!("../sql/progress.sql", name = "progress", requires = ["job_facts"]);
extension_sql_file!("../sql/work.sql", name = "work", requires = ["progress"]);
extension_sql_file!("../sql/status.sql", name = "status", requires = ["work", api::apply::status]);
extension_sql_file!("../sql/watching.sql", name = "watching", requires = ["status"]);
extension_sql_file!("../sql/fingerprints.sql", name = "fingerprints", requires = ["watching"]);
extension_sql_file!(
    "../sql/replication.sql",
    name = "replication",
    requires = ["changes", "elsewhere", "fingerprints", api::replication::keep_own_rows]
);
extension_sql_file!("../sql/finalize.sql", name = "finalize", finalize);

#[cfg(not(panic = "unwind"))]
compile_error!("an unwinding panic is how a PostgreSQL error travels through Rust frames");

/// Called when the library is loaded: at the first call of a function, or with the server.
#[pg_guard]
pub extern "C-unwind" fn _PG_init() {
    postgres::backtrace::never();
    settings::init();
}

/// Where the server enters a job's worker.
#[pg_guard]
#[unsafe(no_mangle)]
pub extern "C-unwind" fn migrate_ext_job_main(_argument: pg_sys::Datum) {
    if let Some(order) = postgres::worker::begin() {
        engine::worker::run(order);
    }
}

/// Where the server enters a worker that helps with a backfill.
#[pg_guard]
#[unsafe(no_mangle)]
pub extern "C-unwind" fn migrate_ext_backfill_main(_argument: pg_sys::Datum) {
    if let Some(order) = postgres::worker::begin() {
        engine::backfill::helper::run(order);
    }
}

/// Where the server enters a worker that helps with the schemas of a job.
#[pg_guard]
#[unsafe(no_mangle)]
pub extern "C-unwind" fn migrate_ext_schemas_main(_argument: pg_sys::Datum) {
    if let Some(order) = postgres::worker::begin() {
        engine::converge::help(order);
    }
}

/// Where the server enters a worker that was sent into another database.
#[pg_guard]
#[unsafe(no_mangle)]
pub extern "C-unwind" fn migrate_ext_database_main(_argument: pg_sys::Datum) {
    if let Some(order) = postgres::worker::begin() {
        engine::converge::elsewhere::visit(order);
    }
}

/// Where the server enters the worker that tells that a job waits.
#[pg_guard]
#[unsafe(no_mangle)]
pub extern "C-unwind" fn migrate_ext_teller_main(_argument: pg_sys::Datum) {
    if let Some(order) = postgres::worker::begin() {
        engine::journal::tell::run(order);
    }
}

/// Where the server enters the worker that writes down a failure.
#[pg_guard]
#[unsafe(no_mangle)]
pub extern "C-unwind" fn migrate_ext_recorder_main(_argument: pg_sys::Datum) {
    if let Some(order) = postgres::worker::begin_behind() {
        engine::journal::recorder::run(order);
    }
}
