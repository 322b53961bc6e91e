//! migrate_ext: schema migrations that run inside PostgreSQL.
//!
//! The way of the data is one way: `api` → plan (`migrate_core`, with facts from `registry` and
//! `catalog`) → `engine` → journal → rows. Unsafe code lives in `postgres` alone. ARCHITECTURE.md has the
//! map from each SQL function to its file.

mod api;
mod catalog;
mod engine;
mod error;
mod postgres;
mod registry;
mod settings;

use pgrx::prelude::*;

pgrx::pg_module_magic!(name, version);

/// What the generated functions name as their schema; `sql/schema.sql` makes it.
#[pg_schema]
mod migrate {}

extension_sql_file!("../sql/schema.sql", name = "schema", bootstrap);
extension_sql_file!("../sql/tables.sql", name = "tables", requires = ["schema"]);
extension_sql_file!("../sql/views.sql", name = "views", requires = ["tables"]);
extension_sql_file!("../sql/changes.sql", name = "changes", requires = ["views"]);
extension_sql_file!("../sql/backfills.sql", name = "backfills", requires = ["views"]);
extension_sql_file!("../sql/progress.sql", name = "progress", requires = ["backfills"]);
extension_sql_file!("../sql/watching.sql", name = "watching", requires = ["progress"]);
extension_sql_file!(
    "../sql/comments.sql",
    name = "comments",
    requires = [
        "watching",
        api::registry::template,
        api::registry::create,
        api::registry::load,
        api::registry::load_dir,
        api::registry::approve,
        api::registry::current_version,
        api::registry::applied_migrations,
        api::registry::is_applied,
        api::registry::record_migration,
        api::registry::remove_migration,
        api::registry::baseline,
        api::registry::settle,
        api::apply::apply,
        api::apply::rollback,
        api::apply::up,
        api::apply::down,
        api::apply::status,
        api::apply::verify,
        api::jobs::cancel,
        api::jobs::resume,
        api::jobs::pause,
        api::jobs::throttle,
        api::jobs::wait,
        api::jobs::prune,
        api::replication::keep_own_rows,
        api::review::parse,
        api::review::reverse,
        api::testing::table_exists,
        api::testing::column_exists,
        api::testing::index_exists,
        api::testing::constraint_exists,
        api::testing::verify_data_integrity,
        api::operations::safe_create_index,
        api::operations::safe_drop_index,
        api::operations::undo,
        api::operations::safe_set_not_null,
        api::operations::safe_add_constraint,
        api::operations::safe_validate_constraint,
        api::operations::backfill::safe_backfill,
        api::operations::columns::safe_add_column,
        api::operations::changes::safe_rename_column,
        api::operations::changes::safe_split_column,
        api::operations::changes::safe_merge_columns,
        api::operations::changes::safe_change_column_type,
        api::operations::changes::complete_change,
        api::operations::changes::complete_column,
        api::operations::changes::abort_change,
        api::operations::changes::abort_column,
        api::operations::drops::safe_drop_column,
        api::operations::drops::safe_drop_table,
        api::operations::drops::restore_change,
        api::operations::drops::restore_name,
        api::operations::drops::note_write,
        api::operations::columns::safe_drop_not_null,
        api::operations::columns::safe_set_default,
        api::operations::keys::safe_add_unique,
        api::operations::keys::safe_add_primary_key,
        api::operations::keys::safe_add_foreign_key,
        api::operations::tables::safe_reindex,
        api::operations::tables::safe_set_schema,
        api::operations::tables::safe_rename_table,
        api::operations::keys::safe_drop_constraint,
        api::operations::indexes::safe_replace_index,
        api::operations::indexes::repair_indexes,
        api::operations::partitions::safe_attach_partition,
        api::operations::partitions::safe_detach_partition,
        api::operations::tables::safe_add_enum_value,
    ]
);
extension_sql_file!("../sql/replication.sql", name = "replication", requires = ["comments"]);
extension_sql_file!("../sql/grants.sql", name = "grants", finalize);

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
        engine::backfill::helpers::run(order);
    }
}

/// Where the server enters the worker that writes down a failure.
#[pg_guard]
#[unsafe(no_mangle)]
pub extern "C-unwind" fn migrate_ext_recorder_main(_argument: pg_sys::Datum) {
    if let Some(order) = postgres::worker::begin() {
        engine::recorder::run(order);
    }
}
