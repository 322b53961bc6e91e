//! Who cannot keep up with what is written: replicas, the archiver, the reader of a replication slot.

use crate::postgres::identity::as_owner;
use crate::postgres::spi;
use crate::settings;

/// Why a backfill is to wait, for people; none if everybody keeps up. What the owner of the extension may not see is
/// not looked at.
pub fn reason() -> Option<String> {
    as_owner(|| replica().or_else(slot).or_else(archiver))
}

/// All that cannot keep up, for people; and whether it is a replication slot that nobody reads, for which to wait is to
/// wait without end.
pub fn all() -> Vec<(String, bool)> {
    as_owner(|| {
        let slot = slot().map(|slot| {
            let is_stuck = slot.ends_with("is not read");
            (slot, is_stuck)
        });
        replica()
            .map(|who| (who, false))
            .into_iter()
            .chain(slot)
            .chain(archiver().map(|who| (who, false)))
            .collect()
    })
}

fn replica() -> Option<String> {
    let most = i64::try_from(settings::max_replica_lag()?.as_millis()).unwrap_or(i64::MAX);
    let sql = "SELECT format('replica %s, %s s behind', coalesce(nullif(application_name, ''), pid::text),
                             round(extract(epoch FROM replay_lag), 1))
               FROM pg_stat_replication
               WHERE state = 'streaming' AND replay_lag > make_interval(secs => $1 / 1000.0)
               ORDER BY replay_lag DESC LIMIT 1";
    spi::row(sql, &[most.into()], |row| row.must(1))
}

/// One that keeps more WAL than is wanted, or one that is being read, but so slowly that the server is about to give
/// its files away.
fn slot() -> Option<String> {
    let sql = "SELECT format('replication slot %s, which %s', slot_name,
                          CASE WHEN active AND wal_status = 'unreserved' THEN 'is about to lose WAL'
                               ELSE format('keeps %s of WAL%s', pg_size_pretty(kept), CASE WHEN NOT active THEN ' and is not read' END)
                          END)
               FROM pg_replication_slots CROSS JOIN LATERAL pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn) AS d (kept)
               WHERE active AND wal_status = 'unreserved' OR wal_status <> 'lost' AND kept > $1
               ORDER BY kept DESC NULLS LAST LIMIT 1";
    spi::row(sql, &[settings::max_slot_retention().into()], |row| row.must(1))
}

fn archiver() -> Option<String> {
    let most = i64::from(settings::max_archive_backlog()?);
    let sql = "SELECT current_setting('archive_mode') <> 'off'
                  AND has_function_privilege('pg_ls_archive_statusdir()', 'EXECUTE')";
    if spi::row(sql, &[], |row| row.must::<bool>(1)) != Some(true) {
        return None;
    }
    let sql = "SELECT count(*) FROM pg_ls_archive_statusdir() WHERE name LIKE '%.ready'";
    let files = spi::row(sql, &[], |row| row.must::<i64>(1)).filter(|files| *files > most)?;
    Some(format!("the archiver, {files} WAL files behind"))
}
