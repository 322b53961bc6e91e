-- How far other databases are with what is registered here, of what each of them said: $1.
WITH asked AS (
    SELECT e.place, e.said ->> 'name' AS name, e.said ->> 'note' AS note, e.said -> 'rows' AS said
    FROM jsonb_array_elements($1) WITH ORDINALITY e (said, place)),
     stand AS (
    SELECT a.place, a.name, r.version, r.status, r.note
    FROM asked a, jsonb_to_recordset(a.said) AS r (version bigint, status text, note text)
    WHERE a.note IS NULL AND r.version IS NOT NULL),
     silent AS (
    SELECT count(*) AS unknown, (array_agg(name ORDER BY place))[1] AS name, (array_agg(note ORDER BY place))[1] AS note
    FROM asked WHERE note IS NOT NULL),
     counts AS (
    SELECT version, count(*) FILTER (WHERE status IN ('applied', 'changed')) AS done,
           count(*) FILTER (WHERE status = 'failed') AS failed,
           (array_agg(name ORDER BY place) FILTER (WHERE status = 'failed'))[1] AS first_failed,
           (array_agg(note ORDER BY place) FILTER (WHERE status = 'failed'))[1] AS first_error
    FROM stand GROUP BY version)
SELECT m.version, m.description, coalesce(c.done, 0), coalesce(c.failed, 0),
       (SELECT count(*) FROM asked) - u.unknown - coalesce(c.done, 0) - coalesce(c.failed, 0),
       coalesce(c.first_failed, u.name), CASE WHEN c.first_failed IS NULL THEN u.note ELSE c.first_error END, u.unknown
FROM migrate.migrations m
CROSS JOIN silent u
LEFT JOIN counts c ON c.version = m.version
LEFT JOIN migrate.labels l ON l.version = m.version
WHERE m.up IS NOT NULL AND l.event IS NULL
ORDER BY coalesce(l.place, ARRAY[m.version::numeric])
