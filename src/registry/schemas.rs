//! The schemas that have a history of their own: `migrate.schemas`, and what is applied in which.
//!
//! A schema is known by its number, so that one which is renamed takes its history along. One that was dropped and made again
//! is another: if it is empty it begins anew, and otherwise somebody says what it is.

use migrate_core::error::{Result, SchemasError};
use pgrx::pg_sys::Oid;
use pgrx::prelude::*;

use crate::postgres::identity::{as_owner, current_role};
use crate::postgres::{spi, tenant};

/// Which schemas are meant.
#[derive(Debug, Clone)]
pub enum Wanted {
    /// Those whose names match a pattern of LIKE.
    Pattern(String),
    /// Those of these names.
    Names(Vec<String>),
}

/// A schema.
#[derive(Debug, Clone)]
pub struct Schema {
    /// Its number in `migrate.schemas`; of one that is not there yet, a number that nothing has.
    pub id: i32,
    /// Its name.
    pub name: String,
    /// Its number in `pg_namespace`.
    pub oid: u32,
}

/// The number of a schema that has none.
const NEW: i32 = -1;

/// Schemas of ours, of the server's and of extensions: nobody's tenants. Nor is one that is named $user: in a search path
/// that is another one, quoted or not.
const IS_TENANT: &str = "n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'migrate', '$user')
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_namespace'::regclass AND d.objid = n.oid AND d.deptype = 'e')";

/// The schemas that are meant, by their names; nothing is written.
///
/// # Errors
///
/// [`SchemasError::NoneMatches`], [`SchemasError::NotThere`], [`SchemasError::NotATenant`].
pub fn find(wanted: &Wanted) -> Result<Vec<Schema>> {
    let is_meant = match wanted {
        Wanted::Pattern(_) => format!("n.nspname LIKE $1[1] AND {IS_TENANT}"),
        Wanted::Names(_) => "n.nspname = ANY ($1)".to_string(),
    };
    let names = match wanted {
        Wanted::Pattern(pattern) => vec![pattern.clone()],
        Wanted::Names(names) => names.clone(),
    };
    let sql = format!(
        "SELECT coalesce((SELECT l.id FROM migrate.living_schemas l WHERE l.schema_oid = n.oid ORDER BY l.id DESC LIMIT 1), {NEW}),
                n.nspname::text, n.oid, {IS_TENANT}
         FROM pg_namespace n WHERE {is_meant} ORDER BY n.nspname"
    );
    let read = |row: spi::Row| {
        let schema = Schema { id: row.must(1), name: row.must(2), oid: row.must::<Oid>(3).to_u32() };
        (schema, row.must::<bool>(4))
    };
    let found = as_owner(|| spi::rows(&sql, &[names.clone().into()], read));
    if let Wanted::Pattern(pattern) = wanted
        && found.is_empty()
    {
        return Err(SchemasError::NoneMatches { pattern: pattern.clone() }.into());
    }
    if let Wanted::Names(names) = wanted
        && let Some(schema) = names.iter().find(|name| !found.iter().any(|(there, _)| there.name == **name))
    {
        return Err(SchemasError::NotThere { schema: schema.clone() }.into());
    }
    if let Some((schema, _)) = found.iter().find(|(_, is_tenant)| !is_tenant) {
        return Err(SchemasError::NotATenant { schema: schema.name.clone() }.into());
    }
    Ok(found.into_iter().map(|(schema, _)| schema).collect())
}

/// The same; those that had no number get one, and those that were renamed or restored are known again.
///
/// # Errors
///
/// As [`find`]; [`SchemasError::MadeAgain`].
pub fn register(wanted: &Wanted) -> Result<Vec<Schema>> {
    know_again();
    let found = find(wanted)?;
    let new: Vec<Oid> =
        found.iter().filter(|schema| schema.id == NEW).map(|schema| schema.oid.into()).collect();
    if new.is_empty() {
        return Ok(found);
    }
    check_not_made_again(&found)?;
    as_owner(|| {
        FORGET.iter().for_each(|sql| spi::write(sql, &[new.clone().into()]));
        let sql = "INSERT INTO migrate.schemas (schema_name, schema_oid, home)
                   SELECT n.nspname, n.oid, h.id FROM pg_namespace n, {home} WHERE n.oid = ANY ($1)";
        spi::write(&with_home(sql), &[new.clone().into()]);
    });
    find(wanted)
}

