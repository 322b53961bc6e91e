//! Publications and subscriptions of a table.

use std::collections::HashMap;

use migrate_core::facts::Replication;
use pgrx::pg_sys::Oid;

use crate::postgres::identity::as_owner;
use crate::postgres::spi;

/// What replication has to do with a table, as the extension's owner, who sees subscriptions.
pub fn of(table: u32) -> Replication {
    of_all(&[Oid::from(table)]).remove(&table).unwrap_or_default()
}

/// The same of some tables.
pub fn of_all(tables: &[Oid]) -> HashMap<u32, Replication> {
    as_owner(|| spi::descriptions(REPLICATION, tables))
}

/// Whether anything of this database is published.
pub fn publishes() -> bool {
    as_owner(|| spi::row("SELECT FROM pg_publication LIMIT 1", &[], |_| ())).is_some()
}

/// A publication for all tables of this database.
pub fn of_all_tables() -> Option<String> {
    let sql = "SELECT p.pubname::text FROM pg_publication p WHERE p.puballtables ORDER BY 1 LIMIT 1";
    as_owner(|| spi::row(sql, &[], |row| row.must(1)))
}

/// Whether this database has a subscription.
pub fn subscribes() -> bool {
    let sql = "SELECT FROM pg_subscription s
               WHERE s.subdbid = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()) LIMIT 1";
    as_owner(|| spi::row(sql, &[], |_| ())).is_some()
}

const REPLICATION: &str = "
SELECT o.oid, x.said FROM unnest($1) o (oid) CROSS JOIN LATERAL (
WITH tree AS (
    SELECT c.oid, c.relnamespace, c.relkind, c.relpersistence FROM pg_class c
    WHERE c.oid = ANY (ARRAY(SELECT o.oid UNION SELECT relid FROM pg_partition_ancestors(o.oid)
                             UNION SELECT relid FROM pg_partition_tree(o.oid)))
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
    'identity', (SELECT c.relreplident FROM pg_class c WHERE c.oid = o.oid),
    'publications', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                         'name', x.pubname, 'needs_identity', x.needs_identity, 'has_columns', x.has_columns)
                         ORDER BY x.pubname), '[]')
                     FROM (SELECT p.pubname, p.pubupdate OR p.pubdelete AS needs_identity, bool_or(d.has_columns) AS has_columns
                           FROM published d JOIN pg_publication p ON p.oid = d.oid
                           GROUP BY p.oid, p.pubname, p.pubupdate, p.pubdelete) x),
    'subscriptions', (SELECT coalesce(jsonb_agg(DISTINCT s.subname), '[]')
                      FROM pg_subscription_rel r JOIN tree t ON t.oid = r.srrelid
                      JOIN pg_subscription s ON s.oid = r.srsubid)) AS said) x";
