//! From the relation that a statement names to every table that it will lock: with partitions and children, and the
//! other ends of foreign keys.

use migrate_core::lock::{Need, Reach};

use super::quoted;
use crate::postgres::identity::{as_owner, current_role};
use crate::postgres::{spi, statistics};

/// A table to be locked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Its oid.
    pub oid: u32,
    /// Its name, as the session's search path lets it be written.
    pub name: String,
}

/// The tables that a need reaches, the named one first; none if it is not there yet, or is not the current
/// role's to change: then the statement itself says so, and nobody waits for a lock that we had no right to.
pub fn of(need: &Need) -> Vec<Target> {
    let (sql, name) = match &need.reach {
        Reach::Alone => (ALONE.to_string(), ""),
        Reach::Tree => (format!("{TREE}{WHOLE_TREE}"), ""),
        Reach::Drop => (format!("{TREE}{WHAT_A_DROP_TOUCHES}"), ""),
        Reach::DefaultPartition => (format!("{TREE}{DEFAULT_PARTITION}"), ""),
        Reach::OtherEnds => (format!("{TREE}{OTHER_ENDS}"), ""),
        Reach::ForeignKey(name) => (format!("{TREE}{FOREIGN_KEY}"), name.as_str()),
        Reach::ForeignKeysOf(name) => (format!("{TREE}{FOREIGN_KEYS_OF}"), name.as_str()),
        Reach::Domain => (TABLES_OF_A_DOMAIN.to_string(), ""),
    };
    // Only two ask for a name; the others are given one that they do not look at.
    spi::rows(&sql, &[quoted(&need.relation).into(), name.into()], |row| Target {
        oid: row.must::<pgrx::pg_sys::Oid>(1).to_u32(),
        name: row.must(2),
    })
}

const ALONE: &str = "
SELECT c.oid, c.oid::pg_catalog.regclass::pg_catalog.text
FROM pg_catalog.pg_class c
WHERE c.oid OPERATOR(pg_catalog.=) pg_catalog.to_regclass($1)::pg_catalog.oid
  AND pg_catalog.pg_has_role(c.relowner, 'USAGE')";

/// The named relation and its children; the queries below end it.
const TREE: &str = "
WITH RECURSIVE tree (oid, level) AS (
    SELECT c.oid, 0
    FROM pg_catalog.pg_class c
    WHERE c.oid OPERATOR(pg_catalog.=) pg_catalog.to_regclass($1)::pg_catalog.oid
      AND pg_catalog.pg_has_role(c.relowner, 'USAGE')
    UNION
    SELECT i.inhrelid, t.level OPERATOR(pg_catalog.+) 1
    FROM tree t JOIN pg_catalog.pg_inherits i ON i.inhparent OPERATOR(pg_catalog.=) t.oid
)";

/// Children in order of oid, as the server locks them.
const WHOLE_TREE: &str = "
SELECT t.oid, t.oid::pg_catalog.regclass::pg_catalog.text AS name FROM tree t
GROUP BY t.oid ORDER BY pg_catalog.min(t.level), t.oid";

const DEFAULT_PARTITION: &str = "
SELECT p.partdefid, p.partdefid::pg_catalog.regclass::pg_catalog.text AS name
FROM tree t JOIN pg_catalog.pg_partitioned_table p ON p.partrelid OPERATOR(pg_catalog.=) t.oid
WHERE t.level OPERATOR(pg_catalog.=) 0 AND p.partdefid OPERATOR(pg_catalog.<>) 0::pg_catalog.oid";

/// Only of the table itself; where a key refers to a partitioned table, each of its partitions is an end, too.
const OTHER_ENDS: &str = "
SELECT DISTINCT x.oid, x.oid::pg_catalog.regclass::pg_catalog.text AS name
FROM tree t
JOIN pg_catalog.pg_constraint k
  ON k.contype OPERATOR(pg_catalog.=) 'f'
 AND (k.conrelid OPERATOR(pg_catalog.=) t.oid OR k.confrelid OPERATOR(pg_catalog.=) t.oid)
CROSS JOIN LATERAL (VALUES (k.conrelid), (k.confrelid)) x (oid)
WHERE t.level OPERATOR(pg_catalog.=) 0 AND x.oid OPERATOR(pg_catalog.<>) t.oid
ORDER BY 1";