/// Refuses schemas without a number of which one has the name of one that is gone, and is not empty.
///
/// # Errors
///
/// [`SchemasError::MadeAgain`].
pub fn check_not_made_again(schemas: &[Schema]) -> Result<()> {
    let new = schemas.iter().filter(|schema| schema.id == NEW).map(|schema| Oid::from(schema.oid));
    let args = [new.collect::<Vec<Oid>>().into()];
    let made_again = as_owner(|| spi::row(MADE_AGAIN, &args, |row| row.must::<String>(1)));
    made_again.map_or(Ok(()), |schema| Err(SchemasError::MadeAgain { schema }.into()))
}

/// Gives schemas that were renamed or restored the names and numbers that they have by now.
pub fn know_again() {
    as_owner(|| {
        spi::write("LOCK TABLE migrate.schemas IN SHARE ROW EXCLUSIVE MODE", &[]);
        KNOWN_AGAIN.iter().for_each(|sql| spi::write(&with_home(sql), &[]));
    });
}

/// The query with what says where numbers of schemas are valid, as `migrate.living_schemas` has it: in this database until
/// pg_upgrade, which keeps the database and gives schemas other numbers.
fn with_home(sql: &str) -> String {
    const HOME: &str =
        "(SELECT md5(id::text || 'migrate'::regnamespace::oid::text)::uuid AS id FROM migrate.home) h";
    sql.replace("{home}", HOME)
}

/// Those that came with a dump get the numbers that they have here; of two with one name, that which was named last. Those
/// that have another name by now get that.
const KNOWN_AGAIN: [&str; 2] = [
    "UPDATE migrate.schemas s SET schema_oid = n.oid, home = h.id
     FROM {home}, pg_namespace n
     WHERE s.home <> h.id AND n.nspname = s.schema_name
       AND NOT EXISTS (SELECT FROM migrate.schemas o WHERE o.home = h.id AND o.schema_oid = n.oid)
       AND NOT EXISTS (SELECT FROM migrate.schemas o
                       WHERE o.home <> h.id AND o.schema_name = s.schema_name AND o.id > s.id)",
    "UPDATE migrate.schemas s SET schema_name = n.nspname
     FROM {home}, pg_namespace n
     WHERE s.home = h.id AND n.oid = s.schema_oid AND n.nspname <> s.schema_name",
];

/// The first of them.
const MADE_AGAIN: &str = "
SELECT n.nspname::text FROM pg_namespace n
WHERE n.oid = ANY ($1)
  AND EXISTS (SELECT FROM migrate.schemas s WHERE s.schema_name = n.nspname)
  AND (EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = n.oid)
       OR EXISTS (SELECT FROM pg_proc p WHERE p.pronamespace = n.oid)
       OR EXISTS (SELECT FROM pg_type t WHERE t.typnamespace = n.oid))
ORDER BY n.nspname LIMIT 1";

/// What is known of those that are gone, whose names schemas have that begin anew.
const FORGET: [&str; 4] = [
    "DELETE FROM migrate.schema_applied a USING migrate.schemas s, pg_namespace n
     WHERE a.tenant = s.id AND s.schema_name = n.nspname AND n.oid = ANY ($1)",
    "DELETE FROM migrate.schema_origins a USING migrate.schemas s, pg_namespace n
     WHERE a.tenant = s.id AND s.schema_name = n.nspname AND n.oid = ANY ($1)",
    "DELETE FROM migrate.schema_failures a USING migrate.schemas s, pg_namespace n
     WHERE a.tenant = s.id AND s.schema_name = n.nspname AND n.oid = ANY ($1)",
    "DELETE FROM migrate.schemas s USING pg_namespace n WHERE s.schema_name = n.nspname AND n.oid = ANY ($1)",
];

/// Says of a schema that has the name of one that is gone whether it is a new one, or that one restored.
///
/// # Errors
///
/// [`SchemasError::NotThere`], [`SchemasError::NothingToSettle`].
pub fn settle(name: &str, is_new: bool) -> Result<()> {
    let wanted = Wanted::Names(vec![name.to_string()]);
    know_again();
    let schema = find(&wanted)?.pop().ok_or_else(|| SchemasError::NotThere { schema: name.into() })?;
    let oid = Oid::from(schema.oid);
    let gone = "SELECT s.id FROM migrate.schemas s WHERE s.schema_name = $1 ORDER BY s.id DESC LIMIT 1";
    let gone = as_owner(|| spi::row(gone, &[name.into()], |row| row.must::<i32>(1)));
    let Some(gone) = gone.filter(|_| schema.id == NEW) else {
        return Err(SchemasError::NothingToSettle { schema: name.into() }.into());
    };
    as_owner(|| match is_new {
        true => FORGET.iter().for_each(|sql| spi::write(sql, &[vec![oid].into()])),
        false => {
            let sql =
                "UPDATE migrate.schemas SET schema_oid = $2, home = (SELECT h.id FROM {home}) WHERE id = $1";
            spi::write(&with_home(sql), &[gone.into(), oid.into()]);
        }
    });
    Ok(())
}

