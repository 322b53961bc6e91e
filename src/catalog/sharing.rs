//! Who may do what with a table, and which table a view shows.

use migrate_core::facts::Sharing;
use pgrx::JsonB;

use crate::postgres::spi;

/// Who may do what with a table, besides its owner.
pub fn of(oid: u32) -> Sharing {
    let args = [pgrx::pg_sys::Oid::from(oid).into()];
    let sharing = spi::row(SHARING, &args, |row| row.must::<JsonB>(1).0).map(serde_json::from_value);
    match sharing {
        Some(Ok(sharing)) => sharing,
        Some(Err(bug)) => pgrx::error!("internal description of grants: {bug}"),
        None => Sharing::default(),
    }
}

/// Columns are those of one grantee and privilege. Default privileges count only for what is not granted to the owner
/// anyway.
const SHARING: &str = "
WITH owned AS (
    SELECT t.oid, t.relowner, t.relacl, t.relnamespace FROM pg_catalog.pg_class t
    WHERE t.oid OPERATOR(pg_catalog.=) $1
), granted AS (
    SELECT a.grantee, a.privilege_type, a.is_grantable, '[]'::pg_catalog.jsonb AS columns, 0 AS part,
           NULL::pg_catalog.text AS grantor
    FROM owned t, pg_catalog.aclexplode(t.relacl) a
    WHERE a.grantee OPERATOR(pg_catalog.<>) t.relowner
    UNION
    SELECT a.grantee, a.privilege_type, a.is_grantable, pg_catalog.jsonb_agg(DISTINCT c.attname), 1,
           CASE WHEN pg_catalog.bool_and(a.grantor OPERATOR(pg_catalog.<>) t.relowner)
                THEN pg_catalog.min(pg_catalog.pg_get_userbyid(a.grantor)::pg_catalog.text) END
    FROM owned t
    JOIN pg_catalog.pg_attribute c ON c.attrelid OPERATOR(pg_catalog.=) t.oid AND NOT c.attisdropped,
         pg_catalog.aclexplode(c.attacl) a
    WHERE a.grantee OPERATOR(pg_catalog.<>) t.relowner
    GROUP BY a.grantee, a.privilege_type, a.is_grantable
)
SELECT pg_catalog.jsonb_build_object(
    'comment', pg_catalog.obj_description(t.oid, 'pg_class'),
    'defaults', (SELECT coalesce(pg_catalog.jsonb_agg(DISTINCT coalesce(r.rolname, '')), '[]'::pg_catalog.jsonb)
                 FROM pg_catalog.pg_default_acl d
                 CROSS JOIN pg_catalog.aclexplode(d.defaclacl) a
                 LEFT JOIN pg_catalog.pg_roles r ON r.oid OPERATOR(pg_catalog.=) a.grantee
                 WHERE d.defaclobjtype OPERATOR(pg_catalog.=) 'r'
                   AND d.defaclrole OPERATOR(pg_catalog.=) (SELECT u.oid FROM pg_catalog.pg_roles u
                                                           WHERE u.rolname OPERATOR(pg_catalog.=) current_user)
                   AND d.defaclnamespace OPERATOR(pg_catalog.=)
                       ANY (ARRAY[0::pg_catalog.oid, t.relnamespace])
                   AND a.grantee OPERATOR(pg_catalog.<>) t.relowner),
    'grants', (SELECT coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
                   'grantee', r.rolname, 'privilege', g.privilege_type, 'columns', g.columns,
                   'is_grantable', g.is_grantable, 'grantor', g.grantor)
                   ORDER BY r.rolname NULLS FIRST, g.is_grantable, g.part, g.privilege_type), '[]'::pg_catalog.jsonb)
               FROM granted g LEFT JOIN pg_catalog.pg_roles r ON r.oid OPERATOR(pg_catalog.=) g.grantee))
FROM owned t";

/// The one table that a view shows, if it stands in for it: rows can be inserted, updated and deleted through it, none is
/// left out, no trigger or rule makes something else of them, it asks for the rights of whoever uses it, and nobody but
/// the table's owner can make another view of it.
pub fn window(view: u32) -> Option<u32> {
    // 4, 8 and 16 are UPDATE, INSERT and DELETE. A condition follows the one table that the view reads.
    let sql = "
WITH read AS (
    SELECT pg_catalog.min(d.refobjid) AS oid FROM pg_catalog.pg_rewrite r
    JOIN pg_catalog.pg_depend d
      ON d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND d.objid OPERATOR(pg_catalog.=) r.oid
     AND d.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass
     AND d.refobjid OPERATOR(pg_catalog.<>) $1
    WHERE r.ev_class OPERATOR(pg_catalog.=) $1
    HAVING pg_catalog.count(DISTINCT d.refobjid) OPERATOR(pg_catalog.=) 1
)
SELECT t.oid
FROM read JOIN pg_catalog.pg_class t ON t.oid OPERATOR(pg_catalog.=) read.oid
JOIN pg_catalog.pg_class v ON v.oid OPERATOR(pg_catalog.=) $1 AND v.relowner OPERATOR(pg_catalog.=) t.relowner
WHERE v.relkind OPERATOR(pg_catalog.=) 'v' AND NOT v.relhastriggers
  AND v.reloptions OPERATOR(pg_catalog.&&) '{security_invoker=true,security_invoker=on}'::pg_catalog.text[]
  AND (pg_catalog.pg_relation_is_updatable(v.oid::pg_catalog.regclass, false)
       OPERATOR(pg_catalog.&) 28) OPERATOR(pg_catalog.=) 28
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute a
                  WHERE a.attrelid OPERATOR(pg_catalog.=) v.oid AND a.attnum OPERATOR(pg_catalog.>) 0::pg_catalog.int2
                    AND NOT a.attisdropped
                    AND NOT pg_catalog.pg_column_is_updatable(v.oid::pg_catalog.regclass, a.attnum, false))
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_rewrite r
                  WHERE r.ev_class OPERATOR(pg_catalog.=) v.oid
                    AND (r.rulename OPERATOR(pg_catalog.<>) '_RETURN'
                         OR r.ev_action::pg_catalog.text OPERATOR(pg_catalog.!~) ':quals <>}'))";
    spi::row(sql, &[pgrx::pg_sys::Oid::from(view).into()], |row| row.get::<pgrx::pg_sys::Oid>(1))
        .flatten()
        .map(|oid| oid.to_u32())
}
