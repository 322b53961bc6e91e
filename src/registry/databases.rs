//! The databases of this server, as the catalog that they share has them: which are meant, and who may go there.

use migrate_core::error::{ElsewhereError, ElsewhereKind, Result};
use pgrx::JsonB;
use pgrx::datum::TimestampWithTimeZone;
use pgrx::pg_sys::Oid;
use serde_json::Value;

use super::schemas::Wanted;
use crate::postgres::identity::{as_owner, name_of};
use crate::postgres::spi;

const KIND: ElsewhereKind = ElsewhereKind::Databases;

/// The names of the databases that are meant, each once. One that was named need not be there: that is told when its turn
/// comes. A pattern means no templates, and all others, whether or not they can be asked.
///
/// # Errors
///
/// [`ElsewhereError::NoneMatches`], [`ElsewhereError::NoNames`].
pub fn find(wanted: &Wanted) -> Result<Vec<String>> {
    match wanted {
        Wanted::Names(names) => {
            let mut names = names.clone();
            names.sort_unstable();
            names.dedup();
            if names.is_empty() { Err(ElsewhereError::NoNames { kind: KIND }.into()) } else { Ok(names) }
        }
        Wanted::Pattern(pattern) => {
            let sql = "SELECT datname::text FROM pg_database WHERE datname LIKE $1 AND NOT datistemplate ORDER BY datname";
            let names = as_owner(|| spi::rows(sql, &[pattern.clone().into()], |row| row.must::<String>(1)));
            let (kind, pattern) = (KIND, pattern.clone());
            if names.is_empty() {
                return Err(ElsewhereError::NoneMatches { kind, pattern }.into());
            }
            Ok(names)
        }
    }
}

/// The name of this database.
pub fn own() -> String {
    as_owner(|| spi::row("SELECT current_database()::text", &[], |row| row.must(1))).unwrap_or_default()
}

/// The number of a database, if a worker can connect to it as this role. The server would refuse the same, but to nobody's
/// ears.
///
/// # Errors
///
/// [`ElsewhereError::NoDatabase`], [`ElsewhereError::Template`], [`ElsewhereError::Invalid`], [`ElsewhereError::Closed`],
/// [`ElsewhereError::MayNotConnect`].
pub fn reach(name: &str, session_user: u32) -> Result<u32> {
    let database = name.to_string();
    let sql = "SELECT d.oid, d.datistemplate, d.datconnlimit = -2, d.datallowconn,
                      has_database_privilege($2::oid, d.oid, 'CONNECT')
               FROM pg_database d WHERE d.datname = $1";
    let role = Oid::from(session_user);
    let read = |row: spi::Row| {
        let [is_template, is_invalid, is_open, may_connect] = [2, 3, 4, 5].map(|at| row.must::<bool>(at));
        (row.must::<Oid>(1).to_u32(), is_template, is_invalid, is_open, may_connect)
    };
    let found = as_owner(|| spi::row(sql, &[name.into(), role.into()], read));
    Err(match found {
        None => ElsewhereError::NoDatabase { database },
        Some((_, true, ..)) => ElsewhereError::Template { database },
        Some((_, _, true, ..)) => ElsewhereError::Invalid { database },
        Some((_, _, _, false, _)) => ElsewhereError::Closed { database },
        Some((.., false)) => ElsewhereError::MayNotConnect { database, role: name_of(role) },
        Some((oid, ..)) => return Ok(oid),
    }
    .into())
}

/// Where a migration stands in a database, or that the database said nothing.
pub struct Standing {
    /// The database.
    pub name: String,
    /// The migration; none where the database said nothing, or of a safe operation.
    pub version: Option<i64>,
    /// Its description.
    pub description: Option<String>,
    /// As `migrate.status()` says there, or `unknown`.
    pub status: String,
    /// When it was recorded as applied.
    pub applied_at: Option<TimestampWithTimeZone>,
    /// Who asked for it.
    pub applied_by: Option<String>,
    /// How long it took.
    pub ms: Option<i32>,
    /// What else there is to know; why the database said nothing.
    pub note: Option<String>,
}

/// Where each migration stands in each database, of what they said.
pub fn standing(said: Value) -> Vec<Standing> {
    let sql = include_str!("../../sql/queries/elsewhere_status.sql");
    as_owner(|| {
        spi::rows(sql, &[JsonB(said).into()], |row| Standing {
            name: row.must(1),
            version: row.get(2),
            description: row.get(3),
            status: row.must(4),
            applied_at: row.get(5),
            applied_by: row.get(6),
            ms: row.get(7),
            note: row.get(8),
        })
    })
}

/// How far databases are with a migration.
pub struct Convergence {
    /// The migration.
    pub version: i64,
    /// Its description.
    pub description: String,
    /// In how many it is applied, has failed, is still to come, in this order.
    pub counts: [i64; 3],
    /// The first in which it failed, or that said nothing.
    pub first_failed: Option<String>,
    /// Why.
    pub first_error: Option<String>,
    /// How many said nothing.
    pub unknown: i64,
}

/// How far databases are with each migration that is registered here, of what they said.
pub fn convergence(said: Value) -> Vec<Convergence> {
    let sql = include_str!("../../sql/queries/elsewhere_convergence.sql");
    as_owner(|| {
        spi::rows(sql, &[JsonB(said).into()], |row| Convergence {
            version: row.must(1),
            description: row.must(2),
            counts: [3, 4, 5].map(|at| row.must(at)),
            first_failed: row.get(6),
            first_error: row.get(7),
            unknown: row.must(8),
        })
    })
}

/// What a server says of whether this is a good moment.
pub struct Check {
    /// The server.
    pub name: String,
    /// What was looked at; none where the server said nothing.
    pub check: Option<String>,
    /// go, caution or stop; or `unknown`.
    pub verdict: String,
    /// What was found; why the server said nothing.
    pub detail: Option<String>,
}

/// What each server says of whether this is a good moment, of what they said.
pub fn checks(said: Value) -> Vec<Check> {
    let sql = include_str!("../../sql/queries/elsewhere_preflight.sql");
    as_owner(|| {
        spi::rows(sql, &[JsonB(said).into()], |row| Check {
            name: row.must(1),
            check: row.get(2),
            verdict: row.must(3),
            detail: row.get(4),
        })
    })
}