const FOREIGN_KEY: &str = "
SELECT DISTINCT k.confrelid, k.confrelid::pg_catalog.regclass::pg_catalog.text AS name
FROM tree t
JOIN pg_catalog.pg_constraint k ON k.conrelid OPERATOR(pg_catalog.=) t.oid
WHERE k.contype OPERATOR(pg_catalog.=) 'f' AND k.conname OPERATOR(pg_catalog.=) $2::pg_catalog.text
ORDER BY 1";

const FOREIGN_KEYS_OF: &str = "
SELECT DISTINCT x.oid, x.oid::pg_catalog.regclass::pg_catalog.text AS name
FROM tree t
JOIN pg_catalog.pg_attribute a
  ON a.attrelid OPERATOR(pg_catalog.=) t.oid AND a.attname OPERATOR(pg_catalog.=) $2::pg_catalog.text
JOIN pg_catalog.pg_constraint k
  ON k.contype OPERATOR(pg_catalog.=) 'f'
 AND (k.conrelid OPERATOR(pg_catalog.=) t.oid AND a.attnum OPERATOR(pg_catalog.=) ANY (k.conkey)
      OR k.confrelid OPERATOR(pg_catalog.=) t.oid AND a.attnum OPERATOR(pg_catalog.=) ANY (k.confkey))
CROSS JOIN LATERAL (VALUES (k.conrelid), (k.confrelid)) x (oid)
WHERE x.oid OPERATOR(pg_catalog.<>) t.oid
ORDER BY 1";