/// Refuses schemas in which the current role may not make anything or see what is there: names would be found in others.
///
/// # Errors
///
/// [`SchemasError::MayNot`].
pub fn check_rights(schemas: &[Schema]) -> Result<()> {
    let (role, name) = current_role();
    let oids: Vec<Oid> = schemas.iter().map(|schema| schema.oid.into()).collect();
    let sql = "SELECT n.nspname::text FROM pg_namespace n
               WHERE n.oid = ANY ($2)
                 AND NOT (has_schema_privilege($1, n.oid, 'USAGE') AND has_schema_privilege($1, n.oid, 'CREATE'))
               ORDER BY n.nspname";
    let lacking = as_owner(|| spi::rows(sql, &[role.into(), oids.into()], |row| row.must::<String>(1)));
    match lacking.as_slice() {
        [] => Ok(()),
        [schema, others @ ..] => {
            let (schema, others) = (schema.clone(), others.len());
            Err(SchemasError::MayNot { role: name, schema, others }.into())
        }
    }
}

/// Refuses a schema that is not there any more, or has another name.
///
/// # Errors
///
/// [`SchemasError::Gone`].
pub fn check_there(name: &str, oid: u32) -> Result<()> {
    let sql = "SELECT FROM pg_namespace WHERE oid = $1 AND nspname = $2";
    match as_owner(|| spi::row(sql, &[Oid::from(oid).into(), name.into()], |_| ())) {
        Some(()) => Ok(()),
        None => Err(SchemasError::Gone { schema: name.into() }.into()),
    }
}

/// The same of the schema that this process is at, by the name under which the call has found it: a server may let it be
/// renamed meanwhile, and names would be found in the next schema of the search path. At none there is nothing to refuse.
///
/// # Errors
///
/// [`SchemasError::Gone`].
pub fn check_current() -> Result<()> {
    let Some(id) = tenant::current() else { return Ok(()) };
    let sql = "SELECT s.schema_name FROM migrate.schemas s
               WHERE s.id = $1 AND NOT EXISTS (SELECT FROM pg_namespace n
                                               WHERE n.oid = s.schema_oid AND n.nspname = s.schema_name)";
    let gone = as_owner(|| spi::row(sql, &[id.into()], |row| row.must::<String>(1)));
    gone.map_or(Ok(()), |schema| Err(SchemasError::Gone { schema }.into()))
}

/// A schema in which a migration is applied, and the checksum by which it is, if that is not this one.
fn applied(version: i64, but: Option<&str>) -> Option<String> {
    let sql = "SELECT schema_name FROM migrate.schema_history
               WHERE version = $1 AND ($2 IS NULL OR checksum IS DISTINCT FROM $2) ORDER BY schema_name LIMIT 1";
    as_owner(|| {
        // Most databases have none.
        spi::row("SELECT FROM migrate.schemas LIMIT 1", &[], |_| ())?;
        spi::row(sql, &[version.into(), but.into()], |row| row.must(1))
    })
}

/// Refuses another text of a migration that has run in a schema. A repeatable one runs again then.
///
/// # Errors
///
/// [`SchemasError::Applied`].
pub fn check_text(version: i64, description: &str, checksum: &str) -> Result<()> {
    match applied(version, Some(checksum)).filter(|_| !super::labels::repeats(version)) {
        None => Ok(()),
        Some(schema) => {
            Err(SchemasError::Applied { version, description: description.into(), schema }.into())
        }
    }
}

/// Refuses to take a migration away that has run in a schema.
///
/// # Errors
///
/// [`SchemasError::InUse`].
pub fn check_unused(version: i64, description: &str) -> Result<()> {
    match applied(version, None) {
        None => Ok(()),
        Some(schema) => Err(SchemasError::InUse { version, description: description.into(), schema }.into()),
    }
}

/// Where a migration stands in a schema.
pub struct Standing {
    /// The schema.
    pub schema: String,
    /// The migration.
    pub version: i64,
    /// Its description.
    pub description: String,
    /// applied, pending, changed, draft or failed.
    pub status: String,
    /// When it was recorded as applied.
    pub applied_at: Option<TimestampWithTimeZone>,
    /// Who asked for it.
    pub applied_by: Option<String>,
    /// How long it took.
    pub ms: Option<i32>,
    /// What the server said where it failed.
    pub note: Option<String>,
}

