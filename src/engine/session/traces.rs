//! What a script leaves in its session, besides settings: temporary objects, prepared statements, cursors, session
//! locks. The next migration must not find them: each script is on its own, as when psql is started for each.
//!
//! A worker's session is cleared of all of it between migrations. A caller's session has its own, which stays; what
//! the script added is taken away.

use migrate_core::failure::Failure;
use migrate_core::left::{Kind, Thing};
use pgrx::pg_sys;

use crate::postgres::identity::{as_owner, as_role, current_role};
use crate::postgres::{discard, lock, settings, spi, toplevel};

/// Clears a worker's session.
///
/// # Errors
///
/// None that is to be expected.
pub fn clear() -> Result<(), Failure> {
    toplevel::in_transaction(|| {
        discard::session();
        lock::release_other_session_locks();
    })
}

/// What a caller's session has of its own, before a script runs in it.
pub struct Own(Vec<Trace>);

/// Something that lasts as long as the session, and how one gets rid of it.
#[derive(PartialEq, Eq)]
struct Trace {
    what: String,
    /// Whose it is, if it is an object.
    owner: Option<u32>,
    removal: String,
}

/// What is there that no other session has, of a worker's own scripts: also what goes with the transaction, while that
/// lasts.
pub fn things() -> Vec<Thing> {
    let sql = "SELECT CASE c.relkind WHEN 'v' THEN 'view' WHEN 'S' THEN 'sequence' ELSE 'table' END, c.relname::text
               FROM {own} d JOIN pg_class c ON c.oid = d.objid
               WHERE d.classid = 'pg_class'::regclass AND c.relkind IN ('r', 'p', 'v', 'S')
               UNION ALL
               SELECT 'routine', p.proname::text FROM {own} d JOIN pg_proc p ON p.oid = d.objid
               WHERE d.classid = 'pg_proc'::regclass
               UNION ALL
               SELECT 'type', t.typname::text
               FROM {own} d JOIN pg_type t ON t.oid = d.objid LEFT JOIN pg_class c ON c.oid = t.typrelid
               WHERE d.classid = 'pg_type'::regclass
                 AND (t.typtype IN ('e', 'd', 'r') OR t.typtype = 'c' AND c.relkind = 'c')
               UNION ALL
               SELECT 'statement', name FROM pg_prepared_statements
               UNION ALL
               SELECT 'cursor', name FROM pg_cursors WHERE is_holdable
               UNION ALL
               -- Others than 1 and 2 are none that a script can take.
               SELECT 'lock', CASE objsubid WHEN 1 THEN ((classid::bigint << 32) | objid::bigint)::text
                                            ELSE format('(%s, %s)', classid, objid) END
               FROM pg_locks
               WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND objsubid IN (1, 2)
                 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
               ORDER BY 1, 2";
    let thing = |row: spi::Row| {
        let kind = match row.must::<String>(1).as_str() {
            "view" => Kind::View,
            "sequence" => Kind::Sequence,
            "routine" => Kind::Routine,
            "type" => Kind::Type,
            "statement" => Kind::Statement,
            "cursor" => Kind::Cursor,
            "lock" => Kind::Lock,
            _ => Kind::Table,
        };
        Thing { kind, name: row.must(2), unit: 0 }
    };
    as_owner(|| spi::looked_up(&sql.replace("{own}", OWN), &[], thing))
}

/// What is in the session's temporary schema: found by what depends on that, since the catalogs of all there is have no index
/// by schema.
const OWN: &str = "(SELECT d.classid, d.objid FROM pg_depend d
                    WHERE d.refclassid = 'pg_namespace'::regclass AND d.refobjid = pg_my_temp_schema()
                      AND pg_my_temp_schema() <> 0)";

/// Looks at the caller's session.
pub fn own() -> Own {
    Own(traces())
}

impl Own {
    /// Takes away what was added since.
    pub fn restore(self) {
        let added = traces().into_iter().filter(|trace| !self.0.contains(trace));
        let added: Vec<Trace> = added.collect();
        if added.is_empty() {
            return;
        }
        settings::scoped(|| {
            settings::set_local(c"client_min_messages", c"warning");
            for trace in &added {
                // As its owner, whom a script may have made by SET ROLE: what drops it may call event triggers.
                let role = trace.owner.map_or_else(|| current_role().0, pg_sys::Oid::from);
                as_role(role, || spi::write(&trace.removal, &[]));
            }
        });
    }
}

fn traces() -> Vec<Trace> {
    let sql = "SELECT 'relation ' || c.oid,
                      format('DROP %s IF EXISTS pg_temp.%I CASCADE', CASE c.relkind
                          WHEN 'v' THEN 'VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, c.relname), c.relowner
               FROM {own} d JOIN pg_class c ON c.oid = d.objid
               WHERE d.classid = 'pg_class'::regclass AND c.relkind IN ('r', 'p', 'v', 'S')
               UNION ALL
               SELECT 'routine ' || p.oid, format('DROP ROUTINE IF EXISTS %s CASCADE', p.oid::regprocedure), p.proowner
               FROM {own} d JOIN pg_proc p ON p.oid = d.objid WHERE d.classid = 'pg_proc'::regclass
               UNION ALL
               SELECT 'type ' || t.oid, format('DROP TYPE IF EXISTS %s CASCADE', t.oid::regtype), t.typowner
               FROM {own} d JOIN pg_type t ON t.oid = d.objid LEFT JOIN pg_class c ON c.oid = t.typrelid
               WHERE d.classid = 'pg_type'::regclass
                 AND (t.typtype IN ('e', 'd', 'r') OR t.typtype = 'c' AND c.relkind = 'c')
               UNION ALL
               SELECT 'statement ' || name, format('DEALLOCATE %I', name), NULL FROM pg_prepared_statements";
    as_owner(|| {
        spi::looked_up(&sql.replace("{own}", OWN), &[], |row| Trace {
            what: row.must(1),
            removal: row.must(2),
            owner: row.get::<pg_sys::Oid>(3).map(|oid| oid.to_u32()),
        })
    })
}
