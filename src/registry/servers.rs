//! Foreign servers, as CREATE SERVER has made them: which are meant, and where dblink is, by which they are asked.

use migrate_core::error::{ElsewhereError, ElsewhereKind, Result};

use super::schemas::Wanted;
use crate::postgres::identity::as_owner;
use crate::postgres::spi;

const KIND: ElsewhereKind = ElsewhereKind::Servers;

/// The names of the servers that are meant, each once. One that was named need not be there: that is told when its turn comes.
///
/// # Errors
///
/// [`ElsewhereError::NoDblink`], [`ElsewhereError::NoneMatches`], [`ElsewhereError::NoNames`].
pub fn find(wanted: &Wanted) -> Result<Vec<String>> {
    dblink()?;
    match wanted {
        Wanted::Names(names) => {
            let mut names = names.clone();
            names.sort_unstable();
            names.dedup();
            if names.is_empty() { Err(ElsewhereError::NoNames { kind: KIND }.into()) } else { Ok(names) }
        }
        Wanted::Pattern(pattern) => {
            let sql =
                "SELECT server_name FROM migrate.servers WHERE server_name LIKE $1 ORDER BY server_name";
            let names = as_owner(|| spi::rows(sql, &[pattern.clone().into()], |row| row.must::<String>(1)));
            let (kind, pattern) = (KIND, pattern.clone());
            if names.is_empty() {
                return Err(ElsewhereError::NoneMatches { kind, pattern }.into());
            }
            Ok(names)
        }
    }
}

/// The schema in which the functions of dblink are, quoted.
///
/// # Errors
///
/// [`ElsewhereError::NoDblink`].
pub fn dblink() -> Result<String> {
    let sql =
        "SELECT quote_ident(n.nspname) FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
               WHERE e.extname = 'dblink'";
    Ok(as_owner(|| spi::row(sql, &[], |row| row.must(1))).ok_or(ElsewhereError::NoDblink)?)
}

/// Refuses a name that no server has: dblink would take it for a connection string.
///
/// # Errors
///
/// [`ElsewhereError::NoServer`].
pub fn check_there(name: &str) -> Result<()> {
    let sql = "SELECT FROM pg_foreign_server WHERE srvname = $1";
    match as_owner(|| spi::row(sql, &[name.into()], |_| ())) {
        Some(()) => Ok(()),
        None => Err(ElsewhereError::NoServer { server: name.into() }.into()),
    }
}
