//! Everything that the extension has in a database, a line for each object, so that two can be compared.

use std::collections::BTreeSet;

use migrate_client_tests::Session;

/// Who may do what, the defaults of the server spelled out.
const ACL: &str = "(SELECT string_agg(x::text, ',' ORDER BY x::text) FROM unnest(coalesce";

/// Every object that the extension has, with all that the catalogs say of it. Numbers are left out, and what PostgreSQL
/// 15.20 keeps of its own among a column's options; places of columns count those that are there.
pub fn describe(session: &mut Session) -> Vec<String> {
    let schema = "'migrate'::regnamespace";
    let comment = |class: &str, oid: &str| format!("coalesce(obj_description({oid}, '{class}'), '-')");
    let queries = [
        "SELECT 'extension', e.extrelocatable, e.extnamespace::regnamespace, e.extowner::regrole FROM pg_extension e WHERE extname = 'migrate_ext'".into(),
        "SELECT 'dumped', r::regclass, c FROM pg_extension e, unnest(e.extconfig, e.extcondition) x (r, c) WHERE extname = 'migrate_ext'".into(),
        "SELECT 'member', pg_describe_object(d.classid, d.objid, d.objsubid) FROM pg_depend d
         WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'
           AND d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'migrate_ext')".into(),
        format!(
            "SELECT 'function', p.oid::regprocedure, pg_get_functiondef(p.oid), p.probin, p.prosrc, p.provolatile, p.proparallel,
                    p.proisstrict, p.prosecdef, p.proleakproof, p.procost, p.prorows, p.proconfig, p.proowner::regrole,
                    {ACL}(p.proacl, acldefault('f', p.proowner))) x), {} FROM pg_proc p WHERE p.pronamespace = {schema}",
            comment("pg_proc", "p.oid")
        ),
        format!(
            "SELECT 'relation', c.oid::regclass, c.relkind, c.relpersistence, c.reloptions, c.relrowsecurity, c.relforcerowsecurity,
                    c.relreplident, c.relowner::regrole, CASE c.relkind WHEN 'v' THEN pg_get_viewdef(c.oid) END,
                    {ACL}(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::\"char\", c.relowner))) x), {}
             FROM pg_class c WHERE c.relnamespace = {schema}",
            comment("pg_class", "c.oid")
        ),
        format!(
            "SELECT 'column', c.oid::regclass, rank() OVER (PARTITION BY c.oid ORDER BY a.attnum), a.attname,
                    format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated, a.attstorage, a.attcollation,
                    pg_get_expr(d.adbin, d.adrelid), a.attstattarget, ARRAY(SELECT o FROM unnest(a.attoptions) o WHERE o NOT LIKE 'pg_attver=%'), a.attacl, coalesce(col_description(c.oid, a.attnum), '-')
             FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
             LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum WHERE c.relnamespace = {schema}"
        ),
        format!(
            "SELECT 'constraint', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid), k.convalidated, {}
             FROM pg_constraint k WHERE k.connamespace = {schema}",
            comment("pg_constraint", "k.oid")
        ),
        format!(
            "SELECT 'index', i.indexrelid::regclass, pg_get_indexdef(i.indexrelid), i.indisvalid, i.indisreplident
             FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relnamespace = {schema}"
        ),
        format!(
            "SELECT 'trigger', g.tgname, pg_get_triggerdef(g.oid), g.tgenabled
             FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid WHERE c.relnamespace = {schema} AND NOT g.tgisinternal"
        ),
        format!("SELECT 'policy', p.polname, p.polrelid::regclass, p.polcmd, p.polpermissive, pg_get_expr(p.polqual, p.polrelid),
                        pg_get_expr(p.polwithcheck, p.polrelid) FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE c.relnamespace = {schema}"),
        format!("SELECT 'rule', r.rulename, r.ev_class::regclass, pg_get_ruledef(r.oid) FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
                 WHERE c.relnamespace = {schema}"),
        format!("SELECT 'sequence', s.seqrelid::regclass, s.seqtypid::regtype, s.seqstart, s.seqincrement, s.seqmax, s.seqmin, s.seqcache,
                        s.seqcycle, (SELECT pg_describe_object(d.refclassid, d.refobjid, d.refobjsubid) || d.deptype::text FROM pg_depend d
                                     WHERE d.classid = 'pg_class'::regclass AND d.objid = s.seqrelid AND d.deptype IN ('a', 'i'))
                 FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid WHERE c.relnamespace = {schema}"),
        format!("SELECT 'type', t.oid::regtype, t.typtype, t.typowner::regrole, {ACL}(t.typacl, acldefault('T', t.typowner))) x)
                 FROM pg_type t WHERE t.typnamespace = {schema}"),
        format!("SELECT 'schema', n.nspowner::regrole, n.nspacl, {} FROM pg_namespace n WHERE n.oid = {schema}", comment("pg_namespace", "n.oid")),
        "SELECT 'initial privileges', pg_describe_object(i.classoid, i.objoid, i.objsubid), i.privtype, i.initprivs
         FROM pg_init_privs i JOIN pg_depend d ON d.classid = i.classoid AND d.objid = i.objoid AND d.deptype = 'e'
         WHERE d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'migrate_ext')".into(),
    ];
    queries.iter().flat_map(|sql| session.query_text(sql)).collect()
}

/// The two have the same, and none of it twice.
pub fn assert_same(updated: &[String], installed: &[String]) {
    let (left, right): (BTreeSet<_>, BTreeSet<_>) = (updated.iter().collect(), installed.iter().collect());
    let only = |a: &BTreeSet<&String>, b: &BTreeSet<&String>| -> Vec<String> {
        a.difference(b).map(|line| line.to_string()).collect()
    };
    let (updated_only, installed_only) = (only(&left, &right), only(&right, &left));
    assert!(
        updated_only.is_empty() && installed_only.is_empty() && updated.len() == installed.len(),
        "only behind the update:\n{}\nonly where it is installed:\n{}",
        updated_only.join("\n"),
        installed_only.join("\n")
    );
}