/// Where each migration stands in each of these schemas.
pub fn standing(schemas: &[Schema]) -> Vec<Standing> {
    let sql = "SELECT s.name, v.version, v.description,
                      CASE WHEN f.version IS NOT NULL THEN 'failed'
                           WHEN a.version IS NULL AND v.is_draft THEN 'draft'
                           WHEN a.version IS NULL THEN 'pending'
                           WHEN a.checksum = v.checksum OR a.checksum IS NULL THEN 'applied'
                           WHEN v.repeats THEN 'pending'
                           WHEN v.checksum IS NULL THEN 'missing'
                           ELSE 'changed' END,
                      a.applied_at, a.applied_by, a.execution_time_ms,
                      f.failure ->> 'message' || coalesce(': ' || (f.failure ->> 'detail'), '')
               FROM unnest($1::integer[], $2::text[]) s (id, name)
               CROSS JOIN LATERAL (
                   SELECT m.version, m.description, m.checksum, m.up IS NULL AS is_draft,
                          coalesce(l.repeats, false) AS repeats, coalesce(l.place, ARRAY[m.version::numeric]) AS place
                   FROM migrate.migrations m LEFT JOIN migrate.labels l USING (version)
                   -- Callbacks are no migrations; one that has failed stops them.
                   WHERE l.event IS NULL
                      OR EXISTS (SELECT FROM migrate.schema_failures e WHERE e.tenant = s.id AND e.version = m.version)
                   UNION ALL
                   SELECT a.version, a.description, NULL, false, false, ARRAY[a.version::numeric]
                   FROM migrate.schema_applied a
                   WHERE a.tenant = s.id
                     AND NOT EXISTS (SELECT FROM migrate.migrations m WHERE m.version = a.version)) v
               LEFT JOIN migrate.schema_applied a ON a.tenant = s.id AND a.version = v.version
               LEFT JOIN migrate.schema_failures f ON f.tenant = s.id AND f.version = v.version
               ORDER BY s.name, v.place";
    let (ids, names): (Vec<i32>, Vec<String>) =
        schemas.iter().map(|schema| (schema.id, schema.name.clone())).unzip();
    as_owner(|| {
        spi::rows(sql, &[ids.into(), names.into()], |row| Standing {
            schema: row.must(1),
            version: row.must(2),
            description: row.must(3),
            status: row.must(4),
            applied_at: row.get(5),
            applied_by: row.get(6),
            ms: row.get(7),
            note: row.get(8),
        })
    })
}

/// Of these schemas, those in which something that is registered is not applied: all, where one runs always. `others` have
/// something else to do.
pub fn with_pending(schemas: Vec<Schema>, others: &[i32]) -> Vec<Schema> {
    let sql = "SELECT t.id FROM unnest($1::integer[]) t (id)
               WHERE EXISTS (SELECT FROM migrate.migrations m LEFT JOIN migrate.labels l USING (version)
                             WHERE l.event IS NULL AND m.up IS NOT NULL
                               AND NOT EXISTS (SELECT FROM migrate.schema_applied a
                                               WHERE a.tenant = t.id AND a.version = m.version
                                                 AND (l.repeats IS NOT TRUE OR NOT l.always AND a.checksum = m.checksum)))";
    let ids: Vec<i32> = schemas.iter().map(|schema| schema.id).filter(|id| *id != NEW).collect();
    let mut pending: std::collections::HashSet<i32> =
        as_owner(|| spi::rows(sql, &[ids.into()], |row| row.must(1))).into_iter().collect();
    pending.extend(others);
    schemas.into_iter().filter(|schema| schema.id == NEW || pending.contains(&schema.id)).collect()
}

/// Writes that a schema stands at a migration that failed in it; what it stood at before it has left.
pub fn failed(tenant: i32, version: Option<i64>, job: i64, failure: &migrate_core::failure::Failure) {
    succeeded(tenant);
    let sql = "INSERT INTO migrate.schema_failures (tenant, version, job, failure) VALUES ($1, $2, $3, $4)";
    if let Some(version) = version {
        as_owner(|| {
            spi::write(sql, &[tenant.into(), version.into(), job.into(), spi::jsonb(failure).into()])
        });
    }
}

/// Writes that a schema has come past whatever it stood at.
pub fn succeeded(tenant: i32) {
    as_owner(|| spi::write("DELETE FROM migrate.schema_failures WHERE tenant = $1", &[tenant.into()]));
}

/// A schema does not stand any more at what somebody has recorded there by hand.
pub fn settled_by_hand(tenant: i32) {
    let sql = "DELETE FROM migrate.schema_failures f WHERE f.tenant = $1
               AND EXISTS (SELECT FROM migrate.schema_applied a WHERE a.tenant = f.tenant AND a.version = f.version)";
    as_owner(|| spi::write(sql, &[tenant.into()]));
}
