-- Where migrations stand in other databases, of what each of them said: $1. One that said nothing has a row as well.
SELECT a.name, s.version, s.description, coalesce(s.status, 'unknown'), s.applied_at, s.applied_by, s.ms,
       coalesce(a.note, s.note)
FROM (SELECT e.place, e.said ->> 'name' AS name, e.said ->> 'note' AS note, e.said -> 'rows' AS said
      FROM jsonb_array_elements($1) WITH ORDINALITY e (said, place)) a
LEFT JOIN LATERAL (SELECT r.*, row_number() OVER () AS place
                   FROM jsonb_to_recordset(a.said) AS r (version bigint, description text, status text,
                                                         applied_at timestamptz, applied_by text, ms integer, note text)) s
       ON true
WHERE a.note IS NOT NULL OR s.place IS NOT NULL
ORDER BY a.place, s.place