/// Those that have storage, as the server does; an array of it, or a type that contains it, it refuses.
const TABLES_OF_A_DOMAIN: &str = "
WITH RECURSIVE domains (oid) AS (
    SELECT t.oid FROM pg_catalog.pg_type t
    WHERE t.oid OPERATOR(pg_catalog.=) pg_catalog.to_regtype($1)::pg_catalog.oid
      AND t.typtype OPERATOR(pg_catalog.=) 'd' AND pg_catalog.pg_has_role(t.typowner, 'USAGE') AND $2 IS NOT NULL
    UNION
    SELECT t.oid FROM domains d JOIN pg_catalog.pg_type t ON t.typbasetype OPERATOR(pg_catalog.=) d.oid
)
SELECT DISTINCT c.oid, c.oid::pg_catalog.regclass::pg_catalog.text AS name
FROM domains d
JOIN pg_catalog.pg_attribute a ON a.atttypid OPERATOR(pg_catalog.=) d.oid AND NOT a.attisdropped
JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) a.attrelid
WHERE c.relkind OPERATOR(pg_catalog.=) ANY ('{r,m}'::\"char\"[]) AND pg_catalog.pg_has_role(c.relowner, 'USAGE')
ORDER BY 1";

/// A foreign key's other end loses a trigger; a partition's parent and its default one change; an index is dropped
/// under a lock on its table.
const WHAT_A_DROP_TOUCHES: &str = "
SELECT x.oid, x.oid::pg_catalog.regclass::pg_catalog.text AS name
FROM (SELECT oid, level FROM tree
      UNION ALL
      SELECT CASE WHEN k.conrelid OPERATOR(pg_catalog.=) t.oid THEN k.confrelid ELSE k.conrelid END, 1000
      FROM tree t
      JOIN pg_catalog.pg_constraint k
        ON k.contype OPERATOR(pg_catalog.=) 'f'
       AND (k.conrelid OPERATOR(pg_catalog.=) t.oid OR k.confrelid OPERATOR(pg_catalog.=) t.oid)
      UNION ALL
      SELECT i.inhparent, -2
      FROM tree t JOIN pg_catalog.pg_inherits i ON i.inhrelid OPERATOR(pg_catalog.=) t.oid
      UNION ALL
      SELECT p.partdefid, -1
      FROM tree t JOIN pg_catalog.pg_inherits i ON i.inhrelid OPERATOR(pg_catalog.=) t.oid
      JOIN pg_catalog.pg_partitioned_table p ON p.partrelid OPERATOR(pg_catalog.=) i.inhparent
      WHERE p.partdefid OPERATOR(pg_catalog.<>) 0::pg_catalog.oid
      UNION ALL
      SELECT i.indrelid, -1
      FROM tree t JOIN pg_catalog.pg_index i ON i.indexrelid OPERATOR(pg_catalog.=) t.oid) x
GROUP BY x.oid ORDER BY pg_catalog.min(x.level), x.oid";

/// A transaction that holds a lock in our way.
#[derive(Debug, Clone, PartialEq)]
pub struct Holder {
    /// Its process; none for a prepared transaction.
    pub pid: Option<i32>,
    /// Its virtual transaction: the backend's number and the transaction's, to wait for.
    pub virtual_transaction: (i32, u32),
    /// How long ago it began, in milliseconds.
    pub age_ms: i64,
    /// Whether it does not give way to us: a vacuum against wraparound.
    pub is_wraparound: bool,
    /// Whether it is an autovacuum.
    pub is_autovacuum: bool,
    /// Who it is, for people: `pid 4711 (role report, "nightly_export", idle in transaction for 00:41:07, …)`.
    pub description: String,
    /// The same in few words: `pid 4711 (report)`.
    pub name: String,
}

/// Who holds a lock on a table in one of these modes, the oldest transaction first. What they have run is told where
/// the current role may see it by itself.
pub fn holders(oid: u32, modes: Vec<String>) -> Vec<Holder> {
    let sql = "
SELECT l.pid, l.virtualtransaction,
       coalesce((extract(epoch FROM clock_timestamp() - t.began) * 1000)::bigint, 0),
       coalesce(t.is_autovacuum, false), coalesce(t.is_wraparound, false),
       coalesce(CASE WHEN pg_has_role($3, t.role, 'USAGE') OR pg_has_role($3, 'pg_read_all_stats', 'USAGE')
                     THEN t.description ELSE t.who END,
                'pid ' || l.pid, 'a prepared transaction'),
       coalesce(concat('pid ' || l.pid, ' (' || coalesce(nullif(a.application_name, ''), t.role) || ')'), '')
FROM pg_locks l
LEFT JOIN pg_stat_get_activity(l.pid) a ON a.pid = l.pid
LEFT JOIN migrate.transactions t ON t.pid = l.pid OR l.pid IS NULL AND t.virtualtransaction = l.virtualtransaction
WHERE l.locktype = 'relation' AND l.granted AND l.relation = $1
  AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
  AND l.mode = ANY ($2) AND l.pid IS DISTINCT FROM pg_backend_pid()
ORDER BY 3 DESC";
    let args = [pgrx::pg_sys::Oid::from(oid).into(), modes.into(), current_role().0.into()];
    statistics::look_anew();
    // The owner sees other roles' sessions, which the error is to name.
    as_owner(|| {
        spi::planned_rows(sql, &args, |row| {
            let transaction = row.get::<String>(2).unwrap_or_default();
            let (backend, local) = transaction.split_once('/').unwrap_or(("-1", "0"));
            Holder {
                pid: row.get(1),
                virtual_transaction: (backend.parse().unwrap_or(-1), local.parse().unwrap_or(0)),
                age_ms: row.must(3),
                is_autovacuum: row.must(4),
                is_wraparound: row.must(5),
                description: row.must(6),
                name: match row.must::<String>(7) {
                    name if name.is_empty() => "a prepared transaction".into(),
                    name => name,
                },
            }
        })
    })
}

/// Whether anybody else has a transaction open in this database, however young.
pub fn is_anybody_there() -> bool {
    let sql = "
SELECT EXISTS (SELECT FROM migrate.transactions
               WHERE database = current_database() AND pid IS DISTINCT FROM pg_backend_pid() AND NOT is_autovacuum)";
    statistics::look_anew();
    as_owner(|| spi::row(sql, &[], |row| row.get(1))).flatten().unwrap_or(true)
}

/// The transactions that were open before and that a CONCURRENTLY will have to wait for, the oldest three, for people.
/// Those that began within the last moment are about to end. What they have run is left out: readers of the journal,
/// where this is kept, may not see it.
pub fn older_transactions() -> Option<String> {
    let sql = "
SELECT string_agg(who, '; ' ORDER BY began) FILTER (WHERE place <= 3)
           || CASE WHEN count(*) > 3 THEN format('; and %s more', count(*) - 3) ELSE '' END
FROM (SELECT who, began, row_number() OVER (ORDER BY began) AS place
      FROM migrate.transactions
      WHERE database = current_database() AND pid IS DISTINCT FROM pg_backend_pid() AND NOT is_autovacuum
        AND began < clock_timestamp() - '1 second'::interval) t";
    statistics::look_anew();
    as_owner(|| spi::row(sql, &[], |row| row.get(1))).flatten()
}
