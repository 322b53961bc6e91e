-- Operators.
SELECT 'operator', n.nspname::text, o.oid::regoperator::text,
       'pg_operator', o.oid, 'pg_operator', o.oid,
       json_build_object(
           'owner', pg_get_userbyid(o.oprowner), 'function', o.oprcode::text,
           'result', CASE WHEN o.oprresult <> 0 THEN format_type(o.oprresult, NULL) END,
           'commutator', nullif(o.oprcom, 0)::regoperator::text, 'negator', nullif(o.oprnegate, 0)::regoperator::text,
           'restrict', nullif(o.oprrest::oid, 0)::regproc::text, 'join', nullif(o.oprjoin::oid, 0)::regproc::text,
           'merges', CASE WHEN o.oprcanmerge THEN 'yes' END, 'hashes', CASE WHEN o.oprcanhash THEN 'yes' END,
           'comment', d.description)
FROM pg_operator o
JOIN pg_namespace n ON n.oid = o.oprnamespace
LEFT JOIN pg_description d ON d.objoid = o.oid AND d.classoid = 'pg_operator'::regclass AND d.objsubid = 0
WHERE {where: o.oid, o.oprnamespace}
