//! Publications and subscriptions of a table.

use migrate_core::facts::Replication;
use pgrx::pg_sys::Oid;

use crate::postgres::identity::as_owner;
use crate::postgres::kept;

/// What replication has to do with a table, as the extension's owner, who sees subscriptions.
pub fn of(table: u32) -> Replication {
    let row = as_owner(|| kept::jsonb(REPLICATION, &[Oid::from(table)]));
    match row.map(|row| serde_json::from_value(row.0)) {
        Some(Ok(replication)) => replication,
        Some(Err(bug)) => pgrx::error!("internal description of replication: {bug}"),
        None => Replication::default(),
    }
}

const REPLICATION: &str = "
WITH tree AS (
    SELECT c.oid, c.relnamespace, c.relkind, c.relpersistence FROM pg_class c
    WHERE c.oid = $1 OR c.oid IN (SELECT relid FROM pg_partition_ancestors($1))
       OR c.oid IN (SELECT relid FROM pg_partition_tree($1))
), published AS (
    SELECT r.prpubid AS oid, r.prattrs IS NOT NULL AS has_columns
    FROM pg_publication_rel r JOIN tree t ON t.oid = r.prrelid
    UNION ALL
    SELECT s.pnpubid, false FROM pg_publication_namespace s JOIN tree t ON t.relnamespace = s.pnnspid
    UNION ALL
    SELECT p.oid, false FROM pg_publication p
    WHERE p.puballtables AND EXISTS (SELECT FROM tree t WHERE t.relkind IN ('r', 'p') AND t.relpersistence = 'p')
)
SELECT jsonb_build_object(
    'identity', (SELECT c.relreplident FROM pg_class c WHERE c.oid = $1),
    'publications', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                         'name', x.pubname, 'needs_identity', x.needs_identity, 'has_columns', x.has_columns)
                         ORDER BY x.pubname), '[]')
                     FROM (SELECT p.pubname, p.pubupdate OR p.pubdelete AS needs_identity, bool_or(d.has_columns) AS has_columns
                           FROM published d JOIN pg_publication p ON p.oid = d.oid
                           GROUP BY p.oid, p.pubname, p.pubupdate, p.pubdelete) x),
    'subscriptions', (SELECT coalesce(jsonb_agg(DISTINCT s.subname), '[]')
                      FROM pg_subscription_rel r JOIN tree t ON t.oid = r.srrelid
                      JOIN pg_subscription s ON s.oid = r.srsubid))";
