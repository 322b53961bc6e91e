//! When a commit waits for the disk.
//!
//! What a later commit of the same job waits for, an earlier one need not: the log is written in order, so that a power
//! failure takes the last commits of a job, each as a whole with its rows in the journal and in the history, or none. Nobody
//! is told that a job is done before its last commit is on the disk. The server itself waits wherever a commit removes
//! files.
//!
//! What may reach other servers waits each time: a transaction of theirs that is committed must not meet one of ours that
//! was lost.

use migrate_core::plan::Transaction;

use crate::postgres::identity::as_owner;
use crate::postgres::{settings, spi, staying};

/// By which whoever asks says how commits are to be.
pub const SETTING: &str = "synchronous_commit";

/// Whether this database has anything by which a transaction reaches other servers.
pub fn reaches_others() -> bool {
    let sql = "SELECT FROM pg_catalog.pg_foreign_server
               UNION ALL
               SELECT FROM pg_catalog.pg_extension
               WHERE extname OPERATOR(pg_catalog.=) ANY ('{citus,dblink,postgres_fdw}'::pg_catalog.name[]) LIMIT 1";
    as_owner(|| spi::row(sql, &[], |_| ())).is_some()
}

/// Whether a unit does nothing but what its commit alone brings about: it calls no code of its own accord.
pub fn is_plain(unit: &Transaction) -> bool {
    const PLAIN: [&str; 10] =
        ["CREATE ", "ALTER ", "DROP ", "COMMENT", "GRANT", "REVOKE", "INSERT", "UPDATE", "DELETE", "SET"];
    unit.steps.iter().all(|step| PLAIN.iter().any(|plain| step.source().tag.starts_with(plain)))
}

/// The commit of this transaction does not wait, unless the script has said how it is to be.
pub fn do_not_wait() {
    if !staying::is_set(SETTING) {
        settings::set_for_transaction(c"synchronous_commit", c"off");
    }
}

/// The commit of this transaction waits for the disk, even where a script or a role has none wait: what it says is told
/// to others.
pub fn wait_at_least() {
    if settings::value(SETTING).as_deref() == Some("off") {
        settings::set_for_transaction(c"synchronous_commit", c"local");
    }
}
