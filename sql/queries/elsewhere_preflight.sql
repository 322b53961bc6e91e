-- Whether it is a good moment on servers, of what each of them said: $1. One that said nothing has a row as well.
SELECT a.name, s."check", coalesce(s.verdict, 'unknown'), coalesce(a.note, s.detail)
FROM (SELECT e.place, e.said ->> 'name' AS name, e.said ->> 'note' AS note, e.said -> 'rows' AS said
      FROM jsonb_array_elements($1) WITH ORDINALITY e (said, place)) a
LEFT JOIN LATERAL (SELECT r.*, row_number() OVER () AS place
                   FROM jsonb_to_recordset(a.said) AS r ("check" text, verdict text, detail text)) s ON true
WHERE a.note IS NOT NULL OR s.place IS NOT NULL
ORDER BY a.place, s.place
