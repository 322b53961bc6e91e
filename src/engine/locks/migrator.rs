//! One migrator at a time in a database.
//!
//! The lock is transaction-level in a caller, whose pooled session must not keep it, and session-level in a
//! worker, where it outlives the units' commits and aborts.
//!
//! It is an advisory lock that SQL cannot name (`postgres::lock`): a script's own `pg_advisory_unlock` cannot free it,
//! and nobody can sit on it.

use migrate_core::error::{Result, SessionError};

use crate::postgres::identity::as_owner;
use crate::postgres::lock::{self, CREW_LOCK, Hold, MIGRATOR_LOCK};
use crate::postgres::worker::WORKER_TYPE;
use crate::postgres::{spi, statistics};

/// Takes the lock, or says who holds it.
///
/// # Errors
///
/// [`SessionError::Busy`].
pub fn take(hold: Hold) -> Result<()> {
    /// Who has let go of it by the time of the look was in nobody's way.
    const LOOKS: u32 = 10;
    let mut seen = (String::new(), None);
    for _ in 0..LOOKS {
        if lock::try_migrator_lock(hold) {
            return Ok(());
        }
        seen = holder();
        if !seen.0.is_empty() {
            break;
        }
    }
    let (holder, job) = seen;
    Err(SessionError::Busy { holder, job }.into())
}

/// Takes the lock until this transaction ends; false if another migrator has it.
pub fn try_take() -> bool {
    lock::try_migrator_lock(Hold::Transaction)
}

/// Who is at work as a migrator, as a sentence; none if nobody is.
pub fn at_work() -> Option<String> {
    Some(holder().0).filter(|holder| !holder.is_empty())
}

/// The process of another session that is at work as a migrator, if there is one.
pub fn at_work_elsewhere() -> Option<i32> {
    let (class, object, sub) = MIGRATOR_LOCK;
    let sql = "SELECT l.pid FROM pg_locks l
               WHERE l.locktype = 'advisory' AND l.granted AND l.pid <> pg_backend_pid()
                 AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                 AND l.classid::bigint = $1 AND l.objid::bigint IN ($2, $4) AND l.objsubid = $3
               ORDER BY l.objid::bigint <> $2 LIMIT 1";
    let crew = i64::from(CREW_LOCK.1);
    let args = [i64::from(class).into(), i64::from(object).into(), (sub as i16).into(), crew.into()];
    as_owner(|| spi::row(sql, &args, |row| row.must(1)))
}

/// Who holds the lock and since when, as a sentence, nothing if nobody does any more; and his job, if it is one's.
fn holder() -> (String, Option<i64>) {
    let (class, object, sub) = MIGRATOR_LOCK;
    let sql = "SELECT l.pid, a.usename::text, a.application_name,
                      to_char(CASE a.backend_type WHEN $4 THEN a.backend_start ELSE coalesce(a.xact_start, p.prepared) END,
                              'YYYY-MM-DD HH24:MI:SS TZH'), p.gid, p.owner::text,
                      (SELECT min(j.id) FROM migrate.live_jobs j WHERE j.pid = l.pid AND j.status = 'running')
               FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
                    LEFT JOIN pg_prepared_xacts p
                           ON l.pid IS NULL
                          AND EXISTS (SELECT FROM pg_locks x
                                      WHERE x.pid IS NULL AND x.locktype = 'transactionid'
                                        AND x.transactionid = p.transaction
                                        AND x.virtualtransaction = l.virtualtransaction)
               WHERE l.locktype = 'advisory' AND l.granted
                 AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                 AND l.classid::bigint = $1 AND l.objid::bigint IN ($2, $5) AND l.objsubid = $3
               -- Who follows is there without him who leads where that one was killed.
               ORDER BY l.objid::bigint <> $2 LIMIT 1";
    let crew = i64::from(CREW_LOCK.1);
    let args = [
        i64::from(class).into(),
        i64::from(object).into(),
        (sub as i16).into(),
        WORKER_TYPE.into(),
        crew.into(),
    ];
    statistics::look_anew();
    let found = as_owner(|| {
        spi::row(sql, &args, |row| {
            let role = row.get::<String>(2).map_or(String::new(), |role| format!(", role \"{role}\""));
            let application = row
                .get::<String>(3)
                .filter(|name| !name.is_empty())
                .map_or(String::new(), |name| format!(", \"{name}\""));
            let since = row.get::<String>(4).map_or(String::new(), |since| format!(", since {since}"));
            let job = row.get::<i64>(7);
            let holder = match (row.get::<i32>(1), row.get::<String>(5), row.get::<String>(6)) {
                (Some(pid), ..) => format!("It is run by pid {pid}{role}{application}{since}."),
                (None, Some(gid), Some(owner)) => {
                    format!("It is in prepared transaction \"{gid}\", role \"{owner}\"{since}.")
                }
                _ => String::new(),
            };
            (holder, job)
        })
    });
    found.unwrap_or_default()
}
