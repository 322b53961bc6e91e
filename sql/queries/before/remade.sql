-- Whether a relation can be made again by statements, and what it is. asked.oid is the relation. Run under pinned settings, for many
-- at once (src/catalog/before/together.rs).
SELECT jsonb_build_object('because',
       CASE WHEN d.extname IS NOT NULL THEN format('It belongs to the extension %s.', d.extname)
            WHEN c.relkind NOT IN ('r', 'p', 'v', 'm', 'i', 'I', 'S', 'f') THEN 'How a relation of this kind is made again is not known.'
            WHEN i.conname IS NOT NULL THEN format('It belongs to the constraint %s.', i.conname)
            WHEN EXISTS (SELECT FROM pg_inherits h JOIN pg_class hc ON hc.oid = h.inhrelid
                         WHERE h.inhparent = c.oid AND (NOT hc.relispartition OR hc.relkind = 'f')) THEN 'Other tables inherit from it.' END,
       'has_rows', c.relkind IN ('r', 'p'),
       'is_view', c.relkind = 'v')
FROM pg_class c
LEFT JOIN (SELECT x.objid, e.extname FROM pg_depend x JOIN pg_extension e ON e.oid = x.refobjid
           WHERE x.classid = 'pg_class'::regclass AND x.refclassid = 'pg_extension'::regclass AND x.deptype = 'e') d ON d.objid = c.oid
-- No index of the catalog has conindid.
LEFT JOIN pg_index x ON x.indexrelid = c.oid
LEFT JOIN pg_constraint i ON i.conrelid = x.indrelid AND i.conindid = c.oid AND i.contype IN ('p', 'u', 'x')
WHERE c.oid = asked.oid
